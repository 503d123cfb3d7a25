// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// The inputs of one OCRA computation beside the secret and the suite (RFC 6287
/// section 5.1).
public struct OCRAInput: Sendable {
  /// The inputs, by the names that errors use.
  public enum Element: String, Hashable, Sendable {
    /// The counter C.
    case counter
    /// The hashed PIN P.
    case pin
    /// The session data S.
    case session
    /// The moment, from which the steps T are counted.
    case time
  }

  /// The counter, if and only if the suite has C.
  public var counter: UInt64?

  /// The question, or the two questions of the mutual modes.
  public var question: OCRAQuestion

  /// The PIN, if and only if the suite has P.
  public var pin: OCRAPIN?

  /// The session data, if and only if the suite has S.
  ///
  /// Zero bytes are put before data that is shorter than the suite says, as in
  /// the code of RFC 6287 appendix A. The text of the RFC does not mention it.
  public var session: [UInt8]?

  /// The moment, if and only if the suite has T.
  public var time: UnixTime?

  /// An input.
  public init(
    question: OCRAQuestion, counter: UInt64? = nil, pin: OCRAPIN? = nil,
    session: [UInt8]? = nil, time: UnixTime? = nil
  ) {
    self.question = question
    self.counter = counter
    self.pin = pin
    self.session = session
    self.time = time
  }
}

/// An input that was checked against its suite, as bytes.
struct OCRAMessage {
  let digits: Int
  let prefix: [UInt8]
  let counter: UInt64?
  let question: [UInt8]
  let pin: OCRAPIN?
  let session: [UInt8]
  let step: UInt64?

  init(_ input: OCRAInput, _ suite: OCRASuite) throws(OCRAError) {
    try Self.pair(.counter, suite.usesCounter, input.counter)
    try Self.pair(.pin, suite.pinHash != nil, input.pin)
    try Self.pair(.session, suite.sessionByteCount != nil, input.session)
    try Self.pair(.time, suite.period != nil, input.time)
    guard input.pin?.hash == suite.pinHash else { throw OCRAError(.pin) }
    digits = suite.digits
    prefix = Array(suite.text.utf8) + [0]
    counter = input.counter
    question = try input.question.bytes(for: suite)
    pin = input.pin
    session = try Self.session(input.session ?? [], suite)
    step = try Self.step(input.time, suite)
  }

  /// Refuses an input that the suite asks for and the caller leaves out, or
  /// one that the caller gives and the suite does not ask for.
  private static func pair<Value>(
    _ element: OCRAInput.Element, _ wanted: Bool, _ value: Value?
  ) throws(OCRAError) {
    guard wanted != (value != nil) else { return }
    throw OCRAError(wanted ? .missing : .unexpected, element)
  }

  private static func session(
    _ bytes: [UInt8], _ suite: OCRASuite
  ) throws(OCRAError) -> [UInt8] {
    let missing = (suite.sessionByteCount ?? 0) - bytes.count
    guard missing >= 0 else { throw OCRAError(.sessionTooLong) }
    return [UInt8](repeating: 0, count: missing) + bytes
  }

  private static func step(
    _ time: UnixTime?, _ suite: OCRASuite
  ) throws(OCRAError) -> UInt64? {
    guard let time, let period = suite.period else { return nil }
    do throws(ParameterError) {
      return try time.step(period: period, t0: 0)
    } catch {
      throw OCRAError(.time)
    }
  }

  /// The response with this counter and step, where the suite has them.
  ///
  /// The order of the inputs is that of RFC 6287 section 5.1.
  ///
  /// - Parameter hmac: An HMAC under the key, before the first byte. It is in
  ///   the same state again afterwards.
  func response(
    _ hmac: inout HMAC, counter: UInt64?, step: UInt64?
  ) -> OCRAResponse {
    hmac.update(prefix)
    if let counter { Self.update(&hmac, with: counter) }
    hmac.update(question)
    pin?.update(&hmac)
    hmac.update(session)
    if let step { Self.update(&hmac, with: step) }
    return unsafe hmac.withFinalized { mac in
      unsafe OCRAResponse(authenticationCode: mac, digits: digits)
    }
  }

  /// Adds `value` to the message as eight bytes, the most significant first.
  private static func update(_ hmac: inout HMAC, with value: UInt64) {
    unsafe withUnsafeBytes(of: value.bigEndian) { unsafe hmac.update($0) }
  }
}

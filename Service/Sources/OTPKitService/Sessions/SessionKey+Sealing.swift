// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

// The browser carries its session. The seal keeps anybody from making or
// changing one, and binds it to its grant or challenge, which lies with the
// account and decides what the session may change.

extension SessionKey {
  private static let mark: Unicode.Scalar = "~"
  private static let none = "-"

  /// Seals a session with a token.
  ///
  /// - Parameter seal: ``Site/sessionKey``.
  init(_ session: WebSession, token: String, seal: [UInt8]) {
    let pending = session.pending
    // Two sessions that are equal in all else have names of their own.
    let number = UInt64.random(in: 0 ... .max)
    let words = [
      "\(session.startedAt.seconds)", String(number, radix: 36),
      "\(session.epoch)", Self.word(session.enrolBefore),
      Self.word(pending?.expiresAt),
      (pending?.factors ?? []).map(\.rawValue).joined(separator: ","),
      session.limits.map(\.rawValue).sorted().joined(separator: ","),
      session.account,
    ]
    let body = Array(words.joined(separator: " ").utf8).base64URL
    self.init(
      name: "\(body)\(Self.mark)\(Self.seal(body, token, seal))", token: token)
  }

  /// The session as it was sealed.
  ///
  /// - Returns: `nil` for one that was not sealed with this key, or for another
  ///   token.
  func session(seal: [UInt8]) -> WebSession? {
    let parts = name.parts(at: Self.mark)
    guard parts.count == 2,
      Digest.areEqual(parts[1], Self.seal(parts[0], token, seal)),
      let text = [UInt8](base64URL: parts[0])
    else { return nil }
    let words = String(decoding: text, as: UTF8.self).parts(at: " ", limit: 8)
    guard words.count == 8, let start = Int64(words[0]),
      let epoch = UInt64(words[2]), let enrolBefore = Self.time(words[3]),
      let pendingUntil = Self.time(words[4]),
      let factors = Self.list(words[5], FactorKind.init),
      let limits = Self.list(words[6], SessionLimit.init)
    else { return nil }
    return WebSession(
      account: words[7],
      pending: pendingUntil.map { .init(factors: factors, expiresAt: $0) },
      limits: Set(limits), enrolBefore: enrolBefore, epoch: epoch,
      startedAt: UnixTime(start))
  }

  private static func word(_ time: UnixTime?) -> String {
    time.map { "\($0.seconds)" } ?? none
  }

  /// A time, or none; `nil` for a word that is neither.
  private static func time(_ word: String) -> UnixTime?? {
    if word == none { return .some(nil) }
    return Int64(word).map { .some(UnixTime($0)) }
  }

  /// The values of a list; `nil` if one of them is unknown.
  private static func list<Value>(
    _ word: String, _ value: (String) -> Value?
  ) -> [Value]? {
    let values = word.isEmpty ? [] : word.parts(at: ",").map(value)
    return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
  }

  private static func seal(
    _ body: String, _ token: String, _ key: [UInt8]
  ) -> String {
    Digest.hmac(Array("\(body)\(mark)\(token)".utf8), key: key).base64URL
  }
}

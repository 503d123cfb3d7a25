// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// OCRA (RFC 6287): responses to questions, and short signatures.
///
/// ```swift
/// let suite = try OCRASuite("OCRA-1:HOTP-SHA256-8:QA08")
/// let ocra = OCRA(secret: secret, suite: suite)
/// let question = OCRAQuestion("SIG10000")
/// try ocra.response(to: OCRAInput(question: question))
/// ```
///
/// In the mutual modes (sections 7.2 and 7.4) each party has a suite, and a
/// secret too if there is one for each direction. Both are two values of this
/// type. The client checks the server's response before it computes its own:
///
/// ```swift
/// let asked = OCRAQuestion(clientQuestion, own: serverQuestion)
/// guard try server.verify(response, input: OCRAInput(question: asked)).isAccepted
/// else { return }                                   // not the server
/// let answer = OCRAQuestion(serverQuestion, own: clientQuestion)
/// send(try client.response(to: OCRAInput(question: answer, pin: pin)))
/// ```
///
/// Time depends on: the suite, and the lengths of the inputs. Never on the
/// secret, the PIN or the response.
public struct OCRA: Sendable {
  /// The suite.
  public let suite: OCRASuite

  /// The prepared key.
  public let key: HMACKey

  /// OCRA with `secret`.
  ///
  /// The secret should be as long as the hash's digest (RFC 6287 section
  /// 8.2); ``Secret/generate(for:)`` makes such ones.
  public init(secret: Secret, suite: OCRASuite) {
    self.suite = suite
    key = HMACKey(secret, algorithm: suite.algorithm)
  }

  /// The response to a question.
  ///
  /// Whoever answers with a counter counts on at every computation (section
  /// 5.1), whether the response was used or not: with ``counter(after:)``.
  ///
  /// - Throws: ``OCRAError`` if the input does not suit the suite.
  public func response(
    to input: OCRAInput
  ) throws(OCRAError) -> OCRAResponse {
    let message = try OCRAMessage(input, suite)
    var hmac = HMAC(key)
    return message.response(
      &hmac, counter: message.counter, step: message.step)
  }

  /// The counter that follows: after the last one of 2^64 comes 0 (section
  /// 5.1).
  public static func counter(after counter: UInt64) -> UInt64 {
    counter &+ 1
  }
}

// MARK: - Verifying

extension OCRA {
  /// What a response matches.
  public struct Match: Hashable, Sendable {
    /// The counter of the response, where the suite has one.
    public let counter: UInt64?

    /// The time step of the response, where the suite has one.
    public let step: UInt64?

    /// The counter to expect from now on, where the suite has one.
    public var nextCounter: UInt64? { counter.map(OCRA.counter(after:)) }
  }

  /// Checks a response.
  ///
  /// All candidates are computed, whichever matches. Of several that do, the
  /// lowest counter counts, and of its steps the one nearest to the clock's.
  ///
  /// - Parameters:
  ///   - text: What the other party sent.
  ///   - input: What the response must be about, in the order of the party
  ///     that computed it; the counter is the one that is expected next, the
  ///     time is the verifier's own.
  ///   - lookAhead: How many counters beyond the expected one are tried, 0 to
  ///     50, around the end of the counters too; without C it means nothing.
  ///   - window: The time steps that are tried; without T it means nothing.
  ///   - last: The last step that was accepted, or `nil` if none was: it and
  ///     those before no longer match.
  /// - Returns: The match, or why there is none. Only an acceptance counts the
  ///   server's counter on (RFC 6287 section 5.1). Store it before you act
  ///   on it.
  /// - Throws: ``OCRAError`` if the input does not suit the suite.
  ///
  /// Time depends on: the suite, the inputs' lengths, the look-ahead and the
  /// window; whether the text is malformed, and whether there is a match.
  public func verify(
    _ text: String, input: OCRAInput, lookAhead: Int = 0,
    window: DriftWindow = .default, after last: UInt64? = nil
  ) throws(OCRAError) -> Verdict<Match> {
    guard (0...50).contains(lookAhead) else { throw OCRAError(.lookAhead) }
    let message = try OCRAMessage(input, suite)
    guard let submitted = OCRAResponse(text, suite: suite) else {
      return .rejected(.malformed)
    }
    var hmac = HMAC(key)
    var search = OCRASearch()
    for candidate in message.candidates(lookAhead, window, after: last) {
      let computed = message.response(
        &hmac, counter: candidate.counter(of: message),
        step: candidate.step(of: message))
      search.consider(candidate, mask: computed.mask(equal: submitted))
    }
    return search.verdict(for: message)
  }
}

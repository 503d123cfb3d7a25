// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// A party of OCRA (RFC 6287) that responds to questions.
///
/// It computes its responses from a secret and a suite. The other party, which
/// shares the secret, verifies them.
///
/// ```swift
/// let suite = try OCRASuite("OCRA-1:HOTP-SHA256-8:QA08")
/// let responder = OCRAResponder(secret: secret, suite: suite)
/// let question = OCRAQuestion("SIG10000")
/// try responder.response(to: OCRAInput(question: question))
/// ```
///
/// In the mutual modes (sections 7.2 and 7.4) both parties are responders, each
/// with its suite, and with a secret of its own if there is one for each
/// direction. The client checks the server's response before it computes its
/// own:
///
/// ```swift
/// let asked = OCRAQuestion(clientQuestion, own: serverQuestion)
/// guard try server.verify(response, input: OCRAInput(question: asked)).isAccepted
/// else { return }                                   // it is not the server
/// let answer = OCRAQuestion(serverQuestion, own: clientQuestion)
/// send(try client.response(to: OCRAInput(question: answer, pin: pin)))
/// ```
///
/// Time depends on: the suite, and the lengths of the inputs. Never on the
/// secret, the PIN or the response.
public struct OCRAResponder: Sendable {
  /// The suite.
  public let suite: OCRASuite

  /// The prepared key.
  let key: HMACKey

  /// A party with `secret`.
  ///
  /// - Parameters:
  ///   - secret: As long as the hash's digest (RFC 6287 section 8.2), as
  ///     `Secret.generate(for:)` makes it.
  ///   - suite: The suite.
  ///   - backend: The kernels to use.
  public init(secret: Secret, suite: OCRASuite, backend: Backend = .best) {
    self.suite = suite
    key = HMACKey(secret, algorithm: suite.algorithm, backend: backend)
  }

  /// The response to a question.
  ///
  /// If the suite has a counter, the responder increments it with
  /// ``counter(after:)`` after every computation, whether the response was used
  /// or not (section 5.1).
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

  /// The counter after `counter`; 0 after 2^64 − 1 (section 5.1).
  public static func counter(after counter: UInt64) -> UInt64 {
    counter &+ 1
  }
}

// MARK: - Verifying

extension OCRAResponder {
  /// The counter and the step that a response matches.
  public struct Match: Hashable, Sendable {
    /// The counter of the response, where the suite has one.
    public let counter: UInt64?

    /// The time step of the response, where the suite has one.
    public let step: UInt64?

    /// The counter to expect from now on, where the suite has one.
    public var nextCounter: UInt64? {
      counter.map(OCRAResponder.counter(after:))
    }
  }

  /// Checks a response.
  ///
  /// All candidates are computed, whichever matches. If several match, the one
  /// with the lowest counter is taken, and of its steps the nearest to the
  /// current one.
  ///
  /// - Parameters:
  ///   - text: What the other party sent.
  ///   - input: The inputs of the response, with the questions in the order of
  ///     the party that computed it, the counter that is expected next, and the
  ///     verifier's own time.
  ///   - lookAhead: The number of counters to try beyond the expected one: 0 to
  ///     50. After 2^64 − 1 comes 0. Ignored by suites without C.
  ///   - window: The time steps to try. Ignored by suites without T.
  ///   - last: The last step that was accepted, or `nil` if none was. That step
  ///     and all before it no longer match.
  /// - Returns: The match, or why there is none. The verifier increments its
  ///   counter only after an acceptance (RFC 6287 section 5.1). Store the match
  ///   before you act on it.
  /// - Throws: ``OCRAError`` if the input does not suit the suite.
  ///
  /// Time depends on: the suite, the inputs' lengths, the look-ahead and the
  /// window; whether the text is malformed, and whether there is a match.
  public func verify(
    _ text: String, input: OCRAInput, lookAhead: Int = 0,
    window: DriftWindow = .default, after last: UInt64? = nil
  ) throws(OCRAError) -> Verdict<Match> {
    guard Limits.window.contains(lookAhead) else { throw OCRAError(.lookAhead) }
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

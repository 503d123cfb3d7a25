// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

// The browser carries its session. The seal keeps anybody from making or
// changing one, and binds it to its grant or challenge, which lies with the
// account and decides what the session may change.

extension SessionKey {
  private static let mark: Character = "~"
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
    let parts = name.split(
      separator: Self.mark, omittingEmptySubsequences: false)
    guard parts.count == 2,
      Digest.areEqual(
        String(parts[1]), Self.seal(String(parts[0]), token, seal)),
      let text = [UInt8](base64URL: parts[0])
    else { return nil }
    let words = String(decoding: text, as: UTF8.self)
      .split(separator: " ", maxSplits: 7, omittingEmptySubsequences: false)
    guard words.count == 8, let start = Self.time(words[0]),
      let epoch = UInt64(words[2])
    else { return nil }
    let pending = Self.time(words[4]).map {
      WebSession.Pending(
        factors: words[5].split(separator: ",")
          .compactMap { FactorKind(rawValue: String($0)) }, expiresAt: $0)
    }
    let limits = words[6].split(separator: ",")
      .compactMap { SessionLimit(rawValue: String($0)) }
    return WebSession(
      account: String(words[7]), pending: pending, limits: Set(limits),
      enrolBefore: Self.time(words[3]), epoch: epoch, startedAt: start)
  }

  private static func word(_ time: UnixTime?) -> String {
    time.map { "\($0.seconds)" } ?? none
  }

  private static func time(_ word: Substring) -> UnixTime? {
    Int64(word).map { UnixTime($0) }
  }

  private static func seal(
    _ body: String, _ token: String, _ key: [UInt8]
  ) -> String {
    Digest.hmac(Array("\(body)\(mark)\(token)".utf8), key: key).base64URL
  }
}

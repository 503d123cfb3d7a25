// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import TwoFactor

// Between the two steps of signing in, the browser carries its session in the
// cookie, and the database has none. The challenge lies with the account and
// decides what the second step is worth. The seal keeps anybody from making
// such a session, and binds it to the token of its challenge.

extension SessionKey {
  private static let mark: Character = "~"

  /// The key of a session that waits for its second step.
  ///
  /// - Parameter seal: ``Site/carriedKey``.
  init(
    carrying pending: WebSession.Pending, of account: String,
    startedAt: UnixTime, token: String, seal: [UInt8]
  ) {
    let factors = pending.factors.map(\.rawValue).joined(separator: ",")
    let text = [
      "\(startedAt.seconds)", "\(pending.expiresAt.seconds)", factors, account,
    ].joined(separator: " ")
    let body = Array(text.utf8).base64URL
    name = "\(body)\(Self.mark)\(Self.seal(body, token, seal))"
    self.token = token
  }

  /// Whether this is the key of a session that the browser carries.
  var isCarried: Bool { name.contains(Self.mark) }

  /// The session that waits for its second step.
  ///
  /// - Returns: `nil` for one that was not sealed with this key, or for another
  ///   token.
  func carried(seal: [UInt8]) -> WebSession? {
    let parts = name.split(
      separator: Self.mark, omittingEmptySubsequences: false)
    guard parts.count == 2,
      Digest.areEqual(
        String(parts[1]), Self.seal(String(parts[0]), token, seal)),
      let text = [UInt8](base64URL: parts[0])
    else { return nil }
    let words = String(decoding: text, as: UTF8.self)
      .split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 4, let start = Int64(words[0]),
      let end = Int64(words[1])
    else { return nil }
    return WebSession(
      account: String(words[3]),
      pending: .init(
        factors: words[2].split(separator: ",")
          .compactMap { FactorKind(rawValue: String($0)) },
        expiresAt: UnixTime(end)),
      startedAt: UnixTime(start))
  }

  private static func seal(
    _ body: String, _ token: String, _ key: [UInt8]
  ) -> String {
    Digest.hmac("\(body)\(mark)\(token)", key: key)
  }
}

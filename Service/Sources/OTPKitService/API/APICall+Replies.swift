// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

// What operations answer.

extension JSON {
  /// Words in the order of the alphabet.
  static func words(_ words: [String]) -> JSON {
    .list(words.sorted().map(JSON.text))
  }
}

extension APICall {
  /// The session of a sign-in, or the way to its second step.
  func reply(
    to answer: SignInAnswer, _ id: AccountID
  ) async throws -> APIReply {
    switch answer {
    case .refused(let seconds): throw Problem.refused(seconds)
    case .signedIn(let session):
      let new = visitor.webSession(session, id)
      let key = visitor.key(for: new, token: session.grant)
      return APIReply(
        .members([
          "state": "signed-in", "token": shown(key),
          "limits": .words(session.limits.map(\.rawValue)),
          "enrolBefore": session.enrolBefore.map(JSON.time),
          "device": session.device.map(JSON.text),
        ]), change: .start(key))
    case .challenge(let offer):
      let key = visitor.key(for: offer, id)
      return APIReply(
        .members([
          "state": "second-step", "token": shown(key),
          "factors": .list(offer.factors.map { .text($0.rawValue) }),
          "expiresAt": .time(offer.expiresAt),
        ]), change: .start(key))
    }
  }

  /// A session that came in a cookie goes on in one.
  private func shown(_ key: SessionKey) -> JSON? {
    usesCookie && visitor.session != nil ? nil : .text(key.cookie)
  }

  func check(_ answer: SendAnswer) throws -> APIReply {
    if case .refused(let seconds) = answer {
      throw Problem(
        status: 429, code: "too-many-messages",
        title: "no message is sent now", retryAfter: seconds)
    }
    return .done
  }

  /// The session after a change of its rights.
  func changed(
    _ body: JSON? = nil, _ change: (inout WebSession) -> Void
  ) -> APIReply {
    guard var session = visitor.session, let key = visitor.key else {
      return APIReply(body)
    }
    change(&session)
    return APIReply(
      body,
      change: usesCookie
        ? .start(visitor.key(for: session, token: token))
        : .update(session, key))
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import HTTPTypes
import TwoFactor

// People who were added and have not chosen a password yet.

extension Operations {
  private static let invitation = Shape.named(
    "Invitation",
    [
      .init("account", name), .init("mail", .text(upTo: 1_024), optional: true),
      .init("createdAt", .time), .init("expiresAt", .time, optional: true),
    ])

  static let invitations: [Operation] = [
    get(
      "/invitations", "invitations",
      "Who has not chosen a password yet, those that end first at the top.",
      .administrator,
      .named(
        "Invitations", [.init("invitations", .list(invitation, 0...200))])
    ) { call in
      let found = try await call.site.store.invitations().map { entry -> JSON in
        .members([
          "account": .text(entry.id.text), "mail": entry.mail.map(JSON.text),
          "createdAt": .time(entry.createdAt),
          "expiresAt": entry.invitedUntil.map(JSON.time),
        ])
      }
      return APIReply(["invitations": .list(found)])
    },
    again,
    delete(
      "/invitations/{account}", "withdrawInvitation",
      "Withdraw an invitation: the account answers nothing.", .administrator,
      parameters: [account], problems: [409]
    ) { call in
      try await call.change(.withdraw)
    },
  ]

  private static let again: Operation = {
    var operation = post(
      "/invitations/{account}", "inviteAgain",
      "Send another first password by mail; the one before ends.",
      .administrator, problems: [429]
    ) { call in
      try await call.change(.again)
    }
    operation.parameters = [account]
    return operation
  }()
}

extension APICall {
  /// Changes the invitation that the path names.
  fileprivate func change(_ action: InvitationAction) async throws -> APIReply {
    let id = try account()
    guard try await site.store.load(id) != nil else { throw Problem.notFound }
    try await visitor.change(action, id)
    return .done
  }
}

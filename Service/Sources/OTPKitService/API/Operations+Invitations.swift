// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import HTTPTypes
import OTPCore
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
      "Who has not chosen a password yet, those that end first at the top,"
        + " fifty at a time; `after` and `end` are the last one's account and"
        + " `expiresAt`.",
      .administrator,
      .named(
        "Invitations", [.init("invitations", .list(invitation, 0...50))]),
      parameters: [
        .init(name: "after", shape: name), .init(name: "end", shape: .time),
      ]
    ) { call in
      let found = try await call.site.store.invitations(
        after: try call.lastInvitation, limit: 50)
      return APIReply(["invitations": .list(found.map(Self.json(invitation:)))])
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

  private static func json(invitation entry: DirectoryEntry) -> JSON {
    .members([
      "account": .text(entry.id.text), "mail": entry.mail.map(JSON.text),
      "createdAt": .time(entry.createdAt),
      "expiresAt": entry.invitedUntil.map(JSON.time),
    ])
  }

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
  /// Where the page before ended, from `after` and `end`; `nil` for the first
  /// page.
  ///
  /// - Throws: ``Problem/malformed(_:)`` for one without the other, and for
  ///   what is no name or no time.
  fileprivate var lastInvitation: (end: UnixTime, account: AccountID)? {
    get throws {
      let (name, text) = (parameters["after"], parameters["end"])
      if name == nil, text == nil { return nil }
      guard let account = try? AccountID(name ?? "") else {
        throw Problem.malformed("?after")
      }
      guard let end = try? Date(text ?? "", strategy: .iso8601) else {
        throw Problem.malformed("?end")
      }
      return (UnixTime(Int64(end.timeIntervalSince1970)), account)
    }
  }

  /// Changes the invitation that the path names.
  fileprivate func change(_ action: InvitationAction) async throws -> APIReply {
    let id = try account()
    guard try await site.store.load(id) != nil else { throw Problem.notFound }
    try await visitor.change(action, id)
    return .done
  }
}

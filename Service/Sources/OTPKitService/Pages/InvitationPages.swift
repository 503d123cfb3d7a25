// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import OTPCore
import TwoFactor

// People who were added and have not chosen a password yet.

/// What an administrator does about an invitation.
enum InvitationAction: String, CaseIterable {
  /// Sends another first password.
  case again
  case withdraw
}

extension Visitor {
  func invitationsPage() async throws -> Reply {
    .page(try await invitations())
  }

  private func invitations(notice: HTML = .empty) async throws -> Page {
    let limit = 50
    let found = try await site.store.invitations(after: last, limit: limit)
    let list: HTML =
      found.isEmpty
      ? Part.text(t("invitations.nobody"))
      : Part.table(
        t("invitations.title"),
        [
          t("people.name"), t("people.mail"), t("people.since"),
          t("invitations.until"), "",
        ], found.map(row))
    return Page(
      title: t("invitations.title"), lead: t("invitations.lead"), frame: .wide,
      parts: [
        notice, list, found.count < limit ? .empty : more(after: found.last),
        Part.ways([Part.link("/admin/people", t("people.title"))]),
      ])
  }

  /// Where the page before ended.
  private var last: (UnixTime, AccountID)? {
    guard let end = Int64(field("end")),
      let account = try? AccountID(field("after"))
    else { return nil }
    return (UnixTime(end), account)
  }

  private func more(after last: DirectoryEntry?) -> HTML {
    guard let last, let end = last.invitedUntil else { return .empty }
    let place = "end=\(end.seconds)&after=\(last.id.text.inQuery)"
    return Part.ways([
      Part.link("/admin/invitations?\(place)", t("people.more"))
    ])
  }

  private func row(_ entry: DirectoryEntry) -> [HTML] {
    let name = entry.id.text
    let isOver = entry.invitedUntil.map { $0 <= site.now } ?? false
    let badge: HTML =
      isOver
      ? " <span class=\"badge off\">\(t("invitations.over"))</span>" : .empty
    let actions = InvitationAction.allCases.map(\.rawValue).map { action in
      form(
        "/admin/invitations",
        [
          Field(name: "account", kind: .hidden, value: name),
          Field(name: "action", kind: .hidden, value: action),
        ], button: t("invitations.\(action)"), style: "quiet")
    }
    return [
      Part.link("/admin/person?account=\(name.inQuery)", name),
      "\(entry.mail ?? "–")", "\(time(entry.createdAt))",
      "\(time(entry.invitedUntil))\(badge)", "\(actions)",
    ]
  }

  func changeInvitation() async throws -> Reply {
    let name = field("account")
    guard let account = try? AccountID(name),
      let action = InvitationAction(rawValue: field("action"))
    else { return problem(404) }
    do {
      try await change(action, account)
    } catch let error as TwoFactorError where error.isForThePerson {
      let notice =
        error == .nothingPending
        ? Part.notice(.bad, t("invitations.none", name)) : refusal(error)
      return .page(try await invitations(notice: notice), status: 409)
    }
    let notice = Part.notice(
      .good, t("invitations.done.\(action.rawValue)", name))
    return .page(try await invitations(notice: notice))
  }

  /// Acts on an invitation, and on no other account.
  ///
  /// - Throws: ``TwoFactorError/nothingPending`` if the account is not
  ///   invited; ``TwoFactorError/tooManyMessages``.
  func change(_ action: InvitationAction, _ account: AccountID) async throws {
    let (administrator, reason) = (Administrator(id.text), "invitation")
    switch action {
    case .again:
      try await service.invite(account, by: administrator, reason: reason)
    case .withdraw:
      try await service.withdrawInvitation(
        of: account, by: administrator, reason: reason)
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import TwoFactor

/// Every page and action of the service, in one place.
enum Routes {
  static let all: [Route] = signingIn + passwords + settings + administration

  private static let signingIn: [Route] = [
    get("/", .anyone) { $0.home() },
    get("/sign-in", .anyone) { $0.signInPage() },
    post("/sign-in", .anyone) { try await $0.signIn() },
    get("/second-step", .pending) { $0.secondStepPage() },
    post("/second-step", .pending) { try await $0.secondStep() },
    post("/second-step/send", .pending) { try await $0.sendCode() },
    post("/second-step/resynchronize", .pending) {
      try await $0.resynchronize()
    },
    get("/lost-device", .pending) { $0.lostDevicePage() },
    post("/lost-device", .pending) { try await $0.startRecovery() },
    post("/lost-device/code", .pending) { try await $0.finishRecovery() },
    post("/sign-in/with", .anyone) { try await $0.beginSignOn() },
    get("/sign-in/with/{provider}", .anyone) { try await $0.finishSignOn() },
    post("/sign-out", .anyone) { try await $0.signOut() },
    post("/again", .limited) { try await $0.stepUp() },
  ]

  private static let passwords: [Route] = [
    get("/forgotten", .anyone) { $0.forgottenPage() },
    post("/forgotten", .anyone) { try await $0.requestReset() },
    get("/reset", .anyone) { $0.resetPage() },
    post("/reset", .anyone) { try await $0.confirmReset() },
    get("/password", .limited) { try await $0.passwordPage() },
    post("/password", .limited) { try await $0.changePassword() },
  ]

  private static let settings: [Route] = [
    get("/settings", .limited) { try await $0.settingsPage() },
    post("/settings/app", .limited) { try await $0.enrolApp() },
    post("/settings/app/code", .limited) { try await $0.confirmApp() },
    get("/settings/apps", .person) { try await $0.appPage() },
    post("/settings/apps/rename", .person) { try await $0.renameApp() },
    post("/settings/apps/remove", .person) { try await $0.removeApp() },
    get("/settings/messages", .limited) { try await $0.messagesPage() },
    post("/settings/messages", .limited) { try await $0.enrolMessages() },
    post("/settings/messages/code", .limited) {
      try await $0.confirmMessages()
    },
    post("/settings/backup-codes/saved", .limited) {
      try await $0.codesSaved()
    },
    get("/settings/backup-codes", .person) { try await $0.newCodesPage() },
    post("/settings/backup-codes", .person) { try await $0.newCodes() },
    get("/settings/remove", .person) { try await $0.removePage() },
    post("/settings/remove", .person) { try await $0.removeFactor() },
    get("/settings/phone", .person) { try await $0.phonePage() },
    post("/settings/phone", .person) { try await $0.changePhone() },
    get("/settings/phone/remove", .person) {
      try await $0.removePhonePage()
    },
    post("/settings/phone/remove", .person) { try await $0.removePhone() },
    post("/settings/phone/code", .person) { try await $0.confirmPhone() },
    get("/settings/mail", .person) { try await $0.mailPage() },
    post("/settings/mail", .person) { try await $0.changeMail() },
    post("/settings/mail/code", .person) { try await $0.confirmMail() },
    post("/settings/devices", .person) { try await $0.forgetDevice() },
    post("/settings/others", .person) { try await $0.endOtherSessions() },
    get("/settings/identities", .person) { try await $0.linkingPage() },
    post("/settings/identities", .person) { try await $0.beginLinking() },
    get("/settings/identities/remove", .person) { try await $0.unlinkPage() },
    post("/settings/identities/remove", .person) {
      try await $0.unlinkIdentity()
    },
    get("/settings/history", .person) { try await $0.historyPage() },
  ]

  private static let administration: [Route] = [
    get("/admin/people", .administrator) { try await $0.peoplePage() },
    post("/admin/people", .administrator) { try await $0.addPerson() },
    get("/admin/invitations", .administrator) {
      try await $0.invitationsPage()
    },
    post("/admin/invitations", .administrator) {
      try await $0.changeInvitation()
    },
    get("/admin/person", .administrator) { try await $0.personPage() },
    post("/admin/person", .administrator) { try await $0.changePerson() },
    get("/admin/policy", .administrator) { try await $0.policyPage() },
    post("/admin/policy", .administrator) { try await $0.setPolicy() },
    get("/admin/audit", .administrator) { try await $0.auditPage() },
  ]

  /// The page that stands for a phone and a mailbox.
  static let demo: [Route] = [
    get("/outbox", .anyone) { $0.outboxPage() }
  ]

  private static func get(
    _ path: String, _ access: Access,
    _ run: @escaping @Sendable (Visitor) async throws -> Reply
  ) -> Route { Route(method: .get, path: path, access: access, run: run) }

  private static func post(
    _ path: String, _ access: Access,
    _ run: @escaping @Sendable (Visitor) async throws -> Reply
  ) -> Route { Route(method: .post, path: path, access: access, run: run) }
}

extension Visitor {
  /// Where a visitor must go first, if this page is not for them yet.
  func redirection(for access: Access) -> Reply? {
    switch (access, session) {
    case (.anyone, _): nil
    case (_, nil): .go("/sign-in")
    case (.pending, let session?):
      session.pending == nil ? .go("/settings") : nil
    case (_, let session?) where session.pending != nil: .go("/second-step")
    case (.limited, let session?):
      session.limits.contains(.mustChangePassword)
        && !path.hasPrefix("/password") && path != "/again"
        ? .go("/password") : nil
    case (.person, let session?): session.isComplete ? nil : .go(next(session))
    case (.administrator, let session?):
      !session.isComplete
        ? .go(next(session)) : session.isAdministrator ? nil : problem(404)
    }
  }

  /// Where a session goes on.
  func next(_ session: WebSession) -> String {
    if session.pending != nil { return "/second-step" }
    if session.limits.contains(.mustChangePassword) { return "/password" }
    return "/settings"
  }

  func home() -> Reply { .go(session.map(next) ?? "/sign-in") }

  /// A page that says that something did not work, and no more than that.
  func problem(_ status: Int) -> Reply {
    .page(
      Page(
        title: t("problem.\(status).title"), lead: t("problem.\(status)"),
        parts: [Part.ways([Part.link("/", t("problem.home"))])]),
      status: status)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Logging
import OTPCore
import TwoFactor

// Signing in with an identity provider.

// MARK: - To the provider

extension Visitor {
  /// A button for each provider.
  var signOnButtons: HTML {
    let buttons = site.signOns.map { signOn in
      form(
        "/sign-in/with",
        [Field(name: "provider", kind: .hidden, value: signOn.provider.id)],
        button: t("signOn.button", signOn.provider.name), style: "second full")
    }
    return buttons.isEmpty ? .empty : "<div class=\"card\">\(buttons)</div>"
  }

  /// The provider that a form names.
  private var chosenSignOn: SignOn? {
    site.signOns.first { $0.provider.id == field("provider") }
  }

  func beginSignOn() async throws -> Reply {
    try await leave(for: chosenSignOn, .signIn)
  }

  func linkingPage() async throws -> Reply {
    guard let signOn = chosenSignOn else { return problem(404) }
    return .page(try await linkingForm(signOn, .empty))
  }

  private func linkingForm(
    _ signOn: SignOn, _ notice: HTML
  ) async throws -> Page {
    let (id, name) = (signOn.provider.id, signOn.provider.name)
    return passwordForm(
      t("identities.link", name), t("identities.link.lead", name),
      "/settings/identities",
      [Field(name: "provider", kind: .hidden, value: id)]
        + (try await passwordAgain()),
      button: t("identities.link", name), notice: notice)
  }

  /// Begins with linking, which needs a factor shown a short while ago and the
  /// password.
  func beginLinking() async throws -> Reply {
    guard try await mayAdminister else { throw TwoFactorError.notAuthorized }
    guard let signOn = chosenSignOn else { return problem(404) }
    return try await confirmed {
      try await leave(for: signOn, .link)
    } again: {
      try await linkingForm(signOn, $0)
    }
  }

  /// A page that leads on to the provider.
  ///
  /// It is no redirect: browsers hold those after a form against
  /// `form-action`, and a provider may have addresses of its own behind the
  /// first.
  private func leave(
    for signOn: SignOn?, _ purpose: SignOnState.Purpose
  ) async throws -> Reply {
    guard let signOn else { return problem(404) }
    if let refusal = tooManySignOns() { return refusal }
    let name = signOn.provider.name
    let state = SignOnState(
      purpose, at: site.now, binding: binding(of: purpose, to: signOn),
      key: site.formKey)
    do {
      let address = try await signOn.address(state)
      return .page(
        Page(
          title: t("signOn.going.title", name), lead: t("signOn.going"),
          parts: [
            Part.ways([Part.link(address, t("signOn.going.link", name))])
          ], onward: address))
    } catch let error as SignOnError {
      return try await report(error, of: signOn)
    }
  }

  /// The answer to an address that has had its share, of all providers.
  private func tooManySignOns() -> Reply? {
    guard let wait = site.signOnLimit.wait(for: address, at: site.now) else {
      return nil
    }
    var reply = problem(429)
    reply.retryAfter = wait
    return reply
  }

  /// What a state is good for alone: this browser, one provider, and for
  /// linking this session.
  private func binding(
    of purpose: SignOnState.Purpose, to signOn: SignOn
  ) -> [String] {
    let session = purpose == .link ? [key?.cookie ?? "", id.text] : []
    return [signOn.provider.id, browser] + session
  }
}

// MARK: - And back

extension Visitor {
  /// Where a provider sends people back to.
  func finishSignOn() async throws -> Reply {
    let found = site.signOns.first {
      path == "/sign-in/with/\($0.provider.id)"
    }
    guard let signOn = found else { return problem(404) }
    if let refusal = tooManySignOns() { return refusal }
    guard let state = try await usedState(signOn) else {
      return try await back(.bad, t("signOn.stale"), status: 403)
    }
    if let reason = fields["error"] {
      return try await report(reason, of: signOn)
    }
    do {
      let assertion = try await signOn.assertion(
        code: field("code"), issuer: fields["iss"], state: state,
        clock: { site.now }, tolerance: service.rules.clockTolerance)
      return try await state.purpose == .signIn
        ? signIn(assertion, signOn) : link(assertion.identity, signOn)
    } catch let error as SignOnError {
      return try await report(error, of: signOn)
    }
  }

  /// The state that came back, if it is this browser's and comes back for the
  /// first time.
  private func usedState(_ signOn: SignOn) async throws -> SignOnState? {
    let tolerance = service.rules.clockTolerance
    let state = SignOnState(
      field("state"), at: site.now, tolerance: tolerance, key: site.formKey
    ) { binding(of: $0, to: signOn) }
    guard let state else { return nil }
    let isFirst = try await site.store.claim(
      [1], as: state.record, in: "sign-ons",
      until: state.begunAt.advanced(by: SignOnState.lifetime + 2 * tolerance))
    return isFirst ? state : nil
  }

  private func signIn(
    _ assertion: ExternalAssertion, _ signOn: SignOn
  ) async throws -> Reply {
    // Nobody's identity is refused and recorded like a wrong one.
    let found = try await site.store.account(identity: assertion.identity)
    let id = found ?? "nobody"
    let answer = try await service.signIn(
      id, assertion: assertion, device: device, address: address)
    switch answer {
    case .signedIn(let session): return begin(session, id)
    case .challenge(let offer): return wait(for: offer, id)
    case .refused:
      return try await back(
        .bad, t("signOn.nobody", signOn.provider.name), status: 403)
    }
  }

  /// The sign-in page, or the settings of somebody who is signed in.
  func back(
    _ tone: Part.Tone, _ text: String, status: Int
  ) async throws -> Reply {
    let notice = Part.notice(tone, text)
    return session.map(next) == "/settings"
      ? .page(try await settings(notice: notice), status: status)
      : .page(signInForm(notice: notice), status: status)
  }

  /// What a person reads when the provider sends them back with an error.
  private func report(_ reason: String, of signOn: SignOn) async throws -> Reply
  {
    let name = signOn.provider.name
    guard reason != "access_denied" else {
      return try await back(.info, t("signOn.cancelled", name), status: 200)
    }
    // What stands in an address may be anything: a word alone is logged.
    let isWord = reason.utf8.allSatisfy {
      (0x61...0x7a).contains($0) || $0 == 0x5f
    }
    log(isWord ? String(reason.prefix(40)) : "an error", of: signOn)
    return try await back(.bad, t("signOn.failed", name), status: 403)
  }

  private func report(
    _ error: SignOnError, of signOn: SignOn
  ) async throws -> Reply {
    log(error.reason, of: signOn)
    let name = signOn.provider.name
    return switch error {
    case .unreachable:
      try await back(.bad, t("signOn.failed", name), status: 502)
    case .refused:
      try await back(.bad, t("signOn.refused", name), status: 403)
    }
  }

  private func log(_ reason: String, of signOn: SignOn) {
    Logger(label: "otpkit-service.sign-on").warning(
      "a sign-in with a provider failed",
      metadata: [
        "provider": "\(signOn.provider.id)", "reason": "\(reason)",
      ])
  }
}

// MARK: - Linked identities

extension Visitor {
  private func link(
    _ identity: ExternalIdentity, _ signOn: SignOn
  ) async throws -> Reply {
    let holder = try await site.store.account(identity: identity)
    if let holder, holder != id {
      return try await back(
        .bad, t("signOn.taken", signOn.provider.name), status: 409)
    }
    do {
      try await service.link(identity, to: id, grant: token)
      return .go("/settings?done=linked")
    } catch  where error.isForThePerson {
      return try await back(.bad, language.text(error), status: 422)
    }
  }

  private var identity: ExternalIdentity {
    ExternalIdentity(issuer: field("issuer"), subject: field("subject"))
  }

  private func name(of identity: ExternalIdentity) -> String {
    site.provider(of: identity)?.name ?? identity.issuer
  }

  func unlinkPage() async throws -> Reply {
    let entry = try await site.store.load(id)?.directoryEntry
    guard entry?.identities.contains(identity) ?? false else {
      return problem(404)
    }
    return .page(unlinkForm(try await passwordAgain()))
  }

  private func unlinkForm(
    _ password: [Field], notice: HTML = .empty
  ) -> Page {
    let name = name(of: identity)
    let fields = [
      Field(name: "issuer", kind: .hidden, value: identity.issuer),
      Field(name: "subject", kind: .hidden, value: identity.subject),
    ]
    return passwordForm(
      t("identities.unlink", name), t("identities.unlink.lead"),
      "/settings/identities/remove", fields + password,
      button: t("identities.unlink", name), style: "danger", notice: notice)
  }

  func unlinkIdentity() async throws -> Reply {
    let password = try await passwordAgain()
    return try await confirmed {
      try await service.unlink(identity, from: id, grant: token)
      return .go("/settings?done=unlinked")
    } again: { notice in
      unlinkForm(password, notice: notice)
    }
  }

  /// Each provider, with the way to link or unlink it; identities of providers
  /// that are no longer there can be unlinked as well.
  func identitiesCard() async throws -> HTML {
    let entry = try await site.store.load(id)?.directoryEntry
    let identities = entry?.identities ?? []
    let others = site.signOns.filter { signOn in
      !identities.contains { $0.issuer == signOn.provider.issuer.text }
    }
    let rows = identities.map(linked) + others.map(unlinked)
    return rows.isEmpty
      ? .empty
      : Part.card(
        t("identities.title"),
        [Part.text(t("identities.lead")), "<dl>\(rows)</dl>"])
  }

  private func linked(_ identity: ExternalIdentity) -> HTML {
    let name = name(of: identity)
    return row(
      name, t("identities.linked"),
      Part.link(
        "/settings/identities/remove?issuer=\(identity.issuer.inQuery)"
          + "&subject=\(identity.subject.inQuery)",
        t("identities.unlink", name)))
  }

  private func unlinked(_ signOn: SignOn) -> HTML {
    let provider = signOn.provider
    return row(
      provider.name, t("identities.none"),
      Part.link(
        "/settings/identities?provider=\(provider.id.inQuery)",
        t("identities.link", provider.name)))
  }

  private func row(_ name: String, _ state: String, _ form: HTML) -> HTML {
    "<div><dt>\(name)</dt><dd>\(state)\(form)</dd></div>"
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

// MARK: - The first step

extension Visitor {
  func signInPage() -> Reply {
    let name = field("name")
    return .page(signInForm(name: name))
  }

  func signInForm(notice: HTML = .empty, name: String = "") -> Page {
    Page(
      title: t("signIn.title"), lead: t("signIn.lead", site.issuer),
      parts: [
        notice,
        form(
          "/sign-in",
          [
            Field(
              name: "name", kind: .text, label: t("signIn.name"), value: name,
              isFirst: name.isEmpty),
            Field(
              name: "password", kind: .password, label: t("signIn.password"),
              isFirst: !name.isEmpty),
          ], button: t("signIn.button")),
        signOnButtons,
        Part.ways([Part.link("/forgotten", t("signIn.forgotten"))]),
      ])
  }

  func signIn() async throws -> Reply {
    let id = try await site.account(named: field("name"))
    let answer = try await service.signIn(
      id, password: field("password").typedPassword, device: device,
      address: address)
    switch answer {
    case .signedIn(let session): return begin(session, id)
    case .challenge(let offer): return wait(for: offer, id)
    case .refused(let seconds):
      let text = t("signIn.refused") + " " + wait(seconds)
      return .page(
        signInForm(notice: Part.notice(.bad, text), name: field("name")),
        status: 403)
    }
  }

  /// The session of a completed sign-in, under a new name.
  func begin(_ session: SignInSession, _ id: AccountID) -> Reply {
    let new = webSession(session, id)
    var reply = Reply.go(next(new))
    reply.change = .start(key(for: new, token: session.grant))
    reply.device = session.device
    return reply
  }

  /// What the browser carries of a completed sign-in.
  func webSession(_ session: SignInSession, _ id: AccountID) -> WebSession {
    WebSession(
      account: id.text, limits: session.limits,
      enrolBefore: session.enrolBefore, epoch: session.epoch,
      startedAt: site.now)
  }

  /// The way to the second step.
  func wait(for offer: ChallengeOffer, _ id: AccountID) -> Reply {
    var reply = Reply.go("/second-step")
    reply.change = .start(key(for: offer, id))
    return reply
  }

  /// The key of the session that waits for the second step.
  func key(for offer: ChallengeOffer, _ id: AccountID) -> SessionKey {
    let session = WebSession(
      account: id.text,
      pending: .init(factors: offer.factors, expiresAt: offer.expiresAt),
      startedAt: site.now)
    return key(for: session, token: offer.token)
  }

  func key(for session: WebSession, token: String) -> SessionKey {
    SessionKey(session, token: token, seal: site.sessionKey)
  }

  func signOut() async throws -> Reply {
    if session != nil {
      try? await service.signOut(id, grant: token, device: device)
    }
    var reply = Reply.page(
      signedOut.signInForm(notice: Part.notice(.good, t("signOut.done"))))
    reply.change = .end
    reply.device = ""
    return reply
  }
}

// MARK: - The second step

extension Visitor {
  private var factors: [FactorKind] { session?.pending?.factors ?? [] }

  /// The way that was chosen, else the first.
  private var chosen: FactorKind {
    FactorKind(rawValue: field("with")).flatMap {
      factors.contains($0) ? $0 : nil
    } ?? factors.first ?? .totp
  }

  func secondStepPage() -> Reply { .page(secondStepForm()) }

  private func secondStepForm(notice: HTML = .empty) -> Page {
    let kind = chosen
    let code = Field(
      name: "code", kind: kind == .backup ? .backupCode : .code,
      label: t("code.label.\(kind.rawValue)"), isFirst: true)
    var fields = [
      Field(name: "with", kind: .hidden, value: kind.rawValue), code,
    ]
    if service.rules.devices.lifetime > 0 {
      let days = service.rules.devices.lifetime / 86_400
      fields.append(
        Field(
          name: "remember", kind: .check, label: t("second.remember", "\(days)")
        ))
    }
    let send =
      kind == .sms
      ? form(
        "/second-step/send", button: t("second.send"), style: "second") : .empty
    return Page(
      title: t("second.title"), lead: t("second.lead.\(kind.rawValue)"),
      parts: [
        notice, send,
        form("/second-step", fields, button: t("second.button")),
        kind == .totp ? resynchronizing : .empty, Part.ways(otherWays(kind)),
      ])
  }

  private func otherWays(_ kind: FactorKind) -> [HTML] {
    factors.filter { $0 != kind }.map {
      Part.link(
        "/second-step?with=\($0.rawValue)", t("second.use.\($0.rawValue)"))
    } + [Part.link("/lost-device", t("second.lost"))]
  }

  /// For an app whose clock is off.
  private var resynchronizing: HTML {
    let fields = ["first", "second"].map {
      Field(name: $0, kind: .code, label: t("resync.\($0)"))
    }
    return """
      <details><summary>\(t("resync.title"))</summary>\
      \(Part.hint(t("resync.lead")))\
      \(form("/second-step/resynchronize", fields, button: t("resync.button"), style: "second"))\
      </details>
      """
  }

  func secondStep() async throws -> Reply {
    let code = field("code")
    let proof: SecondFactorProof =
      switch chosen {
      case .totp: .totp(code)
      case .sms: .sms(code)
      case .backup: .backup(code)
      }
    let answer = try await service.verify(
      id, challenge: token, proof: proof, remember: field("remember") == "yes",
      address: address)
    return try await finish(answer) { secondStepForm(notice: $0) }
  }

  func resynchronize() async throws -> Reply {
    let answer = try await service.resynchronize(
      id, challenge: token, codes: [field("first"), field("second")],
      address: address)
    return try await finish(answer) { secondStepForm(notice: $0) }
  }

  /// Begins the session, or says that the code was not right.
  private func finish(
    _ answer: SignInAnswer, _ page: (HTML) -> Page
  ) async throws -> Reply {
    switch answer {
    case .signedIn(let session): return begin(session, id)
    case .challenge: return .go("/second-step")
    case .refused(let seconds):
      let text = t("code.refused") + " " + wait(seconds)
      return .page(page(Part.notice(.bad, text)), status: 403)
    }
  }

  func sendCode() async throws -> Reply {
    let visitor = choosing("sms")
    let notice = sent(
      try await service.sendCode(id, challenge: token, address: address))
    return .page(visitor.secondStepForm(notice: notice))
  }

  private func sent(_ answer: SendAnswer) -> HTML {
    switch answer {
    case .sent: Part.notice(.good, t("code.sent"))
    case .refused(let seconds):
      Part.notice(.warning, t("code.notSent") + " " + wait(seconds))
    }
  }

  private func choosing(_ kind: String) -> Visitor {
    var visitor = self
    visitor.fields = ["with": kind]
    return visitor
  }
}

// MARK: - A lost device

extension Visitor {
  func lostDevicePage() -> Reply { .page(lostDeviceForm()) }

  private func lostDeviceForm(notice: HTML = .empty) -> Page {
    Page(
      title: t("lost.title"), lead: t("lost.lead"),
      parts: [
        notice,
        form(
          "/lost-device",
          [
            Field(
              name: "digits", kind: .digits(4), label: t("lost.digits"),
              isFirst: true)
          ], button: t("lost.button")),
        Part.hint(t("lost.noPhone")),
        Part.ways([Part.link("/second-step", t("lost.back"))]),
      ])
  }

  func startRecovery() async throws -> Reply {
    let answer = try await service.startRecovery(
      id, challenge: token, lastFour: field("digits"), address: address)
    switch answer {
    case .sent:
      return .page(recoveryCodeForm(Part.notice(.info, t("lost.sent"))))
    case .refused(let seconds):
      let text = t("code.notSent") + " " + wait(seconds)
      return .page(lostDeviceForm(notice: Part.notice(.warning, text)))
    }
  }

  private func recoveryCodeForm(_ notice: HTML) -> Page {
    Page(
      title: t("lost.title"),
      parts: [
        notice,
        form(
          "/lost-device/code",
          [
            Field(
              name: "code", kind: .code, label: t("code.label.sms"),
              isFirst: true)
          ], button: t("second.button")),
        Part.ways([Part.link("/lost-device", t("lost.again"))]),
      ])
  }

  func finishRecovery() async throws -> Reply {
    let answer = try await service.finishRecovery(
      id, challenge: token, code: field("code"), address: address)
    return try await finish(answer) { recoveryCodeForm($0) }
  }
}

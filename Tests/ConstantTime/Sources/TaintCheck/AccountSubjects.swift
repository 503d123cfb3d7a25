// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

// The account layer: what somebody types or a browser sends is secret. Of the
// outcomes, which the account layer acts on, the core makes them public.

/// A subject of the account layer.
private func account(
  _ name: String,
  _ work: @escaping @Sendable (AccountWorld) async throws -> Bool
) -> Subject {
  Subject("account: " + name) { try waiting(work) }
}

/// The same text with another last character.
private func wrong(_ text: String) -> String {
  text.dropLast() + (text.hasSuffix("1") ? "2" : "1")
}

/// Whether an answer says no.
private func isRefused(_ answer: SignInAnswer) -> Bool {
  if case .refused = answer { true } else { false }
}

let accounts = keys + passwords + tokens + sentCodes + factors

private let keys = [
  Subject("Keyring.Key") {
    // What libcrypto makes of a key stays inside; the code under it comes out.
    let key = try Secret.tainted([UInt8](0..<32))
    _ = try Keyring.Key(id: "k1", secret: key)
    return try published(HOTP(secret: key).code(at: 1)).digits == 6
  }
]

private let passwords = [
  account("right password") { world in
    _ = try await world.register()
    let answer = try await world.service.signIn(
      world.account, password: AccountWorld.password.tainted())
    return try !world.grant(answer).isEmpty
  },
  account("wrong password") { world in
    _ = try await world.register()
    let answer = try await world.service.signIn(
      world.account, password: wrong(AccountWorld.password).tainted())
    return isRefused(answer)
  },
  account("password of nobody's account") { world in
    let answer = try await world.service.signIn(
      world.account, password: AccountWorld.password.tainted())
    return isRefused(answer)
  },
  account("password with NUL") { world in
    _ = try await world.register()
    let answer = try await world.service.signIn(
      world.account, password: (AccountWorld.password + "\0").tainted())
    return isRefused(answer)
  },
  account("present password, to change it") { world in
    let grant = try await world.register()
    let answer = try await world.service.changePassword(
      world.account, grant: grant, current: AccountWorld.password.tainted(),
      new: "another horse battery staple")
    return answer == .changed
  },
]

private let tokens = [
  account("right grant") { world in
    let grant = try await world.register()
    let status = try await world.service.status(
      world.account, grant: grant.tainted())
    return !status.isOn
  },
  account("wrong grant") { world in
    let grant = wrong(try await world.register())
    let status = try? await world.service.status(
      world.account, grant: grant.tainted())
    return status == nil
  },
  account("wrong challenge") { world in
    _ = try await world.enrolSMS()
    let challenge = wrong(try await world.challenge())
    let answer = try await world.service.verify(
      world.account, challenge: challenge.tainted(), proof: .sms("123456"))
    return isRefused(answer)
  },
  account("token of a device") { world in
    let (_, secret) = try await world.enrolTOTP()
    let challenge = try await world.challenge()
    let code = try TOTP(secret: secret).code(at: world.time).description
    let answer = try await world.service.verify(
      world.account, challenge: challenge.tainted(), proof: .totp(code),
      remember: true, address: "192.0.2.1")
    guard case .signedIn(let session) = answer, let device = session.device
    else { return false }
    let again = try await world.service.signIn(
      world.account, password: AccountWorld.password, device: device.tainted(),
      address: "192.0.2.1")
    try await world.service.signOut(
      world.account, grant: world.grant(again).tainted(),
      device: device.tainted())
    return true
  },
  account("token of a reset") { world in
    _ = try await world.register()
    try await world.service.requestReset(world.account)
    let token = try world.text()
    let isWrong = try await world.service.confirmReset(
      world.account, token: wrong(token).tainted())
    let isRight = try await world.service.confirmReset(
      world.account, token: token.tainted())
    return isRight && !isWrong
  },
]

private let sentCodes = [
  account("sending a code") { world in
    _ = try await world.enrolSMS()
    let challenge = try await world.challenge()
    let answer = try await world.service.sendCode(
      world.account, challenge: challenge.tainted())
    if case .sent = answer { return true } else { return false }
  },
  account("right code by text message") { world in
    _ = try await world.enrolSMS()
    let challenge = try await world.challenge()
    _ = try await world.service.sendCode(world.account, challenge: challenge)
    let answer = try await world.service.verify(
      world.account, challenge: challenge,
      proof: .sms(world.text().tainted()))
    return try !world.grant(answer).isEmpty
  },
  account("wrong code by text message") { world in
    _ = try await world.enrolSMS()
    let challenge = try await world.challenge()
    _ = try await world.service.sendCode(world.account, challenge: challenge)
    let answer = try await world.service.verify(
      world.account, challenge: challenge,
      proof: .sms(wrong(world.text()).tainted()))
    return isRefused(answer)
  },
  account("last four digits of a phone, right") { world in
    _ = try await world.enrolSMS()
    let challenge = try await world.challenge()
    _ = try await world.service.startRecovery(
      world.account, challenge: challenge, lastFour: "5678".tainted())
    let answer = try await world.service.finishRecovery(
      world.account, challenge: challenge, code: world.text().tainted())
    return try !world.grant(answer).isEmpty
  },
  account("last four digits of a phone, wrong") { world in
    _ = try await world.enrolSMS()
    let challenge = try await world.challenge()
    let answer = try await world.service.startRecovery(
      world.account, challenge: challenge, lastFour: "5679".tainted())
    if case .sent = answer { return true } else { return false }
  },
  account("code for another phone") { world in
    let (grant, _) = try await world.enrolTOTP()
    _ = try await world.service.changePhone(
      world.account, grant: grant, number: AccountWorld.phone)
    let answer = try await world.service.confirmPhone(
      world.account, grant: grant, code: world.text().tainted())
    return answer == .active
  },
]

private let factors = [
  account("first code of an app") { world in
    let grant = try await world.register()
    let offer = try await world.service.enrolTOTP(
      world.account, grant: grant, label: "alice")
    let code = try TOTP(secret: offer.uri.secret).code(at: world.time)
    let answer = try await world.service.confirmEnrolment(
      world.account, grant: grant, code: code.description.tainted())
    return answer == .active
  },
  account("right code of an app") { world in
    let (_, secret) = try await world.enrolTOTP()
    let challenge = try await world.challenge()
    let code = try TOTP(secret: secret).code(at: world.time).description
    let answer = try await world.service.verify(
      world.account, challenge: challenge, proof: .totp(code.tainted()))
    return try !world.grant(answer).isEmpty
  },
  account("wrong code of an app") { world in
    let (_, secret) = try await world.enrolTOTP()
    let challenge = try await world.challenge()
    let code = try TOTP(secret: secret).code(at: world.time).description
    let answer = try await world.service.verify(
      world.account, challenge: challenge, proof: .totp(wrong(code).tainted()))
    return isRefused(answer)
  },
  account("resynchronisation of an app") { world in
    let (_, secret) = try await world.enrolTOTP()
    let challenge = try await world.challenge()
    let totp = try TOTP(secret: secret)
    let codes = [2, 3].map { steps in
      totp.code(forStep: UInt64(world.time.seconds / 30 + steps)).description
        .tainted()
    }
    let answer = try await world.service.resynchronize(
      world.account, challenge: challenge, codes: codes)
    return try !world.grant(answer).isEmpty
  },
  account("wrong backup code") { world in
    let (grant, _) = try await world.enrolTOTP()
    let codes = try await world.service.regenerateBackupCodes(
      world.account, grant: grant)
    let challenge = try await world.challenge()
    let code =
      String(codes[0].dropLast()) + (codes[0].hasSuffix("2") ? "3" : "2")
    let answer = try await world.service.verify(
      world.account, challenge: challenge,
      proof: .backup(code.tainted(except: "-")))
    return isRefused(answer)
  },
]

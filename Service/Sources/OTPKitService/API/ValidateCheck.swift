// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import Hummingbird
import Logging
import NIOCore
import OTPCore
import TwoFactor

/// `POST /validate/check` in the form of privacyIDEA's API, for its plug-ins:
/// PAM, RADIUS, VPN gateways.
///
/// A right answer needs both factors. `pass` is the password with the code of
/// the app behind it; or the password alone, which is answered by a challenge,
/// and then the code together with the `transaction_id` of the challenge.
struct ValidateCheck: Sendable {
  let gate: Gate

  private var site: Site { gate.site }
  private var service: TwoFactorService { site.service }

  func answer(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let address = gate.address(request, context)
    guard site.checkers.contain(address) else {
      return error(403, "this address may not ask")
    }
    guard let fields = try await fields(of: request),
      let user = fields["user"], let pass = fields["pass"]?.typedPassword
    else { return error(400, "user and pass are needed") }
    let transaction = fields["transaction_id"] ?? ""
    do {
      let decided = try await verdict(user, pass, transaction, address)
      return response(200, decided.json)
    } catch {
      context.logger.error("a check failed")
      return self.error(503, "the service cannot answer now")
    }
  }

  private func fields(of request: Request) async throws -> [String: String]? {
    var request = request
    let body = try await request.collectBody(upTo: Gate.limit)
    let bytes = Array(body.readableBytesView)
    if request.headers[.contentType]?.hasPrefix("application/json") ?? false {
      guard case .object(let members) = JSON(parsing: bytes) else {
        return nil
      }
      return members.compactMapValues {
        if case .text(let text) = $0 { text } else { nil }
      }
    }
    return String(validating: bytes, as: UTF8.self)
      .flatMap { FormReader.fields(of: $0) }
  }

  // MARK: The decision

  fileprivate enum Verdict {
    case accept
    case reject(String)
    case challenge(ChallengeOffer)
  }

  private func verdict(
    _ user: String, _ pass: String, _ transaction: String, _ address: String?
  ) async throws -> Verdict {
    let id = try await site.account(named: user)
    if !transaction.isEmpty {
      return try await second(id, transaction, pass, address)
    }
    let count = service.rules.totp.digits
    guard isCode(pass.suffix(count)), pass.count > count else {
      return try await first(id, pass, address)
    }
    let password = String(pass.dropLast(count))
    let step = try await first(id, password, address)
    guard case .challenge(let offer) = step else { return step }
    return try await second(
      id, offer.token, String(pass.suffix(count)), address)
  }

  private func isCode(_ text: some StringProtocol) -> Bool {
    text.utf8.count == service.rules.totp.digits
      && text.utf8.allSatisfy { 48...57 ~= $0 }
  }

  private func first(
    _ id: AccountID, _ password: String, _ address: String?
  ) async throws -> Verdict {
    switch try await service.signIn(id, password: password, address: address) {
    case .refused: return .reject("wrong password, or too early")
    case .signedIn(let session):
      try await service.signOut(id, grant: session.grant)
      return .reject("no second factor is set up")
    case .challenge(let offer):
      if offer.factors.first == .sms {
        _ = try await service.sendCode(
          id, challenge: offer.token, address: address)
      }
      return .challenge(offer)
    }
  }

  private func second(
    _ id: AccountID, _ challenge: String, _ code: String, _ address: String?
  ) async throws -> Verdict {
    let factors = try await site.store.load(id)?.directoryEntry.factors ?? []
    let proof: SecondFactorProof =
      !isCode(code)
      ? .backup(code) : factors.contains(.totp) ? .totp(code) : .sms(code)
    let answer: SignInAnswer
    do throws(TwoFactorError) {
      answer = try await service.verify(
        id, challenge: challenge, proof: proof, address: address)
    } catch {
      guard error.side == .request else { throw error }
      return .reject("the challenge is over")
    }
    guard case .signedIn(let session) = answer else {
      return .reject("wrong code, or too early")
    }
    try await service.signOut(id, grant: session.grant)
    return session.limits.contains(.mustChangePassword)
      ? .reject("the password must be changed first") : .accept
  }

  // MARK: The answer

  private func response(_ status: Int, _ result: JSON) -> Response {
    var headers = SecurityHeaders.fields
    headers[.contentType] = "application/json"
    return Response(
      status: .init(code: status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(string: result.encoded)))
  }

  private func error(_ status: Int, _ text: String) -> Response {
    response(
      status,
      [
        "id": 1, "jsonrpc": "2.0", "version": "otpkit",
        "detail": .null,
        "result": [
          "status": false, "error": ["code": 905, "message": .text(text)],
        ],
      ])
  }
}

extension ValidateCheck.Verdict {
  fileprivate var json: JSON {
    switch self {
    case .accept:
      Self.answer("ACCEPT", true, ["message": "both factors are right"])
    case .reject(let why):
      Self.answer("REJECT", false, ["message": .text(why)])
    case .challenge(let offer):
      Self.answer("CHALLENGE", false, Self.detail(of: offer))
    }
  }

  private static func answer(
    _ word: String, _ value: Bool, _ detail: JSON
  ) -> JSON {
    [
      "id": 1, "jsonrpc": "2.0", "version": "otpkit", "detail": detail,
      "result": [
        "status": true, "value": .flag(value), "authentication": .text(word),
      ],
    ]
  }

  private static func detail(of offer: ChallengeOffer) -> JSON {
    let isSMS = offer.factors.first == .sms
    let message: JSON =
      isSMS
      ? "Please enter the code that was sent to you"
      : "Please enter the code of your authenticator app"
    let token = JSON.text(offer.token)
    return [
      "transaction_id": token, "message": message, "messages": [message],
      "client_mode": "interactive",
      "multi_challenge": [
        [
          "transaction_id": token, "message": message,
          "client_mode": "interactive", "serial": "",
          "type": .text(isSMS ? "sms" : "totp"),
        ]
      ],
    ]
  }
}

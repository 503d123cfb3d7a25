// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

extension ServiceCheck {
  /// People who are after somebody else's account, or the operator's money.
  static let strangers = [
    ServiceCheck(
      "a-stranger-keeps-nobody-out",
      "Guesses at a password, all day long, keep its owner out."
    ) { party in
      let server = try party.server { $0.devices.binding = .off }
      let device = try await rememberedDevice(of: party, at: server)
      var (guesses, seconds, visits) = (0, 0, 0)
      while seconds < 86_400 {
        let guess = try await server.signIn(
          "alice", password: "guess \(guesses)", address: "203.0.113.9")
        guard case .refused(let wait?) = guess else {
          return "guess \(guesses) was not followed by a wait"
        }
        guesses += 1
        seconds += wait
        party.advance(wait - 1)
        // The owner comes once an hour, while the stranger has to wait.
        if seconds / 3_600 > visits {
          visits += 1
          let answer = try await server.signIn(
            "alice", password: Party.password, device: device)
          guard answer.isSignedIn else {
            return "the owner was kept out after \(guesses) guesses"
          }
        }
        party.advance(1)
      }
      // A minute is the longest wait; the first ones are shorter.
      return guesses <= 24 * 60 + 6
        ? nil : "\(guesses) guesses in a day were looked at"
    },
    ServiceCheck(
      "accounts-share-the-limits-of-messages",
      "Many new accounts send as many text messages as they like."
    ) { party in
      let server = try party.server { rules in
        rules.messageLimits.total = try MessageLimit(10, in: 3_600)
      }
      let sent = await count(of: 40) { task in
        do {
          let id = try AccountID("person-\(task)")
          let grant = try await party.register(id, at: server)
          _ = try await server.enrolSMS(
            id, grant: grant, number: "+6141234\(1_000 + task)")
          return true
        } catch { return false }
      }
      let codes = party.gateway.messages.count {
        if case .code = $0.content { true } else { false }
      }
      guard sent == 10, codes == 10 else {
        return "40 accounts were promised \(sent) messages and got \(codes)"
      }
      return nil
    },
    ServiceCheck(
      "names-without-account-leave-few-rows",
      "Each name that a stranger tries leaves a row."
    ) { party in
      let store = WatchedStore(party.store)
      let server = try party.server(on: store) { $0.unknownNameRows = 16 }
      _ = await count(of: 200) { task in
        guard let id = try? AccountID("stranger-\(task)") else { return false }
        return (try? await server.requestReset(id)) != nil
      }
      let rows = await store.saved.count
      return rows <= 16 ? nil : "200 names left \(rows) rows"
    },
  ]

  /// Signs in with an app, and has the device remembered.
  private static func rememberedDevice(
    of party: Party, at server: TwoFactorService
  ) async throws -> String {
    let grant = try await party.register("alice", at: server)
    let app = try await party.app(of: "alice", grant: grant, at: server)
    let token = try await party.challenge("alice", at: server)
    let answer = try await server.verify(
      "alice", challenge: token, proof: .totp(party.code(app)),
      remember: true)
    guard case .signedIn(let session) = answer, let device = session.device
    else { throw ScenarioFault("no device is remembered") }
    return device
  }
}

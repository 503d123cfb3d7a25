// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

extension ServiceCheck {
  /// Clocks of servers that differ.
  static let clocks = [
    ServiceCheck(
      "clocks-a-second-apart",
      "A server deletes what another one made a second in the future."
    ) { party in
      let (slow, quick) = (try party.server(), try party.server(ahead: 1))
      let grant = try await party.register("alice", at: quick)
      let app = try await party.app(of: "alice", grant: grant, at: quick)
      let token = try await party.challenge("alice", at: quick)
      _ = try await slow.signIn("alice", password: "wrong")
      let answer = try await slow.verify(
        "alice", challenge: token, proof: .totp(party.code(app)))
      guard answer.isSignedIn else { return "the open sign-in was deleted" }
      do throws(TwoFactorError) {
        _ = try await slow.status("alice", grant: grant)
      } catch { return "the grant was deleted: \(error)" }
      return nil
    },
    ServiceCheck(
      "a-clock-far-behind-deletes-nothing",
      "A server whose clock is an hour behind deletes what the others made."
    ) { party in
      let (behind, right) = (
        try party.server(ahead: -3_600), try party.server()
      )
      let grant = try await party.register("alice", at: right)
      let app = try await party.app(of: "alice", grant: grant, at: right)
      let token = try await party.challenge("alice", at: right)
      _ = try await behind.signIn("alice", password: "wrong")
      let answer = try await right.verify(
        "alice", challenge: token, proof: .totp(party.code(app)))
      return answer.isSignedIn ? nil : "the open sign-in was deleted"
    },
    ServiceCheck(
      "a-clock-a-year-ahead-burns-nothing",
      "A backup code used while a clock is a year ahead burns the app's steps."
    ) { party in
      let year = 365 * 86_400
      let (right, ahead) = (try party.server(), try party.server(ahead: year))
      let grant = try await party.register("alice", at: right)
      let app = try await party.app(of: "alice", grant: grant, at: right)
      let codes = try await right.regenerateBackupCodes("alice", grant: grant)
      let early = try await party.challenge("alice", at: ahead)
      let used = try await ahead.verify(
        "alice", challenge: early, proof: .backup(codes[0]))
      guard used.isSignedIn else { return "a backup code was refused" }
      party.advance(60)
      let token = try await party.challenge("alice", at: right)
      let answer = try await right.verify(
        "alice", challenge: token, proof: .totp(party.code(app)))
      return answer.isSignedIn ? nil : "the app's code was refused"
    },
    ServiceCheck(
      "a-clock-that-jumps-keeps-nobody-out",
      "After a clock has jumped to and fro, nobody signs in by an app."
    ) { party in
      let server = try party.server()
      let grant = try await party.register("alice", at: server)
      let app = try await party.app(of: "alice", grant: grant, at: server)
      var codes = try await server.regenerateBackupCodes("alice", grant: grant)
      let year = 365 * 86_400
      for jump in [year, -year, -year, year, 3_600, -3_600, 1, -1] {
        party.advance(jump)
        let token = try await party.challenge("alice", at: server)
        let answer = try await server.verify(
          "alice", challenge: token, proof: .backup(codes.removeLast()))
        guard answer.isSignedIn else {
          return "a backup code was refused after a jump of \(jump) s"
        }
      }
      party.advance(120)
      let token = try await party.challenge("alice", at: server)
      let answer = try await server.verify(
        "alice", challenge: token, proof: .totp(party.code(app)))
      return answer.isSignedIn ? nil : "the app's code was refused"
    },
    ServiceCheck(
      "a-lease-holds-on-other-clocks",
      "A server whose clock is a second behind sends a message once more."
    ) { party in
      let stopped = try party.server(delivers: false)
      try await stopped.register("alice", mail: "alice@example.org")
      let behind = try party.server(ahead: -1)
      let report = try await behind.deliverMessages("alice")
      guard report.sent == 0, party.gateway.messages.isEmpty else {
        return "a message was sent while another server had its lease"
      }
      party.advance(31)
      let late = try await behind.deliverMessages("alice")
      return late.sent == 1 ? nil : "\(late.sent) messages were sent"
    },
    ServiceCheck(
      "a-clock-that-was-ahead-keeps-no-message-back",
      "A message saved while a clock is a year ahead waits for a year."
    ) { party in
      let ahead = try party.server(ahead: 365 * 86_400, delivers: false)
      try await ahead.register("alice", mail: "alice@example.org")
      let report = try await party.server().deliverMessages("alice")
      return report.sent == 1 ? nil : "\(report.sent) messages were sent"
    },
  ]

  /// Rows that somebody else has written.
  static let rows = [
    ServiceCheck(
      "a-changed-row-is-refused",
      "Whoever can write to the store changes an account unnoticed."
    ) { party in
      let server = try party.server()
      _ = try await party.register("alice", at: server)
      guard let stored = try await party.store.load("alice") else {
        return "the account is not there"
      }
      let forged = try Account(decoding: stored.next(mark: 9).encoded())
      _ = try await party.store.save(forged, replacing: stored.version)
      do throws(TwoFactorError) {
        _ = try await server.signIn("alice", password: Party.password)
      } catch {
        return error == .alteredState ? nil : "the error was \(error)"
      }
      return "a changed row was used"
    },
    ServiceCheck(
      "another-row-is-refused",
      "A store that answers with another row signs in the wrong person."
    ) { party in
      let store = WatchedStore(party.store)
      let server = try party.server(on: store)
      _ = try await party.register("alice", at: server)
      _ = try await party.register("bob", at: server)
      await store.answer("alice", with: "bob")
      do throws(TwoFactorError) {
        _ = try await server.signIn("alice", password: Party.password)
      } catch {
        return error == .wrongAccount ? nil : "the error was \(error)"
      }
      return "another person's row was used"
    },
  ]

  /// A gateway or an audit that is out of order.
  static let outages = [
    ServiceCheck(
      "an-outbox-stays-small",
      "With the gateway down, the row grows with each sign-in."
    ) { party in
      let server = try party.server()
      let grant = try await party.register("alice", at: server)
      let app = try await party.app(of: "alice", grant: grant, at: server)
      party.gateway.set(isOut: true)
      for _ in 0..<60 {
        let token = try await party.challenge("alice", at: server)
        _ = try await server.verify(
          "alice", challenge: token, proof: .totp(party.code(app)),
          remember: true)
        party.advance(30)
      }
      let bytes = try await party.store.load("alice")?.encoded().count ?? 0
      return bytes < 8_192 ? nil : "the row has \(bytes) bytes"
    },
    ServiceCheck(
      "audit-events-arrive",
      "Events that an audit could not take are lost, or come with other ids."
    ) { party in
      let server = try party.server { $0.auditsThroughOutbox = true }
      party.gateway.set(isOut: true)
      _ = try await party.register("alice", at: server)
      party.gateway.set(isOut: false)
      party.advance(7_200)
      try await server.deliverMessages("alice")
      let events = party.gateway.events
      let kinds = Set(events.map(\.kind))
      guard kinds.isSuperset(of: [.accountCreated, .signedIn]) else {
        return "only \(kinds.map(\.rawValue).sorted()) arrived"
      }
      let ids = Set(events.compactMap(\.id))
      return ids.count == events.count ? nil : "an id stands twice"
    },
  ]
}

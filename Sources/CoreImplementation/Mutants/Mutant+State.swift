// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that keep their state wrongly.

extension Mutant {
  /// Resynchronisation of counters.
  static let resynchronizations: [Mutant] = [
    asking("resync-span-long", "the span is one too long", "hotp.resync") {
      $0.adding(1, to: "lookAhead")
    },
    asking("resync-span-short", "the span is one too short", "hotp.resync") {
      $0.adding(-1, to: "lookAhead")
    },
    retrying("resync-reorders", "the order of codes is ignored", "hotp.resync")
    {
      $0.mappingCodes { $0.reversed() }
    },
    searching("resync-one-code", "the first code is enough") { asked, codes in
      asked.code == codes.first
        ? asked.counter &+ UInt64(codes.count - 1) : nil
    },
    searching("resync-gaps", "codes need not follow each other") {
      asked, codes in
      guard asked.code == codes.first else { return nil }
      let rest = (1...10).map { asked.counter &+ $0 }
      return rest.last { counter in
        asked.with { $0.counter = counter }.code == codes.last
      }
    },
    tolerating(
      "resync-four-codes", "more than three codes will do",
      "code-count-out-of-range", "hotp.resync"
    ) {
      $0.mappingCodes { Array(($0 + $0).prefix(max(2, min(3, $0.count)))) }
    },
    answering(
      "resync-answers-first", "the counter of the first code is told",
      "hotp.resync"
    ) { call, value in
      let count = UInt64(call.input["codes"]?.array?.count ?? 1)
      guard let counter = value.object?["counter"]?.string.flatMap(UInt64.init)
      else { return value }
      return value.setting("counter", .string("\(counter &- count &+ 1)"))
    },
  ]

  /// Looks for the place of codes in its own way, where the core finds none.
  static func searching(
    _ name: String, _ flaw: String,
    match: @escaping @Sendable (CodeQuestion, [String]) -> UInt64?
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let answer = await core.answer(call)
      guard call.operation == "hotp.resync",
        answer == .value(["accepted": false]), let asked = CodeQuestion(call),
        let codes = call.input["codes"]?.array?.compactMap(\.string),
        let lookAhead = call.integer("lookAhead")
      else { return answer }
      for distance in 0...UInt64(lookAhead) {
        let place = asked.with { $0.counter = asked.counter &+ distance }
        if let counter = match(place, codes) {
          return .value(["accepted": true, "counter": .string("\(counter)")])
        }
      }
      return answer
    }
  }

  /// Verifiers with state.
  static let verifiers: [Mutant] = [
    settling("verifier-replay", "an accepted code is not remembered") {
      before, after, _ in
      switch after {
      case .totp(let verifier, let state):
        .totp(verifier, TOTPState(lastAcceptedStep: nil, drift: state.drift))
      case .hotp: before
      }
    },
    settling("counter-moves-by-one", "after a match the counter grows by one") {
      before, after, answer in
      guard answer.isAccepted, case .hotp(_, let old) = before,
        case .hotp(let verifier, _) = after
      else { return after }
      return .hotp(verifier, HOTPState(counter: old.counter.map { $0 &+ 1 }))
    },
    settling("failure-moves-counter", "a wrong code moves the counter") {
      _, after, answer in
      guard !answer.isAccepted, case .hotp(let verifier, let state) = after
      else { return after }
      return .hotp(verifier, HOTPState(counter: state.counter.map { $0 &+ 1 }))
    },
    asking(
      "drift-unbounded", "the learned drift has no limit", "verifier.open",
      "verifier.import"
    ) { call in
      (call.integer("driftLimit") ?? 0) > 0
        ? call.with("driftLimit", 50) : call
    },
    asking(
      "drift-always-learned", "drift is learned where none should be",
      "verifier.open", "verifier.import"
    ) { call in
      call.integer("driftLimit") == 0 ? call.with("driftLimit", 50) : call
    },
    settling("drift-never-learned", "no drift is learned") { _, after, _ in
      guard case .totp(let verifier, let state) = after else { return after }
      return .totp(
        verifier, TOTPState(lastAcceptedStep: state.lastAcceptedStep, drift: 0))
    },
    settling("drift-added-up", "drifts are added up") { before, after, answer in
      guard let drift = answer.drift, case .totp(_, let old) = before,
        case .totp(let verifier, let state) = after, old.drift != 0
      else { return after }
      return .totp(
        verifier,
        TOTPState(
          lastAcceptedStep: state.lastAcceptedStep, drift: old.drift + drift))
    },
    Mutant("resync-forgets-guard", "resynchronising opens used codes again") {
      call, core in
      guard call.operation == "verifier.resync" else {
        return await core.answer(call)
      }
      return await core.answerUnguarded(call)
    },
    Mutant("close-does-nothing", "a closed verifier goes on") { call, core in
      call.operation == "verifier.close"
        ? .value(["closed": true]) : await core.answer(call)
    },
  ]

  /// Spoils a verifier after it has been asked.
  private static func settling(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (Verifier, Verifier, Answer) -> Verifier
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      guard ["verifier.check", "verifier.resync"].contains(call.operation)
      else { return await core.answer(call) }
      return await core.answer(call, settling: change)
    }
  }

  /// State that leaves and returns.
  static let exports: [Mutant] = [
    exporting("export-loses-guard", "exports forget what was accepted") {
      $0.withoutGuard
    },
    exporting("export-loses-drift", "exports forget the drift") { verifier in
      guard case .totp(let totp, let state) = verifier else { return verifier }
      return .totp(
        totp, TOTPState(lastAcceptedStep: state.lastAcceptedStep, drift: 0))
    },
    tolerating(
      "import-takes-anything", "a broken state is taken for an empty one",
      "state-malformed", "verifier.import"
    ) { call in
      Call("verifier.open", call.with("state", nil).input)
    },
  ]

  private static func exporting(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (Verifier) -> Verifier
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      guard call.operation == "verifier.export" else {
        return await core.answer(call)
      }
      return await core.answer(call, preparing: change, restoring: true)
    }
  }

  /// Backup codes.
  static let backups: [Mutant] = [
    Mutant("backup-code-reusable", "a backup code works twice") { call, core in
      await core.answerKeepingBackupCodes(call)
    },
    answering(
      "backup-remaining-stale", "the count of codes left is one too high",
      "backup.check"
    ) { _, value in
      guard let count = value.object?["remaining"]?.integer else {
        return value
      }
      return value.setting("remaining", .integer(count + 1))
    },
    neighbouring("backup-sets-mixed", "a code of the set before works", -1),
    neighbouring("backup-sets-shared", "a code of the next set works", 1),
  ]

  /// Looks for a backup code in another set too.
  private static func neighbouring(
    _ name: String, _ flaw: String, _ distance: Int
  ) -> Mutant {
    retrying(name, flaw, "backup.check") { call in
      call.mapping("handle") { handle in
        Int(handle).map { String($0 + distance) } ?? handle
      }
    }
  }
}

// MARK: - Spoiling the core's state

extension Verifier {
  /// The verifier with its replay guard taken away.
  fileprivate var withoutGuard: Verifier {
    switch self {
    case .totp(let verifier, let state):
      .totp(verifier, TOTPState(lastAcceptedStep: nil, drift: state.drift))
    case .hotp(let verifier, let state):
      .hotp(
        verifier,
        HOTPState(counter: state.counter.map { $0 - min($0, 10) } ?? 0))
    }
  }
}

extension Answer {
  var isAccepted: Bool {
    guard case .value(let value) = self else { return false }
    return value.object?["accepted"] == true
  }

  fileprivate var drift: Int? {
    guard case .value(let value) = self else { return nil }
    return value.object?["drift"]?.integer
  }
}

extension CoreImplementation {
  /// Answers, then changes the verifier, given what it was and what it is.
  fileprivate func answer(
    _ call: Call, settling change: (Verifier, Verifier, Answer) -> Verifier
  ) async -> Answer {
    let handle = call.string("handle") ?? ""
    let before = verifiers[handle]
    let answer = await answer(call)
    if let before, let after = verifiers[handle] {
      verifiers[handle] = change(before, after, answer)
    }
    return answer
  }

  /// Changes the verifier, then answers, and at wish undoes the change.
  fileprivate func answer(
    _ call: Call, preparing change: (Verifier) -> Verifier,
    restoring: Bool = false
  ) async -> Answer {
    let handle = call.string("handle") ?? ""
    let before = verifiers[handle]
    verifiers[handle] = before.map(change)
    let answer = await answer(call)
    if restoring { verifiers[handle] = before }
    return answer
  }

  /// Answers as if nothing had been accepted before.
  func answerUnguarded(_ call: Call) async -> Answer {
    await answer(call, preparing: \.withoutGuard)
  }

  /// Answers without using up a backup code.
  fileprivate func answerKeepingBackupCodes(_ call: Call) async -> Answer {
    let before = backupCodes
    let answer = await answer(call)
    if call.operation == "backup.check" { backupCodes = before }
    return answer
  }
}

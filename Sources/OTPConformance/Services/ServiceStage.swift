// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Plays the runner's part in stories about a running service.
///
/// A story names codes by what they are, such as a fresh one or that of two
/// steps ago. The stage computes them from the secret that the service gave
/// out, keeps the service's time, and leaves of each answer what a story is
/// about. Calls that are not about services go through as they are.
actor ServiceStage<Tested: Implementation>: Implementation {
  nonisolated let claims: Claims
  let tested: Tested
  private let waiting: Runner.Waiting
  var cast = ServiceCast()

  init(_ tested: Tested, waiting: @escaping Runner.Waiting) {
    self.tested = tested
    self.waiting = waiting
    claims = tested.claims
  }

  var transientBreaks: [TransientBreak] {
    get async { await tested.transientBreaks }
  }

  nonisolated func answers(
    to calls: [Call]
  ) async -> [Result<Answer, any Error>] {
    await tested.answers(to: calls)
  }

  func answer(_ call: Call) async throws -> Answer {
    let isService =
      ServiceVocabulary.operations.contains(call.operation)
      || ServiceVocabulary.storyOperations.contains(call.operation)
    guard isService else { return try await tested.answer(call) }
    do {
      return .value(.object(try await play(call)))
    } catch let end as ServiceEnd {
      return end.answer
    }
  }

  private func play(_ call: Call) async throws -> JSONObject {
    let input = call.input
    switch call.operation {
    case "kit.enrol": return try await enrol(input)
    case "kit.signIn": return try await signIn(input)
    case "kit.advance": return try await advance(input)
    case "kit.guess": return try await guess(input)
    case "kit.drift": return try await drift(input)
    case "kit.compare": return try await compare(input)
    case "kit.secret": return try await checkSecret(input)
    case "kit.backup": return try await haveBackupCodes(input)
    case "kit.same": return try await compareWords(input)
    case "service.start": return try await start(input)
    case "service.parallel": return try await together(input)
    default: return try await ask(call.operation, input).reduced(call.operation)
    }
  }
}

/// An answer that ends a step of several calls.
struct ServiceEnd: Error {
  let answer: Answer

  init(_ answer: Answer) { self.answer = answer }

  init(_ message: String) { answer = .fault(message) }
}

// MARK: - Asking

extension ServiceStage {
  /// Sends a call with its codes and passwords in full.
  func ask(_ operation: String, _ input: JSONObject) async throws -> JSONObject
  {
    let input = try await resolved(input)
    switch try await tested.answer(Call(operation, input)) {
    case .value(let value):
      guard let object = value.object else {
        throw ServiceEnd("the value of \(operation) is not an object")
      }
      cast.note(operation, input, object)
      return object
    case let other: throw ServiceEnd(other)
    }
  }

  /// The input as an adapter gets it.
  func resolved(_ input: JSONObject) async throws -> JSONObject {
    let name = cast.name(in: input)
    var result = JSONObject()
    for (key, value) in input.members {
      switch (key, value) {
      case ("code", .object(let symbol)):
        result[key] = .string(try await text(of: symbol, name))
      case ("password", .string(let word)), ("new", .string(let word)):
        result[key] = .string(cast.password(word, of: name))
      default: result[key] = value
      }
    }
    return result
  }

  private func start(_ input: JSONObject) async throws -> JSONObject {
    cast = ServiceCast(input)
    var call: JSONObject = ["people": cast.passwords]
    call["instances"] = input["instances"]
    let answer = try await ask("service.start", call)
    if claims.capabilities.contains("service.clock") {
      // Five seconds into a step: what follows has the rest of it.
      let now = try await now()
      try await pass(30 - now % 30 + 5, for: "the start of a time step")
    }
    return answer.reduced("service.start")
  }
}

// MARK: - Time

extension ServiceStage {
  private var hasClock: Bool { claims.capabilities.contains("service.clock") }

  /// What the service's clock shows, in Unix seconds.
  func now() async throws -> Int {
    guard hasClock else { return Int(UnixTime.now.seconds) }
    let answer = try await ask("service.clock", [:])
    guard let now = answer["now"]?.string.flatMap({ Int($0) }) else {
      throw ServiceEnd("service.clock does not say what it shows in now")
    }
    return now
  }

  /// Lets time pass: on the service's own clock, or for everybody.
  func pass(_ seconds: Int, for reason: String) async throws {
    guard seconds != 0 else { return }
    if hasClock {
      let now = try await now()
      _ = try await ask(
        "service.clock", ["now": .string(String(now + seconds))])
    } else if seconds > 0 {
      waiting(seconds, reason)
      try await Task.sleep(for: .seconds(seconds))
    }
  }

  private func advance(_ input: JSONObject) async throws -> JSONObject {
    let declared = claims.service
    let unit =
      switch input["unit"]?.string {
      case "lock": declared?.lock ?? 3600
      case "within-lock":
        declared?.lock.map { max(0, $0 - max($0 / 10, 20)) } ?? 0
      case "remember": declared?.remember ?? 30 * 86_400
      case "window": (declared?.past ?? 4) * 30
      default: 1
      }
    let seconds =
      (input["times"]?.integer ?? 1) * unit + (input["seconds"]?.integer ?? 0)
    try await pass(
      seconds, for: input["why"]?.string ?? "the time that the story needs")
    return ["done": true]
  }

  /// The current step, with time enough left to send its code.
  func step(_ period: Int) async throws -> Int {
    let now = try await now()
    let left = period - now % period
    guard left < 4 else { return now / period }
    try await pass(left + 1, for: "the next time step")
    return now / period + 1
  }

  /// A step of which no code was sent yet, and whose code is valid now.
  func freshStep(_ name: String, _ secret: Int) async throws -> Int {
    let person = cast[name]
    let period = person.secrets[secret].period
    let step = try await step(period)
    // A late code saves a wait, unless the service learns drift from it.
    let mayBeLate = !hasClock && (claims.service?.drift ?? 0) == 0
    let earliest = mayBeLate ? step - min(claims.service?.past ?? 0, 1) : step
    let fresh = max(earliest, person.lastSteps[secret].map { $0 + 1 } ?? 0)
    guard fresh > step else { return fresh }
    let now = try await now()
    try await pass(fresh * period + 1 - now, for: "a code that is not used yet")
    return fresh
  }
}

// MARK: - What a story needs often

extension ServiceStage {
  /// Signs in with the password and puts an app on the account.
  private func enrol(_ input: JSONObject) async throws -> JSONObject {
    let client = input["client"] ?? "setup"
    let who: JSONObject = [
      "client": client, "person": .string(cast.name(in: input)),
    ]
    let first = try await ask(
      "service.password", who.overlaid(by: ["password": "right"]))
    guard first["next"] != "password" else {
      throw ServiceEnd("service.password refuses the right password")
    }
    _ = try await ask(
      "service.enrol", ["client": client, "password": "right"])
    let confirmed = try await ask(
      "service.confirm",
      ["client": client, "code": ["fresh": true, "as": "enrolment"]])
    guard confirmed["accepted"] == true else {
      throw ServiceEnd("service.confirm refuses the right code")
    }
    return ["accepted": true]
  }

  /// Both steps of a sign-in, and whether the client is in after them.
  private func signIn(_ input: JSONObject) async throws -> JSONObject {
    let name = cast.name(in: input)
    var who: JSONObject = ["client": input["client"] ?? "a"]
    who["address"] = input["address"]
    who["instance"] = input["instance"]
    let first = try await ask(
      "service.password",
      who.overlaid(by: [
        "person": .string(name), "password": input["password"] ?? "right",
      ]))
    guard first["next"] == "code" else {
      return ["in": .bool(first["next"] == "none")]
    }
    let operation =
      input["remember"] == true ? "service.remember" : "service.code"
    let second = try await ask(
      operation, who.overlaid(by: ["code": input["code"] ?? ["fresh": true]]))
    return ["in": second["accepted"] ?? false]
  }

  /// Asks for backup codes where the service did not give any yet.
  private func haveBackupCodes(_ input: JSONObject) async throws -> JSONObject {
    let name = cast.name(in: input)
    if cast[name].backupCodes.isEmpty {
      guard claims.capabilities.contains("service.regenerate") else {
        throw ServiceEnd("the service gave no backup codes")
      }
      _ = try await ask(
        "service.regenerate",
        [
          "client": input["client"] ?? "setup", "password": "right",
          "code": ["fresh": true],
        ])
    }
    guard let check = input["check"] else {
      return ["given": .bool(!cast[name].backupCodes.isEmpty)]
    }
    return try await checkBackupCodes(
      ServiceVocabulary.BackupCheck(word: check), input)
  }
}

extension JSONObject {
  /// What a story compares of an answer.
  func reduced(_ operation: String) -> JSONObject {
    switch operation {
    case "service.password": ["next": self["next"] ?? "password"]
    case "service.signedIn", "service.api", "service.reset":
      ["in": self["in"] ?? false]
    case "service.enrol", "service.regenerate":
      ["accepted": .bool(self["accepted"] != false)]
    case "service.start", "service.restart", "service.stop",
      "service.signOut", "service.clock":
      ["done": true]
    default: ["accepted": self["accepted"] ?? false]
    }
  }
}

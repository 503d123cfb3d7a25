// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Guessing, and many calls at once.
extension ServiceStage {
  /// Sends wrong codes until one is accepted, the service shuts the door, or
  /// there were enough of them.
  ///
  /// Enough is what the service declares as its limit, and 100 where it
  /// declares none (NIST SP 800-63B-4 section 3.2.2). Where time passes as for
  /// everybody, a service that says how long to wait is guessed at when the
  /// wait is over, until it is long enough for what the story does next.
  func guess(_ input: JSONObject) async throws -> JSONObject {
    let name = cast.name(in: input)
    try await haveFreshStep(name)
    return try await guess(input, name)
  }

  private func guess(
    _ input: JSONObject, _ name: String
  ) async throws -> JSONObject {
    let times =
      input["times"]?.integer ?? min(claims.service?.attempts ?? 100, 100)
    // The settings of a client that is signed in have no first step.
    let isSettings = input["settings"] == true
    var isOpen = isSettings
    for number in 0..<times {
      var who = guesser(number, input)
      if isSettings { who["password"] = "right" }
      if input["anew"] == true || input["others"] == true { isOpen = false }
      if !isOpen, !(try await passPassword(who, name)) { break }
      isOpen = true
      let answer = try await ask(
        input["op"]?.string ?? "service.code",
        who.overlaid(by: ["code": input["code"] ?? ["wrong": true]]))
      if answer["accepted"] == true || answer["codes"] != nil {
        return ["accepted": true]
      }
      isOpen = isSettings || answer["next"] != "password"
      if try await outlast(answer["wait"]?.integer ?? 0) { break }
    }
    return ["accepted": false]
  }

  /// Lets a short wait pass that a service asks for; whether it is a long one.
  private func outlast(_ wait: Int) async throws -> Bool {
    guard claims.waitsInRealTime, wait > 0 else { return false }
    guard wait < 30 else { return true }
    try await pass(wait, for: "the service's own wait")
    return false
  }

  /// Waits for a step of which no code was sent.
  ///
  /// The right code after the guesses must not be a used one, and a wait for it
  /// would be over the service's own.
  private func haveFreshStep(_ name: String) async throws {
    let secret = cast[name].secrets.count - 1
    if secret >= 0 { _ = try await freshStep(name, secret) }
  }

  /// The client and address of one guess.
  private func guesser(_ number: Int, _ input: JSONObject) -> JSONObject {
    let client = input["client"]?.string ?? "guesser"
    let isOther = input["others"] == true
    var who: JSONObject = [
      "client": .string(isOther ? "\(client)-\(number)" : client)
    ]
    if input["addresses"] == true,
      claims.capabilities.contains("service.addresses")
    {
      who["address"] = .string("198.51.100.\(number % 250 + 1)")
    }
    if let instances = input["instances"]?.integer {
      who["instance"] = .integer(number % instances + 1)
    }
    return who
  }

  /// Whether the right password leads to the question for a code.
  func passPassword(
    _ who: JSONObject, _ name: String
  ) async throws -> Bool {
    let answer = try await ask(
      "service.password",
      who.overlaid(by: ["person": .string(name), "password": "right"]))
    return answer["next"] == "code"
  }

  /// Sends one code, or as many wrong ones, from many clients at once.
  ///
  /// The code is made when all have entered the password: a slow service may
  /// need longer for that than a code lives.
  func together(_ input: JSONObject) async throws -> JSONObject {
    if input["each"] == true { try await haveFreshStep(cast.name(in: input)) }
    let clients = try await readyClients(input)
    var calls: [JSON] = []
    var code: JSON?
    for who in clients {
      let symbol = code ?? input["code"] ?? ["fresh": true]
      let call = try await resolved(who.overlaid(by: ["code": symbol]))
      if input["each"] != true { code = call["code"] }
      calls.append(.object(call))
    }
    let operation = input["op"]?.string ?? "service.code"
    let answer = try await ask(
      "service.parallel", ["op": .string(operation), "calls": .array(calls)])
    if input["each"] == true {
      try await lengthen(answer["wait"]?.integer ?? 0, input)
    }
    return ["accepted": answer["accepted"] ?? 0]
  }

  /// Guesses on where many wrong codes at once made a wait that is over before
  /// the story goes on.
  private func lengthen(_ wait: Int, _ input: JSONObject) async throws {
    guard claims.waitsInRealTime, (1..<30).contains(wait) else { return }
    _ = try await outlast(wait)
    _ = try await guess(
      ["person": .string(cast.name(in: input))], cast.name(in: input))
  }

  /// Clients that have entered the password and are asked for a code.
  private func readyClients(_ input: JSONObject) async throws -> [JSONObject] {
    let name = cast.name(in: input)
    var clients: [JSONObject] = []
    for number in 0..<(input["count"]?.integer ?? 50) {
      var who: JSONObject = ["client": .string("together-\(number)")]
      if let instances = input["instances"]?.integer {
        who["instance"] = .integer(number % instances + 1)
      }
      guard try await passPassword(who, name) else {
        throw ServiceEnd("the right password was refused before the codes")
      }
      clients.append(who)
    }
    return clients
  }
}

// MARK: - Secrets and words

extension ServiceStage {
  /// What must hold for a secret that was given out.
  func checkSecret(_ input: JSONObject) async throws -> JSONObject {
    let secrets = cast.people.values.flatMap(\.secrets)
    guard let last = cast[cast.name(in: input)].secrets.last else {
      throw ServiceEnd("service.enrol gave no secret that could be read")
    }
    let holds: Bool
    switch try ServiceVocabulary.SecretCheck(word: input["check"]) {
    case .readable: holds = last.isReadable
    case .bits: holds = last.bytes.count >= 16
    case .recommendedBits: holds = last.bytes.count >= 20
    case .new: holds = Set(secrets.map(\.bytes)).count == secrets.count
    case .hidden: holds = try await isHidden(last, input)
    }
    return ["holds": .bool(holds)]
  }

  /// What must hold for the backup codes that were given out last.
  func checkBackupCodes(
    _ check: ServiceVocabulary.BackupCheck, _ input: JSONObject
  ) async throws -> JSONObject {
    let sets = cast[cast.name(in: input)].backupCodes
    guard let codes = sets.last else {
      throw ServiceEnd("the service gave no backup codes")
    }
    let holds: Bool
    switch check {
    case .long:
      let alphabet = codes.joined()
      holds = codes.allSatisfy { $0.isLongEnough(in: alphabet) }
    case .distinct: holds = Set(codes).count == codes.count
    case .hidden:
      let answer = try await ask(
        "service.show", ["client": input["client"] ?? "setup"])
      let text = (answer["text"]?.string ?? "").lowercased()
      let forms = (codes + codes.map(\.withoutSeparators))
        .map { $0.lowercased() }
      holds = forms.allSatisfy { $0.isEmpty || !text.contains($0) }
    }
    return ["holds": .bool(holds)]
  }

  /// Whether the pages that a client sees do not have the secret.
  private func isHidden(
    _ secret: ServiceSecret, _ input: JSONObject
  ) async throws -> Bool {
    let answer = try await ask(
      "service.show", ["client": input["client"] ?? "setup"])
    let text = (answer["text"]?.string ?? "").uppercased().filter {
      !$0.isWhitespace && $0 != "-"
    }
    return !text.contains(secret.base32)
  }

  /// Whether two clients were told the same.
  func compareWords(_ input: JSONObject) async throws -> JSONObject {
    var words: [String] = []
    for client in input["clients"]?.array ?? [] {
      let answer = try await ask("service.says", ["client": client])
      words.append(answer["text"]?.string ?? "")
    }
    return ["same": .bool(Set(words).count == 1)]
  }
}

extension RawRepresentable<String> {
  /// What a story asks for, by its word.
  init(word: JSON?) throws {
    let word = word?.string ?? ""
    guard let value = Self(rawValue: word) else {
      throw ServiceEnd("\(word.quoted) is not a check")
    }
    self = value
  }
}

extension String {
  /// A backup code's letters and digits.
  fileprivate var withoutSeparators: String {
    filter { $0.isLetter || $0.isNumber }
  }

  /// Whether codes of the symbols of this alphabet, a letter of which stands
  /// for all of its case, have as many values as six digits.
  fileprivate func isLongEnough(in alphabet: String) -> Bool {
    let symbols =
      10 + (alphabet == alphabet.lowercased() ? 0 : 26)
      + (alphabet == alphabet.uppercased() ? 0 : 26)
    let values = withoutSeparators.prefix(20).reduce(1) { product, _ in
      min(product * symbols, 1_000_000)
    }
    return values == 1_000_000
  }
}

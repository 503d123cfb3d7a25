// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The people of a story, their clients, and what the service gave them.
struct ServiceCast: Sendable {
  /// One person with an account.
  struct Person: Sendable {
    var password: String
    /// The secrets that the service gave out, the newest last.
    var secrets: [ServiceSecret] = []
    /// The sets of backup codes, the newest last.
    var backupCodes: [[String]] = []
    /// The last step of which a code was sent, for each secret.
    var lastSteps: [Int: Int] = [:]
  }

  private(set) var people: [String: Person] = [:]
  /// Whose client it is.
  private(set) var owners: [String: String] = [:]
  /// Codes that a step gave a name to.
  var named: [String: String] = [:]
  /// How many wrong codes were made.
  var wrongCount = 0

  init() {}

  /// People of these names, and a crowd beside them.
  init(_ input: JSONObject) {
    let names = input["people"]?.array?.compactMap(\.string) ?? ["anna"]
    let crowd = (0..<(input["crowd"]?.integer ?? 0)).map { "crowd-\($0)" }
    for name in names + crowd {
      people[name] = Person(password: "Long-enough 4 \(name)")
    }
  }

  /// The names and passwords, as `service.start` takes them.
  var passwords: JSON {
    .object(
      JSONObject(
        people.sorted { $0.key < $1.key }
          .map { ($0.key, .string($0.value.password)) }))
  }

  /// The name of the person that a step is about.
  func name(in input: JSONObject) -> String {
    input["person"]?.string
      ?? input["client"]?.string.flatMap { owners[$0] } ?? "anna"
  }

  subscript(name: String) -> Person {
    get { people[name] ?? Person(password: "nobody's") }
    set { people[name] = newValue }
  }

  /// A password by its name: that of the person, another one, the next one.
  func password(_ word: String, of name: String) -> String {
    switch word {
    case "right": self[name].password
    case "new": self[name].password + " new"
    case "wrong": "Wrong 4 sure, \(name)"
    default: word
    }
  }

  /// Remembers what a service answered.
  mutating func note(
    _ operation: String, _ input: JSONObject, _ answer: JSONObject
  ) {
    let name = name(in: input)
    switch operation {
    case "service.password":
      if let client = input["client"]?.string { owners[client] = name }
    case "service.enrol":
      if let secret = ServiceSecret(answer) {
        people[name]?.secrets.append(secret)
      }
    case "service.newPassword", "service.reset":
      if answer["accepted"] != false, let new = input["new"]?.string {
        people[name]?.password = new
      }
    default: break
    }
    let codes = answer["codes"]?.array?.compactMap(\.string) ?? []
    if !codes.isEmpty { people[name]?.backupCodes.append(codes) }
  }
}

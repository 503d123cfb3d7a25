// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPScenarios
import OTPConformance
public import TwoFactor

/// What should happen to an account when people do certain things in order,
/// as data on a virtual clock.
///
/// A store that keeps accounts is right if every scenario passes on it. With
/// Swift Testing each is a test of its own:
///
/// ```swift
/// @Test(arguments: try Scenario.all())
/// func passes(_ scenario: Scenario) async throws {
///   let deviation = try await scenario.deviation { MyStore() }
///   #expect(deviation == nil)
/// }
/// ```
///
/// With another framework, go through them in a loop and fail with
/// ``Deviation/description``.
public struct Scenario: Sendable, CustomStringConvertible {
  /// The permanent name, such as `flow.s04.code-works-once`.
  public let id: String
  /// The row of the account layer's table that it belongs to, such as `S4`.
  public let row: String
  /// Which fault it finds.
  public let reason: String
  let rules: JSONObject
  let steps: [Step]

  /// The name, for lists of tests.
  public var description: String { id }

  /// One thing that happens, and what must come of it.
  struct Step: Sendable {
    let operation: String
    let input: JSONObject
    /// The answer; `nil` means any.
    let expected: JSON?
    /// Names for parts of the answer: name and dotted path.
    let saves: [(name: String, path: String)]
  }

  /// The first step whose answer is not the expected one.
  public struct Deviation: Sendable, Equatable, CustomStringConvertible {
    /// The step, counted from 1.
    public let step: Int
    /// What it did, what should have come of it, and what did.
    public let description: String
  }

  /// Plays the scenario.
  ///
  /// - Parameter store: Makes the empty store that keeps the accounts.
  /// - Returns: The first deviation; `nil` if all happened as it should.
  /// - Throws: ``ScenarioFault`` for a scenario that makes no sense, and
  ///   what `store` throws.
  public func deviation(
    on store: () async throws -> any AccountStore = { MemoryAccountStore() }
  ) async throws -> Deviation? {
    let world = try World(
      rules: ServiceRules(rules).rules(), store: await store())
    var saved: [String: JSON] = [:]
    for (index, step) in steps.enumerated() {
      let input = JSON.object(step.input).resolving(saved).object ?? [:]
      let answer = try await world.answer(to: step.operation, input)
      guard step.expected == nil || step.expected == answer else {
        return Deviation(step, index + 1, input, answer)
      }
      for save in step.saves {
        guard let value = answer.value(at: save.path) else {
          throw ScenarioFault("save: the answer has no \(save.path)")
        }
        saved[save.name] = value
      }
    }
    return nil
  }
}

extension Scenario.Deviation {
  fileprivate init(
    _ step: Scenario.Step, _ number: Int, _ input: JSONObject, _ answer: JSON
  ) {
    self.step = number
    let input = JSON.object(input).text(.ascii)
    let expected = step.expected?.text(.ascii) ?? "any answer"
    description =
      "step \(number): \(step.operation) \(input):"
      + " expected \(expected), was \(answer.text(.ascii))"
  }
}

// MARK: - Reading

extension Scenario {
  /// Every scenario of the account layer, in the order of the files' names.
  ///
  /// - Throws: What is wrong with them; the kit's own tests see to it that
  ///   nothing is.
  public static func all() throws -> [Scenario] {
    let table = unsafe UnsafeBufferPointer(
      start: otp_scenario_file_table(), count: otp_scenario_file_count)
    let files = unsafe table.map { file in
      unsafe (
        name: String(cString: file.name),
        bytes: Array(
          UnsafeBufferPointer(start: file.bytes, count: file.count))
      )
    }
    return try files.flatMap { try all(parsing: $0.bytes, named: $0.name) }
  }

  /// Reads the scenarios of a file, strictly.
  ///
  /// - Parameters:
  ///   - bytes: The JSON text: `title`, and `rows` of scenarios.
  ///   - name: The file's name, for errors.
  /// - Throws: `VectorError`, which names the place.
  public static func all(
    parsing bytes: [UInt8], named name: String
  ) throws -> [Scenario] {
    let file = try Fields(
      JSON(parsing: bytes), at: Place(file: name), keys: ["title", "rows"])
    _ = try file.text("title")
    return try file.list("rows") { json, place throws(VectorError) in
      let row = try Fields(
        json, at: place, keys: ["row", "note", "clauses", "scenarios"])
      let name = try row.text("row")
      return try row.list("scenarios") { json, place throws(VectorError) in
        try Scenario(json, at: place, row: name)
      }
    }.flatMap(\.self)
  }

  private init(_ json: JSON, at place: Place, row: String) throws(VectorError) {
    let fields = try Fields(
      json, at: place, keys: ["id", "why", "rules", "steps"])
    self.row = row
    id = try fields.text("id")
    reason = try fields.text("why")
    rules = try fields.object("rules")
    steps = try fields.list("steps", Step.init(_:at:))
    var known: Set<String> = []
    for (index, step) in steps.enumerated() {
      let unknown = JSON.object(step.input).references.subtracting(known)
      if let name = unknown.min() {
        throw place.member("steps").element(index).error(
          "no earlier step saves \"\(name)\"")
      }
      known.formUnion(step.saves.map(\.name))
    }
  }
}

extension Scenario.Step {
  fileprivate init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place, keys: ["op", "in", "expect", "save"])
    operation = try fields.text("op", as: "an operation") {
      World.operations.contains($0) ? $0 : nil
    }
    input = try fields.object("in")
    expected = fields.object["expect"]
    guard fields.object["save"] != nil else {
      saves = []
      return
    }
    let save = try Fields(
      fields.any("save"), at: place.member("save"))
    saves = save.object.members.map { ($0.key, $0.value.string ?? "") }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

package import OTPConformance

/// The description of a command-line tool: how its operations are called,
/// and how its output is read (docs/tool-file.md).
package struct ToolFile: Sendable {
  let claims: Claims
  let version: Version
  let operations: [String: Operation]

  /// Where the tool's version comes from.
  enum Version: Sendable {
    case stated
    /// A command, and the pattern whose group 1 is the version.
    case asked(argv: [String], pattern: String)
  }

  /// How one operation is called.
  struct Operation: Sendable {
    /// The program and its arguments.
    let argv: [Words]
    let input: ToolTemplate?
    /// The pattern that all of standard output must match.
    let pattern: String
    /// The value, with the pattern's groups in it; group 1 if there is none.
    let value: JSON?
    /// Fields that the tool does not take, and what it assumes.
    let fixed: JSONObject
    let exit: Exit
  }

  /// Words of an argument list.
  struct Words: Sendable {
    let templates: [ToolTemplate]
    /// Whether the words are left out when a field of theirs is missing.
    let isOptional: Bool
  }

  /// What exit codes mean.
  struct Exit: Sendable {
    var value: Set<Int> = [0]
    var denied: Set<Int> = []
    var reject: Set<Int> = []
    var unsupported: Set<Int> = []
  }

  /// Reads a description.
  ///
  /// - Parameters:
  ///   - bytes: The text of the file.
  ///   - name: What error messages call the file.
  package init(
    _ bytes: some Collection<UInt8>, name: String
  ) throws(VectorError) {
    let place = Place(file: name)
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      throw place.error("\(error)")
    }
    let fields = try Fields(
      json, at: place,
      keys: [
        "tool", "implementation", "capabilities", "limits", "policies",
        "operations",
      ])
    _ = try fields.integer("tool", in: 1...1)
    let operations = try Self.operations(fields)
    self.operations = operations
    (claims, version) = try Self.claims(fields, operations.keys)
  }
}

// MARK: - Claims

extension ToolFile {
  private static func claims(
    _ fields: Fields, _ operations: some Sequence<String>
  ) throws(VectorError) -> (Claims, Version) {
    let who = try Fields(
      fields.any("implementation"), at: fields.place.member("implementation"),
      keys: ["name", "version", "language"])
    let version = try version(who)
    var claims = Claims(
      name: try who.text("name"), version: version.stated ?? "",
      language: try who.optionalText("language"),
      capabilities: Set(operations))
    claims.capabilities.formUnion(
      try fields.optionalList("capabilities") {
        json, place throws(VectorError) in
        guard let name = json.string, isAbility(name) else {
          throw place.error(
            "may be " + Vocabulary.abilities.sorted().joined(separator: ", ")
              + ", or one of these for a family: totp.sha256")
        }
        return name
      })
    claims.limits = try limits(fields)
    claims.policies = try policies(fields)
    return (claims, version.source)
  }

  private static func isAbility(_ name: String) -> Bool {
    Vocabulary.capabilities.subtracting(Vocabulary.operations).contains(name)
  }

  private static func version(
    _ who: Fields
  ) throws(VectorError) -> (stated: String?, source: Version) {
    guard let json = who.object["version"], json.object != nil else {
      return (try who.text("version"), .stated)
    }
    let fields = try Fields(
      json, at: who.place.member("version"), keys: ["argv", "stdout"])
    let argv = try fields.list("argv") { json, place throws(VectorError) in
      guard let text = json.string, !text.utf8.contains(0) else {
        throw place.error("should be a string without NUL")
      }
      return text
    }
    guard AdapterProgram(argv) != nil else {
      throw fields.place.member("argv").error("is empty")
    }
    return (nil, .asked(argv: argv, pattern: try pattern(fields)))
  }

  private static func limits(
    _ fields: Fields
  ) throws(VectorError) -> Claims.Limits {
    guard let json = fields.object["limits"] else { return Claims.Limits() }
    let place = fields.place.member("limits")
    _ = try Fields(json, at: place, keys: Claims.Limits.names)
    do {
      return try Claims.Limits(json)
    } catch {
      throw place.error(error.description)
    }
  }

  private static func policies(
    _ fields: Fields
  ) throws(VectorError) -> [String: String] {
    guard fields.object["policies"] != nil else { return [:] }
    let place = fields.place.member("policies")
    var policies: [String: String] = [:]
    for (name, json) in try fields.object("policies").members {
      guard let policy = Policy.named(name) else {
        throw place.error("unknown policy \(name.quoted)")
      }
      guard let value = json.string, policy.values.contains(value) else {
        throw place.member(name).error(
          "may be " + policy.values.joined(separator: ", "))
      }
      policies[name] = value
    }
    return policies
  }
}

// MARK: - Operations

extension ToolFile {
  private static func operations(
    _ fields: Fields
  ) throws(VectorError) -> [String: Operation] {
    let place = fields.place.member("operations")
    var operations: [String: Operation] = [:]
    for (name, json) in try fields.object("operations").members {
      guard Vocabulary.operations.contains(name) else {
        throw place.error("unknown operation \(name.quoted)")
      }
      operations[name] = try operation(json, at: place.member(name))
    }
    guard !operations.isEmpty else { throw place.error("is empty") }
    return operations
  }

  private static func operation(
    _ json: JSON, at place: Place
  ) throws(VectorError) -> Operation {
    let fields = try Fields(
      json, at: place,
      keys: ["argv", "stdin", "stdout", "value", "fixed", "exit"])
    let argv = try fields.list("argv", words)
    guard !argv.isEmpty else {
      throw place.member("argv").error("is empty")
    }
    var input: ToolTemplate?
    if let json = fields.object["stdin"] {
      input = try template(json, at: place.member("stdin"))
    }
    return Operation(
      argv: argv, input: input, pattern: try pattern(fields),
      value: fields.object["value"],
      fixed: fields.object["fixed"] == nil ? [:] : try fields.object("fixed"),
      exit: try exit(fields))
  }

  private static func words(
    _ json: JSON, at place: Place
  ) throws(VectorError) -> Words {
    guard let list = json.array else {
      return Words(
        templates: [try template(json, at: place)], isOptional: false)
    }
    var templates: [ToolTemplate] = []
    for (index, json) in list.enumerated() {
      templates.append(try template(json, at: place.element(index)))
    }
    return Words(templates: templates, isOptional: true)
  }

  private static func template(
    _ json: JSON, at place: Place
  ) throws(VectorError) -> ToolTemplate {
    guard let text = json.string else { throw place.mistyped("string", json) }
    guard !text.utf8.contains(0), let template = ToolTemplate(text) else {
      throw place.error(
        "is not a template: {field}, {field:lower}, {field:upper}, "
          + "{field:base32}; {{ and }} stand for braces")
    }
    return template
  }

  private static func pattern(_ fields: Fields) throws(VectorError) -> String {
    let pattern = try fields.text("stdout")
    do {
      _ = try Regex(pattern)
    } catch {
      throw fields.place.member("stdout").error("is not a regular expression")
    }
    return pattern
  }

  private static func exit(_ fields: Fields) throws(VectorError) -> Exit {
    guard let json = fields.object["exit"] else { return Exit() }
    let place = fields.place.member("exit")
    let codes = try Fields(
      json, at: place, keys: ["value", "denied", "reject", "unsupported"])
    func set(_ name: String, _ usual: Set<Int>) throws(VectorError) -> Set<Int>
    {
      guard codes.object[name] != nil else { return usual }
      return Set(
        try codes.list(name) { json, place throws(VectorError) in
          guard let code = json.integer, (0...255).contains(code) else {
            throw place.error("should be a whole number from 0 to 255")
          }
          return code
        })
    }
    let exit = Exit(
      value: try set("value", [0]), denied: try set("denied", []),
      reject: try set("reject", []), unsupported: try set("unsupported", []))
    let all = [exit.value, exit.denied, exit.reject, exit.unsupported]
    guard Set(all.joined()).count == all.reduce(0, { $0 + $1.count }) else {
      throw place.error("an exit code has two meanings")
    }
    return exit
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

package import OTPConformance
import OTPCore

/// A command-line tool as an implementation: one process a call, started
/// with an argument list and never through a shell.
package struct ToolImplementation: Implementation {
  /// What the description says of the tool.
  package let claims: Claims

  private let file: ToolFile
  private let settings: AdapterSettings

  /// Makes an implementation of a description.
  ///
  /// - Throws: Why the tool's version cannot be told, where the description
  ///   says how to ask for it.
  package init(
    _ file: ToolFile, settings: AdapterSettings
  ) async throws(Breakage) {
    self.file = file
    self.settings = settings
    var claims = file.claims
    if case .asked(let argv, let pattern) = file.version {
      let output = try await Self.run(argv, input: "", settings)
      guard let version = output.groups(of: pattern)?.value("1") else {
        throw .notStarted("the tool does not tell its version as described")
      }
      claims.version = version
    }
    self.claims = claims
  }

  /// Answers one call.
  package func answer(_ call: Call) async throws -> Answer {
    guard let operation = file.operations[call.operation] else {
      return .unsupported("op")
    }
    if let field = operation.unknownField(call.input) {
      return .unsupported("field \(field)")
    }
    let argv: [String]
    let input: String
    do {
      argv = try operation.argv(call.input)
      input = try operation.input?.text(call.input) ?? ""
    } catch {
      switch error {
      case .missing(let field): return .unsupported("no field \(field)")
      case .unfit(let field): return .unsupported("field \(field)")
      }
    }
    return try operation.answer(
      to: await Self.run(argv, input: input, settings))
  }
}

// MARK: - Running

/// What a tool wrote, and how it ended.
struct ToolOutput {
  var lines: [String] = []
  var ending: Ending

  /// The output, without the end of its last line.
  var text: String { lines.joined(separator: "\n") }
}

extension ToolImplementation {
  private static func run(
    _ argv: [String], input: String, _ settings: AdapterSettings
  ) async throws(Breakage) -> ToolOutput {
    guard let command = AdapterProgram(argv) else {
      throw .notStarted("the program's name is empty")
    }
    let session = Session(command, settings)
    if !input.isEmpty { session.send(Array(input.utf8)) }
    session.closeInput()
    do throws(Breakage) {
      let lines = try await output(of: session, settings)
      let ending = await session.end(.inputClosed)
      if case .notStarted(let reason) = ending.status {
        throw Breakage.notStarted(reason)
      }
      return ToolOutput(lines: lines, ending: ending)
    } catch {
      _ = await session.end(.terminated)
      throw error
    }
  }

  private static func output(
    of session: Session, _ settings: AdapterSettings
  ) async throws(Breakage) -> [String] {
    let deadline = ContinuousClock.now + settings.callTimeout
    var lines: [String] = []
    var size = 0
    while true {
      let event = await session.inbox.next(within: deadline - .now)
      switch event {
      case .lines(let more):
        size += more.reduce(0) { $0 + $1.count + 1 }
        guard size <= settings.lineLimit else {
          throw .lineTooLong(limit: settings.lineLimit)
        }
        lines += more.map { String(decoding: $0, as: UTF8.self) }
      case .ended(let rest):
        if !rest.isEmpty { lines.append(String(decoding: rest, as: UTF8.self)) }
        return lines
      case .timeout: throw .silent(settings.callTimeout)
      case .overlong, .cancelled:
        throw Breakage(event, lineLimit: settings.lineLimit)
      }
    }
  }
}

// MARK: - Calling

extension ToolFile.Operation {
  /// A field of a call that the tool neither takes nor takes for granted.
  func unknownField(_ input: JSONObject) -> String? {
    let templates = argv.flatMap(\.templates) + (self.input.map { [$0] } ?? [])
    let known = templates.reduce(into: Set<String>()) {
      $0.formUnion($1.fields)
    }
    return input.members.first { field in
      !known.contains(field.key) && fixed[field.key] != field.value
    }?.key
  }

  /// The program and its arguments for a call.
  func argv(_ input: JSONObject) throws(ToolTemplate.Gap) -> [String] {
    var words: [String] = []
    for part in argv {
      do throws(ToolTemplate.Gap) {
        var texts: [String] = []
        for template in part.templates {
          texts.append(try template.text(input))
        }
        words += texts
      } catch {
        guard case .missing = error, part.isOptional else { throw error }
      }
    }
    return words
  }
}

// MARK: - Reading

extension ToolFile.Operation {
  /// What the output means.
  func answer(to output: ToolOutput) throws(Breakage) -> Answer {
    guard case .exited(let code) = output.ending.status else {
      throw .ended(output.ending)
    }
    if exit.denied.contains(code) { return .value(["accepted": false]) }
    if exit.reject.contains(code) {
      return .reject(category: Vocabulary.unspecified)
    }
    if exit.unsupported.contains(code) {
      return .unsupported("exit code \(code)")
    }
    guard exit.value.contains(code) else { throw .ended(output.ending) }
    guard let groups = output.groups(of: pattern) else {
      let shown = String(output.text.prefix(80)).quoted
      throw .nonsense("the output does not match the pattern: \(shown)")
    }
    guard let value else {
      return .value(.string(groups.value("1") ?? output.text))
    }
    guard let filled = value.filled(groups) else {
      throw .nonsense("the value has a group that did not take part")
    }
    return .value(filled)
  }
}

/// What the groups of a pattern matched, by number and name.
struct ToolGroups {
  let values: [String: String]

  func value(_ name: String) -> String? { values[name] }
}

extension ToolOutput {
  /// The groups of a pattern that matches the whole output.
  func groups(of pattern: String) -> ToolGroups? {
    guard let regex = try? Regex(pattern),
      let match = try? regex.wholeMatch(in: text)
    else { return nil }
    var values: [String: String] = [:]
    for (index, group) in match.output.enumerated() {
      guard let text = group.substring else { continue }
      values[String(index)] = String(text)
      if let name = group.name { values[name] = String(text) }
    }
    return ToolGroups(values: values)
  }
}

extension JSON {
  /// The value with `{group}` and `{group:integer}` replaced, where they are
  /// a whole string; `nil` where a group has no text.
  func filled(_ groups: ToolGroups) -> JSON? {
    switch self {
    case .array(let elements):
      let filled = elements.compactMap { $0.filled(groups) }
      return filled.count == elements.count ? .array(filled) : nil
    case .object(let object):
      let filled = object.members.compactMap { member in
        member.value.filled(groups).map { (member.key, $0) }
      }
      return filled.count == object.count ? .object(JSONObject(filled)) : nil
    case .string(let text)
    where text.utf8.first == UInt8(ascii: "{")
      && text.utf8.last == UInt8(ascii: "}"):
      let parts = Substring(text.utf8.dropFirst().dropLast()).parts(at: ":")
      guard let text = parts.first.flatMap(groups.value) else { return nil }
      guard parts.last == "integer" else { return .string(text) }
      return Int(text).map(JSON.integer)
    default: return self
    }
  }
}

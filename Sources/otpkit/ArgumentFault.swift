// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

/// What is wrong with a command line, in a sentence that names the option and
/// what it takes, and holds nothing that may be a secret.
struct ArgumentFault {
  private let command: CommandFacts
  private let arguments: [String]

  /// Looks at a command line that ArgumentParser refused; `nil` if nothing is
  /// known of its commands.
  init?(_ arguments: [String]) {
    guard let command = CommandFacts(of: arguments) else { return nil }
    (self.command, self.arguments) = (command, arguments)
  }

  /// An option that there is not: whatever else is wrong, it comes first.
  ///
  /// - Parameter end: Where the words of another program begin.
  func unknownOption(before end: Int?) -> String? {
    for case (let place, .unknown(let name)) in faults
    where place < end ?? .max {
      // A secret that begins with a hyphen looks like an option.
      let isShown = name.utf8.count <= 24 && name.utf8.allSatisfy(\.isInName)
      let near = NearNames.all(near: name, among: command.options.keys)
      let shown = isShown ? "'\(name)'" : "in argument \(place + 1)"
      return "Unknown option \(shown)."
        + (near.first.map { " Did you mean '\($0)'?" }
          ?? " See '\(command.name) --help'.")
    }
    return nil
  }

  /// A command that there is not.
  var unknownCommand: String? {
    command.hasDefault || command.commands.isEmpty
      ? nil : noCommand(command.name)
  }

  /// - Parameter name: What is typed before the command that was meant.
  private func noCommand(_ name: String) -> String? {
    guard let word = command.rest.first, !word.hasPrefix("-") else {
      return nil
    }
    let near = NearNames.all(near: word, among: command.commands).first
    let known =
      command.commands.isEmpty
      ? "no commands" : command.commands.joined(separator: ", ")
    return "There is no such command."
      + (near.map { " Did you mean '\(name) \($0)'?" }
        ?? " '\(command.name)' has \(known).")
  }

  /// Help on a command that there is not, for which ArgumentParser prints the
  /// help of the command around it.
  static func unknownHelp(_ arguments: [String]) -> String? {
    if arguments.first == "help" {
      let fault = ArgumentFault(Array(arguments.dropFirst()))
      let path = fault?.command.name.split(separator: " ").dropFirst() ?? []
      return fault?.noCommand((["otpkit help"] + path).joined(separator: " "))
    }
    let words = arguments.prefix { $0 != "--" }
    guard words.contains(where: ["-h", "--help"].contains) else { return nil }
    return ArgumentFault(Array(words))?.unknownCommand
  }

  /// The sentence of ArgumentParser, with what the option takes and without
  /// a value that may be a secret.
  func told(_ message: String) -> String {
    for case (_, .number(let text, let option)) in faults {
      return refusal(of: text, option.label) + told(option)
    }
    if message.hasPrefix("Unexpected argument")
      || message.contains("unexpected arguments")
    {
      // They are quoted there.
      return "an argument that no option takes; see '\(command.name) --help'"
    }
    if message.hasPrefix("Missing value for "),
      let option = option(in: message[...])
    {
      return message + told(option)
    }
    let middle = "' is invalid for '"
    guard message.hasPrefix("The value '"),
      let range = message.ranges(of: middle).last
    else { return message }
    let label = message[range.upperBound...].prefix { $0 != "'" }
    let rest = message[range.upperBound...].dropFirst(label.count + 1)
    let value = message[..<range.lowerBound].dropFirst("The value '".count)
    let told =
      rest.isEmpty
      ? option(in: message[range.lowerBound...].dropFirst()).map(told) ?? ""
      : String(rest)
    return refusal(of: String(value), String(label)) + told
  }

  private func refusal(of value: String, _ label: String) -> String {
    let isShown = Int(value) != nil || command.takesNoSecret
    return "The value \(isShown ? "'\(value)' " : "")is invalid for '\(label)'"
  }

  private func told(_ option: CommandFacts.Option) -> String {
    option.abstract.isEmpty ? "" : ": \(option.abstract)"
  }

  /// The option that a sentence names.
  private func option(in text: Substring) -> CommandFacts.Option? {
    guard let start = text.firstIndex(of: "-") else { return nil }
    let name = text[start...].prefix { !" '=<".contains($0) }
    return command.options[String(name)]
  }
}

// MARK: - Looking

extension ArgumentFault {
  private enum Fault {
    /// No option of the command.
    case unknown(String)
    /// A number below 0, which looks like an option.
    case number(String, CommandFacts.Option)
  }

  /// What is wrong with the words, by their places.
  private var faults: [(Int, Fault)] {
    var faults: [(Int, Fault)] = []
    var place = arguments.count - command.rest.count
    while place < arguments.count, arguments[place] != "--" {
      let word = arguments[place]
      place += 1
      guard word.hasPrefix("-"), word != "-", Double(word) == nil else {
        continue
      }
      let name = String(word.prefix { $0 != "=" })
      guard let option = command.options[name] else {
        if !command.isFlags(word) { faults.append((place - 1, .unknown(name))) }
        continue
      }
      guard option.takesValue, !word.contains("="), place < arguments.count
      else { continue }
      let value = arguments[place]
      if option.takesAnything || !value.hasPrefix("-") || value == "-" {
        place += 1
      } else if Double(value) != nil {
        faults.append((place, .number(value, option)))
        place += 1
      }
    }
    return faults
  }
}

/// What the program says of one of its commands.
struct CommandFacts {
  /// An option or a flag.
  struct Option {
    /// How sentences name it: `--digits <digits>`.
    let label: String
    let abstract: String
    let takesValue: Bool
    /// Whether its value may begin with a hyphen.
    let takesAnything: Bool
  }

  /// Its name, with those of the commands around it.
  private(set) var name = ""
  /// Its options, by each of their names, with hyphens.
  private(set) var options: [String: Option] = [:]
  /// The commands below it.
  private(set) var commands: [String] = []
  /// Whether one of them runs where none is named.
  private(set) var hasDefault = false
  /// The words after it.
  private(set) var rest: ArraySlice<String>

  /// Whether nothing that it is told is a secret.
  var takesNoSecret: Bool {
    ["conform", "bench", "adapter"]
      .contains(name.split(separator: " ").dropFirst().first)
  }

  /// The command that the arguments name.
  init?(of arguments: [String]) {
    guard let dump = try? JSON(parsing: OTPKit._dumpHelp()),
      var object = dump.object?["command"]?.object
    else { return nil }
    rest = arguments[...]
    name = object["commandName"]?.string ?? ""
    while let word = rest.first, let next = object.command(word) {
      object = next
      name += " " + word
      rest.removeFirst()
    }
    commands = object.commands.compactMap { $0["commandName"]?.string }
      .filter { $0 != "help" }
    if name == "otpkit conform", let run = object.command("run") {
      (object, hasDefault) = (run, true)
    }
    for argument in object["arguments"]?.array?.compactMap(\.object) ?? [] {
      add(argument)
    }
  }

  private mutating func add(_ argument: JSONObject) {
    guard let kind = argument["kind"]?.string, kind != "positional" else {
      return
    }
    let names = (argument["names"]?.array ?? []).compactMap(\.object)
      .compactMap { name -> String? in
        let hyphens = name["kind"]?.string == "long" ? "--" : "-"
        return name["name"]?.string.map { hyphens + $0 }
      }
    let value = argument["valueName"]?.string ?? ""
    for name in names {
      options[name] = Option(
        label: kind == "flag" ? name : "\(name) <\(value)>",
        abstract: argument["abstract"]?.string ?? "",
        takesValue: kind == "option",
        takesAnything: argument["parsingStrategy"]?.string == "unconditional")
    }
  }

  /// Whether a word is several short flags together, such as `-vq`.
  func isFlags(_ word: String) -> Bool {
    !word.hasPrefix("--")
      && word.dropFirst().allSatisfy { options["-\($0)"]?.takesValue == false }
  }
}

extension JSONObject {
  fileprivate var commands: [JSONObject] {
    self["subcommands"]?.array?.compactMap(\.object) ?? []
  }

  fileprivate func command(_ name: String) -> JSONObject? {
    commands.first { $0["commandName"]?.string == name }
  }
}

extension UInt8 {
  /// Whether it may be in the name of an option.
  fileprivate var isInName: Bool {
    self == UInt8(ascii: "-")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
  }
}

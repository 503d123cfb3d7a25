// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `otpkit conform init`: a template adapter.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write an adapter that works, to call your library in.",
    discussion: """
      The adapter has a slot for each thing that a library does: codes from \
      times and counters, their verification, base32. As it is, the slots call \
      a small example, which passes the kit. What you leave out is not claimed \
      and not tested.

      `service` writes one for a running service with a login form: its slots \
      are what people do there. The kit guesses codes, so it is for a test \
      instance of your own only (docs/test-your-sign-in.md).

      \(Template.allCases.map(\.rawValue).joined(separator: ", "))
      """)

  @Argument(help: "The language, such as python, or service.")
  var language: Template

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      """
      Where to write it: a folder, or, where there is but one file, a file with \
      an ending, such as my.py.
      """,
      valueName: "path"), completion: .file())
  var path: String?

  @Flag(help: "Write over files that are there.")
  var force = false

  func run() throws {
    let files = language.files
    let place = place(of: files)
    try write(files, to: place)
    let run = language.command(place.paths[0], in: place.folder)
    var lines = place.paths.map { "wrote \($0)" }
    let what = language == .service ? "service" : "library"
    lines += ["", "Your \(what) goes into the slots of \(place.paths[0]).", ""]
    if language == .service {
      lines += [
        "The kit guesses codes: never point it at a service of others.", "",
      ]
    }
    if let build = language.buildCommand(in: place.folder) {
      lines.append("  " + build)
    }
    if language != .service {
      lines.append("  otpkit conform doctor -- \(run)")
    }
    lines.append("  otpkit conform -- \(run)")
    Output.text(lines.joined(separator: "\n") + "\n")
  }

  private func place(
    of files: [Template.File]
  ) -> (folder: String, paths: [String]) {
    guard let path else { return (".", files.map(\.name)) }
    // Without its ending a file would not run: Java takes it for a class.
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last
    let isFile = name?.dropFirst().contains(".") ?? false
    if files.count == 1, isFile, !Files.isFolder(path) { return (".", [path]) }
    return (path, files.map { "\(path)/\($0.name)" })
  }

  /// Writes all files, or none where one is in the way.
  private func write(
    _ files: [Template.File], to place: (folder: String, paths: [String])
  ) throws(CommandError) {
    if !force, let there = place.paths.first(where: Files.exists) {
      let elsewhere =
        files.count > 1 ? ", -o FOLDER writes into a folder" : ""
      throw CommandError(
        "\(there) is there already; --force writes over it\(elsewhere)")
    }
    try Files.makeFolder(place.folder)
    for (file, path) in zip(files, place.paths) {
      try Files.write(file.bytes, to: path, replacing: force)
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

/// `otpkit conform matrix`: a page over several runs.
struct MatrixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Set several JSON reports beside each other. Runs nothing.",
    discussion: """
      Each report comes from `otpkit conform --report json=FILE`. Without \
      --html and --md the matrix is printed as Markdown.
      """)

  @Argument(
    help: ArgumentHelp(
      "JSON reports, in the order in which to show them.",
      valueName: "report"), completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp("Write an HTML page.", valueName: "file"),
    completion: .file())
  var html: String?

  @Option(
    name: .customLong("md"),
    help: ArgumentHelp("Write Markdown.", valueName: "file"),
    completion: .file())
  var markdown: String?

  func run() throws {
    let matrix = Matrix(
      try files.map { file throws(CommandError) in try summary(file) })
    if let html { try Files.write(matrix.html, to: html) }
    if let markdown { try Files.write(matrix.markdown, to: markdown) }
    if html == nil, markdown == nil { Output.text(matrix.markdown) }
  }

  private func summary(_ file: String) throws(CommandError) -> RunSummary {
    let bytes = try Files.read(file)
    do throws(VectorError) {
      return try RunSummary(parsing: bytes, file: file)
    } catch {
      throw CommandError("\(error)")
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

/// `otpkit conform export`: the vectors without their folder.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print vectors as one flat table, for a program of your own.",
    discussion: """
      A case a row, with the group's defaults filled in. In CSV (RFC 4180) \
      what is not plain text is JSON.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json
    case csv
  }

  @Option(help: "json or csv.")
  var format: Format = .json

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to a file.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var vectors: VectorOptions
  @OptionGroup var selection: SelectionOptions

  func run() throws {
    let vectors = try vectors.load()
    let catalogue = Catalogue(of: vectors)
    let selection = try selection.selection(in: vectors)
    let text =
      switch format {
      case .json: catalogue.export(selection).text(.pretty) + "\n"
      case .csv: catalogue.csv(selection)
      }
    if let output {
      try Files.write(text, to: output)
    } else {
      Output.text(text)
    }
  }
}

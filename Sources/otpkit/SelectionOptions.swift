// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

/// Where the vectors come from.
struct VectorOptions: ParsableArguments {
  @Option(
    name: .customLong("vectors"),
    help: ArgumentHelp(
      "A folder of vectors, in place of those that are built in.",
      valueName: "dir"), completion: .directory)
  var directory: String?

  /// The option as it is typed again, if it was given.
  var words: [String] { directory.map { ["--vectors", $0] } ?? [] }

  func load() throws(CommandError) -> VectorSet {
    do throws(VectorError) {
      guard let directory else { return try VectorSet.embedded() }
      return try VectorSet.load(directory: directory)
    } catch {
      throw CommandError("vectors: \(error)", code: .invalidVectors)
    }
  }
}

/// Which vectors.
struct SelectionOptions: ParsableArguments {
  @Option(help: "Only this suite, such as totp. May be repeated.")
  var suite: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only ids that match; * stands for any text. May be repeated.",
      valueName: "pattern"))
  var id: [String] = []

  @Option(
    help: "Only this level: must, should, may, unspecified. May be repeated.")
  var level: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave out ids that match; counted as skipped. May be repeated.",
      valueName: "pattern"))
  var exclude: [String] = []

  @Option(
    name: .customLong("spec"),
    help: ArgumentHelp(
      "Only what cites this document or section. May be repeated.",
      valueName: "rfc6238:5.2"))
  var specification: [String] = []

  @Option(help: "Only what belongs to this profile. May be repeated.")
  var profile: [String] = []

  /// The selection, checked.
  ///
  /// - Throws: A name that no vector has (exit code 2), or conditions that no
  ///   vector meets together (exit code 5).
  func selection(
    in vectors: VectorSet
  ) throws(CommandError) -> Selection {
    let selection = try selection()
    if let fault = selection.fault(in: vectors) { throw CommandError(fault) }
    guard vectors.entries.contains(where: selection.selects) else {
      throw CommandError(
        "no vector meets all conditions together", code: .nothingRan)
    }
    return selection
  }

  private func selection() throws(CommandError) -> Selection {
    var levels: Set<VectorGroup.Level> = []
    for name in level {
      guard let found = VectorGroup.Level(rawValue: name) else {
        throw CommandError(
          "--level: not one of must, should, may, unspecified")
      }
      levels.insert(found)
    }
    return Selection(
      suites: Set(suite), ids: id, levels: levels, excluding: exclude,
      specifications: specification.map(Clause.init),
      profiles: try ProfileNames.profiles(profile, option: "--profile"))
  }
}

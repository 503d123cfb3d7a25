// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// How a run of the kit ends for the program that started it: one of a few
/// meanings, never a count.
public enum ExitCode: Int32, Sendable, CaseIterable {
  /// Everything that ran conforms.
  case conformant = 0
  /// A case failed, or the baseline is stale.
  case nonConformant = 1
  /// The command line or the baseline is wrong.
  case usage = 2
  /// The implementation did not start, or its claims are not valid.
  case notStarted = 3
  /// There were only crashes, timeouts and protocol errors.
  case broken = 4
  /// No case ran.
  case nothingRan = 5
  /// The vectors are not valid, or the kit itself is at fault.
  case invalidVectors = 6
  /// The run was interrupted.
  case interrupted = 130

  /// From the one that decides to the one that yields.
  ///
  /// An interrupted run says nothing about conformance, so it comes first.
  private static let precedence: [ExitCode] = [
    .interrupted, .invalidVectors, .usage, .notStarted, .nothingRan,
    .nonConformant, .broken,
  ]

  /// The one that decides where several apply; none is ``conformant``.
  public static func deciding(
    among codes: some Collection<ExitCode>
  ) -> ExitCode {
    precedence.first(where: codes.contains) ?? .conformant
  }
}

extension Report {
  /// How the run ends.
  public var exitCode: ExitCode {
    var codes: [ExitCode] = []
    if isInterrupted { codes.append(.interrupted) }
    if ran == 0 { codes.append(.nothingRan) }
    if failures.contains(where: { !$0.outcome.isError }) {
      codes.append(.nonConformant)
    }
    // A baseline is a list of what must fail: one that is out of date would
    // let the same failure come back.
    if stale.contains(where: { $0.weight == .failed }) {
      codes.append(.nonConformant)
    }
    if isBroken { codes.append(.broken) }
    return .deciding(among: codes)
  }

  /// Whether crashes, timeouts or a broken protocol fail the run: in a case
  /// that must pass, wherever there was no other answer, or more than once
  /// although the calls were answered when asked again.
  private var isBroken: Bool {
    let asked = results.filter { $0.verdict != .skipped }
    return failures.contains(where: \.outcome.isError)
      || !asked.isEmpty && asked.allSatisfy(\.outcome.isError)
      || breaks.count > (strictness == .musts ? 1 : 0)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CProbe

/// One piece of work on secrets.
struct Subject: Sendable {
  let name: String

  /// What memcheck is to say of it.
  let expectation: Expectation

  /// Does the work; whether the result, made public, is the right one.
  let work: @Sendable () throws -> Bool

  enum Expectation {
    /// No branch and no address depends on a secret.
    case silence
    /// The subject leaks, and the check must see that.
    case reports
  }

  init(
    _ name: String, expecting expectation: Expectation = .silence,
    _ work: @escaping @Sendable () throws -> Bool
  ) {
    self.name = name
    self.expectation = expectation
    self.work = work
  }

  /// Does the work; whether all is as it should be.
  ///
  /// Prints a line if not, and for a control in any case. The first time is
  /// not counted: then the runtime makes the metadata of types, in memory that
  /// secrets were in.
  func check() -> Bool {
    _ = try? work()
    let before = probe_reports()
    let seen = unsafe publishedBytes
    probe_reset()
    let isRight = (try? work()) ?? false
    let decisions = probe_tainted_decisions()
    // Without any secret at the end of it, the subject would prove nothing.
    let isSecret = unsafe decisions > 0 || publishedBytes > seen
    let reports = probe_reports() - before
    var complaints: [String] = []
    if !isRight { complaints.append("the result is wrong") }
    if !isSecret { complaints.append("nothing secret came out") }
    if (reports > 0) != (expectation == .reports) {
      complaints.append("\(reports) reports")
    }
    if !complaints.isEmpty {
      print("FAIL  \(name): " + complaints.joined(separator: ", "))
    } else if expectation == .reports {
      print("ok    control, \(name): \(reports) reports")
    }
    return complaints.isEmpty
  }
}

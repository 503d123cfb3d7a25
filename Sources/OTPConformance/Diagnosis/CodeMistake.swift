// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A known mistake in computing a code.
///
/// The diagnosis compares the codes to which it leads with those that came,
/// the self-test makes it on purpose, and a test computes the wrong answers
/// in the vectors from it: there is one list of mistakes for all three.
package struct CodeMistake: Sendable {
  /// Its name and what to say about it.
  package let cause: Cause
  /// The stage of the computation at which it is made.
  package let stage: Diagnosis.Stage
  /// What is asked instead.
  ///
  /// Each way in which the mistake is made is one; the
  /// self-test makes the first. Without any the mistake is not possible here.
  let asked: @Sendable (CodeQuestion) -> [CodeQuestion]
  /// The texts that become the code, in the same way.
  let written: @Sendable (CodeQuestion) -> [String]
  /// Whether it is made where a time becomes a counter.
  var isInTime = false

  /// The codes to which the mistake leads.
  package func codes(_ question: CodeQuestion) -> [String] {
    asked(question).flatMap(written)
  }

  /// The MACs to which the mistake leads, in hexadecimal.
  package func macs(_ question: CodeQuestion) -> [String] {
    stage == .hmac ? asked(question).map { $0.mac.hexadecimal } : []
  }

  /// All of them; those whose traces are most alike are neighbours.
  package static let all = texts + numbers + offsets + counters + times + keys
}

extension CodeMistake {
  /// A mistake in what goes into the HMAC.
  static func asking(
    _ name: String, _ flaw: String, instead remedy: String,
    _ clause: SpecReference,
    change: @escaping @Sendable (CodeQuestion) -> [CodeQuestion]
  ) -> CodeMistake {
    CodeMistake(
      cause: Cause(name, flaw, instead: remedy, clause: clause), stage: .hmac,
      asked: change, written: { [$0.code] })
  }

  /// A mistake in what becomes of the HMAC.
  static func writing(
    _ stage: Diagnosis.Stage, _ name: String, _ flaw: String,
    instead remedy: String,
    code: @escaping @Sendable (CodeQuestion) -> [String]
  ) -> CodeMistake {
    CodeMistake(
      cause: Cause(
        name, flaw, instead: remedy, clause: .section("rfc4226", "5.3")),
      stage: stage, asked: { [$0] }, written: code)
  }
}

extension [UInt8] {
  /// The bytes in hexadecimal, in lower case.
  var hexadecimal: String { Hex.encode(self) }
}

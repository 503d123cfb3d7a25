// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a case failed: a known mistake, or, where none is known, what was seen.
public struct Cause: Sendable, Equatable {
  /// A short name, such as `sign-bit-kept`.
  public let name: String
  /// What is wrong, as a sentence without capital letter and full stop.
  public let flaw: String
  /// What to do instead, in the same form; empty where there is no more to say.
  public let remedy: String
  /// The clause that says so; `nil` where the clauses of the case hold.
  public let clause: SpecReference?
  /// Whether this is no known mistake but only what was seen.
  public let isSymptom: Bool

  /// Makes a known mistake.
  package init(
    _ name: String, _ flaw: String, instead remedy: String = "",
    clause: SpecReference? = nil
  ) {
    self.init(name, flaw, remedy, clause, isSymptom: false)
  }

  private init(
    _ name: String, _ flaw: String, _ remedy: String, _ clause: SpecReference?,
    isSymptom: Bool
  ) {
    self.name = name
    self.flaw = flaw
    self.remedy = remedy
    self.clause = clause
    self.isSymptom = isSymptom
  }

  /// What was seen, where no known mistake explains it.
  static func symptom(
    _ name: String, _ flaw: String, clause: SpecReference? = nil
  ) -> Cause {
    Cause(name, flaw, "", clause, isSymptom: true)
  }

  /// What is wrong and what to do instead, as one sentence.
  public var hint: String {
    let text = remedy.isEmpty ? flaw : "\(flaw): \(remedy)"
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// The hint, and the clause in parentheses.
  var text: String { hint + (clause.map { " (\($0.text))" } ?? "") }
}

extension Cause {
  /// The known mistake of that name, if it is one in computing or checking
  /// codes.
  static func named(_ name: String) -> Cause? {
    Hypothesis.all.first { $0.cause.name == name }?.cause
  }
}

extension SpecReference {
  /// A section of a document, without a note.
  static func section(_ document: String, _ section: String) -> SpecReference {
    SpecReference(document: document, section: section, note: nil)
  }
}

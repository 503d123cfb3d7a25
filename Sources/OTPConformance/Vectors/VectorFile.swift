// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// One file of test vectors.
public struct VectorFile: Sendable {
  /// The path below the vectors' folder, such as `hotp/rfc4226.json`.
  public let path: String
  /// The suite, such as `hotp`: what `--suite` selects.
  public let suite: String
  /// What the file holds, in a few words.
  public let title: String
  /// Where the values come from.
  public let source: Source
  /// The groups of cases, in order.
  public let groups: [VectorGroup]

  /// Where values come from.
  public struct Source: Sendable, Equatable {
    /// The document or collection, such as `rfc6238`.
    public let name: String
    /// How the values were obtained, such as `published` or `derived`.
    public let kind: String
  }
}

/// Cases that share an operation, a level and the clauses they test.
public struct VectorGroup: Sendable {
  /// The permanent name.
  public let id: String
  /// The operation; of stateful cases the one that matters most.
  public let operation: String
  /// How binding the clause is.
  public let level: Level
  /// What an implementation must claim before these cases concern it.
  public let requirements: [Requirement]
  /// The clauses that the cases test: at least one.
  public let specifications: [SpecReference]
  /// Members of every call of the group that a case does not overlay.
  public let defaults: JSONObject
  /// The cases, in order.
  public let cases: [VectorCase]

  /// How binding a clause is.
  public enum Level: String, Sendable, CaseIterable {
    /// A standard's MUST, or a published value.
    case must
    /// A standard's SHOULD.
    case should
    /// A standard's MAY.
    case may
    /// A lesson from the field that no standard states.
    case unspecified
  }
}

/// One test: an input and the answer that conforms.
public struct VectorCase: Sendable {
  /// The permanent name; it is never given to another case.
  public let id: String
  /// The suite version in which the case appeared.
  public let since: String
  /// Which bug the case catches.
  public let reason: String
  /// The members of the call that differ from the group's defaults.
  public let input: JSONObject
  /// The answer that conforms.
  public let expectation: Expectation
  /// The intermediate values of RFC 4226 section 5.3, for diagnosis.
  public let trace: Trace?
  /// Wrong answers that are known, each with what causes it.
  public let mistakes: [Mistake]
}

/// A clause of a standard or document.
public struct SpecReference: Sendable, Equatable {
  /// The key of the document in `specs.json`, such as `rfc6238`.
  public let document: String
  /// The section, as the document counts it.
  public let section: String
  /// What is to be known about it: an erratum, a reading.
  public let note: String?
}

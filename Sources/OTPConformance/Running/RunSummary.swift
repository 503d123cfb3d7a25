// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a page over several implementations needs of each run: the part of a
/// JSON report that can be read back.
public struct RunSummary: Sendable, Equatable {
  /// The implementation's name.
  public let name: String
  /// Its version.
  public let version: String
  /// The language it is written in, if it says so.
  public let language: String?
  /// The version of the vectors.
  public let suiteVersion: String
  /// The digest of the vectors.
  public let digest: String
  /// How many cases passed, failed, were skipped, and failed as known.
  public let counts: Counts
  /// Whether there is a result for every case.
  public let isComplete: Bool
  /// The profiles that were concerned.
  public let profiles: [ProfileResult]
  /// The cases that did not pass: failures, known failures, warnings and
  /// remarks, in the order of the vectors.
  public let failures: [FailedCase]

  /// How many cases came to what.
  public struct Counts: Sendable, Equatable {
    /// How many passed.
    public let passed: Int
    /// How many failed.
    public let failed: Int
    /// How many were not asked.
    public let skipped: Int
    /// How many failed as the baseline has it.
    public let known: Int
    /// How many did not pass, and count as warnings.
    public let warnings: Int
    /// How many did not pass, and count as remarks.
    public let remarks: Int
  }

  /// A case that failed.
  public struct FailedCase: Sendable, Equatable {
    /// The case's id.
    public let id: String
    /// Its group.
    public let group: String
    /// Its level.
    public let level: String
    /// What came of it, as reports name it.
    public let outcome: String
    /// What it counts as.
    public let verdict: CaseVerdict
    /// The mistake that gives this answer, if one is known.
    public let cause: String?
    /// What is worth knowing, in order.
    let details: [Detail]
  }

  /// Takes the summary of a report.
  init(_ report: Report) throws(VectorError) {
    try self.init(
      JSONReporter().json(for: report), file: report.claims.name)
  }

  /// Reads a report that ``JSONReporter`` wrote.
  ///
  /// - Parameters:
  ///   - bytes: The report.
  ///   - file: Its name, for the error.
  public init(
    parsing bytes: some Collection<UInt8>, file: String
  ) throws(VectorError) {
    do {
      try self.init(JSON(parsing: bytes), file: file)
    } catch let error as VectorError {
      throw error
    } catch {
      throw VectorError(file: file, place: "", message: "\(error)")
    }
  }
}

// MARK: - Reading

extension RunSummary {
  private init(_ json: JSON, file: String) throws(VectorError) {
    let fields = try Fields(json, at: Place(file: file))
    guard fields.object["report"] == "otpkit-conformance" else {
      throw fields.place.error("is not a JSON report of otpkit conform")
    }
    _ = try fields.integer(
      "format", in: JSONReporter.format...JSONReporter.format)
    let place = fields.place.member("implementation")
    let identity = try Fields(fields.any("implementation"), at: place)
    name = try identity.text("name")
    version = try identity.text("version")
    language = try identity.optionalText("language")
    suiteVersion = try fields.text("suiteVersion")
    digest = try fields.text("digest")
    counts = try Counts(fields)
    isComplete = fields.object["complete"] == true
    profiles = try fields.list("profiles", ProfileResult.init)
    failures = try fields.list("results", FailedCase.read)
      .compactMap(\.self)
  }
}

extension RunSummary.Counts {
  init(_ fields: Fields) throws(VectorError) {
    passed = try fields.count("passed")
    failed = try fields.count("failed")
    skipped = try fields.count("skipped")
    known = try fields.count("known")
    warnings = try fields.count("warnings")
    remarks = try fields.count("remarks")
  }
}

extension ProfileResult {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(json, at: place)
    name = try fields.text("name")
    title = try fields.text("title")
    planned = try fields.count("planned")
    passed = try fields.count("passed")
    failed = try fields.count("failed")
    skipped = try fields.count("skipped")
    skippedMusts = try fields.count("skippedMusts")
    warnings = try fields.count("warnings")
    remarks = try fields.count("remarks")
  }
}

extension RunSummary.FailedCase {
  /// Reads a result; `nil` if it is no failure.
  static func read(
    _ json: JSON, at place: Place
  ) throws(VectorError) -> RunSummary.FailedCase? {
    let fields = try Fields(json, at: place)
    let outcome = try fields.text("outcome")
    guard !["pass", "xpass", "not-claimed", "excluded"].contains(outcome) else {
      return nil
    }
    return RunSummary.FailedCase(
      id: try fields.text("id"), group: try fields.text("group"),
      level: try fields.text("level"), outcome: outcome,
      verdict: try verdict(fields),
      cause: json.value(at: "failure.likely.cause")?.string,
      details: details(json))
  }

  private static func verdict(
    _ fields: Fields
  ) throws(VectorError) -> CaseVerdict {
    guard let verdict = CaseVerdict(rawValue: try fields.text("verdict")) else {
      throw fields.place.member("verdict").error("is not known")
    }
    return verdict
  }

  private static func details(_ json: JSON) -> [Detail] {
    var details: [Detail] = []
    func add(_ label: String, _ path: String) {
      guard let value = json.value(at: path) else { return }
      let text = value.string ?? value.text(.ascii)
      details.append(Detail(label, text))
    }
    for index in (json.value(at: "clauses")?.array ?? []).indices {
      add("clause", "clauses.\(index)")
    }
    add("tests", "why")
    add("step", "failure.step")
    add("operation", "failure.op")
    add("input", "failure.in")
    add("expected", "failure.expected")
    add("actual", "failure.actual")
    add("detail", "failure.detail")
    add("finding", "failure.finding")
    add("likely", "failure.likely.hint")
    add("reason", "reason")
    return details
  }
}

extension Fields {
  /// A member that must be a number of cases.
  fileprivate func count(_ key: String) throws(VectorError) -> Int {
    try integer(key, in: 0...1_000_000_000)
  }
}

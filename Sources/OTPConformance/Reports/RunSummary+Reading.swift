// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Reports that others hand in are not trusted: every member that reaches
// a page has the form that the kit itself would have written.

extension RunSummary {
  /// Reads a report that ``JSONReporter`` wrote.
  ///
  /// - Parameters:
  ///   - bytes: The report.
  ///   - file: Its name, for the error.
  /// - Throws: ``VectorError`` with the place of the first member that is
  ///   missing, has another form, or contradicts the results.
  public init(
    parsing bytes: some Collection<UInt8>, file: String
  ) throws(VectorError) {
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      throw VectorError(
        file: file, place: "\(error.line):\(error.column)",
        message: error.message)
    }
    try self.init(Fields(json, at: Place(file: file)))
  }

  private init(_ fields: Fields) throws(VectorError) {
    guard fields.object["report"] == "otpkit-conformance" else {
      throw fields.place.error("is not a JSON report of otpkit conform")
    }
    _ = try fields.integer(
      "format", in: JSONReporter.format...JSONReporter.format)
    let tested = try Fields(
      fields.any("implementation"), at: fields.place.member("implementation"))
    (name, version) = (try tested.string("name"), try tested.string("version"))
    language = try tested.optionalText("language")
    released = try tested.released()
    suiteVersion = try fields.text(
      "suiteVersion", as: "a version", Form.version)
    digest = try fields.text("digest", as: "a digest", Form.digest)
    strictness = try fields.text("strictness", as: "a strictness") {
      Strictness(rawValue: $0)
    }
    let results = try fields.results(strictness)
    counts = try fields.counts(of: results.map(\.verdict))
    isComplete = try fields.isComplete(results.count)
    breaks = try fields.list("breaks") { _, _ in }.count
    profiles = try fields.list("profiles", ProfileResult.init)
    findings = results.compactMap(\.finding)
    try fields.checkNames(results.map(\.id), in: "results")
    try fields.checkNames(profiles.map(\.name), in: "profiles")
  }
}

extension Fields {
  /// When a version was released, if the report says so.
  fileprivate func released() throws(VectorError) -> String? {
    guard object["released"] != nil else { return nil }
    return try text("released", as: "a month or a day", Form.date)
  }

  fileprivate func results(
    _ strictness: Strictness
  ) throws(VectorError) -> [Result] {
    try list("results") { json, place throws(VectorError) in
      try Result(Fields(json, at: place), strictness)
    }
  }

  /// A member that must be a string, and may be empty.
  fileprivate func string(_ key: String) throws(VectorError) -> String {
    let value = try any(key)
    guard let text = value.string else {
      throw place.member(key).mistyped("string", value)
    }
    return text
  }

  /// The numbers of cases, which must be those of the results.
  fileprivate func counts(
    of verdicts: [CaseVerdict]
  ) throws(VectorError) -> RunSummary.Counts {
    let counts = RunSummary.Counts(verdicts)
    let members = [
      ("passed", counts.passed), ("failed", counts.failed),
      ("skipped", counts.skipped), ("known", counts.known),
      ("warnings", counts.warnings), ("remarks", counts.remarks),
    ]
    for (name, found) in members where try count(name) != found {
      throw place.member(name).error("the results have \(found)")
    }
    return counts
  }

  fileprivate func isComplete(_ found: Int) throws(VectorError) -> Bool {
    guard case .bool(let isComplete) = try any("complete") else {
      throw place.member("complete").mistyped("boolean", try any("complete"))
    }
    guard try (count("planned") == found) == isComplete else {
      throw place.member("complete").error(
        "contradicts planned and the number of results")
    }
    return isComplete
  }

  fileprivate func checkNames(
    _ names: [String], in list: String
  ) throws(VectorError) {
    var seen: Set<String> = []
    for (index, name) in names.enumerated() where !seen.insert(name).inserted {
      throw place.member(list).element(index).error("\(name) stands here twice")
    }
  }

  /// A member that must be a number of cases.
  fileprivate func count(_ key: String) throws(VectorError) -> Int {
    try integer(key, in: 0...1_000_000_000)
  }
}

extension ProfileResult {
  fileprivate init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(json, at: place)
    name = try fields.text("name", as: "a slug", Form.slug)
    title = try fields.text("title")
    planned = try fields.count("planned")
    passed = try fields.count("passed")
    failed = try fields.count("failed")
    skipped = try fields.count("skipped")
    skippedMusts = try fields.count("skippedMusts")
    warnings = try fields.count("warnings")
    remarks = try fields.count("remarks")
    guard skippedMusts <= skipped,
      passed + skipped + failed + warnings + remarks == planned
    else { throw place.error("the numbers contradict each other") }
  }
}

// MARK: - Results

/// One result of a report.
private struct Result {
  let id: String
  let verdict: CaseVerdict
  /// Set if the case was asked and did not pass.
  let finding: RunSummary.Finding?

  init(_ fields: Fields, _ strictness: Strictness) throws(VectorError) {
    id = try fields.text("id", as: "a slug", Form.slug)
    let group = try fields.text("group", as: "a slug", Form.slug)
    let level = try fields.text("level", as: "a level") {
      VectorGroup.Level(rawValue: $0)
    }
    let outcome = try fields.text("outcome")
    let verdict: CaseVerdict
    switch outcome {
    case "pass", "xpass": verdict = .passed
    case "not-claimed", "excluded": verdict = .skipped
    case "xfail": verdict = .known
    case "fail", "error", "unsupported":
      verdict = strictness.verdict(failing: level)
    default:
      throw fields.place.member("outcome").error(
        "\(outcome.quoted) is not an outcome")
    }
    guard try fields.text("verdict") == verdict.rawValue else {
      throw fields.place.member("verdict").error(
        "should be \(verdict.rawValue) by outcome and level")
    }
    self.verdict = verdict
    guard verdict != .passed, verdict != .skipped else {
      finding = nil
      return
    }
    let failure = try fields.optionalFields("failure")
    finding = RunSummary.Finding(
      id: id, group: group, level: level, verdict: verdict,
      cause: try failure?.optionalFields("likely")?
        .text("cause", as: "a slug", Form.slug),
      details: try fields.details(failure, outcome))
  }
}

extension Fields {
  fileprivate func optionalFields(
    _ key: String
  ) throws(VectorError) -> Fields? {
    try object[key].map { json throws(VectorError) in
      try Fields(json, at: place.member(key))
    }
  }

  /// What ``CaseResult/details(_:)`` tells of the same result.
  fileprivate func details(
    _ failure: Fields?, _ outcome: String
  ) throws(VectorError) -> [Detail] {
    var details = try list("clauses") { json, place throws(VectorError) in
      guard let text = json.string else {
        throw place.mistyped("string", json)
      }
      return Detail("clause", text)
    }
    details.append(Detail("tests", try string("why")))
    if let failure { details += try failure.failureDetails() }
    let labels = [
      "error": "error", "unsupported": "declined", "xfail": "known as",
    ]
    if let label = labels[outcome] {
      details.append(Detail(label, try string("reason")))
    }
    details.append(Detail("repeat", try text("repeat")))
    return details
  }

  private func failureDetails() throws(VectorError) -> [Detail] {
    let step =
      object["step"] == nil ? nil : try integer("step", in: 1...1_000_000)
    let place = step.map { "step \($0): " } ?? ""
    let input = JSON.object(try object("in")).text(.ascii)
    var details: [Detail] = []
    if let began = try optionalFields("began") {
      let text = Failure.Exchange.text(
        try began.text("op"), .object(try began.object("in")),
        try began.any("actual"))
      details.append(Detail("began", text))
    }
    details += [
      Detail("input", "\(place)\(try text("op")) \(input)"),
      Detail("expected", object["expected"]?.text(.ascii) ?? "any value"),
      Detail("actual", try any("actual").text(.ascii)),
    ]
    if let detail = try optionalText("detail") {
      details.append(Detail("detail", detail))
    }
    if let stage = try optionalText("stage") {
      details.append(Detail("stage", "\(stage): \(try string("finding"))"))
    }
    if let likely = try optionalFields("likely") {
      let clause = try likely.optionalText("clause").map { " (\($0))" } ?? ""
      let text = "\(try likely.text("cause")): \(try likely.string("hint"))"
      details.append(Detail("likely", text + clause))
    }
    return details
  }
}

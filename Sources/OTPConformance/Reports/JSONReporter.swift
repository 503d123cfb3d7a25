// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report for a program: one JSON object.
///
/// Its last member, `complete`, tells a whole report from that of a run that
/// was interrupted.
public struct JSONReporter: Reporter {
  /// The version of the report's form.
  public static let format = 2

  /// Makes a reporter.
  public init() {}

  /// The whole report.
  public func text(for report: Report) -> String {
    json(for: report).text(.pretty) + "\n"
  }

  /// The report as a value.
  func json(for report: Report) -> JSON {
    [
      "report": "otpkit-conformance",
      "format": .integer(Self.format),
      "suiteVersion": .string(report.suiteVersion),
      "digest": .string(report.digest),
      "implementation": implementation(report),
      "selection": json(report.selection),
      "planned": .integer(report.planned),
      "ran": .integer(report.ran),
      "passed": .integer(report.count(.passed)),
      "failed": .integer(report.count(.failed)),
      "skipped": .integer(report.count(.skipped)),
      "known": .integer(report.count(.known)),
      "stale": .integer(report.stale.count),
      "warnings": .integer(report.count(.warning)),
      "remarks": .integer(report.count(.remark)),
      "strictness": .string(report.strictness.rawValue),
      "profiles": .array(ProfileResult.all(in: report).map(\.json)),
      "results": .array(report.results.map { json($0, report.command) }),
      "breaks": .array(report.breaks.map(json)),
      "exitCode": .integer(Int(report.exitCode.rawValue)),
      "complete": .bool(report.isComplete),
    ]
  }

  private func json(_ selection: Selection) -> JSON {
    func list(_ texts: some Sequence<String>) -> JSON {
      .array(texts.map(JSON.string))
    }
    return [
      "suites": list(selection.suites.sorted()),
      "ids": list(selection.ids),
      "levels": list(selection.levels.map(\.rawValue).sorted()),
      "excluding": list(selection.excluding),
      "specs": list(selection.specifications.map(\.description)),
      "profiles": list(selection.profiles.map(\.name)),
    ]
  }

  private func implementation(_ report: Report) -> JSON {
    var object = report.claims.identity
    object["released"] = report.released.map(JSON.string)
    return .object(object)
  }

  private func json(_ result: CaseResult, _ command: RepeatCommand) -> JSON {
    let entry = result.entry
    var object: JSONObject = [
      "id": .string(entry.vector.id),
      "group": .string(entry.group.id),
      "suite": .string(entry.file.suite),
      "level": .string(entry.group.level.rawValue),
      "outcome": .string(result.outcome.name),
      "verdict": .string(result.verdict.rawValue),
    ]
    if let reason = result.outcome.reason { object["reason"] = .string(reason) }
    if result.isNonconforming {
      object["why"] = .string(entry.vector.reason)
      object["clauses"] = .array(
        entry.group.specifications.map { .string($0.text) })
      object["repeat"] = .string(command.text(id: entry.vector.id))
    }
    if let failure = result.outcome.failure {
      object["failure"] = json(failure, of: entry, result.cause)
    }
    if !result.notes.isEmpty {
      object["notes"] = .array(result.notes.map(JSON.string))
    }
    return .object(object)
  }

  private func json(_ broken: TransientBreak) -> JSON {
    [
      "op": .string(broken.call.operation), "in": .object(broken.call.input),
      "reason": .string(broken.reason),
    ]
  }

  private func json(
    _ failure: Failure, of entry: VectorEntry, _ cause: Cause?
  ) -> JSON {
    var object: JSONObject = [
      "op": .string(failure.call.operation),
      "in": .object(failure.call.input),
    ]
    object["step"] = failure.step.map(JSON.integer)
    object["began"] = failure.story.first.map { .object($0.json) }
    object["expected"] = failure.expected?.json
    object["actual"] = .object(failure.actual.json)
    object["detail"] = failure.detail.map(JSON.string)
    let diagnosis = Diagnosis(failure, of: entry)
    object["stage"] = diagnosis.stage.map { .string($0.rawValue) }
    object["finding"] = diagnosis.finding.map(JSON.string)
    let likely = cause ?? diagnosis.causes.first
    object["likely"] = likely.flatMap { $0.isSymptom ? nil : .object($0.json) }
    return .object(object)
  }
}

extension Outcome {
  /// Why a case was not judged, if it was not, or how its failure is known.
  var reason: String? {
    switch self {
    case .pass, .fail, .excluded: nil
    case .error(let message): message
    case .unsupported(let what): what
    case .notClaimed(let missing): missing.description
    case .knownFailure(let known, _), .stale(let known): known.reason
    }
  }
}

extension Failure.Exchange {
  /// The form that reports use.
  fileprivate var json: JSONObject {
    [
      "op": .string(call.operation), "in": .object(call.input),
      "actual": .object(answer.json),
    ]
  }
}

extension Cause {
  /// The form that reports use.
  fileprivate var json: JSONObject {
    var object: JSONObject = ["cause": .string(name), "hint": .string(hint)]
    object["clause"] = clause.map { .string($0.text) }
    return object
  }
}

extension Claims {
  /// Name, version and language, as the adapter protocol writes them.
  var identity: JSONObject {
    var object: JSONObject = [
      "name": .string(name), "version": .string(version),
    ]
    object["language"] = language.map(JSON.string)
    return object
  }
}

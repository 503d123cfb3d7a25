// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// One thing that is worth knowing about a result, under a label.
struct Detail: Sendable, Equatable {
  let label: String
  /// One visible line (``TextTarget/line``).
  let text: String

  init(_ label: String, _ text: String) {
    self.label = label
    self.text = text.escaped(for: .line)
  }
}

extension CaseResult {
  /// What is needed to mend a failure, in the order in which one reads it.
  ///
  /// - Parameter command: What runs a case again (``Report/command``).
  func details(_ command: RepeatCommand) -> [Detail] {
    var details = entry.group.specifications.map { Detail("clause", $0.text) }
    details.append(Detail("tests", entry.vector.reason))
    switch outcome {
    case .fail(let failure): details += failure.details(of: entry, cause)
    case .error(let message): details.append(Detail("error", message))
    case .unsupported(let what): details.append(Detail("declined", what))
    case .knownFailure(let known, let failure):
      if let failure { details += failure.details(of: entry, cause) }
      details.append(Detail("known as", known.reason))
    case .pass, .stale, .notClaimed, .excluded: break
    }
    if let policy = deliberatePolicy {
      details.append(
        Detail(
          "policy",
          "if this is deliberate, declare \(policy.name.quoted):"
            + " \(policy.value.quoted) (otpkit conform policies lists them)"))
    }
    details.append(Detail("repeat", command.text(id: entry.vector.id)))
    return details
  }
}

extension Failure {
  fileprivate func details(of entry: VectorEntry, _ cause: Cause?) -> [Detail] {
    let place = step.map { "step \($0): " } ?? ""
    let input = JSON.object(call.input).text(.ascii)
    var details = story.prefix(1).map { Detail("began", $0.text) }
    details += [
      Detail("input", "\(place)\(call.operation) \(input)"),
      Detail("expected", expected?.json.text(.ascii) ?? "any value"),
      Detail("actual", JSON.object(actual.json).text(.ascii)),
    ]
    if let detail { details.append(Detail("detail", detail)) }
    let diagnosis = Diagnosis(self, of: entry)
    if let stage = diagnosis.stage, let finding = diagnosis.finding {
      details.append(Detail("stage", "\(stage.rawValue): \(finding)"))
    }
    if let cause = cause ?? diagnosis.causes.first, !cause.isSymptom {
      details.append(Detail("likely", "\(cause.name): \(cause.text)"))
    }
    return details
  }
}

extension Failure.Exchange {
  /// The call and its answer in one line.
  fileprivate var text: String {
    Self.text(call.operation, .object(call.input), .object(answer.json))
  }

  /// An operation, its input and its answer in one line.
  static func text(
    _ operation: String, _ input: JSON, _ answer: JSON
  ) -> String {
    "\(operation) \(input.text(.ascii)), answered \(answer.text(.ascii))"
  }
}

extension SpecReference {
  /// Document, section and note in one line.
  var text: String {
    "\(document) \(section)" + (note.map { " (\($0))" } ?? "")
  }
}

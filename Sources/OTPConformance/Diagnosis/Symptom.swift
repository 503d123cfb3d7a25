// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Cause {
  /// What was seen in a result, if it does not conform.
  static func symptom(of result: CaseResult) -> Cause? {
    if let policy = result.deliberatePolicy {
      return .symptom(
        policy.name, "what was answered is a choice that can be declared")
    }
    return switch result.outcome {
    case .fail(let failure), .knownFailure(_, let failure?):
      symptom(of: failure, Diagnosis(failure, of: result.entry))
    case .error:
      .symptom("no-answer", "there was no answer, but a crash or a timeout")
    case .unsupported:
      .symptom("declined", "what is claimed was declined")
    case .pass, .notClaimed, .excluded, .knownFailure, .stale: nil
    }
  }

  /// What was seen in a failure.
  ///
  /// The name has the operation in it, so that
  /// what has nothing in common is not put together.
  static func symptom(of failure: Failure, _ diagnosis: Diagnosis) -> Cause {
    let operation = failure.call.operation
    if diagnosis.stage != nil, case .value(let code) = failure.actual,
      code.string == nil
    {
      return .symptom(
        "\(operation).type",
        "a code is text, and this is \(code.kindInWords): leading zeros are lost"
      )
    }
    if let stage = diagnosis.stage {
      return .symptom(
        "\(operation).\(stage.rawValue.lowercased())",
        stage == .hmac
          ? "the HMAC is not the right one, so look at key, counter and hash"
          : "the code goes wrong at the stage \"\(stage.rawValue)\"",
        clause: .section("rfc4226", "5.3"))
    }
    switch (failure.expected, failure.actual) {
    case (.reject(let category), .value):
      return .symptom(
        "\(operation).takes-\(category)",
        "\(operation) takes what is to be refused as \(category)")
    case (_, .reject):
      return .symptom(
        "\(operation).refuses", "\(operation) refuses what is right")
    case (.value(let expected), .value(let actual)):
      return difference(operation, expected, actual)
    default:
      return .symptom("\(operation).value", "\(operation) gives another value")
    }
  }

  private static func difference(
    _ operation: String, _ expected: JSON, _ actual: JSON
  ) -> Cause {
    let kinds = (expected.object?.members ?? []).compactMap { name, due in
      actual.object?[name].map { (name, $0.kindInWords, due.kindInWords) }
    }
    let wrong = kinds.first { _, given, due in
      given != due && ![given, due].contains("null")
    }
    if let (name, given, due) = wrong {
      return .symptom(
        "\(operation).type", "\(name) is \(given), and should be \(due)")
    }
    let verdicts = [expected, actual].map { $0.object?["accepted"] }
    return switch (verdicts[0], verdicts[1]) {
    case (true, false):
      .symptom("\(operation).rejects", "\(operation) rejects a right code")
    case (false, true):
      .symptom("\(operation).accepts", "\(operation) accepts a wrong code")
    default:
      .symptom("\(operation).value", "\(operation) gives another value")
    }
  }
}

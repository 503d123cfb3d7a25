// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A form in which the report of a run is written.
public protocol Reporter: Sendable {
  /// The whole report as text, with a line end after its last line.
  func text(for report: Report) -> String
}

extension Expectation.Definite {
  /// The answer as vectors and the adapter protocol write it.
  var json: JSON {
    switch self {
    case .value(let value): ["value": value]
    case .uri(let uri): ["uri": .string(uri)]
    case .reject(let category): ["reject": ["category": .string(category)]]
    }
  }
}

extension Answer {
  /// The answer as the adapter protocol writes it.
  var json: JSONObject {
    switch self {
    case .value(let value): ["value": value]
    case .reject(let category, let message):
      [
        "reject": .object(
          JSONObject(
            [("category", .string(category))]
              + (message.map { [("message", .string($0))] } ?? [])))
      ]
    case .unsupported(let what): ["unsupported": ["what": .string(what)]]
    case .fault(let message): ["fault": ["message": .string(message)]]
    }
  }
}

extension Int {
  /// The number with a noun: "1 case", "2 cases".
  func counting(_ noun: String) -> String {
    "\(self) \(noun)\(self == 1 ? "" : "s")"
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Report {
  /// The report with a cause for each result that does not conform
  /// (``CaseResult/cause``).
  ///
  /// - Parameter suspects: Implementations with one mistake each, which are
  ///   put to the cases that the known mistakes do not explain.
  public func explained(by suspects: [Suspect] = []) async -> Report {
    guard results.contains(where: { $0.outcome.failure != nil }) else {
      return with(results: results.map { $0.caused(by: nil) })
    }
    var inquiry = Inquiry(self)
    await inquiry.run(suspects)
    var index = -1
    return with(
      results: results.map { result in
        guard result.outcome.failure != nil else {
          return result.caused(by: nil)
        }
        index += 1
        return result.caused(by: inquiry.causes[index])
      })
  }
}

extension CaseResult {
  /// The result with a cause; if there is none, with what was seen.
  fileprivate func caused(by cause: Cause?) -> CaseResult {
    var result = self
    result.cause = cause ?? .symptom(of: self)
    return result
  }
}

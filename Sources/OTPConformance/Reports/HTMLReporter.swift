// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report as one HTML file that needs nothing else, neither a script nor
/// a network: a matrix of one implementation.
public struct HTMLReporter: Reporter {
  /// Makes a reporter.
  public init() {}

  /// The whole page.
  public func text(for report: Report) -> String {
    Matrix([RunSummary(report)]).html
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A parser that reads what it is not to trust, with what must hold of every
/// input: an error or a value, in bounded time, and the same text again from
/// a value where a value has one text.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case account
  case baseline
  case base32
  case hex
  case json
  case oneTimeCode = "code"
  case backupCode = "backup-code"
  case backupSet = "backup-set"
  case ocraSuite = "ocra-suite"
  case phc
  case reply
  case request
  case report
  case sizes
  case toolFile = "tool-file"
  case uri
  case vectors

  /// What did not hold.
  package struct Violation: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads one input.
  ///
  /// - Throws: ``Violation`` if something does not hold. A refusal of the
  ///   parser is none.
  package func run(_ bytes: [UInt8]) async throws(Violation) {
    switch self {
    case .account: try await FuzzTarget.account(bytes)
    case .baseline: FuzzTarget.baseline(bytes)
    case .base32: try FuzzTarget.base32(bytes)
    case .hex: try FuzzTarget.hex(bytes)
    case .json: try FuzzTarget.json(bytes)
    case .oneTimeCode: try FuzzTarget.oneTimeCode(bytes)
    case .backupCode: try FuzzTarget.backupCode(bytes)
    case .backupSet: FuzzTarget.backupSet(bytes)
    case .ocraSuite: try FuzzTarget.ocraSuite(bytes)
    case .phc: try FuzzTarget.phc(bytes)
    case .reply: FuzzTarget.reply(bytes)
    case .request: try await FuzzTarget.request(bytes)
    case .report: FuzzTarget.report(bytes)
    case .sizes: try FuzzTarget.sizes(bytes)
    case .toolFile: FuzzTarget.toolFile(bytes)
    case .uri: try FuzzTarget.uri(bytes)
    case .vectors: await FuzzTarget.vectors(bytes)
    }
  }

  /// Fails unless a condition holds.
  static func require(
    _ condition: Bool, _ what: String
  ) throws(Violation) {
    guard condition else { throw Violation(description: what) }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPConformance
import OTPCore

// The operations on backup codes.

/// The sets of backup codes that are behind a handle.
struct BackupCodeStore: Sendable {
  var sets: [String: BackupCodeSet] = [:]

  /// What the codes and salts of new sets are drawn from.
  var generator: any RandomNumberGenerator & Sendable

  /// The kit tests rules, not cost: with the cost of a server a run would
  /// take a minute.
  let scheme = BackupCodeScheme(derivation: .cheapest)
}

extension CoreImplementation {
  func backupGenerate(_ call: Call) throws(Refusal) -> JSON {
    let count = try Arguments(call, "count").number(
      "count", "code-count-out-of-range")
    let (codes, set) = try checkedCodes { () throws(BackupCodeError) in
      try backupCodes.scheme.issue(
        count: count, using: &backupCodes.generator)
    }
    let handle = newHandle()
    backupCodes.sets[handle] = set
    return [
      "handle": .string(handle),
      "codes": .array(codes.map { .string($0.revealedText) }),
    ]
  }

  func backupCheck(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(call, "handle", "code")
    let handle = try fields.text("handle")
    let code = try fields.text("code")
    guard let set = backupCodes.sets[handle] else {
      throw .reject("handle-unknown", "handle: not open")
    }
    let (verdict, next) = try checkedCodes { () throws(BackupCodeError) in
      try set.check(code, with: backupCodes.scheme)
    }
    backupCodes.sets[handle] = next
    guard case .accepted(let match) = verdict else {
      return ["accepted": false]
    }
    return ["accepted": true, "remaining": .integer(match.remaining)]
  }

  private func checkedCodes<Result>(
    _ body: () throws(BackupCodeError) -> Result
  ) throws(Refusal) -> Result {
    do throws(BackupCodeError) {
      return try body()
    } catch {
      guard error == .count else {
        throw Refusal(.fault(error.description))
      }
      throw .reject("code-count-out-of-range", error.description)
    }
  }
}

extension KeyDerivation {
  /// A key derivation that costs next to nothing.
  fileprivate static var cheapest: KeyDerivation {
    (try? .pbkdf2SHA256(iterations: 1)) ?? .backupCode
  }
}

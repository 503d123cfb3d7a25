// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore
import Rounds

/// Backup codes at the shipped parameters: making ten, hashing one, checking
/// one; and that a check does not cost more where there are more codes.
func measureBackupCodes() {
  do {
    let scheme = BackupCodeScheme()
    solo(
      "backup codes: generate ten",
      Job(count: 1) { _ in (try? BackupCode.generate().count) ?? 0 })
    solo(
      "backup codes: hash one",
      Job(count: 1) { _ in (try? scheme.issue(count: 1).set.remaining) ?? 0 })
    let few = try scheme.issue(count: 1).set
    let many = try scheme.issue(count: 10).set
    let typed = try BackupCode.generate(count: 1)[0].revealedText
    let job = check(typed, many, scheme)
    job.run()
    guard job.answers() == [1] else { return print("backup codes: no check") }
    solo("backup codes: verify, of ten", job)
    paired(
      "backup codes: verify | of ten vs of one", job,
      vs: check(typed, few, scheme))
  } catch {
    print("backup codes: \(error)")
  }
}

/// A check of a code that the set does not have: every well-formed one costs
/// the same.
private func check(
  _ typed: String, _ set: BackupCodeSet, _ scheme: BackupCodeScheme
) -> Job {
  Job(count: 1) { _ in
    let result = try? set.check(typed, with: scheme)
    return result?.verdict == .rejected(.mismatch) ? 1 : 0
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// Backup codes. They are hashed with PBKDF2 here: scrypt, the default, makes
// addresses of the code by design (RFC 7914 section 12).

/// A set of ten codes, in the clear.
private struct Issued {
  let scheme: BackupCodeScheme
  let codes: [String]
  let set: BackupCodeSet

  init(pepper: Pepper?) throws {
    scheme = try BackupCodeScheme(
      derivation: .pbkdf2SHA256(iterations: 2), pepper: pepper)
    let (codes, set) = try scheme.issue()
    self.codes = codes.map(\.revealedText)
    self.set = set
  }

  /// Checks `code`, secretly, against `set` or the one given.
  func check(
    _ code: String, in other: BackupCodeSet? = nil
  ) throws -> (verdict: Verdict<BackupCodeSet.Match>, next: BackupCodeSet) {
    let (verdict, next) = try (other ?? set).check(
      code.tainted(except: "-"), with: scheme)
    return (published(verdict), next)
  }
}

/// A code of nobody's set.
private let unknown = "22222-ZZZZZ-23456"

let backupCodes = [
  Subject("BackupCode ==") {
    let code = BackupCode(unknown.tainted(except: "-"))
    let other = BackupCode(unknown.lowercased())
    guard let code, let other else { return false }
    return code == other
  },
  Subject("BackupCode.revealedText") {
    let code = BackupCode(unknown.tainted(except: "-"))
    return (code?.revealedText).map(published) == unknown
  },
  Subject("BackupCode.generate") {
    var generator = TaintedGenerator()
    let codes = try BackupCode.generate(count: 3, using: &generator)
    let texts = codes.map { published($0.revealedText) }
    return Set(texts).count == 3
  },
  Subject("backup codes, the first one") {
    let issued = try Issued(pepper: nil)
    return try match(issued.check(issued.codes[0]).verdict)?.index == 0
  },
  Subject("backup codes, the last one") {
    let issued = try Issued(pepper: nil)
    let match = match(try issued.check(issued.codes[9]).verdict)
    return match?.index == 9 && match?.remaining == 9
  },
  Subject("backup codes, none") {
    let issued = try Issued(pepper: nil)
    return try issued.check(unknown).verdict == .rejected(.mismatch)
  },
  Subject("backup codes, a spent one") {
    let issued = try Issued(pepper: nil)
    let spent = try issued.set.check(issued.codes[3], with: issued.scheme)
    let verdict = try issued.check(issued.codes[3], in: spent.next).verdict
    return verdict == .rejected(.replayed)
  },
  Subject("backup codes with a pepper") {
    let key = try Secret.tainted([UInt8](0..<32))
    let issued = try Issued(pepper: Pepper(id: "a", key: key))
    return try issued.check(unknown).verdict == .rejected(.mismatch)
  },
]

private func match(
  _ verdict: Verdict<BackupCodeSet.Match>
) -> BackupCodeSet.Match? {
  if case .accepted(let match) = verdict { match } else { nil }
}

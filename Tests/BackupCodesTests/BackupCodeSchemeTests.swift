// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import BackupCodes

@Suite struct BackupCodeSchemeTests {
  @Test func defaults() throws {
    let scheme = BackupCodeScheme()
    #expect(scheme.derivation == .backupCode && scheme.pepper == nil)
    let (codes, set) = try scheme.issue(count: 2)
    #expect(set.derivation == .backupCode && set.pepperID == nil)
    let (verdict, next) = try set.check(codes[1].revealedText, with: scheme)
    #expect(
      verdict == .accepted(.init(index: 1, remaining: 1, isOutdated: false)))
    #expect(next.spent == [1])
  }

  @Test(arguments: [0, 101])
  func counts(_ count: Int) throws {
    #expect(throws: BackupCodeError.count) {
      try BackupCodeScheme(derivation: cheap()).issue(count: count)
    }
  }

  @Test func brokenGenerator() {
    #expect(throws: BackupCodeError.repeatedCode) {
      var generator = StuckGenerator()
      return try BackupCodeScheme(derivation: cheap()).issue(using: &generator)
    }
  }

  /// Stored forms of the code 23456-789AB-CDEFG that Python's hashlib made
  /// (scrypt, pbkdf2_hmac and hmac), with the pepper k1 of 32 bytes 0x0B.
  @Test(arguments: [
    """
    $scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw\
    $xZvhvQf6gMTK77GXN0ObktMYLZuSIa68qpSa8yR2zh8
    """,
    """
    $scrypt$ln=4,r=8,p=1,keyid=k1$AAECAwQFBgcICQoLDA0ODw\
    $T0Wy/DHYkuNEG6YfNailssLSanMLOXKTFoPmeGMvU/U
    """,
    """
    $pbkdf2-sha256$i=1000$AAECAwQFBgcICQoLDA0ODw\
    $EgvwaLfFjAQVd2KZv+M3Gf+0S2ZqUlIFbkFzLpwQ6M0
    """,
    """
    $pbkdf2-sha256$i=1000,keyid=k1$AAECAwQFBgcICQoLDA0ODw\
    $xxFhIQu6BJ1www4wfa7HDRPZI8Tkw9mPXaNqfVLE/0M
    """,
  ])
  func storedByAnotherProgram(_ text: String) throws {
    let set = try BackupCodeSet(
      hashes: [PHCString(parsing: text)], spent: [])
    let scheme = try BackupCodeScheme(pepper: pepper("k1", 0x0B))
    let (verdict, _) = try set.check("23456-789AB-CDEFG", with: scheme)
    #expect(
      verdict == .accepted(.init(index: 0, remaining: 0, isOutdated: true)))
  }
}

// MARK: - Peppers

extension BackupCodeSchemeTests {
  private func scheme(
    _ pepper: Pepper?, former: [Pepper] = []
  ) throws -> BackupCodeScheme {
    try BackupCodeScheme(
      derivation: cheap(), pepper: pepper, formerPeppers: former)
  }

  private func accepts(
    _ code: BackupCode, _ set: BackupCodeSet, _ scheme: BackupCodeScheme
  ) throws -> Bool {
    let (verdict, _) = try set.check(code.revealedText, with: scheme)
    guard case .accepted = verdict else { return false }
    return true
  }

  @Test func pepperIsNamedAndNeeded() throws {
    let one = try scheme(pepper("one", 1))
    let (codes, set) = try one.issue()
    #expect(set.pepperID == "one")
    #expect(set.hashes.allSatisfy { $0.text.contains(",keyid=one$") })
    #expect(try accepts(codes[0], set, one))
    // Another key under the same name: the code is simply wrong.
    #expect(try !accepts(codes[0], set, scheme(pepper("one", 2))))
  }

  @Test func rotation() throws {
    let (one, two) = (try pepper("one", 1), try pepper("two", 2))
    let (codes, set) = try scheme(one).issue()
    let rotated = try scheme(two, former: [one])
    #expect(try accepts(codes[0], set, rotated))
    #expect(rotated.isOutdated(set))
    let (newCodes, newSet) = try rotated.issue()
    #expect(newSet.pepperID == "two" && !rotated.isOutdated(newSet))
    #expect(try accepts(newCodes[0], newSet, rotated))
  }

  /// Also for a malformed code: the fault lies with the server.
  @Test func unknownPepper() throws {
    let (codes, set) = try scheme(pepper("one", 1)).issue()
    let others = [try scheme(nil), try scheme(pepper("two", 1))]
    for scheme in others {
      for text in [codes[0].revealedText, "123456"] {
        #expect(throws: BackupCodeError.unknownPepper(id: "one")) {
          try set.check(text, with: scheme)
        }
      }
    }
  }

  @Test func pepperMayBeAddedAndDropped() throws {
    let one = try pepper("one", 1)
    let (codes, bare) = try scheme(nil).issue()
    #expect(try accepts(codes[0], bare, scheme(one)))
    #expect(try scheme(one).isOutdated(bare))
    let (more, peppered) = try scheme(one).issue()
    let dropped = try scheme(nil, former: [one])
    #expect(try accepts(more[0], peppered, dropped))
    #expect(dropped.isOutdated(peppered))
  }

  @Test func repeatedIDs() throws {
    let (a, b) = (try pepper("one", 1), try pepper("one", 2))
    let two = try pepper("two", 2)
    #expect(throws: BackupCodeError.repeatedPepper) {
      try scheme(a, former: [two, b])
    }
    #expect(throws: BackupCodeError.repeatedPepper) {
      try scheme(nil, former: [a, b])
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import BackupCodes

@Suite struct BackupCodeSetCheckTests {
  let scheme: BackupCodeScheme
  let codes: [String]
  let set: BackupCodeSet

  init() throws {
    scheme = BackupCodeScheme(derivation: try cheap())
    let issued = try scheme.issue()
    codes = issued.codes.map(\.revealedText)
    set = issued.set
  }

  private func accepted(
    _ index: Int, remaining: Int, isOutdated: Bool = false
  ) -> Verdict<BackupCodeSet.Match> {
    .accepted(
      .init(index: index, remaining: remaining, isOutdated: isOutdated))
  }

  /// A set of which every code is spent.
  private func spentSet() throws -> BackupCodeSet {
    try BackupCodeSet(hashes: set.hashes, spent: Array(0..<10))
  }

  // MARK: Spending

  @Test func oneCodeOnce() throws {
    let (verdict, next) = try set.check(codes[3], with: scheme)
    #expect(verdict == accepted(3, remaining: 9))
    #expect(next.remaining == 9 && next.count == 10 && next.spent == [3])
    let (again, after) = try next.check(codes[3], with: scheme)
    #expect(again == .rejected(.replayed))
    #expect(after == next)
    // The check is pure: the old value knows of nothing.
    #expect(set.remaining == 10)
  }

  @Test func allTenInAnyOrder() throws {
    var (set, remaining) = (set, 10)
    for index in codes.indices.shuffled() {
      remaining -= 1
      let (verdict, next) = try set.check(codes[index], with: scheme)
      #expect(verdict == accepted(index, remaining: remaining))
      #expect(next != set)
      set = next
    }
    #expect(set.remaining == 0)
    for code in codes {
      let (verdict, next) = try set.check(code, with: scheme)
      #expect(verdict == .rejected(.replayed))
      #expect(next == set)
    }
  }

  @Test func formsOfTyping() throws {
    let code = codes[0]
    let forms = [
      code.lowercased(), code.replacing("-", with: " "),
      code.replacing("-", with: ""), " " + code + " ",
    ]
    for form in forms {
      let (verdict, _) = try set.check(form, with: scheme)
      #expect(verdict == accepted(0, remaining: 9))
    }
  }

  @Test func unknownCode() throws {
    let other = try BackupCode.generate(count: 1)[0].revealedText
    for set in [set, try spentSet()] {
      let (verdict, next) = try set.check(other, with: scheme)
      #expect(verdict == .rejected(.mismatch))
      #expect(next == set)
    }
  }

  @Test func codeOfAnotherSet() throws {
    let other = try scheme.issue()
    let (verdict, _) = try other.set.check(codes[0], with: scheme)
    #expect(verdict == .rejected(.mismatch))
  }

  /// Each single symbol counts.
  @Test func nearlyRight() throws {
    let symbols = Array(codes[0].utf8.filter { $0 != UInt8(ascii: "-") })
    for place in symbols.indices {
      var wrong = symbols
      wrong[place] = symbols[place] == 0x41 ? 0x42 : 0x41
      let (verdict, _) = try set.check(
        String(decoding: wrong, as: UTF8.self), with: scheme)
      #expect(verdict == .rejected(.mismatch), "place \(place)")
    }
  }

  @Test(arguments: ["", "123456", "not a backup code", "23456-789AB-CDEF0"])
  func malformed(_ text: String) throws {
    let (verdict, next) = try set.check(text, with: scheme)
    #expect(verdict == .rejected(.malformed))
    #expect(next == set)
  }

  @Test(arguments: [1, 2, 100])
  func otherSizes(_ count: Int) throws {
    let (codes, set) = try scheme.issue(count: count)
    let last = try #require(codes.last).revealedText
    let (verdict, next) = try set.check(last, with: scheme)
    #expect(verdict == accepted(count - 1, remaining: count - 1))
    #expect(next.spent == [count - 1])
  }

  // MARK: Cost

  /// One derivation for every well-formed text, whatever is left.
  @Test func oneDerivationPerCheck() throws {
    let unknown = try BackupCode.generate(count: 1)[0].revealedText
    for set in [set, try spentSet()] {
      for text in [codes[0], codes[9], unknown] {
        let counter = DerivationCounter()
        let hasher = counter.hasher(for: set)
        _ = try set.check(text, hasher: hasher, isOutdated: false)
        #expect(counter.count == 1)
      }
    }
  }

  @Test func noDerivationForMalformedTexts() throws {
    let counter = DerivationCounter()
    let hasher = counter.hasher(for: set)
    _ = try set.check("123456", hasher: hasher, isOutdated: false)
    #expect(counter.count == 0)
  }

  // MARK: Failure

  /// The error is not a verdict, and no set comes with it.
  @Test func derivationFailure() throws {
    var hasher = DerivationCounter().hasher(for: set)
    hasher.derive = { _, _, _ throws(KeyDerivationError) in
      throw .outOfMemory
    }
    #expect(throws: BackupCodeError.derivation(.outOfMemory)) {
      try set.check(codes[0], hasher: hasher, isOutdated: false)
    }
  }

  // MARK: Outdated sets

  @Test func outdatedSetsStillWork() throws {
    let newer = BackupCodeScheme(derivation: .backupCode)
    #expect(newer.isOutdated(set) && !scheme.isOutdated(set))
    let (verdict, next) = try set.check(codes[2], with: newer)
    #expect(verdict == accepted(2, remaining: 9, isOutdated: true))
    #expect(newer.isOutdated(next))
  }

  @Test func issuingAgainVoidsTheOldCodes() throws {
    let newer = BackupCodeScheme(
      derivation: try .pbkdf2SHA256(iterations: 3))
    let (newCodes, newSet) = try newer.issue()
    #expect(!newer.isOutdated(newSet))
    for code in codes {
      let (verdict, _) = try newSet.check(code, with: newer)
      #expect(verdict == .rejected(.mismatch))
    }
    let (verdict, _) = try newSet.check(newCodes[0].revealedText, with: newer)
    #expect(verdict == accepted(0, remaining: 9))
  }
}

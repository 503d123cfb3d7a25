// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a new password must be: long enough and not a known one (NIST SP
/// 800-63B-4 section 3.1.1.2).
///
/// No mixture of characters is asked for.
///
/// Passwords are taken byte for byte. If your clients may send one text in
/// several Unicode forms, normalise before (NFKC), always in the same way.
public struct PasswordPolicy: Hashable, Sendable {
  /// The fewest characters where a second factor is in use: 8 to 64.
  public var minimum: Int

  /// The fewest characters where the password is alone: 15 to 64.
  public var minimumAlone: Int

  /// The most bytes: 256, so that 64 characters fit, to 65,536.
  public var maximumByteCount: Int

  /// Passwords that are refused, in lower case.
  public var blocklist: Set<String>

  /// Words that a password may not consist of, such as the service's name.
  public var contextWords: Set<String>

  /// A policy.
  ///
  /// - Throws: ``PolicyError`` for a number out of its range.
  public init(
    minimum: Int = 8, minimumAlone: Int = 15, maximumByteCount: Int = 1_024,
    blocklist: Set<String> = PasswordPolicy.commonPasswords,
    contextWords: Set<String> = []
  ) throws(PolicyError) {
    self.init(
      unchecked: minimum, minimumAlone, maximumByteCount, blocklist,
      contextWords)
    try check()
  }

  /// 8 characters beside a second factor, 15 alone, and a short list of those
  /// that everybody tries.
  public static let `default` = PasswordPolicy(
    unchecked: 8, 15, 1_024, commonPasswords, [])

  private init(
    unchecked minimum: Int, _ minimumAlone: Int, _ maximumByteCount: Int,
    _ blocklist: Set<String>, _ contextWords: Set<String>
  ) {
    self.minimum = minimum
    self.minimumAlone = minimumAlone
    self.maximumByteCount = maximumByteCount
    self.blocklist = blocklist
    self.contextWords = contextWords
  }

  /// Refuses numbers out of their ranges (NIST SP 800-63B-4 section 3.1.1.2).
  func check() throws(PolicyError) {
    try PolicyError.require(minimum, "PasswordPolicy.minimum", in: 8...64)
    try PolicyError.require(
      minimumAlone, "PasswordPolicy.minimumAlone", in: 15...64)
    try PolicyError.require(
      maximumByteCount, "PasswordPolicy.maximumByteCount", in: 256...65_536)
  }

  /// The policy in one sentence for the form's heading.
  public func summary(hasSecondFactor: Bool) -> String {
    let count = hasSecondFactor ? minimum : minimumAlone
    return "At least \(count) characters of any kind, and no password that is"
      + " easy to guess."
  }

  /// The rules that a password breaks, in order.
  func violations(
    of password: String, hasSecondFactor: Bool, words: [String]
  ) -> [PasswordViolation] {
    var broken: [PasswordViolation] = []
    let fewest = hasSecondFactor ? minimum : minimumAlone
    // Code points, as NIST counts them.
    if password.unicodeScalars.count < fewest {
      broken.append(.tooShort(minimum: fewest))
    }
    if password.utf8.count > maximumByteCount {
      broken.append(.tooLong(maximumByteCount: maximumByteCount))
    }
    if password.utf8.contains(0) { broken.append(.containsNUL) }
    let folded = password.lowercased()
    if blocklist.contains(folded) || Self.isMonotonous(folded) {
      broken.append(.common)
    }
    let context = contextWords.map { $0.lowercased() } + words
    if context.contains(where: { Self.isMade(folded, of: $0) }) {
      broken.append(.guessable)
    }
    return broken
  }

  /// One character over and over, or neighbours in order: `aaaa…`, `1234…`.
  private static func isMonotonous(_ text: String) -> Bool {
    let values = text.unicodeScalars.map { Int($0.value) }
    guard values.count > 1 else { return false }
    let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
    return steps.count == 1 && steps.isSubset(of: [-1, 0, 1])
  }

  /// A word and at most four characters more, anywhere around it.
  private static func isMade(_ text: String, of word: String) -> Bool {
    guard word.count >= 3, text.count <= word.count + 4 else { return false }
    return text.hasPrefix(word) || text.hasSuffix(word)
  }

  /// A short list to begin with; give a real one, such as that of a breach
  /// corpus, in ``blocklist``.
  public static let commonPasswords: Set<String> = [
    "password", "password1", "password123", "passw0rd", "12345678",
    "123456789", "1234567890", "qwerty123", "qwertyuiop", "1q2w3e4r",
    "iloveyou", "sunshine", "princess", "football", "baseball", "welcome1",
    "welcome123", "letmein123", "trustno1", "superman", "starwars",
    "whatever", "computer", "changeme", "changeme123", "administrator",
    "correcthorsebatterystaple", "passwordpassword", "qwertyuiopasdfgh",
    "123456789012345", "1234567890123456", "iloveyouiloveyou",
    "thisisapassword", "thisismypassword", "letmeinletmein123",
  ]
}

/// A rule that a new password breaks; the text is for the person.
public enum PasswordViolation: Hashable, Sendable, CustomStringConvertible {
  /// Fewer characters than this.
  case tooShort(minimum: Int)
  /// More bytes than this.
  case tooLong(maximumByteCount: Int)
  /// It is on the list of known passwords.
  case common
  /// It is made of the account's or the service's name.
  case guessable
  /// It is the one before.
  case unchanged
  /// It has a NUL character, which no key derivation may see.
  case containsNUL

  /// Which rule, in a sentence.
  public var description: String {
    switch self {
    case .tooShort(let minimum): "use at least \(minimum) characters"
    case .tooLong(let count): "use at most \(count) bytes"
    case .common: "this password is known to attackers"
    case .guessable: "do not use your name or that of this service"
    case .unchanged: "this is the present password"
    case .containsNUL: "the password has a character that cannot be used"
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A role that an implementation plays: what one asks of a generator, of
/// a validator, of a reader of URIs.
///
/// A case belongs to a profile if it needs nothing that the profile does not
/// name. An implementation fulfils a profile if it claims all that the
/// profile names and passes every case of the level `must` in it.
public struct Profile: Sendable, Hashable {
  /// The name, such as `totp`: what `--profile` and `--require` take.
  public let name: String
  /// What it is, in a few words.
  public let title: String
  /// The operations and abilities (see ``Vocabulary``).
  public let capabilities: Set<String>

  /// The numbers of digits that the profile asks about.
  static let digits = 6...8
  /// The numbers of digits that an implementation must have.
  ///
  /// RFC 4226 section 5.3 asks for 6, and calls 7 and 8 possible.
  let demandedDigits: ClosedRange<Int>

  private init(
    _ name: String, _ title: String, _ capabilities: Set<String>,
    demandedDigits: ClosedRange<Int> = 6...6
  ) {
    self.name = name
    self.title = title
    self.capabilities = capabilities
    self.demandedDigits = demandedDigits
  }

  /// All profiles, from narrow to wide.
  public static let all: [Profile] = [
    Profile("hotp", "HOTP codes (RFC 4226)", ["hotp.generate", "sha1"]),
    Profile("totp", "TOTP codes (RFC 6238)", ["totp.generate", "sha1"]),
    Profile(
      "totp-full", "TOTP codes with every hash, time step and T0",
      ["totp.generate", "sha1", "sha256", "sha512", "t0", "step"]),
    Profile(
      "hotp-validation", "checking HOTP codes",
      ["hotp.verify", "hotp.resync", "sha1"]),
    Profile("totp-validation", "checking TOTP codes", ["totp.verify", "sha1"]),
    Profile(
      "verifier", "a validator that remembers",
      [
        "verifier.open", "verifier.check", "verifier.resync",
        "verifier.export", "verifier.import", "verifier.close", "sha1",
      ]),
    Profile(
      "base32", "secrets as text (RFC 4648)",
      ["base32.encode", "base32.decode"]),
    Profile(
      "otpauth", "otpauth URIs",
      ["otpauth.parse", "otpauth.build", "sha1", "sha256", "sha512", "step"],
      demandedDigits: 6...8),
    Profile("backup", "backup codes", ["backup.generate", "backup.check"]),
    Profile(
      "hmac", "HMAC (RFC 2104)",
      ["hmac.compute", "sha1", "sha256", "sha512"]),
    Profile(
      "ocra", "OCRA (RFC 6287)",
      ["ocra.generate", "sha1", "sha256", "sha512"]),
  ]

  /// The profile of a name.
  public static func named(_ name: String) -> Profile? {
    all.first { $0.name == name }
  }

  /// Whether a case belongs to the profile.
  public func contains(_ entry: VectorEntry) -> Bool {
    entry.requirements.allSatisfy { requirement in
      switch requirement {
      case .capability(let name): capabilities.contains(name)
      case .digits(let count): Self.digits.contains(count)
      case .counterBits, .keyBytes, .after, .window, .lookAhead: true
      }
    }
  }

  /// Whether an implementation that was not asked a case of the profile does
  /// not fulfil it.
  func demands(_ entry: VectorEntry, of claims: Claims) -> Bool {
    entry.group.level == .must
      && entry.requirements.allSatisfy { requirement in
        guard case .digits(let count) = requirement else { return true }
        return demandedDigits.contains(count)
          || claims.limits.digits?.contains(count) ?? true
      }
  }
}

/// What came of the cases of a profile.
public struct ProfileResult: Sendable, Equatable {
  /// The profile's name.
  public let name: String
  /// What it is, in a few words.
  public let title: String
  /// How many cases for the implementation it has.
  public let planned: Int
  /// How many passed.
  public let passed: Int
  /// How many failed, known or not.
  public let failed: Int
  /// How many were not asked, those that the run did not reach among them.
  public let skipped: Int
  /// How many of those that were not asked must have been.
  public let skippedMusts: Int
  /// How many did not pass, and count as warnings.
  public let warnings: Int
  /// How many did not pass, and count as remarks.
  public let remarks: Int

  /// Whether every case that must pass was asked and passed.
  public var isFulfilled: Bool {
    failed == 0 && skippedMusts == 0 && isClaimed
  }

  /// Whether the implementation was asked anything.
  public var isClaimed: Bool { skipped < planned }
}

extension ProfileResult {
  /// The profile's cases in a report.
  init(_ profile: Profile, in report: Report) {
    let results = report.results.filter { profile.contains($0.entry) }
    let unreached = report.unreached.filter(profile.contains)
    func count(failing weight: CaseVerdict) -> Int {
      results.count { $0.isNonconforming && $0.weight == weight }
    }
    name = profile.name
    title = profile.title
    planned = results.count + unreached.count
    passed = results.count { $0.verdict == .passed }
    failed = count(failing: .failed)
    let skippedEntries =
      results.filter { $0.verdict == .skipped }.map(\.entry) + unreached
    skipped = skippedEntries.count
    skippedMusts = skippedEntries.count {
      profile.demands($0, of: report.claims)
    }
    warnings = count(failing: .warning)
    remarks = count(failing: .remark)
  }

  /// Every profile that has a case in a report.
  static func all(in report: Report) -> [ProfileResult] {
    guard report.judgesProfiles else { return [] }
    return Profile.all.filter { profile in
      report.results.contains { profile.contains($0.entry) }
    }
    .map { ProfileResult($0, in: report) }
  }

  /// The form that reports use.
  var json: JSON {
    [
      "name": .string(name), "title": .string(title),
      "planned": .integer(planned), "passed": .integer(passed),
      "failed": .integer(failed), "skipped": .integer(skipped),
      "skippedMusts": .integer(skippedMusts),
      "warnings": .integer(warnings), "remarks": .integer(remarks),
    ]
  }
}

// MARK: - Gates

extension Report {
  /// Why the run does not fulfil a profile, in a sentence; `nil` if it does.
  ///
  /// Cases of the level `must` decide.
  public func shortfall(of profile: Profile) -> String? {
    let missing = profile.capabilities.intersection(Vocabulary.operations)
      .subtracting(claims.capabilities)
    guard missing.isEmpty else {
      return "\(profile.name): does not claim "
        + missing.sorted().joined(separator: ", ")
    }
    let result = ProfileResult(profile, in: self)
    guard results.contains(where: { profile.contains($0.entry) }) else {
      return "\(profile.name): nothing ran"
    }
    guard result.failed == 0 else {
      return "\(profile.name): \(result.failed) cases failed"
    }
    let skipped = results.first {
      $0.verdict == .skipped && profile.contains($0.entry)
        && profile.demands($0.entry, of: claims)
    }
    if let skipped {
      let why = skipped.outcome.reason.map { "\($0) not claimed" }
      return "\(profile.name): \(result.skippedMusts) cases that must pass"
        + " were skipped (\(why ?? "excluded"))"
    }
    guard result.skippedMusts == 0 else {
      let reason =
        isComplete ? "the selection left out" : "the run ended before"
      return "\(profile.name): \(reason) \(result.skippedMusts) cases that must"
        + " pass"
    }
    return result.isFulfilled ? nil : "\(profile.name): nothing ran"
  }
}

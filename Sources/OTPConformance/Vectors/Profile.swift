// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A role that an implementation plays: what one asks of a generator, of
/// a validator, of a reader of URIs.
///
/// A case belongs to a profile if it needs nothing that the profile does not
/// name. An implementation fulfils a profile if it claims all that the
/// profile names and passes every case in it.
public struct Profile: Sendable, Hashable {
  /// The name, such as `totp`: what `--profile` and `--require` take.
  public let name: String
  /// What it is, in a few words.
  public let title: String
  /// The operations and abilities (see ``Vocabulary``).
  public let capabilities: Set<String>

  /// The codes that every profile asks for: 6 to 8 digits, from counters of
  /// 64 bits.
  static let limits = Claims.Limits(digits: 6...8, counterBits: 64)

  private init(
    _ name: String, _ title: String, _ capabilities: Set<String>
  ) {
    self.name = name
    self.title = title
    self.capabilities = capabilities
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
      ["otpauth.parse", "otpauth.build", "sha1", "sha256", "sha512", "step"]),
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
      case .digits(let count): Self.limits.digits?.contains(count) ?? true
      case .counterBits, .keyBytes: true
      }
    }
  }
}

/// What came of the cases of a profile.
public struct ProfileResult: Sendable, Equatable {
  /// The profile's name.
  public let name: String
  /// What it is, in a few words.
  public let title: String
  /// How many of its cases were selected.
  public let planned: Int
  /// How many passed.
  public let passed: Int
  /// How many failed, known or not.
  public let failed: Int
  /// How many were not asked.
  public let skipped: Int

  /// Whether every case was asked and passed.
  public var isFulfilled: Bool { passed == planned && planned > 0 }

  /// Whether the implementation was asked anything.
  public var isClaimed: Bool { skipped < planned }
}

extension ProfileResult {
  /// The profile's cases in a report.
  init(_ profile: Profile, in report: Report) {
    let outcomes = report.results.filter { profile.contains($0.entry) }
      .map(\.outcome.verdict)
    name = profile.name
    title = profile.title
    planned = outcomes.count
    passed = outcomes.count { $0 == .passed }
    failed = outcomes.count { $0 == .failed || $0 == .known }
    skipped = outcomes.count { $0 == .skipped }
  }

  /// Every profile that has a case in a report.
  static func all(in report: Report) -> [ProfileResult] {
    Profile.all.map { ProfileResult($0, in: report) }
      .filter { $0.planned > 0 }
  }

  /// The form that reports use.
  var json: JSON {
    [
      "name": .string(name), "title": .string(title),
      "planned": .integer(planned), "passed": .integer(passed),
      "failed": .integer(failed), "skipped": .integer(skipped),
    ]
  }
}

// MARK: - Gates

extension Report {
  /// Why the run does not fulfil a profile, in a sentence; `nil` if it does.
  ///
  /// Cases of the level `must` decide; the others count only if they fail.
  public func shortfall(of profile: Profile) -> String? {
    let missing = profile.capabilities.intersection(Vocabulary.operations)
      .subtracting(claims.capabilities)
    guard missing.isEmpty else {
      return "\(profile.name): does not claim "
        + missing.sorted().joined(separator: ", ")
    }
    let results = results.filter { profile.contains($0.entry) }
    guard !results.isEmpty else { return "\(profile.name): nothing ran" }
    let failed = results.count {
      $0.outcome.verdict == .failed || $0.outcome.verdict == .known
    }
    guard failed == 0 else { return "\(profile.name): \(failed) cases failed" }
    let skipped = results.filter {
      $0.outcome.verdict == .skipped && $0.entry.group.level == .must
    }
    guard let first = skipped.first else { return nil }
    let why = first.outcome.reason.map { "\($0) not claimed" } ?? "excluded"
    return "\(profile.name): \(skipped.count) cases that must pass were"
      + " skipped (\(why))"
  }
}

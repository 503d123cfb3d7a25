// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@testable import OTPConformance

/// An implementation that answers the fixture's cases rightly, except where
/// a test puts another answer in.
actor Sample: Implementation {
  typealias Override = @Sendable (Call) throws -> Answer?

  nonisolated let claims: Claims
  private let override: Override
  private var opened = 0
  private var used: Set<String> = []

  init(
    claims: Claims = Sample.claims, override: @escaping Override = { _ in nil }
  ) {
    self.claims = claims
    self.override = override
  }

  static let claims = Claims(
    name: "sample", version: "2.0", language: "swift",
    capabilities: [
      "hotp.generate", "base32.decode", "verifier.open", "verifier.check",
      "verifier.resync", "sha1", "t0",
    ])

  /// The claims with something changed.
  static func claims(_ change: (inout Claims) -> Void) -> Claims {
    var claims = claims
    change(&claims)
    return claims
  }

  func answer(_ call: Call) throws -> Answer {
    if let answer = try override(call) { return answer }
    switch call.operation {
    case "hotp.generate":
      return call.string("key") == ""
        ? .reject(category: "key-empty") : .value("755224")
    case "base32.decode": return .value("66")
    case "verifier.open":
      opened += 1
      return .value(["handle": .string(String(opened))])
    case "verifier.check": return check(call)
    case "verifier.resync": return .value(["codes": ["1"]])
    default: return .unsupported("op")
    }
  }

  private func check(_ call: Call) -> Answer {
    guard let handle = call.string("handle"), handle != "x" else {
      return .reject(category: "handle-unknown")
    }
    let isFresh = used.insert(handle).inserted
    return .value(["accepted": .bool(isFresh)])
  }
}

/// Something that goes wrong.
struct Breakage: Error, CustomStringConvertible {
  let description: String
}

extension Report {
  /// A report on the fixture's vectors.
  static func make(
    _ implementation: some Implementation = Sample(),
    _ selection: Selection = Selection(),
    strictness: Strictness = .musts
  ) async throws -> Report {
    let runner = Runner(
      vectors: try Fixture.vectors(), selection: selection,
      strictness: strictness)
    return try await runner.run(implementation)
  }

  /// The outcome of a case.
  func outcome(_ id: String) -> Outcome? {
    results.first { $0.entry.vector.id == id }?.outcome
  }

  /// The failure of a case.
  func failure(_ id: String) -> Failure? {
    if case .fail(let failure) = outcome(id) { failure } else { nil }
  }
}

extension Report {
  /// A report with every outcome but those of a baseline, and with text that
  /// is hostile to any format.
  static func wrongInEveryWay(
    _ selection: Selection = Selection(), strictness: Strictness = .all
  ) async throws -> Report {
    let claims = Sample.claims {
      $0.name = "<sample> & \"co\" # | `x`"
      $0.capabilities.remove("base32.decode")
    }
    return try await make(
      Sample(claims: claims) { call in
        switch call.operation {
        case "hotp.generate":
          call.string("key") == ""
            ? .reject(category: "key-too-short") : .value("287082")
        case "verifier.check" where call.string("handle") == "x":
          throw Breakage(
            description: "]]></error> # \u{1b}[2J\u{0}\n...\n::x::")
        case "verifier.check": .value(["accepted": true])
        case "verifier.resync": .unsupported("lookAhead")
        default: nil
        }
      }, selection, strictness: strictness)
  }

  /// The same with a known failure and a stale one.
  static func withBaseline() async throws -> Report {
    let report = try await wrongInEveryWay()
    let known = [
      KnownFailure(
        id: "hotp.small.0", reason: "issue #12",
        observed: .value("287082", step: nil)),
      KnownFailure(
        id: "hotp.small.empty-key", reason: "was wrong", observed: .error),
    ]
    return KnownFailures(known).applied(to: report)
  }

  /// A run that ended before its last case.
  static func interrupted() async throws -> Report {
    let whole = try await make()
    return whole.with(results: Array(whole.results.dropLast()))
  }
}

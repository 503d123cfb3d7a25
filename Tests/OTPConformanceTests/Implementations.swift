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
    _ selection: Selection = Selection()
  ) async throws -> Report {
    try await Runner(vectors: Fixture.vectors(), selection: selection)
      .run(implementation)
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

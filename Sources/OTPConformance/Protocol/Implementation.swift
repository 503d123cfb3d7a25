// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A one-time-password implementation under test.
///
/// The kit asks, the implementation answers. A library's own tests can run
/// the whole kit on it:
///
/// ```swift
/// struct Mine: Implementation {
///   let claims = Claims(
///     name: "Mine", version: "1.0",
///     capabilities: ["hotp.generate", "sha1"],
///     limits: Claims.Limits(digits: 6...8))
///
///   func answer(_ call: Call) -> Answer {
///     guard call.string("algorithm") == "SHA1",
///       let key = call.bytes("key"),
///       let counter = call.counter("counter"),
///       let digits = call.integer("digits"),
///       let code = myHOTP(key, counter, digits)
///     else { return .reject(category: "algorithm-unknown") }
///     return .value(.string(code))
///   }
/// }
///
/// @Test func conforms() async throws {
///   let report = try await Runner(vectors: .embedded()).run(Mine())
///   let text = HumanReporter().text(for: report)
///   #expect(report.exitCode == .conformant, "\(text)")
/// }
/// ```
public protocol Implementation: Sendable {
  /// Who it is, what it can do, and how it chose where it had a choice.
  var claims: Claims { get }

  /// Answers one call.
  ///
  /// What the implementation refuses is a rejection; what it has no means to
  /// compute is unsupported. An error that is thrown counts as a crash.
  func answer(_ call: Call) async throws -> Answer

  /// Answers several calls, none of which needs the answer to another.
  ///
  /// There is one result a call, in order. What is not made here asks for
  /// one answer after the other; an implementation that is far away may send
  /// all calls before it waits.
  func answers(to calls: [Call]) async -> [Result<Answer, any Error>]

  /// The times that the implementation broke so far without breaking again
  /// when it was asked the same; none if nothing else is said here.
  var transientBreaks: [TransientBreak] { get async }
}

extension Implementation {
  /// None.
  public var transientBreaks: [TransientBreak] { [] }

  /// Asks for one answer after the other.
  public func answers(to calls: [Call]) async -> [Result<Answer, any Error>] {
    var results: [Result<Answer, any Error>] = []
    for call in calls {
      do {
        results.append(.success(try await answer(call)))
      } catch {
        results.append(.failure(error))
      }
      guard !Task.isCancelled else { break }
    }
    return results
  }
}

/// Why there is no answer.
package protocol BreakError: Error {
  /// Whether nothing is answered any more, whatever is asked.
  var isFinal: Bool { get }
}

/// What an implementation says of itself before it is tested.
public struct Claims: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Its version.
  public var version: String
  /// The language it is written in, if it says so.
  public var language: String?
  /// Operations and abilities (see ``Vocabulary``); a name that is not there
  /// makes the claims invalid.
  public var capabilities: Set<String>
  /// What bounds its parameters.
  public var limits: Limits
  /// Its choices by name (see ``Policy``).
  public var policies: [String: String]
  /// What it says of a running service, if it is the adapter of one.
  public var service: ServiceClaims?

  /// Makes the claims of an implementation.
  public init(
    name: String, version: String, language: String? = nil,
    capabilities: Set<String>, limits: Limits = Limits(),
    policies: [String: String] = [:], service: ServiceClaims? = nil
  ) {
    self.name = name
    self.version = version
    self.language = language
    self.capabilities = capabilities
    self.limits = limits
    self.policies = policies
    self.service = service
  }

  /// Bounds of parameters; `nil` means unbounded.
  public struct Limits: Sendable, Equatable {
    /// How many digits a code may have.
    public var digits: ClosedRange<Int>?
    /// How wide counters are, in bits.
    public var counterBits: Int?
    /// How long keys may be, in bytes.
    public var keyBytes: ClosedRange<Int>?
    /// What its verification has no parameter for, or does not tell.
    public var verification: VerificationLimits

    /// Makes limits.
    public init(
      digits: ClosedRange<Int>? = nil, counterBits: Int? = nil,
      keyBytes: ClosedRange<Int>? = nil,
      verification: VerificationLimits = VerificationLimits()
    ) {
      self.digits = digits
      self.counterBits = counterBits
      self.keyBytes = keyBytes
      self.verification = verification
    }
  }

  /// What is wrong with the claims, if anything: a typing mistake there would
  /// leave cases out, or test against the wrong expectation.
  package var fault: String? {
    let known = Vocabulary.capabilities.union(Vocabulary.serviceOperations)
    if let name = capabilities.subtracting(known).min() {
      return "the capability \(name.quoted) is not known"
        + NearNames.hint(name, known)
    }
    if let fault = codesFault ?? serviceFault { return fault }
    for (name, value) in policies.sorted(by: { $0.key < $1.key }) {
      guard let policy = Policy.named(name) else {
        return "the policy \(name.quoted) is not known"
          + NearNames.hint(name, Policy.all.map(\.name))
      }
      guard policy.values.contains(value) else {
        return "the policy \(name) is \(value.quoted); it may be "
          + policy.values.joined(separator: ", ")
      }
    }
    return nil
  }

  /// An operation on codes that is claimed, and of which no code could be
  /// asked: a run would be green without one.
  private var codesFault: String? {
    let hashing = Vocabulary.operations.filter { operation in
      ["hmac", "hotp", "totp", "verifier"].contains(operation.family)
    }
    let claimed = capabilities.intersection(hashing).sorted()
    let hashless = claimed.first { operation in
      !HashAlgorithm.allCases.contains { hash in
        Requirement.capability(hash.rawValue.lowercased())
          .isMet(by: self, for: operation)
      }
    }
    if let hashless {
      return "hello claims \(hashless), but no hash for it: name sha1, sha256"
        + " or sha512 among the capabilities, too"
    }
    guard let digits = limits.digits, !digits.overlaps(6...9),
      let operation = claimed.first(where: { $0.family != "hmac" })
    else { return nil }
    return "hello claims \(operation), but the limit digits has no codes of 6"
      + " to 9 digits, and the vectors have no others"
  }
}

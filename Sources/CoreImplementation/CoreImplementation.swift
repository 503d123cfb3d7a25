// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPConformance

/// The built-in core as an implementation under test, and behind the
/// reference adapter.
///
/// It answers every operation of the adapter protocol. A field of the wrong
/// JSON type, or one that is missing, is a fault; a field of the right type
/// with a value that cannot be used is a rejection; a field that the
/// operation does not have is unsupported.
///
/// Verifiers and backup codes live as long as the instance.
public actor CoreImplementation: Implementation {
  /// What the core can do, and how it chose where it had a choice.
  public nonisolated let claims: Claims

  let policy: CorePolicy
  var verifiers: [String: Verifier] = [:]
  var backupCodes: BackupCodeStore
  private var handles = 0

  /// Makes an implementation.
  ///
  /// - Parameters:
  ///   - version: The version to report.
  ///   - policy: Choices that differ from the core's own.
  public init(version: String, policy: CorePolicy = CorePolicy()) {
    self.init(
      version: version, policy: policy,
      generator: SystemRandomNumberGenerator())
  }

  /// Makes an implementation whose backup codes come from a generator.
  init(
    version: String, policy: CorePolicy = CorePolicy(),
    generator: any RandomNumberGenerator & Sendable
  ) {
    self.policy = policy
    backupCodes = BackupCodeStore(generator: generator)
    claims = Claims(
      name: "otpkit", version: version, language: "swift",
      capabilities: Vocabulary.operations.union(Vocabulary.abilities),
      limits: Claims.Limits(digits: 6...9, counterBits: 64),
      policies: policy.declared)
  }

  /// Answers one call.
  public func answer(_ call: Call) async -> Answer {
    do {
      return .value(try value(of: call))
    } catch {
      return error.answer
    }
  }

  private func value(of call: Call) throws(Refusal) -> JSON {
    switch call.operation {
    case "hmac.compute": try hmac(call)
    case "base32.encode": try base32Encode(call)
    case "base32.decode": try base32Decode(call)
    case "hotp.generate": try hotpGenerate(call)
    case "totp.generate": try totpGenerate(call)
    case "hotp.verify": try hotpVerify(call)
    case "totp.verify": try totpVerify(call)
    case "hotp.resync": try hotpResync(call)
    case "otpauth.parse": try otpauthParse(call)
    case "otpauth.build": try otpauthBuild(call)
    case "verifier.open": try verifierOpen(call)
    case "verifier.check": try verifierCheck(call)
    case "verifier.resync": try verifierResync(call)
    case "verifier.export": try verifierExport(call)
    case "verifier.import": try verifierImport(call)
    case "verifier.close": try verifierClose(call)
    case "backup.generate": try backupGenerate(call)
    case "backup.check": try backupCheck(call)
    case "ocra.generate": try ocraGenerate(call)
    default: throw Refusal(.unsupported("op"))
    }
  }

  /// A handle that was never given out before.
  func newHandle() -> String {
    handles += 1
    return String(handles)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@testable import OTPConformance

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What must hold for the vectors themselves.
///
/// That they load says already that they keep to the schema, that ids are
/// unique and not retired, and that every group cites a section that
/// `specs.json` knows.
struct VectorLintTests {
  private static let folder = Repository.url("vectors").path

  static let vectors = try? VectorSet.embedded()

  private func entries() throws -> [VectorEntry] {
    try #require(Self.vectors).entries
  }

  @Test func embeddedVectorsLoad() throws {
    let vectors = try VectorSet.embedded()
    #expect(vectors.entries.count >= 400)
  }

  @Test func embeddedFilesAreThoseOnDisk() throws {
    let embedded = VectorSource.embedded
    let disk = try VectorSource.read(directory: Self.folder)
    #expect(embedded.map(\.path).sorted() == disk.map(\.path).sorted())
    let stale = disk.filter { !embedded.contains($0) }.map(\.path)
    #expect(stale == [])
    let digest = try VectorSet.load(directory: Self.folder).digest
    #expect(Self.vectors?.digest == digest)
  }

  /// `ids.txt` has every id that was ever given out.
  @Test func noIdIsLost() throws {
    let data = try #require(
      FileManager.default.contents(atPath: Self.folder + "/ids.txt"))
    let known = String(decoding: data, as: UTF8.self)
      .split(separator: "\n").map(String.init)
    let vectors = try #require(Self.vectors)
    let current = Set(vectors.entries.map(\.vector.id))
    #expect(known == known.sorted())
    #expect(Set(known).count == known.count)
    let lost = known.filter {
      !current.contains($0) && vectors.retired[$0] == nil
    }
    #expect(lost == [], "retire a case, do not remove it")
    let new = current.subtracting(known).sorted()
    #expect(new == [], "add these to vectors/ids.txt")
  }

  /// What a policy decides is a choice, and a choice is never a `must`.
  @Test func policiesAreNoMusts() throws {
    let wrong = try entries().filter {
      $0.group.level == .must && $0.vector.expectation.hasPolicy
    }
    #expect(wrong.map(\.vector.id) == [])
  }

  /// Limits and forms that the kit itself chose are never a `must`.
  @Test func choicesOfTheKitAreNoMusts() throws {
    let chosen = ["Limits", "Canonical URIs", "Policies", "Reject categories"]
    let wrong = try entries().filter { entry in
      entry.group.level == .must
        && entry.group.specifications.allSatisfy {
          $0.document == "otpkit" && chosen.contains($0.section)
        }
    }
    #expect(wrong.map(\.vector.id) == [])
  }

  /// Each version of the suite has one digest: `versions.txt` has both.
  @Test func versionAndDigestBelongTogether() throws {
    let lines = try Repository.text("vectors/versions.txt")
      .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let vectors = try #require(Self.vectors)
    let version = vectors.manifest.suiteVersion
    #expect(
      lines.last == [version, vectors.digest],
      "raise suiteVersion, and add it to vectors/versions.txt")
    #expect(Set(lines.map(\.first)).count == lines.count)
    #expect(Set(lines.map(\.last)).count == lines.count)
  }

  @Test func valuesAreRight() throws {
    var checked = 0
    var wrong: [String] = []
    for entry in try entries() {
      guard let value = entry.codeOrHMAC,
        let question = CodeQuestion(entry.call)
      else { continue }
      checked += 1
      let byOracle = entry.oracleValue(question)
      let byCore = entry.coreValue(question)
      if byOracle != value || byCore != value { wrong.append(entry.vector.id) }
    }
    #expect(wrong == [])
    #expect(checked >= 300)
  }

  @Test func tracesAgree() throws {
    var checked = 0
    for entry in try entries() {
      guard entry.group.operation.hasSuffix("p.generate"),
        let value = entry.codeOrHMAC, let question = CodeQuestion(entry.call)
      else { continue }
      let id = entry.vector.id
      let trace = try #require(entry.vector.trace, "\(id) has no trace")
      let hmac = Oracle.hmac(
        question.algorithm, key: question.key,
        message: Oracle.bytes(question.counter))
      #expect(trace.counter == question.counter, "\(id)")
      #expect(trace.hmac == hmac, "\(id)")
      #expect(trace.offset == Int(hmac[hmac.count - 1] & 15), "\(id)")
      let number = Oracle.number(in: hmac, at: trace.offset) & 0x7fff_ffff
      #expect(UInt64(trace.binary) == number, "\(id)")
      #expect(Oracle.lastDigits(number, question.digits) == value, "\(id)")
      checked += 1
    }
    #expect(checked >= 200)
  }

  /// The bytes that a response of OCRA comes from, and the way from them.
  @Test func tracesOfResponsesAgree() throws {
    var checked = 0
    for entry in try entries() {
      guard let value = entry.response,
        let asked = ChallengeQuestion(entry.call)
      else { continue }
      let id = entry.vector.id
      let trace = try #require(entry.vector.trace, "\(id) has no trace")
      let message = try #require(trace.message, "\(id)")
      #expect(message == asked.message.bytes, "\(id)")
      let hmac = Oracle.hmac(asked.algorithm, key: asked.key, message: message)
      #expect(trace.hmac == hmac, "\(id)")
      #expect(trace.offset == Int(hmac[hmac.count - 1] & 15), "\(id)")
      let number = Oracle.number(in: hmac, at: trace.offset) & 0x7fff_ffff
      #expect(UInt64(trace.binary) == number, "\(id)")
      let code = Oracle.lastDigits(number, asked.digits)
      #expect((asked.digits == 0 ? Hex.encode(hmac) : code) == value, "\(id)")
      checked += 1
    }
    #expect(checked >= 190)
  }

  @Test func verdictsAreThoseOfTheModel() throws {
    var checked = 0
    var wrong: [String] = []
    for entry in try entries() {
      guard case .definite(.value(let value)) = entry.vector.expectation,
        let verdict = entry.verdict
      else { continue }
      checked += 1
      if verdict != value { wrong.append(entry.vector.id) }
    }
    #expect(wrong == [])
    #expect(checked >= 100)
  }

  @Test func mistakesComeFromTheirCauses() throws {
    var checked = 0
    var wrong: [String] = []
    for entry in try entries() {
      for mistake in entry.vector.mistakes {
        checked += 1
        if !entry.answers(making: mistake.cause).contains(mistake.value) {
          wrong.append("\(entry.vector.id): \(mistake.cause)")
        }
      }
    }
    #expect(wrong == [])
    #expect(checked >= 1800)
  }
}

extension OTPConformance.Expectation {
  /// Whether the answer depends on a policy.
  fileprivate var hasPolicy: Bool {
    switch self {
    case .definite: false
    case .oneOf: true
    case .steps(let steps): steps.contains { $0.expectation?.hasPolicy == true }
    }
  }
}

// MARK: - What a case is about

extension VectorEntry {
  /// The value, if it is an HMAC or one code.
  fileprivate var codeOrHMAC: String? {
    guard
      ["hmac.compute", "hotp.generate", "totp.generate"].contains(
        group.operation),
      case .definite(.value(let value)) = vector.expectation
    else { return nil }
    return value.string
  }

  /// The response, if the case is about one that is given.
  fileprivate var response: String? {
    guard group.operation == "ocra.generate" else { return nil }
    return switch vector.expectation {
    case .definite(.value(let value)): value.string
    case .oneOf(let alternatives):
      alternatives[0].expected.json.object?["value"]?.string
    default: nil
    }
  }

  fileprivate func oracleValue(_ question: CodeQuestion) -> String? {
    guard group.operation == "hmac.compute" else { return question.oracleCode }
    return call.bytes("message").map {
      Hex.encode(
        Oracle.hmac(question.algorithm, key: question.key, message: $0))
    }
  }

  fileprivate func coreValue(_ question: CodeQuestion) -> String? {
    let key = HMACKey(bytes: question.key, algorithm: question.algorithm)
    guard group.operation == "hmac.compute" else {
      return try? HOTP(key: key, digits: question.digits)
        .code(at: question.counter).description
    }
    return call.bytes("message").map {
      Hex.encode(key.authenticationCode(for: $0))
    }
  }

  /// The verdict of the model with codes of the oracle, if the case is about
  /// a verdict.
  fileprivate var verdict: JSON? {
    guard var model = CheckModel(call) else { return nil }
    model.matches = { Array($0.utf8) == Array($1.oracleCode.utf8) }
    return model.answer
  }

  /// The wrong answers that a cause leads to.
  fileprivate func answers(making cause: String) -> [JSON] {
    Hypothesis.all.filter { $0.cause.name == cause }
      .flatMap { $0.answers(to: call) }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import OTPConformance

/// Causes over a whole run, of implementations that compute and check codes
/// in one wrong way throughout.
struct InquiryTests {
  private func report(_ flawed: Flawed) async throws -> Report {
    try await Runner(vectors: .embedded()).run(flawed)
  }

  /// The names of the causes, with their numbers of cases.
  private func causes(_ report: Report) -> [String: Int] {
    Dictionary(
      report.causes.map { ($0.cause.name, $0.results.count) },
      uniquingKeysWith: +)
  }

  /// The names of the known mistakes among the causes.
  ///
  /// What must be refused, and is not by the implementations here, is no part
  /// of these tests.
  private func mistakes(_ report: Report) -> [String] {
    let known = report.causes.filter { !$0.cause.isSymptom }
    return Set(known.map(\.cause.name)).sorted()
  }

  @Test func theRightOneMakesNoMistake() async throws {
    let report = try await report(Flawed())
    #expect(mistakes(report) == [])
    #expect(report.count(.passed) > 300)
  }

  /// Most codes that start with 0 are rejected then: no window is to blame.
  @Test func octalCodesAreNoWindow() async throws {
    let report = try await report(
      Flawed { typed, question in
        typed.hasPrefix("0")
          ? Int(typed, radix: 8) == Int(question.code)
          : typed == question.code
      })
    #expect(mistakes(report) == ["octal-code"], "\(causes(report))")
  }

  /// All of them: that is no known mistake, and a short window is not either.
  @Test func rejectedZerosAreNoWindow() async throws {
    let report = try await report(
      Flawed { typed, question in
        typed == question.code && !typed.hasPrefix("0")
      })
    #expect(mistakes(report) == [])
    #expect(causes(report)["totp.verify.rejects"] ?? 0 > 5)
  }

  /// Somebody whose codes are wrong rejects right ones too.
  @Test(arguments: [
    "bytes-signed", "local-time", "fixed-modulus", "sha1-always",
  ])
  func verdictsFollowTheCodes(name: String) async throws {
    let mistake = try #require(
      CodeMistake.all.first { $0.cause.name == name })
    let report = try await report(Flawed(mistake))
    let first = try #require(report.causes.first)
    #expect(first.cause.name == name)
    #expect(first.results.count > 5)
    #expect(mistakes(report).filter { $0.contains("window") } == [])
  }

  /// Somebody who has codes of six digits alone, and says nothing of it, hears
  /// of the other mistake, and how to say so.
  @Test(arguments: [
    "milliseconds", "no-padding", "mac-as-text", "offset-in-hex-text",
    "key-and-counter-exchanged", "time-ignored", "step-60", "sign-bit-kept",
    "base32-text-as-key",
  ])
  func sixDigitsHideNothing(name: String) async throws {
    let mistake = try #require(
      CodeMistake.all.first { $0.cause.name == name })
    let flawed = Flawed(codes: { question in
      let six = question.with { $0.digits = 6 }
      return [mistake.codes(six).first ?? six.code]
    })
    let report = try await CodeMistake.$standing.withValue(UnixTime.now) {
      try await self.report(flawed)
    }
    let first = try #require(report.causes.first { !$0.cause.isSymptom })
    #expect([name, "digits-six"].contains(first.cause.name))
    let names = causes(report)
    #expect(names[name] ?? 0 > 20, "\(names)")
    #expect(names["totp.generate.hmac"] == nil, "\(names)")
    #expect(names["totp.generate.digits"] == nil, "\(names)")
    #expect(
      report.hintOnDigits?.hasPrefix("no code of 7, 8, 9 digits was given")
        == true, "\(report.hintOnDigits ?? "")")
  }

  /// An unknown mistake in computing codes rejects right ones everywhere: at
  /// the edges of a window too, but not there alone.
  @Test func unknownMistakesAreNoWindow() async throws {
    let report = try await report(
      Flawed(
        codes: { question in
          [question.with { $0.key = question.key + [1, 2, 3] }.code]
        }))
    #expect(report.causes.filter { !$0.cause.isSymptom }.isEmpty)
    let names = causes(report)
    #expect(names["hotp.generate.hmac"] ?? 0 > 100)
    #expect(names["totp.verify.rejects"] ?? 0 > 10)
  }

  /// One in ten codes of one digit is that of a known mistake by chance.
  @Test func fewDigitsAreNoEvidence() async throws {
    var flawed = Flawed()
    flawed.takesAnyDigits = true
    for more in 0..<20 as Range<UInt8> {
      flawed.codes = { question in
        [question.with { $0.key = question.key + [1, 2, more] }.code]
      }
      let report = try await Runner(
        vectors: .embedded(),
        selection: Selection(ids: ["hotp.limits.digits.*", "hotp.rfc4226.*"])
      ).run(flawed)
      #expect(mistakes(report) == [], "\(more): \(causes(report))")
    }
  }

  /// Where the middle of the window is right, the window is to blame.
  @Test func aShortWindowIsNamed() async throws {
    var flawed = Flawed()
    flawed.change = { $0.past = max(0, $0.past - 1) }
    let names = mistakes(try await report(flawed))
    #expect(names == ["window-past-short"])
  }

  /// Two mistakes in one implementation are two causes.
  @Test func twoMistakesAreTwoCauses() async throws {
    var flawed = Flawed(codes: { question in
      let mistake = CodeMistake.all.first { $0.cause.name == "no-padding" }
      return mistake?.codes(question).first.map { [$0] } ?? [question.code]
    })
    flawed.change = { $0.future += 1 }
    flawed.matches = nil
    let names = mistakes(try await report(flawed))
    #expect(names == ["no-padding", "window-future-long"])
  }

  // MARK: Two mistakes at once

  /// Two mistakes within the HMAC, neither of which gives these codes alone;
  /// or one there and one in what becomes of it.
  @Test(
    arguments: [
      ("little-endian-counter", "base32-text-as-key"),
      ("little-endian-counter", "hex-text-as-key"),
      ("other-hash", "counter-as-text"),
      ("counter-padded-right", "key-reversed"),
      ("hash-without-hmac", "little-endian-counter"),
      ("step-60", "base32-read-as-base64"),
      ("milliseconds", "key-and-counter-exchanged"),
      ("little-endian-counter", "sign-bit-kept"),
      ("base64-text-as-key", "offset-byte-19"),
      ("key-truncated", "bytes-swapped"),
    ])
  func pairsAreNamed(first: String, second: String) async throws {
    let pair = try Self.pair(first, second)
    let report = try await report(Flawed(pair))
    let found = try #require(report.causes.first)
    #expect(found.cause.name == pair.cause.name, "\(causes(report))")
    #expect(found.results.count > 20)
    // What only one of them changes is that one's, and nothing is another's.
    let names = Set(mistakes(report))
    #expect(
      names.subtracting([pair.cause.name, first, second]) == [],
      "\(causes(report))")
    #expect(causes(report)["hotp.generate.hmac"] == nil, "\(causes(report))")
    #expect(causes(report)["totp.generate.hmac"] == nil, "\(causes(report))")
  }

  /// Where each of two mistakes has cases of its own, few cases show both.
  @Test func rarePairsAreNamed() async throws {
    let report = try await report(
      Flawed(codes: { question in
        let cut = question.with {
          $0.counter &= 0xffff_ffff
          $0.key = Array($0.key.prefix(20))
        }
        return [cut.code]
      }))
    let names = Set(mistakes(report))
    #expect(
      names.isSubset(of: [
        "counter-32-bit", "seed-20", "counter-32-bit-and-seed-20",
        "long-key-not-hashed", "key-truncated",
      ]), "\(causes(report))")
    #expect(names.isSuperset(of: ["counter-32-bit", "seed-20"]))
    #expect(causes(report)["hotp.generate.hmac"] == nil, "\(causes(report))")
    #expect(causes(report)["totp.generate.hmac"] == nil, "\(causes(report))")
  }

  /// A pair is told as one sentence that has both, with what to do.
  @Test func pairsAreOneSentence() throws {
    let pair = try Self.pair("little-endian-counter", "base32-text-as-key")
    #expect(
      pair.cause.hint
        == "Two mistakes at once: the base32 text was used as the key (decode"
        + " it to bytes first), and the counter was encoded least significant"
        + " byte first (encode it most significant byte first).")
    for pair in MistakePair.all.map(\.mistake.cause) {
      #expect(!pair.hint.dropLast().contains(". "), "\(pair.name)")
      #expect(
        pair.name.utf8.allSatisfy { $0 == 0x2d || $0.isDigit || $0 > 0x60 })
    }
  }

  /// What no two of the known mistakes give is explained by none.
  @Test(arguments: ["appended", "hashed", "constant", "three"])
  func chanceIsNoPair(kind: String) async throws {
    let report = try await report(
      Flawed(codes: { question in
        let key = question.key
        let other: CodeQuestion =
          switch kind {
          case "appended": question.with { $0.key = key + [1, 2, 3] }
          case "hashed":
            question.with { $0.key = $0.algorithm.digest(of: key) }
          case "three":
            question.with {
              $0.key = Array(key.reversed().hexadecimal.utf8)
              $0.counter = $0.counter.byteSwapped
              $0.message = $0.counterBytes + [0]
            }
          default: question
          }
        return [
          kind == "constant"
            ? "123456789".lastDigits(question.digits) : other.code
        ]
      }))
    #expect(
      mistakes(report).filter { $0.contains("-and-") } == [],
      "\(causes(report))")
  }

  private static func pair(
    _ first: String, _ second: String
  ) throws -> CodeMistake {
    try #require(
      MistakePair.all.first {
        $0.first.cause.name == first && $0.second.cause.name == second
      }
    ).mistake
  }

  /// What speaks against a mistake is a case that passes.
  @Test func aCauseFitsWhatPasses() async throws {
    let vectors = try VectorSet.embedded()
    // Wrong in one case only, and there as if the counter were one too high.
    let odd = try #require(
      vectors.entries.first { $0.vector.id == "hotp.rfc4226.sha1.counter-3" })
    let report = try await report(
      Flawed(codes: { question in
        question.counter == 3
          ? [question.with { $0.counter = 4 }.code] : [question.code]
      }))
    let result = report.results.first {
      $0.entry.vector.id == odd.vector.id
    }
    #expect(result?.cause?.isSymptom == true)
  }
}

/// Computes and checks codes as it is told to.
private struct Flawed: Implementation {
  var codes: @Sendable (CodeQuestion) -> [String] = { [$0.code] }
  var matches: (@Sendable (String, CodeQuestion) -> Bool)?
  var change: @Sendable (inout CheckModel) -> Void = { _ in }
  /// Whether codes of any number of digits are computed.
  var takesAnyDigits = false

  init() {}

  init(codes: @escaping @Sendable (CodeQuestion) -> [String]) {
    self.codes = codes
    matches = { codes($1).contains($0) }
  }

  init(matches: @escaping @Sendable (String, CodeQuestion) -> Bool) {
    self.matches = matches
  }

  /// Makes a known mistake, in the way that is the likeliest.
  init(_ mistake: CodeMistake) {
    codes = { mistake.codes($0).first.map { [$0] } ?? [$0.code] }
    if mistake.isInTime {
      change = { model in
        model.center =
          mistake.asked(model.question).first?.counter ?? model.center
      }
    } else {
      matches = { [codes] in codes($1).contains($0) }
    }
  }

  var claims: Claims {
    Claims(
      name: "flawed", version: "1",
      capabilities: [
        "hotp.generate", "totp.generate", "hotp.verify", "totp.verify",
        "hotp.resync", "sha1", "sha256", "sha512", "t0", "step",
      ],
      limits: Claims.Limits(digits: 6...9, counterBits: 64))
  }

  func answer(_ call: Call) -> Answer {
    // What must be refused is no part of this test.
    guard let question = CodeQuestion(call),
      takesAnyDigits || question.isUsual(call)
    else {
      return .reject(category: "unspecified")
    }
    guard var model = CheckModel(call) else {
      return .value(.string(codes(question)[0]))
    }
    if let matches { model.matches = matches }
    change(&model)
    return .value(model.answer)
  }
}

extension CodeQuestion {
  /// Whether all numbers are within the kit's own limits.
  fileprivate func isUsual(_ call: Call) -> Bool {
    let spans = ["past", "future", "lookAhead"].compactMap(call.integer)
    let limit = call.operation == "hotp.resync" ? 1_000 : 50
    let codes = call.input["codes"]?.array?.count ?? 2
    return !key.isEmpty && (6...9).contains(digits)
      && spans.allSatisfy((0...limit).contains) && (2...3).contains(codes)
      && (call.string("counter") == nil || call.counter("counter") != nil)
  }
}

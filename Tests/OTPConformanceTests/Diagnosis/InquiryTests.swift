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
    guard let question = CodeQuestion(call), question.isUsual(call) else {
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

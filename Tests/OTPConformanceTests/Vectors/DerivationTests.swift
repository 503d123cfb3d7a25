// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import OTPConformance

struct DerivationTests {
  private func value(
    _ text: String, _ changes: Derivation.Change...
  ) -> String? {
    Derivation(name: "new", source: "old", changes: changes).value(from: text)
  }

  @Test func symbolsAreCounted() {
    #expect(value("AB12-CD34-EF56", .take(8)) == "AB12-CD34")
    #expect(value("AB12-CD34", .take(20)) == "AB12-CD34")
    #expect(value("AB12-CD34", .drop(1)) == "AB12-CD3")
    #expect(value("AB12-CD34", .drop(4)) == "AB12")
    #expect(value("AB", .drop(5)) == "")
    #expect(value("AB12-CD34-EF56", .last(8)) == "CD34-EF56")
    #expect(value("AB12-CD34-EF56", .last(4)) == "EF56")
    #expect(value("AB12", .last(20)) == "AB12")
  }

  @Test func symbolsAreReplaced() {
    #expect(value("Az9-0", .replace(1)) == "Bz9-0")
    #expect(value("Az9-0", .replace(2)) == "Aa9-0")
    #expect(value("Az9-0", .replace(3)) == "Az0-0")
    #expect(value("Az9-0", .replace(-1)) == "Az9-1")
    #expect(value("Z", .replace(-1)) == "A")
    #expect(value("Az9-0", .replace(5)) == nil)
    #expect(value("Az9-0", .replace(-5)) == nil)
    #expect(value("--", .replace(1)) == nil)
    #expect(value("A", .replace(0)) == nil)
  }

  @Test func textsArePutTogether() {
    #expect(value("1", .before("+")) == "+1")
    #expect(value("1", .after("\u{0}z")) == "1\u{0}z")
    #expect(value("A1-b2", .spread(" ")) == "A 1 b 2")
    #expect(value("A1-b2", .spread("")) == "A1b2")
    #expect(value("A1-b2é", .otherCase) == "a1-B2é")
    #expect(value("A1-b9é", .fullWidth) == "Ａ１-ｂ９é")
    #expect(value("A1-b2", .take(2), .before("x"), .otherCase) == "Xa1")
    #expect(value("A1-b2", .twice) == "A1-b2A1-b2")
    #expect(value("A1-b2", .reverse) == "2b-1A")
  }

  @Test func codesAreThoseOfRFC4226() {
    let key = "3132333435363738393031323334353637383930"
    #expect(value(key, .code(.sha1, digits: 6, counter: 0)) == "755224")
    #expect(value(key, .code(.sha1, digits: 6, counter: 9)) == "520489")
    #expect(value("3g", .code(.sha1, digits: 6, counter: 0)) == nil)
    #expect(value("", .code(.sha1, digits: 6, counter: 0)) == nil)
  }

  @Test(
    arguments: [
      (#"{"t": {"from": "a", "by": [{"take": 1}]}}"#, nil),
      (#"{"t": {"from": "b", "by": [{"take": 1}]}}"#, "no earlier step saves"),
      (#"{"t": {"from": "a", "by": []}}"#, "has no change"),
      (#"{"t": {"from": "a", "by": [{"take": 0}]}}"#, "0 is outside 1…256"),
      (#"{"t": {"from": "a", "by": [{"last": 0}]}}"#, "0 is outside 1…256"),
      (#"{"t": {"from": "a", "by": [{"twice": false}]}}"#, "should be true"),
      (#"{"t": {"from": "a", "by": [{"fullWidth": 1}]}}"#, "should be true"),
      (#"{"t": {"from": "a", "by": [{"cut": 1}]}}"#, "unknown key \"cut\""),
      (
        #"{"t": {"from": "a", "by": [{"take": 1, "drop": 1}]}}"#,
        "should have one of"
      ),
      (#"{"t": {"from": "a", "by": [{"after": 1}]}}"#, "JSON string"),
      (
        #"{"t": {"from": "a", "by": [{"otherCase": false}]}}"#, "should be true"
      ),
      (
        #"{"t": {"from": "a", "by": [{"code": {"algorithm": "MD5", "digits": 6, "counter": "0"}}]}}"#,
        "is not a hash"
      ),
      (#"{"t": {"from": "a"}}"#, "\"by\" is missing"),
    ] as [(String, String?)])
  func isReadStrictly(_ derive: String, _ message: String?) throws {
    let text = """
      {"steps": [
        {"op": "base32.encode", "in": {"bytes": "00"}, "save": {"a": ""}},
        {"op": "base32.decode", "derive": \(derive), "in": {"text": "$t"}}]}
      """
    let json = try JSON(parsing: text)
    do throws(VectorError) {
      _ = try OTPConformance.Expectation(json, at: Place(file: "f"))
      #expect(message == nil)
    } catch {
      let wanted = try #require(message, "\(error)")
      #expect(error.message.contains(wanted), "\(error)")
    }
  }

  /// A step without anything new to ask is left out; one that can make
  /// nothing is an error.
  @Test(
    arguments: [
      (#"{"otherCase": true}"#, true, Outcome.pass),
      (#"{"replace": 2}"#, false, nil),
      (#"{"replace": 2}"#, true, .pass),
      (#"{"after": "A"}"#, false, nil),
    ] as [(String, Bool, Outcome?)])
  func stepsAreLeftOut(
    _ change: String, _ skips: Bool, _ outcome: Outcome?
  ) async throws {
    let json = try JSON(
      parsing: """
        {"steps": [
          {"op": "base32.encode", "in": {"bytes": "00"}, "save": {"a": ""}},
          {"op": "base32.decode",
            "derive": {"t": {"from": "a", "by": [{"spread": ""}, \(change)]}},
            \(skips ? "\"skipIfSame\": true," : "")
            "in": {"text": "$t"}, "expect": {"value": "00"}}]}
        """)
    let expectation = try OTPConformance.Expectation(
      json, at: Place(file: "f"))
    let entry = try Fixture.vectors().entries[0].expecting(expectation)
    var run = CaseRun(entry: entry, implementation: Digits())
    let found = await run.outcome(under: [:])
    if let outcome { #expect(found == outcome) }
    if outcome == nil { #expect(found != .pass) }
  }

  /// Encodes as a text without letters, and decodes nothing.
  private struct Digits: Implementation {
    let claims = Claims(
      name: "digits", version: "1",
      capabilities: ["base32.encode", "base32.decode"])

    func answer(_ call: Call) -> Answer {
      call.operation == "base32.encode" ? .value("7") : .value("wrong")
    }
  }
}

extension VectorEntry {
  fileprivate func expecting(
    _ expectation: OTPConformance.Expectation
  ) -> VectorEntry {
    VectorEntry(
      file: file, group: group,
      vector: VectorCase(
        id: vector.id, since: vector.since, reason: vector.reason,
        input: vector.input, expectation: expectation, trace: nil,
        mistakes: []))
  }
}

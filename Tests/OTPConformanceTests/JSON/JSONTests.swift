// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct JSONTests {
  @Test func comparesStringsByCodePoint() {
    let composed: JSON = "caf\u{e9}"
    let decomposed: JSON = "cafe\u{301}"
    #expect(composed != decomposed)
    #expect(composed == "caf\u{e9}")
  }

  @Test func comparesObjectsWithoutRegardToOrder() {
    let one: JSON = ["a": 1, "b": [true, .null]]
    #expect(one == ["b": [true, .null], "a": 1])
    #expect(one != ["a": 1, "b": [.null, true]])
    #expect(one != ["a": 1])
  }

  @Test func comparesNumbersByValue() {
    #expect(JSON.integer(30) == .double(30))
    #expect(JSON.double(30) == .integer(30))
    #expect(JSON.integer(30) != .double(30.5))
    #expect(JSON.integer(1) != "1")
    #expect(JSON.integer(.max) != .double(9_223_372_036_854_775_808))
  }

  @Test(
    arguments: [
      ("handle", JSON.string("1")), ("codes.1", "b"), ("codes.2", nil),
      ("codes.-1", nil), ("none", nil), (".handle", nil), ("handle.0", nil),
      ("", ["handle": "1", "codes": ["a", "b"]]),
    ] as [(String, JSON?)])
  func findsPaths(path: String, value: JSON?) {
    let answer: JSON = ["handle": "1", "codes": ["a", "b"]]
    #expect(answer.value(at: path) == value)
  }
}

struct JSONObjectTests {
  @Test func keepsOrderAndForgetsWhatIsTakenAway() {
    var object: JSONObject = ["z": 1, "a": 2, "m": 3]
    object["a"] = nil
    object["a"] = 4
    object["z"] = 5
    object["none"] = nil
    #expect(object.keys == ["z", "m", "a"])
    #expect(object.count == 3)
    #expect(object["z"] == 5)
    #expect(object["none"] == nil)
  }

  @Test func overlaysAndTakesAwayByNull() {
    let defaults: JSONObject = ["a": 1, "b": 2, "n": .null, "e": 4]
    let overlaid = defaults.overlaid(
      by: ["b": .null, "c": 3, "d": .null, "e": 5])
    #expect(overlaid == ["a": 1, "n": .null, "e": 5, "c": 3])
    #expect(overlaid.keys == ["a", "n", "e", "c"])
  }

  @Test func overlayIsLinear() throws {
    let names = (0..<20_000).map { "name-\($0)" }
    let object = JSONObject(names.map { ($0, JSON.integer(1)) })
    let nothing = JSONObject(names.map { ($0, JSON.null) })
    let time = ContinuousClock().measure {
      #expect(object.overlaid(by: nothing).count == 0)
    }
    // A hundredth of it; taking members away one by one takes minutes.
    #expect(time < .seconds(10))
  }

  /// RFC 8259 section 8.3; Swift's strings are equal by canonical equivalence.
  @Test func namesAreCodePoints() throws {
    let object = try #require(
      try JSON(parsing: "{\"\u{e9}\":1,\"e\u{301}\":2,\"\u{212a}\":3}").object)
    #expect(object["\u{e9}"] == 1)
    #expect(object["e\u{301}"] == 2)
    #expect(object["K"] == nil)
    #expect(object.count == 3)
    #expect((["\u{e9}": 1] as JSONObject) != ["e\u{301}": 1])
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct JSONWriterTests {
  @Test(
    arguments: [
      (.null, "null"), (true, "true"), (-5, "-5"), (.double(1.5), "1.5"),
      (.double(.infinity), "null"), ("a\"\\/", #""a\"\\/""#),
      ("\n\r\t\u{0}\u{1b}\u{7f}\u{9b}", #""\n\r\t\u0000\u001b\u007f\u009b""#),
      ("é\u{1F600}", "\"é\u{1F600}\""), ([], "[]"), ([:], "{}"),
      (["z": 1, "a": [2, []]], #"{"z":1,"a":[2,[]]}"#),
    ] as [(JSON, String)])
  func writes(value: JSON, text: String) {
    #expect(value.text() == text)
  }

  @Test func escapesWhatIsNotASCII() {
    let value: JSON = "\u{ff11}\u{1F600}"
    #expect(value.text(.ascii) == #""\uff11\ud83d\ude00""#)
  }

  @Test func indents() {
    let value: JSON = ["a": [1, ["b": .null]], "c": []]
    let text = """
      {
        "a": [
          1,
          {
            "b": null
          }
        ],
        "c": []
      }
      """
    #expect(value.text(.pretty) == text)
  }

  @Test(arguments: [[], .pretty, .ascii, [.pretty, .ascii]] as [JSON.Format])
  func roundTrips(format: JSON.Format) throws {
    let value: JSON = [
      "numbers": [0, -1, .integer(.max), .double(0.1), .double(1e300)],
      "text": "\u{0}\"\\ é \u{1F600} \u{2028}", "flags": [true, false, .null],
      "": ["nested": [:]],
    ]
    #expect(try JSON(parsing: value.text(format)) == value)
  }
}

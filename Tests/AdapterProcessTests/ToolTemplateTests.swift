// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import Testing

@testable import AdapterProcess

struct ToolTemplateTests {
  private let input: JSONObject = [
    "algorithm": "SHA256", "key": "48656c6c6f", "digits": 8,
    "codes": ["123456", "234567"], "nul": "a\u{0}b", "list": [],
  ]

  @Test(
    arguments: [
      ("plain", "plain"), ("", ""),
      ("--{algorithm:lower}={digits}", "--sha256=8"),
      ("{key:base32}", "JBSWY3DP"), ("{key:upper}", "48656C6C6F"),
      ("{codes.1}", "234567"), ("{{{digits}}}", "{8}"), ("a}}b", "a}b"),
      // A combining mark after a brace, which `Character` makes one of.
      ("\u{301}{digits}\u{301}", "\u{301}8\u{301}"),
    ])
  func writesFields(template: String, text: String) throws {
    #expect(try #require(ToolTemplate(template)).text(input) == text)
  }

  @Test(arguments: [
    "{", "}", "{}", "{key", "{key:rot13}", "a}b", "{:lower}", "{\u{301}",
  ])
  func refusesWhatIsNoTemplate(template: String) {
    #expect(ToolTemplate(template) == nil)
  }

  @Test(
    arguments: [
      ("{time}", .missing("time")), ("{codes.2}", .missing("codes.2")),
      ("{nul}", .unfit("nul")), ("{list}", .unfit("list")),
      ("{algorithm:base32}", .unfit("algorithm")),
    ] as [(String, ToolTemplate.Gap)])
  func saysWhatItCannotWrite(template: String, gap: ToolTemplate.Gap) throws {
    let template = try #require(ToolTemplate(template))
    #expect(throws: gap) { try template.text(input) }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct SelectionTests {
  @Test(
    arguments: [
      ("hotp.small.0", true), ("hotp.*", true), ("*", true), ("**", true),
      ("*.0", true), ("h*.s*.?", true), ("hotp?small?0", true),
      ("*small*small*", false), ("hotp.small", false), ("", false),
      ("?", false), ("hotp.small.0?", false), ("HOTP.*", false),
      ("*.1", false), ("h*0*", true), ("hotp.small.0*", true),
    ])
  func matchesPatterns(pattern: String, matches: Bool) {
    #expect("hotp.small.0".matches(pattern) == matches)
  }

  @Test func matchesInReasonableTime() {
    let text = String(repeating: "a", count: 2_000)
    let pattern = String(repeating: "a*", count: 200) + "b"
    #expect(!text.matches(pattern))
  }

  @Test(
    arguments: [
      (Selection(), 6), (Selection(suites: ["hotp"]), 6),
      (Selection(suites: ["totp"]), 0), (Selection(levels: [.must]), 2),
      (Selection(levels: [.must, .should]), 3),
      (Selection(ids: ["*.0", "*.lower"]), 2),
      (Selection(ids: ["*.lower"], levels: [.must]), 0),
      (Selection(suites: ["hotp"], ids: ["*.twice"]), 1),
      (Selection(specifications: [Clause("rfc4226")]), 6),
      (Selection(specifications: [Clause("rfc4226:5")]), 4),
      (Selection(specifications: [Clause("rfc4226:5.3")]), 4),
      (Selection(specifications: [Clause("rfc4226:Appendix D")]), 2),
      (Selection(specifications: [Clause("rfc4226:5."), Clause("x")]), 0),
      (Selection(profiles: Profile.all.filter { $0.name == "hotp" }), 2),
    ])
  func combinesConditions(selection: Selection, count: Int) throws {
    let entries = try Fixture.vectors().entries
    #expect(entries.count(where: selection.selects) == count)
  }

  @Test func aSectionIsNotItsNamesake() {
    let clause = Clause("rfc4226:5")
    #expect(clause.description == "rfc4226:5")
    #expect(Clause("rfc4226").section == nil)
    #expect(Clause("").document == "")
  }
}

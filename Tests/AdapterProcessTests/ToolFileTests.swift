// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import Testing

@testable import AdapterProcess

struct ToolFileTests {
  static let good = #"""
    {"tool": 1,
     "implementation": {"name": "a", "version": "1", "language": "c"},
     "capabilities": ["sha1", "t0"],
     "limits": {"digits": {"min": 6, "max": 8}},
     "policies": {"base32.case": "reject"},
     "operations": {
      "hotp.generate": {
       "argv": ["tool", "-d{digits}", ["--after", "{after}"], "{key}"],
       "stdin": "{counter}\n", "stdout": "([0-9]+)",
       "fixed": {"algorithm": "SHA1"},
       "exit": {"value": [0], "reject": [1], "unsupported": [2, 3]}}}}
    """#

  static func load(_ text: String) throws(VectorError) -> ToolFile {
    try ToolFile(Array(text.utf8), name: "a.json")
  }

  @Test func readsWhatIsThere() throws {
    let file = try Self.load(Self.good)
    #expect(file.claims.name == "a")
    #expect(file.claims.capabilities == ["hotp.generate", "sha1", "t0"])
    #expect(file.claims.limits.digits == 6...8)
    #expect(file.claims.policies == ["base32.case": "reject"])
    let operation = try #require(file.operations["hotp.generate"])
    #expect(operation.exit.unsupported == [2, 3])
    #expect(
      try operation.argv(["digits": 6, "key": "k"]) == ["tool", "-d6", "k"])
    #expect(
      try operation.argv(["digits": 6, "key": "k", "after": "9"])
        == ["tool", "-d6", "--after", "9", "k"])
    #expect(operation.unknownField(["algorithm": "SHA1"]) == nil)
    #expect(operation.unknownField(["algorithm": "SHA256"]) == "algorithm")
    #expect(operation.unknownField(["window": 1]) == "window")
  }

  @Test(
    arguments: [
      (#""tool": 1"#, #""tool": 2"#, "tool: 2 is outside 1…1"),
      (#""tool": 1"#, #""tol": 1"#, #"unknown key "tol""#),
      (#""tool": 1,"#, "", #"the key "tool" is missing"#),
      (#""tool": 1"#, #""tool": }"#, "1:10: no value starts like this"),
      (#""name": "a""#, #""nam": "a""#, #"implementation: unknown key "nam""#),
      (#""version": "1""#, #""version": 1"#, "implementation.version: should"),
      (
        #""version": "1""#, #""version": {"argv": [], "stdout": "."}"#,
        "implementation.version.argv: is empty"
      ),
      (#""sha1", "t0""#, #""sha1", "md5""#, "capabilities[1]: may be sha1"),
      (#""min": 6"#, #""mi": 6"#, "limits: the limit digits needs min"),
      (#""digits": {"#, #""digit": {"#, #"limits: unknown key "digit""#),
      ("base32.case", "base32.cas", #"policies: unknown policy "base32.cas""#),
      (#""reject"}"#, #""rejct"}"#, "policies.base32.case: may be accept"),
      (
        "hotp.generate", "hotp.guess", #"operations: unknown operation "hotp"#
      ),
      (
        "-d{digits}", "-d{digits",
        "operations.hotp.generate.argv[1]: is not a template"
      ),
      (
        #""--after", "{after}""#, #""--after", 1"#,
        "operations.hotp.generate.argv[2][1]: should be a JSON string"
      ),
      ("([0-9]+)", "([0-9+)", "stdout: is not a regular expression"),
      (
        #""unsupported": [2, 3]"#, #""unsupported": [1]"#,
        "exit: an exit code has two meanings"
      ),
      (#"[2, 3]"#, #"[2, 256]"#, "exit.unsupported[1]: should be a whole"),
      (#""stdin""#, #""stdinn""#, #"unknown key "stdinn""#),
    ])
  func namesFilePlaceAndReason(old: String, new: String, reason: String)
    throws
  {
    let range = try #require(Self.good.firstRange(of: old))
    let text =
      Self.good[..<range.lowerBound] + new + Self.good[range.upperBound...]
    let error = #expect(throws: VectorError.self) {
      try Self.load(String(text))
    }
    let description = error?.description ?? ""
    #expect(description.hasPrefix("a.json: "), "\(description)")
    #expect(description.contains(reason), "\(description)")
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

/// Each way to spoil a vector file, and the message that it earns.
struct VectorFileTests {
  @Test func readsEverything() throws {
    let vectors = try Fixture.vectors()
    let file = try #require(vectors.files.first)
    #expect(file.suite == "hotp")
    #expect(file.source == .init(name: "rfc4226", kind: "published"))
    let group = try #require(file.groups.first)
    #expect(group.level == .must)
    #expect(
      group.requirements == [
        .capability("hotp.generate"), .capability("sha1"), .digits(6),
      ])
    #expect(
      group.specifications == [
        SpecReference(
          document: "rfc4226", section: "Appendix D", note: "table")
      ])
    let entry = try #require(vectors.entry("hotp.small.0"))
    #expect(entry.vector.trace?.binary == 1_284_755_224)
    #expect(entry.vector.trace?.hmac.count == 20)
    #expect(entry.vector.mistakes.map(\.cause) == ["step-next"])
    #expect(
      entry.call
        == Call(
          "hotp.generate",
          [
            "algorithm": "SHA1", "digits": 6, "counter": "0",
            "key": "3132333435363738393031323334353637383930",
          ]))
    #expect(vectors.entries.count == 6)
    #expect(vectors.entry("hotp.none") == nil)
  }

  @Test(
    arguments: [
      // What the file says of itself.
      (#""schema": 1"#, #""schema": 2"#, "schema: 2 is outside 1…1"),
      (#""schema": 1, "#, "", #"the key "schema" is missing"#),
      (
        #""title": "Small""#, #""title": 5"#,
        "title: should be a JSON string, is a number"
      ),
      (#""title": "Small""#, #""title": """#, "title: is empty"),
      (
        #""suite": "hotp""#, #""suite": "HOTP""#,
        #"suite: "HOTP" is not a slug"#
      ),
      (#""kind": "#, #""kin": "#, #"source: unknown key "kin""#),
      (
        #""suite": "hotp","#, #""suite": "hotp", "suite": "x","#,
        #"1:32: the name "suite" stands here twice"#
      ),
      // Groups.
      (
        #""op": "hotp.generate""#, #""op": "hotp.make""#,
        #"groups[0].op: "hotp.make" is not an operation"#
      ),
      (
        #""level": "must""#, #""level": "MUST""#,
        #"groups[0].level: "MUST" is not a level"#
      ),
      (
        #""digits.6""#, #""digits.six""#,
        #"groups[0].requires[2]: "digits.six" is not a requirement"#
      ),
      (
        #"[{"doc": "rfc4226", "section": "Appendix D", "note": "table"}]"#,
        "[]", "groups[0].spec: cites no section"
      ),
      (
        #""section": "Appendix D", "#, "",
        #"groups[0].spec[0]: the key "section" is missing"#
      ),
      (
        #""defaults": {"kind": "hotp"}"#, #""defaults": 5"#,
        "groups[2].defaults: should be a JSON object, is a number"
      ),
      // Cases.
      (
        #""why": "first published row""#, #""whi": "typing mistake""#,
        #"groups[0].cases[0]: unknown key "whi""#
      ),
      (
        #""id": "hotp.small.0""#, #""id": "hotp small""#,
        #"groups[0].cases[0].id: "hotp small" is not a slug"#
      ),
      (
        #""since": "1.0.0""#, #""since": "1.0""#,
        #"groups[0].cases[0].since: "1.0" is not a version"#
      ),
      (
        #""in": {"counter": "0"}"#, #""in": null"#,
        "groups[0].cases[0].in: should be a JSON object, is null"
      ),
      // Traces and mistakes.
      (
        #""offset": 0"#, #""offset": 16"#,
        "groups[0].cases[0].trace.offset: 16 is outside 0…15"
      ),
      (
        #""offset": 0"#, #""offset": 0.5"#,
        "groups[0].cases[0].trace.offset: should be a JSON whole number, "
          + "is a number"
      ),
      (
        #""1284755224""#, #""2147483648""#,
        #"groups[0].cases[0].trace.binary: "2147483648" is not a 31-bit number"#
      ),
      (
        #""hmac": "cc"#, #""hmac": "c"#,
        "groups[0].cases[0].trace.hmac: "
          + #""c93cf18508d94934c64b65d8ba7667fb7cde4b0" is not hexadecimal"#
      ),
      (
        #""trace": {"counter": "0", "#,
        #""trace": {"counter": "0", "message": "00", "#,
        "groups[0].cases[0].trace: needs either counter or message"
      ),
      (
        #""trace": {"counter": "0", "#, #""trace": {"#,
        "groups[0].cases[0].trace: needs either counter or message"
      ),
      (
        #""digits": 6,"#, #""digits": 9223372036854775807,"#,
        "groups[0].cases[0].in.digits: 9223372036854775807 is outside 1…10"
      ),
      (
        #""in": {"counter": "0"}"#,
        #""in": {"counter": "0", "digits": 180014769}"#,
        "groups[0].cases[0].in.digits: 180014769 is outside 1…10"
      ),
      (
        #""in": {"counter": "0"}"#, #""in": {"digits": 6.5}"#,
        "groups[0].cases[0].in.digits: "
          + "should be a JSON whole number, is a number"
      ),
      (
        #""cause": "step-next""#, #""cause": "gremlins""#,
        "groups[0].cases[0].mistakes[0].cause: "
          + #""gremlins" is not a known cause"#
      ),
      (
        #""value": "287082""#, #""value": "755224""#,
        "groups[0].cases[0].mistakes[0]: is the right answer"
      ),
    ])
  func refuses(old: String, new: String, message: String) {
    expectError(replacing: old, with: new, message)
  }

  @Test(
    arguments: [
      (
        #"{"value": "755224"}"#, "{}",
        "groups[0].cases[0].expect: "
          + "should have one of value, uri, reject, oneOf, steps"
      ),
      (
        #"{"value": "755224"}"#,
        #"{"value": "1", "reject": {"category": "key-empty"}}"#,
        "groups[0].cases[0].expect: "
          + "should have one of value, uri, reject, oneOf, steps"
      ),
      (
        #"{"value": "755224"}"#, #"{"uri": "otpauth://totp/a"}"#,
        #"groups[0].cases[0].expect.uri: "otpauth://totp/a" is not an "#
          + "otpauth URI"
      ),
      (
        #"{"value": "755224"}"#, #"{"is": "755224"}"#,
        #"groups[0].cases[0].expect: unknown key "is""#
      ),
      (
        #""category": "key-empty""#, #""category": "key-void""#,
        #"groups[0].cases[1].expect.reject.category: "#
          + #""key-void" is not a category"#
      ),
      (
        #"{"base32.case": "reject"}"#, #"{"base32.case": "accept"}"#,
        "groups[1].cases[0].expect.oneOf: "
          + "does not cover each value of base32.case once"
      ),
      (
        #"{"base32.case": "reject"}"#, #"{"base32.separators": "reject"}"#,
        "groups[1].cases[0].expect.oneOf: names more than one policy"
      ),
      (
        #"{"base32.case": "reject"}"#, #"{"base32.cas": "reject"}"#,
        #"groups[1].cases[0].expect.oneOf[1].policy: "#
          + #"unknown policy "base32.cas""#
      ),
      (
        #"{"base32.case": "reject"}"#, #"{"base32.case": "maybe"}"#,
        "groups[1].cases[0].expect.oneOf[1].policy.base32.case: "
          + #""maybe" is not one of its values"#
      ),
      (
        #"{"base32.case": "reject"}"#, "{}",
        "groups[1].cases[0].expect.oneOf[1].policy: should name one policy"
      ),
      (
        #""value": "66""#, #""value": "66", "reject": {}"#,
        "groups[1].cases[0].expect.oneOf[0]: "
          + "should have one of value, uri, reject"
      ),
      (
        #""handle": "$handle""#, #""handle": "$handel""#,
        "groups[2].cases[0].expect.steps[1].in: "
          + #"no earlier step saves "handel""#
      ),
      (
        #"["$a"]"#, #"["$b"]"#,
        #"groups[2].cases[2].expect.steps[1].in: no earlier step saves "b""#
      ),
      (
        #""op": "verifier.open""#, #""op": "verifier.ajar""#,
        "groups[2].cases[0].expect.steps[0].op: "
          + #""verifier.ajar" is not an operation"#
      ),
      (
        #""handle": "handle""#, #""handle": 0"#,
        "groups[2].cases[0].expect.steps[0].save.handle: "
          + "should be a JSON string, is a number"
      ),
      (
        #""expect": {"value": {"accepted": true}}"#,
        #""expect": {"steps": [{"op": "verifier.close", "in": {}}]}"#,
        "groups[2].cases[0].expect.steps[1].expect: steps cannot be nested"
      ),
      (
        #""op": "verifier.check", "in": {"handle": "x", "code": "1"}"#,
        #""op": "kit.backup", "in": {"check": "hiden"}"#,
        "groups[2].cases[1].expect.steps[0].in.check: "
          + #""hiden" is not a check of backup codes"#
      ),
      (
        #""op": "verifier.check", "in": {"handle": "x", "code": "1"}"#,
        #""op": "kit.secret", "in": {"check": "hiden"}"#,
        "groups[2].cases[1].expect.steps[0].in.check: "
          + #""hiden" is not a check of a secret"#
      ),
      (
        #""op": "verifier.check", "in": {"handle": "x", "code": "1"}"#,
        #""op": "kit.secret", "in": {}"#,
        "groups[2].cases[1].expect.steps[0].in: "
          + #"the key "check" is missing"#
      ),
    ])
  func refusesExpectation(old: String, new: String, message: String) {
    expectError(replacing: old, with: new, message)
  }

  private func expectError(
    replacing old: String, with new: String, _ message: String
  ) {
    let error = #expect(throws: VectorError.self) {
      try VectorSet(
        Fixture.sources(Fixture.path, replacing: old, with: new))
    }
    #expect(error?.description == "\(Fixture.path): \(message)")
  }
}

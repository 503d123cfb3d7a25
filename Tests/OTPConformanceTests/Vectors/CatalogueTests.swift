// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct CatalogueTests {
  @Test func lists() throws {
    let catalogue = Catalogue(of: try Fixture.vectors())
    let text = """
      hotp.small.0           must         first published row
      hotp.small.empty-key   must         a key without bytes
      base32.small.lower     should       case
      verifier.small.twice   unspecified  replay
      verifier.small.closed  unspecified  closed
      verifier.small.codes   unspecified  nested

      """
    #expect(catalogue.list() == text)
    #expect(catalogue.list(Selection(ids: ["none"])) == "")
    #expect(
      catalogue.list(Selection(ids: ["base32.*", "*.0"], excluding: ["*.0"]))
        == "base32.small.lower  should       case\n")
  }

  @Test func listsForPrograms() throws {
    let catalogue = Catalogue(of: try Fixture.vectors())
    #expect(
      catalogue.json(Selection(ids: ["*.lower"])) == [
        [
          "id": "base32.small.lower", "suite": "hotp",
          "file": "hotp/small.json", "group": "base32.small",
          "op": "base32.decode", "level": "should", "since": "1.0.0",
          "why": "case",
        ]
      ])
  }

  @Test func explainsACode() throws {
    let text = """
      id         hotp.small.0
      suite      hotp
      file       hotp/small.json
      group      hotp.small
      op         hotp.generate
      level      must
      since      1.0.0
      why        first published row
      requires   hotp.generate
      requires   sha1
      requires   digits.6
      spec       rfc4226, Appendix D, table, HOTP, \
      https://www.rfc-editor.org/rfc/rfc4226
      in         {"algorithm":"SHA1","digits":6,\
      "key":"3132333435363738393031323334353637383930","counter":"0"}
      expect     {"value":"755224"}
      trace      {"counter":"0",\
      "hmac":"cc93cf18508d94934c64b65d8ba7667fb7cde4b0","offset":0,\
      "binary":"1284755224"}
      mistakes   {"value":"287082","cause":"step-next",\
      "hint":"The code of the next counter was given: compute the code \
      before the counter moves on, and round time down.",\
      "clause":"rfc4226 5.1"}

      """
    #expect(
      Catalogue(of: try Fixture.vectors()).explain("hotp.small.0") == text)
  }

  @Test func explainsConversationsAndChoices() throws {
    let catalogue = Catalogue(of: try Fixture.vectors())
    let steps = """
      steps      {"op":"verifier.open","in":{"kind":"hotp","counter":"0"},\
      "save":{"handle":"handle"}}
      steps      {"op":"verifier.check","in":{"handle":"$handle",\
      "code":"1"},"expect":{"value":{"accepted":true}}}

      """
    let conversation = try #require(catalogue.explain("verifier.small.twice"))
    #expect(conversation.contains(steps))
    let choices = """
      oneOf      {"policy":{"base32.case":"accept"},"value":"66"}
      oneOf      {"policy":{"base32.case":"reject"},\
      "reject":{"category":"base32-character"}}

      """
    let choice = try #require(catalogue.explain("base32.small.lower"))
    #expect(choice.contains(choices))
    #expect(catalogue.explain("none") == nil)
    #expect(catalogue.explanation("none") == nil)
  }
}

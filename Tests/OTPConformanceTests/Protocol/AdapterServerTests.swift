// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct AdapterServerTests {
  private static let hello = #"{"type":"hello","protocol":1,"runner":"t"}"#

  /// A server that has been greeted.
  private func server(
    _ override: @escaping Sample.Override = { _ in nil }
  ) async -> AdapterServer<Sample> {
    var server = AdapterServer(Sample(override: override))
    _ = await server.respond(to: Self.hello)
    return server
  }

  @Test func introducesItself() async {
    let claims = Sample.claims {
      $0.language = nil
      $0.capabilities = ["sha1", "hotp.generate"]
      $0.limits = Claims.Limits(
        digits: 6...8, counterBits: 32, keyBytes: 1...64)
      $0.policies = ["step.long": "reject", "base32.case": "accept"]
    }
    var server = AdapterServer(Sample(claims: claims))
    #expect(
      await server.respond(to: Self.hello) == """
        {"type":"hello","protocol":1,\
        "implementation":{"name":"sample","version":"2.0"},\
        "capabilities":["hotp.generate","sha1"],\
        "limits":{"digits":{"min":6,"max":8},"counterBits":32,\
        "keyBytes":{"min":1,"max":64}},\
        "policies":{"base32.case":"accept","step.long":"reject"}}
        """)
  }

  @Test(
    arguments: [
      (Answer.value(["a": 1]), #""value":{"a":1}"#),
      (
        .reject(category: "key-empty", message: "none"),
        #""reject":{"category":"key-empty","message":"none"}"#
      ),
      (
        .reject(category: "key-empty"),
        #""reject":{"category":"key-empty"}"#
      ),
      (.unsupported("digits"), #""unsupported":{"what":"digits"}"#),
      (.fault("broken"), #""fault":{"message":"broken"}"#),
    ])
  func writesAnswers(answer: Answer, text: String) async {
    var server = await server { _ in answer }
    #expect(
      await server.respond(
        to: #"{"type":"call","id":"17","op":"base32.decode","in":{}}"#)
        == #"{"id":"17",\#(text)}"#)
  }

  @Test(
    arguments: [
      (
        "",
        "the line is not JSON: 1:1: the text ends where a value should stand"
      ),
      ("[]", "the line is not a JSON object"),
      ("{}", "the field type is missing or no string"),
      (#"{"type":1}"#, "the field type is missing or no string"),
      (#"{"type":"hi"}"#, "the field type is none of hello, call, bye"),
      (
        #"{"type":"hello"}"#,
        "the field protocol is missing or no whole number"
      ),
      (
        #"{"type":"hello","protocol":2}"#,
        "this adapter speaks protocol 1 only"
      ),
      (#"{"type":"call"}"#, "the field id is missing or no string"),
      (#"{"type":"call","id":17}"#, "the field id is missing or no string"),
      (
        #"{"type":"call","type":"call"}"#,
        #"the line is not JSON: 1:16: the name \"type\" stands here twice"#
      ),
    ])
  func answersBrokenLinesAndGoesOn(line: String, message: String) async {
    var server = await server()
    let fault = #"{"id":null,"fault":{"message":"\#(message)"}}"#
    #expect(await server.respond(to: line) == fault)
    let call = #"{"type":"call","id":"1","op":"base32.decode","in":{}}"#
    #expect(await server.respond(to: call) == #"{"id":"1","value":"66"}"#)
  }

  @Test(
    arguments: [
      (
        #""in":{}"#,
        #""fault":{"message":"the field op is missing or no string"}"#
      ),
      (
        #""op":"base32.decode""#,
        #""fault":{"message":"the field in is missing or no object"}"#
      ),
      (
        #""op":"base32.decode","in":[]"#,
        #""fault":{"message":"the field in is missing or no object"}"#
      ),
      (#""op":"hotp.guess","in":{}"#, #""unsupported":{"what":"op"}"#),
      (#""op":"totp.generate","in":{}"#, #""unsupported":{"what":"op"}"#),
      (
        #""op":"base32.decode","in":{},"expect":{}"#,
        #""unsupported":{"what":"field expect"}"#
      ),
    ])
  func namesTheCallThatIsWrong(rest: String, answer: String) async {
    var server = await server()
    #expect(
      await server.respond(to: #"{"type":"call","id":"5",\#(rest)}"#)
        == #"{"id":"5",\#(answer)}"#)
  }

  @Test func refusesBytesThatAreNoText() async {
    var server = await server()
    let line = Array("{\"type\":\"".utf8) + [0xff] + Array("\"}".utf8)
    #expect(
      await server.respond(to: line)
        == #"{"id":null,"fault":{"message":"the line is not JSON: "#
        + #"1:10: invalid UTF-8"}}"#)
  }

  @Test func wantsToBeGreeted() async {
    var server = AdapterServer(Sample())
    let call = #"{"type":"call","id":"1","op":"base32.decode","in":{}}"#
    let fault = #"{"id":"1","fault":{"message":"hello comes first"}}"#
    #expect(await server.respond(to: call) == fault)
    _ = await server.respond(to: #"{"type":"hello","protocol":2}"#)
    #expect(await server.respond(to: call) == fault)
    _ = await server.respond(to: Self.hello)
    #expect(await server.respond(to: call) == #"{"id":"1","value":"66"}"#)
  }

  @Test func saysNothingAfterGoodbye() async {
    var server = await server()
    #expect(!server.isClosed)
    #expect(await server.respond(to: #"{"type":"bye"}"#) == nil)
    #expect(server.isClosed)
    #expect(await server.respond(to: Self.hello) == nil)
  }

  @Test func keepsSecretsToItself() async {
    let secret = "3132333435363738393031323334353637383930"
    var server = await server { call in
      throw Breakage(description: call.string("key") ?? "")
    }
    let lines = [
      #"{"type":"call","id":"1","op":"hotp.generate","#
        + #""in":{"key":"\#(secret)"}}"#,
      #"{"type":"call","id":"1","op":"\#(secret)","in":{}}"#,
      #"{"type":"call","id":"1","op":"hotp.generate","in":"\#(secret)"}"#,
      #"{"type":"call","id":["\#(secret)"]}"#,
      #"{"type":"\#(secret)"}"#, #"{"type":"call","id":"\#(secret)"#,
      #"{"type":"call" "\#(secret)"}"#, secret,
    ]
    for line in lines {
      let answer = await server.respond(to: line)
      #expect(answer?.contains(secret) == false)
    }
  }
}

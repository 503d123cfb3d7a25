// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import Testing

/// A misspelled name in a `hello` would change what is tested, without a word.
struct HelloTests {
  @Test(
    arguments: [
      (
        #""limits":{"digit":{"min":6,"max":8}}"#,
        #"the limit "digit" is not known; did you mean "digits"?"#
      ),
      (
        #""limits":{"counter_bits":32}"#,
        #"the limit "counter_bits" is not known; did you mean "counterBits"?"#
      ),
      (#""limits":{"size":1}"#, #"the limit "size" is not known"#),
      (
        #""limits":{"digits":{"min":6,"maximum":8}}"#,
        "the limit digits needs min and max, whole numbers of which min is not"
          + " the greater"
      ),
      (
        #""limits":{"digits":{"min":8,"max":6}}"#,
        "the limit digits needs min and max, whole numbers of which min is not"
          + " the greater"
      ),
      (
        #""polices":{}"#,
        #"the field "polices" in hello is not known; did you mean "policies"?"#
      ),
      (
        #""limit":{}"#,
        #"the field "limit" in hello is not known; did you mean "limits"?"#
      ),
      (
        #""target":{"host":"::1","min":true}"#,
        #"the field of target "min" is not known; did you mean "mine"?"#
      ),
      (
        #""target":{"host":"::1"},"service":{"attempt":3}"#,
        #"the field of service "attempt" is not known; did you mean "attempts"?"#
      ),
    ])
  func misspelled(members: String, message: String) {
    #expect {
      try Claims(helloLine: hello(members))
    } throws: { error in
      "\(error)" == message
    }
  }

  /// Claims of which no code could be asked: a run would be green without one.
  @Test(
    arguments: [
      (["totp.generate"], nil, "totp.generate, but no hash"),
      (["totp.generate", "hotp.sha1", "base32.decode"], nil, "but no hash"),
      (["hmac.compute"], nil, "hmac.compute, but no hash"),
      (["verifier.open", "verifier.check"], nil, "but no hash"),
      (["hotp.verify", "sha1"], 4...5, "no codes of 6 to 9 digits"),
      (["hotp.verify", "sha1"], 10...12, "no codes of 6 to 9 digits"),
    ] as [(Set<String>, ClosedRange<Int>?, String)])
  func nothingToAsk(
    capabilities: Set<String>, digits: ClosedRange<Int>?, message: String
  ) {
    var claims = Claims(name: "a", version: "1", capabilities: capabilities)
    claims.limits.digits = digits
    #expect(claims.fault?.contains(message) == true, "\(claims.fault ?? "")")
  }

  @Test(
    arguments: [
      ["totp.generate", "totp.sha256"], ["hotp.verify", "sha1"],
      ["base32.decode"], ["hmac.compute", "sha512"], ["ocra.generate"],
    ] as [Set<String>])
  func somethingToAsk(capabilities: Set<String>) {
    var claims = Claims(name: "a", version: "1", capabilities: capabilities)
    claims.limits.digits = 6...6
    #expect(claims.fault == nil)
  }

  /// Adapters can say more: it is not read.
  @Test func other() throws {
    let claims = try Claims(helloLine: hello(#""homepage":"x","built":7"#))
    #expect(claims == (try Claims(helloLine: hello(#""limits":{}"#))))
  }

  @Test func emptyIdentity() {
    let line = String(hello(#""limits":{}"#))
      .replacing(#""name":"a""#, with: #""name":"" "#)
    #expect {
      try Claims(helloLine: line.utf8)
    } throws: { error in
      "\(error)" == "implementation.name in hello is empty"
    }
  }

  @Test func misspelledIdentity() {
    let line = hello(#""limits":{}"#, who: #","languages":"C""#)
    #expect {
      try Claims(helloLine: line)
    } throws: { error in
      "\(error)"
        == #"the field "languages" in implementation is not known; did you"#
        + #" mean "language"?"#
    }
  }

  private func hello(
    _ members: String, who: String = ""
  ) -> String.UTF8View {
    """
    {"type":"hello","protocol":1,\
    "implementation":{"name":"a","version":"1"\(who)},\
    "capabilities":["sha1"],\(members)}
    """.utf8
  }
}

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
        "the limit digits needs min and max"
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

  /// Adapters can say more: it is not read.
  @Test func other() throws {
    let claims = try Claims(helloLine: hello(#""homepage":"x","built":7"#))
    #expect(claims == (try Claims(helloLine: hello(#""limits":{}"#))))
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

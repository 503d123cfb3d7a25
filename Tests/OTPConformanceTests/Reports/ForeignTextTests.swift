// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct ForeignTextTests {
  @Test(
    arguments: [
      ("plain # 1::2", "plain # 1::2"), ("", ""), ("Müller 東", "Müller 東"),
      ("a\nb\tc\r\n", "a\\nb\\tc\\r\\n"),
      ("\u{1b}[2J\u{0}\u{7f}\u{9b}", "\\u{1b}[2J\\u{0}\\u{7f}\\u{9b}"),
      ("a\u{202e}b\u{2066}\u{200b}", "a\\u{202e}b\\u{2066}\\u{200b}"),
      (
        "\u{2028}\u{feff}\u{e0041}\u{ffff}",
        "\\u{2028}\\u{feff}\\u{e0041}\\u{ffff}"
      ),
      ("::stop-commands::pwn", "\\u{3a}:stop-commands::pwn"),
      (" \u{a0}::error::x", " \u{a0}\\u{3a}:error::x"),
      ("a ##[error]x ###", "a #\\u{23}[error]x #\\u{23}\\u{23}"),
      ("e\u{301}", "e\u{301}"),
    ])
  func line(text: String, line: String) {
    let escaped = text.escaped(for: .line)
    #expect(escaped.unicodeScalars.elementsEqual(line.unicodeScalars))
    #expect(escaped.escaped(for: .line) == escaped)
  }

  @Test(
    arguments: [
      (
        TextTarget.markup, "<a b='c' d=\"e\">&]]>",
        "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;]]&gt;"
      ),
      (
        .markdown, "a|b `c` <d> [e](f) #1 $x$ \\",
        "a\\|b \\`c\\` \\<d\\> \\[e\\](f) \\#1 \\$x\\$ \\\\"
      ),
      (
        .markdown, "ask @alice at https://a.example or www.b.example",
        "ask @<!-- -->alice at https:<!-- -->//a.example"
          + " or www<!-- -->.b.example"
      ),
      (.markdownCode, "--id 'a*'", "`--id 'a*'`"),
      (.markdownCode, "a`b|c", "<code>a&#96;b&#124;c</code>"),
      (.markdownCode, "", ""),
      (.workflowMessage, "100%\r\n::error::x", "100%25\\r\\n::error::x"),
      (.workflowProperty, "a,b:c%", "a%2Cb%3Ac%25"),
      (.tap, "a # SKIP \\ b\nok 2", "a \\# SKIP \\\\ b\\\\nok 2"),
      (.fragment, "a b/\u{e9}\"#1.-_~", "a%20b%2F%C3%A9%22%231.-_~"),
    ])
  func targets(target: TextTarget, text: String, escaped: String) {
    #expect(text.escaped(for: target) == escaped)
  }

  @Test func quoted() {
    #expect("a\"\u{202e}##[x]".quoted == #""a\"\u202e#\u0023[x]""#)
  }
}

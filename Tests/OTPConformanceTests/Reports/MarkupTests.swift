// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct MarkupTests {
  @Test(
    arguments: [
      ("plain", "plain"),
      ("<a b='c' d=\"e\">&", "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;"),
      ("]]>", "]]&gt;"), ("a\nb\tc\r", "a&#10;b&#9;c&#13;"),
      ("\u{0}\u{1b}\u{ffff}\u{1f511}", "\u{fffd}\u{fffd}\u{fffd}\u{1f511}"),
      ("e\u{301}", "e\u{301}"),
    ])
  func escapes(text: String, markup: String) {
    #expect(text.markup.unicodeScalars.elementsEqual(markup.unicodeScalars))
  }
}

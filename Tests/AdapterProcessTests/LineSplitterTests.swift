// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AdapterProcess

struct LineSplitterTests {
  private func lines(_ parts: [String], limit: Int = 8) -> [String] {
    var splitter = LineSplitter(limit: limit)
    return parts.flatMap { splitter.append(Array($0.utf8)) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func cutsAtLineEnds() {
    #expect(lines(["a\nb\r\n\nc"]) == ["a", "b", ""])
    #expect(lines(["a", "b", "\nc", "\n"]) == ["ab", "c"])
    #expect(lines(["a\r", "\nb\n"]) == ["a", "b"])
    #expect(lines(["\r\n"]) == [""])
    #expect(lines([]) == [])
  }

  @Test func keepsWhatHasNoEnd() {
    var splitter = LineSplitter(limit: 8)
    _ = splitter.append(Array("a\nbc".utf8))
    #expect(splitter.remainder == Array("bc".utf8))
  }

  @Test(arguments: [(["12345678\n"], false), (["123456789\n"], true)])
  func boundsLines(parts: [String], isOverlong: Bool) {
    var splitter = LineSplitter(limit: 8)
    for part in parts { _ = splitter.append(Array(part.utf8)) }
    #expect(splitter.isOverlong == isOverlong)
  }

  @Test func givesTheLinesBeforeOneThatIsTooLong() {
    var splitter = LineSplitter(limit: 4)
    let lines = splitter.append(Array("ab\ncd\nefghijkl".utf8))
    #expect(lines.count == 2)
    #expect(splitter.isOverlong)
    #expect(splitter.append(Array("\nab\n".utf8)).isEmpty)
  }

  @Test func remembersLastWords() {
    var tail = StandardErrorTail()
    #expect(tail.lastLines == [])
    for _ in 0..<1000 { tail.append(Array("noise noise\n".utf8)) }
    tail.append(Array("the \u{1b}[31mend\n  \n\n".utf8))
    #expect(tail.lastLines.last == "the [31mend")
    #expect(tail.lastLines.count == 10)
    tail.append(Array(repeating: 0x61, count: 100_000))
    #expect(tail.lastLines.last?.count == 200)
  }
}

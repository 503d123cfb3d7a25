// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream of bytes into lines.
struct LineSplitter {
  private let limit: Int
  private var rest: [UInt8] = []

  /// Whether a line was too long; no lines come after that.
  private(set) var isOverlong = false

  /// - Parameter limit: How long a line may be, in bytes.
  init(limit: Int) {
    self.limit = limit
  }

  /// Takes bytes and returns the lines that they complete, without their
  /// ends (LF or CR LF).
  mutating func append(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    guard !isOverlong else { return [] }
    let text = rest.isEmpty ? bytes : rest + bytes
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while let end = text[start...].firstIndex(of: 0x0a) {
      guard end - start <= limit else { break }
      let hasReturn = end > start && text[end - 1] == 0x0d
      lines.append(text[start..<(hasReturn ? end - 1 : end)])
      start = end + 1
    }
    isOverlong = text.count - start > limit
    rest = isOverlong ? [] : Array(text[start...])
    return lines
  }

  /// What came after the last line end.
  var remainder: [UInt8] { rest }
}

/// The end of what a process writes to standard error.
struct StandardErrorTail {
  private static let limit = 4096
  private var bytes: [UInt8] = []

  /// Takes bytes and forgets the oldest.
  mutating func append(_ more: [UInt8]) {
    bytes = Array((bytes + more.suffix(Self.limit)).suffix(Self.limit))
  }

  /// The last ten lines that are not empty, at most 200 characters of each,
  /// without control characters.
  var lastLines: [String] {
    let lines = bytes.split { $0 == 0x0a || $0 == 0x0d }
    let isBlank: (ArraySlice<UInt8>) -> Bool = { line in
      line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
    return lines.filter { !isBlank($0) }.suffix(10).map { line in
      let text = String(decoding: line, as: UTF8.self)
      let scalars = text.unicodeScalars.filter {
        $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value)
      }
      return String(String(String.UnicodeScalarView(scalars)).prefix(200))
    }
  }
}

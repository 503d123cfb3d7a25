// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The lines of standard input as bytes, without their ends.
///
/// Unlike `readLine()` it leaves bytes that are not UTF-8 as they are, so that
/// whoever parses a line can say so.
struct LineReader: IteratorProtocol {
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// The next line, or `nil` at the end.
  mutating func next() -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0a) {
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      searched = buffer.count - start
      if isAtEnd { return lastLine() }
      buffer.removeFirst(start)
      start = 0
      fill()
    }
  }

  private mutating func lastLine() -> [UInt8]? {
    defer { start = buffer.count }
    return start < buffer.count ? Array(buffer[start...]) : nil
  }

  /// Waits for more.
  private mutating func fill() {
    let chunk = 65_536
    let old = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: chunk))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe read(0, bytes.baseAddress?.advanced(by: old), chunk)
    }
    buffer.removeLast(chunk - max(count, 0))
    isAtEnd = count <= 0
  }
}

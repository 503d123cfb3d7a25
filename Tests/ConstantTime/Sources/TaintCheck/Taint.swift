// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CProbe
import OTPCore

// What is secret in a subject, and how it becomes public again.

extension [UInt8] {
  /// A copy of the bytes, marked as secret.
  func tainted() -> [UInt8] {
    let copy = map { $0 }
    unsafe copy.withUnsafeBytes {
      unsafe probe_taint($0.baseAddress, $0.count)
    }
    return copy
  }
}

extension Secret {
  /// A secret of the bytes given, marked as secret where it lives.
  static func tainted(_ bytes: [UInt8]) throws -> Secret {
    let secret = try Secret(bytes)
    unsafe secret.withUnsafeBytes {
      unsafe probe_taint($0.baseAddress, $0.count)
    }
    return secret
  }
}

extension String {
  /// The same text, its characters in `range` marked as secret but for those
  /// in `open`; how many there are stays public.
  ///
  /// Up to 8 UTF-8 bytes are the first ones of the value itself. More get a
  /// storage of their own, which Swift by itself gives to more than 15: the
  /// ninth to the fifteenth share a word with the mark that says that there is
  /// no storage to release, and memcheck would report the test of that mark.
  func tainted(in range: Range<Int>? = nil, except open: String = "") -> String
  {
    var copy = ""
    if utf8.count > 8 { copy.reserveCapacity(max(16, utf8.count)) }
    copy += String(decoding: Array(utf8), as: UTF8.self)
    let range = range ?? 0..<utf8.count
    let places = utf8.enumerated().filter {
      range.contains($0) && !open.utf8.contains($1)
    }.map(\.offset)
    if utf8.count <= 8 {
      unsafe withUnsafeBytes(of: &copy) { unsafe taint($0, places) }
    } else {
      copy.withUTF8 {
        unsafe taint(UnsafeRawBufferPointer($0), places)
      }
    }
    return copy
  }
}

/// Marks some bytes as secret.
private func taint(_ bytes: UnsafeRawBufferPointer, _ places: [Int]) {
  for place in places {
    unsafe probe_taint(bytes.baseAddress?.advanced(by: place), 1)
  }
}

/// Random numbers that are secret.
struct TaintedGenerator: RandomNumberGenerator {
  mutating func next() -> UInt64 {
    var word = UInt64.random(in: .min ... .max)
    unsafe withUnsafeBytes(of: &word) {
      unsafe probe_taint($0.baseAddress, $0.count)
    }
    return word
  }
}

/// How many secret bytes were seen on their way out.
nonisolated(unsafe) private(set) var publishedBytes = 0

/// Makes a result public: what the caller of the core gets to see.
@inline(never)
func published<T>(_ value: T) -> T {
  var value = value
  unsafe withUnsafeBytes(of: &value) {
    unsafe publishedBytes += probe_tainted($0.baseAddress, $0.count)
    unsafe probe_publish($0.baseAddress, $0.count)
  }
  return value
}

/// Makes bytes on the heap public.
func published(_ bytes: [UInt8]) -> [UInt8] {
  publish(bytes)
  return bytes
}

/// Makes a text public: a copy of it, wherever its bytes are.
func published(_ text: String) -> String {
  let bytes = Array(text.utf8)
  publish(bytes)
  return String(decoding: bytes, as: UTF8.self)
}

private func publish(_ bytes: [UInt8]) {
  unsafe bytes.withUnsafeBytes {
    unsafe publishedBytes += probe_tainted($0.baseAddress, $0.count)
    unsafe probe_publish($0.baseAddress, $0.count)
  }
}

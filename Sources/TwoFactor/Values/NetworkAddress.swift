// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// An IPv4 or IPv6 address, compared by its leading bits.
///
/// An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`, RFC 4291
/// section 2.5.5.2) is the IPv4 address.
struct NetworkAddress: Equatable {
  /// 4 bytes or 16.
  let bytes: [UInt8]

  var isV4: Bool { bytes.count == 4 }

  /// Reads an address without a port or zone; `nil` for anything else.
  init?(_ text: String) {
    guard text.utf8.count <= 45 else { return nil }
    if let bytes = Self.v4(text) {
      self.bytes = bytes
    } else if let bytes = Self.v6(text) {
      let isMapped = bytes.starts(
        with: Array(repeating: 0, count: 10) + [255, 255])
      self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    } else {
      return nil
    }
  }

  /// Whether the first bits of two addresses of one kind are the same.
  func shares(bits: Int, with other: NetworkAddress) -> Bool {
    guard bytes.count == other.bytes.count else { return false }
    let bits = min(max(bits, 0), 8 * bytes.count)
    for (index, pair) in zip(bytes, other.bytes).enumerated() {
      let left = min(max(bits - 8 * index, 0), 8)
      if left == 0 { break }
      let mask = UInt8(truncatingIfNeeded: 0xff00 >> left)
      guard pair.0 & mask == pair.1 & mask else { return false }
    }
    return true
  }

  private static func v4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.parts(at: ".")
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      // No leading zeros: some programs take them for octal.
      guard 1...3 ~= part.utf8.count, part == "0" || part.first != "0",
        part.utf8.allSatisfy({ 48...57 ~= $0 }), let byte = UInt8(part)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func v6(_ text: String) -> [UInt8]? {
    guard let gap = firstGap(text) else {
      return groups(text[...]).flatMap { $0.count == 16 ? $0 : nil }
    }
    guard let head = groups(text[..<gap.lowerBound], mayEndInV4: false),
      let tail = groups(text[gap.upperBound...]),
      head.count + tail.count <= 14
    else { return nil }
    let zeros = 16 - head.count - tail.count
    return head + Array(repeating: 0, count: zeros) + tail
  }

  /// Where the first `::` is.
  private static func firstGap(_ text: String) -> Range<String.Index>? {
    var previous: String.Index?
    for index in text.utf8.indices {
      guard text.utf8[index] == UInt8(ascii: ":") else {
        previous = nil
        continue
      }
      if let previous { return previous..<text.utf8.index(after: index) }
      previous = index
    }
    return nil
  }

  /// Groups of up to four hexadecimal digits; the last may be IPv4.
  private static func groups(
    _ text: Substring, mayEndInV4: Bool = true
  ) -> [UInt8]? {
    guard !text.isEmpty else { return [] }
    let parts = text.parts(at: ":")
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if mayEndInV4, index == parts.count - 1, let last = v4(part) {
        bytes += last
        continue
      }
      guard 1...4 ~= part.utf8.count, part.first != "+", part.first != "-",
        let group = UInt16(part, radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(truncatingIfNeeded: group)]
    }
    return bytes
  }
}

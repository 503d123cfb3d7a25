// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Machines that an operator has named, such as the proxies in front.
struct AddressList: Sendable {
  private let ranges: [AddressRange]

  init() { ranges = [] }

  /// - Returns: `nil` if a text is no address or range such as 10.0.0.0/8.
  init?(_ texts: [String]) {
    ranges = texts.compactMap { AddressRange($0) }
    if ranges.count != texts.count { return nil }
  }

  func contain(_ address: String?) -> Bool {
    guard let address, let bytes = AddressRange.bytes(address) else {
      return false
    }
    return ranges.contains { $0.contains(bytes) }
  }

  /// The client's address, where this is the list of the proxies in front:
  /// going back from the peer, the first one that is not a proxy's.
  ///
  /// Anybody can send X-Forwarded-For; only a proxy is believed, about the
  /// address that it added.
  func client(of peer: String?, forwarded: [String]) -> String? {
    var client = peer
    var rest = forwarded.joined(separator: ",").parts(at: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    while contain(client), let last = rest.popLast(),
      AddressRange.bytes(last) != nil
    {
      client = last
    }
    return client
  }
}

/// An address of IPv4 or IPv6, or a range of them in the form of CIDR.
struct AddressRange: Sendable {
  private let start: [UInt8]
  private let bits: Int

  init?(_ text: String) {
    let parts = text.split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let bytes = Self.bytes(String(first)) else {
      return nil
    }
    start = bytes
    guard parts.count == 2 else {
      bits = bytes.count * 8
      return
    }
    guard let count = Int(parts[1]), 0...bytes.count * 8 ~= count else {
      return nil
    }
    bits = count
  }

  func contains(_ address: [UInt8]) -> Bool {
    guard address.count == start.count else { return false }
    let whole = bits / 8
    guard address.prefix(whole) == start.prefix(whole) else { return false }
    guard bits % 8 > 0 else { return true }
    return (address[whole] ^ start[whole]) >> (8 - UInt8(bits % 8)) == 0
  }

  /// 4 or 16 bytes; an IPv4 address within IPv6 is the IPv4 address.
  static func bytes(_ text: String) -> [UInt8]? {
    var four = in_addr()
    if unsafe inet_pton(AF_INET, text, &four) == 1 {
      return unsafe withUnsafeBytes(of: four) { unsafe Array($0) }
    }
    var sixteen = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
    let bytes = unsafe withUnsafeBytes(of: sixteen) { unsafe Array($0) }
    let mapped = [UInt8](repeating: 0, count: 10) + [255, 255]
    return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
  }
}

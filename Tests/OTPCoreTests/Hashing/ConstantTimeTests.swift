// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import OTPCore

@Suite struct ConstantTimeTests {
  @Test(
    arguments: [
      ([], [], true), ([], [0], false), ([0], [], false), ([0], [0], true),
      ([0], [0, 0], false), ([1, 2, 3], [1, 2, 3], true),
      ([1, 2, 3], [1, 2], false), ([1, 2], [1, 2, 3], false),
      ([1, 2, 3], [1, 2, 4], false), ([0, 2, 3], [1, 2, 3], false),
      ([255, 0], [0, 255], false), ([1, 1], [2, 2], false),
    ] as [([UInt8], [UInt8], Bool)])
  func truthTable(a: [UInt8], b: [UInt8], equal: Bool) {
    #expect(ConstantTime.equal(a, b) == equal)
    #expect(ConstantTime.equal(b, a) == equal)
    #expect(ConstantTime.equal(a[...], AnyCollection(b)) == equal)
  }

  /// One flipped bit, anywhere, is seen; so is one byte more.
  @Test func everyBit() {
    var random = SeededGenerator(seed: 70)
    let bytes = random.bytes(64)
    #expect(ConstantTime.equal(bytes, bytes))
    for bit in 0..<512 {
      var other = bytes
      other[bit / 8] ^= 1 << (bit % 8)
      #expect(!ConstantTime.equal(bytes, other), random.comment)
    }
    #expect(!ConstantTime.equal(bytes, bytes + [0]))
    #expect(!ConstantTime.equal(bytes, Array(bytes.dropLast())))
  }

  /// Two differences do not cancel out.
  @Test func pairsOfDifferences() {
    let zeros = [UInt8](repeating: 0, count: 16)
    for i in 0..<16 {
      for j in 0..<16 where i != j {
        var other = zeros
        other[i] = 0x80
        other[j] = 0x80
        #expect(!ConstantTime.equal(zeros, other))
      }
    }
  }

  // MARK: Masks

  static let edges: [UInt32] = [
    0, 1, 2, 0xff, 0x100, 0xffff, 0x1_0000, 0x7fff_fffe, 0x7fff_ffff,
    0x8000_0000, 0x8000_0001, 0xffff_fffe, 0xffff_ffff,
  ]

  @Test func masksOnEdges() {
    for a in Self.edges {
      #expect(ConstantTime.mask(zero: a) == (a == 0 ? .max : 0))
      for b in Self.edges {
        #expect(ConstantTime.mask(equal: a, b) == (a == b ? .max : 0))
        #expect(ConstantTime.select(.max, a, b) == a)
        #expect(ConstantTime.select(0, a, b) == b)
        guard a < 1 << 31 && b < 1 << 31 else { continue }
        #expect(ConstantTime.mask(a, below: b) == (a < b ? .max : 0))
      }
    }
  }

  @Test func masksOnRandomValues() {
    var random = SeededGenerator(seed: 71)
    for _ in 0..<20_000 {
      let a = UInt32(truncatingIfNeeded: random.next() >> (random.next() % 60))
      let near = a &+ UInt32(random.next() % 3) &- 1
      let equal: UInt32 = a == near ? .max : 0
      #expect(ConstantTime.mask(equal: a, near) == equal, random.comment)
      let (x, y) = (a & 0x7fff_ffff, near & 0x7fff_ffff)
      let below: UInt32 = x < y ? .max : 0
      #expect(ConstantTime.mask(x, below: y) == below, random.comment)
    }
  }
}

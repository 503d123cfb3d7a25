// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TwoFactor

@Suite struct RandomnessTests {
  @Test(arguments: [0, 1, 7, 8, 9, 32])
  func asManyBytesAsAsked(_ count: Int) {
    var random = seeded(1)
    #expect(random.bytes(count).count == count)
    var system = Randomness.system
    #expect(system.bytes(count).count == count)
  }

  @Test func everyByteOfASourceIsUsed() {
    var random = Randomness { 0x0807_0605_0403_0201 }
    #expect(random.bytes(10) == [1, 2, 3, 4, 5, 6, 7, 8, 1, 2])
  }

  @Test func theSystemDoesNotRepeatItself() {
    var random = Randomness.system
    let drawn = (0..<100).map { _ in random.bytes(16) }
    #expect(Set(drawn).count == 100)
    #expect(Set((0..<100).map { _ in random.next() }).count == 100)
  }

  /// A command that is decided twice draws new numbers.
  @Test func copiesShareTheirSource() {
    var first = seeded(9)
    var second = first
    #expect(first.next() != second.next())
  }
}

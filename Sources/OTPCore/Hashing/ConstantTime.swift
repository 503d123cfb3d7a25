// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// Comparison whose time tells nothing about the values compared.
///
/// A service that stores digests of tokens or of sent codes compares them with
/// ``equal(_:_:)``.
///
/// `==` on strings and arrays stops at the first difference, so its time tells
/// an attacker how long a prefix was right. Here every byte is compared,
/// differences are gathered in a mask, and the one branch is on the final
/// answer. Each mask passes an optimiser barrier, because the compiler makes a
/// branch of a number that it knows to be all ones or zero.
public enum ConstantTime {
  /// Whether two byte sequences are the same.
  ///
  /// Time depends on: the two lengths, which are taken to be public. Never on
  /// the bytes.
  public static func equal(
    _ a: some Collection<UInt8>, _ b: some Collection<UInt8>
  ) -> Bool {
    decide(mask(equal: a, b))
  }

  /// All ones if the two byte sequences are the same, else zero.
  package static func mask(
    equal a: some Collection<UInt8>, _ b: some Collection<UInt8>
  ) -> UInt32 {
    let quick = a.withContiguousStorageIfAvailable { a in
      b.withContiguousStorageIfAvailable { b in
        unsafe mask(zero: difference(a, b))
      }
    }
    return (quick ?? nil) ?? mask(zero: difference(a, b))
  }

  /// Zero if the two byte sequences are the same.
  ///
  /// Inlined, so that bytes which lie side by side, as those of an array do, are
  /// compared by code of their own and not by that of any collection.
  @inline(__always)
  private static func difference(
    _ a: some Collection<UInt8>, _ b: some Collection<UInt8>
  ) -> UInt32 {
    var difference = UInt32(truncatingIfNeeded: a.count ^ b.count)
    difference |= UInt32(truncatingIfNeeded: (a.count ^ b.count) >> 32)
    for (x, y) in zip(a, b) {
      difference = otp_opaque(difference | UInt32(x ^ y))
    }
    return difference
  }

  /// Whether `mask` has a bit set.
  ///
  /// Here a comparison becomes an outcome that the caller learns and may
  /// branch on. No other code makes a branch of a secret; the checks of
  /// docs/constant-time.md allow this function alone to do so.
  @inline(__always)
  package static func decide(_ mask: UInt32) -> Bool { otp_decide(mask) != 0 }

  /// All ones if `a` and `b` are the same number, else zero.
  @inline(__always)
  package static func mask(equal a: UInt32, _ b: UInt32) -> UInt32 {
    mask(zero: a ^ b)
  }

  /// All ones if `value` is zero, else zero.
  ///
  /// `value` or its negation has the top bit set, unless `value` is 0.
  @inline(__always)
  package static func mask(zero value: UInt32) -> UInt32 {
    let nonzero = (value | (0 &- value)) >> 31
    return otp_opaque(nonzero &- 1)
  }

  /// All ones if `a < b`, else zero.
  ///
  /// Both are below 2^31.
  @inline(__always)
  package static func mask(_ a: UInt32, below b: UInt32) -> UInt32 {
    otp_opaque(0 &- ((a &- b) >> 31))
  }

  /// `a` where `mask` is all ones, `b` where it is zero.
  @inline(__always)
  package static func select(_ mask: UInt32, _ a: UInt32, _ b: UInt32) -> UInt32
  {
    (a & mask) | (b & ~mask)
  }
}

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

/// Where random numbers come from: the operating system, or a test's seed.
///
/// Copies share the source, so a command that is decided twice because of a
/// lost race draws new numbers and never the same ones again.
public struct Randomness: RandomNumberGenerator, Sendable {
  /// `nil` for the system's.
  private let source: (@Sendable () -> UInt64)?

  /// Draws from `source`, which must be cryptographically secure outside
  /// tests (NIST SP 800-63B-4 section 3.2.12).
  public init(_ source: @escaping @Sendable () -> UInt64) {
    self.source = source
  }

  /// The operating system's generator.
  public static let system = Randomness()

  private init() { source = nil }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    if let source { return source() }
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }

  /// So many random bytes.
  mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      var word = next()
      for _ in 0..<min(8, count - bytes.count) {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    return bytes
  }

  /// 32 random bytes, in one call of the system where it is the source.
  mutating func words() -> Libcrypto.Words {
    if source != nil { return (next(), next(), next(), next()) }
    var words: Libcrypto.Words = (0, 0, 0, 0)
    let status = unsafe withUnsafeMutableBytes(of: &words) {
      unsafe getentropy($0.baseAddress, $0.count)
    }
    return status == 0 ? words : (next(), next(), next(), next())
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The shared secret K of RFC 4226 section 5.1: random bytes that the
/// generator and the verifier both know.
///
/// The bytes live in one place, which is overwritten when the last copy of the
/// value goes. No description, reflection or encoder shows them; only
/// ``withUnsafeBytes(_:)`` and ``revealedBase32()`` give them out.
///
/// ```swift
/// let new = Secret.generate()                       // 20 random bytes
/// let known = try Secret(base32: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
/// ```
public struct Secret: Sendable {
  private let storage: WipedBytes

  private init(
    _ storage: WipedBytes, policy: SecretPolicy
  ) throws(SecretError) {
    try policy.check(byteCount: storage.count)
    self.storage = storage
  }

  /// A secret that consists of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: The secret: 16 bytes at least under the standard policy, and
  ///     ``Limits/secretByteCount`` at most.
  ///   - policy: The shortest secret to accept.
  /// - Throws: ``SecretError`` if there are too few bytes or too many.
  public init(
    _ bytes: some Collection<UInt8>, policy: SecretPolicy = .standard
  ) throws(SecretError) {
    guard bytes.count <= Limits.secretByteCount else { throw .tooLong }
    // Contiguous bytes are copied at once. In a call from another module this
    // code is generic, and byte by byte it costs more than a code.
    let copy = bytes.withContiguousStorageIfAvailable {
      unsafe WipedBytes(copying: UnsafeRawBufferPointer($0))
    }
    let storage =
      copy
      ?? WipedBytes(capacity: bytes.count) { append in
        for byte in bytes { append(byte) }
      }
    try self.init(storage, policy: policy)
  }

  /// A secret whose bytes `write` puts into their final place, so that no
  /// other copy has to be wiped.
  ///
  /// - Parameters:
  ///   - byteCount: The length of the secret.
  ///   - policy: The shortest secret to accept.
  ///   - write: Fills the bytes; gives false if it cannot.
  /// - Returns: `nil` if `write` gives false, or for fewer bytes than that.
  package init?(
    byteCount: Int, policy: SecretPolicy = .standard,
    write: (UnsafeMutableRawBufferPointer) -> Bool
  ) {
    let storage = unsafe WipedBytes(capacity: max(0, byteCount)) { buffer in
      unsafe write(buffer) ? buffer.count : 0
    }
    try? self.init(storage, policy: policy)
  }

  /// The secret that a base32 text spells, as people type or paste it: in
  /// either case, with spaces, hyphens and line breaks, padded or not.
  ///
  /// - Parameters:
  ///   - text: Base32 in the ``Base32/Form/typed`` form.
  ///   - policy: The shortest secret to accept.
  /// - Throws: ``SecretError`` if the text is no base32, or too short.
  public init(
    base32 text: some StringProtocol, policy: SecretPolicy = .standard
  ) throws(SecretError) {
    try self.init(base32Characters: text.utf8, policy: policy)
  }

  /// The secret that the bytes of a base32 text spell.
  init(
    base32Characters text: some Collection<UInt8>, policy: SecretPolicy
  ) throws(SecretError) {
    let storage = try WipedBytes(capacity: text.count) {
      append throws(SecretError) in
      do throws(Base32Error) {
        try Base32.decode(
          text, form: .typed, trailingBits: nil, emit: append)
      } catch {
        throw .base32(error)
      }
    }
    try self.init(storage, policy: policy)
  }

  /// The secret that a hexadecimal text spells, in either case.
  ///
  /// - Parameters:
  ///   - text: An even number of hexadecimal digits and nothing else.
  ///   - policy: The shortest secret to accept.
  /// - Throws: ``SecretError`` if the text is not hexadecimal, or too short.
  public init(
    hex text: some StringProtocol, policy: SecretPolicy = .standard
  ) throws(SecretError) {
    let storage = try WipedBytes(capacity: text.utf8.count / 2) {
      append throws(SecretError) in
      guard Hex.decode(text.utf8, emit: append) else { throw .hex }
    }
    try self.init(storage, policy: policy)
  }

  /// A new random secret, as long as the hash's digest: 20, 32 or 64 bytes
  /// (RFC 6238 section 5.1).
  ///
  /// The bytes come from the operating system's generator. If that fails, the
  /// process ends: there is no fallback to weaker randomness.
  public static func generate(
    for algorithm: HashAlgorithm = .sha1
  ) -> Secret {
    var generator = SystemRandomNumberGenerator()
    return generate(for: algorithm, using: &generator)
  }

  /// A new secret from the random numbers of `generator`, which must be
  /// cryptographically secure.
  ///
  /// Every byte of the secret comes from it.
  public static func generate(
    for algorithm: HashAlgorithm,
    using generator: inout some RandomNumberGenerator
  ) -> Secret {
    Secret(
      generated: WipedBytes(capacity: algorithm.digestByteCount) {
        append in
        for _ in 0..<((algorithm.digestByteCount + 7) / 8) {
          var word = generator.next()
          for _ in 0..<8 {
            append(UInt8(truncatingIfNeeded: word))
            word >>= 8
          }
        }
      })
  }

  private init(generated storage: WipedBytes) {
    self.storage = storage
  }

  /// The length in bytes.
  public var byteCount: Int { storage.count }

  /// Lends the bytes to `body`.
  ///
  /// A copy of them is not wiped: wipe it yourself.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe storage.withUnsafeBytes(body)
  }

  /// The bytes.
  ///
  /// The pointer is valid as long as the caller keeps the secret.
  var unsafeBytes: UnsafeRawBufferPointer { unsafe storage.unsafeBytes }

  /// The secret in base32 without padding: the form that a person types into an
  /// authenticator app.
  ///
  /// Show it once and keep it out of logs.
  public func revealedBase32() -> String {
    unsafe withUnsafeBytes { unsafe Base32.encode($0, padded: false) }
  }
}

extension Secret: Equatable {
  /// Whether two secrets are the same.
  ///
  /// Time depends on: the two lengths.
  public static func == (a: Secret, b: Secret) -> Bool {
    unsafe a.withUnsafeBytes { a in
      unsafe b.withUnsafeBytes { b in
        unsafe ConstantTime.equal(a, b)
      }
    }
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible {
  /// The length alone, never the bytes.
  public var description: String { "Secret(\(byteCount) bytes)" }

  /// The same as ``description``.
  public var debugDescription: String { description }
}

extension Secret: CustomReflectable {
  /// No children: a dump does not show the bytes.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

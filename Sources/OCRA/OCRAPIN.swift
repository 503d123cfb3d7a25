// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// A hashed PIN or password, as OCRA uses it (RFC 6287 section 5.1).
///
/// The digest is kept like a secret: a PIN is short, and trying all PINs finds
/// the one of a digest.
public struct OCRAPIN: Sendable {
  /// The hash of the PIN.
  public let hash: HashAlgorithm

  private let digest: WipedBytes

  /// A PIN as a person types it: its UTF-8 bytes are hashed.
  public init(_ text: String, hash: HashAlgorithm = .sha1) {
    self.hash = hash
    let bytes = WipedBytes(capacity: text.utf8.count) { append in
      for byte in text.utf8 { append(byte) }
    }
    digest = unsafe WipedBytes(capacity: hash.digestByteCount) { digest in
      var state = HashState(hash)
      unsafe bytes.withUnsafeBytes { unsafe state.update($0) }
      unsafe state.finish(into: digest)
      return digest.count
    }
  }

  /// A PIN that is hashed already; `nil` if the digest is not as long as those
  /// of `hash`.
  public init?(digest bytes: some Collection<UInt8>, hash: HashAlgorithm) {
    guard bytes.count == hash.digestByteCount else { return nil }
    self.hash = hash
    digest = WipedBytes(capacity: bytes.count) { append in
      for byte in bytes { append(byte) }
    }
  }

  /// Adds the digest to the message of `hmac`.
  func update(_ hmac: inout HMAC) {
    unsafe digest.withUnsafeBytes { unsafe hmac.update($0) }
  }
}

extension OCRAPIN: CustomStringConvertible, CustomReflectable {
  /// The hash alone, never the digest.
  public var description: String { "OCRAPIN(\(hash.rawValue))" }

  /// The hash alone.
  public var customMirror: Mirror { Mirror(self, children: ["hash": hash]) }
}

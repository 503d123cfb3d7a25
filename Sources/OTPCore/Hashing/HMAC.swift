// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// HMAC (RFC 2104) over a message that may come in parts.
///
/// ```swift
/// var hmac = HMAC(key)
/// hmac.update(first)
/// hmac.update(second)
/// let code = hmac.finalize()
/// ```
///
/// Time depends on: the algorithm and the lengths. Never on the bytes.
package struct HMAC: Sendable {
  private let key: HMACKey
  private var running: RunningHash

  /// HMAC under a prepared key, before the first byte of the message.
  package init(_ key: HMACKey) {
    self.key = key
    running = RunningHash(key.algorithm)
    key.restart(&running.hash, after: .inner)
  }

  /// Takes in more of the message.
  package mutating func update(_ bytes: some Collection<UInt8>) {
    makeUnique()
    let done: Void? = bytes.withContiguousStorageIfAvailable { bytes in
      unsafe running.hash.update(UnsafeRawBufferPointer(bytes))
    }
    if done == nil {
      unsafe Array(bytes).withUnsafeBytes { unsafe running.hash.update($0) }
    }
  }

  /// The authentication code: as many bytes as a digest.
  ///
  /// The message is wiped, and the value is ready for the next one.
  package mutating func finalize() -> [UInt8] {
    var digest = [UInt8](
      repeating: 0, count: key.algorithm.digestByteCount)
    unsafe digest.withUnsafeMutableBytes { unsafe finalize(into: $0) }
    return digest
  }

  /// Writes the authentication code to `digest`, which must be long enough.
  package mutating func finalize(into digest: UnsafeMutableRawBufferPointer) {
    makeUnique()
    unsafe running.hash.finish(into: digest)
    key.restart(&running.hash, after: .outer)
    let code = unsafe digest[..<key.algorithm.digestByteCount]
    unsafe running.hash.update(UnsafeRawBufferPointer(rebasing: code))
    unsafe running.hash.finish(into: digest)
    key.restart(&running.hash, after: .inner)
  }

  /// Lends the authentication code to `body` and wipes it.
  package mutating func withFinalized<R>(
    _ body: (UnsafeRawBufferPointer) -> R
  ) -> R {
    let count = key.algorithm.digestByteCount
    return unsafe withUnsafeTemporaryAllocation(
      byteCount: count, alignment: 16
    ) { digest in
      defer { unsafe otp_wipe(digest.baseAddress, digest.count) }
      unsafe finalize(into: digest)
      return unsafe body(UnsafeRawBufferPointer(digest))
    }
  }

  /// Copies the hash if another value shares it.
  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&running) else { return }
    running = RunningHash(copying: running)
  }
}

/// The state of an HMAC's hash, in one place that is wiped when its last owner
/// goes.
///
/// The state is as secret as the key. Held inline, it would be copied wherever
/// Swift moves the value, and the copies could not be wiped.
private final class RunningHash: @unchecked Sendable {
  // Unchecked, because the hash changes only while it has one owner.
  var hash: HashState

  init(_ algorithm: HashAlgorithm) { hash = HashState(algorithm) }

  init(copying other: RunningHash) { hash = other.hash }

  deinit { hash.wipe() }
}

extension HMAC: CustomStringConvertible, CustomReflectable {
  /// The algorithm alone, never the key nor the message.
  package var description: String { "HMAC(\(key.algorithm.rawValue))" }

  /// The algorithm alone: the state of the hash is secret.
  package var customMirror: Mirror {
    Mirror(self, children: ["algorithm": key.algorithm])
  }
}

extension HMACKey {
  /// One of the two pads.
  fileprivate enum Pad { case inner, outer }

  /// Sets `hash` to its state after the block of a pad.
  fileprivate func restart(_ hash: inout HashState, after pad: Pad) {
    withPads { pads in
      let half = algorithm.digestByteCount
      let states = unsafe pads.unsafeBytes
      let state = unsafe pad == .inner ? states[..<half] : states[half...]
      unsafe hash.restart(afterBlock: UnsafeRawBufferPointer(rebasing: state))
    }
  }

  /// The authentication code of `message` in memory that is wiped: for codes
  /// that are keys themselves.
  package func derivedKey(for message: some Collection<UInt8>) -> WipedBytes {
    unsafe WipedBytes(capacity: algorithm.digestByteCount) { buffer in
      var hmac = HMAC(self)
      hmac.update(message)
      unsafe hmac.finalize(into: buffer)
      return buffer.count
    }
  }
}

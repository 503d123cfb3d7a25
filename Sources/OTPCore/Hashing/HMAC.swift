// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

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
public struct HMAC: Sendable {
  private let key: HMACKey
  private var inner: HashState

  /// HMAC under a prepared key, before the first byte of the message.
  public init(_ key: HMACKey) {
    self.key = key
    inner = key.hash(after: .inner)
  }

  /// Takes in more of the message.
  public mutating func update(_ bytes: some Collection<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { bytes in
      unsafe inner.update(UnsafeRawBufferPointer(bytes))
    }
    if done == nil {
      unsafe Array(bytes).withUnsafeBytes { unsafe inner.update($0) }
    }
  }

  /// The authentication code: as many bytes as a digest.
  ///
  /// The value is spent: what `update` took in is wiped.
  public mutating func finalize() -> [UInt8] {
    let count = key.algorithm.digestByteCount
    var digest = [UInt8](repeating: 0, count: count)
    var outer = key.hash(after: .outer)
    unsafe digest.withUnsafeMutableBytes { digest in
      unsafe inner.finish(into: digest)
      unsafe outer.update(UnsafeRawBufferPointer(digest))
      unsafe outer.finish(into: digest)
    }
    inner = key.hash(after: .inner)
    return digest
  }
}

extension HMAC: CustomStringConvertible, CustomReflectable {
  /// The algorithm alone, never the key nor the message.
  public var description: String { "HMAC(\(key.algorithm.rawValue))" }

  /// The algorithm alone: the state of the hash stands for the key.
  public var customMirror: Mirror {
    Mirror(self, children: ["algorithm": key.algorithm])
  }
}

extension HMACKey {
  /// One of the two pads.
  fileprivate enum Pad { case inner, outer }

  /// The hash after the block that the pad makes of the key.
  fileprivate func hash(after pad: Pad) -> HashState {
    withPads { pads in
      let half = algorithm.digestByteCount
      let states = unsafe pads.unsafeBytes
      let state = unsafe pad == .inner ? states[..<half] : states[half...]
      return unsafe HashState(
        algorithm, afterBlock: UnsafeRawBufferPointer(rebasing: state))
    }
  }
}

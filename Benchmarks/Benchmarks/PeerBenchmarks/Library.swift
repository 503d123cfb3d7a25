// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A shared library that is opened at run time, so that the suite builds
/// without it.
struct Library {
  private let handle: UnsafeMutableRawPointer

  /// The first of `names` that is installed; `nil` if none is.
  init?(_ names: String...) {
    for name in names {
      if let handle = dlopen(name, RTLD_NOW) {
        self.handle = handle
        return
      }
    }
    return nil
  }

  /// The function called `name`, of the C type `F`.
  func function<F>(_ name: String, as type: F.Type) -> F? {
    dlsym(handle, name).map { unsafeBitCast($0, to: type) }
  }
}

/// The number at the offset that the last byte of an authentication code
/// names, reduced to six digits (RFC 4226 section 5.3).
func truncated(_ code: UnsafeRawBufferPointer) -> Int {
  let offset = Int((code.last ?? 0) & 15)
  let number = code.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
  return Int(number.bigEndian & 0x7fff_ffff) % 1_000_000
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct LibcryptoTests {
  /// FIPS 180-4's example for "abc", and the empty message.
  @Test func sha256() {
    #expect(
      hex(Libcrypto.sha256("abc"))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex(Libcrypto.sha256(""))
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  private func hex(_ words: Libcrypto.Words) -> String {
    unsafe withUnsafeBytes(of: words) { unsafe Hex.encode($0) }
  }

  @Test func wipingLeavesZeros() {
    var bytes: [UInt8] = [1, 2, 3]
    Libcrypto.wipe(&bytes)
    #expect(bytes == [0, 0, 0])
  }
}

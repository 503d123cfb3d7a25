// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

/// The published values of HMAC: RFC 2202 section 3 (SHA-1) and RFC 4231
/// section 4 (SHA-256, SHA-512).
enum HMACRows {
  struct Row: CustomTestStringConvertible {
    let name: String
    let algorithm: HashAlgorithm
    let key: [UInt8]
    let message: [UInt8]
    /// In hexadecimal; the first half of it where the RFC truncates.
    let code: String

    var testDescription: String { name }
  }

  static let all: [Row] = [
    Row(
      name: "RFC 2202-1", algorithm: .sha1,
      key: Array(repeating: 0x0b, count: 20),
      message: Array("Hi There".utf8),
      code: """
        b617318655057264e28bc0b6fb378c8ef146be00
        """),
    Row(
      name: "RFC 2202-2", algorithm: .sha1,
      key: Array("Jefe".utf8),
      message: Array("what do ya want for nothing?".utf8),
      code: """
        effcdf6ae5eb2fa2d27416d5f184df9c259a7c79
        """),
    Row(
      name: "RFC 2202-3", algorithm: .sha1,
      key: Array(repeating: 0xaa, count: 20),
      message: Array(repeating: 0xdd, count: 50),
      code: """
        125d7342b9ac11cd91a39af48aa17b4f63f175d3
        """),
    Row(
      name: "RFC 2202-4", algorithm: .sha1,
      key: Array(1...25),
      message: Array(repeating: 0xcd, count: 50),
      code: """
        4c9007f4026250c6bc8414f9bf50c86c2d7235da
        """),
    Row(
      name: "RFC 2202-5", algorithm: .sha1,
      key: Array(repeating: 0x0c, count: 20),
      message: Array("Test With Truncation".utf8),
      code: """
        4c1a03424b55e07fe7f27be1d58bb9324a9a5a04
        """),
    Row(
      name: "RFC 2202-6", algorithm: .sha1,
      key: Array(repeating: 0xaa, count: 80),
      message: Array(
        "Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: """
        aa4ae5e15272d00e95705637ce8a3b55ed402112
        """),
    Row(
      name: "RFC 2202-7", algorithm: .sha1,
      key: Array(repeating: 0xaa, count: 80),
      message: Array(
        ("Test Using Larger Than Block-Size Key and Larger Than "
          + "One Block-Size Data").utf8),
      code: """
        e8e99d0f45237d786d6bbaa7965c7808bbff1a91
        """),
    Row(
      name: "RFC 4231-1-sha256", algorithm: .sha256,
      key: Array(repeating: 0x0b, count: 20),
      message: Array("Hi There".utf8),
      code: """
        b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
        """),
    Row(
      name: "RFC 4231-1-sha512", algorithm: .sha512,
      key: Array(repeating: 0x0b, count: 20),
      message: Array("Hi There".utf8),
      code: """
        87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde
        daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854
        """),
    Row(
      name: "RFC 4231-2-sha256", algorithm: .sha256,
      key: Array("Jefe".utf8),
      message: Array("what do ya want for nothing?".utf8),
      code: """
        5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
        """),
    Row(
      name: "RFC 4231-2-sha512", algorithm: .sha512,
      key: Array("Jefe".utf8),
      message: Array("what do ya want for nothing?".utf8),
      code: """
        164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554
        9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
        """),
    Row(
      name: "RFC 4231-3-sha256", algorithm: .sha256,
      key: Array(repeating: 0xaa, count: 20),
      message: Array(repeating: 0xdd, count: 50),
      code: """
        773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe
        """),
    Row(
      name: "RFC 4231-3-sha512", algorithm: .sha512,
      key: Array(repeating: 0xaa, count: 20),
      message: Array(repeating: 0xdd, count: 50),
      code: """
        fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39
        bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb
        """),
    Row(
      name: "RFC 4231-4-sha256", algorithm: .sha256,
      key: Array(1...25),
      message: Array(repeating: 0xcd, count: 50),
      code: """
        82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b
        """),
    Row(
      name: "RFC 4231-4-sha512", algorithm: .sha512,
      key: Array(1...25),
      message: Array(repeating: 0xcd, count: 50),
      code: """
        b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db
        a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd
        """),
    Row(
      name: "RFC 4231-5-sha256", algorithm: .sha256,
      key: Array(repeating: 0x0c, count: 20),
      message: Array("Test With Truncation".utf8),
      code: """
        a3b6167473100ee06e0c796c2955552b
        """),
    Row(
      name: "RFC 4231-5-sha512", algorithm: .sha512,
      key: Array(repeating: 0x0c, count: 20),
      message: Array("Test With Truncation".utf8),
      code: """
        415fad6271580a531d4179bc891d87a6
        """),
    Row(
      name: "RFC 4231-6-sha256", algorithm: .sha256,
      key: Array(repeating: 0xaa, count: 131),
      message: Array(
        "Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: """
        60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54
        """),
    Row(
      name: "RFC 4231-6-sha512", algorithm: .sha512,
      key: Array(repeating: 0xaa, count: 131),
      message: Array(
        "Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: """
        80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352
        6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598
        """),
    Row(
      name: "RFC 4231-7-sha256", algorithm: .sha256,
      key: Array(repeating: 0xaa, count: 131),
      message: Array(
        ("This is a test using a larger than block-size key and "
          + "a larger than block-size data. The key needs to be has"
          + "hed before being used by the HMAC algorithm.").utf8),
      code: """
        9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2
        """),
    Row(
      name: "RFC 4231-7-sha512", algorithm: .sha512,
      key: Array(repeating: 0xaa, count: 131),
      message: Array(
        ("This is a test using a larger than block-size key and "
          + "a larger than block-size data. The key needs to be has"
          + "hed before being used by the HMAC algorithm.").utf8),
      code: """
        e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944
        b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58
        """),
  ]
}

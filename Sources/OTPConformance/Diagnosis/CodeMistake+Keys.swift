// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Mistakes in the key and in the hash.

extension CodeMistake {
  static let keys =
    hashes + bytes + exchanges + texts(ofKeys: .section("rfc4226", "5.2"))

  private static let hashes: [CodeMistake] = [
    asking(
      "sha1-always", "SHA-1 was used",
      instead: "use the hash that was asked for", .section("rfc6238", "1.2")
    ) { asked in
      asked.algorithm == .sha1 ? [] : [asked.with { $0.algorithm = .sha1 }]
    },
    asking(
      "other-hash", "another hash was used",
      instead: "use the hash that was asked for", .section("rfc6238", "1.2")
    ) { asked in
      let next: [HashAlgorithm: HashAlgorithm] = [
        .sha1: .sha256, .sha256: .sha512, .sha512: .sha256,
      ]
      let others = [next[asked.algorithm], .sha512].compactMap(\.self)
      return others.filter { $0 != asked.algorithm }
        .map { other in asked.with { $0.algorithm = other } }
    },
    asking(
      "block-64", "HMAC had a block of 64 bytes",
      instead: "use 128 bytes with SHA-512", .section("rfc2104", "2")
    ) { asked in
      asked.algorithm == .sha512 ? [asked.with { $0.block = 64 }] : []
    },
    asking(
      "hash-without-hmac",
      "key and counter were put together and hashed, without HMAC",
      instead: "use HMAC, which hashes twice", .section("rfc2104", "2")
    ) { asked in
      [.keyFirst, .messageFirst].map { construction in
        asked.with { $0.construction = construction }
      }
    },
  ]

  private static let bytes: [CodeMistake] = [
    keyed(
      "seed-20", "only the first 20 bytes of the key were used",
      instead:
        "use the whole key, which the tables for SHA-256 and SHA-512 "
        + "have with 32 and 64 bytes", .section("rfc6238", "Appendix B")
    ) { [Array($0.key.prefix(20))] },
    keyed(
      "key-truncated", "the key was cut to 128 bits",
      instead: "use the whole key", .section("rfc2104", "2")
    ) { [Array($0.key.prefix(16))] },
    keyed(
      "seed-repeated", "the key was repeated to the length of the hash",
      instead: "use the key as it is, because HMAC pads it with zero bytes",
      .section("rfc2104", "2")
    ) { asked in
      guard !asked.key.isEmpty else { return [] }
      let count = max(asked.key.count, asked.algorithm.digestByteCount)
      return [(0..<count).map { asked.key[$0 % asked.key.count] }]
    },
    keyed(
      "long-key-not-hashed", "the key was cut at the block size of the hash",
      instead: "replace a longer key by its hash", .section("rfc2104", "2")
    ) { [Array($0.key.prefix($0.algorithm.blockByteCount))] },
    keyed(
      "key-nul-terminated", "the key was cut at its first zero byte",
      instead: "pass the key with its length, not as a C string",
      .section("rfc2104", "2")
    ) { [Array($0.key.prefix { $0 != 0 })] },
    keyed(
      "key-as-utf-8", "the key's bytes from 128 were written as UTF-8",
      instead: "pass bytes, not text", .section("rfc2104", "2")
    ) { asked in
      let text = asked.key.map { String(Unicode.Scalar($0)) }.joined()
      // What is not UTF-8 becomes U+FFFD where bytes are read as text.
      let replaced = String(decoding: asked.key, as: UTF8.self)
      return [Array(text.utf8), Array(replaced.utf8)]
    },
    keyed(
      "key-reversed", "the bytes of the key were in the wrong order",
      instead: "use them as they come", .section("rfc2104", "2")
    ) { [$0.key.reversed()] },
    keyed(
      "key-trimmed", "white space around the key was taken away",
      instead: "a key is bytes, and all of them count",
      .section("rfc2104", "2")
    ) { [trimmed($0.key)] },
  ]

  private static let exchanges: [CodeMistake] = [
    asking(
      "key-and-counter-exchanged",
      "the counter was the key of the HMAC, and the key was hashed",
      instead: "exchange the two arguments", .section("rfc4226", "5.3")
    ) { asked in
      let message = asked.message ?? asked.counterBytes
      guard message != asked.key else { return [] }
      return [
        asked.with { ($0.key, $0.message) = (message, asked.key) }
      ]
    }
  ]

  /// Mistakes that take the text of a key for its bytes.
  private static func texts(ofKeys clause: SpecReference) -> [CodeMistake] {
    [
      keyed(
        "base32-text-as-key", "the base32 text was used as the key",
        instead: "decode it to bytes first", clause
      ) { asked in
        let padded = Base32.encode(asked.key)
        let bare = Base32.encode(asked.key, padded: false)
        return [bare, padded, bare.lowercased(), padded.lowercased()]
          .map { Array($0.utf8) }
      },
      keyed(
        "base32-read-as-base64",
        "the base32 text was decoded as if it were base64",
        instead: "decode it as base32 (RFC 4648 section 6)", clause
      ) { asked in
        let text = Base32.encode(asked.key, padded: false)
        return [text, text.lowercased()].map { $0.bytesOfBase64 }
      },
      keyed(
        "hex-text-as-key", "the hexadecimal text was used as the key",
        instead: "decode it to bytes first", clause
      ) { asked in
        let text = asked.key.hexadecimal
        return [text, text.uppercased()].map { Array($0.utf8) }
      },
      keyed(
        "base64-text-as-key", "the base64 text was used as the key",
        instead: "decode it to bytes first", clause
      ) { [Array($0.key.base64.utf8)] },
    ]
  }

  /// A mistake that changes the key, where that makes another key of it.
  private static func keyed(
    _ name: String, _ flaw: String, instead remedy: String,
    _ clause: SpecReference,
    change: @escaping @Sendable (CodeQuestion) -> [[UInt8]]
  ) -> CodeMistake {
    asking(name, flaw, instead: remedy, clause) { asked in
      change(asked).filter { $0 != asked.key }
        .map { key in asked.with { $0.key = key } }
    }
  }

  private static func trimmed(_ key: [UInt8]) -> [UInt8] {
    let isSpace: (UInt8) -> Bool = { [0x20, 0x0a, 0x0d, 0x09].contains($0) }
    let rest = key.drop(while: isSpace)
    return rest.reversed().drop(while: isSpace).reversed()
  }
}

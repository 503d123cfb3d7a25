// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

/// Damaged URIs: nothing traps, what is read can be written and read again,
/// and no error shows the secret.
@Suite struct OTPAuthURIFuzzTests {
  /// One change to the bytes of a URI.
  static func mutate(
    _ bytes: inout [UInt8], _ random: inout SeededGenerator
  ) {
    let pieces = [
      "%", "%3A", "%00", ":", "&", "=", "?", "#", "/", "+", " ", "\u{301}",
      "digits=9", "&secret=", "&issuer=A", "hotp", "\u{0}", "é", "%E2%80",
      "&counter=5", "-", "18446744073709551616",
    ]
    let place = random.int(0...bytes.count)
    switch random.int(0...4) {
    case 0 where place < bytes.count:
      bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1 where place < bytes.count:
      bytes.remove(at: place)
    case 2:
      bytes.insert(contentsOf: random.pick(pieces).utf8, at: place)
    case 3:
      let end = min(bytes.count, place + random.int(0...12))
      bytes.removeSubrange(place..<end)
    default:
      let end = min(bytes.count, place + random.int(0...40))
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
    }
  }

  static func valid(_ random: inout SeededGenerator) throws -> OTPAuthURI {
    try OTPAuthURI(
      issuer: OTPAuthURITests.name(&random, 0...8),
      account: "u" + OTPAuthURITests.name(&random, 0...8),
      secret: RFC.secret(), algorithm: random.pick(HashAlgorithm.allCases),
      factor: random.next() & 1 == 0
        ? .totp(period: 30) : .hotp(counter: random.counter()))
  }

  @Test(arguments: [310, 311, 312, 313] as [UInt64])
  func damaged(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var kinds: Set<OTPAuthURIError.Kind> = []
    var read = 0
    for _ in 0..<250 {
      let bytes = Array(try Self.valid(&random).text.utf8)
      for _ in 0..<100 {
        var damaged = bytes
        for _ in 0...random.int(0...3) { Self.mutate(&damaged, &random) }
        let text = String(decoding: damaged, as: UTF8.self)
        do throws(OTPAuthURIError) {
          let uri = try OTPAuthURI(parsing: text, policy: .permissive)
          read += 1
          #expect(
            try OTPAuthURI(parsing: uri.text, policy: .permissive) == uri,
            "\(text), seed \(seed)")
        } catch {
          if kinds.insert(error.kind).inserted {
            Self.expectNoSecret(in: error, text)
          }
        }
      }
    }
    #expect(read > 1_000 && kinds.count > 10, "the fuzz reaches both sides")
  }

  /// No four characters of the secret in a row. (The kinds alone are looked at
  /// in full: reflection is slow.)
  static func expectNoSecret(in error: OTPAuthURIError, _ text: String) {
    for said in RedactionTests.texts(error) {
      for piece in ["GEZD", "GNBV", "GY3T", "QOJQ", "1234"] {
        #expect(!said.contains(piece), "\(said) for \(text)")
      }
    }
  }

  /// The descriptions of all errors, over as many URIs again.
  @Test func descriptions() throws {
    var random = SeededGenerator(seed: 320)
    for _ in 0..<2_000 {
      var damaged = Array(try Self.valid(&random).text.utf8)
      Self.mutate(&damaged, &random)
      let text = String(decoding: damaged, as: UTF8.self)
      let error = thrown { () throws(OTPAuthURIError) in
        try OTPAuthURI(parsing: text)
      }
      if let error { Self.expectNoSecret(in: error, text) }
    }
  }
}

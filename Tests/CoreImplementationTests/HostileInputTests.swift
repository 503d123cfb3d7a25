// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import OTPConformance
import TestSupport
import Testing

/// Whatever is sent, one well-formed line comes back.
struct HostileInputTests {
  private static let key = "3132333435363738393031323334353637383930"

  private static let fields = [
    "algorithm", "key", "message", "bytes", "text", "counter", "digits",
    "time", "t0", "step", "code", "codes", "past", "future", "lookAhead",
    "after", "uri", "type", "issuer", "account", "secret", "period", "kind",
    "driftLimit", "handle", "now", "state", "count",
  ]

  /// Values at and beyond every edge, most of them in the wrong field.
  private static let values: [JSON] = [
    .null, true, 0, 1, -1, 6, 9, 50, 51, 1000, .integer(.max), .integer(.min),
    .double(0.5), .double(1e300), .double(-0.0), "", "0", "1", "-1", "30",
    "120", "86400", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "18446744073709551615", "18446744073709551616",
    "SHA1", "SHA256", "SHA512", "totp", "hotp", "totp - 0 0",
    "totp 18446744073709551615 -50 1", "hotp 18446744073709551615", "755224",
    "000000", "\u{0}", "\u{ff11}\u{ff12}", "%", "otpauth://totp/a?secret=%",
    "otpauth://hotp/:?secret=A&counter=", .string(key), [], ["755224"],
    ["755224", "287082"], ["755224", "287082", "359152"], [:], ["a": "b"],
  ]

  /// Fields that make most operations go as far as they can.
  private static let sound: JSONObject = [
    "algorithm": "SHA1", "key": .string(key), "counter": "0", "digits": 6,
    "time": "59", "t0": "0", "step": "30", "code": "755224",
    "codes": ["755224", "287082"], "past": 1, "future": 1, "lookAhead": 1,
    "message": "", "bytes": "00", "text": "MY", "kind": "totp",
    "driftLimit": 1, "handle": "1", "now": "59", "type": "totp",
    "account": "alice", "secret": .string(key), "period": 30, "count": 2,
    "state": "totp - 0 0", "after": "0", "issuer": "ACME",
  ]

  /// What each operation is asked for, with and without options.
  private static let forms: [(String, [String])] = [
    ("hmac.compute", ["algorithm", "key", "message"]),
    ("base32.encode", ["bytes"]), ("base32.decode", ["text"]),
    ("hotp.generate", ["algorithm", "key", "counter", "digits"]),
    ("totp.generate", ["algorithm", "key", "time", "t0", "step", "digits"]),
    (
      "hotp.verify",
      ["algorithm", "key", "digits", "code", "counter", "lookAhead"]
    ),
    (
      "totp.verify",
      [
        "algorithm", "key", "digits", "t0", "step", "code", "time", "past",
        "future", "after",
      ]
    ),
    (
      "hotp.resync",
      ["algorithm", "key", "digits", "codes", "counter", "lookAhead"]
    ),
    ("otpauth.parse", ["uri"]),
    (
      "otpauth.build",
      ["type", "issuer", "account", "secret", "algorithm", "digits", "period"]
    ),
    (
      "verifier.open",
      [
        "kind", "algorithm", "key", "t0", "step", "digits", "past", "future",
        "driftLimit",
      ]
    ),
    (
      "verifier.import",
      [
        "kind", "algorithm", "key", "t0", "step", "digits", "past", "future",
        "driftLimit", "state",
      ]
    ),
    ("verifier.check", ["handle", "code", "now"]),
    ("verifier.resync", ["handle", "codes", "now", "past", "future"]),
    ("verifier.export", ["handle"]), ("verifier.close", ["handle"]),
    ("backup.generate", ["count"]), ("backup.check", ["handle", "code"]),
  ]

  @Test func everyLineIsAnswered() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var server = AdapterServer(
      CoreImplementation(
        version: "1",
        policy: CorePolicy(
          acceptsShortSecrets: true, acceptsLongSteps: true)))
    _ = await server.respond(to: #"{"type":"hello","protocol":1}"#)
    for _ in 0..<3_000 {
      let line = Self.line(&random)
      let answer = try #require(
        await server.respond(to: line), "seed \(seed): \(line)")
      let object = try JSON(parsing: answer).object
      #expect(object?.keys.first == "id", "seed \(seed): \(line)")
      #expect(object?.count == 2, "seed \(seed): \(line)")
      if object?["value"] == nil {
        #expect(!answer.contains(Self.key), "seed \(seed): \(line)")
      }
    }
  }

  @Test func brokenLinesAreAnswered() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var server = AdapterServer(CoreImplementation(version: "1"))
    for _ in 0..<3_000 where !server.isClosed {
      var line = Array(Self.line(&random).utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<line.count, using: &random)
        line[index] = .random(in: .min ... .max, using: &random)
      }
      let answer = try #require(
        await server.respond(to: line), "seed \(seed): \(line)")
      #expect(throws: Never.self, "seed \(seed): \(line)") {
        try JSON(parsing: answer)
      }
    }
  }

  /// A call with sound fields, up to three of them replaced.
  private static func line(_ random: inout SeededGenerator) -> String {
    let (operation, names) = forms[Int(random.next() % UInt64(forms.count))]
    var input = JSONObject(names.map { ($0, sound[$0] ?? "") })
    for _ in 0..<Int(random.next() % 4) {
      let pool = random.next() % 8 == 0 ? fields : names
      let name = pool[Int(random.next() % UInt64(pool.count))]
      input[name] = values[Int(random.next() % UInt64(values.count))]
    }
    let call: JSON = [
      "type": "call", "id": "1", "op": .string(operation),
      "in": .object(input),
    ]
    return call.text()
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

// What fuzzing begins with: the inputs of the vectors, and a text of each
// format that no vector has.

extension FuzzTarget {
  /// Inputs that the parser accepts, or nearly.
  package var seeds: [[UInt8]] {
    let texts: [String] =
      switch self {
      case .uri: Self.inputs("otpauth.parse", "uri")
      case .base32: Self.inputs("base32.decode", "text")
      case .ocraSuite: Self.inputs("ocra.generate", "suite")
      case .hex: ["", "00", "48656C6c6f", "0g", "abc"]
      case .oneTimeCode: ["755224", "000000", "94287082", "755 224", "75522４"]
      case .backupCode: ["23456-789AB-CDEFG", "23456 789ab cdefg", "2345"]
      case .phc: Self.phcStrings
      case .backupSet:
        Self.phcStrings.map {
          #"{"hashes":["\#($0)"],"spent":[0]}"#
        }
      case .reply: Self.replies
      case .toolFile: [Self.toolText]
      case .baseline:
        [
          #"{"format":1,"knownFailures":[{"id":"hotp.rfc4226.sha1.count-0","#
            + #""reason":"x","observed":{"value":"1","step":2}}]}"#
        ]
      case .report: [Self.reportText]
      case .account: [Self.accountText]
      case .json, .request, .sizes, .vectors: []
      }
    return texts.map { Array($0.utf8) } + longSeeds
  }

  private var longSeeds: [[UInt8]] {
    switch self {
    case .json, .vectors:
      VectorSource.embedded.map(\.bytes).filter { $0.count < 20_000 }
    case .request: Self.requests
    case .account: FuzzTarget.records
    case .sizes:
      [[UInt8](repeating: 0, count: 96), [UInt8](repeating: 0xff, count: 96)]
        + Self.numbers
    default: []
    }
  }

  private static let entries = (try? VectorSet.embedded())?.entries ?? []

  /// A field of the inputs of an operation, each text once.
  private static func inputs(_ operation: String, _ name: String) -> [String] {
    let calls = entries.map(\.call).filter { $0.operation == operation }
    return Set(calls.compactMap { $0.string(name) }).sorted()
  }

  /// One call of each operation, as lines.
  private static var requests: [[UInt8]] {
    var lines: [String: [UInt8]] = [:]
    for call in entries.map(\.call) where lines[call.operation] == nil {
      lines[call.operation] = AdapterRequest.call(id: "1", call)
        .line(runner: "")
    }
    return lines.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Eight bytes for each number of ``sizes``: key, hash, digits, counter and
  /// count, and the greatest, the least and a sensible number after them.
  private static var numbers: [[UInt8]] {
    let counts: [UInt64] = [10, 1 << 60, UInt64(Int.max), 1 << 63]
    return counts.map { count in
      [19, 0, 6, .max - 4, count, 30, 0, 59, .max, 0, 1, 1].flatMap {
        number in
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
      }
    }
  }

  private static let phcStrings = [
    "$scrypt$ln=1,r=8,p=1,keyid=a$AAECAwQFBgcICQoLDA0ODw"
      + "$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "$pbkdf2-sha256$i=10$AAECAwQFBgcICQoLDA0ODw"
      + "$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "$scrypt$ln=\u{301}15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw"
      + "$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
  ]

  private static let replies = [
    #"{"type":"hello","protocol":1,"implementation":{"name":"a","#
      + #""version":"1","language":"c"},"capabilities":["hotp.generate"],"#
      + #""limits":{"digits":{"min":6,"max":8},"counterBits":64},"#
      + #""policies":{"base32.case":"accept"}}"#,
    #"{"id":"1","value":"755224"}"#,
    #"{"id":null,"fault":{"message":"x"}}"#,
    #"{"id":"1","reject":{"category":"key-empty","message":"x"}}"#,
    #"{"id":"1","unsupported":{"what":"op"}}"#,
  ]

  private static let toolText = #"""
    {"tool":1,"implementation":{"name":"a","version":{"argv":["a","-V"],
     "stdout":"a (.*)"},"language":"c"},"capabilities":["sha1","totp.sha256"],
     "limits":{"digits":{"min":6,"max":8}},"policies":{"base32.case":"accept"},
     "operations":{"hotp.generate":{"argv":["a",["-c","{counter}"],"{{}}"],
     "stdin":"{key:base32}\n","stdout":"([0-9]+)","value":{"x":"{1:integer}"},
     "fixed":{"digits":6},"exit":{"value":[0],"reject":[1]}}}}
    """#

  private static let reportText = #"""
    {"report":"otpkit-conformance","format":1,"suiteVersion":"1.0.0",
     "digest":"00","implementation":{"name":"a","version":"1"},
     "passed":1,"failed":1,"skipped":0,"known":0,"complete":true,
     "profiles":[{"name":"p","title":"P","planned":1,"passed":1,"failed":0,
     "skipped":0}],"results":[{"id":"a","group":"g","level":"must",
     "outcome":"fail","clauses":["rfc4226 5.3"],"failure":{"op":"x"}}]}
    """#

  private static let accountText = #"""
    {"format":1,"id":"ann@example.org","version":1,"standing":"active",
     "createdAt":1000,"identities":[],"throttles":{"password":{"failures":1,
     "lastFailure":5}},"sending":{"count":0,"windowStart":0},"challenges":[],
     "grants":[],"devices":[],"outbox":[]}
    """#
}

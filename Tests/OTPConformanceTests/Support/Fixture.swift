// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@testable import OTPConformance

/// A small, valid set of vectors, and ways to spoil it.
enum Fixture {
  static let path = "hotp/small.json"

  static let manifest = """
    {"suiteVersion": "1.2.3", "schemaVersion": 1,
     "files": [{"path": "hotp/small.json", "cases": 6}]}
    """

  static let specs = """
    {"rfc4226": {"title": "HOTP", 
      "url": "https://www.rfc-editor.org/rfc/rfc4226",
      "sections": ["5.3", "Appendix D"]}}
    """

  static let retired = """
    {"hotp.old": {"since": "1.1.0", "reason": "was wrong",
      "replacedBy": "hotp.small.0"}}
    """

  /// The key is that of RFC 4226 Appendix D, and so are the values.
  static let file = #"""
    {"schema": 1, "suite": "hotp", "title": "Small",
     "source": {"name": "rfc4226", "kind": "published"},
     "groups": [
      {"id": "hotp.small", "op": "hotp.generate", "level": "must",
       "requires": ["hotp.generate", "sha1", "digits.6"],
       "spec": [{"doc": "rfc4226", "section": "Appendix D", "note": "table"}],
       "defaults": {"algorithm": "SHA1", "digits": 6,
        "key": "3132333435363738393031323334353637383930"},
       "cases": [
        {"id": "hotp.small.0", "since": "1.0.0", "why": "first published row",
         "in": {"counter": "0"}, "expect": {"value": "755224"},
         "trace": {"counter": "0", "offset": 0, "binary": "1284755224",
          "hmac": "cc93cf18508d94934c64b65d8ba7667fb7cde4b0"},
         "mistakes": [{"value": "287082", "cause": "step-next",
          "hint": "The counter is one too high."}]},
        {"id": "hotp.small.empty-key", "since": "1.0.0",
         "why": "a key without bytes", "in": {"key": "", "counter": "0"},
         "expect": {"reject": {"category": "key-empty"}}}]},
      {"id": "base32.small", "op": "base32.decode", "level": "should",
       "spec": [{"doc": "rfc4226", "section": "5.3"}],
       "cases": [
        {"id": "base32.small.lower", "since": "1.0.0", "why": "case",
         "in": {"text": "my"},
         "expect": {"oneOf": [
          {"policy": {"base32.case": "accept"}, "value": "66"},
          {"policy": {"base32.case": "reject"},
           "reject": {"category": "base32-character"}}]}}]},
      {"id": "verifier.small", "op": "verifier.check", "level": "unspecified",
       "requires": ["t0", "counter.64", "key.20"],
       "spec": [{"doc": "rfc4226", "section": "5.3"}],
       "defaults": {"kind": "hotp"},
       "cases": [
        {"id": "verifier.small.twice", "since": "1.0.0", "why": "replay",
         "in": {},
         "expect": {"steps": [
          {"op": "verifier.open", "in": {"counter": "0"},
           "save": {"handle": "handle"}},
          {"op": "verifier.check", "in": {"handle": "$handle", "code": "1"},
           "expect": {"value": {"accepted": true}}},
          {"op": "verifier.check", "in": {"handle": "$handle", "code": "1"},
           "expect": {"value": {"accepted": false}}}]},
         "mistakes": [{"value": {"accepted": true}, "cause": "replay-accepted",
          "hint": "Remember the counter."}]},
        {"id": "verifier.small.closed", "since": "1.0.0", "why": "closed",
         "in": {},
         "expect": {"steps": [
          {"op": "verifier.check", "in": {"handle": "x", "code": "1"},
           "expect": {"reject": {"category": "handle-unknown"}}}]}},
        {"id": "verifier.small.codes", "since": "1.0.0", "why": "nested",
         "in": {},
         "expect": {"steps": [
          {"op": "verifier.open", "in": {"kind": "totp"},
           "save": {"a": "handle", "whole": ""}},
          {"op": "verifier.resync", "in": {"handle": "$a", "codes": ["$a"]},
           "expect": {"value": {"codes": ["1"]}}}]}}]}
     ]}
    """#

  /// The files of the set.
  static var sources: [VectorSource] {
    [
      source("manifest.json", manifest), source("specs.json", specs),
      source("retired.json", retired), source(path, file),
      source("schema/vectors.schema.json", "{}"),
    ]
  }

  static func source(_ path: String, _ text: String) -> VectorSource {
    VectorSource(path: path, bytes: Array(text.utf8))
  }

  /// The files, one of them with its first such text replaced.
  static func sources(
    _ path: String, replacing old: String, with new: String
  ) -> [VectorSource] {
    sources.map { source in
      let text = String(decoding: source.bytes, as: UTF8.self)
      guard source.path == path, let range = text.firstRange(of: old)
      else { return source }
      return Self.source(
        path, text[..<range.lowerBound] + new + text[range.upperBound...])
    }
  }

  /// The loaded set.
  static func vectors() throws -> VectorSet { try VectorSet(sources) }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct JSONReporterTests {
  @Test func tellsEverything() async throws {
    let claims = Sample.claims { $0.capabilities.remove("base32.decode") }
    let sample = Sample(claims: claims) { call in
      switch call.operation {
      case "hotp.generate":
        call.string("key") == ""
          ? .reject(category: "key-too-short", message: nil) : .value("287082")
      case "verifier.check": throw Breakage(description: "exit 139")
      default: nil
      }
    }
    let report = try await Report.make(
      sample, Selection(levels: [.must, .should], excluding: ["*.none"]))
    let text = """
      {
        "report": "otpkit-conformance",
        "format": 2,
        "suiteVersion": "1.2.3",
        "digest": "\(report.digest)",
        "implementation": {
          "name": "sample",
          "version": "2.0",
          "language": "swift"
        },
        "selection": {
          "suites": [],
          "ids": [],
          "levels": [
            "must",
            "should"
          ],
          "excluding": [
            "*.none"
          ],
          "specs": [],
          "profiles": []
        },
        "planned": 3,
        "ran": 2,
        "passed": 1,
        "failed": 1,
        "skipped": 1,
        "known": 0,
        "stale": 0,
        "warnings": 0,
        "remarks": 0,
        "strictness": "musts",
        "profiles": [
          {
            "name": "hotp",
            "title": "HOTP codes (RFC 4226)",
            "planned": 2,
            "passed": 1,
            "failed": 1,
            "skipped": 0,
            "skippedMusts": 0,
            "warnings": 0,
            "remarks": 0
          },
          {
            "name": "base32",
            "title": "secrets as text (RFC 4648)",
            "planned": 1,
            "passed": 0,
            "failed": 0,
            "skipped": 1,
            "skippedMusts": 0,
            "warnings": 0,
            "remarks": 0
          }
        ],
        "results": [
          {
            "id": "hotp.small.0",
            "group": "hotp.small",
            "suite": "hotp",
            "level": "must",
            "outcome": "fail",
            "verdict": "failed",
            "why": "first published row",
            "clauses": [
              "rfc4226 Appendix D (table)"
            ],
            "repeat": "otpkit conform run --id hotp.small.0",
            "failure": {
              "op": "hotp.generate",
              "in": {
                "algorithm": "SHA1",
                "digits": 6,
                "key": "3132333435363738393031323334353637383930",
                "counter": "0"
              },
              "expected": {
                "value": "755224"
              },
              "actual": {
                "value": "287082"
              },
              "stage": "HMAC",
              "finding": "the code of the next counter was given",
              "likely": {
                "cause": "step-next",
                "hint": "The code of the next counter was given: compute the \
      code before the counter moves on, and round time down.",
                "clause": "rfc4226 5.1"
              }
            }
          },
          {
            "id": "hotp.small.empty-key",
            "group": "hotp.small",
            "suite": "hotp",
            "level": "must",
            "outcome": "pass",
            "verdict": "passed",
            "notes": [
              "rejected as key-too-short, expected key-empty"
            ]
          },
          {
            "id": "base32.small.lower",
            "group": "base32.small",
            "suite": "hotp",
            "level": "should",
            "outcome": "not-claimed",
            "verdict": "skipped",
            "reason": "base32.decode"
          }
        ],
        "breaks": [],
        "exitCode": 1,
        "complete": true
      }

      """
    #expect(JSONReporter().text(for: report) == text)
  }

  @Test func reasonsAndSteps() async throws {
    let sample = Sample { call in
      switch call.operation {
      case "verifier.check" where call.string("handle") == "x":
        throw Breakage(description: "exit 139")
      case "verifier.check": .value(.null)
      case "verifier.resync": .unsupported("codes")
      default: nil
      }
    }
    let report = try await Report.make(
      sample, Selection(ids: ["verifier.*"]))
    let results = try #require(
      JSONReporter().json(for: report).object?["results"]?.array)
    let outcomes = results.map { $0.value(at: "outcome") }
    #expect(outcomes == ["fail", "error", "unsupported"])
    #expect(results[0].value(at: "failure.step") == 2)
    #expect(results[1].value(at: "reason") == "step 1: exit 139")
    #expect(results[2].value(at: "reason") == "step 2: codes")
  }

  @Test func footerTellsAnInterruptedRun() async throws {
    let whole = try await Report.make()
    let part = whole.with(results: [])
    let json = JSONReporter().json(for: part).object
    #expect(json?.keys.last == "complete")
    #expect(json?["complete"] == false)
    #expect(json?["exitCode"] == 130)
    #expect(json?["planned"] == 6)
    #expect(json?["ran"] == 0)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What an adapter says reaches a terminal and a log as text: the program from
/// outside, with an adapter that says something hostile wherever it can.
@Suite struct HostileAdapterTextTests {
  static let texts = [
    "::stop-commands::pwn ##[error]x \u{1b}[2J\u{202e}</system-out><script>]]>",
    "\n::error::x\r\n##vso[x]\u{2028}::debug::c",
  ]

  /// Where the adapter says it: in a hello that is fine, in each kind of hello
  /// that is not, on standard error, or instead of a line of the protocol.
  static let places = [
    "answers", "policy", "policy-value", "capability", "fault", "duplicate",
    "nonsense", "stderr", "digits",
  ]

  private static let adapter = #"""
    import json, sys
    place, text = sys.argv[1], bytes.fromhex(sys.argv[2]).decode()
    hello = {
        "type": "hello", "protocol": 1,
        "implementation": {"name": text, "version": text, "language": text},
        "capabilities": ["hotp.generate", "sha1"],
    }
    if place == "policy": hello["policies"] = {text: text}
    if place == "policy-value": hello["policies"] = {"base32.case": text}
    if place == "capability": hello["capabilities"].append(text)
    if place == "digits": hello["limits"] = {text: text, "digits": text}
    if place == "fault": hello = {"id": None, "fault": {"message": text}}
    if place == "stderr":
        print(text, text, file=sys.stderr, flush=True)
        sys.exit(7)
    for line in sys.stdin:
        call = json.loads(line)
        if call["type"] == "bye": break
        if call["type"] == "hello":
            if place == "duplicate":
                print("{%s:1,%s:2}" % ((json.dumps(text),) * 2), flush=True)
            elif place == "nonsense":
                print(text, flush=True)
            else:
                print(json.dumps(hello), flush=True)
            continue
        kinds = [
            {"value": text}, {"reject": {"category": text, "message": text}},
            {"unsupported": {"what": text}}, {"fault": {"message": text}},
        ]
        kind = kinds[int(call["id"]) % 4]
        print(json.dumps({"id": call["id"], **kind}), flush=True)
    """#

  @Test(arguments: texts, places)
  func isShown(text: String, place: String) throws {
    let hex = text.utf8.map { String(format: "%02x", $0) }.joined()
    let command = ["--", "python3", "-c", Self.adapter, place, hex]
    var runs = [
      ["conform", "--id", "hotp.rfc4226.*"] + command,
      ["conform", "doctor"] + command,
    ]
    if place == "answers" {
      runs.append(["conform", "--json", "--id", "hotp.rfc4226.*"] + command)
    }
    for arguments in runs {
      let run = try Program(arguments)
      #expect(run.status != 0 || arguments.contains("doctor"))
      expectObeyed(nothingIn: run.output)
      expectObeyed(nothingIn: run.errors)
    }
  }

  @Test(arguments: texts)
  func foreignReportIsRefused(text: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let report = """
      {"report": "otpkit-conformance", "format": 2, "implementation":
        {"name": "a", "version": "b"}, "suiteVersion": "1.0.0", "digest": \
      \(String(decoding: try JSONEncoder().encode(text), as: UTF8.self))}
      """
    try Data(report.utf8).write(to: file)
    let run = try Program("conform", "matrix", file.path)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains("digest: "))
    expectObeyed(nothingIn: run.errors)
  }

  /// No control characters, no marks of direction, no commands of CI systems.
  private func expectObeyed(nothingIn text: String) {
    let hidden = text.unicodeScalars.filter {
      let category = $0.properties.generalCategory
      return $0 != "\n"
        && [.control, .format, .lineSeparator, .paragraphSeparator]
          .contains(category)
    }
    #expect(hidden.isEmpty)
    for line in text.split(separator: "\n") {
      #expect(!line.drop { $0.isWhitespace }.hasPrefix("::"), "\(line)")
      #expect(!line.contains("##["), "\(line)")
    }
  }
}

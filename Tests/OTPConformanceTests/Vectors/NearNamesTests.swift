// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct NearNamesTests {
  @Test(
    arguments: [
      ("SHA1", "sha1"), ("sha-256", "sha256"),
      ("totp.generat", "totp.generate"),
      ("hotp_verify", "hotp.verify"), ("TOTP.SHA512", "totp.sha512"),
    ])
  func findsWhatWasMeant(name: String, meant: String) {
    #expect(
      NearNames.all(near: name, among: Vocabulary.capabilities).first == meant)
    #expect(
      NearNames.hint(name, Vocabulary.capabilities)
        == #"; did you mean "\#(meant)"?"#)
  }

  @Test(arguments: ["", "-", "completely-different", "x"])
  func saysNothingWhereNothingIsNear(name: String) {
    #expect(NearNames.hint(name, Vocabulary.capabilities) == "")
  }

  @Test(
    arguments: [
      (Selection(suites: ["htop"]), #"--suite: there is no suite "htop""#),
      (
        Selection(ids: ["hotp.small.1"]),
        #"--id: no vector has the id "hotp.small.1"; did you mean hotp.small.0"#
      ),
      (
        Selection(ids: ["hotp.old"]),
        "--id: hotp.old is retired; hotp.small.0 took its place"
      ),
      (
        Selection(specifications: [Clause("rfc4225")]),
        #"--spec: there is no document "rfc4225"; did you mean "rfc4226"?"#
      ),
      (
        Selection(specifications: [Clause("rfc4226:9")]),
        #"--spec: no vector cites "rfc4226:9"; of rfc4226, cited are 5.3"#
      ),
    ])
  func selectionsThatNameNothing(selection: Selection, text: String) throws {
    let fault = selection.fault(in: try Fixture.vectors())
    #expect(fault?.hasPrefix(text) == true, "\(fault ?? "nil")")
  }

  @Test func selectionsThatNameSomething() throws {
    let vectors = try Fixture.vectors()
    for selection in [
      Selection(), Selection(suites: ["hotp"], ids: ["hotp.*"]),
      Selection(specifications: [Clause("rfc4226"), Clause("rfc4226:5.3")]),
    ] {
      #expect(selection.fault(in: vectors) == nil)
    }
  }
}

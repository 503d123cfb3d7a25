// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct HumanReporterTests {
  /// Wrong in every way that there is.
  private func report(_ selection: Selection = Selection()) async throws
    -> Report
  {
    let claims = Sample.claims { $0.capabilities.remove("base32.decode") }
    return try await Report.make(
      Sample(claims: claims) { call in
        switch call.operation {
        case "hotp.generate":
          call.string("key") == ""
            ? .reject(category: "key-too-short", message: nil)
            : .value("287082")
        case "verifier.check" where call.string("handle") == "x":
          throw Breakage(description: "exit 139\u{1b}[2J")
        case "verifier.check": .value(["accepted": true])
        case "verifier.resync": .unsupported("lookAhead")
        default: nil
        }
      }, selection, strictness: .all)
  }

  @Test func tellsEverything() async throws {
    let report = try await report()
    let text = """
      vectors 1.2.3, digest \(report.digest.prefix(12))
      sample 2.0 (swift)

      base32.decode is not claimed  1 skipped

      FAILED hotp.small.0 (must)
        clause    rfc4226 Appendix D (table)
        tests     first published row
        input     hotp.generate {"algorithm":"SHA1","digits":6,\
      "key":"3132333435363738393031323334353637383930","counter":"0"}
        expected  {"value":"755224"}
        actual    {"value":"287082"}
        stage     HMAC: the code of the next counter was given
        likely    step-next: The code of the next counter was given: \
      compute the code before the counter moves on, and round time down. \
      (rfc4226 5.1)
        repeat    otpkit conform run --id hotp.small.0

      FAILED verifier.small.twice (unspecified)
        clause    rfc4226 5.3
        tests     replay
        began     verifier.open {"kind":"hotp","counter":"0"}, answered \
      {"value":{"handle":"1"}}
        input     step 3: verifier.check {"handle":"1","code":"1"}
        expected  {"value":{"accepted":false}}
        actual    {"value":{"accepted":true}}
        likely    replay-accepted: A used step was accepted again: ignore \
      every step that is not later than the last accepted one. (rfc6238 5.2)
        repeat    otpkit conform run --id verifier.small.twice

      FAILED verifier.small.closed (unspecified)
        clause    rfc4226 5.3
        tests     closed
        input     step 1: verifier.check {"handle":"x","code":"1"}
        error     step 1: exit 139\\u{1b}[2J
        repeat    otpkit conform run --id verifier.small.closed

      FAILED verifier.small.codes (unspecified)
        clause    rfc4226 5.3
        tests     nested
        declined  step 2: lookAhead
        repeat    otpkit conform run --id verifier.small.codes

      failures, by cause
        step-next        1 case  RFC 4226 5.1  e.g. hotp.small.0
        replay-accepted  1 case  RFC 6238 5.2  e.g. verifier.small.twice
        no-answer        1 case  RFC 4226 5.3  e.g. verifier.small.closed
        declined         1 case  RFC 4226 5.3  e.g. verifier.small.codes

      0 warnings, 0 remarks
      1 passed, 4 failed, 1 skipped

      """
    #expect(HumanReporter().text(for: report) == text)
  }

  @Test func verboseHasGroupsAndNotes() async throws {
    let text = HumanReporter(verbosity: .verbose).text(for: try await report())
    #expect(
      text.contains(
        """

        hotp.small      1 passed, 1 failed
          hotp.small.empty-key: rejected as key-too-short, expected key-empty
        base32.small    1 skipped, base32.decode not claimed
        verifier.small  3 failed

        FAILED hotp.small.0 (must)

        """))
    #expect(text.count(of: "FAILED ") == 4)
  }

  @Test func quietIsTheClosingLine() async throws {
    let text = HumanReporter(verbosity: .quiet).text(for: try await report())
    #expect(text == "1 passed, 4 failed, 1 skipped\n")
  }

  @Test func colors() async throws {
    let report = try await report(Selection(ids: ["hotp.small.*"]))
    let text = HumanReporter(usesColor: true, verbosity: .verbose)
      .text(for: report)
    #expect(
      text.contains(
        "hotp.small  \u{1b}[32m1 passed\u{1b}[0m, \u{1b}[31m1 failed\u{1b}[0m\n"
      ))
    #expect(text.contains("\u{1b}[31mFAILED\u{1b}[0m hotp.small.0"))
    #expect(text.hasSuffix("\n1 passed, 1 failed, 0 skipped\n"))
    #expect(!HumanReporter().text(for: report).contains("\u{1b}"))
  }

  /// However much is wrong, a report fits on a page; each cause has a line.
  @Test func isBounded() async throws {
    let all = Claims(
      name: "wrong", version: "1", capabilities: Vocabulary.capabilities)
    for claims in [all, Sample.claims] {
      let report = try await Runner(vectors: .embedded())
        .run(Sample(claims: claims) { _ in .value("755224") })
      let lines = HumanReporter().text(for: report).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(report.failures.count > 100)
      #expect(lines.count - 1 <= HumanReporter.lineLimit)
      #expect(lines.contains("failures, by cause"))
      #expect(lines.contains { $0.hasPrefix("FAILED ") })
    }
  }

  /// What is not claimed leaves room for what failed.
  @Test func failuresComeBeforeSkips() async throws {
    let claims = Claims(
      name: "wrong", version: "1", capabilities: ["totp.generate", "sha1"])
    let report = try await Runner(vectors: .embedded())
      .run(Sample(claims: claims) { _ in .value("755224") })
    let wrong = HumanReporter().text(for: report).split(separator: "\n")
    #expect(wrong.count { $0.contains(" is not claimed") } == 5)
    #expect(wrong.contains { $0.hasSuffix(" more cases skipped; see -v") })
    #expect(wrong.count { $0.hasPrefix("FAILED ") } > 1)
  }

  @Test func theBiggestCauseComesFirst() async throws {
    let report = try await Runner(vectors: .embedded())
      .run(Sample { _ in .value("755224") })
    let groups = report.causes(.failed)
    #expect(groups.count > 1)
    let counts = groups.map(\.results.count)
    #expect(counts == counts.sorted(by: >))
    #expect(counts.reduce(0, +) == report.failures.count)
    #expect(Set(groups.map(\.cause.name)).count == groups.count)
  }

  @Test func warningsAreToldApart() async throws {
    let report = try await Report.make(
      Sample { $0.operation == "base32.decode" ? .value("67") : nil })
    let text = HumanReporter().text(for: report)
    #expect(
      text.hasSuffix(
        """
        warnings, by cause (a standard says should)
          base32.decode.value  1 case  RFC 4226 5.3  e.g. base32.small.lower

        fulfils hotp, base32 (1 warning)
        1 warnings, 0 remarks
        5 passed, 0 failed, 0 skipped

        """), "\(text)")
  }

  /// An answer that another declaration would make right is told so.
  @Test func namesThePolicyThatWouldFit() async throws {
    let report = try await Report.make(
      Sample { call in
        call.operation == "base32.decode"
          ? .reject(category: "base32-character") : nil
      })
    let text = HumanReporter(verbosity: .verbose).text(for: report)
    #expect(
      text.contains(
        #"  policy    if this is deliberate, declare "base32.case": "reject""#))
    #expect(text.contains("  base32.case  1 case"))
  }

  @Test func aBaselineThatPassesIsGoodNews() async throws {
    let report = try await Report.make()
    let known = KnownFailures([
      KnownFailure(id: "hotp.small.0", reason: "r", observed: .error)
    ])
    let text = HumanReporter().text(for: known.applied(to: report))
    #expect(text.contains("good news: 1 known failures pass now;"))
    #expect(text.hasSuffix("\n6 passed, 0 failed, 0 skipped\n"))
  }

  @Test func breaksThatDoNotRecur() async throws {
    var report = try await Report.make()
    report.breaks = [
      TransientBreak(
        call: Call("hotp.generate", ["counter": "7"]), reason: "exit 9\u{1b}[2J"
      )
    ]
    let text = HumanReporter().text(for: report)
    #expect(
      text.contains(
        #"broke once: exit 9\u{1b}[2J, at hotp.generate {"counter":"7"}; asked"#
      ))
    report.breaks += report.breaks
    #expect(
      HumanReporter().text(for: report)
        .contains("2 breaks that did not recur fail the run"))
  }

  @Test func namesTheCommandThatRepeats() async throws {
    var report = try await report(Selection(ids: ["hotp.small.0"]))
    report.command.options = ["--timeout", "5"]
    report.command.adapter = ["python3", "my adapter.py"]
    let text = HumanReporter().text(for: report)
    #expect(
      text.contains(
        "repeat    otpkit conform run --id hotp.small.0 --timeout 5"
          + " -- python3 'my adapter.py'\n"))
  }

  @Test func saysThatARunWasInterrupted() async throws {
    let whole = try await report(Selection(ids: ["hotp.*"]))
    let part = whole.with(results: Array(whole.results.dropFirst()))
    #expect(
      HumanReporter().text(for: part).hasSuffix(
        """

        interrupted: 1 of 2 cases done
        0 warnings, 0 remarks
        1 passed, 0 failed, 0 skipped

        """))
  }

  @Test(
    arguments: [
      (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false),
      (true, ["NO_COLOR": "0"], false), (true, ["NO_COLOR": ""], true),
      (true, ["TERM": "dumb"], false), (true, ["TERM": "xterm"], true),
      (false, ["TERM": "xterm"], false),
    ])
  func decidesAboutColor(
    isTerminal: Bool, environment: [String: String], usesColor: Bool
  ) {
    #expect(
      HumanReporter.usesColor(isTerminal: isTerminal, environment: environment)
        == usesColor)
  }
}

extension String {
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@testable import OTPConformance

struct JUnitReporterTests {
  @Test func structure() async throws {
    let report = try await Report.withBaseline()
    let root = try XMLTree.parse(JUnitReporter().text(for: report))
    #expect(root.name == "testsuites")
    #expect(
      root.attributes.filter { $0.key != "time" } == [
        "name": "otpkit conform: <sample> & \"co\" # | `x` 2.0", "tests": "6",
        "failures": "2", "errors": "1",
      ])
    #expect(root.children.map(\.name) == ["testsuite"])
    let suite = try #require(root.children.first)
    #expect(
      suite.attributes.filter { $0.key != "time" } == [
        "name": "hotp", "tests": "6", "failures": "2", "errors": "1",
        "skipped": "2",
      ])
    let cases = suite.children.filter { $0.name == "testcase" }
    #expect(
      cases.map { $0.children.first?.name } == [
        "skipped", nil, "skipped", "failure", "error", "failure",
      ])
    #expect(cases[0].children.map(\.name) == ["skipped", "system-out"])
    try #require(cases.count == 6)
    #expect(cases[0].attributes["classname"] == "hotp.small")
    #expect(cases[0].attributes["name"] == "hotp.small.0")
    #expect(
      cases[0].children[0].attributes == ["message": "xfail: issue #12"])
    #expect(
      cases[2].children[0].attributes
        == ["message": "not-claimed: base32.decode"])
    let failure = cases[3].children[0]
    #expect(
      failure.attributes == [
        "message": "replay-accepted: A used step was accepted again: ignore"
          + " every step that is not later than the last accepted one."
          + " (rfc6238 5.2)", "type": "fail",
      ])
    #expect(
      failure.text.contains("\nexpected: {\"value\":{\"accepted\":false}}\n"))
    #expect(
      cases[4].children[0].text.contains(#"# \u{1b}[2J\u{0}\n...\n::x::"#))
  }

  @Test func warningsAreSkippedAndTold() async throws {
    var report = try await Report.wrongInEveryWay(strictness: .musts)
    report.command.adapter = ["./my adapter"]
    let root = try XMLTree.parse(JUnitReporter().text(for: report))
    #expect(root.attributes["failures"] == "1")
    let cases = root.children[0].children.filter { $0.name == "testcase" }
    #expect(
      cases[3].children[0].attributes == [
        "message": "remark: replay-accepted: A used step was accepted again:"
          + " ignore every step that is not later than the last accepted one."
          + " (rfc6238 5.2)"
      ])
    let failure = cases[0].children[0].text
    #expect(
      failure.hasSuffix(
        "\nrepeat: otpkit conform run --id hotp.small.0 -- './my adapter'"))
    #expect(cases[3].children[1].text.contains("\nrepeat: otpkit conform run"))
  }

  @Test func timesAddUp() async throws {
    let slow = Sample { _ in
      Thread.sleep(forTimeInterval: 0.02)
      return nil
    }
    let report = try await Report.make(slow)
    let root = try XMLTree.parse(JUnitReporter().text(for: report))
    let cases = root.children[0].children.filter { $0.name == "testcase" }
    let times = cases.compactMap { Double($0.attributes["time"] ?? "") }
    #expect(times.count == report.results.count)
    #expect(times.allSatisfy { $0 >= 0.02 && $0 < 10 })
    let total = Double(root.attributes["time"] ?? "") ?? 0
    #expect(abs(total - times.reduce(0, +)) < 1e-4)
    #expect(root.children[0].attributes["time"] == root.attributes["time"])
  }

  @Test func propertiesTellWhatRan() async throws {
    let report = try await Report.interrupted()
    let root = try XMLTree.parse(JUnitReporter().text(for: report))
    let properties = try #require(root.children.first?.children.first)
    #expect(properties.name == "properties")
    let pairs = properties.children.map { $0.attributes }
    #expect(
      pairs.map { $0["name"] } == [
        "implementation", "suiteVersion", "digest", "selection", "planned",
        "ran", "complete",
      ])
    #expect(pairs.last?["value"] == "false")
    #expect(pairs[4]["value"] == "6")
    #expect(pairs[3]["value"] == "all")
  }

  @Test func countsAddUp() async throws {
    let report = try await Runner(vectors: .embedded())
      .run(Sample { _ in .value("755224") })
    let root = try XMLTree.parse(JUnitReporter().text(for: report))
    func sum(_ name: String) -> Int {
      root.children.reduce(0) { $0 + (Int($1.attributes[name] ?? "") ?? -1) }
    }
    #expect(sum("tests") == report.results.count)
    #expect(sum("failures") + sum("errors") == report.count(.failed))
    #expect(
      sum("skipped")
        == report.results.count - report.count(.passed) - report.count(.failed))
    #expect(root.attributes["tests"] == "\(report.results.count)")
    #expect(root.children.count > 5)
  }

  private static let xmllint = ["/usr/bin/xmllint", "/usr/local/bin/xmllint"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(.enabled(if: xmllint != nil, "xmllint is not installed"))
  func validates() async throws {
    for report in [
      try await Report.withBaseline(), try await Report.interrupted(),
      try await Runner(vectors: .embedded())
        .run(Sample { _ in .value("755224") }),
    ] {
      let text = JUnitReporter().text(for: report)
      #expect(try validate(text) == 0)
    }
    let broken = JUnitReporter().text(for: try await Report.interrupted())
      .replacing("classname", with: "class")
    #expect(try validate(broken) != 0)
  }

  private func validate(_ text: String) throws -> Int32 {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("\(UUID().uuidString).xml")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let schema = Repository.url("Tests/Schemas/junit.xsd")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.xmllint))
    process.arguments = [
      "--noout", "--nonet", "--schema", schema.path, file.path,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// An element of an XML document, with what is in it.
final class XMLTree: NSObject, XMLParserDelegate {
  let name: String
  let attributes: [String: String]
  private(set) var children: [XMLTree] = []
  private(set) var text = ""
  private var open: [XMLTree] = []

  init(_ name: String, _ attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// Parses a document; it must be well formed.
  static func parse(_ text: String) throws -> XMLTree {
    let document = XMLTree("", [:])
    document.open = [document]
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = document
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return try #require(document.children.first)
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let element = XMLTree(name, attributes)
    open.last?.children.append(element)
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    open.last?.text += text
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import OTPConformance

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct VectorSetTests {
  @Test(
    arguments: [
      (
        "manifest.json", #""cases": 6"#, #""cases": 7"#,
        "manifest.json: files[0]: hotp/small.json has 6 cases, not 7"
      ),
      (
        "manifest.json", #""cases": 6"#, #""cases": 0"#,
        "manifest.json: files[0].cases: 0 is outside 1…1000000"
      ),
      (
        "manifest.json", "small.json", "other.json",
        "hotp/other.json: the file is missing"
      ),
      (
        "manifest.json", #""cases": 6}"#,
        #""cases": 6}, {"path": "hotp/small.json", "cases": 6}"#,
        "manifest.json: files: hotp/small.json is listed twice"
      ),
      (
        "manifest.json", "1.2.3", "1.02.3",
        #"manifest.json: suiteVersion: "1.02.3" is not a version"#
      ),
      (
        "manifest.json", #""schemaVersion": 1"#, #""schemaVersion": 2"#,
        "manifest.json: schemaVersion: 2 is outside 1…1"
      ),
      (
        "manifest.json", "{", "{,",
        "manifest.json: 1:2: a member's name should stand here"
      ),
      (
        "specs.json", #""5.3", "#, "",
        "hotp/small.json: base32.small cites rfc4226 5.3, "
          + "which specs.json does not know"
      ),
      (
        "specs.json", "rfc4226", "rfc4227",
        "hotp/small.json: hotp.small cites rfc4226 Appendix D, "
          + "which specs.json does not know"
      ),
      (
        "specs.json", #""title": "HOTP", "#, "",
        #"specs.json: rfc4226: the key "title" is missing"#
      ),
      (
        "retired.json", "hotp.old", "hotp.small.0",
        "hotp/small.json: the id hotp.small.0 is retired"
      ),
      (
        "retired.json", "since", "when",
        #"retired.json: hotp.old: unknown key "when""#
      ),
      (
        "hotp/small.json", "hotp.small.empty-key", "hotp.small.0",
        "hotp/small.json: the id hotp.small.0 is already in hotp/small.json"
      ),
    ])
  func refuses(path: String, old: String, new: String, message: String) {
    let error = #expect(throws: VectorError.self) {
      try VectorSet(Fixture.sources(path, replacing: old, with: new))
    }
    #expect(error?.description == message)
  }

  @Test func refusesFilesThatAreNotListed() {
    let extra = Fixture.source("hotp/extra.json", Fixture.file)
    let error = #expect(throws: VectorError.self) {
      try VectorSet(Fixture.sources + [extra])
    }
    #expect(
      error?.description
        == "manifest.json: files: hotp/extra.json is not listed")
  }

  @Test func digestIsWhatItsCommentSays() throws {
    var message: [UInt8] = []
    let paths = [
      "hotp/small.json", "manifest.json", "retired.json",
      "schema/vectors.schema.json", "specs.json",
    ]
    for path in paths {
      let source = try #require(Fixture.sources.first { $0.path == path })
      message += "\(path)\0\(source.bytes.count)\0".utf8 + source.bytes
    }
    let key = HMACKey(bytes: [], algorithm: .sha256)
    let digest = Hex.encode(key.authenticationCode(for: message))
    #expect(try Fixture.vectors().digest == digest)
    #expect(try VectorSet(Fixture.sources.reversed()).digest == digest)
  }

  @Test func digestDependsOnEveryByte() throws {
    let changed = try VectorSet(
      Fixture.sources(Fixture.path, replacing: "row", with: "raw"))
    #expect(try changed.digest != Fixture.vectors().digest)
  }

  @Test func loadsFolders() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("otpkit-\(UInt64.random(in: 0 ... .max))").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for source in Fixture.sources + [Fixture.source("README.md", "text")] {
      let path = folder + "/" + source.path
      try FileManager.default.createDirectory(
        atPath: path.split(separator: "/").dropLast().reduce("") {
          "\($0)/\($1)"
        }, withIntermediateDirectories: true)
      #expect(
        FileManager.default.createFile(
          atPath: path, contents: Data(source.bytes)))
    }
    #expect(
      try VectorSet.load(directory: folder).digest == Fixture.vectors().digest)
  }

  @Test func refusesFoldersThatAreNotThere() {
    let error = #expect(throws: VectorError.self) {
      try VectorSet.load(directory: "/no/such/folder")
    }
    #expect(error?.description == "/no/such/folder: cannot be read")
  }
}

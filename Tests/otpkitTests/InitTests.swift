// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `otpkit conform init` writes all files that a language needs, or none.
@Suite struct InitTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "otpkit-init-\(UInt64.random(in: 0...UInt64.max))").path

  @Test(arguments: [
    ("c", ["Makefile", "adapter.c", "protocol.c", "protocol.h"]),
    ("go", ["adapter.go", "go.mod", "protocol.go"]),
    ("rust", ["Cargo.toml", "adapter.rs", "protocol.rs"]),
  ])
  func writesAllFiles(language: String, files: [String]) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try Program("conform", "init", language, "-o", folder)
    #expect(run.status == 0)
    #expect(try names() == files)
    #expect(run.output.contains("otpkit conform doctor -- \(folder)/"))
    let again = try Program("conform", "init", language, "-o", folder)
    #expect(again.status == 2)
    #expect(again.errors.contains("is there already; --force"))
    let forced = try Program(
      "conform", "init", language, "-o", folder, "--force")
    #expect(forced.status == 0)
  }

  /// A language that is also a program's name is no adapter's command.
  @Test func namesTheLanguages() throws {
    let run = try Program("conform", "init", "perl", "-o", folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("- python\n"))
    #expect(!run.errors.contains("put -- before"))
  }

  /// The adapter of a service comes with its protocol, and with a warning.
  @Test func writesAnAdapterForServices() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try Program("conform", "init", "service", "-o", folder)
    #expect(run.status == 0)
    #expect(try names() == ["kit.py", "service.py"])
    #expect(run.output.contains("never point it at a service of others"))
    #expect(
      run.output.contains("otpkit conform -- python3 \(folder)/service.py"))
  }

  /// One file in the way, and none of the others is written.
  @Test func writesNoneWhereOneIsThere() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("mine".utf8).write(
      to: URL(filePath: folder).appending(path: "Makefile"))
    let run = try Program("conform", "init", "c", "-o", folder)
    #expect(run.status == 2)
    #expect(try names() == ["Makefile"])
  }

  /// A template of one file goes to the file that is named, or into a folder.
  @Test func writesOneFile() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let file = try Program("conform", "init", "python", "-o", "\(folder)/my.py")
    #expect(file.output.contains("python3 \(folder)/my.py"))
    let inFolder = try Program("conform", "init", "ruby", "-o", folder)
    #expect(inFolder.output.contains("ruby \(folder)/adapter.rb"))
    #expect(try names() == ["adapter.rb", "my.py"])
  }

  /// A name without an ending is that of a folder, also of one that is not
  /// there.
  @Test func makesAFolder() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try Program("conform", "init", "java", "-o", "\(folder)/a")
    #expect(run.output.contains("java \(folder)/a/Adapter.java"))
    #expect(try names() == ["a"])
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}

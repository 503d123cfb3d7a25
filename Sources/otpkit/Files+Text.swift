// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Files {
  /// Whether there is a file.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// Whether there is a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: Bool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder
  }

  /// Makes a folder, with those around it, unless it is there.
  static func makeFolder(_ path: String) throws(CommandError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError("\(path): no folder can be made there")
    }
  }

  /// Whether there is a file that may be run.
  static func isExecutable(_ path: String) -> Bool {
    exists(path) && !isFolder(path)
      && FileManager.default.isExecutableFile(atPath: path)
  }

  /// The folders in which programs are looked for.
  static var searchPath: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "")
      .split(separator: ":").map(String.init)
  }

  /// Writes text in place of what was there.
  static func write(
    _ text: String, to path: String
  ) throws(CommandError) {
    try write(Array(text.utf8), to: path, replacing: true)
  }

  /// Writes text at the end of a file.
  static func append(
    _ text: String, to path: String
  ) throws(CommandError) {
    let before = exists(path) ? try read(path) : []
    try write(before + Array(text.utf8), to: path, replacing: true)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The file of a program that could not be run, and what is wrong with it.
struct ProgramFile {
  private let path: String

  /// - Parameter program: A path; a name without a slash has been looked for
  ///   in `PATH`, and is taken for a file beside us that was meant.
  init(_ program: String) {
    path = program
  }

  /// What keeps the system from running it; `nil` if nothing is seen.
  var fault: String? {
    guard unsafe access(path, F_OK) == 0 else { return nil }
    guard path.contains("/") else {
      return "there is no program \(path) in PATH; did you mean ./\(path)?"
    }
    guard !isDirectory else { return "\(path) is a folder" }
    guard unsafe access(path, X_OK) == 0 else {
      return "\(path) may not be run; chmod +x \(path) allows it"
    }
    return interpreterFault
  }

  private var isDirectory: Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  private var interpreterFault: String? {
    let start = start
    if start.starts(with: [0x7f, 0x45, 0x4c, 0x46]) { return nil }
    guard start.starts(with: "#!".utf8) else {
      return "\(path) has no #! line that names its interpreter"
    }
    let line = start.prefix { $0 != 0x0a }.dropFirst(2)
    if line.last == 0x0d {
      return "\(path) has CRLF line ends, so the system looks for an"
        + " interpreter whose name ends with a carriage return; save the file"
        + " with LF line ends"
    }
    let words = line.split(separator: 0x20)
    guard let first = words.first else { return nil }
    let interpreter = String(decoding: first, as: UTF8.self)
    guard unsafe access(interpreter, X_OK) != 0 else { return nil }
    return "the #! line of \(path) names \(interpreter), which cannot be run"
  }

  /// The first bytes of the file.
  private var start: [UInt8] {
    guard let file = unsafe fopen(path, "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import OTPConformance

struct InputFileTests {
  @Test func readsAsFarAsTheLimit() throws {
    let path = Repository.url("vectors/manifest.json").path
    let data = try Data(contentsOf: URL(filePath: path))
    #expect(try InputFile.bytes(at: path) == Array(data))
    #expect(try InputFile.bytes(at: path, limit: data.count) == Array(data))
    #expect(throws: InputFile.Failure.tooLong(limit: data.count - 1)) {
      try InputFile.bytes(at: path, limit: data.count - 1)
    }
  }

  @Test func stopsInAFileWithoutEnd() {
    #expect(throws: InputFile.Failure.tooLong(limit: JSON.byteLimit)) {
      try InputFile.bytes(at: "/dev/zero")
    }
  }

  @Test(
    arguments: [
      ("", .missing), ("/", .folder), ("/nowhere/at/all", .missing),
      ("/dev/null/file", .unreadable),
    ] as [(String, InputFile.Failure)])
  func saysWhyItCannotRead(path: String, failure: InputFile.Failure) {
    #expect(throws: failure) { try InputFile.bytes(at: path) }
  }
}

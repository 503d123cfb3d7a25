// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import TestSupport
import Testing

@testable import AdapterProcess

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The misbehaving adapters of `HostileAdapters/`, and what they are asked.
enum Hostile {
  /// The counter at which they misbehave.
  static let bad = "13"

  /// The command of one.
  static func program(
    _ way: String, _ arguments: String...
  ) throws -> AdapterProgram {
    let path = Self.path(#filePath)
    return try #require(
      AdapterProgram(["python3", path, way] + arguments))
  }

  private static func path(_ file: String) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/HostileAdapters/hostile.py"
  }

  /// Settings under which a well-behaved adapter is never too slow, even on
  /// a machine that is busy with other things.
  static var patient: AdapterSettings {
    var settings = AdapterSettings(runner: "tests")
    settings.handshakeTimeout = .seconds(60)
    settings.callTimeout = .seconds(60)
    settings.grace = .seconds(10)
    return settings
  }

  /// Settings for adapters that are silent on purpose.
  static var impatient: AdapterSettings {
    var settings = patient
    settings.callTimeout = .seconds(6)
    settings.grace = .milliseconds(200)
    return settings
  }

  /// A call that a well-behaved adapter answers with its counter.
  static func call(_ counter: String) -> Call {
    Call("hotp.generate", ["counter": .string(counter)])
  }

  /// Calls, the one in the middle of which is answered badly.
  static let calls = ["11", "12", bad, "14", "15"].map(call)

  /// Asks a new process all calls at once, and stops it.
  static func answers(
    _ way: String, _ settings: AdapterSettings = patient,
    _ calls: [Call] = calls
  ) async throws -> [String] {
    let process = try await AdapterProcess.start(
      program(way), settings: settings)
    let results = await process.answers(to: calls)
    await process.stop()
    // A test that is out of time has fewer answers than its calls.
    try Task.checkCancellation()
    return results.map(text)
  }

  /// An answer or error in one word or sentence.
  static func text(_ result: Result<Answer, any Error>) -> String {
    switch result {
    case .success(.value(let value)): value.string ?? value.text()
    case .success(let answer): "\(answer)"
    case .failure(let error): "error: \(error)"
    }
  }

  /// Whether a process is there (a zombie is not).
  static func isAlive(_ pid: Int32) -> Bool {
    guard kill(pid, 0) == 0 else { return false }
    guard let stat = unsafe fopen("/proc/\(pid)/stat", "r") else {
      return false
    }
    defer { unsafe fclose(stat) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe fread(&bytes, 1, bytes.count, stat)
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    return text.split(separator: " ").dropFirst(2).first != "Z"
  }
}

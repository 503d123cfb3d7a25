// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import OTPCore

/// A few rows, measured in turn: in every round each row gets one slice on
/// each backend and one of libcrypto.
struct QuickBench {
  /// A row of the result: nanoseconds each.
  struct Row {
    let name: String
    let backends: [Backend]
    let ours: [Double]
    let libcrypto: Double?

    /// How many times faster the first backend is: the median of the rounds'.
    let ratio: Double?
  }

  /// Something to time: `run` does `count` of it.
  struct Job {
    let count: Int
    let run: () -> Void
  }

  private struct Line {
    let name: String
    let ours: [Job]
    let libcrypto: Job?
  }

  private let backends: [Backend]
  private let lines: [Line]

  init(_ backends: [Backend]) throws {
    self.backends = backends
    let secrets = try (0..<256).map { index in
      try Secret((0..<20).map { UInt8(truncatingIfNeeded: $0 * 7 + index) })
    }
    let key = (0..<20).map { UInt8($0 * 7) }
    lines = [
      Line(
        name: "run of counters, SHA-1",
        ours: try backends.map { try Self.run(.sha1, $0) },
        libcrypto: unsafe Self.hmac(EVP_sha1(), key)),
      Line(
        name: "run of counters, SHA-256",
        ours: try backends.map { try Self.run(.sha256, $0) },
        libcrypto: unsafe Self.hmac(EVP_sha256(), key)),
      Line(
        name: "run of counters, SHA-512",
        ours: try backends.map { try Self.run(.sha512, $0) },
        libcrypto: unsafe Self.hmac(EVP_sha512(), key)),
      Line(
        name: "many raw secrets, one step",
        ours: backends.map { Self.audit(secrets, $0) },
        libcrypto: unsafe Self.hmac(EVP_sha1(), key)),
      Line(
        name: "one code, key prepared",
        ours: try backends.map { try Self.code($0) },
        libcrypto: unsafe Self.hmac(EVP_sha1(), key)),
      Line(
        name: "verify ±1, key prepared",
        ours: try backends.map { try Self.verify($0) }, libcrypto: nil),
    ]
  }

  /// Measures for `duration` and says how much of it is over.
  func measure(
    for duration: Duration, progress: (Double) -> Void
  ) -> [Row] {
    let start = ContinuousClock.now
    var times = lines.map { line in
      [[Double]](repeating: [], count: line.ours.count + 1)
    }
    repeat {
      for (place, line) in lines.enumerated() {
        let jobs: [Job?] = line.ours + [line.libcrypto]
        for (column, job) in jobs.enumerated() {
          guard let job else { continue }
          times[place][column].append(nanoseconds(job))
        }
      }
      progress((ContinuousClock.now - start) / duration)
    } while ContinuousClock.now - start < duration
    return zip(lines, times).map(row)
  }

  private func row(_ line: Line, _ times: [[Double]]) -> Row {
    let theirs = times[line.ours.count]
    return Row(
      name: line.name, backends: backends,
      ours: times.dropLast().map(median),
      libcrypto: theirs.isEmpty ? nil : median(theirs),
      ratio: theirs.isEmpty
        ? nil : median(zip(theirs, times[0]).map { $0 / $1 }))
  }

  private func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }

  /// The time of one operation, over a slice of a fifth of a millisecond.
  private func nanoseconds(_ job: Job) -> Double {
    let slice = Duration.microseconds(200)
    var count = 0
    var time = Duration.zero
    let start = ContinuousClock.now
    repeat {
      job.run()
      count += job.count
      time = ContinuousClock.now - start
    } while time < slice
    return time / .nanoseconds(1) / Double(count)
  }
}

// MARK: - The rows

extension QuickBench {
  private static func hotp(
    _ algorithm: HashAlgorithm, _ backend: Backend
  ) throws -> HOTP {
    let secret = try Secret((0..<20).map { UInt8($0 * 7) })
    return try HOTP(secret: secret, algorithm: algorithm, backend: backend)
  }

  private static func run(
    _ algorithm: HashAlgorithm, _ backend: Backend
  ) throws -> Job {
    let hotp = try hotp(algorithm, backend)
    let codes = UnsafeMutableBufferPointer<OneTimeCode>.allocate(
      capacity: 1_024)
    unsafe codes.initialize(repeating: hotp.code(at: 0))
    return Job(count: codes.count) {
      var span = unsafe codes.mutableSpan
      hotp.codes(from: 1, into: &span)
    }
  }

  private static func audit(_ secrets: [Secret], _ backend: Backend) -> Job {
    Job(count: secrets.count) {
      try? HOTP.codes(secrets: secrets, counter: 1, backend: backend) { _, _ in
      }
    }
  }

  private static func code(_ backend: Backend) throws -> Job {
    let hotp = try hotp(.sha1, backend)
    return Job(count: 64) {
      for counter in 0..<UInt64(64) { _ = hotp.code(at: counter) }
    }
  }

  private static func verify(_ backend: Backend) throws -> Job {
    let totp = try TOTP(key: hotp(.sha1, backend).key)
    return Job(count: 64) {
      for index in 0..<Int64(64) {
        _ = try? totp.verify("123456", at: UnixTime(90 + index))
      }
    }
  }

  /// libcrypto's one-shot HMAC of an 8-byte counter.
  private static func hmac(_ method: OpaquePointer?, _ key: [UInt8]) -> Job {
    Job(count: 64) {
      for counter in 0..<UInt64(64) {
        var digest = SIMD64<UInt8>()
        unsafe withUnsafeMutableBytes(of: &digest) { bytes in
          unsafe withUnsafeBytes(of: counter.bigEndian) { message in
            _ = unsafe CLibcrypto.HMAC(
              method, key, Int32(key.count),
              message.assumingMemoryBound(to: UInt8.self).baseAddress, 8,
              bytes.assumingMemoryBound(to: UInt8.self).baseAddress, nil)
          }
        }
      }
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import CScan
import OCRA
import OTPCore
import TwoFactor

/// The work did not come to what it should: it shows nothing.
struct WrongResult: Error {}

/// Fails where the work has not been done.
func require(_ condition: Bool) throws {
  guard condition else { throw WrongResult() }
}

// MARK: - Codes

/// One way to compute codes.
struct Computation: Sendable {
  let backend: Backend
  let algorithm: HashAlgorithm

  static var all: [Computation] {
    Backend.available.flatMap { backend in
      HashAlgorithm.allCases.map {
        Computation(backend: backend, algorithm: $0)
      }
    }
  }

  /// The operations on codes.
  var operations: [Operation] { preparing + verifying + once + challenges }

  private func operation(
    _ name: String,
    _ prepare: @escaping @Sendable ([UInt8]) throws -> Operation.Work
  ) -> Operation {
    Operation(name, algorithm, backend, prepare: prepare)
  }

  private func hotp(_ key: [UInt8]) throws -> HOTP {
    try HOTP(secret: Secret(key), algorithm: algorithm, backend: backend)
  }

  private func totp(_ key: [UInt8]) throws -> TOTP {
    try TOTP(secret: Secret(key), algorithm: algorithm, backend: backend)
  }

  private var preparing: [Operation] {
    [
      operation("Secret") { key in
        { try require(Secret(key).byteCount == key.count) }
      },
      operation("key set-up") { key in
        { _ = try hotp(key) }
      },
      operation("one code") { key in
        {
          let hotp = try hotp(key)
          try require(hotp.code(at: Operation.counter).digits == 6)
        }
      },
      operation("run of 300 codes") { key in
        {
          let hotp = try hotp(key)
          try require(hotp.codes(from: 800, count: 300).count == 300)
        }
      },
    ]
  }

  private var verifying: [Operation] {
    [0, 1, 50].map { side in
      operation("window, ±\(side)") { key in
        let text = try code(key, Operation.counter)
        return {
          let totp = try totp(key)
          let window = try DriftWindow(past: side, future: side)
          try require(totp.verify(text, at: 30_000, window: window).isAccepted)
        }
      }
    } + [
      operation("resynchronisation, ±1000") { key in
        let texts = try (0..<3).map { try code(key, Operation.counter + $0) }
        return {
          let totp = try totp(key)
          let window = try ResyncWindow(past: 1_000, future: 1_000)
          try require(
            totp.resynchronize(texts, at: 30_000, window: window).isAccepted)
        }
      },
      operation("batch of 40, at one time") { try batch($0, times: 1) },
      operation("batch of 40, at four times") { try batch($0, times: 4) },
    ]
  }

  private var once: [Operation] {
    [
      operation("one code of a raw secret") { key in
        {
          let secret = try Secret(key)
          let code = try HOTP.code(
            secret: secret, counter: Operation.counter, algorithm: algorithm,
            backend: backend)
          try require(code.digits == 6)
        }
      },
      operation("window of a raw secret") { key in
        let text = try code(key, Operation.counter)
        return {
          let verdict = try TOTP.verify(
            text, secret: Secret(key), at: 30_000, algorithm: algorithm,
            backend: backend)
          try require(verdict.isAccepted)
        }
      },
      operation("codes of 40 raw secrets") { key in
        {
          let secrets = try (0..<40).map { _ in try Secret(key) }
          var count = 0
          try HOTP.codes(
            secrets: secrets, counter: Operation.counter, algorithm: algorithm,
            backend: backend
          ) { _, _ in count += 1 }
          try require(count == 40)
        }
      },
    ]
  }

  /// The code that is submitted, made on another thread.
  private func code(_ key: [UInt8], _ counter: UInt64) throws -> String {
    try hotp(key).code(at: counter).description
  }

  private func batch(
    _ key: [UInt8], times: Int
  ) throws -> Operation.Work {
    let texts = try (0..<times).map {
      try code(key, Operation.counter + UInt64($0))
    }
    return {
      let attempts = try (0..<40).map { index in
        let totp = try totp(key)
        let time = UnixTime(30_000 + Int64(30 * (index % times)))
        return try TOTP.Attempt(texts[index % times], totp: totp, at: time)
      }
      var accepted = 0
      TOTP.verify(attempts) { accepted += $1.isAccepted ? 1 : 0 }
      try require(accepted == 40)
    }
  }
}

// MARK: - Challenges

private let question = "SIG10000"

extension Computation {
  private var suite: String { "OCRA-1:HOTP-\(algorithm.rawValue)-6:QA08" }

  private var input: OCRAInput { OCRAInput(question: OCRAQuestion(question)) }

  private func responder(_ key: [UInt8]) throws -> OCRAResponder {
    OCRAResponder(
      secret: try Secret(key), suite: try OCRASuite(suite), backend: backend)
  }

  /// The responses of OCRA.
  fileprivate var challenges: [Operation] {
    [
      challenge("OCRA, generate") { key in
        {
          let response = try responder(key).response(to: input)
          try require(response.description.utf8.count == 6)
        }
      },
      challenge("OCRA, verify") { key in
        let response = try responder(key).response(to: input).description
        return {
          try require(responder(key).verify(response, input: input).isAccepted)
        }
      },
    ]
  }

  private func challenge(
    _ name: String,
    prepare: @escaping @Sendable ([UInt8]) throws -> Operation.Work
  ) -> Operation {
    // What OCRA takes in (RFC 6287 section 5.1).
    let message =
      Array(suite.utf8) + [0] + Array(question.utf8)
      + [UInt8](repeating: 0, count: 128 - question.utf8.count)
    return Operation(
      name, algorithm, backend, message: message, prepare: prepare)
  }
}

// MARK: - Texts

/// Reading a secret; the text is the caller's.
let texts = [
  Operation("Secret(base32:)") { key in
    let text = Base32.encode(key)
    return { try require(Secret(base32: text).byteCount == key.count) }
  },
  Operation("Secret(hex:)") { key in
    let text = hex(key)
    return { try require(Secret(hex: text).byteCount == key.count) }
  },
  Operation("OTPAuthURI(parsing:)") { key in
    let text = try OTPAuthURI(
      issuer: "ACME", account: "alice", secret: Secret(key)
    ).text
    return { try require(OTPAuthURI(parsing: text).digits == 6) }
  },
]

private func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The pepper of backup codes, and the keys of a keyring.
let keys = [
  Operation("pepper of backup codes", .sha256, message: symbols) { key in
    let cost = try KeyDerivation.pbkdf2SHA256(iterations: 2)
    let other = try BackupCodeScheme(
      derivation: cost, pepper: Pepper(id: "a", key: Secret(key)))
    let (_, set) = try other.issue(count: 2)
    return {
      let scheme = try BackupCodeScheme(
        derivation: cost, pepper: Pepper(id: "a", key: Secret(key)))
      let verdict = try set.check(
        String(decoding: symbols, as: UTF8.self), with: scheme
      ).verdict
      try require(verdict == .rejected(.mismatch))
    }
  },
  Operation("keyring", .sha256, message: Array("digest".utf8)) { key in
    {
      _ = try Keyring(current: .init(id: "k1", secret: Secret(key)))
    }
  },
]

/// A code of nobody's set.
private let symbols = Array("22222ZZZZZ23456".utf8)

// MARK: - Controls

let controls = [
  Operation("a copy on the stack", leaves: .stack) { key in
    { leaveOnStack(key) }
  },
  Operation("a copy on the heap", leaves: .heap) { key in
    { leaveOnHeap(key) }
  },
]

/// Copies the key to its frame and returns.
@inline(never)
private func leaveOnStack(_ key: [UInt8]) {
  unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { copy in
    unsafe copy.copyBytes(from: key)
    unsafe scan_keep(copy.baseAddress)
  }
}

/// Copies the key to an array and lets go of it.
@inline(never)
private func leaveOnHeap(_ key: [UInt8]) {
  let copy = key + [0]
  unsafe copy.withUnsafeBytes { unsafe scan_keep($0.baseAddress) }
}

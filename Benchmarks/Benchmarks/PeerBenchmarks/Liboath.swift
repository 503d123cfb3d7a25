// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Rounds

/// The OATH Toolkit's library.
///
/// It prepares the key anew for every code and gives codes as text.
struct Liboath: Rival {
  let name = "liboath"

  private typealias Text = UnsafeMutablePointer<CChar>
  private typealias Bytes = UnsafePointer<CChar>
  private typealias Initialize = @convention(c) () -> Int32
  private typealias GenerateHOTP =
    @convention(c) (Bytes, Int, UInt64, UInt32, Bool, Int, Text) -> Int32
  private typealias GenerateTOTP =
    @convention(c) (Bytes, Int, Int, UInt32, Int, UInt32, Int32, Text) -> Int32
  private typealias ValidateHOTP =
    @convention(c) (Bytes, Int, UInt64, Int, Bytes) -> Int32
  private typealias ValidateTOTP =
    @convention(c) (
      Bytes, Int, Int, UInt32, Int, Int, UnsafeMutablePointer<Int32>,
      UnsafeMutablePointer<UInt64>?, Int32, Bytes
    ) -> Int32

  private let generateHOTP: GenerateHOTP
  private let generateTOTP: GenerateTOTP
  private let validateHOTP: ValidateHOTP
  private let validateTOTP: ValidateTOTP

  init?() {
    guard let library = Library("liboath.so.0", "liboath.0.dylib"),
      let start = library.function("oath_init", as: Initialize.self),
      start() == 0,
      let generateHOTP = library.function(
        "oath_hotp_generate", as: GenerateHOTP.self),
      let generateTOTP = library.function(
        "oath_totp_generate2", as: GenerateTOTP.self),
      let validateHOTP = library.function(
        "oath_hotp_validate", as: ValidateHOTP.self),
      let validateTOTP = library.function(
        "oath_totp_validate4", as: ValidateTOTP.self)
    else { return nil }
    self.generateHOTP = generateHOTP
    self.generateTOTP = generateTOTP
    self.validateHOTP = validateHOTP
    self.validateTOTP = validateTOTP
  }

  func job(_ work: Work, _ inputs: Inputs) -> Job? {
    let accounts = inputs.accounts
    let one = inputs.shortCount
    let hash = work.algorithm
    return switch work.operation {
    case .run: run(inputs.runCount, inputs, hash)
    case .code: run(one, inputs, hash)
    case .audit: codes(accounts.prefix(1_024), inputs, hash)
    case .rawCode: codes(accounts.prefix(one), inputs, hash)
    case .verify1, .rawVerify1:
      verify(accounts.prefix(one), inputs, hash, side: 1)
    case .verify3: verify(accounts.prefix(one), inputs, hash, side: 3)
    case .batch: verify(accounts[...], inputs, hash, side: 1)
    case .resync: resync(inputs)
    }
  }

  /// The library's number of a hash.
  private func flag(_ algorithm: HashAlgorithm) -> Int32 {
    switch algorithm {
    case .sha1: 0
    case .sha256: 1
    case .sha512: 2
    }
  }

  // MARK: Codes

  /// A job that makes codes as text, eight bytes apart, and reads them later.
  private func texts(
    _ count: Int, _ generate: @escaping (Int, Text) -> Void
  ) -> Job {
    let texts = Text.allocate(capacity: 8 * count)
    texts.initialize(repeating: 0, count: 8 * count)
    return Job(count: count) {
      for index in 0..<count { generate(index, texts + 8 * index) }
    } answers: {
      (0..<count).map { Int(String(cString: texts + 8 * $0)) ?? .max }
    }
  }

  /// HOTP with SHA-1; the library has the other hashes for TOTP alone.
  private func run(
    _ count: Int, _ inputs: Inputs, _ algorithm: HashAlgorithm
  ) -> Job {
    let secret = inputs.secret(algorithm)
    let key = kept(secret)
    let first = inputs.first
    guard algorithm == .sha1 else {
      let flag = flag(algorithm)
      return texts(count) {
        _ = generateTOTP(
          key, secret.count, 30 * (Int(first) + $0), 30, 0, 6, flag, $1)
      }
    }
    return texts(count) {
      _ = generateHOTP(key, secret.count, first + UInt64($0), 6, false, -1, $1)
    }
  }

  private func codes(
    _ accounts: ArraySlice<Inputs.Account>, _ inputs: Inputs,
    _ algorithm: HashAlgorithm
  ) -> Job {
    let keys = accounts.map { kept($0.secret) }
    let step = inputs.step
    guard algorithm == .sha1 else {
      let flag = flag(algorithm)
      return texts(accounts.count) {
        _ = generateTOTP(keys[$0], 20, 30 * Int(step), 30, 0, 6, flag, $1)
      }
    }
    return texts(accounts.count) {
      _ = generateHOTP(keys[$0], 20, step, 6, false, -1, $1)
    }
  }

  // MARK: Verification

  private func verify(
    _ accounts: ArraySlice<Inputs.Account>, _ inputs: Inputs,
    _ algorithm: HashAlgorithm, side: Int
  ) -> Job {
    let items = accounts.map {
      (
        key: kept($0.secret),
        text: kept(side == 1 ? $0.late1(algorithm) : $0.late3)
      )
    }
    let flag = flag(algorithm)
    let time = Int(inputs.time)
    return Job(count: items.count) { index in
      var place: Int32 = 0
      let found = validateTOTP(
        items[index].key, 20, time, 30, 0, side, &place, nil, flag,
        items[index].text)
      return found < 0 ? .max : Int(place)
    }
  }

  /// The first code over 1,000 counters, and the second right after it.
  private func resync(_ inputs: Inputs) -> Job {
    let key = kept(inputs.secret(.sha1))
    let codes = inputs.resync.map { kept($0) }
    let first = inputs.first
    return Job(count: 1) { _ in
      let found = validateHOTP(key, 20, first, 1_000, codes[0])
      guard found >= 0 else { return .max }
      let next = first + UInt64(found) + 1
      guard validateHOTP(key, 20, next, 0, codes[1]) == 0 else { return .max }
      return Int(next)
    }
  }
}

/// Bytes at an address of their own, as long as the program runs.
func kept(_ bytes: [UInt8]) -> UnsafePointer<CChar> {
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
  copy.initialize(repeating: 0, count: bytes.count + 1)
  for (index, byte) in bytes.enumerated() {
    copy[index] = CChar(bitPattern: byte)
  }
  return UnsafePointer(copy)
}

/// A text likewise, with a zero at its end.
func kept(_ text: String) -> UnsafePointer<CChar> { kept(Array(text.utf8)) }

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Rounds

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// libcotp: secrets are Base32 text, a code is text that the caller frees.
///
/// Its verification reads the clock, so it cannot be given equal inputs.
struct Libcotp: Rival {
  let name = "libcotp"

  private typealias Text = UnsafePointer<CChar>
  private typealias Result = UnsafeMutablePointer<CChar>
  private typealias Generate =
    @convention(c) (
      Text, Int, Int32, Int32, UnsafeMutablePointer<Int32>
    ) -> Result?

  private let generate: Generate

  init?() {
    guard let library = Library("libcotp.so.12", "libcotp.dylib"),
      let generate = library.function("get_hotp", as: Generate.self)
    else { return nil }
    self.generate = generate
  }

  func job(_ work: Work, _ inputs: Inputs) -> Job? {
    let first = Int(inputs.first)
    let step = Int(inputs.step)
    // The numbers are libgcrypt's, which libcotp takes.
    let hash: Int32 =
      switch work.algorithm {
      case .sha1: 2
      case .sha256: 8
      case .sha512: 10
      }
    let secret = inputs.secret(work.algorithm)
    switch work.operation {
    case .run: return run(inputs.runCount, secret, hash, from: first)
    case .code: return run(inputs.shortCount, secret, hash, from: first)
    case .audit, .rawCode:
      let count = work.operation == .audit ? 1_024 : inputs.shortCount
      let keys = inputs.accounts.prefix(count).map { base32($0.secret) }
      return Job(count: count) { code(keys[$0], step, hash) }
    default: return nil
    }
  }

  private func run(
    _ count: Int, _ secret: [UInt8], _ algorithm: Int32, from first: Int
  ) -> Job {
    let key = base32(secret)
    return Job(count: count) { code(key, first + $0, algorithm) }
  }

  private func code(_ key: Text, _ counter: Int, _ algorithm: Int32) -> Int {
    var error: Int32 = 0
    guard let text = generate(key, counter, 6, algorithm, &error)
    else { return .max }
    defer { free(text) }
    return Int(atoi(text))
  }

  private func base32(_ secret: [UInt8]) -> Text {
    kept((try? Secret(secret))?.revealedBase32() ?? "")
  }
}

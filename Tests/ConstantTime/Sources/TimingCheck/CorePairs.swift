// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// The pairs of classes. Whatever is not the difference between the two classes
// is random, and random in the same way in both.

/// One key for all, on the fastest backend: the secret is not what these vary.
struct Known: Sendable {
  let hotp: HOTP
  let totp: TOTP

  init() throws {
    let secret = try Secret([UInt8]("12345678901234567890".utf8))
    hotp = try HOTP(secret: secret)
    totp = try TOTP(secret: secret)
  }

  /// The code for `counter`, as text.
  func text(_ counter: UInt64) -> String { hotp.code(at: counter).description }
}

/// What somebody typed at some time.
struct Attempt: Sendable {
  let texts: [String]
  let counter: UInt64

  var text: String { texts.first ?? "" }
  var time: UnixTime { UnixTime(Int64(counter) * 30) }

  init(_ texts: String..., counter: UInt64) {
    self.texts = texts
    self.counter = counter
  }
}

// MARK: - Windows

extension Known {
  /// Which step has the code: the first of the window, the last, none.
  func windows(of side: Int) throws -> [Pair] {
    let window = try DriftWindow(past: side, future: side)
    func pair(
      _ name: String, _ end: Pair.End, _ first: Int?, _ second: Int?,
      used: Bool = false
    ) -> Pair {
      Pair("TOTP ±\(side): \(name)", until: end) { generator, isSecond in
        let counter = generator.counter()
        let offset = isSecond ? second : first
        // Both compute a code and draw one.
        let right = text(counter.advanced(by: offset ?? 0))
        let wrong = String(decoding: generator.digits(), as: UTF8.self)
        return Attempt(offset == nil ? wrong : right, counter: counter)
      } work: { attempt in
        _ = try totp.verify(
          attempt.text, at: attempt.time, window: window,
          after: used ? attempt.counter &+ 50 : nil)
      }
    }
    return [
      pair("first step, last step", .returned, -side, side),
      pair("first step, current step", .returned, -side, 0),
      pair("first step, none", .decided(after: 1), -side, nil),
      pair("last step, none", .decided(after: 1), side, nil),
      pair("used step, none", .decided(after: 2), -side, nil, used: true),
    ]
  }

  /// The first and the last counter of a look-ahead of 50, and of a
  /// resynchronisation; one code of two, and none.
  var counters: [Pair] {
    [
      Pair("HOTP +50: first, last") { generator, isSecond in
        let counter = generator.counter()
        return Attempt(text(counter + (isSecond ? 50 : 0)), counter: counter)
      } work: {
        _ = try hotp.verify($0.text, counter: $0.counter, lookAhead: 50)
      },
      Pair("HOTP resync +100: first, last") { generator, isSecond in
        let counter = generator.counter()
        let first = counter + (isSecond ? 100 : 0)
        return Attempt(text(first), text(first + 1), counter: counter)
      } work: {
        _ = try hotp.resynchronize(
          $0.texts, counter: $0.counter, lookAhead: 100)
      },
      Pair("HOTP resync +100: one code right, none") { generator, isSecond in
        let counter = generator.counter()
        let right = text(counter)
        let wrong = String(decoding: generator.digits(), as: UTF8.self)
        let other = String(decoding: generator.digits(), as: UTF8.self)
        return Attempt(isSecond ? wrong : right, other, counter: counter)
      } work: {
        _ = try hotp.resynchronize(
          $0.texts, counter: $0.counter, lookAhead: 100)
      },
    ]
  }

  /// Eight attempts, at one time and at several, whose codes are those of the
  /// first or the last step.
  var batches: [Pair] {
    [true, false].map { together in
      let times = together ? "one time" : "eight times"
      return Pair("batch of 8, TOTP ±1, \(times): first step, last step") {
        generator, isSecond in
        let common = generator.counter()
        return try (0..<8).map { _ in
          let other = generator.counter()
          let counter = together ? common : other
          let code = text(counter.advanced(by: isSecond ? 1 : -1))
          return try TOTP.Attempt(
            code, totp: totp, at: UnixTime(Int64(counter) * 30))
        }
      } work: { attempts in
        TOTP.verify(attempts) { _, _ in }
      }
    }
  }
}

// MARK: - Digits

extension Known {
  /// A code with no right digit, and one with `shared` leading right ones.
  func leadingDigits(_ shared: Int) -> Pair {
    Pair(
      "TOTP ±1: 0 digits right, \(shared)",
      until: shared == 6 ? .decided(after: 1) : .returned
    ) { generator, isSecond in
      let counter = generator.counter()
      var digits = Array(text(counter).utf8)
      let noise = generator.digits()
      let kept = isSecond ? shared : 0
      for place in digits.indices {
        // The first one that is not kept differs for certain.
        let other = 48 + (digits[place] - 48 + 1 + noise[place] % 9) % 10
        let any = place == kept ? other : noise[place]
        digits[place] = place < kept ? digits[place] : any
      }
      return Attempt(
        String(decoding: digits, as: UTF8.self), counter: counter)
    } work: {
      _ = try totp.verify($0.text, at: $0.time)
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

package import OTPConformance

/// Measures how many calls a second go through an adapter, each of them
/// encoded, sent, read, decoded and compared, as in a run.
package struct Throughput: Sendable {
  /// How many calls were made.
  package let calls: Int
  /// How long they took.
  package let time: Duration

  /// Calls a second.
  package var rate: Double { Double(calls) / (time / .seconds(1)) }

  /// Asks for the codes of counters, one after the other, and checks that
  /// each is a value.
  ///
  /// - Parameter count: How many calls to make; rounded up to whole batches.
  package init(
    of implementation: some Implementation, count: Int
  ) async throws {
    let batch = 64
    let clock = ContinuousClock()
    let start = clock.now
    var done = 0
    while done < count {
      let calls = (0..<batch).map { Self.call(counter: done + $0) }
      for answer in await implementation.answers(to: calls) {
        guard case .value = try answer.get() else {
          throw Breakage.nonsense("hotp.generate has no value for an answer")
        }
      }
      done += batch
    }
    time = clock.now - start
    calls = done
  }

  private static func call(counter: Int) -> Call {
    Call(
      "hotp.generate",
      [
        "algorithm": "SHA1",
        "key": "3132333435363738393031323334353637383930",
        "counter": .string(String(counter)), "digits": 6,
      ])
  }
}

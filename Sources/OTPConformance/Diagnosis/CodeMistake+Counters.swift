// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Mistakes in the counter, and in the time that becomes one.

extension CodeMistake {
  /// What becomes of a counter, whether it is TOTP's or HOTP's.
  static let counters: [CodeMistake] = [
    counted(
      "counter-32-bit", "the upper 32 bits of the counter were dropped",
      instead: "encode the counter as 8 bytes"
    ) {
      [
        $0 & 0xffff_ffff,
        UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: $0))),
      ]
    },
    counted(
      "counter-signed", "the counter stopped at 2^63 - 1",
      instead: "use 64 bits without a sign"
    ) { [min($0, UInt64(Int64.max))] },
    counted(
      "double-precision-counter",
      "the counter went through a floating-point number and was rounded",
      instead: "use a 64-bit integer"
    ) { [UInt64(exactly: Double($0)) ?? .max] },
    counted(
      "little-endian-counter",
      "the counter was encoded least significant byte first",
      instead: "encode it most significant byte first"
    ) { [$0.byteSwapped] },
    counted(
      "step-next", "the code of the next counter was given",
      instead:
        "compute the code before the counter moves on, and round time down"
    ) { [$0 &+ 1] },
    counted(
      "step-previous", "the code of the previous counter was given",
      instead: "check where the counter starts and how time is rounded"
    ) { [$0 &- 1] },
    hashed(
      "counter-as-text", "the text of the counter was hashed",
      instead: "encode the counter as 8 bytes"
    ) { asked in
      let decimal = Array(String(asked.counter).utf8)
      let hex = Array(String(asked.counter, radix: 16).utf8)
      let zeros = [UInt8](repeating: 0x30, count: 16)
      let nuls = [UInt8](repeating: 0, count: 8)
      return [
        decimal, hex, Array((zeros + hex).suffix(16)),
        Array((zeros + decimal).suffix(8)), Array((nuls + decimal).suffix(8)),
        Array((decimal + nuls).prefix(8)),
      ]
    },
    hashed(
      "counter-padded-right",
      "the counter's bytes were filled up at their end",
      instead: "put the zero bytes before them"
    ) { asked in
      let bytes = Array(asked.counterBytes.drop { $0 == 0 })
      let whole = bytes.isEmpty ? [0] : bytes
      return [whole + [UInt8](repeating: 0, count: 8 - whole.count)]
    },
    hashed(
      "counter-not-padded", "the counter was encoded without leading zeros",
      instead: "encode it as 8 bytes"
    ) { asked in
      let bytes = Array(asked.counterBytes.drop { $0 == 0 })
      return [bytes.isEmpty ? [0] : bytes, Array(asked.counterBytes.suffix(4))]
    },
  ]

  private static func counted(
    _ name: String, _ flaw: String, instead remedy: String,
    change: @escaping @Sendable (UInt64) -> [UInt64]
  ) -> CodeMistake {
    asking(name, flaw, instead: remedy, .section("rfc4226", "5.1")) { asked in
      asked.counting(change(asked.counter))
    }
  }

  /// A mistake in how the counter's bytes are made.
  private static func hashed(
    _ name: String, _ flaw: String, instead remedy: String,
    message: @escaping @Sendable (CodeQuestion) -> [[UInt8]]
  ) -> CodeMistake {
    asking(name, flaw, instead: remedy, .section("rfc4226", "5.2")) { asked in
      guard asked.message == nil else { return [] }
      return message(asked).filter { $0 != asked.counterBytes }
        .map { bytes in asked.with { $0.message = bytes } }
    }
  }
}

extension CodeMistake {
  /// The present; tests let it stand.
  @TaskLocal static var standing: UnixTime?

  private static var present: UnixTime { standing ?? .now }

  /// How a time becomes a counter.
  static let times: [CodeMistake] = [
    asking(
      "zero-as-now", "the present took the place of 0",
      instead: "tell 0 from a time or counter that is not given",
      .section("rfc6238", "4.2")
    ) { asked in
      guard asked.time ?? Int64(clamping: asked.counter) == 0 else { return [] }
      let now = (present.seconds - asked.t0) / asked.step
      // A slow implementation has answered some steps ago.
      return asked.counting((0...20).map { UInt64(clamping: now - $0) })
    },
    timed(
      "time-ignored", "the present was taken, whatever the time",
      instead: "use the time that was asked for"
    ) { _, asked in
      // A slow implementation has answered some steps ago.
      let now = (present.seconds - asked.t0) / asked.step
      return (0...20).map { now - $0 }
    },
    timed("t0-ignored", "T0 was ignored", instead: "subtract it from the time")
    { time, asked in
      [time / asked.step]
    },
    timed(
      "t0-added", "T0 was added", instead: "subtract it from the time"
    ) { time, asked in
      let (sum, overflow) = time.addingReportingOverflow(asked.t0)
      return asked.t0 == 0 || overflow ? [] : [sum / asked.step]
    },
    timed(
      "step-ignored", "a time step of 30 seconds was used",
      instead: "use the step that was asked for"
    ) { _, asked in
      [asked.elapsed / 30]
    },
    timed(
      "step-60", "a time step of 60 seconds was used",
      instead: "use the step that was asked for, which is 30 most often"
    ) { _, asked in
      [asked.elapsed / 60]
    },
    timed(
      "step-rounded", "the time was rounded to a step",
      instead: "round it down"
    ) { _, asked in
      let (sum, overflow) = asked.elapsed.addingReportingOverflow(
        asked.step / 2)
      return overflow ? [] : [sum / asked.step]
    },
    timed(
      "time-not-divided", "the Unix time itself was used as the counter",
      instead: "divide it by the time step"
    ) { time, asked in
      [asked.elapsed, time]
    },
    timed(
      "milliseconds", "the time was taken in milliseconds",
      instead: "take it in seconds"
    ) { time, asked in
      [asked.elapsed, time].compactMap {
        let (product, overflow) = $0.multipliedReportingOverflow(by: 1_000)
        return overflow ? nil : product / asked.step
      }
    },
    timed(
      "thousandth-of-time",
      "the time was divided by 1000, as if it were in milliseconds",
      instead: "take it in seconds"
    ) { time, asked in
      [asked.elapsed / 1_000 / asked.step, time / 1_000 / asked.step]
    },
    timed(
      "time-32-bit", "the time was cut to 32 bits",
      instead: "use 64 bits, so that it lasts beyond the year 2038"
    ) { time, asked in
      let signed = Int64(Int32(truncatingIfNeeded: time))
      return [signed, time & 0xffff_ffff].compactMap {
        let (elapsed, overflow) = $0.subtractingReportingOverflow(asked.t0)
        return overflow ? nil : elapsed / asked.step
      }
    },
    timed(
      "local-time", "the time was that of a clock on the wall",
      instead: "take Unix time, which is UTC"
    ) { _, asked in
      asked.zones.map { $0 / asked.step }
    },
  ]

  /// A mistake that makes another counter of a time.
  private static func timed(
    _ name: String, _ flaw: String, instead remedy: String,
    counters: @escaping @Sendable (Int64, CodeQuestion) -> [Int64]
  ) -> CodeMistake {
    var mistake = asking(
      name, flaw, instead: remedy, .section("rfc6238", "4.2")
    ) { asked in
      guard let time = asked.time else { return [] }
      return asked.counting(
        counters(time, asked).map(UInt64.init(bitPattern:)))
    }
    mistake.isInTime = true
    return mistake
  }
}

extension CodeQuestion {
  /// This with each of other counters.
  fileprivate func counting(_ counters: [UInt64]) -> [CodeQuestion] {
    guard message == nil else { return [] }
    return counters.filter { $0 != counter }
      .map { counter in with { $0.counter = counter } }
  }

  /// The seconds since T0 by the world's clocks, which differ from UTC by
  /// quarters of an hour; first by those that are one hour ahead.
  fileprivate var zones: [Int64] {
    let quarters = [4] + Array(-48 ... -1) + Array(1...3) + Array(5...56)
    return quarters.compactMap {
      let (local, overflow) = elapsed.addingReportingOverflow(900 * Int64($0))
      return overflow || local < 0 ? nil : local
    }
  }
}

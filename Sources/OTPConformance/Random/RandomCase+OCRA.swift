// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// The parts of a question about OCRA (RFC 6287) that codes have not.
struct RandomChallenge: Sendable, Equatable {
  /// How many digits a response has; 0 is the whole MAC.
  var digits = 6
  var hasCounter = false
  /// N, A or H, and how many characters a question has at most.
  var (format, length): (Character, Int) = ("N", 8)
  var question = "12345678"
  /// The PIN and its hash.
  var pin = "1234"
  var pinHash: String?
  /// How many bytes the session has.
  var sessionSize: Int?
  /// The length of a time step, such as `30S`, and the moment.
  var timeStep: String?
  var time = 0
}

extension RandomCase {
  var isChallenge: Bool { operation == "ocra.generate" }

  private var suite: String {
    let length = (challenge.length < 10 ? "0" : "") + "\(challenge.length)"
    let session = challenge.sessionSize.map { size in
      "-S" + String("00\(size)".suffix(3))
    }
    return "OCRA-1:HOTP-\(algorithm.rawValue)-\(challenge.digits):"
      + (challenge.hasCounter ? "C-" : "") + "Q\(challenge.format)\(length)"
      + (challenge.pinHash.map { "-P" + $0 } ?? "") + (session ?? "")
      + (challenge.timeStep.map { "-T" + $0 } ?? "")
  }

  /// The call of a question about OCRA.
  var callOfChallenge: Call {
    var input: JSONObject = [
      "suite": .string(suite), "key": .string(key.hexadecimal),
      "question": .string(challenge.question),
    ]
    if challenge.hasCounter { input["counter"] = .string("\(counter)") }
    if challenge.pinHash != nil { input["pin"] = .string(challenge.pin) }
    input["session"] = challenge.sessionSize.map { size in
      .string((0..<size).map { UInt8($0 & 0xff) }.hexadecimal)
    }
    if challenge.timeStep != nil {
      input["time"] = .string("\(challenge.time)")
    }
    return Call(operation, input)
  }

  /// Simpler questions about OCRA.
  var simplerChallenges: [RandomCase] {
    var all: [RandomCase] = []
    func add(_ change: (inout RandomCase) -> Void) {
      var copy = self
      change(&copy)
      if copy != self { all.append(copy) }
    }
    add { $0.challenge = RandomChallenge() }
    if challenge.hasCounter {
      add { $0.challenge.hasCounter = false }
      for smaller in [0, counter >> 32, counter >> 1] where smaller < counter {
        add { $0.counter = smaller }
      }
    }
    add { ($0.challenge.pin, $0.challenge.pinHash) = ("1234", nil) }
    add { $0.challenge.pin = "1234" }
    add { $0.challenge.sessionSize = nil }
    add { ($0.challenge.timeStep, $0.challenge.time) = (nil, 0) }
    add { $0.challenge.time /= 2 }
    if challenge.digits != 6 { add { $0.challenge.digits = 6 } }
    let count = max(10, challenge.question.count / 2 / 2 * 2)
    if count < challenge.question.count {
      add { $0.challenge.question = String(challenge.question.prefix(count)) }
    }
    return all
  }
}

extension RandomCases {
  mutating func setChallenge(_ question: inout RandomCase) {
    var challenge = RandomChallenge()
    challenge.digits = numbers.pick([0, 4, 5, 6, 7, 8, 9, 10])
    challenge.format = numbers.pick(Array("NAH"))
    // As long as a response at least: shorter questions are a choice.
    challenge.length = numbers.pick([10, 11, 16, 40, 63, 64])
    let count = numbers.int(10...challenge.length) / 2 * 2
    let characters: [Character] =
      switch challenge.format {
      case "N": Array("0123456789")
      case "H": Array("0123456789abcdefABCDEF")
      default: Array("abcxyzABCXYZ0189")
      }
    challenge.question = String(
      (0..<count).map { _ in numbers.pick(characters) })
    if numbers.once(in: 2) {
      challenge.hasCounter = true
      question.counter = counter()
    }
    if numbers.once(in: 2) {
      challenge.pin = numbers.pick(["1234", "0000", "Kiel", "pässwörd"])
      challenge.pinHash = numbers.pick(["SHA1", "SHA256", "SHA512"])
    }
    if numbers.once(in: 3) {
      challenge.sessionSize = numbers.pick([1, 64, 100, 128, 256, 512])
    }
    if numbers.once(in: 2) {
      challenge.timeStep = numbers.pick(["1S", "30S", "1M", "59M", "1H", "48H"])
      challenge.time = numbers.pick([
        0, 59, 60, 1_111_111_109, 1_700_000_000, 1 << 32,
        numbers.int(0...4_000_000_000),
      ])
    }
    question.challenge = challenge
  }
}

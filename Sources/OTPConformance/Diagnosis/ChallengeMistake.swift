// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A known mistake in what is hashed for a response of OCRA.
package struct ChallengeMistake: Sendable {
  /// Its name and what to say about it.
  package let cause: Cause
  /// What is hashed instead: one message for each way to make the mistake.
  private let messages:
    @Sendable (ChallengeQuestion) -> [ChallengeQuestion.Message]

  private init(
    _ name: String, _ flaw: String, instead remedy: String,
    messages:
      @escaping @Sendable (ChallengeQuestion) -> [ChallengeQuestion.Message]
  ) {
    cause = Cause(
      name, flaw, instead: remedy, clause: .section("rfc6287", "5.1"))
    self.messages = messages
  }

  /// The responses to which the mistake leads; none where it cannot be made
  /// or makes no difference.
  package func responses(_ asked: ChallengeQuestion) -> [String] {
    let right = asked.message.bytes
    return messages(asked).filter { $0.bytes != right }
      .map(asked.response(to:))
  }

  /// All of them.
  package static let all = numbers + pins + questions
}

// MARK: - Separator, counter and time

extension ChallengeMistake {
  private static let numbers: [ChallengeMistake] = [
    replacing(
      "ocra-separator-left-out",
      "the zero byte between the suite and the inputs was left out",
      instead: "put one byte of zero behind the suite", \.separator
    ) { _ in [[]] },
    replacing(
      "ocra-counter-little-endian",
      "the counter was encoded least significant byte first",
      instead: "encode it most significant byte first", \.counter
    ) { asked in asked.counter.map { [$0.bigEndianBytes.reversed()] } ?? [] },
    replacing(
      "ocra-time-undivided", "the Unix time itself was used as the time step",
      instead: "divide it by the length of the suite's time step", \.time
    ) { asked in asked.time.map { [$0.bigEndianBytes] } ?? [] },
  ]

  /// A mistake in one part of the message.
  private static func replacing(
    _ name: String, _ flaw: String, instead remedy: String,
    _ part: any WritableKeyPath<ChallengeQuestion.Message, [UInt8]> & Sendable,
    by wrong: @escaping @Sendable (ChallengeQuestion) -> [[UInt8]]
  ) -> ChallengeMistake {
    ChallengeMistake(name, flaw, instead: remedy) { asked in
      wrong(asked).map { bytes in
        var message = asked.message
        message[keyPath: part] = bytes
        return message
      }
    }
  }
}

// MARK: - PIN

extension ChallengeMistake {
  private static let pins: [ChallengeMistake] = [
    pin(
      "ocra-pin-hash", "the PIN was hashed with another hash",
      instead: "use the hash behind P in the suite"
    ) { asked, _ in
      let others = HashAlgorithm.allCases.filter { $0 != asked.pinHash }
      return others.map(asked.hashedPIN)
    },
    pin(
      "ocra-pin-not-hashed", "the PIN itself was used in place of its hash",
      instead: "hash it with the hash behind P in the suite"
    ) { asked, pin in
      let bytes = Array(pin.utf8)
      return [bytes, bytes.filled(to: asked.message.pin.count)]
    },
    pin(
      "ocra-pin-hash-as-text",
      "the hash of the PIN was written in hexadecimal",
      instead: "use the bytes of the hash"
    ) { asked, _ in
      let text = asked.message.pin.hexadecimal
      return [Array(text.utf8), Array(text.uppercased().utf8)]
    },
    ChallengeMistake(
      "ocra-pin-case", "the letters of the PIN were changed in their case",
      instead: "hash the PIN as it was typed"
    ) { asked in
      let pin = asked.pin ?? ""
      return [pin.lowercased(), pin.uppercased()].map { typed in
        asked.with(pin: typed).message
      }
    },
  ]

  private static func pin(
    _ name: String, _ flaw: String, instead remedy: String,
    by wrong:
      @escaping @Sendable (ChallengeQuestion, _ pin: String) -> [[UInt8]]
  ) -> ChallengeMistake {
    replacing(name, flaw, instead: remedy, \.pin) { asked in
      asked.pin.map { wrong(asked, $0) } ?? []
    }
  }
}

// MARK: - Question

extension ChallengeMistake {
  private static let questions: [ChallengeMistake] = [
    question(
      "ocra-question-padded-left",
      "the question was filled up with zeros on its left",
      instead: "put the zeros behind it"
    ) { asked in
      let bytes =
        asked.format == "A" ? asked.questionBytes : asked.questionNumber
      return [bytes.reversed().filled(to: fullCount).reversed()]
    },
    question(
      "ocra-question-half-byte",
      "an odd number of hexadecimal digits began with half a byte",
      instead: "fill the bytes from the left and end with half a byte"
    ) { $0.format == "A" ? [] : [$0.questionNumber] },
    question(
      "ocra-question-decimal-as-hex",
      "the digits of a decimal question were taken as hexadecimal ones",
      instead: "convert the number to hexadecimal first"
    ) { asked in
      guard asked.format == "N" else { return [] }
      return [ChallengeQuestion.packed(asked.text.utf8.map { $0 & 15 })]
    },
    question(
      "ocra-question-as-text", "the characters of the question were used",
      instead: "take a question in N or H as a number"
    ) { [Array($0.text.utf8)] },
  ]

  private static let fullCount = ChallengeQuestion.questionByteCount

  /// A mistake in the question, which is filled up behind.
  private static func question(
    _ name: String, _ flaw: String, instead remedy: String,
    by wrong: @escaping @Sendable (ChallengeQuestion) -> [[UInt8]]
  ) -> ChallengeMistake {
    replacing(name, flaw, instead: remedy, \.question) { asked in
      wrong(asked).map { $0.filled(to: fullCount) }
    }
  }
}

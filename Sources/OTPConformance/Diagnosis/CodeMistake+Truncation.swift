// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Mistakes in what becomes of an HMAC (RFC 4226 section 5.3).

extension CodeMistake {
  /// Where the four bytes are taken from.
  static let offsets: [CodeMistake] = [
    placed(
      "offset-byte-19", "the offset was read from byte 19 of the MAC",
      instead: "read it from the last byte, whatever the hash"
    ) { Int($0[19] & 15) },
    placed(
      "offset-zero", "bytes 0 to 3 of the MAC were used",
      instead: "the low four bits of the last byte say where they start"
    ) { _ in 0 },
    placed(
      "offset-three-bits", "the offset was read from three bits",
      instead: "it has four"
    ) { CodeQuestion.offset($0) & 7 },
    placed(
      "offset-high-bits", "the offset was read from the high four bits",
      instead: "read it from the low four bits of the last byte"
    ) { Int($0[$0.count - 1] >> 4) },
    placed(
      "offset-first-byte", "the offset was read from the first byte",
      instead: "read it from the last one"
    ) { Int($0[0] & 15) },
    placed(
      "last-four-bytes", "the last four bytes of the MAC were used",
      instead: "the low four bits of the last byte say where they start"
    ) { $0.count - 4 },
    writing(
      .offset, "mac-as-text",
      "the four bytes were taken from the hexadecimal text of the MAC",
      instead: "take them from its bytes"
    ) { asked in
      let text = Array(asked.mac.hexadecimal.utf8)
      let number = CodeQuestion.number(text, at: CodeQuestion.offset(text))
      return [asked.text(number & 0x7fff_ffff)]
    },
    writing(
      .offset, "offset-in-hex-text",
      "the offset was counted in the hexadecimal text of the MAC",
      instead: "double it there, because a byte is two characters"
    ) { asked in
      let mac = asked.mac
      let offset = CodeQuestion.offset(mac)
      let text = Array(mac.hexadecimal.utf8)[offset..<offset + 8]
      let number = UInt32(String(decoding: text, as: UTF8.self), radix: 16) ?? 0
      return offset == 0 ? [] : [asked.text(number & 0x7fff_ffff)]
    },
  ]

  private static func placed(
    _ name: String, _ flaw: String, instead remedy: String,
    offset: @escaping @Sendable ([UInt8]) -> Int
  ) -> CodeMistake {
    writing(.offset, name, flaw, instead: remedy) { asked in
      let mac = asked.mac
      let wrong = offset(mac)
      guard wrong != CodeQuestion.offset(mac) else { return [] }
      return [asked.text(CodeQuestion.number(mac, at: wrong) & 0x7fff_ffff)]
    }
  }

  /// How four bytes become a number.
  static let numbers: [CodeMistake] = [
    truncated(
      "sign-bit-kept", "the top bit of the four bytes was kept",
      instead: "clear it (AND 0x7fffffff) before the remainder is taken"
    ) { asked, number in
      [asked.text(number)]
    },
    truncated(
      "number-signed", "the four bytes were taken as a number with a sign",
      instead: "clear the top bit (AND 0x7fffffff)"
    ) { asked, number in
      number >> 31 == 0
        ? [] : asked.texts(signed: Int64(Int32(bitPattern: number)))
    },
    truncated(
      "bytes-swapped", "the four bytes were read least significant byte first",
      instead: "read them most significant byte first"
    ) { asked, number in
      [
        asked.text(number.byteSwapped & 0x7fff_ffff),
        asked.text(number.byteSwapped),
        asked.text((number & 0x7fff_ffff).byteSwapped),
      ]
    },
    truncated(
      "bytes-signed", "the bytes were taken as numbers with a sign",
      instead: "mask each one (AND 0xff) before they are put together"
    ) { asked, number in
      asked.signExtended(number).flatMap { asked.texts(signed: $0) }
    },
    truncated(
      "three-bytes", "three bytes were taken", instead: "take four"
    ) { asked, number in
      [asked.text(number & 0x00ff_ffff), asked.text(number >> 8 & 0x7f_ffff)]
    },
    truncated(
      "bits-30", "the number was cut to 30 bits", instead: "it has 31 bits"
    ) { asked, number in
      [asked.text(number & 0x3fff_ffff)]
    },
  ]

  private static func truncated(
    _ name: String, _ flaw: String, instead remedy: String,
    codes: @escaping @Sendable (CodeQuestion, UInt32) -> [String]
  ) -> CodeMistake {
    writing(.truncation, name, flaw, instead: remedy) { asked in
      let mac = asked.mac
      let number = CodeQuestion.number(mac, at: CodeQuestion.offset(mac))
      let right = asked.text(number & 0x7fff_ffff)
      return codes(asked, number).filter { $0 != right }
    }
  }
}

extension CodeQuestion {
  /// What becomes of four bytes of which each but the first keeps its sign,
  /// put together by OR and by addition, in 64 bits and in 32.
  fileprivate func signExtended(_ number: UInt32) -> [Int64] {
    let bytes = (0..<4).map {
      Int64(Int8(truncatingIfNeeded: number >> UInt32(24 - 8 * $0)))
    }
    let parts = [bytes[0] & 0x7f, bytes[1], bytes[2], bytes[3]]
    let shifted = zip(parts, [24, 16, 8, 0]).reduce(0) {
      $0 | ($1.0 << Int64($1.1))
    }
    let sum = parts.reduce(0) { $0 * 256 + $1 }
    return [shifted, sum].flatMap {
      [$0 & 0x7fff_ffff, $0, $0 & 0xffff_ffff]
    }
  }

  /// What becomes of a number with a sign: the digits without it, the
  /// remainder that is not negative, and the sign among the digits.
  fileprivate func texts(signed number: Int64) -> [String] {
    let modulus = (0..<min(digits, 18)).reduce(Int64(1)) { power, _ in
      power * 10
    }
    let rest = number % modulus
    guard rest < 0 else { return [text(number)] }
    let bare = String(rest.magnitude)
    return [
      bare.lastDigits(digits), text(rest + modulus),
      "-" + bare.lastDigits(max(digits - 1, bare.utf8.count)), "-" + bare,
      "-" + bare.lastDigits(digits),
    ]
  }
}

extension CodeMistake {
  /// How a number becomes text.
  static let texts: [CodeMistake] = [
    printed(
      "no-padding", "the leading zeros were lost",
      instead: "write as many digits as were asked for, and keep codes as text"
    ) { _, right, _ in
      right.hasPrefix("0") ? [right.withoutZeros] : []
    },
    printed(
      "padded-right", "zeros were added at the end",
      instead: "put them before the digits"
    ) { asked, right, _ in
      let bare = right.withoutZeros
      return [bare + asked.filling(bare, with: "0")]
    },
    printed(
      "padded-with-spaces", "the code was filled up with spaces",
      instead: "put zeros before the digits"
    ) { asked, right, _ in
      let bare = right.withoutZeros
      let gap = asked.filling(bare, with: " ")
      return [gap + bare, bare + gap]
    },
    printed(
      "octal-code", "a code that starts with 0 was read as an octal number",
      instead: "keep codes as text"
    ) { _, right, _ in
      guard right.hasPrefix("0"), let number = Int(right, radix: 8)
      else { return [] }
      return [String(number).lastDigits(right.utf8.count), String(number)]
    },
    printed(
      "digits-six", "six digits were given",
      instead: "give as many as were asked for"
    ) { asked, _, number in
      asked.digits == 6 ? [] : [number.lastDigits(6)]
    },
    printed(
      "digits-eight-at-most", "a code had at most eight digits",
      instead: "give as many as were asked for"
    ) { asked, _, number in
      asked.digits > 8 ? [number.lastDigits(8)] : []
    },
    printed(
      "fixed-modulus",
      "the remainder was taken by a fixed power of ten and filled up",
      instead: "take it by 10 to the power of the digits"
    ) { asked, _, number in
      [6, 7, 8].filter { $0 < asked.digits }
        .map { number.lastDigits($0).lastDigits(asked.digits) }
    },
    printed(
      "left-digits", "the first digits of the number were taken",
      instead: "take the last ones, the remainder by a power of ten"
    ) { asked, _, number in
      [String(number.prefix(asked.digits))]
    },
    printed(
      "code-grouped", "the digits were put into groups",
      instead: "answer digits alone"
    ) { _, right, _ in
      let middle = right.utf8.count / 2
      return [" ", "-"].map {
        right.prefix(middle) + $0 + right.dropFirst(middle)
      }
    },
  ]

  /// - Parameter codes: Takes the question, the right code and the number of
  ///   31 bits.
  private static func printed(
    _ name: String, _ flaw: String, instead remedy: String,
    codes: @escaping @Sendable (CodeQuestion, String, String) -> [String]
  ) -> CodeMistake {
    writing(.digits, name, flaw, instead: remedy) { asked in
      let number = String(asked.trace.binary)
      let right = number.lastDigits(asked.digits)
      return codes(asked, right, number).filter { $0 != right }
    }
  }
}

extension CodeQuestion {
  /// What a text lacks to have as many characters as a code has digits.
  fileprivate func filling(_ text: String, with character: Character) -> String
  {
    String(repeating: character, count: max(0, digits - text.utf8.count))
  }
}

extension String {
  /// The digits from the first that is not 0, or the last one.
  fileprivate var withoutZeros: String {
    let rest = drop { $0 == "0" }
    return rest.isEmpty ? String(suffix(1)) : String(rest)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// One of a list of codes that a person keeps for when the device is lost.
///
/// NIST SP 800-63B-4 section 3.1.2 calls it a look-up secret.
///
///     K7QM2-9XWTF-R4HNB
///
/// It has 15 symbols of 5 bits, 75 random bits in all: more than the 64 that
/// a saved recovery code needs (NIST SP 800-63B-4 section 4.2.1.1) and more
/// than guessing can reach. The alphabet has no 0, 1, I and O, which look
/// alike on paper.
///
/// A code is a secret. `description` does not show it, ``revealedText`` does;
/// its storage is wiped when the last copy of the value is gone. A text that
/// was made from it or that it was made from is beyond that reach.
public struct BackupCode: Sendable {
  /// How many symbols a code has.
  static let symbolCount = 15

  /// The symbols; a symbol's place is its value.
  static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

  /// The symbols in ASCII, upper case, without hyphens: what is hashed.
  let symbols: WipedArray

  /// Takes over exactly `symbolCount` symbols of the alphabet.
  init(unchecked symbols: consuming [UInt8]) {
    self.symbols = WipedArray(symbols)
  }
}

// MARK: - Text

extension BackupCode {
  /// Reads what a person typed.
  ///
  /// Lower case, spaces and hyphens are forgiven wherever they stand. All
  /// else is `nil`: another character (so 0, 1, I and O too, which no code
  /// has), too few or too many symbols, more than 64 bytes in all.
  ///
  /// Time depends on: the length of the text and where its first character
  /// that is not forgiven stands, both known to whoever typed it.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count <= 64 else { return nil }
    var symbols: [UInt8] = []
    // Growing would leave pieces of the code behind in memory.
    symbols.reserveCapacity(Self.symbolCount)
    for character in text.utf8
    where character != UInt8(ascii: " ") && character != UInt8(ascii: "-") {
      guard
        symbols.count < Self.symbolCount, let symbol = Self.symbol(character)
      else {
        Libcrypto.wipe(&symbols)
        return nil
      }
      symbols.append(symbol)
    }
    guard symbols.count == Self.symbolCount else {
      Libcrypto.wipe(&symbols)
      return nil
    }
    self.init(unchecked: symbols)
  }

  /// The code in groups of five, `XXXXX-XXXXX-XXXXX`, to be shown once.
  public var revealedText: String {
    var text = ""
    for (place, symbol) in symbols.bytes.enumerated() {
      if place > 0 && place.isMultiple(of: 5) { text += "-" }
      text.unicodeScalars.append(Unicode.Scalar(symbol))
    }
    return text
  }

  /// The symbol that a character stands for, in upper case.
  private static func symbol(_ character: UInt8) -> UInt8? {
    let isLower = UInt8(ascii: "a")...UInt8(ascii: "z") ~= character
    let upper = isLower ? character - 32 : character
    return alphabet.contains(upper) ? upper : nil
  }
}

// MARK: - Conformances

extension BackupCode: Equatable {
  /// Whether two codes are the same.
  ///
  /// Time depends on: nothing in the codes.
  public static func == (a: Self, b: Self) -> Bool {
    ConstantTime.equal(a.symbols.bytes, b.symbols.bytes)
  }
}

extension BackupCode: CustomStringConvertible, CustomReflectable {
  /// A fixed text, so that no code ends up in a log.
  public var description: String { "BackupCode(redacted)" }

  /// No children: a dump does not show the code.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

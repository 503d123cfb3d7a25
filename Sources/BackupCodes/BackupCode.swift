// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// One of a set of codes that a person keeps in case the device is lost: a
/// look-up secret (NIST SP 800-63B-4 section 3.1.2).
///
///     K7QM2-9XWTF-R4HNB
///
/// It has 15 symbols of 5 bits, 75 random bits in all: more than the 64 that
/// a saved recovery code needs (NIST SP 800-63B-4 section 4.2.1.1) and more
/// than guessing can reach. The alphabet has no 0, 1, I and O, which look
/// alike on paper.
///
/// A code is a secret. `description` does not show it; ``revealedText`` does. Its
/// storage is wiped when the last copy of the value goes, but not the texts that
/// it was read from or written to.
public struct BackupCode: Sendable {
  /// The number of symbols of a code.
  static let symbolCount = 15

  /// The symbols in ASCII, in upper case, without hyphens: the text to hash.
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
  /// Either case is read, and the spaces, hyphens and line breaks of
  /// `OneTimeCode.Separators.ignored` do not count. The result is `nil` for
  /// any other character (0, 1, I and O among them, which no code has), for
  /// too few or too many symbols, and for more than 64 bytes in all.
  ///
  /// Time depends on: the length of the text, and the characters that are no
  /// symbols and their places. Not on which symbols it has.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count <= Limits.codeByteCount else { return nil }
    var symbols: [UInt8] = []
    // An array that grows leaves a part of the code behind in memory.
    symbols.reserveCapacity(Self.symbolCount)
    var isWellFormed = true
    var characters = text.utf8.makeIterator()
    while isWellFormed, let character = characters.next() {
      let symbol = Self.symbol(character)
      // A character that is no symbol is no secret.
      if ConstantTime.decide(UInt32(symbol)) {
        isWellFormed = symbols.count < Self.symbolCount
        if isWellFormed { symbols.append(symbol) }
      } else {
        isWellFormed =
          ForgivenCharacters.byteCount(from: character, &characters) > 0
      }
    }
    guard isWellFormed, symbols.count == Self.symbolCount else {
      Libcrypto.wipe(&symbols)
      return nil
    }
    self.init(unchecked: symbols)
  }

  /// The code in three groups of five with hyphens between, to be shown once.
  ///
  /// Time depends on: nothing in the code.
  public var revealedText: String {
    let symbols = symbols.bytes
    return String(asciiCount: symbols.count + 2) { place in
      place % 6 == 5 ? UInt8(ascii: "-") : symbols[place - place / 6]
    }
  }

  /// The symbol that a character stands for, in upper case, or 0 if none.
  ///
  /// Computed without a branch: a search of the alphabet would take longer for a
  /// later symbol.
  private static func symbol(_ character: UInt8) -> UInt8 {
    let c = Int32(character)
    let upper = c &- (mask(c, in: 97...122) & 32)
    let isSymbol =
      mask(upper, in: 50...57) | mask(upper, in: 65...90)
      & ~mask(upper, in: 73...73) & ~mask(upper, in: 79...79)
    return UInt8(truncatingIfNeeded: upper & isSymbol)
  }

  /// All ones if `c` is in `range`, else zero.
  ///
  /// Both differences are negative if it is, and so is their conjunction.
  @inline(__always)
  private static func mask(_ c: Int32, in range: ClosedRange<Int32>) -> Int32 {
    ((range.lowerBound &- 1 &- c) & (c &- range.upperBound &- 1)) >> 8
  }
}

// MARK: - Conformances

extension BackupCode: Equatable {
  /// Whether two codes are the same.
  ///
  /// Time does not depend on the codes.
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

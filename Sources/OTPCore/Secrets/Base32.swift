// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Base 32 (RFC 4648 section 6): the text form of a shared secret.
public enum Base32 {
  /// The deviations from RFC 4648 that a reader accepts.
  public enum Form: Hashable, Sendable {
    /// None: upper case, whole groups of eight characters with their padding,
    /// no separators.
    case strict

    /// The form that other programs write: either case, spaces (U+0020) and
    /// hyphens (U+002D) between characters, with padding or without.
    ///
    /// Padding must be right if there is any.
    case forgiving

    /// The form that people type or paste: as ``forgiving``, with line breaks and
    /// all other characters that ``OneTimeCode/Separators/ignored`` lists.
    case typed
  }

  /// How to read bits after the last whole byte that are not zero (RFC 4648
  /// section 3.5: a decoder may refuse them).
  public enum TrailingBits: Hashable, Sendable {
    /// They are an error, so two texts never decode to the same bytes.
    case refused

    /// They are dropped, as most decoders do.
    case ignored
  }

  /// Encodes `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: Any number of bytes.
  ///   - padded: Whether to fill up the last group with `=`. RFC 4648 section
  ///     3.2 asks for it; `otpauth://` URIs leave it out.
  /// - Returns: Upper-case text without line breaks, ⌈8·n/5⌉ characters
  ///   before padding.
  ///
  /// Time depends on: the number of bytes.
  public static func encode(
    _ bytes: some Collection<UInt8>, padded: Bool = true
  ) -> String {
    let characters = (bytes.count * 8 + 4) / 5
    let count = padded ? (bytes.count + 4) / 5 * 8 : characters
    var rest = bytes.makeIterator()
    var buffer: UInt32 = 0
    var bits = 0
    return String(asciiCount: count) { place in
      guard place < characters else { return UInt8(ascii: "=") }
      if bits < 5 {
        // Zeros follow the last byte.
        buffer = (buffer << 8 | UInt32(rest.next() ?? 0)) & 0xfff
        bits += 8
      }
      bits -= 5
      return character(of: buffer >> UInt32(bits) & 31)
    }
  }

  /// Decodes `text`.
  ///
  /// Two faults are refused in every form: 1, 3 or 6 characters beyond whole
  /// groups of eight, to which no bytes encode, and characters outside the
  /// alphabet. 0, 1, 8 and 9 are never taken for letters (section 3.4).
  ///
  /// - Parameters:
  ///   - text: The characters.
  ///   - form: The deviations to accept.
  ///   - trailingBits: What to do with non-zero bits after the last byte;
  ///     `nil` refuses them in the strict form and ignores them in the others.
  /// - Returns: The bytes, none for an empty text.
  /// - Throws: ``Base32Error``, which never repeats the text.
  ///
  /// Time depends on: the length, where separators, padding and wrong
  /// characters are, and whether trailing bits are refused. Not on which
  /// characters of the alphabet there are. To keep a secret out of ordinary
  /// memory, use ``Secret/init(base32:policy:)``.
  public static func decode(
    _ text: some StringProtocol, form: Form = .strict,
    trailingBits: TrailingBits? = nil
  ) throws(Base32Error) -> [UInt8] {
    var bytes: [UInt8] = []
    try decode(text.utf8, form: form, trailingBits: trailingBits) {
      bytes.append($0)
    }
    return bytes
  }

  /// Decodes `text` and passes each byte to `emit`.
  static func decode(
    _ text: some Sequence<UInt8>, form: Form, trailingBits: TrailingBits?,
    emit: (UInt8) -> Void
  ) throws(Base32Error) {
    var buffer: UInt32 = 0
    var characters = 0
    var padding = 0
    var offset = 0
    var bytes = text.makeIterator()
    while let byte = bytes.next() {
      let value = UInt32(bitPattern: value(of: byte, form: form))
      // A character outside the alphabet is no part of the secret.
      if ConstantTime.decide(value >> 31) {
        let isPadding = ConstantTime.isEqual(byte, UInt8(ascii: "="))
        let count = isPadding ? 1 : form.separatorByteCount(byte, &bytes)
        guard count > 0 else { throw .character(atOffset: offset) }
        padding += isPadding ? 1 : 0
        offset += count
        continue
      }
      offset += 1
      guard padding == 0 else { throw .padding }
      buffer = (buffer << 5 | value) & 0xfff
      characters += 1
      // Fewer than 8 bits are left over before each character.
      let bits = characters * 5 % 8
      if bits < 5 { emit(UInt8(truncatingIfNeeded: buffer >> UInt32(bits))) }
    }
    try check(characters: characters, padding: padding, form: form)
    let spare = characters * 5 % 8
    let refused = (trailingBits ?? (form == .strict ? .refused : .ignored))
    let trailing = buffer & ((1 << UInt32(spare)) - 1)
    if refused == .refused && ConstantTime.decide(trailing) {
      throw .trailingBits
    }
  }

  /// Checks the number of characters and of padding characters.
  private static func check(
    characters: Int, padding: Int, form: Form
  ) throws(Base32Error) {
    let tail = characters % 8
    guard tail != 1 && tail != 3 && tail != 6 else {
      throw .length(characters)
    }
    let missing = tail == 0 ? 0 : 8 - tail
    let complete = padding == missing
    guard complete || (form != .strict && padding == 0) else {
      throw .padding
    }
  }

  /// The character for five bits, without a table that a secret would index.
  private static func character(of value: UInt32) -> UInt8 {
    // 0…25 are A…Z; 26…31 are 2…7, whose ASCII codes are 41 lower.
    let beyondZ = (25 &- value) >> 31
    return UInt8(truncatingIfNeeded: value &+ 65 &- (beyondZ &* 41))
  }

  /// The value of a character, or -1 for one outside the alphabet.
  ///
  /// Computed without a branch: each line adds the value plus 1 if the byte lies
  /// between its two bounds, where both differences are negative.
  private static func value(of byte: UInt8, form: Form) -> Int32 {
    let c = Int32(byte)
    var value: Int32 = -1
    value &+= (((64 &- c) & (c &- 91)) >> 8) & (c &- 64)
    value &+= (((49 &- c) & (c &- 56)) >> 8) & (c &- 23)
    if form != .strict {
      value &+= (((96 &- c) & (c &- 123)) >> 8) & (c &- 96)
    }
    return value
  }
}

extension Base32.Form {
  /// The number of bytes of the separator that begins with `first`, 0 if it is
  /// none; those after the first are taken from `rest`.
  fileprivate func separatorByteCount(
    _ first: UInt8, _ rest: inout some IteratorProtocol<UInt8>
  ) -> Int {
    switch self {
    case .strict: 0
    case .forgiving:
      ConstantTime.isEqual(first, UInt8(ascii: " "))
        || ConstantTime.isEqual(first, UInt8(ascii: "-")) ? 1 : 0
    case .typed: ForgivenCharacters.byteCount(from: first, &rest)
    }
  }
}

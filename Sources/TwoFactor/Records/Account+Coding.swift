// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The stored form of an account: `otp`, the number of the format, the record,
/// and a tag that proves who wrote it (``RecordAuthentication``).
///
/// It is binary: keep it in a column of bytes. **Whatever this version would not
/// have written is refused**: a field that it does not know, numbers out of
/// bounds, another order. An unknown field can only come from a later version
/// of this library or from somebody else's hand. To drop it silently would undo
/// what the later version meant by it (a limit, a revocation), and to carry it
/// along unread would act without it; both are worse than an error. Upgrade
/// every server before the first one writes a new format.
///
/// Two formats of before are still read: format 2, which had room for one
/// authenticator app, and format 1, a JSON object.
extension Account {
  /// The format that this version writes.
  static let format: UInt64 = 3

  /// The formats of this form: magic, number, record, tag.
  private static let binaryFormats = 2...format

  /// What every record begins with.
  private static let magic = Array("otp".utf8)

  /// The bytes to store.
  ///
  /// They are those that were read, if the account comes from bytes and was
  /// not changed since.
  ///
  /// - Throws: ``TwoFactorError/unreadableState`` if a number is out of the
  ///   bounds within which it would be read again.
  public func encoded() throws(TwoFactorError) -> [UInt8] {
    if case .read(let record) = origin { return record.bytes }
    guard version <= Bounds.version else { throw .unreadableState }
    var writer = RecordWriter(capacity: 1_536)
    writer.raw(Self.magic)
    writer.number(Self.format)
    state.write(to: &writer)
    if case .made(let setup?) = origin { setup.authenticate(&writer) }
    return writer.bytes
  }

  /// Reads what ``encoded()`` wrote, or an earlier version's JSON text.
  ///
  /// Who wrote it is looked at by the service, which has the keys, and not here.
  ///
  /// - Throws: ``TwoFactorError/newerFormat(_:)`` for a later format,
  ///   ``TwoFactorError/unreadableState`` for anything else that this version
  ///   would not have written. Neither repeats what it found.
  public init(decoding bytes: [UInt8]) throws(TwoFactorError) {
    guard bytes.starts(with: Self.magic) else {
      self.init(try FormatOne.state(bytes), origin: .unsigned)
      return
    }
    var reader = RecordReader(bytes)
    _ = try reader.raw(Self.magic.count)
    let format = try reader.number()
    guard format <= Self.format else {
      throw .newerFormat(Int(clamping: format))
    }
    guard Self.binaryFormats.contains(format) else { throw .unreadableState }
    reader.format = format
    let state = try State(from: &reader)
    let tag = try RecordTag.find(&reader)
    guard reader.isAtEnd else { throw .unreadableState }
    self.init(state, origin: .read(StoredRecord(bytes: bytes, tag: tag)))
  }
}

extension Account: Codable {
  /// Reads the bytes of ``encoded()`` as strictly as ``init(decoding:)``.
  public init(from decoder: any Decoder) throws {
    let bytes = try decoder.singleValueContainer().decode(Data.self)
    try self.init(decoding: Array(bytes))
  }

  /// Writes the bytes of ``encoded()``; in JSON they are base64.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(try encoded()))
  }
}

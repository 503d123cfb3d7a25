// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The stored form of an account: one JSON object.
///
/// **Unknown members are refused**, at any depth. They can only come from a
/// later version of this library (whose `format` says so) or from somebody
/// else's hand. To drop them silently would undo what the later version
/// meant by them (a limit, a revocation), and to carry them along unread
/// would act without them; both are worse than an error. Upgrade every server
/// before the first one writes a new format.
extension Account {
  /// The format that this version reads and writes.
  static let format = 1

  /// The JSON text, with sorted members.
  ///
  /// - Throws: ``TwoFactorError/unreadableState`` if encoding fails.
  public func encoded() throws(TwoFactorError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(state)) } catch {
      throw .unreadableState
    }
  }

  /// Reads what ``encoded()`` wrote; white space and the order of members may
  /// have changed on the way.
  ///
  /// - Throws: ``TwoFactorError/newerFormat(_:)`` for a later format,
  ///   ``TwoFactorError/unreadableState`` for anything else that this version
  ///   would not have written. Neither repeats what it found.
  public init(decoding bytes: [UInt8]) throws(TwoFactorError) {
    let decoder = JSONDecoder()
    let data = Data(bytes)
    do {
      let header = try decoder.decode(Header.self, from: data)
      guard header.format <= Self.format else {
        throw TwoFactorError.newerFormat(header.format)
      }
      let account = Account(try decoder.decode(State.self, from: data))
      let given = try decoder.decode(JSONTree.self, from: data)
      let again = try decoder.decode(
        JSONTree.self, from: Data(account.encoded()))
      guard given == again else { throw TwoFactorError.unreadableState }
      self = account
    } catch let error as TwoFactorError {
      throw error
    } catch {
      throw .unreadableState
    }
  }

  private struct Header: Codable {
    var format: Int
  }
}

extension Account.State: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, id, version, standing, createdAt, mail, identities, password
    case throttles, phone, phoneChange, totp, sms, backup, enrolment, sending
    case challenges, grants, devices, reset, outbox
  }

  /// Reads the members without looking for unknown ones.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func read<T: Decodable>(_ key: CodingKeys) throws -> T {
      try container.decode(T.self, forKey: key)
    }
    func find<T: Decodable>(_ key: CodingKeys) throws -> T? {
      try container.decodeIfPresent(T.self, forKey: key)
    }
    self.init(
      id: try read(.id), standing: try read(.standing),
      createdAt: try read(.createdAt))
    version = try read(.version)
    (mail, identities) = (try find(.mail), try read(.identities))
    (password, throttles) = (try find(.password), try read(.throttles))
    (phone, phoneChange) = (try find(.phone), try find(.phoneChange))
    (totp, sms, backup) = (try find(.totp), try find(.sms), try find(.backup))
    (enrolment, sending) = (try find(.enrolment), try read(.sending))
    (challenges, grants) = (try read(.challenges), try read(.grants))
    (devices, reset) = (try read(.devices), try find(.reset))
    outbox = try read(.outbox)
  }

  /// Writes every member.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    func write(_ value: some Encodable, _ key: CodingKeys) throws {
      try container.encode(value, forKey: key)
    }
    func write(ifAny value: (some Encodable)?, _ key: CodingKeys) throws {
      try container.encodeIfPresent(value, forKey: key)
    }
    try write(Account.format, .format)
    try write(id, .id)
    try write(version, .version)
    try write(standing, .standing)
    try write(createdAt, .createdAt)
    try write(ifAny: mail, .mail)
    try write(identities, .identities)
    try write(ifAny: password, .password)
    try write(throttles, .throttles)
    try write(ifAny: phone, .phone)
    try write(ifAny: phoneChange, .phoneChange)
    try write(ifAny: totp, .totp)
    try write(ifAny: sms, .sms)
    try write(ifAny: backup, .backup)
    try write(ifAny: enrolment, .enrolment)
    try write(sending, .sending)
    try write(challenges, .challenges)
    try write(grants, .grants)
    try write(devices, .devices)
    try write(ifAny: reset, .reset)
    try write(outbox, .outbox)
  }
}

extension Account: Codable {
  /// Reads the members without looking for unknown ones; stores use
  /// ``init(decoding:)``.
  public init(from decoder: any Decoder) throws {
    self.init(try State(from: decoder))
  }

  /// Writes every member.
  public func encode(to encoder: any Encoder) throws {
    try state.encode(to: encoder)
  }
}

/// Any JSON value, to compare two texts by what they say.
private enum JSONTree: Decodable, Equatable {
  case null
  case bool(Bool)
  case unsigned(UInt64)
  case integer(Int64)
  case double(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(UInt64.self) {
      self = .unsigned(number)
    } else if let number = try? value.decode(Int64.self) {
      self = .integer(number)
    } else if let number = try? value.decode(Double.self) {
      self = .double(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let elements = try? value.decode([JSONTree].self) {
      self = .array(elements)
    } else {
      self = .object(try value.decode([String: JSONTree].self))
    }
  }
}

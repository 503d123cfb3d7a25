// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// So many text messages in so many seconds.
public struct MessageLimit: Hashable, Sendable {
  /// The most messages: 0 for none at all, to a billion.
  public var count: Int
  /// The seconds that they are counted over, from the first of them: 1 to a
  /// year.
  public var window: Int

  /// A limit.
  ///
  /// - Throws: ``PolicyError`` for a number out of its range.
  public init(_ count: Int, in window: Int) throws(PolicyError) {
    self.init(unchecked: count, in: window)
    try check()
  }

  fileprivate init(unchecked count: Int, in window: Int) {
    self.count = count
    self.window = window
  }

  /// Refuses numbers out of their ranges.
  func check() throws(PolicyError) {
    try PolicyError.require(
      count, "MessageLimit.count", in: 0...1_000_000_000)
    try PolicyError.require(
      window, "MessageLimit.window", in: 1...366 * 86_400)
  }
}

/// Limits on text messages across all accounts.
///
/// Each account has its own budget (``SendPolicy``), but somebody who opens
/// accounts by the hundred has a hundred of them, and is paid by the message
/// for calling an expensive number. These limits are counted by a
/// ``MessageCounter``, which the servers of a service share.
///
/// The figures of ``default`` are for a small service. Choose `country` and
/// `total` by what you send on a busy day.
public struct MessageLimits: Hashable, Sendable {
  /// For one phone number, whichever accounts ask.
  public var number: MessageLimit?
  /// For the numbers of one country calling code.
  public var country: MessageLimit?
  /// Limits for certain calling codes in place of `country`: `["61": …]`.
  public var countries: [String: MessageLimit]
  /// For all numbers together.
  public var total: MessageLimit?

  /// Limits; `nil` for none.
  public init(
    number: MessageLimit?, country: MessageLimit?,
    countries: [String: MessageLimit] = [:], total: MessageLimit?
  ) {
    self.number = number
    self.country = country
    self.countries = countries
    self.total = total
  }

  /// In an hour, ten to a number, 100 to a country, 300 in all.
  public static let `default` = MessageLimits(
    number: MessageLimit(unchecked: 10, in: 3_600),
    country: MessageLimit(unchecked: 100, in: 3_600),
    total: MessageLimit(unchecked: 300, in: 3_600))

  /// No limits but those of each account.
  public static let none = MessageLimits(
    number: nil, country: nil, total: nil)
}

extension MessageLimits {
  /// Refuses a limit out of its range, and a country that is none.
  func check() throws(PolicyError) {
    for limit in [number, country, total] { try limit?.check() }
    for (code, limit) in countries {
      guard 1...3 ~= code.utf8.count, code.utf8.first != UInt8(ascii: "0"),
        code.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
      else {
        throw PolicyError(
          setting: "MessageLimits.countries",
          requirement: "for calling codes of one to three digits")
      }
      try limit.check()
    }
  }

  /// What a message to a number is charged to.
  ///
  /// - Parameter number: `nil` where no message is sent and nobody may tell:
  ///   the counter then does the same work on keys without a limit.
  func charges(for number: PhoneNumber?) -> [MessageCharge] {
    let code = number?.callingCode
    let limits: [(key: String, limit: MessageLimit?)] = [
      ("number", self.number),
      ("country", code.flatMap { countries[$0] } ?? country),
      ("total", total),
    ]
    let names = [number?.e164, code, "all"]
    return zip(limits, names).compactMap { entry, name in
      guard let limit = entry.limit else { return nil }
      guard number != nil, let name else {
        return MessageCharge(
          key: "sms/none/\(entry.key)", limit: .max, window: limit.window)
      }
      return MessageCharge(
        key: "sms/\(entry.key)/\(name)", limit: limit.count,
        window: limit.window)
    }
  }
}

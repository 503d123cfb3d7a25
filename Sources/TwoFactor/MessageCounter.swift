// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore
import Synchronization

/// One message, to be counted under a key.
public struct MessageCharge: Hashable, Sendable {
  /// What is counted, such as `sms/country/61`.
  public let key: String
  /// The most messages within the window.
  public let limit: Int
  /// The seconds that they are counted over.
  public let window: Int

  /// A charge.
  public init(key: String, limit: Int, window: Int) {
    self.key = key
    self.limit = limit
    self.window = window
  }
}

/// Counts messages across accounts, for all servers of a service together.
///
/// A store keeps a row for each key: what ``MessageCount`` holds. Rows whose
/// window is over can be deleted at any time.
public protocol MessageCounter: Sendable {
  /// Adds one under each key, or under none of them if one is at its limit;
  /// all in one step.
  ///
  /// - Returns: `nil` if it was counted; otherwise the seconds until the last
  ///   of the full keys has room again.
  /// - Throws: Anything, if the counter cannot say. Nothing is sent then, and
  ///   the command ends with ``TwoFactorError/storeUnavailable``.
  func take(_ charges: [MessageCharge], at now: UnixTime) async throws -> Int?
}

/// The count under one key.
///
/// A window begins with its first message and ends `window` seconds later, so
/// in the worst case twice the limit passes within one window's length: at
/// the end of one and at the beginning of the next.
public struct MessageCount: Hashable, Sendable {
  /// When the window began.
  public private(set) var start: UnixTime
  /// The messages since then.
  public private(set) var count: Int

  /// A count, as a store keeps it.
  public init(start: UnixTime, count: Int) {
    self.start = start
    self.count = max(count, 0)
  }

  /// The seconds until another message fits; `nil` for none.
  ///
  /// A start in the future counts as now: a clock that was ahead keeps nobody
  /// out for longer than a window.
  public func wait(for charge: MessageCharge, at now: UnixTime) -> Int? {
    guard charge.limit > 0 else { return max(charge.window, 1) }
    let end = min(start, now).advanced(by: max(charge.window, 1))
    guard now < end, count >= charge.limit else { return nil }
    return end.seconds(since: now)
  }

  /// Counts a message.
  public mutating func add(_ charge: MessageCharge, at now: UnixTime) {
    let begin = min(start, now)
    if now >= begin.advanced(by: max(charge.window, 1)) || count == 0 {
      (start, count) = (now, 0)
    } else {
      start = begin
    }
    if count < .max { count += 1 }
  }
}

/// A counter in memory, for a service of one process; a restart forgets.
public final class MemoryMessageCounter: MessageCounter {
  private struct Row {
    var count: MessageCount
    var end: UnixTime
  }

  private struct Table {
    var rows: [String: Row] = [:]
    /// The size at which rows that have ended are looked for.
    var sweepAt = 1_024
  }

  private let table = Mutex(Table())

  /// An empty counter.
  public init() {}

  /// Adds one under each key, or under none of them.
  public func take(_ charges: [MessageCharge], at now: UnixTime) -> Int? {
    table.withLock { table in
      let waits = charges.compactMap { charge in
        Self.count(charge, table, now).wait(for: charge, at: now)
      }
      if let longest = waits.max() { return longest }
      for charge in charges {
        var count = Self.count(charge, table, now)
        count.add(charge, at: now)
        table.rows[charge.key] = Row(
          count: count, end: count.start.advanced(by: charge.window))
      }
      Self.sweep(&table, at: now)
      return nil
    }
  }

  private static func count(
    _ charge: MessageCharge, _ table: borrowing Table, _ now: UnixTime
  ) -> MessageCount {
    if let row = table.rows[charge.key] {
      row.count
    } else {
      MessageCount(start: now, count: 0)
    }
  }

  /// Drops what has ended, each time that the table has doubled.
  private static func sweep(_ table: inout Table, at now: UnixTime) {
    guard table.rows.count >= table.sweepAt else { return }
    table.rows = table.rows.filter { $0.value.end > now }
    table.sweepAt = max(1_024, 2 * table.rows.count)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore
public import TwoFactor

extension DatabaseStore: MessageCounter {
  /// Adds one under each key, or under none of them, in one transaction that
  /// holds the rows of all keys.
  public func take(
    _ charges: [MessageCharge], at now: UnixTime
  ) async throws -> Int? {
    // One order for everybody: two calls cannot wait for each other.
    let charges = charges.sorted { $0.key < $1.key }
    return try await engine.write { run in
      var counts: [MessageCount] = []
      for charge in charges { counts.append(try Self.lock(charge, now, run)) }
      let waits = zip(charges, counts).compactMap { charge, count in
        count.wait(for: charge, at: now)
      }
      if let longest = waits.max() { return longest }
      for (charge, var count) in zip(charges, counts) {
        count.add(charge, at: now)
        try Self.store(count, of: charge, run)
      }
      return nil
    }
  }

  /// The count of a key, whose row is this transaction's until it ends.
  private static func lock(
    _ charge: MessageCharge, _ now: UnixTime, _ run: SQLRun
  ) throws -> MessageCount {
    let result = try run(
      """
      INSERT INTO counters (name, start, count, ends_at)
      VALUES ($1, $2, 0, $3)
      ON CONFLICT (name) DO UPDATE SET name = excluded.name
      RETURNING start, count
      """,
      [
        .text(charge.key.storable), .integer(now.seconds),
        .integer(now.advanced(by: charge.window).seconds),
      ])
    guard let row = result.rows.first, let start = row[0].integer,
      let count = row[1].integer
    else { throw StoreError.malformedRow }
    return MessageCount(start: UnixTime(start), count: Int(count))
  }

  private static func store(
    _ count: MessageCount, of charge: MessageCharge, _ run: SQLRun
  ) throws {
    _ = try run(
      "UPDATE counters SET start = $1, count = $2, ends_at = $3 WHERE name = $4",
      [
        .integer(count.start.seconds), .integer(Int64(count.count)),
        .integer(count.start.advanced(by: charge.window).seconds),
        .text(charge.key.storable),
      ])
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import OTPCore
public import TwoFactor

extension DatabaseStore {
  /// Writes the events of one command, all or none; an event with an id that
  /// was written before is not written again.
  public func record(_ events: [AuditEvent]) async throws {
    let inserts = try inserts(of: events)
    guard let first = inserts.first else { return }
    if inserts.count == 1 {
      try await engine.write(first.text, first.values)
      return
    }
    try await engine.write { run in
      for insert in inserts { _ = try run(insert.text, insert.values) }
    }
  }

  /// How many rows one statement inserts.
  ///
  /// Each number of rows is a statement of its own, which is kept prepared.
  private static let most = 50

  /// What is inserted for the events of one command.
  func inserts(of events: [AuditEvent]) throws -> [SQLInsert] {
    let written = UInt64(max(0, Date().timeIntervalSince1970) * 1e9)
    let rows = try events.enumerated().map { place, event -> [SQLValue] in
      let name = Self.name(of: event, written: written, place: place)
      return [
        .bytes(name), event.account.value, .text(event.kind.rawValue),
        .bytes(Array(try JSONEncoder().encode(event))),
      ]
    }
    return stride(from: 0, to: rows.count, by: Self.most).map { start in
      SQLInsert(
        table: "events", columns: ["id", "account", "kind", "body"],
        rows: Array(rows[start..<min(start + Self.most, rows.count)]))
    }
  }

  /// Names that sort by time; within a second by when they were written, as far
  /// as the servers' clocks agree, then by the order within a command.
  ///
  /// An event with an id must get the same name each time, so its order within
  /// a second is that of the ids.
  private static func name(
    of event: AuditEvent, written: UInt64, place: Int
  ) -> [UInt8] {
    let time = start(of: event.at)
    if let id = event.id { return time + Array(id.utf8) }
    let order = UInt32(truncatingIfNeeded: place)
    return time + written.bigEndianBytes + order.bigEndianBytes
      + UInt64.random(in: 0 ... .max).bigEndianBytes
  }

  /// What the names of a second's events begin with.
  private static func start(of time: UnixTime) -> [UInt8] {
    (UInt64(bitPattern: time.seconds) ^ 1 << 63).bigEndianBytes
  }

  /// Drops the events of earlier times.
  ///
  /// It goes in steps of a thousand, so that others write in between.
  ///
  /// - Returns: How many it dropped.
  @discardableResult
  public func dropEvents(before time: UnixTime) async throws -> Int {
    let end = SQLValue.bytes(Self.start(of: time))
    var count = 0
    while true {
      let step = try await engine.read(
        "SELECT id FROM events WHERE id < $1 ORDER BY id LIMIT 1000", [end])
      guard let last = step.rows.last?.first else { return count }
      count += try await engine.write { run in
        try run("DELETE FROM events WHERE id <= $1", [last]).changed
      }
    }
  }

  /// What was recorded, the newest first.
  ///
  /// - Parameters:
  ///   - account: Of one account only.
  ///   - kind: Of one kind only.
  ///   - limit: How many at most.
  public func events(
    of account: AccountID? = nil, kind: AuditEvent.Kind? = nil,
    limit: Int = 100
  ) async throws -> [AuditEvent] {
    var conditions: [String] = []
    var values: [SQLValue] = []
    if let account {
      values.append(account.value)
      conditions.append("account = $\(values.count)")
    }
    if let kind {
      values.append(.text(kind.rawValue))
      conditions.append("kind = $\(values.count)")
    }
    values.append(.integer(Int64(limit)))
    let filter =
      conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
    let result = try await engine.read(
      "SELECT body FROM events \(filter) ORDER BY id DESC"
        + " LIMIT $\(values.count)", values)
    return try result.rows.map { row in
      guard let body = row.first?.bytes else { throw StoreError.malformedRow }
      return try JSONDecoder().decode(AuditEvent.self, from: Data(body))
    }
  }
}

extension FixedWidthInteger {
  /// The bytes, the most significant first.
  fileprivate var bigEndianBytes: [UInt8] {
    stride(from: bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: self >> $0)
    }
  }
}

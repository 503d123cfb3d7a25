// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@testable import AccountStores
import Foundation
import Synchronization
import Testing

/// Stores over one SQLite file, as the processes have them that share it.
@Suite(.serialized) struct SharedFileTests {
  /// A store that writes without a pause lets others write in between: each
  /// waits for a few commits, and not until it happens to ask in the moment
  /// between two of them.
  @Test(.timeLimit(.minutes(2)), arguments: [1, 3])
  func aBusyStoreKeepsNobodyWaiting(_ others: Int) async throws {
    let place = try await Database.sqlite.place()
    let busy = try await Database.sqlite.open(place)
    let load = Load()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { try await Self.write(to: busy, until: load) }
      }
      try await Task.sleep(for: .milliseconds(100))
      let waits = try await withThrowingTaskGroup(of: Int.self) { quiet in
        for _ in 0..<others {
          quiet.addTask { try await Self.wait(place, beside: load) }
        }
        return try await quiet.reduce(into: []) { $0.append($1) }
      }
      load.isOver.store(true, ordering: .relaxed)
      try await group.waitForAll()
      // Up to four are committed at once; and one write of each store is left
      // out, as its thread may have waited for a processor.
      #expect(waits.allSatisfy { $0 <= 24 * others }, "\(waits)")
    }
    // Nor is the busy one kept out by those that come in between.
    #expect(load.count.load(ordering: .relaxed) > 20)
    await busy.close()
  }

  /// Writes again and again, as with a disk that takes some milliseconds.
  private static func write(
    to store: DatabaseStore, until load: Load
  ) async throws {
    while !load.isOver.load(ordering: .relaxed) {
      try await store.engine.write { run in
        _ = try run("DELETE FROM counters", [])
        usleep(2_500)
        load.count.add(1, ordering: .relaxed)
      }
    }
  }

  /// How many writes of the busy store another one waited for, the second most
  /// of all times: seconds would tell how busy the machine is as well.
  private static func wait(
    _ place: String, beside load: Load
  ) async throws -> Int {
    let store = try await Database.sqlite.open(place)
    var waits: [Int] = []
    for _ in 0..<40 {
      let before = load.count.load(ordering: .relaxed)
      let after = try await store.engine.write { run in
        _ = try run("DELETE FROM records", [])
        return load.count.load(ordering: .relaxed)
      }
      waits.append(after - before)
    }
    await store.close()
    return waits.sorted().dropLast().last ?? 0
  }

  /// A process that is stopped while it has the turn holds up the first write
  /// of another one for some seconds, and no more.
  @Test func aStoppedStoreStopsNoOther() async throws {
    let place = try await Database.sqlite.place()
    let store = try await Database.sqlite.open(place)
    let stopped = try WriterTurn(beside: place)
    stopped.take()
    let time = try await ContinuousClock().measure {
      for number in UInt8(0)..<20 {
        try await store.put([1], as: [number], in: "a")
      }
    }
    #expect(time < .seconds(15))
    #expect(try await store.records(in: "a").count == 20)
    stopped.give()
    await store.close()
  }
}

/// What the busy store has done.
private final class Load: Sendable {
  let isOver = Atomic(false)
  let count = Atomic(0)
}

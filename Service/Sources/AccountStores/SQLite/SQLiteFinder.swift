// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import Synchronization

/// The connections of searches by a key, and of nothing else.
///
/// A search that waits for one of them waits for another such search, which
/// runs to its end. A pool would hand out whichever is free, and look at the
/// schema's version before each search: that takes longer than the search.
final class SQLiteFinder: Sendable {
  private let connections: [DatabaseQueue]
  private let count = Atomic(0)

  /// Opens a connection for each processor.
  init(path: String, _ configuration: GRDB.Configuration) throws {
    connections = try (0..<ProcessInfo.processInfo.activeProcessorCount).map {
      _ in try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  /// Runs a search on one of the connections, each in its turn.
  func find<Found>(_ search: (Database) throws -> Found) throws -> Found {
    let (turn, _) = count.wrappingAdd(1, ordering: .relaxed)
    let place = Int(UInt(bitPattern: turn) % UInt(connections.count))
    return try connections[place].unsafeRead(search)
  }

  /// Ends the connections.
  func close() { for connection in connections { try? connection.close() } }
}

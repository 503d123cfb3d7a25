// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import TwoFactor

/// Whether what a store has called saved outlives the process: a child process
/// saves without end and is killed (`SIGKILL`) at any moment.
///
/// The child is a program of yours that opens the store and calls
/// ``save(to:)``:
///
/// ```swift
/// try await DurabilityCheck.save(to: MyStore(path: CommandLine.arguments[1]))
/// ```
///
/// The test starts it several times over the same data:
///
/// ```swift
/// let check = DurabilityCheck(command: [childPath, dataPath])
/// #expect(try await check.finding { try MyStore(path: dataPath) } == nil)
/// ```
///
/// It finds stores that write behind: such as one that answers before it has
/// written, or that writes half a row. It cannot find a store that does not wait
/// for the disk, because what a process has given to the operating system
/// outlives the process; only cutting the power shows that.
public struct DurabilityCheck: Sendable {
  private let command: [String]
  private let kills: Int

  /// A check.
  ///
  /// - Parameters:
  ///   - command: The child's program, a path, and its arguments.
  ///   - kills: How often it is started and killed.
  public init(command: [String], kills: Int = 5) {
    self.command = command
    self.kills = kills
  }

  private static let id: AccountID = "durable"

  /// The child's part: saves versions of an account, and prints the number of
  /// each on a line of its own once the store says that it is saved.
  ///
  /// - Throws: What the store throws, and when a save is refused.
  public static func save(to store: any AccountStore) async throws {
    var last = try await store.load(id)
    while true {
      let next = last?.next(mark: (last?.version ?? 0) + 1) ?? .sample(id)
      guard try await store.save(next, replacing: last?.version ?? 0) else {
        throw StoreFinding(
          description: "a save over the stored version was refused")
      }
      print(next.version)
      fflush(nil)
      last = next
    }
  }

  /// Starts and kills the child, and looks for what it had saved.
  ///
  /// - Parameter reopen: Opens the data that the child leaves behind.
  /// - Returns: What is missing; `nil` if nothing is.
  /// - Throws: What `reopen` throws, or if the child cannot be started.
  public func finding(
    reopen: () async throws -> any AccountStore
  ) async throws -> String? {
    for round in 1...max(1, kills) {
      // Not always after the same number of saves.
      let saved = try Self.run(command, until: UInt64(7 * round))
      guard saved > 0 else { return "the child has saved nothing" }
      let account = try await reopen().load(Self.id)
      let version = account?.version ?? 0
      guard version >= saved else {
        return "version \(saved) was saved and \(version) is there"
      }
      if version > 1, account?.isTorn != false { return "half a save is there" }
    }
    return nil
  }

  /// Runs the child until it has said that so many versions more are saved.
  ///
  /// - Returns: The last version that it said was saved.
  private static func run(
    _ command: [String], until count: UInt64
  ) throws -> UInt64 {
    let (child, output) = (Process(), Pipe())
    child.executableURL = URL(fileURLWithPath: command.first ?? "")
    child.arguments = Array(command.dropFirst())
    child.standardOutput = output
    try child.run()
    defer { child.waitUntilExit() }
    var (text, lines) = ("", UInt64(0))
    while lines < count {
      let data = output.fileHandleForReading.availableData
      // The child has ended by itself.
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
      lines = UInt64(text.utf8.count { $0 == UInt8(ascii: "\n") })
    }
    if child.isRunning { kill(child.processIdentifier, SIGKILL) }
    // What it had said before it ended counts as well.
    let rest = output.fileHandleForReading.readDataToEndOfFile()
    text += String(decoding: rest, as: UTF8.self)
    return text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
      .compactMap { UInt64($0) }.last ?? 0
  }
}

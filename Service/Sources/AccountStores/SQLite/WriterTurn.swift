// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// Whose turn it is to write, among the processes over one SQLite file.
///
/// SQLite gives its lock to whoever asks while it is free. A busy process asks
/// again right after its commit, so one that looks every few milliseconds
/// hardly ever finds the lock free. Here a writer takes the turn, then
/// SQLite's lock, and gives the turn back once it has that: whoever has just
/// written waits for the turn while somebody else waits for the lock.
///
/// The turn is a lock on a file beside the database, which ends with its
/// process. It keeps nothing apart that SQLite does not: a process that is
/// stopped may have it, so who does not get it in five seconds writes without,
/// and does not wait for it again before it was free once.
final class WriterTurn: Sendable {
  /// How often it is looked for: five seconds.
  private static let most = 5_000

  private let file: Int32
  private let isGivenUp = Atomic(false)

  /// - Throws: ``StoreError`` if the file cannot be made.
  init(beside database: String) throws {
    // The place that SQLite itself uses: behind symbolic links.
    let path = unsafe realpath(database, nil)
    defer { unsafe free(path) }
    guard let path = unsafe path else { throw StoreError.unreachable }
    var about = stat()
    guard unsafe stat(path, &about) == 0 else { throw StoreError.unreachable }
    file = unsafe open(
      String(cString: path) + "-turn", O_RDWR | O_CREAT | O_CLOEXEC,
      about.st_mode & 0o666)
    guard file >= 0 else { throw StoreError.unreachable }
    // As SQLite does for its own files: what the superuser's commands make is
    // for the database's owner as well.
    if geteuid() == 0 { fchown(file, about.st_uid, about.st_gid) }
  }

  deinit { close(file) }

  /// Takes the turn, or waits for it.
  func take() {
    let most = isGivenUp.load(ordering: .relaxed) ? 1 : Self.most
    for _ in 0..<most {
      if flock(file, LOCK_EX | LOCK_NB) == 0 {
        isGivenUp.store(false, ordering: .relaxed)
        return
      }
      Self.pause()
    }
    isGivenUp.store(true, ordering: .relaxed)
  }

  /// Gives it back.
  func give() { flock(file, LOCK_UN) }

  /// Waits about a millisecond: less than a commit takes, and never in step
  /// with another process.
  static func pause() { usleep(.random(in: 500...1_500)) }
}

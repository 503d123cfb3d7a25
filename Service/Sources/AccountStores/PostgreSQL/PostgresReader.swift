// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import CLibpq
internal import Foundation
internal import Synchronization

/// One thread that reads the answers of all connections.
///
/// A task sends its statement itself, and this thread hands it the answer. A
/// thread for each connection would be woken for every statement, and sleep
/// until the answer is there.
///
/// A session is used by one of the two at a time: by the task until its socket
/// is armed, by the thread until it has resumed the task.
final class PostgresReader: Sendable {
  private struct Waiter: Sendable {
    let session: PostgresSession
    let continuation: CheckedContinuation<SQLResult, any Error>
  }

  /// Who waits for an answer, by the socket that it comes from.
  private let waiters = Mutex<[Int32: Waiter]>([:])
  private let isEnded = Atomic(false)
  private let sockets: Int32
  /// What ``end()`` wakes the thread with.
  private let bell: Int32

  /// Starts the thread, which ends with ``end()``.
  ///
  /// - Throws: ``StoreError/unreachable`` if the process may open no more files.
  init() throws {
    sockets = epoll_create1(Int32(EPOLL_CLOEXEC))
    bell = eventfd(0, Int32(EFD_CLOEXEC))
    guard arm(bell) else { throw StoreError.unreachable }
    let thread = Thread { [self] in run() }
    thread.name = "otpkit.answers"
    thread.start()
  }

  deinit {
    close(bell)
    close(sockets)
  }

  /// Ends the thread, when nobody waits any more.
  func end() {
    isEnded.store(true, ordering: .relaxed)
    eventfd_write(bell, 1)
  }

  /// The answer to the statement that a session has sent.
  ///
  /// - Throws: ``StoreError/unreachable`` if the connection was cut.
  func answer(
    to session: PostgresSession, on socket: Int32
  ) async throws -> SQLResult {
    try await withCheckedThrowingContinuation { continuation in
      wait(Waiter(session: session, continuation: continuation), on: socket)
    }
  }

  private func wait(_ waiter: Waiter, on socket: Int32) {
    waiters.withLock { $0[socket] = waiter }
    guard !arm(socket) else { return }
    waiters.withLock { _ = $0.removeValue(forKey: socket) }
    waiter.continuation.resume(throwing: StoreError.unreachable)
  }

  /// Asks to be told once when there is something to read.
  private func arm(_ socket: Int32) -> Bool {
    var event = unsafe epoll_event()
    unsafe event.events = EPOLLIN.rawValue | EPOLLONESHOT.rawValue
    unsafe event.data.fd = socket
    return unsafe epoll_ctl(sockets, EPOLL_CTL_MOD, socket, &event) == 0
      || epoll_ctl(sockets, EPOLL_CTL_ADD, socket, &event) == 0
  }

  private func run() {
    var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
    while !isEnded.load(ordering: .relaxed) {
      let count = unsafe epoll_wait(sockets, &events, Int32(events.count), -1)
      for place in 0..<Int(max(0, count)) {
        unsafe hand(on: events[place].data.fd)
      }
    }
  }

  /// Hands on an answer, or waits for the rest of it.
  private func hand(on socket: Int32) {
    // Out first: a cut closes the socket, and another session may get its
    // number and wait under it at once.
    let found = waiters.withLock { $0.removeValue(forKey: socket) }
    guard let waiter = found else { return }
    do {
      guard let answer = try waiter.session.receive() else {
        return wait(waiter, on: socket)
      }
      waiter.continuation.resume(returning: answer)
    } catch {
      waiter.continuation.resume(throwing: error)
    }
  }
}

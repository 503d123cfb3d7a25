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
final class PostgresReader: Sendable {
  private struct Waiter: Sendable {
    let session: PostgresSession
    let answer: CheckedContinuation<SQLResult, any Error>
  }

  private struct State {
    /// Who waits for an answer, by the socket that it comes from.
    var waiters: [Int32: Waiter] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())
  private let poll: Int32
  /// What ``close()`` wakes the thread with.
  private let bell: Int32

  /// Starts the thread, which ends with ``close()``.
  init() {
    poll = epoll_create1(Int32(EPOLL_CLOEXEC))
    bell = eventfd(0, Int32(EFD_CLOEXEC))
    arm(bell)
    let thread = Thread { [self] in run() }
    thread.name = "otpkit.postgresql"
    thread.start()
  }

  /// Ends the thread once nobody waits any more.
  func close() {
    state.withLock { $0.isClosed = true }
    eventfd_write(bell, 1)
  }

  /// The answer to the statement that a session has sent.
  ///
  /// - Throws: ``StoreError/unreachable`` if the connection was cut, or if this
  ///   is closed.
  func answer(
    to session: PostgresSession, on socket: Int32
  ) async throws -> SQLResult {
    try await withCheckedThrowingContinuation { answer in
      let isOpen = state.withLock { state in
        guard !state.isClosed else { return false }
        state.waiters[socket] = Waiter(session: session, answer: answer)
        return true
      }
      guard isOpen, arm(socket) else {
        let waiter = state.withLock { $0.waiters.removeValue(forKey: socket) }
        (waiter?.answer ?? answer).resume(throwing: StoreError.unreachable)
        return
      }
    }
  }

  /// Asks to be told once when there is something to read.
  @discardableResult
  private func arm(_ socket: Int32) -> Bool {
    var event = unsafe epoll_event()
    unsafe event.events = EPOLLIN.rawValue | EPOLLONESHOT.rawValue
    unsafe event.data.fd = socket
    return unsafe epoll_ctl(poll, EPOLL_CTL_MOD, socket, &event) == 0
      || epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event) == 0
  }

  private func run() {
    var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
    while state.withLock({ !$0.isClosed || !$0.waiters.isEmpty }) {
      let count = unsafe epoll_wait(poll, &events, Int32(events.count), -1)
      for place in 0..<Int(max(0, count)) {
        unsafe read(events[place].data.fd)
      }
    }
    Glibc.close(bell)
    Glibc.close(poll)
  }

  private func read(_ socket: Int32) {
    guard let waiter = state.withLock({ $0.waiters[socket] }) else { return }
    let result = Result { try waiter.session.receive() }
    if case .success(nil) = result, arm(socket) { return }
    state.withLock { _ = $0.waiters.removeValue(forKey: socket) }
    waiter.answer.resume(
      with: Result {
        guard let answer = try result.get() else {
          throw StoreError.unreachable
        }
        return answer
      })
  }
}

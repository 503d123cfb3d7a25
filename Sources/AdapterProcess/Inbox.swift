// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The lines that a process sent and nobody read yet.
actor Inbox {
  /// A line without its end.
  typealias Line = ArraySlice<UInt8>

  /// What waiting came to.
  enum Event: Sendable {
    /// At least one line.
    case lines([Line])
    /// There will be no more; what stands after the last line end, if any.
    case ended(rest: [UInt8])
    /// A line is too long.
    case overlong
    /// Nothing came in time.
    case timeout
    /// The waiting task was cancelled.
    case cancelled
  }

  /// How many bytes may wait; a process that sends more than that unasked is
  /// not read any further.
  private static let capacity = 1 << 22

  private var lines: [Line] = []
  private var byteCount = 0
  private var last: Event?
  private var waiter:
    (id: Int, continuation: CheckedContinuation<Event, Never>)?
  private var waits = 0

  /// Takes lines.
  ///
  /// - Returns: Whether more is welcome.
  func deliver(_ more: [Line]) -> Bool {
    guard !more.isEmpty else { return true }
    lines += more
    byteCount += more.reduce(0) { $0 + $1.count }
    wake()
    return byteCount <= Self.capacity
  }

  /// Says that there will be no more lines.
  func finish(_ event: Event) {
    last = last ?? event
    wake()
  }

  /// What there is by now; `nil` for nothing.
  func poll() -> Event? {
    guard !lines.isEmpty else { return last }
    defer {
      lines = []
      byteCount = 0
    }
    return .lines(lines)
  }

  /// Waits for lines, or for the end.
  func next(within time: Duration) async -> Event {
    if let event = poll() { return event }
    waits += 1
    let id = waits
    let timer = Task {
      try? await Task.sleep(for: time)
      if !Task.isCancelled { self.resume(id, .timeout) }
    }
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiter = (id, $0) }
    } onCancel: {
      Task { await self.resume(id, .cancelled) }
    }
  }

  private func wake() {
    guard let id = waiter?.id, let event = poll() else { return }
    resume(id, event)
  }

  private func resume(_ id: Int, _ event: Event) {
    guard let waiter, waiter.id == id else { return }
    self.waiter = nil
    waiter.continuation.resume(returning: event)
  }
}

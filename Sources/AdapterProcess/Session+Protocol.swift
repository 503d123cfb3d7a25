// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

/// The adapter protocol over the lines of a process.
extension Session {
  /// Sends one request.
  func send(_ request: AdapterRequest, _ settings: AdapterSettings) {
    send([request], settings)
  }

  /// Sends requests together.
  func send(_ requests: [AdapterRequest], _ settings: AdapterSettings) {
    var bytes: [UInt8] = []
    for request in requests {
      bytes += request.line(runner: settings.runner)
      bytes.append(0x0a)
    }
    send(bytes)
  }

  /// Shakes hands.
  ///
  /// - Throws: Why it came to nothing; the process then is gone.
  func greet(
    _ settings: AdapterSettings
  ) async throws(StartFailure) -> Claims {
    send(.hello(protocol: AdapterProtocol.version), settings)
    do {
      let lines = try await lines(
        within: settings.handshakeTimeout, lineLimit: settings.lineLimit)
      guard let line = lines.first else {
        throw Breakage.nonsense("there is no answer to hello")
      }
      let claims = try Claims(helloLine: line)
      guard lines.count == 1 else {
        throw Breakage.unasked("hello is answered by more than one line")
      }
      return claims
    } catch {
      throw await closed(after: error)
    }
  }

  /// Ends the process after an error, and tells how it ended where that is
  /// the error.
  private func closed(after error: any Error) async -> StartFailure {
    guard case Breakage.ended = error else {
      let ending = await end(.terminated)
      let breakage =
        error as? Breakage ?? (error as? ReplyError).map(Breakage.init)
        ?? .nonsense("\(error)")
      return StartFailure(breakage: breakage, lastLines: ending.lastLines)
    }
    let ending = await end(.inputClosed)
    switch ending.status {
    case .notStarted(let reason):
      return StartFailure(
        breakage: .notStarted(reason),
        fileFault: ProgramFile(command.program).fault)
    // env and shells end so where they do not find the interpreter.
    case .exited(126), .exited(127):
      return StartFailure(
        breakage: .ended(ending), fileFault: ProgramFile(command.program).fault,
        lastLines: ending.lastLines)
    case .exited, .signaled:
      return StartFailure(
        breakage: .ended(ending), lastLines: ending.lastLines)
    }
  }

  /// Waits for lines.
  ///
  /// - Throws: Why there are none. An end is told without its details, which
  ///   are known only when the process is gone.
  func lines(
    within time: Duration, lineLimit: Int
  ) async throws(Breakage) -> [Inbox.Line] {
    switch await inbox.next(within: time) {
    case .lines(let lines): return lines
    case .timeout: throw .silent(time)
    case let event: throw Breakage(event, lineLimit: lineLimit)
    }
  }

  /// Checks that nothing came since the last answer.
  func checkQuiet(_ settings: AdapterSettings) async throws(Breakage) {
    switch await inbox.poll() {
    case nil: return
    case .lines(let lines):
      throw Breakage(unasked: lines.first ?? [])
    case let event?: throw Breakage(event, lineLimit: settings.lineLimit)
    }
  }
}

extension Breakage {
  /// A line that is no answer.
  init(_ error: ReplyError) {
    self = error.isText ? .notJSON("\(error)") : .nonsense("\(error)")
  }

  /// What an event other than lines or a timeout means.
  init(_ event: Inbox.Event, lineLimit: Int) {
    switch event {
    case .overlong: self = .lineTooLong(limit: lineLimit)
    case .cancelled: self = .givenUp("the run was interrupted")
    case .ended(let rest) where !rest.isEmpty:
      let text = String(decoding: rest.prefix(80), as: UTF8.self)
      self = .nonsense(
        "the output ends within a line: " + text.quoted)
    case .ended, .lines, .timeout:
      self = .ended(Ending(status: .exited(0), lastLines: []))
    }
  }

  /// A line that came between calls.
  init(unasked line: Inbox.Line) {
    do {
      let id = try AdapterReply(line).id
      let shown = id.map(\.quoted) ?? "null"
      self = .unasked("call \(shown) is answered again, or was never made")
    } catch {
      self = .unasked("a line came between calls: \(error)")
    }
  }
}

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
  func greet(_ settings: AdapterSettings) async throws(Breakage) -> Claims {
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
  private func closed(after error: any Error) async -> Breakage {
    switch error {
    case Breakage.ended:
      let ending = await end(.inputClosed)
      if case .notStarted(let reason) = ending.status {
        return .notStarted(reason)
      }
      return .ended(ending)
    case let breakage as Breakage:
      _ = await end(.terminated)
      return breakage
    default:
      _ = await end(.terminated)
      return .nonsense("\(error)")
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
      self = .ended(Ending(status: .exited(0), lastWords: ""))
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

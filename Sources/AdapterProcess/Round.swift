// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

/// What came of calls that were sent together.
struct Round {
  var answers: [Answer] = []
  var breakage: Breakage?
  /// How many calls may have broken the process.
  var suspects = 0
  /// What came after the last answer, together with it.
  private(set) var stray: Breakage?

  /// Sends calls together and reads an answer to each, in order.
  ///
  /// - Parameter first: The id of the first call; the others count on.
  mutating func ask(
    _ calls: ArraySlice<Call>, from first: Int, of session: Session,
    _ settings: AdapterSettings
  ) async throws(Breakage) {
    suspects = calls.count
    session.send(
      calls.enumerated().map { index, call in
        AdapterRequest.call(id: String(first + index), call)
      }, settings)
    while answers.count < calls.count {
      let lines = try await session.lines(
        within: settings.timeout(of: calls), lineLimit: settings.lineLimit)
      for line in lines where stray == nil {
        if suspects > 0 {
          try take(line, first)
        } else {
          stray = Breakage(unasked: line)
        }
      }
    }
  }

  private mutating func take(
    _ line: Inbox.Line, _ first: Int
  ) throws(Breakage) {
    let reply: AdapterReply
    do {
      reply = try AdapterReply(line)
    } catch {
      throw Breakage(error)
    }
    let expected = first + answers.count
    guard reply.id ?? String(expected) == String(expected) else {
      throw .unasked(Self.mismatch(reply, expected))
    }
    answers.append(try Self.answer(reply))
    suspects -= 1
  }

  /// The answer of a reply; a fault may come without an id, when the adapter
  /// could not read the call.
  private static func answer(
    _ reply: AdapterReply
  ) throws(Breakage) -> Answer {
    guard reply.id == nil else { return reply.answer }
    guard case .fault(let message) = reply.answer else {
      throw .unasked("the answer's id is null")
    }
    return .fault("the adapter did not understand the call: \(message)")
  }

  private static func mismatch(
    _ reply: AdapterReply, _ expected: Int
  ) -> String {
    let shown = reply.id?.quoted ?? "null"
    if let number = reply.id.flatMap({ Int($0) }), number > 0, number < expected
    {
      return "call \(shown) is answered twice"
    }
    return "the answer's id is \(shown), not \"\(expected)\""
  }
}

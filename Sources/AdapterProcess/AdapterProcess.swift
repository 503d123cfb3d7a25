// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

package import OTPConformance

/// An implementation behind a process that speaks the adapter protocol.
///
/// Calls that come together are sent together. When the process breaks, only
/// the call that it was at is charged with it: the others are asked again of
/// a new process, one at a time.
package actor AdapterProcess: Implementation {
  /// What the process said of itself.
  package nonisolated let claims: Claims

  private let command: AdapterProgram
  private let settings: AdapterSettings
  private var session: Session?
  private var restarts: Int
  private var nextID = 1
  /// Set for good when the process breaks, whatever it is asked, as soon as
  /// calls come together.
  private var isOneByOne = false
  /// What came after the last answer, together with it.
  private var stray: Breakage?
  /// Why nothing more is asked.
  private var end: Breakage?

  private init(
    _ command: AdapterProgram, _ settings: AdapterSettings, _ session: Session,
    _ claims: Claims
  ) {
    self.command = command
    self.settings = settings
    self.session = session
    self.claims = claims
    restarts = settings.restarts
  }

  /// Starts a process and shakes hands with it.
  package static func start(
    _ command: AdapterProgram, settings: AdapterSettings
  ) async throws(Breakage) -> AdapterProcess {
    let session = Session(command, settings)
    let claims = try await session.greet(settings)
    return AdapterProcess(command, settings, session, claims)
  }

  /// Starts several processes of one command; all of them or none.
  package static func start(
    _ count: Int, of command: AdapterProgram, settings: AdapterSettings
  ) async throws(Breakage) -> [AdapterProcess] {
    let starts = await withTaskGroup(
      of: Result<AdapterProcess, Breakage>.self
    ) { group in
      for _ in 0..<count {
        group.addTask {
          do throws(Breakage) {
            return .success(try await start(command, settings: settings))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let started = starts.compactMap { try? $0.get() }
    for case .failure(let breakage) in starts {
      for process in started { await process.stop() }
      throw breakage
    }
    return started
  }

  /// Says goodbye and sees to it that the process and its group are gone.
  package func stop() async {
    guard let session else { return }
    self.session = nil
    end = end ?? .givenUp("the adapter was told to stop")
    session.send(.bye, settings)
    _ = await session.end(.inputClosed)
  }

  /// Answers one call.
  package func answer(_ call: Call) async throws -> Answer {
    guard let answer = await answers(to: [call]).first else {
      throw CancellationError()
    }
    return try answer.get()
  }

  /// Answers several calls; fewer than there are if the task is cancelled.
  package func answers(
    to calls: [Call]
  ) async -> [Result<Answer, any Error>] {
    var results: [Result<Answer, any Error>] = []
    var isCareful = isOneByOne
    var isExplained = true
    while results.count < calls.count, !Task.isCancelled {
      let rest = calls[results.count...]
      let round = await exchange(isCareful ? rest.prefix(1) : rest)
      results += round.answers.map { .success($0) }
      guard let breakage = round.breakage else { continue }
      guard !Task.isCancelled else { break }
      if round.suspects == 1 || breakage.isFinal {
        results.append(.failure(breakage))
        isExplained = true
      } else {
        isCareful = true
        isExplained = false
      }
    }
    if !isExplained { isOneByOne = true }
    return results
  }
}

// MARK: - Talking

extension AdapterProcess {
  /// What came of calls that were sent together.
  private struct Round {
    var answers: [Answer] = []
    var breakage: Breakage?
    /// How many calls may have broken the process.
    var suspects = 0
  }

  private func exchange(_ calls: ArraySlice<Call>) async -> Round {
    var round = Round()
    do throws(Breakage) {
      // What breaks between calls is charged to the next one.
      round.suspects = 1
      if let stray { throw stray }
      let session = try await ready()
      try await session.checkQuiet(settings)
      round.suspects = calls.count
      try await ask(calls, of: session, &round)
    } catch {
      round.breakage = await settle(error)
    }
    return round
  }

  private func ask(
    _ calls: ArraySlice<Call>, of session: Session, _ round: inout Round
  ) async throws(Breakage) {
    let first = nextID
    nextID += calls.count
    session.send(
      calls.enumerated().map { index, call in
        AdapterRequest.call(id: String(first + index), call)
      }, settings)
    while round.answers.count < calls.count {
      let lines = try await session.lines(
        within: settings.callTimeout, lineLimit: settings.lineLimit)
      for line in lines where stray == nil {
        if round.suspects > 0 {
          try take(line, first, &round)
        } else {
          stray = Breakage(unasked: line)
        }
      }
    }
  }

  private func take(
    _ line: ArraySlice<UInt8>, _ first: Int, _ round: inout Round
  ) throws(Breakage) {
    let reply: AdapterReply
    do {
      reply = try AdapterReply(line)
    } catch {
      throw .nonsense("\(error)")
    }
    let expected = first + round.answers.count
    guard reply.id ?? String(expected) == String(expected) else {
      throw .unasked(Self.mismatch(reply, expected))
    }
    round.answers.append(try Self.answer(reply))
    round.suspects -= 1
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
    let shown = reply.id.map(\.quoted) ?? "null"
    if let number = reply.id.flatMap({ Int($0) }), number > 0, number < expected
    {
      return "call \(shown) is answered twice"
    }
    return "the answer's id is \(shown), not \"\(expected)\""
  }
}

// MARK: - Starting again

extension AdapterProcess {
  /// A process that is ready for calls: a new one if the last one broke.
  private func ready() async throws(Breakage) -> Session {
    if let end { throw end }
    if let session { return session }
    guard restarts > 0 else {
      let reason = Breakage.givenUp(
        "the adapter broke \(settings.restarts + 1) times")
      end = reason
      throw reason
    }
    restarts -= 1
    let session = Session(command, settings)
    let claims: Claims
    do throws(Breakage) {
      claims = try await session.greet(settings)
    } catch {
      throw .givenUp("the adapter did not start again: \(error)")
    }
    self.session = session
    guard claims == self.claims else {
      throw .givenUp("the adapter's hello changed from start to start")
    }
    return session
  }

  /// Ends a broken process, and tells what is to be known of its end.
  private func settle(_ error: Breakage) async -> Breakage {
    var breakage = error
    stray = nil
    if let session {
      self.session = nil
      if case .ended = breakage {
        breakage = .ended(await session.end(.inputClosed))
      } else {
        _ = await session.end(.terminated)
      }
    }
    if breakage.isFinal, end == nil, !Task.isCancelled { end = breakage }
    return breakage
  }
}

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
  /// The times that it broke without breaking again.
  package private(set) var transientBreaks: [TransientBreak] = []

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
  ) async throws(StartFailure) -> AdapterProcess {
    let session = Session(command, settings)
    let claims = try await session.greet(settings)
    return AdapterProcess(command, settings, session, claims)
  }

  /// Starts several processes of one command; all of them or none.
  package static func start(
    _ count: Int, of command: AdapterProgram, settings: AdapterSettings
  ) async throws(StartFailure) -> [AdapterProcess] {
    let starts = await withTaskGroup(
      of: Result<AdapterProcess, StartFailure>.self
    ) { group in
      for _ in 0..<count {
        group.addTask {
          do throws(StartFailure) {
            return .success(try await start(command, settings: settings))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let started = starts.compactMap { try? $0.get() }
    for case .failure(let failure) in starts {
      for process in started { await process.stop() }
      throw failure
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
    var unexplained: TransientBreak?
    while results.count < calls.count, !Task.isCancelled {
      let rest = calls[results.count...]
      let round = await exchange(isCareful ? rest.prefix(1) : rest)
      results += round.answers.map { .success($0) }
      guard let breakage = round.breakage else { continue }
      guard !Task.isCancelled else { break }
      if round.suspects == 1 || breakage.isFinal {
        results.append(.failure(breakage))
        unexplained = nil
      } else {
        isCareful = true
        unexplained = TransientBreak(
          call: calls[results.count], reason: "\(breakage)")
      }
    }
    if let unexplained, !Task.isCancelled {
      isOneByOne = true
      transientBreaks.append(unexplained)
    }
    return results
  }
}

// MARK: - Talking

extension AdapterProcess {
  private func exchange(_ calls: ArraySlice<Call>) async -> Round {
    var round = Round()
    do throws(Breakage) {
      // What breaks between calls is charged to the next one.
      round.suspects = 1
      if let stray { throw stray }
      let session = try await ready()
      try await session.checkQuiet(settings)
      let first = nextID
      nextID += calls.count
      try await round.ask(calls, from: first, of: session, settings)
      stray = round.stray
    } catch {
      round.breakage = await settle(error)
    }
    return round
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
    do throws(StartFailure) {
      claims = try await session.greet(settings)
    } catch {
      throw .givenUp("the adapter did not start again: \(error.breakage)")
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

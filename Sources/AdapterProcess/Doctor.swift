// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

package import OTPConformance

/// Talks with an adapter step by step and says what is wrong, and what to do
/// about it.
package struct Doctor {
  /// What came of one step.
  package struct Finding: Sendable, Equatable {
    /// How bad it is.
    package enum Grade: String, Sendable {
      case ok
      /// It works, but not as it should.
      case warning
      case failed
    }

    package let grade: Grade
    package let text: String
    package var hint: String?
    /// Lines below the text, each safe to print.
    package var details: [String] = []

    static func ok(_ text: String) -> Finding {
      Finding(grade: .ok, text: text, hint: nil)
    }

    static func warning(_ text: String, _ hint: String) -> Finding {
      Finding(grade: .warning, text: text, hint: hint)
    }

    static func failed(_ text: String, _ hint: String?) -> Finding {
      Finding(grade: .failed, text: text, hint: hint)
    }
  }

  private let command: AdapterProgram
  private let settings: AdapterSettings
  private let report: (Finding) -> Void
  private var nextID = 1

  /// Makes a doctor.
  ///
  /// - Parameter report: Is told of each step as soon as it is done.
  package init(
    _ command: AdapterProgram, settings: AdapterSettings,
    report: @escaping (Finding) -> Void
  ) {
    self.command = command
    self.settings = settings
    self.report = report
  }

  /// Examines the adapter.
  ///
  /// - Returns: How it went: conformant, not started, or broken.
  package mutating func examine() async -> ExitCode {
    let session = Session(command, settings)
    let claims: Claims
    do throws(StartFailure) {
      claims = try await session.greet(settings)
    } catch {
      report(.failed(error))
      return .notStarted
    }
    report(.ok("the program starts and answers hello"))
    guard examine(claims) else {
      _ = await session.end(.terminated)
      return .notStarted
    }
    do throws(Breakage) {
      try await converse(with: session, claims)
    } catch {
      var error = error
      if case .ended = error { error = .ended(await session.end(.inputClosed)) }
      report(.failed("\(error)", error.hint))
      _ = await session.end(.terminated)
      return .broken
    }
    return await farewell(session)
  }
}

// MARK: - The steps

extension Doctor {
  /// Looks at what `hello` says.
  private func examine(_ claims: Claims) -> Bool {
    report(.ok("it is \(claims.name) \(claims.version)"))
    if let fault = claims.fault {
      report(
        .failed(
          fault,
          "docs/adapter-protocol.md lists capabilities, otpkit conform policies"
            + " lists policies and their values"))
      return false
    }
    let operations = claims.capabilities.intersection(Vocabulary.operations)
    guard !operations.isEmpty else {
      report(
        .failed(
          "hello claims no operation",
          "name at least one in capabilities, such as \"totp.generate\""))
      return false
    }
    report(.ok("it claims " + operations.sorted().joined(separator: ", ")))
    return true
  }

  /// Asks a few things.
  private mutating func converse(
    with session: Session, _ claims: Claims
  ) async throws(Breakage) {
    let samples = DoctorSample.all(for: claims)
    if let first = samples.first {
      let answers = try await ask([first.call], session)
      report(first.judge(answers[0]))
    }
    let strange = try await ask([Self.unknown], session)
    if case .unsupported = strange[0] {
      report(.ok("it answers unsupported to an operation nobody knows"))
    } else {
      report(
        .warning(
          "an operation nobody knows is not answered unsupported",
          #"answer {"id":…,"unsupported":{"what":…}} to what you do not know"#))
    }
    try await sendTogether(samples, session)
    try await sendBrokenLine(session)
  }

  /// Sends three calls together; each has another answer where the adapter
  /// claims to compute codes.
  private mutating func sendTogether(
    _ samples: [DoctorSample], _ session: Session
  ) async throws(Breakage) {
    guard !samples.isEmpty else {
      _ = try await ask(Array(repeating: Self.unknown, count: 3), session)
      report(.ok("it answers three calls that are sent together"))
      return
    }
    var alone: [Answer] = []
    for sample in samples { alone += try await ask([sample.call], session) }
    let together = try await ask(samples.map(\.call), session)
    if together == alone {
      report(.ok("it answers three calls that are sent together, in order"))
    } else {
      report(
        .failed(
          "three calls that are sent together are not answered as they are one"
            + " by one",
          "each answer carries the id of its own call, in the order of the"
            + " calls"))
    }
  }

  private static let unknown = Call("no.such-operation", [:])

  private mutating func sendBrokenLine(
    _ session: Session
  ) async throws(Breakage) {
    session.send(Array("this line is not JSON\n".utf8))
    let lines = try await session.lines(
      within: settings.callTimeout, lineLimit: settings.lineLimit)
    let line = lines.first ?? []
    if (try? AdapterReply(line))?.id == nil {
      report(.ok("it answers a broken line and goes on"))
    } else {
      report(
        .warning(
          "a broken line is not answered by a fault with id null",
          #"answer {"id":null,"fault":{"message":…}}"#))
    }
    _ = try await ask([Self.unknown], session)
  }

  /// Says goodbye.
  private func farewell(_ session: Session) async -> ExitCode {
    session.send(.bye, settings)
    let ending = await session.end(.inputClosed)
    guard case .exited(0) = ending.status else {
      report(
        .warning(
          "after bye the adapter \(ending)",
          "end with exit code 0 at bye, or at the end of the input"))
      return .conformant
    }
    report(.ok("it ends by itself after bye"))
    return .conformant
  }
}

// MARK: - Calls

extension Doctor {
  /// Asks as a run does.
  private mutating func ask(
    _ calls: [Call], _ session: Session
  ) async throws(Breakage) -> [Answer] {
    var round = Round()
    let first = nextID
    nextID += calls.count
    try await round.ask(calls[...], from: first, of: session, settings)
    if let stray = round.stray { throw stray }
    return round.answers
  }
}

// MARK: - Hints

extension Doctor.Finding {
  /// What is said of an adapter that does not start.
  fileprivate static func failed(_ failure: StartFailure) -> Doctor.Finding {
    let isStart = if case .notStarted = failure.breakage { true } else { false }
    let stage = isStart ? "the program starts" : "it answers hello"
    let lines = "\(failure)".split(separator: "\n").map(String.init)
    var finding = failed(
      "\(stage): \(lines.first ?? "")",
      failure.fileFault == nil ? failure.breakage.hint : nil)
    finding.details = Array(lines.dropFirst())
    return finding
  }
}

extension Breakage {
  /// What to do about it.
  fileprivate var hint: String? {
    switch self {
    case .notStarted:
      "is the name right, is the file executable, has it a #! line? Try the "
        + "command after -- by itself"
    case .silent: "did you flush stdout after each line, and end it with \\n?"
    case .ended:
      "it should live until bye; try the command after -- by itself and type "
        + "a line"
    case .notJSON:
      "stdout is for answers only, one JSON object a line: print logs on stderr"
    case .nonsense: "docs/adapter-protocol.md has each message with an example"
    case .unasked: "one line a call, with the id of the call, in order"
    case .lineTooLong: "did you forget the line end?"
    case .givenUp: nil
    }
  }
}

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
    do throws(Breakage) {
      claims = try await session.greet(settings)
    } catch {
      let stage = error.isStart ? "the program starts" : "it answers hello"
      report(.failed("\(stage): \(error)", error.hint))
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
    let unknown = claims.capabilities.subtracting(Vocabulary.capabilities)
    for name in unknown.sorted() {
      report(
        .warning(
          "the capability \(name.quoted) is not known",
          "it is ignored; docs/adapter-protocol.md lists what there is"))
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
    if let fault = claims.fault {
      report(.failed(fault, "vectors/README.md lists policies and values"))
      return false
    }
    return true
  }

  /// Asks a few things.
  private mutating func converse(
    with session: Session, _ claims: Claims
  ) async throws(Breakage) {
    if let call = Self.sample(claims) {
      let replies = try await ask([call], session)
      report(Self.judge(replies[0].answer))
    }
    let strange = try await ask([Self.unknown], session)
    if case .unsupported = strange[0].answer {
      report(.ok("it answers unsupported to an operation nobody knows"))
    } else {
      report(
        .warning(
          "an operation nobody knows is not answered unsupported",
          #"answer {"id":…,"unsupported":{"what":…}} to what you do not know"#))
    }
    _ = try await ask(Array(repeating: Self.unknown, count: 3), session)
    report(.ok("it answers three calls that are sent together, in order"))
    try await sendBrokenLine(session)
  }

  private static let unknown = Call("no.such-operation", [:])

  private mutating func sendBrokenLine(
    _ session: Session
  ) async throws(Breakage) {
    session.send(Array("this line is not JSON\n".utf8))
    let line = try await lines(session)[0]
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
  private mutating func ask(
    _ calls: [Call], _ session: Session
  ) async throws(Breakage) -> [AdapterReply] {
    let first = nextID
    nextID += calls.count
    session.send(
      calls.enumerated().map { .call(id: String(first + $0), $1) }, settings)
    var replies: [AdapterReply] = []
    while replies.count < calls.count {
      for line in try await lines(session) {
        let reply: AdapterReply
        do {
          reply = try AdapterReply(line)
        } catch {
          throw .nonsense("\(error)")
        }
        let expected = String(first + replies.count)
        guard reply.id == expected, replies.count < calls.count else {
          throw .unasked(
            "the answer to call \(expected) has the id "
              + (reply.id.map(\.quoted) ?? "null"))
        }
        replies.append(reply)
      }
    }
    return replies
  }

  private func lines(_ session: Session) async throws(Breakage) -> [Inbox.Line]
  {
    try await session.lines(
      within: settings.callTimeout, lineLimit: settings.lineLimit)
  }

  /// A call that the adapter claims to answer, with a published value.
  private static func sample(_ claims: Claims) -> Call? {
    let digits = claims.limits.digits ?? 6...8
    var input: JSONObject = [
      "algorithm": "SHA1",
      "key": "3132333435363738393031323334353637383930",
      "digits": .integer(digits.clamped(to: 6...8).lowerBound),
    ]
    guard claims.capabilities.contains("sha1") else { return nil }
    if claims.capabilities.contains("hotp.generate") {
      input["counter"] = "1"
      return Call("hotp.generate", input)
    }
    guard claims.capabilities.contains("totp.generate") else { return nil }
    input["time"] = "59"
    input["t0"] = "0"
    input["step"] = "30"
    return Call("totp.generate", input)
  }

  private static func judge(_ answer: Answer) -> Finding {
    switch answer {
    case .value(.string(let code)) where "94287082".hasSuffix(code):
      return .ok("it answers a first call, and rightly")
    case .value(.string):
      return .warning(
        "it answers a first call, but not with the value of RFC 4226",
        "otpkit conform tells where the calculation goes wrong")
    case .value(let value):
      return .warning(
        "it answers a first call with \(value.text(.ascii))",
        "a code is a string; a number would lose its leading zeros")
    case .reject(let category, _):
      return .warning(
        "it rejects a first call (\(category))",
        "the call is that of RFC 4226 Appendix D")
    case .unsupported(let what):
      return .warning(
        "it declines a first call that it claims (\(what))",
        "claim only what the adapter can do; declining counts as failure")
    case .fault(let message):
      return .warning(
        "it answers a first call with a fault: \(message)",
        "something broke in the adapter or in your code; mend that first")
    }
  }
}

// MARK: - Hints

extension Breakage {
  /// Whether the program did not even start.
  fileprivate var isStart: Bool {
    if case .notStarted = self { true } else { false }
  }

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
    case .nonsense:
      "stdout is for answers only, one JSON object a line: print logs on stderr"
    case .unasked: "one line a call, with the id of the call, in order"
    case .lineTooLong: "did you forget the line end?"
    case .givenUp: nil
    }
  }
}

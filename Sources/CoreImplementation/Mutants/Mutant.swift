// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPConformance

/// The core with one mistake in it.
///
/// Mutants test the vectors: one that passes them all shows a mistake that
/// the kit would not find in somebody's implementation.
public struct Mutant: Sendable {
  /// What is wrong with it.
  public let cause: Cause

  /// Answers a call, with the right core to ask.
  typealias Respond = @Sendable (Call, CoreImplementation) async -> Answer

  /// Makes what answers, for each implementation anew: it may remember things.
  private let makeRespond: @Sendable () -> Respond

  /// Makes a mutant.
  ///
  /// - Parameters:
  ///   - name: A short name.
  ///   - flaw: What is wrong, in a sentence without a full stop.
  ///   - respond: Answers a call, with the right core to ask.
  init(
    _ name: String, _ flaw: String,
    _ respond: @escaping Respond
  ) {
    self.init(name, flaw, making: { respond })
  }

  /// Makes a mutant that has a memory of its own.
  init(
    _ name: String, _ flaw: String,
    making makeRespond: @escaping @Sendable () -> Respond
  ) {
    cause = Cause(name, flaw)
    self.makeRespond = makeRespond
  }

  /// Makes a mutant that computes and checks codes with a known mistake.
  private init(_ hypothesis: Hypothesis) {
    cause = hypothesis.cause
    let respond: Respond = { call, core in
      let answer = await core.answer(call)
      guard case .value = answer,
        let wrong = hypothesis.answers(to: call).first
      else { return answer }
      return .value(wrong)
    }
    makeRespond = { respond }
  }

  /// A short name, such as `counter-32-bit`.
  public var name: String { cause.name }

  /// What is wrong, in a sentence without a full stop.
  public var flaw: String { cause.flaw }

  /// All mutants.
  public static let all: [Mutant] =
    Hypothesis.all.map(Mutant.init) + limits + windows + codes + answers
    + resynchronizations + verifiers + exports + backups + texts + readers
    + builders + looseReaders + looseWriters + looseCodes + looseBackups
    + looseVerifiers + challenges + parameters + lateClocks + namesRead
    + namesWritten + strayCharacters + pins

  /// The mutants that the diagnosis does not know already: what fails as
  /// they do has their mistake.
  public static let suspects: [Suspect] = {
    let known = Set(Hypothesis.all.map(\.cause.name))
    return all.filter { !known.contains($0.name) }.map { mutant in
      Suspect(
        mutant.cause, insteadOf: { CoreImplementation(version: "0") },
        make: { mutant.implementation(version: "0") })
    }
  }()

  /// An implementation that has the mistake.
  ///
  /// Each call gives a new one, which shares no memory with others.
  public func implementation(version: String) -> some Implementation {
    Mutated(version: version, respond: makeRespond())
  }
}

private struct Mutated: Implementation {
  let claims: Claims
  let core: CoreImplementation
  let respond: Mutant.Respond

  init(version: String, respond: @escaping Mutant.Respond) {
    // By chance, one symbol of a code is the first of another: with codes
    // that are always the same, a mutant always fails the same cases.
    core = CoreImplementation(
      version: version, generator: SeededNumbers(seed: 1))
    claims = core.claims
    self.respond = respond
  }

  func answer(_ call: Call) async -> Answer { await respond(call, core) }
}

// MARK: - Ways to be wrong

extension Mutant {
  /// Asks the core something else.
  static func asking(
    _ name: String, _ flaw: String, _ operations: String...,
    change: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let isConcerned = operations.contains(call.operation)
      return await core.answer(isConcerned ? change(call) : call)
    }
  }

  /// Changes a value that the core answers.
  static func answering(
    _ name: String, _ flaw: String, _ operation: String,
    change: @escaping @Sendable (Call, JSON) -> JSON
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let answer = await core.answer(call)
      guard call.operation == operation, case .value(let value) = answer
      else { return answer }
      return .value(change(call, value))
    }
  }

  /// Does something else where the core refuses for such a reason.
  static func tolerating(
    _ name: String, _ flaw: String, _ category: String, _ operation: String,
    instead: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let answer = await core.answer(call)
      guard call.operation == operation, case .reject(category, _) = answer
      else { return answer }
      return await core.answer(instead(call))
    }
  }

  /// Asks again where the core does not accept a code.
  static func retrying(
    _ name: String, _ flaw: String, _ operations: String...,
    change: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let answer = await core.answer(call)
      guard operations.contains(call.operation),
        answer == .value(["accepted": false])
      else { return answer }
      let again = await core.answer(change(call))
      guard case .value = again else { return answer }
      return again
    }
  }
}

extension Call {
  /// The call with a member replaced, or taken away by `nil`.
  func with(_ name: String, _ value: JSON?) -> Call {
    var input = input
    input[name] = value
    return Call(operation, input)
  }

  /// The call with a number made larger or smaller, but not negative.
  func adding(_ difference: Int, to name: String) -> Call {
    guard let number = integer(name) else { return self }
    return with(name, .integer(max(0, number + difference)))
  }

  /// The call with a text changed.
  func mapping(_ name: String, _ change: (String) -> String) -> Call {
    guard let text = string(name) else { return self }
    return with(name, .string(change(text)))
  }

  /// The call with its codes changed.
  func mappingCodes(_ change: ([JSON]) -> [JSON]) -> Call {
    guard let codes = input["codes"]?.array else { return self }
    return with("codes", .array(change(codes)))
  }
}

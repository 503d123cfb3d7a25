// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// What is measured: an operation and a hash, the same for otpkit and for every
/// rival.
public struct Work: Hashable, Sendable {
  /// The operations.
  public enum Operation: String, Sendable {
    case run = "run of counters"
    case audit = "many raw secrets, one step"
    case code = "one code, key prepared"
    case rawCode = "one code, raw secret"
    case verify1 = "verify ±1, key prepared"
    case verify3 = "verify ±3, key prepared"
    case rawVerify1 = "verify ±1, raw secret"
    case batch = "batch verify, 10,000 accounts, ±1"
    case resync = "resync over 1,000 counters"
  }

  /// What is done.
  public let operation: Operation

  /// The hash.
  public let algorithm: HashAlgorithm

  /// An operation with a hash.
  public init(_ operation: Operation, _ algorithm: HashAlgorithm = .sha1) {
    self.operation = operation
    self.algorithm = algorithm
  }

  /// The one list of what is measured.
  public static let all: [Work] =
    [.run, .code, .rawCode, .verify1, .rawVerify1].flatMap { operation in
      HashAlgorithm.allCases.map { Work(operation, $0) }
    } + [Work(.verify3), Work(.audit), Work(.batch), Work(.resync)]

  /// What it is called in the name of a benchmark: the hash is named where it
  /// is not SHA-1, and for runs always.
  public var name: String {
    guard algorithm != .sha1 || operation == .run else {
      return operation.rawValue
    }
    return "\(operation.rawValue), \(algorithm.spelled)"
  }
}

extension HashAlgorithm {
  /// The name with its hyphen.
  var spelled: String {
    switch self {
    case .sha1: "SHA-1"
    case .sha256: "SHA-256"
    case .sha512: "SHA-512"
    }
  }
}

/// One operation, ready to be timed.
public struct Job {
  /// How many times it is done in one call of `run`.
  public let count: Int

  /// Does it.
  public let run: () -> Void

  /// What the last call of `run` found, which is not timed.
  ///
  /// Codes as numbers, a verification's drift, the counter of the last code
  /// of a resynchronisation.
  public let answers: () -> [Int]

  /// A job that keeps its answers itself.
  public init(
    count: Int, run: @escaping () -> Void, answers: @escaping () -> [Int]
  ) {
    self.count = count
    self.run = run
    self.answers = answers
  }

  /// A job that puts one answer for each of `count` inputs.
  public init(count: Int, _ answer: @escaping (Int) -> Int) {
    let answers = UnsafeMutableBufferPointer<Int>.allocate(capacity: count)
    answers.initialize(repeating: 0)
    self.init(count: count) {
      for index in 0..<count { answers[index] = answer(index) }
    } answers: {
      Array(answers)
    }
  }
}

/// Somebody who can do some of the work.
public protocol Rival {
  /// What it is called in the name of a benchmark.
  var name: String { get }

  /// The job that does `work`; `nil` for what it has no call for.
  func job(_ work: Work, _ inputs: Inputs) -> Job?
}

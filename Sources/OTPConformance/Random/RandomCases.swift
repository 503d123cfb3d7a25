// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Makes questions: edges more often than the middle, and only what an
/// implementation claims.
package struct RandomCases {
  private let claims: Claims
  private let operations: [String]
  private let hashes: [HashAlgorithm]
  private let digits: [Int]
  private let keySizes: ClosedRange<Int>
  private let maximum: UInt64
  var numbers: SeededNumbers

  /// The operations that questions are made for.
  package static let operations = [
    "hotp.generate", "totp.generate", "hotp.verify", "totp.verify",
    "hotp.resync", "hmac.compute", "base32.encode", "base32.decode",
    "otpauth.parse", "otpauth.build", "ocra.generate", "verifier.check",
    "backup.check",
  ]

  /// What a story needs before it can begin.
  private static let beginnings = [
    "verifier.check": "verifier.open", "backup.check": "backup.generate",
  ]

  /// Makes a source of questions; `nil` if nothing is claimed that they are
  /// made for.
  ///
  /// - Parameters:
  ///   - claims: What the implementation claims.
  ///   - seed: The same seed gives the same questions.
  package init?(claims: Claims, seed: UInt64) {
    self.claims = claims
    numbers = SeededNumbers(seed: seed)
    operations = Self.operations.filter { operation in
      [operation, Self.beginnings[operation] ?? operation]
        .allSatisfy(claims.capabilities.contains)
    }
    hashes = HashAlgorithm.allCases.filter { hash in
      Self.operations.contains {
        Requirement.capability(hash.ability).isMet(by: claims, for: $0)
      }
    }
    let claimed = claims.limits.digits ?? 6...8
    digits = (6...9).filter(claimed.contains)
    let sizes = claims.limits.keyBytes ?? 16...200
    // Shorter keys are a choice (RFC 4226 requirement R6).
    let least = max(16, sizes.lowerBound)
    keySizes = least...max(least, min(200, sizes.upperBound))
    let bits = claims.limits.counterBits ?? 64
    maximum = bits >= 64 ? .max : (1 << UInt64(max(bits, 1))) - 1
    let isKeyed = operations.contains(where: RandomCase.isKeyed)
    guard !operations.isEmpty, sizes.upperBound >= 16,
      !isKeyed || !hashes.isEmpty && !digits.isEmpty
    else { return nil }
  }

  /// The next question.
  package mutating func next() -> RandomCase {
    // A question may ask for two things that are not claimed together, such
    // as a hash that only the other family has.
    for _ in 0..<64 {
      let question = make(numbers.pick(operations))
      if question.isClaimed(by: claims) { return question }
    }
    var question = RandomCase(operations[0])
    question.algorithm = hashes.first ?? .sha1
    question.digits = digits.first ?? 6
    return question
  }
}

// MARK: - Parts

extension RandomCases {
  private mutating func make(_ operation: String) -> RandomCase {
    var question = RandomCase(operation)
    if question.isBackup { setBackupCodes(&question) }
    question.key = key()
    if operation == "base32.decode" {
      question.writing = Base32Writing.of(question.key)
    }
    guard question.isKeyed else { return question }
    question.algorithm = numbers.pick(hashes)
    question.digits = numbers.pick(digits)
    if operation == "hmac.compute" {
      question.message = numbers.bytes(size(in: 0...200))
    }
    if question.isURI { setURI(&question) }
    if question.isVerifier { setVerifier(&question) }
    if question.isChallenge { setChallenge(&question) }
    if question.isHOTP { question.counter = counter() }
    if question.isTOTP { setTime(&question) }
    if question.isCheck { setCheck(&question) }
    if !question.isStory, numbers.once(in: 20) {
      let faults = RandomCase.Fault.allCases.filter { $0.concerns(operation) }
      question.fault = faults.isEmpty ? nil : numbers.pick(faults)
    }
    return question
  }

  /// Keys have the sizes of digests and blocks, and now and then bytes that
  /// text cannot have or that ends it.
  private mutating func key() -> [UInt8] {
    var key = numbers.bytes(size(in: keySizes))
    let ends = [key.startIndex, key.endIndex - 1]
    switch numbers.int(0...7) {
    case 0: key[numbers.pick(ends)] = 0
    case 1: key[numbers.int(0...key.count - 1)] = 0
    case 2: key[numbers.pick(ends)] = numbers.pick([0x20, 0x0a, 0x0d, 0x09])
    case 3: key = key.map { 0x41 + $0 % 26 }
    default: break
    }
    return key
  }

  private mutating func size(in range: ClosedRange<Int>) -> Int {
    let edges = [
      16, 20, 20, 21, 32, 33, 63, 64, 65, 127, 128, 129, range.lowerBound,
      range.upperBound,
    ]
    let size = numbers.once(in: 4) ? numbers.int(16...200) : numbers.pick(edges)
    return min(max(size, range.lowerBound), range.upperBound)
  }

  mutating func counter() -> UInt64 {
    let word = numbers.next()
    guard word & 1 == 0 else {
      return (word >> (numbers.next() % 64)) & maximum
    }
    let edges: [UInt64] = [
      0, 1, 9, 1 << 8, 1 << 16, 1 << 31, 1 << 32, 1 << 53, 1 << 63, .max,
      maximum,
    ]
    return (numbers.pick(edges) &+ numbers.next() % 9 &- 4) & maximum
  }

  private mutating func setTime(_ question: inout RandomCase) {
    if claims(.capability("step"), question), numbers.once(in: 2) {
      question.step = Int64(numbers.pick([1, 10, 15, 29, 31, 45, 60, 90, 120]))
    }
    let seconds: [Int64] = [
      0, 29, 30, 59, 60, 1_111_111_109, 1_111_111_111, 1_234_567_890,
      1_700_000_000, 2_000_000_000, 1 << 31, 1 << 32, 20_000_000_000,
    ]
    question.time =
      numbers.once(in: 2)
      ? numbers.pick(seconds) + Int64(numbers.int(0...3))
      : Int64(numbers.int(0...4_000_000_000))
    if claims(.capability("t0"), question), numbers.once(in: 2) {
      question.t0 = numbers.pick([1, 29, 30, 59, 1_000, 1_234_567])
      question.time += question.t0
    }
  }

  /// Whether an operation is claimed.
  func hasClaimed(_ operation: String) -> Bool {
    claims.capabilities.contains(operation)
  }

  /// What the implementation's verification has no parameter for.
  var verification: VerificationLimits { claims.limits.verification }

  func claims(
    _ requirement: Requirement, _ question: RandomCase
  ) -> Bool {
    requirement.isMet(by: claims, for: question.operation)
  }

  private mutating func setCheck(_ question: inout RandomCase) {
    let size = numbers.pick([0, 0, 1, 1, 2, 3, numbers.int(0...12)])
    question.future = size
    if question.operation == "hotp.verify" {
      question.future = verification.lookAhead ?? size
    }
    if question.isTOTP {
      switch verification.window {
      case .any: question.past = numbers.pick([0, 1, size])
      case .equal: question.past = size
      case .fixed(let past, let future):
        (question.past, question.future) = (past, future)
      }
    }
    let reach = question.past + question.future
    // Inside the window, at its ends, and just outside.
    let first = numbers.pick([
      0, -question.past, question.future, -question.past - 1,
      question.future + 1, numbers.int(0...reach) - question.past,
    ])
    if question.operation == "hotp.resync" {
      setResync(&question, from: first)
      return
    }
    question.places = [first]
    if numbers.once(in: 3) {
      question.typing = numbers.pick(Typing.allCases)
    }
    if question.isTOTP, verification.takesAfter, numbers.once(in: 2) {
      question.after = first + numbers.int(-1...1)
    }
    if numbers.once(in: 12) { setEqualCodes(&question) }
    if numbers.once(in: 12) { setEdge(&question) }
  }

  /// A window that would go on before step 0 or after 2^64 - 1, and a code
  /// from the other end of the counters.
  private mutating func setEdge(_ question: inout RandomCase) {
    let reach = question.isTOTP ? question.past : question.future
    guard reach > 0, maximum == .max else { return }
    let distance = numbers.int(0...reach - 1)
    let beyond = numbers.int(distance + 1...reach)
    if question.isTOTP {
      question.time = question.t0 + Int64(distance) * question.step
      question.places = [-beyond]
    } else {
      question.counter = .max - UInt64(distance)
      question.places = [beyond]
    }
    (question.after, question.typing) = (nil, .exact)
    question.wrapsAround = true
  }

  private mutating func setResync(
    _ question: inout RandomCase, from first: Int
  ) {
    question.places = resyncPlaces(from: max(0, first))
    if numbers.once(in: 8) { question.typing = .wrong }
    if numbers.once(in: 8) { setEqualCodes(&question) }
  }

  /// Codes of a resynchronisation: in order, or out of it.
  mutating func resyncPlaces(from start: Int) -> [Int] {
    numbers.pick([
      [start, start + 1], [start, start + 1, start + 2], [start + 1, start],
      [start, start], [start, start + 2], [start, start + 1, start + 3],
    ])
  }

  /// Two counters of the same window that have the same code.
  private mutating func setEqualCodes(_ question: inout RandomCase) {
    let pair = numbers.pick(EqualCodes.all)
    guard digits.contains(6), pair.last <= maximum else { return }
    question.key = RandomCase.simpleKey
    (question.algorithm, question.digits) = (.sha1, 6)
    (question.typing, question.after) = (.exact, nil)
    let distance = Int(pair.last - pair.first)
    question.future = distance + numbers.int(0...1)
    question.past = 0
    if !question.isTOTP {
      question.counter = pair.first
      question.places =
        question.operation == "hotp.resync"
        ? [distance, distance + 1] : [distance]
      return
    }
    let before = numbers.pick([0, 1, distance / 2, distance])
    (question.step, question.t0) = (30, 0)
    question.time = 30 * Int64(pair.first + UInt64(before))
    (question.past, question.future) = (distance, distance)
    question.places = [-before]
    if verification.takesAfter {
      question.after = numbers.pick([nil, -before, -before - 1])
    }
  }
}

/// Counters near each other that have the same code: of the key of RFC 4226,
/// Appendix D, with SHA-1 and six digits.
enum EqualCodes {
  struct Pair: Sendable {
    let first, last: UInt64
  }

  static let all: [Pair] = [
    Pair(first: 2_386, last: 2_394),
    Pair(first: 103_424, last: 103_427),
    Pair(first: 153_567, last: 153_569),
    Pair(first: 285_885, last: 285_891),
    Pair(first: 287_107, last: 287_110),
    Pair(first: 296_898, last: 296_910),
  ]
}

extension HashAlgorithm {
  /// The ability that an implementation claims.
  var ability: String { rawValue.lowercased() }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import OTPCore
internal import Synchronization

/// The search itself: tries a plan, and weighs what it finds.
///
/// Bayes' rule decides. An explanation is as likely as its own weight among
/// the weights of everything that has the codes, to which is added what the
/// whole plan can be expected to have by chance.
struct CodeSearch {
  private let codes: [RefusedCode]
  private let readings: [Reading]
  private let settings: Settings
  private let plan: Plan
  /// How many digits are compared.
  private let digits: Int
  private var keys: [KeyName: HMACKey] = [:]
  private var hits: [Hit] = []

  private struct KeyName: Hashable {
    let reading: Int
    let algorithm: HashAlgorithm
  }

  private struct Hit {
    let trial: Trial
    let counter: UInt64
    let weight: Double
  }

  /// How far codes with the same time may be apart, in steps, and codes with
  /// a time of their own from where they should be.
  private static let spans: (sameTime: UInt64, ownTime: UInt64) = (10, 1)

  /// From this probability on nothing else is tried.
  private static let enough = 0.999

  /// How many codes are computed before the likelihoods are looked at, and how
  /// many one thread computes at a time.
  ///
  /// A round takes a few milliseconds at most, so little is computed in vain;
  /// a piece is much longer than it takes to hand it to a thread.
  private static let (roundLength, pieceLength) = (150_000, 10_000 as UInt64)

  /// The first code leads the search: the one that says most.
  init(_ codes: [RefusedCode], _ readings: [Reading], _ settings: Settings) {
    self.codes = codes.sorted { $0.digits > $1.digits }
    self.readings = readings
    self.settings = settings
    plan = Plan(readings, settings)
    let longest = self.codes.first?.digits ?? settings.digits
    // Less than six digits are those of a longer code without its zeros.
    digits = longest < 6 ? settings.digits : longest
  }

  /// How many combinations there are.
  var combinations: Int { plan.trials.reduce(0) { $0 + $1.count } }

  /// How many of them can be expected to have all codes by chance.
  var chanceHits: Double { Double(combinations) * chance }

  /// The probability that one combination has all codes by chance; a code that
  /// was typed again says no more than before.
  private var chance: Double {
    let one = (0..<digits).reduce(1.0) { product, _ in product / 10 }
    var seen: Set = [codes[0].value]
    return codes.dropFirst().reduce(one) { product, code in
      guard seen.insert(code.value).inserted else { return product }
      return product * min(1, Double(2 * span(of: code) + 1) * one)
    }
  }

  private func span(of code: RefusedCode) -> UInt64 {
    code.time == codes[0].time ? Self.spans.sameTime : Self.spans.ownTime
  }

  /// Tries the plan, a round of trials after the other, until there is an
  /// explanation that is likely enough.
  mutating func run() {
    var trials = plan.trials[...]
    while !trials.isEmpty {
      var length = 0
      let round = trials.prefix { trial in
        defer { length += trial.count }
        return length < Self.roundLength
      }
      trials = trials.dropFirst(round.count)
      // What was found further on in the round is as if it was not tried.
      for found in attempt(round) where !found.isEmpty {
        hits += found
        if isExplained { return }
      }
    }
  }

  private var isExplained: Bool {
    guard let best = hits.max(by: { $0.weight < $1.weight }) else {
      return false
    }
    return likelihood(of: best) >= Self.enough
  }
}

// MARK: - Trials

extension CodeSearch {
  /// Counters of a trial that one thread tries.
  private struct Piece {
    let number: Int
    let trial: Trial
    let key: HMACKey
    let counters: ClosedRange<UInt64>
  }

  /// Tries a round on all processors.
  ///
  /// - Returns: The hits of each trial, in order.
  private mutating func attempt(_ trials: ArraySlice<Trial>) -> [[Hit]] {
    var pieces: [Piece] = []
    for (number, trial) in trials.enumerated() {
      pieces += self.pieces(of: trial, number)
    }
    let (search, work) = (self, pieces)
    let found = Mutex<[(piece: Int, hits: [Hit])]>([])
    DispatchQueue.concurrentPerform(iterations: work.count) { index in
      let hits = search.hits(in: work[index])
      if !hits.isEmpty { found.withLock { $0.append((index, hits)) } }
    }
    var hits = [[Hit]](repeating: [], count: trials.count)
    for found in found.withLock({ $0 }).sorted(by: { $0.piece < $1.piece }) {
      hits[work[found.piece].number] += found.hits
    }
    return hits
  }

  private mutating func pieces(
    of trial: Trial, _ number: Int
  ) -> [Piece] {
    let key = key(trial)
    let center = step(of: codes[0], trial)
    return Self.ranges(trial, around: center).flatMap { range in
      let count = (range.upperBound - range.lowerBound) / Self.pieceLength
      return (0...count).map { index in
        let first = range.lowerBound + index * Self.pieceLength
        let last = min(range.upperBound, first + (Self.pieceLength - 1))
        return Piece(
          number: number, trial: trial, key: key, counters: first...last)
      }
    }
  }

  private func hits(in piece: Piece) -> [Hit] {
    let center = step(of: codes[0], piece.trial)
    var hits: [Hit] = []
    piece.key.search(
      for: codes[0].value, digits: digits, in: piece.counters
    ) { counter in
      guard fitsOthers(piece.key, piece.trial, counter) else { return }
      let weight = piece.trial.weight(ofStep: counter, expected: center)
      hits.append(Hit(trial: piece.trial, counter: counter, weight: weight))
    }
    return hits
  }

  private mutating func key(_ trial: Trial) -> HMACKey {
    let name = KeyName(reading: trial.reading, algorithm: trial.algorithm)
    if let key = keys[name] { return key }
    let key = readings[trial.reading].key(trial.algorithm)
    keys[name] = key
    return key
  }

  /// The step in which a code was submitted; 0 for a counter.
  private func step(of code: RefusedCode, _ trial: Trial) -> UInt64 {
    trial.period.map { UInt64(code.time.seconds) / UInt64($0) } ?? 0
  }

  private static func ranges(
    _ trial: Trial, around center: UInt64
  ) -> [ClosedRange<UInt64>] {
    let (near, far) = (
      UInt64(trial.steps.lowerBound), UInt64(trial.steps.upperBound)
    )
    let after = center + near...center + far
    guard trial.period != nil else { return [after] }
    let first = center - min(center, far)
    if near == 0 { return [first...center + far] }
    return near <= center ? [first...center - near, after] : [after]
  }

  /// Whether the other codes are where they should be if the first one is that
  /// of `counter`.
  private func fitsOthers(
    _ key: HMACKey, _ trial: Trial, _ counter: UInt64
  ) -> Bool {
    codes.dropFirst().allSatisfy { code in
      let distance =
        step(of: code, trial) &- step(of: codes[0], trial)
      let expected = Int64(bitPattern: counter &+ distance)
      guard expected >= 0 else { return false }
      let (middle, span) = (UInt64(expected), span(of: code))
      var isThere = false
      key.search(
        for: code.value, digits: digits,
        in: middle - min(middle, span)...middle + span
      ) {
        isThere = isThere || code.value == codes[0].value || $0 != counter
      }
      return isThere
    }
  }

  /// Whether a clock is off by whole or half hours, as time zones are.
  static func isZone(_ ahead: Int64, period: Int) -> Bool {
    let rest = ahead.magnitude % 1_800
    let distance = min(rest, 1_800 - rest)
    return (1_700...51_000).contains(ahead.magnitude)
      && distance <= min(period, 60)
  }
}

extension Trial {
  /// How likely a step is: more, where clocks of other time zones are.
  fileprivate func weight(ofStep step: UInt64, expected: UInt64) -> Double {
    guard let period else { return weight }
    let ahead = Int64(bitPattern: step &- expected) * Int64(period)
    return CodeSearch.isZone(ahead, period: period) ? 20 * weight : weight
  }
}

// MARK: - Explanations

extension CodeSearch {
  private func likelihood(of hit: Hit) -> Double {
    hit.weight
      / (hits.reduce(0) { $0 + $1.weight } + plan.weight * chance)
  }

  /// What the codes can be explained with, the likeliest first.
  var explanations: [Explanation] {
    hits.map { ($0, likelihood(of: $0)) }.filter { $0.1 >= 0.05 }
      .sorted { $0.1 > $1.1 }.prefix(5)
      .map { explanation($0, likelihood: $1) }
  }

  private func explanation(
    _ hit: Hit, likelihood: Double
  ) -> Explanation {
    let reading = readings[hit.trial.reading]
    let isShort = digits < settings.digits && hasZeros(hit)
    let shown = isShort ? settings.digits : digits
    return Explanation(
      form: reading.form, lookAlikes: reading.lookAlikes,
      algorithm: hit.trial.algorithm, digits: shown, source: source(of: hit),
      shortenedCodes: codes.count { $0.digits < shown },
      likelihood: likelihood, settings: settings)
  }

  /// Whether the codes are those of the verifier's number of digits without
  /// their leading zeros.
  private func hasZeros(_ hit: Hit) -> Bool {
    let name = KeyName(
      reading: hit.trial.reading, algorithm: hit.trial.algorithm)
    guard let key = keys[name] else { return false }
    var isSame = false
    key.search(
      for: codes[0].value, digits: settings.digits,
      in: hit.counter...hit.counter
    ) { _ in isSame = true }
    return isSame
  }

  private func source(of hit: Hit) -> Explanation.Source {
    guard let period = hit.trial.period else { return .counter(hit.counter) }
    let expected = step(of: codes[0], hit.trial)
    let steps = Int64(bitPattern: hit.counter &- expected)
    // One step is the time that it takes to type a code.
    let ahead = abs(steps) <= 1 ? 0 : steps * Int64(period)
    return .clock(period: period, ahead: ahead)
  }
}

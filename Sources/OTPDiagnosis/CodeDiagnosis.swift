// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Finds out why codes are refused: what would have to be different for the
/// codes to be right.
///
/// ```swift
/// let codes = [try RefusedCode("123456", at: .now)]
/// let diagnosis = try CodeDiagnosis(of: codes, secret: text)
/// if case .explained(let explanation) = diagnosis.verdict {
///   print(explanation.differences)
/// }
/// ```
///
/// It looks for the codes among those that the secret gives when its text is
/// read in other forms, with other hashes, digits and periods, and with clocks
/// that are off by up to a week. One code of six digits is found by chance
/// among a million others, and there are more than that: two codes settle
/// what one leaves open.
///
/// Neither the secret nor a code is kept. Time depends on all that is given,
/// the secret too: this is for a help desk, not for a service that answers
/// strangers.
public struct CodeDiagnosis: Sendable {
  /// What would explain the codes, the likeliest first; at most five, and
  /// none that is less likely than 1 in 20.
  public let explanations: [Explanation]
  /// How many combinations of reading, hash, period and step there were to
  /// try.
  public let combinations: Int
  /// How many of them can be expected to have the codes by chance.
  public let chanceHits: Double

  /// What is to be said.
  public enum Verdict: Sendable {
    /// One explanation is right with a probability of 99 % at least.
    case explained(Explanation)
    /// There are explanations, but it could be a coincidence: ask for another
    /// code.
    case uncertain([Explanation])
    /// Nothing fits.
    case unexplained
  }

  /// Looks for an explanation.
  ///
  /// - Parameters:
  ///   - codes: One to ten refused codes of one generator. Of several with the
  ///     same time each may be up to ten steps away from the first one.
  ///   - secret: The secret's text, as the verifier or its QR code has it; at
  ///     most 1,024 bytes.
  ///   - settings: What the verifier is set to.
  /// - Throws: ``DiagnosisError``.
  public init(
    of codes: [RefusedCode], secret: String, settings: Settings = Settings()
  ) throws(DiagnosisError) {
    guard (1...10).contains(codes.count) else { throw .count }
    guard secret.utf8.count <= 1_024 else { throw .length }
    guard (6...9).contains(settings.digits),
      (1...86_400).contains(settings.period)
    else { throw .settings }
    let text = Array(secret.utf8.trimmed)
    let readings = Reading.all(of: text, as: settings.form)
    guard !text.isEmpty, !readings.isEmpty else { throw .secret }
    var search = CodeSearch(codes, readings, settings)
    search.run()
    explanations = search.explanations
    combinations = search.combinations
    chanceHits = search.chanceHits
  }

  /// What is to be said.
  public var verdict: Verdict {
    guard let best = explanations.first else { return .unexplained }
    return best.likelihood >= 0.99
      ? .explained(best) : .uncertain(explanations)
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// What is left without white space at both ends.
  fileprivate var trimmed: SubSequence {
    let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    let rest = drop(while: isSpace)
    let end = rest.lastIndex { !isSpace($0) }.map(rest.index(after:))
    return rest[rest.startIndex..<(end ?? rest.startIndex)]
  }
}

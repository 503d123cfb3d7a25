// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Report {
  /// What to declare where no code of some lengths was given, and codes of
  /// other lengths were.
  ///
  /// RFC 4226 section 5.3 asks for six digits at least; an implementation that
  /// has no more of them says so, and is not asked for others.
  var hintOnDigits: String? {
    var (given, refused): (Set<Int>, Set<Int>) = ([], [])
    for result in results {
      guard let digits = result.entry.digitsOfCode else { continue }
      switch result.outcome {
      case .pass: given.insert(digits)
      case .fail(let failure):
        switch failure.actual {
        case .reject: refused.insert(digits)
        // Lost zeros make codes shorter, too; not all of them.
        case .value(let code) where code.string?.utf8.count ?? digits < digits:
          refused.insert(digits)
        default: given.insert(digits)
        }
      case .error, .unsupported: refused.insert(digits)
      default: break
      }
    }
    let lacking = refused.subtracting(given).sorted().map { "\($0)" }
    guard !lacking.isEmpty, let fewest = given.min(), let most = given.max()
    else { return nil }
    return "no code of \(lacking.joined(separator: ", ")) digits was given:"
      + " if the implementation has none, declare \"limits\":"
      + " {\"digits\": {\"min\": \(fewest), \"max\": \(most)}}"
  }
}

extension VectorEntry {
  /// The number of digits, where the case asks for a code and expects one.
  fileprivate var digitsOfCode: Int? {
    guard ["hotp.generate", "totp.generate"].contains(group.operation),
      case .definite(.value) = vector.expectation
    else { return nil }
    return call.input["digits"]?.integer
  }
}

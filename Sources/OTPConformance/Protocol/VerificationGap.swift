// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What the verification of an implementation has no parameter for, or does
/// not tell.
///
/// RFC 4226 and RFC 6238 say what is accepted, and leave the function to its
/// library. Most answer yes or no.
public enum VerificationGap: String, Sendable, CaseIterable, Comparable {
  /// It does not take the last accepted step: the caller remembers it.
  case after
  /// It answers yes or no, without the step or counter that matched.
  case match
  /// Its window is as wide after the current step as before it.
  case window

  /// How a `hello` says so, in `limits`.
  var limit: JSON { self == .window ? "equal" : .bool(false) }

  /// What a `hello` says where there is no gap.
  var noLimit: JSON { self == .window ? "any" : .bool(true) }

  /// In the order of the names.
  public static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension VectorEntry {
  /// What a case of `totp.verify` asks for besides what its group requires.
  var verificationRequirements: [Requirement] {
    guard group.operation == "totp.verify" else { return [] }
    let input = call.input
    var requirements: [Requirement] = []
    if let after = input["after"], !after.isNull {
      requirements.append(.verification(.after))
    }
    if input["past"] != input["future"] {
      requirements.append(.verification(.window))
    }
    return requirements
  }
}

extension JSON {
  /// The answer to a verification without what matched.
  var yesOrNo: JSON? {
    guard let object, let accepted = object["accepted"],
      Set(object.keys).isSubset(of: ["accepted", "step", "drift", "counter"])
    else { return nil }
    return ["accepted": accepted]
  }
}

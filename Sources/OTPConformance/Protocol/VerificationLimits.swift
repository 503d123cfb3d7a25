// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What the verification of an implementation has no parameter for, or does
/// not tell.
///
/// RFC 4226 and RFC 6238 say what is accepted, and leave the function to its
/// library. Most answer yes or no; some take one counter or time only.
public struct VerificationLimits: Sendable, Equatable {
  /// The steps around the current one that `totp.verify` can be told to try.
  public enum Window: Sendable, Hashable {
    /// Any number before the current step, and any other number after it.
    case any
    /// As many before the current step as after it.
    case equal
    /// These, which cannot be changed: 0 and 0 for the current step alone.
    case fixed(past: Int, future: Int)
  }

  /// The window of `totp.verify`.
  public var window: Window
  /// How many counters beyond the expected one `hotp.verify` tries, if that
  /// cannot be changed: 0 for the expected counter alone.
  public var lookAhead: Int?
  /// Whether `totp.verify` takes the last accepted step; if not, the caller
  /// remembers it.
  public var takesAfter: Bool
  /// Whether the answer tells the step or counter that matched.
  public var tellsMatch: Bool

  /// Makes limits; as it is, none.
  public init(
    window: Window = .any, lookAhead: Int? = nil, takesAfter: Bool = true,
    tellsMatch: Bool = true
  ) {
    self.window = window
    self.lookAhead = lookAhead
    self.takesAfter = takesAfter
    self.tellsMatch = tellsMatch
  }
}

// MARK: - The fields of a hello

extension VerificationLimits {
  /// The names of the fields, which are members of `limits`.
  static let names = ["after", "lookAhead", "match", "window"]

  /// Reads the fields.
  init(_ limits: JSONObject) throws(ReplyError) {
    self.init()
    takesAfter = try Self.flag("after", limits)
    tellsMatch = try Self.flag("match", limits)
    switch limits["lookAhead"] {
    case nil, "any": break
    case let size?:
      guard let size = size.integer, size >= 0 else {
        throw ReplyError(
          "the limit lookAhead is neither \"any\" nor a number of counters")
      }
      lookAhead = size
    }
    switch limits["window"] {
    case nil, "any": break
    case "equal": window = .equal
    case let sides?:
      guard let object = sides.object, Set(object.keys) == ["past", "future"],
        let past = object["past"]?.integer, past >= 0,
        let future = object["future"]?.integer, future >= 0
      else {
        throw ReplyError(
          "the limit window is neither \"any\" nor \"equal\" nor the steps of a"
            + " fixed window, such as {\"past\":1,\"future\":1}")
      }
      window = .fixed(past: past, future: future)
    }
  }

  private static func flag(
    _ name: String, _ limits: JSONObject
  ) throws(ReplyError) -> Bool {
    guard let value = limits[name] else { return true }
    guard case .bool(let value) = value else {
      throw ReplyError("the limit \(name) is neither true nor false")
    }
    return value
  }

  /// The fields that say something, for a `hello`.
  var fields: [(String, JSON)] {
    var fields: [(String, JSON)] = []
    if !takesAfter { fields.append(("after", false)) }
    if let lookAhead { fields.append(("lookAhead", .integer(lookAhead))) }
    if !tellsMatch { fields.append(("match", false)) }
    switch window {
    case .any: break
    case .equal: fields.append(("window", "equal"))
    case .fixed(let past, let future):
      fields.append(
        ("window", ["past": .integer(past), "future": .integer(future)]))
    }
    return fields
  }
}

// MARK: - What cases ask for

extension VerificationLimits.Window {
  /// Whether a verification can be told to try these steps.
  func contains(past: Int, future: Int) -> Bool {
    switch self {
    case .any: true
    case .equal: past == future
    case .fixed: self == .fixed(past: past, future: future)
    }
  }
}

extension VerificationLimits {
  /// Whether a verification that ignores the window of a call, and tries its
  /// own, is to answer the same.
  ///
  /// Most calls are about the form of a code, or its number of digits.
  func isIrrelevant(to requirement: Requirement, of call: Call) -> Bool {
    let own: JSONObject
    switch (requirement, window) {
    case (.window, .fixed(let past, let future)):
      own = ["past": .integer(past), "future": .integer(future)]
    case (.lookAhead, _):
      own = ["lookAhead": .integer(lookAhead ?? 0)]
    default: return false
    }
    guard let asked = CheckModel(call),
      let tried = CheckModel(
        Call(call.operation, call.input.overlaid(by: own)))
    else { return false }
    return asked.answer == tried.answer
  }
}

extension Call {
  /// What a verification asks for besides what its group requires.
  var verificationRequirements: [Requirement] {
    switch operation {
    case "hotp.verify":
      return integer("lookAhead").map { [.lookAhead($0)] } ?? []
    case "totp.verify":
      var requirements: [Requirement] = []
      if let after = input["after"], !after.isNull {
        requirements.append(.after)
      }
      if let past = integer("past"), let future = integer("future") {
        requirements.append(.window(past: past, future: future))
      }
      return requirements
    default: return []
    }
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

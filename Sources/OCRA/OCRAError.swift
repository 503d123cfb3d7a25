// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// Why an OCRA suite, or the input of a computation, was refused.
///
/// It names the part that is wrong and never holds a question, a PIN, session
/// data or a response.
public struct OCRAError: Error, Hashable, Sendable {
  /// The kind of a fault; compare it, or match it in a `switch`.
  public struct Kind: Hashable, Sendable {
    package enum Value: Sendable {
      case form, version, function, digits, inputs, questionFormat, pinHash
      case sessionLength, timeStep
      case questionCharacter, questionTooShort, questionTooLong
      case missing, unexpected, pin, sessionTooLong, time, lookAhead
      case noChallenge
    }

    package let value: Value

    /// The suite is not three parts with colons between them (RFC 6287
    /// section 6).
    public static let form = Self(value: .form)

    /// The version is not `OCRA-1` (section 6.1).
    public static let version = Self(value: .version)

    /// The function is not `HOTP` with a hash that OCRA knows (section 5.2).
    public static let function = Self(value: .function)

    /// The suite's digits are not 0 or 4 to 10 (section 5.2).
    public static let digits = Self(value: .digits)

    /// The suite has an input that OCRA does not know, inputs out of order or
    /// twice, or no question (section 6.3).
    public static let inputs = Self(value: .inputs)

    /// The question's format is not A, N or H with 04 to 64 (section 6.3).
    public static let questionFormat = Self(value: .questionFormat)

    /// The PIN's hash is not SHA1, SHA256 or SHA512 (section 6.3).
    public static let pinHash = Self(value: .pinHash)

    /// The length of session data is not 001 to 512 (section 5.1).
    public static let sessionLength = Self(value: .sessionLength)

    /// The time step is not 1 to 59 seconds or minutes, or 1 to 48 hours
    /// (section 6.3).
    public static let timeStep = Self(value: .timeStep)

    /// A question with a character that is not in the suite's format.
    public static let questionCharacter = Self(value: .questionCharacter)

    /// A question that is empty, or shorter than the response (section 8.2).
    public static let questionTooShort = Self(value: .questionTooShort)

    /// A question longer than the suite says.
    public static let questionTooLong = Self(value: .questionTooLong)

    /// An input that the suite asks for is not given.
    public static let missing = Self(value: .missing)

    /// An input is given that the suite does not ask for.
    public static let unexpected = Self(value: .unexpected)

    /// A PIN hashed with another hash than the suite's.
    public static let pin = Self(value: .pin)

    /// Session data longer than the suite says.
    public static let sessionTooLong = Self(value: .sessionTooLong)

    /// A moment before 1970.
    public static let time = Self(value: .time)

    /// A look-ahead outside 0 to 50 counters.
    public static let lookAhead = Self(value: .lookAhead)

    /// The verifier has asked no question that a response could answer.
    public static let noChallenge = Self(value: .noChallenge)
  }

  /// The kind of fault.
  public let kind: Kind

  /// Which input it is, for ``Kind/missing`` and ``Kind/unexpected``.
  public let element: OCRAInput.Element?

  init(_ kind: Kind, _ element: OCRAInput.Element? = nil) {
    self.kind = kind
    self.element = element
  }
}

extension OCRAError: CustomStringConvertible {
  /// A sentence for the developer.
  public var description: String {
    switch kind.value {
    case .form: "suite: not Algorithm:CryptoFunction:DataInput"
    case .version: "suite: the version is not OCRA-1"
    case .function: "suite: not HOTP with SHA1, SHA256 or SHA512"
    case .digits: "suite: the digits are not 0 or 4 to 10"
    case .inputs: "suite: the inputs are not C, Q, P, S, T in this order"
    case .questionFormat: "suite: the question is not A, N or H and 04 to 64"
    case .pinHash: "suite: the hash of the PIN is not SHA1, SHA256 or SHA512"
    case .sessionLength: "suite: the session's length is not 001 to 512"
    case .timeStep: "suite: the time step is not 1-59S, 1-59M or 1-48H"
    case .questionCharacter: "question: a character outside its format"
    case .questionTooShort: "question: shorter than the response's digits"
    case .questionTooLong: "question: longer than the suite's limit"
    case .missing: "\(elementName): the suite asks for it"
    case .unexpected: "\(elementName): the suite does not ask for it"
    case .pin: "pin: hashed with another hash than the suite's"
    case .sessionTooLong: "session: longer than the suite's length"
    case .time: "time: before 1970"
    case .lookAhead:
      "lookAhead: outside 0 to \(Limits.window.upperBound) counters"
    case .noChallenge: "question: none was asked"
    }
  }

  private var elementName: String { element?.rawValue ?? "input" }
}

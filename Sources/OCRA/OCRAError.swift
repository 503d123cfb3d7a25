// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why an OCRA suite, or the input of a computation, was refused.
///
/// It names the part that is wrong and never holds a question, a PIN, session
/// data or a response.
public struct OCRAError: Error, Hashable, Sendable {
  /// The kinds of fault.
  public enum Kind: Hashable, Sendable {
    /// The suite is not three parts with colons between them (RFC 6287
    /// section 6).
    case form
    /// The version is not `OCRA-1` (section 6.1).
    case version
    /// The function is not `HOTP` with a hash that OCRA knows (section 5.2).
    case function
    /// The suite's digits are not 0 or 4 to 10 (section 5.2).
    case digits
    /// An input that OCRA does not know, out of order, twice, or no question
    /// (section 6.3).
    case inputs
    /// The question's format is not A, N or H with 04 to 64 (section 6.3).
    case questionFormat
    /// The PIN's hash is not SHA1, SHA256 or SHA512 (section 6.3).
    case pinHash
    /// The length of session data is not 001 to 512 (section 5.1).
    case sessionLength
    /// The time step is not 1 to 59 seconds or minutes, or 1 to 48 hours
    /// (section 6.3).
    case timeStep

    /// A question with a character that is not in the suite's format.
    case questionCharacter
    /// A question that is empty, or shorter than the response (section 8.2).
    case questionTooShort
    /// A question longer than the suite says.
    case questionTooLong
    /// An input that the suite asks for is not there.
    case missing(OCRAInput.Element)
    /// An input is there that the suite does not ask for.
    case unexpected(OCRAInput.Element)
    /// A PIN hashed with another hash than the suite's.
    case pin
    /// Session data longer than the suite says.
    case sessionTooLong
    /// A moment before 1970.
    case time
    /// A look-ahead outside 0 to 50 counters.
    case lookAhead
    /// A verifier that has no challenge to be answered.
    case noChallenge
  }

  /// The kind of fault.
  public let kind: Kind

  init(_ kind: Kind) {
    self.kind = kind
  }
}

extension OCRAError: CustomStringConvertible {
  /// A sentence for the developer.
  public var description: String {
    switch kind {
    case .form: "suite: not Algorithm:CryptoFunction:DataInput"
    case .version: "suite: the version is not OCRA-1"
    case .function: "suite: not HOTP with SHA1, SHA256 or SHA512"
    case .digits: "suite: the digits are not 0 or 4 to 10"
    case .inputs: "suite: the inputs are not C, Q, P, S, T in this order"
    case .questionFormat: "suite: the question is not A, N or H and 04 to 64"
    case .pinHash: "suite: the hash of the PIN is not SHA1, SHA256 or SHA512"
    case .sessionLength: "suite: the session's length is not 001 to 512"
    case .timeStep: "suite: the time step is not 1-59S, 1-59M or 1-48H"
    case .questionCharacter: "question: a character that the format has not"
    case .questionTooShort: "question: shorter than the response's digits"
    case .questionTooLong: "question: longer than the suite's limit"
    case .missing(let element): "\(element.rawValue): the suite asks for it"
    case .unexpected(let element):
      "\(element.rawValue): the suite does not ask for it"
    case .pin: "pin: hashed with another hash than the suite's"
    case .sessionTooLong: "session: longer than the suite's length"
    case .time: "time: before 1970"
    case .lookAhead: "lookAhead: outside 0 to 50 counters"
    case .noChallenge: "question: there is no challenge to be answered"
    }
  }
}

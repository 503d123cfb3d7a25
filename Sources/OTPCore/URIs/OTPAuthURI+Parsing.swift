// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension OTPAuthURI {
  /// Decisions that the format leaves open, and that programs in the field
  /// take differently.
  public struct Policy: Hashable, Sendable {
    /// What counts when the label and the parameter name two issuers.
    public enum IssuerMismatch: Hashable, Sendable {
      /// Neither: it is an error.
      case refused
      /// The parameter.
      case parameter
      /// The label.
      case label
    }

    /// What counts when the label and the parameter name two issuers.
    public var issuerMismatch = IssuerMismatch.refused

    /// Whether `+` stands for a space, as some producers write it.
    ///
    /// By the format it is a plus sign.
    public var plusIsSpace = false

    /// Whether a parameter that the format does not know is an error.
    ///
    /// By default it is ignored: apps add their own, such as `image`.
    public var refusesUnknownParameters = false

    /// The shortest secret to accept.
    ///
    /// The format's own examples have 80 bits, which the default refuses.
    public var secret = SecretPolicy.standard

    /// How long a period may be.
    public var periodLimit = TOTP.PeriodLimit.standard

    /// The policy for URIs that this library or a careful peer has made.
    public static let `default` = Policy()

    /// The policy for importing what exists: short secrets and long periods
    /// too, and the parameter's issuer where two differ.
    public static let permissive = {
      var policy = Policy()
      policy.issuerMismatch = .parameter
      policy.secret = .permissive
      policy.periodLimit = .none
      return policy
    }()
  }

  /// Reads a URI.
  ///
  /// The scheme, the type and the names of parameters are read in either case.
  /// The first colon of the label, written as `:` or `%3A`, parts the issuer
  /// from the account; spaces before the account are dropped. A parameter
  /// given twice is an error, an empty `issuer` counts as none, and a fragment,
  /// a `counter` in a TOTP URI or a `period` in an HOTP one is not looked at.
  ///
  /// - Parameters:
  ///   - text: The URI, of ``maximumLength`` bytes at most.
  ///   - policy: What to do where programs disagree.
  /// - Throws: ``OTPAuthURIError``, naming the field.
  ///
  /// Time depends on: the text but the value of `secret`; of that value, on its
  /// length and on where delimiters, separators, percent signs and wrong
  /// characters are. Not on which characters of the base32 alphabet it has.
  public init(
    parsing text: String, policy: Policy = .default
  ) throws(OTPAuthURIError) {
    let parts = try Parts(text)
    let label = try Label(parts.label, policy)
    let parameters = try Parameters(parts.query, policy)
    let issuer = try OTPAuthURI.issuer(
      label: label.issuer, parameter: parameters.issuer, policy)
    let factor: Factor
    switch parts.type {
    case .totp: factor = .totp(period: try parameters.period(policy))
    case .hotp: factor = .hotp(counter: try parameters.counter())
    }
    try self.init(
      parts: issuer, label.account, parameters.secret(policy),
      parameters.algorithm(), parameters.digits(), factor, policy.periodLimit)
  }

  /// The issuer that counts.
  private static func issuer(
    label: String?, parameter: String?, _ policy: Policy
  ) throws(OTPAuthURIError) -> String? {
    guard let label, let parameter, label != parameter else {
      return label ?? parameter
    }
    switch policy.issuerMismatch {
    case .refused: throw OTPAuthURIError(.issuerMismatch)
    case .parameter: return parameter
    case .label: return label
    }
  }
}

/// A URI taken apart, its pieces still encoded.
private struct Parts {
  enum FactorType: String { case totp, hotp }

  let type: FactorType
  let label: Substring.UTF8View
  let query: Substring.UTF8View

  init(_ text: String) throws(OTPAuthURIError) {
    guard text.utf8.count <= OTPAuthURI.maximumLength else {
      throw OTPAuthURIError(.tooLong)
    }
    let scheme = "otpauth://"
    guard text.utf8.prefix(scheme.utf8.count).lowercasedASCII == scheme else {
      throw OTPAuthURIError(.scheme)
    }
    // A fragment belongs to no part of the URI before it (RFC 3986 section
    // 3.5).
    let (rest, _) = text.utf8.dropFirst(scheme.utf8.count)
      .cut(at: UInt8(ascii: "#"))
    let (path, query) = rest.cut(at: UInt8(ascii: "?"))
    let (authority, label) = path.cut(at: UInt8(ascii: "/"))
    guard let type = FactorType(rawValue: authority.lowercasedASCII)
    else { throw OTPAuthURIError(.type) }
    self.type = type
    self.label = label ?? rest.prefix(0)
    self.query = query ?? rest.prefix(0)
  }
}

/// The label: an account, with or without an issuer before a colon.
private struct Label {
  let issuer: String?
  let account: String

  init(
    _ text: Substring.UTF8View, _ policy: OTPAuthURI.Policy
  ) throws(OTPAuthURIError) {
    guard
      let label = PercentEncoding.decode(text, plusIsSpace: policy.plusIsSpace)
    else { throw OTPAuthURIError(.encoding) }
    let (first, second) = label.utf8[...].cut(at: UInt8(ascii: ":"))
    account = String(Substring(second ?? first))
    issuer = second == nil ? nil : String(Substring(first))
    guard issuer != "", issuer.map(OTPAuthURI.isName) ?? true else {
      throw OTPAuthURIError(.label)
    }
  }
}

/// The parameters that the format knows, decoded.
private struct Parameters {
  private var values: [Name: String] = [:]

  /// The text of the secret, which is kept where it will be wiped.
  private var secretText: WipedBytes?

  enum Name: String {
    case secret, issuer, algorithm, digits, period, counter
  }

  init(
    _ query: Substring.UTF8View, _ policy: OTPAuthURI.Policy
  ) throws(OTPAuthURIError) {
    var rest: Substring.UTF8View? = query
    while let pairs = rest {
      let (pair, others) = pairs.cut(at: UInt8(ascii: "&"))
      if !pair.isEmpty { try add(pair, policy) }
      rest = others
    }
  }

  /// Takes in one parameter, `name=value` or a name alone.
  private mutating func add(
    _ pair: Substring.UTF8View, _ policy: OTPAuthURI.Policy
  ) throws(OTPAuthURIError) {
    let (name, rest) = pair.cut(at: UInt8(ascii: "="))
    let value = rest ?? pair.prefix(0)
    guard let key = PercentEncoding.decode(name, plusIsSpace: false) else {
      throw OTPAuthURIError(.encoding)
    }
    let known = Name(rawValue: key.utf8.lowercasedASCII)
    let isNew =
      known == .secret
      ? try addSecret(value, policy) : try add(value, to: known, policy)
    guard isNew else {
      throw OTPAuthURIError(.duplicateParameter, detail: known?.rawValue)
    }
  }

  /// Takes in a value that is no secret; false if it was there.
  private mutating func add(
    _ value: Substring.UTF8View, to name: Name?, _ policy: OTPAuthURI.Policy
  ) throws(OTPAuthURIError) -> Bool {
    guard
      let text = PercentEncoding.decode(value, plusIsSpace: policy.plusIsSpace)
    else { throw OTPAuthURIError(.encoding) }
    guard let name else {
      if policy.refusesUnknownParameters {
        throw OTPAuthURIError(.unknownParameter)
      }
      return true
    }
    return values.updateValue(text, forKey: name) == nil
  }

  /// Takes in the secret; false if it was there.
  private mutating func addSecret(
    _ value: Substring.UTF8View, _ policy: OTPAuthURI.Policy
  ) throws(OTPAuthURIError) -> Bool {
    let text = PercentEncoding.decodeSecret(
      value, plusIsSpace: policy.plusIsSpace)
    guard let text else { throw OTPAuthURIError(.encoding) }
    defer { secretText = text }
    return secretText == nil
  }

  var issuer: String? {
    values[.issuer].flatMap { $0.isEmpty ? nil : $0 }
  }

  func secret(
    _ policy: OTPAuthURI.Policy
  ) throws(OTPAuthURIError) -> Secret {
    guard let secretText else { throw OTPAuthURIError(.secretMissing) }
    do throws(SecretError) {
      return try unsafe secretText.withUnsafeBytes {
        text throws(SecretError) in
        try unsafe Secret(base32Characters: text, policy: policy.secret)
      }
    } catch {
      throw OTPAuthURIError(error)
    }
  }

  func algorithm() throws(OTPAuthURIError) -> HashAlgorithm {
    guard let text = values[.algorithm] else { return .sha1 }
    let found = HashAlgorithm.allCases.first {
      $0.rawValue.utf8.lowercasedASCII == text.utf8.lowercasedASCII
    }
    guard let found else { throw OTPAuthURIError(.algorithm) }
    return found
  }

  func digits() throws(OTPAuthURIError) -> Int {
    guard let text = values[.digits] else { return 6 }
    guard let digits = Int(decimal: text) else {
      throw OTPAuthURIError(.digits)
    }
    return digits
  }

  func period(_ policy: OTPAuthURI.Policy) throws(OTPAuthURIError) -> Int {
    guard let text = values[.period] else { return 30 }
    guard let period = Int(decimal: text) else {
      throw OTPAuthURIError(.period)
    }
    return period
  }

  func counter() throws(OTPAuthURIError) -> UInt64 {
    guard let text = values[.counter], let counter = UInt64(decimal: text)
    else { throw OTPAuthURIError(.counter) }
    return counter
  }
}

extension FixedWidthInteger {
  /// The number that `text` spells in ASCII digits and nothing else: no sign,
  /// no spaces; `nil` if it does not fit.
  init?(decimal text: String) {
    guard !text.isEmpty,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.init(text)
  }
}

extension Substring.UTF8View {
  /// What comes before the first `delimiter`, and what after it, if it is
  /// there.
  ///
  /// By bytes: a delimiter with a combining mark after it is another
  /// character, and would not be found.
  ///
  /// Time depends on: where the delimiter is.
  fileprivate func cut(
    at delimiter: UInt8
  ) -> (Substring.UTF8View, Substring.UTF8View?) {
    let place = firstIndex { ConstantTime.isEqual($0, delimiter) }
    guard let place else { return (self, nil) }
    return (self[..<place], self[index(after: place)...])
  }
}

extension Sequence<UInt8> {
  /// The text with ASCII letters in lower case.
  fileprivate var lowercasedASCII: String {
    String(
      decoding: map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 },
      as: UTF8.self)
  }
}

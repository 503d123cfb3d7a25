// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension OTPAuthURI {
  /// Decisions that the format leaves open, and that programs take
  /// differently.
  public struct Policy: Hashable, Sendable {
    /// The issuer to take when the label and the parameter differ.
    public enum IssuerMismatch: Hashable, Sendable {
      /// Neither: it is an error.
      case refused
      /// The parameter.
      case parameter
      /// The label.
      case label
    }

    /// The issuer to take when the label and the parameter differ.
    public var issuerMismatch = IssuerMismatch.refused

    /// Whether to read `+` as a space, because some programs write it so.
    ///
    /// By the format it is a plus sign.
    public var plusIsSpace = false

    /// Whether to refuse a parameter that the format does not know.
    ///
    /// By default it is ignored: apps add parameters of their own, such as
    /// `image`.
    public var refusesUnknownParameters = false

    /// The shortest secret to accept.
    ///
    /// The format's own examples have 80 bits, which the default refuses.
    public var secret = SecretPolicy.standard

    /// The longest period to accept.
    public var periodLimit = TOTP.PeriodLimit.standard

    /// The policy for URIs that this library or a careful program has made.
    public static let `default` = Policy()

    /// The policy for importing accounts from elsewhere: short secrets, long
    /// periods, and the issuer of the parameter where it differs from that of
    /// the label.
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
  /// The first colon of the label, written as `:` or `%3A`, separates the
  /// issuer from the account; spaces before the account are dropped. A
  /// parameter given twice is an error, and an empty `issuer` counts as none.
  /// A fragment, a `counter` in a TOTP URI and a `period` in an HOTP one are
  /// ignored.
  ///
  /// White space and invisible marks around the URI are cut off: they come
  /// along when a URI is copied. A URI that was escaped for HTML, with `&amp;`
  /// for `&`, is an error under every policy: read as it stands, it would lose
  /// its parameters.
  ///
  /// - Parameters:
  ///   - text: The URI, of ``Limits/uriByteCount`` bytes at most.
  ///   - policy: What to do where programs disagree.
  /// - Throws: ``OTPAuthURIError``, which names the field.
  ///
  /// Time depends on: the text without the value of `secret`; and on the length
  /// of that value and the places of delimiters, separators, percent signs and
  /// wrong characters in it. Not on which characters of the base32 alphabet it
  /// has.
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

  /// The issuer that the policy takes.
  private static func issuer(
    label: String?, parameter: String?, _ policy: Policy
  ) throws(OTPAuthURIError) -> String? {
    // Strings of Swift are equal if a letter and its accent are one character
    // in one of them and two in the other.
    guard let label, let parameter, !label.utf8.elementsEqual(parameter.utf8)
    else { return label ?? parameter }
    switch policy.issuerMismatch {
    case .refused: throw OTPAuthURIError(.issuerMismatch)
    case .parameter: return parameter
    case .label: return label
    }
  }
}

/// The type, the label and the query of a URI, still encoded.
private struct Parts {
  enum FactorType: String { case totp, hotp }

  let type: FactorType
  let label: Substring.UTF8View
  let query: Substring.UTF8View

  init(_ text: String) throws(OTPAuthURIError) {
    let (text, hasControl) = text.utf8[...].withoutOuterBlanks()
    guard text.count <= Limits.uriByteCount else {
      throw OTPAuthURIError(.tooLong)
    }
    let scheme = "otpauth://"
    guard text.prefix(scheme.utf8.count).lowercasedASCII == scheme else {
      throw OTPAuthURIError(.scheme)
    }
    guard !hasControl else { throw OTPAuthURIError(.encoding) }
    // A fragment is no part of what it follows (RFC 3986 section 3.5).
    let (rest, fragment) = text.dropFirst(scheme.utf8.count)
      .cut(at: UInt8(ascii: "#"))
    guard fragment?.isRestOfEscapedAmpersand != true else {
      throw OTPAuthURIError(.escapedAmpersand)
    }
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

  /// The text of the secret, in memory that is wiped.
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

  /// Adds one parameter: `name=value`, or a name alone.
  private mutating func add(
    _ pair: Substring.UTF8View, _ policy: OTPAuthURI.Policy
  ) throws(OTPAuthURIError) {
    let (name, rest) = pair.cut(at: UInt8(ascii: "="))
    let value = rest ?? pair.prefix(0)
    guard let key = PercentEncoding.decode(name, plusIsSpace: false) else {
      throw OTPAuthURIError(.encoding)
    }
    let lowercased = key.utf8.lowercasedASCII
    guard !lowercased.hasPrefix("amp;") else {
      throw OTPAuthURIError(.escapedAmpersand)
    }
    let known = Name(rawValue: lowercased)
    let isNew =
      known == .secret
      ? try addSecret(value, policy) : try add(value, to: known, policy)
    guard isNew else {
      throw OTPAuthURIError(.duplicateParameter, detail: known?.rawValue)
    }
  }

  /// Adds a value that is not secret; false if the parameter is there already.
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

  /// Adds the secret; false if it is there already.
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
      throw OTPAuthURIError(secret: error)
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

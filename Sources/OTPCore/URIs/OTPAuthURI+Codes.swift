// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// From a URI to codes, and back.

extension TOTP {
  /// The codes that a URI describes.
  ///
  /// ```swift
  /// let uri = try OTPAuthURI(parsing: text)
  /// let code = try TOTP(uri: uri).code(at: .now)
  /// ```
  ///
  /// The period is taken as it is: the policy under which the URI was read has
  /// accepted it.
  ///
  /// - Parameters:
  ///   - uri: A URI of the type `totp`.
  ///   - t0: The moment from which steps are counted. A URI cannot say it.
  ///   - backend: The kernels to use.
  /// - Throws: ``OTPAuthURIError`` of the kind ``OTPAuthURIError/Kind/type`` for
  ///   a URI of the type `hotp`.
  public init(
    uri: OTPAuthURI, t0: UnixTime = 0, backend: Backend = .best
  ) throws(OTPAuthURIError) {
    guard case .totp(let period) = uri.factor else {
      throw OTPAuthURIError(.type, detail: "type: hotp, not totp")
    }
    do throws(ParameterError) {
      try self.init(
        secret: uri.secret, algorithm: uri.algorithm, digits: uri.digits,
        period: period, t0: t0, periodLimit: .none, backend: backend)
    } catch {
      throw OTPAuthURIError(parameter: error)
    }
  }
}

extension HOTP {
  /// The codes that a URI describes.
  ///
  /// The first counter is in the URI's ``OTPAuthURI/factor``.
  ///
  /// - Parameters:
  ///   - uri: A URI of the type `hotp`.
  ///   - backend: The kernels to use.
  /// - Throws: ``OTPAuthURIError`` of the kind ``OTPAuthURIError/Kind/type`` for
  ///   a URI of the type `totp`.
  public init(
    uri: OTPAuthURI, backend: Backend = .best
  ) throws(OTPAuthURIError) {
    guard case .hotp = uri.factor else {
      throw OTPAuthURIError(.type, detail: "type: totp, not hotp")
    }
    do throws(ParameterError) {
      try self.init(
        secret: uri.secret, algorithm: uri.algorithm, digits: uri.digits,
        backend: backend)
    } catch {
      throw OTPAuthURIError(parameter: error)
    }
  }
}

extension OTPAuthURI {
  /// The URI that describes `totp` to an authenticator app.
  ///
  /// - Parameters:
  ///   - totp: The codes.
  ///   - secret: Their secret, of which `totp` itself keeps the prepared key
  ///     alone.
  ///   - issuer: The service that the account is with, without a colon.
  ///   - account: The account's name: not empty, without a colon.
  /// - Throws: ``OTPAuthURIError`` for a part that the format cannot carry, T0
  ///   among them, and for a secret that is not the one of `totp`.
  public init(
    _ totp: TOTP, secret: Secret, issuer: String?, account: String
  ) throws(OTPAuthURIError) {
    guard totp.t0 == 0 else { throw OTPAuthURIError(.t0) }
    guard totp.key.isPrepared(from: secret) else {
      throw OTPAuthURIError(.otherKey)
    }
    try self.init(
      issuer: issuer, account: account, secret: secret,
      algorithm: totp.algorithm, digits: totp.digits,
      factor: .totp(period: totp.period), periodLimit: .none)
  }

  /// The URI that describes `hotp` to an authenticator app.
  ///
  /// - Parameters:
  ///   - hotp: The codes.
  ///   - secret: Their secret, of which `hotp` itself keeps the prepared key
  ///     alone.
  ///   - counter: The first counter.
  ///   - issuer: The service that the account is with, without a colon.
  ///   - account: The account's name: not empty, without a colon.
  /// - Throws: ``OTPAuthURIError`` for a part that the format cannot carry, and
  ///   for a secret that is not the one of `hotp`.
  public init(
    _ hotp: HOTP, secret: Secret, counter: UInt64, issuer: String?,
    account: String
  ) throws(OTPAuthURIError) {
    guard hotp.key.isPrepared(from: secret) else {
      throw OTPAuthURIError(.otherKey)
    }
    try self.init(
      issuer: issuer, account: account, secret: secret,
      algorithm: hotp.algorithm, digits: hotp.digits,
      factor: .hotp(counter: counter))
  }
}

extension OTPAuthURIError {
  /// A parameter that a URI has and codes cannot have.
  ///
  /// The initialisers of ``OTPAuthURI`` refuse it before.
  fileprivate init(parameter error: ParameterError) {
    self.init(error.parameter == .digits ? .digits : .period)
  }
}

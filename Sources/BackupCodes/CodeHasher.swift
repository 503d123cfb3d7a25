// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Hashes codes with the settings of one set.
struct CodeHasher {
  /// A key derivation: parameters, secret, salt → key.
  ///
  /// It is replaceable so that a test can count the calls.
  typealias Derive =
    @Sendable (KeyDerivation, [UInt8], [UInt8]) throws(KeyDerivationError) ->
    [UInt8]

  let derivation: KeyDerivation
  let pepper: Pepper?
  let salt: [UInt8]
  var derive: Derive = {
    derivation, secret, salt throws(KeyDerivationError) in
    try derivation.derive(
      from: secret, salt: salt, byteCount: BackupCodeSet.hashByteCount)
  }

  /// The hash of a code; it costs one key derivation.
  func hash(_ code: BackupCode) throws(BackupCodeError) -> [UInt8] {
    do throws(KeyDerivationError) {
      guard let pepper else {
        return try derive(derivation, code.symbols.bytes, salt)
      }
      var mixed = pepper.mix(code)
      defer { Libcrypto.wipe(&mixed) }
      return try derive(derivation, mixed, salt)
    } catch {
      throw .derivation(error)
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import JWTKit
import OTPCore
import TwoFactor

/// What an ID token must say (OpenID Connect Core section 3.1.3.7).
struct ExpectedToken: Sendable {
  var issuer: String
  var client: String
  var nonce: String
  /// When the sign-in was begun: no token for it is older.
  var begunAt: UnixTime
  var now: UnixTime
  /// How many seconds the provider's clock may be off.
  var tolerance: Int

  /// What the token says of the sign-in.
  ///
  /// - Throws: ``SignOnError/refused(_:)`` if it says something else.
  func assertion(_ claims: IDClaims) throws -> ExternalAssertion {
    guard claims.text("iss") == issuer else {
      throw SignOnError.refused("issuer")
    }
    let audience = claims.texts("aud")
    let party = claims.has("azp") ? claims.text("azp") : audience.first
    guard audience.contains(client), party == client,
      audience.count == 1 || claims.has("azp")
    else { throw SignOnError.refused("audience") }
    guard Digest.areEqual(claims.text("nonce") ?? "", nonce) else {
      throw SignOnError.refused("nonce")
    }
    try checkTimes(claims)
    guard let subject = claims.text("sub"), !subject.isEmpty,
      subject.utf8.count <= 255
    else { throw SignOnError.refused("subject") }
    return ExternalAssertion(
      identity: ExternalIdentity(issuer: issuer, subject: subject),
      methods: Set(claims.texts("amr")), context: claims.text("acr"),
      authenticatedAt: UnixTime(claims.seconds("auth_time") ?? 0))
  }

  private func checkTimes(_ claims: IDClaims) throws {
    guard let end = claims.seconds("exp"), let start = claims.seconds("iat")
    else { throw SignOnError.refused("no time") }
    guard now.seconds < end + Int64(tolerance) else {
      throw SignOnError.refused("expired")
    }
    let early = begunAt.advanced(by: -tolerance).seconds
    let late = now.advanced(by: tolerance).seconds
    guard (early...late).contains(start),
      claims.seconds("nbf").map({ $0 <= late }) ?? true
    else { throw SignOnError.refused("time of issue") }
  }
}

/// The claims of an ID token, whatever they are.
struct IDClaims: JWTPayload {
  private let members: [String: JSON]

  init(from decoder: any Decoder) throws {
    members = try decoder.singleValueContainer().decode([String: JSON].self)
  }

  func encode(to encoder: any Encoder) throws {
    try members.encode(to: encoder)
  }

  /// The signature is all that is checked here; ``ExpectedToken`` has the rest.
  func verify(using algorithm: some JWTAlgorithm) async throws {}

  func has(_ name: String) -> Bool { members[name] != nil }

  func text(_ name: String) -> String? {
    if case .text(let text) = members[name] { text } else { nil }
  }

  /// A text, or the texts of a list.
  func texts(_ name: String) -> [String] {
    switch members[name] {
    case .text(let text): [text]
    case .list(let values):
      values.compactMap { if case .text(let text) = $0 { text } else { nil } }
    default: []
    }
  }

  /// A time (RFC 7519 section 2: a number of seconds, perhaps with a fraction).
  func seconds(_ name: String) -> Int64? {
    let range = Int64(0)...Int64(1) << 40
    switch members[name] {
    case .integer(let integer):
      return range.contains(Int64(integer)) ? Int64(integer) : nil
    case .number(let number):
      let isTime = number >= 0 && number <= Double(range.upperBound)
      return isTime ? Int64(number) : nil
    default: return nil
    }
  }
}

extension ProviderLibrary {
  /// The claims of a token that this provider has signed.
  ///
  /// - Throws: ``SignOnError/refused(_:)`` for another signature, or none.
  func claims(of token: String) async throws -> IDClaims {
    let documents = try await documents()
    guard
      let header = try? DefaultJWTParser()
        .parse(Array(token.utf8), as: IDClaims.self).header,
      let algorithm = header.alg, header.fields["crit"] == nil
    else { throw SignOnError.refused("malformed token") }
    guard documents.algorithms.contains(algorithm) else {
      throw SignOnError.refused("algorithm")
    }
    var keys = documents.keys(id: header.kid, for: algorithm)
    if let claims = await Self.claims(of: token, signedBy: keys) {
      return claims
    }
    // The provider may have another key by now, where keys have no names, too.
    if keys.isEmpty || header.kid == nil,
      let later = try await self.documents(after: documents),
      later.algorithms.contains(algorithm)
    {
      keys = later.keys(id: header.kid, for: algorithm)
      if let claims = await Self.claims(of: token, signedBy: keys) {
        return claims
      }
    }
    throw SignOnError.refused(keys.isEmpty ? "unknown key" : "signature")
  }

  /// The claims, if one of the keys has signed them.
  private static func claims(
    of token: String, signedBy keys: [JWK]
  ) async -> IDClaims? {
    for key in keys {
      let collection = JWTKeyCollection()
      if let claims = try? await collection.add(jwk: key)
        .verify(token, as: IDClaims.self)
      {
        return claims
      }
    }
    return nil
  }
}

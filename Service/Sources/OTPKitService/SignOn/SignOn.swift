// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import TwoFactor

/// Signing in with one provider: the authorization code flow (OpenID Connect
/// Core section 3.1) with PKCE (RFC 7636).
struct SignOn: Sendable {
  let provider: IdentityProvider
  /// Where the provider sends people back to.
  let callback: String
  private let client: ProviderClient
  private let library: ProviderLibrary

  init(_ provider: IdentityProvider, origin: String) {
    self.provider = provider
    // An address for each provider: a code that one gave is never taken to
    // another (RFC 9700 section 4.4).
    callback = "\(origin)/sign-in/with/\(provider.id)"
    client = ProviderClient(authorities: provider.authorities)
    library = ProviderLibrary(of: provider, by: client)
  }

  /// Where a person signs in at the provider.
  func address(_ state: SignOnState) async throws -> String {
    var query = [
      ("response_type", "code"), ("scope", "openid"),
      ("client_id", provider.client), ("redirect_uri", callback),
      ("state", state.text), ("nonce", state.nonce),
      ("code_challenge", state.challenge), ("code_challenge_method", "S256"),
    ]
    if let trust = provider.trust {
      // Asks for what is needed to trust it, and for the time of it.
      query.append(("max_age", "\(trust.maximumAge)"))
      let contexts = trust.contexts.sorted().joined(separator: " ")
      if !contexts.isEmpty { query.append(("acr_values", contexts)) }
    }
    let address = try await library.documents().authorization.text
    return address + (address.contains("?") ? "&" : "?")
      + query.map { "\($0.0)=\($0.1.inQuery)" }.joined(separator: "&")
  }

  /// What the provider says of a person who came back.
  ///
  /// - Parameters:
  ///   - code: The code that came with the person.
  ///   - issuer: The provider's name for itself that came with it, if any.
  ///   - state: What was begun.
  ///   - clock: The time, which is read once the provider has answered.
  ///   - tolerance: How many seconds the provider's clock may be off.
  func assertion(
    code: String, issuer: String?, state: SignOnState,
    clock: () -> UnixTime, tolerance: Int
  ) async throws -> ExternalAssertion {
    let documents = try await library.documents()
    guard issuer == provider.issuer.text || issuer == nil,
      issuer != nil || !documents.namesItself
    else { throw SignOnError.refused("issuer of the answer") }
    let token = try await exchange(code, state.verifier, documents)
    let claims = try await library.claims(of: token)
    let expected = ExpectedToken(
      issuer: provider.issuer.text, client: provider.client,
      nonce: state.nonce, begunAt: state.begunAt, now: clock(),
      tolerance: tolerance)
    return try expected.assertion(claims)
  }

  /// The ID token for a code.
  private func exchange(
    _ code: String, _ verifier: String, _ documents: ProviderDocuments
  ) async throws -> String {
    var form = [
      ("grant_type", "authorization_code"), ("code", code),
      ("redirect_uri", callback), ("code_verifier", verifier),
    ]
    if documents.takesSecretInForm {
      form.append(("client_id", provider.client))
      form.append(("client_secret", provider.secret))
    }
    // Each part is escaped like a part of a form (RFC 6749 section 2.3.1).
    let login = "\(provider.client.inQuery):\(provider.secret.inQuery)"
    let (status, body) = try await client.send(
      form.map { (name: $0.0, value: $0.1) }, to: documents.token,
      authorization: documents.takesSecretInForm
        ? nil : Data(login.utf8).base64EncodedString())
    guard status == 200, case .object(let members) = body,
      case .text(let token) = members["id_token"]
    else {
      let reason = "the token's answer had status \(status)"
      throw (400..<500).contains(status)
        ? SignOnError.refused(reason) : SignOnError.unreachable(reason)
    }
    return token
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import JWTKit

/// What a provider says of itself: its discovery document (OpenID Connect
/// Discovery 1.0 section 3) and its keys (RFC 7517).
struct ProviderDocuments: Sendable {
  let authorization: ServerAddress
  let token: ServerAddress
  /// The signatures that tokens may have, by the file and by the provider.
  let algorithms: Set<String>
  /// Whether the client's secret goes into the form and not into a header.
  let takesSecretInForm: Bool
  /// Whether the provider names itself when it sends a person back (RFC 9207).
  let namesItself: Bool
  let readAt = ContinuousClock.now
  private let keys: [[String: JSON]]

  /// Reads both from the provider.
  init(of provider: IdentityProvider, by client: ProviderClient) async throws {
    let base = provider.issuer.text
    let path = (base.hasSuffix("/") ? "" : "/") + ".well-known/"
    let address = try Self.address(
      .text(base + path + "openid-configuration"), of: provider)
    guard case .object(let members) = try await client.document(at: address),
      members["issuer"] == .text(base)
    else { throw SignOnError.unreachable("a discovery document of another") }
    authorization = try Self.address(
      members["authorization_endpoint"], of: provider)
    token = try Self.address(members["token_endpoint"], of: provider)
    algorithms = provider.algorithms.intersection(
      members["id_token_signing_alg_values_supported"].texts ?? ["RS256"])
    let methods = members["token_endpoint_auth_methods_supported"].texts
    takesSecretInForm =
      methods?.contains("client_secret_basic") == false
      && methods?.contains("client_secret_post") == true
    namesItself =
      members["authorization_response_iss_parameter_supported"] == true
    keys = try Self.keys(
      in: try await client.document(
        at: try Self.address(members["jwks_uri"], of: provider)))
  }

  private static func keys(in document: JSON) throws -> [[String: JSON]] {
    guard case .object(let set) = document, case .list(let list) = set["keys"]
    else { throw SignOnError.unreachable("no set of keys") }
    return list.prefix(100).compactMap {
      if case .object(let key) = $0 { key } else { nil }
    }
  }

  /// An address that the provider names: without TLS only if the provider
  /// itself is on loopback.
  private static func address(
    _ value: JSON?, of provider: IdentityProvider
  ) throws -> ServerAddress {
    let loopback = provider.issuer.scheme == "http" ? "http" : nil
    guard case .text(let text) = value,
      let address = ServerAddress(
        text, schemes: ["https"], onLoopback: loopback),
      !text.contains("#")
    else { throw SignOnError.unreachable("an address that is not https") }
    return address
  }

  /// The keys that may have signed a token.
  ///
  /// - Parameters:
  ///   - id: The key's name in the token's header; without one, each key of
  ///     the right kind may have.
  ///   - algorithm: One of ``algorithms``, which is made the key's own.
  func keys(id: String?, for algorithm: String) -> [JWK] {
    keys.compactMap { members in
      guard id == nil || members["kid"] == .text(id ?? ""),
        members["use"] == nil || members["use"] == "sig",
        members["alg"] == nil || members["alg"] == .text(algorithm),
        var key = try? JWK(json: JSON.object(members).encoded)
      else { return nil }
      key.algorithm = JWK.Algorithm(rawValue: algorithm)
      key.keyIdentifier = "key"
      key.privateExponent = nil
      return key
    }
  }
}

extension JSON? {
  /// The texts of a list.
  fileprivate var texts: Set<String>? {
    guard case .list(let values) = self else { return nil }
    return Set(
      values.compactMap { if case .text(let t) = $0 { t } else { nil } })
  }
}

/// Keeps a provider's documents for an hour.
actor ProviderLibrary {
  private static let lifetime = Duration.seconds(3_600)
  /// How often a token with an unknown key makes them be read again.
  private static let pause = Duration.seconds(60)

  private let provider: IdentityProvider
  private let client: ProviderClient
  private var current: ProviderDocuments?
  private var reading: Task<ProviderDocuments, any Error>?
  private var renewedAt: ContinuousClock.Instant?

  init(of provider: IdentityProvider, by client: ProviderClient) {
    (self.provider, self.client) = (provider, client)
  }

  func documents() async throws -> ProviderDocuments {
    if let current, current.readAt.duration(to: .now) < Self.lifetime {
      return current
    }
    return try await read()
  }

  /// Later documents than those, for a token whose key they do not have.
  ///
  /// - Returns: `nil` if they were read again less than a minute ago: anybody
  ///   could have the provider asked without end.
  func documents(
    after old: ProviderDocuments
  ) async throws -> ProviderDocuments? {
    if let current, current.readAt > old.readAt { return current }
    if reading == nil {
      if let renewedAt, renewedAt.duration(to: .now) < Self.pause { return nil }
      renewedAt = .now
    }
    return try await read()
  }

  /// Reads them once, however many ask at the same time.
  private func read() async throws -> ProviderDocuments {
    if let reading { return try await reading.value }
    let (provider, client) = (provider, client)
    let task = Task { try await ProviderDocuments(of: provider, by: client) }
    reading = task
    defer { reading = nil }
    let documents = try await task.value
    current = documents
    return documents
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import TwoFactor

/// An identity provider that people may sign in with (OpenID Connect), as the
/// operator describes it in a file.
struct IdentityProvider: Sendable {
  /// Its name in addresses of this service.
  let id: String
  /// Its name on pages.
  let name: String
  let issuer: ServerAddress
  let client: String
  let secret: String
  /// The signatures that its tokens may have, unless its discovery document
  /// names fewer.
  let algorithms: Set<String>
  /// When its sign-in stands for the second step here, if ever.
  let trust: TrustedProvider?
  /// A file of certificates to trust instead of the system's.
  let authorities: String?

  /// The algorithms with a public key (RFC 7518, RFC 8037).
  ///
  /// `none` and those with a shared secret are never taken.
  static let knownAlgorithms: Set<String> = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
    "ES512", "EdDSA",
  ]
}

// MARK: - The file

extension IdentityProvider {
  private static let names: Set<String> = [
    "id", "name", "issuer", "client-id", "client-secret", "algorithms",
    "trusted-methods", "trusted-contexts", "maximum-age", "authorities",
  ]

  /// Reads a file that nobody but its owner may read: a name, an equals sign
  /// and a value a line.
  ///
  /// - Throws: `ValidationError`, which repeats no value of the file.
  init(reading path: String) throws {
    let text = try PrivateFile.text(path, "the file of --oidc-provider")
    let lines = try Self.lines(of: text)
    id = try Self.id(lines)
    issuer = try Self.issuer(lines)
    name = lines["name"] ?? id
    guard name.count <= 64 else {
      throw Self.refusal("name has up to 64 characters")
    }
    client = try Self.value("client-id", lines)
    secret = try Self.value("client-secret", lines)
    algorithms = try Self.algorithms(lines)
    trust = try Self.trust(issuer.text, lines)
    authorities = lines["authorities"]
    if let authorities,
      !FileManager.default.isReadableFile(atPath: authorities)
    {
      throw Self.refusal("the file of authorities cannot be read")
    }
  }

  /// Reads files of different providers.
  static func read(_ paths: [String]) throws -> [IdentityProvider] {
    let providers = try paths.map { path in
      do {
        return try IdentityProvider(reading: path)
      } catch let error as ValidationError {
        throw ValidationError("\(path): \(error.message)")
      }
    }
    for values in [providers.map(\.id), providers.map(\.issuer.text)]
    where Set(values).count < values.count {
      throw refusal("another file has the same id or issuer")
    }
    return providers
  }

  private static func lines(of text: String) throws -> [String: String] {
    var lines: [String: String] = [:]
    let all = text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in zip(1..., all) {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let parts = line.split(separator: "=", maxSplits: 1)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 2, !parts[1].isEmpty else {
        throw refusal("line \(number) is no 'NAME = VALUE'")
      }
      guard names.contains(parts[0]) else {
        throw refusal("line \(number): there is no such setting")
      }
      guard lines.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw refusal("\(parts[0]) is there twice")
      }
    }
    return lines
  }

  private static func value(
    _ name: String, _ lines: [String: String]
  ) throws -> String {
    guard let value = lines[name] else { throw refusal("\(name) is missing") }
    return value
  }

  private static func id(_ lines: [String: String]) throws -> String {
    let id = try value("id", lines)
    let isPlain = id.utf8.allSatisfy {
      (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
    }
    guard isPlain, id.utf8.count <= 32 else {
      throw refusal("id is up to 32 of a to z, 0 to 9 and -")
    }
    return id
  }

  private static func issuer(
    _ lines: [String: String]
  ) throws -> ServerAddress {
    let text = try value("issuer", lines)
    guard
      let issuer = ServerAddress(
        text, schemes: ["https"], onLoopback: "http"),
      !text.contains("?"), !text.contains("#")
    else { throw refusal("issuer is an https:// address without ? and #") }
    return issuer
  }

  private static func algorithms(
    _ lines: [String: String]
  ) throws -> Set<String> {
    guard let words = lines["algorithms"]?.words else { return knownAlgorithms }
    guard words.isSubset(of: knownAlgorithms) else {
      throw refusal(
        "algorithms are some of \(knownAlgorithms.sorted().joined(separator: " "))"
      )
    }
    return words
  }

  private static func trust(
    _ issuer: String, _ lines: [String: String]
  ) throws -> TrustedProvider? {
    let methods = lines["trusted-methods"]?.words ?? []
    let contexts = lines["trusted-contexts"]?.words ?? []
    guard !methods.union(contexts).contains(where: { $0.contains(",") }) else {
      throw refusal(
        "trusted-methods and trusted-contexts have spaces between words")
    }
    guard !methods.isEmpty || !contexts.isEmpty else {
      guard lines["maximum-age"] == nil else {
        throw refusal(
          "maximum-age goes with trusted-methods or trusted-contexts")
      }
      return nil
    }
    guard let age = Int(lines["maximum-age"] ?? "600"),
      let trust = try? TrustedProvider(
        issuer: issuer, methods: methods, contexts: contexts, maximumAge: age)
    else {
      throw refusal("maximum-age is a number of seconds, up to a year")
    }
    return trust
  }

  private static func refusal(_ reason: String) -> ValidationError {
    ValidationError("the file of --oidc-provider: \(reason)")
  }
}

extension String {
  fileprivate var words: Set<String> {
    Set(split(separator: " ").map(String.init))
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import CServiceCrypto
import OTPCore

/// Carries out a request once that is sent twice, and answers both.
///
/// The answer lies in the database for a day, sealed by AES-256-GCM under a
/// key of the service's form key and the client's key, since answers have
/// tokens and codes in them.
struct Idempotency: Sendable {
  static let header = "Idempotency-Key"
  private static let room = "idempotency"
  private static let lifetime = 86_400
  /// How long a request may take until another one takes its place.
  private static let patience = 60

  let store: DatabaseStore
  private let name: [UInt8]
  private let key: [UInt8]
  private let request: String

  /// - Parameters:
  ///   - key: The client's.
  ///   - subject: Whose request it is, with its method and path.
  ///   - body: The request's body.
  init(
    _ key: String, of subject: String, body: [UInt8], site: Site
  ) {
    store = site.store
    let secret = "\(key)\n\(subject)"
    name = Digest.sha256(Digest.hmac("name\n\(secret)", key: site.formKey))
    self.key = Digest.sha256(Digest.hmac("seal\n\(secret)", key: site.formKey))
    request = Digest.hmac(body.hex, key: site.formKey)
  }

  /// The answer of the first request; `nil` if there was none.
  ///
  /// - Throws: ``Problem`` if that one is not over, or was another request.
  func earlier() async throws -> (status: Int, body: JSON?)? {
    guard let record = try await store.record(name, in: Self.room) else {
      return nil
    }
    guard record.starts(with: request.utf8) else { throw Problem.keyReused }
    let sealed = Array(record.dropFirst(request.utf8.count))
    guard let opened = open(sealed), let json = JSON(parsing: opened),
      case .list(let parts) = json, parts.count == 2,
      case .integer(let status) = parts[0]
    else { throw Problem.inProgress }
    return (status, parts[1] == .null ? nil : parts[1])
  }

  /// Marks the request as being carried out.
  ///
  /// - Throws: ``Problem`` if another one was faster.
  func begin() async throws {
    let end = UnixTime.now.advanced(by: Self.patience)
    guard
      try await store.claim(
        Array(request.utf8), as: name, in: Self.room, until: end)
    else { throw Problem.inProgress }
  }

  /// Keeps the answer.
  func end(_ status: Int, _ body: JSON?) async throws {
    let answer = JSON.list([.integer(status), body ?? .null]).encoded
    guard let sealed = seal(Array(answer.utf8)) else { return }
    try await store.put(
      Array(request.utf8) + sealed, as: name, in: Self.room,
      until: UnixTime.now.advanced(by: Self.lifetime))
  }

  /// Lets the request be sent again: it was not carried out.
  func abandon() async throws {
    try await store.drop(name, in: Self.room)
  }

  private static let nonceCount = 12
  private static let tagCount = 16

  private func seal(_ text: [UInt8]) -> [UInt8]? {
    guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    var random = SystemRandomNumberGenerator()
    let nonce = (0..<Self.nonceCount).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    var sealed = [UInt8](repeating: 0, count: text.count)
    var tag = [UInt8](repeating: 0, count: Self.tagCount)
    var count: Int32 = 0
    guard
      unsafe EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce)
        == 1,
      unsafe EVP_EncryptUpdate(
        context, &sealed, &count, text, Int32(text.count)) == 1,
      unsafe EVP_EncryptFinal_ex(context, nil, &count) == 1,
      unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_GCM_GET_TAG, Int32(Self.tagCount), &tag) == 1
    else { return nil }
    return nonce + tag + sealed
  }

  private func open(_ sealed: [UInt8]) -> [UInt8]? {
    guard sealed.count > Self.nonceCount + Self.tagCount,
      let context = unsafe EVP_CIPHER_CTX_new()
    else { return nil }
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    let nonce = Array(sealed.prefix(Self.nonceCount))
    var tag = Array(sealed.dropFirst(Self.nonceCount).prefix(Self.tagCount))
    let body = Array(sealed.dropFirst(Self.nonceCount + Self.tagCount))
    var text = [UInt8](repeating: 0, count: body.count)
    var count: Int32 = 0
    guard
      unsafe EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce)
        == 1,
      unsafe EVP_DecryptUpdate(context, &text, &count, body, Int32(body.count))
        == 1,
      unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_GCM_SET_TAG, Int32(Self.tagCount), &tag) == 1,
      unsafe EVP_DecryptFinal_ex(context, nil, &count) == 1
    else { return nil }
    return text
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// Why somebody was not signed in with a provider; it holds nothing of a code
/// or a token.
enum SignOnError: Error, Equatable {
  /// The provider did not answer, or with something else than it should.
  case unreachable(String)
  /// The provider refused the code, or its token is not right.
  case refused(String)

  /// A word on it for the log.
  var reason: String {
    switch self {
    case .unreachable(let reason), .refused(let reason): reason
    }
  }
}

/// Asks an identity provider by HTTP, on threads of its own.
///
/// A request has seven seconds, an answer has 256 KB, and no redirect is
/// followed.
struct ProviderClient: Sendable {
  private static let limit = 256 * 1_024

  let authorities: String?
  private let threads = TransferThreads()

  init(authorities: String?) { self.authorities = authorities }

  /// The JSON document at an address.
  func document(at address: ServerAddress) async throws -> JSON {
    let (status, body) = try await ask(address) { transfer in
      transfer.set(CURLOPT_HTTPHEADER, ["Accept: application/json"])
    }
    guard status == 200, let body else {
      throw SignOnError.unreachable("a document with status \(status)")
    }
    return body
  }

  /// The status of the answer to a form, and the answer if it is JSON.
  func send(
    _ form: [(name: String, value: String)], to address: ServerAddress,
    authorization: String?
  ) async throws -> (status: Int, body: JSON?) {
    let text = form.map { "\($0.name)=\($0.value.inQuery)" }
      .joined(separator: "&")
    let headers =
      [
        "Accept: application/json",
        "Content-Type: application/x-www-form-urlencoded",
      ] + (authorization.map { ["Authorization: Basic \($0)"] } ?? [])
    return try await ask(address) { transfer in
      transfer.set(CURLOPT_HTTPHEADER, headers)
      transfer.set(CURLOPT_POSTFIELDSIZE, text.utf8.count)
      transfer.set(CURLOPT_COPYPOSTFIELDS, text)
    }
  }

  private func ask(
    _ address: ServerAddress,
    _ prepare: @escaping @Sendable (Transfer) -> Void
  ) async throws -> (status: Int, body: JSON?) {
    let authorities = authorities
    do {
      return try await threads.run { seconds in
        let transfer = try Transfer(
          address.text, scheme: address.scheme, seconds: seconds)
        address.prepare(transfer, authorities)
        transfer.keepAnswer(upTo: Self.limit)
        prepare(transfer)
        let status = try transfer.perform()
        return (status, JSON(parsing: transfer.answer))
      }
    } catch {
      let reason = (error as? TransferError)?.reason
      throw SignOnError.unreachable(reason ?? "no answer")
    }
  }
}

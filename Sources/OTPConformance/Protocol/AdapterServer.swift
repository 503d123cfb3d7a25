// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Serves the adapter protocol, version 1, with an implementation.
///
/// Lines go in and lines come out; reading and writing them is the caller's
/// part. A line that makes no sense is answered with a fault, and the
/// conversation goes on. No answer ever repeats a value of a request.
public struct AdapterServer<Served: Implementation>: Sendable {
  private let implementation: Served
  private var isGreeted = false

  /// Whether the runner has said goodbye: nothing is answered any more.
  public private(set) var isClosed = false

  /// Makes a server.
  public init(_ implementation: Served) {
    self.implementation = implementation
  }

  /// Answers one line.
  ///
  /// - Parameter line: A line in UTF-8, without its line end.
  /// - Returns: The line to send, without a line end; `nil` for none.
  public mutating func respond(
    to line: some Collection<UInt8>
  ) async -> String? {
    guard !isClosed else { return nil }
    do {
      return try await respond(to: AdapterRequest(line))?.line
    } catch {
      return AdapterResponse.answer(id: error.id, error.answer).line
    }
  }

  /// Answers one line.
  public mutating func respond(to line: String) async -> String? {
    await respond(to: Array(line.utf8))
  }

  private mutating func respond(
    to request: AdapterRequest
  ) async throws(AdapterFault) -> AdapterResponse? {
    switch request {
    case .bye:
      isClosed = true
      return nil
    case .hello(let version):
      guard version == AdapterProtocol.version else {
        throw AdapterFault(
          "this adapter speaks protocol \(AdapterProtocol.version) only")
      }
      isGreeted = true
      return .hello(implementation.claims)
    case .call(let id, let call):
      guard isGreeted else { throw AdapterFault("hello comes first", id: id) }
      return .answer(id: id, await answer(call))
    }
  }

  private func answer(_ call: Call) async -> Answer {
    guard implementation.claims.capabilities.contains(call.operation) else {
      return .unsupported("op")
    }
    do {
      return try await implementation.answer(call)
    } catch {
      // The error's own text may hold anything, even the secret.
      return .fault("the implementation threw \(type(of: error))")
    }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OTPCore
import TwoFactor

/// Takes a request of the JSON API to its operation and back.
struct APIGate: Sendable {
  let gate: Gate

  private var site: Site { gate.site }

  func answer(
    _ request: Request, _ context: SiteContext
  ) async -> Response {
    do {
      return try await carryOut(request, context)
    } catch let problem as Problem {
      return send(problem)
    } catch let error as TwoFactorError {
      return send(Problem(error), context)
    } catch let error as any HTTPResponseError
      where error.status == .contentTooLarge
    {
      return send(.tooLarge)
    } catch is StoreError {
      return send(Problem(.storeUnavailable), context)
    } catch {
      return send(.internalError, context)
    }
  }

  private func carryOut(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let (operation, values) = try operation(for: request)
    let parameters = try parameters(of: request, operation, values)
    let bytes = try await body(of: request, operation)
    let once = try idempotency(request, operation, bytes)
    // First of all: a session that the first request ended answers again.
    if let before = try await once?.earlier() {
      return response(before.status, before.body)
    }
    let visitor = try await visitor(request, context)
    let usesCookie = request.headers[.authorization] == nil
    if operation.method != .get, usesCookie, visitor.session != nil,
      let from = request.headers[.secFetchSite], from != "same-origin"
    {
      throw Problem.foreign
    }
    try visitor.check(operation.access)
    if operation.access == .administrator, operation.method != .get,
      try await !visitor.mayAdminister
    {
      throw Problem.needs(
        "step-up-needed", "the sign-in is too old or too weak to act on others")
    }
    let call = APICall(
      visitor: visitor, body: try members(bytes, operation),
      parameters: parameters, usesCookie: usesCookie)
    try await once?.begin()
    return try await reply(to: call, operation, once)
  }

  private func reply(
    to call: APICall, _ operation: Operation, _ once: Idempotency?
  ) async throws -> Response {
    do {
      let reply = try await operation.run(call)
      try await gate.keep(reply.change, of: call.visitor)
      try await once?.end(operation.status, reply.body)
      var response = response(operation.status, reply.body)
      if call.usesCookie { gate.addCookies(of: reply.change, to: &response) }
      return response
    } catch {
      let problem =
        error as? Problem ?? (error as? TwoFactorError).map { Problem($0) }
        ?? .internalError
      if problem.status >= 500 {
        try? await once?.abandon()
      } else {
        try await once?.end(problem.status, problem.body)
      }
      throw error
    }
  }

  // MARK: The request

  private func operation(
    for request: Request
  ) throws -> (Operation, [String: String]) {
    let parts = request.uri.path.dropFirst("/v1/".count).parts(at: "/")
      .map { FormReader.decode($0.replacing("+", with: "%2B")) }
    guard !parts.contains(nil) else { throw Problem.notFound }
    let found = Operations.all.compactMap { operation in
      operation.match(parts.compactMap(\.self)).map { (operation, $0) }
    }
    // A path without braces comes before one with them.
    guard let fewest = found.map(\.1.count).min() else {
      throw Problem.notFound
    }
    let here = found.filter { $0.1.count == fewest }
    guard let best = here.first(where: { $0.0.method == request.method })
    else { throw Problem.notAllowed(but: here.map(\.0.method)) }
    return best
  }

  private func visitor(
    _ request: Request, _ context: SiteContext
  ) async throws -> Visitor {
    guard let header = request.headers[.authorization] else {
      return try await gate.visitor(request, context, [:])
    }
    // The scheme's name has no case (RFC 9110 section 11.1).
    let word = "bearer "
    guard header.lowercased().hasPrefix(word),
      let key = SessionKey(cookie: String(header.dropFirst(word.count))),
      let session = try await site.session(key)
    else { throw Problem.noSession }
    return Visitor(
      site: site, path: request.uri.path,
      language: Language(cookie: nil, header: nil), fields: [:],
      address: gate.address(request, context), browser: "", device: nil,
      key: key, session: session)
  }

  private func parameters(
    of request: Request, _ operation: Operation, _ values: [String: String]
  ) throws -> [String: String] {
    guard let query = FormReader.fields(of: request.uri.query ?? "") else {
      throw Problem.malformed("?")
    }
    let known = operation.parameters.filter { !$0.isInPath }.map(\.name)
    guard Set(query.keys).isSubset(of: known) else {
      throw Problem.malformed("?")
    }
    let all = query.merging(values) { _, path in path }
    for parameter in operation.parameters {
      guard let value = all[parameter.name] else { continue }
      if parameter.shape.fault(in: .text(value)) != nil {
        throw parameter.isInPath
          ? Problem.notFound : .malformed("?\(parameter.name)")
      }
    }
    return all
  }

  private func body(
    of request: Request, _ operation: Operation
  ) async throws -> [UInt8] {
    guard operation.takesBody else { return [] }
    let type = (request.headers[.contentType] ?? "").lowercased()
      .prefix { $0 != ";" }
    let isJSON = type.trimmingCharacters(in: .whitespaces) == "application/json"
    guard isJSON || !operation.needsBody else { throw Problem.notJSON }
    var request = request
    let buffer = try await request.collectBody(upTo: Gate.limit)
    if buffer.readableBytes == 0, !operation.needsBody {
      return Array("{}".utf8)
    }
    guard isJSON else { throw Problem.notJSON }
    return Array(buffer.readableBytesView)
  }

  private func members(
    _ bytes: [UInt8], _ operation: Operation
  ) throws -> [String: JSON] {
    guard operation.takesBody else { return [:] }
    guard let json = JSON(parsing: bytes), case .object(let members) = json
    else { throw Problem.malformed("") }
    if let fault = Shape.object(operation.body).fault(in: json) {
      throw Problem.malformed(fault)
    }
    return members
  }

  private func idempotency(
    _ request: Request, _ operation: Operation, _ body: [UInt8]
  ) throws -> Idempotency? {
    guard operation.takesIdempotencyKey,
      let key = request.headers[.named(Idempotency.header)]
    else { return nil }
    guard 1...255 ~= key.utf8.count, key.utf8.allSatisfy({ 33...126 ~= $0 })
    else { throw Problem.malformed("Idempotency-Key") }
    let whose =
      request.headers[.authorization]
      ?? gate.cookies(of: request)["session"] ?? ""
    return Idempotency(
      key, of: "\(whose)\n\(request.uri.path)", body: body, site: site)
  }

  // MARK: The answer

  private func send(_ problem: Problem, _ context: SiteContext) -> Response {
    if problem.status >= 500 {
      context.logger.error("a call failed: \(problem.code)")
    }
    return send(problem)
  }

  private func send(_ problem: Problem) -> Response {
    var response = response(problem.status, problem.body)
    if !problem.allowed.isEmpty {
      response.headers[.allow] = problem.allowed.map(\.rawValue)
        .joined(separator: ", ")
    }
    return response
  }

  private func response(_ status: Int, _ body: JSON?) -> Response {
    var response = Response(
      status: .init(code: status), headers: SecurityHeaders.fields)
    guard let body else { return response }
    let isProblem = status >= 400
    response.headers[.contentType] =
      isProblem ? "application/problem+json" : "application/json"
    if case .object(let members) = body,
      case .integer(let seconds) = members["retryAfter"], isProblem
    {
      response.headers[.retryAfter] = "\(seconds)"
    }
    if status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
    response.body = .init(byteBuffer: ByteBuffer(string: body.encoded))
    return response
  }
}

extension Visitor {
  /// Throws the problem of somebody who may not call an operation.
  func check(_ access: APIAccess) throws {
    guard access != .anyone else { return }
    guard let session else { throw Problem.noSession }
    if access == .pending {
      guard session.pending != nil else { throw Problem.noSecondStep }
      return
    }
    if session.pending != nil {
      throw Problem.needs(
        "second-step-needed", "the second step of signing in is to be made")
    }
    guard access != .session else { return }
    if session.limits.contains(.mustChangePassword) {
      throw Problem.needs(
        "password-change-needed", "the temporary password is to be changed")
    }
    guard access != .limited else { return }
    if session.limits.contains(.mustEnrol) {
      throw Problem.needs(
        "enrolment-needed", "a second factor is to be set up")
    }
    if access == .administrator, !session.isAdministrator {
      throw Problem.needs(
        "administrators-only", "only administrators may do this")
    }
  }
}

extension Problem {
  static let noSecondStep = Problem(
    status: 409, code: "no-second-step", title: "the sign-in is complete")
}

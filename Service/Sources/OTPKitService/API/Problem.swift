// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import TwoFactor

/// Why a call was not carried out (RFC 9457).
struct Problem: Error, Sendable {
  var status: Int
  /// A short name that never changes.
  var code: String
  var title: String
  /// The place in the request that is wrong, as a JSON pointer.
  var pointer: String?
  var parameters: [String: String] = [:]
  /// After how many seconds it may be tried again.
  var retryAfter: Int?
  /// The methods that the address takes, where another one was used.
  var allowed: [HTTPRequest.Method] = []

  static let shape = Shape.named(
    "Problem",
    [
      .init("type", .text(0...200)), .init("status", .integer(400...599)),
      .init("code", .text(1...60)), .init("title", .text(1...400)),
      .init("pointer", .text(0...400), optional: true),
      .init("parameters", .texts, optional: true),
      .init("retryAfter", .integer(0...31_536_000), optional: true),
    ])

  var body: JSON {
    .members([
      "type": .text("urn:otpkit:problem:\(code)"), "status": .integer(status),
      "code": .text(code), "title": .text(title),
      "pointer": pointer.map(JSON.text),
      "parameters": parameters.isEmpty
        ? nil : .object(parameters.mapValues(JSON.text)),
      "retryAfter": retryAfter.map(JSON.integer),
    ])
  }
}

extension Problem {
  static let notFound = Problem(
    status: 404, code: "not-found", title: "there is nothing at this address")
  static let tooLarge = Problem(
    status: 413, code: "payload-too-large", title: "the request is too large")
  static let notJSON = Problem(
    status: 415, code: "unsupported-media-type",
    title: "the request's content type is not application/json")
  static let foreign = Problem(
    status: 403, code: "foreign-origin",
    title: "a page of another site sent this request")
  static let noSession = Problem(
    status: 401, code: "not-authorized", title: "there is no such session")
  static let internalError = Problem(
    status: 500, code: "internal", title: "the service failed")
  static let keyReused = Problem(
    status: 422, code: "idempotency-key-reused",
    title: "the idempotency key was used for another request")
  static let inProgress = Problem(
    status: 409, code: "in-progress",
    title: "the first request with this idempotency key is not over",
    retryAfter: 1)

  static func notAllowed(but methods: [HTTPRequest.Method]) -> Problem {
    Problem(
      status: 405, code: "method-not-allowed",
      title: "the address does not take this method", allowed: methods)
  }

  static func malformed(_ pointer: String) -> Problem {
    Problem(
      status: 400, code: "malformed-request",
      title: "the request is not what the document describes",
      pointer: pointer)
  }

  /// A wrong password or code, or one that came too early.
  static func refused(_ seconds: Int?) -> Problem {
    Problem(
      status: 403, code: "refused",
      title: "it was not right, or it is too early", retryAfter: seconds)
  }

  static func needs(_ code: String, _ title: String) -> Problem {
    Problem(status: 403, code: code, title: title)
  }
}

extension Problem {
  init(_ error: TwoFactorError) {
    self.init(
      status: Self.status(of: error), code: error.code,
      title: error.description,
      parameters: error.side == .request ? error.parameters : [:])
    if status == 503 { retryAfter = 1 }
  }

  private static func status(of error: TwoFactorError) -> Int {
    switch error.code {
    case "not-authorized": 401
    case "store-unavailable", "contention", "busy": 503
    case "too-many-messages": 429
    case "already-exists", "nothing-pending", "not-enrolled", "last-factor",
      "factor-active", "last-way-in", "too-many-apps":
      409
    default: error.side == .request ? 422 : 500
    }
  }
}

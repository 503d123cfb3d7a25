// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import TwoFactor

/// Who may call an operation.
enum APIAccess: Sendable {
  case anyone
  /// Between the two steps of signing in.
  case pending
  /// Signed in, perhaps with something to do first.
  case session
  /// Signed in with a password of one's own.
  case limited
  case person
  case administrator
}

/// One operation of the JSON API: the routes and the document are made of it.
struct Operation: Sendable {
  struct Parameter: Sendable {
    var name: String
    var shape: Shape
    /// Whether it is a part of the path; otherwise of the query.
    var isInPath = false
  }

  var method: HTTPRequest.Method
  /// The path below /v1, such as `/people/{account}`.
  var path: String
  var id: String
  var summary: String
  var access: APIAccess
  var parameters: [Parameter] = []
  /// The members of the request's object; a POST or PUT has one, and a DELETE
  /// that needs more than its path, such as the password.
  var body: [Shape.Member] = []
  var status = 200
  var answer: Shape?
  /// The statuses of problems that this operation has besides the usual ones.
  var problems: [Int] = []
  var run: @Sendable (APICall) async throws -> APIReply

  var takesBody: Bool {
    method == .post || method == .put || !body.isEmpty
  }

  /// Whether there must be a body: a DELETE without one has no members.
  var needsBody: Bool {
    takesBody && (method != .delete || body.contains(where: \.isRequired))
  }

  /// Whether a request may carry a key under which its answer is kept.
  ///
  /// Those of strangers may not: anybody could fill the database with them.
  var takesIdempotencyKey: Bool { method == .post && access != .anyone }

  /// The values of the path's parts in braces, if the path is this one's.
  func match(_ parts: [String]) -> [String: String]? {
    let own = path.split(separator: "/")
    guard own.count == parts.count else { return nil }
    var values: [String: String] = [:]
    for (mine, part) in zip(own, parts) {
      if mine.hasPrefix("{") {
        values[String(mine.dropFirst().dropLast())] = part
      } else if mine != part {
        return nil
      }
    }
    return values
  }
}

/// A request that fits its operation.
struct APICall: Sendable {
  let visitor: Visitor
  let body: [String: JSON]
  /// The values of the path and the query.
  let parameters: [String: String]
  /// Whether the session came in a cookie.
  let usesCookie: Bool

  var service: TwoFactorService { visitor.service }
  var site: Site { visitor.site }
  var id: AccountID { visitor.id }
  var token: String { visitor.token }
  var address: String? { visitor.address }

  func text(_ name: String) -> String {
    if case .text(let text) = body[name] { text } else { "" }
  }

  func optional(_ name: String) -> String? {
    if case .text(let text) = body[name] { text } else { nil }
  }

  func flag(_ name: String) -> Bool { body[name] == true }

  func texts(_ name: String) -> [String] {
    guard case .list(let values) = body[name] else { return [] }
    return values.compactMap {
      if case .text(let text) = $0 { text } else { nil }
    }
  }

  /// The account that the path names.
  func account() throws -> AccountID {
    guard let id = try? AccountID(parameters["account"] ?? "") else {
      throw Problem.notFound
    }
    return id
  }
}

/// What a call comes to.
struct APIReply: Sendable {
  var body: JSON?
  var change = Reply.Change.keep

  static let done = APIReply()

  init(_ body: JSON? = nil, change: Reply.Change = .keep) {
    (self.body, self.change) = (body, change)
  }
}

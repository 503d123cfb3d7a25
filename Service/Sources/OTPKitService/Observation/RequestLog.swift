// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging

/// Logs and measures each request, by its route and never by its address:
/// addresses have tokens in them.
struct RequestLog: RouterMiddleware {
  func handle(
    _ request: Request, context: SiteContext,
    next: (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    let response = try await next(request, context)
    let duration = start.duration(to: .now)
    let route = Self.route(of: request)
    let status = response.status.code
    let known = Self.methods.contains(request.method)
    let method = known ? request.method.rawValue : "other"
    ServiceMetrics.time(
      "otpkit_http_request", duration,
      [("route", route), ("method", method), ("status", "\(status)")])
    context.logger.log(
      level: status >= 500 ? .error : .info, "request",
      metadata: [
        "method": "\(method)", "route": "\(route)", "status": "\(status)",
        "milliseconds": "\(Self.text(duration))",
      ])
    return response
  }

  /// Milliseconds, to the microsecond.
  private static func text(_ duration: Duration) -> String {
    let count = Int64(duration / .microseconds(1))
    let rest = "\(count % 1_000 + 1_000)".dropFirst()
    return "\(count / 1_000).\(rest)"
  }

  private static let methods: Set<HTTPRequest.Method> = [
    .get, .post, .put, .delete, .head, .options, .patch,
  ]

  private static let pages = Set(
    (Routes.all + Routes.demo).map(\.path)
      + [
        "/health", "/ready", "/style.css", "/icon.svg", "/robots.txt",
        "/validate/check",
      ])

  /// The route's path, such as `/v1/people/{account}`.
  private static func route(of request: Request) -> String {
    let path = request.uri.path
    if pages.contains(path) { return path }
    if path.hasPrefix("/sign-in/with/") { return "/sign-in/with/{provider}" }
    guard path.hasPrefix("/v1/") else { return "other" }
    let parts = path.dropFirst(4).parts(at: "/").filter { !$0.isEmpty }
    let found = Operations.all.filter { $0.match(parts) != nil }.map(\.path)
    return found.min { $0.count < $1.count }.map { "/v1" + $0 } ?? "other"
  }
}

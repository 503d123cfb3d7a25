// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server: pages, the style sheet, health.
struct Server: Sendable {
  let site: Site
  let host: String
  let port: Int
  let logger: Logger
  var metrics: MetricsServer?
  /// The most connections at once; others wait to be accepted.
  var connections = 4_096
  /// Within how many seconds a request must come whole, and its answer be
  /// taken.
  var requestTime = 30

  func run(whenReady ready: @escaping @Sendable () async -> Void) async throws {
    let router = Router(
      context: SiteContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestLog())
    router.add(middleware: AnswerErrors(gate: Gate(site: site)))
    addFiles(to: router)
    let gate = Gate(site: site)
    for route in Routes.all + (site.demo == nil ? [] : Routes.demo) {
      router.on(RouterPath(route.path), method: route.method) {
        request, context in
        try await gate.answer(request, context, route)
      }
    }
    router.get("/language/{code}") { request, context in
      let code = context.parameters.get("code") ?? ""
      let language = Language(rawValue: code)
      let route = Route(method: .get, path: "/language", access: .anyone) { _ in
        var reply = Reply.go("/")
        reply.language = language
        return reply
      }
      return try await gate.answer(request, context, route)
    }
    let api = APIGate(gate: gate)
    for method in Self.methods {
      for path: RouterPath in ["/v1", "/v1/**"] {
        router.on(path, method: method) { request, context in
          await api.answer(request, context)
        }
      }
    }
    let check = ValidateCheck(gate: gate)
    router.post("/validate/check") { request, context in
      try await check.answer(request, context)
    }
    let time = TimeAmount.seconds(Int64(requestTime))
    let application = Application(
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [RequestDeadline(time)],
          idleTimeout: .seconds(60))),
      configuration: .init(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: MaximumAvailableConnections(connections)),
      services: [Housekeeper(site: site)] + others,
      onServerRunning: { _ in await ready() }, logger: logger)
    try await application.runService()
  }

  private var others: [any Service] { metrics.map { [$0.application] } ?? [] }

  private static let methods: [HTTPRequest.Method] = [
    .get, .post, .put, .patch, .delete, .head, .options, .trace,
  ]

  private func addFiles(to router: Router<SiteContext>) {
    let site = site
    for (path, text, type) in [
      ("/style.css", Style.sheet, "text/css; charset=utf-8"),
      ("/icon.svg", Style.icon, "image/svg+xml"),
      ("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain"),
    ] {
      router.get(RouterPath(path)) { _, _ in
        var headers = SecurityHeaders.fields
        headers[.contentType] = type
        headers[.cacheControl] = "max-age=3600"
        return Response(
          status: .ok, headers: headers,
          body: .init(byteBuffer: ByteBuffer(string: text)))
      }
    }
    router.get("/health") { _, _ in "ok\n" }
    router.get("/ready") { _, _ in
      let isReady = await site.store.isReady()
      return Response(
        status: isReady ? .ok : .serviceUnavailable,
        body: .init(
          byteBuffer: ByteBuffer(string: isReady ? "ready\n" : "no store\n")))
    }
  }
}

/// Makes pages of the errors that no page has answered.
struct AnswerErrors: RouterMiddleware {
  let gate: Gate

  func handle(
    _ request: Request, context: SiteContext,
    next: (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let status = (error as? any HTTPResponseError)?.status.code ?? 500
      let route = Route(method: .get, path: request.uri.path, access: .anyone) {
        $0.problem([400, 403, 404, 413].contains(status) ? status : 500)
      }
      if status >= 500 { context.logger.error("a request failed") }
      do {
        return try await gate.answer(request, context, route)
      } catch {
        // The sessions cannot be read: no page, and no word why.
        return Response(
          status: .serviceUnavailable, headers: SecurityHeaders.fields)
      }
    }
  }
}

/// Looks after outboxes and what is over, every ten seconds.
struct Housekeeper: Service {
  let site: Site

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await site.keepHouse()
        // Ends early when the service stops.
        try? await Task.sleep(for: .seconds(10))
      }
    }
  }
}

/// A listener of its own for Prometheus: what it tells is not for everybody.
struct MetricsServer: Sendable {
  let metrics: PrometheusMetrics
  let host: String
  let port: Int
  let logger: Logger

  var application: some Service {
    let router = Router()
    let metrics = metrics
    router.get("/metrics") { _, _ in
      Response(
        status: .ok,
        headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: metrics.text)))
    }
    return Application(
      router: router,
      configuration: .init(address: .hostname(host, port: port)),
      logger: logger)
  }
}

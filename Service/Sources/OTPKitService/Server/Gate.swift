// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OTPCore
import TwoFactor

/// A request's context: Hummingbird's, and who sent it.
struct SiteContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let remoteAddress: SocketAddress?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    remoteAddress = source.channel.remoteAddress
  }
}

/// Who may call a page.
enum Access: Sendable {
  case anyone
  /// Between the two steps of signing in.
  case pending
  /// Signed in, perhaps with something to set up first.
  case limited
  case person
  case administrator
}

/// A page or an action.
struct Route: Sendable {
  var method: HTTPRequest.Method
  var path: String
  var access: Access
  var run: @Sendable (Visitor) async throws -> Reply
}

/// Takes a request to its page and back.
struct Gate: Sendable {
  /// The most bytes of a form.
  static let limit = 32 * 1_024

  let site: Site

  func answer(
    _ request: Request, _ context: SiteContext, _ route: Route
  ) async throws -> Response {
    var request = request
    var fields = FormReader.fields(of: request.uri.query ?? "")
    if route.method == .post {
      let body = try await request.collectBody(upTo: Self.limit)
      fields = String(validating: body.readableBytesView, as: UTF8.self)
        .flatMap { FormReader.fields(of: $0) }
    }
    let visitor = try await visitor(request, context, fields ?? [:])
    guard fields != nil else { return send(visitor.problem(400), to: visitor) }
    if route.method == .post, !isOwn(request, visitor) {
      return send(visitor.problem(403), to: visitor)
    }
    let reply = await reply(visitor, route)
    if reply.status >= 500 { context.logger.error("\(route.path) failed") }
    try await keep(reply.change, of: visitor)
    return send(reply, to: visitor)
  }

  private func reply(_ visitor: Visitor, _ route: Route) async -> Reply {
    if let elsewhere = visitor.redirection(for: route.access) {
      return elsewhere
    }
    do {
      if route.access == .administrator, route.method == .post,
        try await !visitor.mayAdminister
      {
        return await visitor.stepUpPage()
      }
      return try await route.run(visitor)
    } catch let error as TwoFactorError where error == .notAuthorized {
      return await visitor.stepUpPage()
    } catch let error as TwoFactorError
      where [.storeUnavailable, .contention, .busy].contains(error)
    {
      return visitor.problem(503)
    } catch let error as TwoFactorError where error.isForThePerson {
      // Such as a form that was sent twice: what it asks for is done.
      let text = visitor.language.text(error)
      let page = try? await visitor.back(.bad, text, status: 409)
      return page ?? visitor.problem(503)
    } catch {
      return visitor.problem(500)
    }
  }

  func visitor(
    _ request: Request, _ context: SiteContext, _ fields: [String: String]
  ) async throws -> Visitor {
    let cookies = cookies(of: request)
    let key = cookies["session"].flatMap(SessionKey.init)
    var session: WebSession?
    if let key { session = try await site.session(key) }
    let known = cookies["browser"] ?? ""
    return Visitor(
      site: site, path: request.uri.path,
      language: Language(
        cookie: cookies["language"],
        header: request.headers[.acceptLanguage]),
      fields: fields, address: address(request, context),
      browser: known.utf8.count == 64 ? known : Digest.token(),
      device: cookies["device"],
      key: session == nil ? nil : key, session: session)
  }

  /// The client's address: the last one that no trusted proxy has.
  func address(_ request: Request, _ context: SiteContext) -> String? {
    site.proxies.client(
      of: context.remoteAddress?.ipAddress,
      forwarded: request.headers[values: .named("X-Forwarded-For")])
  }

  /// Whether a form was sent by a page of this site to its own browser.
  private func isOwn(_ request: Request, _ visitor: Visitor) -> Bool {
    if let from = request.headers[.secFetchSite],
      from != "same-origin" && from != "none"
    {
      return false
    }
    return Digest.areEqual(visitor.field("form"), visitor.formToken)
  }

  func keep(_ change: Reply.Change, of visitor: Visitor) async throws {
    switch change {
    case .keep: return
    case .update(let session, let key):
      try await site.sessions.update(session, as: key)
    case .start, .end:
      // What was signed in before ends; its cookie is never taken over.
      guard let key = visitor.key, let session = visitor.session,
        session.pending == nil
      else { return }
      try await site.sessions.end(session, key)
    }
  }

  /// A cookie's name.
  ///
  /// The prefix makes browsers refuse it from another host
  /// or path, and without TLS; the demo has none.
  func name(_ name: String) -> String {
    site.isSecure ? "__Host-\(name)" : "demo-\(name)"
  }

  /// The values of the service's own cookies, by their names without the
  /// prefix.
  ///
  /// Of two cookies of one name, neither counts: one was set by another host or
  /// for another path, and nothing says which.
  func cookies(of request: Request) -> [String: String] {
    let prefix = name("")
    var found: [String: String?] = [:]
    for header in request.headers[values: .cookie] {
      for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
        let pair = pair.drop { $0 == UInt8(ascii: " ") }
        guard pair.starts(with: prefix.utf8),
          let end = pair.firstIndex(of: UInt8(ascii: "="))
        else { continue }
        let name = String(Substring(pair[..<end].dropFirst(prefix.utf8.count)))
        let isFirst = found[name] == nil
        let value = String(Substring(pair[pair.index(after: end)...]))
        found.updateValue(isFirst ? value : nil, forKey: name)
      }
    }
    return found.compactMapValues(\.self)
  }

  private func cookie(
    _ name: String, _ value: String, seconds: Int? = nil
  ) -> Cookie {
    Cookie(
      name: self.name(name), value: value, maxAge: seconds, path: "/",
      secure: site.isSecure, httpOnly: true, sameSite: .lax)
  }

  private func send(_ reply: Reply, to visitor: Visitor) -> Response {
    var response: Response
    switch reply.body {
    case .redirect(let path):
      response = Response(status: .seeOther, headers: [.location: path])
    case .file(let text, let type):
      response = Response(
        status: .init(code: reply.status), headers: [.contentType: type],
        body: .init(byteBuffer: ByteBuffer(string: text)))
    case .page(let page):
      response = Response(
        status: .init(code: reply.status),
        headers: [.contentType: "text/html; charset=utf-8"],
        body: .init(
          byteBuffer: ByteBuffer(string: reply.viewer(visitor).render(page))))
      response.setCookie(cookie("browser", visitor.browser))
    }
    response.headers.append(contentsOf: SecurityHeaders.fields)
    if site.isSecure {
      response.headers[.strictTransportSecurity] = "max-age=63072000"
    }
    if let seconds = reply.retryAfter {
      response.headers[.retryAfter] = "\(seconds)"
    }
    addCookies(of: reply, to: &response)
    return response
  }

  func addCookies(of change: Reply.Change, to response: inout Response) {
    switch change {
    case .keep, .update: break
    case .start(let key):
      response.setCookie(cookie("session", key.cookie))
    case .end: response.setCookie(cookie("session", "", seconds: 0))
    }
  }

  private func addCookies(of reply: Reply, to response: inout Response) {
    addCookies(of: reply.change, to: &response)
    if let device = reply.device {
      let seconds = device.isEmpty ? 0 : site.service.rules.devices.lifetime
      response.setCookie(cookie("device", device, seconds: seconds))
    }
    if let language = reply.language {
      response.setCookie(
        cookie("language", language.rawValue, seconds: 365 * 86_400))
    }
  }
}

/// What every answer tells the browser to refuse.
enum SecurityHeaders {
  static let fields: HTTPFields = [
    .contentSecurityPolicy:
      "default-src 'none'; style-src 'self'; img-src 'self';"
      + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    .xContentTypeOptions: "nosniff",
    .cacheControl: "no-store",
    .named("Referrer-Policy"): "same-origin",
    .named("X-Frame-Options"): "DENY",
    .named("Cross-Origin-Opener-Policy"): "same-origin",
    .named("Permissions-Policy"): "camera=(), microphone=()",
  ]
}

extension HTTPField.Name {
  static let secFetchSite = named("Sec-Fetch-Site")
}

extension HTTPField.Name {
  /// A name that is written here, and is one.
  static func named(_ text: String) -> Self { Self(text) ?? .server }
}

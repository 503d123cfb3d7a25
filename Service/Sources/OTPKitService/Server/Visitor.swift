// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import OTPCore
import TwoFactor

/// One request, and whose it is.
struct Visitor: Sendable {
  let site: Site
  let path: String
  let language: Language
  /// What a form sent, or the query of a page.
  var fields: [String: String]
  /// The client's address.
  let address: String?
  /// The random value of the browser that forms are bound to.
  let browser: String
  /// The token of a remembered device.
  let device: String?
  var key: SessionKey?
  var session: WebSession?

  /// The same browser after its session has ended: the forms and the frame of
  /// a page that ends it must be made for that.
  var signedOut: Visitor {
    var visitor = self
    (visitor.key, visitor.session) = (nil, nil)
    return visitor
  }

  var service: TwoFactorService { site.service }

  /// The account that is signing in or has.
  ///
  /// A browser without a session has the id of nobody.
  var id: AccountID {
    session.flatMap { try? AccountID($0.account) } ?? "nobody"
  }

  /// The grant or challenge.
  var token: String { key?.token ?? "" }

  /// What a form must bring back to be this browser's.
  var formToken: String {
    Digest.hmac("\(browser)|\(key?.cookie ?? "")", key: site.formKey)
  }

  func field(_ name: String) -> String { fields[name] ?? "" }

  /// A text in the visitor's language; `{0}` and so on are filled in.
  func t(_ key: String, _ values: String...) -> String {
    language.text(key, values)
  }

  /// What the account layer refuses, and what to do about it.
  func refusal(_ error: TwoFactorError) -> HTML {
    Part.notice(.bad, language.text(error))
  }

  func form(
    _ action: String, _ fields: [Field] = [], button: String,
    style: String = "primary"
  ) -> HTML {
    Form(
      action: action, fields: fields, button: button, style: style,
      token: formToken
    ).html
  }

  /// "in 4 seconds", in words.
  func wait(_ seconds: Int?) -> String {
    guard let seconds, seconds > 0 else { return "" }
    if seconds == 1 { return t("wait.second") }
    if seconds < 90 { return t("wait.seconds", "\(seconds)") }
    return t("wait.minutes", "\((seconds + 59) / 60)")
  }

  /// A time for people.
  func time(_ time: UnixTime?) -> String {
    guard let time else { return t("time.never") }
    let date = Date(timeIntervalSince1970: TimeInterval(time.seconds))
    let form = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
      .dateTimeSeparator(.space).time(includingFractionalSeconds: false)
    return String(date.formatted(form).prefix(16)) + " UTC"
  }

  func factor(_ kind: FactorKind) -> String { t("factor.\(kind.rawValue)") }
}

/// What a request comes to.
struct Reply: Sendable {
  enum Body: Sendable {
    case page(Page)
    case redirect(String)
    case file(String, type: String)
  }

  /// What becomes of the browser's session.
  enum Change: Sendable {
    case keep
    /// Another one takes its place.
    case start(SessionKey)
    /// Other rights under the same name, for a program's session.
    case update(WebSession, SessionKey)
    case end
  }

  var body: Body
  var status = 200
  var change = Change.keep
  /// A new token for the device's cookie; empty to forget it.
  var device: String?
  /// A change of the language.
  var language: Language?
  /// The seconds until it is worth trying again.
  var retryAfter: Int?

  /// Whom a page is for.
  func viewer(_ visitor: Visitor) -> Visitor {
    if case .end = change { visitor.signedOut } else { visitor }
  }

  static func page(_ page: Page, status: Int = 200) -> Reply {
    Reply(body: .page(page), status: status)
  }

  static func go(_ path: String) -> Reply {
    Reply(body: .redirect(path), status: 303)
  }
}

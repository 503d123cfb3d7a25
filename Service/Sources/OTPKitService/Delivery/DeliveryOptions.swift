// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// How messages reach people.
struct DeliveryOptions: ParsableArguments {
  @Option(
    help: "The program that sends messages: PROGRAM sms|mail TO < TEXT.")
  var sender: String?

  @Option(
    help: ArgumentHelp(
      "Send mail to this server, such as smtp://mail.example.org:587.",
      discussion: """
        smtps:// is TLS from the start; smtp:// needs STARTTLS but on loopback.
        """))
  var smtp: String?

  @Option(
    help: """
      A file with the SMTP user and password, a line each; or \
      OTPKIT_SMTP_USER and OTPKIT_SMTP_PASSWORD.
      """)
  var smtpLogin: String?

  @Option(help: "The address that mail comes from.") var mailFrom: String?

  @Option(
    help: """
      Post text messages to this https:// address; in it and in the body, \
      {to}, {text} and {id} are filled in.
      """)
  var smsGateway: String?

  @Option(
    help: "The body as JSON, such as {\"to\":\"{to}\",\"text\":\"{text}\"}.")
  var smsJSON: String?

  @Option(help: "The body as a form, such as To={to}&Body={text}.")
  var smsForm: String?

  @Option(
    help: """
      A file with headers for the gateway, a line each, such as Authorization: \
      Bearer TOKEN; or OTPKIT_SMS_HEADERS.
      """)
  var smsHeaders: String?

  @Option(
    help: "A file of certificates to trust instead of the system's (PEM).")
  var deliveryAuthorities: String?

  /// What sends messages.
  ///
  /// - Throws: `ValidationError`, which repeats nothing that is secret.
  func messageSender(_ wording: Wording) throws -> DeliverySender {
    var sending = DeliverySender(wording: wording)
    sending.smtp = try smtpCarrier(wording)
    sending.gateway = try gatewayCarrier()
    sending.command = sender.map {
      CommandSender(program: $0, wording: wording)
    }
    guard sending.smtp != nil || sending.command != nil else {
      throw ValidationError("--smtp or --sender is needed")
    }
    return sending
  }

  private var environment: [String: String] {
    ProcessInfo.processInfo.environment
  }

  /// The file of authorities, which must be there.
  private func authorities() throws -> String? {
    guard let file = deliveryAuthorities else { return nil }
    guard FileManager.default.isReadableFile(atPath: file) else {
      throw ValidationError("--delivery-authorities cannot be read")
    }
    return file
  }
}

// MARK: - Mail

extension DeliveryOptions {
  private func smtpCarrier(_ wording: Wording) throws -> SMTPCarrier? {
    guard let smtp else {
      guard smtpLogin == nil, mailFrom == nil else {
        throw ValidationError("--smtp-login and --mail-from go with --smtp")
      }
      return nil
    }
    guard let server = ServerAddress(smtp, schemes: ["smtp", "smtps"]),
      MessageTemplate(smtp).names.isEmpty
    else {
      throw ValidationError(
        "--smtp is smtp://HOST:PORT or smtps://HOST:PORT, without a user")
    }
    guard let from = mailFrom, MailText.isAddress(from) else {
      throw ValidationError("--mail-from is needed: an address, without a name")
    }
    guard (try? MailText.words(wording.issuer, after: 0)) != nil else {
      throw ValidationError("--issuer cannot stand in a mail")
    }
    return SMTPCarrier(
      server: server, mail: MailText(sender: from, name: wording.issuer),
      login: try login(), authorities: try authorities())
  }

  private func login() throws -> (user: String, password: String)? {
    var lines = [
      environment["OTPKIT_SMTP_USER"], environment["OTPKIT_SMTP_PASSWORD"],
    ].compactMap(\.self)
    if let smtpLogin {
      lines = try PrivateFile.text(smtpLogin, "the file of --smtp-login").lines
    }
    guard !lines.isEmpty else { return nil }
    guard lines.count == 2, lines.allSatisfy({ !$0.isEmpty }) else {
      throw ValidationError("the SMTP login is a user and a password")
    }
    return (lines[0], lines[1])
  }
}

// MARK: - Text messages

extension DeliveryOptions {
  private func gatewayCarrier() throws -> GatewayCarrier? {
    guard let smsGateway else {
      guard smsJSON == nil, smsForm == nil, smsHeaders == nil else {
        throw ValidationError("--sms-… options go with --sms-gateway")
      }
      return nil
    }
    guard
      let gateway = ServerAddress(
        smsGateway, schemes: ["https"], onLoopback: "http",
        example: MessageTemplate(smsGateway).filled([:]) { _ in "0" })
    else {
      throw ValidationError(
        "--sms-gateway begins with https:// and has no user in it")
    }
    let carrier = GatewayCarrier(
      gateway: gateway, url: MessageTemplate(smsGateway), body: try body(),
      headers: try headers(), authorities: try authorities())
    let names = carrier.url.names.union(carrier.body.template.names)
    guard names.isSuperset(of: ["to", "text"]) else {
      throw ValidationError("the gateway needs both {to} and {text}")
    }
    return carrier
  }

  private func body() throws -> GatewayCarrier.Body {
    let standard = #"{"to":"{to}","text":"{text}"}"#
    let body: GatewayCarrier.Body
    switch (smsJSON, smsForm) {
    case (let json, nil): body = .json(MessageTemplate(json ?? standard))
    case (nil, let form?): body = .form(MessageTemplate(form))
    default: throw ValidationError("one of --sms-json and --sms-form")
    }
    guard body.isWellFormed else {
      throw ValidationError(
        "--sms-json is no JSON with {to} and {text} in \"…\"")
    }
    return body
  }

  private func headers() throws -> [String] {
    var text = environment["OTPKIT_SMS_HEADERS"] ?? ""
    if let smsHeaders {
      text = try PrivateFile.text(smsHeaders, "the file of --sms-headers")
    }
    let lines = text.lines.filter { !$0.isEmpty }
    guard lines.allSatisfy(\.isHeader) else {
      throw ValidationError("a header for the gateway is malformed")
    }
    return lines
  }
}

extension String {
  fileprivate var lines: [String] {
    var lines = split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Whether it is a name, a colon and a value (RFC 9110 section 5), and not
  /// one of those that say how long or of what kind the body is.
  fileprivate var isHeader: Bool {
    let own = ["content-type", "content-length", "transfer-encoding"]
    let isClean = unicodeScalars.allSatisfy {
      (0x20...0x7e).contains($0.value)
    }
    guard isClean, let colon = firstIndex(of: ":") else { return false }
    let name = self[..<colon]
    let isName = name.allSatisfy {
      $0.isLetter || $0.isNumber || "-_".contains($0)
    }
    let value = self[index(after: colon)...]
    return isName && !name.isEmpty && !value.allSatisfy { $0 == " " }
      && !own.contains(name.lowercased())
  }
}

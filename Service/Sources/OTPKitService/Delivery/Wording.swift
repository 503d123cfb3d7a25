// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import TwoFactor

/// A message in words.
struct Letter: Sendable {
  var destination: String
  var isMail: Bool
  /// What it is about, without codes: it is seen before a mail is opened.
  var subject: String
  var text: String
  /// Where the message leads.
  var link: String?

  /// The text and the link.
  var whole: String {
    [text, link].compactMap(\.self).joined(separator: "\n\n")
  }
}

/// Puts messages into words.
struct Wording: Sendable {
  let issuer: String
  /// The address of the service; never one that a request named.
  let origin: String
  var language = Language.english

  func letter(_ message: AccountMessage) -> Letter {
    let (text, path) = words(message.content)
    let link = path.map { origin + $0 }
    let subject = subject(message.content)
    switch message.destination {
    case .sms(let number):
      return Letter(
        destination: number.e164, isMail: false, subject: subject, text: text,
        link: link)
    case .mail(let address):
      // By its name: several accounts may have one address.
      let name = message.account.text.inQuery
      let whose = message.content.isReset ? "&account=\(name)" : ""
      return Letter(
        destination: address, isMail: true, subject: subject, text: text,
        link: link.map { $0 + whose })
    }
  }

  private func subject(_ content: AccountMessage.Content) -> String {
    switch content {
    case .code: language.text("message.subject.code", [issuer])
    case .resetToken: language.text("message.subject.reset", [issuer])
    case .temporaryPassword:
      language.text("message.subject.temporary", [issuer])
    case .notice: language.text("message.subject.notice", [issuer])
    }
  }

  private func words(
    _ content: AccountMessage.Content
  ) -> (text: String, link: String?) {
    switch content {
    case .code(let code, let use, _):
      (language.text("message.code.\(use.rawValue)", [code, issuer]), nil)
    case .resetToken(let token, _):
      (language.text("message.reset", [issuer]), "/reset?token=\(token)")
    case .temporaryPassword(let password, _):
      (language.text("message.temporary", [issuer, password]), "/sign-in")
    case .notice(let notice):
      (
        language.text(
          "message.notice", [issuer, language.text("notice.\(name(notice))")]),
        nil
      )
    }
  }

  private func name(_ notice: AccountMessage.Notice) -> String {
    switch notice {
    case .factorAdded: "factorAdded"
    case .factorRemoved: "factorRemoved"
    case .appAdded: "appAdded"
    case .appRemoved: "appRemoved"
    case .secondStepFailed: "secondStepFailed"
    case .codeReused: "codeReused"
    case .factorDisabled: "factorDisabled"
    case .backupCodeUsed: "backupCodeUsed"
    case .backupCodesIssued: "backupCodesIssued"
    case .recovered: "recovered"
    case .administratorReset: "administratorReset"
    case .deviceRemembered: "deviceRemembered"
    case .phoneChanged: "phoneChanged"
    case .phoneRemoved: "phoneRemoved"
    case .passwordChanged: "passwordChanged"
    case .mailChanged: "mailChanged"
    case .identityLinked: "identityLinked"
    case .identityUnlinked: "identityUnlinked"
    }
  }
}

extension AccountMessage.Content {
  fileprivate var isReset: Bool {
    if case .resetToken = self { true } else { false }
  }
}

extension String {
  /// Text as it stands in a query.
  var inQuery: String {
    addingPercentEncoding(
      withAllowedCharacters: CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
          + "0123456789")) ?? ""
  }
}

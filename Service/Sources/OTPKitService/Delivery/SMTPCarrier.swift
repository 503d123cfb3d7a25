// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Foundation

/// Sends mail to a server by SMTP (RFC 5321), with TLS.
struct SMTPCarrier: Sendable {
  let server: ServerAddress
  let mail: MailText
  /// The user and the password, if the server wants them.
  let login: (user: String, password: String)?
  /// A file of certificates beside or instead of the system's.
  let authorities: String?

  /// Sends a letter; it is sent when the server has taken it.
  func send(_ letter: Letter, id: String, seconds: Double) throws {
    let body = try mail.message(letter, id: id, at: Date())
    let transfer = try Transfer(
      server.text, scheme: server.scheme, seconds: seconds)
    // Without TLS to another machine everybody in between would read codes.
    let tls = server.isLoopback ? CURLUSESSL_NONE : CURLUSESSL_ALL
    transfer.set(CURLOPT_USE_SSL, Int(tls.rawValue))
    server.prepare(transfer, authorities)
    if let login {
      transfer.set(CURLOPT_USERNAME, login.user)
      transfer.set(CURLOPT_PASSWORD, login.password)
    }
    transfer.set(CURLOPT_MAIL_FROM, "<\(mail.sender)>")
    transfer.set(CURLOPT_MAIL_RCPT, ["<\(letter.destination)>"])
    var bytes = Array(body.utf8)
    let count = bytes.count
    try unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let file = unsafe fmemopen(buffer.baseAddress, count, "r") else {
        throw TransferError.failed("no memory", status: 0)
      }
      defer { unsafe fclose(file) }
      transfer.set(CURLOPT_UPLOAD, 1)
      unsafe transfer.set(CURLOPT_READDATA, UnsafeMutableRawPointer(file))
      transfer.set(CURLOPT_INFILESIZE, count)
      _ = try transfer.perform()
    }
  }
}

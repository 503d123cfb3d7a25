// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Logging
import TwoFactor

/// Sends mail by SMTP and text messages through a gateway, or hands either to
/// the operator's program.
struct DeliverySender: MessageSender {
  let wording: Wording
  var smtp: SMTPCarrier?
  var gateway: GatewayCarrier?
  /// What the others do not send.
  var command: CommandSender?

  // A server that hangs holds up its own kind of messages alone.
  private let mailThreads = TransferThreads()
  private let smsThreads = TransferThreads()
  private let logger = Logger(label: "otpkit-service.delivery")

  init(wording: Wording) { self.wording = wording }

  func send(_ message: AccountMessage) async throws {
    do {
      try await carry(message)
    } catch {
      logger.warning(
        "a message was not sent",
        metadata: [
          "id": "\(message.id)", "kind": "\(message.isMail ? "mail" : "sms")",
          "reason": "\(reason(error))",
        ])
      throw error
    }
  }

  private func reason(_ error: any Error) -> String {
    (error as? DeliveryError)?.reason ?? (error as? TransferError)?.reason
      ?? "the program failed"
  }

  private func carry(_ message: AccountMessage) async throws {
    let (letter, id) = (wording.letter(message), message.id)
    if let smtp, letter.isMail {
      try await mailThreads.run { seconds in
        try smtp.send(letter, id: id, seconds: seconds)
      }
    } else if let gateway, !letter.isMail {
      try await smsThreads.run { seconds in
        try gateway.send(letter, id: id, seconds: seconds)
      }
    } else if let command {
      try await command.send(message)
    } else {
      throw DeliveryError.noWay
    }
  }
}

extension AccountMessage {
  fileprivate var isMail: Bool {
    if case .mail = destination { true } else { false }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TwoFactor

/// Hands messages to a program that the operator names, for providers that
/// speak neither SMTP nor HTTP as ``DeliverySender`` does.
///
/// The program gets `sms` or `mail` and the destination as arguments and the
/// text on its standard input. A message counts as sent when it ends with 0;
/// otherwise it stays in the account's outbox and is tried again.
struct CommandSender: MessageSender {
  let program: String
  let wording: Wording

  func send(_ message: AccountMessage) async throws {
    let letter = wording.letter(message)
    let process = Process()
    let input = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = [letter.isMail ? "mail" : "sms", letter.destination]
    process.environment = ["OTPKIT_MESSAGE_ID": message.id]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    // A program that does not read its input is no reason to end.
    signal(SIGPIPE, SIG_IGN)
    try? input.fileHandleForWriting.write(
      contentsOf: Data((letter.whole + "\n").utf8))
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw NotSent() }
  }

  /// The program said no.
  private struct NotSent: Error {}
}

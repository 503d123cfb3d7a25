// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The messages that are saved with an account until they are sent.
///
/// Whoever saves a message holds a lease on it and sends it. If they die in
/// between, the lease ends and the next one to look at the account sends it:
/// nothing is lost, and twice is possible only after a crash.
enum Outbox {
  /// How long whoever saved a message has to send it, in seconds.
  static let lease = 30
}

extension Keyring {
  /// Seals a message: it may hold a code.
  func seal(
    _ message: Message, of account: AccountID, _ random: inout Randomness
  ) throws(TwoFactorError) -> Sealed {
    let body = Body(
      destination: message.destination, content: message.content)
    do {
      var bytes = Array(try JSONEncoder().encode(body))
      defer { Libcrypto.wipe(&bytes) }
      return try seal(
        bytes, for: .message(account, id: message.id), &random)
    } catch {
      throw .sealing
    }
  }

  /// Opens a sealed message.
  func message(
    _ entry: OutboxEntry, of account: AccountID
  ) throws(TwoFactorError) -> Message {
    do {
      var bytes = try open(
        entry.content, for: .message(account, id: entry.id))
      defer { Libcrypto.wipe(&bytes) }
      let body = try JSONDecoder().decode(Body.self, from: Data(bytes))
      return Message(
        id: entry.id, destination: body.destination, content: body.content)
    } catch let error as TwoFactorError {
      throw error
    } catch {
      throw .sealing
    }
  }

  private struct Body: Codable {
    var destination: Message.Destination
    var content: Message.Content
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import TwoFactor

/// What stands for a phone and a mailbox in the demo: a list in memory.
final class DemoOutbox: MessageSender {
  private static let limit = 200

  private let letters = Mutex<[Letter]>([])
  private let wording: Wording

  init(wording: Wording) { self.wording = wording }

  func send(_ message: AccountMessage) async throws {
    let letter = wording.letter(message)
    letters.withLock { letters in
      letters.insert(letter, at: 0)
      if letters.count > Self.limit { letters.removeLast() }
    }
  }

  /// The newest first.
  var all: [Letter] { letters.withLock { $0 } }
}

extension Visitor {
  /// Shows what was sent; the page exists in the demo only.
  func outboxPage() -> Reply {
    guard let demo = site.demo else { return problem(404) }
    let letters = demo.all.map { letter -> HTML in
      let title = t(
        letter.isMail ? "outbox.mail" : "outbox.sms", letter.destination)
      let link: HTML =
        letter.link.map { "<p>\(Part.link($0, $0))</p>" } ?? .empty
      return """
        <section class="card letter"><h2>\(title)</h2>\
        <p class="message">\(letter.text)</p>\(link)</section>
        """
    }
    return .page(
      Page(
        title: t("outbox.title"), lead: t("outbox.lead"), frame: .medium,
        parts: letters.isEmpty ? [Part.text(t("outbox.empty"))] : letters))
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

/// Leaves messages where they are: commands beside a running service do, which
/// sends them.
struct NobodySends: MessageSender {
  struct NotHere: Error {}
  func send(_ message: AccountMessage) async throws { throw NotHere() }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a message was not sent, beside what a transfer fails of
/// (``TransferError``); it names no address and nothing of the text.
enum DeliveryError: Error, Equatable {
  /// An address, a number or a subject cannot stand in a message.
  case malformed
  /// There is no way for messages of this kind.
  case noWay
  /// The gateway answered with this status of HTTP.
  case refused(status: Int)

  /// A word on it for the log.
  var reason: String {
    switch self {
    case .malformed: "malformed address or subject"
    case .noWay: "nothing sends messages of this kind"
    case .refused(let status): "status \(status)"
    }
  }
}

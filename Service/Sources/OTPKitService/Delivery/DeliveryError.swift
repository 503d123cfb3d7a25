// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a message was not sent; it names no address and nothing of the text.
enum DeliveryError: Error, Equatable {
  /// An address, a number or a subject cannot stand in a message.
  case malformed
  /// There is no way for messages of this kind.
  case noWay
  /// The time was over before it was this message's turn.
  case late
  /// libcurl failed, for this reason and after this status of the server.
  case transfer(String, status: Int)
  /// The gateway answered with this status of HTTP.
  case refused(status: Int)

  /// A word on it for the log.
  var reason: String {
    switch self {
    case .malformed: "malformed address or subject"
    case .noWay: "nothing sends messages of this kind"
    case .late: "too many messages are waiting"
    case .transfer(let reason, 0): reason
    case .transfer(let reason, let status): "\(reason) (status \(status))"
    case .refused(let status): "status \(status)"
    }
  }
}

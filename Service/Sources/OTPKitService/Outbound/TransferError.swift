// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a transfer failed; it holds nothing of what was sent and came.
enum TransferError: Error, Equatable {
  /// The time was over before it was this transfer's turn.
  case late
  /// libcurl failed, for this reason and after this status of the server.
  case failed(String, status: Int)

  /// A word on it for the log.
  var reason: String {
    switch self {
    case .late: "too many transfers are waiting"
    case .failed(let reason, 0): reason
    case .failed(let reason, let status): "\(reason) (status \(status))"
    }
  }
}

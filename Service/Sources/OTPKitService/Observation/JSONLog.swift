// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import OTPCore

/// Writes log entries to standard error, a JSON object a line.
struct JSONLog: LogHandler {
  var logLevel = Logger.Level.info
  var metadata = Logger.Metadata()
  let label: String

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let own = metadata.merging(event.metadata ?? [:]) { _, new in new }
    var members = own.mapValues { JSON.text("\($0)") }
    members["time"] = .time(.now)
    members["level"] = .text(event.level.rawValue)
    members["logger"] = .text(label)
    members["message"] = .text("\(event.message)")
    let line = JSON.object(members).encoded + "\n"
    FileHandle.standardError.write(Data(line.utf8))
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files and connections that the process may have open at once.
enum OpenFiles {
  /// Raises the limit that the process begins with, often 1,024, as far as the
  /// system allows.
  ///
  /// - Returns: The limit that holds now.
  static func allow(_ count: Int) -> Int {
    #if canImport(Glibc)
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    let files = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard unsafe getrlimit(files, &limit) == 0 else { return 0 }
    let wanted = min(rlim_t(count), limit.rlim_max)
    if limit.rlim_cur < wanted {
      limit.rlim_cur = wanted
      guard unsafe setrlimit(files, &limit) == 0 else { return 0 }
    }
    return Int(clamping: limit.rlim_cur)
  }
}

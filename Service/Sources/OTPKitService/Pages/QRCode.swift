// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CQRCode

/// The squares of a QR code.
struct QRCode {
  private let width: Int
  private let isDark: [Bool]

  /// - Returns: `nil` if the text is too long for a code.
  init?(_ text: String) {
    guard
      let code = unsafe QRcode_encodeString(
        text, 0, QR_ECLEVEL_M, QR_MODE_8, 1)
    else { return nil }
    defer { unsafe QRcode_free(code) }
    width = unsafe Int(code.pointee.width)
    guard let data = unsafe code.pointee.data else { return nil }
    isDark = (0..<width * width).map { unsafe data[$0] & 1 == 1 }
  }

  /// A drawing of it with the quiet zone of four squares (ISO/IEC 18004).
  func svg(label: String) -> HTML {
    let size = width + 8
    return """
      <svg class="qr" role="img" aria-label="\(label)" \
      viewBox="0 0 \(size) \(size)" shape-rendering="crispEdges">\
      <path fill="#fff" d="M0 0h\(size)v\(size)H0z"/>\
      <path fill="#000" d="\(path)"/></svg>
      """
  }

  /// Each run of dark squares in a row as one box.
  private var path: String {
    var path = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        let start = column
        while column < width, isDark[row * width + column] { column += 1 }
        let count = column - start
        if count > 0 {
          path += "M\(start + 4) \(row + 4)h\(count)v1h-\(count)z"
        }
        column += 1
      }
    }
    return path
  }
}

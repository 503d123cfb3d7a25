// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A QR code, drawn by libqrencode.
///
/// The library is looked for when a code is wanted, so the program runs without
/// it. The text stays in this process.
struct QRCode {
  /// The modules of a side.
  let width: Int
  /// Row by row, whether a module is dark.
  private let isDark: [Bool]

  /// The smallest code that holds `text`, of which a seventh may be damaged.
  init(_ text: String) throws(CommandError) {
    let library = try Library()
    guard let code = library.encode(text) else {
      throw CommandError("--qr: the URI is too long for a QR code")
    }
    (width, isDark) = code
  }

  /// The code for a terminal: two modules on a line, black on white whatever
  /// the terminal's colours, with the margin of four that readers expect.
  var text: String {
    let (margin, paint, plain) = (4, "\u{1b}[30;107m", "\u{1b}[0m")
    let rows = stride(from: -margin, to: width + margin, by: 2).map { row in
      let columns = (-margin..<width + margin).map { column in
        block(upper: self[row, column], lower: self[row + 1, column])
      }
      return paint + columns.joined() + plain + "\n"
    }
    return rows.joined()
  }

  /// Whether a module is dark; outside the code none is.
  private subscript(row: Int, column: Int) -> Bool {
    guard (0..<width).contains(row), (0..<width).contains(column) else {
      return false
    }
    return isDark[row * width + column]
  }

  private func block(upper: Bool, lower: Bool) -> String {
    switch (upper, lower) {
    case (true, true): "█"
    case (true, false): "▀"
    case (false, true): "▄"
    case (false, false): " "
    }
  }
}

/// The two functions of libqrencode (version 3 or 4) that are called.
@safe private struct Library {
  /// `QRcode` of qrencode.h.
  @unsafe private struct Code {
    var version: CInt
    var width: CInt
    var data: UnsafeMutablePointer<UInt8>?
  }

  private typealias Encode =
    @convention(c) (
      UnsafePointer<CChar>, CInt, CInt
    ) -> UnsafeMutableRawPointer?
  private typealias Free = @convention(c) (UnsafeMutableRawPointer?) -> Void

  private static let names = [
    "libqrencode.so.4", "libqrencode.so.3", "libqrencode.4.dylib",
    "/opt/homebrew/lib/libqrencode.4.dylib",
    "/usr/local/lib/libqrencode.4.dylib",
  ]

  private let encodeText: Encode
  private let freeCode: Free

  init() throws(CommandError) {
    for name in Self.names {
      guard let handle = unsafe dlopen(name, RTLD_NOW),
        let encode = unsafe dlsym(handle, "QRcode_encodeString8bit"),
        let free = unsafe dlsym(handle, "QRcode_free")
      else { continue }
      unsafe encodeText = unsafeBitCast(encode, to: Encode.self)
      unsafe freeCode = unsafeBitCast(free, to: Free.self)
      return
    }
    throw CommandError(
      "--qr: libqrencode is not installed (Debian and Ubuntu: libqrencode4, "
        + "Homebrew: qrencode)")
  }

  /// The width and the modules; `nil` for a text that is too long.
  func encode(_ text: String) -> (Int, [Bool])? {
    // Any version that is large enough, and level M of error correction.
    guard let result = unsafe encodeText(text, 0, 1) else { return nil }
    defer { unsafe freeCode(result) }
    let code = unsafe result.assumingMemoryBound(to: Code.self).pointee
    let width = Int(unsafe code.width)
    guard let data = unsafe code.data else { return nil }
    let modules = unsafe UnsafeBufferPointer(start: data, count: width * width)
    return (width, unsafe modules.map { $0 & 1 == 1 })
  }
}

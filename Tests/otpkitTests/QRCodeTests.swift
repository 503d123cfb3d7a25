// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `uri build --qr` from outside.
@Suite struct QRCodeTests {
  /// With libqrencode a code with its three corner patterns, else what is
  /// missing; the URI is printed as without.
  @Test func cornersAndURI() throws {
    let run = try build(["--account", "a"])
    guard run.status == 0 else {
      #expect(
        run.errors.hasPrefix("otpkit: --qr: libqrencode is not installed"))
      #expect(run.output == "")
      return
    }
    let code = PrintedCode(run.output)
    #expect(code.rest.count == 1)
    #expect(code.rest.first?.hasPrefix("otpauth://totp/a?secret=") == true)
    let top = try #require(code.rows.dropFirst(2).first)
    #expect(top.hasPrefix("    █▀▀▀▀▀█ ") && top.hasSuffix(" █▀▀▀▀▀█    "))
    #expect(Set(code.rows.map(\.count)).count == 1)
    #expect(code.rows.first?.allSatisfy { $0 == " " } == true)
  }

  /// A reader of QR codes reads the URI from the picture of what is printed.
  @Test(
    .enabled(if: Zbar.isHere, "no zbarimg: see Scripts/setup --tools"),
    arguments: [
      ["--account", "a"],
      ["--account", "alice@example.com", "--issuer", "ACME", "--digits", "8"],
      ["--account", "a b&c=d", "--issuer", "Zoë 日本", "--algorithm", "SHA512"],
      ["--account", "a", "--counter", "18446744073709551615"],
      ["--account", String(repeating: "long ", count: 60)],
    ])
  func isRead(arguments: [String]) throws {
    let run = try build(arguments)
    try #require(run.status == 0, "\(run.errors)")
    let code = PrintedCode(run.output)
    let uri = try #require(code.rest.first)
    #expect(try Zbar.read(code.picture(scale: 4)) == uri + "\n")
  }

  private func build(_ arguments: [String]) throws -> Program {
    try Program(
      ["uri", "build", "--secret", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "--qr"]
        + arguments)
  }
}

/// A code as a terminal gets it: black on white, two rows of modules a line.
private struct PrintedCode {
  /// The lines of the code without their colours.
  let rows: [String]
  /// The other lines.
  let rest: [String]

  init(_ output: String) {
    let (paint, plain) = ("\u{1b}[30;107m", "\u{1b}[0m")
    let lines = output.split(separator: "\n").map(String.init)
    let painted = { (line: String) in
      line.hasPrefix(paint) && line.hasSuffix(plain)
    }
    rows = lines.filter(painted).map {
      String($0.dropFirst(paint.count).dropLast(plain.count))
    }
    rest = lines.filter { !painted($0) }
  }

  /// The picture, in the format PGM, with so many pixels for a module's side.
  func picture(scale: Int) -> Data {
    let modules = rows.flatMap { row in
      [row.map { "█▀".contains($0) }, row.map { "█▄".contains($0) }]
    }
    let width = (modules.first?.count ?? 0) * scale
    var data = Data("P5 \(width) \(modules.count * scale) 255\n".utf8)
    for row in modules {
      let pixels = row.flatMap { isDark in
        [UInt8](repeating: isDark ? 0 : 255, count: scale)
      }
      for _ in 0..<scale { data.append(contentsOf: pixels) }
    }
    return data
  }
}

/// zbarimg, which reads QR codes from pictures.
private enum Zbar {
  private static let program =
    (ProcessInfo.processInfo.environment["PATH"]
    ?? "").split(separator: ":").map { "\($0)/zbarimg" }
    .first(where: FileManager.default.isExecutableFile)

  static var isHere: Bool { program != nil }

  /// The texts of the codes in a picture, each on a line.
  static func read(_ picture: Data) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "\(UUID().uuidString).pgm")
    try picture.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(program))
    process.arguments = ["--raw", "--quiet", "--nodbus", file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

/// Vectors of others, too many to carry along: NIST's CAVP file `HMAC.rsp` and
/// Wycheproof's `hmac_sha*_test.json`.
///
/// `OTPKIT_EXTERNAL_VECTORS` names a folder with `nist-cavp` and `wycheproof`
/// in it.
@Suite(.enabled(if: ExternalVectors.folder != nil, ExternalVectors.hint))
struct ExternalVectorTests {
  @Test func nist() throws {
    let rows = try ExternalVectors.nist()
    for row in rows { row.check() }
    #expect(rows.count == 900, "300 each of SHA-1, SHA-256 and SHA-512")
    print("nist-cavp: \(rows.count) rows")
  }

  @Test(arguments: HashAlgorithm.allCases)
  func wycheproof(algorithm: HashAlgorithm) throws {
    let (rows, announced) = try ExternalVectors.wycheproof(algorithm)
    for row in rows { row.check() }
    #expect(rows.count == announced)
    #expect(rows.contains { !$0.isValid })
    print("wycheproof \(algorithm.rawValue): \(rows.count) rows")
  }
}

/// Reads the files.
enum ExternalVectors {
  static let folder = ProcessInfo.processInfo.environment[
    "OTPKIT_EXTERNAL_VECTORS"]
  static let hint: Comment = "OTPKIT_EXTERNAL_VECTORS is not set"

  struct Row {
    let name: String
    let algorithm: HashAlgorithm
    let key: [UInt8]
    let message: [UInt8]
    /// The whole code, or its beginning.
    let tag: [UInt8]
    let isValid: Bool

    func check() {
      let code = HMACKey(bytes: key, algorithm: algorithm)
        .authenticationCode(for: message)
      let matches = ConstantTime.equal(code.prefix(tag.count), tag)
      #expect(!tag.isEmpty && matches == isValid, "\(name)")
    }
  }

  private static func contents(_ path: String) throws -> Data {
    let folder = try #require(folder)
    return try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))
  }

  // MARK: NIST

  static func nist() throws -> [Row] {
    let text = String(
      decoding: try contents("nist-cavp/HMAC.rsp"), as: UTF8.self)
    var rows: [Row] = []
    var algorithm: HashAlgorithm?
    var fields: [Substring: Substring] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("[L=") {
        let count = Int(line.dropFirst(3).dropLast())
        algorithm = HashAlgorithm.allCases.first {
          $0.digestByteCount == count
        }
        continue
      }
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, parts[1] == "=" else { continue }
      fields[parts[0]] = parts[2]
      guard parts[0] == "Mac", let algorithm else { continue }
      rows.append(try row(algorithm, fields))
    }
    return rows
  }

  private static func row(
    _ algorithm: HashAlgorithm, _ fields: [Substring: Substring]
  ) throws -> Row {
    let key = try #require(fields["Key"].flatMap { Hex.decode($0) })
    let tag = try #require(fields["Mac"].flatMap { Hex.decode($0) })
    #expect(fields["Klen"].flatMap { Int($0) } == key.count)
    #expect(fields["Tlen"].flatMap { Int($0) } == tag.count)
    return Row(
      name: "\(algorithm.rawValue), count \(fields["Count"] ?? "?")",
      algorithm: algorithm, key: key,
      message: try #require(fields["Msg"].flatMap { Hex.decode($0) }),
      tag: tag, isValid: true)
  }

  // MARK: Wycheproof

  private struct File: Decodable {
    let numberOfTests: Int
    let testGroups: [Group]
  }

  private struct Group: Decodable {
    let keySize: Int
    let tagSize: Int
    let tests: [Test]
  }

  private struct Test: Decodable {
    let tcId: Int
    let key: String
    let msg: String
    let tag: String
    let result: String
  }

  static func wycheproof(
    _ algorithm: HashAlgorithm
  ) throws -> (rows: [Row], announced: Int) {
    let name = "hmac_\(algorithm.rawValue.lowercased())_test.json"
    let file = try JSONDecoder().decode(
      File.self, from: contents("wycheproof/" + name))
    var rows: [Row] = []
    for group in file.testGroups {
      for test in group.tests {
        let row = Row(
          name: "\(name) \(test.tcId)", algorithm: algorithm,
          key: bytes(hex: test.key), message: bytes(hex: test.msg),
          tag: bytes(hex: test.tag), isValid: test.result == "valid")
        #expect(row.key.count * 8 == group.keySize, "\(row.name)")
        #expect(row.tag.count * 8 == group.tagSize, "\(row.name)")
        rows.append(row)
      }
    }
    return (rows, file.numberOfTests)
  }
}

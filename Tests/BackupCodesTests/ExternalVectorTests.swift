// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import BackupCodes

/// Project Wycheproof's and pyca/cryptography's files, which are not part of
/// this package: `OTPKIT_EXTERNAL_VECTORS` names the folder that holds them.
@Suite(.enabled(if: externalVectors != nil, "set OTPKIT_EXTERNAL_VECTORS"))
struct ExternalVectorTests {
  private func contents(_ path: String) throws -> Data {
    let folder = URL(fileURLWithPath: try #require(externalVectors))
    return try Data(contentsOf: folder.appending(path: path))
  }

  // MARK: Wycheproof

  private struct File: Decodable {
    let numberOfTests: Int
    let testGroups: [Group]
  }

  private struct Group: Decodable {
    let tests: [Case]
  }

  private struct Case: Decodable {
    let tcId, iterationCount, dkLen: Int
    let password, salt, dk, result: String
  }

  @Test(
    arguments: [
      ("1", .sha1), ("256", .sha256), ("512", .sha512),
    ] as [(String, Libcrypto.Digest)])
  func wycheproof(_ name: String, _ digest: Libcrypto.Digest) throws {
    let path = "wycheproof/pbkdf2_hmacsha\(name)_test.json"
    let file = try JSONDecoder().decode(File.self, from: contents(path))
    let cases = file.testGroups.flatMap(\.tests)
    #expect(cases.count == file.numberOfTests)
    let quick = cases.filter { runsSlowTests || $0.iterationCount < 1 << 20 }
    for test in quick { try check(test, digest) }
    print("\(path): \(quick.count) of \(cases.count) cases run")
  }

  private func check(_ test: Case, _ digest: Libcrypto.Digest) throws {
    let key = try Libcrypto.pbkdf2(
      password: bytes(hex: test.password), salt: bytes(hex: test.salt),
      iterations: test.iterationCount, digest: digest, byteCount: test.dkLen)
    let agrees = try key == bytes(hex: test.dk)
    #expect(agrees == (test.result == "valid"), "case \(test.tcId)")
  }

  // MARK: pyca

  @Test func scrypt() throws {
    let text = String(
      decoding: try contents("pyca/scrypt.txt"), as: UTF8.self)
    let cases = text.components(separatedBy: "COUNT = ").dropFirst()
    var run = 0
    for test in cases {
      let fields = fields(of: test)
      let n = try #require(fields["N"].flatMap { UInt64($0) })
      guard runsSlowTests || n < 1 << 20 else { continue }
      try check(fields, n: n)
      run += 1
    }
    #expect(run > 0)
    print("pyca/scrypt.txt: \(run) of \(cases.count) cases run")
  }

  private func fields(of test: String) -> [String: String] {
    test.split(whereSeparator: \.isNewline).reduce(into: [:]) {
      let parts = $1.split(separator: "=", maxSplits: 1)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      $0[parts[0]] = parts.count == 2 ? parts[1] : ""
    }
  }

  private func check(_ fields: [String: String], n: UInt64) throws {
    let r = try #require(fields["r"].flatMap { UInt64($0) })
    let p = try #require(fields["p"].flatMap { UInt64($0) })
    let expected = try bytes(hex: #require(fields["DERIVED_KEY"]))
    let key = try Libcrypto.scrypt(
      password: Array(#require(fields["PASSWORD"]).utf8),
      salt: Array(#require(fields["SALT"]).utf8), n: n, r: r, p: p,
      memoryLimit: .max, byteCount: expected.count)
    #expect(key == expected, "N=\(n) r=\(r) p=\(p)")
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

/// Which differences between two otpauth URIs are none.
struct URIMeaningTests {
  private static let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  private static let plain =
    "otpauth://totp/ACME:alice?secret=\(secret)&issuer=ACME&algorithm=SHA1"
    + "&digits=6&period=30"

  @Test(arguments: [
    "otpauth://totp/ACME:alice?secret=\(secret)",
    "OTPAUTH://TOTP/ACME:alice?secret=\(secret)",
    "otpauth://totp/ACME%3Aalice?secret=\(secret)&issuer=ACME",
    "otpauth://totp/ACME:%20alice?issuer=ACME&secret=\(secret)",
    "otpauth://totp/alice?secret=\(secret)&issuer=ACME&digits=06",
    "otpauth://totp/%41CME:%61lice?secret=\(secret)&&image=x&period=30&",
    "otpauth://totp/ACME:alice?secret=\(secret)%3D%3D",
  ])
  func meansTheSame(uri: String) throws {
    let meaning = try #require(URIMeaning(uri))
    #expect(meaning == URIMeaning(Self.plain))
  }

  @Test(arguments: [
    "otpauth://hotp/ACME:alice?secret=\(secret)&counter=30",
    "otpauth://totp/alice?secret=\(secret)",
    "otpauth://totp/ACME:Alice?secret=\(secret)",
    "otpauth://totp/Acme:alice?secret=\(secret)",
    "otpauth://totp/ACME:alice+?secret=\(secret)",
    "otpauth://totp/ACME:alice?secret=\(secret.dropLast(8))",
    "otpauth://totp/ACME:alice?secret=\(secret)&digits=8",
    "otpauth://totp/ACME:alice?secret=\(secret)&period=60",
    "otpauth://totp/ACME:alice?secret=\(secret)&algorithm=SHA256",
  ])
  func meansAnother(uri: String) throws {
    let meaning = try #require(URIMeaning(uri))
    #expect(meaning != URIMeaning(Self.plain))
  }

  /// A letter with its accent is not the same text as a letter and an accent.
  @Test(arguments: ["zo%C3%AB", "A%C3%81:alice"])
  func namesAreCompared(label: String) throws {
    let composed = "otpauth://totp/\(label)?secret=\(Self.secret)"
    let decomposed = composed.replacing("%C3%AB", with: "e%CC%88")
      .replacing("%C3%81", with: "A%CC%81")
    let meaning = try #require(URIMeaning(composed))
    #expect(try meaning != #require(URIMeaning(decomposed)))
  }

  /// Nothing that only some readers would understand.
  @Test(arguments: [
    "", "otpauth://totp/alice", "otpauth:/totp/alice?secret=\(secret)",
    "otpauth://steam/alice?secret=\(secret)",
    "otpauth://totp/?secret=\(secret)", "otpauth://totp?secret=\(secret)",
    "otpauth://totp/a/b?secret=\(secret)",
    "otpauth://totp/a b?secret=\(secret)",
    "otpauth://totp/é?secret=\(secret)", "otpauth://totp/a%?secret=\(secret)",
    "otpauth://totp/a%fg?secret=\(secret)",
    "otpauth://totp/%ff?secret=\(secret)",
    "otpauth://totp/a?secret=\(secret)#x", "otpauth://totp/a?secret=",
    "otpauth://totp/a?secret=\(secret.lowercased())",
    "otpauth://totp/a?secret=\(secret)%0A",
    "otpauth://totp/a?secret=\(secret)&secret=\(secret)",
    "otpauth://totp/A:a?secret=\(secret)&issuer=B",
    "otpauth://totp/a?secret=\(secret)&period=",
    "otpauth://totp/a?secret=\(secret)&digits=+6",
    "otpauth://totp/a?secret=\(secret)&issuer",
    "otpauth://hotp/a?secret=\(secret)", "otpauth://totp/a?secret=\(secret)\n",
  ])
  func meansNothing(uri: String) {
    #expect(URIMeaning(uri) == nil)
  }

  @Test func parametersOfTheOtherTypeDoNotCount() {
    let hotp = "otpauth://hotp/a?secret=\(Self.secret)&counter=0"
    #expect(URIMeaning(hotp) == URIMeaning(hotp + "&period=60"))
    #expect(URIMeaning(hotp) != URIMeaning(hotp + "0&counter=1"))
    #expect(URIMeaning(hotp) != URIMeaning(hotp + "1"))
  }
}

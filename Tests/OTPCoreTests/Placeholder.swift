// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Test func smoke() throws {
  let secret = try Secret("12345678901234567890".utf8)
  let totp = try TOTP(secret: secret, digits: 8)
  #expect(try totp.code(at: 59).description == "94287082")
  #expect(try totp.verify("94287082", at: 59).isAccepted)
}

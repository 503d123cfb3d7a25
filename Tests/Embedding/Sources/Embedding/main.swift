// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

let secret = Secret.generate()
let totp = try TOTP(secret: secret)
let code = try totp.code(at: .now)
switch try totp.verify(code.description, at: .now) {
case .accepted(let match): print("accepted, drift \(match.drift)")
case .rejected(let reason): print("rejected: \(reason)")
}

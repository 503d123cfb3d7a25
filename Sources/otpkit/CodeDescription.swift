// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// What a code was made of, in the words of `oathtool --verbose`.
struct CodeDescription {
  private var rows: [(name: String, value: String)]

  init(
    _ factor: SecretOptions.Factor, _ secret: Secret, at moment: UnixTime,
    _ run: CodeRun
  ) {
    rows = [
      ("Hex secret", secret.hex), ("Base32 secret", secret.revealedBase32()),
    ]
    switch factor {
    case .hotp(let hotp, _):
      rows += [
        ("Algorithm", hotp.algorithm.rawValue), ("Digits", "\(hotp.digits)"),
      ]
    case .totp(let totp):
      rows += [
        ("Algorithm", totp.algorithm.rawValue), ("Digits", "\(totp.digits)"),
        ("Step size (seconds)", "\(totp.period)"),
        ("Start time", Self.words(totp.t0)), ("Time", Self.words(moment)),
      ]
    }
    let hexadecimal = String(run.first, radix: 16, uppercase: true)
    rows.append(("Counter", "0x\(hexadecimal) (\(run.first))"))
    if let validity = run.validity {
      rows.append(("Valid until", "\(validity.end.iso8601), \(validity.left)"))
    }
  }

  /// A line for each, and an empty one.
  var text: String {
    rows.map { "\($0.name): \($0.value)\n" }.joined() + "\n"
  }

  private static func words(_ time: UnixTime) -> String {
    "\(time.iso8601) (\(time.seconds))"
  }
}

extension Secret {
  /// The bytes in hexadecimal.
  fileprivate var hex: String {
    unsafe withUnsafeBytes { bytes in
      unsafe bytes.map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
    }
  }
}

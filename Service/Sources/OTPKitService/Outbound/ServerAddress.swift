// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Foundation

/// The address of a server that this service asks: for mail, for text messages,
/// or an identity provider.
struct ServerAddress: Sendable {
  let text: String
  let scheme: String
  let isLoopback: Bool

  /// An address with a scheme and a host; `nil` for one with a user in it,
  /// since everybody on the machine sees a program's arguments.
  ///
  /// - Parameters:
  ///   - schemes: Those that may be used.
  ///   - onLoopback: One more, to this machine alone.
  ///   - example: The text with values in its places, if it has places: they
  ///     are never in the name of the host.
  init?(
    _ text: String, schemes: [String], onLoopback: String? = nil,
    example: String? = nil
  ) {
    let isPlain = text.unicodeScalars.allSatisfy {
      (0x21...0x7e).contains($0.value)
    }
    guard isPlain, let address = URLComponents(string: example ?? text),
      let scheme = address.scheme, let host = address.host, !host.isEmpty,
      address.user == nil, address.password == nil
    else { return nil }
    let isLoopback = ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
    guard schemes.contains(scheme) || isLoopback && scheme == onLoopback else {
      return nil
    }
    let authority = text.dropFirst(scheme.count + 3)
      .prefix { !"/?#".contains($0) }
    guard !authority.contains("{") else { return nil }
    (self.text, self.scheme, self.isLoopback) = (text, scheme, isLoopback)
  }

  /// Sets whom a transfer trusts, and how it gets there.
  func prepare(_ transfer: Transfer, _ authorities: String?) {
    if let authorities {
      transfer.set(CURLOPT_CAINFO, authorities)
      // The library's own folder would be trusted besides.
      unsafe transfer.set(CURLOPT_CAPATH, UnsafeMutableRawPointer?.none)
    }
    // What is for this machine is for no proxy, which the environment may name.
    if isLoopback { transfer.set(CURLOPT_NOPROXY, "*") }
  }
}

// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// The parts of a question about an otpauth URI that codes have not.
struct RandomURI: Sendable, Equatable {
  var isHOTP = false
  var issuer: String?
  var account = "a"
  /// How a URI to be read is written.
  var style = Style.canonical

  /// Ways to write a URI that all mean the same.
  enum Style: String, CaseIterable {
    /// As the kit writes it.
    case canonical
    /// With small letters in escapes, and letters escaped too.
    case smallEscapes, allEscaped
    /// With the parameters in the opposite order.
    case backwards
    /// With the issuer in the label or in its parameter only.
    case labelOnly, parameterOnly
    /// Without what has its default.
    case defaultsLeftOut
  }
}

extension RandomCase {
  var isURI: Bool { operation.hasPrefix("otpauth.") }

  /// How binding the answer about a URI is, as the vectors have it.
  var levelOfURI: VectorGroup.Level {
    if operation == "otpauth.build" {
      return (uri.account + (uri.issuer ?? "")).contains("/") ? .should : .must
    }
    return [.canonical, .backwards].contains(uri.style) ? .must : .should
  }

  /// The call of a question about a URI.
  var callOfURI: Call {
    operation == "otpauth.parse"
      ? Call(operation, ["uri": .string(uriText)])
      : Call(operation, uriFields)
  }

  private var uriFields: JSONObject {
    var fields: JSONObject = [
      "type": .string(uri.isHOTP ? "hotp" : "totp"),
      "account": .string(uri.account), "secret": .string(key.hexadecimal),
      "algorithm": .string(algorithm.rawValue), "digits": .integer(digits),
    ]
    fields["issuer"] = uri.issuer.map(JSON.string)
    if uri.isHOTP {
      fields["counter"] = .string("\(counter)")
    } else {
      fields["period"] = .integer(Int(step))
    }
    return fields
  }

  private var uriText: String {
    let issuer = uri.issuer.map { $0.escaped(uri.style) }
    let prefix = uri.style == .parameterOnly ? nil : issuer
    let label = (prefix.map { $0 + ":" } ?? "") + uri.account.escaped(uri.style)
    var parameters = [("secret", Base32Text.unpadded(key), false)]
    if let issuer, uri.style != .labelOnly {
      parameters.append(("issuer", issuer, false))
    }
    parameters.append(("algorithm", algorithm.rawValue, algorithm == .sha1))
    parameters.append(("digits", "\(digits)", digits == 6))
    parameters.append(
      uri.isHOTP
        ? ("counter", "\(counter)", false) : ("period", "\(step)", step == 30))
    if uri.style == .backwards { parameters.reverse() }
    let query = parameters.filter { uri.style != .defaultsLeftOut || !$0.2 }
      .map { $0.0 + "=" + $0.1 }.joined(separator: "&")
    return "otpauth://\(uri.isHOTP ? "hotp" : "totp")/\(label)?\(query)"
  }

  /// Simpler questions about a URI.
  var simplerURIs: [RandomCase] {
    var all: [RandomCase] = []
    func add(_ change: (inout RandomCase) -> Void) {
      var copy = self
      change(&copy)
      if copy != self { all.append(copy) }
    }
    if uri.style != .canonical { add { $0.uri.style = .canonical } }
    if uri.isHOTP { add { ($0.uri.isHOTP, $0.step) = (false, 30) } }
    if uri.issuer != nil { add { $0.uri.issuer = nil } }
    if uri.account != "a" { add { $0.uri.account = "a" } }
    // The ends stay: spaces there are a choice.
    for place in uri.account.indices.dropFirst().dropLast() {
      add { $0.uri.account.remove(at: place) }
    }
    for place in (uri.issuer ?? "").indices.dropFirst().dropLast() {
      add { $0.uri.issuer?.remove(at: place) }
    }
    if !uri.isHOTP, step != 30 { add { $0.step = 30 } }
    if uri.isHOTP {
      for smaller in [0, counter >> 32, counter >> 1] where smaller < counter {
        add { $0.counter = smaller }
      }
    }
    return all
  }
}

extension RandomCases {
  /// Names have what URIs escape, and letters of several scripts.
  private static let characters: [Character] = Array(
    "abzABZ019-._~ @+&=?#/%'\"!$()*,;[]{}<>|\\^`éßñ日本語🔑")

  mutating func setURI(_ question: inout RandomCase) {
    question.uri.isHOTP = numbers.once(in: 3)
    question.uri.account = name()
    question.uri.issuer = numbers.once(in: 4) ? nil : name()
    question.uri.style = numbers.pick(RandomURI.Style.allCases)
    if question.uri.isHOTP {
      question.counter = counter()
    } else if claims(.capability("step"), question), numbers.once(in: 2) {
      question.step = Int64(numbers.pick([1, 10, 15, 29, 45, 60, 90, 120]))
    }
  }

  /// A name that neither begins nor ends with a space.
  private mutating func name() -> String {
    let count = numbers.pick([1, 2, 3, 5, 8, numbers.int(1...24)])
    let middle = (0..<count).map { _ in numbers.pick(Self.characters) }
    let ends = (0..<2).map { _ in numbers.pick(Array("abcXYZ019é")) }
    return String([ends[0]] + middle + [ends[1]])
  }
}

/// Base32 as URIs have it.
private enum Base32Text {
  static func unpadded(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    return String(
      stride(from: 0, to: bits.count, by: 5).map { start in
        letters[
          (0..<5).reduce(0) { value, place in
            let index = start + place
            return value << 1 | (index < bits.count ? Int(bits[index]) : 0)
          }]
      })
  }
}

extension String {
  fileprivate func escaped(_ style: RandomURI.Style) -> String {
    utf8.map { byte in
      let isPlain =
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "-._~".utf8.contains(byte)
        }
      if isPlain, style != .allEscaped {
        return String(decoding: [byte], as: UTF8.self)
      }
      let digits = String(byte, radix: 16, uppercase: style != .smallEscapes)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}

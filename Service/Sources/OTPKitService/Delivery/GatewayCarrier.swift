// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Foundation

/// Sends text messages through a provider's gateway, by HTTP.
struct GatewayCarrier: Sendable {
  let gateway: ServerAddress
  /// The gateway's whole address, with places.
  let url: MessageTemplate
  let body: Body
  /// Lines of headers, such as one with a token.
  let headers: [String]
  let authorities: String?

  /// What is posted.
  enum Body: Sendable {
    case json(MessageTemplate)
    case form(MessageTemplate)
  }

  /// Sends a letter; it is sent when the gateway answers with 2xx.
  func send(_ letter: Letter, id: String, seconds: Double) throws {
    let values = ["to": letter.destination, "text": letter.whole, "id": id]
    let transfer = try Transfer(
      url.filled(values, \.inQuery), scheme: gateway.scheme, seconds: seconds)
    gateway.prepare(transfer, authorities)
    let (text, type) =
      switch body {
      case .json(let body): (body.filled(values, \.inJSON), "json")
      case .form(let body):
        (body.filled(values, \.inQuery), "x-www-form-urlencoded")
      }
    transfer.set(
      CURLOPT_HTTPHEADER,
      headers + ["Content-Type: application/\(type)", "Idempotency-Key: \(id)"])
    transfer.set(CURLOPT_POSTFIELDSIZE, text.utf8.count)
    transfer.set(CURLOPT_COPYPOSTFIELDS, text)
    let status = try transfer.perform()
    guard (200..<300).contains(status) else {
      throw DeliveryError.refused(status: status)
    }
  }
}

/// Text with places: `{to}`, `{text}` and `{id}`.
struct MessageTemplate: Sendable {
  private static let places = ["to", "text", "id"]

  private let parts: [(isPlace: Bool, text: String)]

  init(_ text: String) {
    var parts: [(isPlace: Bool, text: String)] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "{") {
      let name = Self.places.first {
        rest[start...].hasPrefix("{\($0)}")
      }
      let end = rest.index(start, offsetBy: name.map { $0.count + 2 } ?? 1)
      let before = rest[..<(name == nil ? end : start)]
      parts.append((false, String(before)))
      if let name { parts.append((true, name)) }
      rest = rest[end...]
    }
    self.parts = parts + [(false, String(rest))]
  }

  /// The names of the places that occur.
  var names: Set<String> { Set(parts.filter(\.isPlace).map(\.text)) }

  /// The text with values in its places; what a value has in it is no place.
  func filled(
    _ values: [String: String], _ escape: (String) -> String
  ) -> String {
    parts.map { $0.isPlace ? escape(values[$0.text] ?? "") : $0.text }.joined()
  }
}

extension String {
  /// Text as it stands between the quotes of JSON.
  fileprivate var inJSON: String {
    String(JSON.text(self).encoded.dropFirst().dropLast())
  }

  /// Whether it is JSON.
  var isJSON: Bool {
    (try? JSONSerialization.jsonObject(with: Data(utf8))) != nil
  }
}

extension GatewayCarrier.Body {
  var template: MessageTemplate {
    switch self {
    case .json(let template), .form(let template): template
    }
  }

  /// Whether it is well-formed with any values in its places.
  var isWellFormed: Bool {
    guard case .json(let template) = self else { return true }
    let values = ["to": "+1", "text": "a \"word\" \\ \n", "id": "0"]
    return template.filled(values, \.inJSON).isJSON
  }
}

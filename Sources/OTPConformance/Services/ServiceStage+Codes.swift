// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Codes by what they are.
extension ServiceStage {
  /// The text of a code that a story describes.
  func text(of symbol: JSONObject, _ owner: String) async throws -> String {
    let name = symbol["of"]?.string ?? owner
    var text = try await plain(symbol, name)
    if let title = symbol["as"]?.string { cast.named[title] = text }
    if let form = symbol["form"]?.string { text = text.in(form: form) }
    return text
  }

  private func plain(
    _ symbol: JSONObject, _ name: String
  ) async throws -> String {
    if let title = symbol["again"]?.string {
      guard let text = cast.named[title] else {
        throw ServiceEnd("no step has sent a code named \(title)")
      }
      return text
    }
    if let place = symbol["backup"]?.integer {
      return try backupCode(place, symbol["set"]?.integer, name)
    }
    let secrets = cast[name].secrets
    let number = symbol["secret"]?.integer ?? secrets.count - 1
    guard secrets.indices.contains(number) else {
      throw ServiceEnd("service.enrol gave no secret that could be read")
    }
    return try await appCode(symbol, name, number)
  }

  private func backupCode(
    _ place: Int, _ set: Int?, _ name: String
  ) throws -> String {
    let sets = cast[name].backupCodes
    let number = set ?? sets.count - 1
    guard sets.indices.contains(number), sets[number].indices.contains(place)
    else { throw ServiceEnd("the service gave too few backup codes") }
    return sets[number][place]
  }

  /// A code of a person's app.
  private func appCode(
    _ symbol: JSONObject, _ name: String, _ number: Int
  ) async throws -> String {
    let secret = cast[name].secrets[number]
    if symbol["fresh"] == true {
      let step = try await freshStep(name, number)
      cast[name].lastSteps[number] = step
      return try Self.known(secret.code(step))
    }
    let current = try await step(secret.period)
    if symbol["wrong"] == true {
      cast.wrongCount += 1
      return try Self.known(secret.wrongCode(cast.wrongCount, near: current))
    }
    let step = current + distance(symbol)
    let last = cast[name].lastSteps[number] ?? 0
    cast[name].lastSteps[number] = max(last, step)
    return try Self.known(secret.code(step))
  }

  /// How many steps a code is away from the current one.
  ///
  /// Where no window is declared, more than two minutes is too wide.
  private func distance(_ symbol: JSONObject) -> Int {
    let service = claims.service
    if let beyond = symbol["past"]?.integer {
      return -((service?.past ?? (beyond == 0 ? 0 : 4)) + beyond)
    }
    if let beyond = symbol["future"]?.integer {
      return (service?.future ?? (beyond == 0 ? 0 : 4)) + beyond
    }
    return symbol["step"]?.integer ?? 0
  }

  private static func known(_ code: String?) throws -> String {
    guard let code else { throw ServiceEnd("no code can be computed") }
    return code
  }
}

// MARK: - Drift

extension ServiceStage {
  /// Signs in with codes that come later each time, and at last with one that
  /// comes too late wherever the window may have moved.
  ///
  /// The window may move by the drift that the service declares, and not at
  /// all where it declares none. Where no window is declared either, it ends
  /// after two minutes.
  func drift(_ input: JSONObject) async throws -> JSONObject {
    let name = cast.name(in: input)
    var late = claims.service?.past ?? 1
    let latest = (claims.service?.past ?? 4) + (claims.service?.drift ?? 0)
    for _ in 0..<max(3, latest - late + 1) {
      guard try await isAccepted(late: late, name) else { break }
      late = min(late + 1, latest)
    }
    let isAccepted = try await isAccepted(late: latest + 1, name)
    return ["accepted": .bool(isAccepted)]
  }

  /// Whether a code of so many steps ago signs in, all codes from then on
  /// being unused.
  private func isAccepted(late: Int, _ name: String) async throws -> Bool {
    let period = cast[name].secrets.last?.period ?? 30
    try await pass((late + 2) * period, for: "steps without used codes")
    let who: JSONObject = [
      "client": .string("late-\(late)"), "person": .string(name),
    ]
    guard try await passPassword(who, name) else { return false }
    let answer = try await ask(
      "service.code",
      ["client": .string("late-\(late)"), "code": ["step": .integer(-late)]])
    return answer["accepted"] == true
  }
}

extension String {
  /// A code as it is not meant to be typed.
  fileprivate func `in`(form: String) -> String {
    switch form {
    case "space-before": " " + self
    case "space-after": self + " "
    case "tab-after": self + "\t"
    case "newline-after": self + "\n"
    case "spaced": String(prefix(count / 2)) + " " + suffix(count - count / 2)
    case "zero-before": "0" + self
    case "digit-after": self + "0"
    case "digit-before": "1" + self
    case "within": "1" + self + "0"
    case "cut": String(dropLast())
    case "no-break-space-after": self + "\u{a0}"
    case "other-case": self == uppercased() ? lowercased() : uppercased()
    case "changed": changingLastCharacter
    case "full-width": movingDigits(to: 0xff10)
    case "arabic": movingDigits(to: 0x0660)
    default: self
    }
  }

  private var changingLastCharacter: String {
    dropLast() + (last == "7" ? "3" : "7")
  }

  /// The digits of another script.
  private func movingDigits(to zero: UInt32) -> String {
    let scalars = unicodeScalars.map { scalar in
      ("0"..."9").contains(scalar)
        ? Unicode.Scalar(scalar.value - 0x30 + zero) ?? scalar : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}

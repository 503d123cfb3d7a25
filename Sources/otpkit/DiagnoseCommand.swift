// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import OTPConformance
import OTPCore
public import OTPDiagnosis

/// `otpkit diagnose`: finds out why codes are refused.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Find out why codes are refused.",
    discussion: """
      Reads the secret, or an otpauth:// URI as a QR code has it, from \
      standard input, and looks for the codes among those that it gives when it is read in other forms, \
      with other hashes, digits and periods, and with a clock that is off by \
      up to a week. The options say what the server is set to.

      One code of six digits can be found by chance: give two or three, one \
      after the other. A code that was tried at another time is written \
      CODE@TIME. The secret is never printed.

      Exit code 0: there is an explanation. 1: there is none, or it could be a \
      coincidence. 2: the command line or the secret is wrong.

      Example:
        otpkit diagnose 492039 811276 --at 1700000000 < secret.txt
      """)

  @Argument(
    help: ArgumentHelp(
      "The refused codes, each with @ and a time, as --at, if it has its own.",
      valueName: "code"))
  var codes: [String]

  @Option(
    name: .customLong("at"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      When they were refused, in Unix seconds or as ISO 8601 with a zone, such \
      as 2026-11-28T14:45:00Z. (default: now)
      """, valueName: "time"),
    transform: UnixTime.parsed)
  var time: UnixTime?

  @Option(help: "SHA1, SHA256 or SHA512. (default: SHA1)")
  var algorithm: HashAlgorithm?

  @Option(help: "Digits of a code: \(Limits.digits.words). (default: 6)")
  var digits: Int?

  @Option(help: "Seconds of a time step. (default: 30)")
  var period: Int?

  @Option(
    help: ArgumentHelp(
      "How the server reads the secret: base32, hexadecimal, base64 or ascii. (default: base32)"
    ))
  var form: SecretForm?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let (secret, settings) = try reportingErrors { try input() }
    let diagnosis = try reportingErrors {
      try CodeDiagnosis(
        of: try codes.map(refused), secret: secret, settings: settings)
    }
    if json { Output.json(diagnosis.json) } else { Output.text(diagnosis.text) }
    if case .explained = diagnosis.verdict { return }
    Output.exit(.nonConformant)
  }

  private func refused(_ argument: String) throws -> RefusedCode {
    let parts = argument.split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      return try RefusedCode(argument, at: time ?? .now)
    }
    guard let time = UnixTime(argument: String(parts[1])) else {
      throw CommandError(
        "code: after @ comes a time in Unix seconds, or as in"
          + " 2026-11-28T14:45:00Z")
    }
    return try RefusedCode(String(parts[0]), at: time)
  }

  /// The secret's text, and what the server is set to.
  private func input() throws -> (String, Settings) {
    var text = try StandardInput.text(for: "secret or URI")
    var settings = Settings()
    if let uri = try uri(in: text) {
      guard algorithm == nil, digits == nil, period == nil else {
        throw CommandError(
          "a URI has its own --algorithm, --digits and --period")
      }
      (text, settings) = try read(uri: uri)
    }
    settings.algorithm = algorithm ?? settings.algorithm
    settings.digits = digits ?? settings.digits
    settings.period = period ?? settings.period
    settings.form = form ?? settings.form
    return (text, settings)
  }

  /// The URI that was read, without quotation marks around it and without what
  /// programs that read QR codes put before it; `nil` for a secret.
  private func uri(in text: String) throws(CommandError) -> String? {
    guard let colon = text.firstRange(of: "://") else { return nil }
    let scheme = text[..<colon.lowerBound].reversed()
      .prefix { $0.isLetter || $0 == "-" }.reversed()
    switch String(scheme).lowercased() {
    case "otpauth": break
    case "otpauth-migration":
      throw CommandError(
        "the QR code is an app's export of its accounts: give the secret of"
          + " the account, or its own otpauth:// URI")
    default: throw CommandError("the URI is none of otpauth://")
    }
    let start = text.index(colon.lowerBound, offsetBy: -scheme.count)
    let line = text[start...].prefix { !$0.isNewline && !"\"<>".contains($0) }
    return String(line.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Reads a URI as apps do: what they accept is to be looked into here.
  private func read(uri: String) throws -> (String, Settings) {
    let parsed = try OTPAuthURI(parsing: uri, policy: .permissive)
    var settings = Settings(
      algorithm: parsed.algorithm, digits: parsed.digits)
    guard case .totp(let period) = parsed.factor else {
      throw CommandError(
        "the URI is of HOTP, whose codes depend on no clock; `otpkit verify"
          + " --uri-stdin --look-ahead 50 CODE` finds a counter that ran"
          + " ahead")
    }
    settings.period = period
    return (parsed.secret.revealedBase32(), settings)
  }
}

extension SecretForm: ExpressibleByArgument {}

// MARK: - Text

extension CodeDiagnosis {
  /// The answer for a person.
  fileprivate var text: String {
    let lines: [String] =
      switch verdict {
      case .explained(let explanation):
        ["explained:"] + explanation.lines
          + ["  Another explanation: \(rest(explanation))."]
      case .uncertain(let explanations):
        ["uncertain: ask for another code"]
          + explanations.flatMap { explanation in
            ["  likely by \(percent(explanation)):"]
              + explanation.lines.map { "  " + $0 }
          }
      case .unexplained: ["nothing fits"]
      }
    return (lines + [searched]).map { $0 + "\n" }.joined()
  }

  /// How much was tried, and what that means.
  private var searched: String {
    "searched: \(combinations) combinations, of which "
      + "\(Self.number(chanceHits)) would have these codes by chance"
  }

  private func percent(_ explanation: Explanation) -> String {
    "\(Int((explanation.likelihood * 100).rounded())) %"
  }

  private func rest(_ explanation: Explanation) -> String {
    let rest = 1 - explanation.likelihood
    return rest < 1e-9
      ? "less than 1 in 1000000000" : "1 in \(Int(1 / rest))"
  }

  /// A number that may be very small.
  private static func number(_ value: Double) -> String {
    if value < 1e-6 { return "less than 0.000001" }
    if value >= 10 { return String(Int(value.rounded())) }
    let millionths = String(Int((value * 1e6).rounded()))
    let padded =
      String(repeating: "0", count: max(0, 7 - millionths.count))
      + millionths
    return padded.dropLast(6) + "." + padded.suffix(6)
  }
}

extension Explanation {
  fileprivate var lines: [String] {
    let found =
      differences.isEmpty
      ? ["The codes are right for this secret, these settings and this time."]
      : differences
    return (found + advice).map { "  " + $0 }
  }
}

// MARK: - JSON

extension CodeDiagnosis {
  /// The answer for a program.
  fileprivate var json: JSON {
    let name =
      switch verdict {
      case .explained: "explained"
      case .uncertain: "uncertain"
      case .unexplained: "unexplained"
      }
    return [
      "verdict": .string(name),
      "explanations": .array(explanations.map(\.json)),
      "combinations": .integer(combinations),
      "chanceHits": .double(chanceHits),
    ]
  }
}

extension Explanation {
  fileprivate var json: JSON {
    var object: JSONObject = [
      "likelihood": .double(likelihood),
      "form": .string(form.rawValue),
      "algorithm": .string(algorithm.rawValue),
      "digits": .integer(digits),
    ]
    switch lookAlikes {
    case .none: break
    case .everywhere: object["lookAlikes"] = "everywhere"
    case .at(let place): object["lookAlikes"] = .integer(place)
    }
    switch source {
    case .counter(let counter):
      // At most 10,000.
      object["counter"] = .integer(Int(clamping: counter))
    case .clock(let period, let ahead):
      object["period"] = .integer(period)
      object["clockAhead"] = .integer(Int(ahead))
    }
    object["shortenedCodes"] = .integer(shortenedCodes)
    object["differences"] = .array(differences.map(JSON.string))
    object["advice"] = .array(advice.map(JSON.string))
    return .object(object)
  }
}

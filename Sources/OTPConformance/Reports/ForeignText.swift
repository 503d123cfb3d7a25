// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A place for text that the kit did not write itself: names, versions,
/// messages and values of implementations, and everything in reports, vectors
/// and baselines that are read from files.
package enum TextTarget: Sendable, CaseIterable {
  /// A line of a terminal, or of the log of a CI system.
  case line
  /// Content or a quoted attribute of HTML and of XML 1.0.
  case markup
  /// A paragraph, a heading or a cell of a table in Markdown.
  case markdown
  /// The same places in Markdown, set as code.
  case markdownCode
  /// The message of a workflow command of GitHub Actions.
  case workflowMessage
  /// A property of a workflow command, such as its title.
  case workflowProperty
  /// A description, a directive or a comment of the Test Anything Protocol.
  case tap
  /// The fragment of a URL, and the `id` that it points to (RFC 3986).
  case fragment
}

extension String {
  /// The text for a place where it is shown and not obeyed.
  ///
  /// For every target the text is one line of visible characters: control
  /// characters, marks of direction and other invisible characters become
  /// `\u{1b}`, line ends `\n`. What a CI system takes for a command (`::` at
  /// the start of a line, `##` anywhere) is broken in the same way. Then
  /// follows what the target's own syntax asks for. Text that needs nothing of
  /// this stays as it is.
  package func escaped(for target: TextTarget) -> String {
    if target == .fragment { return percentEncoded }
    let line = oneVisibleLine
    return switch target {
    case .line, .fragment: line
    case .markup: line.replacing(Self.markupReferences)
    case .markdown: line.replacing(Self.markdownEscapes).withoutLinks
    case .markdownCode: line.markdownCode
    case .workflowMessage: line.replacing(["%": "%25"])
    case .workflowProperty:
      line.replacing(["%": "%25", ":": "%3A", ",": "%2C"])
    case .tap: line.replacing(["\\": "\\\\", "#": "\\#"])
    }
  }

  /// The text as a JSON string of ASCII characters, quotes included: for
  /// a value in a message.
  package var quoted: String { JSON.string(self).text(.ascii) }
}

// MARK: - One visible line

extension String {
  private var oneVisibleLine: String {
    if isPlainLine { return self }
    var result = ""
    var previous: Unicode.Scalar?
    var isAtStart = true
    for scalar in unicodeScalars {
      let startsCommand =
        scalar == "#" && previous == "#"
        || scalar == ":" && isAtStart && startsWorkflowCommand
      result +=
        scalar.isVisible && !startsCommand ? "\(scalar)" : scalar.spelled
      isAtStart = isAtStart && scalar.properties.isWhitespace
      previous = scalar
    }
    return result
  }

  /// Whether the text is printable ASCII and no part of a command.
  private var isPlainLine: Bool {
    var previous: UInt8 = 0
    for byte in utf8 {
      guard (0x20..<0x7f).contains(byte),
        byte != UInt8(ascii: "#") || previous != byte
      else { return false }
      previous = byte
    }
    return !startsWorkflowCommand
  }

  /// Whether a runner of GitHub Actions would obey a line of this text; it
  /// passes over white space first.
  private var startsWorkflowCommand: Bool {
    unicodeScalars.drop { $0.properties.isWhitespace }
      .starts(with: "::".unicodeScalars)
  }
}

extension Unicode.Scalar {
  /// Whether a reader sees the character and it moves no other.
  var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse,
      .surrogate, .unassigned:
      false
    default: !properties.isDefaultIgnorableCodePoint
    }
  }

  /// The character as an escape.
  fileprivate var spelled: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }
}

// MARK: - Syntax of the targets

extension String {
  private static let markupReferences: [Unicode.Scalar: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
  ]

  private static let markdownEscapes: [Unicode.Scalar: String] = Dictionary(
    uniqueKeysWithValues: "\\`*_{}[]<>|#&!~$".unicodeScalars.map {
      ($0, "\\\($0)")
    })

  /// The text with an empty comment in each name and address that GitHub makes
  /// a link of: it would tell the person of that name, or lead elsewhere.
  private var withoutLinks: String {
    replacing("@", with: "@<!-- -->").replacing("://", with: ":<!-- -->//")
      .replacing("www.", with: "www<!-- -->.")
  }

  /// A code span, or an element where the text could end a span or a cell.
  private var markdownCode: String {
    guard !isEmpty else { return "" }
    let isPlain = !unicodeScalars.contains {
      "`|\\".unicodeScalars.contains($0)
    }
    if isPlain { return "`\(self)`" }
    let references = Dictionary(
      uniqueKeysWithValues: "\\`*_{}[]<>|#&!~$\"'".unicodeScalars.map {
        ($0, "&#\($0.value);")
      })
    return "<code>\(replacing(references))</code>"
  }

  /// The bytes of the text, all but the unreserved characters encoded.
  private var percentEncoded: String {
    var result = ""
    for byte in utf8 {
      let scalar = Unicode.Scalar(byte)
      let isUnreserved =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar)
        || "-._~".unicodeScalars.contains(scalar)
      let digits = String(byte, radix: 16, uppercase: true)
      result +=
        isUnreserved ? "\(scalar)" : (byte < 16 ? "%0" : "%") + digits
    }
    return result
  }

  /// The text with scalars replaced.
  ///
  /// Scalars, not characters: a quote before an accent is no character of its
  /// own.
  func replacing(_ replacements: [Unicode.Scalar: String]) -> String {
    guard unicodeScalars.contains(where: { replacements[$0] != nil }) else {
      return self
    }
    var result = ""
    for scalar in unicodeScalars {
      if let replacement = replacements[scalar] {
        result += replacement
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

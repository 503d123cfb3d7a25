// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text with scalars replaced.
  ///
  /// Scalars, not characters: a line feed after a carriage return, or a quote
  /// before an accent, is no character of its own.
  func replacing(_ replacements: [Unicode.Scalar: String]) -> String {
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

  /// The text as content or quoted attribute of XML 1.0 and of HTML.
  ///
  /// Characters that XML does not allow become U+FFFD.
  var markup: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case _ where !scalar.isAllowedInXML: result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether XML 1.0 section 2.2 has it as a character.
  fileprivate var isAllowedInXML: Bool {
    value >= 0x20 && value != 0xfffe && value != 0xffff
  }
}

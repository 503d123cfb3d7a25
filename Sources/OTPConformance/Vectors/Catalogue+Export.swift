// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Catalogue {
  /// The selected cases with everything about them, as a JSON array.
  public func export(_ selection: Selection = Selection()) -> JSON {
    .array(rows(selection))
  }

  /// The selected cases as a table (RFC 4180), with a heading; what is not
  /// text is JSON.
  public func csv(_ selection: Selection = Selection()) -> String {
    let columns = [
      "id", "suite", "file", "group", "op", "level", "since", "why",
      "requires", "spec", "in", "expect", "oneOf", "steps", "trace",
      "mistakes",
    ]
    let rows = rows(selection).map { row in
      columns.map { column in
        guard let value = row.value(at: column) else { return "" }
        return Self.cell(value.string ?? value.text(.ascii))
      }
    }
    return ([columns] + rows).map { $0.joined(separator: ",") + "\r\n" }
      .joined()
  }

  private func rows(_ selection: Selection) -> [JSON] {
    selected(selection).map { explanation(of: $0) }
  }

  private static func cell(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      !["\"", ",", "\r", "\n"].contains($0)
    }
    return isPlain ? text : "\"" + text.replacing(["\"": "\"\""]) + "\""
  }
}

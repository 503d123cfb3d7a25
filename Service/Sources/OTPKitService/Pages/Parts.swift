// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

/// The parts that every page is put together from.
enum Part {
  enum Tone: String { case info, good, warning, bad }

  /// A sentence that stands out; what is bad is read out at once.
  static func notice(_ tone: Tone, _ text: String) -> HTML {
    let role = tone == .bad || tone == .warning ? "alert" : "status"
    return """
      <p class="notice \(tone.rawValue)" role="\(role)">\(text)</p>
      """
  }

  static func text(_ text: String) -> HTML { "<p>\(text)</p>" }

  static func hint(_ text: String) -> HTML { "<p class=\"hint\">\(text)</p>" }

  static func link(
    _ path: String, _ text: String, style: String = ""
  ) -> HTML {
    "<a class=\"\(style)\" href=\"\(path)\">\(text)</a>"
  }

  /// Ways to go on, below a form.
  static func ways(_ links: [HTML]) -> HTML {
    links.isEmpty
      ? .empty
      : "<ul class=\"ways\">\(links.map { "<li>\($0)</li>" as HTML })</ul>"
  }

  static func card(_ title: String, _ parts: [HTML]) -> HTML {
    "<section class=\"card\"><h2>\(title)</h2>\(parts)</section>"
  }

  /// Names and values.
  static func facts(_ facts: [(name: String, value: String)]) -> HTML {
    let rows = facts.map { fact in
      "<div><dt>\(fact.name)</dt><dd>\(fact.value)</dd></div>" as HTML
    }
    return "<dl>\(rows)</dl>"
  }

  static func table(
    _ caption: String, _ heads: [String], _ rows: [[HTML]]
  ) -> HTML {
    let head = heads.map { "<th scope=\"col\">\($0)</th>" as HTML }
    let body = rows.map { row in
      let cells = zip(heads, row).map { head, cell in
        "<td data-label=\"\(head)\">\(cell)</td>" as HTML
      }
      return "<tr>\(cells)</tr>" as HTML
    }
    return """
      <table><caption class="unseen">\(caption)</caption>\
      <thead><tr>\(head)</tr></thead><tbody>\(body)</tbody></table>
      """
  }

  /// Codes to be written down, in two columns.
  static func codes(_ codes: [String]) -> HTML {
    "<ul class=\"codes\">\(codes.map { "<li><code>\($0)</code></li>" as HTML })</ul>"
  }

  static func lines(_ lines: [String]) -> HTML {
    "<ul class=\"plain\">\(lines.map { "<li>\($0)</li>" as HTML })</ul>"
  }
}

/// A field of a form, with everything that helps to fill it in.
struct Field {
  enum Kind {
    case text, name, mail, phone, search, number, code, backupCode, digits(Int)
    case password, newPassword, check, hidden
    case choice([(value: String, label: String)])
  }

  var name: String
  var kind: Kind
  var label = ""
  var hint = ""
  var value = ""
  var isFirst = false
  var isRequired = true
  /// What tells apart two fields of one name on a page.
  var mark = ""

  private var id: String { name + mark }

  var html: HTML {
    switch kind {
    case .hidden:
      "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    case .check:
      """
      <label class="check"><input type="checkbox" name="\(name)" value="yes"\
      \(value.isEmpty ? .empty : " checked")> <span>\(label)</span></label>
      """
    case .choice(let choices): choice(choices)
    default: box
    }
  }

  private func choice(_ choices: [(value: String, label: String)]) -> HTML {
    let options = choices.map { choice in
      let mark: HTML = choice.value == value ? " selected" : .empty
      return "<option value=\"\(choice.value)\"\(mark)>\(choice.label)</option>"
        as HTML
    }
    return """
      <p class="field"><label for="\(id)">\(label)</label>\
      <select id="\(id)" name="\(name)">\(options)</select></p>
      """
  }

  private var box: HTML {
    let help: HTML =
      hint.isEmpty
      ? .empty : "<span class=\"hint\" id=\"\(id)-hint\">\(hint)</span>"
    let described: HTML =
      hint.isEmpty ? .empty : " aria-describedby=\"\(id)-hint\""
    let focus: HTML = isFirst ? " autofocus" : .empty
    let required: HTML = isRequired ? " required" : .empty
    return """
      <p class="field"><label for="\(id)">\(label)</label>\(help)\
      <input id="\(id)" name="\(name)" value="\(value)"\
      \(attributes)\(described)\(required)\(focus)></p>
      """
  }

  private var attributes: HTML {
    switch kind {
    case .name: " type=\"text\" autocomplete=\"off\" maxlength=\"64\""
    case .mail:
      " type=\"email\" autocomplete=\"off\" autocapitalize=\"none\""
    case .phone: " type=\"tel\" autocomplete=\"tel\" inputmode=\"tel\""
    case .search: " type=\"search\" autocomplete=\"off\""
    case .number: " type=\"text\" inputmode=\"numeric\" autocomplete=\"off\""
    case .code:
      """
       type="text" class="code" inputmode="numeric" \
      autocomplete="one-time-code" maxlength="12" spellcheck="false"
      """
    case .backupCode:
      """
       type="text" class="code long" autocomplete="off" \
      autocapitalize="characters" maxlength="40" spellcheck="false"
      """
    case .digits(let count):
      """
       type="text" class="code" inputmode="numeric" autocomplete="off" \
      maxlength="\(count)"
      """
    case .password:
      " type=\"password\" autocomplete=\"current-password\" maxlength=\"1024\""
    case .newPassword:
      " type=\"password\" autocomplete=\"new-password\" maxlength=\"1024\""
    default:
      """
       type="text" autocomplete="username" autocapitalize="none" \
      spellcheck="false" maxlength="255"
      """
    }
  }
}

/// A form that changes something; it carries the token against forged ones.
struct Form {
  var action: String
  var fields: [Field] = []
  var button: String
  var style = "primary"
  var token = ""
  /// A form that only asks, such as a search, is sent by GET.
  var isQuery = false

  var html: HTML {
    let method = isQuery ? "get" : "post"
    let guardField: HTML =
      isQuery ? .empty : Field(name: "form", kind: .hidden, value: token).html
    return """
      <form method="\(method)" action="\(action)">\(guardField)\
      \(fields.map(\.html))\
      <button class="\(style)" type="submit">\(button)</button></form>
      """
  }
}

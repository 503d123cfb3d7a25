// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A page without its frame.
struct Page: Sendable {
  enum Frame: String, Sendable { case narrow, medium, wide }

  var title: String
  var lead = ""
  var frame = Frame.narrow
  var parts: [HTML]
  /// Where the browser goes on to by itself.
  var onward: String?
}

extension Visitor {
  /// The page in its frame.
  func render(_ page: Page) -> String {
    let lead: HTML =
      page.lead.isEmpty ? .empty : "<p class=\"lead\">\(page.lead)</p>"
    let onward: HTML =
      page.onward.map {
        "<meta http-equiv=\"refresh\" content=\"0; url=\($0)\">"
      } ?? .empty
    let html: HTML = """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width, initial-scale=1">\
      <meta name="color-scheme" content="light dark">\(onward)\
      <title>\(page.title) · \(site.issuer)</title>\
      <link rel="stylesheet" href="/style.css">\
      <link rel="icon" href="/icon.svg" type="image/svg+xml"></head>\
      <body><a class="skip" href="#main">\(t("frame.skip"))</a>\
      <header><div class="bar"><a class="brand" href="/">\
      \(Self.mark)\(site.issuer)</a>\(navigation)</div></header>\
      <main id="main" class="\(page.frame.rawValue)">\
      <h1>\(page.title)</h1>\(lead)\(page.parts)</main>\
      <footer>\(footer)</footer></body></html>
      """
    return html.text
  }

  private static let mark: HTML = """
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1.8 3.6 5v6.4c0 \
    5 3.5 9.2 8.4 10.8 4.9-1.6 8.4-5.8 8.4-10.8V5Z"/><path class="tick" \
    d="m8.2 12 2.7 2.7 5-5.4"/></svg>
    """

  private var navigation: HTML {
    guard let session else { return .empty }
    var links: [HTML] = []
    if session.isComplete {
      links.append(Part.link("/settings", t("nav.settings")))
      links.append(Part.link("/settings/history", t("nav.history")))
    }
    if session.isComplete, session.isAdministrator {
      links.append(Part.link("/admin/people", t("nav.people")))
      links.append(Part.link("/admin/policy", t("nav.policy")))
      links.append(Part.link("/admin/audit", t("nav.audit")))
    }
    let out = Form(
      action: "/sign-out", button: t("nav.signOut"), style: "quiet",
      token: formToken)
    return "<nav aria-label=\"\(t("nav.label"))\">\(links)\(out.html)</nav>"
  }

  private var footer: HTML {
    let languages = Language.allCases.map { other in
      let mark: HTML = other == language ? " aria-current=\"true\"" : .empty
      return """
        <a href="/language/\(other.rawValue)" lang="\(other.rawValue)"\(mark)>\
        \(other.name)</a>
        """ as HTML
    }
    let outbox: HTML =
      site.demo == nil ? .empty : Part.link("/outbox", t("nav.outbox"))
    return "<p>\(languages)\(outbox)</p>"
  }
}

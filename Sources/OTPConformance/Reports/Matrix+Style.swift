// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Matrix {
  /// The look of the page.
  ///
  /// On a narrow screen each row of the matrix becomes a card, and what an
  /// implementation does not claim is left out of it.
  static let style = """
    :root { --text: #1c1e21; --quiet: #5d646c; --page: #fff; --line: #dfe3e7;
      --panel: #f6f7f9; --good: #13692f; --good-bg: #e2f4e7; --bad: #b01826;
      --bad-bg: #fdebec; --part: #7a5200; --part-bg: #fdf3dc; --link: #0b57a4; }
    @media (prefers-color-scheme: dark) { :root { --text: #e4e7ea;
      --quiet: #9aa3ad; --page: #14171a; --line: #2f353b; --panel: #1d2125;
      --good: #7fd89a; --good-bg: #14301d; --bad: #ff9aa2; --bad-bg: #3d1a1d;
      --part: #f0c674; --part-bg: #352a12; --link: #8ab8f0; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--text);
      font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
    h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; }
    p { margin: 0 0 1rem; }
    a { color: var(--link); }
    code { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
    .quiet { color: var(--quiet); font-weight: normal; }
    .cause { color: var(--quiet); white-space: nowrap; }
    .warning { color: var(--part); background: var(--part-bg);
      padding: .5rem .75rem; border-radius: .4rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; }
    th, td { padding: .45rem .5rem; text-align: center;
      border-bottom: 1px solid var(--line); }
    thead th { font-weight: 600; vertical-align: bottom; }
    tbody th { font-weight: 600; }
    th:first-child { text-align: left; }
    td { white-space: nowrap; font-variant-numeric: tabular-nums; }
    .fulfilled { color: var(--good); }
    td.fulfilled { background: var(--good-bg); }
    .failed { color: var(--bad); } td.failed { background: var(--bad-bg); }
    .partial { color: var(--part); } td.partial { background: var(--part-bg); }
    .unclaimed { color: var(--quiet); }
    details { border: 1px solid var(--line); border-radius: .4rem;
      margin: .4rem 0; }
    summary { cursor: pointer; padding: .45rem .7rem; }
    details[open] > summary { border-bottom: 1px solid var(--line); }
    .group { background: var(--panel); }
    .group > details { margin: .4rem; background: var(--page); }
    .legend { margin-top: 1rem; font-size: .9rem; }
    .legend ul { list-style: none; padding: .5rem .7rem 0; margin: 0; }
    .legend li > span { display: inline-block; width: 1.5rem; }
    dl { display: grid; grid-template-columns: max-content 1fr;
      gap: .2rem 1rem; margin: 0; padding: .6rem .7rem; }
    dt { color: var(--quiet); }
    dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
    @media (max-width: 48rem) {
      .matrix thead { display: none; }
      .matrix, .matrix tbody, .matrix tr { display: block; }
      .matrix tr { border: 1px solid var(--line); border-radius: .4rem;
        margin: 0 0 .75rem; overflow: hidden; }
      .matrix th { display: block; background: var(--panel);
        font-size: 1rem; }
      .matrix td { display: flex; justify-content: space-between; }
      .matrix td::before { content: attr(data-label); color: var(--text); }
      .matrix tr > :last-child { border-bottom: 0; }
      .matrix td.unclaimed { display: none; }
      dl { grid-template-columns: 1fr; gap: 0; }
      dd { margin: 0 0 .5rem; }
    }
    """
}

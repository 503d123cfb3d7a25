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
      --panel: #f6f7f9; --good: #13692f; --good-bg: #e2f4e7; --bad: #9c1220;
      --bad-1: #fdebec; --bad-2: #fbd9dc; --bad-3: #f8c3c8; --bad-4: #f3a8b0;
      --part: #7a5200; --part-bg: #fdf3dc; --link: #0b57a4; }
    @media (prefers-color-scheme: dark) { :root { --text: #e4e7ea;
      --quiet: #9aa3ad; --page: #14171a; --line: #2f353b; --panel: #1d2125;
      --good: #7fd89a; --good-bg: #14301d; --bad: #ffb3b9; --bad-1: #3a191c;
      --bad-2: #4c1d22; --bad-3: #602129; --bad-4: #782530; --part: #f0c674; --part-bg: #352a12; --link: #8ab8f0; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--text);
      font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 80rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
    h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; }
    h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
    p { margin: 0 0 1rem; }
    a { color: var(--link); }
    code { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
    .quiet { color: var(--quiet); font-weight: normal; }
    .note { color: var(--part); background: var(--part-bg);
      padding: .5rem .75rem; border-radius: .4rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; }
    th, td { padding: .4rem .3rem; text-align: center;
      border-bottom: 1px solid var(--line); }
    thead th { font-size: .8rem; font-weight: 600; line-height: 1.25;
      vertical-align: bottom; }
    tbody th { font-weight: 600; line-height: 1.3; }
    tbody th .quiet { display: block; font-size: .8rem; }
    th:first-child { text-align: left; padding-left: 0; }
    td { white-space: nowrap; font-variant-numeric: tabular-nums; }
    .fulfilled { color: var(--good); }
    td.fulfilled { background: var(--good-bg); }
    .warned { color: var(--good); } td.warned { background: var(--good-bg); }
    .failed, .known { color: var(--bad); }
    .shade-1 { background: var(--bad-1); }
    .shade-2 { background: var(--bad-2); }
    .shade-3 { background: var(--bad-3); }
    .shade-4 { background: var(--bad-4); }
    .partial, .warning { color: var(--part); }
    td.partial { background: var(--part-bg); }
    .unclaimed, .remark { color: var(--quiet); }
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
        font-size: 1rem; padding-left: .5rem; }
      .matrix td { display: flex; justify-content: space-between;
        padding: .4rem .5rem; }
      .matrix td::before { content: attr(data-label); color: var(--text); }
      .matrix tr > :last-child { border-bottom: 0; }
      .matrix td.unclaimed { display: none; }
      dl { grid-template-columns: 1fr; gap: 0; }
      dd { margin: 0 0 .5rem; }
    }
    """
}

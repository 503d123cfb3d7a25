// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The look of the pages: phone first, light and dark.
enum Style {
  static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none">\
    <path fill="#1f5e54" d="M12 1.8 3.6 5v6.4c0 5 3.5 9.2 8.4 10.8 4.9-1.6 \
    8.4-5.8 8.4-10.8V5Z"/><path stroke="#fff" stroke-width="2.2" \
    stroke-linecap="round" stroke-linejoin="round" d="m8.2 12 2.7 2.7 \
    5-5.4"/></svg>
    """

  static let sheet = """
    :root{--ground:#f5f4f0;--paper:#fff;--ink:#1c2321;--soft:#59635f;\
    --line:#dcdcd5;--edge:#858e89;--accent:#1f5e54;--on:#fff;--wash:#e6f0ed;\
    --bad:#9c2c22;--bad-wash:#fbeae7;--warn:#7a5200;--warn-wash:#fbf1da;\
    --good:#1f6238;--good-wash:#e5f3e9;--radius:10px}
    @media (prefers-color-scheme:dark){:root{--ground:#131716;--paper:#1c2220;\
    --ink:#e9ece9;--soft:#a3ada8;--line:#323a37;--edge:#76817c;\
    --accent:#7fcbb9;--on:#0e1b18;--wash:#1d322d;--bad:#f2a096;\
    --bad-wash:#3a211e;--warn:#e8c37a;--warn-wash:#352c18;--good:#93d3a7;\
    --good-wash:#1c3124}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;min-height:100vh;display:flex;flex-direction:column;\
    background:var(--ground);color:var(--ink);\
    font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",\
    "Liberation Sans",sans-serif;overflow-wrap:anywhere}
    a{color:var(--accent);text-underline-offset:.18em}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px;\
    border-radius:4px}
    .skip,.unseen{position:absolute;left:-100vw}
    .skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
    header{border-bottom:1px solid var(--line);background:var(--paper)}
    .bar{max-width:60rem;margin:auto;padding:.7rem 1.1rem;display:flex;\
    flex-wrap:wrap;gap:.3rem 1.2rem;align-items:center}
    .brand{display:inline-flex;gap:.5rem;align-items:center;\
    font-weight:650;text-decoration:none;color:var(--ink);margin-right:auto}
    .brand svg{width:1.5rem;fill:var(--accent)}
    .brand .tick{fill:none;stroke:var(--paper);stroke-width:2.2;\
    stroke-linecap:round;stroke-linejoin:round}
    nav{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;align-items:center}
    nav a{color:var(--soft);text-decoration:none;padding:.45rem 0;\
    font-size:.94rem}
    nav a:hover{color:var(--ink);text-decoration:underline}
    nav form{margin:0}
    main{width:100%;margin:0 auto;padding:2rem 1.1rem 3rem;flex:1}
    main.narrow{max-width:27rem}main.medium{max-width:40rem}
    main.wide{max-width:62rem}
    h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.015em;\
    margin:0 0 1.1rem;text-wrap:balance}
    h2{font-size:1.06rem;margin:0 0 .5rem}
    .lead{color:var(--soft);margin:-.6rem 0 1.5rem;text-wrap:pretty}
    p{margin:.6rem 0}
    .hint{color:var(--soft);font-size:.9rem}
    .card,main.narrow>form{background:var(--paper);\
    border:1px solid var(--line);border-radius:var(--radius);\
    padding:1.15rem 1.2rem;margin:0 0 1rem}
    .card>:last-child{margin-bottom:0}
    .card form+form{margin-top:.8rem}
    .field{margin:0 0 1rem;display:grid;gap:.3rem}
    .field label{font-weight:600;font-size:.94rem}
    input,select{font:inherit;color:inherit;background:var(--paper);\
    border:1px solid var(--edge);border-radius:8px;padding:.6rem .75rem;\
    width:100%;min-height:2.85rem}
    input:focus,select:focus{outline:3px solid var(--accent);\
    outline-offset:0;border-color:var(--accent)}
    input.code{font:600 1.65rem/1 ui-monospace,"SFMono-Regular",Menlo,\
    "DejaVu Sans Mono","Liberation Mono",monospace;letter-spacing:.22em;\
    text-align:center;padding:.7rem .3rem;font-variant-numeric:tabular-nums}
    input.long{font-size:1.15rem;letter-spacing:.08em}
    .check{display:flex;gap:.6rem;align-items:flex-start;margin:0 0 1rem}
    .check input{width:1.25rem;min-height:1.25rem;margin:.15rem 0 0;\
    accent-color:var(--accent);flex:none}
    button,.button{font:inherit;font-weight:600;border-radius:8px;\
    border:1px solid transparent;padding:.62rem 1.1rem;min-height:2.85rem;\
    cursor:pointer;display:inline-block;text-decoration:none;\
    text-align:center}
    button.primary,.button{background:var(--accent);color:var(--on)}
    main.narrow>form>button.primary,.card button.full{width:100%}
    button.second{background:transparent;color:var(--accent);\
    border-color:var(--edge)}
    button.danger{background:transparent;color:var(--bad);\
    border-color:currentColor}
    button.quiet{background:none;color:var(--soft);padding:.45rem 0;\
    min-height:0;font-weight:400;font-size:.94rem;border:0}
    button:hover,.button:hover{filter:brightness(.94)}
    button.quiet:hover{text-decoration:underline}
    .ways{list-style:none;margin:1.2rem 0;padding:0;display:grid;gap:.5rem}
    summary{cursor:pointer;color:var(--accent);padding:.4rem 0}
    details form{margin:.6rem 0}
    dd p{margin:.3rem 0 0}
    .notice{border-radius:8px;padding:.7rem .9rem;margin:0 0 1rem;\
    border-left:4px solid}
    .info{background:var(--wash);border-color:var(--accent)}
    .good{background:var(--good-wash);border-color:var(--good)}
    .warning{background:var(--warn-wash);border-color:var(--warn)}
    .bad{background:var(--bad-wash);border-color:var(--bad)}
    dl{margin:0}
    dl>div{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.5rem 0;\
    border-top:1px solid var(--line)}
    dl>div:first-child{border-top:0}
    dt{color:var(--soft);flex:1 1 11rem}
    dd{margin:0;flex:2 1 14rem;overflow-wrap:anywhere}
    .codes{list-style:none;margin:1rem 0;padding:0;display:grid;\
    grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.4rem}
    .codes li{background:var(--wash);border-radius:6px;padding:.45rem .7rem}
    code,.secret{font-family:ui-monospace,"SFMono-Regular",Menlo,\
    "DejaVu Sans Mono","Liberation Mono",monospace}
    .secret{font-size:1.05rem;letter-spacing:.04em;word-spacing:.2em;\
    background:var(--wash);border-radius:8px;padding:.7rem .9rem;\
    user-select:all;overflow-wrap:anywhere}
    .qr{background:#fff;border-radius:var(--radius);padding:.4rem;width:14rem;\
    margin:.8rem auto;display:block;border:1px solid var(--line)}
    .plain{list-style:none;padding:0;margin:.6rem 0}
    .message{white-space:pre-line;overflow-wrap:anywhere;margin:.4rem 0 0}
    .stamp{color:var(--soft);font-size:.86rem;margin:0}
    .row{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end}
    .row form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;flex:1}
    .row .field{margin:0;flex:1 1 12rem}
    .badge{display:inline-block;border-radius:99px;padding:.06rem .6rem;\
    font-size:.84rem;background:var(--wash);color:var(--accent)}
    .badge.off{background:var(--warn-wash);color:var(--warn)}
    table{border-collapse:collapse;width:100%;background:var(--paper);\
    border:1px solid var(--line);border-radius:var(--radius);\
    margin:1rem 0;font-size:.95rem}
    th{text-align:left;color:var(--soft);font-weight:600;font-size:.86rem}
    th,td{padding:.6rem .8rem;border-bottom:1px solid var(--line);\
    vertical-align:top;overflow-wrap:anywhere}
    tr:last-child td{border-bottom:0}
    footer{border-top:1px solid var(--line);padding:1rem 1.1rem;\
    font-size:.88rem;text-align:center}
    footer a{color:var(--soft);margin:0 .6rem}
    footer a[aria-current]{color:var(--ink);text-decoration:none}
    @media (min-width:42rem){main{padding-top:3.5rem}}
    @media (max-width:42rem){thead{position:absolute;left:-999rem}\
    tr,td{display:block}td{border:0;padding:.15rem .9rem}\
    tr{padding:.6rem 0;border-bottom:1px solid var(--line)}\
    td::before{content:attr(data-label) " ";color:var(--soft);\
    font-size:.84rem;display:inline-block;min-width:6rem;\
    margin-right:.5rem}\
    .card button:not(.quiet){width:100%}}
    @media (prefers-contrast:more){:root{--soft:var(--ink);--line:var(--ink)}}
    @media print{header,footer,form,.ways,.notice{display:none}}
    """
}

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is made of an exported benchmark run (the JMH file of the harness).

  figures.py compare RUN     the ratios of a run against thresholds.json
  figures.py page RUN PAGE   renews the tables of this kind of processor
  figures.py chart RUN       a bar chart, as SVG

There are two kinds of processors, with the SHA extensions and without them.
Each has thresholds and tables of its own.
"""
import contextlib
import datetime
import io
import json
import pathlib
import platform
import sys

HERE = pathlib.Path(__file__).parent
RATIO, OURS, THEIRS = "ratio × 1000", "ours, ps", "theirs, ps"


def read(path):
    """Benchmark name → medians: ratio, and nanoseconds of either side."""
    figures = {}
    for entry in json.loads(pathlib.Path(path).read_text()):
        name = entry["benchmark"].split(".", 3)[3].replace("_", " ")
        metrics = entry["secondaryMetrics"]

        def median(metric):
            found = metrics.get(metric)
            return found["scorePercentiles"]["50.0"] / 1000 if found else None

        # The harness carries metrics over from one benchmark to the next: a
        # ratio belongs to those that compare.
        paired = " vs " in name
        figures[name] = {
            "ours": median(OURS),
            "theirs": median(THEIRS) if paired else None,
            "ratio": median(RATIO) if paired else None,
        }
    return figures


def kind():
    """The kind of this machine's processor, as thresholds.json calls it."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    flags = next((line.split(":", 1)[1].split() for line in lines
                  if line.startswith(("flags", "Features"))), [])
    extended = "sha_ni" in flags or {"sha1", "sha2"} <= set(flags)
    return "with SHA extensions" if extended else "without SHA extensions"


def best(figures):
    """The fastest backend of the machine: beside it stands every rival."""
    for name in figures:
        backend, _, rival = name.partition(" | ")[2].partition(" vs ")
        if rival.startswith(("libcrypto", "swift-crypto")):
            return backend
    return ""


def thresholds(figures):
    """The thresholds of this kind of processor, by the benchmark's name."""
    found = json.loads((HERE / "thresholds.json").read_text())[kind()]
    for one in found:
        # The harness writes spaces as underscores, so both are read as spaces.
        one["benchmark"] = (one["benchmark"].replace("_", " ")
                            .replace("| best ", f"| {best(figures)} "))
    return {one["benchmark"]: one for one in found}


def measured(one, figure):
    """What a threshold is about: a ratio, or how many a second."""
    if one.get("unit") == "a second":
        return 1e9 / figure["ours"]
    return figure["ratio"]


def shown(value):
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def compare(figures):
    """Prints each threshold and what was measured; 1 if one is missed."""
    missed = 0
    for one in thresholds(figures).values():
        found = figures.get(one["benchmark"])
        if found is None:
            print(f"skipped  {one['benchmark']}: not in this run")
            continue
        value = measured(one, found)
        kept = value >= one["least"]
        missed += not kept
        word = "kept    " if kept else "MISSED  "
        print(f"{word} {one['benchmark']}: {shown(value)}, "
              f"at least {shown(one['least'])}. {one['why']}")
    return 1 if missed else 0


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def page(figures, path):
    """Puts the tables between the marks of this kind of processor."""
    file = pathlib.Path(path)
    start, end = f"<!-- begin {kind()} -->", f"<!-- end {kind()} -->"
    before, rest = file.read_text().split(start)
    after = rest.split(end)[1]
    with io.StringIO() as text, contextlib.redirect_stdout(text):
        tables(figures)
        made = text.getvalue()
    file.write_text(f"{before}{start}\n\n{made}\n{end}{after}")
    return 0


def tables(figures):
    print(f"{processor()}, {platform.system()} {platform.machine()}, "
          f"{datetime.date.today()}; the best backend is "
          f"`{best(figures)}`.\n")
    known = thresholds(figures)
    shortfalls(figures, known)
    print("#### Ratios\n")
    print("| work | backend vs | ratio | ours, ns | theirs, ns | least | aim "
          "|\n|---|---|--:|--:|--:|--:|--:|")
    for name, figure in sorted(figures.items()):
        if figure["ratio"] is None:
            continue
        work, _, pair = name.partition(" | ")
        one = known.get(name, {})
        print(f"| {work} | {pair} | {figure['ratio']:.3g} "
              f"| {figure['ours']:.4g} | {figure['theirs']:.4g} "
              f"| {one.get('least', '')} | {one.get('aim', '')} |")
    times(figures)


def shortfalls(figures, known):
    """Says in words which floors and which aims were missed."""
    for word, field in [("floor", "least"), ("aim", "aim")]:
        missed = [f"{name} ({shown(measured(one, figures[name]))}, "
                  f"{word} {shown(one[field])})"
                  for name, one in known.items()
                  if name in figures
                  and measured(one, figures[name]) < one[field]]
        print(f"Below the {word}: {'; '.join(missed) or 'none'}.\n")


def times(figures):
    """The table of otpkit's own times: a row a work, a column a backend."""
    rows, columns = {}, []
    for name, figure in figures.items():
        if figure["ratio"] is None:
            work, _, backend = name.partition(" | ")
            rows.setdefault(work, {})[backend] = figure["ours"]
            if backend not in columns:
                columns.append(backend)
    if not rows:
        return
    print("\n#### Times\n\nNanoseconds each, medians.\n")
    print("| work | " + " | ".join(c or "time" for c in columns) + " |")
    print("|---|" + "--:|" * len(columns))
    for work, row in sorted(rows.items()):
        cells = (f"{row[c]:.4g}" if c in row else "" for c in columns)
        print(f"| {work} | " + " | ".join(cells) + " |")


def chart(figures):
    """Bars for the ratios of the best backend, the longest the best."""
    backend = best(figures)
    bars = []
    for name, figure in figures.items():
        work, _, pair = name.partition(" | ")
        ours, _, rival = pair.partition(" vs ")
        if figure["ratio"] and ours == backend and figure["ratio"] > 1:
            bars.append((f"{work}: {rival}", figure["ratio"]))
    bars.sort(key=lambda bar: -bar[1])
    longest = max((bar[1] for bar in bars), default=1)
    height = 22 * len(bars) + 50
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="900" '
          f'height="{height}" font-family="sans-serif" font-size="12">')
    print('<rect width="100%" height="100%" fill="white"/>')
    print(f'<text x="10" y="24" font-size="15">How many times faster otpkit '
          f'is ({backend}), by work and rival</text>')
    for row, (label, ratio) in enumerate(bars):
        y = 40 + 22 * row
        width = max(1, 400 * ratio / longest)
        print(f'<text x="400" y="{y + 14}" text-anchor="end">{label}</text>')
        print(f'<rect x="410" y="{y + 2}" width="{width:.1f}" height="16" '
              f'fill="#2b6cb0"/>')
        print(f'<text x="{415 + width:.1f}" y="{y + 14}">{ratio:.3g}</text>')
    print("</svg>")
    return 0


def main(arguments):
    commands = {"compare": (compare, 2), "page": (page, 3), "chart": (chart, 2)}
    command, count = commands.get(arguments[0] if arguments else "", (None, 0))
    if command is None or len(arguments) != count:
        print(__doc__, file=sys.stderr)
        return 2
    return command(read(arguments[1]), *arguments[2:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

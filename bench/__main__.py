"""``python -m bench [NAME …] [--quick] [--huge]``: measure, and write docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import annexes, build, check, fill, incremental, pdf, refresh, scale
from bench.harness import ROOT, machine
from bench.page import Table, replace_section, section

RESULT = ROOT / "docs" / "performance.md"
COMPARISONS: dict[str, Callable[[argparse.Namespace], list[Table]]] = {
    "fill": lambda given: fill.measure(given.quick),
    "build": lambda given: build.measure(given.quick),
    "scale": lambda given: scale.measure(given.quick, given.huge),
    "incremental": lambda given: incremental.measure(given.quick),
    "pdf": lambda given: pdf.measure(given.quick),
    "check": lambda given: check.measure(given.quick),
    "refresh": lambda given: refresh.measure(given.quick),
    "tables": lambda given: annexes.measure(given.quick),
}


def main(arguments: list[str]) -> None:
    """Run the comparisons that are named, or all; a run broken off leaves what it has measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(COMPARISONS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="few rounds, small campaigns: does it run?")
    parser.add_argument("--huge", action="store_true", help="scale: also 50,000 units")
    parser.add_argument("--result", type=Path, help="page to write; default: docs/performance.md, none if quick")
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.names) - set(COMPARISONS)):
        parser.error(f"unknown: {', '.join(unknown)}")
    page = given.result or (None if given.quick else RESULT)
    options = "".join(f" --{name}" for name in ("quick", "huge") if getattr(given, name))
    for name in given.names or COMPARISONS:
        origin = f"{time.strftime('%Y-%m-%d')}, `python -m bench {name}{options}`: {machine()}"
        started = time.perf_counter()
        text = section(COMPARISONS[name](given), origin)
        print(f"{text}({time.perf_counter() - started:.0f} s)\n", flush=True)
        if page is not None:
            replace_section(page, name, text, list(COMPARISONS))


if __name__ == "__main__":
    main(sys.argv[1:])

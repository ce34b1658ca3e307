"""Write ``docs/decree-coverage.md`` from the rules; ``tests/decree/present`` fails while it is not up to date."""

from __future__ import annotations

from pathlib import Path

from pipeline.decree.present.coverage import FILE, coverage
from pipeline.decree.profiles import load_profile

if __name__ == "__main__":
    (Path(__file__).parents[1] / FILE).write_text(coverage(load_profile()), encoding="utf-8")

"""Writes ``templates/report.docx`` and ``templates/cover-letter.docx`` afresh.

    python tools/scaffold_templates.py [FOLDER]

What they look like is in :mod:`pipeline.decree.scaffold`. The result is an ordinary Word file; a clerk changes it
in Word, and this tool is only run again to start afresh.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.decree.scaffold.house import house_templates

TARGET = Path(__file__).parents[1] / "templates"


def main(folder: Path = TARGET) -> None:
    """Write both templates into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in house_templates().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)

"""Refresh of an edited report of ten pages, against opening and saving it with python-docx."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

import docx

from bench.annexes import sample
from bench.harness import interleaved, ratio, timed
from bench.page import Table
from pipeline.build.fresh import Fresh
from pipeline.corrections.refresh import refresh

ROWS = 60
_CORRECTED = 2


def measure(quick: bool) -> list[Table]:
    """Edit a report, correct two of its figures, and refresh it."""
    rounds, turn = (1, 0.0) if quick else (15, 0.5)
    edited, fresh = documents()
    found = refresh(edited, fresh)
    sides = {
        "python-docx": timed(lambda: open_and_save(edited)),
        "refresh": timed(lambda: refresh(edited, fresh)),
        "nothing": timed(lambda: refresh(found.docx, fresh)),
    }
    spreads = interleaved(sides, rounds, turn)
    table = Table("Refresh of an edited report", ("Work", "ms", "times python-docx"))
    names = {
        "python-docx": "open and save with python-docx",
        "refresh": "refresh",
        "nothing": "refresh again, nothing to do",
    }
    for side, name in names.items():
        table.rows.append((name, spreads[side].shown(1e3), ratio(spreads[side], spreads["python-docx"])))
    table.notes.append(
        f"A report with {len(found.figures)} figures, of which {found.count('updated')} places are brought up to "
        f"date ({len(edited):,} bytes). The goal is at most 3 times python-docx."
    )
    return [table]


def open_and_save(data: bytes) -> bytes:
    stream = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(stream)
    return stream.getvalue()


def documents() -> tuple[bytes, bytes]:
    """A report that somebody edited with python-docx, and the same from data with two corrected figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bench"
        unit = sample(folder, ROWS)
        before = _report(folder, unit)
        file = folder / "units" / f"{unit}.yaml"
        head, figures, rest = file.read_text("utf-8").partition("figures:")
        rest = re.sub(r"(?<=: )\d+", _one_more, rest, count=_CORRECTED)
        file.write_text(head + figures + rest, "utf-8")
        return _edited(before), _report(folder, unit)


def _one_more(match: re.Match[str]) -> str:
    return str(int(match[0]) + 1)


def _report(folder: Path, unit: str) -> bytes:
    campaign = Fresh(folder)
    found = (d for d in campaign.campaign.documents() if d.unit == unit and d.key == "report")
    return campaign.docx(next(found))


def _edited(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    for number, paragraph in enumerate(document.paragraphs[10::10]):
        paragraph.insert_paragraph_before(f"Đoạn {number} do lãnh đạo viết thêm (số liệu minh họa).")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()

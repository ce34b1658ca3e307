"""Filling one template many times: ours, the documented loop of docxtpl, and docxtemplater in node."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, cycle, repeat
from pathlib import Path
from typing import Any
from unittest.mock import patch

from docxtpl import DocxTemplate

from bench.content import JINJA, MUSTACHE, PARAGRAPHS, ROWS, contexts, letter_template, report_template
from bench.harness import Side, Spread, interleaved, one_core, ratio, timed
from bench.page import Table
from pipeline.docx import template as engine
from pipeline.docx.custom import CustomParts
from pipeline.docx.environment import make_environment
from pipeline.docx.store import Identity
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs
from pipeline.model import Properties

Values = Mapping[str, Any]
UNITS = 20
NODE = Path(__file__).parent / "node"
NO_NODE = "not measured: node is missing, or its packages"
PROPERTIES = Properties("Báo cáo số liệu minh họa", "bench")
IDENTITY = Identity("bench", "", "report", "report.docx", "0" * 64, "0" * 64)
"""With it, our side writes every figure as a content control, as a build does; the others write plain text."""
PIECES = {
    "render": "Jinja",
    "check_structure": "structure check",
    "deflate_filled": "deflate",
    "own": "what it knows of itself",
    "write_package": "zip",
}
"""Functions that a filling calls, with what they are called in the table."""
_SUMS = ("rest", "whole", "floor: deflate and zip")
_RATIOS = ("docxtpl / baocao", "docxtemplater / baocao")
_SIDES = ("Document", "baocao", "docxtpl", "docxtemplater", *_RATIOS, "kB, baocao", "kB, docxtpl")
DOCUMENTS = {"letter": letter_template, "report": report_template}


def measure(quick: bool) -> list[Table]:
    """Milliseconds of one document, and what ours are made of."""
    rounds, turn = (3, 0.05) if quick else (20, 0.2)
    times = Table("Filling one document, one core (ms)", _SIDES)
    shares = Table("What our time is spent on (ms)", ("Document", *PIECES.values(), *_SUMS))
    data = contexts(UNITS)
    with one_core(), tempfile.TemporaryDirectory() as folder:
        for name, make in DOCUMENTS.items():
            path = Path(folder, f"{name}.docx")
            path.write_bytes(make(JINJA))
            compiled = CompiledTemplate.compile(path.read_bytes(), path.name, make_environment({}))
            with sides(compiled, path, make(MUSTACHE), data) as compared:
                row = _row(name, interleaved(compared, rounds, turn))
            made = (compiled.fill(data[0], PROPERTIES, identity=IDENTITY), docxtpl_fill(path, data[0]))
            times.rows.append((*row, *(f"{len(docx) / 1e3:.0f}" for docx in made)))
            shares.rows.append((name, *_shares(pieces(compiled, data, rounds))))
    times.notes.append(
        "The letter has about 12 paragraphs with 3 figures, the report "
        f"{PARAGRAPHS} and two tables of {ROWS} rows with {4 * ROWS} figures (about 9 pages); ours writes each "
        "figure as a content control. The templates are made from the default document of python-docx. Every side "
        f"fills them for the same {UNITS} units, one after the other; all results are compared before timing. "
        f"{rounds} turns of {turn} s each, all sides on one core; docxtemplater is timed inside a node process "
        "that has made 200 documents before."
    )
    shares.notes.append("Mean of further fillings, after the comparison, with a clock around each piece.")
    return [times, shares]


def _row(name: str, found: Mapping[str, Spread]) -> tuple[str, ...]:
    ours, theirs, node = found["baocao"], found["docxtpl"], found.get("docxtemplater")
    shown = [NO_NODE if side is None else side.shown(1e3, 2) for side in (ours, theirs, node)]
    return name, *shown, ratio(theirs, ours), "–" if node is None else ratio(node, ours)


@contextmanager
def sides(
    compiled: CompiledTemplate, path: Path, mustache: bytes, data: Sequence[Values]
) -> Iterator[dict[str, Side]]:
    """The sides of the comparison, each going through ``data`` again and again; their texts are the same.

    Raises ValueError if they are not.
    """
    ours = [compiled.fill(values, PROPERTIES, identity=IDENTITY) for values in data]
    for values, docx in zip(data, ours, strict=True):
        require_same_text(docx, docxtpl_fill(path, values))
    mine, theirs = cycle(data), cycle(data)
    found = {
        "baocao": timed(lambda: compiled.fill(next(mine), PROPERTIES, identity=IDENTITY)),
        "docxtpl": timed(lambda: docxtpl_fill(path, next(theirs))),
    }
    with node_side(mustache, data, ours) as node:
        yield {**found, "docxtemplater": node} if node else found


def docxtpl_fill(path: Path, values: Values) -> bytes:
    """The loop that docxtpl documents: open, render, save."""
    document = DocxTemplate(path)
    document.render(dict(values))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@contextmanager
def node_side(template: bytes, data: Sequence[Values], expected: Sequence[bytes]) -> Iterator[Side | None]:
    """docxtemplater in a warm node process, which times itself; None where there is no node.

    Raises ValueError if its texts are not those of the ``expected`` documents.
    """
    node = shutil.which("node")
    if node is None or not _packages_installed():
        yield None
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "template.docx").write_bytes(template)
        (folder / "data.json").write_text(json.dumps(data), "utf-8")
        with subprocess.Popen(
            [node, "fill.js", name], cwd=NODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101 - for mypy
            asked, told = process.stdin, process.stdout
            if told.readline() != "ready\n":
                raise RuntimeError("node could not fill the template")
            for index, docx in enumerate(expected):
                require_same_text(docx, (folder / f"{index}.docx").read_bytes())

            def side(turn: float) -> float:
                print(turn, file=asked, flush=True)
                return float(told.readline())

            yield side
            asked.close()


def _packages_installed() -> bool:
    """Install what the lock names; False where there is no npm or it cannot."""
    npm = shutil.which("npm")
    command = [npm or "", "ci", "--prefer-offline", "--no-audit", "--no-fund"]
    return bool(npm) and subprocess.run(command, cwd=NODE, check=False, capture_output=True).returncode == 0


def require_same_text(ours: bytes, theirs: bytes) -> None:
    """Raises ValueError where the two documents do not say the same, headers and footers included."""
    texts = [[paragraph.text for paragraph in paragraphs(docx, headers=True)] for docx in (ours, theirs)]
    if texts[0] != texts[1]:
        pairs = zip(*texts, strict=False)
        first = next((pair for pair in pairs if pair[0] != pair[1]), tuple(map(len, texts)))
        raise ValueError(f"the documents differ: {first}")


def pieces(compiled: CompiledTemplate, data: Sequence[Values], rounds: int) -> dict[str, float]:
    """Mean seconds that each of :data:`PIECES` takes in a filling, and the mean of all of it (``whole``)."""
    spent = dict.fromkeys(PIECES, 0.0)

    def watched(owner: object, name: str) -> Callable[..., Any]:
        original = getattr(owner, name)

        def call(*arguments: Any) -> Any:
            started = time.perf_counter()
            try:
                return original(*arguments)
            finally:
                spent[name] += time.perf_counter() - started

        return call

    with ExitStack() as stack:
        for name in PIECES:
            owner = CustomParts if name == "own" else engine
            stack.enter_context(patch.object(owner, name, watched(owner, name)))
        started = time.perf_counter()
        for values in chain.from_iterable(repeat(data, rounds)):
            compiled.fill(values, PROPERTIES, identity=IDENTITY)
        spent["whole"] = time.perf_counter() - started
    return {name: seconds / (rounds * len(data)) for name, seconds in spent.items()}


def _shares(spent: Mapping[str, float]) -> list[str]:
    rest = spent["whole"] - sum(spent[name] for name in PIECES)
    floor = spent["deflate_filled"] + spent["write_package"]
    return [f"{seconds * 1e3:.3f}" for seconds in (*(spent[name] for name in PIECES), rest, spent["whole"], floor)]

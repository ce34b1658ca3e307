"""Filling one template many times: ours, the documented loop of docxtpl, and docxtemplater in node."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment

from bench.content import JINJA, MUSTACHE, context, letter_template, report_template
from bench.harness import Spread, Table, interleaved, one_core
from pipeline.docx.blocks import SECTIONS
from pipeline.docx.environment import make_environment
from pipeline.docx.package import deflate, write_package
from pipeline.docx.sections import Sections
from pipeline.docx.structure import check_structure
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs
from pipeline.model import Properties

NODE = Path(__file__).parent / "node"
PROPERTIES = Properties("Báo cáo số liệu minh họa", "bench")
DOCUMENTS = {"letter": letter_template, "report": report_template}


def measure(quick: bool) -> list[Table]:
    """Milliseconds of one document, and what ours are made of."""
    rounds = 5 if quick else 40
    times = Table(
        "Filling one document, one core (ms; median, least to most)",
        ("Document", "baocao", "docxtpl", "docxtemplater", "docxtpl / ours", "docxtemplater / ours"),
    )
    shares = Table("What our time is spent on (ms)", ("Document", "Jinja", "check", "deflate", "write", "whole"))
    times.notes.append(
        "The texts of the three results are compared before timing. All sides take turns of 0.1 s; docxtemplater "
        "runs in a warm node process that is asked through a pipe (below 0.1 ms)."
    )
    values = context()
    with one_core(), tempfile.TemporaryDirectory() as folder:
        for name, template in DOCUMENTS.items():
            data, path = template(JINJA), Path(folder, f"{name}.docx")
            path.write_bytes(data)
            compiled = CompiledTemplate.compile(data, path.name, make_environment({}))
            sides: dict[str, Callable[[], bytes]] = {
                "ours": lambda compiled=compiled: compiled.fill(values, PROPERTIES),  # type: ignore[misc]
                "docxtpl": lambda path=path: docxtpl_fill(path, values),  # type: ignore[misc]
            }
            require_same_text(sides["ours"](), sides["docxtpl"]())
            with node_fill(template(MUSTACHE), values, sides["ours"]()) as node:
                if node is not None:
                    sides["docxtemplater"] = node
                times.rows.append(_row(name, interleaved(sides, 3 if quick else 20, turn=0.1)))
            shares.rows.append((name, *pieces(compiled, values, rounds)))
    return [times, shares]


def _row(name: str, found: Mapping[str, Spread]) -> tuple[str, ...]:
    ours, theirs, node = found["ours"], found["docxtpl"], found.get("docxtemplater")
    shown = node.milliseconds() if node else "not measured: node is missing"
    factor = f"{node.median / ours.median:.1f}×" if node else "–"
    return name, ours.milliseconds(), theirs.milliseconds(), shown, f"{theirs.median / ours.median:.1f}×", factor


def docxtpl_fill(path: Path, values: Mapping[str, Any], environment: Environment | None = None) -> bytes:
    """The loop that docxtpl documents: open, render, save."""
    document = DocxTemplate(path)
    document.render(dict(values), environment)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@contextmanager
def node_fill(template: bytes, values: Mapping[str, Any], expected: bytes) -> Iterator[Callable[[], bytes] | None]:
    """One filling by docxtemplater in a warm node process; None where there is no node."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        yield None
        return
    if not (NODE / "node_modules").is_dir():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=NODE, check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "template.docx").write_bytes(template)
        (folder / "data.json").write_text(json.dumps(values), "utf-8")
        files = [str(folder / file) for file in ("template.docx", "data.json", "result.docx")]
        with subprocess.Popen(
            [node, "fill.js", *files], cwd=NODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101 - for mypy
            asked, told = process.stdin, process.stdout
            if told.readline() != b"ready\n":
                raise RuntimeError("node could not fill the template")
            require_same_text(expected, (folder / "result.docx").read_bytes())

            def fill() -> bytes:
                asked.write(b"\n")
                asked.flush()
                return told.readline()

            yield fill
            asked.close()


def require_same_text(ours: bytes, theirs: bytes) -> None:
    """Raises ValueError where the two documents do not say the same, headers and footers included."""
    texts = [[paragraph.text for paragraph in paragraphs(docx, headers=True)] for docx in (ours, theirs)]
    if texts[0] != texts[1]:
        pairs = zip(*texts, strict=False)
        first = next((pair for pair in pairs if pair[0] != pair[1]), tuple(map(len, texts)))
        raise ValueError(f"the documents differ: {first}")


def pieces(compiled: CompiledTemplate, values: Mapping[str, Any], rounds: int) -> tuple[str, ...]:
    """The milliseconds of the parts of a filling, each timed by itself."""
    whole = {**values, SECTIONS: Sections.of(compiled.layout)}
    texts = {p.name: "".join(p.template.root_render_func(p.template.new_context(whole))) for p in compiled.parts}
    packed = [deflate(name, text.encode()) for name, text in texts.items()]

    def jinja() -> None:
        for part in compiled.parts:
            "".join(part.template.root_render_func(part.template.new_context(whole)))

    steps: tuple[Callable[[], object], ...] = (
        jinja,
        lambda: [check_structure(text, name, "") for name, text in texts.items()],
        lambda: [deflate(name, text.encode()) for name, text in texts.items()],
        lambda: write_package([*compiled.static, *packed]),
        lambda: compiled.fill(values, PROPERTIES),
    )
    return tuple(f"{_median(step, rounds) * 1e3:.2f}" for step in steps)


def _median(run: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return Spread(tuple(seconds)).median

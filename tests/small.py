"""A small campaign of three units in a folder of its own, and everything that tests do with it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from click.testing import CliRunner
from click.testing import Result as CliResult

from pipeline.build.campaign import Selection
from pipeline.build.report import DocumentDone
from pipeline.build.run import Options, Result, build
from pipeline.cli import baocao
from pipeline.docx.package import pack, unpack
from pipeline.docx.text import paragraphs
from pipeline.errors import BaocaoError

ROOT = Path(__file__).parents[1]

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "baocao:demo",
    "title": "Số liệu",
    "description": "Figures of the small campaign.",
    "$defs": {
        "figures": {
            "title": "Số liệu",
            "description": "Figures.",
            "type": "object",
            "additionalProperties": False,
            "required": ["staff"],
            "properties": {
                "staff": {
                    "title": "Biên chế",
                    "description": "Staff.",
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["total", "women"],
                    "properties": {
                        "total": {"title": "Tổng số", "description": "All.", "$ref": "baocao:common#/$defs/count"},
                        "women": {"title": "Nữ", "description": "Women.", "$ref": "baocao:common#/$defs/count"},
                    },
                }
            },
        },
        "records": {
            "title": "Danh sách",
            "description": "Records.",
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "events": {
                    "title": "Hội nghị",
                    "description": "Meetings.",
                    "type": "array",
                    "items": {
                        "title": "Hội nghị",
                        "description": "One.",
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name"],
                        "properties": {"name": {"title": "Tên", "description": "Name.", "type": "string"}},
                    },
                }
            },
        },
    },
}

CAMPAIGN = """\
title: Báo cáo năm 2025
period: {label: năm 2025, from: 2025-01-01, to: 2025-12-31}
deadline: 2025-12-20
schema: demo.schema.json
collecting_unit: so-a
missing_units: list
groups: {all: Các đơn vị}
units:
  - {id: so-a, name: Sở A, group: all}
  - {id: so-b, name: Sở B, group: all}
  - {id: so-c, name: Sở C, group: all}
unit_defaults:
  place: Quảng Ngãi
  recipients: [Sở A]
aggregates:
  unit:
    staff.men: {difference: [staff.total, staff.women]}
    events.total: {count: events}
  campaign:
    staff.total: {sum: units.staff.total}
    reporting.received: {count: units}
checks:
  unit:
    - id: women
      that: {at_most: [staff.women, staff.total]}
  campaign:
    - id: enough
      that: {at_most: [staff.total, 10000]}
documents:
  report:
    type: Báo cáo
    per: unit
    template: report.docx
    subject: Kết quả công tác năm 2025
    outline:
      - {key: work, title: Kết quả}
  cover-letter:
    type: Công văn
    per: unit
    except: [so-a]
    template: cover-letter.docx
    subject: gửi báo cáo năm 2025
    addressees: [Sở A]
    recipients: []
    outline:
      - text: "{{ unit.short_name }} gửi {{ documents.report | cite(\\"date subject\\") }}."
  summary-report:
    type: Báo cáo
    per: campaign
    template: report.docx
    subject: Tổng hợp kết quả công tác năm 2025
    outline:
      - text: >-
          Đã nhận {{ reporting.received | count }} báo cáo, {{ staff.total }} người.
          Còn thiếu: {{ missing | listing }}.
"""

UNIT = """\
organ: {{name: {name}, short_name: {name}, abbreviation: {code}}}
drafting_unit: VP
signer: {{authority: none, title: Giám đốc, name: Nguyễn Văn Minh}}
archive: VT
figures:
  staff:
    total: {total}
    women: {women}
records:
  events:
    - {{name: Hội nghị tổng kết}}
narrative:
  work: |
    Đơn vị có {{{{ staff.total }}}} người, trong đó {{{{ staff.women }}}} nữ và {{{{ staff.men }}}} nam.
"""

UNITS = {
    "so-a": {"name": "Sở A", "code": "SA", "total": 51, "women": 20},
    "so-b": {"name": "Sở B", "code": "SB", "total": 42, "women": 30},
    "so-c": {"name": "Sở C", "code": "SC", "total": 73, "women": 33},
}
DOCUMENTS = (
    "units/so-a/report",
    "units/so-b/report",
    "units/so-b/cover-letter",
    "units/so-c/report",
    "units/so-c/cover-letter",
    "summary/summary-report",
)


class Recorder:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.total = 0
        self.told: list[DocumentDone] = []
        self.waited: list[BaocaoError] = []

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def waiting(self, holder: BaocaoError) -> None:
        self.waited.append(holder)

    def started(self, documents: int) -> None:
        self.total = documents

    def done(self, document: DocumentDone) -> None:
        self.told.append(document)


@dataclass
class Sandbox:
    """A campaign of three units in a folder of its own, and everything that tests do with it."""

    root: Path
    reporter: Recorder = field(default_factory=Recorder)

    @property
    def folder(self) -> Path:
        return self.root / "inputs" / "demo"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs" / "demo"

    def write(self) -> None:
        (self.folder / "units").mkdir(parents=True)
        (self.folder / "demo.schema.json").write_text(json.dumps(SCHEMA), "utf-8")
        (self.folder / "campaign.yaml").write_text(CAMPAIGN, "utf-8")
        for unit, facts in UNITS.items():
            self.unit(unit).write_text(UNIT.format(**facts), "utf-8")

    def unit(self, unit: str) -> Path:
        return self.folder / "units" / f"{unit}.yaml"

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a text of a file of the campaign; it must be there."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new), "utf-8")

    def change_unit(self, old: str, new: str, unit: str = "so-b") -> None:
        self.edit(f"units/{unit}.yaml", old, new)

    def change_campaign(self, old: str, new: str) -> None:
        self.edit("campaign.yaml", old, new)

    # --- building -----------------------------------------------------------------------------------------------

    def build(
        self,
        *,
        units: Iterable[str] = (),
        documents: Iterable[str] = (),
        outputs: Path | None = None,
        **options: Any,
    ) -> Result:
        """A build; without PDF unless ``pdf=True``."""
        selection = Selection(tuple(units), tuple(documents))
        self.reporter = Recorder()
        chosen = Options(selection=selection, **{"pdf": False, **options})
        return build(self.folder, outputs or self.outputs.parent, chosen, self.reporter)

    def cli(self, command: str, *arguments: str, env: dict[str, str] | None = None) -> CliResult:
        """A command on the campaign, in this process; without PDF."""
        more = ["--no-pdf"] if command == "build" else []
        folders = [str(self.folder), "--outputs", str(self.outputs.parent)]
        clean = {"LC_ALL": "en_US.UTF-8", **(env or {})}
        return CliRunner().invoke(baocao, [command, *folders, *more, *arguments], env=clean)

    def python(self, code: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Python code in a process of its own, with ``campaign``, ``outputs`` and ``build`` at hand."""
        return subprocess.run(
            [sys.executable, "-c", self.script(code)], capture_output=True, text=True, timeout=timeout, check=False
        )

    def script(self, code: str) -> str:
        lines = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r})",
            "import os",
            "from pathlib import Path",
            "from pipeline.build.run import Options, build",
            f"campaign, outputs = Path({str(self.folder)!r}), Path({str(self.outputs.parent)!r})",
        )
        return "\n".join((*lines, code))

    documents: ClassVar[tuple[str, ...]] = DOCUMENTS
    units: ClassVar[tuple[str, ...]] = tuple(UNITS)

    @staticmethod
    def outcomes(result: Result) -> dict[str, str]:
        """Path to outcome, without those that are simply unchanged."""
        return {d.path: d.outcome for d in result.documents if d.outcome != "unchanged"}

    @staticmethod
    def codes(result: Result) -> list[str]:
        return [finding.code for finding in result.findings]

    # --- what came out ------------------------------------------------------------------------------------------

    def file(self, path: str) -> Path:
        return self.outputs / path

    def rewrite(self, document: str, old: str, new: str) -> bytes:
        """Somebody rewrites some words of a document in Word; return its bytes."""
        file = self.file(f"{document}.docx")
        package = unpack(file.read_bytes())
        text = package["word/document.xml"].decode()
        assert old in text, f"{old!r} is not in {document}"
        file.write_bytes(pack({**package, "word/document.xml": text.replace(old, new).encode()}))
        return file.read_bytes()

    def text(self, document: str) -> str:
        """The text of a document in place."""
        return "\n".join(p.text for p in paragraphs(self.file(f"{document}.docx").read_bytes()))

    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.outputs / "manifest.json").read_bytes())
        return found

    def run_json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.outputs / "run.json").read_bytes())
        return found

    def files(self, pattern: str = "**/*", base: Path | None = None) -> dict[str, bytes]:
        """The bytes of all files below the outputs, except those of the lock, the last run, cache and history."""
        base = base or self.outputs
        found = ((p.relative_to(base), p) for p in sorted(base.glob(pattern)) if p.is_file())
        kept = ((name, p) for name, p in found if name.parts[0] not in (".cache", "history"))
        return {name.as_posix(): p.read_bytes() for name, p in kept if p.name not in (".lock", "run.json")}

    def docx(self, base: Path | None = None) -> dict[str, bytes]:
        return self.files("**/*.docx", base)

    def snapshot(self) -> dict[str, tuple[int, str]]:
        """Time and hash of every file below the sandbox: nothing may have been written if it is the same."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {str(p): (p.stat().st_mtime_ns, hashlib.sha256(p.read_bytes()).hexdigest()) for p in sorted(found)}

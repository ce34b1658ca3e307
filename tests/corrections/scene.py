"""A small campaign with everything that a correction can meet: figures, derived figures, a table, a passage that
depends on the data; and the way of a document through hand edits, corrections and refresh, as a clerk goes it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from word import Document, Edit, edited

from pipeline.cli import baocao

OUTLINE = """\
      - {key: work, title: Kết quả}
      - title: Hội nghị
        tables:
          - rows: events
            caption: Các hội nghị
            empty: Không có hội nghị.
            columns:
              - {title: TT, text: "{{ index }}", width: 1, align: center}
              - {title: Tên, text: "{{ name }}", width: 5}
              - {title: Biên chế, text: "{{ staff.total }}", width: 2, align: right}
      - title: Nhận xét
        text:
          - text: Đơn vị đã hoàn thành nhiệm vụ được giao.
          - when: {greater: [staff.women, 35]}
            text: Số nữ là {{ staff.women }} người, vượt kế hoạch.
"""
REPORT = "units/so-b/report"


class Scene:
    """The campaign of the sandbox with more in its reports, built once; so-b's report is the document."""

    def __init__(self, sandbox: Any) -> None:
        self.sandbox = sandbox
        sandbox.change_campaign("      - {key: work, title: Kết quả}\n", OUTLINE)
        self.campaign = sandbox.folder
        self.file: Path = sandbox.file(f"{REPORT}.docx")

    @property
    def docx(self) -> bytes:
        return self.file.read_bytes()

    def key(self, figure: str, text: str | None = None) -> str:
        return Document(self.docx).key(figure, text)

    def edit(self, *edits: Edit) -> bytes:
        """Edit the report in its place; returns it."""
        self.file.write_bytes(edited(self.docx, *edits))
        return self.docx

    def correct(self, old: str, new: str, unit: str = "so-b") -> None:
        """Correct the data of a unit."""
        self.sandbox.change_unit(old, new, unit)

    def run(self, command: str, *arguments: object, code: int = 0, inputs: Path | None = None) -> dict[str, Any]:
        """``refresh`` or ``verify`` as JSON."""
        result = self.invoke(command, *arguments, "--inputs", inputs or self.campaign.parent, "--json")
        assert result.exit_code == code, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def invoke(self, *arguments: object) -> Any:
        return CliRunner().invoke(baocao, [str(a) for a in arguments], env={"LC_ALL": "en_US.UTF-8"})

    def refresh(self, *options: object, code: int = 0) -> dict[str, Any]:
        """The report refreshed in its place: what the command tells of it."""
        (told,) = self.run("refresh", self.file, *options, code=code)["documents"]
        return told

    def verify(self, code: int = 0) -> list[str]:
        """The codes of what verify finds in the report."""
        (told,) = self.run("verify", self.file, code=code)["documents"]
        return [finding["code"] for finding in told["findings"]]

    def anew(self) -> bytes:
        """The report as the data of now make it, in a folder of its own."""
        folder = self.sandbox.root / "anew"
        shutil.rmtree(folder, ignore_errors=True)
        result = self.sandbox.build(outputs=folder, units=["so-b"], documents=["report"])
        assert result.exit_code == 0, [finding.text() for finding in result.findings]
        return (folder / self.sandbox.outputs.name / f"{REPORT}.docx").read_bytes()

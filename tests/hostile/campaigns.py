"""How a hostile file is put to the whole program, and what must come of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from fuzzing import check_error, in_time

from pipeline.build.run import Result
from pipeline.docx.text import paragraphs

if TYPE_CHECKING:
    from pathlib import Path

B_LINES = {"total": 7, "women": 8, "name": 11, "work": 14}
SUMMARY = "summary/summary-report"
_HOLES = ("{{", "}}", "{%", "%}", "None", "Undefined")


class Victim:
    """The small campaign with something hostile in it, beside the documents of a clean build."""

    def __init__(self, sandbox: Any, clean: dict[str, bytes]) -> None:
        self.sandbox, self.clean = sandbox, clean
        self.result: Result

    @property
    def folder(self) -> Path:
        found: Path = self.sandbox.folder
        return found

    @property
    def outputs(self) -> Path:
        found: Path = self.sandbox.outputs
        return found

    def file(self, unit: str = "so-b") -> Path:
        found: Path = self.sandbox.unit(unit)
        return found

    def build(self, seconds: float = 10, **options: Any) -> Result:
        with in_time(seconds):
            self.result = self.sandbox.build(**options)
        return self.result

    def suffers(
        self,
        code: str,
        place: str = "units/so-b.yaml",
        without: Collection[str] = ("so-b/",),
        summary: bool = True,
    ) -> None:
        """Build: there is this finding, the documents ``without`` are not made, the others are unharmed."""
        self.build()
        self.tells(code, place)
        self.others_intact(without, summary)

    def tells(self, code: str, place: str) -> None:
        found = [(finding.code, str(finding.place)) for finding in self.result.findings]
        assert self.result.traces == []
        assert (code, place) in found, messages(self.result)
        assert self.result.exit_code == 1, found
        for finding in self.result.findings:
            check_error(finding)

    def others_intact(self, without: Iterable[str] = (), summary: bool = True) -> None:
        found: dict[str, bytes] = self.sandbox.docx()
        wanted = {
            name: data
            for name, data in self.clean.items()
            if name.startswith("units/") and not any(name.startswith(f"units/{one}") for one in without)
        }
        assert {name for name in found if name.startswith("units/")} == set(wanted)
        assert [name for name, data in wanted.items() if found[name] != data] == []
        assert (f"{SUMMARY}.docx" in found) == summary
        self.no_holes()

    def no_holes(self) -> None:
        """Every document that is there is one, and shows no tag and nothing undefined."""
        made = {name: data for name, data in self.sandbox.docx().items() if not name.startswith("edited/")}
        for name, data in made.items():
            text = "\n".join(paragraph.text for paragraph in paragraphs(data, name, headers=True))
            assert not [hole for hole in _HOLES if hole in text], name

    def unharmed(self, *codes: str) -> Result:
        """Build: every document is made; ``codes`` are those of warnings that come with it."""
        self.build()
        assert self.result.traces == []
        assert [finding.code for finding in self.result.findings] == [*codes], messages(self.result)
        assert (self.result.exit_code, len(self.sandbox.docx())) == (0, len(self.clean))
        for finding in self.result.findings:
            check_error(finding)
        return self.result


def messages(result: Result) -> list[str]:
    return [finding.text("vi") for finding in result.findings]

"""Names of files and units, and files that are none: nothing leads out, nothing is waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from campaigns import Victim

BAD_STEMS = {
    "a device": "con",
    "a device with a number": "com1",
    "capitals": "SO-D",
    "Cyrillic": "s\u043e-d",
    "marks": "sở-d",
    "marks apart": "so\u031b\u0309-d",
    "a blank": "so d",
    "a line": "so\nd",
    "an escape": "so\x1b[2Jd",
    "right to left": "so\u202ed",
    "200 letters": "x" * 200,
    "a tag": "{{ x }}",
    "a variable": "$HOME",
    "a quote": "so'd",
    "a backslash": "so\\d",
}


@pytest.mark.parametrize("case", [*BAD_STEMS])
def test_a_file_whose_name_is_no_id_is_told_and_read_by_nobody(victim: Victim, case: str) -> None:
    (victim.folder / "units" / f"{BAD_STEMS[case]}.yaml").write_bytes(victim.file().read_bytes())
    victim.build()
    (finding,) = victim.result.findings
    assert (finding.code, victim.result.exit_code) == ("D11", 1)
    victim.tells("D11", str(finding.place))
    victim.others_intact()


def test_a_name_that_is_no_text_is_told(victim: Victim) -> None:
    Path(os.fsdecode(os.fsencode(victim.folder) + b"/units/s\xff\xfe.yaml")).write_bytes(b"a: 1")
    victim.build()
    victim.tells("D11", "units/s??.yaml")
    victim.others_intact()


def test_a_name_of_300_letters_in_a_table_is_told(victim: Victim) -> None:
    (victim.folder / "units.csv").write_text(f"unit\n{'x' * 300}\n", "utf-8")
    victim.build()
    victim.tells("D11", "units.csv:A2")
    victim.others_intact()


LONG = "x" * 300
IDS = [
    "../x",
    "..",
    "/etc/passwd",
    "a/b",
    "CON",
    "con",
    "nul",
    "NUL.txt",
    "x" * 300,
    "Sở A",
    "so\u0430",
    "so_a",
    "-a",
    "",
    "{{ x }}",
]


@pytest.mark.parametrize("id_", [*IDS, pytest.param(LONG, id="long")])
def test_a_campaign_asks_for_no_such_unit(victim: Victim, id_: str) -> None:
    victim.sandbox.change_campaign("{id: so-b,", f"{{id: '{id_}',")
    victim.build()
    codes = {"": "D47", "con": "D77", "nul": "D77", LONG: "D36"}
    victim.tells(codes.get(id_, "D38"), "campaign.yaml:10:10")
    assert victim.sandbox.docx() == {}


@pytest.mark.parametrize("name", ["con", "aux", "lpt1"])
def test_no_document_has_the_name_of_a_device(victim: Victim, name: str) -> None:
    victim.sandbox.change_campaign(
        "    template: cover-letter.docx", f"    template: cover-letter.docx\n    file: {name}"
    )
    victim.build()
    victim.tells("D77", f"campaign.yaml:{_line(victim, 'file: ')}:11")
    assert victim.sandbox.docx() == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("template: report.docx", "template: ../../etc/report.docx"),
        ("template: report.docx", "template: /etc/passwd"),
        ("template: report.docx", "template: '..\\\\report.docx'"),
        ("schema: demo.schema.json", "schema: ../demo.schema.json"),
        ("schema: demo.schema.json", "schema: /etc/passwd"),
        ("template: report.docx", "template: report.docx\n    file: ../x"),
        ("template: report.docx", "template: report.docx\n    file: a/b"),
    ],
)
def test_no_name_in_a_campaign_leads_out(victim: Victim, old: str, new: str) -> None:
    victim.sandbox.change_campaign(old, new)
    before = victim.sandbox.snapshot()
    victim.build()
    assert victim.result.exit_code == 1
    assert {finding.code for finding in victim.result.findings} <= {"D38", "D68"}
    assert victim.sandbox.docx() == {}
    assert {path for path in victim.sandbox.snapshot() if path not in before} <= {
        str(victim.outputs / name) for name in ("manifest.json", "run.json", ".lock")
    }


def _line(victim: Victim, text: str) -> int:
    lines = (victim.folder / "campaign.yaml").read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


# --- two of one name --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".json", ".yml", ".YAML"])
def test_two_files_of_one_unit_stop_the_unit(victim: Victim, suffix: str) -> None:
    victim.file().with_suffix(suffix).write_bytes(b"{}")
    victim.build()
    victim.tells("D10", f"units/so-b{'.yaml' if suffix != '.yml' else '.yml'}")
    victim.others_intact(["so-b/"])


def test_two_units_of_one_id_in_a_campaign(victim: Victim) -> None:
    victim.sandbox.change_campaign("{id: so-c, name: Sở C, group: all}", "{id: so-b, name: Sở C, group: all}")
    victim.build()
    victim.tells("D61", "campaign.yaml:11:10")
    assert victim.sandbox.docx() == {}


def test_two_rows_of_one_unit(victim: Victim) -> None:
    (victim.folder / "units.csv").write_text("unit,place\nso-b,Huế\nso-b,Huế\n", "utf-8")
    victim.suffers("D24", "units.csv:A3")


# --- files that are none ----------------------------------------------------------------------------------------

Make = Callable[[Path], object]


def loop(path: Path) -> None:
    other = path.with_name(".loop")
    other.symlink_to(path)
    path.symlink_to(other)


NO_FILES: dict[str, Make] = {
    "a folder": Path.mkdir,
    "a FIFO": os.mkfifo,
    "a loop": loop,
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a terminal": lambda path: path.symlink_to("/dev/tty"),
    "the memory": lambda path: path.symlink_to("/proc/self/mem"),
    "a link to a folder": lambda path: path.symlink_to("/"),
}


@pytest.mark.parametrize("case", [*NO_FILES])
def test_what_is_no_file_is_told_and_not_waited_for(victim: Victim, case: str) -> None:
    victim.file().unlink()
    NO_FILES[case](victim.file())
    victim.suffers("D01")


@pytest.mark.parametrize("case", [*NO_FILES])
@pytest.mark.parametrize("name", ["units.xlsx", "units.csv"])
def test_a_table_that_is_no_file_is_told(victim: Victim, name: str, case: str) -> None:
    NO_FILES[case](victim.folder / name)
    victim.build()
    victim.tells("D01", name)
    victim.others_intact()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(victim: Victim) -> None:
    victim.file().chmod(0)
    victim.suffers("D01")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(victim: Victim) -> None:
    (victim.folder / "units").chmod(0)
    try:
        victim.build()
    finally:
        (victim.folder / "units").chmod(0o755)
    victim.tells("D01", "units")


def test_a_link_to_a_file_elsewhere_is_read_as_any_file(victim: Victim, tmp_path: Path) -> None:
    """Folders of campaigns are often links themselves; what counts is what stands in the file."""
    victim.file().rename(tmp_path / "b")
    victim.file().symlink_to(tmp_path / "b")
    victim.unharmed()


def test_a_file_that_is_replaced_during_the_run_is_read_once(
    victim: Victim, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes are taken once, and hashed and parsed from there."""
    opened: list[str] = []
    really = os.open

    def open_and_replace(path: Path, *arguments: int) -> int:
        found = really(path, *arguments)
        if Path(path) == victim.file():
            opened.append(str(path))
            victim.file().unlink()
            os.mkfifo(victim.file())
        return found

    monkeypatch.setattr(os, "open", open_and_replace)
    victim.unharmed()
    assert len(opened) == 1

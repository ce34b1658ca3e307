"""``docs/decree-coverage.md`` tells of every rule, and is what the profile makes of it."""

import subprocess
import sys
from pathlib import Path

from pipeline.decree.present import table
from pipeline.decree.present.coverage import FILE, coverage
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Applies

ROOT = Path(__file__).parents[3]


def test_the_committed_file_is_what_the_profile_makes():
    assert (ROOT / FILE).read_text("utf-8") == coverage(load_profile()), "run python tools/coverage.py"


def test_every_rule_and_every_undecidable_one_has_a_row():
    profile = load_profile()
    lines = coverage(profile).splitlines()
    for id_ in [rule.id for rule in profile.rules] + [entry["id"] for entry in profile.undecidable]:
        assert sum(line.startswith(f"| `{id_}` |") for line in lines) == 1, id_


def test_every_row_has_as_many_cells_as_its_head():
    tables = [line for line in coverage(load_profile()).splitlines() if line.startswith("|")]
    widths = {line.replace("\\|", "").count("|") for line in tables}
    assert widths == {9, 4}


def test_a_rule_that_is_not_in_the_matrix_says_why():
    for rule in load_profile().rules:
        row = next(line for line in coverage(load_profile()).splitlines() if line.startswith(f"| `{rule.id}` |"))
        reason, pages = row.strip("| ").split(" | ")[-2:]
        assert reason == " ".join(rule.unmatrixed.get("en", "yes").split()), rule.id
        spared = rule.unmatrixed or rule.applies.formats == {"docx"}
        assert pages == ("–" if spared else rule.unmatrixed_pdf.get("en", "yes")), rule.id


def test_the_tool_writes_the_file(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "docs").mkdir()
    tool = tmp_path / "tools" / "coverage.py"
    tool.write_bytes((ROOT / "tools" / "coverage.py").read_bytes())
    subprocess.run([sys.executable, str(tool)], check=True, env={"PYTHONPATH": str(ROOT)})
    assert (tmp_path / FILE).read_text("utf-8") == coverage(load_profile())


def test_what_a_rule_applies_to_is_told_shortly():
    assert table.applies(Applies(), "en") == "all"
    one = Applies(kinds=frozenset({"TTr", "BC"}), not_kinds=frozenset({"CV"}), formats=frozenset({"pdf"}))
    assert table.applies(one, "en") == "BC, TTr; PDF; not CV"
    groups = Applies(kinds=frozenset({"NAMED", "CV"}), states=frozenset({"issued"}))
    assert table.applies(groups, "en") == "CV, documents with a type; issued"

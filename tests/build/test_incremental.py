"""A build makes only what is stale, and leaves what a build from nothing would leave, byte by byte."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import Sandbox

from pipeline.build import workshop as workshop_module

KEPT = (".lock", "run.json", ".journal.jsonl")


def left(sandbox, base=None):
    """Everything that a build leaves but what tells of single runs."""
    base = base or sandbox.outputs
    return {
        name: data
        for name, data in sandbox.files(base=base).items()
        if not name.startswith((".cache/", "history/", "edited/", "issued/")) and name not in KEPT
    }


def clean(sandbox, tmp_path, **options):
    """What a build from nothing leaves."""
    shutil.rmtree(tmp_path / "clean", ignore_errors=True)
    sandbox.build(outputs=tmp_path / "clean", **options)
    return left(sandbox, tmp_path / "clean" / "demo")


@pytest.fixture
def looked_at(monkeypatch):
    """The units whose data a run loads."""
    seen: list[str] = []
    real = workshop_module.Checker.check

    def check(self, sources):
        seen.extend(source.id for source in sources)
        return real(self, sources)

    monkeypatch.setattr(workshop_module.Checker, "check", check)
    return seen


def test_nothing_changed_looks_at_no_unit_and_writes_no_manifest(built, looked_at):
    before = built.snapshot()
    manifest = built.file("manifest.json").stat()
    looked_at.clear()
    result = built.build()
    assert (built.outcomes(result), looked_at) == ({}, [])
    assert built.file("manifest.json").stat() == manifest
    changed = {name.rpartition("/")[2] for name, found in built.snapshot().items() if before.get(name) != found}
    assert changed <= {"run.json", ".lock", "state.json"}


def test_a_corrected_figure_costs_its_unit_and_what_prints_it(built, tmp_path, looked_at):
    built.change_unit("women: 30", "women: 31")
    looked_at.clear()
    result = built.build()
    assert built.outcomes(result) == {"units/so-b/report": "made"}
    assert looked_at == ["so-b"]
    assert left(built) == clean(built, tmp_path)


def test_a_figure_that_the_summary_prints_makes_it_anew(built, tmp_path, looked_at):
    built.change_unit("total: 42", "total: 45")
    looked_at.clear()
    result = built.build()
    assert built.outcomes(result) == {"units/so-b/report": "made", "summary/summary-report": "made"}
    assert set(looked_at) == {"so-b", "so-a"}, "the unit, and the one that issues the summary"
    assert left(built) == clean(built, tmp_path)


def test_a_reverted_correction_brings_the_same_bytes_back(built):
    before = left(built)
    built.change_unit("total: 42", "total: 145")
    built.build()
    assert left(built) != before
    built.change_unit("total: 145", "total: 42")
    built.build()
    assert left(built) == before


def test_findings_of_units_that_are_not_looked_at_are_told_again(built, tmp_path, looked_at):
    built.change_unit("women: 33", "women: 99", "so-c")
    built.change_unit("women: 30", "women: nhiều")
    built.build()
    first = built.build()
    looked_at.clear()
    second = built.build()
    assert [f.to_json() for f in second.findings] == [f.to_json() for f in first.findings] != []
    assert (built.outcomes(second), second.exit_code) == (built.outcomes(first), first.exit_code)
    assert looked_at == []


def test_a_unit_that_comes_and_one_that_goes(built, tmp_path):
    text = built.unit("so-c").read_text("utf-8")
    built.unit("so-c").unlink()
    built.build()
    gone = {name for name in clean(built, tmp_path) if name.startswith("units/so-c")}
    assert gone == set()
    built.unit("so-c").write_text(text, "utf-8")
    built.build()
    assert left(built) == clean(built, tmp_path)


def test_a_changed_campaign_plans_all_and_makes_what_it_touches(built, tmp_path, looked_at):
    looked_at.clear()
    built.change_campaign("subject: gửi báo cáo năm 2025", "subject: gửi báo cáo công tác năm 2025")
    result = built.build()
    assert set(built.outcomes(result)) == {"units/so-b/cover-letter", "units/so-c/cover-letter"}
    assert set(looked_at) >= {"so-a", "so-b", "so-c"}
    assert left(built) == clean(built, tmp_path)


def test_a_selection_does_not_make_the_others_fresh(built, tmp_path):
    built.change_unit("women: 30", "women: 31")
    built.change_unit("women: 33", "women: 34", "so-c")
    built.build(units=["so-b"])
    result = built.build()
    assert built.outcomes(result) == {"units/so-c/report": "made"}
    assert left(built) == clean(built, tmp_path)


def test_a_selected_document_leaves_the_other_of_its_unit_stale(built, tmp_path):
    built.change_unit("short_name: Sở B", "short_name: Sở Bê")
    built.build(documents=["cover-letter"])
    built.build()
    assert left(built) == clean(built, tmp_path)


@pytest.mark.parametrize("gone", ["units/so-b/report.docx", "summary/summary-report.docx"])
def test_a_deleted_file_is_made_again(built, tmp_path, gone):
    built.file(gone).unlink()
    result = built.build()
    assert built.outcomes(result) == {gone.removesuffix(".docx"): "made"}
    assert left(built) == clean(built, tmp_path)


def test_an_edited_file_of_the_same_size_is_seen(built):
    path = built.file("units/so-b/report.docx")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    result = built.build()
    assert built.outcomes(result) == {"units/so-b/report": "edited"}


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["so-a", "so-b", "so-c"]),
        st.sampled_from(["total", "women", "name", "gone", "broken", "work"]),
        st.integers(0, 120),
    ),
    max_size=4,
)


def edited(text: str | None, kind: str, number: int) -> str | None:
    """The text of a unit's file after a change."""
    if kind == "gone" or text is None:
        return None
    lines = text.split("\n")
    new = {
        "total": ("    total: ", str(number)),
        "women": ("    women: ", str(number)),
        "name": ("    - {name: ", f"Hội nghị {number}}}"),
        "broken": ("    total: ", "nhiều"),
        "work": ("    Đơn vị có", f" {{{{ staff.total }}}} người, kỳ {number}."),
    }
    start, value = new[kind]
    return "\n".join(start + value if line.startswith(start) else line for line in lines)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(CHANGES, min_size=1, max_size=3), jobs=st.sampled_from([1, 2]))
def test_any_corrections_leave_what_a_build_from_nothing_leaves(tmp_path_factory, monkeypatch, rounds, jobs):
    root = tmp_path_factory.mktemp("any")
    monkeypatch.setattr("pipeline.build.walk.tool_version", lambda: "the program as it is now")
    monkeypatch.setattr("pipeline.build.workers.PARALLEL_FROM", 2)
    box = Sandbox(root)
    box.write()
    whole = {unit: box.unit(unit).read_text("utf-8") for unit in ("so-a", "so-b", "so-c")}
    box.build(jobs=jobs)
    for changes in rounds:
        texts: dict[str, str | None] = dict(whole)
        for unit, kind, number in changes:
            texts[unit] = edited(texts[unit], kind, number)
        for unit, text in texts.items():
            if text is None:
                box.unit(unit).unlink(missing_ok=True)
            else:
                box.unit(unit).write_text(text, "utf-8")
        box.build(jobs=jobs)
        fresh = clean(box, root, jobs=1)
        mine = left(box)
        stale = set(mine) - set(fresh)  # of units that have no data any more: made once, and left alone
        assert all(mine[name] == fresh[name] for name in fresh if name.endswith(".docx"))
        if not stale:
            assert mine == fresh
    shutil.rmtree(root)

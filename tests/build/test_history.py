"""What earlier builds published is kept: the last ones and those with a name; a build never needs it."""

from __future__ import annotations

import shutil

import pytest

from pipeline.build import history as history_module
from pipeline.build.history import BadTag, History, check_tag, document_lines
from pipeline.stages.files import sha256

REPORT = "units/so-b/report"


def figures(sandbox, value: int) -> None:
    """Put another number into the data of so-b."""
    file = sandbox.unit("so-b")
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(f"    total: {value}\n" if "total:" in line else line for line in lines), "utf-8")


def rebuilt(sandbox, *values: int, **options) -> None:
    for value in values:
        figures(sandbox, value)
        sandbox.build(**options)


@pytest.fixture
def built(sandbox):
    sandbox.build()
    return sandbox


def objects(sandbox) -> set[str]:
    return {file.name for file in (sandbox.outputs / "history" / "objects").rglob("*") if file.is_file()}


def test_the_first_build_has_nothing_before_it(built):
    history = History(built.outputs)
    assert (history.builds(), history.present) == ([], 1)
    assert objects(built) == set()


def test_the_manifest_and_the_replaced_documents_are_kept(built):
    manifest, report = built.file("manifest.json").read_bytes(), built.file(f"{REPORT}.docx").read_bytes()
    rebuilt(built, 45)
    history = History(built.outputs)
    assert (history.builds(), history.present) == ([1], 2)
    assert history.manifest(1).read_bytes() == manifest
    assert history.manifest(2) == built.outputs / "manifest.json"
    assert history.document(REPORT, sha256(report), 1) == report
    assert sha256(report) in objects(built)


def test_a_document_that_no_build_replaced_is_found_in_its_place(built):
    rebuilt(built, 45)
    letter = built.file("units/so-c/report.docx").read_bytes()
    assert History(built.outputs).document("units/so-c/report", sha256(letter), 1) == letter


def test_a_build_that_changes_nothing_leaves_the_history_alone(built):
    rebuilt(built, 45)
    before = built.files("history/**/*")
    built.build()
    assert built.files("history/**/*") == before


def test_the_last_builds_are_kept_and_the_documents_that_only_older_ones_had_are_removed(built, monkeypatch):
    monkeypatch.setattr(history_module, "KEPT_BUILDS", 2)
    seen = []
    for value in (43, 44, 45, 46):
        seen.append(sha256(built.file(f"{REPORT}.docx").read_bytes()))
        rebuilt(built, value)
    assert History(built.outputs).builds() == [3, 4]
    assert set(seen[2:]) <= objects(built)
    assert not set(seen[:2]) & objects(built)


def test_a_build_with_a_name_outlives_the_last_ones(built, monkeypatch):
    monkeypatch.setattr(history_module, "KEPT_BUILDS", 2)
    report = built.file(f"{REPORT}.docx").read_bytes()
    built.build(tag="trinh-ky")
    rebuilt(built, 43, 44, 45, 46)
    history = History(built.outputs)
    assert history.tags() == {"trinh-ky": 1}
    assert history.builds() == [1, 3, 4]
    assert history.document(REPORT, sha256(report), 1) == report
    documents = document_lines(history.manifest(1))
    assert sha256(report).encode() in documents[REPORT]


def test_a_document_that_comes_back_is_kept_as_long_as_the_last_build_that_had_it(built, monkeypatch):
    monkeypatch.setattr(history_module, "KEPT_BUILDS", 2)
    report = built.file(f"{REPORT}.docx").read_bytes()
    rebuilt(built, 43, 42, 44, 45)  # builds 1 and 3 had it; 3 and 4 are kept
    history = History(built.outputs)
    assert history.builds() == [3, 4]
    assert history.document(REPORT, sha256(report), 3) == report


def test_a_name_moves_with_the_build_that_takes_it_and_bad_ones_are_refused_before_building(built):
    built.build(tag="trinh-ky")
    rebuilt(built, 45, tag="trinh-ky")
    assert History(built.outputs).tags() == {"trinh-ky": 2}
    for tag in ("", "Trình ký", "12", "issued", "../x", "x" * 41):
        with pytest.raises(BadTag):
            check_tag(tag)
    with pytest.raises(BadTag):
        built.build(tag="Trình ký")


def test_a_document_edited_by_hand_is_kept_as_it_stood(built):
    file = built.file(f"{REPORT}.docx")
    published, edited = sha256(file.read_bytes()), built.file("units/so-c/report.docx").read_bytes()
    file.write_bytes(edited)
    history = History(built.outputs)
    history.keep(REPORT, published)
    file.unlink()  # a new file takes the place, as in a build
    file.write_bytes(b"new")
    history.record()
    assert History(built.outputs).document(REPORT, published, 1) == edited


def test_the_history_can_be_deleted_at_any_time(built):
    rebuilt(built, 45)
    shutil.rmtree(built.outputs / "history")
    rebuilt(built, 46)
    assert History(built.outputs).builds() == [1]
    assert "46 người" in built.text(REPORT)


def test_a_damaged_history_harms_no_build_and_gives_no_wrong_document(built):
    report = sha256(built.file(f"{REPORT}.docx").read_bytes())
    rebuilt(built, 45)
    folder = built.outputs / "history"
    for file in (file for file in folder.rglob("*") if file.is_file()):
        file.unlink()  # a hard link may be the file in place
        file.write_bytes(b"\xff damaged \0")
    (folder / "tags.json").write_bytes(b"[")
    history = History(built.outputs)
    assert history.document(REPORT, report, 1) is None
    assert history.tags() == {}
    rebuilt(built, 46)
    assert "46 người" in built.text(REPORT)


def test_a_history_that_cannot_be_written_harms_no_build(built):
    shutil.rmtree(built.outputs / "history", ignore_errors=True)
    (built.outputs / "history").write_bytes(b"a file in its place")
    rebuilt(built, 45)
    assert "45 người" in built.text(REPORT)


def test_what_a_killed_build_replaced_belongs_to_the_next_record(built):
    report = built.file(f"{REPORT}.docx").read_bytes()
    History(built.outputs).keep(REPORT, sha256(report))  # ... and then it was killed
    rebuilt(built, 45)
    assert History(built.outputs).document(REPORT, sha256(report), 1) == report

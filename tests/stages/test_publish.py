"""Files into their places: whole or not at all, and nothing of somebody else's lost."""

import json
import os
from contextlib import ExitStack, closing

import pytest

from pipeline.model import Place
from pipeline.stages import publish as module
from pipeline.stages.files import CannotCompare, CannotWrite, file_sha256, read_json, sha256, write_atomic
from pipeline.stages.lines import to_bytes
from pipeline.stages.publish import JOURNAL, Outputs
from pipeline.stages.publish_errors import EditedByHand, UnknownFile
from pipeline.stages.published import Published

PATH = "units/so-b/report"


def entry(docx=b"docx", **facts):
    given = {"unit": "so-b", "document": "report", "template": "report.docx", "key": "k", "prints": "{}"}
    return Published(**{**given, "docx": sha256(docx), **facts})


def manifest(outputs):
    return to_bytes([("documents", (outputs.line(path) for path in sorted(outputs.documents)))])


@pytest.fixture
def outputs(tmp_path):
    with closing(Outputs(tmp_path / "demo")) as outputs:
        yield outputs


@pytest.fixture
def reopened(outputs):
    """Opens the outputs once more, as the next run does."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Outputs.open(outputs.folder)))


def known(**facts):
    """A document as it is remembered: what it prints stays on the disk."""
    return entry(prints="", **facts)


def files(outputs):
    return {
        path.relative_to(outputs.folder).as_posix(): path.read_bytes()
        for path in outputs.folder.rglob("*")
        if path.is_file()
    }


# --- single files ------------------------------------------------------------------------------------------------


def test_a_file_is_written_with_its_folders(tmp_path):
    write_atomic(tmp_path / "a" / "b.txt", b"x")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x"


def test_a_file_may_be_written_piece_by_piece(tmp_path):
    write_atomic(tmp_path / "b.txt", iter([b"x", b"", b"y"]))
    assert (tmp_path / "b.txt").read_bytes() == b"xy"


@pytest.mark.parametrize("failure", [OSError(28, "No space left"), KeyboardInterrupt(), ValueError("x")])
def test_a_file_whose_writing_fails_keeps_its_old_bytes_and_leaves_no_trace(tmp_path, failure):
    (tmp_path / "b.txt").write_bytes(b"old")

    def pieces():
        yield b"half"
        raise failure

    wanted = CannotWrite if isinstance(failure, OSError) else type(failure)
    with pytest.raises(wanted):
        write_atomic(tmp_path / "b.txt", pieces())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b.txt": b"old"}


def test_a_file_is_on_the_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    events = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda d: events.append("fsync") or fsync(d))
    monkeypatch.setattr(os, "replace", lambda a, b: events.append("replace") or replace(a, b))
    write_atomic(tmp_path / "b.txt", b"x")
    assert events == ["fsync", "replace"]


def test_what_cannot_be_written_is_told_with_its_name_and_reason(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(CannotWrite) as caught:
        write_atomic(tmp_path / "a" / "b.txt", b"x", "units/a/b.txt")
    assert caught.value.place == Place("units/a/b.txt")
    assert "exists" in caught.value.message() or "directory" in caught.value.message()


def test_the_hash_of_nothing_is_none(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    assert file_sha256(tmp_path / "file") == sha256(b"x")
    assert file_sha256(tmp_path / "nobody") is None
    assert file_sha256(tmp_path / "file" / "below") is None


def test_what_cannot_be_read_is_not_taken_for_nothing(tmp_path):
    with pytest.raises(CannotCompare) as caught:
        file_sha256(tmp_path, "units/x.docx")
    assert caught.value.place == Place("units/x.docx")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_damaged_json_is_an_empty_object(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    assert read_json(tmp_path / "a.json") == {}
    assert read_json(tmp_path / "nobody.json") == {}


# --- documents ---------------------------------------------------------------------------------------------------


def test_a_document_is_published_with_its_pdf_and_known(outputs):
    assert outputs.publish(PATH, entry(), b"docx", b"pdf") == []
    assert {path: data for path, data in files(outputs).items() if path != JOURNAL} == {
        f"{PATH}.docx": b"docx",
        f"{PATH}.pdf": b"pdf",
    }
    assert outputs.state(PATH, "docx") == outputs.state(PATH, "pdf") == "ours"
    assert outputs.has_pdf(PATH, sha256(b"docx"))
    assert not outputs.has_pdf(PATH, sha256(b"other"))


def test_a_published_document_is_known_after_the_manifest_is_written(outputs, reopened):
    outputs.publish(PATH, entry(), b"docx", None)
    outputs.write_manifest(manifest(outputs), [b"{}"])
    assert not (outputs.folder / JOURNAL).exists()
    again = reopened()
    assert again.documents == {PATH: known()}
    assert again.state(PATH, "docx") == "ours"


PRINTS = json.dumps({"a": ["\u2028\x85\n"]}, ensure_ascii=False)


def test_a_published_document_is_known_from_the_journal_before(outputs, reopened):
    outputs.publish(PATH, entry(prints=PRINTS), b"docx", b"pdf")
    again = reopened()
    assert again.documents == outputs.documents == {PATH: known()}
    assert again.pdfs == outputs.pdfs
    assert again.line(PATH) == outputs.line(PATH)


def test_what_a_document_prints_goes_from_manifest_to_manifest(outputs, reopened):
    outputs.publish(PATH, entry(prints=PRINTS), b"docx", None)
    line = outputs.line(PATH)
    for _ in range(2):
        outputs.write_manifest(manifest(outputs), [b"{}"])
        outputs = reopened()
        assert outputs.line(PATH) == line
    assert json.loads(b"{" + line + b"}")[PATH]["prints"] == json.loads(PRINTS)


def test_the_journal_is_believed_only_where_the_file_is_there(outputs, reopened):
    outputs.publish(PATH, entry(), b"docx", b"pdf")
    outputs.file(PATH, "docx").write_bytes(b"by hand")
    outputs.file(PATH, "pdf").unlink()
    again = reopened()
    assert (again.documents, again.pdfs) == ({}, {})


def test_a_file_with_its_bytes_already_is_not_touched_and_needs_no_journal(outputs):
    outputs.publish(PATH, entry(), b"docx", b"pdf")
    (outputs.folder / JOURNAL).unlink()
    before = [outputs.file(PATH, suffix).stat().st_mtime_ns for suffix in ("docx", "pdf")]
    assert outputs.publish(PATH, entry(key="new"), b"docx", b"pdf") == []
    assert [outputs.file(PATH, suffix).stat().st_mtime_ns for suffix in ("docx", "pdf")] == before
    assert outputs.documents[PATH].key == "new"
    assert not (outputs.folder / JOURNAL).exists()


def test_the_journal_comes_before_the_files(outputs, monkeypatch):
    seen = []
    real = module.put

    def put(temporary, path, name):
        seen.append(json.loads((outputs.folder / JOURNAL).read_bytes())["path"])
        real(temporary, path, name)

    monkeypatch.setattr(module, "put", put)
    outputs.publish(PATH, entry(), b"docx", b"pdf")
    assert seen == [PATH, PATH]


def test_a_pdf_of_another_docx_is_removed(outputs):
    outputs.publish(PATH, entry(), b"docx", b"pdf")
    assert outputs.publish(PATH, entry(b"new"), b"new", None) == []
    assert not outputs.file(PATH, "pdf").exists()
    assert outputs.pdfs == {}


def test_a_pdf_of_the_same_docx_stays(outputs):
    outputs.publish(PATH, entry(), b"docx", b"pdf")
    outputs.publish(PATH, entry(key="new"), b"docx", None)
    assert outputs.file(PATH, "pdf").read_bytes() == b"pdf"


def test_an_edited_file_is_kept_aside_with_its_time(outputs):
    outputs.publish(PATH, entry(), b"docx", None)
    outputs.file(PATH, "docx").write_bytes(b"by hand")
    os.utime(outputs.file(PATH, "docx"), (1_000_000_000, 1_000_000_000))
    (kept,) = outputs.publish(PATH, entry(b"new"), b"new", None)
    assert isinstance(kept, EditedByHand)
    copy = outputs.folder / kept.params["copy"]
    assert copy.read_bytes() == b"by hand"
    assert copy.stat().st_mtime == 1_000_000_000
    assert outputs.file(PATH, "docx").read_bytes() == b"new"


def test_a_file_that_was_edited_into_what_is_wanted_is_not_kept_aside(outputs):
    outputs.publish(PATH, entry(), b"docx", None)
    outputs.file(PATH, "docx").write_bytes(b"new")
    assert outputs.publish(PATH, entry(b"new"), b"new", None) == []


def test_an_unknown_file_is_kept_aside_as_such(outputs):
    outputs.file(PATH, "docx").parent.mkdir(parents=True)
    outputs.file(PATH, "docx").write_bytes(b"old")
    (kept,) = outputs.publish(PATH, entry(), b"docx", None)
    assert isinstance(kept, UnknownFile)


def test_a_copy_that_cannot_be_kept_stops_the_document(outputs):
    outputs.publish(PATH, entry(), b"docx", None)
    outputs.file(PATH, "docx").write_bytes(b"by hand")
    (outputs.folder / "edited").write_text("a file", "utf-8")
    with pytest.raises(CannotWrite):
        outputs.publish(PATH, entry(b"new"), b"new", None)
    assert outputs.file(PATH, "docx").read_bytes() == b"by hand"


def test_a_document_without_a_journal_is_not_published(outputs):
    outputs.folder.mkdir()
    (outputs.folder / JOURNAL).mkdir()
    with pytest.raises(CannotWrite) as caught:
        outputs.publish(PATH, entry(), b"docx", b"pdf")
    assert caught.value.place == Place(JOURNAL)
    assert files(outputs) == {}


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("../x/report", {}),
        ("units/so-b/../../report", {}),
        ("/etc/passwd", {}),
        (PATH, {"docx": None}),
        (PATH, {"key": 3}),
        (PATH, {"issued": []}),
        (PATH, {"more": 1}),
    ],
)
def test_a_damaged_entry_counts_as_absent(path, facts):
    whole = json.loads(entry().to_json())
    del whole["prints"], whole["parts"]
    assert Published.read(PATH, whole) == known()
    assert Published.read(path, {**whole, **facts}) is None

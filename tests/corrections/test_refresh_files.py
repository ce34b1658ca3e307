"""``baocao refresh`` and ``baocao verify``: files in their places, and what is told of them."""

import json
import os
import stat
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.build.fresh import Campaigns, Fresh
from pipeline.cli import baocao
from pipeline.corrections import files as module
from pipeline.corrections.errors import NoFreshDocument, UnknownCampaign
from pipeline.corrections.files import KEPT, refresh_file, verify_file
from pipeline.docx.package import pack, unpack
from pipeline.docx.store import Identity, read_stored
from pipeline.docx.text import paragraphs
from pipeline.stages.load import load_unit


@pytest.fixture
def letter(sandbox, tmp_path):
    """The report of so-b under another name, made before its total was corrected from 42 to 45."""
    path = tmp_path / "thư" / "bản gửi lãnh đạo (2).docx"
    path.parent.mkdir()
    path.write_bytes(made(sandbox))
    sandbox.change_unit("total: 42", "total: 45")
    return path


def made(sandbox, unit="so-b", key="report"):
    fresh = Fresh(sandbox.folder)
    return fresh.docx(next(d for d in fresh.campaign.documents() if (d.unit, d.key) == (unit, key)))


def text(path):
    return "\n".join(p.text for p in paragraphs(path.read_bytes()))


def run(sandbox, command, *arguments):
    given = [command, *map(str, arguments), "--inputs", str(sandbox.folder.parent)]
    return CliRunner().invoke(baocao, given, env={"LC_ALL": "en_US.UTF-8"})


def copies(path):
    return [each for each in path.parent.iterdir() if KEPT in each.name]


def refreshed(sandbox, path, **given):
    return refresh_file(path, Campaigns(sandbox.folder.parent).document, **given)


# --- refresh ---------------------------------------------------------------------------------------------------


def test_a_file_is_refreshed_in_its_place_and_what_stood_there_is_kept(sandbox, letter):
    before = letter.read_bytes()
    result = run(sandbox, "refresh", letter)
    assert result.exit_code == 0, result.output
    assert "45 người" in text(letter)
    (copy,) = copies(letter)
    assert copy.read_bytes() == before
    assert copy.name.startswith("bản gửi lãnh đạo (2)")
    assert copy.suffix == ".docx"
    assert copy.name in result.output


def test_refreshing_again_writes_nothing(sandbox, letter):
    run(sandbox, "refresh", letter)
    before = sandbox.snapshot()
    result = run(sandbox, "refresh", letter)
    assert (result.exit_code, sandbox.snapshot()) == (0, before)


def test_out_leaves_the_file_alone(sandbox, letter, tmp_path):
    before, out = letter.read_bytes(), tmp_path / "mới.docx"
    assert run(sandbox, "refresh", letter, "--out", out).exit_code == 0
    assert "45 người" in text(out)
    assert letter.read_bytes() == before


def test_what_stands_in_the_place_of_out_is_kept_too(sandbox, letter, tmp_path):
    out = tmp_path / "mới.docx"
    out.write_bytes(b"something of somebody")
    assert run(sandbox, "refresh", letter, "--out", out).exit_code == 0
    assert [each.read_bytes() for each in copies(out)] == [b"something of somebody"]


def test_a_copy_is_never_written_over(sandbox, letter):
    before = letter.read_bytes()
    run(sandbox, "refresh", letter)
    (first,) = copies(letter)
    first.write_bytes(b"somebody works on in the copy")
    letter.write_bytes(before)
    run(sandbox, "refresh", letter)
    assert sorted(each.read_bytes() for each in copies(letter)) == sorted(
        [b"somebody works on in the copy", before]
    )


@pytest.mark.parametrize("lock", ["~${}", "~$n gửi lãnh đạo (2).docx", ".~lock.{}#"])
def test_a_file_that_is_open_elsewhere_is_left_alone(sandbox, letter, lock):
    before = letter.read_bytes()
    (letter.parent / lock.format(letter.name)).write_bytes(b"")
    done = refreshed(sandbox, letter)
    assert [each.code for each in done.findings] == ["R37"]
    assert letter.read_bytes() == before
    assert copies(letter) == []


def test_a_file_that_was_saved_meanwhile_is_left_alone(sandbox, letter):
    make = Campaigns(sandbox.folder.parent).document

    def slow(identity):
        letter.write_bytes(pack({**unpack(letter.read_bytes()), "x.bin": b""}))
        return make(identity)

    done = refresh_file(letter, slow)
    assert [each.code for each in done.findings] == ["R37"]
    assert "x.bin" in unpack(letter.read_bytes())


def test_the_rights_of_a_file_stay(sandbox, letter):
    letter.chmod(0o640)
    run(sandbox, "refresh", letter)
    assert stat.S_IMODE(letter.stat().st_mode) == 0o640


def test_a_link_stays_a_link(sandbox, letter, tmp_path):
    link = tmp_path / "lối tắt.docx"
    link.symlink_to(letter)
    assert run(sandbox, "refresh", link).exit_code == 0
    assert link.is_symlink()
    assert "45 người" in text(letter)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_folder_that_cannot_be_written_is_told(sandbox, letter):
    letter.parent.chmod(0o500)
    done = refreshed(sandbox, letter)
    letter.parent.chmod(0o700)
    assert [each.code for each in done.findings] == ["P01"]


@pytest.mark.parametrize("data", [b"", b"no zip", b"%PDF-1.7", pack({"[Content_Types].xml": b"<Types/>"})])
def test_what_is_no_document_of_ours_is_told_and_the_others_are_refreshed(sandbox, letter, data):
    other = letter.with_name("khác.docx")
    other.write_bytes(data)
    result = run(sandbox, "refresh", other, letter, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["exit_code"], found["format"]) == (1, 1, "baocao-refresh/1")
    assert found["documents"][0]["findings"][0]["code"] in ("T01", "R20")
    assert found["documents"][1]["changed"] is True
    assert other.read_bytes() == data


def test_a_missing_file_is_told(sandbox, tmp_path):
    assert run(sandbox, "refresh", tmp_path / "không có.docx").exit_code == 1


def test_out_is_for_one_file(sandbox, letter, tmp_path):
    assert run(sandbox, "refresh", letter, letter, "--out", tmp_path / "x.docx").exit_code == 2


def test_track_makes_tracked_changes_of_an_author(sandbox, letter):
    assert run(sandbox, "refresh", letter, "--track", "--author", "Chánh Văn phòng").exit_code == 0
    body = unpack(letter.read_bytes())["word/document.xml"].decode()
    assert 'w:author="Chánh Văn phòng"' in body
    assert "<w:delText" in body


def test_faulty_data_are_told_and_the_file_stays(sandbox, letter):
    sandbox.change_unit("total: 45", "total: lots")
    before = letter.read_bytes()
    done = refreshed(sandbox, letter)
    (finding,) = done.findings
    assert (finding.code, finding.unit, finding.document) == ("R39", "so-b", "report")
    assert "units/so-b.yaml" in finding.message()
    assert letter.read_bytes() == before


def test_a_killed_refresh_has_lost_nothing(sandbox, letter):
    """Whenever it is killed, the file holds its old or its new bytes, and the old ones are kept somewhere."""
    before = letter.read_bytes()
    for step in range(1, 12):
        letter.write_bytes(before)
        for copy in copies(letter):
            copy.unlink()
        code = f"""
            import os, sys
            from pathlib import Path
            from pipeline.build.fresh import Campaigns
            from pipeline.corrections.files import refresh_file
            left = {step}
            def watch(event, arguments):
                global left
                writes = event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
                if armed and (writes or event in ("os.rename", "os.chmod", "os.remove")):
                    left -= 1
                    if left == 0:
                        os._exit(9)
            armed = False
            sys.addaudithook(watch)
            make = Campaigns(Path({str(sandbox.folder.parent)!r})).document
            def ready(identity):
                global armed
                fresh = make(identity)
                armed = True
                return fresh
            refresh_file(Path({str(letter)!r}), ready)
        """
        lines = "\n".join(line[12:] for line in code.split("\n"))
        code_ = subprocess.run([sys.executable, "-c", lines], check=False, timeout=60).returncode
        assert code_ in (0, 9)
        assert before in [letter.read_bytes(), *(each.read_bytes() for each in copies(letter))]
        assert letter.read_bytes() == before or "45 người" in text(letter)
        if code_ == 0:
            assert step > 3, "it was killed at every step before"
            return
    pytest.fail("it never ended")


# --- verify ----------------------------------------------------------------------------------------------------


def test_verify_ends_with_one_and_a_list(sandbox, letter):
    result = run(sandbox, "verify", letter, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["format"]) == (1, "baocao-verify/1")
    (document,) = found["documents"]
    assert document["clean"] is False
    params = [each["params"] for each in document["findings"] if each["code"] == "R36"]
    assert {("42", "45")} <= {(each["found"], each["now"]) for each in params}


def test_verify_is_content_after_a_refresh(sandbox, letter):
    run(sandbox, "refresh", letter)
    result = run(sandbox, "verify", letter.parent)
    assert (result.exit_code, "all figures are those of the data" in result.output) == (0, True)


def test_a_folder_is_read_without_kept_copies_and_what_is_no_word_document(sandbox, letter):
    run(sandbox, "refresh", letter)
    (letter.parent / "bảng.pdf").write_bytes(b"%PDF")
    (letter.parent / "~$n.docx").write_bytes(b"")
    found = json.loads(run(sandbox, "verify", letter.parent, "--json").stdout)
    assert [each["file"] for each in found["documents"]] == [str(letter)]
    named = run(sandbox, "verify", *copies(letter))
    assert named.exit_code == 1, "a copy that is named is verified"


def test_verify_writes_nothing(sandbox, letter):
    before = sandbox.snapshot()
    run(sandbox, "verify", letter)
    assert sandbox.snapshot() == before


def test_a_folder_without_documents_is_a_mistake(sandbox, tmp_path):
    (tmp_path / "trống").mkdir()
    assert run(sandbox, "verify", tmp_path / "trống").exit_code == 2


# --- the document of now ---------------------------------------------------------------------------------------


def test_it_is_the_document_that_a_build_makes(sandbox):
    sandbox.build()
    for document in Fresh(sandbox.folder).campaign.documents():
        unit, key = document.unit, document.key
        built = read_stored(unpack(sandbox.file(f"{document.path}.docx").read_bytes()))
        now = read_stored(unpack(made(sandbox, unit, key)))
        assert (built.figures, built.blocks, built.identity.document) == (now.figures, now.blocks, key)


def test_a_document_of_a_unit_reads_the_data_of_that_unit_only(sandbox, monkeypatch):
    read = []
    monkeypatch.setattr(
        "pipeline.build.units.load_unit", lambda *given: read.append(given[1].id) or load_unit(*given)
    )
    made(sandbox)
    assert read == ["so-b"]


def test_a_summary_reads_all_of_them_once(sandbox, monkeypatch):
    read = []
    monkeypatch.setattr(
        "pipeline.build.units.load_unit", lambda *given: read.append(given[1].id) or load_unit(*given)
    )
    fresh = Fresh(sandbox.folder)
    (summary,) = fresh.campaign.own_documents()
    assert fresh.docx(summary) == fresh.docx(summary)
    assert read == list(sandbox.units)


@pytest.mark.parametrize("name", ["khác", "../demo", "/", "", ".", "demo\0"])
def test_a_campaign_that_is_not_there_or_leads_elsewhere(sandbox, name):
    with pytest.raises(UnknownCampaign):
        Campaigns(sandbox.folder.parent).document(Identity(name, "so-b", "report", "", "", ""))


@pytest.mark.parametrize(
    ("unit", "key"), [("so-z", "report"), ("so-b", "không"), ("", "report"), ("so-a", "cover-letter")]
)
def test_a_document_that_the_campaign_does_not_have(sandbox, unit, key):
    with pytest.raises(NoFreshDocument):
        Fresh(sandbox.folder).of(Identity("demo", unit, key, "", "", ""))


def test_a_campaign_with_errors_makes_no_document(sandbox):
    sandbox.change_campaign("deadline: 2025-12-20", "deadline: soon")
    with pytest.raises(NoFreshDocument):
        Fresh(sandbox.folder).of(Identity("demo", "so-b", "report", "", "", ""))


def test_a_unit_that_has_not_delivered_has_no_document(sandbox):
    sandbox.unit("so-b").unlink()
    with pytest.raises(NoFreshDocument):
        Fresh(sandbox.folder).of(Identity("demo", "so-b", "report", "", "", ""))


def test_verify_of_one_file(sandbox, letter):
    done = verify_file(letter, Campaigns(sandbox.folder.parent).document)
    assert (done.clean, done.failed, done.written) == (False, True, None)
    assert module.KEPT not in str(letter)

"""``baocao refresh`` and ``baocao verify``: files in their places, and what is told of them."""

import json
import os
import stat
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.build.fresh import Campaigns, Fresh, NoFreshDocument, WhichCampaign
from pipeline.cli import baocao
from pipeline.corrections import files as module
from pipeline.corrections.files import KEPT, documents_at, refresh_file, verify_file
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


@pytest.mark.parametrize("name", ["mới.pdf", "mới.doc", "mới", ".docx"])
def test_out_says_that_it_is_a_word_document(sandbox, letter, tmp_path, name):
    assert run(sandbox, "refresh", letter, "--out", tmp_path / name).exit_code == 2
    assert not (tmp_path / name).exists()


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


def test_the_same_bytes_are_kept_once(sandbox, letter):
    before = letter.read_bytes()
    for _ in range(2):
        letter.write_bytes(before)
        refreshed(sandbox, letter)
    (copy,) = copies(letter)
    assert copy.read_bytes() == before


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


def test_of_a_folder_one_line_is_told_of_each_file_and_one_of_all(sandbox, letter):
    made_now = letter.with_name("công văn.docx")
    made_now.write_bytes(made(sandbox, "so-b", "cover-letter"))
    foreign = handmade_of_nobody(letter.with_name("kế hoạch.docx"))
    letter.with_name("phụ lục.odt").write_bytes(b"PK")
    result = run(sandbox, "verify", letter.parent)
    assert result.exit_code == 1
    lines = [line for line in result.stdout.splitlines() if line]
    assert [line.split(": ", 1)[1] for line in lines[:4]] == [
        "2 findings",
        "all figures are those of the data",
        "not checked: not made by baocao",
        "not checked: not made by baocao",
    ]
    assert lines[4] == "4 files: 1 as the data have it, 1 with findings, 2 not checked"
    letter.unlink()
    assert run(sandbox, "verify", letter.parent).exit_code == 0, "what others made is nothing to find fault with"
    made_now.unlink()
    assert run(sandbox, "verify", letter.parent).exit_code == 1, "but there must be something to sign"
    named = run(sandbox, "verify", foreign)
    assert named.exit_code == 1 and "R20" in named.stderr, "what is named is meant to be ours"


def test_a_file_that_is_named_is_meant_to_be_ours_also_beside_its_folder(sandbox, letter):
    run(sandbox, "refresh", letter)
    foreign = handmade_of_nobody(letter.with_name("kế hoạch.docx"))
    for given in ([letter.parent, foreign], [foreign, letter.parent]):
        result = run(sandbox, "verify", *given)
        assert result.exit_code == 1 and "R20" in result.stderr


def test_of_one_good_file_there_is_one_line(sandbox, letter):
    run(sandbox, "refresh", letter)
    assert len(run(sandbox, "verify", letter).stdout.splitlines()) == 1


def test_a_document_that_lost_only_what_it_knew_is_a_finding_in_a_folder_too(sandbox, letter):
    parts = unpack(letter.read_bytes())
    kept = {n: data for n, data in parts.items() if "customXml" not in n and n != "docProps/custom.xml"}
    letter.write_bytes(pack(kept))
    found = json.loads(run(sandbox, "verify", letter.parent, "--json").stdout)
    (document,) = found["documents"]
    assert (found["exit_code"], document["checked"], document["clean"]) == (1, True, False)
    assert [each["code"] for each in document["findings"]] == ["R20"]


def test_a_damaged_word_document_in_a_folder_is_a_finding(sandbox, letter):
    letter.write_bytes(b"PK no more")
    assert run(sandbox, "verify", letter.parent).exit_code == 1


def test_what_results_hold_of_earlier_times_is_not_verified(sandbox):
    sandbox.build()
    report = sandbox.file("units/so-b/report.docx")
    report.write_bytes(rewritten(report.read_bytes()))
    sandbox.change_unit("total: 42", "total: 45")
    sandbox.build()
    earlier = list(sandbox.outputs.glob("edited/**/*.docx"))
    assert earlier, "or there is nothing to pass over"
    for folder in (sandbox.outputs, sandbox.outputs.parent):
        told = json.loads(run(sandbox, "verify", folder, "--json").stdout)
        assert not {each["file"] for each in told["documents"]} & set(map(str, earlier))
        assert told["exit_code"] == 0
    assert run(sandbox, "verify", sandbox.outputs / "edited").exit_code == 1, "one may ask for them"


def rewritten(docx):
    parts = unpack(docx)
    name = "word/document.xml"
    assert "Đơn vị có".encode() in parts[name]
    return pack({**parts, name: parts[name].replace("Đơn vị có".encode(), "Cả đơn vị có".encode())})


def handmade_of_nobody(path):
    """A document of Word that has nothing to do with us."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    )
    path.write_bytes(pack({"[Content_Types].xml": types.encode(), "word/document.xml": body.encode()}))
    return path


def test_verify_writes_nothing(sandbox, letter):
    before = sandbox.snapshot()
    run(sandbox, "verify", letter)
    assert sandbox.snapshot() == before


def test_a_folder_that_is_only_called_like_one_of_results_is_looked_into(tmp_path):
    (tmp_path / "edited").mkdir()
    file = tmp_path / "edited" / "a.docx"
    file.write_bytes(b"x")
    assert list(documents_at([tmp_path])) == [(file, True)]


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
    with pytest.raises(WhichCampaign):
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

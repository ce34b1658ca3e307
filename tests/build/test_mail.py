"""Copies under names that can be mailed."""

import re
import unicodedata
import zipfile

import pytest

from pipeline.build.mail import MAX_BYTES, file_name

REPORT = "units/so-b/report"


@pytest.fixture
def mailed(sandbox, office):
    sandbox.build(pdf=True, mail_names=True)
    return sandbox


def title(sandbox, document):
    """The title in the properties of a document: type and subject."""
    with zipfile.ZipFile(sandbox.file(f"{document}.docx")) as package:
        return re.search("<dc:title>(.*?)</dc:title>", package.read("docProps/core.xml").decode()).group(1)


def names(sandbox):
    return sorted(path.removeprefix("mail/") for path in sandbox.files("mail/*"))


CODES = ("BC-SA", "BC-SB", "SB-VP", "BC-SC", "SC-VP", "BC-SA")


def test_copies_carry_number_symbol_type_and_subject_with_both_suffixes(mailed):
    stems = [f"{code} {title(mailed, path)}" for code, path in zip(CODES, mailed.documents, strict=True)]
    assert "kết quả công tác năm 2025" in stems[0].casefold()
    assert names(mailed) == sorted(f"{stem}.{suffix}" for stem in stems for suffix in ("docx", "pdf"))
    for stem, path in zip(stems, mailed.documents, strict=True):
        for suffix in ("docx", "pdf"):
            assert (
                mailed.file(f"mail/{stem}.{suffix}").read_bytes() == mailed.file(f"{path}.{suffix}").read_bytes()
            )


def test_a_registered_document_has_its_number(sandbox):
    text = sandbox.unit("so-b").read_text("utf-8")
    sandbox.unit("so-b").write_text(text + "documents:\n  report: {number: 506, date: 2025-12-18}\n", "utf-8")
    sandbox.build(mail_names=True)
    assert f"506-BC-SB {title(sandbox, REPORT)}.docx" in names(sandbox)


def test_documents_of_one_name_are_told_apart_as_pairs(sandbox, office):
    for unit, code in (("so-a", "SA"), ("so-c", "SC")):
        sandbox.change_unit(f"abbreviation: {code}", "abbreviation: sb", unit)
    sandbox.build(pdf=True, mail_names=True, gate=False)  # small letters in a symbol break a rule
    assert [name for name in names(sandbox) if title(sandbox, REPORT) in name] == sorted(
        f"BC-{code} {title(sandbox, REPORT)} ({unit}).{suffix}"
        for code, unit in (("sb", "so-a"), ("SB", "so-b"), ("sb", "so-c"))
        for suffix in ("docx", "pdf")
    )


def test_old_copies_go_and_other_files_in_the_folder_stay(mailed):
    mailed.file("mail/note.txt").write_text("mine", "utf-8")
    mailed.change_campaign("subject: gửi báo cáo năm 2025", "subject: trình báo cáo năm 2025")
    mailed.build(pdf=True, mail_names=True)
    letters = [name for name in names(mailed) if "Công văn" in name]
    assert len(letters) == 4
    assert all("trình báo cáo năm 2025" in name for name in letters)
    assert mailed.file("mail/note.txt").read_text("utf-8") == "mine"


def test_the_same_again_changes_no_name(mailed):
    before = mailed.files("mail/*")
    mailed.build(pdf=True, mail_names=True)
    assert mailed.files("mail/*") == before


def test_a_copy_that_somebody_edited_is_not_overwritten(mailed):
    stem = f"mail/BC-SB {title(mailed, REPORT)}"
    edited = mailed.file(f"{stem}.docx")
    edited.write_bytes(b"by hand")
    mailed.build(pdf=True, mail_names=True)
    assert edited.read_bytes() == b"by hand"
    assert mailed.file(f"{stem} (2).docx").exists()
    assert mailed.file(f"{stem} (2).pdf").exists()


def test_documents_that_could_not_be_made_are_not_copied(mailed, office):
    mailed.change_unit("women: 30", "women: nhiều")
    result = mailed.build(pdf=True, mail_names=True)
    assert not [name for name in names(mailed) if "SB" in name]
    assert mailed.file(f"{REPORT}.docx").exists()
    assert len(result.copies) == 8


def test_a_selection_copies_and_replaces_its_own_documents_only(mailed):
    before = names(mailed)
    result = mailed.build(pdf=True, mail_names=True, units=["so-b"])
    assert len(result.copies) == 4
    assert names(mailed) == before


def test_a_build_without_mail_names_leaves_the_copies_known(mailed):
    mailed.build(pdf=True)
    mailed.change_unit("abbreviation: SB", "abbreviation: SBB")
    mailed.build(pdf=True, mail_names=True)
    assert not [name for name in names(mailed) if "SB " in name or "SB-" in name]


def test_a_file_in_the_place_of_the_folder_is_a_finding(sandbox):
    sandbox.outputs.mkdir(parents=True)
    sandbox.file("mail").write_text("x", "utf-8")
    result = sandbox.build(mail_names=True)
    assert [(f.code, f.place.file) for f in result.findings] == [("P01", "mail")]
    assert result.count("made") == len(sandbox.documents)


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('506/BC-VP: "a" <b> c|d?*\\e', "506-BC-VP- -a- -b- c-d---e"),
        ("  a \x00\x7f\t\n b  ", "a ---- b"),
        ("...kết quả. ", "kết quả"),
        ("a\u200b\u202eb\ufeff", "ab"),
        ("CON", "_CON"),
        ("nul.x", "_nul.x"),
        ("lpt1", "_lpt1"),
        ("console", "console"),
        ("", ""),
        ("///", ""),
    ],
)
def test_a_name_is_allowed_on_every_system(text, name):
    assert file_name(text) == name


def test_a_name_is_composed():
    assert file_name(unicodedata.normalize("NFD", "Báo cáo")) == "Báo cáo"


def test_a_long_name_is_cut_between_words():
    name = file_name("Báo cáo " * 40)
    assert MAX_BYTES - 10 < len(name.encode()) <= MAX_BYTES
    assert set(name.split()) == {"Báo", "cáo"}


def test_a_long_word_is_cut_between_letters():
    name = file_name("ế" * 200)
    assert name == "ế" * (MAX_BYTES // 3)


def test_a_mark_is_never_cut():
    name = file_name("Báo cáo " * 40, " (so-noi-vu)")
    assert name.endswith(" (so-noi-vu)")
    assert len(name.encode()) <= MAX_BYTES

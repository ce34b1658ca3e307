"""Files are known by what is in them; folders give their documents; what is none is told."""

from __future__ import annotations

import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decree import open as module
from pipeline.decree.open import NotADocument, NothingToCheck, NotMadeDocx, found_files, open_document
from pipeline.office.errors import DocxRefused, OfficeCrashed, OfficeMissing, OfficeNotStarting, OfficeTimeout

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def package(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


DOC = OLE + "WordDocument".encode("utf-16-le")
ODT = package(mimetype=b"application/vnd.oasis.opendocument.text")
RTF = b"{\\rtf1 a}"


class Office:
    """Makes every file the same DOCX, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        self.error = error

    def convert(self, data: bytes, source: str, target: str) -> bytes:
        self.asked.append((source, target))
        if self.error:
            raise self.error
        return b"PK made of " + data[:4]


def opened(tmp_path: Path, data: bytes, name: str = "a.bin", error: Exception | None = None):
    path = tmp_path / name
    path.write_bytes(data)
    office = Office(error)
    return open_document(path, office), office


@pytest.mark.parametrize(
    ("data", "format_"),
    [(b"%PDF-1.7", "pdf"), (b"\n %PDF-1.4", "pdf"), (package(a=b""), "docx")],
    ids=["pdf", "pdf after blanks", "docx"],  # a package holds the time: no two processes would name it alike
)
@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.doc", "không đuôi"])
def test_docx_and_pdf_are_taken_as_they_are_whatever_they_are_called(tmp_path, data, format_, name):
    document, office = opened(tmp_path, data, name)
    assert (document.data, document.format, document.origin, office.asked) == (data, format_, "", [])


@pytest.mark.parametrize(
    ("data", "kind"),
    [(DOC, "doc"), (ODT, "odt"), (RTF, "rtf"), (b"\n" + RTF, "rtf")],
    ids=["doc", "odt", "rtf", "rtf after a line"],
)
@pytest.mark.parametrize("name", ["a.doc", "a.docx"])
def test_other_text_documents_are_made_docx_first(tmp_path, data, kind, name):
    document, office = opened(tmp_path, data, name)
    assert office.asked == [(kind, "docx")]
    assert (document.format, document.origin) == ("docx", kind)
    assert document.data.startswith(b"PK made of")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Just text", "no text document"),
        (b"<html>", "no text document"),
        (OLE, "no text document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_document_is_told(tmp_path, data, words):
    with pytest.raises(NotADocument, match=words) as caught:
        opened(tmp_path, data)
    assert str(tmp_path) in str(caught.value.place)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OfficeMissing(missing="x"), "not installed"),
        (OfficeNotStarting(detail="x"), "does not start"),
        (OfficeTimeout(seconds="60"), "in time"),
        (DocxRefused(detail="x"), "cannot open"),
        (OfficeCrashed(detail="x"), "broke down"),
    ],
)
def test_a_conversion_that_fails_says_why_and_what_to_do(tmp_path, error, words):
    with pytest.raises(NotMadeDocx) as caught:
        opened(tmp_path, DOC, error=error)
    assert words in caught.value.message("en")
    assert "DOC" in caught.value.message("vi")
    assert "Save it as DOCX" in caught.value.advice("en")


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.docx")
    with pytest.raises(NotADocument):
        open_document(tmp_path / "pipe.docx", Office())
    with pytest.raises(NotADocument):
        open_document(tmp_path / "gone.docx", Office())


def test_a_file_larger_than_any_document_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    with pytest.raises(NotADocument, match="larger"):
        opened(tmp_path, b"%PDF-1.7 and more")


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda data: b"PK\3\4" + data))
def test_any_bytes_are_opened_or_told(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "a.docx"
    path.write_bytes(data)
    with suppress(NotADocument):
        assert open_document(path, Office()).format in ("docx", "pdf")


def test_a_folder_gives_the_documents_in_it_and_below_sorted(tmp_path):
    for name in ("b.docx", "a.PDF", "x/c.doc", "x/~$c.doc", ".hidden/d.docx", "notes.txt", "x/y/e.odt", "f.rtf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.docx").mkdir()
    found = [path.relative_to(tmp_path).as_posix() for path in found_files([tmp_path])]
    assert found == ["a.PDF", "b.docx", "f.rtf", "x/c.doc", "x/y/e.odt"]


def test_each_file_comes_once_and_named_files_come_in_their_order(tmp_path):
    for name in ("a.docx", "b.docx", "odd.bin"):
        (tmp_path / name).touch()
    named = [tmp_path / "odd.bin", tmp_path / "b.docx", tmp_path, tmp_path / "b.docx"]
    assert [path.name for path in found_files(named)] == ["odd.bin", "b.docx", "a.docx"]


def test_a_folder_without_documents_and_a_name_of_nothing_are_told(tmp_path):
    for path in (tmp_path, tmp_path / "gone.docx"):
        with pytest.raises(NothingToCheck):
            list(found_files([path]))

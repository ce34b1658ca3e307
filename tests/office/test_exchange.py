"""DOC, ODT and RTF become DOCX, DOCX becomes PDF; nothing else is let in by what a file claims or links to."""

from __future__ import annotations

import io
import stat
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from minidocx import docx
from PIL import Image

from pipeline.docx.comments import Note, with_notes, without_comments
from pipeline.docx.package import pack, unpack
from pipeline.docx.text import paragraphs
from pipeline.office import exchange as module
from pipeline.office.errors import DocxRefused, OfficeCrashed, OfficeMissing, OfficeNotStarting, OfficeTimeout
from pipeline.office.exchange import Exchange
from pipeline.office.installation import Installation, find_installation

RTF = rb"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}}\f0\fs28\qc\b B\u193?O C\u193?O\par}"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("manifest", "manifest"))
)


RED = (255, 0, 0)
DRAWING = (
    "<w:p><w:r><w:drawing>"
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="2000000" cy="2000000"/><wp:docPr id="1" name="x"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rX"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="2000000" cy="2000000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def odt(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", ODT_TYPE)
        text = f"<office:body><office:text>{body}</office:text></office:body>"
        link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
        content = f'<office:document-content {SPACES} {link} office:version="1.2">{text}</office:document-content>'
        package.writestr("content.xml", content)
        entries = "".join(
            f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
            for path, kind in (("/", ODT_TYPE), ("content.xml", "text/xml"))
        )
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest {SPACES}>{entries}</manifest:manifest>")
    return out.getvalue()


def text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(data))


@pytest.fixture(scope="module")
def office() -> Iterator[Exchange]:
    with Exchange() as started:
        yield started


@pytest.mark.office
def test_an_rtf_becomes_a_docx(office: Exchange) -> None:
    assert text(office.convert(RTF, "rtf", "docx")).strip() == "BÁO CÁO"


@pytest.mark.office
def test_an_odt_becomes_a_docx(office: Exchange) -> None:
    made = office.convert(odt("<text:p>Kính gửi: Bộ Nội vụ</text:p>"), "odt", "docx")
    assert text(made).strip() == "Kính gửi: Bộ Nội vụ"


@pytest.mark.office
def test_a_doc_of_word_97_becomes_a_docx(office: Exchange, tmp_path: Path) -> None:
    found = find_installation()
    assert isinstance(found, Installation)
    (tmp_path / "a.rtf").write_bytes(RTF)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    soffice = str(found.soffice.with_name("soffice"))
    command = [soffice, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.rtf")], check=True, capture_output=True, timeout=60)
    assert text(office.convert((tmp_path / "a.doc").read_bytes(), "doc", "docx")).strip() == "BÁO CÁO"


@pytest.mark.office
def test_comments_do_not_break_libreoffice(office: Exchange) -> None:
    """Where it has no desktop, a view of a document with comments does."""
    commented = with_notes(unpack(docx()), lambda *_: [Note(None, "", "Sai")])
    assert text(office.convert(docx(), "docx", "docx")) == text(docx())
    process = office._process
    assert process is not None
    noted = rb"{\rtf1 a{\*\atnid x}{\*\atnauthor y}\chatn{\*\annotation{\*\atnref 0}Sai}b\par}"
    assert text(office.convert(commented, "docx", "docx")) == text(docx())
    assert text(office.convert(noted, "rtf", "docx")).strip() == "ab"
    assert office.convert(without_comments(commented), "docx", "pdf").startswith(b"%PDF-")
    time.sleep(0.3)
    assert process is office._process and process.alive


@pytest.mark.office
def test_a_docx_becomes_a_pdf(office: Exchange) -> None:
    assert office.convert(docx(), "docx", "pdf").startswith(b"%PDF-")


@pytest.mark.office
@pytest.mark.parametrize("kind", ["docx", "odt", "doc"])
def test_what_is_something_else_is_refused_and_the_next_is_made(office: Exchange, kind: str) -> None:
    with pytest.raises((DocxRefused, OfficeCrashed)):
        office.convert(b"<html><body><script>1</script>chu</body></html>", kind, "docx")
    assert text(office.convert(RTF, "rtf", "docx")).strip() == "BÁO CÁO"


@pytest.mark.office
def test_files_that_a_document_links_to_are_not_read(office: Exchange, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("BIMATNHANUOC", "utf-8")
    uri = secret.as_uri()
    linked = (
        f'<text:section text:name="s"><text:section-source xlink:href="{uri}"/><text:p>cũ</text:p></text:section>'
    )
    field = rf'{{\rtf1 a{{\field{{\*\fldinst INCLUDETEXT "{secret}"}}{{\fldrslt cu}}}}\par}}'.encode()
    for data, kind in ((odt(linked), "odt"), (field, "rtf")):
        made = office.convert(data, kind, "docx")
        whole = b"".join(
            zipfile.ZipFile(io.BytesIO(made)).read(name) for name in zipfile.ZipFile(io.BytesIO(made)).namelist()
        )
        assert b"BIMATNHANUOC" not in whole


@pytest.mark.office
def test_pictures_and_texts_that_a_docx_links_to_are_not_read(office: Exchange, tmp_path: Path) -> None:
    Image.new("RGB", (300, 300), RED).save(tmp_path / "red.png")
    (tmp_path / "secret.txt").write_text("BIMATNHANUOC", "utf-8")
    office_space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        f'<Relationship Id="rX" Type="{office_space}/image" Target="{(tmp_path / "red.png").as_uri()}"'
        ' TargetMode="External"/></Relationships>'
    )
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT '
        f'"{tmp_path / "secret.txt"}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>old</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    main, relations = "word/document.xml", "word/_rels/document.xml.rels"
    parts = unpack(docx())
    body = parts[main].replace(b"</w:body>", f"{DRAWING}{field}</w:body>".encode())
    assert body != parts[main]
    linked = parts[relations].replace(b"</Relationships>", relation.encode())
    made = office.convert(pack({**parts, main: body, relations: linked}), "docx", "pdf")
    with pdfium.PdfDocument(made) as pdf:
        text = pdf[0].get_textpage().get_text_range()
        colours = {colour for _, colour in pdf[0].render().to_pil().convert("RGB").getcolors(1 << 20)}
    assert "old" in text and "BIMAT" not in text
    assert RED not in colours


@pytest.mark.office
def test_a_conversion_that_takes_too_long_is_ended_and_the_next_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with Exchange(timeout=60) as office:
        office.convert(RTF, "rtf", "docx")
        process = office._process
        assert process is not None
        monkeypatch.setattr(office, "_timeout", 0.0)
        with pytest.raises(OfficeTimeout):
            office.convert(RTF, "rtf", "docx")
        assert not process.alive
        assert not process.folder.exists()
        monkeypatch.undo()
        assert text(office.convert(RTF, "rtf", "docx")).strip() == "BÁO CÁO"


def test_nothing_is_started_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OfficeProcess", lambda *_: pytest.fail("was started"))
    with Exchange():
        pass


def test_without_libreoffice_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_installation", lambda: ("LibreOffice Writer",))
    with Exchange() as office, pytest.raises(OfficeMissing) as caught:
        office.convert(RTF, "rtf", "docx")
    assert caught.value.params == {"missing": "LibreOffice Writer"}


def test_a_libreoffice_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "soffice.bin"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    installation = Installation(broken, broken, "Tinos", frozenset(), ())
    monkeypatch.setattr(module, "find_installation", lambda: installation)
    with Exchange() as office, pytest.raises(OfficeNotStarting):
        office.convert(RTF, "rtf", "docx")

"""Whatever file is given, the check answers or says with a code why not, and so do mending and comments."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
import pytest
from bases import BASES, base
from click.testing import CliRunner
from editing import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutilating import mutilated

from pipeline.cli import baocao
from pipeline.decree.check import Report, check
from pipeline.decree.files import Checked
from pipeline.decree.fix import fix
from pipeline.decree.open import Opened
from pipeline.decree.present.comments import commented
from pipeline.decree.scaffold.pieces import p
from pipeline.docx.package import read_package
from pipeline.errors import BaocaoError

MAIN = "word/document.xml"
SENTENCE = (
    "Các cơ quan, đơn vị tổ chức thực hiện phong trào thi đua yêu nước theo Kế hoạch số 12/KH-SNV, bảo đảm đúng "
    "tiến độ, chất lượng và hiệu quả. "
)


# --- files that mean harm ----------------------------------------------------------------------------------------


def zipped(parts: dict[str, bytes], packed: bool = True) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def changed(change: Callable[[bytes], bytes], part: str = MAIN, packed: bool = True) -> bytes:
    """A right document with other bytes in one part."""
    parts = dict(read_package(base("BC")))
    return zipped({**parts, part: change(parts.get(part, b""))}, packed)


def inserted(xml: bytes, packed: bool = False) -> bytes:
    """A right document with more at its beginning."""
    return changed(lambda data: data.replace(b"<w:body>", b"<w:body>" + xml, 1), packed=packed)


def workbook() -> bytes:
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    return made.getvalue()


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "bytes": lambda: bytes(2000),
    "a text": "Xin chào".encode,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(500),
    "a workbook": workbook,
    "half a package": lambda: base("BC")[: len(base("BC")) // 2],
    "a package of other things": lambda: zipped({"a.txt": b"x"}),
    "a package that unpacks without end": lambda: changed(lambda _: bytes(200_000_000), "word/media/a.bin"),
    "a document that unpacks without end": lambda: inserted(b"<w:p/>" + b" " * 200_000_000, packed=True),
    "a document type": lambda: changed(
        lambda data: data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', 1)
    ),
    "a million runs": lambda: inserted(b"<w:p>" + b"<w:r><w:t>a</w:t></w:r>" * 1_000_000 + b"</w:p>"),
    "paragraphs without end": lambda: inserted(b"<w:p/>" * 300_000),
    "letters without end": lambda: inserted(b"<w:p><w:r><w:t>" + b"ab " * 3_000_000 + b"</w:t></w:r></w:p>"),
    "tables in tables": lambda: inserted(
        b"<w:tbl><w:tr><w:tc>" * 5000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 5000
    ),
    "controls in controls": lambda: inserted(
        b"<w:sdt><w:sdtContent>" * 100 + b"<w:p/>" + b"</w:sdtContent></w:sdt>" * 100
    ),
    "half a part": lambda: changed(lambda data: data[: len(data) // 2]),
    "no XML": lambda: changed(lambda _: b"hello"),
    "letters that are none": lambda: changed(lambda data: data.replace("Ộ".encode(), b"\xff\xfe")),
    "half a PDF": lambda: b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type",
    "a PDF of zeros": lambda: b"%PDF-1.4\n" + bytes(2000),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_checked_is_refused_with_a_code(name: str) -> None:
    with pytest.raises(BaocaoError) as refused:
        check(REFUSED[name](), "file.docx")
    assert refused.value.code
    assert refused.value.message("vi")


READ: dict[str, Callable[[], bytes]] = {
    "styles that stand on themselves": lambda: changed(
        lambda data: data.replace(b'<w:basedOn w:val="Normal"/>', b'<w:basedOn w:val="LoiVan"/>'),
        "word/styles.xml",
    ),
    "fields that never end": lambda: inserted(
        b"<w:p>" + b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + b"</w:p>"
    ),
    **{
        f"{sign!r} for ever": lambda sign=sign: inserted(  # type: ignore[misc]
            f'<w:p><w:r><w:t xml:space="preserve">{sign * (60_000 // len(sign))}</w:t></w:r></w:p>'.encode()
        )
        for sign in (
            "(",
            "“",
            "{{",
            "1.",
            "1/",
            "ngày 05 ",
            "số 1/",
            "và ",
            "A-",
            "hòa hoà ",
            " ",
            "_",
            "Kính gửi: ",
        )
    },
}


@pytest.mark.parametrize("name", READ)
def test_strange_documents_are_checked(name: str) -> None:
    assert isinstance(check(READ[name](), "file.docx"), Report)


# --- the same from the command line ------------------------------------------------------------------------------


def test_a_folder_of_all_that_is_checked_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, make in enumerate(REFUSED.values()):
        (tmp_path / f"{number:02}.docx").write_bytes(make())
    (tmp_path / "folder.docx").mkdir()
    (tmp_path / "folder.docx" / "right.docx").write_bytes(base("BC"))
    (tmp_path / "unreadable.pdf").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(baocao, ["check", ".", "--json", "--lang", "en"])
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    errors = [document["error"] for document in told["documents"] if "error" in document]
    assert len(errors) == len(REFUSED)
    assert all(error["code"] for error in errors)
    assert [document["errors"] for document in told["documents"] if "error" not in document] == [0]


# --- long documents ----------------------------------------------------------------------------------------------


def long(pages: int) -> bytes:
    """A report of so many pages."""
    document = Document(base("BC"))
    document.insert_after(document.paragraph("LoiVan"), p("LoiVan", SENTENCE * 4) * 5 * pages)
    return document.bytes()


def test_three_hundred_pages_are_checked_and_mended() -> None:
    report = check(long(300), "long.docx")
    assert report.at_least("warning") == ()
    assert len(report.document.measured.paragraphs) > 1500
    wrong = Document(long(100))
    wrong.align(wrong.style("LoiVan"), "left")
    fixed = fix(wrong.bytes(), "long.docx")
    assert len(fixed.mended) > 500
    assert fixed.after.at_least("warning") == ()


# --- mutilated documents -----------------------------------------------------------------------------------------


@given(st.sampled_from([name for name in BASES if not name.endswith(".long")]), st.integers(0, 2**32))
@settings(max_examples=45, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_mutilated_document_is_checked_mended_and_commented_or_refused(name: str, seed: int) -> None:
    data = mutilated(base(name), Random(seed))  # noqa: S311
    try:
        report = check(data, "file.docx")
        fixed = fix(data, "file.docx")
        check(commented(Checked(Path("file.docx"), Opened(data, "docx"), report), "vi"), "commented.docx")
    except BaocaoError as error:
        assert error.code
        return
    assert fixed.before.findings == report.findings
    assert fixed.after.count("error") <= report.count("error")
    assert {one.rule for one in fixed.after.findings} <= {one.rule for one in report.findings}
    again = fix(fixed.data, "file.docx")
    assert again.data == fixed.data, [change.rule for change in again.mended]
    assert again.before.findings == fixed.after.findings

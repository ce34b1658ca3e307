"""The templates of the house, measured against Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from pipeline.docx import styles
from pipeline.docx.environment import make_environment
from pipeline.docx.metrics import longest_line_mm, text_width_mm, twips
from pipeline.docx.package import read_package
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "docx"))
import docx_samples as samples  # noqa: E402

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("report", "cover-letter")
LETTER = {
    "type_name": "",
    "number_line": "Số: 507/VP-HCQT",
    "subject": "V/v báo cáo kết quả",
    "addressees": ("Sở Nội vụ",),
}
DOCUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "report": ("report", {}),
    "report with everything": (
        "report",
        {
            "doc": {"note": "Số liệu minh họa", "addressees": ("Bộ Nội vụ", "Sở Nội vụ")},
            "body": samples.long_body(),
            "annexes": samples.annexes(),
        },
    ),
    "draft": (
        "report",
        {"signer": {"name": ""}, "organ": {"superior": ""}, "doc": {"number_line": "Số:      /BC-VP"}},
    ),
    "letter": ("cover-letter", {"doc": LETTER}),
    "letter to three": ("cover-letter", {"doc": {**LETTER, "addressees": ("Bộ <A> & B", "Sở C", "Ban D")}}),
}


def template(name: str) -> CompiledTemplate:
    path = ROOT / "templates" / f"{name}.docx"
    return CompiledTemplate.compile(path.read_bytes(), f"templates/{name}.docx", make_environment({}))


def filled(document: str) -> bytes:
    name, changes = DOCUMENTS[document]
    return template(name).fill(samples.context(**changes), samples.PROPERTIES)


def body(data: bytes) -> etree._Element:
    return etree.fromstring(read_package(data)["word/document.xml"])


def texts(data: bytes, style: str) -> list[str]:
    return [found.text for found in paragraphs(data) if found.style == style]


def findings(data: bytes, folder: Path) -> list[str]:
    path = folder / "x.docx"
    path.write_bytes(data)
    return [str(finding) for finding in OpenXmlValidator().validate(path).errors]


def test_the_templates_are_what_the_tool_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    importlib.import_module("scaffold_templates").main(tmp_path)
    for name in NAMES:
        assert (tmp_path / f"{name}.docx").read_bytes() == (ROOT / "templates" / f"{name}.docx").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_valid_office_open_xml(name: str, tmp_path: Path) -> None:
    assert findings((ROOT / "templates" / f"{name}.docx").read_bytes(), tmp_path) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_filled_document_is_valid_office_open_xml(document: str, tmp_path: Path) -> None:
    assert findings(filled(document), tmp_path) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_same_data_make_the_same_bytes(document: str) -> None:
    assert filled(document) == filled(document)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_style_that_is_used_exists(document: str) -> None:
    package = read_package(filled(document))
    known = {style.get(f"{W}styleId") for style in etree.fromstring(package["word/styles.xml"]).iter(f"{W}style")}
    used = set(re.findall(rb'<w:(?:pStyle|tblStyle) w:val="(\w+)"', b"".join(package.values())))
    assert {name.decode() for name in used} <= known
    assert {*styles.PARAGRAPH.values(), styles.CELL, styles.TABLE, styles.GAP, styles.LINE, styles.END} <= known


@pytest.mark.parametrize("name", NAMES)
def test_every_style_is_times_new_roman_and_vietnamese(name: str) -> None:
    root = etree.fromstring(read_package((ROOT / "templates" / f"{name}.docx").read_bytes())["word/styles.xml"])
    looks = list(root.iter(f"{W}rPr"))
    assert len(looks) > 30
    for look in looks:
        fonts = look.find(f"{W}rFonts")
        assert fonts is not None
        assert {fonts.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert look.find(f"{W}lang").get(f"{W}val") == "vi-VN"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_a4_with_the_margins_of_the_decree(name: str) -> None:
    section = body((ROOT / "templates" / f"{name}.docx").read_bytes()).find(f".//{W}sectPr")
    assert section is not None
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    millimetres = {
        side: int(margins.get(f"{W}{side}", "0")) / 1440 * 25.4 for side in ("top", "bottom", "left", "right")
    }
    assert 20 <= millimetres["top"] <= 25
    assert 20 <= millimetres["bottom"] <= 25
    assert 30 <= millimetres["left"] <= 35
    assert 15 <= millimetres["right"] <= 20


def line_after(data: bytes, style: str) -> float:
    """The length in millimetres of the drawn line that follows the last paragraph of ``style``."""
    found = [
        paragraph
        for paragraph in body(data).iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}pStyle[@{W}val='{style}']") is not None
    ]
    line = found[-1].getnext()
    assert line is not None
    indent = line.find(f"{W}pPr/{W}ind")
    assert line.find(f"{W}pPr/{W}pBdr/{W}bottom") is not None
    assert indent is not None
    assert indent.get(f"{W}left") == indent.get(f"{W}right")
    cell = found[-1].getparent()
    width = cell.find(f"{W}tcPr/{W}tcW") if cell is not None else None
    room = int(width.get(f"{W}w", "0")) if width is not None else twips(165)
    return (room - 2 * int(indent.get(f"{W}left", "0"))) / 1440 * 25.4


def test_the_line_under_the_motto_is_as_long_as_the_motto() -> None:
    motto = text_width_mm("Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    assert line_after(filled("report"), "TieuNgu") == pytest.approx(motto, abs=0.2)


@pytest.mark.parametrize("name", ["VĂN PHÒNG", samples.DUNG_QUAT, "SỞ NỘI VỤ"])
def test_the_line_under_the_organ_is_a_third_to_a_half_of_its_longest_line(name: str) -> None:
    data = template("report").fill(samples.context(organ={"name": name}), samples.PROPERTIES)
    assert 1 / 3 <= line_after(data, "CoQuanBanHanh") / longest_line_mm(name, 67, 13, bold=True) <= 1 / 2


def test_the_line_under_the_subject_is_a_third_to_a_half_of_it() -> None:
    subject = samples.context()["doc"]["subject"]
    assert (
        1 / 3 <= line_after(filled("report"), "TrichYeu") / longest_line_mm(subject, 165, 14, bold=True) <= 1 / 2
    )


def test_one_addressee_stands_on_the_same_line_without_a_stop() -> None:
    assert texts(filled("letter"), "KinhGui") == ["Kính gửi: Sở Nội vụ"]


def test_several_addressees_stand_on_lines_of_their_own() -> None:
    data = filled("letter to three")
    assert texts(data, "KinhGuiNhieu") == ["Kính gửi:"]
    assert texts(data, "NoiKinhGui") == ["- Bộ <A> & B;", "- Sở C;", "- Ban D."]


def test_a_report_without_addressees_has_no_such_line() -> None:
    assert not any("Kính gửi" in found.text for found in paragraphs(filled("report")))


def test_the_superior_organ_is_absent_when_there_is_none() -> None:
    assert texts(filled("draft"), "CoQuanChuQuan") == []
    assert texts(filled("report"), "CoQuanChuQuan") == ["ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"]


def test_a_letter_has_its_subject_under_the_number_and_no_type_name() -> None:
    data = filled("letter")
    order = [found.style for found in paragraphs(data)]
    assert order.index("TrichYeuCongVan") == order.index("SoKyHieu") + 1
    assert "TenLoai" not in order
    assert "TrichYeu" not in order


def test_the_note_stands_in_the_footer_of_every_page() -> None:
    found = paragraphs(filled("report with everything"), headers=True)
    assert [one.text for one in found if "footer" in one.part] == ["Số liệu minh họa"] * 2


def test_the_signer_block_keeps_with_the_text() -> None:
    table = list(body(filled("report")).iter(f"{W}tbl"))[-1]
    assert all(paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in table.iter(f"{W}p"))
    before = table.getprevious()
    assert before is not None
    assert before.find(f"{W}pPr/{W}keepNext") is not None


def test_headings_carry_outline_levels() -> None:
    root = etree.fromstring(read_package(filled("report"))["word/styles.xml"])
    levels = {
        style.get(f"{W}styleId"): level.get(f"{W}val")
        for style in root.iter(f"{W}style")
        if (level := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    assert levels == {"Muc": "0", "KhoanCoTieuDe": "1", styles.ANNEX_LABEL: "0"}


def test_style_names_hold_no_comma_because_word_would_split_them() -> None:
    root = etree.fromstring(read_package(filled("report"))["word/styles.xml"])
    names = [name.get(f"{W}val", "") for name in root.iter(f"{W}name")]
    assert len(names) == len(set(names))
    assert not any("," in name for name in names)

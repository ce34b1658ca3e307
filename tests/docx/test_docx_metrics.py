"""Widths of Times New Roman; the expected lengths are those of the printed forms (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import importlib
import json
import re
import unicodedata
from pathlib import Path

import pytest
from docx_builder import PROPERTIES, compiled, docx, p
from hypothesis import given
from hypothesis import strategies as st

from pipeline.docx.metrics import longest_line_mm, text_width_mm, twips, wrap
from pipeline.docx.package import read_package

TINOS = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic", "width"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False, 95.7),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False, 88.3),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False, 60.5),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False, 56.1),
        ("Hà Nội, ngày 05 tháng 01 năm 2020", 14, False, True, 72.2),
        ("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019", 14, False, True, 103.9),
        ("CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC", 13, True, False, 88.9),
    ],
)
def test_known_widths(text: str, size: float, bold: bool, italic: bool, width: float) -> None:
    assert text_width_mm(text, size, bold, italic) == pytest.approx(width, abs=0.05)


def test_decomposed_letters_are_as_wide_as_composed_ones() -> None:
    text = "Ủy ban nhân dân thành phố Đà Nẵng"
    assert text_width_mm(unicodedata.normalize("NFD", text), 14) == text_width_mm(text, 14)


@pytest.mark.parametrize("letter", "ăâđêôơưÁẠẢẤẬẶẼỀỆỐỜỮỰỲỸ–—“”…₫%")
def test_every_vietnamese_letter_has_a_width(letter: str) -> None:
    for bold in (False, True):
        for italic in (False, True):
            assert text_width_mm(letter, 14, bold, italic) > 0


@given(st.text(max_size=60), st.floats(5, 200))
def test_wrapping_loses_no_word(text: str, width: float) -> None:
    assert " ".join(wrap(text, width, 14)).split() == text.split()


def test_a_long_organ_name_wraps_to_lines_that_fit() -> None:
    name = "BAN QUẢN LÝ KHU KINH TẾ DUNG QUẤT VÀ CÁC KHU CÔNG NGHIỆP QUẢNG NGÃI"
    lines = wrap(name, 67, 13, bold=True)
    assert len(lines) == 3
    assert all(text_width_mm(line, 13, bold=True) <= 67 for line in lines)
    assert longest_line_mm(name, 67, 13, bold=True) == max(text_width_mm(line, 13, bold=True) for line in lines)


@pytest.mark.parametrize("fraction", [1 / 3, 0.4, 1 / 2, 1])
def test_a_line_is_the_wanted_part_of_its_text_and_centred(fraction: float) -> None:
    name = "VĂN PHÒNG"
    template = compiled(docx(p(f"{{{{p name | line({fraction}, 67, 13, true) }}}}")))
    xml = read_package(template.fill({"name": name}, PROPERTIES))["word/document.xml"].decode()
    left, right = (int(found) for found in re.findall(r'w:(?:left|right)="(\d+)"', xml)[:2])
    assert left == right
    length = (twips(67) - left - right) / 1440 * 25.4
    assert length == pytest.approx(fraction * text_width_mm(name, 13, bold=True), abs=0.1)


def test_no_text_has_no_line() -> None:
    template = compiled(docx(p("{{p name | line(0.4, 67, 13, true) }}") + p("x")))
    assert b"pBdr" not in read_package(template.fill({"name": ""}, PROPERTIES))["word/document.xml"]


@pytest.mark.skipif(not TINOS.is_file(), reason="the font is not installed")
def test_the_data_file_is_what_the_tool_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fontTools")
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "tools")
    font_metrics = importlib.import_module("font_metrics")
    faces = {
        name: font_metrics.advances(TINOS.with_name(f"Tinos-{file}.ttf"))[1]
        for name, file in font_metrics.FACES.items()
    }
    data = json.loads(font_metrics.TARGET.read_text(encoding="utf-8"))
    assert {name: data[name] for name in faces} == faces

"""Sub-documents with the styles, lists, pictures, links and notes that they need."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docxtpl import DocxTemplate
from lxml import etree
from parity_harness import BODY, document, faults, normal, ours, png, theirs

from pipeline.docx.errors import MisplacedTag, MissingAsset, NotAPackage, UnusableAsset
from pipeline.docx.package import read_package
from pipeline.docx.text import paragraphs
from pipeline.errors import TemplateError

TEMPLATE = document("Trước", "{{p x | subdocument }}", "sau {{ y }}")
THEIR_TEMPLATE = document("Trước", "{{p x }}", "sau {{ y }}")


def plain(made: Any) -> None:
    made.add_heading("Tiêu đề", 1)
    made.add_paragraph("một {{ không phải thẻ }}")


def styled(made: Any) -> None:
    style = made.styles.add_style("Của riêng", WD_STYLE_TYPE.PARAGRAPH)
    style.font.italic = True
    made.add_paragraph("nghiêng", style="Của riêng")


def numbered(made: Any) -> None:
    for text in ("a", "b"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("c", style="List Bullet")


def drawn(made: Any) -> None:
    made.add_picture(io.BytesIO(png(6, 3)))


def tabled(made: Any) -> None:
    made.add_table(2, 2).rows[0].cells[0].text = "ô"
    made.add_paragraph("sau bảng")


KINDS: dict[str, Callable[[Any], None]] = {
    "plain": plain,
    "styled": styled,
    "numbered": numbered,
    "drawn": drawn,
    "tabled": tabled,
}


def their_context(data: bytes) -> Callable[[DocxTemplate], dict[str, Any]]:
    return lambda tpl: {"x": tpl.new_subdoc(io.BytesIO(data)), "y": "y"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_subdocument_stands_as_docxtpl_puts_it(kind: str) -> None:
    data = document(change=KINDS[kind])
    made = ours(TEMPLATE, {"x": "s.docx", "y": "y"}, {"s.docx": data})
    mine, other = read_package(made), read_package(theirs(THEIR_TEMPLATE, their_context(data)))
    assert normal(mine, BODY) == normal(other, BODY)
    assert style_ids(mine) == style_ids(other)
    assert faults(made) == []


def style_ids(package: dict[str, bytes]) -> list[str]:
    return [
        node.get(node.tag[:-5] + "styleId")
        for node in etree.fromstring(package["word/styles.xml"]).iter("{*}style")
    ]


def test_subdocuments_and_pictures_together_make_the_same_bytes_each_time() -> None:
    template = document(
        "{%p for n in names %}", "{{p n | subdocument }}", "{%p endfor %}", "{{ 'a.png' | picture }}"
    )
    assets = {f"{kind}.docx": document(change=change) for kind, change in KINDS.items()} | {"a.png": png(6, 3)}
    context = {"names": [f"{kind}.docx" for kind in KINDS] * 2}
    made = ours(template, context, assets)
    assert made == ours(template, context, assets)
    assert faults(made) == []
    assert [p.text for p in paragraphs(made)].count("Tiêu đề") == 2
    package = read_package(made)
    assert [data for name, data in package.items() if "media" in name] == [png(6, 3)]
    ids = [node.get("id") for node in etree.fromstring(package[BODY]).iter("{*}docPr")]
    assert len(set(ids)) == len(ids) == 3


def test_tags_of_a_subdocument_stay_text() -> None:
    made = ours(TEMPLATE, {"x": "s.docx", "y": "y"}, {"s.docx": document(change=plain)})
    assert [found.text for found in paragraphs(made)] == ["Trước", "Tiêu đề", "một {{ không phải thẻ }}", "sau y"]


def test_a_subdocument_in_a_cell_that_ends_in_a_table_is_refused() -> None:
    def cell(made: Any) -> None:
        made.add_table(1, 1).rows[0].cells[0].text = "{{p x | subdocument }}"

    ends = document(change=lambda made: made.add_table(1, 1))
    with pytest.raises(TemplateError) as caught:
        ours(document(change=cell), {"x": "s.docx"}, {"s.docx": ends})
    assert caught.value.code == "T17"


def sections(made: Any) -> None:
    made.add_section()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotAPackage),
        (b"PK\x03\x04", NotAPackage),
        (document("a", change=sections), UnusableAsset),
    ],
)
def test_what_cannot_be_inserted_is_refused(data: bytes, error: type[TemplateError]) -> None:
    with pytest.raises(error):
        ours(TEMPLATE, {"x": "s.docx", "y": ""}, {"s.docx": data})


def test_a_subdocument_that_does_not_exist_is_named() -> None:
    with pytest.raises(MissingAsset):
        ours(TEMPLATE, {"x": "s.docx", "y": ""}, {})


def test_outside_the_body_or_inside_a_text_it_is_refused_at_compile_time() -> None:
    def header(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = "{{p x | subdocument }}"

    for template in (document(change=header), document("a {{ x | subdocument }}")):
        with pytest.raises(MisplacedTag):
            ours(template, {"x": "s.docx"}, {})

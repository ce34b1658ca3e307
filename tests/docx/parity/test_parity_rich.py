"""Rich text, rich paragraphs and listings."""

from __future__ import annotations

from typing import Any

import pytest
from docxtpl import DocxTemplate, Listing, RichText, RichTextParagraph
from parity_harness import assert_same, document, faults, ours, theirs

from pipeline.docx.errors import IllegalCharacter, MisplacedTag, UnprintableValue
from pipeline.docx.text import paragraphs
from pipeline.model import Run

INSIDE = document("Trước {{r x | rich }} sau")
THEIR_INSIDE = document("Trước {{r x }} sau")
LOOKS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "style": {"style": "Strong"},
    "color": {"color": "#FF0000"},
    "color without a sign": {"color": "00ff00"},
    "highlight": {"highlight": "#ffff00"},
    "size": {"size": 40},
    "subscript": {"subscript": True},
    "superscript": {"superscript": True},
    "bold": {"bold": True},
    "italic": {"italic": True},
    "bold and italic from right to left": {"bold": True, "italic": True, "rtl": True},
    **{
        f"underline {kind}": {"underline": kind}
        for kind in (True, "single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave")
    },
    "strike": {"strike": True},
    "font": {"font": "Arial"},
    "font of a region": {"font": "eastAsia:MS Gothic"},
    "language": {"lang": "vi-VN"},
    "everything": {
        "style": "Strong", "color": "#123456", "highlight": "FFFFFF", "size": 20, "superscript": True,
        "bold": True, "italic": True, "underline": "wave", "strike": True, "font": "Times New Roman",
        "rtl": True, "lang": "ar-SA",
    },
}  # fmt: skip


def their(value: object) -> Any:
    return lambda _: {"x": value}


def same_inside(plain: object, rich: RichText) -> bytes:
    return assert_same(INSIDE, {"x": plain}, their(rich), their_template=THEIR_INSIDE)


@pytest.mark.parametrize("name", LOOKS)
def test_a_look(name: str) -> None:
    same_inside({"text": "a <b> & “c”", **LOOKS[name]}, RichText("a <b> & “c”", **LOOKS[name]))


@pytest.mark.parametrize("name", ["highlight", "everything"])
def test_where_ours_differs_it_is_docxtpl_that_breaks_the_schema(name: str) -> None:
    assert faults(theirs(THEIR_INSIDE, their(RichText("a", **LOOKS[name]))))


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\ab", "a\fb", "a\n\t\ab\f\n", "\a", "\f\f"])
def test_signs_inside_rich_text(text: str) -> None:
    same_inside({"text": text, "bold": True}, RichText(text, bold=True))


def test_a_link() -> None:
    def with_link(tpl: DocxTemplate) -> dict[str, Any]:
        link = tpl.build_url_id("https://a.vn/?x=1&y=2")
        return {"x": RichText("liên kết", url_id=link, underline=True, color="0000ff")}

    value = {"text": "liên kết", "url": "https://a.vn/?x=1&y=2", "underline": True, "color": "0000ff"}
    assert_same(INSIDE, {"x": value}, with_link, their_template=THEIR_INSIDE)


def test_several_pieces_and_nested_ones() -> None:
    inner = RichText("trong", bold=True)
    rich = RichText("một ")
    rich.add(inner)
    rich.add(5, italic=True)
    same_inside(("một ", [{"text": "trong", "bold": True}], {"text": 5, "italic": True}), rich)


def test_runs_of_the_model() -> None:
    made = ours(INSIDE, {"x": (Run("đậm", bold=True), "thường")})
    assert paragraphs(made)[0].text == "Trước đậmthường sau"


def test_rich_paragraphs() -> None:
    rich = RichTextParagraph()
    rich.add("một", parastyle="Heading1")
    rich.add(RichText("hai\nba", bold=True), parastyle="ListBullet")
    rich.add("bốn")
    plain = (
        {"text": "một", "parastyle": "Heading1"},
        {"text": "hai\nba", "bold": True, "parastyle": "ListBullet"},
        "bốn",
    )
    template = document("a", "{{p x | rich_paragraphs }}", "b")
    assert_same(template, {"x": plain}, their(rich), their_template=document("a", "{{p x }}", "b"))


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\ab", "a\fb", "x\a\ty\fz\n", "5 < 6 & 'x'", "", "\a\a"])
def test_a_listing_keeps_the_look_of_its_paragraph(text: str) -> None:
    def look(made: Any) -> None:
        made.paragraphs[0].style = "List Bullet"
        made.paragraphs[0].runs[0].bold = True

    template = document("Đầu: {{ x | listing }} cuối", change=look)
    their_template = document("Đầu: {{ x }} cuối", change=look)
    assert_same(template, {"x": text}, their(Listing(text)), their_template=their_template)


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "\n\t\n", "a\n\tb"])
def test_line_ends_and_tabs_of_plain_values(text: str) -> None:
    def bold(made: Any) -> None:
        made.paragraphs[0].runs[0].bold = True

    assert_same(document("Đầu {{ x }} cuối", change=bold), {"x": text}, their(text))


@pytest.mark.parametrize("text", ["a\ab", "a\fb"])
def test_an_invisible_sign_makes_a_paragraph_only_where_the_template_allows_it(text: str) -> None:
    with pytest.raises(IllegalCharacter):
        ours(document("{{ x }}"), {"x": text})


def test_a_listing_inside_a_table_and_a_link_splits_all_around_it() -> None:
    def cell(made: Any) -> None:
        made.add_table(1, 1).rows[0].cells[0].text = "{{ x | listing }}"

    made = ours(document(change=cell), {"x": "a\ab\fc"})
    assert [found.text for found in paragraphs(made)][:4] == ["a", "b", "\n", "c"]
    assert faults(made) == []
    linked = ours(INSIDE, {"x": {"text": "a\ab", "url": "https://a.vn"}})
    assert [found.text for found in paragraphs(linked)] == ["Trước a", "b sau"]
    assert faults(linked) == []


@pytest.mark.parametrize(
    "value",
    [
        {"text": "a", "colour": "FF0000"},
        {"bold": True},
        {"text": "a", "color": "red"},
        {"text": "a", "color": 'FF0000"/><w:b w:val="1'},
        {"text": "a", "highlight": "yellow"},
        {"text": "a", "size": "12pt"},
        {"text": "a", "size": True},
        {"text": "a", "underline": "wavy"},
        {"text": "a", "font": "Arial\"/>"},
        {"text": "a", "font": "north:Arial"},
        {"text": "a", "style": "NoSuchStyle"},
        {"text": "a", "lang": "vi VN"},
        {"text": "a", "url": "javascript:alert(1)"},
        {"text": "a", "url": "file:///etc/passwd"},
        {"text": "a", "subscript": True, "superscript": True},
        {"text": None},
        {"text": {"text": "a"}},
        None,
        object(),
    ],
)  # fmt: skip
def test_what_word_would_not_show_is_refused(value: object) -> None:
    with pytest.raises(UnprintableValue) as caught:
        ours(INSIDE, {"x": value})
    assert caught.value.params["tag"] == "{{ x | rich }}"


@pytest.mark.parametrize(
    "tag",
    ["{{ x | rich_paragraphs }}", "{{p x | listing }}", "{{ x | rich }}", "{{r x | listing }}"],
)
def test_a_filter_in_the_wrong_place_is_refused_at_compile_time(tag: str) -> None:
    with pytest.raises(MisplacedTag):
        ours(document(f"chữ {tag}"), {"x": "a"})


def test_a_paragraph_style_must_exist() -> None:
    with pytest.raises(UnprintableValue):
        ours(document("{{p x | rich_paragraphs }}"), {"x": [{"text": "a", "parastyle": "Gone"}]})

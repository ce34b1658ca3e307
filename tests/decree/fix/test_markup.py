"""Direct formatting is valid wherever it is set, and says what it shall say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.decree.fix import markup
from pipeline.decree.measure.units import QW, VAL, Element

_NS = f'xmlns:w="{QW[1:-1]}"'
_ORDERED = {
    "pPr": (
        "pStyle",
        "keepNext",
        "numPr",
        "pBdr",
        "tabs",
        "spacing",
        "ind",
        "contextualSpacing",
        "jc",
        "rPr",
        "sectPr",
    ),
    "rPr": ("rStyle", "rFonts", "b", "i", "caps", "color", "sz", "szCs", "u", "vertAlign", "lang", "rPrChange"),
    "sectPr": (
        "headerReference",
        "footerReference",
        "type",
        "pgSz",
        "pgMar",
        "pgNumType",
        "cols",
        "titlePg",
        "docGrid",
    ),
}


def names(element: Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def paragraph(inner: str = "") -> Element:
    return etree.fromstring(f"<w:p {_NS}>{inner}</w:p>")


@given(st.sampled_from(sorted(_ORDERED)), st.data())
def test_children_come_in_the_order_of_the_schema(owner: str, data: st.DataObject) -> None:
    order = _ORDERED[owner]
    there = data.draw(st.lists(st.sampled_from(order), unique=True))
    element = etree.Element(f"{QW}{owner}")
    for name in sorted(there, key=order.index):
        etree.SubElement(element, f"{QW}{name}")
    for name in data.draw(st.lists(st.sampled_from(order))):
        assert markup.child(element, name).tag == f"{QW}{name}"
    assert names(element) == sorted(set(names(element)), key=order.index)


def test_properties_are_the_first_child() -> None:
    found = paragraph("<w:bookmarkStart/><w:r><w:t>a</w:t></w:r>")
    markup.set_align(found, "both")
    assert names(found)[0] == "pPr"
    run = found.find(f"{QW}r")
    assert run is not None
    markup.set_size(markup.properties(run), 13)
    assert names(run) == ["rPr", "t"]


def test_a_font_takes_all_slots_and_drops_the_theme() -> None:
    look = etree.fromstring(
        f'<w:rPr {_NS}><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsi="Arial" w:hint="eastAsia"/></w:rPr>'
    )
    markup.set_font(look, "Times New Roman")
    fonts = look[0]
    assert {name[len(QW) :]: value for name, value in fonts.items()} == {
        "hint": "eastAsia",
        **dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman"),
    }


def test_what_a_style_switches_on_is_switched_off_and_on_again() -> None:
    look = etree.fromstring(f"<w:rPr {_NS}/>")
    markup.set_toggle(look, "b", False)
    assert look[0].get(VAL) == "0"
    markup.set_toggle(look, "b", True)
    assert look[0].get(VAL) is None


def test_half_points_are_kept() -> None:
    look = etree.fromstring(f"<w:rPr {_NS}/>")
    markup.set_size(look, 13.5)
    assert [child.get(VAL) for child in look] == ["27", "27"]


def test_paper_that_lies_across_stays_so() -> None:
    section = etree.fromstring(
        f'<w:sectPr {_NS}><w:pgSz w:w="15840" w:h="12240" w:orient="landscape" w:code="1"/></w:sectPr>'
    )
    markup.set_paper(section, 210, 297)
    assert (section[0].get(f"{QW}w"), section[0].get(f"{QW}h")) == ("16838", "11906")
    assert section[0].get(f"{QW}code") is None


def test_the_left_margin_allows_for_the_gutter() -> None:
    section = etree.fromstring(f'<w:sectPr {_NS}><w:pgMar w:left="100" w:gutter="283"/></w:sectPr>')
    markup.set_margin(section, "left", 30)
    assert int(section[0].get(f"{QW}left", "0")) + 283 == 1701


def test_a_gap_holds_beside_paragraphs_of_the_same_style() -> None:
    found = paragraph(
        '<w:pPr><w:spacing w:beforeLines="5" w:beforeAutospacing="1"/><w:contextualSpacing/></w:pPr>'
    )
    markup.set_gap(found, "before", 6)
    look = found[0]
    assert dict(look[0].items()) == {f"{QW}before": "120"}
    assert look[1].get(VAL) == "0"

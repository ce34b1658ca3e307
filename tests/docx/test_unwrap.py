"""Documents without our controls: the same for every reader."""

from __future__ import annotations

import pytest
from docx_builder import PROPERTIES, compiled, docx, p
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.docx.controls import FigureText
from pipeline.docx.package import CONTENT_TYPES, pack, parse_xml, read_package, unpack
from pipeline.docx.source import W
from pipeline.docx.store import Identity, read_stored
from pipeline.docx.unwrap import unwrapped, unwrapped_text
from pipeline.model import Cell, Column, Paragraph, Row, Run, Table

ME = Identity("c", "u", "d", "t", "h", "v")
BODY = (
    Paragraph("body", (Run("Có "), Run("62", True, False, "u:a"), Run(" người")), "/g"),
    Table((Column(1),), (Row((Cell((Run("3", figure="u:b"),)),)),), "/t"),
    Paragraph("body", (Run("hết"), Run("62", True, False, "u:a"))),
)
TEMPLATE = compiled(docx(p("{{p body | blocks }}"), header1=p("{{ x }}")))


def made(identity: Identity | None) -> bytes:
    return TEMPLATE.fill({"body": BODY, "x": FigureText.of("5", "u:x", "")}, PROPERTIES, identity=identity)


def test_what_is_left_is_the_plain_document_byte_for_byte() -> None:
    """Generated text and tags that stand alone in their run; relations and types are written anew."""
    bare, plain = unpack(unwrapped(made(ME))), unpack(made(None))
    assert bare.keys() == plain.keys()
    for name, data in plain.items():
        if name == CONTENT_TYPES or name.endswith(".rels"):
            assert etree.tostring(parse_xml(data), method="c14n") == etree.tostring(
                parse_xml(bare[name]), method="c14n"
            )
        else:
            assert bare[name] == data, name
    assert read_stored(bare) is None


def test_a_document_without_controls_is_itself() -> None:
    plain = made(None)
    assert unwrapped(plain) is plain


def test_other_controls_and_parts_stay() -> None:
    own = (
        "<w:sdt><w:sdtPr><w:tag w:val='mine'/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    parts = unpack(docx(own))
    parts["customXml/item1.xml"] = b"<mine/>"
    filled = compiled(pack(parts)).fill({"x": FigureText.of("5", "u:x", "")}, PROPERTIES, identity=ME)
    bare = read_package(unwrapped(filled))
    assert bare["customXml/item1.xml"] == b"<mine/>"
    assert bare["word/document.xml"].count(b"<w:sdt>") == 1
    assert b'w:val="mine"' in bare["word/document.xml"]


def test_what_word_writes_is_read_too() -> None:
    """Other orders, attributes, blanks, and what Word puts behind the properties."""
    key = "f0123456789ab"
    xml = (
        f'<w:p><w:sdt w:x="1"> <w:sdtPr><w:id w:val="-5"/><w:tag w:val="{key}" /><w:text/></w:sdtPr>'
        "<w:sdtEndPr><w:rPr/></w:sdtEndPr><w:sdtContent><w:r><w:t>1</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert "".join(unwrapped_text(xml).split()) == "<w:p><w:r><w:t>1</w:t></w:r></w:p>"


SHELLS = (
    "<w:sdt><w:sdtPr>TAG</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:sdt><w:sdtPr>TAG</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:sdt w:x="1"><w:sdtPr>TAG</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>',
    "<w:sdt><w:sdtPr>TAG</w:sdtPr><w:sdtEndPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
)
"""As a filling writes a control, and as others may."""


@st.composite
def nested(draw: st.DrawFn, depth: int = 3) -> tuple[str, str]:
    """Markup with controls, ours and others', and the same without ours."""
    with_, without = "", ""
    for _ in range(draw(st.integers(0, 3))):
        inner = draw(nested(depth - 1)) if depth else ("<w:r/>", "<w:r/>")
        kind = draw(st.sampled_from(["b0123456789ab", "f0123456789ab", "other", ""]))
        tag = f'<w:tag w:val="{kind}"/>' if kind else ""
        shell = draw(st.sampled_from(SHELLS)).replace("TAG", tag)
        with_ += shell.format(inner[0])
        without += inner[1] if kind[:1] in ("b", "f") else shell.format(inner[1])
    return with_, without


@given(nested())
def test_controls_in_controls_are_taken_out_alone(pair: tuple[str, str]) -> None:
    root = f'<w:body xmlns:w="{W}">{{}}</w:body>'
    assert unwrapped_text(root.format(pair[0])) == root.format(pair[1])


@pytest.mark.parametrize(
    "xml",
    [
        "<w:sdt><w:sdtPr>OURS</w:sdtPr><w:r/></w:sdt>",
        "<w:sdt><w:sdtPr>OURS</w:sdtPr><w:sdtContent/></w:sdt><w:sdt><w:sdtPr>OURS</w:sdtPr>"
        "<w:sdtContent><w:r/></w:sdtContent></w:sdt>",
    ],
)
def test_a_control_without_content_loses_nothing_else(xml: str) -> None:
    bare = unwrapped_text(
        f"<w:p>{xml}<w:r><w:t>1</w:t></w:r></w:p>".replace("OURS", '<w:tag w:val="f0123456789ab"/>')
    )
    assert bare == "<w:p><w:r/><w:r><w:t>1</w:t></w:r></w:p>"


@pytest.mark.parametrize("damaged", [b"no xml", "<w:sdt>".encode("utf-16"), b"<w:sdt><w:sdtPr>"])
def test_parts_that_are_damaged_stay(damaged: bytes) -> None:
    parts = {**unpack(made(None)), "word/strange.xml": damaged}
    assert unpack(unwrapped(pack(parts)))["word/strange.xml"] == damaged

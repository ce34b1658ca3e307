"""Pictures in the text, and pictures that take the place of others."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from lxml import etree
from parity_harness import BODY, assert_same, document, faults, normal, ours, png, theirs

from pipeline.docx.errors import MisplacedTag, MissingAsset, UnprintableValue, UnusableAsset
from pipeline.docx.package import read_package
from pipeline.docx.pictures import MAX_SIDE

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\x01\0\x60\0\x60\0\0"
    b"\xff\xc0\x00\x0b\x08\x00\x02\x00\x04\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\0\0\x3f\0\x00\xff\xd9"
)
GIF = b"GIF89a" + struct.pack("<HH", 4, 2) + b"\0\0\0,\0\0\0\0\x04\0\x02\0\0\x02\x02\x4c\x01\0;"
BMP = b"BM" + struct.pack("<IHHIIiiHHIIiiII", 62, 0, 0, 54, 40, 4, 2, 1, 24, 0, 24, 2835, 2835, 0, 0) + b"\0" * 24
ASSETS = {"a.png": png(), "b.jpg": JPEG, "c.gif": GIF, "d.bmp": BMP, "e.png": png(30, 20, 9)}


def image(name: str, **size: Any) -> Callable[[DocxTemplate], dict[str, Any]]:
    return lambda tpl: {"x": InlineImage(tpl, io.BytesIO(ASSETS[name]), **size)}


def tag(arguments: str) -> bytes:
    return document(f"Trước {{{{ x | picture{arguments} }}}} sau")


@pytest.mark.parametrize("name", ["a.png", "b.jpg", "c.gif", "d.bmp"])
def test_a_picture_of_each_format(name: str) -> None:
    assert_same(tag(""), {"x": name}, image(name), ASSETS, their_template=document("Trước {{ x }} sau"))


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        ("(width=40)", {"width": Mm(40)}),
        ("(height=30)", {"height": Mm(30)}),
        ("(40, 30)", {"width": Mm(40), "height": Mm(30)}),
        ("(width=12.5, url='https://a.vn/?x=1&y=2')", {"width": Mm(12.5), "anchor": "https://a.vn/?x=1&y=2"}),
    ],
)
def test_the_size_and_link_of_a_picture(arguments: str, size: dict[str, Any]) -> None:
    assert_same(
        tag(arguments),
        {"x": "e.png"},
        image("e.png", **size),
        ASSETS,
        their_template=document("Trước {{ x }} sau"),
    )


def test_pictures_in_header_and_loop_are_one_part_with_ids_of_their_own() -> None:
    def header(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = "{{ 'a.png' | picture(10) }}"

    template = document("{%p for n in names %}", "{{ n | picture(width=10) }}", "{%p endfor %}", change=header)
    made = ours(template, {"names": ["a.png", "e.png", "a.png"]}, ASSETS)
    package = read_package(made)
    media = [name for name in package if name.startswith("word/media/")]
    assert sorted(package[name] for name in media) == sorted([ASSETS["a.png"], ASSETS["e.png"]])
    ids = [
        node.get("id")
        for part in (BODY, "word/header1.xml")
        for node in etree.fromstring(package[part]).iter("{*}docPr")
    ]
    assert len(set(ids)) == len(ids) == 4
    assert faults(made) == []
    assert made == ours(template, {"names": ["a.png", "e.png", "a.png"]}, dict(reversed(ASSETS.items())))


def test_text_after_a_picture_keeps_its_look_and_the_picture_its_description() -> None:
    def bold(made: Any) -> None:
        made.paragraphs[0].runs[0].bold = True

    made = ours(document("a {{ x | picture(alt='Chữ ký <1> \"A\"') }} b", change=bold), {"x": "a.png"}, ASSETS)
    root = etree.fromstring(read_package(made)[BODY])
    runs = list(root.iter("{*}r"))
    assert [run.find("{*}rPr/{*}b") is not None for run in runs if "b" in "".join(run.itertext())] == [True]
    assert next(root.iter("{*}docPr")).get("descr") == 'Chữ ký <1> "A"'


def test_a_document_without_pictures_has_the_parts_of_the_template() -> None:
    template = document("{% if x %}{{ x | picture }}{% endif %}y")
    assert set(read_package(ours(template, {"x": ""}))) == set(read_package(template))


def placeholder(**texts: str) -> bytes:
    def draw(made: Any) -> None:
        for run in (made.paragraphs[0].add_run(), made.sections[0].header.paragraphs[0].add_run()):
            run.add_picture(io.BytesIO(png(8, 8, 77)), Mm(20))
            for name, text in texts.items():
                next(run._r.iter("{*}cNvPr")).set(name, text)

    return document("Ký: ", change=draw)


@pytest.mark.parametrize("attribute", ["name", "title", "descr"])
def test_a_replaced_picture_is_that_of_replace_pic(attribute: str) -> None:
    template = placeholder(**{attribute: "{{ x | replace_picture }}"})

    def replaced(tpl: DocxTemplate) -> dict[str, Any]:
        tpl.pics_to_replace["dummy"] = ASSETS["a.png"]
        return {}

    made = ours(template, {"x": "a.png"}, ASSETS)
    expected = read_package(theirs(placeholder(**{attribute: "dummy"}), replaced))
    mine = read_package(made)
    for part in (BODY, "word/header1.xml"):
        assert normal(mine, part) == normal(expected, part).replace(f' {attribute}="dummy"', "")
    assert png(8, 8, 77) not in mine.values()
    assert faults(made) == []


def test_the_tag_may_stand_in_the_alt_text_that_word_shows() -> None:
    def draw(made: Any) -> None:
        made.paragraphs[0].add_run().add_picture(io.BytesIO(png(8, 8, 77)))
        next(made.element.iter("{*}docPr")).set("descr", "Chữ ký {{ x.y | replace_picture }}")

    made = ours(document("Ký: ", change=draw), {"x": {"y": "b.jpg"}}, ASSETS)
    package = read_package(made)
    assert next(etree.fromstring(package[BODY]).iter("{*}docPr")).get("descr") == "Chữ ký"
    assert [data for name, data in package.items() if "media" in name] == [JPEG]
    assert faults(made) == []


def test_a_picture_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(MissingAsset) as caught:
        ours(tag(""), {"x": "a.pnk"}, ASSETS)
    assert str(caught.value.params["near"]).startswith("a.png")
    assert caught.value.params["tag"] == "{{ x | picture }}"


HUGE = bytearray(png())
struct.pack_into(">I", HUGE, 16, MAX_SIDE + 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png()[:-1],
        png()[:40],
        png().replace(b"IDAT", b"IDAX"),
        bytes(HUGE),
        png(0, 5),
        JPEG[:-2],
        JPEG[:20],
        GIF[:-1],
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
        b"\xff\xd8" + b"\xff" * 1000,
        b"II*\0" + b"\xff" * 100,
        b"MM\0*" + b"\0" * 3,
        b"BM",
    ],
)
def test_what_is_no_picture_is_refused_with_a_place(data: bytes) -> None:
    with pytest.raises(UnusableAsset) as caught:
        ours(tag(""), {"x": "bad.png"}, {"bad.png": data})
    assert caught.value.params["name"] == "bad.png"
    assert caught.value.params["paragraph"] == "Trước {{ x | picture }} sau"


@pytest.mark.parametrize(
    "arguments", ["(0)", "(-1)", "(10000)", "('4')", "(true)", "(url='file:///x')", "(alt=3)"]
)
def test_what_is_no_size_or_link_is_refused(arguments: str) -> None:
    with pytest.raises(UnprintableValue):
        ours(tag(arguments), {"x": "a.png"}, ASSETS)


@pytest.mark.parametrize("x", [None, 3, {"a": 1}, ["a.png"]])
def test_what_is_no_name_is_refused(x: object) -> None:
    with pytest.raises(UnprintableValue):
        ours(tag(""), {"x": x}, ASSETS)


@pytest.mark.parametrize("text", ["{{p x | picture }}", "{{r x | picture }}", "{{ x | replace_picture }}"])
def test_a_picture_tag_in_the_wrong_place_is_refused_at_compile_time(text: str) -> None:
    with pytest.raises(MisplacedTag):
        ours(document(text), {"x": "a.png"}, ASSETS)

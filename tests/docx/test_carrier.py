"""The copy in the custom properties: what LibreOffice keeps when it drops custom XML parts."""

from __future__ import annotations

import base64
import re
import zlib

import pytest
from docx_builder import PROPERTIES, compiled, docx, p
from hypothesis import given
from hypothesis import strategies as st

from pipeline.docx import carrier, custom
from pipeline.docx.carrier import CHUNK, MOST_BYTES, carrier_xml, chunks, is_carrier, read_carried, without_carried
from pipeline.docx.controls import FigureText
from pipeline.docx.errors import BrokenXml, UnsafeXml
from pipeline.docx.package import CONTENT_TYPES, FASTEST, Part, deflate, pack, parse_xml, part_types, unpack
from pipeline.docx.store import (
    DamagedStore,
    Identity,
    Stored,
    block_key,
    figure_key,
    hash_shape,
    is_ours,
    read_stored,
)
from pipeline.docx.unwrap import unwrapped

ME = Identity("c", "u", "d", "t", "h", "v")
KIND = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
NAME = "docProps/custom.xml"
SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
FOREIGN = (
    '<op:Properties xmlns:op="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:v="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    f'<op:property fmtid="{SET}" pid="7" name="Cơ quan"><v:lpwstr>TEXT</v:lpwstr></op:property></op:Properties>'
)


def template(property_text: str = "", body: str = p("{{ x }}")):  # type: ignore[no-untyped-def]
    parts = unpack(docx(body))
    if property_text:
        parts[NAME] = FOREIGN.replace("TEXT", property_text).encode()
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(
            b"</Relationships>",
            f'<Relationship Id="rIdOwn" Type="{TYPE}" Target="/{NAME}"/></Relationships>'.encode(),
        )
        override = f'<Override PartName="/{NAME}" ContentType="{KIND}"/></Types>'
        parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(b"</Types>", override.encode())
    return compiled(pack(parts))


def filled(property_text: str = "", text: str = "62") -> dict[str, bytes]:
    values = {"x": FigureText.of(text, "u:x", ""), "office": "Văn phòng"}
    return unpack(template(property_text).fill(values, PROPERTIES, identity=ME))


def dropped(package: dict[str, bytes]) -> dict[str, bytes]:
    """The document as LibreOffice leaves it."""
    return {name: data for name, data in package.items() if not name.startswith("customXml/")}


def properties(package: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """Number, name and text of each custom property."""
    root = parse_xml(package[NAME])
    assert {each.get("fmtid") for each in root} == {SET}
    return [(each.get("pid", ""), each.get("name", ""), each[0].text or "") for each in root]


def test_what_was_printed_is_read_again_when_the_parts_are_gone() -> None:
    whole = read_stored(filled())
    found = read_stored(dropped(filled()))
    assert whole is not None
    assert found is not None
    assert found == Stored(ME, whole.figures, whole.blocks)
    assert found.figures[figure_key("u:x", "")].text == "62"


def test_the_parts_count_more_than_their_copy() -> None:
    package = {**filled(text="62"), NAME: filled(text="61")[NAME]}
    found = read_stored(package)
    assert found is not None
    assert found.figures[figure_key("u:x", "")].text == "62"


def test_properties_are_as_word_wants_them_and_declared() -> None:
    package = filled()
    found = properties(package)
    assert [pid for pid, *_ in found] == [str(number + 2) for number in range(len(found))]
    assert [name for _, name, _ in found] == [f"baocao.{number + 1}" for number in range(len(found))]
    assert all(0 < len(text) <= 255 for *_, text in found)
    assert part_types(package)[NAME] == KIND
    assert package["_rels/.rels"].count(TYPE.encode()) == 1


@pytest.mark.parametrize(("own", "kept"), [("Sở A", "Sở A"), ("{{ office }}", "Văn phòng")])
def test_properties_of_a_template_stay(own: str, kept: str) -> None:
    package = filled(own)
    first, *others = properties(package)
    assert first == ("7", "Cơ quan", kept)
    assert [pid for pid, *_ in others] == [str(number + 8) for number in range(len(others))]
    assert package["_rels/.rels"].count(TYPE.encode()) == 1
    assert package[CONTENT_TYPES].count(NAME.encode()) == 1
    assert read_stored(dropped(package)) is not None
    bare = unpack(unwrapped(pack(package)))
    assert properties(bare) == [first]
    assert read_stored(bare) is None


@pytest.mark.parametrize("parts_too", [True, False])
def test_a_document_without_controls_carries_nothing(parts_too: bool) -> None:
    package = filled() if parts_too else dropped(filled())
    bare = unpack(unwrapped(pack(package)))
    assert NAME not in bare
    assert TYPE.encode() not in bare["_rels/.rels"]
    assert NAME.encode() not in bare[CONTENT_TYPES]
    assert read_stored(bare) is None


def test_a_filled_document_as_template_does_not_carry_twice() -> None:
    first = pack(filled())
    again = unpack(compiled(first).fill({}, PROPERTIES, identity=ME))
    names = [name for _, name, _ in properties(again)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("target", ["word/document.xml", "", "/", "docProps/none.xml", "../../x"])
def test_a_template_whose_properties_are_none_gets_new_ones(target: str) -> None:
    parts = unpack(docx(p("{{ x }}")))
    relation = f'<Relationship Id="rIdOwn" Type="{TYPE}" Target="{target}"/></Relationships>'
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", relation.encode())
    values = {"x": FigureText.of("62", "u:x", "")}
    package = unpack(compiled(pack(parts)).fill(values, PROPERTIES, identity=ME))
    assert next(name for _, name, _ in properties(package)) == "baocao.1"
    assert package["_rels/.rels"].count(f'Target="{NAME}"'.encode()) == 1
    assert read_stored(dropped(package)) is not None
    assert b"baocao." not in package["word/document.xml"]


def test_the_same_document_has_the_same_bytes() -> None:
    assert filled("Sở A") == filled("Sở A")


@given(st.binary(max_size=3_000), st.booleans())
def test_any_part_is_cut_and_joined(data: bytes, whole: bool) -> None:
    values = chunks(deflate("", data, FASTEST), whole)
    assert all(0 < len(value) <= CHUNK for value in values)
    package = {"any/name.xml": carrier_xml(values, b"", "", "")}
    assert read_carried(package) == (data, whole)
    assert without_carried(package["any/name.xml"], "") == b""


@pytest.mark.parametrize("digits", range(1, 4))
def test_the_count_stands_in_what_is_counted(digits: int) -> None:
    """Its own digits may be what makes it one more."""
    for size in range(10**digits * 180, 10**digits * 180 + 800, 7):
        values = chunks(Part("", b"x" * size, 0, size), True)
        assert values[0].startswith(f"w{len(values)}:")


def test_order_and_prefixes_of_properties_do_not_matter() -> None:
    """LibreOffice sorts them by name: 1, 10, 11, 2."""
    data = bytes(range(256)) * 3
    packed = deflate("", base64.b85encode(data * 4), FASTEST)
    values = {f"baocao.{number}": value for number, value in enumerate(chunks(packed, True), 1)}
    said = "".join(
        f'<p0:property fmtid="{SET}" pid="{number}" name="{name}">\n<v:lpwstr>{values[name]} </v:lpwstr>'
        "</p0:property>"
        for number, name in enumerate(sorted(values), 2)
    )
    spaces = re.findall(r'xmlns:\w+="([^"]*)"', FOREIGN)
    xml = f'<p0:Properties xmlns:p0="{spaces[0]}" xmlns:v="{spaces[1]}">{said}</p0:Properties>'
    assert read_carried({"x": xml.encode()}) == (base64.b85encode(data * 4), True)


def sent(values: list[str]) -> dict[str, bytes]:
    return {NAME: carrier_xml(values, b"", "", "")}


def wrong(packed: bytes, sum_: int = 0, head: str = "w1:{:08x}:") -> list[str]:
    return [head.format(sum_) + base64.b64encode(packed).decode()]


GOOD = chunks(deflate("", b"<a/>" * 90, FASTEST), True)


@pytest.mark.parametrize(
    "values",
    [
        ["w2" + GOOD[0][2:]],
        ["x" + GOOD[0][1:]],
        ["w1:00000000:" + GOOD[0].rpartition(":")[2]],
        [GOOD[0][:-4]],
        [GOOD[0] + "!"],
        [GOOD[0], ""],
        ["đ"],
        wrong(b"\xff\xff\xff"),
        wrong(zlib.compress(b"x"), zlib.crc32(b"x")),
        wrong(deflate("", b"x").deflated + b"more", zlib.crc32(b"x")),
        wrong(b""),
    ],
)
def test_a_damaged_copy_is_told(values: list[str]) -> None:
    with pytest.raises(ValueError):
        read_carried(sent(values))
    with pytest.raises(DamagedStore) as caught:
        read_stored(sent(values))
    assert caught.value.message()


def test_a_copy_that_unpacks_to_gigabytes_is_told() -> None:
    bomb = deflate("", b"\0" * (MOST_BYTES + 1), FASTEST)
    with pytest.raises(DamagedStore):
        read_stored(sent(wrong(bomb.deflated, bomb.crc)))


def test_properties_that_stand_there_twice_or_in_thousands_are_told() -> None:
    twice = sent(GOOD)
    with pytest.raises(DamagedStore):
        read_stored({**twice, "docProps/other.xml": twice[NAME]})
    with pytest.raises(DamagedStore):
        read_stored(sent(["x"] * (carrier.MOST_CHUNKS + 1)))


@pytest.mark.parametrize("inside", [b"<a/>", b"<p:printed xmlns:p='urn:baocao:printed:1'/>"])
def test_a_copy_of_something_else_is_told(inside: bytes) -> None:
    with pytest.raises(DamagedStore):
        read_stored(sent(chunks(deflate("", inside), True)))


def test_a_copy_is_parsed_like_everything_from_outside() -> None:
    with pytest.raises(UnsafeXml):
        read_stored(sent(chunks(deflate("", b"<!DOCTYPE a []><a/>"), True)))
    with pytest.raises(BrokenXml):
        read_stored(sent(chunks(deflate("", b"<a>"), True)))


def test_properties_of_others_are_none_of_ours() -> None:
    others = FOREIGN.replace("TEXT", "baocao.1").encode()
    assert not is_carrier(others)
    assert read_carried({NAME: others}) is None
    named = others.replace("Cơ quan".encode(), b"baocao.x")
    assert read_carried({NAME: named}) is None
    assert without_carried(named, NAME) != b""
    assert read_stored({NAME: named}) is None


def many(count: int, monkeypatch: pytest.MonkeyPatch, most: int) -> Stored:
    monkeypatch.setattr(carrier, "MOST_CHUNKS", most)
    monkeypatch.setattr(custom, "MOST_CHUNKS", most)
    values = {f"x{number}": FigureText.of(str(number), f"u:x{number}", "") for number in range(count)}
    made = template(body=p(*(f"{{{{ {name} }}}}" for name in values))).fill(values, PROPERTIES, identity=ME)
    package = unpack(made)
    assert any(map(is_ours, package.values()))
    assert len(properties(package)) <= most
    found = read_stored(dropped(package))
    assert found is not None
    return found


def test_a_copy_that_is_too_large_leaves_out_what_was_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = many(150, monkeypatch, 6)
    assert (found.identity, found.figures, found.whole) == (ME, {}, False)


def test_a_copy_is_packed_tighter_before_anything_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = many(150, monkeypatch, 200)
    assert (len(plain.figures), plain.whole) == (150, True)
    loose = len(chunks(deflate("", custom.printed_xml(plain), FASTEST), True))
    tight = len(chunks(deflate("", custom.printed_xml(plain), 9), True))
    assert tight < loose
    assert many(150, monkeypatch, tight).whole


def test_a_copy_that_is_still_too_large_leaves_out_the_blocks_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom, "MOST_CHUNKS", 6)
    blocks = {block_key(f"/t/{number}"): (f"/t/{number}", hash_shape(str(number))) for number in range(150)}
    package = unpack(docx(p("x")))
    found = read_stored(dropped(custom.with_parts(package, "word/document.xml", Stored(ME, {}, blocks), "")))
    assert found is not None
    assert (found.identity, found.blocks, found.whole) == (ME, {}, False)


def test_new_parts_have_a_type_where_plain_xml_has_none() -> None:
    package = unpack(docx(p("x")))
    package[CONTENT_TYPES] = re.sub(rb'<Default Extension="xml"[^>]*>', b"", package[CONTENT_TYPES])
    made = custom.with_parts(package, "word/document.xml", Stored(ME), "")
    assert [part_types(made)[f"customXml/item{number}.xml"] for number in (1, 2)] == ["application/xml"] * 2


def test_what_was_carried_before_is_replaced() -> None:
    first = carrier_xml(chunks(deflate("", b"a"), True), b"", "", "")
    again = carrier_xml(chunks(deflate("", b"b"), True), first, "", "")
    assert read_carried({NAME: again}) == (b"b", True)


def test_parts_that_are_still_declared_are_not_declared_twice() -> None:
    package = custom.with_parts(dropped(filled()), "word/document.xml", Stored(ME), "")
    types = package[CONTENT_TYPES]
    assert [types.count(f'"/customXml/itemProps{number}.xml"'.encode()) for number in (1, 2)] == [1, 1]

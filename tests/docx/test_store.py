"""What a document knows of itself: written and read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapes import key_of, shape_of

from pipeline.docx.escape import ILLEGAL
from pipeline.docx.package import parse_xml
from pipeline.docx.source import W
from pipeline.docx.store import (
    DamagedStore,
    Identity,
    PrintedText,
    Stored,
    block_key,
    figure_key,
    is_ours,
    printed_xml,
    read_stored,
    store_xml,
)

TEXTS = st.text(max_size=12).filter(lambda text: not ILLEGAL.search(text) and "\r" not in text)
IDENTITIES = st.builds(Identity, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
FIGURES = st.dictionaries(
    st.builds(figure_key, TEXTS, TEXTS),
    st.builds(PrintedText, TEXTS, TEXTS, TEXTS, st.integers(0, 10**8)),
    max_size=4,
)
BLOCKS = st.dictionaries(st.builds(block_key, TEXTS), st.tuples(TEXTS, TEXTS), max_size=4)
ME = Identity("c", "u", "d", "t", "h", "v")
PRINTED = printed_xml(Stored(ME, {figure_key("u:a", ""): PrintedText("u:a", "", "1", 1)}))


def package(*parts: bytes) -> dict[str, bytes]:
    return {f"any/name{n}.xml": part for n, part in enumerate(parts)}


@given(IDENTITIES, FIGURES, BLOCKS)
def test_what_is_written_is_read_again_under_any_name(
    identity: Identity, figures: dict[str, PrintedText], blocks: dict[str, tuple[str, str]]
) -> None:
    values = {key: each.text for key, each in figures.items()}
    whole = Stored(identity, figures, blocks, values, "any/name1.xml", "any/name0.xml")
    assert read_stored(package(printed_xml(whole), store_xml(values), b"<other/>")) == whole


@given(IDENTITIES, FIGURES, BLOCKS)
def test_nothing_is_kept_in_attributes(
    identity: Identity, figures: dict[str, PrintedText], blocks: dict[str, tuple[str, str]]
) -> None:
    root = parse_xml(printed_xml(Stored(identity, figures, blocks)))
    assert not any(element.attrib for element in root.iter())


def test_a_document_of_others_knows_nothing() -> None:
    assert read_stored(package(b"<a/>", b'<figures xmlns="urn:other"/>', b"no xml")) is None


def test_other_prefixes_and_a_lost_store_are_no_fault() -> None:
    renamed = PRINTED.replace(b"<p:", b"<n0:").replace(b"</p:", b"</n0:").replace(b"xmlns:p", b"xmlns:n0")
    found = read_stored(package(renamed))
    assert found is not None
    assert (found.identity, found.values, found.store_part) == (ME, {}, "")
    assert list(found.figures.values()) == [PrintedText("u:a", "", "1", 1)]


@pytest.mark.parametrize(
    "parts",
    [
        (store_xml({}),),
        (PRINTED, PRINTED),
        (PRINTED, store_xml({}), store_xml({})),
        (PRINTED.replace(b"<p:count>1</p:count>", b""),),
        (PRINTED.replace(b"<p:count>1<", b"<p:count>one<"),),
        (PRINTED.replace(b"<p:unit>u</p:unit>", b""),),
        (PRINTED.replace(figure_key("u:a", "").encode(), b"x1"),),
    ],
)
def test_damage_is_told(parts: tuple[bytes, ...]) -> None:
    with pytest.raises(DamagedStore) as caught:
        read_stored(package(*parts))
    assert caught.value.code == "R01"
    assert caught.value.message()


def test_keys_tell_figures_and_forms_apart() -> None:
    keys = {figure_key(*pair) for pair in (("a", "b"), ("ab", ""), ("a", ""), ("", "ab"), ("a", "b|upper"))}
    assert len(keys) == 5
    assert figure_key("van-phong:staff", "number(1)") == figure_key("van-phong:staff", "number(1)")


def control(properties: str, content: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def element(xml: str):  # type: ignore[no-untyped-def]
    return parse_xml(f'<w:body xmlns:w="{W}" xmlns:mc="urn:x">{xml}</w:body>')


BINDING = '<w:dataBinding w:prefixMappings="xmlns:f=\'urn:baocao:figures:1\'" w:xpath="{}" w:storeItemID="x"/>'
KEY, OTHER = "f0123456789ab", "fba9876543210"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (BINDING.format(f"/f:figures[1]/f:{KEY}[1]"), KEY),
        (BINDING.format(f"/f:figures/f:{KEY}"), KEY),
        (f'<w:tag w:val="{OTHER}"/>' + BINDING.format(f"/f:figures[1]/f:{KEY}[1]"), KEY),
        (f'<w:tag w:val="{KEY}"/>', KEY),
        ('<w:tag w:val="b0123456789ab"/>', "b0123456789ab"),
        ('<w:tag w:val="mine"/>', ""),
        (f'<w:tag w:val="{KEY}"/>' + BINDING.format("/f:other[1]"), KEY),
        (BINDING.format(f"/f:figures[1]/f:{KEY}[1]").replace("urn:baocao", "urn:other"), ""),
        ("", ""),
    ],
)
def test_a_control_is_known_by_its_binding_else_by_its_tag(properties: str, expected: str) -> None:
    assert key_of(element(control(properties))[0]) == expected


RUN = "<w:r><w:t>{}</w:t></w:r>"


def test_a_shape_reads_what_people_and_programs_do_around_a_figure() -> None:
    figure = control(f'<w:tag w:val="{KEY}"/>', RUN.format("62"))
    plain = element(f"<w:p>{RUN.format('Có ')}{figure}{RUN.format(' người')}</w:p>")
    split = element(
        f"<w:p/><w:p><w:pPr/>{RUN.format('C')}<w:proofErr/>{RUN.format('ó ')}"
        f"{figure.replace('62', '63')}<w:ins>{RUN.format(' người')}</w:ins><w:del><w:r><w:delText>x</w:delText>"
        "</w:r></w:del></w:p>"
    )
    assert shape_of(plain) == shape_of(split)
    assert shape_of(plain) != shape_of(element(f"<w:p>{RUN.format('Có 62 người')}</w:p>"))


def test_the_shape_of_a_table_knows_its_rows_and_cells() -> None:
    def rows(*texts: tuple[str, ...]) -> str:
        made = ("".join(f"<w:tc><w:p>{RUN.format(cell)}</w:p></w:tc>" for cell in row) for row in texts)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"

    shapes = [shape_of(element(rows(*each))) for each in ((("a", "b"),), (("ab",),), (("a",), ("b",)), ())]
    assert len(set(shapes)) == 4


def test_parts_are_known_by_their_root_only() -> None:
    assert is_ours(PRINTED)
    assert is_ours(store_xml({}))
    assert not is_ours(b'<w:document xmlns:f="urn:baocao:figures:1"><figures/></w:document>')


def test_earlier_texts_are_kept_in_their_order():
    texts = PrintedText("u:a", "", "4", 1, ("1", "<2>", "3"))
    data = printed_xml(Stored(ME, {figure_key("u:a", ""): texts}))
    assert list(read_stored({"customXml/item2.xml": data}).figures.values()) == [texts]
    assert data.count(b"<p:was>") == 3


def test_of_many_earlier_texts_only_the_last_are_read():
    many = PrintedText("u:a", "", "4", 1, tuple(map(str, range(10_000))))
    data = printed_xml(Stored(ME, {figure_key("u:a", ""): many}))
    (found,) = read_stored({"customXml/item2.xml": data}).figures.values()
    assert found.earlier == ("9997", "9998", "9999")

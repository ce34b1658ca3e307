"""Documents that lost our custom XML parts, as at the second save of LibreOffice: the copy in their properties
is read, and a refresh writes the parts back."""

from dataclasses import replace

import pytest
from made_papers import IDENTITY, block, figure, key, p, paper, shown, store, table

from pipeline.corrections.errors import (
    BlockConflict,
    ControlsLost,
    FigureDiffers,
    NotOurs,
    OtherCount,
    StoreLost,
    TypedOver,
    Unproven,
)
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify
from pipeline.docx.carrier import carrier_xml, chunks
from pipeline.docx.custom import carrying
from pipeline.docx.package import deflate, pack, part_types, unpack
from pipeline.docx.store import DamagedStore, printed_xml, read_stored
from pipeline.docx.unwrap import unwrapped

FRESH = paper(p("Có ", figure("total", "62"), " người, ", figure("women", "30"), " nữ."))
CARRIER = "docProps/custom.xml"


def old(total="61", printed="61", *more):
    """The document of before."""
    body = p("Có ", figure("total", total), " người, ", figure("women", "30"), " nữ.")
    return paper(body, *more, figures={"total": printed, "women": "30"})


def saved(document, whole=True):
    """A document that LibreOffice has saved twice. Not ``whole``: the copy had no room for all its figures."""
    given = unpack(document)
    stored = read_stored(given)
    made = {**given, **carrying(given, stored, "")}
    if not whole:
        values = chunks(deflate("", printed_xml(replace(stored, figures={}))), whole=False)
        made[CARRIER] = carrier_xml(values, b"", "", "")
    return pack({name: data for name, data in made.items() if not name.startswith("customXml/")})


def kinds(findings):
    return [type(each) for each in findings]


def settled(result, *expected):
    """A second refresh has nothing to do, and nothing to tell but what is expected."""
    again = refresh(result.docx, FRESH)
    assert not again.changed
    assert kinds(again.findings) == [*expected]
    return result


def test_figures_are_brought_up_to_date():
    result = settled(refresh(saved(old()), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert kinds(result.findings) == [StoreLost]
    assert verify(result.docx, FRESH) == ()


def test_the_parts_come_back_with_all_that_declares_them():
    """So that controls are bound again, and Word shows what the store says."""
    result = refresh(saved(old()), FRESH)
    assert store(result.docx) == {key("total"): "62", key("women"): "30"}
    after = unpack(result.docx)
    types = part_types(after)
    for number in (1, 2):
        item, properties = f"customXml/item{number}.xml", f"itemProps{number}.xml"
        assert item.encode() in after["word/_rels/document.xml.rels"]
        assert properties.encode() in after[f"customXml/_rels/item{number}.xml.rels"]
        assert types[f"customXml/{properties}"].endswith("customXmlProperties+xml")


def test_the_copy_keeps_step_with_what_is_printed():
    once = refresh(saved(old()), FRESH).docx
    assert refresh(saved(once), FRESH).count("updated") == 0
    found = read_stored(unpack(drop_parts(once)))
    assert found.figures[key("total")].text == "62"
    plain = refresh(pack({**unpack(old()), **carrying(unpack(old()), read_stored(unpack(old())), "")}), FRESH).docx
    assert read_stored(unpack(drop_parts(plain))).figures[key("total")].text == "62"


def drop_parts(document):
    return pack({name: data for name, data in unpack(document).items() if not name.startswith("customXml/")})


def test_a_document_is_repaired_even_if_its_figures_are_current():
    result = settled(refresh(saved(FRESH), FRESH))
    assert result.changed
    assert kinds(result.findings) == [StoreLost]
    assert result.count("updated") == 0


@pytest.mark.parametrize("lost", ["customXml/item1.xml", "customXml/item2.xml"])
def test_one_lost_part_comes_back_and_the_other_is_there_once(lost):
    given = unpack(old())
    made = {**given, **carrying(given, read_stored(given), "")}
    del made[lost]
    result = settled(refresh(pack(made), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert store(result.docx)[key("total")] == "62"
    assert (
        sum(
            data.count(b'urn:baocao:figures:1">')
            for name, data in unpack(result.docx).items()
            if name.startswith("customXml/item") and "Props" not in name
        )
        == 1
    )


def test_what_was_typed_over_is_kept_and_told():
    result = settled(refresh(saved(old("65")), FRESH), TypedOver)
    assert shown(result.docx) == ["Có 65 người, 30 nữ."]
    assert kinds(result.findings) == [StoreLost, TypedOver]
    assert kinds(verify(saved(old("65")), FRESH)) == [FigureDiffers, StoreLost]


def test_where_nobody_knows_what_was_printed_other_texts_are_kept_and_told():
    given = saved(old(), whole=False)
    result = settled(refresh(given, FRESH), TypedOver)  # from now on it is known what the data said
    assert shown(result.docx) == ["Có 61 người, 30 nữ."]
    assert kinds(result.findings) == [StoreLost, Unproven]
    assert [each.outcome for each in result.figures] == ["unproven", "current"]
    assert kinds(verify(given, FRESH)) == [FigureDiffers, StoreLost]
    assert shown(refresh(given, FRESH, force=True).docx) == ["Có 62 người, 30 nữ."]


def test_where_nobody_knows_what_was_printed_texts_of_the_data_are_right():
    result = settled(refresh(saved(old("62"), whole=False), FRESH))
    assert kinds(result.findings) == [StoreLost]
    assert kinds(verify(saved(old("62"), whole=False), FRESH)) == [StoreLost]


def test_blocks_are_known_without_figures():
    def made(*rows, total="61"):
        return paper(block(table(("Tên", "Số"), *rows)), p("Có ", figure("total", total)))

    then, now = made(("A", "1")), made(("A", "1"), ("B", "2"))
    changed = made(("A", "sửa"))
    edited = pack({**unpack(changed), "customXml/item2.xml": unpack(then)["customXml/item2.xml"]})
    assert [each.outcome for each in refresh(saved(then, whole=False), now).blocks] == ["replaced"]
    assert BlockConflict in kinds(refresh(saved(edited, whole=False), now).findings)


def test_a_document_without_controls_is_told_in_one_word_and_left_as_it_is():
    """Saved as ODT."""
    plain = saved(paper(p("Có 61 người, 30 nữ."), figures={"total": "61", "women": "30"}))
    result = refresh(plain, FRESH)
    assert result.docx == plain
    assert ControlsLost in kinds(result.findings)
    assert OtherCount not in kinds(result.findings)
    assert ControlsLost in kinds(verify(plain, FRESH))


def test_without_the_copy_too_it_is_no_document_of_ours():
    with pytest.raises(NotOurs):
        refresh(unwrapped(saved(old())), FRESH)


def test_a_damaged_copy_is_told_and_does_not_count_while_the_parts_are_there():
    given = unpack(old())
    damaged = {**given, **carrying(given, read_stored(given), "")}
    damaged[CARRIER] = damaged[CARRIER].replace(b">w", b">x")
    assert shown(refresh(pack(damaged), FRESH).docx) == ["Có 62 người, 30 nữ."]
    with pytest.raises(DamagedStore) as caught:
        refresh(drop_parts(pack(damaged)), FRESH, name="so-b.docx")
    assert caught.value.place.file == "so-b.docx"


def test_a_new_campaign_does_not_read_the_old_copy():
    other = paper(p("Có 1"), identity=replace(IDENTITY, document="other"))
    found = read_stored({**unpack(other), CARRIER: unpack(saved(old()))[CARRIER]})
    assert found.identity.document == "other"

"""Figures of an edited document: what is brought up to date, what is kept, and what is told of it."""

import pytest
from made_papers import IDENTITY, body_of, figure, key, p, paper, printed, replaced, run, shown, store

from pipeline.corrections.errors import (
    CutInTwo,
    ForeignFigure,
    NoLongerPrinted,
    NotOurs,
    OlderTemplate,
    OtherCount,
    OtherDocument,
    RevisedInside,
    StoreDisagrees,
    StoreLost,
    TypedOver,
)
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify
from pipeline.docx.custom import carrying
from pipeline.docx.errors import BrokenXml, NotAPackage, UnsafeXml
from pipeline.docx.package import pack, unpack
from pipeline.docx.source import QW
from pipeline.docx.store import DamagedStore, read_stored

FRESH = paper(p("Có ", figure("total", "62"), " người, ", figure("women", "30"), " nữ."))
OLD = "61"


def edited(*body, **given):
    """A document that was printed with the figures of before, once each unless told otherwise."""
    given.setdefault("figures", {"total": OLD, "women": "30"})
    given.setdefault("counts", dict.fromkeys(given["figures"], 1))
    return paper(*body, **given)


def sentence(total, women=None):
    return p("Có ", total, " người, ", women or figure("women", "30"), " nữ.")


def outcomes(result):
    return {each.figure.removeprefix("so-b:"): each.outcome for each in result.figures}


def kinds(result):
    return [type(each) for each in result.findings]


def settled(result, fresh=FRESH):
    """A refresh of what was refreshed changes nothing."""
    again = refresh(result.docx, fresh)
    assert not again.changed
    assert again.docx == result.docx
    return result


def test_a_figure_that_nobody_touched_is_brought_up_to_date_everywhere():
    result = settled(refresh(edited(sentence(figure("total", OLD))), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert store(result.docx) == printed(result.docx) == {key("total"): "62", key("women"): "30"}
    assert outcomes(result) == {"total": "updated", "women": "current"}
    assert result.findings == ()


def test_a_document_that_is_up_to_date_is_left_to_the_byte():
    result = refresh(FRESH, FRESH)
    assert (result.docx is FRESH, result.changed, result.findings) == (True, False, ())


def test_headers_and_notes_have_figures_too():
    note = p(figure("women", "30"))
    old = edited(sentence(figure("total", OLD)), header=p("Tổng ", figure("total", OLD)), footnotes=note)
    new = paper(sentence(figure("total", "62"), figure("women", "33")), header=p("Tổng ", figure("total", "62")),
                footnotes=p(figure("women", "33")))  # fmt: skip
    result = settled(refresh(old, new), new)
    assert shown(result.docx, "word/header1.xml") == ["Tổng 62"]
    assert shown(result.docx, "word/footnotes.xml") == ["33"]
    assert {each.part for each in result.figures} == {
        "word/document.xml",
        "word/header1.xml",
        "word/footnotes.xml",
    }


def test_what_people_wrote_around_a_figure_stays():
    body = (p("Viết lại: ", figure("total", OLD), " cán bộ"), p("Thêm."), sentence(figure("total", OLD)))
    result = settled(refresh(edited(*body, figures={"total": OLD, "women": "30"}), FRESH))
    assert shown(result.docx) == ["Viết lại: 62 cán bộ", "Thêm.", "Có 62 người, 30 nữ."]


def test_parts_that_hold_no_changed_figure_keep_their_bytes():
    given = unpack(edited(sentence(figure("total", OLD)), header=p("Không có số")))
    before = {**given, **carrying(given, read_stored(given), "")}
    after = unpack(refresh(pack(before), FRESH).docx)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "word/document.xml", "customXml/item1.xml", "customXml/item2.xml", "docProps/custom.xml",
    }  # fmt: skip
    assert list(unpack(pack(before))) == list(after)


def test_the_look_of_the_first_run_stays_and_the_others_go():
    content = (
        f'<w:r w:rsidR="00AB12CD"><w:rPr><w:i/></w:rPr><w:t>6</w:t></w:r><w:proofErr w:type="spellStart"/>'
        f'<w:bookmarkStart w:id="7" w:name="cho"/>{run("1", "<w:b/>")}<w:bookmarkEnd w:id="7"/>'
    )
    result = settled(refresh(edited(sentence(figure("total", "", content=content))), FRESH))
    control = body_of(result.docx).find(f".//{QW}sdt/{QW}sdtContent")
    (found,) = control.iter(f"{QW}r")
    assert found.find(f"{QW}rPr/{QW}i") is not None
    assert found.get(f"{QW}rsidR") == "00AB12CD"
    assert [each.tag.removeprefix(QW) for each in control] == ["r", "proofErr", "bookmarkStart", "bookmarkEnd"]
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]


def test_a_comment_that_is_tied_to_a_figure_stays():
    content = f'{run("61")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    result = settled(refresh(edited(sentence(figure("total", "", content=content))), FRESH))
    assert body_of(result.docx).find(f".//{QW}commentReference") is not None
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]


def test_a_text_of_several_lines():
    new = paper(p(figure("total", "62")))
    new = replaced(new, "customXml/item2.xml", (">62<", ">6\n2<"))
    result = settled(refresh(edited(p(figure("total", OLD)), figures={"total": OLD}), new), new)
    run_ = body_of(result.docx).find(f".//{QW}sdtContent/{QW}r")
    assert [child.tag.removeprefix(QW) for child in run_] == ["t", "br", "t"]


@pytest.mark.parametrize(
    "around",
    [
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:ins w:id="9" w:author="A">{}</w:ins>',
        '<w:moveTo w:id="9" w:author="A">{}</w:moveTo>',
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    ],
)
def test_a_figure_inside_something_else(around):
    old = edited(p("Có ", around.format(figure("total", OLD))), figures={"total": OLD})
    new = paper(p("Có ", figure("total", "62")))
    result = settled(refresh(old, new), new)
    assert shown(result.docx) == ["Có 62"]


@pytest.mark.parametrize("level", ["paragraph", "cell", "row"])
def test_a_control_that_word_has_put_around_a_paragraph_a_cell_or_a_row(level):
    """Word does so when a figure is all there is in it."""
    inside = {
        "paragraph": p(OLD),
        "cell": f"<w:tc>{p(OLD)}</w:tc>",
        "row": f"<w:tr><w:tc>{p(OLD)}</w:tc></w:tr>",
    }[level]
    control = figure("total", "", content=inside)
    around = {"paragraph": "{}", "cell": "<w:tbl><w:tr>{}</w:tr></w:tbl>", "row": "<w:tbl>{}</w:tbl>"}[level]
    old = edited(around.format(control), figures={"total": OLD})
    new = paper(p(figure("total", "62")))
    result = settled(refresh(old, new), new)
    assert shown(result.docx) == ["62"]


def test_a_text_box_is_one_figure_in_two_forms():
    box = "<w:txbxContent>{}</w:txbxContent>".format(p(figure("total", OLD)))
    old = edited(
        p(f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
          "</mc:AlternateContent></w:r>"), figures={"total": OLD})  # fmt: skip
    new = paper(p(figure("total", "62")))
    result = settled(refresh(old, new), new)
    assert shown(result.docx)[1:] == ["62", "62"]
    assert (len(result.figures), result.findings) == (1, ())


# --- what people did to figures --------------------------------------------------------------------------------


def test_a_figure_that_was_typed_over_is_kept_and_told():
    old = edited(sentence(figure("total", "65")))
    result = settled(refresh(old, FRESH))
    assert shown(result.docx) == ["Có 65 người, 30 nữ."]
    (finding,) = result.findings
    assert isinstance(finding, TypedOver)
    assert (finding.params["printed"], finding.params["found"], finding.params["now"]) == ("61", "65", "62")
    assert finding.params["paragraph"] == "Có [65] người, 30 nữ."
    assert store(result.docx)[key("total")] == "65", "Word would show the store's value instead"
    assert printed(result.docx)[key("total")] == OLD, "and the next refresh has to tell it again"


def test_with_force_the_data_win():
    result = settled(refresh(edited(sentence(figure("total", "65"))), FRESH, force=True))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert outcomes(result) == {"total": "updated", "women": "current"}
    assert kinds(result) == []


def test_a_figure_that_was_corrected_by_hand_to_what_the_data_say_is_settled():
    result = settled(refresh(edited(sentence(figure("total", "62"))), FRESH))
    assert (outcomes(result)["total"], result.findings) == ("current", ())
    assert printed(result.docx)[key("total")] == store(result.docx)[key("total")] == "62"


def test_a_value_that_only_the_store_has_is_what_word_shows():
    old = replaced(edited(sentence(figure("total", OLD))), "customXml/item1.xml", (">61<", ">77<"))
    result = settled(refresh(old, FRESH))
    assert shown(result.docx) == ["Có 77 người, 30 nữ."]
    assert kinds(result) == [TypedOver]
    assert result.findings[0].params["found"] == "77"


def test_a_store_that_says_a_third_thing_is_told():
    old = replaced(edited(sentence(figure("total", "65"))), "customXml/item1.xml", (">61<", ">77<"))
    result = settled(refresh(old, FRESH))
    assert kinds(result) == [TypedOver, StoreDisagrees]
    assert store(result.docx)[key("total")] == "65"


def test_one_of_two_places_typed_over_loses_its_binding_and_keeps_its_key():
    old = edited(sentence(figure("total", "65")), p("Lại ", figure("total", OLD)), counts={"total": 2})
    result = settled(refresh(old, FRESH))
    assert shown(result.docx) == ["Có 65 người, 30 nữ.", "Lại 62"]
    assert store(result.docx)[key("total")] == "62"
    first, second = [
        sdt.find(f"{QW}sdtPr")
        for sdt in body_of(result.docx).iter(f"{QW}sdt")
        if sdt.find(f"{QW}sdtPr/{QW}tag").get(f"{QW}val") == key("total")
    ]
    assert first.find(f"{QW}dataBinding") is None
    assert second.find(f"{QW}dataBinding") is not None
    forced = refresh(result.docx, FRESH, force=True)
    assert shown(forced.docx) == ["Có 62 người, 30 nữ.", "Lại 62"]


def test_an_emptied_figure_shows_words_hint_which_is_no_text():
    hint = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Bấm vào đây để nhập văn bản.</w:t></w:r>'
    control = figure("total", "", content=hint).replace("<w:text/>", "<w:showingPlcHdr/><w:text/>")
    old = edited(sentence(control))
    result = settled(refresh(old, FRESH))
    assert kinds(result) == [TypedOver]
    assert result.findings[0].params["found"] == ""
    forced = refresh(old, FRESH, force=True)
    assert shown(forced.docx) == ["Có 62 người, 30 nữ."]
    root = body_of(forced.docx)
    assert root.find(f".//{QW}showingPlcHdr") is None
    assert root.find(f".//{QW}rStyle") is None


def test_a_figure_without_any_run_left():
    control = figure("total", "", "<w:b/>", content="<w:proofErr/>")
    forced = refresh(edited(sentence(control)), FRESH, force=True)
    assert shown(forced.docx) == ["Có 62 người, 30 nữ."]
    assert body_of(forced.docx).find(f".//{QW}sdtContent/{QW}r/{QW}rPr/{QW}b") is not None


def test_a_deleted_control_is_told_and_the_text_is_left():
    result = settled(refresh(edited(sentence(run("61")), figures={"total": OLD, "women": "30"}), FRESH, name="a"))
    assert shown(result.docx) == ["Có 61 người, 30 nữ."]
    assert outcomes(result)["total"] == "removed"
    (finding,) = [each for each in result.findings if isinstance(each, OtherCount)]
    assert (finding.params["count"], finding.params["found"], finding.params["now"]) == (1, 0, "62")


def test_a_copied_figure_is_brought_up_to_date_at_every_place():
    old = edited(sentence(figure("total", OLD)), p("Lại ", figure("total", OLD)))
    result = settled(refresh(old, FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ.", "Lại 62"]
    (finding,) = result.findings
    assert isinstance(finding, OtherCount)
    assert (finding.params["count"], finding.params["found"]) == (1, 2)


def test_a_figure_that_was_cut_in_two_is_joined_where_it_still_stands_together():
    old = edited(sentence(figure("total", "6") + figure("total", "1")))
    result = settled(refresh(old, FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert CutInTwo in kinds(result)
    assert store(result.docx)[key("total")] == "62"


def test_a_figure_that_was_cut_over_two_paragraphs_is_kept_and_told():
    old = edited(
        p("Có ", figure("total", "6")), p(figure("total", "1"), " người, ", figure("women", "30"), " nữ.")
    )
    result = refresh(old, FRESH)
    assert shown(result.docx) == ["Có 6", "1 người, 30 nữ."]
    assert CutInTwo in kinds(result)
    assert outcomes(result)["total"] == "cut"
    assert not refresh(result.docx, FRESH).changed
    forced = refresh(old, FRESH, force=True)
    assert shown(forced.docx) == ["Có 62", " người, 30 nữ."]


def test_an_open_change_of_people_in_a_figure_is_kept_and_told():
    content = (
        '<w:del w:id="1" w:author="A"><w:r><w:delText>61</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="A"><w:r><w:t>63</w:t></w:r></w:ins>'
    )
    old = edited(sentence(figure("total", "", content=content)))
    result = settled(refresh(old, FRESH))
    assert shown(result.docx) == ["Có 63 người, 30 nữ."]
    assert kinds(result) == [RevisedInside]
    assert result.findings[0].params["found"] == "63"
    root = body_of(result.docx)
    assert root.find(f".//{QW}delText").text == "61"


def test_a_figure_that_stands_in_an_inserted_sentence_is_one_like_any_other():
    content = '<w:ins w:id="2" w:author="A"><w:r><w:t>61</w:t></w:r></w:ins>'
    result = settled(refresh(edited(sentence(figure("total", "", content=content))), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert body_of(result.docx).find(f".//{QW}sdtContent/{QW}ins/{QW}r/{QW}t").text == "62"


@pytest.mark.parametrize(
    "gone",
    [
        '<w:del w:id="1" w:author="A">{}</w:del>',
        '<w:moveFrom w:id="1" w:author="A">{}</w:moveFrom>',
    ],
)
def test_a_deleted_or_moved_away_figure_is_none_of_the_document(gone):
    old = edited(p(gone.format(figure("total", OLD))), sentence(figure("total", OLD)))
    result = settled(refresh(old, FRESH))
    assert shown(result.docx)[1] == "Có 62 người, 30 nữ."
    assert [each.outcome for each in result.figures] == ["updated", "current"]
    first = body_of(result.docx).find(f".//{QW}p")
    assert "".join(first.itertext()) == OLD, "rejecting the change brings back what was there"
    assert result.findings == ()


def test_a_figure_whose_whole_text_is_deleted_as_word_does_it():
    content = '<w:del w:id="1" w:author="A"><w:r><w:delText>61</w:delText></w:r></w:del>'
    result = settled(refresh(edited(sentence(figure("total", "", content=content))), FRESH))
    assert outcomes(result)["total"] == "removed"
    assert kinds(result) == [OtherCount]


def test_a_figure_that_the_document_would_not_print_any_more():
    new = paper(p("Có ", figure("women", "30"), " nữ."))
    result = settled(refresh(edited(sentence(figure("total", OLD))), new), new)
    assert shown(result.docx) == ["Có 61 người, 30 nữ."]
    assert kinds(result) == [NoLongerPrinted]
    assert "so-b:total" in result.findings[0].params["figure"]


def test_a_figure_that_was_pasted_from_another_document():
    old = edited(sentence(figure("total", OLD)), p(figure("other", "99")))
    result = settled(refresh(old, FRESH))
    assert shown(result.docx)[1] == "99"
    assert kinds(result) == [ForeignFigure]
    assert key("other") not in store(result.docx)


# --- what others do to a file ----------------------------------------------------------------------------------


def test_without_tags_a_figure_is_known_by_its_binding():
    result = settled(refresh(edited(sentence(figure("total", OLD, tag=False))), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]


def test_without_a_binding_a_figure_is_known_by_its_tag():
    result = settled(refresh(edited(sentence(figure("total", OLD, bound=False))), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]


@pytest.mark.parametrize(
    "xpath", ["", "/", "/f:figures[1]/f:zzz[1]", "//f:*", "/f:figures[1]/f:" + "f" * 4000, "/f:figures[2]/f:x[1]"]
)
def test_a_binding_that_makes_no_sense_counts_as_none(xpath):
    control = figure("total", OLD).replace(f"/f:figures[1]/f:{key('total')}[1]", xpath)
    result = settled(refresh(edited(sentence(control)), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]


def test_parts_are_found_under_any_name():
    parts = unpack(edited(sentence(figure("total", OLD))))
    renamed = {name.replace("customXml/item", "customXml/anders"): data for name, data in parts.items()}
    result = settled(refresh(pack(renamed), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert store(result.docx)[key("total")] == "62"


def test_a_lost_store_is_told_and_the_texts_are_refreshed():
    parts = unpack(edited(sentence(figure("total", OLD))))
    del parts["customXml/item1.xml"]
    result = settled(refresh(pack(parts), FRESH))
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert StoreLost in kinds(result)


def test_an_element_that_the_store_lost_comes_back():
    old = edited(sentence(figure("total", OLD)))
    old = replaced(old, "customXml/item1.xml", (f"<f:{key('total')}>61</f:{key('total')}>", ""))
    result = settled(refresh(old, FRESH))
    assert store(result.docx)[key("total")] == "62"
    assert StoreLost in kinds(result)


def test_an_older_template_is_told_and_hinders_nothing():
    old = edited(sentence(figure("total", OLD)))
    old = replaced(old, "customXml/item2.xml", ("0" * 64, "1" * 64))
    result = refresh(old, FRESH)
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert kinds(result) == [OlderTemplate]


@pytest.mark.parametrize(("name", "value"), [("campaign", "demo"), ("unit", "so-b"), ("document", "report")])
def test_another_document_is_refused(name, value):
    old = replaced(
        edited(sentence(figure("total", OLD))), "customXml/item2.xml", (f">{value}</p:{name}>", f">x</p:{name}>")
    )
    with pytest.raises(OtherDocument):
        refresh(old, FRESH)


def test_a_document_of_somebody_else_is_refused():
    parts = unpack(FRESH)
    del parts["customXml/item2.xml"], parts["customXml/item1.xml"]
    with pytest.raises(NotOurs) as caught:
        refresh(pack(parts), FRESH, name="thu.docx")
    assert caught.value.place.file == "thu.docx"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"customXml/item3.xml": unpack(FRESH)["customXml/item2.xml"]}, DamagedStore),
        ({"customXml/item3.xml": unpack(FRESH)["customXml/item1.xml"]}, DamagedStore),
        ({"customXml/item2.xml": unpack(FRESH)["customXml/item2.xml"][:-20]}, BrokenXml),
        ({"word/document.xml": b"<w:document"}, BrokenXml),
        ({"word/document.xml": b"<!DOCTYPE x><x/>"}, UnsafeXml),
        ({"word/document.xml": b"<x/>"}, NotAPackage),
    ],
)
def test_what_cannot_be_trusted_is_refused_by_name(change, error):
    with pytest.raises(error) as caught:
        refresh(pack({**unpack(FRESH), **change}), FRESH, name="thu.docx")
    assert caught.value.place.file == "thu.docx"


def test_the_same_input_makes_the_same_bytes():
    old = edited(sentence(figure("total", OLD)))
    assert refresh(old, FRESH).docx == refresh(old, FRESH).docx


def test_force_also_replaces_what_is_still_open():
    change = '<w:ins w:id="1" w:author="A"><w:r><w:t>63</w:t></w:r></w:ins>'
    struck = '<w:del w:id="2" w:author="A"><w:r><w:delText>61</w:delText></w:r></w:del>'
    result = refresh(edited(sentence(figure("total", "", content=struck + change))), FRESH, force=True)
    assert shown(result.docx) == ["Có 62 người, 30 nữ."]
    assert outcomes(result)["total"] == "updated"


# --- verify ----------------------------------------------------------------------------------------------------


def test_verify_is_content_with_a_refreshed_document():
    assert verify(refresh(edited(sentence(figure("total", OLD))), FRESH).docx, FRESH) == ()


@pytest.mark.parametrize("text", ["61", "65", ""])
def test_verify_tells_every_figure_that_is_not_that_of_the_data(text):
    (finding,) = verify(edited(sentence(figure("total", text, content=run(text)))), FRESH, "thu.docx")[:1]
    assert (finding.code, finding.severity, finding.place.file) == ("R36", "error", "thu.docx")
    assert (finding.params["found"], finding.params["now"], finding.params["printed"]) == (text, "62", "61")


def test_verify_tells_a_figure_in_which_a_change_is_still_open():
    change = '<w:ins w:id="1" w:author="A"><w:r><w:t>63</w:t></w:r></w:ins>'
    struck = '<w:del w:id="2" w:author="A"><w:r><w:delText>61</w:delText></w:r></w:del>'
    old = edited(sentence(figure("total", "", content=struck + change)))
    (finding,) = [each for each in verify(old, FRESH) if each.code == "R36"]
    assert (finding.params["found"], finding.params["now"]) == ("63", "62")


def test_verify_tells_a_store_that_says_something_else():
    old = replaced(FRESH, "customXml/item1.xml", (">62<", ">61<"))
    assert "R30" in {each.code for each in verify(old, FRESH)}


def test_verify_tells_a_number_that_was_corrected_in_the_text_only():
    """LibreOffice writes the text and not the store: Word would show the old number again."""
    old = edited(sentence(figure("total", "62")))
    assert [each.code for each in verify(old, FRESH)] == ["R30"]


def test_identity_is_read_from_the_document_alone():
    assert IDENTITY.unit == "so-b"
    assert refresh(FRESH, FRESH, name="bất kỳ tên nào.docx").findings == ()

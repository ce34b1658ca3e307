"""Documents that nobody made by accident: bounded in time, told, never half done."""

import time

import pytest
from made_papers import block, figure, key, p, paper, printed, replaced, run, shown

from pipeline.corrections import reading
from pipeline.corrections.refresh import refresh
from pipeline.docx.errors import BrokenXml, NotAPackage, PackageTooLarge
from pipeline.docx.package import pack, unpack

NEW = paper(p("Có ", figure("total", "62")))


def timely(old, new=NEW, seconds=20):
    started = time.monotonic()
    result = refresh(old, new)
    assert time.monotonic() - started < seconds
    return result


def test_more_controls_than_any_report_has_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_CONTROLS", 10)
    old = paper(p(*(figure("total", "61") for _ in range(11))))
    with pytest.raises(PackageTooLarge):
        refresh(old, NEW)


@pytest.mark.parametrize("text", ["61", "6", "65"])
def test_thousands_of_copies_in_one_paragraph(text):
    old = paper(p(*(figure("total", text) for _ in range(3_000))), figures={"total": "66"})
    timely(old)


def test_thousands_of_figures_that_all_changed_and_thousands_of_typed_numbers():
    names = {f"n{number}": str(number) for number in range(1_500)}
    body = [p(figure(name, text)) for name, text in names.items()]
    typed = [p(f"Có {number} người") for number in range(1_500)]
    old = paper(*body, *typed)
    new = paper(*(p(figure(name, str(int(text) + 1))) for name, text in names.items()))
    assert len(timely(old, new).findings) == 1_500


def test_thousands_of_paragraphs_and_a_lost_block():
    old = paper(*(p(f"Đoạn {number}") for number in range(3_000)), p("Có ", figure("total", "61")))
    lost = paper(block(p("Không có ở đâu.")), p("Có ", figure("total", "61")))
    old = pack({**unpack(old), "customXml/item2.xml": unpack(lost)["customXml/item2.xml"]})
    assert [each.outcome for each in timely(old).blocks] == ["removed"]


def test_a_control_within_a_control_is_part_of_its_text():
    nested = figure("total", "", content=run("6") + figure("total", "1"))
    result = timely(paper(p("Có ", nested), figures={"total": "61"}))
    assert shown(result.docx) == ["Có 62"]
    assert not refresh(result.docx, NEW).changed


def test_bookmarks_that_look_like_ours():
    marks = f'<w:bookmarkStart w:id="1" w:name="_bc_{key("total")}_1"/>'
    ends = ["", '<w:bookmarkEnd w:id="1"/>', '<w:bookmarkEnd w:id="2"/>']
    for end in ends:
        old = paper(p("Có ", figure("total", "61")), p(marks, end), p(marks, run("62"), end))
        result = timely(old)
        assert shown(result.docx)[0] == "Có 62"
        assert not refresh(result.docx, NEW).changed


@pytest.mark.parametrize("id_", ["", "x", "-1", "9" * 40, "²"])
def test_strange_ids(id_):
    old = replaced(NEW, "word/document.xml", ("<w:text/>", f'<w:id w:val="{id_}"/><w:text/>'))
    assert shown(refresh(old, NEW).docx) == ["Có 62"]


def test_a_document_in_the_strict_form_is_refused():
    strict = unpack(NEW)["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with pytest.raises(NotAPackage):
        refresh(pack({**unpack(NEW), "word/document.xml": strict}), NEW)


def test_deep_documents_are_refused():
    deep = "<w:sdt><w:sdtContent>" * 2_000 + "</w:sdtContent></w:sdt>" * 2_000
    with pytest.raises(BrokenXml):
        refresh(paper_with(deep), NEW)


def paper_with(markup):
    return replaced(NEW, "word/document.xml", ("<w:body>", f"<w:body>{markup}"))


def test_a_bomb_is_refused():
    with pytest.raises(PackageTooLarge):
        refresh(pack({**unpack(NEW), "word/media/x.bin": b"\0" * 70_000_000}), NEW)


def test_what_was_printed_is_only_what_the_build_said():
    assert printed(NEW) == {key("total"): "62"}

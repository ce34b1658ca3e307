"""Comparison copies: accepting gives the new text, rejecting the old one, and no change stands in a control."""

from __future__ import annotations

import io
import re
from html import escape

import docx
import pytest
import revisions as independent
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from pipeline.corrections.comparison import MOST_PAIRS, alike, compared
from pipeline.docx.errors import NotAPackage
from pipeline.docx.package import pack, parse_xml, unpack
from pipeline.docx.revisions import Author, accept_all, reject_all
from pipeline.docx.source import QW, W

AUTHOR = Author("baocao", "2025-12-20T08:00:00Z")
DOCUMENT = "word/document.xml"
KEYS = tuple(f"f{n:012x}" for n in range(4))


def run(text: str, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def figure(key: str, text: str, number: int = 7) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="x"/><w:tag w:val="{key}"/><w:id w:val="{number}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"
    )


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(c if c.startswith('<') else run(c) for c in content)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    drawn = "".join(
        "<w:tr>"
        + "".join(f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{cell}</w:tc>' for cell in row)
        + "</w:tr>"
        for row in rows
    )
    columns = '<w:gridCol w:w="2000"/>' * max(len(row) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{drawn}</w:tbl>'
    )


def group(key: str, *blocks: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="g"/><w:tag w:val="{key}"/><w:id w:val="99"/></w:sdtPr>'
        f"<w:sdtContent>{''.join(blocks)}</w:sdtContent></w:sdt>"
    )


def _skeleton() -> dict[str, bytes]:
    out = io.BytesIO()
    docx.Document().save(out)
    return unpack(out.getvalue())


SKELETON = _skeleton()


def document(*blocks: str) -> bytes:
    """The blocks and, as every document has it, an empty paragraph at the end."""
    body = "".join(blocks) + "<w:p/>"
    return pack({**SKELETON, DOCUMENT: f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()})


def lines(docx_: bytes) -> list[str]:
    """The text of the body, a line for each paragraph, with the walls of tables."""
    root = parse_xml(unpack(docx_)[DOCUMENT])
    found = []
    for element in root.iter(f"{QW}p", f"{QW}tr", f"{QW}tc", f"{QW}tbl"):
        if element.tag == f"{QW}p":
            found.append("".join(t.text or "" for t in element.iter(f"{QW}t")))
        elif element.tag != f"{QW}tbl":
            found.append(element.tag.rpartition("}")[2])
    return found


def own(docx_: bytes, settle) -> list[str]:
    package = unpack(docx_)
    return lines(pack({**package, DOCUMENT: settle(package[DOCUMENT])}))


def check(old: bytes, new: bytes) -> bytes:
    copy = compared(old, new, AUTHOR)
    assert own(copy, accept_all) == lines(new)
    assert own(copy, reject_all) == lines(old)
    assert lines(independent.accept_all(copy)) == lines(new)
    assert lines(independent.reject_all(copy)) == lines(old)
    root = parse_xml(unpack(copy)[DOCUMENT])
    changes = list(root.iter(f"{QW}ins", f"{QW}del"))
    assert not [c for c in changes if any(a.tag == f"{QW}sdt" for a in c.iterancestors())]
    assert not [c for c in changes if next(c.iter(f"{QW}sdt"), None) is not None]
    ids = [e.get(f"{QW}id") for e in (*changes, *root.iter(f"{QW}bookmarkStart"))]
    assert len(ids) == len(set(ids))
    return copy


def xml(copy: bytes) -> str:
    return unpack(copy)[DOCUMENT].decode()


def test_a_changed_figure_is_one_change_in_a_bookmark_and_the_words_around_it_stay():
    old = document(paragraph("Có ", figure(KEYS[0], "61"), " người, trong đó ", figure(KEYS[1], "30"), " nữ."))
    new = document(paragraph("Có ", figure(KEYS[0], "62"), " người, trong đó ", figure(KEYS[1], "30"), " nữ."))
    copy = check(old, new)
    assert independent.tracked(copy) == [
        ("del", "baocao", AUTHOR.date, "61"),
        ("ins", "baocao", AUTHOR.date, "62"),
    ]
    assert f'w:name="_bc_{KEYS[0]}_1"' in xml(copy)
    assert re.findall(r'<w:tag w:val="(\w+)"', xml(copy)) == [KEYS[1]]


def test_words_are_compared_one_by_one_and_a_number_is_one_word():
    copy = check(document(paragraph("Giá trị 1.234,5 triệu đồng")), document(paragraph("Giá trị 1.234,7 tỷ đồng")))
    texts = [(kind, text) for kind, _, _, text in independent.tracked(copy)]
    assert texts == [("del", "1.234,5"), ("ins", "1.234,7"), ("del", "triệu"), ("ins", "tỷ")]


def test_the_look_of_what_is_changed_stays():
    copy = check(
        document(paragraph(run("một hai ba", bold=True))), document(paragraph(run("một bốn ba", bold=True)))
    )
    assert xml(copy).count("<w:b/>") == 4


def test_the_same_documents_give_no_change_and_the_same_copy_every_time():
    same = document(paragraph("Một ", figure(KEYS[0], "1")), group("b00000000000a", table((paragraph("x"),))))
    copy = check(same, same)
    assert independent.tracked(copy) == []
    assert "_bc_" not in xml(copy)
    assert xml(copy).count("<w:sdt>") == 2


def test_a_row_more_and_a_row_less():
    a, b, c = (
        (paragraph(f"{name} xã"), paragraph(str(n))) for n, name in enumerate(("Bình An", "Long Phú", "Tân"))
    )
    check(document(table(a, c)), document(table(a, b, c)))
    copy = check(document(table(a, b, c)), document(table(b, c)))
    assert len(re.findall(r"<w:trPr>.{0,40}<w:del ", xml(copy))) == 1


def test_rows_that_read_alike_but_have_other_cells_are_two_rows():
    old = document(table((paragraph("a|b"),), (paragraph("c"),)))
    check(old, document(table((paragraph("a"), paragraph("b")), (paragraph("d"),))))


def test_a_sign_in_a_cell_is_not_taken_for_the_edge_of_one():
    check(document(table((paragraph("a|b"),))), document(table((paragraph("a"), paragraph("b")))))


def test_of_too_many_elements_nothing_is_looked_at():
    def likeness(i, j):
        raise AssertionError

    found = alike(MOST_PAIRS // 100, 101, likeness)
    assert len(found) == MOST_PAIRS // 100 + 101
    assert all(None in pair for pair in found)


def test_a_changed_group_loses_its_control_and_gets_a_bookmark():
    key = "b00000000000a"
    row, other = (paragraph("Xã An"), paragraph(figure(KEYS[0], "3"))), (paragraph("Xã Bình"), paragraph("4"))
    copy = check(document("<w:p/>", group(key, table(row))), document("<w:p/>", group(key, table(row, other))))
    assert f'w:name="_bc_{key}_' in xml(copy)
    assert key not in re.findall(r'<w:tag w:val="(\w+)"', xml(copy))


def test_a_paragraph_of_its_own_is_inserted_with_its_mark_and_its_figures_plain():
    old = document(paragraph("Mở đầu."))
    new = document(paragraph("Mở đầu."), paragraph("Khen thưởng ", figure(KEYS[2], "5"), " tập thể."))
    copy = check(old, new)
    assert f"_bc_{KEYS[2]}_" in xml(copy)
    check(new, old)


def test_changes_that_stood_open_are_accepted_first():
    open_change = (
        '<w:p><w:ins w:id="4" w:author="An" w:date="2025-01-01T00:00:00Z"><w:r><w:t>Mới</w:t></w:r></w:ins></w:p>'
    )
    copy = compared(document(paragraph("Cũ rồi")), document(open_change), AUTHOR)
    assert own(copy, accept_all) == ["Mới", ""]


def test_changes_that_stood_open_are_none_of_the_copy():
    change = '<w:{0} w:id="4" w:author="An" w:date="2025-01-01T00:00:00Z"><w:r><w:{1}>{2}</w:{1}></w:r></w:{0}>'
    opened = document(f"<w:p>{change.format('del', 'delText', 'Cũ')}{change.format('ins', 't', 'Mới')}</w:p>")
    settled = document(paragraph("Mới"))
    for old, new in ((opened, settled), (settled, opened)):
        copy = compared(old, new, AUTHOR)
        assert own(copy, reject_all) == own(copy, accept_all) == lines(settled)
        assert "w:ins" not in xml(copy)
        assert "w:del" not in xml(copy)


def test_a_document_that_is_none_is_refused():
    with pytest.raises(NotAPackage):
        compared(b"no document", document(), AUTHOR)


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_copy_is_valid(tmp_path, mirrored):
    row, other = (paragraph("Xã An"), paragraph(figure(KEYS[0], "3"))), (paragraph("Xã Bình"), paragraph("4"))
    old = document(paragraph("Có ", figure(KEYS[1], "61"), " người"), paragraph("Bỏ đi."), table(row))
    new = document(paragraph("Có ", figure(KEYS[1], "62"), " cán bộ"), table(row, other), paragraph("Thêm vào."))
    file = tmp_path / "copy.docx"
    file.write_bytes(check(*((new, old) if mirrored else (old, new))))
    found = OpenXmlValidator().validate(str(file))
    assert [str(e) for e in found.errors if DOCUMENT in str(e)] == []


words = st.lists(st.sampled_from(["một", "hai", "3", "1.234,5", "và", "%", ",", "."]), min_size=1, max_size=6)
pieces = st.one_of(
    words.map(" ".join),
    words.map(lambda w: run(" ".join(w), bold=True)),
    st.tuples(st.sampled_from(KEYS), st.sampled_from(["1", "22", "3,5"])).map(lambda kt: figure(*kt)),
)
paragraphs = st.lists(pieces, max_size=4).map(lambda p: paragraph(*p))
cells = st.one_of(paragraphs, st.lists(paragraphs, min_size=2, max_size=2).map("".join))
rows = st.lists(cells, min_size=2, max_size=3).map(tuple)
tables = st.lists(rows, min_size=1, max_size=4).map(lambda r: table(*r))
loose = st.one_of(paragraphs, tables)
some_blocks = st.lists(
    st.one_of(loose, st.lists(loose, min_size=1, max_size=2).map(lambda b: group("b00000000000b", *b))), max_size=5
)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_accepted_it_is_the_new_document_and_rejected_the_old_one(data):
    old = data.draw(some_blocks)
    edited = data.draw(st.lists(st.sampled_from(old), max_size=5)) if old else []
    new = [*edited, *data.draw(some_blocks)]
    check(document(*old), document(*new))


def test_records_that_move_up_when_one_is_left_out_are_not_changed():
    def row(key: str, text: str) -> tuple[str, str]:
        return paragraph("Huyện"), paragraph(figure(key, text))

    old = document(table(row(KEYS[0], "Ba Tơ"), row(KEYS[1], "Minh Long"), row(KEYS[2], "Lý Sơn")))
    new = document(table(row(KEYS[0], "Ba Tơ"), row(KEYS[1], "Lý Sơn")))
    copy = check(old, new)
    assert [text for _, _, _, text in independent.tracked(copy)] == ["Huyện", "Minh Long"]
    assert re.findall(r'<w:tag w:val="(\w+)"', xml(copy)) == [KEYS[0], KEYS[1]]

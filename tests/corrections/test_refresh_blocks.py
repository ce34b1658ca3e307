"""Generated tables and passages of an edited document."""

import re

import pytest
from made_papers import TABLE, block, body_of, figure, key, p, paper, printed, replaced, run, shown, store, table
from shapes import shape_of

from pipeline.corrections.errors import (
    BlockConflict,
    BlockDiffers,
    BlockRemoved,
    NewText,
    NoLongerPrinted,
    TypedOver,
)
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify
from pipeline.docx.package import pack, unpack
from pipeline.docx.source import QW
from pipeline.docx.store import block_key, read_stored

CAPTION = p("Biểu 1. Khen thưởng")


def rows(**counts):
    return [(name, figure(name, count)) for name, count in counts.items()]


def document(*body, **given):
    return paper(p("Trước."), *body, p("Sau."), **given)


OLD = document(block(CAPTION, table(("Tên", "Số"), *rows(an="1", binh="2"))))
NEW = document(block(CAPTION, table(("Tên", "Số"), *rows(an="1", binh="3", chi="4"))))


def settled(result, fresh=NEW):
    again = refresh(result.docx, fresh)
    assert (again.docx == result.docx, again.changed) == (True, False)
    return result


def blocks(result):
    return [each.outcome for each in result.blocks]


def kinds(result):
    return [type(each) for each in result.findings]


def shapes(docx):
    return {key: shape for key, (_, shape) in read_stored(unpack(docx)).blocks.items()}


def test_new_rows_are_put_in_where_only_the_data_have_changed():
    result = settled(refresh(OLD, NEW))
    assert shown(result.docx) == shown(NEW)
    assert (blocks(result), result.findings) == (["replaced"], ())
    assert shapes(result.docx) == shapes(NEW)
    assert printed(result.docx) == store(result.docx) == printed(NEW)
    assert verify(result.docx, NEW) == ()


def test_rows_that_are_no_more_are_taken_out_with_all_that_was_known_of_them():
    result = settled(refresh(NEW, OLD), OLD)
    assert shown(result.docx) == shown(OLD)
    assert (kinds(result), printed(result.docx)) == ([], printed(OLD))
    assert store(result.docx) == store(OLD)


def test_the_shape_is_that_of_the_filling():
    content = body_of(OLD).find(f".//{QW}sdtContent")
    assert shapes(OLD) == {block_key(TABLE): shape_of(content)}


def test_what_people_formatted_in_rows_that_stay_is_kept():
    old = replaced(OLD, "word/document.xml", ('<w:t xml:space="preserve">an<', '<w:t xml:space="preserve">an<'),
                   ("<w:tr><w:tc>", '<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>'),
                   ('w:type="auto"/>', 'w:type="auto"/><w:jc w:val="center"/>'))  # fmt: skip
    result = settled(refresh(old, NEW))
    root = body_of(result.docx)
    assert root.find(f".//{QW}tbl/{QW}tblPr/{QW}jc") is not None
    assert [row.find(f"{QW}trPr") is not None for row in root.iter(f"{QW}tr")] == [True, True, True, False]


def test_a_table_in_which_a_change_is_still_open_is_kept():
    mark = '<w:p><w:pPr><w:rPr><w:ins w:id="1" w:author="An"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">an<'
    old = replaced(OLD, "word/document.xml", ('<w:p><w:r><w:t xml:space="preserve">an<', mark))
    result = settled(refresh(old, NEW))
    assert blocks(result) == ["conflict"]
    assert BlockConflict in kinds(result)


def test_what_was_typed_over_a_figure_stays_in_a_row_that_is_made_anew():
    typed = replaced(OLD, "word/document.xml", (">2</w:t>", ">5</w:t>"))
    new = document(block(CAPTION, table(("Tên", "Số"), ("an", figure("an", "1")), ("Bình", figure("binh", "3")))))
    result = refresh(typed, new)
    assert blocks(result) == ["replaced"]
    assert TypedOver in kinds(result)
    assert shown(result.docx) == shown(replaced(new, "word/document.xml", (">3</w:t>", ">5</w:t>")))


def test_new_rows_have_ids_of_their_own():
    result = refresh(OLD, NEW)
    ids = [each.get(f"{QW}val") for each in body_of(result.docx).iter(f"{QW}id")]
    assert len(ids) == len(set(ids))
    (taken, *_) = re.findall(r'<w:id w:val="[0-9]+"/>', unpack(OLD)["word/document.xml"].decode())
    same = re.sub(r'<w:id w:val="[0-9]+"/>', taken, unpack(NEW)["word/document.xml"].decode())
    result = refresh(OLD, pack({**unpack(NEW), "word/document.xml": same.encode()}))
    ids = [each.get(f"{QW}val") for each in body_of(result.docx).iter(f"{QW}id")]
    assert len(ids) == len(set(ids))


def test_only_figures_change_where_the_data_want_no_other_rows():
    new = document(block(CAPTION, table(("Tên", "Số"), *rows(an="9", binh="2"))))
    result = settled(refresh(OLD, new), new)
    assert (blocks(result), shown(result.docx)) == (["current"], shown(new))


def test_rows_that_people_changed_stay_where_the_data_want_no_others():
    old = replaced(OLD, "word/document.xml", (">Tên<", ">Họ và tên<"))
    new = document(block(CAPTION, table(("Tên", "Số"), *rows(an="9", binh="2"))))
    result = settled(refresh(old, new), new)
    assert (blocks(result), result.findings) == (["current"], ())
    assert "Họ và tên" in shown(result.docx)
    assert "9" in shown(result.docx)
    assert BlockDiffers in [type(each) for each in verify(result.docx, new)]


def test_a_soft_hyphen_that_libreoffice_made_an_element_is_no_change():
    old = document(block(CAPTION, table(("Tổ\u00adchức", "Số"), *rows(an="1"))))
    saved = replaced(old, "word/document.xml", ("Tổ\u00adchức", "Tổ</w:t><w:softHyphen/><w:t>chức"))
    new = document(block(CAPTION, table(("Tổ\u00adchức", "Số"), *rows(an="1", binh="2"))))
    result = settled(refresh(saved, new), new)
    assert (blocks(result), result.findings) == (["replaced"], ())


def test_a_table_that_people_and_data_changed_is_kept_and_told():
    old = replaced(OLD, "word/document.xml", (">Tên<", ">Họ và tên<"))
    result = settled(refresh(old, NEW))
    assert blocks(result) == ["conflict"]
    assert BlockConflict in kinds(result)
    assert shown(result.docx) == [
        "Trước.",
        "Biểu 1. Khen thưởng",
        "Họ và tên",
        "Số",
        "an",
        "1",
        "binh",
        "3",
        "Sau.",
    ]
    forced = settled(refresh(old, NEW, force=True))
    assert shown(forced.docx) == shown(NEW)


def test_a_row_that_people_added_by_hand_is_a_change_of_theirs():
    row = f"<w:tr><w:tc>{p('dung')}</w:tc><w:tc>{p('5')}</w:tc></w:tr></w:tbl>"
    result = settled(refresh(replaced(OLD, "word/document.xml", ("</w:tbl>", row)), NEW))
    assert blocks(result) == ["conflict"]
    assert "dung" in shown(result.docx)


@pytest.mark.parametrize(
    "mark",
    [
        '<w:tr><w:trPr><w:ins w:id="1" w:author="A"/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>',
        '<w:tr><w:tc>{}</w:tc><w:tc><w:p><w:del w:id="1" w:author="A"><w:r><w:delText>x</w:delText></w:r></w:del>'
        "</w:p></w:tc></w:tr>{}",
    ],
)
def test_open_changes_of_people_in_a_table_are_not_lost(mark):
    row = mark.format(p("dung"), p("5") if "trPr" in mark else "") + "</w:tbl>"
    result = settled(refresh(replaced(OLD, "word/document.xml", ("</w:tbl>", row)), NEW))
    assert blocks(result) == ["conflict"]


def test_a_comment_in_a_row_that_would_go_is_not_lost():
    comment = '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    first, _, last = NEW_ROW = unpack(NEW)["word/document.xml"].decode().rpartition("</w:p></w:tc></w:tr></w:tbl>")
    assert NEW_ROW[1]
    old = replaced(NEW, "word/document.xml", (last, last), (first[-60:] + "</w:p>", first[-60:] + comment))
    result = settled(refresh(old, OLD), OLD)
    assert blocks(result) == ["conflict"]


def test_a_figure_typed_over_in_a_row_that_stays_is_kept():
    old = replaced(OLD, "word/document.xml", (">2</w:t>", ">7</w:t>"))
    result = settled(refresh(old, NEW))
    assert shown(result.docx) == [text.replace("3", "7") for text in shown(NEW)]
    assert kinds(result) == [TypedOver]


def test_a_figure_typed_over_in_a_row_that_would_go_keeps_the_table():
    old = replaced(NEW, "word/document.xml", (">4</w:t>", ">7</w:t>"))
    result = settled(refresh(old, OLD), OLD)
    assert blocks(result) == ["conflict"]
    assert "7" in shown(result.docx)


def test_a_passage_instead_of_a_table():
    new = document(block(p("Không có khen thưởng.")))
    result = settled(refresh(OLD, new), new)
    assert shown(result.docx) == shown(new)
    result = settled(refresh(result.docx, OLD), OLD)
    assert shown(result.docx) == shown(OLD)
    assert result.docx != OLD  # ids may differ
    assert verify(result.docx, OLD) == ()


def test_a_table_with_another_number_of_columns():
    new = document(block(CAPTION, table(("Tên", "Số", "Ghi chú"), ("an", figure("an", "1"), "x"))))
    result = settled(refresh(OLD, new), new)
    assert shown(result.docx) == shown(new)
    assert len(body_of(result.docx).findall(f".//{QW}gridCol")) == 3


def test_a_deleted_table_is_told_once_and_stays_deleted():
    old = document(figures={"an": "1", "binh": "2"})
    parts = unpack(OLD)
    old = pack({**unpack(old), "customXml/item2.xml": parts["customXml/item2.xml"]})
    result = settled(refresh(old, NEW))
    assert (blocks(result), shown(result.docx)) == (["removed"], ["Trước.", "Sau."])
    assert kinds(result).count(BlockRemoved) == 1


def test_a_table_without_its_control_is_found_by_what_it_says():
    """LibreOffice may drop the control of a block, and Word if somebody removes it."""
    bare = document(CAPTION, table(("Tên", "Số"), *rows(an="1", binh="2")))
    parts = unpack(bare)
    old = pack({**parts, "customXml/item2.xml": unpack(OLD)["customXml/item2.xml"]})
    result = settled(refresh(old, NEW))
    assert (blocks(result), shown(result.docx)) == (["replaced"], shown(NEW))
    assert body_of(result.docx).find(f"{QW}body/{QW}sdt") is not None


def test_a_table_that_the_document_would_not_have_any_more():
    new = document()
    result = settled(refresh(OLD, new), new)
    assert (blocks(result), shown(result.docx)) == (["gone"], shown(OLD))
    assert NoLongerPrinted in kinds(result)


def test_a_table_that_is_new_is_told_and_not_put_in():
    result = settled(refresh(document(), OLD), OLD)
    assert (blocks(result), shown(result.docx)) == (["new"], ["Trước.", "Sau."])
    assert kinds(result) == [NewText]
    assert "Khen thưởng" in result.findings[0].params["paragraph"]


def test_styles_have_the_ids_of_the_document():
    """LibreOffice makes ids of styles anew from their names."""

    def styled(id_, *counts):
        cells = "".join(
            f"<w:tr><w:tc>{p(each, properties=f'<w:pStyle w:val={chr(34)}{id_}{chr(34)}/>')}</w:tc></w:tr>"
            for each in counts
        )
        made = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid>{cells}</w:tbl>'
        return document(block(made), styles={id_: "Chữ trong bảng"})

    result = refresh(styled("Chtrongbng", "a"), styled("ChuTrongBang", "a", "b"))
    assert {each.get(f"{QW}val") for each in body_of(result.docx).iter(f"{QW}pStyle")} == {"Chtrongbng"}


def test_a_new_figure_in_a_sentence_is_told():
    new = document(p("Mới: ", figure("khac", "8")), block(CAPTION, table(("Tên", "Số"), *rows(an="1", binh="2"))))
    result = settled(refresh(OLD, new), new)
    assert [each.params["paragraph"] for each in result.findings] == ["Mới: 8"]
    assert key("khac") not in printed(result.docx)
    assert run("x")


def test_a_part_of_an_edited_passage_is_not_taken_for_the_whole_of_it():
    """People edited its second sentence; the data do without that sentence, and later they want it again."""
    first, second = p("Có ", figure("in", "5"), " đơn vị."), p("Còn 1 đơn vị chưa gửi.")
    short, long = document(block(first)), document(block(first, second))
    edited = replaced(long, "word/document.xml", ("chưa gửi", "không gửi"))
    without = refresh(edited, short)
    assert (shown(without.docx), kinds(without)) == (shown(edited), [BlockConflict])
    again = refresh(without.docx, long)
    assert shown(again.docx) == shown(edited)
    assert [type(finding) for finding in verify(again.docx, long)] == [BlockDiffers]

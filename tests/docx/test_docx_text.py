"""The reader of text: what a person reads, once, in order."""

from __future__ import annotations

import pytest
from docx_builder import docx, p, table, zipped

from pipeline.docx.errors import NotAPackage
from pipeline.docx.text import TextParagraph, paragraphs

RUN = "<w:r><w:t>{}</w:t></w:r>"
BOX = "<w:txbxContent>{}</w:txbxContent>"


def run(text: str) -> str:
    return RUN.format(text)


CASES = {
    "runs": (p("một", " hai"), ["một hai"]),
    "table": (p("a") + table(("b", "c"), ("d", "e")) + p("f"), ["a", "b", "c", "d", "e", "f"]),
    "content control around a paragraph": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('x')}</w:sdtContent></w:sdt>",
        ["x"],
    ),
    "content control in a paragraph": (
        f"<w:p>{run('a')}<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('b')}</w:sdtContent></w:sdt>{run('c')}</w:p>",
        ["abc"],
    ),
    "content control around a row": (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{p('x')}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
        ["x"],
    ),
    "insertion and deletion": (
        f"<w:p>{run('giữ ')}<w:ins>{run('thêm')}</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>",
        ["giữ thêm"],
    ),
    "move": (
        f"<w:p><w:moveFrom>{run('x')}</w:moveFrom></w:p><w:p><w:moveTo>{run('x')}</w:moveTo></w:p>",
        ["", "x"],
    ),
    "hyperlink": (f'<w:p><w:hyperlink r:id="x">{run("liên kết")}</w:hyperlink></w:p>', ["liên kết"]),
    "smart tag": (f'<w:p><w:smartTag w:element="place">{run("Huế")}</w:smartTag></w:p>', ["Huế"]),
    "custom XML": (f"<w:customXml>{p('a')}</w:customXml>", ["a"]),
    "field": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:fldSimple w:instr=" DATE ">{run("8")}</w:fldSimple></w:p>',
        ["78"],
    ),
    "tabs and breaks": (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/>"
        "<w:noBreakHyphen/></w:r></w:p>",
        ["a\tb\nc\n\u2011"],
    ),
    "text box stored twice": (
        f"<w:p>{run('neo')}<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'>{BOX.format(p('hộp'))}</mc:Choice>"
        f"<mc:Fallback>{BOX.format(p('hộp'))}</mc:Fallback></mc:AlternateContent></w:r>{run(' sau')}</w:p>"
        f"{p('tiếp')}",
        ["neo sau", "hộp", "tiếp"],
    ),
    "text box of the old kind": (f"<w:p><w:r><w:pict>{BOX.format(p('hộp'))}</w:pict></w:r></w:p>", ["", "hộp"]),
    "only a fallback": (
        "<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>x</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["x"],
    ),
    "text box in a table": (
        table(("a",)).replace("<w:t>a</w:t>", f"<w:pict>{BOX.format(p('hộp'))}</w:pict>"),
        ["", "hộp"],
    ),
    "comment in the XML": ("<!-- <w:p/> --><w:p><!-- x --><w:r><w:t>a<!-- y --></w:t></w:r></w:p>", ["a"]),
}


@pytest.mark.parametrize("case", CASES)
def test_text_is_read_as_a_person_reads_it(case: str) -> None:
    body, expected = CASES[case]
    assert [found.text for found in paragraphs(docx(body))] == expected


def test_a_paragraph_knows_its_style_and_part() -> None:
    assert paragraphs(docx(p("x", style="LoiVan") + p("y"))) == (
        TextParagraph("x", "LoiVan", "word/document.xml"),
        TextParagraph("y", "", "word/document.xml"),
    )


def test_headers_and_footers_are_read_on_request() -> None:
    data = docx(p("thân"), header1=p("đầu"), footer1=p("chân"))
    assert [found.text for found in paragraphs(data)] == ["thân"]
    assert [(found.text, found.part) for found in paragraphs(data, headers=True)] == [
        ("thân", "word/document.xml"),
        ("chân", "word/footer1.xml"),
        ("đầu", "word/header1.xml"),
    ]


def test_another_kind_of_package_is_refused() -> None:
    with pytest.raises(NotAPackage):
        paragraphs(zipped([("[Content_Types].xml", b"<Types/>")]), "x.docx")

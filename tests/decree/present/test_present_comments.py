"""Findings become comments of Word where they are; the copy is a valid document."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from present_samples import checked, finding

from pipeline.decree.files import Options, check_file, chosen_profile
from pipeline.decree.findings import Where
from pipeline.decree.measure import measure_docx
from pipeline.decree.present import comments
from pipeline.decree.present.comments import MAX_PLACES, commented
from pipeline.docx.errors import NotAPackage
from pipeline.docx.package import pack, read_package, unpack
from pipeline.docx.source import QW
from pipeline.office.exchange import Exchange

MAIN = "word/document.xml"
TEMPLATES = Path(__file__).parents[3] / "templates"


@pytest.fixture(scope="module")
def report() -> bytes:
    return (TEMPLATES / "report.docx").read_bytes()


def covered(data: bytes, number: int = 0) -> str:
    """The text between the marks of a comment."""
    root = etree.fromstring(unpack(data)[MAIN])
    text, inside = "", False
    for element in root.iter():
        if element.get(f"{QW}id") == str(number) and "commentRange" in str(element.tag):
            inside = element.tag == f"{QW}commentRangeStart"
        elif inside and element.tag == f"{QW}t":
            text += element.text or ""
    return text


def texts(data: bytes) -> list[str]:
    root = etree.fromstring(unpack(data)["word/comments.xml"])
    return ["\n".join("".join(p.itertext()) for p in comment.iter(f"{QW}p")) for comment in root]


def made(data: bytes, *findings, language="en") -> bytes:
    return commented(checked(*findings, data=data), language)


def shown(data: bytes) -> list[tuple[int, str]]:
    """Number (from 1) and text of the paragraphs of the body that have one."""
    paragraphs = measure_docx(data, "").paragraphs
    return [(p.index + 1, p.text) for p in paragraphs if p.text.strip() and p.region in ("body", "cell")]


def test_a_comment_stands_at_the_paragraph_that_the_reader_numbered(report: bytes) -> None:
    places = shown(report)
    assert len(places) > 20
    for number, text in places[::5]:
        copy = made(report, finding(places=[Where(number, text)]))
        assert "".join(covered(copy).split()) == "".join(text.split())


def test_words_of_a_paragraph_are_marked_as_narrowly_as_runs_allow(report: bytes) -> None:
    main = read_package(report)[MAIN]
    run = "<w:p><w:r><w:t>Kính </w:t></w:r><w:r><w:t>gửi: Bộ</w:t></w:r><w:r><w:t> Nội vụ</w:t></w:r></w:p>"
    data = pack({**read_package(report), MAIN: main.replace(b"<w:body>", f"<w:body>{run}".encode(), 1)})
    assert covered(made(data, finding(places=[Where(1, "Kính gửi: Bộ Nội vụ", words="gửi:  Bộ")]))) == "gửi: Bộ"
    assert covered(made(data, finding(places=[Where(1, "Kính gửi", words="không có")]))) == "Kính gửi: Bộ Nội vụ"


def test_a_comment_says_everything_in_the_language_that_is_asked_for(report: bytes) -> None:
    (text,) = texts(made(report, finding(places=[Where(1, "x")])))
    assert text.splitlines() == [
        "error: quochieu.style",
        "Wrong quochieu.style.",
        "found: 10 pt",
        "expected: 12 – 13 pt",
        "clause: I.1 Mục II.1.a",
        "→ Mend quochieu.style.",
    ]
    assert "Sai quochieu.style." in texts(made(report, finding(places=[Where(1, "x")]), language="vi"))[0]


@pytest.mark.parametrize(
    "where", [Where(section=2), Where(), Where(100_000, "chân trang", part="word/footer1.xml")]
)
def test_what_has_no_paragraph_stands_at_the_first_and_says_its_place(report: bytes, where: Where) -> None:
    copy = made(report, finding(places=[where]))
    first = etree.fromstring(unpack(copy)[MAIN]).find(f".//{QW}p")
    assert first.find(f".//{QW}commentRangeStart") is not None
    assert texts(copy)[0].splitlines()[1] == "error: quochieu.style"


def test_each_place_has_a_comment_up_to_a_bound(report: bytes) -> None:
    places = [Where(number, text) for number, text in shown(report)]
    told = texts(made(report, finding(places=places, count=500)))
    assert len(told) == MAX_PLACES
    assert told[1].endswith("(place 2 of 500)")


def test_a_document_of_very_many_findings_is_not_buried_in_comments(report: bytes, monkeypatch) -> None:
    monkeypatch.setattr(comments, "MAX_COMMENTS", 3)
    told = texts(made(report, *(finding(f"a.b{n}") for n in range(3))))
    assert len(told) == 3
    told = texts(made(report, *(finding(f"a.b{n}") for n in range(9))))
    assert told[3:] == ["There are more findings than the 3 that are shown as comments."]


def test_comments_that_are_there_stay_and_the_same_check_makes_the_same_bytes(report: bytes) -> None:
    first = made(report, finding("a.b"))
    second = made(first, finding("c.d"))
    assert [text.splitlines()[0] for text in texts(second)] == ["error: a.b", "error: c.d"]
    assert made(first, finding("c.d")) == second


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_a_commented_document_is_valid(template: Path, tmp_path: Path) -> None:
    data = template.read_bytes()
    places = [Where(number, text) for number, text in shown(data)]
    copy = tmp_path / "x.docx"
    copy.write_bytes(made(data, finding(places=places), finding("x.y", places=[Where(section=1)])))
    assert [str(found) for found in OpenXmlValidator().validate(copy).errors] == []


def test_a_copy_of_a_document_with_macros_keeps_them(report: bytes) -> None:
    parts = read_package(report)
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    types = parts["[Content_Types].xml"].replace(plain, macros)
    data = pack({**parts, "[Content_Types].xml": types, "word/vbaProject.bin": b"VBA"})
    assert unpack(made(data, finding()))["word/vbaProject.bin"] == b"VBA"


def test_strict_open_xml_is_refused_and_not_damaged(report: bytes) -> None:
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    parts = {name: data.replace(usual, strict) for name, data in read_package(report).items()}
    with pytest.raises(NotAPackage):
        made(pack(parts), finding())


def test_text_that_no_xml_may_hold_is_replaced(report: bytes) -> None:
    told = texts(made(report, finding(places=[Where(section=1, text="a\x00\ud800b")])))
    assert "a\ufffd\ufffdb" in told[0]


def test_findings_of_a_real_check_are_anchored(report: bytes, tmp_path: Path) -> None:
    parts = read_package(report)
    parts[MAIN] = parts[MAIN].replace("Độc lập - Tự do".encode(), "Độc lập – Tự do".encode())
    path = tmp_path / "a.docx"
    path.write_bytes(pack(parts))
    options = Options()
    found = check_file(path, options, chosen_profile(options), Exchange())
    wrong = next(n for n, one in enumerate(found.findings) if one.rule == "tieungu.text")
    copy = commented(found, "vi")
    before = sum(min(one.count, MAX_PLACES) for one in found.findings[:wrong])
    assert covered(copy, before) == "Độc lập – Tự do - Hạnh phúc"
    with zipfile.ZipFile(BytesIO(copy)) as package:
        assert package.testzip() is None


@pytest.mark.office
def test_a_commented_document_opens_in_libreoffice(report: bytes) -> None:
    copy = made(report, finding(places=[Where(number, text) for number, text in shown(report)]))
    with Exchange() as office:
        assert texts(office.convert(copy, "docx", "docx"))[0].startswith("error: quochieu.style")

"""PDFs that are locked, damaged, or made to exhaust the machine."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_paper import Paper, stream, write_pdf
from pdf_samples import pages, report
from pypdf import PdfReader, PdfWriter

from pipeline.decree.model import Measured
from pipeline.decree.pdf import errors, measure_pdf, reading
from pipeline.decree.pdf.pictures import render_pages
from pipeline.errors import BaocaoError

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
GOOD = report(1).bytes()


def one_page(content: bytes, box: bytes = b"0 0 595 842", *more: bytes, resources: bytes = b"") -> bytes:
    return write_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>>>"
            % (box, resources),
            stream(content),
            HELVETICA,
            *more,
        ]
    )


def forms(depth: int, times: int) -> bytes:
    """A form that draws the next one so many times, and so on."""
    made = []
    for level in range(depth):
        last = level == depth - 1
        inner = b"" if last else b"/Resources<</XObject<</X %d 0 R>>>>" % (7 + level)
        drawn = b"0 0 m 5 5 l S" if last else b"/X Do " * times
        made.append(stream(drawn, b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]" + inner))
    text = b"/X Do BT /F 14 Tf 100 700 Td (Text) Tj ET"
    return one_page(text, b"0 0 595 842", *made, resources=b"/XObject<</X 6 0 R>>")


def locked(user: str) -> bytes:
    writer = PdfWriter()
    for page in PdfReader(_file(GOOD)).pages:
        writer.add_page(page)
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = _file(b"")
    writer.write(out)
    return out.getvalue()


def _file(data: bytes) -> BytesIO:
    return BytesIO(data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04", GOOD[:300], b"%PDF-1.4\n" + bytes(2000)])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(errors.PdfUnreadable) as refused:
        measure_pdf(data, "hỏng.pdf")
    assert refused.value.code == "K15"


def test_a_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(errors.PdfLocked):
        measure_pdf(locked("secret"), "khóa.pdf")


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert measure_pdf(locked("")).paragraphs == measure_pdf(GOOD).paragraphs


def test_a_scanned_document_is_refused() -> None:
    with pytest.raises(errors.PdfWithoutText):
        measure_pdf(Paper().page().picture(0, 0, 210, 297).bytes())


@pytest.mark.parametrize("box", [b"0 0 5 5", b"0 0 595 20000"])
def test_pages_of_an_impossible_size_are_refused(box: bytes) -> None:
    with pytest.raises(errors.PdfPageImpossible):
        measure_pdf(one_page(b"BT /F 14 Tf 1 1 Td (Text) Tj ET", box))


@pytest.mark.parametrize("box", [b"0 0 0 0", b"0 0 1e9 1e9", b"0 0 -5 -5", b"0 0 x y"])
def test_a_page_without_extent_is_refused_or_read_as_paper(box: bytes) -> None:
    try:
        [page] = measure_pdf(one_page(b"BT /F 14 Tf 100 700 Td (Text) Tj ET", box)).pages
    except BaocaoError:
        return
    assert 100 < page.width_mm < 2000


def test_pages_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.decree.pdf.opening.MAX_PAGES", 3)
    with pytest.raises(errors.PdfTooLarge):
        measure_pdf(pages(4).bytes())


def test_a_count_of_pages_that_lies_does_no_harm() -> None:
    lying = GOOD.replace(b"/Count 1>>", b"/Count 99999999>>")
    try:
        assert len(measure_pdf(lying).pages) == 1
    except BaocaoError as error:
        assert error.code in {"K15", "K17"}


@pytest.mark.parametrize(
    "data",
    [
        one_page(b" " * (40 << 20)),
        one_page(b"0 0 m 1 1 l S\n" * 150_000),
        one_page(b"BT /F 1 Tf 10 700 Td " + b"(abcdef) Tj\n" * 20_000 + b"ET"),
        one_page(b"BT /F 1 Tf 10 700 Td " + (b"(" + b"a" * 9_000 + b") Tj\n") * 30 + b"ET"),
        one_page(stream(b"", b"", False) + stream(b"x" * (60 << 20))),
        forms(12, 10),
        forms(30, 2),
    ],
    ids=["blanks", "paths", "texts", "letters", "stream", "forms", "pairs"],
)
def test_bombs_are_refused_in_seconds(data: bytes) -> None:
    start = time.monotonic()
    with pytest.raises((errors.PdfTooLarge, errors.PdfWithoutText)):
        measure_pdf(data)
    assert time.monotonic() - start < 10


def test_forms_that_draw_themselves_are_refused() -> None:
    itself = stream(
        b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X 6 0 R>>>>"
    )
    text = b"/X Do " * 9 + b"BT /F 14 Tf 100 700 Td (Text) Tj ET"
    with pytest.raises(errors.PdfTooLarge):
        measure_pdf(one_page(text, b"0 0 595 842", itself, resources=b"/XObject<</X 6 0 R>>"))


def test_forms_drawn_as_often_as_documents_do_are_read() -> None:
    assert [paragraph.text for paragraph in measure_pdf(forms(4, 6)).paragraphs] == ["Text"]


@pytest.mark.parametrize("size", [b"1e30", b"-14", b"0", b"99999"])
def test_letters_of_an_impossible_size_are_no_text(size: bytes) -> None:
    content = b"BT /F %b Tf 100 700 Td (Big) Tj ET BT /F 14 Tf 100 500 Td (Text) Tj ET" % size
    assert "Text" in [paragraph.text for paragraph in measure_pdf(one_page(content)).paragraphs]


def test_text_far_outside_of_the_page_does_no_harm() -> None:
    content = b"BT /F 14 Tf 1e12 -1e12 Td (Far) Tj ET BT /F 14 Tf 100 500 Td (Text) Tj ET"
    assert "Text" in [paragraph.text for paragraph in measure_pdf(one_page(content)).paragraphs]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_pdf_is_measured_or_refused(data: st.DataObject) -> None:
    broken = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(broken) - 1))
        broken[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(broken) // 2, len(broken)))
    try:
        assert isinstance(measure_pdf(bytes(broken[:cut])), Measured)
    except BaocaoError as error:
        assert error.code in {"K15", "K16", "K17", "K18", "K19"}


def test_three_hundred_pages_take_seconds() -> None:
    data = pages(300).bytes()
    start = time.monotonic()
    assert len(reading.measure_pdf(data).pages) == 300
    assert time.monotonic() - start < 20


def test_pages_are_drawn_as_png() -> None:
    drawn = list(render_pages(pages(3).bytes(), [0, 2, 7], dpi=30))
    assert [number for number, _ in drawn] == [0, 2]
    assert all(png.startswith(b"\x89PNG") for _, png in drawn)


def test_measuring_twice_gives_the_same() -> None:
    assert measure_pdf(GOOD) == measure_pdf(GOOD)

import pickle
from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from pipeline.office.errors import PdfFaults, fault_of
from pipeline.office.pdfcheck import Font, check_fonts, check_letters, check_pdf, declared, text_of

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" %s</rdf:RDF></x:xmpmeta>"""


def pdf_with(font: str | None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    if font:
        plain = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": f"/{font}"}
        entry = DictionaryObject({NameObject(key): NameObject(value) for key, value in plain.items()})
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(entry)})
        form = DictionaryObject(
            {NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}), NameObject("/Loop"): fonts}
        )
        forms = DictionaryObject({NameObject("/X1"): form})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})
    page[NameObject("/Annots")] = ArrayObject()
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def codes(pdf: bytes) -> list[str]:
    return [problem.code for problem in check_pdf(pdf)]


def test_a_blank_pdf_lacks_everything_but_fonts():
    assert codes(pdf_with(None)) == ["C12", "C13", "C14", "C15", "C19"]


def test_a_font_inside_a_form_is_found():
    assert codes(pdf_with("Arial-BoldMT")) == ["C12", "C13", "C14", "C15", "C16", "C17", "C19"]


@pytest.mark.parametrize("pdf", [b"", b"no PDF", b"%PDF-1.7\n%%EOF", pdf_with(None)[:200]])
def test_what_cannot_be_read_is_one_problem(pdf: bytes):
    assert codes(pdf) == ["C11"]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("/ABCDEF+Tinos", "Tinos"),
        ("/Tinos-BoldItalic", "Tinos"),
        ("/BAAAAA+TimesNewRomanPSMT", "TimesNewRoman"),
        ("/TimesNewRomanPS-BoldItalicMT", "TimesNewRoman"),
        ("/Times New Roman,Bold", "TimesNewRoman"),
        ("/ArialMT", "Arial"),
        ("/ABCDEF+DejaVuSans", "DejaVuSans"),
        ("/OpenSymbol", "OpenSymbol"),
    ],
)
def test_the_family_of_a_font(name: str, family: str):
    assert Font(name, True, frozenset()).family == family


def fonts(*names: str, text: str = "") -> list[Font]:
    return [Font(name, True, frozenset(text)) for name in names]


@pytest.mark.parametrize("names", [("Tinos", "A" * 6 + "+Tinos-Bold"), ("TimesNewRomanPSMT",), ()])
def test_one_family_of_the_right_two_is_well(names: tuple[str, ...]):
    assert list(check_fonts(fonts(*names))) == []


@pytest.mark.parametrize("names", [("Tinos", "TimesNewRomanPSMT"), ("Tinos", "OpenSymbol"), ("Arimo",)])
def test_mixed_and_wrong_families_are_named(names: tuple[str, ...]):
    (problem,) = check_fonts(fonts(*names))
    assert all(font.family in problem.message() for font in fonts(*names))


def test_a_wrong_font_is_named_with_what_it_prints():
    (problem,) = check_fonts(fonts("Tinos") + fonts("DejaVuSans", text="✓ ☐"))
    assert "DejaVuSans (☐✓), Tinos" in problem.message()


def test_letters_that_the_font_lacks_are_named():
    letters = frozenset(map(ord, "ab"))
    (problem,) = check_letters(fonts("Tinos", text="ab漢\u200b"), letters)
    assert "漢 (U+6F22)" in problem.message()
    assert list(check_letters(fonts("Tinos", text="漢"), frozenset())) == []


def test_text_of_a_map():
    cmap = b"2 beginbfchar <01> <1EE6> <02> <00660069> endbfchar 1 beginbfrange <03><05><0061> endbfrange"
    assert text_of(cmap) == frozenset("Ủfiabc")
    assert text_of(b"beginbfrange <00><FF> <00660069> endbfrange") == frozenset()


@pytest.mark.parametrize(
    ("description", "found"),
    [
        (b"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>", "2B"),
        (b'pdfaid:part="3" pdfaid:conformance="U"/>', "3U"),
        (b"/>", ""),
    ],
)
def test_what_the_metadata_declare(description: bytes, found: str):
    assert declared(XMP % description) == found


def test_several_problems_become_one_error_that_names_them_all():
    problems = check_pdf(pdf_with(None))
    error = fault_of(problems)
    assert isinstance(error, PdfFaults)
    assert list(error.faults) == problems
    assert error.message().startswith("The PDF has 5 faults: (1) The PDF is not PDF/A-2b")
    assert error.to_json()["params"] == {"count": "5", "faults": "C12, C13, C14, C15, C19"}
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301


def test_one_problem_stands_for_itself():
    (problem,) = check_pdf(b"")
    assert fault_of([problem]) is problem
    assert fault_of([]) is None

"""Files that mean harm, or nothing, or more than a page holds: an answer or an error with a code, soon."""

from __future__ import annotations

import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measure_builder import (
    MAIN,
    NS,
    OFFICE,
    PACKAGE,
    cell,
    level,
    measured,
    numbered,
    numbering,
    p,
    parts_of,
    row,
    run,
    style,
    table,
    texts,
    vml,
    vml_box,
    zipped,
)

from pipeline.decree.measure import Locked, NoWordDocument, TooDeep, TooLarge, measure_docx, read_docx
from pipeline.decree.measure import package as package_module
from pipeline.docx.errors import ActiveContent, BrokenXml, NotAPackage, PackageTooLarge, UnsafeName, UnsafeXml
from pipeline.docx.package import read_package, unpack
from pipeline.errors import BaocaoError

SOON = 20.0
"""Seconds: far more than any of these needs, far less than one without bounds would take."""


def unpacked(body: str) -> bytes:
    """A document that packs so little that nobody takes it for a bomb."""
    return zipped(parts_of(body), packed=False)


def soon(make: Callable[[], object]) -> object:
    start = time.process_time()
    made = make()
    assert time.process_time() - start < SOON
    return made


# --- no document -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"hello", b"%PDF-1.7", b"\x00" * 5000, b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_package_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPackage):
        measure_docx(data, "a.docx")


def test_old_and_locked_documents_are_told_apart() -> None:
    with pytest.raises(Locked) as caught:
        measure_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc")
    assert "a.doc" in caught.value.text("vi")


@pytest.mark.parametrize(
    "change",
    [
        {"_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>'},
        {"word/document.xml": "<workbook/>"},
        {"word/document.xml": f"<w:document {NS}/>"},
        {"word/document.xml": f"<w:document {NS.replace('ml/2006/main', 'ml/3006/main')}><w:body/></w:document>"},
    ],
    ids=["no relation", "a workbook", "no body", "an unknown namespace"],
)
def test_packages_without_a_word_document_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(NoWordDocument):
        measure_docx(zipped({**parts_of(p("a")), **change}), "a.docx")


def test_a_main_part_that_is_missing_is_refused() -> None:
    parts = parts_of(p("a"))
    del parts["word/document.xml"]
    with pytest.raises(NoWordDocument):
        measure_docx(zipped(parts), "a.docx")


def test_broken_xml_is_refused_and_broken_styles_are_left_out() -> None:
    with pytest.raises(BrokenXml):
        measure_docx(zipped({**parts_of(p("a")), "word/document.xml": "<w:document"}), "a.docx")
    parts = {**parts_of(p("a"), styles=style("Normal")), "word/styles.xml": "<w:styles"}
    assert measure_docx(zipped(parts), "a.docx").paragraphs[0].text == "a"


def test_document_types_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + parts_of(p("&b;"))["word/document.xml"]
    with pytest.raises(UnsafeXml):
        measure_docx(zipped({**parts_of(p("a")), "word/document.xml": bomb}), "a.docx")


def test_names_that_lead_elsewhere_are_refused() -> None:
    with pytest.raises(UnsafeName):
        measure_docx(zipped({**parts_of(p("a")), "../evil.xml": "<a/>"}), "a.docx")


def test_zip_bombs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(PackageTooLarge):
        soon(lambda: measure_docx(zipped({**parts_of(p("a")), "word/media/a.bin": b"\0" * (70 << 20)}), "a.docx"))


# --- what other people's documents carry -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "main_type",
    [
        MAIN,
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_documents_with_macros_are_read(main_type: str) -> None:
    parts = {**parts_of(p("a"), main_type=main_type), "word/vbaProject.bin": "macros"}
    assert measure_docx(zipped(parts), "a.docm").paragraphs[0].text == "a"


def test_embedded_objects_and_links_to_elsewhere_are_passed_by() -> None:
    ole = '<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.8"/></w:object></w:r>'
    parts = parts_of(p(run("a") + ole))
    outside = 'Target="http://e.vn/a.dotm" TargetMode="External"'
    relation = f'<Relationship Id="t" Type="{OFFICE}/x/attachedTemplate" {outside}/>'
    rels = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = re.sub(
        "(</Relationships>|/>)$", rf">{relation}</Relationships>", rels.replace("></Relationships>", "/>")
    )
    assert measure_docx(zipped(parts), "a.docx").paragraphs[0].text == "a"


def test_strict_documents_are_read() -> None:
    strict = {
        f"{OFFICE}/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        f"{OFFICE}/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    }
    parts = parts_of(
        p("a", '<w:ind w:firstLine="10mm"/>', '<w:sz w:val="28"/>'), styles=style("Normal", rpr="<w:b/>")
    )
    for usual, other in strict.items():
        parts = {name: content.replace(usual, other) for name, content in parts.items()}
    assert "purl.oclc.org" in parts["word/document.xml"]
    (paragraph,) = measure_docx(zipped(parts), "a.docx").paragraphs
    look = paragraph.spans[0].look
    assert (look.size, look.bold, paragraph.layout.first_mm) == (14.0, True, 10.0)


def test_parts_may_have_any_name_and_place() -> None:
    parts = parts_of(p("a"))
    parts["text/main.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("word/document.xml", "/text/./main.xml")
    assert measure_docx(zipped(parts), "a.docx").paragraphs[0].part == "text/main.xml"


def test_only_the_parts_that_are_wanted_are_unpacked_and_none_is_judged() -> None:
    data = zipped({**parts_of(p("a")), "word/vbaProject.bin": "macros", "word/media/a.png": "no picture"})
    assert unpack(data)["word/media/a.png"] == b"no picture"
    assert set(unpack(data, wanted=lambda part: part.startswith("word/d"))) == {"word/document.xml"}
    with pytest.raises(ActiveContent):
        read_package(data)


# --- more than a page holds --------------------------------------------------------------------------------------


def test_a_million_runs_are_refused_soon() -> None:
    data = unpacked(p("<w:r><w:t>a</w:t></w:r>" * 1_000_000))
    with pytest.raises(TooLarge):
        soon(lambda: measure_docx(data, "a.docx"))


def test_more_paragraphs_than_people_read_are_refused() -> None:
    data = unpacked("<w:p/>" * 150_000)
    with pytest.raises(TooLarge, match="paragraphs"):
        soon(lambda: measure_docx(data, "a.docx"))


def test_more_letters_than_people_read_are_refused() -> None:
    data = unpacked(p(run("Lời văn. " * 500_000)))
    with pytest.raises(TooLarge, match="letters"):
        soon(lambda: measure_docx(data, "a.docx"))


def test_more_marks_than_a_document_has_are_refused_before_they_are_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package_module, "MOST_MARKS", 100)
    with pytest.raises(TooLarge, match="100"):
        measured(p("a") * 60)


def nested(depth: int, wrap: Callable[[str], str]) -> str:
    body = p("x")
    for _ in range(depth):
        body = wrap(body)
    return body


NESTS: dict[str, Callable[[str], str]] = {
    "tables": lambda inner: table(row(cell(p("") + inner + p("")))),
    "controls": lambda inner: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
    "text boxes": lambda inner: p(vml(vml_box(inner))),
    "insertions": lambda inner: f"<w:ins>{inner}</w:ins>",
    "custom elements": lambda inner: f'<w:customXml w:element="a">{inner}</w:customXml>',
}  # fmt: skip


@pytest.mark.parametrize("name", NESTS)
@pytest.mark.parametrize("depth", [20, 60, 100, 3000])
def test_deep_nests_are_read_or_refused(name: str, depth: int) -> None:
    body = nested(depth, NESTS[name])
    try:
        assert "x" in texts(body)
    except (TooDeep, BrokenXml):
        assert depth > 20


def test_runs_wrapped_deeply_are_refused_without_a_fault_of_the_program() -> None:
    content = run("x")
    for _ in range(200):
        content = f"<w:ins>{content}</w:ins>"
    with pytest.raises((TooDeep, BrokenXml)):
        measured(p(content))


def test_a_long_chain_of_styles_is_cut_off() -> None:
    chain = "".join(style(f"S{n}", based=f"S{n + 1}") for n in range(3000))
    body = "".join(p("a", f'<w:pStyle w:val="S{n}"/>') for n in range(3000))
    assert len(soon(lambda: measured(body, styles=chain)).paragraphs) == 3000  # type: ignore[attr-defined]


SLOW = {
    "bordered paragraphs in cells one above the other": table(
        row(cell(p("a") * 8000), cell()),
        row(cell('<w:p><w:pPr><w:pBdr><w:bottom w:val="single"/></w:pBdr></w:pPr></w:p>' * 8000), cell()),
    ),
    "many lines in one paragraph": p(run("a") + vml('<v:line from="0,900pt" to="60pt,900pt"/>') * 8000),
    "many open fields": p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + run("a") * 5000),
    "many tabs": p("<w:r><w:tab/><w:t>___</w:t></w:r>" * 20_000),
    "many stops": p("___", "<w:tabs>" + '<w:tab w:val="left" w:pos="9"/>' * 50_000 + "</w:tabs>") * 3,
    "one long word": p("_" * 2_000_000),
    "a wide row": table(row(*[cell("", '<w:gridSpan w:val="63"/>')] * 8000), grid=(1,) * 8000),
    "many sections": p("a", "<w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr>") * 8000,
    "alternating looks": p((run("a", "<w:b/>") + run("b")) * 8000),
    "letters of two fonts": p("aế" * 100_000, rpr='<w:rFonts w:ascii="A" w:hAnsi="B"/>'),
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_work_grows_with_the_size_only(name: str) -> None:
    data = unpacked(SLOW[name])
    start = time.process_time()
    measure_docx(data, "a.docx")
    assert time.process_time() - start < 8.0


def test_huge_numbers_of_lists_stay_short() -> None:
    part = numbering(
        level(0, "%1%1%1", "lowerLetter").replace('<w:start w:val="1"/>', '<w:start w:val="1000000"/>')
    )
    assert len(measured(p("a", numbered()), numbering=part).paragraphs[0].label) < 40


def test_a_header_shared_by_many_sections_is_read_once() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    found = measured(p("a", section) * 2000, section, header1=p("h") * 500)
    assert sum(len(s.strips[0].paragraphs) for s in found.sections) == 2001 * 500
    assert found.sections[0].strips[0] is found.sections[-1].strips[0]


# --- anything at all ---------------------------------------------------------------------------------------------

VALUES = ["", "0", "-1", "1", "99999999999", "1e9", "nan", "auto", "x", "true", "50%", "12pt", "\u0663"]


@given(seed=st.integers(0, 2**32), count=st.integers(1, 12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_values_put_anywhere_never_make_the_program_fail(seed: int, count: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret is made here
    parts = _sample()
    for _ in range(count):
        name = draw.choice([name for name in parts if name.startswith("word/") and "rels" not in name])
        places = list(re.finditer(r'="([^"]*)"', parts[name]))
        places = [place for place in places if "://" not in place[1] and "urn:" not in place[1]]
        place = draw.choice(places)
        parts[name] = parts[name][: place.start(1)] + draw.choice(VALUES) + parts[name][place.end(1) :]
    measure_docx(zipped(parts), "a.docx")


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_elements_put_anywhere_never_make_the_program_fail(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret is made here
    parts = _sample()
    name = "word/document.xml"
    tags = re.findall(r"<(\w+:\w+)[ >/]", parts[name])
    for _ in range(4):
        old, new = draw.choice(tags), draw.choice(tags)
        if "w:document" not in (old, new) and "w:body" not in (old, new):
            parts[name] = re.sub(rf"(</?){old}(?=[ >/])", rf"\1{new}", parts[name])
    measure_docx(zipped(parts), "a.docx")


@given(st.binary(max_size=300), st.integers(0, 5000))
@settings(max_examples=60, deadline=None)
def test_damaged_files_are_read_or_refused(noise: bytes, where: int) -> None:
    data = zipped(_sample())
    try:
        measure_docx(data[:where] + noise + data[where + len(noise) :], "a.docx")
    except BaocaoError as error:
        assert re.fullmatch(r"[A-Z]\d\d", error.code)


def _sample() -> dict[str, str]:
    shape = '<v:shape type="#_x0000_t32" style="position:absolute;width:50mm;height:0;margin-left:3pt"/>'
    body = (
        p(
            run("a", '<w:sz w:val="28"/><w:b/><w:color w:val="FF0000"/>'),
            '<w:jc w:val="center"/><w:ind w:left="1"/>',
        )
        + table(
            row(cell("b", '<w:tcW w:w="300" w:type="dxa"/><w:gridSpan w:val="1"/>'), cell("____")),
            tblpr='<w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="04A0"/>',
        )
        + p("c", numbered() + '<w:spacing w:before="120" w:line="240" w:lineRule="auto"/>')
        + p("d", '<w:tabs><w:tab w:val="left" w:pos="900"/></w:tabs><w:framePr w:w="400" w:x="2"/>')
        + p(run("e") + f"<w:r><w:pict>{shape}</w:pict></w:r>")
    )
    return parts_of(
        body,
        numbering=numbering(level(0, "%1.")),
        styles=style("Normal", rpr='<w:sz w:val="26"/>') + style("TableNormal", kind="table"),
        settings='<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>',
    )


# --- the way back ------------------------------------------------------------------------------------------------


def test_every_paragraph_leads_back_to_its_element() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    data = zipped(parts_of(p("a") + table(row(cell("b"), cell("c"))) + p("d"), section, header1=p("e")))
    reading = read_docx(data, "a.docx")
    assert ["".join(str(t) for t in element.itertext()) for element in reading.elements] == list("abcde")
    assert reading.measured == measure_docx(data, "a.docx")
    assert set(reading.roots) >= {"word/document.xml", "word/header1.xml"}
    assert reading.elements[4].getroottree().getroot() is reading.roots["word/header1.xml"]
    assert [element.tag.rpartition("}")[2] for element in reading.sections] == ["sectPr"]


@pytest.mark.parametrize("state", ["draft", "Final"])
def test_the_state_that_a_document_tells_of_itself(state: str) -> None:
    kinds = {
        "docProps/core.xml": (
            f"{PACKAGE}/relationships/metadata/core-properties",
            f'<coreProperties xmlns="{PACKAGE}/metadata/core-properties">'
            f"<contentStatus>{state}</contentStatus></coreProperties>",
        ),
        "docProps/custom.xml": (
            f"{OFFICE}/officeDocument/2006/relationships/custom-properties",
            f'<Properties><property name="Trạng thái"><v>{state}</v></property></Properties>',
        ),
    }
    for name, (kind, content) in kinds.items():
        parts = {**parts_of(p("a")), name: content}
        relation = f'<Relationship Id="s" Type="{kind}" Target="{name}"/></Relationships>'
        parts["_rels/.rels"] = parts["_rels/.rels"].replace("</Relationships>", relation)
        assert measure_docx(zipped(parts), "a.docx").state == state


def test_templates_of_the_house_can_be_measured() -> None:
    for path in sorted((Path(__file__).parents[3] / "templates").glob("*.docx")):
        found = measure_docx(path.read_bytes(), path.name)
        assert found.fonts == ("Times New Roman",)
        assert {stroke.solid for stroke in found.strokes} <= {True}
    assert zipfile.is_zipfile(path)

"""Figures of a filled document as content controls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx_builder import PROPERTIES, compiled, docx, p, table
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from shapes import key_of, shape_of

from pipeline.docx import controls as module
from pipeline.docx.blocks import table_xml
from pipeline.docx.controls import FigureText, alias_of
from pipeline.docx.environment import make_environment
from pipeline.docx.package import pack, parse_xml, read_package, unpack
from pipeline.docx.source import QW
from pipeline.docx.store import Identity, Stored, figure_key, read_stored
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs
from pipeline.model import Annex, Cell, Column, Paragraph, Row, Run, Table

ME = Identity("chiến-dịch", "van-phong", "report", "report.docx", "ab" * 32, "cd" * 32)
BOLD = "<w:rPr><w:b/></w:rPr>"


def figure(text: str = "62", name: str = "u:staff", form: str = "") -> FigureText:
    return FigureText.of(text, name, form)


def filled(template_body: str, around: dict[str, str] | None = None, **context: object) -> dict[str, bytes]:
    """The parts of the document that a template makes, seen to say the same as without controls."""
    template = compiled(docx(template_body, **(around or {})))
    made = template.fill(context, PROPERTIES, identity=ME)
    plain = template.fill(context, PROPERTIES)
    assert made == template.fill(context, PROPERTIES, identity=ME)
    texts = [[each.text for each in paragraphs(each, headers=True)] for each in (made, plain)]
    assert texts[0] == texts[1]
    return read_package(made)


def controls(package: dict[str, bytes], part: str = "word/document.xml") -> list[etree._Element]:
    return [sdt for sdt in parse_xml(package[part]).iter(f"{QW}sdt") if key_of(sdt)]


def text(element: etree._Element) -> str:
    return "".join(element.itertext())


def runs(package: dict[str, bytes], part: str = "word/document.xml") -> list[tuple[str, bool, bool]]:
    """Text of each run, whether it is bold, and whether it stands in a control."""
    return [
        (text(run), run.find(f"{QW}rPr/{QW}b") is not None, any(True for _ in run.iterancestors(f"{QW}sdt")))
        for run in parse_xml(package[part]).iter(f"{QW}r")
    ]


def stored(package: dict[str, bytes]) -> Stored:
    found = read_stored(package)
    assert found is not None
    return found


def test_a_tag_becomes_a_bound_control_as_the_schema_wants_it() -> None:
    package = filled(p("Có {{ x }} người"), x=figure(form="number(1)"))
    (control,) = controls(package)
    properties = control.find(f"{QW}sdtPr")
    assert properties is not None
    key = figure_key("u:staff", "number(1)")
    assert [etree.QName(child).localname for child in properties] == ["alias", "tag", "id", "dataBinding", "text"]
    assert {child.get(f"{QW}val") for child in properties} >= {"u:staff", key, "1"}
    binding = properties.find(f"{QW}dataBinding")
    assert binding is not None
    assert binding.get(f"{QW}xpath") == f"/f:figures[1]/f:{key}[1]"
    assert binding.get(f"{QW}prefixMappings") == "xmlns:f='urn:baocao:figures:1'"
    known = stored(package)
    assert known.identity == ME
    assert known.values == {key: "62"}
    assert binding.get(f"{QW}storeItemID", "").encode() in package["customXml/itemProps1.xml"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("{{ x }}", [("62", True)]),
        ("{{ x }} sau", [("62", True), (" sau", False)]),
        ("trước {{ x }}", [("trước ", False), ("62", True)]),
        ("{{ x }}/{{ x }}", [("62", True), ("/", False), ("62", True)]),
        ("{{ x }}{{ x }}", [("62", True), ("62", True)]),
        ('{{ x ~ "/" ~ x }}', [("62", True), ("/", False), ("62", True)]),
        ('{{ x ~ " &amp; " ~ t }}', [("62", True), (" & chữ", False)]),
        ("{{ t }}{{ x }}", [("chữ", False), ("62", True)]),
        ("{% if x %}{{ x }}{% endif %}", [("62", True)]),
        ("a{% if x %}{{ x }}{% else %}-{% endif %}b", [("a", False), ("62", True), ("b", False)]),
        ("{% for i in [1, 2] %}{{ x }}{% endfor %}", [("62", True), ("62", True)]),
        ("{% for i in [1, 2] %}{{ x }};{% endfor %}", [("62", True), (";", False), ("62", True), (";", False)]),
        ("{{ x if x else t }}", [("62", True)]),
        ("{{ [x, x] | join('+') }}", [("62+62", False)]),
        ("{% set y = x %}{{ y }}", [("62", True)]),
        ("{% set y %}{{ x }}{% endset %}{{ y }}", [("62", False)]),
        ("{% macro m() %}{{ x }}{% endmacro %}{{ m() }}", [("62", False)]),
        ("{% filter upper %}{{ x }}{% endfilter %}", [("62", False)]),
    ],
)
def test_the_run_around_a_tag_is_split_without_empty_runs(texts: str, expected: list[tuple[str, bool]]) -> None:
    body = f"<w:p><w:r>{BOLD}<w:t>{texts}</w:t></w:r></w:p>"
    package = filled(body, x=figure(), t="chữ")
    shown: list[tuple[str, bool]] = []
    for run, bold, inside in runs(package):
        assert bold, "every piece keeps its look"
        if shown and not inside and not shown[-1][1]:
            shown[-1] = (shown[-1][0] + run, False)
        else:
            shown.append((run, inside))
    assert shown == expected
    assert b"\x05" not in package["word/document.xml"]


def test_a_value_that_is_no_figure_leaves_the_run_whole() -> None:
    assert runs(filled(p("a {{ x }} b"), x="62")) == [("a 62 b", False, False)]


def test_blanks_around_a_control_are_kept() -> None:
    xml = filled(p("Có {{ x }} người"), x=figure())["word/document.xml"].decode()
    assert '<w:t xml:space="preserve">Có </w:t>' in xml
    assert '<w:t xml:space="preserve"> người</w:t>' in xml


def test_line_breaks_make_a_control_of_many_lines() -> None:
    package = filled(p("{{ x }}"), x=figure("một\nhai & <ba>"))
    (control,) = controls(package)
    assert control.find(f"{QW}sdtPr/{QW}text").get(f"{QW}multiLine") == "1"
    assert len(list(control.iter(f"{QW}br"))) == 1
    assert list(stored(package).values.values()) == ["một\nhai & <ba>"]


def test_headers_and_table_cells_have_controls_with_ids_of_their_own() -> None:
    package = filled(table(("{{ x }}", "{{ y }}")), {"header1": p("{{ x }}")}, x=figure(), y=figure("3", "u:men"))
    found = [*controls(package), *controls(package, "word/header1.xml")]
    ids = [each.find(f"{QW}sdtPr/{QW}id").get(f"{QW}val") for each in found]
    assert len(set(ids)) == len(found) == 3
    assert stored(package).figures[figure_key("u:staff", "")].count == 2


@pytest.mark.parametrize(
    "body",
    [
        p("a").replace("<w:p>", '<w:p><w:bookmarkStart w:id="1" w:name="{{ x }}"/><w:bookmarkEnd w:id="1"/>'),
        "<w:p><w:r><w:instrText>DATE {{ x }}</w:instrText></w:r></w:p>",
        "<w:p><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>{{ x }}</w:t></w:r></w:sdtContent>"
        "</w:sdt></w:p>",
        "<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id='1' w:author='a'><w:rPr/></w:rPrChange></w:rPr>"
        "<w:t>{{ x }}</w:t></w:r></w:p>",
    ],
)
def test_where_no_control_can_stand_the_figure_is_plain_text(body: str) -> None:
    package = filled(body, x=figure())
    assert controls(package) == []
    assert b"62" in package["word/document.xml"]
    assert stored(package).figures == {}


def test_a_template_keeps_its_own_controls_and_parts() -> None:
    own = (
        "<w:sdt><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    parts = unpack(docx(own))
    parts["customXml/item1.xml"] = b"<mine/>"
    made = compiled(pack(parts)).fill({"x": figure()}, PROPERTIES, identity=ME)
    package = read_package(made)
    ids = [each.get(f"{QW}val") for each in parse_xml(package["word/document.xml"]).iter(f"{QW}id")]
    assert ids == ["1", "2"]
    assert package["customXml/item1.xml"] == b"<mine/>"
    assert stored(package).store_part == "customXml/item2.xml"


def test_a_second_text_under_one_key_stays_plain_text() -> None:
    package = filled(p("{{ x }} {{ y }}"), x=figure("1"), y=figure("2"))
    assert [text(each.find(f"{QW}sdtContent")) for each in controls(package)] == ["1"]


def test_what_is_not_printed_is_not_stored_and_what_is_printed_twice_is_counted() -> None:
    blocks = (Paragraph("body", (Run("Có "), Run("62", figure="u:staff"))),)
    never = compiled(docx(p("{%p if false %}") + p("{{p body | blocks }}") + p("{%p endif %}") + p("x")))
    assert stored(read_package(never.fill({"body": blocks}, PROPERTIES, identity=ME))).figures == {}
    kept = docx(p("{%p set b = body | blocks %}") + p("{{p b }}") + p("{{p b }}"))
    package = read_package(compiled(kept).fill({"body": blocks}, PROPERTIES, identity=ME))
    ids = [each.find(f"{QW}sdtPr/{QW}id").get(f"{QW}val") for each in controls(package)]
    assert ids == ["1", "2"]
    assert [each.count for each in stored(package).figures.values()] == [2]


def group(name: str) -> tuple[Paragraph | Table, ...]:
    rows = tuple(
        Row((Cell((Run(f"đơn vị {n}"),)), Cell((Run(f"{n}", figure=f"u{n}:x", form="|zero=-"),))))
        for n in range(3)
    )
    return (
        Paragraph("caption", (Run("Bảng có "), Run("7", True, figure="u:n")), name),
        Table((Column(2), Column(1)), (Row((Cell((Run("a"),)), Cell((Run("b"),))), "head"), *rows), name),
    )


def test_a_group_is_one_block_control_whose_shape_can_be_read_again() -> None:
    body = (*group("/documents/a/tables/0"), *group("/documents/a/tables/1"), Paragraph("body", (Run("hết"),)))
    annex = Annex("Phụ lục", "TÊN", "", True, group("/documents/a/annexes/0/tables/0"))
    package = filled(p("{{p body | blocks }}") + p("{{p annexes | annexes }}"), body=body, annexes=(annex,))
    blocks = [each for each in controls(package) if key_of(each)[0] == "b"]
    known = stored(package)
    assert [known.blocks[key_of(each)][0] for each in blocks] == [
        "/documents/a/tables/0", "/documents/a/tables/1", "/documents/a/annexes/0/tables/0"
    ]  # fmt: skip
    for block in blocks:
        content = block.find(f"{QW}sdtContent")
        assert content is not None
        assert known.blocks[key_of(block)][1] == shape_of(content)
        assert [etree.QName(child).localname for child in content][:2] == ["p", "tbl"]
    assert "hết" not in "".join(map(text, blocks))


def test_the_shape_of_a_block_is_that_of_its_text_and_not_of_its_figures() -> None:
    shapes = set()
    for number, word in (("7", "người"), ("8", "người"), ("7", "con")):
        block = Paragraph("body", (Run("Có "), Run(number, figure="u:n"), Run(f" {word}")), "/g")
        ((_, shape),) = stored(filled(p("{{p body | blocks }}"), body=(block,))).blocks.values()
        shapes.add(shape)
    assert len(shapes) == 2


def test_long_names_are_cut_to_what_word_takes() -> None:
    pointer = "/documents/report/" + "/".join(f"outline/{n}" for n in range(20)) + "/tables/0"
    assert len(alias_of(pointer)) == 64
    assert alias_of(pointer).endswith("/tables/0")
    package = filled(p("{{ x }}"), x=figure(name="u:" + "rất-dài." * 20))
    (control,) = controls(package)
    assert len(control.find(f"{QW}sdtPr/{QW}alias").get(f"{QW}val")) == 64


def test_documents_with_controls_are_valid(tmp_path: Path) -> None:
    body = (*group("/a"), Paragraph("body", (Run("Có "), Run("62", True, True, "u:staff")), "/b"))
    template = docx(p("{{ x }} người") + p("{{p body | blocks }}") + table(("{{ x }}",)), header1=p("a {{ x }}"))
    file = tmp_path / "x.docx"
    found: list[list[str]] = []
    for identity in (ME, None):
        file.write_bytes(compiled(template).fill({"x": figure(), "body": body}, PROPERTIES, identity=identity))
        found.append([str(error) for error in OpenXmlValidator().validate(str(file)).errors])
    assert found[0] == found[1], "what is missing in the small template of the test is missing in both"


def test_a_filled_document_can_be_a_template_again() -> None:
    once = compiled(docx(p("Có {{ x }}") + p("{{ '{{ x }}' }}"))).fill({"x": figure()}, PROPERTIES, identity=ME)
    other = Identity("khác", "", "letter", "x.docx", "", "")
    twice = CompiledTemplate.compile(once, "x.docx", make_environment({})).fill(
        {"x": figure("3")}, PROPERTIES, identity=other
    )
    known = stored(read_package(twice))
    assert known.identity == other
    assert [each.text for each in known.figures.values()] == ["3"]
    assert [each.text for each in paragraphs(twice)] == ["Có 62", "3"]


WORDS = st.text("ab &<", max_size=3)


@given(st.lists(st.tuples(WORDS, st.booleans(), WORDS), min_size=1, max_size=5))
def test_whatever_stands_around_tags_the_text_is_the_same(pieces: list[tuple[str, bool, str]]) -> None:
    texts, values = "", {}
    for index, (before, is_figure, value) in enumerate(pieces):
        texts += re.sub("[&<]", "+", before) + f"{{{{ v{index} }}}}"
        values[f"v{index}"] = figure(value, f"u:{index}") if is_figure else value
    package = filled(p(texts), **values)
    expected = sum(1 for _, is_figure, value in pieces if is_figure and value)
    assert len(controls(package)) == expected
    assert all(run for run, *_ in runs(package) if expected), "no run is empty"


@pytest.mark.parametrize("chosen", [True, False])
def test_behind_branches_that_end_in_other_runs_there_is_no_room(chosen: bool) -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">a{% if chosen %}</w:t></w:r>'
        f"<w:r>{BOLD}<w:t>{{% endif %}}{{{{ x }}}}</w:t></w:r></w:p>"
    )
    package = filled(body, x=figure(), chosen=chosen)
    assert controls(package) == []
    assert "".join(said for said, *_ in runs(package)) == "a62"


def test_a_very_large_table_is_a_control_as_a_whole(monkeypatch):
    rows = tuple(Row((Cell((Run("61", figure="a"),)), Cell((Run("x"),)))) for _ in range(3))
    table = Table((Column(1), Column(1)), rows)

    def stored():
        controls = module.Controls(Identity("", "", "", "", "", ""))
        controls.block("/t", [table], table_xml(table, 9000, controls=controls))
        return controls.stored()

    assert stored().figures
    monkeypatch.setattr(module, "MOST_CELLS", 5)
    assert not stored().figures
    (as_a_whole,) = stored().blocks.values()
    table = Table((Column(1), Column(1)), (*rows[:2], Row((Cell((Run("62", figure="a"),)), Cell((Run("x"),))))))
    assert [as_a_whole] != list(stored().blocks.values())

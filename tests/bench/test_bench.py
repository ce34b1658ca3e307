"""The harness measures what it says; nothing is asserted about time."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from bench import check, fill, pdf, plain
from bench.__main__ import COMPARISONS, main
from bench.annexes import sample
from bench.build import DOCUMENTS as HOUSE
from bench.build import jobs
from bench.command import run
from bench.content import JINJA, PARAGRAPHS, ROWS, contexts
from bench.harness import Spread, interleaved, ratio, timed
from bench.page import Table, replace_section, section
from bench.recorded import filled_by_build
from pipeline.docx.environment import make_environment
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs
from pipeline.model import Cell, Column, Row, Run
from pipeline.model import Table as ModelTable

ROOT = Path(__file__).parents[2]
CONTEXT = contexts(1)[0]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of docxtpl and of forks


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    return filled_by_build(tmp_path_factory.mktemp("bench"), 3, tuple(HOUSE))


def test_sides_are_run_in_turn_after_a_turn_that_does_not_count():
    order = []

    def side(name, seconds):
        return lambda turn: order.append((name, turn)) or seconds

    found = interleaved({"a": side("a", 2.0), "b": side("b", 3.0)}, 3, turn=0.5)
    assert order == [("a", 0.5), ("b", 0.5)] * 4
    assert found == {"a": Spread((2.0,) * 3), "b": Spread((3.0,) * 3)}
    assert ratio(found["b"], found["a"]) == "1.5×"


def test_a_turn_is_repeated_until_it_is_over_and_tells_the_time_of_one_run():
    runs = []
    seconds = timed(lambda: runs.append(0))(0.01)
    assert len(runs) > 1
    assert seconds * len(runs) >= 0.01
    runs.clear()
    timed(lambda: runs.append(0))(0)
    assert len(runs) == 1


def test_a_spread_tells_median_least_and_most():
    assert Spread((0.003, 0.001, 0.010)).shown(1e3, 2) == "3.00 (1.00 to 10.00)"
    assert Spread((2.0,)).shown() == "2.0"


def test_contexts_are_of_different_units():
    first, second = contexts(2)
    assert first["organ"] != second["organ"]
    assert first["sections"] != second["sections"]


@pytest.mark.parametrize("name", fill.DOCUMENTS)
def test_ours_and_docxtpl_fill_the_same_text(name, tmp_path):
    path = tmp_path / f"{name}.docx"
    path.write_bytes(fill.DOCUMENTS[name](JINJA))
    ours = CompiledTemplate.compile(path.read_bytes(), name, make_environment({}))
    fill.require_same_text(ours.fill(CONTEXT, fill.PROPERTIES), fill.docxtpl_fill(path, CONTEXT))


def test_the_report_has_the_size_that_the_page_tells():
    compiled = CompiledTemplate.compile(fill.report_template(JINJA), "report", make_environment({}))
    data = compiled.fill(CONTEXT, fill.PROPERTIES)
    texts = [paragraph.text for paragraph in paragraphs(data)]
    wanted = [each["text"] for part in CONTEXT["sections"] for each in part["paragraphs"]]
    assert len(wanted) == PARAGRAPHS
    assert set(wanted) <= set(texts)
    assert [len(table.rows) for table in docx.Document(io.BytesIO(data)).tables] == [1 + ROWS] * 2


def test_documents_that_differ_are_refused():
    environment = make_environment({})
    letter, report = (
        CompiledTemplate.compile(make(JINJA), "x", environment).fill(CONTEXT, fill.PROPERTIES)
        for make in fill.DOCUMENTS.values()
    )
    with pytest.raises(ValueError, match="differ"):
        fill.require_same_text(letter, report)


def test_the_pieces_of_a_filling_are_clocked_within_the_whole():
    compiled = CompiledTemplate.compile(fill.letter_template(JINJA), "letter", make_environment({}))
    spent = fill.pieces(compiled, [CONTEXT], 3)
    whole = spent.pop("whole")
    assert set(spent) == set(fill.PIECES)
    assert all(spent[name] > 0 for name in ("render", "deflate_filled", "own", "write_package"))
    assert sum(spent.values()) <= whole


def test_the_plain_templates_hold_nothing_of_ours():
    for house in HOUSE.values():
        template = plain.plain_template((ROOT / "templates" / house).read_bytes())
        text = zipfile.ZipFile(io.BytesIO(template)).read(plain.MAIN).decode()
        assert "{%tr for row in block.rows %}" in text
        for ours in ("| blocks", "| line", "| annexes"):
            assert ours not in text


def test_docxtpl_fills_every_document_of_a_build_with_our_text(tmp_path):
    made = jobs(tmp_path, 2)
    assert [job.template.name for job in made] == ["plain-report.docx", "plain-cover-letter.docx"] * 2


def test_emphasis_of_a_context_is_kept(filled):
    values = plain.plain_values(filled[1].values)
    xml = "".join(str(block["text"]) for block in values["body"])
    assert any(run.italic for block in filled[1].values["body"] for run in block.runs)
    assert "<w:i/>" in xml


def test_a_table_of_another_shape_is_refused(filled):
    table = ModelTable((Column(1),), (Row((Cell((Run("x"),)),), "head"),))
    values = {**filled[0].values, "annexes": [replace(filled[0].values["annexes"][0], blocks=(table,))]}
    with pytest.raises(ValueError, match="columns"):
        plain.plain_values(values)


def test_default_styles_hold_the_text_of_the_report(filled):
    report = filled[0].docx
    plain_text = [p.text for p in paragraphs(pdf.default_styles(report))]
    assert plain_text == [p.text for p in paragraphs(report)]
    assert {p.style for p in paragraphs(pdf.default_styles(report))} >= {"Heading1", "Heading2"}


def test_memory_of_a_command_and_of_its_child_are_told_apart():
    child = "import time; held = bytearray(60_000_000); time.sleep(0.4)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    cost = run([sys.executable, "-c", parent])
    assert cost.seconds >= 0.4
    assert cost.parent < 57 < cost.child


def test_a_command_that_fails_is_no_measurement():
    with pytest.raises(RuntimeError, match="ended with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_unit_has_so_many_records_as_asked(tmp_path):
    unit = sample(tmp_path / "many", 70)
    assert (tmp_path / "many" / "units" / f"{unit}.yaml").read_text("utf-8").count("subject_type") == 70


def test_a_run_replaces_its_section_only(tmp_path):
    page = tmp_path / "performance.md"
    order = ["one", "two", "three"]
    for name, figure in (("three", "1"), ("one", "2"), ("three", "3")):
        table = Table(f"Title {name}", ("A", "B"), [(figure, "x")], ["A note."])
        replace_section(page, name, section([table], f"on a machine {figure}"), order)
    text = page.read_text("utf-8")
    assert text.startswith("# Performance\n")
    assert text.index("## Title one") < text.index("## Title three")
    assert text.count("## ") == 2
    assert "| A | B |\n| --- | --- |\n| 3 | x |\n\nA note.\n" in text
    assert "<sub>on a machine 3</sub>" in text
    assert "| 1 | x |" not in text


def test_only_known_comparisons_run(capsys):
    with pytest.raises(SystemExit):
        main(["fill", "nothing"])
    assert "unknown: nothing" in capsys.readouterr().err


def test_a_quick_run_leaves_the_page_of_results_alone(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(COMPARISONS, "fill", lambda given: [Table("Quick", ("A",), [(str(given.quick),)])])
    monkeypatch.setattr("bench.__main__.RESULT", tmp_path / "page.md")
    main(["fill", "--quick"])
    assert "| True |" in capsys.readouterr().out
    assert not (tmp_path / "page.md").exists()
    main(["fill"])
    assert "| False |" in (tmp_path / "page.md").read_text("utf-8")


def test_the_lock_of_node_names_no_registry():
    lock = (ROOT / "bench" / "node" / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


def test_reading_a_document_sees_all_of_it(filled):
    report = next(document.docx for document in filled if document.template == "report.docx")
    whole = sum(len(paragraph.text) for paragraph in paragraphs(report))
    assert check.walk_docx(report) > whole
    assert check.walk_docx(filled[-1].docx) != check.walk_docx(report)


@pytest.mark.office
def test_reading_a_pdf_sees_its_characters(filled):
    made = check._pdf(filled[-1].docx)
    pages = PdfReader(io.BytesIO(made)).pages
    letters = sum(1 for page in pages for sign in page.extract_text() if not sign.isspace())
    assert letters <= check.read_characters(made) <= 1.5 * letters

"""The harness measures what it says; nothing is asserted about time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.__main__ import document
from bench.build import run
from bench.content import JINJA, context, letter_template, report_template
from bench.fill import DOCUMENTS, PROPERTIES, docxtpl_fill, require_same_text
from bench.harness import Spread, Table, interleaved
from pipeline.docx.environment import make_environment
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs


def test_sides_are_run_in_turn_after_one_untimed_run():
    order = []
    found = interleaved({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b"] * 4
    assert [len(found[side].seconds) for side in "ab"] == [3, 3]


def test_a_spread_tells_median_least_and_most():
    assert Spread((0.003, 0.001, 0.010)).milliseconds() == "3.00 (1.00 to 10.00)"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_sides_fill_the_same_text(name, tmp_path):
    template = tmp_path / f"{name}.docx"
    template.write_bytes(DOCUMENTS[name](JINJA))
    ours = CompiledTemplate.compile(template.read_bytes(), name, make_environment({}))
    require_same_text(ours.fill(context(), PROPERTIES), docxtpl_fill(template, context()))


def test_the_report_holds_all_that_was_given():
    compiled = CompiledTemplate.compile(report_template(JINJA), "report", make_environment({}))
    texts = [paragraph.text for paragraph in paragraphs(compiled.fill(context(), PROPERTIES))]
    wanted = [p["text"] for section in context()["sections"] for p in section["paragraphs"]]
    assert set(wanted) <= set(texts)
    assert sum(text == row["decision"] for row in context()["awards"] for text in texts) >= 25


def test_documents_that_differ_are_refused():
    environment = make_environment({})
    letter, report = (
        CompiledTemplate.compile(make(JINJA), "x", environment).fill(context(), PROPERTIES)
        for make in (letter_template, report_template)
    )
    with pytest.raises(ValueError, match="differ"):
        require_same_text(letter, report)


def test_memory_of_a_command_and_of_its_child_are_told_apart():
    child = "import time; held = bytearray(60_000_000); time.sleep(0.4)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    cost = run([sys.executable, "-c", parent])
    assert cost.seconds >= 0.4
    assert cost.parent < 57 < cost.child


def test_a_command_that_fails_is_no_measurement():
    with pytest.raises(RuntimeError, match="ended with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_page_tells_command_machine_and_tables():
    table = Table("Title", ("A", "B"), [("1", "2")], ["A note."])
    page = document(["a machine"], [table], ["fill", "--quick"])
    assert "`python -m bench fill --quick`" in page
    assert "- a machine" in page
    assert "| A | B |\n| --- | --- |\n| 1 | 2 |" in page
    assert page.endswith("A note.\n")


def test_the_lock_of_node_names_no_registry():
    lock = (Path(__file__).parents[2] / "bench" / "node" / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock

"""Figures from the data to the content controls of a document, in one form wherever they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_render import FIGURES, RECORDS, template

from pipeline.docx.package import unpack
from pipeline.docx.store import Identity, PrintedText, read_stored
from pipeline.model import Properties, Run
from pipeline.stages.aggregate import Figures
from pipeline.stages.localise import Context
from pipeline.stages.localise.expressions import form_of, parse_expression
from pipeline.stages.localise.outline import title
from pipeline.stages.render import Renderer

ME = Identity("c", "u1", "letter", "t.docx", "h", "v")


def printed(tmp_path: Path, *texts: str) -> list[PrintedText]:
    context = Context({"doc": {"subject": "Trích yếu", "note": ""}}, Properties("t", "a"), {})
    docx = Renderer().render(template(tmp_path, *texts), context, Figures(FIGURES, {}, RECORDS), ME).docx
    found = read_stored(unpack(docx))
    assert found is not None
    return list(found.figures.values())


@pytest.mark.parametrize(
    ("tag", "figure", "form", "text"),
    [
        ("{{ staff.total }}", "u1:staff.total", "", "1.234"),
        ("{{ staff.men | count }}", "u1:staff.men", "count", "03"),
        ("{{ rate | percent( 0 ) }}", "u1:rate", "percent(0)", "13%"),
        ("{{ staff.men | words | capital }}", "u1:staff.men", "words|capital", "Ba"),
        ("{{ absent | otherwise('-') | percent }}", "u1:absent", 'otherwise("-")|percent', "-"),
        ("{{ staff.men | otherwise('-') | count }}", "u1:staff.men", 'otherwise("-")|count', "03"),
        ("{{ staff.men | otherwise('-') }}", "u1:staff.men", 'otherwise("-")', "3"),
        ("{{ records.awards[0].year | year }}", "u1:awards[0].year", "year", "2015"),
        ("{{ growth }}", "u1:growth", "", "không so sánh"),
    ],
)
def test_a_tag_prints_a_figure_in_a_form(tmp_path: Path, tag: str, figure: str, form: str, text: str) -> None:
    assert printed(tmp_path, f"Có {tag} người") == [PrintedText(figure, form, text, 1)]


def test_the_same_figure_in_two_forms_has_two_keys(tmp_path: Path) -> None:
    found = printed(tmp_path, "{{ staff.men }} {{ staff.men | count }}", "{{ staff.men }}")
    assert [(each.form, each.text, each.count) for each in found] == [("", "3", 2), ("count", "03", 1)]


def test_names_that_are_no_figures_and_row_numbers_have_no_controls(tmp_path: Path) -> None:
    tags = "{{ doc.subject }} {% for a in records.awards %}{{ loop.index | row }}{% endfor %}"
    assert printed(tmp_path, tags) == []


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("x", ""),
        ("x|count", "count"),
        ('x | measure ( "ha" )', 'measure("ha")'),
        ("x | number(1) | upper", "number(1)|upper"),
        ("x | otherwise('-')", 'otherwise("-")'),
    ],
)
def test_a_form_does_not_depend_on_how_the_filters_were_typed(typed: str, form: str) -> None:
    assert parse_expression(typed, typed).form == form
    assert form_of(parse_expression(typed, typed).filters) == form


def test_a_title_in_capitals_is_a_form_of_its_own() -> None:
    runs = (Run("Có "), Run("ba", figure="u:x", form="words"), Run("b", figure="u:y"))
    assert [run.form for run in title(1, 1, runs).runs] == ["", "", "words|upper", "upper"]
    assert [run.form for run in title(2, 1, runs).runs] == ["", "", "words", ""]

"""Figures as templates see them."""

from __future__ import annotations

import io
import os
import time
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.docx.text import paragraphs
from pipeline.errors import TemplateError
from pipeline.model import Figure, Place, Properties, Trace
from pipeline.stages.aggregate import Figures
from pipeline.stages.localise import Context
from pipeline.stages.render import FigureTree, Renderer

HOUSE = Path(__file__).parents[2] / "templates" / "cover-letter.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def figure(path: str, value: Any, kind: Any = "number") -> Figure:
    return Figure(f"u1:{path}", value, kind, Trace("source", (), Place("u1.yaml", 1)))


FIGURES = {
    f.id.partition(":")[2]: f
    for f in (
        figure("staff.total", 1234),
        figure("staff.men", 3),
        figure("rate", Fraction(1, 8), "share"),
        figure("growth", None, "change"),
        figure("absent", None),
        figure("zero", 0),
        figure("price", Decimal("2.50")),
        figure("word", "a & <b>", "text"),
    )
}
RECORDS = {"awards": (("u1:awards[0]", {"name": "Bằng khen", "year": 2015}), ("u1:awards[1]", {"name": "Cờ"}))}


def template(tmp_path: Path, *texts: str) -> Path:
    """A template whose body holds these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>" for text in texts)
    document = f"<w:document xmlns:w='{W}'><w:body>{body}<w:sectPr/></w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(HOUSE) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, document if name == "word/document.xml" else source.read(name))
    path = tmp_path / "t.docx"
    path.write_bytes(out.getvalue())
    return path


def render(tmp_path: Path, *texts: str, **values: Any) -> tuple[list[str], dict[str, set[str]]]:
    context = Context({"doc": {"subject": "Trích yếu", "note": ""}, **values}, Properties("t", "a"), {})
    docx, printed, _ = Renderer().render(template(tmp_path, *texts), context, Figures(FIGURES, {}, RECORDS))
    return [paragraph.text for paragraph in paragraphs(docx)], printed


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ staff.total }}", "1.234"),
        ("{{ staff.men | count }}", "03"),
        ("{{ rate }}", "12,5%"),
        ("{{ rate | percent(0) }}", "13%"),
        ("{{ growth }}", "không so sánh"),
        ("{{ price }}", "2,50"),
        ("{{ word }}", "a & <b>"),
        ("{{ absent | otherwise('-') }}", "-"),
        ("{{ absent | otherwise('-') | percent }}", "-"),
        ("{{ staff.men | otherwise('-') | count }}", "03"),
        ("{{ staff.men | otherwise('-') }}", "3"),
        ("{% if staff.men &lt; staff.total %}ít{% endif %}", "ít"),
        ("{% if staff.men == 3 and zero == 0 and not zero %}bằng{% endif %}", "bằng"),
        ("{{ records.awards[0].name }}", "Bằng khen"),
        (
            "{% for a in records.awards %}{{ loop.index | row }}. {{ a.name }}; {% endfor %}",
            "1. Bằng khen; 2. Cờ; ",
        ),
        ("{{ doc.subject }}", "Trích yếu"),
    ],
)
def test_what_a_tag_prints(tmp_path: Path, tag: str, text: str) -> None:
    assert render(tmp_path, tag)[0] == [text]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 5 }}",
        "{{ loop_free + 1 }}",
        "{{ staff.total + 1 }}",
        "{{ absent }}",
        "{{ absent | percent }}",
        "{{ word | count }}",
        "{{ staff }}",
        "{{ staff.women }}",
        "{{ records.prizes }}",
        "{{ staff.men | number(999999999) }}",
        "{{ staff.men | number('x') }}",
        "{{ staff.men | measure }}",
        "{{ staff.men | row }}",
        "{{ staff.men | upper }}",
        "{{ staff.men | trim }}",
        "{% for a in records.awards %}{{ loop.index }}{% endfor %}",
    ],
)
def test_what_cannot_be_printed_is_an_error(tmp_path: Path, tag: str) -> None:
    with pytest.raises(TemplateError):
        render(tmp_path, tag)


def test_a_number_without_a_source_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        render(tmp_path, "{{ 1234 }}")
    assert "declare an aggregate" in caught.value.message()


def test_printed_figures_are_told_with_their_texts(tmp_path: Path) -> None:
    _, printed = render(
        tmp_path, "{{ staff.men }} {{ staff.men | count }}", "{{ rate | percent }}{{ absent | otherwise('-') }}"
    )
    assert printed == {"u1:staff.men": {"3", "03"}, "u1:rate": {"12,5%"}, "u1:absent": {"-"}}


def test_what_is_only_compared_is_not_told(tmp_path: Path) -> None:
    assert render(tmp_path, "{% if staff.men == 3 %}x{% endif %}")[1] == {}


def test_each_document_tells_its_own_figures(tmp_path: Path) -> None:
    renderer, path = Renderer(), template(tmp_path, "{% if doc.all %}{{ staff.men }}{% endif %}x")
    figures = Figures(FIGURES)
    first = renderer.render(path, Context({"doc": {"all": True, "note": ""}}, Properties("", ""), {}), figures)[1]
    second = renderer.render(path, Context({"doc": {"all": False, "note": ""}}, Properties("", ""), {}), figures)[
        1
    ]
    assert (first, second) == ({"u1:staff.men": {"3"}}, {})


def test_the_texts_of_the_context_go_before_figures_of_the_same_name(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ staff.total }}", staff={"total": "chữ"})[0] == ["chữ"]


def test_a_template_that_is_not_there_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        Renderer().sha256(tmp_path / "none.docx")
    assert caught.value.code == "T40"
    assert "none.docx" in str(caught.value.place)


def test_a_pipe_in_the_place_of_a_template_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    with pytest.raises(TemplateError) as caught:
        Renderer().sha256(tmp_path / "pipe.docx")
    assert caught.value.code == "T40"


def test_the_tree_shows_figures_and_what_is_below_names() -> None:
    tree = FigureTree(FIGURES)
    assert set(tree) == {"staff", "rate", "growth", "absent", "zero", "price", "word"}
    assert len(tree) == 7
    assert list(tree["staff"]) == ["total", "men"]
    assert tree["staff"]["total"].figure.value == 1234
    with pytest.raises(KeyError):
        tree["staff"]["women"]


def test_where_a_path_is_a_figure_and_a_group_it_is_the_figure() -> None:
    both = {"a": figure("a", 1), "a.b": figure("a.b", 2), "c.d": figure("c.d", 3), "c": figure("c", 4)}
    tree = FigureTree(both)
    assert tree["a"].figure.value == 1
    assert tree["c"].figure.value == 4


def test_ten_thousand_units_are_looked_up_quickly() -> None:
    figures = {f"rank.u{n}": figure(f"rank.u{n}", n) for n in range(10_000)}
    started = time.monotonic()
    ranks = FigureTree(figures)["rank"]
    assert sum(ranks[f"u{n}"].figure.value for n in range(10_000)) == 49_995_000
    assert time.monotonic() - started < 1

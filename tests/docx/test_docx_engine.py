"""The template language is docxtpl's: the same template and data make the same document."""

from __future__ import annotations

import io
import random
from typing import Any

import docx as python_docx
import pytest
from docx_builder import PROPERTIES, canonical, compiled, docx, p, table
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree
from markupsafe import Markup

from pipeline.docx.errors import PackageTooLarge
from pipeline.docx.package import read_package

ROWS = [{"name": "Tổ A & B", "n": 3, "subs": ["x", "<y>"]}, {"name": "“C”", "n": 0, "subs": []}]
CONTEXT: dict[str, Any] = {
    "title": "5 < 10 & <b>\nhai dòng",
    "rows": ROWS,
    "yes": True,
    "no": False,
    "names": ["An", "Bình", "Chi"],
    "deep": {"er": {"key": "giá trị"}},
}
FEATURES = {
    "value": p("Trước {{ title }} sau"),
    "split tag": p("{", "{ ti", "tle }", "}"),
    "split over looks": "<w:p><w:r><w:t>{{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
    '<w:t xml:space="preserve"> title </w:t></w:r>'
    "<w:proofErr/><w:r><w:t>}}</w:t></w:r></w:p>",
    "keys": p("{{ deep.er.key }} {{ deep['er']['key'] }} {{ rows[0].name }}"),
    "paragraph if": p("{%p if yes %}") + p("có") + p("{%p else %}") + p("không") + p("{%p endif %}"),
    "paragraph if not": p("a") + p("{%p if no %}") + p("có") + p("{%p endif %}") + p("b"),
    "paragraph loop": p("{%p for r in rows %}") + p("{{ loop.index }}. {{ r.name }}") + p("{%p endfor %}"),
    "inline loop": p("{% for n in names %}{{ n }}{% if not loop.last %}, {% endif %}{% endfor %}"),
    "loop over runs": p("Tên: ", "{%r for n in names %}", "{{ n }};", "{%r endfor %}", " hết"),
    "run value": p("a {{r mark }} b"),
    "row loop": table(
        ("Tên", "Số"), ("{%tr for r in rows %}", ""), ("{{ r.name }}", "{{ r.n }}"), ("{%tr endfor %}", "")
    ),
    "column loop": table(
        ("{%tc for n in names %}", "{{ n }}", "{%tc endfor %}"), ("{%tc for n in names %}", "x", "{%tc endfor %}")
    ),
    "nested loops": table(
        ("{%tr for r in rows %}",),
        ("{{ r.name }}: {% for s in r.subs %}[{{ s }}]{% endfor %}",),
        ("{%tr endfor %}",),
    ),
    "comparison in a tag": p("{% if rows[0].n &lt; 5 and rows[0].n &gt; 1 %}ít{% endif %}"),
    "curly quotes in a tag": p("{% if title != “x” %}khác{% endif %}"),
    "comment": p("a{# không in #}b") + p("{#p cả đoạn #}"),
    "merge with the paragraph before": p("trước") + p("{%- if yes %}sau{% endif %}"),
    "written-out braces": p("{_{ x }_} {_% y %_}"),
    "set and macro": p("{% set a = 'x' %}{% macro m(v) %}({{ v }}){% endmacro %}{{ m(a) }}"),
    "filters": p("{{ title|upper }} {{ rows|length }} {{ gone|default('–') }} {{ names|join(', ') }}"),
    "vertical merge": table(("{%tr for r in rows %}", ""), ("{% vm %}nhóm", "{{ r.n }}"), ("{%tr endfor %}", "")),
    "escape filter": p("{{ title|e }}"),
}


def both(data: bytes, context: dict[str, Any]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The parts that we make and those that docxtpl makes."""
    theirs = DocxTemplate(io.BytesIO(data))
    theirs.render(context, Environment(autoescape=True))
    saved = io.BytesIO()
    theirs.save(saved)
    return read_package(compiled(data).fill(context, PROPERTIES)), read_package(saved.getvalue())


def context() -> dict[str, Any]:
    return {**CONTEXT, "mark": Markup("<w:r><w:t>đậm</w:t></w:r>")}


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_renders_as_docxtpl_renders_it(feature: str) -> None:
    ours, theirs = both(docx(FEATURES[feature]), context())
    assert canonical(ours["word/document.xml"]) == canonical(theirs["word/document.xml"])


def test_all_features_together_render_as_docxtpl_renders_them() -> None:
    names = list(FEATURES)
    for seed in range(10):
        random.Random(seed).shuffle(names)  # noqa: S311
        ours, theirs = both(docx("".join(FEATURES[name] for name in names)), context())
        assert canonical(ours["word/document.xml"]) == canonical(theirs["word/document.xml"])


def test_headers_footers_and_footnotes_render_as_docxtpl_renders_them() -> None:
    parts = {
        "header1": p("{{ title }}"),
        "header2": p("{%p if no %}") + p("x") + p("{%p endif %}") + p("y"),
        "footer1": p("{% for n in names %}{{ n }}{% endfor %}"),
        "footnotes": f'<w:footnote w:id="1">{p("{{ deep.er.key }}")}</w:footnote>',
    }
    ours, theirs = both(docx(p("x"), **parts), context())
    for part in parts:
        assert canonical(ours[f"word/{part}.xml"]) == canonical(theirs[f"word/{part}.xml"])


def test_a_template_from_word_processors_renders_as_docxtpl_renders_it() -> None:
    document = python_docx.Document()
    document.add_heading("{{ title }}", 1)
    document.add_paragraph("{%p for r in rows %}")
    document.add_paragraph("{{ r.name }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    cells = document.add_table(3, 2).rows
    cells[0].cells[0].text, cells[2].cells[0].text = "{%tr for r in rows %}", "{%tr endfor %}"
    cells[1].cells[0].text, cells[1].cells[1].text = "{{ r.name }}", "{{ r.n }}"
    document.sections[0].header.paragraphs[0].text = "{{ deep.er.key }}"
    saved = io.BytesIO()
    document.save(saved)
    ours, theirs = both(saved.getvalue(), context())
    for part in ("word/document.xml", "word/header1.xml"):
        assert canonical(ours[part]) == canonical(theirs[part])


def test_drawings_in_a_loop_get_ids_of_their_own() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="{{ n }}"/></wp:inline></w:drawing></w:r></w:p>'
    )
    body = p("{%p for n in names %}") + drawing + p("{%p endfor %}")
    ours, theirs = both(docx(body), context())
    assert canonical(ours["word/document.xml"]) == canonical(theirs["word/document.xml"])
    root = etree.fromstring(ours["word/document.xml"])
    assert [node.get("id") for node in root.iter("{*}docPr")] == ["1001", "1002", "1003"]


def test_the_same_input_makes_the_same_bytes() -> None:
    data = docx("".join(FEATURES.values()), header1=p("{{ title }}"), footer1=p("tĩnh"))
    one, two = compiled(data), compiled(data)
    assert one.fill(context(), PROPERTIES) == two.fill(context(), PROPERTIES) == one.fill(context(), PROPERTIES)


def test_more_open_braces_than_any_template_has_are_refused_before_they_are_mended() -> None:
    with pytest.raises(PackageTooLarge) as caught:
        compiled(docx(p("{{ x " * 6_000)))
    assert "word/document.xml" in caught.value.message("vi")

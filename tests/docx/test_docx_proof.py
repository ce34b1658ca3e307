"""What is proven once, the check of every filling would accept; what is not proven is still checked each time."""

import pytest
from docx_builder import PROPERTIES, compiled, docx, fill, p, table
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import TemplateSyntaxError

from pipeline.docx import template as template_module
from pipeline.docx.environment import make_environment
from pipeline.docx.errors import BadStructure
from pipeline.docx.package import read_package
from pipeline.docx.structure import check_structure
from pipeline.errors import TemplateError
from pipeline.model import Paragraph, Run

PROVEN = {
    "text": p("chữ {{ a }}"),
    "condition over paragraphs": p("{%p if a %}") + p("x") + p("{%p else %}") + p("y") + p("{%p endif %}"),
    "condition in a text": p("a {% if a %}b{% elif b %}c{% else %}d{% endif %}"),
    "loop over paragraphs": p("{%p for x in rows %}") + p("{{ x }}") + p("{%p endfor %}"),
    "loop over rows": table(("TT",), ("{%tr for x in rows %}",), ("{{ x }}",), ("{%tr endfor %}",)),
    "paragraphs in a cell": table(("đầu",)).replace(
        "</w:p></w:tc>", "</w:p>" + p("{%p for x in rows %}") + p("{{ x }}") + p("{%p endfor %}") + "</w:tc>"
    ),
    "blocks": p("{{p lines | blocks }}"),
    "runs": p("{{r a | rich }}"),
    "a name": p("{% set c = a %}{{ c }}"),
    "a filter of Jinja": p("{{ a | upper }}{{ rows | join(', ') }}"),
}
NOT_PROVEN = {
    "a table of a loop alone": table(("{%tr for x in rows %}",), ("{{ x }}",), ("{%tr endfor %}",)),
    "a macro": p("{% macro m() %}x{% endmacro %}{{ m() }}"),
    "a block that is kept": p("{% set c %}x{% endset %}{{ c }}"),
    "markup that is kept": p("{%p set c = lines | blocks %}") + p("{{p c }}"),
    "a value among paragraphs": p("{{p a }}"),
    "a value in an attribute": '<w:p><w:bookmarkStart w:id="1" w:name="{{ a }}"/><w:bookmarkEnd w:id="1"/></w:p>',
    "blocks that another filter touches": p("{{p lines | blocks | trim }}"),
    "a cell that may be empty": "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
    + p("{%p if a %}")
    + p("x")
    + p("{%p endif %}")
    + "</w:tc></w:tr></w:tbl>",
}
VALUES = {
    "a": "Ơ <&> \n\t “”",
    "b": 0,
    "rows": ("một", "<w:p>", "]]>"),
    "lines": (Paragraph("body", (Run("lời <văn>", True),)),),
}


def is_proven(body):
    (part,) = (part for part in compiled(docx(body)).parts if part.name == "word/document.xml")
    return part.proven


@pytest.mark.parametrize("kind", PROVEN)
def test_it_is_proven_and_holds(kind):
    assert is_proven(PROVEN[kind])
    for values in (VALUES, {**VALUES, "a": "", "b": 1, "rows": (), "lines": ()}):
        check_structure(fill(PROVEN[kind], **values), "word/document.xml", "x.docx")


@pytest.mark.parametrize("kind", NOT_PROVEN)
def test_it_is_not_proven(kind):
    assert not is_proven(NOT_PROVEN[kind])


def test_what_is_not_proven_is_checked_each_time():
    body = NOT_PROVEN["a table of a loop alone"]
    fill(body, **VALUES)
    with pytest.raises(BadStructure):
        fill(body, rows=())


def test_a_proven_part_is_not_parsed(monkeypatch):
    made = compiled(docx(PROVEN["loop over rows"]))
    monkeypatch.setattr(template_module, "check_structure", lambda *_: pytest.fail("parsed"))
    assert "word/document.xml" in read_package(made.fill(VALUES, PROPERTIES))


PIECES = st.sampled_from(
    [
        *("{{ a }}", "chữ", "{% if a %}", "{% else %}", "{% endif %}", "{% for x in rows %}", "{% endfor %}"),
        *("<w:p>", "</w:p>", "<w:r><w:t>", "</w:t></w:r>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        *("<w:br/>", "{{ lines | blocks }}", "{{ a | rich }}", "{{ a | listing }}", "{{ x }}"),
    ]
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=14).map("".join), st.booleans())
def test_no_proof_is_wrong(body, empty):
    """Sources put together at random, past all other checks: where one is proven, its fillings are documents."""
    source = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"{body}</w:body></w:document>"
    )
    environment = make_environment({})
    try:
        made = environment.from_string(source)
    except TemplateSyntaxError:
        return
    if not template_module.is_proven(source, environment):
        return
    values = {**VALUES, "x": "x", "a": "" if empty else VALUES["a"], "rows": () if empty else VALUES["rows"]}
    try:
        text = "".join(made.generate(**values))
    except (TemplateError, ValueError, LookupError, AttributeError):
        return  # a value that this place cannot print: told by the engine
    check_structure(text, "word/document.xml", "x.docx")

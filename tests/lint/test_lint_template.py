"""What is wrong with a template is found without data, each fault once, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "docx"))
from docx_builder import PROPERTIES, compiled, docx, p, table

from pipeline.lint import lint_environment, lint_template
from pipeline.lint.shapes import DOCUMENT, FigureShape, Items, Keys

NUMBER = FigureShape("number")
ROOT = Keys(
    {
        **DOCUMENT,
        "staff": Keys(
            {"total": NUMBER, "women": NUMBER, "extra": NUMBER, "day": FigureShape("date")}, frozenset({"extra"})
        ),
        "records": Keys({"events": Items(Keys({"name": FigureShape("text")}))}),
    }
)


def found(*body: str, **parts: str) -> list[tuple[str, object]]:
    data = docx("".join(body), **parts)
    findings, _ = lint_template(data, "templates/x.docx", {"report": ROOT}, lint_environment())
    for finding in findings:
        assert finding.place is not None
        assert finding.place.file == "templates/x.docx"
        assert finding.message("en")
        assert finding.advice("en")
    return [(finding.code, finding.params["tag"]) for finding in findings]


FAULTS = {
    "{{ doc.subjet }}": "T12",
    "{ { doc.subject }}": "L01",
    "{{ doc.subject }": "L01",
    "{% if doc.note }}": "L01",
    "}}": "L01",
    "{{ doс.subject }}": "L10",
    "{{ doc.\u200bsubject }}": "L08",
    "{{ doc[«subject»] }}": "L09",
    "{{ x + }}": "T10",
    "{{ doc.subject | uper }}": "T13",
    "{% if doc.note is defind %}{% endif %}": "T13",
    "{% for x in staff.total %}{% endfor %}": "L11",
    "{% for k, v in staff %}{% endfor %}": "L11",
    "{% for k in staff %}{% endfor %}": "L21",
    "{% for x in doc.recipients %}": "L05",
    "{% endfor %}": "L05",
    "{{ doc.items() }}": "L13",
    "{{ staff.keys }}": "L13",
    "{{ doc.recipients.name }}": "L12",
    "{{ staff.total.x }}": "L12",
    "{{ lipsum() }}": "L14",
    "{{ doc.subject.upper() }}": "L14",
    "{% if staff.total > 'a' %}{% endif %}": "L16",
    "{% if staff.total == 'a' %}{% endif %}": "L17",
    "{{ staff.total | long_date }}": "L15",
    "{{ staff.day | count }}": "L15",
    "{{ staff }}": "T14",
    "{{ body }}": "T14",
    "{{ 5 }}": "L18",
    "{{ loop.index }}": "T11",
    "{{ staff.extra }}": "L19",
    "{% include 'x' %}": "T10",
    "{{ body | blocks }}": "T18",
    "{% for e in records.events %}{{ e.nam }}{% endfor %}": "T12",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_found_once(text: str) -> None:
    escaped = text.replace(">", "&gt;")
    codes = [code for code, _ in found(p("đầu {{ doc.subject }}"), p(f"chữ {escaped}"))]
    assert codes == [FAULTS[text]]


@pytest.mark.parametrize(
    "text",
    [
        "{% if staff.extra is defined %}{{ staff.extra }}{% endif %}",
        "{% if staff.extra is undefined %}{% else %}{{ staff.extra }}{% endif %}",
        "{{ staff.extra | default('x') }}",
        "{{ zzz | default('x') }}",
        "{{ zzz if zzz is defined }}",
        "{% if zzz is defined and zzz.a %}{{ zzz.a }}{% endif %}",
        "{% set a = 'x' %}{{ a }}",
        "{% if doc.note %}{% set a = 'x' %}{% else %}{% set a = 'y' %}{% endif %}{{ a }}",
        "{% macro m(a, b='x') %}{{ a }}{{ b }}{{ c }}{% endmacro %}{% set c = 'x' %}{{ m('x') }}",
        "{% with a = doc.subject %}{{ a }}{% endwith %}",
        "{% for k, v in staff|items %}{{ k }}{{ v }}{% endfor %}",
        "{% for k in staff %}{{ staff[k] }}{% endfor %}",
        "{% for x in doc.recipients %}{{ loop.index | row }}{{ x }}{% if not loop.last %};{% endif %}{% endfor %}",
        "{% for a in doc.recipients recursive %}{{ loop(doc.addressees) }}{% endfor %}",
        "{% set t %}{{ doc.subject }}{% endset %}{{ t }}",
        "{% raw %}{{ x }}{% endraw %}",
        "{_{ x }_}",
        "{{ {'a': {'b': doc.subject}}.a.b }}",
        "{{ staff['total'] }} {{ doc.recipients[0] }}",
        "{{ “x” ~ ‘y’ }}",
        "{# {{ zzz }} #}",
        "50 % } và {x}",
    ],
)
def test_what_is_right_is_not_found(text: str) -> None:
    assert found(p(text)) == []


def test_places_of_block_tags() -> None:
    opening, closing = p("{%p for x in doc.recipients %}"), p("{%p endfor %}")
    assert found(opening, p("{{ x }}"), closing) == []
    assert [c for c, _ in found(opening, p("{{ x }}"), table(("{%tr endfor %}",)))] == ["L07"]
    assert found(p("{%p if doc.note %} chữ"), p("{%p endif %}")) == [("L03", "{%p if doc.note %}")]
    assert "L04" in [code for code, _ in found(p("{%tr for x in doc.recipients %}"), p("{%tr endfor %}"))]
    assert [c for c, _ in found(p("{{ doc.sub"), p("ject }}"))] == ["L02"]
    crossing = "{% for x in doc.recipients %}{% if x %}{% endfor %}{% endif %}"
    assert found(p(crossing)) == [("L06", "{% endfor %}")]


def test_all_faults_of_all_parts_are_found() -> None:
    body = p("{{ x + }} {{ doc.subjet }}") + p("{% endif %}") + p("{{ doc.nota }}")
    codes = [code for code, _ in found(body, header1=p("{{ orgn.name }}"))]
    assert sorted(codes) == ["L05", "T10", "T12", "T12", "T12"]


NAMES = st.sampled_from(["alpha", "bravo", "charlie", "delta", "echo"])
SHAPES = st.dictionaries(NAMES, st.sampled_from(["text", "list", "group"]), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(SHAPES, st.data())
def test_lint_agrees_with_the_engine(shape: dict[str, str], data: st.DataObject) -> None:
    """A template that is right for a shape has no finding and is filled; with one name changed it has that one."""
    text = {"text": FigureShape("text")}
    kinds = {"text": FigureShape("text"), "list": Items(Keys(text)), "group": Keys(text)}
    values = {"text": "chữ", "list": [{"text": "x"}], "group": {"text": "y"}}
    lines = {
        "text": "{{{{ {0} }}}}",
        "list": "{{% for item in {0} %}}{{{{ item.text }}}}{{% endfor %}}",
        "group": "{{% if {0}.text %}}{{{{ {0}.text }}}}{{% endif %}}",
    }
    order = data.draw(st.lists(st.sampled_from(sorted(shape)), min_size=1, max_size=6))
    body = [lines[shape[name]].format(name) for name in order]
    root = {"report": Keys({name: kinds[kind] for name, kind in shape.items()})}
    context = {name: values[kind] for name, kind in shape.items()}
    right = docx("".join(p(line) for line in body))
    assert lint_template(right, "x", root, lint_environment())[0] == []
    compiled(right).fill(context, PROPERTIES)
    at = data.draw(st.integers(0, len(body) - 1))
    wrong = [*body[:at], body[at].replace(order[at], "zulu", 1), *body[at + 1 :]]
    findings = lint_template(docx("".join(p(line) for line in wrong)), "x", root, lint_environment())[0]
    assert [(finding.code, finding.params["name"]) for finding in findings] == [("T11", "zulu")]

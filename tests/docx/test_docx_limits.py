"""What a template may use is bounded, and the bounds are far from what reports need."""

from __future__ import annotations

import threading
import time

import pytest
from docx_builder import PROPERTIES, compiled, docx, fill, p, table

from pipeline.docx import limits
from pipeline.docx.environment import make_environment
from pipeline.docx.errors import TagSyntax
from pipeline.docx.limits import BUDGET, Budget, LimitError
from pipeline.errors import TemplateError

BOMBS = {
    "empty loops": "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "printing loops": "{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}",
    "filtered loop": "{% for a in range(9999) %}{% for b in range(9999) if b &lt; 0 %}{% endfor %}{% endfor %}",
    "lazy filters": "{% for a in range(9999) %}{{ range(9999)|select('none')|list|length }}{% endfor %}",
    "own text": "{% for a in range(9999) %}{% for b in range(99) %}" + "x" * 900 + "{% endfor %}{% endfor %}",
    "own text in a macro": "{% macro m() %}{% for a in range(9999) %}" + "x" * 900 + "{% endfor %}{% endmacro %}"
    "{% for b in range(99) %}{% set y = m() %}{% endfor %}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "exponential recursion": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{{ m(35) }}",
    "recursive loop": "{% for a in [[1]] recursive %}{{ loop([a]) }}{% endfor %}",
    "recursive loop over much": "{% for a in range(2000) recursive %}{{ loop(range(2000)) if loop.depth0 == 0 }}"
    "{% endfor %}",
    "concatenation": "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a ~ a ~ a %}" * 20,
    "addition": "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a + a %}" * 40,
    "addition of lists": "{% set a = [1, 2] %}" + "{% set a = a + a %}" * 40,
    "set block": "{% set a = 'xxxxxxxxxx' %}" + "{% set a %}{{ a }}{{ a }}{{ a }}{% endset %}" * 30,
    "replace": "{{ ''" + "|replace('', 'xxxxxxxxxx')|replace('x', 'xxxxxxxxxx')" * 12 + " }}",
    "replace at compile time": "{% if 'x'" + "|replace('x', 'xxxxxxxxxx')" * 20 + " %}{% endif %}",
    "join": "{% set a = range(9999)|join('xxxxxxxxxx') %}{{ [a, a]|join(a) }}{{ range(9999)|join(a) }}",
    "filter block": "{% filter replace('x', 'xxxxxxxxxx') %}" * 10 + "x" + "{% endfilter %}" * 10,
    "batch": "{{ [1]|batch(1000000000, 1)|list|length }}",
    "slice": "{{ [1]|slice(1000000000)|list|length }}",
    "nested lists": "{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ 'x' if a == [a] }}",
    "nested tuples": "{% set a = (1,) %}" + "{% set a = (a, a) %}" * 60 + "{{ [a]|unique|list|length }}",
    "nested slices": "{% set a = [1] %}" + "{% set a = [a, a][:] %}" * 60,
    "nested batches": "{% set a = [1] %}" + "{% set a = [a, a]|batch(2)|first %}" * 60,
    "nested arguments": "{% macro m(n) %}{% if n %}{{ m(n - 1, varargs, varargs) }}{% endif %}{% endmacro %}"
    "{{ m(38, 1) }}",
    "squares": "{% macro m(x, n) %}{% if n %}{{ m(x * x, n - 1) }}{% else %}{{ x }}{% endif %}{% endmacro %}"
    "{{ m(9, 39) }}",
    "power": "{{ 9**9**9 }}",
    "long range": "{% for i in range(10**9) %}{% endfor %}",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_soon_with_a_place(bomb: str) -> None:
    body = p("đầu") + "".join(p(f"x {BOMBS[bomb]}"))
    begun = time.monotonic()
    with pytest.raises(TemplateError) as caught:
        fill(body)
    assert time.monotonic() - begun < 20
    assert caught.value.params["paragraph"] != "đầu"
    assert str(caught.value.params["tag"])[:2] in ("{{", "{%")


@pytest.mark.parametrize(
    "tag",
    [
        "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ 1" + " + 1" * 3000 + " }}",
        "{{ x" + "|upper" * 500 + " }}",
        "{{ x" + ".a" * 3000 + " }}",
        "{{ " + "not " * 3000 + "x }}",
        "{{ " + "9" * 5000 + " }}",
        "{% for a in x %}" * 25 + "{% endfor %}" * 25,
        "{% if x %}" * 120 + "{% endif %}" * 120,
        "{% if x %}" * 2000 + "{% endif %}" * 2000,
    ],
)
def test_what_would_exhaust_the_compiler_is_an_error_with_a_place(tag: str) -> None:
    with pytest.raises(TagSyntax) as caught:
        compiled(docx(p("đầu") + p(tag)))
    assert str(caught.value.params["paragraph"])[:2] == tag[:2]


def test_a_long_table_passes() -> None:
    rows = [{f"c{i}": f"ô số {n * 7919 + i}" for i in range(8)} for n in range(5000)]
    cells = tuple(f"{{{{ r.c{i}|upper }}}}" for i in range(8))
    body = table(("{%tr for r in rows %}", *[""] * 7), cells, ("{%tr endfor %}", *[""] * 7))
    budget = Budget()
    environment_values = {"rows": rows, BUDGET: budget}
    filled = compiled(docx(body)).fill(environment_values, PROPERTIES)
    assert len(filled) > 100_000
    assert limits.MOST_STEPS - budget.steps < limits.MOST_STEPS / 20
    assert limits.MOST_CHARACTERS - budget.characters < limits.MOST_CHARACTERS / 8


def test_a_long_report_through_macros_passes() -> None:
    """Some 300 pages: 9,000 paragraphs of 400 characters, each made by a macro in a macro."""
    macros = p("{% macro inner(t) %}{{ t }}{% endmacro %}{% macro outer(t) %}{{ inner(t)|upper }}{% endmacro %}")
    body = macros + p("{%p for t in texts %}") + p("{{ outer(t) }}") + p("{%p endfor %}")
    budget = Budget()
    compiled(docx(body)).fill({"texts": ["chữ " * 100] * 9000, BUDGET: budget}, PROPERTIES)
    assert budget.steps > limits.MOST_STEPS * 0.9
    assert budget.characters > limits.MOST_CHARACTERS * 0.6


def test_time_is_bounded() -> None:
    template = make_environment({}).from_string("{% for a in range(9999) %}{% endfor %}")
    assert template.render() == ""
    with pytest.raises(LimitError):
        template.render({BUDGET: Budget(seconds=-1)})


def test_parts_and_derived_contexts_share_a_budget() -> None:
    budget = Budget()
    template = make_environment({}).from_string(
        "{% for a in range(9) %}{% block b scoped %}{{ a }}{% endblock %}{% endfor %}"
    )
    template.render({BUDGET: budget})
    once = limits.MOST_STEPS - budget.steps
    template.render({BUDGET: budget})
    assert limits.MOST_STEPS - budget.steps == 2 * once


def test_one_template_serves_many_threads_each_with_its_own_budget() -> None:
    template = compiled(docx(p("{% for a in range(9000) %}{% for b in range(50) %}{% endfor %}{% endfor %}ok")))
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(template.fill({}, PROPERTIES))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 5
    assert len(set(made)) == 1


def test_lists_that_templates_make_behave_as_lists() -> None:
    text = (
        (
            "{% set a = [3, 1] + [2] %}{{ a|join(',') }} {{ a[1:]|join(',') }} {{ a|length }} {{ 2 in a }} "
            "{{ {'k': (1, 2)}.k[1] }} {% for x, y in [(1, 2), (3, 4)] %}{{ x }}{{ y }}{% endfor %} "
            "{% for b in a|batch(2) %}[{{ b|join }}]{% endfor %} {{ a == [3, 1, 2] }} {{ loop is defined }}"
        )
        .replace("{{ 2 in a }}", "{{ 'x' if 2 in a }}")
        .replace("{{ a == [3, 1, 2] }}", "{{ 'y' if a == [3, 1, 2] }}")
    )
    text = text.replace("{{ loop is defined }}", "")
    assert make_environment({}).from_string(text).render() == "3,1,2 1,2 3 x 2 1234 [31][2] y "


def test_loops_know_their_length_and_neighbours() -> None:
    text = "{% for a in x %}{{ loop.length }}{{ loop.revindex }}{% if loop.last %}!{% endif %}{% endfor %}"
    assert make_environment({}).from_string(text).render(x=(7, 8)) == "2221!"

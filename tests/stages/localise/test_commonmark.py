"""What is read without pandoc comes out as pandoc would write it; the rest is declined."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.stages.load.text import parse
from pipeline.stages.localise import commonmark, narrative_texts
from pipeline.stages.localise.hiding import hide
from pipeline.stages.localise.markdown import _convert
from pipeline.stages.localise.nodes import Node, Parsed
from pipeline.stages.localise.pandoc import read_all

INPUTS = sorted(path.parent for path in (Path(__file__).parents[3] / "inputs").glob("*/campaign.yaml"))


def by_pandoc(texts: list[str]) -> list[Parsed]:
    hidden = [hide(text) for text in texts]
    return [_convert(*pair) for pair in zip(hidden, read_all([one.text for one in hidden]), strict=True)]


def quickly(text: str) -> tuple[Node, ...] | None:
    return commonmark.read(hide(text))


# --- what is read here ---------------------------------------------------------------------------------------

FORMS = [
    "Một đoạn văn.",
    "a\n    b",
    " a\n b ",
    "a  b",
    "x\n\n\n\ny",
    "một\n  hai   ba\n\n \nbốn\n",
    "dòng  \nmới và\\\nmới nữa \\\nhết  ",
    "Tổng số: {{ men }} người.\nHai",
    "- a\n- b\n\n- c",
    "- a\n  - b\n    - c\n  - d\n- e",
    "- a\n - b\n  - c\n   - d\n    - e",
    "* a\n+ b\n- c",
    "1. a\n2. b\n\n   thêm\n\n3. c",
    "1. a\n\n   - x\n\n   - y\n     tiếp\n\n2. b",
    "1. a\n\n  b",
    "1. a\n1) b",
    "10. a",
    "1. một\nnối tiếp\n2. hai",
    "1. một\n\nĐoạn văn.\n\n2. hai",
    "đoạn\n- gạch\n1. số\n2014. năm",
    "đoạn\n2. hai",
    "- 1. a\n  2. b",
    "- - a\n  - b",
    "1. # Tiêu đề\n   đoạn",
    "# Tiêu đề *nghiêng*\nđoạn\n## Hai",
    "#hashtag và -5 độ, +84 người",
    "*a* và **b** và *c **d** e* và **f *g* h**",
    "(*Văn phòng*), “**số**”: *a,*",
    "5 * 3 * 2 = 30",
    "**{{ men }}** người *{{ men }}*",
    r"\*x\* \- \# \+ \< \& \> \` \\ \a",
    "*một\nhai* ba",
    "<b> & `c` > d",
    '*-*a*"b"*',
    "| A | B | C | D |\n|---|:-:|--:|:--|\n| *x* | {{ men }} | | - 1. |\n|a|b|c|d|  \n\nđoạn",
    "- a\n\n| A |\n| - |",
]


@pytest.mark.parametrize("text", FORMS)
def test_the_forms_of_reports_come_out_as_pandoc_writes_them(text: str) -> None:
    assert Parsed(quickly(text) or ()) == Parsed(by_pandoc([text])[0].nodes)
    assert quickly(text)


DECLINED = [
    "a | b",
    "a\n| b |\n|---|",
    "| a |",
    "| a |\n| b |",
    "| a |\n|---|\n| b | c |",
    "| a |\n|---|\n| b",
    "| a |\n|---|\nb",
    "| a \\| b |\n|---|",
    "|\n|---|",
    " | a |\n |---|",
    "- | a |\n  |---|",
    "[a](b)",
    "![a](b)",
    "a_b_c",
    "a\n===",
    "a\n---",
    "***",
    "* * *",
    "~~~\na\n~~~",
    "a\n\n    mã",
    "-     mã",
    "- a\n\n      mã",
    "a\tb",
    "a*b*",
    "***a***",
    "*a",
    "a*",
    "*a **b* c**",
    "+",
    "a\n\n1.",
    "# a #",
    "€*a*",
    "a\\\\\nb",
    "một\n\\\nhai",
    "một\n     \\\nhai",
    "- " * 30 + "x",
]


@pytest.mark.parametrize("text", DECLINED)
def test_what_is_not_certain_is_for_pandoc(text: str) -> None:
    assert quickly(text) is None


@pytest.mark.parametrize("folder", INPUTS, ids=lambda folder: str(folder.name))
def test_the_texts_of_the_campaigns_need_no_pandoc(folder: Path) -> None:
    records = [parse(path.read_bytes(), path.name) for path in sorted(folder.rglob("*.yaml"))]
    texts = [text for record in records for _, text in narrative_texts(record)]
    assert len(texts) > 100
    assert [text for text in texts if quickly(text) is None] == []


HOSTILE = [
    "*a " * 60_000,
    "*a* " * 40_000,
    "a" + " " * 180_000 + "b  \nc",
    "a\\\n" * 60_000 + "b",
    "- a\n" * 40_000,
    "- a\n  - b\n\n" * 10_000,
    "\\" * 190_000,
    "1. " * 60_000,
    " " * 190_000 + "a",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:9]))
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.monotonic()
    quickly(text)
    assert time.monotonic() - started < 2


# --- the two ways give the same ------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["người", "Ủy ban", "a", "5", "2014.", "b.", "1)", "(c)", "...", "--", "–", "$", "<b>", "&amp;", ">", "`",
     "“q”", '"', "%", "{{ men }}", "{{ word | upper }}", "\N{NO-BREAK SPACE}", ",", ":", "/", "^", "!", "=",
     "#", "}", "+", "-", "đ", "e\u0301", "\u2003", "\u200b", "²", "\t", "*d*", "**e**", "*f g*", "*h **i** j*",
     "**k *l* m**", "*", "**", "x*y", "***z***", "*p", "q*", "(*v*)", "*a*,", "*“o”*", "*s.*", "\\*", "\\",
     "\\\\", "\\.", "*{{ men }}*"]
)  # fmt: skip
MARKERS = st.sampled_from(
    ["- ", "* ", "+ ", "1. ", "1) ", "2. ", "3. ", "2) ", "2014. ", "-   ", "1.  ", "10. ", "-", "1.", "# ", "## ",
     "#", "-     ", "- 1. ", "1. - ", "- - ", "- # ", "#a ", "-a ", "---", "===", "***", "01. "]
)  # fmt: skip
BODIES = st.lists(st.tuples(WORDS, st.sampled_from([" ", "", "  "])), max_size=4).map(
    lambda words: "".join(word + gap for word, gap in words)
)
INDENTS = st.integers(0, 9).map(lambda size: " " * size)
LINES = st.one_of(
    st.tuples(INDENTS, st.just("") | MARKERS, BODIES, st.sampled_from(["", "", "  ", "\\"])).map("".join),
    st.tuples(INDENTS, st.sampled_from(["", "- ", "+ ", "1. ", "2. ", "3) "]), st.just("việc *a* b")).map("".join),
    st.just(""),
)
CELLS = st.sampled_from(
    ["a", "*d*", "**e f**", "{{ men }}", "", "1. x", "- x", "# a", "---", "<b>", " b ", "x*y", "="]
)
RULES = st.sampled_from(["---", "-", ":-", " --: ", ":-:", "", "="])


def table(size: int) -> st.SearchStrategy[str]:
    def row(cells: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[str]:
        return st.lists(cells, min_size=least, max_size=most).map(lambda found: f"|{'|'.join(found)}|")

    body = st.lists(row(CELLS, size, size) | row(CELLS, 1, size + 1) | BODIES, max_size=3)
    return st.tuples(row(CELLS, size, size), row(RULES, size, size), body).map(
        lambda found: "\n".join(["", *found[:2], *found[2], ""])
    )


TEXTS = st.lists(LINES | st.integers(1, 3).flatmap(table), max_size=9).map("\n".join)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=20, max_size=60))
def test_what_is_read_here_comes_out_as_pandoc_writes_it(texts: list[str]) -> None:
    read = {text: nodes for text in texts if not hide(text).errors and (nodes := quickly(text)) is not None}
    for (text, nodes), parsed in zip(read.items(), by_pandoc(list(read)), strict=True):
        assert (text, parsed.nodes, parsed.errors) == (text, nodes, ())


@given(st.integers(1, commonmark.MOST_LEVELS), st.integers(commonmark.MOST_LEVELS + 1, 5_000))
def test_lists_are_read_to_a_bounded_depth(some: int, many: int) -> None:
    assert quickly("- " * some + "x") is not None
    assert quickly("- " * many + "x") is None


def test_items_of_paragraphs_and_lists_keep_their_order() -> None:
    (node,) = quickly("- a\n\n  b\n\n  - c\n\n  d") or ()
    assert [type(child).__name__ for child in node.items[0]] == ["Para", "Para", "ListOf", "Para"]  # type: ignore[union-attr]

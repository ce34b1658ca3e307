"""The dialect of narrative: CommonMark with pipe tables in which the author's characters stay what they are."""

from __future__ import annotations

import subprocess
import time
from typing import Any
from unittest.mock import patch

import pytest
from papers import Paper, cannot, narrative, narrative_blocks, sentence, styles

from pipeline.model import Paragraph, Table
from pipeline.stages.localise import commonmark, markdown, pandoc
from pipeline.stages.localise.expressions import Expression
from pipeline.stages.localise.markdown import parse_texts
from pipeline.stages.localise.nodes import Grid, Heading, ListOf, Para, Parsed


def parsed(text: str) -> Parsed:
    return parse_texts([text])[text]


def plain(text: str) -> list[str]:
    found = parsed(text)
    assert found.errors == ()
    assert all(isinstance(node, Para) for node in found.nodes)
    return ["".join(str(span.content) for span in node.spans) for node in found.nodes if isinstance(node, Para)]


def by_pandoc(text: str) -> Parsed:
    with patch.object(commonmark, "read", lambda _: None):
        return parsed(text)


# --- characters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Phạm vi ảnh hưởng...",
        "kinh tế -- xã hội",
        "5 - 6 người",
        "giá 5$ và $x$",
        "chữ <b>đậm</b> và <!-- ẩn -->",
        "Sở A & Sở B, &amp; &lt; &#65;",
        "> 5 người",
        "mã `x` và ``y``",
        "“ngoặc” 'kép' \"thẳng\"",
        "a@b.vn, https://a.vn",
        "50% (trong đó: 3/4)",
        "H~2~O và ^2^",
        "#hashtag",
        "2014. Năm đầu tiên",
        "2014.",
        "12) Mười hai",
        "-5 độ",
        "+84 người",
        "1.234,5",
        "a_b_c",
        ":::",
        "-",
        "+",
        "1.",
        "#",
    ],
)
def test_characters_stay_what_they_are(text: str) -> None:
    assert plain(text) == [text]


def test_a_backslash_makes_a_sign_text() -> None:
    assert plain(r"\*x\* \- \# \| \< \& \> \` \\") == [r"*x* - # | < & > ` \\"[:-1]]


def test_lines_of_a_paragraph_are_joined_and_blank_lines_part_paragraphs() -> None:
    assert plain("một\n  hai   ba\n\n \t\nbốn\n") == ["một hai ba", "bốn"]


def test_a_text_of_white_space_has_no_paragraph() -> None:
    assert parsed(" \n\t\n ").nodes == ()
    assert narrative(" \n \n") == []
    assert narrative("\N{NO-BREAK SPACE}\n\n**{{ word }}**", figures={"word": " "}) == []


def test_a_backslash_or_two_spaces_break_a_line() -> None:
    assert sentence("một\\\nhai") == "một\nhai"
    assert sentence("một  \nhai") == "một\nhai"


def test_emphasis_is_bold_and_italic() -> None:
    (block,) = narrative_blocks("a *b **c*** d")
    assert isinstance(block, Paragraph)
    assert [(run.text, run.bold, run.italic) for run in block.runs] == [
        ("a ", False, False),
        ("b ", False, True),
        ("c", True, True),
        (" d", False, False),
    ]


# --- lists, headings, tables ---------------------------------------------------------------------------------


def test_a_real_list_is_a_list() -> None:
    (node,) = parsed("1. một\n2. hai\n3. ba").nodes
    assert isinstance(node, ListOf)
    assert (node.ordered, len(node.items)) == (True, 3)


def test_numbers_continue_over_paragraphs_inside_and_blank_lines() -> None:
    (node,) = parsed("1. một\n\n   thêm\n\n2. hai\n   nối\n3. ba").nodes
    assert isinstance(node, ListOf)
    assert [len(item) for item in node.items] == [2, 1, 1]


def test_a_lazy_line_does_not_end_a_list() -> None:
    (node,) = parsed("1. một\nnối tiếp\n2. hai").nodes
    assert isinstance(node, ListOf)
    assert len(node.items) == 2


def test_a_number_after_an_ended_list_is_text() -> None:
    first, _, last = parsed("1. một\n\nĐoạn văn.\n\n2. hai").nodes
    assert isinstance(first, ListOf)
    assert isinstance(last, Para)
    assert last.spans[0].content == "2. hai"


def test_a_number_with_another_sign_does_not_continue_a_list() -> None:
    nodes = parsed("1. một\n\n2) hai").nodes
    assert isinstance(nodes[0], ListOf)
    assert len(nodes[0].items) == 1


def test_nested_lists_count_by_themselves() -> None:
    text = "1. a\n   1. x\n   2. y\n2. b\n   1. z\n   2. t"
    assert narrative(text) == ["1. a", "a) x", "b) y", "2. b", "a) z", "b) t"]


def test_dashes_and_pluses() -> None:
    blocks = narrative_blocks("- a\n  - b\n  - c\n- d")
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["- a", "+ b", "+ c", "- d"]
    assert styles(blocks) == ["dash", "plus", "plus", "dash"]


def test_headings_have_their_level() -> None:
    (node,) = parsed("## Tiêu đề").nodes
    assert isinstance(node, Heading)


def test_a_pipe_table_keeps_alignment_and_emphasis() -> None:
    (node,) = parsed("| A | B | C |\n|---|:-:|--:|\n| *x* | <y> | {{ men }} |").nodes
    assert isinstance(node, Grid)
    assert node.align == ("left", "center", "right")
    assert node.rows[0][0][0].italic
    assert node.rows[0][1][0].content == "<y>"
    assert isinstance(node.rows[0][2][0].content, Expression)


def test_an_empty_item_takes_no_number() -> None:
    assert narrative("1. a\n2. {{ word }}\n3. c", figures={"word": " "}) == ["1. a", "2. c"]


# --- figures -------------------------------------------------------------------------------------------------

HOSTILE = [
    "*x*",
    "**x**",
    "| a | b |",
    "<b>x</b>",
    "&amp;",
    "[a](b)",
    "# x",
    "1. x",
    "- x",
    "`x`",
    "\\*",
    "{{ men }}",
    "~~x~~",
    "***",
    "![a](b)",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_never_becomes_markup(value: str) -> None:
    figures = {"word": value}
    assert sentence("{{ word }}", figures=figures) == value
    assert sentence("**a** {{ word }}*b*", figures=figures) == f"a {value}b"
    assert narrative("- {{ word }}\n- b", figures=figures) == [f"- {value}", "- b"]
    (table,) = narrative_blocks("| A |\n|---|\n| {{ word }} |", figures=figures)
    assert isinstance(table, Table)
    assert table.rows[1].cells[0].runs[0].text == value


def test_a_figure_inside_emphasis_has_its_look() -> None:
    (block,) = narrative_blocks("có **{{ men | count }}** người", figures={"men": 3})
    assert isinstance(block, Paragraph)
    assert [(run.text, run.bold, run.figure) for run in block.runs][1] == ("03", True, "u1:men")


def test_a_figure_may_hold_signs_of_markup_in_its_arguments() -> None:
    assert sentence('{{ absent | otherwise("a | b * <c>") }}') == "a | b * <c>"


def test_texts_keep_their_order_over_many_calls() -> None:
    texts = [f"_{index}_ và {index}" for index in range(2 * markdown.TEXTS_PER_CALL + 5)]
    found = parse_texts(texts)
    assert list(found) == texts
    assert all(found[text].spans[0].content == str(index) for index, text in enumerate(texts))


def test_link_targets_of_one_text_do_not_reach_another() -> None:
    first, second = "[a]: http://x", "xem [a] đây *b*"
    found = parse_texts([first, second])
    assert found[second].errors == ()
    assert "".join(str(span.content) for span in found[second].spans) == "xem [a] đây b"


# --- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("xem [đây](http://a.vn)", "A link"),
        ("![ảnh](a.png)", "A picture"),
        ("a\n\n---\n\nb", "A horizontal rule"),
        ("a\n\n    mã nguồn", "Text indented by four spaces"),
    ],
)
def test_what_a_document_cannot_hold_is_an_error_with_its_place(text: str, what: str) -> None:
    error = cannot(text)
    assert (error.code, error.params["what"]) == ("N02", what)
    assert error.place is not None
    assert error.place.pointer == "/narrative/k"


def test_the_message_shows_what_was_typed() -> None:
    assert "<{{ men }}>" in cannot("[<{{ men }}>](b)", figures={"men": 1}).message()


@pytest.mark.parametrize("char", ["\ue000", "\ue013", "\uf8ff", "\U000f0000", "\U0010fffd"])
def test_private_characters_are_refused(char: str) -> None:
    error = cannot(f"a{char}0\ue001b")
    assert error.code == "N03"
    assert error.params["char"] == f"U+{ord(char):04X}"


@pytest.mark.parametrize("text", ["{{ men", "men }}", "{{ men }} }}", "{{ {{ men }}", "{{"])
def test_unbalanced_braces_are_refused(text: str) -> None:
    assert cannot(text, figures={"men": 1}).code == "N01"


@pytest.mark.parametrize(
    "text", ["{{" * 60_000, "}}" * 60_000, "{{ a }}" * 20_000, "{{" + "|" * 150_000 + "}}", "{{ a }}\n" * 20_000]
)
def test_hostile_braces_take_no_time(text: str) -> None:
    started = time.monotonic()
    parse_texts([text])
    assert time.monotonic() - started < 5


def test_a_text_may_be_long_but_not_endless() -> None:
    assert parsed("dài " * 40_000).errors == ()
    (error,) = parsed("dài " * 60_000).errors
    assert error.code == "N04"
    assert error.message() == "The text has 240000 characters; a text may have at most 200000."


@pytest.mark.parametrize("text", ["- " * 5_000 + "x", "*a " * 3_000 + "b* " * 3_000])
def test_deep_nesting_ends_in_an_error_or_in_text(text: str) -> None:
    good = "*tốt*"
    found = parse_texts([good, text])
    assert found[good].errors == ()
    assert {error.code for error in found[text].errors} <= {"N05", "N06"}


# --- pandoc --------------------------------------------------------------------------------------------------


def failing(error: Exception) -> Any:
    def run(*_: Any, **__: Any) -> Any:
        raise error

    return patch.object(pandoc.subprocess, "run", run)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (subprocess.TimeoutExpired("pandoc", 1), "it takes too long"),
        (subprocess.CalledProcessError(2, "pandoc", stderr=b"out of memory\nmore"), "out of memory"),
        (subprocess.CalledProcessError(2, "pandoc", stderr=b""), "it fails"),
        (FileNotFoundError(2, "No such file"), "No such file"),
    ],
)
def test_a_failure_of_pandoc_is_an_error_of_the_text(error: Exception, says: str) -> None:
    with failing(error):
        (found,) = parsed("_a_").errors
    assert found.code == "N06"
    assert says in found.message()


def test_without_pandoc_it_is_not_called_for_every_text() -> None:
    with (
        failing(PermissionError(13, "Permission denied")),
        patch.object(pandoc, "_call", wraps=pandoc._call) as call,
    ):
        found = parse_texts([f"_{index}_" for index in range(50)])
    assert call.call_count == 1
    assert all(one.errors for one in found.values())


def test_one_bad_text_does_not_spoil_the_others() -> None:
    real = pandoc._call

    def call(texts: Any) -> bytes:
        if any("xấu" in text for text in texts):
            raise subprocess.CalledProcessError(1, "pandoc", stderr=b"stack overflow")
        return real(texts)

    texts = [f"_{index}_" for index in range(9)] + ["_xấu_"]
    with patch.object(pandoc, "_call", call):
        found = parse_texts(texts)
    assert [bool(found[text].errors) for text in texts] == [False] * 9 + [True]


def test_a_damaged_answer_is_noticed() -> None:
    with patch.object(pandoc, "_call", lambda _: b'{"blocks": []}'):
        assert parsed("_a_").errors[0].code == "N06"


def test_pandoc_has_a_time_limit_that_grows_with_the_texts() -> None:
    with patch.object(pandoc.subprocess, "run", side_effect=OSError("stop")) as run:
        parsed("_a_")
        parsed("_b_ " * 40_000)
    short, long = (call.kwargs["timeout"] for call in run.call_args_list)
    assert 0 < short < long < 60


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Một.\n\nHai {{ men }.", "{{ men }."),
        ("Một.\n\nHai {{ men | }}.", "{{ men | }}"),
        ("Một.\n\nHai men }} ba.", "}} ba."),
    ],
)
def test_a_broken_placeholder_is_located_at_its_own_line_and_quoted(text: str, tag: str) -> None:
    paper = Paper([{"key": "k"}], narrative={"k": text})
    paper.text()
    (fault,) = paper.faults
    assert fault.place is not None
    assert (fault.place.line, fault.params["tag"]) == (3, tag)  # the sample's text begins in line 1

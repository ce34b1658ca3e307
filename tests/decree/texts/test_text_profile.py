"""The rules of wording as data: patterns that compile, fit what they are replaced by, and take no time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from text_samples import body, broken, document, piece, profile

from pipeline.decree.checks.texts import pattern
from pipeline.decree.rules import Rule

TEXT = profile().rules
PATTERNS = ("allow", "only", "patterns", "forms", "starts", "skip", "closing", "continued", "bare")


def patterns(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from patterns(one)
    elif isinstance(value, dict) and "pattern" in value:
        yield value["pattern"]


def of(rule: Rule) -> list[str]:
    asked = [text for key in (*PATTERNS, "wrong", "when", "unless") for text in patterns(rule.get(key))]
    return asked if rule.measure in {"text.match", "text.replace", "text.forbid", "text.list", "text.forms",
                                     "text.since", "text.followed", "text.titled"} else []  # fmt: skip


@pytest.mark.parametrize("rule", TEXT, ids=lambda rule: rule.id)
def test_patterns_compile_and_fit_what_is_put_in_their_place(rule: Rule) -> None:
    for text in of(rule):
        pattern(text)
    for pair in rule.get("wrong", ()):
        groups = pattern(pair["pattern"]).groups
        assert all(f"\\{number}" not in pair["right"] for number in range(groups + 1, 10))


HOSTILE = (
    "a" * 3000,
    " " * 3000,
    "1" * 3000,
    "1." * 1500,
    "1,111" * 600,
    "-A" * 1500,
    "/-" * 1500,
    "(" * 1500 + ")" * 1500,
    "“" * 3000,
    "Số: 1/" + "A-" * 1500,
    "ngày " * 600,
    "Luật " * 600,
    "phụ lục I, " * 300,
    "gồm " * 700,
    "1 a b c d e f g h gồm " * 150,
    "Nghị định số 1/A " * 200,
    "Huân chương " * 250,
    "{{" * 1500,
    "á" * 3000,
    "Ủy ban - nhân dân - " * 150,
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:12]}…")
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.perf_counter()
    for kind in ("BC", "CV"):
        names = ("so", "diadanh", "trichyeu.cv", "kinhgui", "noinhan.item", "sign.name", "sign.authority",
                 "annex.label", "annex.kemtheo", "cancu", "h.diem", "body")  # fmt: skip
        broken(document(*(piece(name, text) for name in names), kind=kind))
    assert time.perf_counter() - started < 3


def test_a_long_document_takes_seconds() -> None:
    sentence = "Sở Nội vụ đã ban hành 05 văn bản (gồm 02 kế hoạch và 03 báo cáo) theo Luật Thi đua, khen thưởng. "
    started = time.perf_counter()
    assert broken(body(*([sentence * 4] * 2000), "Hết./.")) == set()
    assert time.perf_counter() - started < 10


def test_every_rule_speaks_both_languages_and_names_its_clause() -> None:
    for rule in TEXT:
        assert rule.clause and rule.message["vi"] != rule.message["en"] and rule.remedy["vi"] != rule.remedy["en"]

"""What the decree allows is no error, one freedom at a time and many together."""

from __future__ import annotations

import importlib

import pytest
from allowances import ALLOWANCES, Allowance
from bases import BASES, base
from editing import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.decree.check import check
from pipeline.decree.profiles import load_profile

for module in ("allowances_parts", "allowances_strokes"):  # in the order in which they are made
    importlib.import_module(module)
PROFILE = load_profile()
UNFIT = (("TỜ TRÌNH", "TTr"),)
"""Values that no base has a place for: a notice that becomes a tờ trình needs a Kính gửi."""


def faults(document: Document, name: str) -> str:
    """Errors and warnings of a document."""
    report = check(document.bytes(), f"{name}.docx", profile=PROFILE)
    return "\n".join(
        f"{one.rule}: {one.found.in_('en')} at {one.where.text!r}" for one in report.at_least("warning")
    )


SHORT = [name for name in BASES if not name.endswith(".long")]


@pytest.mark.parametrize("allowed", ALLOWANCES, ids=lambda allowed: allowed.name)
def test_what_the_decree_allows_is_no_error(allowed: Allowance) -> None:
    """Each value in a few documents that have a place for it, one value alone in all."""
    few = max(2, len(SHORT) // len(allowed.corners))
    for number, value in enumerate(allowed.corners):
        fitting = 0
        for name in (SHORT[number % len(SHORT) :] + SHORT)[: len(SHORT)]:
            document = Document(base(name))
            try:
                allowed.change(document, value)
            except LookupError:
                continue
            assert not faults(document, name), f"{name} with {value!r}"
            fitting += 1
            if fitting == few:
                break
        assert fitting or value in UNFIT, f"no document has a place for {value!r}"


@given(st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_freedoms_taken_together_are_no_error(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(BASES)))
    document = Document(base(name))
    chosen = data.draw(st.sets(st.integers(0, len(ALLOWANCES) - 1), min_size=2, max_size=9))
    done = []
    for number in sorted(chosen):
        allowed = ALLOWANCES[number]
        value = data.draw(allowed.values, label=allowed.name)
        try:
            allowed.change(document, value)
        except LookupError:
            continue
        done.append(f"{allowed.name}: {value!r}")
    assert not faults(document, name), "\n".join((name, *done))

"""Any value anywhere in a unit or a campaign: a build ends with findings or documents, never with a trace."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from campaigns import Victim
from fuzzing import VALUES, check_error, examples
from hypothesis import given
from hypothesis import strategies as st

Path_ = tuple[str | int, ...]


def paths(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in pairs:
        yield from paths(child, (*path, key))


def replaced(value: Any, path: Path_, new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def dates_as_text(data: Any) -> Any:
    return json.loads(json.dumps(data, default=str))


def fresh(victim: Victim) -> None:
    shutil.rmtree(victim.outputs, ignore_errors=True)


def ends_well(victim: Victim) -> None:
    victim.build(seconds=20)
    assert victim.result.traces == []
    assert victim.result.exit_code in (0, 1)
    for finding in victim.result.findings:
        if finding.place is not None:
            check_error(finding)


@examples(25)
@given(st.data())
def test_any_value_in_a_unit(victim_once: Victim, data: st.DataObject) -> None:
    victim = victim_once
    file = victim.file().with_suffix(".json")
    unit = UNIT_DATA[0]
    file.write_text(json.dumps(replaced(unit, data.draw(st.sampled_from(PATHS)), data.draw(VALUES))), "utf-8")
    fresh(victim)
    ends_well(victim)
    for name, made in victim.sandbox.docx().items():
        if "/so-a/" in name or "/so-c/" in name:
            assert made == victim.clean[name]


@examples(25)
@given(st.data())
def test_any_value_in_a_campaign(victim_once: Victim, data: st.DataObject) -> None:
    victim = victim_once
    file = victim.folder / "campaign.yaml"
    whole = CAMPAIGN_DATA[0]
    before = file.read_bytes()
    wanted = replaced(whole, data.draw(st.sampled_from([*paths(whole)])), data.draw(VALUES))
    file.write_text(json.dumps(wanted), "utf-8")
    fresh(victim)
    try:
        ends_well(victim)
    finally:
        file.write_bytes(before)


UNIT_DATA: list[Any] = []
CAMPAIGN_DATA: list[Any] = []
PATHS: list[Path_] = []


@pytest.fixture
def victim_once(victim: Victim) -> Victim:
    """The campaign with its unit as JSON, into which any value can be put."""
    UNIT_DATA[:] = [dates_as_text(yaml.safe_load(victim.file().read_text("utf-8")))]
    CAMPAIGN_DATA[:] = [dates_as_text(yaml.safe_load((victim.folder / "campaign.yaml").read_text("utf-8")))]
    PATHS[:] = [*paths(UNIT_DATA[0])]
    victim.file().unlink()
    return victim


def test_the_unit_as_json_is_fine(victim_once: Victim, tmp_path: Path) -> None:
    victim_once.file().with_suffix(".json").write_text(json.dumps(UNIT_DATA[0]), "utf-8")
    victim_once.unharmed()

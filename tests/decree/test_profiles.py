"""The profiles that come with the program, and what is refused in one that does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from pipeline.decree.profiles import FOLDER, BrokenProfile, NoProfile, load_profile, profiles
from pipeline.decree.rules import Rule

GOOD = {
    "profile": "mine",
    "title": {"vi": "Của tôi", "en": "Mine"},
    "rules": [
        {
            "id": "page.size",
            "clause": "1",
            "confidence": "C2",
            "measure": "page-size",
            "with": {"width": 210, "height": 297, "tolerance": 1},
            "message": {"vi": "A", "en": "A"},
            "remedy": {"vi": "B", "en": "B"},
        }
    ],
}


def written(folder: Path, **changes: object) -> str:
    """The path of a profile whose one rule has these changes."""
    rule = {**GOOD["rules"][0], **changes}
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump({**GOOD, "rules": [rule]}, allow_unicode=True), "utf-8")
    return str(path)


@pytest.mark.parametrize("name", profiles())
def test_a_profile_of_the_program_is_what_the_schema_says_and_names_no_key_twice(name: str) -> None:
    schema = json.loads((FOLDER / "profile.schema.json").read_text("utf-8"))
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    assert [error.message for error in Draft202012Validator(schema).iter_errors(yaml.safe_load(text))] == []
    assert _twice(yaml.compose(text)) == []


def _twice(node: yaml.Node) -> list[str]:
    """Keys that stand twice in one mapping."""
    if isinstance(node, yaml.SequenceNode):
        return [key for child in node.value for key in _twice(child)]
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [key.value for key, _ in node.value]
    below = [key for _, child in node.value for key in _twice(child)]
    return [key for key in set(keys) if keys.count(key) > 1] + below


def test_a_profile_of_ones_own_is_loaded_by_its_path(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path))
    assert [rule.id for rule in profile.rules] == ["page.size"]
    assert profile.rules[0].severity == "error"


@pytest.mark.parametrize(
    ("confidence", "severity", "enabled"),
    [
        ("C2", "error", True),
        ("C1", "error", True),
        ("F", "warning", True),
        ("P", "info", True),
        ("M", "info", False),
    ],
)
def test_severity_follows_from_confidence(tmp_path: Path, confidence: str, severity: str, enabled: bool) -> None:
    rule = load_profile(written(tmp_path, confidence=confidence)).rules[0]
    assert (rule.severity, rule.enabled) == (severity, enabled)


def test_a_severity_of_its_own_goes_before(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, severity="warning")).rules[0].severity == "warning"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measure": "weight"}, "weight"),
        ({"of": "quochieux"}, "quochieux"),
        ({"of": ["quochieu", "no.such"]}, "no.such"),
        ({"with": {"width": 210}}, "height"),
        ({"with": {**GOOD["rules"][0]["with"], "depth": 1}}, "depth"),
        ({"implies": ["no.such"]}, "no.such"),
        ({"severity": "grave"}, "grave"),
        ({"confidence": "C9"}, "C9"),
        ({"colour": "red"}, "colour"),
        ({"message": {"en": "A"}}, "vi"),
    ],
)
def test_a_faulty_rule_is_refused_with_what_is_wrong(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(BrokenProfile) as error:
        load_profile(written(tmp_path, **changes))
    assert said in error.value.message("en")


def test_a_rule_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text(yaml.safe_dump({**GOOD, "rules": GOOD["rules"] * 2}, allow_unicode=True), "utf-8")
    with pytest.raises(BrokenProfile, match="twice"):
        load_profile(str(path))


@pytest.mark.parametrize("text", ["{", "- 1", "", "profile: 1", "\x00"])
def test_what_is_no_profile_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "none.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenProfile):
        load_profile(str(path))


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(NoProfile) as error:
        load_profile("nd31")
    assert "nd30" in error.value.advice("en")


def test_wishes_change_severity_and_switch_rules(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path))

    def wished(wish: str) -> Rule:
        return profile.with_severities({"page.size": wish}).rules[0]  # type: ignore[dict-item]

    assert [wished(wish).severity for wish in ("error", "warning", "info")] == ["error", "warning", "info"]
    assert [wished(wish).enabled for wish in ("off", "on", "warning")] == [False, True, True]

"""Profiles: the YAML files that rules are read from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml
from jsonschema import Draft202012Validator

from pipeline.decree.checks import MEASURES
from pipeline.decree.model import Name
from pipeline.decree.rules import SEVERITY, Applies, Profile, Rule
from pipeline.errors import UsageError
from pipeline.i18n import N_
from pipeline.model import Place

FOLDER = Path(__file__).parent
DEFAULT = "nd30"
COMPONENTS = frozenset(get_args(Name))


class NoProfile(UsageError):
    code = "K01"
    cause = N_("There is no profile “{profile}”.")
    remedy = N_("Use one of: {known}; or the path of a YAML file of rules.")


class BrokenProfile(UsageError):
    code = "K02"
    cause = N_("The profile cannot be used: {reason}.")
    remedy = N_("Mend the file of rules; docs/profiles.md describes it.")


def profiles() -> list[str]:
    """Names of the profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_profile(name: str = DEFAULT) -> Profile:
    """A profile by its name, or from the YAML file ``name``.

    Raises :class:`NoProfile` and :class:`BrokenProfile`.
    """
    path = FOLDER / f"{name}.yaml" if name in profiles() else Path(name)
    if path.suffix != ".yaml" or not path.is_file():
        raise NoProfile(profile=name, known=", ".join(profiles()))
    return _loaded(path, path.stat().st_mtime_ns)


@cache
def _loaded(path: Path, _changed: int) -> Profile:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenProfile(Place(str(path)), reason=" ".join(str(error).split())) from error
    if path.parent != FOLDER:  # a test validates those that come with the program
        _validate(data, path)
    rules = tuple(_rule(entry, path) for entry in data["rules"])
    known = {rule.id for rule in rules}
    for rule in rules:
        if lost := rule.implies - known:
            raise BrokenProfile(Place(str(path)), reason=f"{rule.id} implies unknown {sorted(lost)}")
    if len(known) < len(rules):
        raise BrokenProfile(Place(str(path)), reason="a rule id stands twice")
    return Profile(data["profile"], data["title"], rules, tuple(data.get("undecidable", ())))


def _validate(data: Any, path: Path) -> None:
    schema = json.loads((FOLDER / "profile.schema.json").read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(data):
        where = "/".join(map(str, error.absolute_path))
        raise BrokenProfile(Place(str(path), pointer=f"/{where}"), reason=f"/{where}: {error.message[:300]}")


def _rule(entry: Mapping[str, Any], path: Path) -> Rule:
    known = MEASURES.get(entry["measure"])
    given = entry.get("with", {})
    if known is None:
        raise BrokenProfile(Place(str(path)), reason=f"{entry['id']}: no measure {entry['measure']!r}")
    strange = set(given) - set(known.parameters)
    lacking = {name for name, needed in known.parameters.items() if needed} - set(given)
    if strange or lacking:
        raise BrokenProfile(Place(str(path)), reason=f"{entry['id']}: with {sorted(strange | lacking)}")
    of = entry.get("of", [])
    if unknown := {of} - COMPONENTS if isinstance(of, str) else set(of) - COMPONENTS:
        raise BrokenProfile(Place(str(path)), reason=f"{entry['id']}: no component {sorted(unknown)}")
    applies = {name.replace("-", "_"): frozenset(values) for name, values in entry.get("applies", {}).items()}
    confidence = entry["confidence"]
    return Rule(
        entry["id"],
        entry["clause"],
        confidence,
        entry.get("severity") or SEVERITY[confidence],
        entry["measure"],
        (of,) if isinstance(of, str) else tuple(of),
        given,
        Applies(**applies),
        frozenset(entry.get("implies", [])),
        entry["message"],
        entry["remedy"],
        entry.get("enabled", confidence != "M"),
        entry.get("unmatrixed", {}),
        entry.get("unmatrixed-pdf", {}),
    )

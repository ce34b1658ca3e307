"""The schema files themselves: valid, local, complete in both languages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline import vietnamese as vi
from pipeline.stages.load import find_units, load_campaign, load_unit, part
from pipeline.stages.validate import Schemas, validate
from pipeline.stages.validate.descriptions import DESCRIPTIONS

ROOT = Path(__file__).parents[2]
EVERY = sorted((ROOT / "schemas").glob("*.json"))
ARTIFACTS = {"manifest.schema.json", "run.schema.json"}
"""Of files that the program writes and nobody types: their fields are named, items of their maps need not be."""
FILES = [path for path in EVERY if path.name not in ARTIFACTS]
CAMPAIGNS = sorted(path.parent for path in (ROOT / "inputs").glob("*/campaign.yaml"))
OWN = sorted((ROOT / "inputs").glob("*/*.schema.json"))

NAMED = ("properties", "$defs")
NESTED = ("items", "additionalProperties")
LISTS = ("anyOf", "oneOf")


def documents(files: list[Path]) -> dict[str, dict[str, Any]]:
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in files}


def fields(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place of a schema where a value may stand that somebody types (conditions apart)."""
    for keyword in NAMED:
        for name, child in schema.get(keyword, {}).items():
            yield f"{path}/{name}", child
            yield from fields(child, f"{path}/{name}")
    for keyword in NESTED:
        if isinstance(child := schema.get(keyword), dict):
            yield f"{path}/{keyword}", child
            yield from fields(child, f"{path}/{keyword}")
    for keyword in LISTS:
        for index, child in enumerate(schema.get(keyword, ())):
            yield from fields(child, f"{path}/{keyword}/{index}")


ALL_FIELDS = [
    pytest.param(child, id=path)
    for name, document in documents(EVERY + OWN).items()
    for path, child in [(name, document), *fields(document, name)]
    if name not in ARTIFACTS or not path.endswith(NESTED)
]


@pytest.mark.parametrize("path", EVERY + OWN, ids=lambda path: path.name)
def test_a_schema_is_valid_and_says_which_draft_it_follows(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"].startswith("baocao:")


def test_ids_are_unique() -> None:
    ids = [document["$id"] for document in documents(EVERY + OWN).values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("field", ALL_FIELDS)
def test_every_field_has_a_vietnamese_title_and_an_english_description(field: dict[str, Any]) -> None:
    title, description = field.get("title"), field.get("description")
    assert isinstance(title, str)
    assert isinstance(description, str)
    assert title == vi.nfc(title).strip() != ""
    assert description.strip() not in ("", title)
    assert description.endswith((".", "…")) or description == description.strip()


def test_titles_are_vietnamese() -> None:
    titles = [param.values[0]["title"] for param in ALL_FIELDS]  # type: ignore[index]
    with_marks = [title for title in titles if not title.isascii()]
    assert len(with_marks) > 0.95 * len(titles)


def test_texts_that_messages_show_are_in_the_catalogs() -> None:
    shown = {
        child["description"]
        for name, document in documents(FILES).items()
        for child in everywhere(document)
        if {"pattern", "anyOf", "oneOf", "not"} & child.keys() and isinstance(child.get("description"), str)
    }
    assert shown <= set(DESCRIPTIONS)


def everywhere(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for child in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from everywhere(child)


def test_every_reference_is_local() -> None:
    for document in documents(EVERY + OWN).values():
        for child in everywhere(document):
            ref = child.get("$ref", "#")
            assert not isinstance(ref, str) or ref.startswith(("#", "baocao:"))


def test_groups_of_fields_are_closed() -> None:
    for param in ALL_FIELDS:
        field: Any = param.values[0]
        if field.get("type") == "object" and "properties" in field:
            assert field.get("additionalProperties") is False, param.id


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=lambda path: path.name)
def test_the_example_campaigns_satisfy_their_schemas(folder: Path) -> None:
    schemas = Schemas(folder)
    campaign, _ = load_campaign(folder)
    assert validate(campaign, schemas.campaign(), schemas) == []
    schema = schemas.unit(campaign.data["schema"])
    inputs = find_units(folder, schemas.columns(schema))
    assert inputs.errors == []
    for source in inputs.units.values():
        unit = load_unit(folder, source, part(campaign, "/unit_defaults"))
        assert unit.record is not None
        findings = [*unit.errors, *validate(unit.record, schema, schemas)]
        assert findings == [], [str(finding) for finding in findings]

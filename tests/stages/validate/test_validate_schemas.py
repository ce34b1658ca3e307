"""The registry of schemas: local only, checked once, and quick."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from validate_samples import SCHEMAS, UNIT, UNIT_SCHEMA, unit

from pipeline.model import Record
from pipeline.stages.validate import Schemas, validate
from pipeline.stages.validate.expansion import Expander
from pipeline.stages.validate.findings import OutOfRange, Surplus, WrongType
from pipeline.stages.validate.schemas import BrokenSchema, NoSchema
from pipeline.stages.validate.validator import is_date, new_validator


def own(folder: Path, figures: dict[str, Any], **more: Any) -> Schemas:
    document = {"$id": "test:own", "$defs": {"figures": figures, **more}}
    (folder / "own.json").write_text(json.dumps(document), encoding="utf-8")
    return Schemas(folder)


def group(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    "ref",
    [
        "https://example.com/x.json",
        "http://127.0.0.1:9/x.json#/$defs/y",
        "file:///etc/passwd",
        "baocao:absent#/$defs/id",
        "baocao:common#/$defs/absent",
        "#/$defs/absent",
        "#/$defs/figures/type",
        "../x.json",
    ],
)
def test_a_reference_that_is_not_local_is_an_error_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ref: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(BrokenSchema) as caught:
        own(tmp_path, group(a={"$ref": ref})).unit("own.json")
    assert ref in str(caught.value.params["reason"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"5",
        b"\xff\xfe",
        b"{}",
        b'{"$id": "test:own"}',
        b'{"$id": 5, "$defs": {"figures": {}}}',
        b'{"$id": "test:own", "$defs": []}',
        b'{"$id": "test:own", "$defs": {"figures": {"type": "nonsense"}}}',
        b'{"$id": "test:own", "$defs": {"figures": {"pattern": "("}}}',
        b'{"$id": "test:own", "$defs": {"figures": {"x-closed-list": {"list": "absent", "name": "/a"}}}}',
        b'{"$id": "test:own", "$defs": {"figures": {"x-closed-list": {"list": "organs"}}}}',
        b'{"$id": "test:own", "$defs": {"figures": {"x-validity": 5}}}',
        b'{"$id": "baocao:common", "$defs": {"figures": {}}}',
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_no_usable_schema_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.json").write_bytes(content)
    with pytest.raises(BrokenSchema) as caught:
        Schemas(tmp_path).unit("own.json")
    assert caught.value.params["name"] == "own.json"


def test_a_schema_that_is_nowhere_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoSchema):
        Schemas(tmp_path).unit("absent.json")


def test_a_broken_file_among_the_projects_schemas_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "campaign.schema.json").write_text("{", encoding="utf-8")
    with pytest.raises(BrokenSchema):
        Schemas(folder=tmp_path)


@pytest.mark.parametrize(
    "text", ["5", "a: 1", "entries: 5", "entries: [5]", "entries: [{name: a, valid_to: x}]", ""]
)
def test_a_broken_list_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSchema):
        Schemas(folder=tmp_path)


def test_the_campaigns_own_schema_wins_over_the_projects(tmp_path: Path) -> None:
    document = json.loads((Path("schemas") / "ct34-2024.schema.json").read_text(encoding="utf-8"))
    document["$defs"]["figures"] = group(only={"type": "integer"})
    (tmp_path / "ct34-2024.schema.json").write_text(json.dumps(document), encoding="utf-8")
    schemas = Schemas(tmp_path)
    paths = [path for path, _ in schemas.fields(schemas.unit("ct34-2024.schema.json"))]
    assert ("figures", "only") in paths
    assert ("figures", "staff", "officials") not in paths


# --- references


def test_a_rule_beside_a_reference_adds_to_it(tmp_path: Path) -> None:
    count = {"$ref": "baocao:common#/$defs/count", "maximum": 5, "title": "Số"}
    schemas = own(tmp_path, group(a=count))
    schema = schemas.unit("own.json")

    def kinds(value: object) -> list[type]:
        data = {**unit().data, "figures": {"a": value}}
        del data["records"]
        record = Record(data, unit().places)
        return [type(finding) for finding in validate(record, schema, schemas)]

    assert kinds(5) == []
    assert kinds(6) == [OutOfRange]
    assert kinds(-1) == [OutOfRange]
    assert kinds("x") == [WrongType]


def test_a_field_that_a_schema_forbids_is_surplus(tmp_path: Path) -> None:
    schemas = own(tmp_path, group(a={"type": "integer"}, b=False))
    record = Record({**unit().data, "figures": {"a": 1, "b": 2}, "records": {}}, unit().places, unit().keys)
    (finding,) = validate(record, schemas.unit("own.json"), schemas)
    assert (type(finding), finding.params["key"]) == (Surplus, "b")


def test_a_schema_that_refers_to_itself_goes_as_deep_as_the_data(tmp_path: Path) -> None:
    tree = {**group(value={"type": "integer"}, below={"$ref": "#/$defs/figures"}), "additionalProperties": False}
    schemas = own(tmp_path, tree)
    schema = schemas.unit("own.json")
    data: dict[str, Any] = {"value": "x"}
    for _ in range(10):
        data = {"value": 1, "below": data}
    record = Record({**unit().data, "figures": data, "records": {}}, unit().places)
    assert [type(finding) for finding in validate(record, schema, schemas)] == [WrongType]
    assert ("figures", "value") in [path for path, _ in schemas.fields(schema)]


def test_expanding_changes_nothing_that_is_accepted_or_refused() -> None:
    for schema, data in ((UNIT_SCHEMA, unit().data), (SCHEMAS.campaign(), {"title": 5, "units": []})):
        plain = Draft202012Validator(schema, registry=SCHEMAS.registry)
        expanded = new_validator(Expander(SCHEMAS.registry).expand(schema))
        ours = {(tuple(e.absolute_path), e.validator) for e in expanded.iter_errors(data)}
        assert ours == {(tuple(e.absolute_path), e.validator) for e in plain.iter_errors(data)}


def test_schemas_are_expanded_and_validators_made_once() -> None:
    assert SCHEMAS.validator(UNIT_SCHEMA) is SCHEMAS.validator(UNIT_SCHEMA)
    assert SCHEMAS.expanded(UNIT_SCHEMA) is SCHEMAS.expanded(UNIT_SCHEMA)


# --- fields and columns


def test_fields_are_leaves_with_their_own_titles() -> None:
    fields = dict(SCHEMAS.fields(UNIT_SCHEMA))
    assert fields["figures", "staff", "officials"]["title"] == "Cán bộ, công chức"
    assert fields["figures", "staff", "officials"]["type"] == "integer"
    assert fields["records", "awards"]["type"] == "array"
    assert fields["organ", "name"]["title"] == "Tên đầy đủ"
    assert fields["place",]["type"] == "string"


def test_columns_are_known_by_path_short_path_and_unique_title() -> None:
    columns = SCHEMAS.columns(UNIT_SCHEMA)
    officials = columns["figures.staff.officials"]
    assert (officials.path, officials.numeric, officials.text) == (("figures", "staff", "officials"), True, False)
    assert columns["staff.officials"] is officials
    assert columns["cán bộ, công chức"] is officials
    assert (columns["place"].numeric, columns["place"].text) == (False, True)
    assert "nơi nhận" not in columns or columns["nơi nhận"].path == ("recipients",)


@pytest.mark.parametrize("value", ["2024-02-29", "1900-01-01", "2199-12-31", 5, None, []])
def test_days_of_the_calendar_pass(value: object) -> None:
    assert is_date(value)


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-29",
        "1899-12-31",
        "2200-01-01",
        "20240101",
        "2024-01-01T00:00",
        "2024-1-1",
        "٢٠٢٤-٠١-٠١",
        "",
        "2024-01-01\n",
    ],
)
def test_what_is_no_day_of_the_calendar_does_not(value: str) -> None:
    assert not is_date(value)


@pytest.mark.parametrize(
    ("pattern", "text", "holds"),
    [
        ("^a$", "a", True),
        ("^a$", "a\n", False),
        ("^(a|b$)", "b\n", False),
        (r"^a\$$", "a$", True),
        (r"^a\\$", "a\\", True),
        ("[$]", "a$b", True),
        ("b", "abc", True),
    ],
)
def test_the_end_of_a_pattern_is_the_end_of_the_text(pattern: str, text: str, holds: bool) -> None:
    assert new_validator({"pattern": pattern}).is_valid(text) is holds


def test_the_sample_is_what_the_other_tests_think_it_is() -> None:
    assert unit(UNIT).data["figures"]["staff"]["officials"] == 51

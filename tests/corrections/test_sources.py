"""What was typed is read again just as it stands, and the schema that it was checked against is found."""

import json

import openpyxl
import pytest

from pipeline.corrections.sources import MAX_RAW, SchemaMap, Sources
from pipeline.model import Place
from pipeline.stages.load.text import parse
from pipeline.stages.validate import Schemas


@pytest.mark.parametrize(
    ("text", "pointer", "raw"),
    [
        ("a:\n  b: 61  # người\n", "/a/b", "61"),
        ("a: {b: 007, c: 1_000}\n", "/a/b", "007"),
        ('a: {b: 7, c: "1.000,50"}\n', "/a/c", '"1.000,50"'),
        ("a: 'it''s'\n", "/a", "'it''s'"),
        ("- 1\n- [2, 3]\n", "/1/1", "3"),
        ("a: |\n  hai\n  dòng\nb: 2\n", "/b", "2"),
        ("a:\nb: 2\n", "/a", ""),
    ],
)
def test_a_yaml_value_as_it_was_typed(tmp_path, text, pointer, raw):
    (tmp_path / "so-a.yaml").write_text(text, "utf-8")
    place = parse(text.encode(), "so-a.yaml").place(pointer)
    assert Sources(tmp_path).raw(place) == raw


def test_windows_line_ends_and_a_byte_order_mark_do_not_move_places(tmp_path):
    data = b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 061\r\n"
    (tmp_path / "so-a.yaml").write_bytes(data)
    assert Sources(tmp_path).raw(parse(data, "so-a.yaml").place("/b/c")) == "061"


def test_a_json_value_as_it_was_typed(tmp_path):
    text = '{"a": [1, {"b":\n  6.10e1, "c": "\\u0111"}]}'
    (tmp_path / "so-a.json").write_text(text, "utf-8")
    record, sources = parse(text.encode(), "so-a.json"), Sources(tmp_path)
    assert sources.raw(record.place("/a/1/b")) == "6.10e1"
    assert sources.raw(record.place("/a/1/c")) == '"\\u0111"'
    assert sources.raw(record.place("/a")) is None


def test_a_cell_of_a_workbook_and_of_a_csv_file(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Quý IV"
    book.active.append(["unit", "total"])
    book.active.append(["so-a", "1.234"])
    book.save(tmp_path / "units.xlsx")
    (tmp_path / "units.csv").write_text("unit;total\nso-a; 1 234\n", "utf-8")
    sources = Sources(tmp_path)
    assert sources.raw(Place("units.xlsx", sheet="Quý IV", cell="B2")) == "1.234"
    assert sources.raw(Place("units.csv", cell="B2")).strip() == "1 234"
    assert sources.raw(Place("units.xlsx", sheet="Quý IV", cell="Z99")) is None


def test_what_is_gone_or_no_single_value_is_not_told(tmp_path):
    (tmp_path / "so-a.yaml").write_text("a:\n  b: 1\n", "utf-8")
    sources = Sources(tmp_path)
    assert sources.raw(Place("so-b.yaml", 1, 1)) is None
    assert sources.raw(Place("units.xlsx", sheet="x", cell="A1")) is None
    assert sources.raw(Place("so-a.yaml")) is None
    assert sources.raw(Place("so-a.yaml", 2, 3)) == "b"
    assert sources.raw(Place("so-a.yaml", 1, 2)) is None


def test_a_long_value_is_cut(tmp_path):
    (tmp_path / "so-a.yaml").write_text(f"a: {'x' * 999}\n", "utf-8")
    raw = Sources(tmp_path).raw(Place("so-a.yaml", 1, 4))
    assert len(raw) == MAX_RAW
    assert raw.endswith("…")


# --- schemas ----------------------------------------------------------------------------------------------------


@pytest.fixture
def schema(sandbox):
    return SchemaMap(Schemas(sandbox.folder), "demo.schema.json")


def test_the_place_of_a_figure_in_the_schema(schema):
    found = schema.find("staff.total")
    assert found.file == "demo.schema.json"
    assert found.pointer == "/$defs/figures/properties/staff/properties/total"
    assert (found.title, found.type) == ("Tổng số", "integer")
    assert schema.titles("staff.total") == ["Biên chế", "Tổng số"]


def test_the_pointer_leads_to_that_part_of_the_file(sandbox, schema):
    found = schema.find("events[4].name")
    node = json.loads((sandbox.folder / found.file).read_text("utf-8"))
    for token in found.pointer.split("/")[1:]:
        node = node[token]
    assert node["title"] == found.title == "Tên"
    assert found.type == "string"
    assert schema.find("events[0]").title == "Hội nghị"


def test_what_no_schema_describes_has_no_place(schema):
    assert schema.find("staff.men") is None
    assert schema.find("nothing[0].name") is None
    assert schema.titles("nothing.at.all") == []


def test_references_that_lead_in_a_circle_end(sandbox):
    text = json.loads((sandbox.folder / "demo.schema.json").read_text("utf-8"))
    text["$defs"]["loop"] = {"$ref": "#/$defs/loop"}
    text["$defs"]["figures"]["properties"]["round"] = {"title": "Vòng", "$ref": "#/$defs/loop"}
    (sandbox.folder / "demo.schema.json").write_text(json.dumps(text), "utf-8")
    found = SchemaMap(Schemas(sandbox.folder), "demo.schema.json")
    assert found.find("round").title == "Vòng"
    assert found.find("round.below") is None

"""JSON of one line for each entry: valid, the same for the same values, readable piece by piece."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.lines import Damaged, Spool, entries, pair, to_bytes

KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | KEYS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)
)


def written(**sections):
    return b"".join(to_bytes(sections.items()))


def test_a_section_has_one_line_for_each_entry():
    lines = written(figures={"b": {"x": 1}, "a": 2}, none=None).decode().splitlines()
    assert lines == ["{", ' "figures": {', '  "a": 2,', '  "b": {"x": 1}', " },", ' "none": null', "}"]


def test_a_section_may_come_piece_by_piece():
    lines = [pair("a", "1"), pair("b", "2"), pair("c", "[]")]
    assert written(x=iter(lines)) == written(x={"a": 1, "b": 2, "c": []})
    assert json.loads(written(x=iter([]))) == {"x": {}}


@given(st.dictionaries(KEYS, VALUES), st.lists(VALUES), VALUES)
def test_it_is_json_and_its_entries_are_found_again(tmp_path_factory, mapping, items, scalar):
    data = written(first=mapping, second=items, scalar=scalar)
    value = json.loads(data)
    assert (value["first"], value["second"], value["scalar"]) == (mapping, items, scalar)
    assert written(first=dict(reversed(mapping.items())), second=items, scalar=scalar) == data
    path = tmp_path_factory.mktemp("lines") / "a.json"
    path.write_bytes(data)
    found = list(entries(path))
    listed = isinstance(scalar, list | dict) and bool(scalar)
    first = [line for section, _, line in found if section == "first"]
    assert json.loads(b"{" + b",".join(first) + b"}") == mapping
    second = [line for section, _, line in found if section == "second"]
    assert json.loads(b"[" + b",".join(second) + b"]") == items
    assert {section for section, _, _ in found} <= {"first", "second"} | ({"scalar"} if listed else set())
    for _, at, line in found:
        assert data[at : at + len(line)] == line


@pytest.mark.parametrize("damage", [b"", b"}\n", b"{\n", b'{"a": 1}', b'{\n "a": {\n  "b": 1\n '])
def test_what_is_not_whole_is_damaged(tmp_path, damage):
    (tmp_path / "a.json").write_bytes(damage)
    with pytest.raises(Damaged):
        list(entries(tmp_path / "a.json"))


def test_a_spool_gives_back_lines_by_key_the_last_of_each(tmp_path, monkeypatch):
    for size in (16, 1_000_000):
        monkeypatch.setattr("pipeline.stages.lines.IN_MEMORY", size)
        spool = Spool(tmp_path)
        spool.put("x", "b", [b"first"])
        spool.put("x", "a", iter(["chữ".encode(), b""]))
        spool.put("x", "b", [b"second, longer than the memory"])
        spool.put("x", "c", [])
        assert list(spool.lines("x")) == ["chữ".encode(), b"", b"second, longer than the memory"]
        assert [list(spool.get(*at)) for at in (("x", "b"), ("x", "z"), ("y", "a"))] == [
            [b"second, longer than the memory"],
            [],
            [],
        ]
        assert list(spool.lines("y")) == []
        spool.close()
    assert list(tmp_path.iterdir()) == []

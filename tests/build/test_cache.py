"""The cache is never needed: whatever happens to it, a build comes to the same."""

from __future__ import annotations

import json
import os
import shutil
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.build.cache import ROWS, STATE, Cache
from pipeline.build.packing import CannotPack, packed, packed_errors, unpacked, unpacked_errors
from pipeline.errors import DataError
from pipeline.i18n import Spoken, Text
from pipeline.model import Place
from pipeline.stages.files import Seen, sha256, signature
from pipeline.stages.publish_errors import EditedByHand

FILES = (STATE, ROWS)


def left(sandbox):
    return {
        name: data
        for name, data in sandbox.files().items()
        if name == "manifest.json" or (name.endswith(".docx") and not name.startswith("history/"))
    }


def damaged(data, how):
    """The bytes of a file after a damage."""
    middle = len(data) // 2
    return {
        "empty": b"",
        "half": data[:middle],
        "without its end": data[:-1],
        "longer": data + b" ",
        "another format": data.replace(b"baocao-cache/", b"baocao-cache/9", 1),
        "a bit of the head": bytes([data[0] ^ 1]) + data[1:],
        "a bit of the middle": data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :],
        "a bit of the end": data[:-2] + bytes([data[-2] ^ 16]) + data[-1:],
        "no text": b"\xff\xfe" * 40,
        "a list": b"[]",
        "whole, but nonsense": b"baocao-cache/1 " + sha256(b'{"written": 1}').encode() + b'\n{"written": 1}',
    }[how]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "how",
    [
        "empty", "half", "without its end", "longer", "another format", "a bit of the head", "a bit of the middle",
        "a bit of the end", "no text", "a list", "whole, but nonsense",
    ],
)  # fmt: skip
def test_a_damaged_cache_is_noticed_and_healed(built, file, how):
    whole = left(built)
    path = built.file(f".cache/{file}")
    path.write_bytes(damaged(path.read_bytes(), how))
    built.change_unit("total: 42", "total: 45")
    built.build()
    built.change_unit("total: 45", "total: 42")
    assert built.codes(built.build()) == []
    assert left(built) == whole
    assert Cache.open(built.outputs).known is not None, "healed"


def test_rows_that_were_lost_are_worked_out_once(built):
    path = built.file(f".cache/{ROWS}")
    count = len(path.read_bytes().splitlines())
    path.unlink()
    built.change_unit("total: 42", "total: 45")
    built.build()
    assert len(path.read_bytes().splitlines()) == count


@pytest.mark.parametrize("gone", [".cache", ".cache/state.json", ".cache/rows.json", "run.json", "manifest.json"])
def test_anything_may_be_deleted(built, gone):
    whole = left(built)
    path = built.file(gone)
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    built.build()
    assert left(built) == whole


@pytest.mark.parametrize("what", ["a folder", "a pipe"])
def test_what_is_no_file_in_its_place_harms_nothing(built, what):
    path = built.file(f".cache/{STATE}")
    path.unlink()
    path.mkdir() if what == "a folder" else os.mkfifo(path)
    built.change_unit("women: 30", "women: 31")
    assert built.outcomes(built.build()) == {"units/so-b/report": "made"}


def test_a_cache_of_another_manifest_counts_for_nothing(built):
    shutil.copytree(built.file(".cache"), built.root / "old")
    built.change_unit("total: 42", "total: 45")
    built.build()
    whole = left(built)
    shutil.rmtree(built.file(".cache"))
    shutil.copytree(built.root / "old", built.file(".cache"))
    assert Cache.open(built.outputs).known is None
    assert built.outcomes(built.build()) == {}
    assert left(built) == whole


def test_a_state_whose_sum_is_another_counts_for_nothing(built):
    path = built.file(f".cache/{STATE}")
    path.write_bytes(path.read_bytes().replace(b"so-b/report", b"so-b/repost"))
    assert Cache.open(built.outputs).known is None


def rewritten(path, **changes):
    """The state with other values, under its right sum."""
    content = json.dumps({**json.loads(path.read_bytes().partition(b"\n")[2]), **changes}).encode()
    path.write_bytes(b"baocao-cache/1 " + sha256(content).encode() + b"\n" + content)


def test_a_state_that_is_no_younger_than_its_manifest_counts_for_nothing(built):
    stat = built.file("manifest.json").stat()
    rewritten(built.file(f".cache/{STATE}"), written=max(stat.st_mtime_ns, stat.st_ctime_ns))
    assert Cache.open(built.outputs).known is None


def test_a_cache_of_another_manifest_counts_for_nothing_whatever_the_clock_said(built):
    path = built.file(f".cache/{STATE}")
    rewritten(path, written=2**62)
    assert Cache.open(built.outputs).known is not None
    manifest = built.file("manifest.json")
    manifest.write_bytes(manifest.read_bytes() + b" ")
    assert Cache.open(built.outputs).known is None


def test_what_is_wrong_with_the_campaign_is_told_by_every_build(built):
    built.change_campaign("that: {at_most: [staff.total, 10000]}", "that: {at_most: [staff.total, 100]}")
    first = built.build()
    assert built.codes(first)
    assert built.codes(built.build()) == built.codes(first)


# --- signatures --------------------------------------------------------------------------------------------------


def test_a_signature_stands_for_the_hash_only_if_it_is_older_than_the_note(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_bytes(b"x")
    now = signature(file)
    moment = max(now[1], now[2])
    assert Seen({"a": (now, "noted")}, moment + 1).hash(str(file), "a") == "noted"
    assert Seen({"a": (now, "noted")}, moment).hash(str(file), "a") == sha256(b"x"), "edited in the same tick?"


def test_a_file_that_looks_otherwise_is_read(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"x")
    seen = Seen({"a": (signature(file), sha256(b"x"))}, 2**63)
    file.write_bytes(b"y")
    assert seen.hash(str(file), "a") == sha256(b"y")
    file.unlink()
    assert seen.hash(str(file), "a") is None


# --- packing -----------------------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
    | st.decimals(allow_nan=False) | st.fractions() | st.dates()
    | st.text("abc").map(Text) | st.builds(Place, st.just("a.yaml"), st.integers(1, 9)),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(VALUES)
def test_values_come_back_the_same(value):
    found = unpacked(packed(value))
    assert (found, type(found), repr(found)) == (value, type(value), repr(value))


@pytest.mark.parametrize("value", [1.5, {1}, b"x", object(), [object()]])
def test_what_would_not_come_back_is_refused(value):
    with pytest.raises(CannotPack):
        packed(value)


@pytest.mark.parametrize("value", [{"eval": "1"}, {"decimal": "x"}, {"a": 1, "b": 2}, {"place": {"x": 1}}])
def test_what_was_never_packed_is_refused(value):
    with pytest.raises((ValueError, TypeError, ArithmeticError)):
        unpacked(value)


def test_findings_come_back_in_both_languages():
    params = {"copy": Spoken("bản", "copy"), "n": Decimal("1.50"), "part": Fraction(1, 3)}
    error = EditedByHand(Place("a.docx"), **params).about("so-a", "report")
    (found,) = unpacked_errors(packed_errors([error]))
    assert (found, found.to_json()) == (error, error.to_json())


def test_a_finding_of_no_known_kind_is_refused():
    class Other(DataError):
        pass

    with pytest.raises(CannotPack):
        packed_errors([Other()])
    with pytest.raises(KeyError):
        unpacked_errors([["Z99", None, {"map": {}}, None, None]])

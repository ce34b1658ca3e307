"""Bytes: encodings, sizes, files that are none."""

import os
from pathlib import Path

import pytest

from pipeline.stages.load import text
from pipeline.stages.load.findings import FileTooLarge, NotUtf8, UnreadableFile
from pipeline.stages.load.text import decode, parse, read_bytes


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_byte_order_mark_is_dropped(name: str) -> None:
    record = parse(b'\xef\xbb\xbf{"a": 1}', name)
    assert (record.data, record.places["/a"].column) == ({"a": 1}, 7)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_other_unicode_encodings_are_refused_with_the_remedy(encoding: str, name: str) -> None:
    with pytest.raises(NotUtf8) as caught:
        parse("tên: Sở Nội vụ".encode(encoding), name)
    assert "UTF-8" in caught.value.advice()


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "latin-1"])
def test_legacy_bytes_are_refused_at_their_line(encoding: str) -> None:
    with pytest.raises(NotUtf8) as caught:
        parse("a: 1\nb: Đắk\n".encode(encoding, "replace").replace(b"?", b"\xe3"), "a.yaml")
    assert caught.value.place is not None
    assert caught.value.place.line == 2


def test_the_offset_counts_the_byte_order_mark() -> None:
    with pytest.raises(NotUtf8) as caught:
        decode(b"\xef\xbb\xbfab\xff", "a.yaml")
    assert (caught.value.params["offset"], caught.value.params["byte"]) == (5, "0xFF")


def test_all_line_ends_become_one() -> None:
    assert decode(b"a\r\nb\rc\nd", "a.csv") == "a\nb\nc\nd"


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(FileTooLarge) as caught:
        read_bytes(path, "units/a.yaml")
    assert (str(caught.value.place), caught.value.params["limit"]) == ("units/a.yaml", text.MAX_BYTES)


def test_a_long_scalar_within_the_limit_is_read() -> None:
    assert len(parse(b"a: " + b"x" * 5_000_000, "a.yaml").data["a"]) == 5_000_000


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("absent.yaml", "pipe.yaml", "."):
        with pytest.raises(UnreadableFile):
            read_bytes(tmp_path / name, name)

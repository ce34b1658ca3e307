"""Packages: hostile ones are refused with a place, honest ones come back byte for byte."""

from __future__ import annotations

import io
import pickle
import zipfile
import zlib

import pytest
from docx_builder import docx, p, zipped

from pipeline.docx import package as pk
from pipeline.docx.errors import BrokenXml, NotAPackage, PackageTooLarge, UnsafeName, UnsafeXml

TYPES = ("[Content_Types].xml", b"<Types/>")
DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def refuse(data: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        pk.read_package(data, "templates/x.docx")
    assert caught.value.place.file == "templates/x.docx"  # type: ignore[attr-defined]
    assert caught.value.message("en")  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(caught.value)) == caught.value  # noqa: S301


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    refuse(data, NotAPackage)


def test_a_cut_package_is_refused() -> None:
    refuse(docx(p("x"))[:-40], NotAPackage)


def test_a_package_with_damaged_bytes_is_refused() -> None:
    data = bytearray(zipped([TYPES, ("a.xml", b"<a>" + bytes(range(65, 90)) * 9 + b"</a>")], zipfile.ZIP_STORED))
    data[data.index(b"ABCDEF")] = 90
    refuse(bytes(data), NotAPackage)


def test_a_package_without_content_types_is_refused() -> None:
    refuse(zipped([("a.xml", b"<a/>")]), NotAPackage)


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(zipped([TYPES]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    refuse(bytes(data), NotAPackage)


def test_an_unknown_packing_is_refused() -> None:
    refuse(zipped([TYPES], zipfile.ZIP_LZMA), NotAPackage)


def test_too_many_entries_are_refused() -> None:
    refuse(zipped([TYPES, *((f"word/{n}", b"") for n in range(pk.MAX_ENTRIES))]), PackageTooLarge)


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pk, "MAX_BYTES", 1000)
    refuse(zipped([TYPES, ("a.bin", bytes(1001))]), PackageTooLarge)


def test_a_bomb_is_refused_by_its_ratio() -> None:
    refuse(zipped([TYPES, ("word/media/a.png", bytes(4 * 1024 * 1024))]), PackageTooLarge)


def test_a_declared_size_that_lies_is_refused() -> None:
    data = zipped([TYPES, ("a.bin", bytes(5000))])
    lying = data.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    refuse(lying, NotAPackage)


@pytest.mark.parametrize(
    "name",
    ["../a.xml", "/a.xml", "word/../../a", "word\\a.xml", "C:/a.xml", "word//a.xml", "word/./a.xml", "word/\x01"],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    refuse(zipped([TYPES, (name, b"x")]), UnsafeName)


def test_a_name_cut_at_nul_is_refused() -> None:
    data = zipped([TYPES, ("word/a.xmlX.exe", b"<a/>")]).replace(b"a.xmlX", b"a.xml\x00")
    refuse(data, UnsafeName)


@pytest.mark.parametrize("second", ["word/a.xml", "WORD/A.XML"])
def test_a_name_that_repeats_is_refused(second: str) -> None:
    parts = [pk.deflate(name, b"<a/>") for name in ("[Content_Types].xml", "word/a.xml", second)]
    refuse(pk.write_package(parts), UnsafeName)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["word/document.xml", "word/_rels/document.xml.rels", "a.XML"])
def test_a_document_type_is_refused(encoding: str, name: str) -> None:
    refuse(zipped([TYPES, (name, DOCTYPE.encode(encoding))]), UnsafeXml)


@pytest.mark.parametrize("text", [b"<a>", b"<a>&nbsp;</a>", b"", b"<a/><b/>", b"\x00\x01"])
def test_broken_xml_is_refused(text: bytes) -> None:
    refuse(zipped([TYPES, ("word/document.xml", text)]), BrokenXml)


def test_what_is_written_comes_back() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/đ.xml": b"<a/>", "word/media/a.png": bytes(range(256)) * 40}
    assert pk.read_package(pk.pack(parts)) == parts


def test_a_written_package_is_good_for_others() -> None:
    with zipfile.ZipFile(
        io.BytesIO(pk.pack({"b": b"x" * 9000, "[Content_Types].xml": b"<Types/>", "a": b""}))
    ) as z:
        assert z.testzip() is None
        assert z.namelist() == ["[Content_Types].xml", "a", "b"]
        assert {entry.date_time for entry in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("size", [0, 1, pk.LITTLE, pk.LITTLE + 1, 100_000])
def test_a_little_filled_part_is_only_stored(size: int) -> None:
    data = b"<w:p/>" * (size // 6) + b"x" * (size % 6)
    part = pk.deflate_filled("b", data, pk.FASTEST)
    assert (len(part.deflated) < size) is (size > pk.LITTLE)
    written = pk.write_package([pk.deflate("[Content_Types].xml", b"<Types/>"), part])
    with zipfile.ZipFile(io.BytesIO(written)) as z:
        assert z.testzip() is None
        assert z.read("b") == data


def test_the_order_of_the_parts_does_not_matter() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "a": b"1", "b": b"2"}
    assert pk.pack(parts) == pk.pack(dict(reversed(parts.items())))


@pytest.mark.parametrize("size", [0, 1, 4096, pk.MOST_STORED, pk.MOST_STORED + 1, 200_000])
def test_a_stored_part_is_its_data_unpacked(size: int) -> None:
    data = bytes(number * 7 % 251 for number in range(size))
    part = pk.deflate("word/header1.xml", data, pk.STORED)
    unpacker = zlib.decompressobj(-15)
    assert (unpacker.decompress(part.deflated), unpacker.eof, unpacker.unused_data) == (data, True, b"")
    assert (part.crc, part.size) == (zlib.crc32(data), size)
    assert 0 < len(part.deflated) - size <= 5 * (size // 16_000 + 1)

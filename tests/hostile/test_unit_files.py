"""Files of units that are no proper text, YAML or JSON: the unit is told where, the others are not touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from campaigns import Victim, messages

Mutation = Callable[[bytes], bytes]
TCVN3 = "§¬n vÞ cã nhiÒu ng­êi".encode("latin-1")
VNI = "Ñôn vò coù nhieàu ngöôøi, ñaõ hoaøn thaønh nhieäm vuï".encode()
LAUGHS = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))])


def swap(old: str, new: str) -> Mutation:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode("utf-8", "surrogatepass"))

    return change


def put(data: bytes | str) -> Mutation:
    return lambda _: data.encode() if isinstance(data, str) else data


def add(text: str | bytes) -> Mutation:
    return lambda data: data + (text.encode() if isinstance(text, str) else text)


CASES: dict[str, tuple[Mutation, str, str]] = {
    "empty": (put(b""), "D09", ""),
    "only a comment": (put("# chưa có số liệu\n"), "D09", ""),
    "only null": (put("null\n"), "D09", ""),
    "cut in a quote": (put("organ: {name: 'Sở B\n"), "D04", "1:15"),
    "cut in a group": (lambda data: data[:40], "D04", "2:1"),
    "cut in a letter": (lambda data: data[: data.index("ở".encode()) + 1], "D02", "1"),
    "cut after the figures": (lambda data: data[: data.index(b"narrative")], "D65", "1:1"),
    "tab": (swap("    total", "\ttotal"), "D04", "7:1"),
    "bad indent": (swap("    women", "   women"), "D04", "8:4"),
    "no colon": (swap("women: 30", "women 30"), "D04", "9:1"),
    "two documents": (add("---\norgan: 1\n"), "D04", "15:1"),
    "UTF-16 with a mark": (lambda data: data.decode().encode("utf-16"), "D02", "1"),
    "UTF-16 without a mark": (lambda data: data.decode().encode("utf-16-le"), "D02", "1"),
    "UTF-16 big": (lambda data: data.decode().encode("utf-16-be"), "D02", "1"),
    "UTF-32": (lambda data: data.decode().encode("utf-32"), "D02", "1"),
    "Windows-1258": (add("#\xe0".encode("cp1258")), "D02", "15"),
    "TCVN3 bytes": (lambda data: data.replace("Hội nghị".encode(), TCVN3), "D02", "11"),
    "a NUL": (lambda data: data.replace(b"42", b"4\0"), "D02", "7"),
    "escape sequence": (swap("Hội", "\x1b[2J"), "D13", "11:14"),
    "escaped escape": (swap("Hội nghị tổng kết", '"\\e[2J"'), "D13", "11:14"),
    "duplicate key": (swap("    women: 30", "    total: 41\n    women: 30"), "D05", "8:5"),
    "duplicate key by normal form": (add("  '\u1ed1': a\n  'o\u0302\u0301': b\n"), "D05", "16:3"),
    "billion laughs": (put(LAUGHS), "D06", "1:5"),
    "alias": (swap("women: 30", "women: *total"), "D06", "8:12"),
    "merge key": (swap("    women: 30", "    <<: {women: 30}"), "D32", "8:5"),
    "python object": (swap("women: 30", "women: !!python/object/apply:os.system [id]"), "D06", "8:12"),
    "tag": (swap("women: 30", "women: !!int 30"), "D06", "8:12"),
    "deep groups": (put("{a: " * 5000), "D07", "1:161"),
    "deep lists": (put("[" * 500), "D07", "1:41"),
    "lists deeper than the parser goes": (put("[" * 100_000), "D07", "1:1001"),
    "deep dashes": (put("- " * 50_000), "D07", "1:81"),
    "50 MB scalar": (put(b"organ: " + b"x" * 50_000_000), "D03", ""),
    "many values": (put("[" + "1," * 400_000 + "]"), "D15", "1:600000"),
    "long names": (
        put("? " + "k" * 1_000_000 + "\n: {" + ", ".join(f"k{n}: 1" for n in range(90_000)) + "}"),
        "D75",
        "2:239",
    ),
    "only text": (put("Đơn vị chưa báo cáo"), "D33", "1:1"),
    "a list": (put("- a\n- b\n"), "D33", "1:1"),
    "a picture": (put(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), "D02", "1"),
    "a workbook called YAML": (put(b"PK\x03\x04" + bytes(200)), "D02", "1"),
}


@pytest.mark.parametrize("case", [*CASES])
def test_a_faulty_file_is_located_and_stops_its_unit_only(victim: Victim, case: str) -> None:
    mutate, code, at = CASES[case]
    file = victim.file()
    file.write_bytes(mutate(file.read_bytes()))
    victim.suffers(code, f"units/so-b.yaml{':' if at else ''}{at}")


def test_a_missing_file_is_a_unit_that_has_not_delivered(victim: Victim) -> None:
    victim.file().unlink()
    victim.build()
    assert [(f.code, f.severity, str(f.place)) for f in victim.result.findings] == [
        ("D73", "info", "campaign.yaml:10:10")
    ]
    victim.others_intact(["so-b/"])


@pytest.mark.parametrize(
    "mutate",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        add("...\n"),
        add("\n" * 1000),
        add("# " + "x" * 100_000),
        swap("tổng kết", "x" * 7_000_000),
        lambda data: b"%YAML 1.1\n---\n" + data,
    ],
    ids=["mark", "crlf", "cr", "end", "blanks", "comment", "a long text that is not printed", "directive"],
)
def test_what_editors_do_to_a_file_changes_no_document(victim: Victim, mutate: Mutation) -> None:
    file = victim.file()
    file.write_bytes(mutate(file.read_bytes()))
    victim.unharmed()
    victim.others_intact()


JSON_CASES = {
    "comment": ('{"organ": 1 /* x */}', "D16", "1:13"),
    "comma before a bracket": ('{"organ": {},}', "D16", "1:14"),
    "NaN": ('{"organ": NaN}', "D16", "1:11"),
    "Infinity": ('{"organ": -Infinity}', "D16", "1:11"),
    "huge integer": ('{"organ": ' + "9" * 10_000 + "}", "D08", "1:11"),
    "huge exponent": ('{"organ": 1e999999999999}', "D08", "1:11"),
    "lone surrogate": ('{"organ": "\\ud800"}', "D16", "1:11"),
    "escaped escape": ('{"organ": "\\u001b[2J"}', "D13", "1:11"),
    "duplicate key": ('{"organ": 1,\n"organ": 2}', "D05", "2:1"),
    "duplicate escaped key": ('{"organ": 1,\n"\\u006frgan": 2}', "D05", "2:1"),
    "deep": ('{"organ":' + "[" * 100_000, "D07", "1:50"),
    "cut": ('{"organ": "Sở', "D16", "1:11"),
    "empty": ("", "D09", ""),
    "two values": ("{} {}", "D16", "1:4"),
    "UTF-7": ('{"organ": +2AA-}', "D16", "1:11"),
}


@pytest.mark.parametrize("case", [*JSON_CASES])
def test_a_faulty_json_is_located_and_stops_its_unit_only(victim: Victim, case: str) -> None:
    text, code, at = JSON_CASES[case]
    victim.file().unlink()
    victim.file().with_suffix(".json").write_text(text, "utf-8")
    victim.suffers(code, f"units/so-b.json{':' if at else ''}{at}")


def test_the_same_data_as_json_make_the_same_documents(victim: Victim) -> None:
    data = {
        "organ": {"name": "Sở B", "short_name": "Sở B", "abbreviation": "SB"},
        "drafting_unit": "VP",
        "signer": {"authority": "none", "title": "Giám đốc", "name": "Nguyễn Văn Minh"},
        "archive": "VT",
        "figures": {"staff": {"total": 42, "women": 30}},
        "records": {"events": [{"name": "Hội nghị tổng kết"}]},
        "narrative": {
            "work": "Đơn vị có {{ staff.total }} người, trong đó {{ staff.women }} nữ và {{ staff.men }} nam.\n"
        },
    }
    victim.file().unlink()
    victim.file().with_suffix(".json").write_text(json.dumps(data), "utf-8")
    victim.unharmed()
    victim.others_intact()


def test_every_unit_can_be_faulty_and_each_is_told(victim: Victim) -> None:
    for unit, data in {"so-a": b"\xff", "so-b": b"a: b: c", "so-c": b""}.items():
        victim.file(unit).write_bytes(data)
    victim.suffers("D04", "units/so-b.yaml:1:5", ["so-a/", "so-b/", "so-c/"], summary=False)
    victim.tells("D02", "units/so-a.yaml:1")
    victim.tells("D09", "units/so-c.yaml")


def test_the_clerk_reads_it_in_vietnamese(victim: Victim) -> None:
    victim.file().write_bytes(b"a: b: c")
    told = victim.sandbox.cli("build", "--lang", "vi")
    assert told.exit_code == 1
    assert "D04 " in told.stderr
    assert "units/so-b.yaml:1:5" in told.stderr
    assert "hiểu" in told.stderr
    assert "Traceback" not in told.output


def test_no_message_acts_on_the_terminal(victim: Victim) -> None:
    file = victim.file()
    file.write_bytes(file.read_bytes().replace(b"archive: VT", b'archive: VT\n"\\e[31m\\e]0;x\\a": 1'))
    victim.build()
    assert not [text for text in messages(victim.result) if "\x1b" in text or "\a" in text]


def test_many_findings_take_no_time(victim: Victim) -> None:
    file = victim.file()
    rows = "".join(f"    - {{nam{n}: x}}\n" for n in range(20_000))
    file.write_bytes(file.read_bytes().replace("    - {name: Hội nghị tổng kết}\n".encode(), rows.encode()))
    victim.build(seconds=30)
    assert victim.result.exit_code == 1
    victim.others_intact(["so-b/"])


def test_a_file_that_grows_while_it_is_read_is_bounded(victim: Victim, tmp_path: Path) -> None:
    victim.file().unlink()
    victim.file().symlink_to("/dev/zero")
    victim.suffers("D01")

"""A campaign.yaml that cannot be used: its finding, exit code 1, and nothing that was made is touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from campaigns import Victim

Mutation = Callable[[bytes], bytes]


def swap(old: str, new: str) -> Mutation:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode("utf-8", "surrogatepass"), 1)

    return change


CASES: dict[str, tuple[Mutation, str, str]] = {
    "empty": (lambda _: b"", "D09", ""),
    "null": (lambda _: b"~\n", "D09", ""),
    "a list": (lambda _: b"- a\n", "D33", "1:1"),
    "a text": (lambda _: b"abc\n", "D33", "1:1"),
    "cut": (lambda data: data[:330], "D04", "12:1"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "D02", "1"),
    "a NUL": (lambda data: data.replace(b"demo.", b"demo\0"), "D02", "4"),
    "an escape": (swap("năm 2025", "\x1b[2J"), "D13", "1:16"),
    "a tab": (swap("  - {id: so-b", "\t- {id: so-b"), "D04", "10:1"),
    "a key twice": (swap("deadline:", "title: x\ndeadline:"), "D05", "3:1"),
    "an alias": (swap("title: Báo cáo năm 2025", "title: *x"), "D06", "1:8"),
    "a tag": (swap("title: Báo", "title: !!python/name:os.system Báo"), "D06", "1:8"),
    "deep": (lambda _: b"[" * 500, "D07", "1:41"),
    "deeper than the parser goes": (lambda _: b"[" * 50_000, "D07", ""),
    "laughs": (lambda _: b"a: &a [x]\nb: [*a, *a]\n", "D06", "1:4"),
    "too large": (lambda data: data + b"#" * (9 << 20), "D03", ""),
    "a day that is none": (swap("deadline: 2025-12-20", "deadline: 2025-02-30"), "D37", "3:11"),
    "a period turned": (swap("from: 2025-01-01", "from: 2026-01-01"), "D64", "2:49"),
    "no units": (swap("units:\n", "units: []\nxunits:\n"), "D36", "8:8"),
    "units that are none": (swap("  - {id: so-b, name: Sở B, group: all}", "  - 1"), "D33", "10:5"),
    "an id that is a list": (swap("{id: so-b,", "{id: [so-b],"), "D33", "10:10"),
    "an id that is a number": (swap("{id: so-b,", "{id: 1,"), "D33", "10:10"),
    "a unit twice": (swap("{id: so-c,", "{id: so-b,"), "D61", "11:10"),
    "a document of no kind": (swap("per: unit", "per: x"), "D34", "32:10"),
    "an unknown template": (swap("template: report.docx", "template: x.docx"), "D68", "33:15"),
    "an unknown operation": (swap("{count: events}", "{count: events, xum: 1}"), "D31", "18:35"),
    "an unknown figure": (swap("{sum: units.staff.total}", "{sum: units.staff.xotal}"), "A01", "20:18"),
    "a wheel of figures": (
        swap(
            "staff.total: {sum: units.staff.total}",
            "a.a: {sum: [a.b]}\n    a.b: {sum: [a.a]}\n    staff.total: {sum: units.staff.total}",
        ),
        "A01",
        "20:10",
    ),
    "a division by nought": (
        swap(
            "staff.total: {sum: units.staff.total}",
            "x.y: {share: [1, 0]}\n    staff.total: {sum: units.staff.total}",
        ),
        "",
        "",
    ),
    "an open tag": (swap("{{ staff.total }}", "{{ staff.total"), "N01", ""),
    "a control character": (swap("title: Báo cáo năm 2025", 'title: "\\u0007"'), "D13", "1:8"),
}
MADE_ALL_THE_SAME = {"a division by nought"}


@pytest.mark.parametrize("case", [*CASES])
def test_a_faulty_campaign_is_told_and_touches_nothing_that_was_made(victim: Victim, case: str) -> None:
    mutate, code, at = CASES[case]
    victim.build()
    before = victim.sandbox.docx()
    file = victim.folder / "campaign.yaml"
    file.write_bytes(mutate(file.read_bytes()))
    victim.build()
    found = [(finding.code, str(finding.place)) for finding in victim.result.findings]
    print(found)
    assert victim.result.traces == []
    if case not in MADE_ALL_THE_SAME:
        place = next((place for kind, place in found if kind == code), "")
        assert place.startswith("campaign.yaml")
        assert not at or place == f"campaign.yaml:{at}"
        victim.tells(code, place)
    units = {name: data for name, data in victim.sandbox.docx().items() if name.startswith("units/")}
    assert units == {name: data for name, data in before.items() if name.startswith("units/")}
    victim.no_holes()


def test_a_campaign_that_is_no_file_is_no_campaign(victim: Victim) -> None:
    (victim.folder / "campaign.yaml").unlink()
    (victim.folder / "campaign.yaml").mkdir()
    told = victim.sandbox.cli("build")
    assert told.exit_code == 2
    assert "U01" in told.stderr
    assert not victim.outputs.exists()


SCHEMAS = [
    b"",
    b"[]",
    b"{",
    b"null",
    b'{"$ref": "http://a.example/x"}',
    b'{"$ref": "file:///etc/passwd"}',
    b"[" * 10_000,
    b'{"type": 1}',
    b'{"$defs": {"figures": {"$ref": "#/$defs/figures"}}}',
    b'{"pattern": "(a+)+$"}',
    b"\xff",
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=range(len(SCHEMAS)))
def test_a_schema_that_cannot_be_used_ends_the_command_with_a_sentence(victim: Victim, schema: bytes) -> None:
    (victim.folder / "demo.schema.json").write_bytes(schema)
    told = victim.sandbox.cli("build", "--lang", "vi")
    assert told.exit_code in (1, 2)
    assert "Traceback" not in told.output
    assert victim.sandbox.docx() == {}

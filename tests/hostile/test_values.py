"""Values that are none: wrong dates, doubtful numbers, unseen characters, and text that looks like code."""

from __future__ import annotations

import pytest
from campaigns import Victim, messages

LEGACY_TCVN3 = "C«ng t¸c thi ®ua khen th­ëng n¨m 2025 ®¹t nhiÒu kÕt qu¶"
LEGACY_VNI = "Coâng taùc thi ñua khen thöôûng naêm 2025 ñaït nhieàu keát quaû"

WRONG = {
    "a date that is none": (
        "drafting_unit: VP",
        "drafting_unit: VP\ndocuments: {report: {number: 1, date: 2025-02-30}}",
        "D37",
        "3:39",
    ),
    "a date in another order": (
        "drafting_unit: VP",
        "drafting_unit: VP\ndocuments: {report: {number: 1, date: 30/02/2025}}",
        "D37",
        "3:39",
    ),
    "a date of another age": (
        "drafting_unit: VP",
        "drafting_unit: VP\ndocuments: {report: {number: 1, date: 0001-01-01}}",
        "D37",
        "3:39",
    ),
    "a date that is a number": (
        "drafting_unit: VP",
        "drafting_unit: VP\ndocuments: {report: {number: 1, date: 45000}}",
        "D37",
        "3:39",
    ),
    "a number as text": ("women: 30", 'women: "30"', "D33", "8:12"),
    "a number with a point": ("women: 30", "women: 1.234", "D33", "8:12"),
    "a number with a comma": ("women: 30", "women: 1,234", "D33", "8:12"),
    "a number with a blank": ("women: 30", "women: 1 234", "D33", "8:12"),
    "a negative count": ("women: 30", "women: -1", "D35", "8:12"),
    "nothing": ("women: 30", "women:", "D46", "8:11"),
    "nan": ("women: 30", "women: .nan", "D33", "8:12"),
    "NaN": ("women: 30", "women: NaN", "D33", "8:12"),
    "infinity": ("women: 30", "women: .inf", "D33", "8:12"),
    "a huge integer": ("women: 30", "women: " + "9" * 5000, "D08", "8:12"),
    "a huge exponent": ("women: 30", "women: 1.0e999999999", "D08", "8:12"),
    "more than all": ("women: 30", "women: " + "9" * 39, "D35", "8:12"),
    "hexadecimal": ("women: 30", "women: 0x1E", "D33", "8:12"),
    "octal": ("women: 30", "women: 036", "D33", "8:12"),
    "sexagesimal": ("women: 30", "women: 12:30", "D33", "8:12"),
    "full width digits": ("women: 30", "women: ３０", "D33", "8:12"),
    "a list for a number": ("women: 30", "women: [30]", "D33", "8:12"),
    "a group for a text": ("archive: VT", "archive: {a: b}", "D33", "4:10"),
    "a text for a list": ("    - {name: Hội nghị tổng kết}", "    Hội nghị", "D33", "11:5"),
    "an unknown field": ("    women: 30", "    women: 30\n    womem: 3", "D31", "9:5"),
    "a field of Cyrillic letters": ("    women:", "    w\u043emen:", "D31", "8:5"),
    "a control character": ("Hội nghị tổng kết", '"\\a"', "D13", "11:14"),
    "a mark from right to left": ("Hội nghị", "Hội \u202enghị", "D13", "11:14"),
    "an isolate": ("Hội nghị", "\u2066Hội nghị", "D13", "11:14"),
    "a noncharacter": ("Hội nghị", "Hội\ufffe", "D13", "11:17"),
    "private use": ("Hội nghị", "Hội \ue123", "D13", "11:14"),
    "private use above": ("Hội nghị", "Hội \U000f1234", "D13", "11:14"),
    "marks without end": ("Hội nghị", "H" + "\u0301\u0323" * 1_000_000, "D13", "11:14"),
    "a lost letter": ("Hội nghị", "H\ufffdi", "D13", "11:14"),
    "half a pair": ("Hội nghị tổng kết", '"\\uD800"', "D04", "11:17"),
    "an open tag": ("{{ staff.men }}", "{{ staff.men", "N01", "14:5"),
}


@pytest.mark.parametrize("case", [*WRONG])
def test_a_wrong_value_is_located_and_stops_its_unit_only(victim: Victim, case: str) -> None:
    old, new, code, at = WRONG[case]
    victim.sandbox.change_unit(old, new)
    victim.suffers(code, f"units/so-b.yaml:{at}")


@pytest.mark.parametrize("name", ["staff.man", "staff.__class__", "config", "staff.total.real"])
def test_an_unknown_figure_stops_the_document_that_prints_it(victim: Victim, name: str) -> None:
    victim.sandbox.change_unit("{{ staff.men }}", f"{{{{ {name} }}}}")
    victim.suffers("N10", "units/so-b.yaml:14:5", ["so-b/report"])


DOUBTFUL = {
    "Ð for Đ": ("Hội nghị", "Ðại hội", "D44"),
    "a Cyrillic a": ("Hội nghị", "H\u0430nh", "D44"),
    "a statement": ("Hội nghị tổng kết", "'{% if x %}'", "D76"),
    "zero width": ("Hội nghị", "Hội\u200bnghị", "D44"),
    "a soft hyphen": ("Hội nghị", "Hội\u00adnghị", "D44"),
    "a mark inside": ("Hội nghị", "Hội\ufeffnghị", "D44"),
    "TCVN3": ("Hội nghị tổng kết", LEGACY_TCVN3, "D45"),
    "VNI": ("Hội nghị tổng kết", LEGACY_VNI, "D45"),
}


@pytest.mark.parametrize("case", [*DOUBTFUL])
def test_what_only_looks_right_is_a_warning(victim: Victim, case: str) -> None:
    old, new, code = DOUBTFUL[case]
    victim.sandbox.change_unit(old, new)
    victim.unharmed(code)
    assert str(victim.result.findings[0].place) == "units/so-b.yaml:11:14"


LITERAL = [
    "{{ staff.total",
    "{% if x %}",
    "{# x #}",
    "]]>",
    "&",
    "&amp;",
    "<w:p/>",
    "</w:t>",
    "<script>",
    "a < b > c",
    "_x000D_",
    "\"'",
]


@pytest.mark.parametrize("text", LITERAL)
def test_text_that_looks_like_code_is_printed_as_it_is_typed(victim: Victim, text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    victim.sandbox.change_unit("name: Nguyễn Văn Minh", f"name: {quoted}")
    victim.unharmed(*(["D76"] if "{%" in text else []))
    assert text in victim.sandbox.text("units/so-b/report")


@pytest.mark.parametrize("text", ["]]>", "&", "&amp;", "<w:p/>", "</w:t>", "<script>", "a < b > c", "&#0;"])
def test_narrative_that_looks_like_code_is_printed_as_it_is_typed(victim: Victim, text: str) -> None:
    victim.sandbox.change_unit("Đơn vị có", f"{text} Đơn vị có")
    victim.build()
    assert (victim.result.exit_code, messages(victim.result)) == (0, [])
    assert text in victim.sandbox.text("units/so-b/report")


@pytest.mark.parametrize(
    "text",
    [
        "![x](file:///etc/passwd)",
        "![x](http://a.example/b.png)",
        "\\input{/etc/passwd}",
        "```{=openxml}\n    <w:p/>\n    ```",
        "<w:p/>{=openxml}",
        "[x](javascript:alert(1))",
        "$$\\sum$$",
        "[^1]\n\n    [^1]: x",
        "@cite",
        "a\n    ===",
        "> " * 100 + "x",
        "- " * 100 + "x",
        "*" * 5000,
        "[" * 5000,
        "`" * 5001,
        "|" * 5000,
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_markup_of_other_kinds_reaches_nothing(victim: Victim, text: str) -> None:
    """Whatever becomes of it, it is a text or a finding; nothing is fetched, included or passed through."""
    victim.sandbox.change_unit("    Đơn vị có", f"    {text}\n\n    Đơn vị có")
    victim.build(seconds=30)
    assert victim.result.traces == []
    assert victim.result.exit_code in (0, 1)
    if victim.result.exit_code:
        assert {finding.unit for finding in victim.result.findings} == {"so-b"}
    victim.no_holes()
    for name, data in victim.sandbox.docx().items():
        if "/so-b/" not in name and "summary" not in name:
            assert data == victim.clean[name]
        assert b"root:" not in data

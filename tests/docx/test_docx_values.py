"""Values arrive as typed, reach nothing but data, and the result is always a document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx_builder import PROPERTIES, compiled, docx, fill, p, table
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline.docx.environment import RANGE_LIMIT, make_environment
from pipeline.docx.errors import (
    BadStructure,
    FillFailed,
    Forbidden,
    IllegalCharacter,
    UnknownName,
    UnprintableValue,
)
from pipeline.docx.package import parse_xml, read_package
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs
from pipeline.errors import TemplateError
from pipeline.model import Properties


def text_of(body: str, **context: object) -> list[str]:
    return [found.text for found in paragraphs(compiled(docx(body)).fill(context, PROPERTIES))]


@pytest.mark.parametrize(
    "value",
    [
        "5 < 10 & <b>",
        "{{ x }} {% if %}",
        "&amp; &lt;",
        "'\"",
        "</w:t></w:r>",
        "  hai  đầu  ",
        "{_{ x }_}",
        "]]>",
        "🙂 ờ",
    ],
)
def test_a_value_arrives_as_these_characters(value: str) -> None:
    assert text_of(p("{{ x }}"), x=value) == [value]


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "\n\n", "a\n\tb\n"])
def test_line_ends_and_tabs_become_breaks_and_tabs(value: str) -> None:
    assert text_of(p("{{ x }}"), x=value) == [value]


@pytest.mark.parametrize("value", ["a\r\nb", "a\rb"])
def test_other_line_ends_become_breaks(value: str) -> None:
    assert text_of(p("{{ x }}"), x=value) == ["a\nb"]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x0c", "\x1f", "\ud800", "\uffff"])
def test_a_character_that_xml_cannot_carry_is_an_error_with_a_place(character: str) -> None:
    with pytest.raises(IllegalCharacter) as caught:
        fill(p("đầu") + p("Tên: {{ x }}"), x=f"a{character}b")
    assert caught.value.params["paragraph"] == "Tên: {{ x }}"
    assert caught.value.params["tag"] == "{{ x }}"
    assert caught.value.params["character"] == f"U+{ord(character):04X}"


@given(st.text())
def test_any_text_arrives_or_is_refused(value: str) -> None:
    template = compiled(docx(p("[{{ x }}]")))
    try:
        filled = template.fill({"x": value}, PROPERTIES)
    except IllegalCharacter:
        return
    expected = value.replace("\r\n", "\n").replace("\r", "\n")
    assert [found.text for found in paragraphs(filled)] == [f"[{expected}]"]


@pytest.mark.parametrize(("value", "text"), [(3, "3"), (Decimal("1.50"), "1.50"), ("", "")])
def test_text_and_numbers_are_printed(value: object, text: str) -> None:
    assert text_of(p("{{ x }}"), x=value) == [text]


@pytest.mark.parametrize("value", [None, True, [1], {"a": 1}, (), object()])
def test_what_is_no_text_is_not_printed(value: object) -> None:
    with pytest.raises(UnprintableValue):
        fill(p("{{ x }}"), x=value)


def test_an_attribute_is_a_key_and_never_a_method() -> None:
    s = {"items": "mục", "keys": ["k"], "values": 1}
    assert text_of(p("{{ s.items }} {{ s.keys[0] }} {{ s.values }}"), s=s) == ["mục k 1"]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ s.get('a') }}",
        "{{ s.pop }}",
        "{{ x.upper() }}",
        "{{ x.__class__ }}",
        "{{ x['__class__'] }}",
        "{{ x.__class__.__mro__ }}",
        "{{ s.__init__.__globals__ }}",
        "{{ loop }}",
        "{{ self }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ dict(a=1) }}",
        "{{ namespace() }}",
        "{% for i in [1] %}{{ loop.__class__ }}{% endfor %}",
        "{% for i in [1] %}{{ loop._iterable }}{% endfor %}",
        "{% macro m() %}{% endmacro %}{{ m.name }}",
        "{{ (x,)|map(attribute='__class__')|first }}",
        "{{ f() }}",
        "{{ _sections }}",
        "{{ _sections.layout }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{{ x * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{% for i in range(10000000000) %}{% endfor %}",
    ],
)
def test_nothing_but_data_can_be_reached(tag: str) -> None:
    with pytest.raises(TemplateError):
        fill(p(tag), s={"a": 1}, x="chữ", f=lambda: "gọi được")


@pytest.mark.parametrize("name", ["safe", "attr", "tojson", "xmlattr", "pprint", "format", "round", "sort", "sum"])
def test_filters_that_make_markup_or_reach_in_do_not_exist(name: str) -> None:
    with pytest.raises(TemplateError) as caught:
        fill(p(f"{{{{ x|{name} }}}}"), x="a")
    assert caught.value.code == "T13"


def test_range_is_bounded() -> None:
    assert text_of(p("{% for i in range(3) %}{{ i }}{% endfor %}")) == ["012"]
    with pytest.raises(Forbidden):
        fill(p(f"{{% for i in range({RANGE_LIMIT + 1}) %}}{{% endfor %}}"))


def test_the_pairs_of_a_mapping_come_through_a_filter() -> None:
    assert text_of(p("{% for k, v in s|items %}{{ k }}={{ v }};{% endfor %}"), s={"a": 1, "b": 2}) == ["a=1;b=2;"]


def test_autoescape_cannot_be_switched_off() -> None:
    assert text_of(p("{% autoescape false %}{{ x }}{% endautoescape %}"), x="<b>&") == ["<b>&"]


def test_the_hook_gets_every_printed_value_and_says_what_to_print() -> None:
    seen: list[Any] = []

    def hook(value: Any) -> Any:
        seen.append(value)
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value

    body = p("{{ n }} {{ t }} {{ many|join(' ') }} {{ 'cố định' }}{% if n > 5 %}!{% endif %}")
    template = CompiledTemplate.compile(docx(body), "x", make_environment({}, hook))
    filled = template.fill({"n": 1234, "t": "<", "many": [1000, 2000], "m": Markup("")}, PROPERTIES)
    assert paragraphs(filled)[0].text == "1.234 < 1.000 2.000 cố định!"
    assert seen == [1234, "<", 1000, 2000, "cố định"]


@pytest.mark.parametrize(
    "body",
    [
        p("{{p x }}"),
        p("{{r x }}"),
        table(("{{tc x }}", "b")),
        table(("a", "{%tr for i in none %}"), ("{%tr endfor %}", "b")),
        table(("@",)).replace(p("@"), p("{%p if no %}") + p("x") + p("{%p endif %}")),
        '<w:p><w:pPr><w:pStyle w:val="{{ line }}"/></w:pPr></w:p>',
    ],
)
def test_a_result_that_is_no_document_is_an_error(body: str) -> None:
    with pytest.raises((BadStructure, FillFailed)):
        fill(body, x="chữ", no=False, none=[], line="a\nb")


def test_a_list_of_nothing_leaves_a_table_with_its_head() -> None:
    body = table(("Tên",), ("{%tr for r in rows %}",), ("{{ r }}",), ("{%tr endfor %}",))
    assert text_of(body, rows=[]) == ["Tên"]


def test_the_result_parses_and_keeps_one_paragraph_a_line() -> None:
    xml = fill(p("a") + p("{{ x }}"), x="b")
    parse_xml(xml)
    assert [line[:4] for line in xml.split("\n")[2:]] == ["<w:p", "<w:p", "<w:s"]


def test_an_unknown_name_in_a_default_is_no_error() -> None:
    assert text_of(p("{{ gone|default('–') }}")) == ["–"]


def test_core_properties_are_written_and_say_no_time_of_their_own() -> None:
    template = compiled(docx(p("x")))
    plain = read_package(template.fill({}, Properties("Tiêu đề <1>", "Văn phòng")))["docProps/core.xml"].decode()
    assert "<dc:title>Tiêu đề &lt;1&gt;</dc:title><dc:creator>Văn phòng</dc:creator>" in plain
    assert "<dc:language>vi-VN</dc:language>" in plain
    assert not any(word in plain for word in ("created", "modified", "keywords", "revision", "lastModifiedBy"))
    dated = template.fill({}, Properties("a", "b", "thi đua", date(2024, 6, 5)))
    full = read_package(dated)["docProps/core.xml"].decode()
    assert full.count(">2024-06-05T00:00:00Z</dcterms:") == 2
    assert "<cp:keywords>thi đua</cp:keywords>" in full
    with pytest.raises(IllegalCharacter):
        template.fill({}, Properties("a\x01", "b"))


def test_unknown_names_carry_what_is_known() -> None:
    with pytest.raises(UnknownName) as caught:
        fill(p("{{ doc.xyz }}"), doc={"type_name": "", "note": ""})
    assert caught.value.code == "T11"
    assert caught.value.params["known"] == "note, type_name"

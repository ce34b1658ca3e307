"""The language of the tags: Jinja's statements, docxtpl's signs, and the parts in which they are read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree
from parity_harness import BODY, R, W, assert_same, document, faults, normal, ours, png, theirs

from pipeline.docx.environment import make_environment
from pipeline.docx.errors import StrayTag
from pipeline.docx.package import pack, read_package
from pipeline.docx.template import CompiledTemplate

CONTEXT: dict[str, Any] = {
    "t": "chữ & <b>",
    "n": 3,
    "yes": True,
    "no": False,
    "names": ["An", "Bình"],
    "tree": [
        {"name": "a", "below": [{"name": "b", "below": [{"name": "c", "below": []}]}]},
        {"name": "d", "below": []},
    ],
    "m": {"x": {"y": "sâu"}},
}
TEXTS: dict[str, tuple[str, ...]] = {
    "set": ("{% set a = t %}{{ a }}",),
    "set block": ("{% set a %}[{{ t }}]{% endset %}{{ a }}{{ a }}",),
    "macro": ("{% macro f(a, b='x') %}({{ a }}-{{ b }}){% endmacro %}{{ f(t) }}{{ f(1, b='y') }}",),
    "call": ("{% macro f() %}<{{ caller() }}>{% endmacro %}{% call f() %}trong {{ t }}{% endcall %}",),
    "call with values": ("{% macro f() %}{{ caller(1) }}{% endmacro %}{% call(v) f() %}v={{ v }}{% endcall %}",),
    "filter block": ("{% filter upper %}abc đ{% endfilter %}",),
    "with": ("{% with a = 1, b = t %}{{ a }}{{ b }}{% endwith %}",),
    "raw": ("{% raw %}{{ không phải thẻ }}{% endraw %}",),
    "comment": ("a{# không in #}b", "{#p cả đoạn #}", "c"),
    "recursive loop": ("{% for e in tree recursive %}{{ e.name }}({{ loop(e.below) }}){% endfor %}",),
    "loop variables": (
        "{% for x in names %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.length }}"
        "{{ loop.cycle('a', 'b') }}{% else %}trống{% endfor %}".replace("{{ loop.first }}", ""),
    ),
    "loop with else": ("{% for x in [] %}{{ x }}{% else %}trống{% endfor %}",),
    "loop with condition": ("{% for x in names if x != 'An' %}{{ x }}{% endfor %}",),
    "elif": ("{% if no %}a{% elif n == 3 %}b{% else %}c{% endif %}",),
    "conditional value": ("{{ 'có' if yes else 'không' }} {{ t if no }}".replace(" {{ t if no }}", ""),),
    "joined with the paragraph before": ("a", "{%- if yes %}b{% endif %}", "c"),
    "joined with the paragraph after": ("{% if yes -%}", "b", "{%- endif %}"),
    "written-out braces": ("{_{ x }_} {_% y %_}",),
    "paragraphs": ("{%p for x in names %}", "{{ x }}", "{%p if loop.first %}", "đầu", "{%p endif %}", "{%p endfor %}"),  # noqa: E501
    "runs": ("a {%r if yes %}b{%r endif %} c",),
    "filters": ("{{ t|upper }} {{ names|join(', ') }} {{ names|length }} {{ names|first }} {{ gone|default('–') }}",),  # noqa: E501
    "comparison": ("{% if n < 5 and n > 1 %}ít{% endif %}",),
    "curly quotes": ("{{ “x” }} {{ names|join(‘; ’) }}",),
    "keys": ("{{ m.x.y }} {{ m['x']['y'] }} {{ names[0] }} {{ names[-1] }}",),
    "arithmetic": ("{{ n + 1 }} {{ n * 2 }} {{ n // 2 }} {{ n % 2 }} {{ -n }} {{ 'a' ~ n }}",),
    "tests": ("{{ 'a' if n is odd else 'b' }} {{ 'c' if gone is defined else 'd' }} {{ 'e' if 3 in [1, 3] }}",),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_statement(name: str) -> None:
    assert_same(document("đầu", *TEXTS[name], "cuối"), CONTEXT, lambda _: CONTEXT)


def test_filters_of_the_program() -> None:
    environment = make_environment({"twice": lambda text: text * 2})
    made = CompiledTemplate.compile(document("{{ t|twice }}"), "x", environment)
    theirs_too = DocxTemplate(io.BytesIO(document("{{ t|twice }}")))
    from jinja2 import Environment  # noqa: PLC0415

    other = Environment(autoescape=True)
    other.filters["twice"] = lambda text: text * 2
    theirs_too.render(CONTEXT, other)
    target = io.BytesIO()
    theirs_too.save(target)
    from docx_builder import PROPERTIES  # noqa: PLC0415

    filled = made.fill(CONTEXT, PROPERTIES)
    assert normal(read_package(filled), BODY) == normal(read_package(target.getvalue()), BODY)


def test_headers_and_footers_of_every_kind() -> None:
    def around(made: Any) -> None:
        section = made.sections[0]
        section.different_first_page_header_footer = True
        made.settings.odd_and_even_pages_header_footer = True
        for kind in (
            "header",
            "footer",
            "first_page_header",
            "first_page_footer",
            "even_page_header",
            "even_page_footer",
        ):
            place = getattr(section, kind)
            place.is_linked_to_previous = False
            place.paragraphs[0].text = f"{kind} {{{{ t }}}}"
            place.add_paragraph("{%p for x in names %}")
            place.add_paragraph("{{ x }}")
            place.add_paragraph("{%p endfor %}")

    parts = (BODY, *(f"word/{kind}{n}.xml" for kind in ("header", "footer") for n in (1, 2, 3)))
    assert_same(document("x", change=around), CONTEXT, lambda _: CONTEXT, parts=parts)


VML = "urn:schemas-microsoft-com:vml"


def test_text_boxes_links_and_attributes() -> None:
    def draw(made: Any) -> None:
        box = etree.fromstring(
            f'<w:p xmlns:w="{W[1:-1]}" xmlns:v="{VML}"><w:r><w:pict><v:shape id="a" alt="{{{{ t }}}}"><v:textbox>'
            "<w:txbxContent><w:p><w:r><w:t>{{ t }}</w:t></w:r></w:p><w:p><w:r><w:t>{%p if no %}</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>x</w:t></w:r></w:p><w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r></w:p>"
        )
        made.element.body.insert(0, box)
        link = made.part.relate_to("https://a.vn", f"{R[1:-1]}/hyperlink", is_external=True)
        made.paragraphs[-1]._p.append(
            etree.fromstring(
                f'<w:hyperlink xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}" r:id="{link}">'
                "<w:r><w:t>{{ t }}</w:t></w:r></w:hyperlink>"
            )
        )
        made.add_picture(io.BytesIO(png()))
        next(made.element.iter("{*}docPr")).set("descr", "Ảnh {{ t }}")

    template = document("x", change=draw)
    mine, other = read_package(ours(template, CONTEXT)), read_package(theirs(template, lambda _: CONTEXT))
    assert normal(mine, BODY) == normal(other, BODY)


def with_part(name: str, kind: str, relation: str, xml: str) -> bytes:
    """A document with one more part, related to the body."""
    package = read_package(document("x {{ t }}"))
    package[f"word/{name}"] = xml.encode()
    package["[Content_Types].xml"] = package["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/{name}" ContentType="{kind}"/></Types>'.encode()
    )
    package["word/_rels/document.xml.rels"] = package["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdN" Type="{R[1:-1]}/{relation}" Target="{name}"/></Relationships>'.encode(),
    )
    return pack(package)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@pytest.mark.parametrize("kind", ["footnotes", "endnotes", "comments"])
def test_notes(kind: str) -> None:
    one = kind[:-1]
    who = ' w:author="a" w:date="2024-01-01T00:00:00Z"' if kind == "comments" else ""
    note = f'<w:{one} w:id="1"{who}><w:p><w:r><w:t>{{{{ t }}}}</w:t></w:r></w:p></w:{one}>'
    xml = f'<w:{kind} xmlns:w="{W[1:-1]}">{note}</w:{kind}>'
    template = with_part(f"{kind}.xml", f"{WORD}.{kind}+xml", kind, xml)
    mine = read_package(ours(template, CONTEXT))
    if kind == "footnotes":
        assert normal(mine, f"word/{kind}.xml") == normal(
            read_package(theirs(template, lambda _: CONTEXT)), f"word/{kind}.xml"
        )
    assert "".join(etree.fromstring(mine[f"word/{kind}.xml"]).itertext()).strip() == CONTEXT["t"]


def test_titles_of_charts() -> None:
    xml = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:bodyPr/>'
        "<a:p><a:r><a:t>Năm {{ n }} {{ t }}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        "<c:plotArea/></c:chart></c:chartSpace>"
    )
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    mine = read_package(ours(with_part("chart1.xml", kind, "chart", xml), CONTEXT))
    assert "".join(etree.fromstring(mine["word/chart1.xml"]).itertext()) == "Năm 3 chữ & <b>"


@pytest.mark.parametrize("part", ["word/styles.xml", "word/settings.xml", "word/_rels/document.xml.rels"])
def test_a_tag_where_none_is_filled_is_refused_at_compile_time(part: str) -> None:
    package = read_package(document("x"))
    root = etree.fromstring(package[part])
    root[0].set("Id" if part.endswith("rels") else f"{W}val", "{{ t }}")
    package[part] = etree.tostring(root)
    with pytest.raises(StrayTag) as caught:
        ours(pack(package), CONTEXT)
    assert caught.value.params == {"part": part, "tag": "{{ t }}"}


def test_properties_with_tags() -> None:
    def core(made: Any) -> None:
        made.core_properties.subject = "Về {{ t }}"
        made.core_properties.title = "Năm {{ n }}"
        made.core_properties.comments = "{% if no %}x{% endif %}y"
        made.core_properties.author = "Người soạn"

    template = document("x", change=core)
    made = ours(template, CONTEXT)
    mine = etree.fromstring(read_package(made)["docProps/core.xml"])
    texts = {etree.QName(child).localname: child.text for child in mine}
    assert texts["subject"] == "Về chữ & <b>"
    assert (texts["title"], texts["description"]) == ("Năm 3", "y")
    assert texts["creator"] == "Văn phòng"
    plain = DocxTemplate(io.BytesIO(template))
    plain.render(CONTEXT)
    assert (plain.docx.core_properties.subject, plain.docx.core_properties.title) == (texts["subject"], "Năm 3")
    assert faults(made) == []


def test_a_template_tells_which_names_it_asks_for() -> None:
    template = document("{{ a.b }} {% for x in c %}{{ x }}{% endfor %} {% set d = 1 %}{{ d }}")
    compiled = CompiledTemplate.compile(template, "x", make_environment({}))
    assert (
        compiled.variables()
        == DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables()
        == {"a", "c"}
    )

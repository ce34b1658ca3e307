"""Templates with any damage: they make a document that can be read, or a located error is raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx_samples import PROPERTIES, context
from fuzzing import SCALARS, Damage, damages, examples, settled, snippets, unzipped, zipped
from hypothesis import given
from hypothesis import strategies as st

from pipeline.docx.environment import make_environment
from pipeline.docx.package import read_package
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.text import paragraphs
from pipeline.errors import BaocaoError

ROOT = Path(__file__).parents[2]
BASE = unzipped((ROOT / "templates/report.docx").read_bytes())
DOCUMENT = "word/document.xml"
TAGS = snippets(
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{{ doc }}",
        "{{ doc.x }}",
        "{{ doc.subject }}",
        "{{p body | blocks }}",
        "{{r x }}",
    ),
    *(
        "{%p if doc %}",
        "{%p endif %}",
        "{%tr for x in body %}",
        "{%tr endfor %}",
        "{% raw %}",
        "{% endraw %}",
        "{{ 1/0 }}",
    ),
    *(
        "{% set a = doc %}",
        "{{ ''.__class__ }}",
        "{% macro m() %}",
        "{% include 'x' %}",
        "{{ range(99999999) }}",
        "{_{",
    ),
    *(
        "{{ 'a' * 9 }}",
        "{{ doc | nope }}",
        "{{ doc | join(1) }}",
        "{{ [1] | map('upper') | list }}",
        "{% colspan 3 %}",
    ),
    *(
        "{%- if x -%}",
        "{{ loop.index }}",
        "{% for x in y recursive %}",
        "{{ m(m(m)) }}",
        "{{ x | slice(0) }}",
        "{%tc hm %}",
    ),
)
XML = snippets(
    *(
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:tc>",
        "</w:tc>",
        "<w:tr/>",
        "<w:tbl/>",
        "<",
        "&",
        '"',
        "\0",
    ),
    *(
        "<w:p/>",
        "<!-- -->",
        "<?x?>",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE a>",
        "&#1;",
        '<w:fldSimple w:instr="DDE a"/>',
        "\ud800",
    ),
    *(
        "<w:sectPr/>",
        "<w:instrText>",
        '<w:fldChar w:fldCharType="begin"/>',
        'xmlns:w="x"',
        "<wp:docPr/>",
        "<a:b/>",
    ),
)
PARTS = st.sampled_from(sorted(BASE))
NAMES = st.sampled_from(["subject", "number_line", "lines", "name", "x"])
CONTEXTS = st.dictionaries(
    st.sampled_from(["doc", "organ", "signer", "body", "annexes", "x", "y"]),
    st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(NAMES, SCALARS, max_size=3)),
    max_size=3,
)


def made(data: bytes, values: dict[str, Any]) -> None:
    template = settled(lambda: CompiledTemplate.compile(data, "templates/report.docx", make_environment({})))
    if isinstance(template, BaocaoError):
        return
    filled = settled(lambda: template.fill(values, PROPERTIES))
    if not isinstance(filled, BaocaoError):
        assert read_package(filled)
        paragraphs(filled, headers=True)


@examples(60)
@given(damages(TAGS))
def test_any_tags(damage: Damage) -> None:
    made(zipped({**BASE, DOCUMENT: damage(BASE[DOCUMENT])}), context())


@examples(60)
@given(st.lists(st.tuples(st.integers(0, 400), TAGS), min_size=1, max_size=5))
def test_any_tags_in_texts(inserted: list[tuple[int, bytes]]) -> None:
    """Tags where a clerk would type them, so that most of these templates are well-formed."""
    pieces = BASE[DOCUMENT].split(b"</w:t>")
    for at, tag in inserted:
        pieces[at % (len(pieces) - 1)] += tag
    made(zipped({**BASE, DOCUMENT: b"</w:t>".join(pieces)}), context())


@examples(60)
@given(PARTS, damages(XML))
def test_any_damage_to_a_part(part: str, damage: Damage) -> None:
    made(zipped({**BASE, part: damage(BASE[part])}), context())


@examples(40)
@given(damages(snippets("PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "../", "\0", "word/document.xml")))
def test_any_damage_to_the_bytes(damage: Damage) -> None:
    made(damage((ROOT / "templates/report.docx").read_bytes()), context())


@examples(20)
@given(PARTS)
def test_any_part_may_be_missing(part: str) -> None:
    made(zipped({name: data for name, data in BASE.items() if name != part}), context())


@examples(50)
@given(CONTEXTS)
def test_any_values(values: dict[str, Any]) -> None:
    made(zipped(BASE), {**context(), **values})

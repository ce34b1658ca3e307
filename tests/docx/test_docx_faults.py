"""Every fault says where it stands: template, part, paragraph, tag; what is wrong; and how to mend it."""

from __future__ import annotations

import pickle

import pytest
from docx_builder import compiled, docx, fill, house_styles, p, table

from pipeline.docx.errors import MisplacedTag, MissingStyle, MisspeltName, TagSyntax, UnknownFilter, UnknownName
from pipeline.errors import TemplateError

BEFORE = p("Đoạn một {{ a }}") + table(("ô", "{{ a }}"))


def fault(body: str, **context: object) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        fill(BEFORE + body + p("Đoạn cuối {{ a }}"), a="x", **context)
    error = caught.value
    assert error.place is not None
    assert error.place.file == "templates/x.docx"
    assert error.params["part"] == "word/document.xml"
    assert error.message("en")
    assert error.advice("en")
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301
    return error


def test_a_tag_that_cannot_be_read_is_located() -> None:
    error = fault(p("Số {{ x + }} người"))
    assert isinstance(error, TagSyntax)
    assert error.params["paragraph"] == "Số {{ x + }} người"
    assert error.params["tag"] == "{{ x + }}"


def test_of_several_tags_in_a_paragraph_the_faulty_one_is_named() -> None:
    error = fault(p("{{ a }} và {{ doc.subjet }} và {{ a }}"), doc={"subject": "x"})
    assert isinstance(error, MisspeltName)
    assert error.params["tag"] == "{{ doc.subjet }}"
    assert error.params["paragraph"] == "{{ a }} và {{ doc.subjet }} và {{ a }}"
    assert error.params["suggestion"] == "subject"


def test_a_lifted_tag_is_located() -> None:
    error = fault(p("{%p if dok.x %}") + p("y") + p("{%p endif %}"), doc={})
    assert isinstance(error, MisspeltName)
    assert error.params["suggestion"] == "doc"
    assert "dok.x" in str(error.params["tag"])
    assert "dok.x" in str(error.params["paragraph"])


def test_a_fault_in_a_table_row_is_located() -> None:
    error = fault(table(("{%tr for r in rows %}",), ("{{ r.nam }}",), ("{%tr endfor %}",)), rows=[{"name": "x"}])
    assert isinstance(error, MisspeltName)
    assert error.params["tag"] == "{{ r.nam }}"


def test_a_fault_in_a_macro_is_located_in_the_macro() -> None:
    error = fault(p("{% macro m() %}{{ zzz }}{% endmacro %}") + p("gọi {{ m() }}"))
    assert error.params["tag"] == "{{ zzz }}"


def test_a_tag_split_by_word_is_shown_whole() -> None:
    error = fault(p("{{ do", "c.x", "yz }}"), doc={"a": 1})
    assert isinstance(error, UnknownName)
    assert error.params["tag"] == "{{ doc.xyz }}"


def test_an_open_block_is_an_error() -> None:
    error = fault(p("{%p for x in a %}") + p("{{ x }}"))
    assert isinstance(error, TagSyntax)
    assert "endfor" in str(error.params["reason"])


def test_an_unknown_filter_is_named_with_those_that_exist() -> None:
    error = fault(p("{{ a|uper }}"))
    assert isinstance(error, UnknownFilter)
    assert error.params["name"] == "uper"
    assert "upper" in str(error.params["known"])


def test_an_unknown_name_deep_inside_offers_the_keys_of_that_place() -> None:
    error = fault(p("{{ doc.organ.nane }}"), doc={"organ": {"name": "x", "superior": ""}})
    assert isinstance(error, MisspeltName)
    assert error.params["suggestion"] == "name"


def test_a_fault_in_a_footer_names_the_footer() -> None:
    with pytest.raises(MisspeltName) as caught:
        compiled(docx(p("x"), footer1=p("{{ nota }}"))).fill({"note": ""}, None)  # type: ignore[arg-type]
    assert caught.value.params["part"] == "word/footer1.xml"


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("{{ body|blocks }}", "{{p … }}"),
        ("{{ a | line(0.4, 67, 13) }}", "{{p … }}"),
        ("{{ annexes|annexes }}", "{{p … }}"),
        ("{{ x|rich }}", "{{r … }}"),
    ],
)
def test_a_filter_for_paragraphs_inside_a_text_is_refused_at_compile_time(tag: str, wanted: str) -> None:
    error = fault(p(f"chữ {tag}"))
    assert isinstance(error, MisplacedTag)
    assert error.params["wanted"] == wanted


def test_a_missing_style_is_named_as_word_shows_it() -> None:
    styles = house_styles(LoiVan="Thnbi").replace("Lời văn", "Thân bài")
    with pytest.raises(MissingStyle) as caught:
        compiled(docx(p("{{p body | blocks }}"), styles=styles))
    assert caught.value.params == {"style": "Lời văn", "name": "blocks"}


def test_errors_are_plain_sentences() -> None:
    error = fault(p("{{ doc.subjet }}"), doc={"subject": "x"})
    assert error.text("en") == (
        "templates/x.docx: [T12] In word/document.xml, paragraph “{{ doc.subjet }}”, the tag {{ doc.subjet }} "
        "asks for “subjet”, which does not exist. Did you mean “subject”?"
    )

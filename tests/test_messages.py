"""The Vietnamese catalog: exactly the texts of the program, all translated, with the places of the originals."""

import importlib
import pkgutil
import string
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import pipeline
from pipeline.errors import BaocaoError
from pipeline.i18n import CATALOGS, N_, translate

TOOLS = Path(__file__).parents[1] / "tools"
CATALOG = CATALOGS / "vi" / "LC_MESSAGES" / "baocao.po"
LANGUAGES = ("en", "vi")


@pytest.fixture(scope="module")
def tool():
    """``tools/messages.py``, which is no module of the program."""
    sys.path.insert(0, str(TOOLS))
    try:
        return importlib.import_module("messages")
    finally:
        sys.path.remove(str(TOOLS))


def texts():
    """English to Vietnamese, as the file holds it."""
    with CATALOG.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="vi") if message.id}


TEXTS = texts()
every_text = pytest.mark.parametrize("text", TEXTS)


def places(text):
    """The ``{name}`` places of a text, how often each stands in it, and its doubled braces.

    A text that is no template (a reason of PyYAML's: "… expected '}'") only has braces.
    """
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return Counter(), Counter(sign for sign in text if sign in "{}")
    named = Counter((name, spec, conversion) for _, name, spec, conversion in parsed if name is not None)
    literal = Counter(sign for part, *_ in parsed for sign in part if sign in "{}")
    return named, literal


def end(text):
    """The mark that ends a text, if it is one that closes a sentence or leads over to something."""
    return text[-1] if text[-1] in ".:?!…" else ""


def kinds():
    """Every class of error of every module; the bridge runs in LibreOffice's own Python and has none."""
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if module.name != "pipeline.office.bridge" and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, waiting = [], [BaocaoError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("pipeline."):
            found.append(kind)
    return sorted(set(found), key=lambda kind: (kind.code, kind.__qualname__))


def test_the_catalog_holds_the_texts_of_the_program(tool):
    collected = {str(message.id) for message in tool.collect() if message.id}
    assert {"new": collected - TEXTS.keys(), "gone": TEXTS.keys() - collected} == {"new": set(), "gone": set()}


def test_the_tool_leaves_a_complete_catalog_as_it_is(tool, tmp_path):
    copy = tmp_path / "baocao.po"
    copy.write_bytes(CATALOG.read_bytes())
    tool.update(copy)
    assert copy.read_bytes() == CATALOG.read_bytes()


def test_every_text_is_translated():
    assert [text for text, vietnamese in TEXTS.items() if not vietnamese.strip()] == []


@every_text
def test_a_translation_has_the_places_of_the_original(text):
    assert places(TEXTS[text]) == places(text)


@every_text
def test_a_translation_is_composed_unicode_on_one_line(text):
    vietnamese = TEXTS[text]
    assert unicodedata.normalize("NFC", vietnamese) == vietnamese
    assert vietnamese.isprintable()
    assert "  " not in vietnamese


@every_text
def test_a_translation_begins_and_ends_as_the_original(text):
    vietnamese = TEXTS[text]
    assert vietnamese == vietnamese.strip()
    assert end(vietnamese) == end(text)


@every_text
def test_quotation_marks_come_in_pairs(text):
    vietnamese = TEXTS[text]
    assert vietnamese.count("“") == vietnamese.count("”") == text.count("“")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_texts_of_an_error_are_filled(kind, language):
    for text in (kind.cause, kind.remedy):
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        filled = translate(text, language, **{name: f"<{name}>" for name in names})
        assert all(f"<{name}>" in filled for name in names)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_texts_of_an_error_are_in_the_catalog(kind):
    assert all(text in TEXTS for text in (kind.cause, kind.remedy) if text)


def test_what_somebody_typed_is_never_translated():
    """A key called like a text of the program (``text``) stays what it is; only marked texts are spoken."""
    assert translate("“{key}” has no place here.", "vi", key="text") == "“text” không được đặt ở đây."
    spoken = translate("“{key}” has no place here.", "vi", key=N_("text"))
    assert spoken == "“dữ liệu dạng chữ” không được đặt ở đây."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_put_at_the_end_of_another_does_not_end_twice(language):
    text = translate("Expected: {expected}.", language, expected="Một câu.")
    assert text.endswith("Một câu.") and not text.endswith("..")
    assert translate("Expected: {expected}.", language, expected="chờ...").endswith("chờ....")

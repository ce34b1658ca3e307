"""Every error of every module: a code of its own, texts that fill in both languages, life across processes."""

import importlib
import json
import pickle
import pkgutil
import re
import string

import pytest

import pipeline
from pipeline.errors import BaocaoError, DataError, _rebuild
from pipeline.i18n import translate
from pipeline.model import Place
from pipeline.office.errors import Faults, OfficeTimeout, PdfFaults
from pipeline.stages.aggregate.faults import UnknownFigure

SPOKEN_FROM_ELSEWHERE = {"pipeline.office.bridge"}  # runs in LibreOffice's own Python


def kinds():
    """Every class of the tree, of all our modules."""
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if module.name not in SPOKEN_FROM_ELSEWHERE and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, waiting = [], [BaocaoError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("pipeline."):
            found.append(kind)
    return sorted(found, key=lambda kind: (kind.code, kind.__name__))


KINDS = kinds()
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def names(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def made(kind):
    """An error of a kind with a value for everything that its texts print."""
    if kind is PdfFaults:  # the one that is made of others
        error = PdfFaults(
            Place("units/a.yaml", 3, 4), count=1, faults=Faults((OfficeTimeout(seconds="<faults>"),))
        )
        return error.about("so-a", "report")
    params = {name: f"<{name}>" for name in names(kind.cause) | names(kind.remedy)}
    return kind(Place("units/a.yaml", 3, 4), **params).about("so-a", "report")


def test_there_are_errors_of_all_rooms():
    assert len(KINDS) > 60
    assert {
        "pipeline.build.lock",
        "pipeline.stages.publish_errors",
        "pipeline.office.errors",
        "pipeline.docx.errors",
    } <= {kind.__module__ for kind in KINDS}


def test_no_two_kinds_have_one_code():
    """A kind that only gathers what others have in common needs none; every other has its own."""
    by_code = {}
    for kind in (kind for kind in KINDS if "code" in vars(kind) or not kind.__subclasses__()):
        by_code.setdefault(kind.code, []).append(kind.__name__)
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}


@every_kind
def test_a_kind_has_a_code_a_severity_and_a_cause(kind):
    assert re.fullmatch(r"[A-Z]\d\d", kind.code)
    assert kind.severity in ("error", "warning", "info")
    assert kind.cause.strip()


@every_kind
@pytest.mark.parametrize("language", ["en", "vi"])
def test_texts_are_filled(kind, language):
    error = made(kind)
    wanted = {f"<{name}>" for name in names(kind.cause) - ({"count"} if kind is PdfFaults else set())}
    assert all(value in error.message(language) for value in wanted)
    assert all(f"<{name}>" in error.advice(language) for name in names(kind.remedy))
    assert not re.search(r"\{\w*\}", error.message(language) + error.advice(language))


@every_kind
def test_a_translation_has_the_places_of_the_original(kind):
    for text in (kind.cause, kind.remedy):
        assert names(translate(text, "vi")) == names(text)


@every_kind
def test_an_error_survives_a_process_boundary(kind):
    error = made(kind)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert copy == error
    assert hash(copy) == hash(error)
    assert (type(copy), copy.unit, copy.document, copy.text("vi")) == (kind, "so-a", "report", error.text("vi"))


@every_kind
def test_the_plain_form_holds_everything(kind):
    error = made(kind)
    found = error.to_json()
    assert list(found) == ["code", "severity", "unit", "document", "place", "params", "message", "remedy"]
    assert (found["code"], found["unit"], found["document"]) == (kind.code, "so-a", "report")
    assert found["place"] == {"file": "units/a.yaml", "line": 3, "column": 4}
    assert found["message"] == {"vi": error.message("vi"), "en": error.message("en")}
    assert list(found["params"]) == sorted(found["params"])


def test_errors_differ_by_kind_place_values_unit_and_document():
    place = Place("a.yaml", 1)
    error = DataError(place, reason="x")
    assert error == DataError(place, reason="x")
    others = (
        BaocaoError(place, reason="x"),
        DataError(Place("a.yaml", 2), reason="x"),
        DataError(place, reason="y"),
        DataError(place, reason="x").about("so-a"),
        DataError(place, reason="x").about(None, "report"),
    )
    assert all(error != other for other in others)
    assert len({error, DataError(place, reason="x"), *others}) == 6


def test_about_keeps_what_is_known():
    error = DataError(reason="x").about("so-a", "report").about("so-b")
    assert (error.unit, error.document) == ("so-b", "report")


def test_an_error_shows_place_code_cause_and_remedy_on_one_line():
    error = DataError(Place("a.yaml", 1, 2), reason="it is so")
    assert str(error) == "a.yaml:1:2: [D00] Something went wrong: it is so"
    assert str(DataError(reason="it is so")) == "[D00] Something went wrong: it is so"


def test_an_error_without_a_place_has_none_in_its_plain_form():
    assert DataError(reason=3).to_json()["place"] is None
    assert DataError(reason=3).to_json()["params"] == {"reason": "3"}


def test_rebuilding_gives_the_class_itself():
    assert type(_rebuild(DataError, None, {"reason": "x"}, None, None)) is DataError


@pytest.mark.parametrize("sign", ["\ud800", "\x1b", "\u202e", "\x00"])
def test_no_sign_of_somebodys_input_acts_on_a_terminal_or_breaks_json(sign):
    error = BaocaoError(reason=f"a{sign}b")
    assert error.to_json()["params"] == {"reason": "a\ufffdb"}
    json.dumps(error.to_json(), ensure_ascii=False).encode()
    assert sign not in error.text("vi") + error.text("en")


def test_a_message_shows_no_more_of_a_long_text_than_somebody_reads():
    error = made(UnknownFigure)
    error.params["path"] = "x" * 5_000
    for language in ("vi", "en"):
        assert "x" * 800 in error.message(language)
        assert len(error.message(language)) < 1_000

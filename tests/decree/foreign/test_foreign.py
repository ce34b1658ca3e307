"""Documents by other hands: found is what is really there, and nothing else, however the document was made."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from foreign_documents import FOREIGN, LETTER, REPORT, Component, Foreign

from pipeline.decree.check import check
from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Measured, Recognised
from pipeline.decree.recognise import recognise
from pipeline.office.installation import find_soffice

NOT_AS_PDF = frozenset({"tracked changes", "content controls", "TCVN3"})
"""LibreOffice prints deleted words, shows controls as forms, and has no font that shows old letters."""
SPOILT = {"nested table": {"pagenum.first-hidden"}}
"""What LibreOffice makes wrong: it prints the number of the first page."""


@pytest.fixture(scope="module")
def documents() -> dict[str, Foreign]:
    return {name: make() for name, make in FOREIGN.items()}


def components(document: Recognised) -> Counter[Component]:
    """What was recognised, page numbers and what is nothing left out."""
    return Counter((piece.name, piece.text) for piece in document.pieces if piece.name not in ("other", "pagenum"))


def assert_right(measured: Measured, expected: list[Component]) -> None:
    document = recognise(measured)
    found, wanted = components(document), Counter(expected)
    assert not wanted - found, "not found"
    assert not found - wanted, "invented"
    assert document.kind == ("CV" if expected is LETTER else "BC")
    assert document.state == "issued"


@pytest.mark.parametrize("name", FOREIGN)
def test_components_are_those_that_are_there(name: str, documents: dict[str, Foreign]) -> None:
    document = documents[name]
    assert_right(measure_docx(document.data, f"{name}.docx"), document.components)


@pytest.mark.parametrize("name", FOREIGN)
def test_the_halves_of_the_head_are_told_apart(name: str, documents: dict[str, Foreign]) -> None:
    document = recognise(measure_docx(documents[name].data, f"{name}.docx"))
    for component, side in (("organ.issuer", "left"), ("so", "left"), ("quochieu", "right"), ("diadanh", "right")):
        assert [piece.side for piece in document.all(component)] == [side]


@pytest.mark.parametrize("name", FOREIGN)
def test_lines_are_those_of_their_components(name: str, documents: dict[str, Foreign]) -> None:
    document = recognise(measure_docx(documents[name].data, f"{name}.docx"))
    lines = {"organ.issuer", "tieungu"} | ({"trichyeu"} if document.kind == "BC" else set())
    assert {component: len(strokes) for component, strokes in document.strokes.items()} == dict.fromkeys(lines, 1)


@pytest.mark.parametrize("name", FOREIGN)
def test_a_correct_document_has_no_error_but_what_is_wrong_with_it(
    name: str, documents: dict[str, Foreign]
) -> None:
    document = documents[name]
    report = check(document.data, f"{name}.docx")
    assert {finding.rule for finding in report.at_least("error")} <= document.wrong


_NEW_PROFILE = 81
"""LibreOffice has made its profile and wants to be started again."""


def joined(pieces: Iterable[Component]) -> dict[str, str]:
    """The texts of each component; a page tells no more where a paragraph ends."""
    texts: dict[str, str] = {}
    for name, text in pieces:
        texts[name] = f"{texts[name]} {text}" if name in texts else text
    return texts


def converted(files: list[Path], folder: Path, target: str) -> list[Path]:
    """Files made another kind by one run of LibreOffice."""
    soffice = find_soffice()
    assert soffice is not None
    command = [str(soffice), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", target, "--outdir", str(folder), *map(str, files)]
    if subprocess.run(command, check=False, capture_output=True, timeout=240).returncode == _NEW_PROFILE:
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    ending = target.partition(":")[0]
    return [folder / f"{file.stem}.{ending}" for file in files]


@pytest.fixture(scope="module")
def files(documents: dict[str, Foreign], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("foreign")
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(document.data)
    return [folder / f"{name}.docx" for name in documents]


@pytest.mark.office
def test_their_pdfs_have_the_same_components_and_no_more_errors(
    files: list[Path], documents: dict[str, Foreign], tmp_path: Path
) -> None:
    chosen = [file for file in files if file.stem not in NOT_AS_PDF]
    for pdf in converted(chosen, tmp_path, "pdf"):
        name, report = pdf.stem, check(pdf.read_bytes(), pdf.name)
        assert joined(components(report.document).elements()) == joined(documents[name].components), name
        wrong = {finding.rule for finding in report.at_least("error")}
        assert wrong <= documents[name].wrong | SPOILT.get(name, set()), name


@pytest.mark.office
@pytest.mark.parametrize("way", ["docx:MS Word 2007 XML", "doc:MS Word 97"])
def test_the_same_components_are_found_after_libreoffice_or_word_97(
    way: str, files: list[Path], documents: dict[str, Foreign], tmp_path: Path
) -> None:
    names = (
        "table of one row",
        "table of two rows",
        "tab stops",
        "tab stops, report",
        "Google Docs",
        "nested table",
    )
    made = converted([file for file in files if file.stem in names], tmp_path, way)
    if way.startswith("doc:"):
        made = converted(made, tmp_path, "docx:MS Word 2007 XML")
    for file in made:
        assert_right(measure_docx(file.read_bytes(), file.name), documents[file.stem].components)


def test_the_two_texts_differ_in_what_matters() -> None:
    assert {name for name, _ in LETTER} ^ {name for name, _ in REPORT} >= {"trichyeu.cv", "tenloai", "trichyeu"}

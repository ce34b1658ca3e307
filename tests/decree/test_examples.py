"""Every document that the program makes for its example campaigns keeps the decree, as DOCX and as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.build.run import Options, build
from pipeline.decree.check import Report, check
from pipeline.errors import BaocaoError
from pipeline.stages.convert import OfficePool, PdfJob

ROOT = Path(__file__).parents[2]
CAMPAIGNS = ("ct34-2024", "cchc-2025")


@pytest.fixture(scope="module", params=CAMPAIGNS)
def documents(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The DOCX files of a campaign by their paths, made without the gate."""
    outputs = tmp_path_factory.mktemp("examples")
    result = build(ROOT / "inputs" / request.param, outputs, Options(pdf=False, gate=False))
    assert not result.count("failed", "blocked")
    folder = outputs / request.param
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.docx"))}


def errors(report: Report) -> list[str]:
    return [
        f"{report.name} {one.rule}: {one.found.in_('en')} ({one.expected.in_('en')}) at {one.where.text!r}"
        for one in report.findings
        if one.severity == "error"
    ]


def kind(path: str) -> str:
    return "CV" if "letter" in path else "BC"


def test_every_docx_keeps_the_decree(documents: dict[str, bytes]) -> None:
    reports = [check(docx, path) for path, docx in documents.items()]
    assert [error for report in reports for error in errors(report)] == []
    assert {report.name: report.kind for report in reports} == {path: kind(path) for path in documents}
    assert "draft" in {report.document.state for report in reports}


@pytest.mark.office
@pytest.mark.slow
def test_every_pdf_keeps_the_decree(documents: dict[str, bytes]) -> None:
    found = [error for path, pdf in converted(documents) for error in errors(check(pdf, path, kind(path)))]
    assert found == []


def converted(documents: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    with OfficePool() as office:
        for path, made in office.convert(PdfJob(path, docx) for path, docx in documents.items()):
            if isinstance(made, BaocaoError):
                raise made
            yield path, made


def test_the_issued_report_of_the_reference_is_one(tmp_path: Path) -> None:
    build(ROOT / "inputs" / "ct34-2024", tmp_path, Options(pdf=False, gate=False))
    path = tmp_path / "ct34-2024" / "units" / "van-phong" / "report.docx"
    report = check(path.read_bytes(), path.name)
    assert (report.document.state, report.kind) == ("issued", "BC")
    assert report.count("error") == 0


def test_documents_with_number_and_date_keep_the_decree_too(sandbox) -> None:
    for unit in sandbox.units:
        file = sandbox.unit(unit)
        letter = "" if unit == "so-a" else "  cover-letter: {number: 123, date: 2026-02-05}\n"
        numbers = f"documents:\n  report: {{number: 7, date: 2026-01-28}}\n{letter}"
        file.write_text(file.read_text("utf-8") + numbers, "utf-8")
    sandbox.build(gate=False)
    reports = {path: check(docx, path) for path, docx in sandbox.docx().items()}
    states = {path: report.document.state for path, report in reports.items()}
    assert {path for path, state in states.items() if state == "draft"} == {"summary/summary-report.docx"}
    assert [error for report in reports.values() for error in errors(report)] == []

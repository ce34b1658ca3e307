"""Lint of whole campaigns: the examples are clean, and the shapes are those of real contexts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from whole import Whole

from pipeline.docx.package import pack, read_package
from pipeline.lint import annotate, lint_campaign, lint_environment
from pipeline.lint.shapes import ANY, TEXT, FigureShape, Items, Keys, Shape, Shapes
from pipeline.stages.load import load_campaign
from pipeline.stages.localise import localise
from pipeline.stages.render import FigureTree, RecordLists, Renderer, TemplateFigure
from pipeline.stages.validate import Schemas

INPUTS = Path(__file__).parents[2] / "inputs"


@pytest.mark.parametrize("name", ["ct34-2024", "cchc-2025"])
def test_the_examples_are_clean(name: str) -> None:
    folder = INPUTS / name
    campaign, _ = load_campaign(folder)
    findings = lint_campaign(folder, campaign, Schemas(folder))
    assert [finding.text() for finding in findings if finding.severity != "info"] == []
    assert list(annotate(folder, campaign, findings)) == []


def test_lint_knows_the_filters_of_the_renderer() -> None:
    assert lint_environment().filters.keys() == Renderer()._environment.filters.keys()


def test_findings_become_comments_of_the_template(tmp_path: Path) -> None:
    folder = tmp_path / "cchc-2025"
    shutil.copytree(INPUTS / "cchc-2025", folder)
    template = Path(__file__).parents[2] / "templates" / "report.docx"
    package = read_package(template.read_bytes())
    document = package["word/document.xml"].decode()
    assert "doc.number_line" in document
    package["word/document.xml"] = document.replace("doc.number_line", "doc.numberline", 1).encode()
    (folder / "report.docx").write_bytes(pack(package))
    campaign, _ = load_campaign(folder)
    findings = [f for f in lint_campaign(folder, campaign, Schemas(folder)) if f.severity == "error"]
    assert [finding.code for finding in findings] == ["T12"]
    same = [type(findings[0])(findings[0].place, **findings[0].params).about(f"xa-{n}") for n in range(5)]
    ((name, commented),) = annotate(folder, campaign, same)
    assert name == "report.docx"
    text = read_package(commented)["word/comments.xml"].decode()
    assert text.count("<w:comment ") == 1
    assert "number_line" in text
    assert "xa-0, xa-1, xa-2 … (+2)" in text


def differences(shape: Shape, value: Any, at: str = "") -> Iterator[str]:
    """Where a value of a real context is not what its shape says."""
    if isinstance(value, Mapping):
        keys = shape if isinstance(shape, Keys) else Keys()
        for key, child in value.items():
            if key in keys.known:
                yield from differences(keys.known[key], child, f"{at}.{key}")
            elif not keys.open:
                yield f"{at}.{key} is not known"
        yield from (f"{at}.{key} is missing" for key in keys.known.keys() - keys.optional - value.keys())
    elif isinstance(value, TemplateFigure):
        if shape not in (ANY, FigureShape(value.figure.kind)):
            yield f"{at} is {value.figure.kind}, not {shape}"
    elif isinstance(value, str) and shape != TEXT:
        yield f"{at} is text, not {shape}"
    elif isinstance(value, tuple) and isinstance(shape, Items):
        for child in value:
            yield from differences(shape.item, child, f"{at}[]")


@pytest.mark.parametrize("name", ["ct34-2024", "cchc-2025"])
def test_shapes_are_those_of_real_contexts(name: str) -> None:
    whole = Whole(INPUTS / name)
    shapes = Shapes(load_campaign(INPUTS / name)[0], Schemas(INPUTS / name))
    seen = set()
    for document in whole.documents():
        subject = whole.subject(document)
        level = "unit" if document.unit else "campaign"
        context, _ = localise(document.key, subject, whole.text)
        assert context is not None
        figures = subject.figures
        values = {**FigureTree(figures.figures), "records": RecordLists(figures), **context.values}
        wrong = list(differences(shapes.of(level), values))
        assert wrong == []
        seen.add(level)
    assert seen == {"unit", "campaign"}

"""Lint: what is wrong with the templates of a campaign, before any document is made and without data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.docx.comments import Comment, with_comments
from pipeline.docx.environment import TemplateEnvironment, make_environment
from pipeline.docx.errors import MisplacedTag, TagSyntax, UnknownFilter
from pipeline.docx.template import CompiledTemplate, wanted_form
from pipeline.errors import BaocaoError, TemplateError
from pipeline.i18n import Language
from pipeline.lint.checker import Checker, Found
from pipeline.lint.findings import OtherDocument
from pipeline.lint.parts import TemplatePart
from pipeline.lint.shapes import Keys, Shapes
from pipeline.lint.usage import unused_names
from pipeline.model import Record
from pipeline.stages.localise.filters import FILTERS
from pipeline.stages.templates import read_template, template_file, template_name
from pipeline.stages.validate import Schemas
from pipeline.stages.validate.schemas import SCHEMAS

__all__ = ["annotate", "lint_campaign", "lint_template"]


def lint_campaign(folder: Path, campaign: Record, schemas: Schemas) -> list[BaocaoError]:
    """What is wrong with the templates that a campaign uses, and names of its schema that nothing uses.

    ``campaign`` is the record of ``campaign.yaml`` that its schema allows. Raises :class:`NoSchema` and
    :class:`BrokenSchema` where the campaign's schema is none.
    """
    shapes = Shapes(campaign, schemas)
    environment = lint_environment()
    found: list[BaocaoError] = []
    used: set[tuple[str, ...]] = set()
    for template, documents in templates(folder, campaign).items():
        levels = sorted({campaign.data["documents"][key]["per"] for key in documents}, reverse=True)
        roots = {_named(level, documents, campaign): shapes.of(level) for level in levels}
        try:
            data = read_template(template)
        except TemplateError as error:
            found.append(error)
            continue
        findings, names = lint_template(data, template_name(template), roots, environment)
        found += findings
        used |= names
    found += unused_names(campaign, shapes.known, used, (folder, SCHEMAS))
    return list(dict.fromkeys(found))


def lint_environment() -> TemplateEnvironment:
    """The template language as documents are rendered with it: its filters by name."""
    return make_environment({**FILTERS, "row": str})


def templates(folder: Path, campaign: Record) -> dict[Path, list[str]]:
    """The template files of a campaign with the keys of the documents that use them."""
    found: dict[Path, list[str]] = {}
    for key, spec in campaign.data["documents"].items():
        found.setdefault(template_file(folder, str(spec["template"])), []).append(key)
    return found


def _named(level: str, documents: Iterable[str], campaign: Record) -> str:
    return ", ".join(key for key in documents if campaign.data["documents"][key]["per"] == level)


def lint_template(
    data: bytes, file: str, roots: Mapping[str, Keys], environment: TemplateEnvironment
) -> tuple[list[BaocaoError], set[tuple[str, ...]]]:
    """Findings of one template, and the names that it uses. ``roots``: the shapes of its documents by key."""
    found: list[BaocaoError] = []
    used: set[tuple[str, ...]] = set()
    try:
        for part in TemplatePart.read(data, file, environment):
            found += part.found
            found += _misplaced(part)
            if part.tree is not None:
                by_document: dict[str, list[Found]] = {}
                for documents, root in roots.items():
                    checker = Checker(root, environment, part.report)
                    checker.check(part.tree)
                    by_document[documents] = checker.found
                    used |= checker.used
                found += _merged(by_document)
    except TemplateError as error:
        return [*found, error], used
    try:
        CompiledTemplate.compile(data, file, environment)
    except TemplateError as error:
        if not _told(error, found):
            found.append(error)
    return list(dict.fromkeys(found)), used


def _misplaced(part: TemplatePart) -> Iterator[TemplateError]:
    """Filters that make paragraphs or runs inside a text: every one, where compiling stops at the first."""
    for tag in part.source.tags():
        wanted = wanted_form(part.source, tag.filters, tag.start)
        if wanted:
            yield part.report(MisplacedTag, tag.line, wanted=wanted)


def _merged(by_document: Mapping[str, list[Found]]) -> Iterator[TemplateError]:
    """Findings of all documents; one under a condition that some documents do not have is a warning."""
    every: dict[TemplateError, Found] = {}
    for found in by_document.values():
        every.update({one.error: one for one in found})
    for error, one in every.items():
        lacking = [name for name, found in by_document.items() if any(other.error == error for other in found)]
        if one.name and one.branch and len(lacking) < len(by_document):
            where = {name: error.params[name] for name in ("part", "paragraph", "tag")}
            yield OtherDocument(error.place, **where, name=one.name, documents=", ".join(lacking))
        else:
            yield error


def _told(error: TemplateError, found: Iterable[BaocaoError]) -> bool:
    """Whether a finding explains why compiling failed."""
    others = [other for other in found if other.severity == "error" and other.place == error.place]
    if isinstance(error, TagSyntax | UnknownFilter | MisplacedTag):
        return any(other.params.get("part") == error.params.get("part") for other in others)
    return error in others


def annotate(
    folder: Path, campaign: Record, findings: Iterable[BaocaoError], language: Language = "vi"
) -> Iterator[tuple[str, bytes]]:
    """File name and commented copy of every template that findings have a place in, lint's and a run's alike."""
    by_file: dict[str, list[BaocaoError]] = {}
    for finding in findings:
        if finding.place is not None:
            by_file.setdefault(finding.place.file, []).append(finding)
    for template in templates(folder, campaign):
        about = by_file.get(template_name(template), [])
        try:
            data = read_template(template) if about else b""
            comments = list(_comments(about, language))
            if comments:
                yield template.name, with_comments(data, comments)
        except TemplateError:
            continue  # what cannot be read cannot be commented; the finding says so


def _comments(findings: Iterable[BaocaoError], language: Language) -> Iterator[Comment]:
    """One comment for each fault, however many units it stops."""
    units: dict[tuple[Any, ...], list[str]] = {}
    first: dict[tuple[Any, ...], BaocaoError] = {}
    for finding in findings:
        params = tuple(sorted((name, str(value)) for name, value in finding.params.items()))
        key = (finding.code, finding.place, params)
        first.setdefault(key, finding)
        if finding.unit and finding.unit not in units.setdefault(key, []):
            units[key].append(finding.unit)
    for key, finding in first.items():
        named = units.get(key, [])
        shown = ", ".join(named[:3]) + (f" … (+{len(named) - 3})" if len(named) > 3 else "")
        lines = [f"[{finding.code}] {finding.message(language)}", finding.advice(language), shown]
        part, paragraph, tag = (str(finding.params.get(name, "")) for name in ("part", "paragraph", "tag"))
        yield Comment(part, paragraph, tag, "\n".join(line for line in lines if line))

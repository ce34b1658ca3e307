"""A copy of a DOCX in which each finding is a Word comment at its place.

What has no paragraph (page, margins) stands at the first one, and so does what is in headers and notes, where Word
has no comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from pipeline.decree.files import Checked
from pipeline.decree.findings import Finding
from pipeline.decree.measure import Reading, read_docx
from pipeline.decree.present import words
from pipeline.docx.comments import Note, with_notes
from pipeline.docx.package import unpack
from pipeline.docx.source import QW
from pipeline.i18n import N_, Language, translate

MAX_PLACES = 10
"""Places of one finding that get a comment."""
MAX_COMMENTS = 500
"""More, and nobody could read the document for them."""


def commented(checked: Checked, language: Language) -> bytes:
    """The copy of a DOCX that was checked. The same check makes the same bytes.

    Raises the errors of :func:`pipeline.docx.package.unpack` and :func:`pipeline.docx.comments.with_notes`.
    """
    data, name = checked.opened.data if checked.opened else b"", str(checked.path)
    read = read_docx(data, name)

    def notes(root: etree._Element, _main: str) -> Iterator[Note]:
        elements = _elements(read, root)
        every = (note for finding in checked.findings for note in _notes(finding, elements, language))
        yield from islice(every, MAX_COMMENTS)
        if next(every, None) is not None:
            more = N_("There are more findings than the {count} that are shown as comments.")
            yield Note(None, "", translate(more, language, count=MAX_COMMENTS))

    return with_notes(unpack(data, name), notes, name)


def _elements(read: Reading, root: etree._Element) -> dict[int, etree._Element]:
    """The paragraphs of the main part by index: those of ``root``, which was parsed from the same bytes."""
    counted = {element: number for number, element in enumerate(read.roots[read.main].iter(f"{QW}p"))}
    paragraphs = list(root.iter(f"{QW}p"))
    return {
        index: paragraphs[counted[element]] for index, element in enumerate(read.elements) if element in counted
    }


def _notes(finding: Finding, elements: Mapping[int, etree._Element], language: Language) -> Iterator[Note]:
    """A comment at each place of a finding; at the first paragraph it says where it belongs."""
    severity = translate(words.SEVERITY[finding.severity], language)
    text = "\n".join([f"{severity}: {finding.rule}", *words.details(finding, language)])
    for number, where in enumerate(finding.places[:MAX_PLACES], 1):
        element = None if where.paragraph is None else elements.get(where.paragraph - 1)
        lines = [text] if element is not None else [words.place(where, language), text]
        if finding.count > 1:
            of = N_("(place {number} of {count})")
            lines.append(translate(of, language, number=number, count=finding.count))
        yield Note(element, where.words, "\n".join(lines))

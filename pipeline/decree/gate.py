"""The gate of a build: every document is held against the rules, each structure is measured once.

Two documents of one template differ in their texts, and in how often its paragraphs come. So a paragraph is known
by its *form*: its markup without text, with the markup before it, and what a rule sees in its text at a glance (an
outline number, its last sign, capitals). If every form of a document follows a form that it followed in a
document of the same template that was measured and found right, its layout is proven; what remains is to hold the
texts against the rules that read them, and the lines drawn to the length of a text. If one of these has something
to say, or anything is new, the document is measured in full: the short way lets pass, only the long one stops.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import pairwise, repeat
from typing import Final, NamedTuple, TypeAlias

from pipeline.decree.checks.hygiene import may_be_legacy
from pipeline.decree.findings import Finding
from pipeline.decree.judge import findings_of
from pipeline.decree.kinds import UnknownKind, kind_of
from pipeline.decree.measure import measure_docx
from pipeline.decree.model import Piece, Recognised, Span, Stroke
from pipeline.decree.profiles import load_profile
from pipeline.decree.recognise import recognise
from pipeline.decree.rules import Profile, Rule
from pipeline.docx.metrics import TWIPS_PER_MM
from pipeline.docx.unwrap import unwrapped_text
from pipeline.vietnamese import legacy_encoding, nfc

_MAIN = "word/document.xml"
_TEXTS_ONLY = (_MAIN, "docProps/", "word/media/", "customXml/")
"""Parts that may differ from document to document without a difference for the layout."""
_AROUND = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")
_TEXT = re.compile(r"(?<=>)[^<]+(?=</w:t>)")
_BORDER = "</w:pBdr>"
_LINE = re.compile(r'(</w:pBdr><w:ind w:left=")(\d+)(" w:right=")(\d+)')
_TAG = re.compile(r"(<[^>]*>)")
_END = "</w:p>"
_OTHERWISE = ("<w:txbxContent", "<w:instrText", "<w:del ", "<w:moveFrom ", "<w:sdt>", "<w:vanish")
"""Where the texts between the marks are not those that a reader sees, one after the other."""
_START = re.compile(
    r"(?:(?P<word>Phần|Chương|Tiểu mục|Mục|Điều|Phụ lục) (?P<of_word>[IVXLC]+|\d+)\b"
    r"|(?P<roman>[IVXLC]+)\.|(?P<arabic>\d+(?:\.\d+)*)\.|(?P<letter>\w)\)|(?P<dash>[-+]) )"
)
_BLANKS = "   "
_ADDRESS = "Kính gửi"
_SHORT_WAY: Final = ("text", "stroke-length", "stroke-middle")
"""What the names of measures begin with that read nothing but texts and how lines lie under them."""
_LOCAL: Final = frozenset(
    {"text", "text.match", "text.replace", "text.forbid", "text.numeral", "stroke-length", "stroke-middle"}
)
"""Measures that read the components of their rule, and no others."""
_SHORT = 400
"""Texts up to this length may well come again."""
_FORMS, _LOOKS, _ONCE, _KEYS = 20_000, 20_000, 5_000, 200
"""So many forms, paragraphs that came again, paragraphs that came once, and keys are remembered."""
_FIRST = -1
"""Stands before the first form of a document."""

Step: TypeAlias = tuple[int, int]
"""The numbers of two forms that follow each other."""


class _Key(NamedTuple):
    """Documents whose paragraphs can be compared: of one template and type, in one state, addressed to somebody or
    not, with the same styles and settings, headers and footers (without their texts) and last section."""

    template: str
    type_name: str
    parts: tuple[str | int, ...]
    draft: bool
    addressed: bool


class _Look(NamedTuple):
    """A paragraph: the number of its form, its text, the indents of a drawn line in twips, and what its text tells
    of the document."""

    form: int
    text: str
    line: tuple[int, int] | None
    draft: bool
    addressed: bool
    doubtful: bool


class _Seen(NamedTuple):
    """The paragraphs of a document at the gate: steps from form to form, texts, and by paragraph the indents of
    drawn lines in twips."""

    steps: list[Step]
    texts: list[str]
    lines: dict[int, tuple[int, int]]


@dataclass(slots=True)
class _Known:
    """What is proven: which form may follow which, and what the paragraph of the second form then is."""

    steps: dict[Step, Piece | None] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    document: Recognised | None = None
    rules: dict[tuple[str, ...], list[Rule]] = field(default_factory=dict)
    right: set[object] = field(default_factory=set)

    def proves(self, seen: _Seen) -> bool:
        """Whether every paragraph follows one that it followed before."""
        return bool(seen.steps) and seen.steps[-1][1] in self.ends and self.steps.keys() >= set(seen.steps)

    def learn(self, seen: _Seen, what: Iterable[Piece | None]) -> None:
        """Take the paragraphs of a document, with what they are, as right."""
        self.steps.update(zip(seen.steps, what, strict=False))
        self.ends.update(last for _, last in seen.steps[-1:])

    def take(self, rules: Iterable[Rule]) -> None:
        """Take the rules that documents of this kind are held against, by the components that they are about."""
        self.rules = {}
        for rule in rules:
            self.rules.setdefault(rule.of if _is_local(rule) else (), []).append(rule)

    def passes(self, document: Recognised) -> bool:
        """Whether no rule has anything to say. Components that were right are not read again."""
        for names, rules in self.rules.items():
            texts = tuple(piece.text for piece in document.all(*names))
            key = (names, texts, *(document.strokes.get(name) for name in names))
            if key in self.right:
                continue
            if any(next(iter(rule.check(document)), None) for rule in rules):
                return False
            if names and sum(map(len, texts)) < _SHORT and len(self.right) < _LOOKS:
                self.right.add(key)
        return True


class Gate:
    """Holds documents that templates make against a profile; remembers what it has measured. One for a process.

    ``profile`` gives the rules when the first document comes: most builds that change nothing need none.
    """

    def __init__(self, profile: Callable[[], Profile] = load_profile) -> None:
        self._profile = profile
        self._known: dict[_Key, _Known] = {}
        self._known_pdfs: dict[_Key, _Known] = {}
        self._forms: dict[tuple[str, str], int] = {}
        self._looks: dict[str, _Look] = {}
        self._once: set[int] = set()
        self._around: dict[int, str] = {}

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._profile().rules if stops(rule))

    @cached_property
    def _short(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._rules if rule.of and rule.measure.startswith(_SHORT_WAY))

    def errors(self, docx: bytes, template: str, type_name: str) -> tuple[Finding, ...]:
        """The findings of severity error of a document; ``template`` tells its template from others.

        ``type_name``: name of its type; the kind of one that the decree does not know is recognised. Raises the
        errors of :func:`pipeline.decree.measure.measure_docx`.
        """
        if len(self._forms) > _FORMS or len(self._known) > _KEYS:
            self._forget()
        key, seen = self._read(docx, template, type_name)
        known = self._known.setdefault(key, _Known())
        like = known.document
        if like is not None and known.proves(seen) and known.passes(_recognised(seen, known, like)):
            return ()
        document = recognise(measure_docx(docx, template), _kind(type_name))
        errors = findings_of(document, self._rules)
        if not errors:
            _remember(seen, document, known)
            known.take([rule for rule in self._short if rule.applies.to(document)])
        return errors

    def pdf_errors(self, pdf: bytes, docx: bytes, template: str, type_name: str) -> tuple[Finding, ...]:
        """The findings of severity error of the PDF of a document; none if one of its structure was right.

        Raises the errors of :func:`pipeline.decree.pdf.measure_pdf`.
        """
        key, seen = self._read(docx, template, type_name)
        known = self._known_pdfs.setdefault(key, _Known())
        if known.proves(seen):
            return ()
        errors = pdf_findings(pdf, _kind(type_name), self._rules)
        if not errors:
            known.learn(seen, repeat(None))
        return errors

    def _read(self, docx: bytes, template: str, type_name: str) -> tuple[_Key, _Seen]:
        """The paragraphs of a document that we made ourselves, and with which others it can be compared."""
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            xml = unwrapped_text(package.read(_MAIN).decode()).replace("<w:p/>", "<w:p></w:p>")
            entries = [entry for entry in package.infolist() if not entry.filename.startswith(_TEXTS_ONLY)]
            parts = tuple(self._part(package, entry) for entry in entries)
        *chunks, end = xml.split(_END)
        looks = [self._looks.get(chunk) or self._look(chunk) for chunk in chunks]
        texts = [look.text for look in looks]
        draft, addressed = any(look.draft for look in looks), any(look.addressed for look in looks)
        key = _Key(template, type_name, (*parts, end), draft, addressed)
        if any(sign in xml for sign in _OTHERWISE) or any(look.doubtful for look in looks):
            return key, _Seen([], texts, {})
        lines = {index: look.line for index, look in enumerate(looks) if look.line is not None}
        return key, _Seen(list(pairwise([_FIRST, *(look.form for look in looks)])), texts, lines)

    def _part(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str | int:
        """A part by which documents are told apart: its check sum, or, if texts may stand in it, its markup."""
        if not _AROUND.fullmatch(entry.filename):
            return entry.CRC
        if entry.CRC not in self._around:
            self._around[entry.CRC] = _TEXT.sub("", unwrapped_text(package.read(entry).decode()))
        return self._around[entry.CRC]

    def _look(self, chunk: str) -> _Look:
        """What there is to see of a paragraph; many are the same in document after document."""
        line = _LINE.search(chunk) if _BORDER in chunk else None
        pieces = _TAG.split((_LINE.sub(r"\1\3", chunk) if line else chunk).replace("<w:br/>", "\n"))
        text = "".join(pieces[::2]).strip()
        text = html.unescape(text) if "&" in text else text
        form = self._forms.setdefault(("".join(pieces[1::2]), _glance(text)), len(self._forms))
        indents = (int(line[2]), int(line[4])) if line else None
        look = _Look(form, text, indents, _BLANKS in text, text.startswith(_ADDRESS), _may_be_legacy(text))
        seen = hash(chunk)  # what came once need not come again, and texts are long
        if seen not in self._once:
            if len(self._once) >= _ONCE:
                self._once.clear()
            self._once.add(seen)
        elif len(self._looks) < _LOOKS:
            self._looks[chunk] = look
        return look

    def _forget(self) -> None:
        """Begin anew before memory grows with the number of documents."""
        for memory in (self._known, self._known_pdfs, self._forms, self._looks, self._once, self._around):
            memory.clear()


def pdf_findings(pdf: bytes, kind: str, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """What breaks these rules in a PDF."""
    from pipeline.decree.pdf import measure_pdf  # noqa: PLC0415 - a build without PDF does not load PDFium

    return findings_of(recognise(measure_pdf(pdf), kind), rules)


def _is_local(rule: Rule) -> bool:
    return rule.measure in _LOCAL and "when" not in rule.with_ and "unless" not in rule.with_


def stops(rule: Rule) -> bool:
    """Whether a document that breaks the rule is not published.

    Spelling in the text of units is none of the gate's business: a small letter must not stop a report on the
    evening before it is signed.
    """
    is_spelling = rule.measure.startswith("text.") and "body" in rule.of
    return rule.enabled and rule.severity == "error" and not is_spelling


@cache
def _kind(type_name: str) -> str:
    try:
        return kind_of(type_name)
    except UnknownKind:
        return ""


def _may_be_legacy(text: str) -> bool:
    """Whether a paragraph could be part of a text in an old encoding: twice it would be evidence."""
    return may_be_legacy(text) and legacy_encoding(f"{text} {text}") is not None


def _glance(text: str) -> str:
    start = _START.match(text)
    begins = start and (start["word"] or start.lastgroup)
    return f"{begins} {text[-1:] if text[-1:] in '.,;:/' else ''} {text.isupper()}"


def _remember(seen: _Seen, document: Recognised, known: _Known) -> None:
    """Take a document that is right as the pattern of others, if its paragraphs are told apart by their forms."""
    paragraphs = document.measured.paragraphs
    by_paragraph: dict[int, list[Piece]] = {}
    for piece in document.pieces:
        by_paragraph.setdefault(piece.paragraph.index, []).append(piece)
    if len(seen.steps) != len(paragraphs) or any(len(pieces) > 1 for pieces in by_paragraph.values()):
        return
    what = [next(iter(by_paragraph.get(paragraph.index, ())), None) for paragraph in paragraphs]
    names: dict[Step, str] = {}
    for step, one in zip(seen.steps, what, strict=True):
        name = one.name if one else ""
        if names.setdefault(step, name) != name:
            return
    known.document = document
    known.learn(seen, what)


def _recognised(seen: _Seen, known: _Known, like: Recognised) -> Recognised:
    """A document of known forms as it would be recognised: only texts and the ends of lines are its own."""
    pieces: list[Piece] = []
    strokes: dict[str, tuple[Stroke, ...]] = {}
    annexes = 0
    above: Piece | None = None
    for index, (text, step) in enumerate(zip(seen.texts, seen.steps, strict=True)):
        if index in seen.lines and above is not None:
            strokes[above.name] = (*strokes.get(above.name, ()), *_stroke(above, seen.lines[index]))
        like_it = known.steps[step]
        if like_it is None or like_it.name == "table":
            continue
        annexes += like_it.name == "annex.label"
        above = Piece(
            like_it.name,
            like_it.paragraph,
            (Span(text, like_it.spans[0].look),) if like_it.spans else (),
            " ".join(nfc(text).split()),
            like_it.side,
            _number(text) if like_it.number else "",
            annexes - 1 if like_it.annex is not None and annexes else like_it.annex,
        )
        pieces.append(above)
    return replace(like, pieces=tuple(pieces), strokes=strokes)


def _stroke(above: Piece, indents: tuple[int, int]) -> Iterator[Stroke]:
    """The line under a component, which stands in the same room."""
    if above.paragraph.column_mm is not None:
        ends = (
            above.paragraph.column_mm[0] + indents[0] / TWIPS_PER_MM,
            above.paragraph.column_mm[1] - indents[1] / TWIPS_PER_MM,
        )
        yield Stroke("border", above.paragraph.index, ends[1] - ends[0], ends)


def _number(text: str) -> str:
    found = _START.match(text)
    return found[found.lastgroup] if found and found.lastgroup else ""

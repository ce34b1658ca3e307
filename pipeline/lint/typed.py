"""The tags of a part as they were typed: paragraph by paragraph, before they are mended and lifted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from pipeline.docx.source import QW
from pipeline.errors import TemplateError
from pipeline.lint import findings as f
from pipeline.model import Place

_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BLANKS = r"\{\s+[{%][^{}%]*[%}]\s*\}|\{[{%][^{}%]*[%}]\s+\}"
_MARK = re.compile(rf"(?P<blanks>{_BLANKS})|\{{\{{|\{{%|\{{#|\}}\}}|%\}}")
_LITERAL = re.compile(r"\{_\{|\}_\}|\{_%|%_\}")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’")
_KIND = re.compile(r"\{[{%#](p|tr|tc|r)[\s\u200b]")
_SPOILED = re.compile(r"\{\s*%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(\w+)")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_FIXED_BLANK = re.compile("\\{[{%#](p|tr|tc)([\u00a0\u2007\u202f\u3000])")
_QUOTES = re.compile("[«»„‟‚‛`´‹›]")
_LOOK_ALIKE = str.maketrans("асеорхуіјѕһАВЕКМНОРСТХІЈЅοΑΒΕΗΙΚΜΝΟΡΤΥΧ", "aceopxyijshABEKMHOPCTXIJSoABEHIKMNOPTYX")
_OPENERS = frozenset({"for", "if", "macro", "call", "filter", "with", "block", "autoescape", "set", "raw"})
_SHORT = 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a part and the text that it holds itself."""

    element: etree._Element
    text: str


@dataclass(frozen=True, slots=True)
class TypedTag:
    """A tag with both its braces; ``kind`` is what it lifts: ``p``, ``tr``, ``tc``, ``r`` or nothing."""

    text: str
    paragraph: Paragraph

    @property
    def kind(self) -> str:
        found = _KIND.match(self.text)
        return found.group(1) if found else ""

    @property
    def inner(self) -> str:
        """What stands between the braces, without the letter of the kind."""
        return self.text[2 + len(self.kind) : -2].strip("+- \t\n\u00a0")

    @property
    def code(self) -> str:
        """The same without texts in quotation marks."""
        return _STRING.sub("''", self.inner)

    @property
    def keyword(self) -> str:
        """The first word of a block tag."""
        word = re.match(r"\w+", self.inner) if self.text.startswith("{%") else None
        return latin(word.group())[0] if word else ""


def paragraphs(root: etree._Element) -> Iterator[Paragraph]:
    """Every paragraph in document order, texts of text boxes in it left out."""
    for element in root.iter(f"{QW}p"):
        pieces = (t.text or "" for t in element.iter(f"{QW}t") if next(t.iterancestors(f"{QW}p")) is element)
        yield Paragraph(element, "".join(pieces))


@dataclass(slots=True)
class Scan:
    """What one paragraph holds: whole tags, and pieces whose braces are broken."""

    tags: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    open: str = ""
    """A last tag that does not end here."""
    starts_closed: bool = False
    """Whether the first mark ends a tag."""


def scan(text: str) -> Scan:
    """The tags of a text, and what looks like one."""
    found, at = Scan(), 0
    text = _LITERAL.sub("", text)
    while mark := _MARK.search(text, at):
        at = mark.end()
        if mark["blanks"]:
            found.broken.append(mark.group())
        elif mark.group() not in _CLOSING:
            found.starts_closed = found.starts_closed or not (found.tags or found.broken)
            found.broken.append(mark.group())
        else:
            end = _end(text, mark.end(), _CLOSING[mark.group()])
            if end:
                found.tags.append(text[mark.start() : end])
                at = end
            else:
                at = _unclosed(text, mark.start(), found)
    return found


def _end(text: str, start: int, closing: str) -> int:
    """Where the tag whose inside begins at ``start`` ends, past texts and braces in it; 0: nowhere."""
    depth, at = 0, start
    while at < len(text):
        string = _STRING.match(text, at) if closing != "#}" else None
        if string:
            at = string.end()
        elif text.startswith(closing, at) and depth <= 0:
            return at + 2
        elif closing != "#}" and text.startswith(("{{", "{%", "%}"), at) and text[at : at + 2] != closing:
            return 0
        else:
            depth += {"{": 1, "}": -1}.get(text[at], 0) if closing == "}}" else 0
            at += 1
    return 0


def _unclosed(text: str, start: int, found: Scan) -> int:
    """Note a tag without its end; return where to go on."""
    other = _MARK.search(text, start + 2)
    if other and other.group() in ("}}", "%}"):
        found.broken.append(text[start : other.end()])
        return other.end()
    end = other.start() if other else len(text)
    single = text.find("}", start + 2, end)
    if single >= 0:
        found.broken.append(text[start : single + 1])
        return single + 1
    if other is None:
        found.open = text[start:]
    else:
        found.broken.append(text[start:end])
    return end


def where(part: str, paragraph: str, tag: str) -> dict[str, str]:
    """The parameters that say where a finding stands."""
    return {"part": part, "paragraph": _short(paragraph), "tag": _short(tag)}


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


@dataclass(slots=True)
class TypedPart:
    """All tags of a part as typed, and what is wrong with how they are typed and placed."""

    file: str
    part: str
    tags: list[TypedTag] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    found: list[TemplateError] = field(default_factory=list)

    @classmethod
    def read(cls, root: etree._Element, part: str, file: str) -> TypedPart:
        typed = cls(file, part)
        opened: tuple[Paragraph, str] | None = None
        for paragraph in paragraphs(root):
            opened = typed._read(paragraph, opened)
        if opened:
            typed.add(f.BrokenBraces, *opened)
        for tag in typed.tags:
            typed._characters(tag)
            typed._element(tag)
        typed._blocks()
        return typed

    def add(self, kind: type[TemplateError], paragraph: Paragraph, tag: str, /, **params: object) -> None:
        error = kind(Place(self.file), **where(self.part, paragraph.text, tag), **params)
        if error not in self.found:
            self.found.append(error)

    def _read(self, paragraph: Paragraph, opened: tuple[Paragraph, str] | None) -> tuple[Paragraph, str] | None:
        found = scan(paragraph.text)
        split = opened is not None and found.starts_closed
        if opened:
            self.add(f.SplitTag if split else f.BrokenBraces, *opened)
        self.tags += [TypedTag(text, paragraph) for text in found.tags]
        self.broken += [*found.broken, found.open]
        for text in found.broken[split:]:
            self.add(f.BrokenBraces, paragraph, text)
        return (paragraph, found.open) if found.open else None

    def _characters(self, tag: TypedTag) -> None:
        """Characters that a clerk cannot see or tell apart."""
        if tag.text.startswith("{#"):
            return
        blank = _FIXED_BLANK.match(tag.text)
        hidden = _HIDDEN.search(tag.code)
        strange = blank.group(2) if blank else hidden.group() if hidden else ""
        if strange:
            self.add(f.HiddenCharacter, tag.paragraph, tag.text, character=f"U+{ord(strange):04X}")
        quote = _QUOTES.search(tag.code)
        if quote:
            self.add(f.QuoteMarks, tag.paragraph, tag.text, character=quote.group())

    def _element(self, tag: TypedTag) -> None:
        """What a tag that lifts its paragraph, cell or row takes with it."""
        if tag.kind not in ("p", "tr", "tc"):
            return
        element: etree._Element | None = tag.paragraph.element
        if tag.kind != "p":
            element = next(tag.paragraph.element.iterancestors(f"{QW}{tag.kind}"), None)
        if element is None:
            self.add(f.OutsideTable, tag.paragraph, tag.text)
            return
        text = tag.paragraph.text if tag.kind == "p" else "".join(t.text or "" for t in element.iter(f"{QW}t"))
        lost = " ".join(text.replace(tag.text, "", 1).split())
        if lost:
            self.add(f.SharedElement, tag.paragraph, tag.text, lost=_short(lost))

    def _blocks(self) -> None:
        """Blocks that do not close, cross, or close in another kind of place."""
        balance = Balance.of([(tag.keyword, tag.code, tag) for tag in self.tags])
        spoiled = [word.group(1) for text in self.broken if (word := _SPOILED.match(text))]
        for tag, missing in balance.lonely:
            if missing.removeprefix("end") in spoiled or missing in spoiled:
                continue  # it is there, but its braces are broken
            self.add(f.Unbalanced, tag.paragraph, tag.text, missing=missing)
        for tag, other in balance.crossing:
            self.add(f.Crossing, tag.paragraph, tag.text, other=_short(other.text))
        for first, later in balance.pairs:
            trimmed = any(mark in tag.text for tag in (first, later) for mark in ("{%-", "-%}"))
            if not trimmed and (first.kind != later.kind or _around(first) != _around(later)):
                self.add(f.MixedKinds, later.paragraph, later.text, other=_short(first.text))


def _around(tag: TypedTag) -> Any:
    """What a block must not leave: the parent of what its tags lift; of text, the kinds of elements around it."""
    element = tag.paragraph.element
    if tag.kind == "":
        return [ancestor.tag for ancestor in element.iterancestors()]
    if tag.kind == "p":
        return element.getparent()
    if tag.kind == "r":
        return element
    lifted = next(element.iterancestors(f"{QW}{tag.kind}"), None)
    return None if lifted is None else lifted.getparent()


@dataclass(slots=True)
class Balance:
    """Which block tags belong together. Tags are whatever the caller gives beside keyword and code."""

    lonely: list[tuple[Any, str]] = field(default_factory=list)
    crossing: list[tuple[Any, Any]] = field(default_factory=list)
    pairs: list[tuple[Any, Any]] = field(default_factory=list)
    extra: list[Any] = field(default_factory=list)
    """Closing tags to be left out, so that the rest can be read."""
    before: dict[int, str] = field(default_factory=dict)
    """Closing tags to be put in before the tag of that index (of their number: at the end)."""

    @classmethod
    def of(cls, tags: Iterable[tuple[str, str, Any]]) -> Balance:
        found, stack, late = cls(), list[tuple[str, Any]](), list[str]()
        raw = False
        count = 0
        for index, (keyword, code, tag) in enumerate(tags):
            count = index + 1
            if raw and keyword != "endraw":
                continue
            raw = keyword == "raw"
            if keyword in _OPENERS and not (keyword == "set" and "=" in code):
                stack.append((keyword, tag))
            elif keyword in ("else", "elif"):
                found._middle(stack, tag)
            elif keyword.startswith("end") and keyword[3:] in _OPENERS:
                found._close(stack, keyword[3:], tag, index, late)
        for keyword, tag in reversed(stack):
            found.lonely.append((tag, f"end{keyword}"))
            found.before[count] = found.before.get(count, "") + f"{{% end{keyword} %}}"
        return found

    def _middle(self, stack: list[tuple[str, Any]], tag: Any) -> None:
        if stack and stack[-1][0] in ("if", "for"):
            self.pairs.append((stack[-1][1], tag))
        else:
            self.lonely.append((tag, "if"))
            self.extra.append(tag)

    def _close(self, stack: list[tuple[str, Any]], name: str, tag: Any, index: int, late: list[str]) -> None:
        if name in late and not (stack and stack[-1][0] == name):
            late.remove(name)  # its block was closed by force where another one crossed it
            self.extra.append(tag)
        elif not any(keyword == name for keyword, _ in stack):
            self.lonely.append((tag, name))
            self.extra.append(tag)
        else:
            while stack[-1][0] != name:
                keyword, other = stack.pop()
                self.crossing.append((tag, other))
                self.before[index] = self.before.get(index, "") + f"{{% end{keyword} %}}"
                late.append(keyword)
            self.pairs.append((stack.pop()[1], tag))


def latin(text: str) -> tuple[str, str]:
    """``text`` with look-alikes of other alphabets made Latin, and the first of these as ``с (U+0441)`` or ""."""
    made = text.translate(_LOOK_ALIKE)
    strange = next((a for a, b in zip(text, made, strict=True) if a != b), "")
    return made, f"{strange} (U+{ord(strange):04X})" if strange else ""

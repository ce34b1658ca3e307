"""A document of ours as people left it: its figures and generated blocks, in all parts that have text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from pipeline.corrections import markup
from pipeline.corrections.errors import NotOurs
from pipeline.corrections.markup import PARAGRAPH, RUN, SDT, SDT_CONTENT, SDT_PR, VAL, Element
from pipeline.corrections.texts import (
    BINDING,
    TAG,
    block_key,
    control_key,
    excerpt,
    paragraph_text,
    shape_lines,
    skeleton,
)
from pipeline.docx.errors import NotAPackage, PackageTooLarge
from pipeline.docx.package import parse_xml, part_types, unpack
from pipeline.docx.revisions import new_run, remove
from pipeline.docx.source import QW
from pipeline.docx.store import Stored, read_stored
from pipeline.errors import BaocaoError
from pipeline.i18n import N_
from pipeline.model import Place

MOST_CONTROLS = 50_000
_KINDS = {
    "document.main": N_("the text"),
    "template.main": N_("the text"),
    "document.macroEnabled.main": N_("the text"),
    "template.macroEnabledTemplate.main": N_("the text"),
    "header": N_("a header"),
    "footer": N_("a footer"),
    "footnotes": N_("a footnote"),
    "endnotes": N_("an endnote"),
    "comments": N_("a comment"),
}
_TYPE = re.compile(r"(?:wordprocessingml|application/vnd\.ms-word)\.([\w.]+)\+xml$")
_ID = f"{SDT_PR}/{QW}id"
_PLACEHOLDER = f"{QW}showingPlcHdr"


@dataclass(eq=False)
class Story:
    """One part with text: ``kind`` says in words where it is found."""

    part: str
    kind: str
    root: Element
    changed: bool = False

    @cached_property
    def revised(self) -> bool:
        """Whether there may be text in it that is deleted, or that stands in it twice."""
        return next(self.root.iter(*markup.GONE, markup.FALLBACK), None) is not None


@dataclass(slots=True, eq=False)
class Control:
    """A figure in the document. ``mirrored``: the second form in which Word keeps a text box."""

    key: str
    element: Element
    story: Story
    bound: bool
    mirrored: bool = False
    _text: str | None = None

    @property
    def runs(self) -> list[Element]:
        """What a reader sees of it."""
        return list(markup.runs(self.element))

    @property
    def text(self) -> str:
        """What a reader sees; the hint that Word puts into an empty control is no text."""
        if self._text is None:
            hint = next(self.element.iter(_PLACEHOLDER), None)
            self._text = markup.text_of(self.element) if hint is None else ""
        return self._text

    @property
    def struck(self) -> str:
        """What open tracked changes of people delete in it."""
        return markup.struck_text(self.element) if self.story.revised else ""

    @property
    def paragraph(self) -> Element | None:
        """The paragraph that it stands in, or the first that stands in it."""
        around = next(self.element.iterancestors(PARAGRAPH), None)
        return around if around is not None else next(self.element.iter(PARAGRAPH), None)

    def write(self, text: str) -> None:
        """Give the control another text; the look is that of its first run."""
        self.story.changed, self._text = True, None
        hint = self.element.find(f"{SDT_PR}/{_PLACEHOLDER}")
        if hint is not None:
            remove(hint)
            for run in self.runs[1:]:
                remove(run)
            for style in self.element.iterfind(f".//{RUN}/{markup.RUN_PR}/{QW}rStyle"):
                remove(style)
        if not markup.set_runs(self.runs, text):
            content = self.element.find(SDT_CONTENT)
            if content is None:
                content = etree.SubElement(self.element, SDT_CONTENT)
            inner = next(content.iter(PARAGRAPH), content)
            inner.append(new_run(text, self.element.find(f"{SDT_PR}/{markup.RUN_PR}")))

    def unbind(self) -> None:
        """Let the control show its own text, whatever the store says; it keeps its key as a tag."""
        binding = self.element.find(f"{SDT_PR}/{BINDING}")
        if binding is None or not self.bound:
            return
        self.story.changed, self.bound = True, False
        tag = self.element.find(f"{SDT_PR}/{TAG}")
        if tag is None:
            tag = etree.Element(TAG)
            binding.addprevious(tag)
        tag.set(VAL, self.key)
        remove(binding)


@dataclass(eq=False)
class BlockControl:
    """A generated table or passage: the elements that it consists of, and the control around them, if any."""

    key: str
    story: Story
    elements: list[Element]
    control: Element | None = None
    marks: tuple[Element, Element] | None = None
    """The bookmark that stands in the place of the control after a tracked refresh."""

    @property
    def plain(self) -> str:
        """What a reader sees, whether its figures are controls or not."""
        texts = (paragraph_text(p) for e in self.elements for p in e.iter(PARAGRAPH) if not markup.is_gone(p))
        return "\n".join(text for text in texts if text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of its shape, as it was when they were first asked for."""
        return [line for element in self.elements for line in shape_lines(element)]

    @property
    def excerpt(self) -> str:
        return excerpt(" ".join(paragraph_text(p) for element in self.elements for p in element.iter(PARAGRAPH)))


@dataclass
class Document:
    """A document of ours, opened. Its trees may be changed; ``package`` holds the parts as they were."""

    name: str
    package: dict[str, bytes]
    stored: Stored
    pinned: list[Element] = field(default_factory=list)
    """Controls that were made anew (they are held, so that each stays one object)."""
    _found: tuple[list[Control], list[BlockControl]] | None = None

    @cached_property
    def stories(self) -> list[Story]:
        """The parts with text, parsed when they are first asked for. Raises what :func:`read_document` raises."""
        found = [
            Story(part, kind, parse_xml(self.package[part], part, self.name))
            for part, kind in _stories(self.package, self.name)
        ]
        if not any(story.root.tag == f"{QW}document" for story in found):
            reason = N_("it holds no Word document in the usual (transitional) form")
            raise NotAPackage(self.place, reason=reason)
        return found

    @property
    def controls(self) -> list[Control]:
        """The figures in the order of the text."""
        return self._look()[0]

    @property
    def blocks(self) -> list[BlockControl]:
        """The generated tables and passages that have a control."""
        return self._look()[1]

    @cached_property
    def skeletons(self) -> dict[Element, str]:
        """Every paragraph with the figures as their keys, as it was when this was first asked for."""
        return {paragraph: skeleton(paragraph) for _, paragraph in self.paragraphs()}

    @property
    def place(self) -> Place:
        return Place(self.name)

    def reread(self) -> None:
        """Find the controls anew, after the trees were changed."""
        self._found = None

    def _look(self) -> tuple[list[Control], list[BlockControl]]:
        if self._found is None:
            self._found = [], []
            for story in self.stories:
                taken: set[Element] = set()
                for element in story.root.iter(SDT):
                    self._take(story, element, taken, *self._found)
            if (found := len(self._found[0])) > MOST_CONTROLS:
                raise PackageTooLarge(self.place, what=N_("figures"), found=found, limit=MOST_CONTROLS)
        return self._found

    def _take(
        self,
        story: Story,
        element: Element,
        taken: set[Element],
        controls: list[Control],
        blocks: list[BlockControl],
    ) -> None:
        key, bound = control_key(element)
        block = "" if key else block_key(element)
        if not (key or block) or (story.revised and markup.is_gone(element)):
            return
        if key and any(above in taken for above in element.iterancestors(SDT)):
            return  # a control in the control of a figure is part of its text
        if block:
            content = element.find(SDT_CONTENT)
            blocks.append(BlockControl(block, story, [] if content is None else list(content), element))
        else:
            taken.add(element)
            mirrored = story.revised and next(element.iterancestors(markup.FALLBACK), None) is not None
            control = Control(key, element, story, bound, mirrored)
            if not story.revised or control.text or not control.struck:  # else a tracked change deletes all of it
                controls.append(control)

    def renumber(self, controls: Sequence[Element]) -> None:
        """Give new controls ids that no other control of the document has."""
        new = set(controls)
        everywhere = (control for story in self.stories for control in story.root.iter(SDT) if control not in new)
        used = {own.get(VAL) for control in everywhere if (own := control.find(_ID)) is not None}
        for control in controls:
            own = control.find(_ID)
            if own is not None:
                value = own.get(VAL, "")
                number = int(value) if value.isdecimal() and len(value) < 10 else 1
                while str(number) in used:
                    number = number % 0x7FFFFFFE + 1
                own.set(VAL, str(number))
                used.add(str(number))

    def paragraphs(self) -> Iterator[tuple[Story, Element]]:
        """Every paragraph that a reader sees."""
        for story in self.stories:
            for paragraph in story.root.iter(PARAGRAPH):
                if not (story.revised and _is_unseen(paragraph)):
                    yield story, paragraph


def _is_unseen(paragraph: Element) -> bool:
    return markup.is_gone(paragraph) or next(paragraph.iterancestors(markup.FALLBACK), None) is not None


def read_document(data: bytes, name: str = "") -> Document:
    """Open a document of ours. ``name`` is the file's name for errors.

    Raises:
        NotOurs: It was not made by baocao.
        TemplateError: It is no DOCX that can be read safely.
    """
    package = unpack(data, name)
    stored = stored_in(package, name)
    return Document(name, package, stored)


def stored_in(package: Mapping[str, bytes], name: str = "") -> Stored:
    """What a document of ours says of itself. Raises what :func:`read_document` raises."""
    try:
        stored = read_stored(package)
    except BaocaoError as error:
        raise type(error)(Place(name), **error.params) from error
    if stored is None:
        raise NotOurs(Place(name))
    return stored


def _stories(package: dict[str, bytes], name: str) -> Iterator[tuple[str, str]]:
    types = part_types(package, name)
    for part in package:
        found = _TYPE.search(types.get(part, ""))
        if found and found[1] in _KINDS:
            yield part, _KINDS[found[1]]

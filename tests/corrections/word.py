"""What Word does to a DOCX when people edit and save it; each act a small function ``Edit``.

    edited(docx, rewrite("góp phần", "đóng góp"), comment("tổng hợp", "Đã xem"), saved())

Paragraphs are named by a text in them, figures by the key of their control. Nothing here uses what the program
knows of its own documents: people do not either.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
HASH = "http://schemas.microsoft.com/office/word/2020/wordml/sdtdatahash"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
FIGURES, PRINTED = "urn:baocao:figures:1", "urn:baocao:printed:1"
NAMES = {"w": W, "w14": W14, "w15": W15, "w16sdtdh": HASH, "mc": MC, "r": R}
XML = "http://www.w3.org/XML/1998/namespace"
WHO = "Trần Thị Hà"
WHEN = "2024-03-20T09:30:00Z"
MAIN = "word/document.xml"
_ITEM = re.compile(r"(?:word/)?customXml/(?!itemProps)[^/]+\.xml")

Element = etree._Element


def q(name: str) -> str:
    """``w:p`` as lxml wants it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def make(name: str, /, *children: Element, **attributes: object) -> Element:
    """An element of WordprocessingML with attributes of the same namespace."""
    element = etree.Element(q(f"w:{name}"))
    for key, value in attributes.items():
        element.set(q(f"w:{key}"), str(value))
    element.extend(children)
    return element


class Document:
    """A DOCX that lies open: parts as bytes, those that were looked at as trees."""

    def __init__(self, docx: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self._trees: dict[str, Element] = {}
        self._trees[MAIN] = _with_word_names(etree.fromstring(self.parts[MAIN]))
        self._numbers = 0
        self.sitting = 0

    def tree(self, part: str) -> Element:
        if part not in self._trees:
            self._trees[part] = etree.fromstring(self.parts[part])
        return self._trees[part]

    def save(self) -> bytes:
        for name, tree in self._trees.items():
            self.parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    @property
    def body(self) -> Element:
        return self._trees[MAIN][0]

    def number(self) -> int:
        """A number that this document did not give away yet."""
        self._numbers += 1
        return self._numbers

    def id(self) -> int:
        """An id for a control, bookmark, comment or tracked change; far from those of the program."""
        return 1_500_000_000 + self.number()

    def rsid(self) -> str:
        """The mark of this editing session, as Word gives one to all that is typed in it."""
        return "00A7C4E1"

    # --- what stands in it --------------------------------------------------------------------------------------

    def paragraphs(self) -> list[Element]:
        return list(self.body.iter(q("w:p")))

    def free_paragraphs(self) -> list[Element]:
        """Paragraphs of the body itself, in no table and in no block that the program made."""
        return [p for p in self.paragraphs() if p.getparent() is self.body]

    def paragraph(self, needle: str) -> Element:
        """The one paragraph that holds a text."""
        found = [p for p in self.paragraphs() if needle in text_of(p)]
        assert len(found) == 1, f"{len(found)} paragraphs hold {needle!r}"
        return found[0]

    def controls(self, key: str) -> list[Element]:
        """All controls of a figure or block, by binding or tag."""
        found = [sdt for sdt in self.body.iter(q("w:sdt")) if key_of(sdt) == key]
        assert found, f"no control {key}"
        return found

    def control(self, key: str, which: int = 0) -> Element:
        return self.controls(key)[which]

    def figures(self) -> list[Element]:
        """The controls of figures, in their order."""
        inside = f"{q('w:sdtContent')}/{q('w:r')}"
        return [sdt for sdt in self.body.iter(q("w:sdt")) if sdt.find(inside) is not None]

    def key(self, figure: str, text: str | None = None) -> str:
        """The key of a figure by its path (and by its text where it is printed in several forms)."""
        root = self.tree(self.custom_part(PRINTED))
        found = [
            etree.QName(entry).localname
            for entry in root.find(f"{{{PRINTED}}}figures")
            if re.search(rf"(^|:){re.escape(figure)}$", entry.findtext(f"{{{PRINTED}}}id"))
            and text in (None, entry.findtext(f"{{{PRINTED}}}text"))
        ]
        assert len(found) == 1, f"{figure}: {found}"
        return found[0]

    def store(self) -> Element:
        """The custom XML that the controls are bound to."""
        return self.tree(self.custom_part(FIGURES))

    def custom_part(self, namespace: str) -> str:
        for name in self.parts:
            if _ITEM.fullmatch(name) and etree.QName(self.tree(name)).namespace == namespace:
                return name
        raise AssertionError(f"no part of {namespace}")


Edit = Callable[[Document], None]


def edited(docx: bytes, *edits: Edit) -> bytes:
    """The document after these acts, one after the other."""
    document = Document(docx)
    for edit in edits:
        edit(document)
    return document.save()


def _with_word_names(root: Element) -> Element:
    """The same root with the namespaces that Word declares on every document."""
    new = etree.Element(root.tag, attrib=dict(root.attrib), nsmap={**NAMES, **root.nsmap})
    new.set(q("mc:Ignorable"), "w14 w15 w16sdtdh")
    new.text = root.text
    new.extend(list(root))
    return new


# --- looking ---------------------------------------------------------------------------------------------------


def text_of(element: Element) -> str:
    """The text that shows: what is inserted counts, what is deleted or moved away does not."""
    hidden = {q("w:del"), q("w:moveFrom")}
    return "".join(
        t.text or ""
        for t in element.iter(q("w:t"))
        if not any(a.tag in hidden for a in t.iterancestors() if a is not element)
    )


def key_of(sdt: Element) -> str:
    """The key of a control: what its binding names, else its tag."""
    binding = sdt.find(f"{q('w:sdtPr')}/{q('w:dataBinding')}")
    if binding is not None:
        return re.sub(r"\[\d+\]", "", binding.get(q("w:xpath"), "")).rpartition(":")[2]
    tag = sdt.find(f"{q('w:sdtPr')}/{q('w:tag')}")
    return "" if tag is None else tag.get(q("w:val"), "")


def content(sdt: Element) -> Element:
    return sdt.find(q("w:sdtContent"))


def plain_runs(paragraph: Element) -> list[Element]:
    """The runs with text outside the figures."""
    return [run for run in paragraph.findall(q("w:r")) if run.find(q("w:t")) is not None]


def look_of(run: Element) -> Element | None:
    return run.find(q("w:rPr"))


# --- runs ------------------------------------------------------------------------------------------------------


def run(text: str, like: Element | None = None, **attributes: str) -> Element:
    """A run with a text in the look of another."""
    new = make("r", **attributes)
    if like is not None and look_of(like) is not None:
        new.append(deepcopy(look_of(like)))
    t = make("t")
    t.text = text
    if text != text.strip():
        t.set(f"{{{XML}}}space", "preserve")
    new.append(t)
    return new


def cut(document: Document, plain: Element, at: int) -> tuple[Element, Element]:
    """Split a run in two, as Word does where somebody typed; both are in the document afterwards."""
    text = "".join(t.text or "" for t in plain.iter(q("w:t")))
    first, second = run(text[:at], plain), run(text[at:], plain, rsidRPr=document.rsid())
    for change in second.iter(q("w:rPrChange")):
        change.set(q("w:id"), str(document.id()))
    replace(plain, first, second)
    return first, second


def replace(old: Element, *new: Element) -> None:
    """Put elements in the place of another."""
    parent = old.getparent()
    at = parent.index(old)
    parent[at : at + 1] = list(new)


def around(element: Element, before: Element, after: Element) -> None:
    element.addprevious(before)
    element.addnext(after)


def find_run(document: Document, needle: str) -> tuple[Element, int]:
    """The run outside figures that holds a text, and where it begins in it."""
    paragraph = document.paragraph(needle)
    for plain in plain_runs(paragraph):
        at = text_of(plain).find(needle)
        if at >= 0:
            return plain, at
    raise AssertionError(f"{needle!r} is in several runs or in a figure")


def isolate(document: Document, needle: str) -> Element:
    """A run of its own for a text."""
    plain, at = find_run(document, needle)
    if at:
        _, plain = cut(document, plain, at)
    if len(text_of(plain)) > len(needle):
        plain, _ = cut(document, plain, len(needle))
    return plain


def rewrite(needle: str, text: str) -> Edit:
    """Select a text and type another over it."""

    def edit(document: Document) -> None:
        old = isolate(document, needle)
        replace(old, *([run(text, old, rsidR=document.rsid())] if text else []))

    return edit


def split_runs(document: Document, within: list[Element] | None = None) -> None:
    """What long editing and proofing leave: runs cut into pieces with marks between; ``within``: where."""
    chosen = document.paragraphs() if within is None else within
    for plain in [run for paragraph in chosen for run in plain_runs(paragraph)]:
        text = text_of(plain)
        if len(text) > 8 and len(list(plain)) <= 2:
            first, second = cut(document, plain, text.find(" ", 4) if " " in text[4:-1] else 4)
            around(first, make("proofErr", type="spellStart"), make("proofErr", type="spellEnd"))
            second.insert(0 if look_of(second) is None else 1, make("lastRenderedPageBreak"))


def split_figures(document: Document) -> None:
    """The same inside the controls of figures."""
    for sdt in document.figures():
        runs = content(sdt).findall(q("w:r"))
        if len(runs) == 1 and len(text_of(runs[0])) > 1 and len(runs[0].findall(q("w:t"))) == 1:
            first, _ = cut(document, runs[0], 1)
            around(first, make("proofErr", type="gramStart"), make("proofErr", type="gramEnd"))


def go_back(needle: str) -> Edit:
    """The bookmark of where the cursor stood when the file was saved."""

    def edit(document: Document) -> None:
        number = document.id()
        start = make("bookmarkStart", id=number, name="_GoBack")
        around(isolate(document, needle), start, make("bookmarkEnd", id=number))

    return edit


# --- paragraphs ------------------------------------------------------------------------------------------------


def new_paragraph(document: Document, text: str, like: Element) -> Element:
    """A paragraph in the style of another; its only run in the look of the other's first."""
    paragraph = make("p", rsidR=document.rsid(), rsidRDefault=document.rsid())
    if like.find(q("w:pPr")) is not None:
        paragraph.append(deepcopy(like.find(q("w:pPr"))))
    runs = plain_runs(like)
    paragraph.append(run(text, runs[0] if runs else None))
    return paragraph


def add_paragraph(after: str, text: str) -> Edit:
    """Press Enter at the end of a paragraph and type."""

    def edit(document: Document) -> None:
        like = document.paragraph(after)
        like.addnext(new_paragraph(document, text, like))

    return edit


def delete_paragraph(needle: str) -> Edit:
    def edit(document: Document) -> None:
        drop(document.paragraph(needle))

    return edit


def drop(element: Element) -> None:
    element.getparent().remove(element)


def move_paragraph(needle: str, after: str) -> Edit:
    """Cut and paste."""

    def edit(document: Document) -> None:
        document.paragraph(after).addnext(document.paragraph(needle))

    return edit


def copy_paragraph(needle: str, after: str) -> Edit:
    """Copy and paste; controls in it get ids of their own and keep their binding."""

    def edit(document: Document) -> None:
        document.paragraph(after).addnext(copied(document, document.paragraph(needle)))

    return edit


def copied(document: Document, element: Element) -> Element:
    """A pasted copy: no id stands twice in a document, and bookmarks stay where they were."""
    new = deepcopy(element)
    stays = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")
    for mark in list(new.iter(*(q(f"w:{name}") for name in stays))):
        drop(mark)
    for child in new.iter():
        if child.tag == q("w:id"):
            child.set(q("w:val"), str(document.id()))
        elif child.get(q("w:id")) is not None:
            child.set(q("w:id"), str(document.id()))
        child.attrib.pop(q("w14:paraId"), None)
    return new


def break_paragraph(needle: str) -> Edit:
    """Press Enter before a text."""

    def edit(document: Document) -> None:
        start = isolate(document, needle)
        paragraph = start.getparent()
        second = make("p", rsidR=document.rsid())
        if paragraph.find(q("w:pPr")) is not None:
            second.append(deepcopy(paragraph.find(q("w:pPr"))))
        second.extend([start, *start.itersiblings()])
        paragraph.addnext(second)

    return edit


# --- looks -----------------------------------------------------------------------------------------------------


def set_look(run_: Element, name: str) -> None:
    """Give a run bold (``b``) or italics (``i``), in the place that the schema has for it."""
    look = look_of(run_)
    if look is None:
        look = make("rPr")
        run_.insert(0, look)
    if look.find(q(f"w:{name}")) is None:
        before = [child for child in look if child.tag in (q("w:rStyle"), q("w:rFonts"), q("w:b"))]
        look.insert(len(before), make(name))


def embolden(needle: str) -> Edit:
    """Select a text and press Ctrl+B."""
    return lambda document: set_look(isolate(document, needle), "b")


def italic_figure(key: str, which: int = 0) -> Edit:
    """Select a figure and press Ctrl+I: Word marks run and control."""

    def edit(document: Document) -> None:
        sdt = document.control(key, which)
        for part in content(sdt).findall(q("w:r")):
            set_look(part, "i")
        properties = sdt.find(q("w:sdtPr"))
        look = look_of(content(sdt).find(q("w:r")))
        if properties.find(q("w:rPr")) is not None:
            drop(properties.find(q("w:rPr")))
        properties.insert(0, deepcopy(look))

    return edit


def centre(needle: str) -> Edit:
    """Centre a paragraph."""

    def edit(document: Document) -> None:
        paragraph = document.paragraph(needle)
        properties = paragraph.find(q("w:pPr"))
        if properties is None:
            properties = make("pPr")
            paragraph.insert(0, properties)
        old = properties.find(q("w:jc"))
        if old is not None:
            drop(old)
        behind = ("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr")
        after = [child for child in properties if etree.QName(child).localname in (*behind, "sectPr", "pPrChange")]
        at = properties.index(after[0]) if after else len(properties)
        properties.insert(at, make("jc", val="center"))

    return edit


# --- comments --------------------------------------------------------------------------------------------------


def comment(needle: str, text: str) -> Edit:
    """Select a text outside figures and comment it."""
    return lambda document: _comment(document, isolate(document, needle), text)


def comment_figure(key: str, text: str, which: int = 0) -> Edit:
    """Select a figure and comment it."""
    return lambda document: _comment(document, document.control(key, which), text)


def _comment(document: Document, element: Element, text: str) -> None:
    number = document.number()
    mark = make("r", make("commentReference", id=number))
    around(element, make("commentRangeStart", id=number), make("commentRangeEnd", id=number))
    element.getnext().addnext(mark)
    note = make("comment", id=number, author=WHO, date=WHEN, initials="TTH")
    note.append(make("p", run(text)))
    _comments(document).append(note)


def _comments(document: Document) -> Element:
    part = "word/comments.xml"
    if part not in document.parts:
        document.parts[part] = etree.tostring(etree.Element(q("w:comments"), nsmap={"w": W}))
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
        attributes = {"PartName": f"/{part}", "ContentType": kind}
        etree.SubElement(document.tree("[Content_Types].xml"), f"{{{TYPES}}}Override", attributes)
        relations = document.tree("word/_rels/document.xml.rels")
        attributes = {"Id": f"rId{document.id()}", "Type": f"{R}/comments", "Target": "comments.xml"}
        etree.SubElement(relations, f"{{{RELATIONS}}}Relationship", attributes)
    return document.tree(part)


# --- saving ----------------------------------------------------------------------------------------------------


def saved(renumbered: bool = True) -> Edit:
    """All that Word leaves when it saves: session marks, paragraph ids, statistics, its own numbers of parts."""

    def edit(document: Document) -> None:
        document.sitting += 1
        for number, paragraph in enumerate(sorted(document.paragraphs(), key=_in_a_block), 1):
            paragraph.set(q("w:rsidP"), document.rsid())
            if paragraph.get(q("w14:paraId")) is None:
                paragraph.set(q("w14:paraId"), f"{0x1000_0000 + number + 0x10_000 * document.sitting:08X}")
                paragraph.set(q("w14:textId"), "77777777")
        for binding in document.body.iter(q("w:dataBinding")):
            binding.set(q("w16sdtdh:storeItemChecksum"), "qWKq4g==")
        _session(document)
        _properties(document)
        if renumbered:
            _renumber(document)

    return edit


def _in_a_block(paragraph: Element) -> bool:
    return next(paragraph.iterancestors(q("w:sdt")), None) is not None


def _session(document: Document) -> None:
    settings = document.tree("word/settings.xml")
    if settings.find(q("w:rsids")) is None:
        rsids = make("rsids", make("rsidRoot", val=document.rsid()), make("rsid", val=document.rsid()))
        settings.find(q("w:compat")).addnext(rsids)


def _properties(document: Document) -> None:
    for part, name, value in (
        ("docProps/core.xml", "lastModifiedBy", WHO),
        ("docProps/app.xml", "Application", "Microsoft Office Word"),
    ):
        for element in document.tree(part).iter() if part in document.parts else ():
            if etree.QName(element).localname == name:
                element.text = value


def _renumber(document: Document) -> None:
    """Word gives custom XML its own names on every save: ``customXml/item7.xml``."""
    old = [
        name for name in document.parts if re.fullmatch(r"customXml/item[^/]*\.xml", name) and "Props" not in name
    ]
    for at, name in enumerate(old):
        item, number = name.removeprefix("customXml/").removesuffix(".xml"), len(old) - at + 6
        properties = f"customXml/_rels/{item}.xml.rels"
        for part, new in (
            (name, f"customXml/item{number}.xml"),
            (properties, f"customXml/_rels/item{number}.xml.rels"),
            *((p, f"customXml/itemProps{number}.xml") for p in list(_props(document, properties))),
        ):
            _rename(document, part, new)


def _props(document: Document, relations: str) -> Iterator[str]:
    for relation in document.tree(relations):
        yield f"customXml/{relation.get('Target')}"


def _rename(document: Document, old: str, new: str) -> None:
    """Another name for a part, wherever it is mentioned."""
    names = {old.rpartition("/")[2]: new.rpartition("/")[2]}
    for part in ("[Content_Types].xml", *(name for name in document.parts if name.endswith(".rels"))):
        for element in document.tree(part):
            for attribute in ("Target", "PartName"):
                folder, slash, name = element.get(attribute, "").rpartition("/")
                if "customXml" in part + folder and name in names:
                    element.set(attribute, folder + slash + names[name])
    for table in (document.parts, document._trees):
        if old in table:
            table[new] = table.pop(old)

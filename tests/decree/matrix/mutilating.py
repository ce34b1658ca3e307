"""Random harm to the XML of a document: what broken programs and transfers leave behind."""

from __future__ import annotations

import copy
from random import Random

from editing import Element
from lxml import etree

from pipeline.docx.package import deflate, read_package, write_package

VALUES = ("", "-1", "0", "9" * 20, "NaN", "1e309", "x", "true", "auto", "١٢", "-0", "1.5", "12pt", "50%")
TEXTS = (
    "", "\t", "x" * 1000, "{{ x", "{% if", ". " * 50, "Số: /", "ngày tháng năm", "\u200b", "I.", "1.", "- ", "./.",
    "V/v", "Kính gửi", "KT.", "Phụ lục", "Nơi nhận:", "QUYẾT ĐỊNH:",
)  # fmt: skip


def mutilated(data: bytes, random: Random) -> bytes:
    """The document with a few elements harmed; now and then a part is cut off or missing."""
    parts = dict(read_package(data))
    for _ in range(random.randint(1, 4)):
        name = random.choices(["word/document.xml", "word/styles.xml", random.choice(sorted(parts))], [6, 2, 1])[0]
        if name not in parts or not name.endswith((".xml", ".rels")):
            continue
        try:
            root = etree.fromstring(parts[name])
        except etree.XMLSyntaxError:
            continue
        for _ in range(random.randint(1, 6)):
            _harm(root, random)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        if random.random() < 0.03:
            parts[name] = parts[name][: random.randrange(len(parts[name]))]
        if random.random() < 0.02:
            del parts[name]
    return write_package([deflate(name, part, 1) for name, part in parts.items()])


def _harm(root: Element, random: Random) -> None:
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    element, other = random.choice(elements), random.choice(elements)
    parent = element.getparent()
    match random.randrange(8):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if element.attrib:
            name = random.choice(sorted(element.attrib))
            element.set(name, random.choice(VALUES))
        case 2 if element.attrib:
            del element.attrib[random.choice(sorted(element.attrib))]
        case 3:
            element.tag = other.tag
        case 4:
            other.append(copy.deepcopy(element))
        case 5:
            element.text = random.choice(TEXTS)
        case 6 if parent is not None:
            wrapped = etree.Element(other.tag)
            parent.replace(element, wrapped)
            wrapped.append(element)
        case _:
            element.insert(0, etree.Comment("x"))
            element.tail = "stray"

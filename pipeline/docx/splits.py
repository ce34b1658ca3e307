"""Marks inside a text at which its paragraph ends and another of the same look begins (docxtpl's Listing)."""

from __future__ import annotations

import copy
from typing import Final

from lxml import etree

from pipeline.docx.source import QW

_MARK = "urn:baocao:split"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SPLITS: Final = {
    sign: f'</w:t><b:{name} xmlns:b="{_MARK}"/><w:t xml:space="preserve">'
    for sign, name in (("\a", "paragraph"), ("\f", "page"))
}
"""Sign of a text -> the mark that stands for it until :func:`split_paragraphs`."""
_SHELL = {f"{QW}rPr", f"{QW}pPr", f"{QW}sdtPr"}


def split_paragraphs(root: etree._Element) -> None:
    """End the paragraph at each mark; what follows stands in a new one with the same properties."""
    for mark in list(root.iter(f"{{{_MARK}}}*")):
        page = mark.tag == f"{{{_MARK}}}page"
        paragraph = _split(mark)
        if page:
            paragraph.addprevious(_page_break())


def _split(mark: etree._Element) -> etree._Element:
    """Split every element around ``mark`` up to its paragraph; return the paragraph that follows."""
    node, following = mark, list(mark.itersiblings())
    while node.tag != f"{QW}p":
        parent = node.getparent()
        if parent is None:
            raise ValueError("a new paragraph begins outside a paragraph")
        shell = etree.SubElement(parent, parent.tag)
        shell.attrib.update(parent.attrib)
        shell.extend([copy.deepcopy(child) for child in parent if child.tag in _SHELL])
        shell.extend(following)
        parent.addnext(shell)
        following = [shell, *shell.itersiblings()] if parent.tag != f"{QW}p" else []
        node = parent
    _parent_of(mark).remove(mark)
    section = node.find(f"{QW}pPr/{QW}sectPr")
    if section is not None:
        _parent_of(section).remove(section)
    following_paragraph = node.getnext()
    assert following_paragraph is not None  # noqa: S101 - the shell that was just put there
    return following_paragraph


def _parent_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 - it is inside a paragraph
    return parent


def _page_break() -> etree._Element:
    paragraph = etree.Element(f"{QW}p")
    run = etree.SubElement(paragraph, f"{QW}r")
    etree.SubElement(run, f"{QW}br", {f"{QW}type": "page"})
    return paragraph

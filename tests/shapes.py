"""What the readers of a document say of its controls: their keys and, of blocks, their shapes."""

from __future__ import annotations

from lxml import etree

from pipeline.corrections.texts import block_key, control_key, shape_lines
from pipeline.docx.store import hash_shape


def key_of(control: etree._Element) -> str:
    """The key of a control of ours; "" if it is none."""
    return control_key(control)[0] or block_key(control)


def shape_of(block: etree._Element) -> str:
    """The shape of what stands in a block."""
    return hash_shape("".join(shape_lines(block)))

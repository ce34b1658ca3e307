"""Templates for the 29 types of document, laid out by the rules that the check holds against them."""

from __future__ import annotations

from pipeline.decree.kinds import KINDS, bare, kind_of
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile
from pipeline.decree.scaffold.design import design_of
from pipeline.decree.scaffold.forms import FORMS, named
from pipeline.decree.scaffold.parts import parts
from pipeline.docx.package import pack


def new_template(kind: str, profile: Profile | None = None) -> bytes:
    """A template (DOCX with tags) for documents of a type, laid out as a profile asks.

    ``kind`` is what :func:`kind_of` understands; without ``profile`` it is the profile that checks use.

    Raises :class:`pipeline.decree.kinds.UnknownKind`.
    """
    found, design = kind_of(kind), design_of(profile or load_profile())
    name = KINDS[found]
    return pack(parts(name, FORMS.get(found, named)(design, found, name), design))


def file_name(kind: str) -> str:
    """A name for the template of a type, ``bao-cao.docx``. Raises :class:`pipeline.decree.kinds.UnknownKind`."""
    return f"{bare(KINDS[kind_of(kind)]).replace(' ', '-')}.docx"

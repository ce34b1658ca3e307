"""Where templates stand, and their bytes."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import TemplateError, system_reason
from pipeline.i18n import N_
from pipeline.model import Place
from pipeline.stages.files import read_ordinary

TEMPLATES = Path(__file__).parents[2] / "templates"


class UnreadableTemplate(TemplateError):
    code = "T40"
    cause = N_("The template cannot be read: {reason}.")
    remedy = N_("Check that the file exists and may be read.")


def template_file(folder: Path, name: str) -> Path:
    """The file of the template ``name``: in the campaign's folder, else in ``templates/``."""
    own = folder / name
    return own if own.is_file() else TEMPLATES / name


def template_name(template: Path) -> str:
    """What errors call a template: its folder and file."""
    return f"{template.parent.name}/{template.name}"


def read_template(template: Path) -> bytes:
    """The bytes of a template.

    Raises:
        UnreadableTemplate
    """
    try:
        return read_ordinary(template)
    except OSError as error:
        raise UnreadableTemplate(Place(template_name(template)), reason=system_reason(error)) from error

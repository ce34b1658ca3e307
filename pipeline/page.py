"""Pages for any browser: one file each, filled from a template that lies beside the module which asks for it."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def page(template: Path, **values: object) -> bytes:
    """A template filled with values, every one of them escaped; it may include others of its folder."""
    environment = Environment(
        loader=FileSystemLoader(template.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template.name).render(values).encode("utf-8", "replace")

"""What a build of a sample fills into templates, for the other sides of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pipeline.build.campaign import Selection
from pipeline.build.run import Options, build
from pipeline.docx.store import Identity
from pipeline.docx.template import CompiledTemplate
from pipeline.docx.unwrap import unwrapped
from pipeline.model import Properties
from pipeline.sample import write_sample


@dataclass(frozen=True, slots=True)
class Filled:
    """One document as a build filled it: the template's name, the context, the DOCX."""

    template: str
    values: Mapping[str, Any]
    docx: bytes


def filled_by_build(folder: Path, units: int, documents: tuple[str, ...]) -> list[Filled]:
    """The ``documents`` of each unit of a sample in the new ``folder``, in the order of the build."""
    write_sample(folder / "sample", units)
    filled: list[Filled] = []
    original = CompiledTemplate.fill

    def fill(
        self: CompiledTemplate,
        context: Mapping[str, object],
        properties: Properties,
        assets: Mapping[str, bytes] | None = None,
        identity: Identity | None = None,
    ) -> bytes:
        docx = original(self, context, properties, assets, identity)
        filled.append(Filled(Path(self.name).name, context, unwrapped(docx)))  # python-docx sees no controls
        return docx

    options = Options(jobs=1, pdf=False, selection=Selection(documents=documents))
    with patch.object(CompiledTemplate, "fill", fill):
        done = build(folder / "sample", folder / "outputs", options)
    if done.exit_code or not filled:
        raise RuntimeError(f"the build of the sample ended with {done.exit_code}, {len(filled)} documents seen")
    return filled

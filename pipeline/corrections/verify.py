"""The last look before signing: are the figures of a document, as it stands now, those of the data?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.corrections.errors import (
    BlockConflict,
    BlockDiffers,
    FigureDiffers,
    RevisedInside,
    StoreDisagrees,
    TypedOver,
    Unproven,
)
from pipeline.corrections.refresh import compare
from pipeline.corrections.state import State, said
from pipeline.errors import BaocaoError

_SAID_OTHERWISE = (TypedOver, Unproven, RevisedInside, BlockConflict, StoreDisagrees)


def verify(docx: bytes, fresh: bytes, name: str = "") -> tuple[BaocaoError, ...]:
    """What in a document is not as ``fresh`` has it, which is the same document from the data of now.

    A figure that differs is an error; what nobody can decide but people (tables changed by hand, numbers typed
    by hand, a store that says something else) is a warning; what is only worth knowing is info. ``name`` is the
    file's name for messages.

    Raises:
        NotOurs, OtherDocument: There is nothing to compare.
        TemplateError: One of them is no DOCX that can be read safely.
    """
    state = compare(docx, fresh, name=name, thorough=True)
    others = [finding for finding in state.findings if not isinstance(finding, _SAID_OTHERWISE)]
    return (*_figures(state), *_stores(state), *_blocks(state), *others)


def _figures(state: State) -> Iterator[BaocaoError]:
    for figure in state.figures:
        if figure.outcome in ("updated", "typed-over", "unproven", "revised"):
            yield FigureDiffers(
                state.document.place,
                story=state.kind(figure.part),
                paragraph=figure.paragraph,
                figure=state.label(figure.key),
                printed=said(figure.printed),
                found=said(figure.found),
                now=said(figure.now),
            )


def _stores(state: State) -> Iterator[BaocaoError]:
    for control, text, stored in state.disagreeing:
        yield StoreDisagrees(
            state.document.place,
            story=control.story.kind,
            paragraph=state.where(control),
            text=text,
            stored=stored,
            figure=state.label(control.key),
        )


def _blocks(state: State) -> Iterator[BaocaoError]:
    for block in state.blocks:
        if block.outcome in ("replaced", "conflict", "edited"):
            yield BlockDiffers(
                state.document.place, story=state.kind(block.part), paragraph=block.paragraph, block=block.id
            )

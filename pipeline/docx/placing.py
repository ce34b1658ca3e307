"""Where in a template a tag that prints a figure can stand in a content control: found once, when it is compiled.

A control stands between runs, so the run around the tag is split: what is before the tag ends its run, what is
behind it begins one of the same properties. A run that would be empty is left out. There is no room in attributes,
in text that is no run's, in the template's own controls for plain text, and in what a macro or ``set`` gathers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jinja2 import nodes

from pipeline.docx.controls import PERHAPS_EMPTY, TEXT, Place

PLACE = "place"
"""Name of the attribute of a printed expression that holds its :class:`~pipeline.docx.controls.Place`."""

_LOOK = re.compile(r"<w:rPr/>|<w:rPr>.*?</w:rPr>", re.DOTALL)
_CONTROL = re.compile(
    r"<(/?)w:sdt>|<(?:w:(?:text|date|dropDownList|comboBox|picture|equation|citation)|w14:checkbox)[ />]"
)
_TEXT_END, _RUN_END = "</w:t>", "</w:t></w:r>"


class _Room(NamedTuple):
    """A point in the text of a run: the tag that began the run, and its properties."""

    head: str
    look: str


class _State(NamedTuple):
    """Where the template is between two tags: the room there, if any, and whether the controls around it hold
    plain text only."""

    room: _Room | None = None
    controls: tuple[bool, ...] = ()


def place(tree: nodes.Template) -> nodes.Template:
    """Give every printed expression with room around it its place, and take from the text what belongs to that."""
    _body(tree.body, _State(), act=True)
    return tree


def _body(body: Iterable[nodes.Node], state: _State, act: bool) -> _State:
    for node in body:
        if isinstance(node, nodes.Output):
            state = _output(node, state, act)
        elif isinstance(node, nodes.If):
            branches = [node.body, *(other.body for other in node.elif_), node.else_]
            ends = {_body(branch, state, act) for branch in branches}
            state = ends.pop() if len(ends) == 1 else _State(None, state.controls)
        elif isinstance(node, nodes.For):
            state = _loop(node, state, act)
        elif not isinstance(node, nodes.Assign):  # what is gathered is text, wherever it is printed then
            state = _State(None, state.controls)
    return state


def _loop(loop: nodes.For, state: _State, act: bool) -> _State:
    nowhere = _State(None, state.controls)
    if loop.recursive:
        return nowhere
    turns = _body(loop.body, state, act=False) == state
    if act:
        _body(loop.body, state if turns else nowhere, act=True)
        _body(loop.else_, state, act=True)
    return state if turns and not loop.else_ else nowhere


def _output(output: nodes.Output, state: _State, act: bool) -> _State:
    states: list[_State] = []
    for node in output.nodes:
        state = _after(state, node.data) if isinstance(node, nodes.TemplateData) else state
        states.append(state)
    for index, (node, there) in enumerate(zip(output.nodes, states, strict=True) if act else ()):
        if there.room is not None and not isinstance(node, nodes.TemplateData) and not any(there.controls):
            around = (output.nodes[i : i + 1] for i in (max(index - 1, 0), index + 1))
            node.__dict__[PLACE] = _place(there.room, *(next(iter(found), None) for found in around))
    return state


def _after(state: _State, data: str) -> _State:
    """The state behind a piece of the template's own text."""
    controls = list(state.controls)
    for found in _CONTROL.finditer(data) if controls or "<w:sdt>" in data else ():
        if found[0] == "<w:sdt>":
            controls.append(False)
        elif found[1]:
            del controls[-1:]
        elif controls:
            controls[-1] = True
    return _State(_room(state.room, data), tuple(controls))


def _room(room: _Room | None, data: str) -> _Room | None:
    opened = data.rfind("<")
    if opened < 0:
        return room
    closed = data.find(">", opened)
    if not data.startswith(("<w:t>", "<w:t "), opened) or closed < 0 or data[closed - 1] == "/":
        return None
    start = max(data.rfind("<w:r>"), data.rfind("<w:r "))
    if "</w:r>" in data[max(start, 0) :]:
        return None
    if start < 0:
        return room
    head = data[start : data.index(">", start) + 1]
    look = _LOOK.match(data, start + len(head))
    found = look[0] if look else ""
    return None if "<w:rPrChange" in found else _Room(head, found)


def _place(room: _Room, previous: nodes.Node | None, following: nodes.Node | None) -> Place:
    begin = f"{room.head}{room.look}"
    opening = f"{begin}{TEXT}"
    before, before_control = "", f"{PERHAPS_EMPTY}{_RUN_END}"
    if isinstance(previous, nodes.TemplateData) and previous.data:
        text = previous.data.rfind("<w:t")
        if previous.data.endswith(">") and previous.data[:text].endswith(begin):
            before, before_control = previous.data[text - len(begin) :], ""
            previous.data = previous.data[: text - len(begin)]
        elif not previous.data.endswith(">"):
            before_control = _RUN_END
    after, after_control = "", f"{opening}{PERHAPS_EMPTY}"
    if isinstance(following, nodes.TemplateData) and following.data:
        after_control = opening
        for end, begins in ((_RUN_END, ""), (_TEXT_END, begin)):
            if following.data.startswith(end):
                after, after_control = end, begins
                following.data = following.data[len(end) :]
                break
    return Place(before, after, before_control, after_control, opening, room.look)

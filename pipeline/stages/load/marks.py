"""Where the values and keys of a file stand, kept small: a place is made when it is asked for.

A mark is the line and column of a value; that of a group has what it holds as a third part: a list of marks, or a
dictionary from each key to the key's line and column and the mark of its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Place, Pointer, escape

Mark = tuple[Any, ...]


class ValuePlaces(Mapping[Pointer, Place]):
    """The places of the values of a file, by JSON pointer."""

    __slots__ = ("file", "root")

    def __init__(self, file: str, root: Mark) -> None:
        self.file, self.root = file, root

    def __getitem__(self, pointer: Pointer) -> Place:
        line, column, *_ = self._mark(pointer)
        return Place(self.file, line, column, pointer=pointer)

    def __iter__(self) -> Iterator[Pointer]:
        return (pointer for pointer, _ in _below("", self.root))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def within(self, pointer: Pointer) -> Iterator[Pointer]:
        """The pointers at and below a value that is there."""
        return (found for found, _ in _below(pointer, ValuePlaces._mark(self, pointer)))

    def _mark(self, pointer: Pointer) -> Mark:
        first, *tokens = pointer.split("/")
        if first:
            raise KeyError(pointer)
        mark = self.root
        for token in tokens:
            mark = _child(mark, token)[-1]
        return mark


class KeyPlaces(ValuePlaces):
    """The places of the keys of a file's groups; the pointer is that of the value."""

    __slots__ = ()

    def within(self, pointer: Pointer) -> Iterator[Pointer]:
        named = _below(pointer, ValuePlaces._mark(self, pointer))
        return (found for found, is_named in named if is_named or found in self)

    def __iter__(self) -> Iterator[Pointer]:
        return (pointer for pointer, is_named in _below("", self.root) if is_named)

    def _mark(self, pointer: Pointer) -> Mark:
        around, slash, token = pointer.rpartition("/")
        child = _child(super()._mark(around), token) if slash else ()
        if len(child) != 3:
            raise KeyError(pointer)
        return child


def _child(mark: Mark, token: str) -> Mark:
    """What stands for the child of a group: ``(line and column of its key, mark)``, in a list ``(mark,)``.

    Raises:
        KeyError
    """
    children = mark[2] if len(mark) == 3 else {}
    if type(children) is dict:
        child: Mark = children[token.replace("~1", "/").replace("~0", "~") if "~" in token else token]
        return child
    if not (token.isdecimal() and str(int(token)) == token and int(token) < len(children)):
        raise KeyError(token)
    return (children[int(token)],)


def _below(pointer: Pointer, mark: Mark) -> Iterator[tuple[Pointer, bool]]:
    """The pointers of a value and of everything in it, in the order of the file, with whether it has a key."""
    waiting: list[tuple[Pointer, bool, Mark]] = [(pointer, False, mark)]
    while waiting:
        pointer, is_named, mark = waiting.pop()
        yield pointer, is_named
        children = mark[2] if len(mark) == 3 else ()
        if isinstance(children, dict):
            found = [(f"{pointer}/{escape(key)}", True, child[2]) for key, child in children.items()]
        else:
            found = [(f"{pointer}/{index}", False, child) for index, child in enumerate(children)]
        waiting.extend(reversed(found))

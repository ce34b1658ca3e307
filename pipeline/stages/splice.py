"""A file of lines (:mod:`pipeline.stages.lines`) of which some groups are exchanged and the rest is taken as it
is.

The lines of a section are sorted by the key of their group, so that one is found by bisection, and what lies
between
two exchanged groups is one run of bytes that nobody looks at.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.stages.files import open_ordinary
from pipeline.stages.lines import END, Damaged

KeyOf = Callable[[bytes], str]
"""The key of the group that a line belongs to."""
Span = tuple[int, int]
"""Where the lines of a section begin, and where the line behind the last one begins."""


class LineFile:
    """A look into a file that :func:`pipeline.stages.lines.to_bytes` has written.

    ``hints``: where sections are said to stand. Those that are right spare a search; that one has no lines is
    believed.

    Raises:
        Damaged: It is no such file, or not whole.
        OSError: It cannot be read.
    """

    def __init__(self, path: Path, hints: Mapping[str, Span] | None = None) -> None:
        with open_ordinary(path) as file:
            try:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:  # an empty file
                raise Damaged(path) from None
        if self._bytes[-len(END) :] != END:
            self._bytes.close()
            raise Damaged(path)
        self._view = memoryview(self._bytes)
        self._spans: dict[str, Span] = {}
        for section, (start, end) in (hints or {}).items():
            if end <= start:
                self._spans[section] = (0, 0)
            elif self._stands(section, start, end):
                self._spans[section] = start, end

    def close(self) -> None:
        with suppress(BufferError):  # a run of its bytes is still in somebody's hands
            self._view.release()
            self._bytes.close()

    def span(self, section: str) -> Span:
        """Where the lines of an object stand; nowhere (0, 0) if there are none."""
        if section not in self._spans:
            opening = _opening(section)
            start = self._bytes.find(opening) + len(opening)
            end = self._bytes.find(b"\n }", start - 1) + 1
            self._spans[section] = (start, end) if start >= len(opening) and end > start else (0, 0)
        return self._spans[section]

    def _stands(self, section: str, start: int, end: int) -> bool:
        """Whether the lines of a section begin and end there."""
        opening = _opening(section)
        before = self._bytes[max(start - len(opening), 0) : start]
        return before == opening and self._bytes[end - 1 : end + 2] == b"\n }"

    def head(self, section: str) -> bytes:
        """Everything before the lines of a section."""
        return self._bytes[: self.span(section)[0]]

    def lines(self, section: str, key: str, key_of: KeyOf) -> Iterator[bytes]:
        """The lines of a group."""
        at, last = self.span(section)
        at = self._first(at, last, key, key_of, beyond=False)
        while at < last and key_of(line := self._line(at)) == key:
            yield line
            at = self._after(at)

    def keys(self, section: str, key_of: KeyOf) -> Iterator[str]:
        """The keys of the groups of a section."""
        at, last = self.span(section)
        while at < last:
            key = key_of(self._line(at))
            yield key
            at = self._first(at, last, key, key_of, beyond=True)

    def spliced(
        self, section: str, changes: Mapping[str, Iterable[bytes]], key_of: KeyOf
    ) -> Iterator[bytes | memoryview]:
        """The lines of a section with those of some groups exchanged; what lies between them comes in runs."""
        at, last = self.span(section)
        for key in sorted(changes):
            first = self._first(at, last, key, key_of, beyond=False)
            if first > at:
                yield self._run(at, first)
            yield from changes[key]
            at = self._first(first, last, key, key_of, beyond=True)
        if at < last:
            yield self._run(at, last)

    def _run(self, start: int, end: int) -> memoryview:
        """The lines of a range without the indent of the first and the end of the last."""
        return self._view[start + 2 : end - (2 if self._bytes[end - 2 : end - 1] == b"," else 1)]

    def _first(self, low: int, high: int, key: str, key_of: KeyOf, *, beyond: bool) -> int:
        """The first line from ``low`` on whose key is not less than ``key``, or (``beyond``) greater."""

        def before(at: int) -> bool:
            found = key_of(self._line(at))
            return found < key or (beyond and found == key)

        step = 1024  # what is looked for often stands near
        while low < high:
            ahead = self._start(low, min(low + step, high - 1))
            if not before(ahead):
                high = ahead
                break
            low, step = self._after(ahead), step * 4
        while low < high:
            middle = self._start(low, (low + high) // 2)
            if before(middle):
                low = self._after(middle)
            else:
                high = middle
        return low

    def _start(self, low: int, at: int) -> int:
        """Where the line begins that a place is in, ``low`` being where one begins."""
        return max(self._bytes.rfind(b"\n", low, at) + 1, low)

    def _after(self, at: int) -> int:
        return self._bytes.find(b"\n", at) + 1

    def _line(self, at: int) -> bytes:
        return self._bytes[at + 2 : self._bytes.find(b"\n", at)].removesuffix(b",")


def _opening(section: str) -> bytes:
    return f'\n "{section}": {{\n'.encode()

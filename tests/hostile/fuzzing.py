"""What fuzz tests share: how many examples, what may come out, how a file is damaged."""

from __future__ import annotations

import io
import json
import pickle
import re
import signal
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pipeline.errors import BaocaoError, ConvertError, DataError, PublishError, TemplateError, UsageError

T = TypeVar("T")
LONG = "long"
SECONDS = 10
BRANCHES = {kind.code for kind in (BaocaoError, ConvertError, DataError, PublishError, TemplateError, UsageError)}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def examples(number: int) -> settings:
    """Few examples in the daily suite, as many as the profile says in a long run."""
    wanted = settings.default.max_examples if settings.default is not None else number
    return settings(
        max_examples=wanted if wanted > 1000 else number, deadline=None, suppress_health_check=list(HealthCheck)
    )


@contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    """Fail what takes longer."""

    def late(*_: object) -> None:
        raise AssertionError(f"takes longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def settled(call: Callable[[], T], seconds: float = SECONDS) -> T | BaocaoError:
    """The value of a call, or the located error that it raised; anything else fails the test."""
    with in_time(seconds):
        try:
            return call()
        except BaocaoError as error:
            check_error(error)
            return error


def check_error(error: BaocaoError) -> None:
    """An error can be told: it has a code and a place, is printable, and crosses processes."""
    assert error.code not in BRANCHES
    assert error.place is not None
    assert error.place.file
    for language in ("vi", "en"):
        text = error.text(language)
        assert len(text) < 3_000, f"{error.code}: a message of {len(text)} characters"
        assert not _CONTROL.search(text), ascii(text)
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301
    json.dumps(error.to_json(), ensure_ascii=False).encode()


# --- damage -----------------------------------------------------------------------------------------------------

Damage = Callable[[bytes], bytes]


def _spliced(data: bytes, at: int, length: int, new: bytes) -> bytes:
    at %= len(data) + 1
    return data[:at] + new + data[at + length :]


def _repeated(data: bytes, at: int, length: int, times: int) -> bytes:
    at %= len(data) + 1
    return data[:at] + data[at : at + length] * times + data[at + length :]


def damages(snippets: st.SearchStrategy[bytes]) -> st.SearchStrategy[Damage]:
    """One to four cuts, insertions, replacements and repetitions; ``snippets`` is what is put in."""
    at = st.integers(0, 1 << 20)
    splice = st.builds(
        lambda at, length, new: lambda data: _spliced(data, at, length, new),
        at,
        st.one_of(st.just(0), st.integers(0, 40)),
        st.one_of(st.just(b""), snippets, st.binary(max_size=4)),
    )
    repeat = st.builds(
        lambda at, length, times: lambda data: _repeated(data, at, length, times),
        at,
        st.integers(1, 60),
        st.integers(2, 30),
    )

    def all_of(steps: list[Damage]) -> Damage:
        def damage(data: bytes) -> bytes:
            for step in steps:
                data = step(data)
            return data

        return damage

    return st.lists(st.one_of(splice, splice, repeat), min_size=1, max_size=4).map(all_of)


def snippets(*texts: str) -> st.SearchStrategy[bytes]:
    return st.sampled_from([text.encode("utf-8", "surrogatepass") for text in texts])


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


# --- values -----------------------------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "{{",
                "{{ staff.total }}",
                "{%",
                "{% if %}",
                "{{ staff.total",
                "]]>",
                "&amp;",
                "<w:p>",
                "../x",
            ),
            *(
                "30/02/2025",
                "2025-02-30",
                "1.234",
                "NaN",
                "1e999",
                "0x1F",
                "on",
                "\u202e",
                "\u200b",
                "\ue000",
                "\0",
            ),
            *(
                "\ud800",
                "Ðà",
                "# a",
                "| a |\n|-|",
                "```",
                "> a",
                "* * *",
                "[a](b)",
                "![a](file:///x)",
                "<script>",
                "$x$",
            ),
            *(
                "a" * 5000,
                "- " * 50 + "x",
                "> " * 60 + "x",
                "units.staff.total",
                "staff.total",
                "events",
                "so-b",
                "all",
            ),
        ]
    ),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**38), 10**38),
    st.integers(-2, 5),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: abs(x) < 1e20),
    TEXTS,
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(TEXTS, below, max_size=3)),
    max_leaves=6,
)

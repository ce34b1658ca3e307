"""Hostile input: what no file from outside may bring about. ``--hypothesis-profile=long`` fuzzes for long."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "docx")]

import pytest  # noqa: E402
from campaigns import Victim  # noqa: E402
from fuzzing import LONG  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

MEMORY = 700 * 1024
"""Kilobytes by which a module of tests may raise the highest use of memory."""

settings.register_profile(
    LONG, max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


_clean: dict[str, bytes] = {}


@pytest.fixture
def victim(sandbox: Any, tmp_path: Path) -> Victim:
    """The small campaign, and its documents as they are when nothing is wrong with it."""
    if not _clean:
        assert sandbox.build(outputs=tmp_path / "clean").exit_code == 0
        _clean.update(sandbox.docx(tmp_path / "clean" / "demo"))
    return Victim(sandbox, _clean)


@pytest.fixture(autouse=True, scope="module")
def bounded_memory() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY

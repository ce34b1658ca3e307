"""No test is left out of ``make test`` unseen: pytest passes over folders of some names by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def test_pytest_enters_every_folder_that_holds_tests(request: pytest.FixtureRequest) -> None:
    passed_over = request.config.getini("norecursedirs")
    folders = {folder for file in TESTS.rglob("test_*.py") for folder in file.relative_to(TESTS).parents}
    assert [str(f) for f in folders for pattern in passed_over if f.name and f.match(pattern)] == []

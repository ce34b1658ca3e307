"""What the tests of corrections start from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from office import Office
from office import office as started
from scene import Scene


@pytest.fixture
def scene(sandbox: Any) -> Scene:
    """The campaign, built."""
    made = Scene(sandbox)
    result = sandbox.build()
    assert result.exit_code == 0, [finding.text() for finding in result.findings]
    return made


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[Office]:
    """A LibreOffice to edit with."""
    with started() as office:
        yield office

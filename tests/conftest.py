"""A small campaign to build, and stand-ins for what is slow: most tests need no LibreOffice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from small import DOCUMENTS, Sandbox

from pipeline.build import run as run_module
from pipeline.build import walk as walk_module
from pipeline.decree import gate as gate_module
from pipeline.errors import ConvertError
from pipeline.office.errors import OfficeMissing, OfficeTimeout
from pipeline.stages.convert import PdfJob


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The small campaign, not built yet; nothing of the locale and the terminal of who runs the test."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "FORCE_COLOR"):
        if name in os.environ:
            monkeypatch.delenv(name)
    monkeypatch.setattr(
        walk_module, "tool_version", lambda: "the program as it is now"
    )  # somebody may be editing it
    campaign = Sandbox(tmp_path)
    campaign.write()
    return campaign


@pytest.fixture
def built(sandbox: Sandbox) -> Sandbox:
    """The small campaign after its first build."""
    result = sandbox.build()
    assert sandbox.outcomes(result) == dict.fromkeys(DOCUMENTS, "made"), [f.text() for f in result.findings]
    return sandbox


@dataclass
class FakeOffice:
    """A pool that makes bytes of a PDF's kind at once; never the same twice, as LibreOffice does not either."""

    converted: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    fails: dict[str, ConvertError | Exception] = field(default_factory=dict)

    def pool(self, size: int = 1, *_: object, **__: object) -> FakeOffice:
        self.sizes.append(size)
        return self

    def __enter__(self) -> FakeOffice:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def convert(self, jobs: Iterable[PdfJob]) -> Iterator[tuple[str, bytes | ConvertError]]:
        for job in jobs:
            failure = self.fails.get(job.key)
            if isinstance(failure, ConvertError):
                yield job.key, failure
                continue
            if failure is not None:
                raise failure
            self.converted.append(job.key)
            yield job.key, f"%PDF {len(self.converted)} {hashlib.sha256(job.docx).hexdigest()}".encode()

    def fail(self, path: str) -> None:
        self.fails[path] = OfficeTimeout(seconds="60")


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> FakeOffice:
    """PDF without LibreOffice: bytes that no reader would take, so the gate looks at none."""
    fake = FakeOffice()
    monkeypatch.setattr(gate_module, "pdf_findings", lambda pdf, kind, rules: ())
    monkeypatch.setattr(run_module, "OfficePool", fake.pool)
    monkeypatch.setattr(run_module, "office_missing", lambda: None)
    return fake


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setattr(run_module, "office_missing", lambda: OfficeMissing(missing="soffice"))


VIETNAMESE = {
    "Documents made": "Văn bản đã làm",
    "delivered": "đã gửi",
    "There is no {kind} “{name}” in this campaign.": "Đợt này không có {kind} “{name}”.",
    "There is no campaign in “{folder}”: the file campaign.yaml is missing.": "Không có đợt báo cáo ở “{folder}”.",
    "“{value}” is not {expected}.": "“{value}” không phải là {expected}.",
    "unit": "đơn vị",
}


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A small Vietnamese catalog, whatever is translated by now."""
    monkeypatch.setattr("pipeline.i18n._catalog", lambda _: VIETNAMESE)
    return VIETNAMESE

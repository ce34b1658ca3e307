import os
from pathlib import Path

import pytest

from pipeline.office import installation
from pipeline.office.installation import Installation, environment, find_installation, find_python
from pipeline.stages.convert import office_missing


@pytest.mark.office
def test_all_parts_are_found():
    found = find_installation()
    assert isinstance(found, Installation)
    assert found.soffice.name == "soffice.bin"
    assert set(map(ord, "ỦYươĐặệ→")) - found.letters <= {ord("→")}
    assert office_missing() is None


@pytest.mark.office
def test_times_new_roman_is_replaced_only_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch):
    installation._find.cache_clear()
    monkeypatch.setattr(installation, "has_font", lambda name: True)
    found = find_installation()
    installation._find.cache_clear()
    assert isinstance(found, Installation)
    assert (found.font, found.substitutes) == ("Times New Roman", {})

    monkeypatch.setattr(installation, "has_font", lambda name: name == "Tinos")
    found = find_installation()
    installation._find.cache_clear()
    assert isinstance(found, Installation)
    assert found.substitutes == {"Times New Roman": "Tinos"}


def test_what_is_missing_comes_with_one_line_to_type(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BAOCAO_OFFICE_PYTHON", "/no/such/python")
    error = office_missing()
    assert error is not None
    assert (error.code, error.severity) == ("C01", "warning")
    assert "Python with uno (BAOCAO_OFFICE_PYTHON=/no/such/python)" in error.message()
    assert error.advice() == (
        "sudo apt-get install -y --no-install-recommends libreoffice-writer-nogui python3-uno fonts-croscore"
    )


def test_nothing_at_all_is_missing_part_by_part(monkeypatch: pytest.MonkeyPatch):
    installation._find.cache_clear()
    monkeypatch.setattr(installation, "PROGRAMS", ())
    monkeypatch.setattr(installation, "FOLDERS", ())
    monkeypatch.setattr(installation, "SYSTEM_PYTHON", Path("/no/such/python"))
    monkeypatch.setattr(installation, "has_font", lambda name: False)
    monkeypatch.delenv("BAOCAO_OFFICE_PYTHON", raising=False)
    found = find_installation()
    installation._find.cache_clear()
    assert found == ("LibreOffice Writer", "python3-uno", "Tinos (Times New Roman)")


def test_libreoffices_own_python_is_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(installation, "SYSTEM_PYTHON", Path("/no/such/python"))
    own = tmp_path / "python"
    own.write_text("#!/bin/sh\nexit 0\n")
    own.chmod(0o755)
    assert find_python(None, tmp_path / "soffice.bin") == own
    assert find_python("/no/such/python", tmp_path / "soffice.bin") is None


def test_the_environment_is_a_short_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("https_proxy", "HTTP_PROXY", "DISPLAY", "PYTHONPATH", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    found = environment(tmp_path)
    assert "x" not in found.values()
    assert found["PATH"] == os.environ["PATH"]
    assert found["TMPDIR"] == str(tmp_path)

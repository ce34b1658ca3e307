"""The files of a campaign: plain files in two folders, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.docx import assets
from pipeline.docx.assets import FolderAssets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in assets.FOLDERS:
        (tmp_path / name).mkdir()
    (tmp_path / "pictures" / "chữ ký.png").write_bytes(b"1")
    (tmp_path / "parts" / "b.docx").write_bytes(b"2")
    (tmp_path / "secret.txt").write_bytes(b"3")
    return tmp_path


def test_files_are_known_by_their_names(folder: Path) -> None:
    found = FolderAssets(folder)
    assert dict(found) == {"chữ ký.png": b"1", "b.docx": b"2"}
    assert len(found) == 2


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "/etc/passwd", "..", ".", "", ".hidden", "a\0b", "sub/a.png", "sub", "link.png", "x" * 300],
)
def test_nothing_else_exists(folder: Path, name: str) -> None:
    pictures = folder / "pictures"
    (pictures / ".hidden").write_bytes(b"x")
    (pictures / "sub").mkdir()
    (pictures / "sub" / "a.png").write_bytes(b"x")
    (pictures / "link.png").symlink_to(folder / "secret.txt")
    found = FolderAssets(folder)
    assert name not in found
    with pytest.raises(KeyError):
        found[name]


def test_a_folder_that_is_a_link_is_not_read(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "pictures").symlink_to(folder / "pictures")
    assert list(FolderAssets(other)) == []


def test_a_file_that_is_too_large_does_not_exist(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "MAX_ASSET_BYTES", 3)
    (folder / "pictures" / "large.png").write_bytes(b"1234")
    assert "large.png" not in FolderAssets(folder)


def test_the_fingerprint_follows_names_and_contents(folder: Path) -> None:
    before = FolderAssets(folder).fingerprint()
    assert FolderAssets(folder).fingerprint() == before
    (folder / "parts" / "b.docx").write_bytes(b"4")
    changed = FolderAssets(folder).fingerprint()
    (folder / "parts" / "b.docx").rename(folder / "parts" / "c.docx")
    assert len({before, changed, FolderAssets(folder).fingerprint()}) == 3


def test_without_folders_there_is_nothing(tmp_path: Path) -> None:
    assert dict(FolderAssets(tmp_path)) == {}

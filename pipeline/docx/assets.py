"""The files of a campaign that its templates may use: pictures in ``pictures/``, documents in ``parts/``."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

FOLDERS: Final = ("pictures", "parts")
MAX_ASSET_BYTES: Final = 20 * 1024 * 1024
_PLAIN = re.compile(r"[^/\\:\x00-\x1f]{1,120}")


class FolderAssets(Mapping[str, bytes]):
    """The files by name; each is read when it is asked for first, and then kept.

    A name is that of a plain file directly in one of :data:`FOLDERS`; links, hidden files and files that are too
    large do not exist here. A name in both folders means the picture.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            path = self._path(name)
            if path is None:
                raise KeyError(name)
            try:
                self._read[name] = path.read_bytes()
            except OSError:
                raise KeyError(name) from None
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        found: set[str] = set()
        for folder in self._folders():
            found |= {path.name for path in folder.iterdir() if self._path(path.name) is not None}
        return iter(sorted(found))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def fingerprint(self) -> str:
        """A hash of all names and contents: documents are stale when it changes."""
        digest = hashlib.sha256()
        for name in self:
            digest.update(os.fsencode(name) + b"\0" + hashlib.sha256(self.get(name, b"")).digest())
        return digest.hexdigest()

    def _folders(self) -> list[Path]:
        places = (self._folder / name for name in FOLDERS)
        return [place for place in places if place.is_dir() and not place.is_symlink()]

    def _path(self, name: str) -> Path | None:
        if not _PLAIN.fullmatch(name) or name.startswith("."):
            return None
        for folder in self._folders():
            path = folder / name
            try:
                found = path.lstat()
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode) and found.st_size <= MAX_ASSET_BYTES:
                return path
        return None

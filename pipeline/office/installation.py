"""What the making of PDF needs on this machine, and where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PYTHON_VARIABLE = "BAOCAO_OFFICE_PYTHON"
SYSTEM_PYTHON = Path("/usr/bin/python3")
PROGRAMS = ("soffice", "libreoffice")
FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
)

TIMES = "Times New Roman"
TINOS = "Tinos"

PASSED_ON = (
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "TZ",
    "SOURCE_DATE_EPOCH",
    "LD_LIBRARY_PATH",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "FONTCONFIG_SYSROOT",
    "XDG_DATA_HOME",
    "XDG_DATA_DIRS",
    "XDG_CONFIG_HOME",
    "XDG_CONFIG_DIRS",
    "XDG_CACHE_HOME",
)
"""All that LibreOffice gets to see of our environment: no proxy, no display, no secret, nothing of our Python."""


@dataclass(frozen=True)
class Installation:
    """The parts, found: the program, a Python that has ``uno``, and the font that prints Times New Roman."""

    soffice: Path
    python: Path
    font: str
    letters: frozenset[int]
    isolation: tuple[str, ...]

    @property
    def substitutes(self) -> dict[str, str]:
        """Which font stands in for which."""
        return {} if self.font == TIMES else {TIMES: self.font}


def find_installation() -> Installation | tuple[str, ...]:
    """The installation, or the names of what is missing."""
    return _find(os.environ.get(PYTHON_VARIABLE), os.environ.get("PATH"))


@lru_cache(maxsize=8)
def _find(python_override: str | None, path: str | None) -> Installation | tuple[str, ...]:
    del path  # a part of the key only: shutil.which() reads it
    soffice = find_soffice()
    python = find_python(python_override, soffice)
    font = next((name for name in (TIMES, TINOS) if has_font(name)), None)
    if soffice and python and font:
        return Installation(soffice, python, font, letters_of(font), isolation())
    wanted = {
        "LibreOffice Writer": soffice,
        f"Python with uno ({PYTHON_VARIABLE}={python_override})" if python_override else "python3-uno": python,
        f"{TINOS} ({TIMES})": font,
    }
    return tuple(name for name, found in wanted.items() if not found)


def find_soffice() -> Path | None:
    """The binary itself, not the script around it, so that a signal reaches it and nothing else runs."""
    named = [Path(found).resolve().parent for found in map(shutil.which, PROGRAMS) if found]
    usual = [folder for pattern in FOLDERS for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)]
    binaries = (folder / "soffice.bin" for folder in (*named, *usual))
    writer = (binary for binary in binaries if (binary.parent / "libswlo.so").exists())
    return next((binary for binary in writer if os.access(binary, os.X_OK)), None)


def find_python(override: str | None, soffice: Path | None) -> Path | None:
    """The Python that has ``uno``: the one that the user names, else the system's, else LibreOffice's own."""
    own = [soffice.parent / "python", soffice.parent / "python.bin"] if soffice else []
    candidates = [Path(override)] if override else [SYSTEM_PYTHON, *own]
    return next((python for python in candidates if succeeds(str(python), "-s", "-c", "import uno")), None)


def has_font(family: str) -> bool:
    """Whether fontconfig has this very family, not a stand-in for it."""
    return bool(output("fc-list", family, "family").strip())


def letters_of(family: str) -> frozenset[int]:
    """The code points that a font has glyphs for; empty when fontconfig does not say."""
    ranges = output("fc-match", "--format=%{charset}", family).split()
    bounds = [(part.split("-")[0], part.split("-")[-1]) for part in ranges]
    return frozenset(n for low, high in bounds for n in range(int(low, 16), int(high, 16) + 1))


def isolation() -> tuple[str, ...]:
    """The command before the command that takes the network away; empty where the kernel does not let us."""
    for prefix in (("unshare", "--net", "--"), ("unshare", "--map-root-user", "--net", "--")):
        if succeeds(*prefix, "true"):
            return prefix
    return ()


def environment(folder: Path) -> dict[str, str]:
    """The environment for LibreOffice: a few of our variables, and its own folder for all that it may write.

    GnuPG and the desktop's settings are in the list because LibreOffice asks for keys and writes settings.
    """
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    private = dict.fromkeys(("TMPDIR", "GNUPGHOME", "XDG_RUNTIME_DIR"), str(folder))
    return {**passed_on, **private, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def succeeds(*command: str) -> bool:
    """Whether the command can be run and ends well."""
    return _run(command) is not None


def output(*command: str) -> str:
    """What the command prints, or nothing."""
    return _run(command) or ""


def _run(command: tuple[str, ...]) -> str | None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(  # noqa: S603 -- fixed commands, no shell
            command, capture_output=True, env=clean, timeout=30, check=True, encoding="utf-8", errors="replace"
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout

"""Many texts through one call of pandoc: each as a file of its own, so that none can reach into another."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypandoc

from pipeline.errors import system_reason
from pipeline.i18n import N_

SECONDS = 20.0
CHARACTERS_PER_SECOND = 50_000
_FORMAT = "--from=commonmark+pipe_tables"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a text could not be read; ``systemic``: pandoc itself is missing or broken, whatever the text."""

    reason: str
    too_deep: bool = False
    systemic: bool = False


def read_all(texts: Sequence[str]) -> list[list[Any] | Failure]:
    """The blocks of each text, or why it could not be read: one bad text does not spoil the others."""
    if not texts:
        return []
    found = _read(texts)
    if not isinstance(found, Failure):
        return list(found)
    if len(texts) == 1 or found.systemic:
        return [found] * len(texts)
    half = len(texts) // 2
    return [*read_all(texts[:half]), *read_all(texts[half:])]


def _read(texts: Sequence[str]) -> list[list[Any]] | Failure:
    try:
        blocks = json.loads(_call(texts))["blocks"]
    except OSError as error:
        return Failure(system_reason(error), systemic=True)
    except subprocess.TimeoutExpired:
        return Failure(N_("it takes too long"))
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or b"").decode("utf-8", "replace").split("\n")
        return Failure(lines[0][:200].strip() or N_("it fails"))
    except (ValueError, KeyError):
        return Failure(N_("its answer is damaged"))
    except RecursionError:
        return Failure("", too_deep=True)
    parts = _parted(blocks, _mark(texts))
    return parts if len(parts) == len(texts) else Failure(N_("its answer is damaged"))


def _call(texts: Sequence[str]) -> bytes:
    """pandoc's JSON for the texts with a mark after each. Names of files are short, whatever their folder."""
    seconds = SECONDS + sum(map(len, texts)) / CHARACTERS_PER_SECOND
    with tempfile.TemporaryDirectory(prefix="baocao-") as folder:
        Path(folder, "mark").write_text(_mark(texts), encoding="utf-8")
        names: list[str] = []
        for index, text in enumerate(texts):
            Path(folder, str(index)).write_text(text, encoding="utf-8", newline="\n")
            names += [str(index), "mark"]
        command = [str(Path(pypandoc.get_pandoc_path()).absolute()), _FORMAT, "--to=json"]
        return subprocess.run(  # noqa: S603 - our own pandoc on our own files
            [*command, "--file-scope", "--sandbox", *names],
            cwd=folder,
            capture_output=True,
            check=True,
            timeout=seconds,
        ).stdout


def _mark(texts: Sequence[str]) -> str:
    """A word that stands in none of the texts, which hold no such private character of their own."""
    return "\ue020" + hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _parted(blocks: Sequence[Any], mark: str) -> list[list[Any]]:
    result: list[list[Any]] = [[]]
    for block in blocks:
        if block == {"t": "Para", "c": [{"t": "Str", "c": mark}]}:
            result.append([])
        else:
            result[-1].append(block)
    return result[:-1]

"""Copies of the documents under names that a clerk can mail: ``506-BC-VP Báo cáo tổng kết ….docx``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pipeline import vietnamese as vi
from pipeline.build.prepare import DocumentId, Prepared, prepare
from pipeline.stages.localise import localise

FOLDER = "mail"
MAX_BYTES = 180
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def mail_copies(campaign: Path, outputs: Path) -> list[Path]:
    """Copy every document in place to ``mail/`` below ``outputs``; return the copies."""
    prepared = prepare(campaign)
    folder = outputs / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    copies: list[Path] = []
    for document in prepared.documents():
        name = _name(prepared, document)
        for suffix in ("docx", "pdf"):
            file = outputs / f"{document.path}.{suffix}"
            if name is not None and file.is_file():
                folder.mkdir(parents=True, exist_ok=True)
                copy = folder / f"{name}.{suffix}"
                if copy.exists():
                    copy = folder / f"{name} ({document.unit or 'tổng hợp'}).{suffix}"
                shutil.copyfile(file, copy)
                copies.append(copy)
    return copies


def _name(prepared: Prepared, document: DocumentId) -> str | None:
    if prepared.text is None or (document.unit is not None and document.unit not in prepared.units):
        return None
    subject = prepared.subject(document)
    context, _ = localise(document.key, subject, prepared.text)
    if context is None:
        return None
    type_name = prepared.campaign.data["documents"][document.key]["type"]
    code = vi.code(subject.issuer.citation(document.key, type_name, ""), prepared.text.year)
    number = code.replace(vi.BLANK, "").strip("/").replace("/", "-")
    return file_name(f"{number} {context.properties.title}")


def file_name(text: str) -> str:
    """``text`` as a file's name on any system: no forbidden signs, at most 180 bytes, cut between words."""
    name = " ".join(_FORBIDDEN.sub("-", text).split()).strip(" .")
    while len(name.encode()) > MAX_BYTES:
        name = name.rpartition(" ")[0] or name[:-1]
    return name.strip(" .,;-")

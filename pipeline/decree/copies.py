"""Files that are made for people beside the documents: never over what is there by accident, always whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.decree.files import Checked, Options, chosen_profile
from pipeline.decree.fix import Fixed, fix
from pipeline.decree.present.comments import commented
from pipeline.decree.scaffold import file_name, new_template
from pipeline.errors import UsageError
from pipeline.i18n import N_, Language
from pipeline.stages.files import write_atomic


class AlreadyThere(UsageError):
    code = "K35"
    cause = N_("“{path}” is there already.")
    remedy = N_("Give another name with --out, or overwrite it with --force.")


class OverItself(UsageError):
    code = "K36"
    cause = N_("“{path}” is a document that is checked, and would be overwritten.")
    remedy = N_("Give another name.")


class NoCopy(UsageError):
    code = "K37"
    cause = N_("A copy with comments or corrections can be made of one Word document at a time, not of {found}.")
    remedy = N_("Give one DOCX, DOC, ODT or RTF.")


class NotDocx(UsageError):
    code = "K39"
    cause = N_("“{path}” is not the name of a DOCX, but a Word document will be written.")
    remedy = N_("Give a name that ends with .docx.")


def write_new_template(kind: str, out: Path | None = None, force: bool = False) -> Path:
    """Write a template for a type of document to ``out``, else to ``<type>.docx`` in the current folder.

    Raises :class:`~pipeline.decree.kinds.UnknownKind`, :class:`NotDocx`, :class:`AlreadyThere` and
    :class:`~pipeline.stages.files.CannotWrite`.
    """
    path = out or Path(file_name(kind))
    _require_name(path)
    if path.exists() and not force:
        raise AlreadyThere(path=path)
    write_atomic(path, new_template(kind), str(path))
    return path


def plan_copies(files: Sequence[Path], copies: Sequence[Path], reports: Sequence[Path] = ()) -> None:
    """Before any work is done, see whether files may be written: ``copies`` of one document, ``reports`` of many.

    Raises :class:`NoCopy` for copies of several files, :class:`NotDocx` and :class:`OverItself`.
    """
    for out in copies:
        _require_name(out)
    if copies and len(files) != 1:
        raise NoCopy(found=N_("several files"))
    for out in (*copies, *reports):
        if any(out.exists() and out.samefile(file) for file in files):
            raise OverItself(path=out)


def write_commented(checked: Checked, out: Path, language: Language) -> None:
    """Write a copy of a checked DOCX with each finding as a Word comment.

    Raises :class:`NoCopy`, :class:`~pipeline.stages.files.CannotWrite`, and the errors of
    :func:`~pipeline.decree.present.comments.commented`.
    """
    _require_docx(checked)
    write_atomic(out, commented(checked, language), str(out))


def write_fixed(checked: Checked, out: Path, options: Options) -> Fixed:
    """Write a copy of a checked DOCX in which is mended what can be mended safely.

    Of what is left, the result names only what is as grave as the options ask for.

    Raises :class:`NoCopy`, :class:`~pipeline.stages.files.CannotWrite`, and the errors of
    :func:`~pipeline.decree.fix.fix`.
    """
    data = _require_docx(checked)
    fixed = fix(data, str(checked.path), options.type, chosen_profile(options))
    write_atomic(out, fixed.data, str(out))
    asked_for = options.shown(fixed.after)
    left = tuple(left for left in fixed.left if left.finding in asked_for.findings)
    return replace(fixed, left=left, after=asked_for)


def _require_name(path: Path) -> None:
    if path.suffix.lower() != ".docx":
        raise NotDocx(path=path)


def _require_docx(checked: Checked) -> bytes:
    if checked.opened is None or checked.opened.format != "docx":
        raise NoCopy(found=N_("a PDF"))
    return checked.opened.data

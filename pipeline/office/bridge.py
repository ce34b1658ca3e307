"""The go-between: starts one LibreOffice, speaks UNO with it and JSON lines with the parent.

This file is run as a script by the Python that has ``uno`` (the system's, or LibreOffice's own), never imported
by the program; hence the standard library and ``uno`` only, and the Python of the oldest LibreOffice in use (3.8).

    bridge.py SOFFICE FOLDER     first line out: {"ready": true, "pid": …, "sockets": […]}
    {"source": …, "target": …}   -> {"done": true} or {"refused": "why"} or {"failed": "why"}

It leads a process group of its own. When the parent closes our input, or dies, or when LibreOffice ends, the
whole group ends and what LibreOffice left in the file system is removed. Ending without a word means: broken down.
"""

from __future__ import annotations

import ctypes
import json
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found,unused-ignore]

RESTART_CODES = (79, 81)
"""LibreOffice ends with these when it wants to be started again (as ``oosplash`` does)."""

PR_SET_CHILD_SUBREAPER = 36

IMPORT = {".docx": "MS Word 2007 XML", ".doc": "MS Word 97", ".odt": "writer8", ".rtf": "Rich Text Format"}
"""By the file's ending; named, so that LibreOffice takes a file for nothing else."""

EXPORT = {".pdf": "writer_pdf_Export", ".docx": "MS Word 2007 XML"}
REFUSALS = ("IllegalArgumentException", "IOException", "ErrorCodeIOException", "WrongFormatException")

LOAD = {"Hidden": True, "ReadOnly": True, "MacroExecutionMode": 0, "UpdateDocMode": 0}
"""``MacroExecutionMode`` 0 is NEVER_EXECUTE, ``UpdateDocMode`` 0 is NO_UPDATE."""

PDF = {
    "SelectPdfVersion": 2,  # PDF/A-2b
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportFormFields": False,
    "EmbedStandardFonts": True,
    "UseLosslessCompression": True,
    "ReduceImageResolution": False,
    "DisplayPDFDocumentTitle": True,
}


class Bridge:
    """One LibreOffice and the two conversations around it."""

    def __init__(self, soffice: str, folder: str) -> None:
        self.soffice = soffice
        self.folder = Path(folder)
        self.pipe = self.folder.name
        self.parent = os.getppid()
        self.office: subprocess.Popen[bytes] | None = None
        self.sockets: list[str] = []
        self.requests: queue.Queue[dict[str, str]] = queue.Queue()
        self.ending = threading.Lock()
        self.remote: Any = None

    def run(self) -> None:
        """Serve until the parent or LibreOffice ends; whatever happens, nothing outlives this method."""
        try:
            self.serve()
        except OSError:  # the parent does not listen any more
            self.end()
        except BaseException:
            traceback.print_exc()
            self.end(clean=False)

    def serve(self) -> None:
        """Start LibreOffice and answer the parent's requests."""
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        threading.Thread(target=self.listen, daemon=True).start()
        desktop = self.start()
        threading.Thread(target=self.watch, daemon=True).start()
        self.sockets = sockets_of(self.office.pid) if self.office else []
        say({"ready": True, "pid": self.office.pid if self.office else 0, "sockets": self.sockets})
        while True:
            say(self.convert(desktop, **self.requests.get()))

    def start(self) -> Any:
        """Start LibreOffice and return its desktop, however long that takes: the parent has the clock."""
        context = uno.getComponentContext()
        make = context.ServiceManager.createInstanceWithContext
        resolver = make("com.sun.star.bridge.UnoUrlResolver", context)
        restarts = 0
        self.office = self.spawn()
        while True:
            code = self.office.poll()
            if code in RESTART_CODES and restarts < 2:
                restarts += 1
                self.office = self.spawn()
            elif code is not None:
                self.end(clean=False)
            try:
                remote = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
                self.remote = remote
                return self.make("com.sun.star.frame.Desktop")
            except Exception:  # not listening yet; the exception's class depends on the moment
                time.sleep(0.02)

    def make(self, service: str) -> Any:
        """Create a service of the LibreOffice that runs."""
        return self.remote.ServiceManager.createInstanceWithContext(service, self.remote)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the process, which the kernel kills when we die."""
        setpriv = shutil.which("setpriv")
        dies_with_us = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
        profile = (self.folder / "profile").as_uri()
        options = "--headless --invisible --norestore --nologo --nodefault --nolockcheck --nofirststartwizard"
        command = [
            *dies_with_us,
            self.soffice,
            *options.split(),
            f"-env:UserInstallation={profile}",
            f"--accept=pipe,name={self.pipe};urp;",
        ]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603

    def convert(self, desktop: Any, source: str, target: str) -> dict[str, object]:
        """Load one file, write it as PDF or DOCX, close it."""
        kind = Path(target).suffix
        try:
            document = self.load(desktop, source, kind == ".pdf")
        except Exception as error:
            name = type(error).__name__.rpartition(".")[2]
            return {"refused" if name in REFUSALS else "failed": f"{name}: {error}"}
        if document is None:
            return {"refused": "LibreOffice does not recognise it as a text document"}
        try:
            set_language(document)
            data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(PDF if kind == ".pdf" else {}))
            document.storeToURL(url(target), properties({"FilterName": EXPORT[kind], "FilterData": data}))
            document.close(True)
        except Exception as error:
            return {"failed": f"{type(error).__name__}: {error}"}
        return {"done": True}

    def load(self, desktop: Any, source: str, shown: bool) -> Any:
        """Load a file; ``shown``: laid out for a view, which only PDF needs.

        A view of a document with comments opens a window for them, which LibreOffice without its desktop does not
        have: it breaks down.
        """
        how = {**LOAD, "FilterName": IMPORT[Path(source).suffix]}
        if shown:
            return desktop.loadComponentFromURL(url(source), "_blank", 0, properties(how))
        document = self.make("com.sun.star.text.TextDocument")
        document.load(properties({**how, "URL": url(source)}))
        return document

    def listen(self) -> None:
        """Take requests from the parent, and notice when it is gone."""
        buffer = b""
        while True:
            ready, _, _ = select.select([0], [], [], 1.0)
            if os.getppid() != self.parent:
                self.end()
            self.reap()
            if not ready:
                continue
            chunk = os.read(0, 65536)
            if not chunk:
                self.end()
            *lines, buffer = (buffer + chunk).split(b"\n")
            for line in lines:
                self.requests.put(json.loads(line))

    def watch(self) -> None:
        """Notice when LibreOffice is gone."""
        if self.office:
            self.office.wait()
        self.end(clean=False)

    def reap(self) -> None:
        """Bury the orphans of LibreOffice (it calls GnuPG by way of a child that leaves at once)."""
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None or (self.office and found.si_pid == self.office.pid):
                return
            os.waitpid(found.si_pid, 0)

    def end(self, clean: bool = True) -> None:
        """End LibreOffice, ourselves and the whole group; the parent looks into the folder unless ``clean``."""
        self.ending.acquire()  # never released: only one thread ends us
        if self.office:
            found = sockets_of(self.office.pid)
            self.office.kill()
            self.office.wait()
            self.reap()
            for path in {*self.sockets, *found}:
                Path(path).unlink(missing_ok=True)
        if clean:
            shutil.rmtree(self.folder, ignore_errors=True)
        if os.getpgid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)


def set_language(document: Any) -> None:
    """Take the language of the body text for the whole document when the defaults do not state Vietnamese."""
    if document.CharLocale.Language == "vi":
        return
    style = document.StyleFamilies.getByName("ParagraphStyles").getByName("Standard")
    cursor = document.Text.createTextCursor()
    for locale in (style.CharLocale, cursor.CharLocale):
        if locale.Language == "vi":
            document.CharLocale = locale
            return


def properties(values: dict[str, Any]) -> tuple[Any, ...]:
    """A mapping as UNO property values."""
    return tuple(property_value(name, value) for name, value in values.items())


def property_value(name: str, value: Any) -> Any:
    """One UNO property value."""
    result = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    result.Name, result.Value = name, value
    return result


def url(path: str) -> str:
    """A path as LibreOffice wants it."""
    return str(uno.systemPathToFileUrl(path))


def sockets_of(pid: int) -> list[str]:
    """The socket files that a process holds open (LibreOffice leaves them behind when it is killed)."""
    try:
        links = [os.readlink(entry) for entry in Path(f"/proc/{pid}/fd").iterdir()]  # noqa: PTH115 -- a name
        table = Path(f"/proc/{pid}/net/unix").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    held = {link[8:-1] for link in links if link.startswith("socket:[")}
    rows = (line.split(None, 7) for line in table[1:])
    return sorted({row[7] for row in rows if len(row) == 8 and row[6] in held and "OSL_PIPE" in row[7]})


def say(message: dict[str, object]) -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    Bridge(*sys.argv[1:3]).run()

"""The pool against the real LibreOffice."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.docx.comments import Comment, with_comments
from pipeline.errors import ConvertError
from pipeline.office import settings
from pipeline.office.errors import (
    DocxRefused,
    OfficeCrashed,
    OfficeMissing,
    OfficeNotStarting,
    OfficeStopped,
    OfficeTimeout,
    PdfFontsMixed,
)
from pipeline.office.installation import Installation, find_installation, has_font
from pipeline.office.pdfcheck import check_pdf
from pipeline.office.process import OfficeProcess
from pipeline.stages import convert as module
from pipeline.stages.convert import OfficePool, PdfJob

OFFICE_TESTS = Path(__file__).parents[1] / "office"
sys.path.insert(0, str(OFFICE_TESTS))

from minidocx import TEXT, docx, package, png  # noqa: E402

office = pytest.mark.office


def run(pool: OfficePool, **documents: bytes) -> dict[str, bytes | ConvertError]:
    return dict(pool.convert(PdfJob(key, content) for key, content in documents.items()))


def convert(content: bytes, **options: bool) -> bytes | ConvertError:
    with OfficePool(**options) as pool:
        return run(pool, it=content)["it"]


def pdf_of(result: bytes | ConvertError) -> PdfReader:
    assert isinstance(result, bytes), result
    return PdfReader(BytesIO(result))


def pictures(pdf: PdfReader) -> int:
    objects = (page["/Resources"].get("/XObject", {}).values() for page in pdf.pages)
    return sum(entry.get_object()["/Subtype"] == "/Image" for page in objects for entry in page)


@office
def test_a_document_becomes_an_archival_pdf():
    result = convert(docx())
    pdf = pdf_of(result)
    assert check_pdf(result) == []
    assert pdf.pages[0].extract_text().split("\n") == list(TEXT)
    assert pdf.metadata.title == "Báo cáo"
    assert pdf.root_object["/Lang"] == "vi-VN"
    assert [entry.title for entry in pdf.outline] == [TEXT[0]]


@office
def test_a_document_with_comments_becomes_the_pdf_that_it_is_without():
    commented = with_comments(docx(), [Comment("word/document.xml", TEXT[0], "", "Xem lại câu này.")])
    assert b"word/comments.xml" in commented
    pdf = pdf_of(convert(commented))
    assert pdf.pages[0].extract_text().split("\n") == list(TEXT)


@office
@pytest.mark.parametrize("languages", [(None, None), ("en-US", "vi-VN")])
def test_the_language_is_vietnamese_also_when_the_defaults_do_not_say_so(languages: tuple[str | None, str | None]):
    result = convert(docx(language=languages[0], normal_language=languages[1]))
    assert pdf_of(result).root_object["/Lang"] == "vi-VN"


@office
def test_faults_of_the_pdf_fail_the_document():
    with OfficePool() as pool:
        results = run(
            pool,
            emoji=docx("Đạt 😀"),
            chinese=docx("漢"),
            english=docx(language="en-US"),
            untitled=docx(title=""),
            both=docx(language="en-US", title=""),
        )
    codes = {key: result.code for key, result in results.items() if isinstance(result, ConvertError)}
    assert codes.pop("chinese") in ("C17", "C18")  # another font, or none that has it
    assert codes == {"emoji": "C17", "english": "C15", "untitled": "C19", "both": "C20"}


@office
def test_a_document_with_two_families_fails_and_names_them():
    installation = find_installation()
    assert isinstance(installation, Installation)
    error = convert(docx("Đạt 😀"))
    assert isinstance(error, ConvertError)
    assert installation.font.replace(" ", "") in error.message()
    assert "(😀)" in error.message()


@office
def test_the_replacement_table_decides_what_stands_in_for_times_new_roman(monkeypatch: pytest.MonkeyPatch):
    real = find_installation()
    assert isinstance(real, Installation)
    if not has_font("Cousine"):
        pytest.skip("needs a font that nothing would choose by itself")
    monkeypatch.setattr(module, "find_installation", lambda: replace(real, font="Cousine"))
    error = convert(docx("ABC"))
    assert isinstance(error, PdfFontsMixed)
    assert error.params["families"] == "Cousine (ABC)"


class Links:
    """A server on loopback that notes what it is asked for."""

    def __init__(self) -> None:
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(png())

            do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/picture.png"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def links() -> Iterator[Links]:
    found = Links()
    yield found
    found.server.shutdown()
    found.server.server_close()


@office
@pytest.mark.parametrize("isolated", [True, False])
def test_nothing_outside_the_document_is_pulled_in(links: Links, tmp_path: Path, isolated: bool):
    picture, text = tmp_path / "picture.png", tmp_path / "text.docx"
    picture.write_bytes(png())
    text.write_bytes(docx("bí mật"))
    documents = {
        "web": docx(linked_picture=links.url),
        "file": docx(linked_picture=picture.as_uri()),
        "field": docx(instruction=f'INCLUDEPICTURE "{links.url}" \\d'),
        "file_field": docx(instruction=f'INCLUDEPICTURE "{picture.as_uri()}" \\d'),
        "text_field": docx(instruction=f'INCLUDETEXT "{text.as_uri()}"'),
    }
    with OfficePool(isolated=isolated) as pool:
        results = {key: pdf_of(result) for key, result in run(pool, **documents).items()}
    assert links.asked == []
    assert {key: pictures(pdf) for key, pdf in results.items()} == dict.fromkeys(documents, 0)
    assert not any("bí mật" in page.extract_text() for pdf in results.values() for page in pdf.pages)


@office
def test_the_same_links_are_followed_by_a_trusting_libreoffice(
    links: Links, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "picture.png").write_bytes(png())
    kept = (entry for entry in settings.SETTINGS if entry[1] not in ("BlockUntrustedRefererLinks", "Link"))
    monkeypatch.setattr(settings, "SETTINGS", tuple(kept))
    with OfficePool(isolated=False) as pool:
        documents = {
            "web": docx(linked_picture=links.url),
            "file": docx(linked_picture=(tmp_path / "picture.png").as_uri()),
        }
        results = run(pool, **documents)
    assert links.asked
    assert {key: pictures(pdf_of(result)) for key, result in results.items()} == {"web": 1, "file": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        docx()[:500],
        package({"a.xml": "<a/>"}),
        docx().replace(b"word/styles", b"word/stylez", 1),
    ],
)
def test_what_is_no_sound_package_is_refused_without_libreoffice(content: bytes):
    with pytest.raises(DocxRefused):
        module.require_docx(content)


@office
def test_bad_documents_fail_one_by_one_and_the_others_go_on():
    broken = package({"word/document.xml": "<w:document"})
    with OfficePool() as pool:
        results = run(pool, empty=b"", good=docx(), cut=docx()[:900], broken=broken, last=docx())
    kinds = {key: type(result) for key, result in results.items()}
    refused = dict.fromkeys(("empty", "cut", "broken"), DocxRefused)
    assert kinds == {**refused, "good": bytes, "last": bytes}


@office
def test_one_process_serves_all_documents_until_it_has_done_its_share():
    with OfficePool(recycle=2) as pool:
        used = [pool.processes[0].office_pid for _ in pool.convert(PdfJob(str(n), docx()) for n in range(1))]
        used += [pool.processes[0].office_pid for _ in range(3) if run(pool, it=docx())]
    assert used[0] == used[1] != used[2] == used[3]


@office
def test_jobs_are_taken_as_they_can_be_worked_on():
    taken: list[int] = []

    def jobs() -> Iterator[PdfJob]:
        for number in range(20):
            taken.append(number)
            yield PdfJob(str(number), docx())

    with OfficePool() as pool:
        results = pool.convert(jobs())
        assert taken == []
        next(results)
        assert len(taken) <= module.AHEAD
        results.close()
        assert len(pool.processes) == 1
    assert len(taken) <= module.AHEAD


@office
@pytest.mark.slow
def test_two_processes_share_the_work():
    with OfficePool(size=2) as pool:
        results = run(pool, **{f"n{number}": docx() for number in range(12)})
        assert len(pool.processes) == 2
    assert all(isinstance(result, bytes) for result in results.values())


class Sabotage:
    """Sends a signal to LibreOffice just before it is asked, at the asks given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, asks: set[int]) -> None:
        self.asked: list[int] = []
        ask = OfficeProcess.ask

        def sabotaged(process: OfficeProcess, source: Path, target: Path, seconds: float) -> dict[str, object]:
            self.asked.append(process.office_pid)
            if len(self.asked) in asks:
                os.kill(process.office_pid, number)
            return ask(process, source, target, seconds)

        monkeypatch.setattr(OfficeProcess, "ask", sabotaged)


@office
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_crash_or_hang_is_mended_by_a_fresh_process(monkeypatch: pytest.MonkeyPatch, number: signal.Signals):
    sabotage = Sabotage(monkeypatch, number, {2})
    with OfficePool(timeout=60 if number == signal.SIGKILL else 5) as pool:
        results = run(pool, first=docx(), second=docx(), third=docx())
    assert [type(result) for result in results.values()] == [bytes, bytes, bytes]
    assert len(sabotage.asked) == 4
    assert len(set(sabotage.asked)) == 2


@office
@pytest.mark.slow
@pytest.mark.parametrize(("number", "kind"), [(signal.SIGKILL, OfficeCrashed), (signal.SIGSTOP, OfficeTimeout)])
def test_after_one_retry_the_document_fails_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals, kind: type[ConvertError]
):
    sabotage = Sabotage(monkeypatch, number, {1, 2})
    with OfficePool(timeout=60 if number == signal.SIGKILL else 5) as pool:
        results = run(pool, first=docx(), second=docx())
    assert {key: type(result) for key, result in results.items()} == {"first": kind, "second": bytes}
    assert len(set(sabotage.asked)) == 3


@office
def test_a_process_that_died_between_documents_costs_no_attempt(monkeypatch: pytest.MonkeyPatch):
    with OfficePool() as pool:
        run(pool, first=docx())
        process = pool.processes[0]
        os.kill(process.office_pid, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while process.alive and time.monotonic() < deadline:
            time.sleep(0.02)
        sabotage = Sabotage(monkeypatch, signal.SIGKILL, {1})
        assert isinstance(run(pool, second=docx())["second"], bytes)
    assert len(sabotage.asked) == 2


@office
def test_closing_stops_the_work_in_the_middle(monkeypatch: pytest.MonkeyPatch):
    Sabotage(monkeypatch, signal.SIGSTOP, {1})
    pool = OfficePool(timeout=60)
    closer = threading.Timer(
        0, lambda: (_until(lambda: pool.processes and pool.processes[0].office_pid), pool.close())
    )
    closer.start()
    results = run(pool, first=docx(), second=docx(), third=docx())
    closer.join()
    assert {type(result) for result in results.values()} == {OfficeStopped}
    assert not any(process.folder.exists() for process in pool.processes)
    assert isinstance(run(pool, late=docx())["late"], OfficeStopped)


def _until(condition: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_without_libreoffice_every_document_says_what_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BAOCAO_OFFICE_PYTHON", "/no/such/python")
    with OfficePool() as pool:
        results = run(pool, first=docx(), second=docx())
    assert {type(result) for result in results.values()} == {OfficeMissing}


@office
def test_a_libreoffice_that_does_not_start_is_tried_twice_and_no_more(monkeypatch: pytest.MonkeyPatch):
    real = find_installation()
    assert isinstance(real, Installation)
    broken = Installation(Path("/bin/false"), real.python, real.font, real.letters, ())
    monkeypatch.setattr(module, "find_installation", lambda: broken)
    started: list[OfficeProcess] = []
    wait_ready = OfficeProcess.wait_ready
    monkeypatch.setattr(
        OfficeProcess, "wait_ready", lambda process: (started.append(process), wait_ready(process))
    )
    with OfficePool() as pool:
        results = run(pool, first=docx(), second=docx())
    assert {type(result) for result in results.values()} == {OfficeNotStarting}
    assert len(started) == 2


SCRIPT = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from minidocx import docx
from pipeline.stages.convert import OfficePool, PdfJob
with OfficePool() as pool:
    for key, result in pool.convert(PdfJob(str(n), docx()) for n in range(3)):
        process = pool.processes[0]
        if key == "0":
            print(process.office_pid, os.getpgid(process.office_pid), *process.sockets, flush=True)
            if sys.argv[1] == "hang":
                os.kill(process.office_pid, signal.SIGSTOP)
            if sys.argv[1] == "die":
                os.kill(os.getpid(), signal.SIGKILL)
"""


def start_script(how: str, folder: Path) -> tuple[subprocess.Popen[str], int, list[Path]]:
    parent = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, how, str(OFFICE_TESTS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
        start_new_session=True,
    )
    assert parent.stdout is not None
    _, group, *sockets = parent.stdout.readline().split()
    return parent, int(group), [Path(path) for path in sockets]


def living(group: int) -> bool:
    """Whether a process of the group lives (a zombie does not)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, found, *_ = stat.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if int(found) == group and state != "Z":
            return True
    return False


def _ended(parent: subprocess.Popen[str], number: signal.Signals | None) -> str:
    """What the process told at its end. An interrupt that Python drops in a finalizer is sent again."""
    for _ in range(3):
        if number:
            parent.send_signal(number)
        try:
            return parent.communicate(timeout=30)[1]
        except subprocess.TimeoutExpired:
            continue
    parent.kill()
    return parent.communicate()[1]


@office
@pytest.mark.parametrize(("how", "number"), [("die", None), ("hang", signal.SIGKILL), ("hang", signal.SIGINT)])
def test_nothing_remains_when_the_parent_ends(tmp_path: Path, how: str, number: signal.Signals | None):
    parent, group, sockets = start_script(how, tmp_path)
    errors = _ended(parent, number)
    _until(lambda: not living(group) and not any(tmp_path.iterdir()))
    assert parent.returncode in (-signal.SIGKILL, -signal.SIGINT, 1), errors
    assert ("KeyboardInterrupt" in errors) == (number is signal.SIGINT)
    assert not living(group)
    assert list(tmp_path.iterdir()) == []
    assert sockets
    assert not any(path.exists() for path in sockets)

"""The pages in a real browser: what is drawn, printed, asked of the network and seen on a telephone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from lxml import html as parser

from pipeline.corrections.changes import Changes, DocumentChange, FigureChange
from pipeline.corrections.changes_page import to_html as changes_page
from pipeline.corrections.figures import Line, Sheet
from pipeline.corrections.sentences import SentenceChange
from pipeline.corrections.sheet import SIGNERS, to_html

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium to look with")]
MM = 72 / 25.4
LONG = "TenDonViRatDai" * 12
PHONE = 360
"""Pixels of CSS across."""
OVER = "page.documentElement.scrollWidth - page.documentElement.clientWidth"
"""How many pixels of a page lie beside the window."""


class Browser:
    """A browser without a window and with a profile of its own, which reaches this machine and no other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def dom(self, page: bytes) -> parser.HtmlElement:
        """The elements after the page was loaded and its scripts, if any, were run."""
        return parser.fromstring(self._run(page, "--dump-dom").decode())

    def printed(self, page: bytes) -> list[tuple[int, int, str]]:
        """Of each printed page its width and height in mm, and its text."""
        out = self._folder / "page.pdf"
        self._run(page, "--no-pdf-header-footer", f"--print-to-pdf={out}")
        with pypdfium2.PdfDocument(out) as document:
            return [
                (
                    round(sheet.get_width() / MM),
                    round(sheet.get_height() / MM),
                    sheet.get_textpage().get_text_range(),
                )
                for sheet in document
            ]

    def seen(self, page: bytes, window: int, *asked: str) -> list[str]:
        """What JavaScript says of ``page`` in a window of so many pixels of CSS; the page itself may run none."""
        frame = (
            f'<iframe width="{window}" height="640" style="border:0" srcdoc="{escape(page.decode())}"></iframe>'
        )
        script = f"""<script>onload = () => {{
            const page = document.querySelector("iframe").contentDocument;
            const style = (path, part) => getComputedStyle(page.querySelector(path), part);
            document.body.dataset.answers = [{",".join(asked)}].join("|");
        }}</script>"""
        return (
            self.dom(f"<!DOCTYPE html><meta charset=utf-8><body>{frame}{script}".encode())
            .xpath("string(//@data-answers)")
            .split("|")
        )

    def _run(self, page: bytes, *options: str) -> bytes:
        file = self._folder / "page.html"
        file.write_bytes(page)
        rights = ["--no-sandbox"] if os.geteuid() == 0 else []
        profile = f"--user-data-dir={self._folder / 'profile'}"
        closed = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        quiet = ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--timeout=10000")
        command = [str(BROWSER), *rights, *quiet, profile, closed, *options, file.as_uri()]
        out = self._folder / "out"
        with out.open("wb") as said:  # a pipe would stay open as long as any of the browser's own processes lives
            subprocess.run(command, stdout=said, stderr=subprocess.DEVNULL, timeout=60, check=True)
        return out.read_bytes()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return Browser(tmp_path_factory.mktemp("browser"))


@pytest.fixture
def asked():
    """A server on this machine: its address, and the paths that somebody asked it for."""
    paths = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def changes_of(name: str, figures: int = 3) -> bytes:
    """The page of a unit of this name, whose figures all rose by one."""
    path = "units/so-b/report"
    rows = tuple(
        FigureChange(f"so-b:f{n}", (str(n),), (str(n + 1),), (f"{name}:{n}",), (path,), f"{name} {n}")
        for n in range(figures)
    )
    document = DocumentChange(path, "changed", (SentenceChange("Có 89 người.", "Có 90 người."),))
    return changes_page(Changes(name, "1", 2, rows, (document,), {"so-b": name}), "vi")


def sheet_of(name: str, lines: int = 3) -> bytes:
    """The sheet of a unit of this name, of whose figures all changed."""
    made = tuple(
        Line(f"so-b:f{n}", f"{name} {n}", ("30.959",), ("30.960",), name, "changed", (name,)) for n in range(lines)
    )
    return to_html(Sheet("so-b", name, name, "năm 2025", ("Báo cáo",), made))


PAGES = pytest.mark.parametrize("made", [changes_of, sheet_of])


@PAGES
def test_hostile_text_is_text_in_the_browser_too(browser, made):
    hostile = "\"'></td></table><script>document.title='taken'</script><img src=x onerror=document.title='taken'>"
    page = browser.dom(made(hostile))
    assert not page.xpath("//script | //img | //*[@onerror]")
    assert page.xpath("string(//title)").endswith(f": {hostile}")
    assert f"{hostile} 2" in page.text_content()
    assert {len(row) for row in page.xpath("//table[contains(@class, 'wide')]//tr")} in ({5}, {7})


@PAGES
def test_no_request_leaves_even_if_markup_got_in(browser, asked, made):
    address, paths = asked
    inserted = f'<img src="{address}/img"><link rel="stylesheet" href="{address}/css"></body>'.encode()
    page = made("Sở B").replace(b"</body>", inserted)
    browser.dom(page)
    assert paths == []
    browser.dom(re.sub(rb"<meta http-equiv[^>]*>", b"", page))
    assert {"/img", "/css"} <= set(paths)


def test_changes_are_printed_on_a4_with_the_head_of_the_table_on_every_page(browser):
    pages = browser.printed(changes_of("Ủy ban nhân dân xã Nghĩa Đường", 60))
    assert {(width, height) for width, height, _ in pages} == {(210, 297)}
    assert len(pages) > 2
    for number, (_, _, text) in enumerate(pages, 1):
        assert "Trước" in text
        assert f"{number}/{len(pages)}" in text
    assert "Ủy ban nhân dân xã Nghĩa Đường 59" in " ".join(" ".join(text for _, _, text in pages).split())


@pytest.mark.parametrize("lines", [8, 9, 10, 11])
def test_the_sheet_is_printed_across_and_its_signers_never_stand_alone(browser, lines):
    pages = browser.printed(sheet_of("Tổ chức bộ máy: Đơn vị hành chính thuộc Sở", lines))
    assert {(width, height) for width, height, _ in pages} == {(297, 210)}
    assert all(signer in pages[-1][2] for signer in SIGNERS)
    for _, _, text in pages:
        assert "TT" in text and "● 30.960" in text


def test_what_changed_is_not_told_by_colour_only(browser):
    asked = ('style("del").textDecorationLine', 'style("ins").fontWeight')
    assert browser.seen(changes_of("Sở B"), PHONE, *asked) == ["line-through", "700"]


@PAGES
@pytest.mark.parametrize("window", [PHONE, 800])
def test_a_page_is_never_wider_than_the_window(browser, made, window):
    assert browser.seen(made(LONG), window, OVER) == ["0"]


def test_a_page_that_is_too_wide_would_be_noticed(browser):
    page = changes_of("Sở B").replace(b"</body>", b'<p style="width: 500px">x</p></body>')
    assert int(browser.seen(page, PHONE, OVER)[0]) > 100


@PAGES
def test_on_a_telephone_a_row_is_a_card_whose_cells_say_what_they_are(browser, made):
    asked = (
        'style(".wide thead").display',
        'style(".wide td").display',
        'style(".wide td:nth-child(3)", "::before").content',
    )
    head = "Lần này" if made is changes_of else "Lần trước"
    assert browser.seen(made("Sở B"), PHONE, *asked) == ["none", "block", f'"{head}: "']
    assert browser.seen(made("Sở B"), 1000, *asked) == ["table-header-group", "table-cell", "none"]

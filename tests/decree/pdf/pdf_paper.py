"""PDFs written by hand: letters, lines and pictures at known places, without font files and LibreOffice."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from pipeline.docx.metrics import text_width_mm, wrap

POINT = 25.4 / 72
WIDTH, HEIGHT = 210.0, 297.0
STYLES = {
    (False, False): "PSMT",
    (True, False): "PS-BoldMT",
    (False, True): "PS-ItalicMT",
    (True, True): "PS-BoldItalicMT",
}


def write_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects; the first is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(content: bytes, head: bytes = b"", packed: bool = True) -> bytes:
    if packed:
        content, head = zlib.compress(content, 9), head + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(content), content)


@dataclass
class Font:
    """A simple font whose codes are given out as letters are used."""

    name: str
    bold: bool
    italic: bool
    codes: dict[str, int] = field(default_factory=dict)

    def code(self, letter: str) -> int:
        """Code 32 is the blank; a letter ``\\ufffd`` gets a glyph name that means no letter."""
        if letter == " ":
            return 32
        return self.codes.setdefault(letter, 33 + len(self.codes))

    def objects(self) -> bytes:
        letters = {code: letter for letter, code in self.codes.items()}
        names = " ".join(f"{code} /uni{ord(letter):04X}" for code, letter in sorted(letters.items()))
        widths = " ".join(
            f"{text_width_mm(letters.get(code, ' '), 1000, self.bold, self.italic) / POINT:.2f}"
            for code in range(32, 256)
        )
        return (
            f"<</Type/Font/Subtype/TrueType/BaseFont/{self.name}/FirstChar 32/LastChar 255/Widths[{widths}]"
            f"/Encoding<</Type/Encoding/Differences[32 /space {names}]>>"
            f"/FontDescriptor<</Type/FontDescriptor/FontName/{self.name}/Flags {64 if self.italic else 0}"
            "/Ascent 891/Descent -216/CapHeight 662/StemV 80/ItalicAngle 0/FontBBox[-568 -307 2046 1039]>>>>"
        ).encode()


@dataclass
class Paper:
    """Pages to be written on, the last one at a time; millimetres from the left and upper edge."""

    pages: list[tuple[float, float, list[str], str]] = field(default_factory=list)
    fonts: dict[tuple[str, bool, bool], Font] = field(default_factory=dict)

    def page(self, width: float = WIDTH, height: float = HEIGHT, extra: str = "") -> Paper:
        self.pages.append((width, height, [], extra))
        return self

    def _add(self, operators: str) -> Paper:
        if not self.pages:
            self.page()
        self.pages[-1][2].append(operators)
        return self

    def text(
        self, x: float, base: float, text: str, size: float = 14, bold: bool = False, italic: bool = False,
        family: str = "TimesNewRoman", colour: str = "0 0 0", blank: float = 0.0, mode: int = 0,
    ) -> Paper:  # fmt: skip
        """Text on a baseline; ``blank``: millimetres that every blank is wider."""
        key = (family, bold, italic)
        name = family + STYLES[bold, italic] if family == "TimesNewRoman" else family
        font = self.fonts.setdefault(key, Font(name, bold, italic))
        codes = "".join(f"{font.code(letter):02X}" for letter in text)
        height = (self.pages or [(WIDTH, HEIGHT, [], "")])[-1][1]
        index = list(self.fonts).index(key)
        return self._add(
            f"BT /F{index} {size} Tf {colour} rg {mode} Tr {blank / POINT:.4f} Tw "
            f"1 0 0 1 {x / POINT:.4f} {(height - base) / POINT:.4f} Tm <{codes}> Tj ET"
        )

    def centred(
        self, middle: float, base: float, text: str, size: float = 14, bold: bool = False, italic: bool = False
    ) -> Paper:
        return self.text(middle - text_width_mm(text, size, bold, italic) / 2, base, text, size, bold, italic)

    def paragraph(
        self, text: str, base: float, size: float = 14, left: float = 30, right: float = 195, first: float = 10,
        step: float | None = None, align: str = "both",
    ) -> float:  # fmt: skip
        """A paragraph that begins on this baseline; the baseline of its last line."""
        step = 1.149 * size * POINT if step is None else step
        lines = broken(text, right - left, size, first)
        for number, line in enumerate(lines):
            x = left + (first if not number else 0.0)
            free = right - x - text_width_mm(line, size)
            last = number == len(lines) - 1
            blank = free / line.count(" ") if align == "both" and not last and " " in line else 0.0
            self.text(x, base + number * step, line, size, blank=blank)
        return base + (len(lines) - 1) * step

    def line(self, x0: float, x1: float, y: float, thick: float = 0.25, dash: str = "[] 0 d") -> Paper:
        return self._stroke(x0, y, x1, y, thick, dash)

    def upright(self, x: float, y0: float, y1: float) -> Paper:
        return self._stroke(x, y0, x, y1, 0.2, "[] 0 d")

    def _stroke(self, x0: float, y0: float, x1: float, y1: float, thick: float, dash: str) -> Paper:
        height = self.pages[-1][1]
        (a, b), (c, d) = ((x / POINT, (height - y) / POINT) for x, y in ((x0, y0), (x1, y1)))
        return self._add(f"q 0 0 0 RG {thick / POINT:.3f} w {dash} {a:.4f} {b:.4f} m {c:.4f} {d:.4f} l S Q")

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> Paper:
        height = (self.pages or [(WIDTH, HEIGHT, [], "")])[-1][1]
        sides = f"{(x1 - x0) / POINT:.3f} 0 0 {(y1 - y0) / POINT:.3f} {x0 / POINT:.3f} {(height - y1) / POINT:.3f}"
        return self._add(f"q {sides} cm /I Do Q")

    def bytes(self) -> bytes:
        """The PDF."""
        first = 4 + len(self.fonts)
        fonts = "".join(f"/F{index} {4 + index} 0 R" for index in range(len(self.fonts)))
        kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(self.pages)))
        image = stream(
            b"\x80",
            b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
            False,
        )
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {len(self.pages)}>>".encode(),
            image,
            *(font.objects() for font in self.fonts.values()),
        ]
        for index, (width, height, content, extra) in enumerate(self.pages):
            objects.append(
                (
                    f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width / POINT:.3f} {height / POINT:.3f}]{extra}"
                    f"/Contents {first + 2 * index + 1} 0 R/Resources<</Font<<{fonts}>>/XObject<</I 3 0 R>>>>>>"
                ).encode()
            )
            objects.append(stream("\n".join(content).encode()))
        return write_pdf(objects)


def broken(text: str, room: float, size: float, first: float) -> list[str]:
    """Lines of a paragraph, the first of which has less room."""
    begin = wrap(text, room - first, size)[0]
    rest = text[len(begin) :].strip()
    return [begin, *(wrap(rest, room, size) if rest else ())]

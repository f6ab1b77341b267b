"""Rebuilds the files of the example dossier that cannot be written by hand: PDFs, the scan, the Windows-1252 letter.

It knows the small layout language of `sources/` (see `sources/README.md`); it refuses to know any medicine: every word
comes from a source text. One source line is one printed line, so that a quotation of it can be found in the file.
Documents that are text by nature (UTF-8 letters, CDA, the FHIR bundle) are written by hand in `dossier/documents/`.

    python examples/build_example.py [--out DIR]

The same libraries give the same bytes: no date of today, no path, seeded noise. Needs the `dev` extra (fpdf2, Pillow).
"""

from __future__ import annotations

import argparse
import base64
import io
import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy
import pypdfium2
from fpdf import FPDF
from PIL import Image, ImageFilter

HERE: Final = Path(__file__).resolve().parent
SOURCES: Final = HERE / "sources"
DOCUMENTS: Final = HERE / "dossier" / "documents"

# 200 dpi is what hospital copiers send; the page stays legible to Tesseract and the file small.
SCAN_DPI: Final = 200
SCAN_TILT_DEGREES: Final = 0.7
SCAN_SEED: Final = 20230914


class LineTooLong(ValueError):
    """A source line does not fit its column: break it where the printed document would."""


class Sheet(FPDF):  # type: ignore[misc]  # fpdf2 ships without the typing marker
    """A4 pages written line by line in the standard PDF fonts, which need no font file."""

    def __init__(self, written_on: datetime, title: str) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = "cp1252"
        self.set_creation_date(written_on)
        self.set_title(title)
        self.set_lang("fr-FR")
        self.set_auto_page_break(auto=False)
        self.alias_nb_pages("{pages}")
        self.set_margins(18, 14, 18)
        self.family, self.points, self.accent, self.foot = "Helvetica", 10.0, (0, 0, 0), ""
        self.columns: list[tuple[float, float]] = []
        self.top = self.lowest = 0.0

    def footer(self) -> None:
        self.set_y(-12)
        self.style(size=7, colour=(110, 110, 110))
        self.set_x(18)
        self.cell(174, 4, self.foot.replace("{page}", str(self.page_no())), align="C")

    def style(self, weight: str = "", size: float | None = None, colour: tuple[int, int, int] = (0, 0, 0)) -> None:
        self.set_font(self.family, weight, size or self.points)
        self.set_text_color(*colour)

    def line_of(self, text: str, align: str = "L", width: float | None = None) -> None:
        """One printed line, and down to the next."""
        width = width or self.w - self.l_margin - self.r_margin
        if self.get_string_width(text) > width:
            raise LineTooLong(text)
        height = self.font_size * 1.28
        self.set_x(self.l_margin)
        self.cell(width, height, text, align=align)
        self.ln(height)

    def row(self, cells: list[str], widths: list[float], heading: bool) -> None:
        """A table row. A cell that opens with `*` is printed bold, as laboratories mark what is out of range."""
        self.set_x(self.l_margin)
        height = self.font_size * 1.45
        self.set_fill_color(232, 236, 240)
        for text, width in zip(cells, widths, strict=True):
            self.style("B" if heading or text.startswith("*") else "")
            if self.get_string_width(text) > width - 1:
                raise LineTooLong(text)
            self.cell(width, height, text.removeprefix("*"), border="B", fill=heading)
        self.ln(height)

    def column(self, left: float, width: float) -> None:
        self.set_left_margin(left)
        self.set_right_margin(self.w - left - width)
        self.set_x(left)


def lay_out(source: str, written_on: datetime) -> bytes:
    """A source text as PDF bytes. Raises LineTooLong for a line that does not fit."""
    lines = iter(source.splitlines())
    sheet = Sheet(written_on, title=next(lines))
    sheet.add_page()
    for line in lines:
        if line.startswith("@"):
            _obey(sheet, line[1:], lines)
        else:
            _print(sheet, line)
    return bytes(sheet.output())


def _print(sheet: Sheet, line: str) -> None:
    mark, _, text = line.partition(" ")
    match mark:
        case "=":
            sheet.style("B", sheet.points + 4, sheet.accent)
            sheet.line_of(text)
        case "#":
            sheet.style("B", sheet.points + 2)
            sheet.line_of(text, align="C")
        case "##":
            sheet.ln(1.2)
            sheet.style("B", colour=sheet.accent)
            sheet.line_of(text)
        case "**":
            sheet.style("B")
            sheet.line_of(text)
        case "~":
            sheet.style(size=sheet.points - 2, colour=(90, 90, 90))
            sheet.line_of(text)
        case ">":
            sheet.style()
            sheet.line_of(text, align="R")
        case _:
            sheet.style()
            sheet.line_of(line)


def _obey(sheet: Sheet, order: str, lines: Iterator[str]) -> None:
    name, *words = order.split()
    match name:
        case "font":
            sheet.family, sheet.points = words[0], float(words[1])
        case "colour":
            red, green, blue = map(int, words)
            sheet.accent = (red, green, blue)
        case "footer":
            sheet.foot = order.partition(" ")[2]
        case "gap":
            sheet.ln(float(words[0]))
        case "rule":
            sheet.set_draw_color(*sheet.accent)
            sheet.line(sheet.l_margin, sheet.get_y() + 0.8, sheet.w - sheet.r_margin, sheet.get_y() + 0.8)
            sheet.set_draw_color(0, 0, 0)
            sheet.ln(2.2)
        case "page":
            sheet.add_page()
        case "at":
            left, width, top = map(float, words)
            sheet.column(left, width)
            sheet.set_y(top)
        case "columns":
            _open_columns(sheet, gutter=float(words[0]))
        case "next":
            sheet.lowest = max(sheet.lowest, sheet.get_y())
            sheet.column(*sheet.columns.pop(0))
            sheet.set_y(sheet.top)
        case "close":
            bottom = max(sheet.lowest, sheet.get_y())
            sheet.column(*sheet.columns.pop(0))
            sheet.set_y(bottom)
        case "box":
            top = sheet.get_y()
            for line in _until_end(lines):
                _print(sheet, line)
            sheet.rect(
                sheet.l_margin - 1.5, top - 1, sheet.w - sheet.l_margin - sheet.r_margin + 3, sheet.get_y() - top + 2
            )
            sheet.ln(3)
        case "table":
            widths = [float(word) for word in words]
            for number, line in enumerate(_until_end(lines)):
                sheet.row([cell.strip() for cell in line.split("|")], widths, heading=number == 0)
        case _:
            raise ValueError(f"unknown order: {name}")


def _open_columns(sheet: Sheet, gutter: float) -> None:
    """Two columns from here; `next` goes to the second, `close` comes back to the full width below both."""
    left, whole = sheet.l_margin, sheet.w - sheet.l_margin - sheet.r_margin
    half = (whole - gutter) / 2
    sheet.columns = [(left + half + gutter, half), (left, whole)]
    sheet.top = sheet.lowest = sheet.get_y()
    sheet.column(left, half)


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == "@end":
            return
        yield line


def scan(pdf: bytes, written_on: datetime, title: str) -> bytes:
    """The pages of a PDF as a copier sends them: grey images without text, a little turned, a little dirty."""
    noise = numpy.random.default_rng(SCAN_SEED)
    sheet = Sheet(written_on, title)
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=SCAN_DPI / 72).to_pil().convert("L")
        image = image.rotate(SCAN_TILT_DEGREES, resample=Image.Resampling.BICUBIC, fillcolor=255)
        image = image.filter(ImageFilter.GaussianBlur(0.5))
        grey = numpy.asarray(image, dtype=numpy.float32) * 0.86 + 34
        grey += noise.normal(0, 3, grey.shape)
        specks = noise.random(grey.shape) < 0.00004
        grey[specks] = 60
        paper = Image.fromarray(grey.clip(0, 255).astype(numpy.uint8))
        jpeg = io.BytesIO()
        paper.save(jpeg, "JPEG", quality=28, dpi=(SCAN_DPI, SCAN_DPI))
        sheet.add_page()
        sheet.image(jpeg, x=0, y=0, w=sheet.w, h=sheet.h)
    return bytes(sheet.output())


def wrap_in_cda(header: str, pdf: bytes) -> bytes:
    """A CDA R2 level 1: the written header, and the PDF in its nonXMLBody."""
    body = "\n".join(textwrap.wrap(base64.b64encode(pdf).decode("ascii"), 76))
    return header.replace("<!-- PDF -->", body).encode("utf-8")


def build(source: Path) -> tuple[str, bytes]:
    """The name and the bytes of the document that one source gives. The date in its name is its date."""
    text = source.read_text(encoding="utf-8")
    written_on = datetime.fromisoformat(source.name.partition(".")[0][-10:] + "T12:00:00+00:00")
    match source.suffixes:
        case [".cp1252", ".txt"]:
            return source.name.replace(".cp1252", ""), text.replace("\n", "\r\n").encode("cp1252")
        case [".scan", ".txt"]:
            return source.name.replace(".scan.txt", ".pdf"), scan(lay_out(text, written_on), written_on, "Numérisation")
        case [".cda", ".txt"]:
            header = source.with_name(source.name.replace(".cda.txt", ".cda.xml")).read_text(encoding="utf-8")
            return source.name.replace(".cda.txt", ".xml"), wrap_in_cda(header, lay_out(text, written_on))
        case _:
            return source.name.replace(".txt", ".pdf"), lay_out(text, written_on)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=DOCUMENTS, help="where the documents go")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for source in sorted(SOURCES.glob("[0-9]*.txt")):
        name, data = build(source)
        (out / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()

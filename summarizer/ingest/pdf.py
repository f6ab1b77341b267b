"""PDF files. pypdf says what guards them; PDFium places the characters; `layout` puts them in order.

A page that is only an image goes to `ocr`; when that cannot read it, the page is named in a warning, and a document
with no other page is not read at all. Nothing in a PDF is executed, followed or fetched.
"""

from __future__ import annotations

import bisect
import ctypes
import logging
import math
from collections.abc import Iterator
from io import BytesIO

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.errors import PyPdfError

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentEncrypted, DocumentTooLarge
from summarizer.ingest import ocr, unpacked
from summarizer.ingest.characters import tidy
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.page import WORD_GAP, Rule, Word, page_text
from summarizer.ingest.reading import PageText, ReadText, join_pages
from summarizer.values import TextSource

# Its remarks quote what they parse.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# A page with fewer letters that an image mostly covers is a scan with a stamp on it.
_SCAN_LETTERS = 60
_SCAN_COVER = 0.6
# A page with more strokes than this is a figure: they say nothing of tables.
_MOST_STROKES = 4_000
_OCR_DPI = 300


def read(data: bytes, limits: ReadLimits, deadline: Deadline) -> ReadText:
    """Raises DocumentEncrypted, DocumentTooLarge, DocumentCorrupt, and DocumentEmpty when no page can be read."""
    unpacked.check(data, deadline)
    title = _checked_title(data, limits)
    sheets: list[PageText] = []
    unread: list[int] = []
    with _opened(data) as pdf:
        if len(pdf) > limits.pages:
            raise DocumentTooLarge()
        for number in range(1, len(pdf) + 1):
            deadline.check()
            sheet = _sheet(pdf, number, limits, deadline, scans=len(unread) < limits.ocr_pages)
            if sheet is None:
                unread.append(number)
            else:
                sheets.append(sheet)
    if not any(sheet.text.strip() for sheet in sheets):
        raise DocumentEmpty(detail_fr=_only_images(len(unread)) if unread else "")
    text, pages = join_pages(sheets)
    warnings = [_not_read(unread)] if unread else []
    if any(sheet.source is TextSource.OCR for sheet in sheets):
        warnings.append(ocr.WARNING)
    # Tools fill the title with their own words; it counts when the page says it too.
    said = title if title and title.casefold() in " ".join(text.casefold().split()) else None
    return ReadText(text=text, pages=pages, title=said, warnings=tuple(warnings))


def _not_read(numbers: list[int]) -> str:
    pages = ", ".join(map(str, numbers))
    named = f"page {pages} non lue" if len(numbers) == 1 else f"pages {pages} non lues"
    return f"{named} : image sans texte ({ocr.why_not()})"


def _only_images(count: int) -> str:
    return f"document numérisé ({count} page{'s' if count > 1 else ''}) ; {ocr.why_not()}"


# --- opening ------------------------------------------------------------------------------------------------------


def _checked_title(data: bytes, limits: ReadLimits) -> str | None:
    """What pypdf knows before any page is read: the password, the number of pages, the title."""
    try:
        reader = pypdf.PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentEncrypted()
        if len(reader.pages) > limits.pages:
            raise DocumentTooLarge()
        return " ".join(tidy(str(reader.metadata.title or "")).split())[:200] or None if reader.metadata else None
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError, ZeroDivisionError):
        # PDFium repairs more than pypdf: it is asked before the file is called damaged.
        return None


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise DocumentEncrypted() from None
        raise DocumentCorrupt() from None


# --- one page -----------------------------------------------------------------------------------------------------


def _sheet(
    pdf: pypdfium2.PdfDocument, number: int, limits: ReadLimits, deadline: Deadline, *, scans: bool
) -> PageText | None:
    """The page as text, or None when it is an image that nobody could read."""
    try:
        page = _flattened(pdf, number)
    except pypdfium2.PdfiumError:
        return None
    try:
        glyphs = list(_glyphs(page))
        rules, cover = _drawings(page)
        text = tidy(page_text(_words(glyphs, rules), rules)) if glyphs else ""
        if not _is_scan(text, cover):
            return PageText(number=number, text=text)
        seconds = min(limits.ocr_seconds, deadline.left())
        read = ocr.read_page(_image(page), _OCR_DPI, seconds) if scans and ocr.available() else None
        if read is not None:
            return PageText(number=number, text=tidy(read), source=TextSource.OCR)
        return PageText(number=number, text=text) if text.strip() and cover < _SCAN_COVER else None
    finally:
        page.close()


def _flattened(pdf: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """The page with its filled fields and notes drawn into it: a form says as much as a letter."""
    page = pdf[number - 1]
    if pdfium.FPDFPage_GetAnnotCount(page) == 0:
        return page
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return pdf[number - 1]


def _is_scan(text: str, cover: float) -> bool:
    letters = sum(character.isalnum() for character in text)
    if letters >= _SCAN_LETTERS:
        # A layer of characters without meaning (fonts that do not say what they draw) is no text either.
        return cover > 0 and sum(map(_readable, text)) < 0.6 * len(text)
    return cover >= _SCAN_COVER


def _readable(character: str) -> bool:
    return character.isalnum() or character.isspace() or character in ".,;:!?()[]'’\"«»/%+-–<>=*°²µ€_&@#|•·…"


def _image(page: pypdfium2.PdfPage) -> object:
    """The page drawn for recognition, at most about 35 million pixels whatever the page says its size is."""
    width, height = page.get_size()
    scale = min(_OCR_DPI / 72, math.sqrt(35e6 / max(1.0, width * height)))
    return page.render(scale=scale, grayscale=True).to_pil()


class _Glyph:
    """One character: what it is, its box from the top left corner of the page, and the angle of its line."""

    __slots__ = ("angle", "bottom", "left", "right", "run", "text", "top")

    def __init__(self, text: str, left: float, top: float, right: float, bottom: float, angle: int) -> None:
        self.text, self.angle = text, angle
        # Which drawing operation it is of: 0 when unknown.
        self.run = 0
        self.left, self.top, self.right, self.bottom = left, top, right, bottom


def _glyphs(page: pypdfium2.PdfPage) -> Iterator[_Glyph]:
    """The characters inside the visible part of the page, in the order they are drawn."""
    textpage = page.get_textpage()
    x0, y0, x1, y1 = page.get_cropbox()
    box = pdfium.FS_RECTF()
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        # PDFium writes a hyphen at the margin as one of these two.
        text = "-" if code in (0x02, 0xFFFE) else chr(code) if 0x20 < code < 0x110000 else " "
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
            continue
        if box.right < x0 or box.left > x1 or box.top < y0 or box.bottom > y1:
            continue
        angle = round(math.degrees(pdfium.FPDFText_GetCharAngle(textpage, index)) / 90) % 4
        glyph = _turned(text, box.left - x0, y1 - box.top, box.right - x0, y1 - box.bottom, angle, x1 - x0, y1 - y0)
        glyph.run = ctypes.cast(pdfium.FPDFText_GetTextObject(textpage, index), ctypes.c_void_p).value or 0
        yield glyph


def _turned(
    text: str, left: float, top: float, right: float, bottom: float, angle: int, width: float, height: float
) -> _Glyph:
    """The box as seen by who turns the page until this line is upright."""
    if angle == 1:
        return _Glyph(text, top, width - right, bottom, width - left, angle)
    if angle == 2:
        return _Glyph(text, width - right, height - bottom, width - left, height - top, angle)
    if angle == 3:
        return _Glyph(text, height - bottom, left, height - top, right, angle)
    return _Glyph(text, left, top, right, bottom, angle)


def _words(glyphs: list[_Glyph], rules: list[Rule]) -> list[Word]:
    """Words of the lines in the page's main direction; text set across it comes below, as it would in the margin."""
    directions = sorted({glyph.angle for glyph in glyphs}, key=lambda angle: -sum(g.angle == angle for g in glyphs))
    bars = sorted((rule.left, rule.top, rule.bottom) for rule in rules if not rule.horizontal)
    words: list[Word] = []
    for angle in directions:
        turned = _words_along([glyph for glyph in glyphs if glyph.angle == angle], [] if angle else bars)
        below = max((word.bottom for word in words), default=0.0) + (30.0 if words else 0.0)
        words.extend(
            Word(text=w.text, left=w.left, top=w.top + below, right=w.right, bottom=w.bottom + below) for w in turned
        )
    return words


Bars = list[tuple[float, float, float]]


def _words_along(glyphs: list[_Glyph], bars: Bars) -> list[Word]:
    words: list[Word] = []
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and (glyph.text.isspace() or not _continues(run[-1], glyph) or _parted(run, glyph, bars)):
            words.append(_word(run))
            run = []
        if not glyph.text.isspace():
            run.append(glyph)
    return [*words, _word(run)] if run else words


def _parted(run: list[_Glyph], glyph: _Glyph, bars: Bars) -> bool:
    """Whether characters that touch are of two cells: drawn apart, on either side of a vertical stroke.

    A word drawn at once that is too long for its cell goes over the stroke, and stays one word.
    """
    if not bars or glyph.run == run[-1].run:
        return False
    first = bisect.bisect_left(bars, (run[0].left, -math.inf, -math.inf))
    last = bisect.bisect_left(bars, (glyph.left + 1, -math.inf, -math.inf))
    middle = (glyph.top + glyph.bottom) / 2
    return any(top <= middle <= bottom for _, top, bottom in bars[first:last])


def _continues(before: _Glyph, glyph: _Glyph) -> bool:
    """Whether a character belongs to the word of the one before it."""
    height = max(1.0, min(before.bottom - before.top, glyph.bottom - glyph.top))
    shared = min(before.bottom, glyph.bottom) - max(before.top, glyph.top)
    return shared > 0.4 * height and -0.6 * height < glyph.left - before.right < WORD_GAP * height


def _word(run: list[_Glyph]) -> Word:
    return Word(
        text="".join(glyph.text for glyph in run),
        left=min(glyph.left for glyph in run),
        top=min(glyph.top for glyph in run),
        right=max(glyph.right for glyph in run),
        bottom=max(glyph.bottom for glyph in run),
    )


def _drawings(page: pypdfium2.PdfPage) -> tuple[list[Rule], float]:
    """The straight strokes of the page, and the share of it that images cover."""
    x0, y0, x1, y1 = page.get_cropbox()
    area = max(1.0, (x1 - x0) * (y1 - y0))
    rules: list[Rule] = []
    cover = 0.0
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]
    for item in page.get_objects(filter=kinds, max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            seen = max(0.0, min(right, x1) - max(left, x0)) * max(0.0, min(top, y1) - max(bottom, y0))
            cover += seen / area
        elif len(rules) < _MOST_STROKES:
            rules.extend(_strokes(item, x0, y1))
    return (rules if len(rules) < _MOST_STROKES else []), min(1.0, cover)


def _strokes(path: pypdfium2.PdfObject, x0: float, y1: float) -> Iterator[Rule]:
    """The sides of a drawn path that run along the page."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked))
    left, bottom, right, top = path.get_bounds()
    if not stroked.value and min(right - left, top - bottom) > 3:
        # A coloured ground behind words, not a line between them.
        return
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    here: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_STROKES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        there = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = there
        elif kind == pdfium.FPDF_SEGMENT_LINETO and here is not None:
            yield from _stroke(here, there, x0, y1)
            if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
                yield from _stroke(there, start, x0, y1)
        here = there


def _stroke(here: tuple[float, float], there: tuple[float, float], x0: float, y1: float) -> Iterator[Rule]:
    left, right = sorted((here[0] - x0, there[0] - x0))
    top, bottom = sorted((y1 - here[1], y1 - there[1]))
    # Across or down, and long enough to part something.
    if min(right - left, bottom - top) < 1 and max(right - left, bottom - top) > 5:
        yield Rule(left=left, top=top, right=right, bottom=bottom)

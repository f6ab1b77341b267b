"""Scanned pages through Tesseract in French, when it is installed. Without it a scan is not read, and says why.

It knows how to ask for words with their places; the order of reading is `layout`'s. What it reads is never certain:
pages read so are marked, and a warning goes with them.
"""

from __future__ import annotations

import functools
import shutil
from io import BytesIO
from typing import Any

from PIL import Image, ImageSequence, UnidentifiedImageError

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentTooLarge, UnsupportedFormat
from summarizer.ingest.characters import tidy
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.page import Word, page_text
from summarizer.ingest.reading import PageText, ReadText, join_pages
from summarizer.values import TextSource

LANGUAGE = "fra"
WARNING = "texte reconnu sur une image (OCR) : à vérifier sur le document"
NOT_INSTALLED = "la reconnaissance de caractères (Tesseract, français) n'est pas installée"
NOTHING_READ = "la reconnaissance de caractères n'a rien lu"

# Words that Tesseract itself doubts this much are specks and strokes.
_LEAST_CONFIDENCE = 20.0
_MOST_PIXELS = 120_000_000


@functools.cache
def available() -> bool:
    """Whether Tesseract and its French data are installed."""
    if shutil.which("tesseract") is None:
        return False
    import pytesseract  # brings pandas: loaded where a scan is read, not where a document is received

    try:
        return LANGUAGE in pytesseract.get_languages(config="")
    except (pytesseract.TesseractError, OSError):
        return False


def why_not() -> str:
    return NOTHING_READ if available() else NOT_INSTALLED


def read(data: bytes, limits: ReadLimits, deadline: Deadline) -> ReadText:
    """A picture of one or several pages (PNG, JPEG, TIFF)."""
    if not available():
        raise UnsupportedFormat(detail_fr=f"image ; {NOT_INSTALLED}")
    sheets: list[PageText] = []
    try:
        with Image.open(BytesIO(data)) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                deadline.check()
                if number > limits.ocr_pages or frame.width * frame.height > _MOST_PIXELS:
                    raise DocumentTooLarge()
                dpi = float(frame.info.get("dpi", (0, 0))[0]) or 0.0
                text = read_page(frame.convert("L"), round(dpi), min(limits.ocr_seconds, deadline.left()))
                sheets.append(PageText(number=number, text=tidy(text or ""), source=TextSource.OCR))
    except Image.DecompressionBombError:
        raise DocumentTooLarge() from None
    except (UnidentifiedImageError, OSError, SyntaxError):
        raise DocumentCorrupt() from None
    if not any(sheet.text.strip() for sheet in sheets):
        raise DocumentEmpty(detail_fr=f"image ; {NOTHING_READ}")
    text, pages = join_pages(sheets)
    return ReadText(text=text, pages=pages, warnings=(WARNING,))


def read_page(image: Any, dpi: int, seconds: float) -> str | None:
    """The text of one page image, in reading order; None when nothing was recognized in time."""
    if seconds < 1:
        return None
    import pytesseract

    config = f"--dpi {dpi if 70 <= dpi <= 600 else 300}"
    try:
        found = pytesseract.image_to_data(
            image, lang=LANGUAGE, config=config, timeout=seconds, output_type=pytesseract.Output.DICT
        )
    except (RuntimeError, OSError):
        # TesseractError is a RuntimeError, and so is a timeout.
        return None
    return page_text(_words(found, 72 / (dpi or 300))) or None


def _words(found: dict[str, list[Any]], scale: float) -> list[Word]:
    """Words in points. Heights of recognized words vary with their letters: each takes that of its line."""
    heights: dict[tuple[Any, ...], tuple[float, float]] = {}
    kept = [
        n for n, text in enumerate(found["text"]) if str(text).strip() and float(found["conf"][n]) >= _LEAST_CONFIDENCE
    ]
    for n in kept:
        top, bottom = found["top"][n], found["top"][n] + found["height"][n]
        line = _line(found, n)
        above, below = heights.get(line, (top, bottom))
        heights[line] = (min(above, top), max(below, bottom))
    return [
        Word(
            text=str(found["text"][n]).strip(),
            left=found["left"][n] * scale,
            top=heights[_line(found, n)][0] * scale,
            right=(found["left"][n] + found["width"][n]) * scale,
            bottom=heights[_line(found, n)][1] * scale,
        )
        for n in kept
    ]


def _line(found: dict[str, list[Any]], n: int) -> tuple[Any, ...]:
    return (found["block_num"][n], found["par_num"][n], found["line_num"][n])

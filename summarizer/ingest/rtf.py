"""RTF files (old letters, CDA level 1 bodies): their text.

It knows the control words that make characters and lines; every destination that is not text (fonts, styles, pictures)
is skipped. The grammar is that of RTF 1.9: groups, control words, control symbols, text.
"""

from __future__ import annotations

import re

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentTooLarge
from summarizer.ingest import vocabulary
from summarizer.ingest.characters import tidy
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.reading import PageText, ReadText, join_pages

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_SKIPPED = vocabulary.words(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf listtable "
    "listoverridetable rsidtbl generator datastore themedata xmlnstbl latentstyles fldinst bkmkstart bkmkend nonshppict "
    "colorschememapping filetbl revtbl pgdsctbl"
)
_LINES = {"par": "\n", "line": "\n", "sect": "\n", "row": "\n", "tab": "\t", "cell": "   ", "page": "\f"}
_MARKS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "emspace": " ", "enspace": " ", "nbsp": "\u00a0",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "-": "", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}


def read(data: bytes, limits: ReadLimits, deadline: Deadline) -> ReadText:
    """Raises DocumentCorrupt when the groups do not close, DocumentEmpty when there is no text."""
    sheets = [tidy(sheet).strip("\n") for sheet in _plain(data.decode("latin-1"), limits, deadline).split("\f")]
    numbered = [PageText(number=n, text=sheet) for n, sheet in enumerate(sheets, start=1) if sheet.strip()]
    if not numbered:
        raise DocumentEmpty()
    text, pages = join_pages(numbered)
    return ReadText(text=text, pages=pages)


def _plain(written: str, limits: ReadLimits, deadline: Deadline) -> str:
    said: list[str] = []
    # Of each open group: whether it is skipped, and how many characters follow a \u as its replacement.
    stack: list[tuple[bool, int]] = []
    skipped, replaced, pending, codepage = False, 1, 0, "cp1252"
    for count, token in enumerate(_TOKEN.finditer(written)):
        if count % 10_000 == 0:
            deadline.check()
        if token["brace"] == "{":
            stack.append((skipped, replaced))
            if len(stack) > limits.depth:
                raise DocumentTooLarge()
        elif token["brace"] == "}":
            if not stack:
                raise DocumentCorrupt()
            skipped, replaced = stack.pop()
            pending = 0
            if not stack:
                break
        elif token["word"]:
            word, number = token["word"], int(token["number"]) if token["number"] else None
            pending = 0
            if word in _SKIPPED:
                skipped = True
            elif word == "ansicpg" and number in (1250, 1252, 1254, 1257):
                codepage = f"cp{number}"
            elif word == "mac":
                codepage = "mac_roman"
            elif word == "uc" and number is not None:
                replaced = number
            elif word == "u" and number is not None and not skipped:
                said.append(chr(number % 65536))
                pending = replaced
            elif not skipped:
                said.append(_LINES.get(word) or _MARKS.get(word, ""))
        elif token["symbol"] == "*":
            skipped = True
        elif token["hex"]:
            if pending:
                pending -= 1
            elif not skipped:
                said.append(bytes.fromhex(token["hex"]).decode(codepage, errors="replace"))
        elif not skipped:
            text = token["text"] or _SYMBOLS.get(token["symbol"] or "", "")
            said.append(text[min(pending, len(text)) :])
            pending = max(0, pending - len(text))
    else:
        if stack:
            raise DocumentCorrupt()
    return "".join(said).encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")

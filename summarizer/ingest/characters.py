"""Bytes to characters, and the few repairs of characters that are certain.

It knows encodings and accents; it refuses to touch words, spaces inside lines, or hyphens at the margin: what is cited
must be what is written. Every repair is made before offsets exist.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from summarizer.errors import DocumentCorrupt, UnsupportedFormat

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ«»’‘“”–—…°µ²³€·•½±×÷§\u00a0")
# Hospital software still writes these; the first is by far the most frequent and wins ties.
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
# Below this share of French letters among the non-ASCII characters, the guess of the encoding is not trusted.
_TRUSTED_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Decoded:
    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The characters of a text file: UTF-8, UTF-16 with its mark, else the likeliest single-byte encoding.

    Raises UnsupportedFormat when the bytes are not text at all.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(text=data.decode(encoding))
            except UnicodeDecodeError:
                raise DocumentCorrupt("the encoding mark at the start does not match the bytes") from None
    if looks_binary(data):
        raise UnsupportedFormat()
    try:
        return Decoded(text=_undouble(data.decode("utf-8")))
    except UnicodeDecodeError:
        return _decode_mixed(data) or _decode_single_byte(data)


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes hold what no text file holds."""
    head = data[:65536]
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return b"\0" in head or odd > len(head) // 100


def _decode_mixed(data: bytes) -> Decoded | None:
    """UTF-8 in which a few bytes are Windows-1252 (texts pasted together), or None when it is not that."""
    text = data.decode("utf-8", errors="surrogateescape")
    strays = len(re.findall("[\udc80-\udcff]", text))
    if sum(ord(c) > 127 for c in text) - strays <= strays:
        return None
    repaired = re.sub(
        "[\udc80-\udcff]",
        lambda stray: bytes([ord(stray.group()) - 0xDC00]).decode("cp1252", errors="replace"),
        text,
    )
    return Decoded(text=repaired, warnings=("encodage mixte : quelques caractères accentués sont incertains",))


def _decode_single_byte(data: bytes) -> Decoded:
    scored = [(_french_share(text), -rank, text) for rank, text in enumerate(_readings(data))]
    share, rank, text = max(scored)
    if share >= _TRUSTED_SHARE and rank == 0:
        return Decoded(text=text)
    return Decoded(text=text, warnings=("encodage incertain : des caractères accentués peuvent être faux",))


def _readings(data: bytes) -> list[str]:
    return [data.decode(encoding, errors="replace") for encoding in _SINGLE_BYTE]


def _french_share(text: str) -> float:
    accented = [character for character in text if ord(character) > 127]
    return sum(character in _FRENCH for character in accented) / max(1, len(accented))


def _undouble(text: str) -> str:
    """UTF-8 that was encoded twice (`Ã©`), when the whole text decodes back; otherwise the text itself."""
    if not re.search(r"Ã[^\w\s]|Ã[\u00a0ªµº]|â€", text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


# A spacing accent beside a letter is how some PDF fonts and old printers write an accented letter.
_ACCENTS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327"}
_SPACING_ACCENT = re.compile("([´ˆ¨¸]|(?<=[A-Za-zÀ-ÿ])`(?=[A-Za-z]{2})|`(?=[aA](?![\\w`]))) ?([A-Za-zı])")
# Invisible characters: zero-width, direction marks, tags. They hide words from every later reader.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def tidy(text: str) -> str:
    """NFC, `\\n` line ends, neither control nor invisible characters. A soft hyphen at a line's end stays one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("\u00ad(?=\\s*\n)", "-", text).replace("\u00ad", "")
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text)
    return _SPACING_ACCENT.sub(_compose, text)


def _compose(found: re.Match[str]) -> str:
    letter = {"ı": "i"}.get(found[2], found[2])
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[found[1]])
    return composed if len(composed) == 1 else found[0]

"""Real annotated pages, rewritten: whatever identifies is replaced by a fresh draw of the same form.

Knows three kinds of corpora, each given by its path: notes with spans (JSON lines: note_id, note_text, entities), gold dossiers (folders with
gold.json), and folders of .txt that name no patient. Refuses to keep any of it: nothing read here is written anywhere, and a
page reaches the network under other names. Names are drawn again at each visit, so a page teaches its layout, never who it was about.

Half of the notes and of the plain texts are never opened: those whose sha256 of the id (the file name) starts with an odd
byte. Of what is left, one in five, by the second byte, is set aside to choose thresholds and weights on.
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import hashlib
import json
import random
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from models.detector import layouts, templates
from models.detector.features import folded
from models.detector.generate import Entity, Generator, title, unaccented

#: The label of what nobody marked and may still be a name: the loss does not count it.
UNJUDGED = "?"
_KINDS = {
    "NOM": "FAMILY", "PRENOM": "GIVEN", "PERSON": "PERSON", "RELATIVE": "PERSON", "VILLE": "CITY", "CITY": "CITY", "HOPITAL": "HOSP",
    "HOSPITAL": "HOSP", "ADRESSE": "ADDR", "ADDRESS": "ADDR", "MAIL": "MAIL", "EMAIL": "MAIL", "DATE": "DATE", "DATE_NAISSANCE": "DATE",
    "BIRTH_DATE": "DATE", "SECU": "NIR", "NIR": "NIR",
}  # fmt: skip
_TAGS = {
    "FAMILY": "PER",
    "GIVEN": "PER",
    "PERSON": "PER",
    "CITY": "CITY",
    "HOSP": "HOSP",
    "ADDR": "ADDR",
    "OPEN": UNJUDGED,
}
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset("de du des d la le les l van von der den ben ibn el al da dos di del et".split())
_KEPT_OF_PLACES = _PARTICLES | frozenset(
    """a aux au en sur sous lès cedex saint sainte st ste hopital hopitaux chu ch chru chi chs ght gh ghu centre hospitalier universitaire
    clinique polyclinique ehpad ssr smr usld had ssiad residence maison sante retraite repos medical medicale cabinet pharmacie laboratoire laboratoires
    labo lbm biologie analyses imagerie radiologie institut fondation groupe foyer ambulances mutuelle hop prive privee regional general intercommunal
    service unite pavillon infirmier dentaire kinesitherapie anatomie cytologie pathologiques selarl selas association cmp soins
    reeducation dialyse ap hp aphp hospital rue avenue av boulevard bd place chemin impasse imp allee allees route quai cours
    square general marechal docteur bis ter appt apt bat batiment esc etage hameau lieu dit zone za lotissement montee faubourg""".split()
)
_KEPT_OF_PLACES |= {folded(word) for practice in layouts.PRACTICES for word in re.findall(r"[^\W\d_]+", practice)}
_CAPITALS = r"[A-ZÀ-Þ][\w'’-]*(?:[ -](?:(?:de|du|des|d'|la|le|et)[ -])?[A-ZÀ-Þ][\w'’-]*)*"
# An unmarked capital after these may be a doctor or a hospital all the same, marked by nobody because it is no patient.
_MAY_NAME = re.compile(
    rf"\b(?:Dr|Pr|Docteur|Professeur|Mme|Monsieur|Madame|M|Mr)\b\.?\s?(?P<n>{_CAPITALS})"
    rf"|(?P<h>\b(?i:h[oô]pital|chu|clinique|centre hospitalier|institut|universit\w+|facult\w+|centre de (?:santé|soins)|association)\b(?:[ ](?:de|du|des|d'|la|le|l'|militaire|universitaire"
    rf"|priv[ée]e?|hospitali[eè]re?|m[ée]dicale))*[ ]?{_CAPITALS})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one span is: a key of `_TAGS`, or DATE, NIR, MAIL, NUMBER. Characters, half-open."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Page:
    """A page as its corpus gives it. `source` is notes, gold or nobody."""

    source: str
    text: str
    pieces: tuple[Piece, ...]

    def __repr__(self) -> str:
        return f"Page({self.source}, {len(self.text)} characters, {len(self.pieces)} pieces)"


# --- reading --------------------------------------------------------------------------------------------------


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def may_be_read(name: str) -> bool:
    """The other half is for measuring only."""
    return _digest(name)[0] % 2 == 0


def is_for_development(name: str) -> bool:
    return _digest(name)[1] % 5 == 0


def read_pages(paths: Sequence[Path]) -> tuple[Page, ...]:
    """The pages to train on, of every corpus given."""
    pages: list[Page] = []
    for path in paths:
        if path.is_file():
            pages += _notes(path)
        elif any(path.rglob("gold.json")):
            pages += _gold(path)
        else:
            pages += _nobody(path)
    return tuple(pages)


def _notes(path: Path) -> Iterator[Page]:
    for line in path.read_text("utf-8").splitlines():
        note = json.loads(line)
        if may_be_read(note["note_id"]) and not is_for_development(note["note_id"]):
            pieces = [(e["start"], e["end"], _KINDS.get(e["label"], "NUMBER")) for e in note["entities"]]
            yield _page("notes", note["note_text"], [*pieces, *_open(note["note_text"])])


def _gold(folder: Path) -> Iterator[Page]:
    for file in sorted(folder.rglob("gold.json")):
        if is_for_development(file.parent.name):
            continue
        by_file: dict[str, set[tuple[str, str]]] = {}
        for pii in json.loads(file.read_text("utf-8"))["pii"]:
            by_file.setdefault(pii["file"], set()).add((pii["text"], _KINDS.get(pii["label"], "NUMBER")))
        for document in sorted((file.parent / "documents").glob("*.txt")):
            text = document.read_text("utf-8")
            found = [
                (*match.span(), kind)
                for surface, kind in sorted(by_file.get(document.name, ()))
                for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
            ]
            yield _page("gold", text, found)


def _nobody(folder: Path) -> Iterator[Page]:
    for file in sorted(folder.rglob("*.txt")):
        if may_be_read(file.name) and not is_for_development(file.name):
            text = file.read_text("utf-8")
            yield _page("nobody", text, _open(text))


def _open(text: str) -> list[tuple[int, int, str]]:
    return [(*match.span("n" if match["n"] else "h"), "OPEN") for match in _MAY_NAME.finditer(text)]


def _page(source: str, text: str, found: Sequence[tuple[int, int, str]]) -> Page:
    """Disjoint pieces: what is marked before what is open, the longer first."""
    kept: list[Piece] = []
    for start, end, kind in sorted(found, key=lambda f: (f[2] == "OPEN", f[0] - f[1], f[0])):
        at = start
        for other in sorted(kept, key=lambda p: p.start):
            if other.end <= at or other.start >= end:
                continue
            if kind == "OPEN" and other.start > at:
                kept.append(Piece(start=at, end=other.start, kind=kind))
            at = max(at, other.end)
        if at < end and (kind == "OPEN" or at == start):
            kept.append(Piece(start=at, end=end, kind=kind))
    # The blank between a first and a last name is no piece: the two are one person.
    telling = [p for p in kept if p.kind != "OPEN" or _LETTERS.search(text, p.start, p.end)]
    return Page(source=source, text=text, pieces=tuple(sorted(telling, key=lambda p: p.start)))


# --- rewriting ------------------------------------------------------------------------------------------------


class Rewriter:
    """Draws pages, each time about somebody else. Seeded by the generator it shares its draws with."""

    def __init__(self, generator: Generator, pages: Sequence[Page]) -> None:
        self._generator = generator
        self._rng: random.Random = generator.rng
        self._given = frozenset(folded(name) for name, count in generator.given_counts if count >= 100)
        self._pages = {source: [p for p in pages if p.source == source] for source in ("notes", "gold", "nobody")}

    def document(self, longest: int = 1_700) -> tuple[str, list[Entity]]:
        """A passage of a page, rewritten and damaged. At most `longest` characters before damage, about 400 tokens."""
        shares = {"notes": 0.4, "gold": 0.38, "nobody": 0.22}
        sources = [source for source, pages in self._pages.items() if pages]
        source = self._rng.choices(sources, weights=[shares[s] for s in sources])[0]
        text, entities = self.rewritten(self._rng.choice(self._pages[source]))
        text, entities = self._passage(text, entities, longest)
        return self._generator.damaged(text, entities, scanned=self._rng.random() < 0.06)

    def documents(self) -> Iterator[tuple[str, list[Entity]]]:
        while True:
            yield self.document()

    def rewritten(self, page: Page) -> tuple[str, list[Entity]]:
        """The whole page about somebody else; the same word becomes the same name throughout."""
        seen: dict[str, str] = {}
        out, entities, at = "", list[Entity](), 0
        kinds: set[str] = set()
        for before, piece in pairwise((None, *page.pieces)):
            assert piece is not None
            gap = page.text[at : piece.start]
            out += gap
            new = self._redrawn(page.text[piece.start : piece.end], piece.kind, seen)
            tag = _TAGS.get(piece.kind)
            if tag is not None and new:
                joins = before is not None and _TAGS.get(before.kind) == tag == "PER" and gap in ("", " ", ", ", "-")
                if joins and piece.kind not in kinds and "PERSON" not in kinds:
                    entities[-1] = (entities[-1][0], len(out) + len(new), tag)
                    kinds.add(piece.kind)
                else:
                    entities.append((len(out), len(out) + len(new), tag))
                    kinds = {piece.kind}
            out += new
            at = piece.end
        return out + page.text[at:], entities

    def _passage(self, text: str, entities: list[Entity], longest: int) -> tuple[str, list[Entity]]:
        length = min(longest, int(self._rng.choice([0.1, 0.25, 0.5, 1.0, 1.0]) * longest))
        if len(text) <= length:
            return text, entities
        start = self._rng.randrange(0, len(text) - length)
        start = 0 if self._rng.random() < 0.25 else self._edge(text, entities, start)
        end = self._edge(text, entities, min(len(text), start + length))
        inside = [(a - start, b - start, label) for a, b, label in entities if a >= start and b <= end]
        return text[start:end], inside

    def _edge(self, text: str, entities: list[Entity], at: int) -> int:
        """The end of a line near `at`, else of a word; never inside an entity."""
        line = text.find("\n", at)
        at = line + 1 if 0 <= line < at + 120 else at
        while 0 < at < len(text) and (
            (text[at - 1].isalnum() and text[at].isalnum()) or any(a < at < b for a, b, _ in entities)
        ):
            at += 1
        return at

    def _redrawn(self, surface: str, kind: str, seen: dict[str, str]) -> str:
        match kind:
            case "FAMILY" | "GIVEN" | "PERSON":
                return self._person(surface, kind, seen)
            case "CITY":
                return self._town(surface, seen)
            case "HOSP":
                return self._hospital(surface, seen)
            case "ADDR":
                return self._address(surface)
            case "MAIL":
                return self._generator.mail()
            case "DATE":
                return self._date(surface)
            case "NIR":
                return surface[:5] + self._digits(surface[5:])
            case "NUMBER":
                return surface[:1] + self._digits(surface[1:])
            case _:
                return surface

    # --- people

    def _person(self, surface: str, kind: str, seen: dict[str, str]) -> str:
        words = list(_WORD.finditer(surface))
        out, at = "", 0
        for word in words:
            out += surface[at : word.start()] + self._name(word, surface, kind, seen)
            at = word.end()
        out += surface[at:]
        if kind == "GIVEN" and self._rng.random() < 0.06:
            return self._generator.initials()
        if kind == "GIVEN" and len(words) == 1 and self._rng.random() < 0.1:
            out += " " + like(words[0].group(), self._generator.given.draw(self._rng))
        if kind != "PERSON" and self._rng.random() < 0.08:
            out = self._rng.choice([str.upper, title, unaccented])(out)
        return out.strip() or surface

    def _name(self, match: re.Match[str], surface: str, kind: str, seen: dict[str, str]) -> str:
        word = match.group()
        plain = folded(word)
        if len(word) == 1 or (len(word) == 2 and surface[match.end() : match.end() + 1] == "."):
            return "".join(
                self._rng.choice(string.ascii_uppercase if c.isupper() else string.ascii_lowercase) for c in word
            )
        if plain in _PARTICLES:
            return word
        if plain not in seen:
            family = kind == "FAMILY" or (kind == "PERSON" and (word.isupper() or plain not in self._given))
            seen[plain] = (self._family() if family else self._generator.given.draw(self._rng)).strip()
        return like(word, seen[plain])

    def _family(self) -> str:
        draw = self._rng.random()
        if draw < 0.04:
            return self._rng.choice(self._generator.words)
        return self._generator.invented() if draw < 0.07 else self._generator.surnames.draw(self._rng)

    # --- places

    def _town(self, surface: str, seen: dict[str, str]) -> str:
        digits = re.match(r"[\d\s,-]*", surface)
        lead = digits.group() if digits else ""
        core = surface[len(lead) :]
        tail = re.search(r"(?i)\s+cedex.*$|\s+\d{1,2}$", core)
        end = tail.group() if tail else ""
        core = core[: len(core) - len(end)]
        drawn = seen.setdefault("town " + folded(core), self._rng.choice(self._generator.towns))
        return self._digits(lead) + like(core, drawn) + end

    def _hospital(self, surface: str, seen: dict[str, str]) -> str:
        """Its kind and its small words stay; its own name is another."""
        saints = False

        def other(match: re.Match[str]) -> str:
            nonlocal saints
            word, plain = match.group(), folded(match.group())
            if plain in _KEPT_OF_PLACES or len(word) == 1:
                saints = plain in ("saint", "sainte", "st", "ste")
                return word
            if plain not in seen:
                draw = self._rng.random()
                drawn = (
                    self._generator.given.draw(self._rng)
                    if saints
                    else self._generator.surnames.draw(self._rng)
                    if draw < 0.3
                    else self._rng.choice(self._generator.towns)
                    if draw < 0.6
                    else self._rng.choice(templates.FAMOUS)
                    if draw < 0.75
                    else self._generator.word()
                )
                seen[plain] = drawn
            saints = False
            return like(word, seen[plain])

        return _LETTERS.sub(other, surface)

    def _address(self, surface: str) -> str:
        if self._rng.random() < 0.35:
            return self._generator.address()

        def other(match: re.Match[str]) -> str:
            word = match.group()
            if folded(word) in _KEPT_OF_PLACES or len(word) == 1 or (word.islower() and not surface.islower()):
                return word
            draws = (self._generator.word, lambda: self._generator.surnames.draw(self._rng))
            return like(word, self._rng.choice(draws)())

        return _LETTERS.sub(other, self._digits(surface))

    # --- figures

    def _digits(self, surface: str) -> str:
        return "".join(self._rng.choice(string.digits) if c.isdigit() else c for c in surface)

    def _date(self, surface: str) -> str:
        """Another day and month; the year stays, since a NIR beside may hold it."""

        last = max((m.start() for m in re.finditer(r"\d+", surface)), default=0)
        head, year = surface[:last], surface[last:]
        return re.sub(r"(?<!\d)\d\d(?!\d)", lambda _: f"{self._rng.randint(1, 12):02d}", head) + year


def like(word: str, name: str) -> str:
    """`name` with the case of `word`; without accents where a word of capitals has none."""
    if word.isupper() and len(word) > 1:
        return unaccented(name).upper() if word == unaccented(word) else name.upper()
    return name.lower() if word.islower() else title(name)

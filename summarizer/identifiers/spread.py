"""What was found once is found everywhere: names, initials, towns and establishments of a document or a dossier.

Knows what other recognizers were sure of; refuses to spread a word that is also French unless its place says it is a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from summarizer.identifiers.known import KnownNames, known_names
from summarizer.identifiers.people import NOT_NAMES
from summarizer.identifiers.text import Written, compiled, key_of, matches
from summarizer.values import Identifier, Label, Span

_PEOPLE = frozenset({Label.PERSON, Label.RELATIVE})
#: Below this, a finding is hidden where it stands and spreads no further.
SURE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Seeds:
    """Words of people, full names (surname, given name), and phrases of towns and establishments, all folded."""

    words: frozenset[str] = frozenset()
    full_names: frozenset[tuple[str, str]] = frozenset()
    phrases: frozenset[tuple[str, Label]] = frozenset()

    def __repr__(self) -> str:
        return f"Seeds({len(self.words)} words, {len(self.phrases)} phrases)"

    def __or__(self, other: Seeds) -> Seeds:
        return Seeds(
            words=self.words | other.words,
            full_names=self.full_names | other.full_names,
            phrases=self.phrases | other.phrases,
        )


def seeds_of(text: str, found: Iterable[Identifier], is_word: Callable[[str], bool]) -> Seeds:
    words: set[str] = set()
    full_names: set[tuple[str, str]] = set()
    phrases: set[tuple[str, Label]] = set()
    for identifier in found:
        if identifier.score < SURE:
            continue
        surface = identifier.span.of(text)
        if identifier.label is Label.HOSPITAL and _PRACTICE.match(surface):
            own = key_of(surface).split()[1:]
            full_names |= {(a, b) for a in own for b in own if a != b and len(own) == 2}
        if identifier.label in _PEOPLE:
            telling = [
                word for word in key_of(surface).split() if len(word) >= 3 and word.isalpha() and word not in NOT_NAMES
            ]
            words |= {word for word in telling if len(word) >= 4 and not is_word(word)}
            full_names |= {(a, b) for a in telling for b in telling if a != b and len(telling) <= 4}
        elif identifier.label in (Label.CITY, Label.HOSPITAL):
            phrase = key_of(surface).removesuffix(" cedex")
            if len(phrase) >= 4 and phrase not in NOT_NAMES and not (" " not in phrase and is_word(phrase)):
                phrases.add((phrase, identifier.label))
            own = _OPENING.sub("", phrase)
            if identifier.label is Label.HOSPITAL and own != phrase and len(own.split()) >= 2 and len(own) >= 8:
                phrases.add((own, Label.HOSPITAL))
    return Seeds(words=frozenset(words), full_names=frozenset(full_names), phrases=frozenset(phrases))


# A practice that bears its owner's name: "Cabinet Maëva ROUXEL".
_PRACTICE = compiled(r"(?i)^(?:cabinet|pharmacie|selarl)\s[A-Z]")
_OPENING = compiled(
    r"^(?:(?:ehpad|residence|clinique|hopital|centre\shospitalier|ch|chu|polyclinique|cabinet(?:\smedical)?|pharmacie|labo|laboratoire|foyer|maison\sde\s\w+)\s)+(?:(?:de|du|des|d|la|le|les|l)\s){0,2}"
)


def spread(written: Written, seeds: Seeds) -> Iterator[Identifier]:
    """Other places where the seeds stand, with a capital."""
    known = KnownNames(words=dict.fromkeys(sorted(seeds.words), Label.PERSON), found_by="dossier-names")
    for identifier in known_names(written, known, typos=False):
        if written.plain[identifier.span.start].isupper():
            yield Identifier(span=identifier.span, label=Label.PERSON, score=0.7, found_by="dossier-names")
    yield from _phrases(written, seeds)
    yield from _initials(written, seeds)


_WORD = compiled(r"[^\W_]+")
_PLACE_BEFORE = compiled(r"(?:^|\s{2,}|\b(?:a|de|sur|vers|labo|site)\s(?:d'|l')?|\b(?:d|l)'|[(,/-]\s?|\n\s*)$")


def _phrases(written: Written, seeds: Seeds) -> Iterator[Identifier]:
    """Each place by its first word; a single word wants the words of a place before it, or capitals."""
    by_first: dict[str, list[tuple[list[str], Label]]] = {}
    for phrase, label in sorted(seeds.phrases):
        words = phrase.split()
        by_first.setdefault(words[0], []).append((words, label))
    if not by_first:
        return
    tokens = [match.span() for match in matches(_WORD, written.folded)]
    folded = [written.folded[a:b] for a, b in tokens]
    for i, first in enumerate(folded):
        for words, label in by_first.get(first, ()):
            if folded[i : i + len(words)] != words or not written.plain[tokens[i][0]].isupper():
                continue
            start, end = tokens[i][0], tokens[i + len(words) - 1][1]
            if end - start > len(" ".join(words)) + 3:
                continue
            if len(words) > 1 or _PLACE_BEFORE.search(written.before(start, 12)):
                yield Identifier(span=Span(start, end), label=label, score=0.75, found_by="dossier-places")


_INITIALS = compiled(r"(?<![\w.'-])(?P<i>[A-Z]{2,3}|[A-Z]\.[ ]?[A-Z]\.?)(?![\w'-])")
_INITIALS_BEFORE = compiled(r"(?:[.;!?)»]\s{1,3}|\n\s*|\bvad\s|\bide\s|\bas\s|/\s?)$")
_INITIALS_AFTER = compiled(r"^\s*(?:\n|$|[-–:/»)])")
_MISTER = compiled(r"(?<![\w'-])(?P<m>M\.)[ ](?:(?i:de|du|d'|le|la)[ ]?)?(?P<name>[A-Z][A-Za-z'-]+)")


def _initials(written: Written, seeds: Seeds) -> Iterator[Identifier]:
    """Signatures by initials ("... RAS. MR") of people named in full, and "M. ROYER" where M. is Mathilde."""
    pairs = {a[0] + b[0] for a, b in seeds.full_names}
    for match in matches(_INITIALS, written.plain):
        letters = "".join(c for c in match["i"].lower() if c.isalpha())
        if (
            letters[:2] in pairs
            and _INITIALS_BEFORE.search(written.before(match.start(), 8))
            and _INITIALS_AFTER.match(written.after(match.end(), 4))
        ):
            yield Identifier(span=Span(*match.span("i")), label=Label.PERSON, score=0.6, found_by="initials")
    for match in matches(_MISTER, written.plain):
        name = (key_of(match["name"]).split() or [""])[0]
        beside = {b for a, b in seeds.full_names if a == name}
        # "M. Régis POMMIER" is a mister; "M. ROYER", where every ROYER has a first name in M, may be none.
        if (
            beside
            and all(b[0] == "m" for b in beside)
            and not written.plain[match.end() + 1 : match.end() + 2].isupper()
        ):
            yield Identifier(
                span=Span(match.start("m"), match.end("name")), label=Label.PERSON, score=0.95, found_by="initials"
            )

"""What was found once is found everywhere: names, initials, towns and establishments of a document or a dossier.

Knows what other recognizers were sure of; refuses to spread a word that is also French unless its place says it is a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.identifiers.dates import find_dates
from summarizer.identifiers.known import KnownNames, known_names
from summarizer.identifiers.people import NOT_NAMES
from summarizer.identifiers.text import Written, compiled, key_of, matches
from summarizer.values import Identifier, Label, Span

_PEOPLE = frozenset({Label.PERSON, Label.RELATIVE})
#: Below this, a finding is hidden where it stands and spreads no further.
SURE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Seeds:
    """Words of people, full names (surname, given name), phrases of towns and establishments, initials of people, all folded; days
    of birth, ISO."""

    words: frozenset[str] = frozenset()
    full_names: frozenset[tuple[str, str]] = frozenset()
    phrases: frozenset[tuple[str, Label]] = frozenset()
    letters: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Seeds({len(self.words)} words, {len(self.phrases)} phrases)"

    def __or__(self, other: Seeds) -> Seeds:
        return Seeds(
            words=self.words | other.words,
            full_names=self.full_names | other.full_names,
            phrases=self.phrases | other.phrases,
            letters=self.letters | other.letters,
            births=self.births | other.births,
        )


def seeds_of(text: str, found: Iterable[Identifier], is_word: Callable[[str], bool]) -> Seeds:
    words: set[str] = set()
    full_names: set[tuple[str, str]] = set()
    phrases: set[tuple[str, Label]] = set()
    letters: set[str] = set()
    births: set[str] = set()
    for identifier in found:
        if identifier.score < SURE:
            continue
        surface = identifier.span.of(text)
        if identifier.label is Label.BIRTH_DATE and identifier.found_by in _SAID_BIRTHS:
            births |= {date.iso() for date in find_dates(Written.of(surface)) if date.day is not None}
        if identifier.label is Label.HOSPITAL and _PRACTICE.match(surface):
            own = key_of(surface).split()[1:]
            full_names |= {(a, b) for a in own for b in own if a != b and len(own) == 2}
        if identifier.label in _PEOPLE:
            telling = [
                word for word in key_of(surface).split() if len(word) >= 3 and word.isalpha() and word not in NOT_NAMES
            ]
            words |= {word for word in telling if len(word) >= 4 and not is_word(word)}
            full_names |= {(a, b) for a in telling for b in telling if a != b and len(telling) <= 4}
            letters |= _letters_of(key_of(surface).split())
        elif identifier.label in (Label.CITY, Label.HOSPITAL):
            phrase = key_of(surface).removesuffix(" cedex")
            if len(phrase) >= 4 and phrase not in NOT_NAMES and not (" " not in phrase and is_word(phrase)):
                phrases.add((phrase, identifier.label))
            own = _OPENING.sub("", phrase)
            telling_own = (len(own.split()) >= 2 and len(own) >= 8) or (
                len(own) >= 5 and own.isalpha() and not is_word(own)
            )
            if identifier.label is Label.HOSPITAL and own != phrase and telling_own and own not in NOT_NAMES:
                phrases.add((own, Label.HOSPITAL))
    return Seeds(
        words=frozenset(words),
        full_names=frozenset(full_names),
        phrases=frozenset(phrases),
        letters=frozenset(letters),
        births=frozenset(births),
    )


_SAID_BIRTHS = frozenset({"birth-announced", "birth-known", "birth-nir", "birth-age"})


def _letters_of(words: Sequence[str]) -> set[str]:
    """The initials of a full name, surname first or last: "J-Loup BÉRARD" is JLB, BJL, JB, JL, LB..."""
    parts = [word for word in words if word not in _PARTICLES and word.isalpha()]
    if not 2 <= len(parts) <= 4 or sum(len(word) > 2 for word in parts) < 1:
        return set()
    first = [word[0] for word in parts]
    return {
        "".join(first),
        "".join(first[1:] + first[:1]),
        "".join(first[-1:] + first[:-1]),
        *(a + b for i, a in enumerate(first) for j, b in enumerate(first) if i != j),
    }


_PARTICLES = frozenset("de du des d le la les l van von der den ben el al da di".split())  # noqa: SIM905


# A practice that bears its owner's name: "Cabinet Maëva ROUXEL".
_PRACTICE = compiled(r"(?i)^(?:cabinet|pharmacie|selarl)\s[A-Z]")
_OPENING = compiled(
    r"^(?:(?:ehpad|residence|clinique|hopital|hopitaux|hop|centre\shospitalier(?:\s(?:universitaire|regional|intercommunal|general|specialise))?|c\s?h\s?u?|chru?|chi|chic|ghu?|ght|hu|ssr|smr|usld|had|cmpr?|crf|msp"
    r"|polyclinique|cabinet(?:\smedical)?|pharmacie|labo|laboratoires?|lbm|foyer|institut|fondation|pavillon|unite|batiment|smur|samu|selas|selarl|imagerie|scanner|irm|gie|ambulances|centre(?:\sde\s\w+)?|maison\sde\s\w+)\s)+"
    r"(?:(?:de|du|des|d|la|le|les|l)\s){0,2}"
)


def spread(written: Written, seeds: Seeds) -> Iterator[Identifier]:
    """Other places where the seeds stand, with a capital."""
    known = KnownNames(words=dict.fromkeys(sorted(seeds.words), Label.PERSON), found_by="dossier-names")
    for identifier in known_names(written, known, typos=False):
        if written.plain[identifier.span.start].isupper():
            yield Identifier(span=identifier.span, label=Label.PERSON, score=0.7, found_by="dossier-names")
    yield from _phrases(written, seeds)
    yield from _initials(written, seeds)
    yield from _births(written, seeds)


#: A birth nearer to the latest date of a text than this may be the day of a delivery that the text tells: it is left to its words.
_BIRTH_AWAY = 2


def _births(written: Written, seeds: Seeds) -> Iterator[Identifier]:
    """The days of birth that one place announced, where nothing announces them."""
    if not any(birth[2:4] in written.folded or "mil" in written.folded for birth in seeds.births):
        return
    dates = find_dates(written)
    latest = max((date.year for date in dates if date.day is not None), default=0)
    for date in dates:
        known = date.day is not None and any(date.is_day(birth) for birth in seeds.births)
        if known and date.year <= latest - _BIRTH_AWAY:
            yield Identifier(span=date.span, label=Label.BIRTH_DATE, score=0.9, found_by="dossier-births")


_WORD = compiled(r"[^\W_]+")
_PLACE_BEFORE = compiled(
    r"(?:^|\s{2,}|\b(?:a|de|sur|vers|labo|site|centre|cabinet|clinique|unite|vsav|smur)\s(?:d'|l')?|\b(?:d|l)'|[(,/-]\s?|\n\s*)$"
)


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
            # Five letters that are no French word name that town or that house wherever they stand.
            if len(words) > 1 or len(words[0]) >= 5 or _PLACE_BEFORE.search(written.before(start, 12)):
                yield Identifier(span=Span(start, end), label=label, score=0.75, found_by="dossier-places")


_INITIALS = compiled(
    r"(?<![\w.'-])(?P<i>[A-Z]{2,4}|[A-Z]\.(?:[ ]?-?[A-Z]\.){0,2}[ ]?-?[A-Z]\.?|[A-Z][a-z]?-[A-Z]\.?[ ]?[A-Z]?\.?)(?![\w'-])"
)
_INITIALS_BEFORE = compiled(
    r"(?:[.;!?)»,]\s{1,3}|\n\s*|\s{3,}|\bvad\s|\bide\s|\bas\s|/\s?|\d\s?[-–:]\s|\d{2}/\d{2}\s|\d{2}/\d{2}/\d{2,4}\s)$"
)
_INITIALS_AFTER = compiled(r"^\s*(?:\n|$|[-–:/»)])")
_SENTENCE_BEFORE = compiled(r"(?:[.;!?)»]\s{1,3}|\n\s*|\s{8}|/\s?)$")
_LINE_ENDS = compiled(r"^[ ]*(?:\n|$|»|/)")
_IN_BRACKETS = compiled(r"\(\s?$")
_ACRONYMS = frozenset(
    """
    pa ta fc fr sat fa ac hta ait avc idm ivd ivg bav bbg bbd rm ra im ia ir ira irc dt dm dnid did avk aod hbpm hnf ains ag al ar
    bu tr tv tp tca inr nfs crp ct vs ldh pal asat alat ggt tg hdl ldl tsh t3 t4 na ca mg ph po iv sc im ir ecg eeg emg efr eto ett tdm irm rx
    rp asp ap mp cs us up uf ch chu rdv cr crh ras nb na nr nc sa pc bip tc ts ls pl ml mm mi ms mv pv pn pr qt st ep tvp pe eva en
    gb gr vgm pnn ly mo eo plt cd cg cgr pfc pso ps oms imc ve vg vd og od fe ao la va ci vi vs vt dfg cp cpr cl co hs sr sb mt ck ca ce cea
    psa afp hb hc ht tb tbc vhb vhc vih mst ist hiv hpv dci amm ald hdj had ssr smr sau smur samu ide ids as ash kine mk mg med sf sp spe
    an am pm hg hd mi ms mid mie oap lg bk bf bh tm cm bm rs ro fa fo fu te ti to cv is ig cd cp dg eg pp pi pf pg ei es fi fv gp hv lv rl kc rc rr ml dl nl ng ph bpco saos cpap ppc vni o2 co2 fio peep sng vvc vvp kt kta sad sus po per pre post dr pr mr me mme
    """.split()  # noqa: SIM905
)
_MISTER = compiled(r"(?<![\w'-])(?P<m>M\.)[ ](?:(?i:de|du|d'|le|la)[ ]?)?(?P<name>[A-Z][A-Za-z'-]+)")


def _initials(written: Written, seeds: Seeds) -> Iterator[Identifier]:
    """Signatures by initials ("... RAS. MR") of people named in full, and "M. ROYER" where M. is Mathilde."""
    for match in matches(_INITIALS, written.plain):
        letters = "".join(c for c in match["i"].lower() if c.isalpha())
        if letters not in seeds.letters:
            continue
        before, after = written.before(match.start(), 12), written.after(match.end(), 4)
        if _SENTENCE_BEFORE.search(before) and _LINE_ENDS.match(after):
            told = True
        elif match["i"].isalpha() and (letters in _ACRONYMS or len(letters) > 2):
            # Two or three capitals are an act or a disorder more often than a person: only a signed line says who it is.
            told = False
        else:
            bracketed = _IN_BRACKETS.search(before) is not None and after[:1] == ")"
            told = bracketed or bool(_INITIALS_BEFORE.search(before) and _INITIALS_AFTER.match(after))
        if told:
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

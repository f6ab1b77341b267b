"""Marks that say, word by word, what a claim shares with its evidence. The judge reads them beside the words.

It knows identical words, inflected forms, names of one thing (the lexicon), numbers with their units and what stands
before them, dates in their several spellings, and the cue words that turn a fact around. It refuses to decide: the
network weighs the marks. Training and use call the same function, so a mark means the same in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from models.judge.lexicon import Lexicon, folded

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float32]

_STEMMER = snowballstemmer.stemmer("french")
_WORD = re.compile(r"<[A-Z][A-Z_]*(?:_\d+)?>|\d+(?:[.,]\d+)?|(?:n[°o]\b)|[^\W\d_]+|[%?°µ+]", re.UNICODE)
_CLAUSE = re.compile(r"[.;:!](?=\s|$)|,(?=\s)|\n|\s+(?:mais|cependant|toutefois|alors que)\s+|\s{3,}|\s->\s")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")


class Relation(IntEnum):
    """What a word is to the other text."""

    NONE = 0
    HELD_OTHER = 1
    HELD_COVERED = 2
    HELD_FUNCTION = 3
    HELD_NUMBER_COVERED = 4
    HELD_NUMBER_OTHER = 5
    SAID_FUNCTION = 6
    SAID_SAME = 7
    SAID_FORM = 8
    SAID_SYNONYM = 9
    SAID_NEAR = 10
    SAID_ABSENT = 11
    NUMBER_SAME = 12
    NUMBER_MOVED = 13
    NUMBER_UNIT = 14
    NUMBER_ABSENT = 15
    DATE_SAME = 16
    DATE_ABSENT = 17
    CUE_KEPT = 18
    CUE_LOST = 19
    CUE_ELSEWHERE = 20
    CUE_ADDED = 21


class Turn(IntEnum):
    """Kinds of word that turn a fact around."""

    NONE = 0
    NEGATION = 1
    DOUBT = 2
    FAMILY = 3
    STOP = 4
    START = 5
    UP = 6
    DOWN = 7
    PLAN = 8
    RIGHT = 9
    LEFT = 10
    LIMIT = 11
    PAST = 12
    NORMAL = 13
    ABNORMAL = 14


RELATIONS, TURNS, LINKS = len(Relation), len(Turn), 3

_TURNS = {
    Turn.NEGATION: r"pas|aucune?s?|sans|absences?|absente?s?|ni|jamais|negati\w+|neg|ecarte\w*|exclue?s?|exclut|elimine\w*|"
    r"infirme\w*|indemne|non|nie|disparu\w*|disparition|resolu\w*|neant|denue\w*",
    Turn.DOUBT: r"suspicions?|suspect\w*|susp|soupcon\w*|possibles?|possiblement|probables?|probablement|eventuel\w*|"
    r"hypothese|confirmer|evoqu\w+|semble\w*|pourrait|compatible\w*|doute\w*|vraisembl\w+|discut\w+|peut|\?",
    Turn.FAMILY: r"meres?|peres?|s(?:oe|o)urs?|freres?|fils|filles?|tantes?|oncles?|cousine?s?|famil\w+|parents?|maternel\w*|"
    r"paternel\w*|conjoint\w*|epou(?:x|se)|mari|neveux?|nieces?|fratrie|jum\w+|heredit\w+|gd|voisine?|donneu\w+",
    Turn.STOP: r"arret\w*|stop\w*|suspen\w+|interromp\w+|interruption|sevr\w+|abandon\w*|retir\w+|cess\w+|depose",
    Turn.START: r"debut\w*|introdui\w+|introduction|instaur\w+|mise?|initi\w+|commenc\w+|repris\w*|reintrodui\w+|ajout\w*",
    Turn.UP: r"augment\w+|major\w+|porte\w*|monte\w*|hausse|eleve\w*|aggrav\w+|progress\w+",
    Turn.DOWN: r"diminu\w+|reduit\w*|reduction|reduire|baiss\w+|abaiss\w+|redescend\w*|descend\w*|regress\w+|amelior\w+",
    Turn.PLAN: r"prevoi\w*|prevu\w*|programme\w*|prochaine?s?|envisag\w+|attente|propos\w+|rdv|conseill\w+|recommand\w+|"
    r"discuter|surveiller|controler|refaire|organiser|poursuivre",
    Turn.RIGHT: r"droite?s?|dte?|od|d",
    Turn.LEFT: r"gauches?|gche|og|g",
    Turn.LIMIT: r"si|sauf|uniquement|seulement|maximum|max|jusqu|hors|excepte|cas|reserve|moins|avant|apres",
    Turn.PAST: r"ancien\w*|antecedents?|atcds?|ex|guerie?|passe|anterieure?s?|autrefois",
    Turn.NORMAL: r"normale?s?|normaux|stables?|correcte?s?|bonne?|favorable\w*|satisfaisant\w*|conserve\w*|bien|libre",
    Turn.ABNORMAL: r"anormal\w*|positi\w+|pathologique\w*|altere\w*|mauvaise?|defavorable\w*|instable\w*|mal|insuffisan\w+",
}
_TURN_OF = {turn: re.compile(f"(?:{pattern})$") for turn, pattern in _TURNS.items()}
_FUNCTION = frozenset(
    re.findall(
        r"\S+",
        "le la les l un une des de du d et ou a au aux en dans par pour sur avec chez ce cet cette ces son sa ses leur qui "
        "que qu dont est sont ete etait a ont ait avait il elle on se s y n ne c j nous vous mon ma notre votre lui meme "
        "puis depuis vers entre soit car donc ainsi tres plutot toujours encore deja sous patient patiente mme mr m monsieur "
        "madame date lors cours selon alors tout toute tous fait",
    )
)
_MONTHS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6,
    "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip
_NUMBER_WORDS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9",
    "dix": "10", "onze": "11", "douze": "12", "quinze": "15", "vingt": "20", "trente": "30", "double": "2",
    "triple": "3",
}  # fmt: skip
_DATE = re.compile(
    r"(?<!\d)(?:(?P<y0>(?:19|20)\d\d)-(?P<m0>\d\d)-(?P<d0>\d\d)"
    r"|(?P<d1>\d{1,2})[/.](?P<m1>\d{1,2})(?:[/.](?P<y1>(?:19|20)?\d\d))?"
    r"|(?P<m2>0?\d|1[0-2])/(?P<y2>(?:19|20)\d\d)"
    r"|(?:(?P<d3>\d{1,2})(?:er)?\s+)?(?P<m3>janvier|janv\.?|f[ée]vrier|f[ée]vr?\.?|mars|avril|avr\.?|mai|juin|juillet|juil\.?|"
    r"ao[uû]t|septembre|sept\.?|octobre|oct\.?|novembre|nov\.?|d[ée]cembre|d[ée]c\.?)(?:\s+(?P<y3>(?:19|20)\d\d))?"
    r"|(?P<y4>(?:19|20)\d\d))(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_UNITS = {
    "mg": "mg", "milligrammes": "mg", "g": "g", "gr": "g", "grammes": "g", "µg": "µg", "μg": "µg", "ug": "µg", "mcg": "µg",
    "microgrammes": "µg", "kg": "kg", "kilos": "kg", "ml": "ml", "l": "l", "dl": "dl", "mm": "mm", "cm": "cm",
    "mmol": "mmol", "µmol": "µmol", "umol": "µmol", "ui": "ui", "u": "ui", "unites": "ui", "%": "%", "mmhg": "mmhg",
    "bpm": "bpm", "ans": "ans", "an": "ans", "annees": "ans", "mois": "mois", "jours": "jours", "jour": "jours",
    "j": "jours", "semaines": "sem", "semaine": "sem", "sem": "sem", "sa": "sa", "heures": "h", "heure": "h", "h": "h",
    "minutes": "min", "min": "min", "cp": "cp", "comprime": "cp", "comprimes": "cp", "ng": "ng", "gouttes": "gouttes",
    "pa": "pa", "paquets": "pa", "t": "t", "pg": "pg", "nmol": "nmol", "pmol": "pmol", "kcal": "kcal", "gy": "gy", "gelule": "gel", "gelules": "gel", "sachet": "sachet", "sachets": "sachet",
}  # fmt: skip
FEATURES = 47
_UNIT = re.compile(r"[ \u00a0\u202f]?(?P<unit>[^\W\d_]+|%)(?:\s?/\s?(?P<by>[^\W\d_]+[²\d]?|\d+\s?h))?", re.UNICODE)
_ELISION = ("'", "’")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its place, its folded form, and where its clause and its date are."""

    start: int
    end: int
    form: str
    clause: int
    turn: Turn
    date: tuple[int, int, int] | None = None
    unit: str | None = None

    @property
    def is_number(self) -> bool:
        return self.form[0].isdigit()

    @property
    def is_function(self) -> bool:
        return self.turn is Turn.NONE and (self.form in _FUNCTION or (len(self.form) == 1 and self.form.isalpha()))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Alignment:
    """Marks of each character of both texts (relation, turn, link), and features of the pair."""

    evidence: IntArray
    claim: IntArray
    features: FloatArray

    def __repr__(self) -> str:
        return f"Alignment({self.evidence.shape[0]} and {self.claim.shape[0]} characters)"


def words_of(text: str) -> list[Word]:
    """The words of `text` with their clause, turn and date."""
    dates = [(match.start(), match.end(), _date(match)) for match in _DATE.finditer(text)]
    breaks = [match.start() for match in _CLAUSE.finditer(text)]
    words: list[Word] = []
    clause, at = 0, 0
    for match in _WORD.finditer(text):
        while clause < len(breaks) and breaks[clause] < match.start():
            clause += 1
        while at < len(dates) and dates[at][1] <= match.start():
            at += 1
        inside = at < len(dates) and dates[at][0] <= match.start()
        form = folded(match.group()).replace(",", ".")
        form = _NUMBER_WORDS.get(form, form)
        if form[0].isdigit():
            form = _trimmed(form)
        date = dates[at][2] if inside else None
        turn = Turn.NONE if date is not None or form[0].isdigit() else _turn(form)
        if (
            len(form) == 1
            and turn
            and (text[match.end() : match.end() + 1] in _ELISION or (words and words[-1].is_number))
        ):
            turn = Turn.NONE  # "d'" and "2 g" are no sides
        unit = _unit(text, match.end()) if form[0].isdigit() else None
        words.append(Word(match.start(), match.end(), form, clause, turn, date, unit))
    return words


def focused(evidence: str, claim: str, limit: int) -> str:
    """The sentences of a long evidence that share most with the claim, in their order, within `limit` characters."""
    if len(evidence) <= limit:
        return evidence
    pieces = [piece for piece in _SENTENCE.split(evidence) if piece.strip()]
    wanted = {_stem(word.form) for word in words_of(claim) if not word.is_function}
    scores = [len(wanted & {_stem(word.form) for word in words_of(piece)}) for piece in pieces]
    kept: set[int] = set()
    room = limit
    for index in sorted(range(len(pieces)), key=lambda i: (-scores[i], i)):
        if len(pieces[index]) < room or not kept:
            kept.add(index)
            room -= len(pieces[index]) + 1
    return "\n".join(pieces[index] for index in sorted(kept))[: 2 * limit]


def align(evidence: str, claim: str, lexicon: Lexicon) -> Alignment:
    """The marks of a pair."""
    held, said = words_of(evidence), words_of(claim)
    matches = _matches(held, said, lexicon)
    covered = {index for found in matches for index, _ in found}
    relations_said = [_said(i, held, said, matches) for i in range(len(said))]
    restated = _restated(held, covered)
    saying: dict[int, list[int]] = {}
    for i, found in enumerate(matches):
        for j, _ in found:
            saying.setdefault(j, []).append(i)
    relations_held = [_held(j, held, said, saying, restated) for j in range(len(held))]
    links = [_link(i, said, matches) for i in range(len(said))]
    return Alignment(
        evidence=_marks(evidence, held, relations_held, [0] * len(held)),
        claim=_marks(claim, said, relations_said, links),
        features=_features(evidence, claim, held, said, relations_held, relations_said, links, covered, restated),
    )


def _matches(held: list[Word], said: list[Word], lexicon: Lexicon) -> list[list[tuple[int, Relation]]]:
    """For each word of the claim, the words of the evidence it restates, each with how."""
    forms: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for j, word in enumerate(held):
        forms.setdefault(word.form, []).append(j)
        if not word.is_number:
            stems.setdefault(_stem(word.form), []).append(j)
    concepts: dict[int, set[int]] = {}
    for start, end, numbers in lexicon.spans([word.form for word in held]):
        for number in numbers:
            concepts.setdefault(number, set()).update(range(start, end))
    synonyms: dict[int, set[int]] = {}
    for start, end, numbers in lexicon.spans([word.form for word in said]):
        places = set().union(*(concepts.get(number, set()) for number in numbers))
        for i in range(start, end):
            synonyms.setdefault(i, set()).update(places)
    found: list[list[tuple[int, Relation]]] = []
    for i, word in enumerate(said):
        mine: list[tuple[int, Relation]] = []
        if word.date is not None:
            mine = [(j, Relation.DATE_SAME) for j, other in enumerate(held) if _same_date(word, other)]
        if not mine and not (word.date is not None and len(word.form) == 4):
            mine = [(j, Relation.SAID_SAME) for j in forms.get(word.form, ())]
        if not mine and not word.is_number:
            mine = [(j, Relation.SAID_FORM) for j in stems.get(_stem(word.form), ())]
            mine = mine or [(j, Relation.SAID_FORM) for j, other in enumerate(held) if _same_family(word, other)]
        if not mine and not word.is_number:
            mine = [(j, Relation.SAID_SYNONYM) for j in sorted(synonyms.get(i, ()))]
        if not mine and not word.is_number and len(word.form) > 3:
            mine = [(j, Relation.SAID_NEAR) for j, other in enumerate(held) if _near(word.form, other.form)]
        found.append(mine)
    return found


def _said(i: int, held: list[Word], said: list[Word], matches: list[list[tuple[int, Relation]]]) -> Relation:
    word, mine = said[i], matches[i]
    if word.date is not None and not (mine and mine[0][1] is not Relation.DATE_SAME):
        return Relation.DATE_SAME if mine else Relation.DATE_ABSENT
    if word.is_number:
        if not mine:
            return Relation.NUMBER_ABSENT
        unit, units = word.unit, {held[j].unit for j, _ in mine}
        if unit is not None and unit not in units and units != {None}:
            return Relation.NUMBER_UNIT
        return Relation.NUMBER_SAME if _same_company(i, held, said, matches) else Relation.NUMBER_MOVED
    if word.turn:
        about = _turned(i, said)
        if about is not None and matches[about]:
            same = any(_has_turn(j, held, word.turn) for j, _ in matches[about])
        else:
            same = any(other.turn is word.turn for other in held)
        same = same or bool(mine and mine[0][1] is Relation.SAID_SYNONYM and held[mine[0][0]].turn is Turn.NONE)
        return Relation.CUE_KEPT if same else Relation.CUE_ADDED
    if word.is_function:
        return Relation.SAID_FUNCTION
    return mine[0][1] if mine else Relation.SAID_ABSENT


def _held(j: int, held: list[Word], said: list[Word], saying: dict[int, list[int]], restated: set[int]) -> Relation:
    word = held[j]
    if word.turn:
        about = _turned(j, held)
        if about is None:
            if any(other.turn is word.turn for other in said) or j in saying:
                return Relation.CUE_KEPT
            return Relation.CUE_LOST if word.clause in restated else Relation.CUE_ELSEWHERE
        if about not in saying:
            return Relation.CUE_KEPT if j in saying else Relation.CUE_ELSEWHERE
        kept = any(_has_turn(i, said, word.turn) for i in saying[about])
        return Relation.CUE_KEPT if kept else Relation.CUE_LOST
    if word.is_number:
        return Relation.HELD_NUMBER_COVERED if j in saying else Relation.HELD_NUMBER_OTHER
    if word.is_function:
        return Relation.HELD_FUNCTION
    return Relation.HELD_COVERED if j in saying else Relation.HELD_OTHER


def _turned(place: int, words: list[Word]) -> int | None:
    """The word that a cue turns around: the next one of content in its clause, else the last before it, else beyond."""
    mine = words[place].clause
    after = range(place + 1, min(len(words), place + 9))
    before = range(place - 1, max(-1, place - 9), -1)
    inside = (k for k in (*after, *before) if words[k].clause == mine and _is_content(words[k]))
    return next(inside, None) or next((k for k in after if _is_content(words[k])), None)


def _has_turn(place: int, words: list[Word], turn: Turn) -> bool:
    """Whether that cue stands near a word; a negation does not reach over the end of its clause."""
    for k in range(max(0, place - 8), min(len(words), place + 9)):
        if words[k].turn is turn and (turn is not Turn.NEGATION or words[k].clause == words[place].clause):
            return True
    return False


def _restated(held: list[Word], covered: set[int]) -> set[int]:
    """The clauses of the evidence that the claim restates: half of their content, or three words of it."""
    totals: dict[int, int] = {}
    kept: dict[int, int] = {}
    for j, word in enumerate(held):
        if word.is_function or word.turn:
            continue
        totals[word.clause] = totals.get(word.clause, 0) + 1
        kept[word.clause] = kept.get(word.clause, 0) + (j in covered)
    return {
        clause for clause, total in totals.items() if kept[clause] >= 3 or (kept[clause] and 2 * kept[clause] >= total)
    }


def _same_company(i: int, held: list[Word], said: list[Word], matches: list[list[tuple[int, Relation]]]) -> bool:
    """Whether the content word that stands before a number in the claim stands near it in the evidence too."""
    before = next((k for k in range(i - 1, max(-1, i - 7), -1) if _is_content(said[k])), None)
    if before is None or not matches[before]:
        return before is None
    places = {j for j, _ in matches[i]}
    return any(-2 <= p - q <= 8 or _of(held, p, q) for p in places for q, _ in matches[before])


def _of(held: list[Word], number: int, thing: int) -> bool:
    """`5 mg de bisoprolol`: the number may stand before what it measures."""
    return thing - number == 3 and held[thing - 1].form in ("de", "d")


def _link(i: int, said: list[Word], matches: list[list[tuple[int, Relation]]]) -> int:
    """1 when the content word before this one stands near it in the evidence too, 2 when it stands elsewhere."""
    if not matches[i] or said[i].is_function:
        return 0
    before = next((k for k in range(i - 1, -1, -1) if matches[k] and not said[k].is_function), None)
    if before is None:
        return 0
    near = any(0 < p - q <= 6 for p, _ in matches[i] for q, _ in matches[before])
    return 1 if near else 2


def _is_content(word: Word) -> bool:
    return not (word.is_number or word.is_function or word.turn or word.date is not None or word.form in _UNITS)


def _unit(text: str, end: int) -> str | None:
    """The unit written after a number, with what it is by (`g/l`); None when there is none."""
    match = _UNIT.match(text, end)
    if match is None or (first := _UNITS.get(folded(match["unit"]))) is None:
        return None
    return first + (f"/{folded(match['by'])}" if match["by"] else "")


def _marks(text: str, words: list[Word], relations: list[Relation], links: list[int]) -> IntArray:
    marks = np.zeros((len(text), 3), dtype=np.int64)
    for word, relation, link in zip(words, relations, links, strict=True):
        marks[word.start : word.end] = (relation, word.turn, link)
    return marks


def _features(
    evidence: str,
    claim: str,
    held: list[Word],
    said: list[Word],
    relations_held: list[Relation],
    relations_said: list[Relation],
    links: list[int],
    covered: set[int],
    restated: set[int],
) -> FloatArray:
    counts = np.zeros(len(Relation), dtype=np.float32)
    for relation in (*relations_held, *relations_said):
        counts[relation] += 1
    content = [i for i, word in enumerate(said) if not word.is_function]
    inside = [j for j, word in enumerate(held) if word.clause in restated and not word.is_function]
    first = next((j for j, word in enumerate(held) if not word.is_function), None)
    opening = min((word.clause for word in held if word.clause in restated), default=0)
    subject = next((j for j, word in enumerate(held) if word.clause == opening and not word.is_function), None)
    lost = {held[j].turn for j, relation in enumerate(relations_held) if relation is Relation.CUE_LOST}
    added = {said[i].turn for i, relation in enumerate(relations_said) if relation is Relation.CUE_ADDED}
    said_forms = [word.form for word in said]
    repeated = max((said_forms.count(form) for form in set(said_forms) if len(form) > 2), default=0)
    label = evidence.split(":", 1)[0] if ":" in evidence else ""
    in_label = [j for j, word in enumerate(held) if word.start < len(label) and not word.is_function]
    values = [
        *(min(3.0, float(counts[relation])) / 3 for relation in (
            Relation.SAID_ABSENT, Relation.SAID_NEAR, Relation.SAID_SYNONYM, Relation.NUMBER_ABSENT,
            Relation.NUMBER_MOVED, Relation.NUMBER_UNIT, Relation.DATE_ABSENT, Relation.CUE_LOST, Relation.CUE_ADDED,
        )),
        *(float(turn in lost) for turn in Turn if turn),
        *(float(turn in added) for turn in Turn if turn),
        sum(relations_said[i] in (Relation.SAID_ABSENT, Relation.NUMBER_ABSENT) for i in content) / max(1, len(content)),
        len([j for j in inside if j in covered]) / max(1, len(inside)),
        len(covered) / max(1, len(held)),
        float(first in covered),
        float(subject in covered),
        float(all(j in covered for j in in_label)) if in_label else 1.0,
        float(folded(claim).strip(" .-") in folded(evidence)),
        sum(link == 2 for link in links) / max(1, len(links)),
        min(3.0, max(0, repeated - 2)) / 3,
        min(1.0, len(said) / 40),
    ]  # fmt: skip
    features = np.zeros(FEATURES, dtype=np.float32)
    features[: min(len(values), FEATURES)] = values[:FEATURES]
    return features


def _same_date(word: Word, other: Word) -> bool:
    if word.date is None or other.date is None:
        return False
    return all(a == b or not a for a, b in zip(word.date, other.date, strict=True))


def _date(match: re.Match[str]) -> tuple[int, int, int] | None:
    """(year, month, day), 0 where not said; None when no calendar holds it."""
    groups = match.groupdict()
    year = next((groups[k] for k in ("y0", "y1", "y2", "y3", "y4") if groups[k]), "0")
    month = next((groups[k] for k in ("m0", "m1", "m2", "m3") if groups[k]), "0")
    day = next((groups[k] for k in ("d0", "d1", "d3") if groups[k]), "0")
    number = _MONTHS.get(folded(month).rstrip("."), int(month) if month.isdigit() else 0)
    full = int(year) if len(year) == 4 else (int(year) + (2000 if int(year) < 50 else 1900) if year != "0" else 0)
    if number > 12 or int(day) > 31 or (groups["d1"] and not number):
        return None
    return full, number, int(day)


@lru_cache(maxsize=65536)
def _turn(form: str) -> Turn:
    return next((turn for turn, pattern in _TURN_OF.items() if pattern.match(form)), Turn.NONE)


@lru_cache(maxsize=65536)
def _stem(form: str) -> str:
    return str(_STEMMER.stemWord(form))


def _same_family(word: Word, other: Word) -> bool:
    """One long common beginning: `décédé` and `décès`."""
    a, b = word.form, other.form
    if other.is_number or a[:4] != b[:4]:
        return False
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return shared >= max(5, 0.7 * min(len(a), len(b))) and abs(len(a) - len(b)) <= 5


def _near(a: str, b: str) -> bool:
    """A word spelt nearly as another: a typing error, or another drug."""
    return len(b) > 3 and a[:3] == b[:3] and abs(len(a) - len(b)) <= 4


def _trimmed(number: str) -> str:
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")

"""Exact rules over French clinical text, for scoring: numbers and units, dates, sides, cue words, content words.

They are the harness's own and share no code with the checks of the product, its readers of dates and numbers included:
the judge that scores must not be the one that gates, nor err where it errs. They refuse to understand: what they cannot see (a synonym, an inference) they leave to a reader.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("french")
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        "le la les l un une des de du d au aux et ou en a dans par pour sur avec ce cette ces cet son sa ses "
        "leur leurs est sont etait ete etre qui que qu il elle on ne n se s y quel quelle quels quelles c m "
        "mme mr patient patiente monsieur madame cas chez dont vers lors depuis apres avant entre jusqu plus "
        "tres bien aussi egalement puis donc car mais si comme ayant jour jours j fois matin midi soir note "
        "notee signale connu connue actuel actuelle actuellement date le dossier document documents selon "
        "dernier derniere recent recente traitement prise posologie comprime cp gelule auparavant "
        # Verbs that introduce a result and say nothing of it.
        "presence presente presentant montre montrant retrouve retrouvee retrouvant objective objectivee revele mis mise "
        "evidence realise realisee effectue effectuee pratique pratiquee "
        # Months belong to dates, which have rules of their own.
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr avr juil sept oct "
        "nov dec",
    )
)
_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")


_BROKEN = re.compile(r"(?<=[^\W\d_])-\n\s*(?=[a-zà-ÿ])")


def flat(text: str) -> str:
    """Lower case, without accents, ligatures undone, typographic quotes made plain, words broken at a margin joined.

    Offsets are not kept.
    """
    lowered = _BROKEN.sub("", text).lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'").replace("μ", "µ")
    return "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def content(text: str) -> frozenset[str]:
    """Stems of the content words of `text`; numbers are left to `quantities`."""
    found = (word for word in _WORD.findall(flat(text).replace("'", " ")) if not word[0].isdigit())
    return frozenset(_stem(word) for word in found if len(word) > 1 and word not in _EMPTY)


@cache
def _substances() -> dict[str, frozenset[str]]:
    """Stems of the names of one drug, by the stem of each: a brand and its substance say the same.

    A word that several drugs share (acide, vitamine) names none; combinations are left out.
    """
    table = files("summarizer") / "data" / "drugs.csv"
    rows = []
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        if "+" not in row["substance"]:
            names = (row["substance"], *(row["names"] or "").split("|"))
            rows.append(frozenset(stem for name in names for stem in content(name) if len(stem) > 3))
    times = Counter(stem for names in rows for stem in names)
    own = [frozenset(stem for stem in names if times[stem] == 1) for names in rows]
    return {stem: names for names in own for stem in names}


@cache
def _combined() -> dict[str, frozenset[str]]:
    """The brands of the drugs whose substance holds a word (acide, insuline), by the stem of the word."""
    table = files("summarizer") / "data" / "drugs.csv"
    brands: dict[str, set[str]] = {}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        names = {stem for name in (row["names"] or "").split("|") for stem in content(name)}
        for word in content(row["substance"]):
            brands.setdefault(word, set()).update(names - content(row["substance"]))
    return {word: frozenset(names) for word, names in brands.items()}


#: Words that say the same, stemmed when first used: no name of a drug or of a disorder.
_ALIKE = ("tabac tabagisme fumeur fume cigarettes", "decede deces mort morte", "scanner tdm tomodensitometrie")


@cache
def _alike() -> dict[str, frozenset[str]]:
    rows = [content(row) for row in _ALIKE]
    table = files("summarizer") / "data" / "measures.csv"
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        # A measure by its one-word names: sodium, Na, natrémie.
        names = (row["label"], *(row["names"] or "").split("|"))
        rows.append(frozenset(stem for name in names if name.isalpha() for stem in content(name)))
    times = Counter(word for row in rows for word in row)
    own = [frozenset(word for word in row if times[word] == 1) for row in rows]
    return {word: row - {word} for row in own for word in row}


@cache
def _long_forms() -> dict[str, tuple[frozenset[str], ...]]:
    """What an abbreviation of a disorder, a measure or a procedure stands for, as stems: HTA, DFG, PTH."""
    forms: dict[str, list[frozenset[str]]] = {}
    for name in ("disorders", "measures", "procedures"):
        table = files("summarizer") / "data" / f"{name}.csv"
        for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter=";"):
            for term in (row.get("terms") or row.get("names") or "").split("|"):
                if re.fullmatch(r"[A-Z]{2,6}|[A-Z][a-z]", term):
                    forms.setdefault(_stem(term.lower()), []).append(content(row["label"]))
    return {short: tuple(long) for short, long in forms.items()}


@cache
def _short_forms() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """The abbreviations in whose long form a stem stands."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for short, forms in _long_forms().items():
        for form in forms:
            for word in form:
                found.setdefault(word, []).append((short, form))
    return {word: tuple(shorts) for word, shorts in found.items()}


def says(word: str, words: frozenset[str]) -> bool:
    """Whether a stem is among `words`, or another name of the same drug, an inflected form of it, its abbreviation or
    what it abbreviates."""
    if word in words:
        return True
    others = _substances().get(word, frozenset()) | _combined().get(word, frozenset()) | _alike().get(word, frozenset())
    if others & words or any(form <= words for form in _long_forms().get(word, ())):
        return True
    if any(short in words for short, _ in _short_forms().get(word, ())):
        return True
    return len(word) >= 6 and any(_inflected(word, other) for other in words)


def _inflected(a: str, b: str) -> bool:
    """Whether two stems share six letters and part at their end only: épileps-ie and épilept-ique, not thrombo-se and
    thrombo-pénie."""
    shared = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = sorted((len(a) - shared, len(b) - shared))
    return shared >= 6 and (rest[1] <= 2 or (rest[0] == 0 and rest[1] <= 4))


def abbreviations(text: str) -> frozenset[str]:
    """Stems of the words of two or three capitals: too short to be asked for as words, and often the whole point."""
    found = (flat(word) for word in re.findall(r"(?<![\w-])[A-Z]{2,3}(?![\w-])", text))
    return frozenset(_stem(word) for word in found if word not in _EMPTY and word not in _SPELLINGS)


def recall(wanted: frozenset[str], words: frozenset[str]) -> float | None:
    """The share of `wanted` that `words` say; None when nothing is wanted."""
    return sum(says(word, words) for word in wanted) / len(wanted) if wanted else None


# --- quantities -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a decimal point, and its unit in one spelling (`x` for a multiplier, None when there is none)."""

    value: str
    unit: str | None


_UNITS = {
    "µg": ("µg", "ug", "mcg", "microgramme", "microgrammes"),
    "mg": ("mg", "milligramme", "milligrammes"),
    "g": ("g", "gramme", "grammes", "gr"),
    "kg": ("kg", "kilo", "kilos"),
    "ml": ("ml", "cc"),
    "l": ("l", "litre", "litres"),
    "µmol": ("µmol", "umol"),
    "ui": ("ui", "u", "unites", "unite"),
    "/min": ("/min", "bpm"),
    "an": ("an", "ans"),
    "semaine": ("semaine", "semaines", "sem", "sa"),
    "jour": ("jour", "jours"),
    "heure": ("heure", "heures", "h"),
    "cp": ("cp", "cpr", "comprime", "comprimes"),
    "gel": ("gel", "gelule", "gelules"),
    "pa": ("pa", "paquets-annees", "paquet-annee"),
    **{
        unit: (unit,)
        for unit in ("ng", "pg", "dl", "mm", "cm", "mmol", "nmol", "pmol", "mui", "%", "mmhg", "mois", "°c")
    },
    **{unit: (unit,) for unit in ("°c", "gy", "meq", "ku")},
}
_SPELLINGS = {spelling: unit for unit, row in _UNITS.items() for spelling in row}
_QUANTITY = re.compile(
    r"(?P<times>\bx\s?)?(?<![a-wyz0-9_.,µ])(?P<value>\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,](?P<rest>\d+))?(?![\d])"
    r"(?:[ \t]{0,20}(?P<unit>" + "|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True)) + r")"
    r"(?P<per>(?:\s?/\s?(?:kg|ml|dl|l|min|jour|j|h|mmol|mol|g|mois|sem|semaine|m2|m²|1,73\s?m[²2]|24\s?h|an))*)(?![a-z]))?"
)
_NUMBER_WORDS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9",
    "dix": "10",
}  # fmt: skip


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of `text` that belong to no date, in order."""
    return tuple(_quantities(without_dates(text)))


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(flat(text).replace("\u00a0", " ").replace("\u202f", " ")):
        decimals = (match["rest"] or "").rstrip("0")
        value = (match["value"].replace(" ", "").lstrip("0") or "0") + (f".{decimals}" if decimals else "")
        unit = _SPELLINGS[match["unit"]] + _rate(match["per"]) if match["unit"] else None
        yield Quantity(value, unit or ("x" if match["times"] else None))


def _rate(per: str | None) -> str:
    """`/ j`, `/jour` and `/24 h` are one."""
    rate = re.sub(r"\s", "", per or "").replace("m²", "m2").replace("1,73m2", "1.73m2")
    return re.sub(r"/(?:jour|24h)(?![a-z])", "/j", re.sub(r"/semaine(?![a-z])", "/sem", rate))


_CODE = re.compile(r"\b(?!x\d)[a-z]{1,4}\d+[a-z]?\b")


def codes(text: str) -> frozenset[str]:
    """Levels, stages and the like, written as letters and a number: L4, T12, pT1."""
    return frozenset(_CODE.findall(without_dates(text)))


def missing_quantities(claim: str, evidence: str) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
    """(numbers that the evidence does not hold, or less often; numbers that it holds with another unit only)."""
    held = quantities(evidence)
    values = (
        {q.value for q in held}
        | _pieces(evidence)
        | {d for w, d in _NUMBER_WORDS.items() if w in flat(evidence).split()}
    )
    said = quantities(claim)
    times, most = Counter(q.value for q in said), _times(evidence)
    absent = tuple(q for q in said if q.value not in values or times[q.value] > max(1, most[q.value]))
    units: dict[str, set[str | None]] = {}
    for q in held:
        units.setdefault(q.value, set()).add(q.unit)
    changed = tuple(
        q
        for q in said
        if q.unit
        and q.value in units
        and None not in units[q.value]
        and not any(same_unit(q.unit, u) for u in units[q.value])
    )
    return absent, changed


def misattributed(claim: str, evidence: str) -> bool:
    """Whether a number of the claim is, in the evidence, the value of another word: the neighbour in a table.

    Only for a word that directly precedes its number in the claim. The evidence must give that word another number
    first, and give this number directly after a word the claim does not have; or give both directly to others, as when
    two values change places.
    """
    said, held = _tokens(claim), _tokens(evidence)
    mine = {token for token in said if not token[0].isdigit()}
    for word, number in pairwise(said):
        if not _is_label(word) or not number[0].isdigit() or word not in held:
            continue
        owners = [before for before, value in pairwise(held) if value == number]
        firsts = [next((t for t in held[i + 1 :] if t[0].isdigit()), None) for i, t in enumerate(held) if t == word]
        if not owners or not all(_is_label(owner) for owner in owners) or number in firsts:
            continue
        nexts = [after for before, after in pairwise(held) if before == word]
        if all(owner not in mine for owner in owners) or (
            nexts and word not in owners and all(n[0].isdigit() for n in nexts)
        ):
            return True
    return False


def _is_label(token: str) -> bool:
    return not token[0].isdigit() and len(token) > 1 and token not in _EMPTY


def _tokens(text: str) -> list[str]:
    """Words and numbers in order; units and dates left out."""
    found = re.findall(r"[a-zµ]+|\d+(?:[.,]\d+)?", without_dates(text).replace("'", " "))
    return [t.replace(",", ".") for t in found if t not in _SPELLINGS]


def _times(text: str) -> Counter[str]:
    """How often each number stands in `text`, dates and words of number included."""
    body = flat(text)
    written = [q.value for q in _quantities(body)] + [d for w in body.split() if (d := _NUMBER_WORDS.get(w))]
    runs: Counter[str] = Counter(run.lstrip("0") or "0" for run in re.findall(r"\d+", body))
    return Counter(written) | runs


def _pieces(text: str) -> set[str]:
    """Every run of digits: `1 850`, `12/8` or `J14` may be read as their parts; `2,5` may not."""
    return {(run.lstrip("0") or "0") for run in re.findall(r"(?<![\d][.,])(?<!\d)\d+(?!\d|[.,]\d)", text)} | {
        run.replace(",", ".").rstrip("0").rstrip(".") for run in re.findall(r"\d+[.,]\d+", text)
    }


def same_unit(a: str, b: str | None) -> bool:
    """The same unit, or the same with its rate left unsaid (`75 mg` for `75 mg/j`); g/L is not g/dL."""
    if b is None or a == b:
        return a == b
    return a.split("/")[0] == b.split("/")[0] != "" and ("/" not in a or "/" not in b)


# --- dates ----------------------------------------------------------------------------------------------------

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_ABBREVIATED = {"janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
_MONTH_NUMBER = {flat(name): number for number, name in enumerate(MONTHS, start=1)} | _ABBREVIATED
_NAMES = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_DATE = re.compile(
    r"(?P<iso>\b(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)(?:-(?P<d1>\d\d))?\b)"
    r"|(?<![\d/.,])(?P<d2>[0-3]?\d)[/.-](?P<m2>0?[1-9]|1[0-2])[/.-](?P<y2>(?:19|20)?\d\d)(?![\d/])"
    r"|(?<![\d/.,])(?P<m3>0?[1-9]|1[0-2])/(?P<y3>(?:19|20)\d\d)(?!\d)"
    rf"|\b(?:(?P<d4>1er|[0-3]?\d)\s+)?(?P<m4>{_NAMES})\b\.?(?:\s+(?P<y4>(?:19|20)\d\d))?"
    r"|(?<![\d/.,])(?P<d5>0\d|[12]\d|3[01])/(?P<m5>0[1-9]|1[0-2])(?![\d/])"
    r"|(?<![\d/.,-])(?P<y6>19[3-9]\d|20[0-4]\d)(?![\d]|[.,]\d|\s?(?:mg|µg|ml|ui|g/|kcal|%))"
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is written."""

    year: int | None
    month: int | None
    day: int | None

    def within(self, other: When) -> bool:
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine is None or mine == theirs for mine, theirs in pairs)


def whens(text: str, *, alone: bool = False) -> tuple[When, ...]:
    """The dates of `text`, in order. A month named without day or year counts only when `alone` says so."""
    return tuple(when for _, _, when in _dated(flat(text), alone=alone))


def without_dates(text: str) -> str:
    """`text` flattened, its dates blanked."""
    body = flat(text)
    for start, end, _ in _dated(body):
        body = body[:start] + " " * (end - start) + body[end:]
    return body


def _dated(body: str, *, alone: bool = False) -> Iterator[tuple[int, int, When]]:
    for match in _DATE.finditer(body):
        groups = match.groupdict()
        year = next((int(groups[k]) for k in ("y1", "y2", "y3", "y4", "y6") if groups[k]), None)
        named = groups["m4"]
        month = (
            _MONTH_NUMBER[named]
            if named
            else next((int(groups[k]) for k in ("m1", "m2", "m3", "m5") if groups[k]), None)
        )
        day = next((1 if groups[k] == "1er" else int(groups[k]) for k in ("d1", "d2", "d4", "d5") if groups[k]), None)
        if named and year is None and day is None and not alone:
            continue
        if year is not None and year < 100:
            year += 2000 if year < 50 else 1900
        yield match.start(), match.end(), When(year, month, day)


def missing_whens(claim: str, evidence: Iterable[tuple[str, str | None]]) -> tuple[When, ...]:
    """Dates of the claim that no passage holds. Each passage comes with the ISO date of its document, which may be
    said, and whose year completes the passage's dates without one."""
    held: list[When] = []
    for text, written_on in evidence:
        own = whens(written_on) if written_on else ()
        mine = whens(text, alone=True)
        held += [*own, *mine]
        held += [
            When(y, w.month, w.day) for d in own if d.year for w in mine if w.year is None for y in (d.year, d.year - 1)
        ]
    return tuple(when for when in whens(claim, alone=True) if not any(when.within(other) for other in held))


# --- sides and cues -------------------------------------------------------------------------------------------

_SIDES = {
    "gauche": re.compile(r"\bgauches?\b|\bgche?\b|(?<=[a-z]{3} )g\b(?!'|[./]?\d)"),
    "droite": re.compile(r"\bdroite?s?\b|\bdte?\b|(?<=[a-z]{3} )d\b(?!'|[./]?\d)"),
    "bilateral": re.compile(r"\bbilatera\w+|\bdes deux cotes\b"),
}
_CUES = {
    "negation": re.compile(
        r"\b(?:pas|aucun\w*|sans|absence|jamais|negati\w+|ecarte\w*|exclu\w*|elimine\w*|infirme\w*|indemne|non|nie|"
        r"rien|leve\w*|annul\w*|0 allergie)\b|(?<=allergie : )0\b|^\s*ni\b|\bni\b(?=.*\bni\b)|\bn(?:e |')\w+ plus\b"
    ),
    "hypothesis": re.compile(
        r"\b(?:suspicion\w*|suspect\w*|soupcon\w*|possible\w*|probable\w*|eventuel\w*|hypothese\w*|"
        r"a confirmer|a eliminer|a verifier|(?!retrait|extrait|portrait|abstrait)\w{2,}rait|evoqu\w+|semble\w*|pourrait|peut-etre|en faveur|compatible\w*|dout\w+|risque)\b|\?"
    ),
    "family": re.compile(
        r"\b(?:mere|pere|s[oe]*eurs?|freres?|fils|filles?|grand-\w+|tantes?|oncles?|cousine?s?|famil\w+|parents?|heredi\w+|maternel\w*|"
        r"paternel\w*|conjoint\w*|epoux|epouse|mari|neveux?|nieces?|jumeau|jumelle|conjointe|compagn\w+|voisine?)\b"
    ),
    "stop": re.compile(
        r"\b(?:arret\w*|stop\w*|suspen\w+|interromp\w+|interruption|sevr\w+|ancien\w*|abandonn\w+|retire\w*|deprescri\w+|"
        r"cesse\w*|disparu\w*|disparition|resolu\w*|gueri\w*|contre-?indiqu\w+|proscri\w+|ne plus|remplac\w+|relais|relaye\w*)\b"
    ),
}  # fmt: skip
_CLAUSE = re.compile(
    r"\n\n|\n(?=\s*[A-ZÀ-Ý])|[.;!](?=\s|$)|,(?=\s)|\?(?=\s)|\n\s*[-•]|\s+(?:mais|cependant|toutefois|alors que)\s+|\s{3,}"
)


def sides(text: str) -> frozenset[str]:
    """The sides that `text` names."""
    body = flat(text)
    return frozenset(side for side, pattern in _SIDES.items() if pattern.search(body))


def moved_side(claim: str, evidence: str) -> bool:
    """Whether a side of the claim follows a word that the evidence gives another side only."""
    held: dict[str, set[str]] = {}
    for word, side in _sided(evidence):
        held.setdefault(word, set()).add(side)
    return any(word in held and side not in held[word] for word, side in _sided(claim))


def _sided(text: str) -> Iterator[tuple[str, str]]:
    """Each side with the word or number it follows."""
    body = flat(text)
    for side, pattern in _SIDES.items():
        for match in pattern.finditer(body):
            before = [w for w in _WORD.findall(body[: match.start()].replace("'", " ")) if w[0].isdigit() or len(w) > 2]
            if before:
                yield _stem(before[-1]), side


def cues(text: str) -> frozenset[str]:
    """negation, hypothesis, family, stop: those whose words `text` holds."""
    body = flat(text)
    return frozenset(cue for cue, pattern in _CUES.items() if pattern.search(body))


def is_cue(word: str) -> bool:
    """Whether a stem belongs to a cue rather than to what the cue is about."""
    return any(pattern.search(word) for pattern in _CUES.values())


_DENIED_AFTER = re.compile(r"\b(?:ecarte|exclu|elimine|infirme|non retenu|negati|annul|leve)\w*")
_RELATIVE_FIRST = re.compile(
    r"\W*(?:sa|son|la|le|leur|une?)?\s*(?:grand-)?(?:mere|pere|s[oe]*eur|frere|fils|fille|oncle|tante|cousine?)\b"
)


def denied_after(text: str) -> bool:
    """Whether `text` denies what comes before: `A et B, évoquées, ont été écartées`."""
    return _DENIED_AFTER.search(flat(text)) is not None


_DENIAL = re.compile(r"(?:pas|aucune?|sans|absence|jamais|ni)$")
#: How many words after a denial it may reach: "pas d'argument en faveur d'une embolie".
_REACH = 6


def denies(wanted: frozenset[str], text: str) -> bool:
    """Whether every clause of `text` that says most of `wanted` denies it: a denial reaches it from before ("pas d'", not
    "opérée sans complication"), or follows it ("écartée")."""
    pieces = clauses(text)
    shares = [sum(says(word, content(piece)) for word in wanted) for piece in pieces]
    best = max(shares, default=0)
    return best > 0 and all(_denied(wanted, piece) for piece, n in zip(pieces, shares, strict=True) if n == best)


def _denied(wanted: frozenset[str], piece: str) -> bool:
    if denied_after(piece):
        return True
    words = re.findall(r"[a-z]+", flat(piece))
    reached = (words[at + 1 : at + 1 + _REACH] for at, word in enumerate(words) if _DENIAL.match(word))
    return any(recall(wanted, content(" ".join(after))) for after in reached)


def opens_with_relative(sentence: str) -> bool:
    """Whether a relative is what a sentence is about: the whole sentence then is about them."""
    return _RELATIVE_FIRST.match(flat(sentence)) is not None


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`; never empty ones."""
    return tuple(piece.strip() for piece in re.split(r"[.;](?=\s|$)|\n\n", text) if piece.strip())


def is_unit(word: str) -> bool:
    """Whether a stem is a unit, which says nothing of what was measured."""
    return word in _SPELLINGS


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of `text`, question marks kept; never empty ones."""
    marked = text.replace("?", " ?,")
    return tuple(piece.strip() for piece in _CLAUSE.split(marked) if piece and piece.strip())


def cues_about(wanted: frozenset[str], text: str) -> frozenset[str]:
    """The cues of the clauses of `text` that say most of `wanted`; those of the whole text when none says any.

    A cue counts when every clause that says as much as the best holds it.
    """
    pieces = clauses(text)
    shares = [sum(says(word, content(piece)) for word in wanted) for piece in pieces]
    best = max(shares, default=0)
    if best == 0:
        return cues(text)
    held = [cues(piece) for piece, share in zip(pieces, shares, strict=True) if share == best]
    return frozenset.intersection(*held)

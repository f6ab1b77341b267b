"""Errors put one at a time into a true claim, and changes that keep it true.

Each function takes a text and gives it changed, or None when it holds nothing to change. It knows the errors small
writers make and clinicians fear; it refuses to guess: an error is one only if the evidence cannot say it, which
`pairs.py` checks against the evidence for what it swaps in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from models.judge.lexicon import key_of
from models.judge.vocabulary import Thing, Vocabulary

_MONTHS = re.findall(r"\S+", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])")
_MONTH = re.compile(r"(?i)\b(" + "|".join(_MONTHS) + r")\b")
_YEAR = re.compile(r"(?<![\d/,.])((?:19|20)\d\d)(?![\d,.]\d|\d)")
_NUMBER = re.compile(r"(?<![\w/.,-])\d+(?:,\d+)?(?![\w/]|,\d|\.\d)")
_DOSE = re.compile(
    r"(?i)(?<![\w/.,])\d+(?:[.,]\d+)?(?=\s?(?:mg|g|µg|ui|u|mcg|ml|gouttes|cp|comprimés?|gélules?|bouffées?)\b)"
)
_UNIT = re.compile(
    r"(?i)(?<=\d)(\s?)(mg|g|µg|kg|mm|cm|ml|l|ans|mois|jours|semaines|heures|mmol/l|µmol/l|g/l|mg/l|g/dl|%|bpm)(?![\w/²])"
)
_UNITS = {
    "mg": ("g", "µg"), "g": ("mg",), "µg": ("mg",), "kg": ("g",), "mm": ("cm",), "cm": ("mm",), "ml": ("l",), "l": ("ml",),
    "ans": ("mois",), "mois": ("ans", "jours", "semaines"), "jours": ("semaines", "mois"), "semaines": ("jours", "mois"),
    "heures": ("jours",), "mmol/l": ("µmol/l", "g/l"), "µmol/l": ("mmol/l", "mg/l"), "g/l": ("mg/l", "mmol/l", "g/dl"),
    "mg/l": ("g/l", "µg/l"), "g/dl": ("g/l",), "%": ("mm",), "bpm": ("mmHg",),
}  # fmt: skip
_SIDES = (("droite", "gauche"), ("droit", "gauche"), ("droits", "gauches"), ("droites", "gauches"), ("od", "og"))
_NEGATIONS = (
    (
        r"(?i)\bpas d['e]\s?(?:argument pour (?:une?|l[ea]|l')\s?|argument en faveur d['e]\s?|signes? d['e]\s?)?",
        ("", "présence de "),
    ),
    (
        r"(?i)\b(?:absence d['e]\s?|aucune?\s|sans\s)(?:argument pour (?:une?|l[ea]|l')\s?|signe de\s)?",
        ("", "avec ", "présence de "),
    ),
    (r"(?i)\bn['e]\s?(\w+) (?:pas|plus|jamais)\b", (r"\1",)),
    (r"(?i)\bne (\w+) (?:pas|plus|jamais)\b", (r"\1",)),
    (r"(?i)\bnon (?=[a-zé])", ("",)),
    (r"(?i)\bnégati(f|ve)(s?)\b", (r"positi\1\2",)),
    (r"(?i)\b(?:éliminée?|écartée?|exclue?|infirmée?)\b", ("confirmé", "retenu")),
    (r"(?i)\bni\b", ("et",)),
    (r"(?i)\bjamais\b", ("souvent", "")),
)
_ADD_NEGATION = (
    (r"(?i)\bpositi(f|ve)(s?)\b", (r"négati\1\2",)),
    (r"(?i)\bprésence d", ("absence d", "pas d")),
    (r"(?i)\bavec\b", ("sans",)),
    (r"(?i)\b(?:confirmée?|retenue?)\b", ("éliminé", "écarté")),
    (
        r"(?i)\b(?:retrouve|montre|objective|met en évidence|note)\b(?: une?| des)?",
        ("ne retrouve pas de", "n'objective pas de"),
    ),
    (r"(?i)\b(est|a|ont|sont)\b (?=[a-zé]{4})", (r"n'\1 pas ",)),
)
_DOUBTS = re.compile(
    r"(?i)\b(?:suspicion d['e]\s?|suspicion de\s|probable(?:ment)?s?\s?|possibles?\s?|éventuelle?\s?|hypothèse d['e]\s?|"
    r"à confirmer|évocatrice?s? d['e]\s?|peut-être\s|vraisemblable(?:ment)?\s?|suspectée?|compatible avec\s|semble\s|"
    r"en faveur d['e]\s?|évoquant\s|on évoque\s|douteu(?:x|se)\s?)|\s?\?+"
)
_RELATIVES = re.findall(r"\S+", "mère père sœur frère fils fille tante oncle grand-mère grand-père cousin cousine")
_FAMILY = re.compile(
    r"(?i)\b(?:antécédents? familia(?:l|ux)\s?(?:d['e]\s?|:\s?)?|(?:(?:chez |de )?(?:sa|son|la|le) |une? )?(?:grand[s-]*)?(?:"
    + "|".join(_RELATIVES)
    + r")s?"
    r"(?: maternelle?| paternelle?)?(?: du patient| de la patiente)?(?: (?:est |était )?(?:décédée?|morte?|atteinte?|suivie?|opérée?|traitée?|porteuse?)(?: d['eu]\s?(?:un |une )?| par | pour )?| a eu | avait | a |\s?:\s?|,? )?)"
)
_STATUS = (
    (
        r"(?i)\b(?:arrêt|arrêté|arrêtée|interrompu|suspendu|stoppé)(e?)\b(?: d[ue]\b)?",
        ("poursuite de", "poursuivi", "en cours :"),
    ),
    (r"(?i)\b(?:poursuivie?|poursuite|maintenue?|inchangée?)\b", ("arrêté", "interrompu")),
    (r"(?i)\b(?:augment|major)(ée?|ation)\b", (r"diminu\1",)),
    (r"(?i)\b(?:diminu|minor)(ée?|tion)\b", (r"augment\1",)),
    (r"(?i)\bréduit(e?)\b", (r"augmenté\1",)),
    (r"(?i)\b(?:introduit|débuté|instauré)(e?)\b", (r"arrêté\1",)),
    (r"(?i)\b(?:introduction|instauration|début)\b", ("arrêt",)),
    (r"(?i)\breprise?\b", ("arrêt",)),
    (r"(?i)\b(?:sevré|ancien|ancienne)\b", ("actif", "en cours")),
    (r"(?i)\b(?:prévu|programmé|à prévoir|prévue|programmée|envisagée?|proposée?)\b", ("réalisé", "fait", "effectuée")),
    (r"(?i)\b(?:a été opéré|opéré|opérée)\b", ("à opérer", "opération prévue")),
    (r"(?i)\b(?:en attente|à faire|à réaliser|à refaire|à contrôler)\b", ("fait", "réalisé")),
    (r"(?i)\b(?:refuse|refusé|refusée)\b", ("accepté", "accepte")),
    (r"(?i)\b(?:stable)(s?)\b", ("aggravé", "en aggravation", "instable")),
    (r"(?i)\b(?:guéri|résolu|résolutif|disparu)(e?)\b", ("persistant", "toujours présent")),
    (r"(?i)\bactuel(lement|le)?\b", ("ancien", "autrefois")),
)
_OPPOSITES = (
    ("hyper", "hypo"), ("hypo", "hyper"), ("brady", "tachy"), ("tachy", "brady"), ("amélior", "aggrav"), ("favorable", "défavorable"),
    ("supérieur", "inférieur"), ("inférieur", "supérieur"), ("antérieur", "postérieur"), ("postérieur", "antérieur"),
    ("élevé", "bas"), ("normal", "anormal"), ("conservé", "altéré"), ("altéré", "conservé"), ("bénin", "malin"), ("malin", "bénin"),
    ("aigu", "chronique"), ("chronique", "aiguë"), ("matin", "soir"), ("soir", "matin"), ("modéré", "sévère"), ("sévère", "modéré"),
    ("légère", "sévère"), ("minime", "massif"), ("interne", "externe"), ("externe", "interne"), ("artériel", "veineux"), ("veineu", "artériel"),
    ("augmentation", "diminution"), ("diminution", "augmentation"), ("bon", "mauvais"), ("avant", "après"), ("après", "avant"),
)  # fmt: skip
_RESTRICTION = re.compile(
    r"(?i)(?:,\s*|\s+)(?:si (?:besoin|nécessaire|douleurs?|fièvre|[^,.;()]{3,40})|sauf [^,.;()]{3,40}|uniquement [^,.;()]{3,40}|hors [^,.;()]{3,30}|"
    r"jusqu['’]?(?:au|à|en) [^,.;()]{2,30}|pendant [^,.;()]{3,25}|en cas de [^,.;()]{3,40}|à distance [^,.;()]{3,30}|sous réserve [^,.;()]{3,40}|"
    r"à l['’]effort|au repos|sans dépasser [^,.;()]{3,25}|maximum [^,.;()]{2,25}|max [^,.;()]{2,20}|en l['’]absence d[^,.;()]{3,40}|dès que [^,.;()]{3,40})"
)
_RESTRICTION_START = re.compile(r"(?i)\b(?:si|sauf|uniquement|seulement|hors|en cas de|jusqu)\b")
_LABEL = re.compile(r"^\s*(?:[-•–]\s*)?([^:\n]{3,45})\s?:\s+(?=\S)")
_PIECE = re.compile(r"\s*[;,]\s+|\.\s+(?=[A-ZÉÀ])")
_DANGER = re.compile(
    r"(?i)\b(?:si|sauf|mais|pas|sans|ni|aucun|suspic|probab|possib|arr[êe]t|éliminé|écarté|prévu|mère|père|sœur|frère|uniquement|hors|jusqu|non|à confirmer)|\?"
)
_NAMES = (
    "Fernand",
    "Odile",
    "M. Carpentier",
    "Mme Vasseur",
    "le voisin de chambre",
    "son conjoint",
    "un autre patient",
    "sa belle-sœur",
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """A true claim, its evidence, and the evidence folded, to refuse an error that the evidence would support."""

    evidence: str
    claim: str

    @property
    def folded(self) -> str:
        return f" {key_of(self.evidence)} "

    def __repr__(self) -> str:
        return f"Source({len(self.evidence)} and {len(self.claim)} characters)"


Injection = Callable[[Source, Random, Vocabulary], str | None]


def number(source: Source, draw: Random, _: Vocabulary) -> str | None:
    dated = [match.span() for pattern in (_DATE, _YEAR) for match in pattern.finditer(source.claim)]
    found = [m for m in _NUMBER.finditer(source.claim) if not any(a <= m.start() < b for a, b in dated)]
    return _change_number(source, draw, found)


def dose(source: Source, draw: Random, _: Vocabulary) -> str | None:
    return _change_number(source, draw, list(_DOSE.finditer(source.claim)))


def _change_number(source: Source, draw: Random, found: list[re.Match[str]]) -> str | None:
    if not found:
        return None
    match = draw.choice(found)
    value = float(match.group().replace(",", "."))
    others = [m.group() for m in re.finditer(r"(?<![\d,.])\d+(?:,\d+)?", source.evidence) if m.group() != match.group()]
    for _ in range(8):
        way = draw.random()
        if way < 0.2 and others:
            new = draw.choice(others)
        elif way < 0.4 and len(match.group()) > 1 and "," not in match.group():
            digits = list(match.group())
            place = draw.randrange(len(digits))
            digits[place] = draw.choice([d for d in "123456789" if d != digits[place]])
            new = "".join(digits)
        elif way < 0.6:
            new = _written(value * draw.choice((2, 0.5, 10, 0.1)))
        else:
            new = _written(max(1, value + draw.choice((-3, -2, -1, 1, 2, 3, 5, 10))))
        if new != match.group() and (new in others) == (way < 0.2):
            return _put(source.claim, match, new)
    return None


def _written(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def unit(source: Source, draw: Random, _: Vocabulary) -> str | None:
    found = [m for m in _UNIT.finditer(source.claim) if m.group(2).lower() in _UNITS]
    if not found:
        return None
    match = draw.choice(found)
    return _put(source.claim, match, match.group(1) + draw.choice(_UNITS[match.group(2).lower()]))


def date(source: Source, draw: Random, _: Vocabulary) -> str | None:
    ways: list[Callable[[], str | None]] = []
    if days := list(_DATE.finditer(source.claim)):
        ways.append(lambda: _other_day(source.claim, draw.choice(days), draw))
    if months := list(_MONTH.finditer(source.claim)):
        ways.append(
            lambda: _put(
                source.claim, (m := draw.choice(months)), draw.choice([x for x in _MONTHS if x != m.group().lower()])
            )
        )
    if years := list(_YEAR.finditer(source.claim)):
        ways.append(
            lambda: _put(
                source.claim, (m := draw.choice(years)), str(int(m.group()) + draw.choice((-10, -3, -2, -1, 1, 2, 3)))
            )
        )
    if not ways:
        return None
    changed = draw.choice(ways)()
    return None if changed is None or changed in source.evidence else changed


def _other_day(claim: str, match: re.Match[str], draw: Random) -> str:
    day, month, year = int(match.group(1)), int(match.group(2)), match.group(3)
    part = draw.choice(("day", "month", "year") if year else ("day", "month"))
    if part == "day":
        day = day % 28 + draw.choice((1, 2, 3)) if day < 26 else day - draw.choice((1, 5, 10))
    elif part == "month":
        month = month % 12 + 1
    else:
        year = f"{int(year or 0) + draw.choice((-2, -1, 1, 2)):0{len(year or '')}d}"
    return _put(claim, match, f"{day:02d}/{month:02d}" + (f"/{year}" if year else ""))


def side(source: Source, draw: Random, _: Vocabulary) -> str | None:
    pairs = [*_SIDES, *((b, a) for a, b in _SIDES)]
    draw.shuffle(pairs)
    for one, other in pairs:
        if match := re.search(rf"(?i)\b{one}\b", source.claim):
            return None if f" {other} " in source.folded else _put(source.claim, match, _cased(other, match.group()))
    if match := re.search(r"(?i)\bbilatéra(?:le?s?|ux)\b", source.claim):
        return _put(source.claim, match, draw.choice(("droit", "gauche")))
    return None


def negation_lost(source: Source, draw: Random, _: Vocabulary) -> str | None:
    return _one_of(source.claim, _NEGATIONS, draw)


def negation_added(source: Source, draw: Random, vocabulary: Vocabulary) -> str | None:
    if draw.random() < 0.5 and (named := vocabulary.found(source.claim, ("disorders",))):
        start, _, _ = draw.choice(named)
        if not _DANGER.search(source.claim[:start]):
            before = re.sub(r"(?i)\b(?:une?|l[ae]|du|des|les)\s$|\bl['’]$", "", source.claim[:start])
            return f"{before}{draw.choice(('pas de ', 'absence de ', 'aucune '))}{source.claim[start:]}"
    return _one_of(source.claim, _ADD_NEGATION, draw)


def doubt_lost(source: Source, draw: Random, _: Vocabulary) -> str | None:
    match = _DOUBTS.search(source.claim)
    if match is None:
        return None
    rest = _DOUBTS.sub(" ", source.claim)
    return _tidy(rest) if len(rest.split()) > 1 else None


def family_lost(source: Source, draw: Random, _: Vocabulary) -> str | None:
    match = _FAMILY.search(source.claim)
    if match is None:
        return None
    rest = _FAMILY.sub(draw.choice(("", "", "patient : ")), source.claim, count=1)
    return _tidy(rest) if len(rest.split()) > 2 else None


def status(source: Source, draw: Random, _: Vocabulary) -> str | None:
    return _one_of(source.claim, _STATUS, draw)


def drug(source: Source, draw: Random, vocabulary: Vocabulary) -> str | None:
    return _swap(source, draw, vocabulary, ("drugs",))


def disorder(source: Source, draw: Random, vocabulary: Vocabulary) -> str | None:
    return _swap(source, draw, vocabulary, ("disorders", "procedures", "allergens"))


def _swap(source: Source, draw: Random, vocabulary: Vocabulary, kinds: tuple[str, ...]) -> str | None:
    named = vocabulary.found(source.claim, kinds)
    if not named:
        return None
    start, end, thing = draw.choice(named)
    near = [
        other
        for other in vocabulary.near(thing)
        if not any(f" {name} " in source.folded for name in other.keys)
        and not set(key_of(thing.label).split()) & set(key_of(other.label).split())
    ]
    if not near:
        return None
    other = draw.choice(near[:12])
    return source.claim[:start] + _cased(draw.choice(other.names[:3]), source.claim[start:end]) + source.claim[end:]


def patient(source: Source, draw: Random, _: Vocabulary) -> str | None:
    if _FAMILY.search(source.evidence):
        return None
    body = source.claim[:1].lower() + source.claim[1:] if source.claim[1:2].islower() else source.claim
    if draw.random() < 0.7:
        relative = draw.choice(_RELATIVES)
        return draw.choice(
            (
                f"{relative.capitalize()} : {body}",
                f"Chez la {relative} : {body}",
                f"{body.rstrip('.')} (chez le {relative}).",
            )
        )
    return f"{draw.choice(_NAMES)} : {body}"


def merged(source: Source, draw: Random, vocabulary: Vocabulary) -> str | None:
    """Two values, or two things, of one sentence change places."""
    numbers = list(_DOSE.finditer(source.claim)) or [
        m for m in _NUMBER.finditer(source.claim) if not _YEAR.match(m.group())
    ]
    distinct = [(m.start(), m.end()) for m in numbers]
    things = [(a, b) for a, b, _ in vocabulary.found(source.claim, ("drugs", "measures", "disorders"))]
    for places in draw.sample([distinct, things], 2):
        places = [p for n, p in enumerate(places) if n == 0 or p[0] >= places[n - 1][1]]
        if len(places) < 2:
            continue
        n = draw.randrange(len(places) - 1)
        (a, b), (c, d) = places[n], places[n + 1]
        text = source.claim
        if text[a:b].lower() == text[c:d].lower() or "-" in text[b:c][:2] or "/" in text[b:c][:2]:
            continue
        if places is things or re.search(r"[a-zé]{3}", text[b:c]):
            return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
    return None


def restriction(source: Source, draw: Random, _: Vocabulary) -> str | None:
    found = list(_RESTRICTION.finditer(source.claim))
    if not found:
        return None
    rest = _tidy(_put(source.claim, draw.choice(found), ""))
    return rest if len(rest.split()) > 1 else None


def opposite(source: Source, draw: Random, _: Vocabulary) -> str | None:
    pairs = list(_OPPOSITES)
    draw.shuffle(pairs)
    for one, other in pairs:
        if (match := re.search(rf"(?i)\b{one}", source.claim)) and other not in source.evidence.lower():
            return _put(source.claim, match, _cased(other, match.group()))
    return None


def subject(source: Source, draw: Random, _: Vocabulary) -> str | None:
    """The label is lost: a value or a date remains, of nothing."""
    match = _LABEL.match(source.claim)
    if match is None or len(source.claim[match.end() :].split()) < 2:
        return None
    rest = source.claim[match.end() :]
    # A label that only names the section is no subject.
    if re.match(
        r"(?i)(?:conclusion|au total|traitement|examen|antécédents|motif|synthèse|évolution|ttt|tt|atcd|sortie)",
        match.group(1),
    ):
        return None
    return rest[:1].upper() + rest[1:] if draw.random() < 0.5 else rest


def garbled(source: Source, draw: Random, _: Vocabulary) -> str | None:
    """A name written wrong: another word, or none."""
    found = [m for m in re.finditer(r"[^\W\d_]{6,}", source.claim) if key_of(m.group()) in source.folded]
    if not found:
        return None
    match = draw.choice(found)
    word = match.group()
    cut = draw.randrange(3, len(word) - 1)
    tails = (
        "ine",
        "ol",
        "ose",
        "ite",
        "ique",
        "ens",
        "omie",
        "ane",
        "ide",
        "emie",
        "age",
        "one",
        "pathie",
        "tion",
        "al",
    )
    new = word[:cut] + draw.choice(tails)
    same = key_of(new)[: max(5, int(0.7 * len(word)))] == key_of(word)[: max(5, int(0.7 * len(word)))]
    return None if same or f" {key_of(new)} " in source.folded else _put(source.claim, match, _cased(new, word))


def repeated(source: Source, draw: Random, _: Vocabulary) -> str | None:
    """The writer runs on: the end comes again and again, with a value of its own."""
    words = source.claim.split()
    if len(words) < 4:
        return None
    tail = words[-draw.choice((2, 3)) :]
    made = f"{draw.choice(tail)} {draw.choice((15, 31, 50, 65, 120))}"
    return " ".join([*words, *(tail * draw.choice((2, 3, 4))), made])


def truncated(source: Source, draw: Random, _: Vocabulary) -> str | None:
    """The writer stopped inside a word, in the middle of what it had to say."""
    words = source.claim.split()
    if len(words) < 9:
        return None
    place = draw.randrange(len(words) * 2 // 5, len(words) - 2)
    last = words[place]
    if len(last) < 5 or not last.isalpha():
        return None
    return " ".join([*words[:place], last[: draw.randrange(2, len(last) - 1)]])


def middle(source: Source, draw: Random, _: Vocabulary) -> str | None:
    """What lies between two values is lost: the first fact takes the end of the second."""
    places = [m for pattern in (_DATE, _DOSE, _YEAR) for m in pattern.finditer(source.claim)]
    places.sort(key=lambda match: match.start())
    places = [m for n, m in enumerate(places) if n == 0 or m.start() >= places[n - 1].end()]
    if len(places) < 2:
        return None
    n = draw.randrange(len(places) - 1)
    between = source.claim[places[n].start() : places[n + 1].start()]
    if not re.search(r"[a-zéèA-ZÉ]{4}", between):
        return None
    return source.claim[: places[n].start()] + source.claim[places[n + 1].start() :]


def headless(source: Source, draw: Random, vocabulary: Vocabulary) -> str | None:
    """The drug, disorder or measure that opens the sentence is lost."""
    named = vocabulary.found(source.claim, ("drugs", "disorders", "measures", "procedures"))
    if not named or named[0][0] > 25:
        return None
    rest = source.claim[named[0][1] :].lstrip(" :,;-()")
    return rest[:1].upper() + rest[1:] if len(rest.split()) > 2 else None


def invented(source: Source, draw: Random, vocabulary: Vocabulary) -> str | None:
    """What small writers say of nothing: a sentence of the prompt, general knowledge, chatter."""
    if "fumeur" in source.folded or "tabac" in source.folded:
        return None
    words = source.claim.split()
    end = " ".join(words[draw.randrange(len(words) // 3, len(words)) :]) if draw.random() < 0.5 else ""
    named = vocabulary.found(source.claim, ("drugs", "disorders"))
    name = source.claim[named[0][0] : named[0][1]] if named else words[0].strip(".,:;-")
    begin = draw.choice(
        (
            f"Ancien fumeur ({draw.choice((10, 20, 30, 40))} paquets-années)", "Ancien patient", "Ancien tabagique, sevré",
            f"Patient de {draw.randrange(30, 90)} ans", f"FEVG {draw.randrange(25, 65)} % à l'échographie cardiaque",
            f"{name} est un médicament qui permet de traiter la douleur", f"Le {name} est une maladie fréquente chez la femme",
            "Les patients ont été traités avec les deux médicaments", f"Le traitement par {name} est efficace et bien toléré",
            f"Tramadol augmenté à {draw.choice((50, 100, 150))} mg deux fois par jour", "Il est très important de consulter un médecin",
        )
    )  # fmt: skip
    return f"{begin}, {end}" if end else f"{begin}."


ERRORS: dict[str, tuple[Injection, str]] = {
    "number": (number, "contradiction"),
    "dose": (dose, "contradiction"),
    "unit": (unit, "contradiction"),
    "date": (date, "contradiction"),
    "side": (side, "contradiction"),
    "negation_lost": (negation_lost, "contradiction"),
    "negation_added": (negation_added, "contradiction"),
    "hypothesis": (doubt_lost, "neutral"),
    "family": (family_lost, "neutral"),
    "time": (status, "contradiction"),
    "drug": (drug, "neutral"),
    "disorder": (disorder, "neutral"),
    "patient": (patient, "contradiction"),
    "merged": (merged, "contradiction"),
    "restriction": (restriction, "neutral"),
    "opposite": (opposite, "contradiction"),
    "subject": (subject, "neutral"),
    "garbled": (garbled, "neutral"),
    "repeated": (repeated, "neutral"),
    "truncated": (truncated, "neutral"),
    "middle": (middle, "contradiction"),
    "headless": (headless, "neutral"),
    "invented": (invented, "neutral"),
}
"""Name of an error to what makes it and what the pair becomes."""


def true_change(source: Source, draw: Random, vocabulary: Vocabulary) -> str:
    """The claim in other clothes: one to three changes that keep it true."""
    text = source.claim
    for change in draw.sample(_TRUE, draw.choice((1, 1, 2, 3))):
        text = change(text, draw, vocabulary)
    return text


def _shout(text: str, draw: Random, _: Vocabulary) -> str:
    return text.upper() if draw.random() < 0.2 else text.capitalize() if text.isupper() else text


def _short(text: str, draw: Random, _: Vocabulary) -> str:
    """Drops clauses from the end, where nothing they hold turns the rest around."""
    pieces = list(_PIECE.finditer(text))
    if not pieces:
        return text
    cut = draw.choice(pieces)
    kept, dropped = text[: cut.start()], text[cut.end() :]
    if len(kept.split()) < 3 or _DANGER.search(dropped) or kept.count("(") != kept.count(")"):
        return text
    return f"{kept.rstrip(' .')}."


def _renamed(text: str, draw: Random, vocabulary: Vocabulary) -> str:
    """A brand for its substance, an abbreviation for its full form."""
    named = vocabulary.found(text, ("drugs", "disorders"))
    if not named:
        return text
    start, end, thing = draw.choice(named)
    if key_of(text[start:end]) not in thing.exact:
        return text
    return text[:start] + draw.choice(thing.exact_names) + text[end:]


def _dated(text: str, draw: Random, _: Vocabulary) -> str:
    def spelt(match: re.Match[str]) -> str:
        month = int(match.group(2))
        if not 1 <= month <= 12 or not (match.group(3) or len(match.group(2)) == 2):
            return match.group()  # "2/5" may be a force, "05/02" is a day
        year = match.group(3)
        full = "" if not year else f" {year if len(year) == 4 else '20' + year}"
        day = int(match.group(1))
        return f"{'1er' if day == 1 else day} {_MONTHS[month - 1]}{full}"

    return _DATE.sub(spelt, text)


def _prefixed(text: str, draw: Random, vocabulary: Vocabulary) -> str:
    if re.match(r"(?i)\s*[-•]?\s*(?:le|la|les|l'|il|elle|patient|on|mme|m\.)\b", text) or "\n" in text:
        return text
    named = vocabulary.found(text, ("drugs",))
    if named and named[0][0] <= 3 and not _DANGER.search(text):
        return (
            f"{draw.choice(('Traitement par ', 'Patient traité par ', 'Traitement : ', 'Sous '))}{text.lstrip('-• ')}"
        )
    return f"{draw.choice(('On note : ', 'À noter : '))}{text.lstrip('-• ')}" if draw.random() < 0.3 else text


def _stripped(text: str, draw: Random, _: Vocabulary) -> str:
    return _tidy(re.sub(r"^\s*[-•–*]\s*", "", " ".join(text.split()))).rstrip(" .;") + draw.choice((".", ""))


def _unbracketed(text: str, draw: Random, _: Vocabulary) -> str:
    found = [m for m in re.finditer(r"\s*\([^()]{2,60}\)", text) if not _DANGER.search(m.group())]
    return _tidy(_put(text, draw.choice(found), "")) if found else text


def _worded(text: str, draw: Random, _: Vocabulary) -> str:
    swaps = (
        (r"(?i)\bantécédents?\b", "ATCD"), (r"(?i)\btraitement\b", "ttt"), (r"(?i)\bgauche\b", "G"), (r"(?i)\bpar jour\b", "/j"),
        (r"(?i)\bhospitalisation\b", "hospit"), (r"(?i)\bretrouve\b", "met en évidence"), (r"(?i)\b/j\b", " par jour"),
        (r"(?i)\baugmenté(e?)\b", r"majoré\1"), (r"(?i)\bmajoré(e?)\b", r"augmenté\1"), (r"(?i)\bréduit(e?)\b", r"diminué\1"),
        (r"(?i)\bdébuté(e?)\b", r"introduit\1"), (r"(?i)\bintroduit(e?)\b", r"débuté\1"), (r"(?i)\bpas de\b", "absence de"),
        (r"(?i)\babsence de\b", "pas de"), (r"(?i)\bsuspicion de\b", "possible"), (r"(?i)\bprobable\b", "vraisemblable"),
        (r"(?i)\bpoursuivi(e?)\b", r"maintenu\1"), (r"(?i)\bcp\b", "comprimé"), (r"(?i)\bcomprimés?\b", "cp"), (r"(?i)\bscanner\b", "TDM"),
        (r"(?i)\bTDM\b", "scanner"), (r"(?i)\bmontre\b", "objective"), (r"(?i)\bdécédée?\b", "mort"), (r"(?i)\brdv\b", "rendez-vous"),
        (r"(?i)\bmatin et soir\b", "deux fois par jour"), (r"(?i)\bsi besoin\b", "en cas de besoin"), (r"(?i)\batcd\b", "antécédent"),
    )  # fmt: skip
    changed = text
    for pattern, new in draw.sample(swaps, len(swaps)):
        if re.search(pattern, changed):
            return re.sub(pattern, new, changed, count=1)
    return changed


_TRUE: tuple[Callable[[str, Random, Vocabulary], str], ...] = (
    _stripped, _stripped, _short, _short, _renamed, _renamed, _dated, _prefixed, _shout, _unbracketed, _worded, _worded
)  # fmt: skip


def _one_of(text: str, rules: tuple[tuple[str, tuple[str, ...]], ...], draw: Random) -> str | None:
    found = [(pattern, news) for pattern, news in rules if re.search(pattern, text)]
    if not found:
        return None
    pattern, news = draw.choice(found)
    changed = re.sub(pattern, draw.choice(news), text, count=1)
    return _tidy(changed) if len(changed.split()) > 1 and changed != text else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([,.;)])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip(" ,;")
    return text[:1].upper() + text[1:]


def _cased(new: str, old: str) -> str:
    return new.upper() if old.isupper() and len(old) > 2 else new.capitalize() if old[:1].isupper() else new


__all__ = ["ERRORS", "Source", "Thing", "true_change"]

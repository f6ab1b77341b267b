"""Who the patient is, from the text of a document alone.

It knows the places where French documents name their patient: beside a birth date at the top, in labelled fields, with
numbers and their labels. It refuses to take a name from anywhere else: a relative or a doctor is not the patient.

Every pattern here is bounded or run on one line: texts can be long and hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.ingest import vocabulary
from summarizer.ingest.dates import days_in
from summarizer.values import Identity

_HEAD_LINES = 30
_LINE = 220

_SEX_OF = {"f": "F", "m": "M", "h": "M", "1": "M", "2": "F", "7": "M", "8": "F"}

_BORN_BEFORE = re.compile(
    r"(?:\b[NR][ée]e?(?:\s?\(e\))?|\bDDN|\bD\.D\.N\.?|\bDN|naissance|naiss\.?)(?![\w])[^\d\n]{0,45}$", re.IGNORECASE
)
_EVENT_BEFORE = re.compile(
    r"(?:\bdu|\bau|\bcs du|pr[ée]l[èe]v\w*|pr[ée]lev\w*|re[çc]u\w*|entr[ée]e?|admis\w*|sortie?|[ée]dit\w*|examen|date"
    r"|s[ée]jour|arr\.?|valid\w*|depuis|veuve?|d[ée]c[ée]d\w*|mari[ée]e?)(?: (?:le|du))?[\s:.]*$",
    re.IGNORECASE,
)
_AGE = re.compile(r"\d{1,3} ?(?:ans?|mois|a|m|jours?)(?!\w)", re.IGNORECASE)
_AGED = re.compile(r"\b\d{1,3} ?(?:ans?|a|mois)\b\.?", re.IGNORECASE)
_SEX_BEFORE = re.compile(r"(?:\s|^|-|\()([FMH])[\s,)/\-]*(?:\d{1,3} ?(?:ans?|a)[\s,.)\-]*)?$")
_PERSON_END = re.compile(r"(?:, ?|\(|\s{1,3}|/ ?)\d{1,3} ?(?:ans?|mois|a\.?)(?!\w)|[\s(,-]+(?:[Il1]PP|NIP|INS)\b")
_LABEL_NEAR = re.compile(r"\b(?:[Il1]PP|NIP|INS|NIR|NDA|Sexe|s[ée]jour|venue)\b", re.IGNORECASE)

_CIVILITY = re.compile(
    r"(?<!\w)(?:(?P<woman>Mme|Mlle|Melle|Madame|Mademoiselle|Patiente|R[ée]sidente)|(?P<man>Mr?\.|Mr|M(?= [A-Z])|Monsieur)"
    r"|Enfant|[ÉE]l[èe]ve|Patient(?:\(e\))?|R[ée]sident|B[ée]b[ée]|[ÉE]tiquette|Concerne|Objet)(?!\w)[ .:]*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|['’\-](?=\w))*\.?|[(/]|\)")
_PARTICLES = frozenset(["de", "du", "des", "le", "la", "da", "dos", "di", "van", "von", "ben", "el", "al", "d", "l"])
_NOT_NAMES = vocabulary.words(
    "née né nee ne dn ddn ipp nip ins nir nda le patient patiente mme m mr mlle madame monsieur enfant élève âgé âgée ans "
    "a an nom prénom prénoms sexe f h date naissance de dossier urg crh cr compte rendu lettre liaison admission étiquette "
    "objet concerne service hôpital concernant votre notre mois jours réf ref séjour hospitalisation finess rpps adeli "
    "demande tél tel fax code passage chambre lit ch chu cs rést"
)
_STOPS = frozenset(["adr", "admission", "sortie", "prélèvement", "prescripteur", "service", "dossier", "séjour"])

_FIELD = re.compile(
    r"(?<!\w)(?P<label>nom (?:d['’]usage|de naissance|de famille|patronymique|utilis[ée]|marital|de jeune fille|patient)"
    r"|nom|pr[ée]noms?(?: de naissance| utilis[ée]| patient)?)(?:\(s\))?\s{0,20}:\s{0,20}"
    r"(?P<value>[^\W\d_](?:(?!\s\s)[^\n:;|\t(\d]){0,60})",
    re.IGNORECASE,
)
_IPP = re.compile(
    r"\b(?:IPP|I\.P\.P\.?|NIP|N° ?(?:de )?patient|Identifiant (?:permanent|patient))\b[ :°n=]{0,5}"
    r"([A-Z]{0,3}\d[\dA-Z\-]{4,16}\d)"
)
_NIR = re.compile(
    r"(?<![\dA-Z])([1-478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3})"
    r"(?:[ \-/]{0,3}(\d{2}))?(?!\d)"
)
_NIR_LABEL = re.compile(
    r"(?:nir|ins|s[ée]cu\w*(?: sociale)?|n° ?ss|immatriculation|assur[ée]e?|matricule)[^\d\n]{0,40}$", re.IGNORECASE
)
_SEX = re.compile(r"\bsexe\s{0,10}:?\s{0,10}([fmh])(?:[ée]minin|asculin|omme)?\b", re.IGNORECASE)


def guess_identity(text: str) -> Identity:
    """The patient's names, birth date, sex, IPP and NIR as the text gives them; empty where it does not."""
    lines = [line[:_LINE] for line in text[:20_000].split("\n")]
    born = _birth(lines)
    families, givens = _labelled(lines)
    nir, ipp = _nir(text), _IPP.search(text)
    names = born.names if born and born.names.families else _aged(lines)
    sex = _SEX.search(text) or (re.match("[12478]", nir) if nir else None)
    return Identity(
        family_names=tuple(dict.fromkeys((*families, *names.families))),
        given_names=tuple(dict.fromkeys((*givens, *names.givens))),
        birth_date=born.day if born else None,
        sex=(born.sex if born else None)
        or names.sex
        or (_SEX_OF.get(sex.group(sex.lastindex or 0).lower()) if sex else None),
        ipp=ipp[1] if ipp else None,
        nir=nir,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    families: tuple[str, ...] = ()
    givens: tuple[str, ...] = ()
    sex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Born:
    day: str
    names: _Names
    sex: str | None
    score: int


def _birth(lines: Sequence[str]) -> _Born | None:
    """The day most likely to be the patient's birth, with the names beside it or on the lines above."""
    head = lines[: 2 * _HEAD_LINES]
    # A date of the year of the document is a birth only when it says so.
    latest = max((day.iso[:4] for line in head for day in days_in(line)), default="")
    found = [born for at, line in enumerate(head) for born in _births(lines, at, line, latest)]
    return max(found, key=lambda born: born.score, default=None)


def _births(lines: Sequence[str], at: int, line: str, latest: str) -> Iterator[_Born]:
    for day in days_in(line):
        before, after = line[: day.start], line[day.end :]
        cue = bool(_BORN_BEFORE.search(before))
        names = _names_in(before)
        sex = _SEX_BEFORE.search(before)
        score = (
            6 * cue
            + 2 * bool(names.families)
            + bool(names.families and names.givens)
            + 2 * bool(sex)
            + 2 * bool(_AGE.match(after.lstrip(" ,(-")) or _AGE.search(before[-12:]))
            + bool(_LABEL_NEAR.search(after[:40]) or _LABEL_NEAR.search(before[-40:]))
            + bool(re.search(r"\([^)]*$", before[-40:]))
            - 5 * (not cue and bool(_EVENT_BEFORE.search(before)))
            - 3 * (not cue and day.iso[:4] >= latest)
            # A birth date deep in the text is more often a relative's or a child's.
            - at // _HEAD_LINES * 3
        )
        if score >= 3:
            names = names if names.families else _names_above(lines, at)
            gender = _SEX_OF[sex[1].lower()] if sex else names.sex or _gender(before)
            yield _Born(day=day.born, names=names, sex=gender, score=score)


def _names_above(lines: Sequence[str], at: int) -> _Names:
    above = [line for line in lines[max(0, at - 4) : at] if line.strip()][-2:]
    return next((names for line in reversed(above) if (names := _names_in(line, strict=True)).families), _Names())


def _aged(lines: Sequence[str]) -> _Names:
    """Without a birth date: the person named before an age or a patient number, at the top."""
    for line in lines[:_HEAD_LINES]:
        for found in _PERSON_END.finditer(line):
            civility = _last(_CIVILITY, line[: found.start()])
            names = _names_in(line[: found.start()])
            if names.families and (civility or names.givens):
                return names
    return _Names()


def _gender(before: str) -> str | None:
    found = re.search(r"\b[Nn][ée](e)?\b[^\d]{0,40}$", before)
    if not found or re.search(r"\(e\)", before[found.start() :]):
        return None
    return "F" if found[1] else "M"


def _names_in(text: str, *, strict: bool = False) -> _Names:
    """The names that end a line's beginning: after its last civility, else its last run of capitalised words.

    `strict` accepts only names after a civility or in capitals, not a doctor's.
    """
    civility = _last(_CIVILITY, text)
    part = _AGED.sub(" ", text[civility.end() :] if civility else text)
    if re.search(r"\b(?:Dr|Pr|Docteur|Professeur)\b", part):
        return _Names()
    words = _words(part, keep_last=not civility)
    capitals = [word for word, born in words if born or (word.upper() == word and len(word) > 1)]
    others = [word for word, born in words if word not in capitals and len(word) > 1]
    if strict and not (civility or (capitals and len(words) <= 5)):
        return _Names()
    forced = [word for word, born in words if born]
    if len(forced) < len(capitals) and not others:
        free = [word for word in capitals if word not in forced]
        capitals, others = [free[0], *forced], free[1:]
    elif others and not capitals:
        capitals, others = others[-1:], others[:-1]
    sex = ("F" if civility["woman"] else "M" if civility["man"] else None) if civility else None
    return _Names(families=tuple(dict.fromkeys(capitals)), givens=tuple(dict.fromkeys(others)), sex=sex)


def _words(text: str, *, keep_last: bool) -> list[tuple[str, bool]]:
    """Capitalised words, particles joined to the next, each with whether it is a birth name (after née or a bar)."""
    found: list[tuple[str, bool]] = []
    born, waiting, end = False, "", 0
    for token in _TOKEN.finditer(text):
        word = token.group().rstrip(".")
        if sum(character.isdigit() for character in word) > 1:
            continue
        gap = text[end : token.start()]
        end = token.end()
        lowered = word.casefold()
        if keep_last and (len(gap.strip(" -,")) > 0 or lowered in _STOPS):
            found, born, waiting = [], False, ""
        if word in "(/" or lowered in ("née", "nee", "ép", "épouse"):
            born = True
        elif word == ")":
            born = False
        elif lowered in _PARTICLES and not (found and word.isupper() and len(word) > 2):
            waiting += word + ("" if gap and text[token.end() : token.end() + 1] in "'’" else " ")
        elif lowered in _NOT_NAMES or not word[:1].isupper():
            waiting, born = "", born and lowered in ("nom", "de", "naissance")
            if keep_last and lowered not in _NOT_NAMES:
                found = []
        else:
            capital = word.upper() == word
            if born and found and found[-1][1] and capital and not gap.strip():
                found[-1] = (f"{found[-1][0]} {waiting}{word}", True)
            else:
                born = born and capital
                found.append((waiting + word, born))
            waiting = ""
    return found[-6:]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _labelled(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    families: list[str] = []
    givens: list[str] = []
    for line in lines[: 2 * _HEAD_LINES]:
        for found in _FIELD.finditer(line):
            value = re.split(
                r"\s{2,}|\s+(?:pr[ée]nom|nom\b|n[ée]e?\b|sexe|ddn|date)",
                found["value"].strip(" .,-"),
                flags=re.IGNORECASE,
            )
            words = [word for word in re.split(r"[ ,]+", value[0]) if word[:1].isupper()]
            if not words or len(words) > 5 or any(word.casefold() in _NOT_NAMES - _PARTICLES for word in words):
                continue
            label = found["label"].lower()
            after = re.match(
                r"(?:\s*\(?n[ée]e\s+)((?:[A-ZÀ-Ÿ][\w'’\-]*\s?)+)", line[found.start("value") + len(value[0]) :]
            )
            if label.startswith("pr"):
                givens.extend(words)
            elif (
                label == "nom"
                and any(word.upper() != word for word in words)
                and any(word.upper() == word for word in words)
            ):
                families.extend(word for word in words if word.upper() == word)
                givens.extend(word for word in words if word.upper() != word)
            else:
                families.append(" ".join(words))
            if after and not label.startswith("pr"):
                families.append(after[1].strip())
    return families, givens


def _nir(text: str) -> str | None:
    """A number with its label, or with a right key: thirteen digits alone may be anything."""
    for found in _NIR.finditer(text):
        digits = found[1].replace(" ", "") + (found[2] or "")
        if _NIR_LABEL.search(text[max(0, found.start() - 60) : found.start()]) or _right_key(digits):
            return digits
    return None


def _right_key(digits: str) -> bool:
    if len(digits) != 15:
        return False
    number = digits[:13].replace("2A", "19").replace("2B", "18")
    return number.isdigit() and int(digits[13:]) == 97 - int(number) % 97

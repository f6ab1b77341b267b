"""Finds what the documents of one dossier say differently, and shows both passages.

It knows the disagreements that rules can establish: an allergy denied elsewhere, a side, a diagnosis excluded then
stated, two doses a few days apart, a directive found or not, a birth date, one measure of one day with two values. It
refuses to say who is right, and leaves what only time explains (a diagnosis made later, a dose changed) to the sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from summarizer.findings.lexicon import Nature, nature_of
from summarizer.isodate import days
from summarizer.lexical import words
from summarizer.select.passages import Reading, passage
from summarizer.values import Action, Contradiction, Finding, FindingKind, Passage, Side, Span
from summarizer.verify.numbers import value_of

_BIRTH_DATE = re.compile(r"<DATE_NAISSANCE(?:_\d+)?>")
#: The label of a denial that names no substance.
ANY_ALLERGY = "allergie"
_EXCLUDED = re.compile(
    r"(?i)[ée]cart[ée]|[ée]limin[ée]|exclu(?:[est]+|re|ant)?\b|abandonn|\blev[ée]e?\b|[àa] tort|par erreur|non confirm|"
    r"infirm|n[’']est pas retenu|non retenu|pas retenu|r[ée]cus[ée]"
)
#: A passage of this length tells an allergy whole: substance, reaction, year.
_TELLING = 90
#: Documents closer than this speak of one state of the treatment.
_CLOSE_DAYS = 45


def says_excluded(text: str) -> bool:
    """Whether a passage excludes a diagnosis in so many words, beyond not finding it."""
    return bool(_EXCLUDED.search(text))


def contradictions(reading: Reading, passages: Mapping[Finding, Passage]) -> tuple[Contradiction, ...]:
    """Every disagreement, in a stable order, each between two different documents, the older passage first."""
    findings = [f for f in reading.findings if f in passages and not f.family]
    found = [
        *_allergies(findings, passages, reading),
        *_sides(findings, passages, reading),
        *_diagnoses(findings, passages, reading),
        *_doses(findings, passages, reading),
        *_directives(findings, passages, reading),
        *_values(findings, passages, reading),
        *_birth_dates(reading),
    ]
    return tuple(found)


def _between(
    about: str, a: Finding, b: Finding, passages: Mapping[Finding, Passage], reading: Reading
) -> Contradiction:
    first, second = sorted((a, b), key=lambda f: (reading.written_on(f), f.document_id))
    return Contradiction(about=about, a=passages[first], b=passages[second])


def _allergies(
    findings: Sequence[Finding], passages: Mapping[Finding, Passage], reading: Reading
) -> Iterator[Contradiction]:
    """An allergy of the patient against each document that denies all allergy, or that one: once a document."""
    allergies = [f for f in findings if f.kind is FindingKind.ALLERGY and not f.hypothetical]
    affirmed = [f for f in allergies if not f.negated and f.label != ANY_ALLERGY]
    found: dict[str, tuple[Finding, Finding]] = {}
    for no in sorted(allergies, key=reading.written_on):
        against = [
            yes
            for yes in affirmed
            if no.negated and no.label in (yes.label, ANY_ALLERGY) and no.document_id != yes.document_id
        ]
        if against:
            # A denial of all allergy counts once a document; that of one substance, once: its last.
            key = no.document_id if no.label == ANY_ALLERGY else no.label
            found[key] = (max(against, key=lambda yes: min(len(passages[yes].text), _TELLING)), no)
    for yes, no in found.values():
        yield _between(f"Allergie ({yes.label}) notée ici, niée là", yes, no, passages, reading)


def _diagnoses(
    findings: Sequence[Finding], passages: Mapping[Finding, Passage], reading: Reading
) -> Iterator[Contradiction]:
    """A lasting disorder that one document excludes in so many words and a later one states."""
    mine = [f for f in findings if f.kind is FindingKind.DISORDER and not f.hypothetical]
    for label in sorted({f.label for f in mine}):
        if nature_of(FindingKind.DISORDER, label) is not Nature.CHRONIC:
            continue
        excluded = [f for f in mine if f.label == label and f.negated and says_excluded(passages[f].text)]
        for no in excluded[:1]:
            same = set(words(no.text))
            later = [f for f in mine if f.label == label and not f.negated and same & set(words(f.text))]
            yes = next((f for f in later if reading.written_on(f) > reading.written_on(no)), None)
            if yes is not None:
                yield _between(f"Diagnostic écarté ici, affirmé là : {label}", no, yes, passages, reading)


def _doses(
    findings: Sequence[Finding], passages: Mapping[Finding, Passage], reading: Reading
) -> Iterator[Contradiction]:
    """Two doses of one drug in two documents a few days apart, when no document of those days changes it."""
    drugs = [f for f in findings if f.kind is FindingKind.DRUG and not (f.negated or f.hypothetical)]
    for label in sorted({f.label for f in drugs}):
        mine = sorted((f for f in drugs if f.label == label), key=reading.written_on)
        dosed = [f for f in mine if f.value and f.unit and f.action in (Action.NONE, Action.CONTINUE)]
        for a, b in pairwise(dosed):
            first, last = reading.written_on(a), reading.written_on(b)
            changed = any(
                f.action not in (Action.NONE, Action.CONTINUE) and first <= reading.written_on(f) <= last for f in mine
            )
            close = bool(first) and first < last and days(first, last) <= _CLOSE_DAYS
            if close and not changed and a.unit == b.unit and value_of(a.value or "") != value_of(b.value or ""):
                yield _between(f"Dose différente à quelques jours : {label}", a, b, passages, reading)


def _sides(
    findings: Sequence[Finding], passages: Mapping[Finding, Passage], reading: Reading
) -> Iterator[Contradiction]:
    """One act or lesion on the left in a document and on the right in another, never on both sides in one."""
    sided = [
        f
        for f in findings
        if f.side and not f.negated and not f.hypothetical and f.kind in (FindingKind.PROCEDURE, FindingKind.DISORDER)
    ]
    for label in sorted({f.label for f in sided}):
        pair = disputed_side([f for f in sided if f.label == label])
        if pair:
            yield _between(f"Côté différent : {label}", *pair, passages, reading)


def disputed_side(mine: Sequence[Finding]) -> tuple[Finding, Finding] | None:
    """A left and a right mention of what seems to be one thing; None when both sides may be true."""
    if any(f.side is Side.BOTH for f in mine) or _both_in_one(mine):
        return None
    left = next((f for f in mine if f.side is Side.LEFT), None)
    right = next((f for f in mine if f.side is Side.RIGHT), None)
    return (left, right) if left and right and _one_thing(left, right, mine) else None


def _both_in_one(mine: Sequence[Finding]) -> bool:
    per_document: dict[str, set[Side]] = {}
    for finding in mine:
        if finding.side:
            per_document.setdefault(finding.document_id, set()).add(finding.side)
    return any(len(sides) > 1 for sides in per_document.values())


def _one_thing(left: Finding, right: Finding, mine: Sequence[Finding]) -> bool:
    """Two dated acts of different years are two acts."""
    years = {f.side: {g.date[:4] for g in mine if g.side is f.side and g.date} for f in (left, right)}
    a, b = years[left.side], years[right.side]
    return not (a and b and a.isdisjoint(b))


def _directives(
    findings: Sequence[Finding], passages: Mapping[Finding, Passage], reading: Reading
) -> Iterator[Contradiction]:
    directives = [f for f in findings if f.kind is FindingKind.DIRECTIVE and not f.hypothetical]
    for label in sorted({f.label for f in directives}):
        yes = next((f for f in directives if f.label == label and not f.negated), None)
        no = next((f for f in directives if f.label == label and f.negated), None)
        if yes and no and yes.document_id != no.document_id:
            yield _between(f"{label[:1].upper()}{label[1:]} : présent ici, absent là", yes, no, passages, reading)


def _values(
    findings: Sequence[Finding], passages: Mapping[Finding, Passage], reading: Reading
) -> Iterator[Contradiction]:
    """One measure, one explicit day, one unit, two values in two documents."""
    dated = [f for f in findings if f.kind is FindingKind.MEASURE and f.value and f.date and len(f.date) == 10]
    same: dict[tuple[str | None, ...], list[Finding]] = {}
    for finding in sorted(dated, key=lambda f: (f.label, f.date or "", f.document_id)):
        same.setdefault((finding.label, finding.date, finding.unit, finding.reference), []).append(finding)
    for group in same.values():
        for a, b in combinations(group, 2):
            if a.document_id != b.document_id and value_of(a.value or "") != value_of(b.value or ""):
                yield _between(f"{a.label} : deux valeurs le même jour", a, b, passages, reading)


def _birth_dates(reading: Reading) -> Iterator[Contradiction]:
    """Two birth dates of the patient: pseudonymization gives each its own placeholder."""
    first: dict[str, Passage] = {}
    for document in sorted(reading.documents.values(), key=lambda d: (d.written_on or "", d.id)):
        for match in _BIRTH_DATE.finditer(document.text):
            first.setdefault(match.group(), passage(document, Span(match.start(), match.end())))
    known = sorted(first.items())
    for (_, a), (_, b) in pairwise(known):
        if a.document_id != b.document_id:
            yield Contradiction(about="Dates de naissance différentes", a=a, b=b)

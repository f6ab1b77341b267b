"""An organ that was taken out, and is described as present afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.findings.lexicon import toml
from summarizer.select.contradictions.told import Told, between, most_telling
from summarizer.values import Contradiction, FindingKind, Kind

_PRESENT = re.compile(
    r"(?i)conserv|pr[ée]serv|sans (?:anomalie|particularit[ée]|l[ée]sion)|\bnormale?s?\b|homog[èe]ne|\bfine\b|alithiasique|non dilat|"
    r"de taille|\blibres?\b|souple|mesur|\b\d+ ?(?:mm|cm)\b|r[ée]guli[èe]r"
)
_TAKEN_OUT = re.compile(r"(?i)\bablation|\bretrait|\bretir[ée]|\bexplant|\bd[ée]pos[ée]|\benlev[ée]")
_IN_PLACE = re.compile(r"(?i)en place|fonctionn|\bperm[ée]able|\bporteu")
_PLACED = re.compile(r"(?i)\bpos[ée]|\bpose\b|\bchang|\bmise en place|\bnouve")
_KEPT = re.compile(r"(?i)conserv|pr[ée]serv|en place")
_ABSENT = re.compile(
    r"(?i)ectomie|absen|op[ée]r[ée]|retir|enlev|loge|moignon|vide|non vue?|anapath|histolog|pi[èe]ce|collerette|ex[ée]r[èe]se"
)


def organs(told: Told) -> Iterator[Contradiction]:
    """Each organ once: the act that took it out, and the first later line that describes it."""
    done = [f for f in told.of(FindingKind.PROCEDURE) if not f.negated]
    for rule in toml("disagreements")["removed"]:
        act, organ = re.compile(rule["act"]), re.compile(rule["organ"])
        removed = [f for f in done if act.search(told.text(f).lower())]
        if not removed:
            continue
        yes = most_telling(told, removed)
        since = min((f.date or told.on(f) for f in removed), default="")
        # A line that says the organ is kept is shown rather than one that only describes it.
        for sentence in sorted(told.sentences(), key=lambda s: not _KEPT.search(s.text)):
            flat = " ".join(sentence.text.split())
            described = told.kind_of(sentence) is not Kind.PATHOLOGY
            present = described and organ.search(flat) and _PRESENT.search(flat) and not _ABSENT.search(flat)
            if (
                present
                and sentence.document_id != yes.document_id
                and (told.day_of(sentence) > since or _KEPT.search(flat))
            ):
                about = f"Organe retiré ici, décrit là : {rule['name']}"
                yield between(about, told.passages[yes], told.shown(sentence))
                break
    yield from _devices(told)


def _devices(told: Told) -> Iterator[Contradiction]:
    """A device that was taken out, and that a later line says in place on the same side, none having been placed since."""
    for rule in toml("disagreements")["devices"]:
        device = re.compile(rule["device"])
        lines = [s for s in told.sentences() if device.search(s.text)]
        for out in (s for s in lines if _TAKEN_OUT.search(s.text)):
            since = [s for s in lines if told.day_of(s) > told.day_of(out) and _side(s.text) == _side(out.text)]
            still = [s for s in since if _IN_PLACE.search(s.text) and not _TAKEN_OUT.search(s.text)]
            if still and not any(_PLACED.search(s.text) for s in since[: since.index(still[0])]):
                yield between(
                    f"Matériel retiré ici, en place là : {rule['name']}", told.shown(out), told.shown(still[0])
                )
                break


def _side(text: str) -> bool | None:
    found = re.search(r"(?i)\b(?:(droite?)|gauche)\b", text)
    return bool(found[1]) if found else None

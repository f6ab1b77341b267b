"""Reads what a passage says of a drug: its dose, its rhythm, and what is done with it.

It knows the words of prescriptions and how an action spreads over a list ("KARDEGIC et TAHOR arrêtés"). It refuses to
know what the drug is today: that takes the other documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.values import Action

_AVOID_BEFORE = (
    r"ne (?:surtout )?(?:jamais|pas|plus) (?:re)?(?:prendre|introduire|prescrire|administrer|donner|utiliser|debuter|reprendre|reintroduire|represcrire|mettre|associer)|"
    r"contre.?indication(?:s)?(?: absolue| formelle| definitive| relative)?|contre.?indiquant|ci (?:absolue |formelle |relative )?(?:aux?|a la|a l')|eviter|proscri(?:re|ption)|interdi(?:t|ction)|"
    r"pas d(?:e|')(?=\s?(?:ains|aspirine|anti|benzo|opio|morphin|iec|beta|metformine|antico|nsaid))|a proscrire|a eviter|eviction (?:d(?:es?|u|'))"
)
_STOP_BEFORE = r"\barret(?:s|er|e|ee)?\b(?: \w+){0,2}?(?: d(?:es?|u)\b| d')?|\bstop(?:per|pe)?\b|\bsuspen(?:sion|dre|d)\b|\bsevrage\b|\binterruption\b|\binterrompre\b|\bsuppression\b|\bsupprimer\b|\bretrait\b|\bdeprescription\b|\bcesser\b|\bon arrete\b"
_START_BEFORE = (
    r"\bintroduction\b|\bintroduire\b|\binstauration\b|\binstaurer\b|\bdebuter\b|\bdebut\b(?= d)|\bmise? sous\b|\bmise en route\b|\bmise en place\b|\binitiation\b|\binitier\b|\bmis en place\b|"
    r"\bajout\b|\bajouter\b|\breprise\b|\breprendre\b|\breintroduction\b|\breintroduire\b|\brelais (?:oral |per os )?(?:par|avec)\b|\bremplace(?:e|s|es)? par\b|\bprescription\b|\bprescrire\b|\bprimoprescription\b|\btraite\w* par\b|\bon debute\b|\bon introduit\b|\bdebute\b(?=\s+(?:un|une|le|la|l'|ce jour|du|de)\b)|\bswitch (?:pour|vers|par)\b|\bau profit d(?:e|u|')|\bpasse(?:r|e)? (?:a|au|sous) (?!\d)"
)
_INCREASE_BEFORE = r"\bmajoration\b|\bmajorer\b|\baugmentation\b|\baugmenter\b|\bdoublement\b|\bdoubler\b|\btitration\b|\bon majore\b|\bon augmente\b"
_DECREASE_BEFORE = r"\bdiminution\b|\bdiminuer\b|\breduction\b|\breduire\b|\bdecroissance\b|\bbaisse(?:r)?\b(?= d(?:e|u|'))|\ballegement\b|\ballegera?\b|\bon diminue\b|\bon reduit\b|\bminoration\b"
_CONTINUE_BEFORE = r"\bpoursuite\b|\bpoursuivre\b|\bmaintien\b|\bmaintenir\b|\bcontinuer\b|\breconduction\b|\breconduire\b|\brenouvel\w+\b|\bon poursuit\b|\bpoursuit\b|\btoujours sous\b"
_CHANGE_BEFORE = r"\bmodification\b|\bremplacement\b|\brelais d(?:e|u|')|\bswitch\b|\badapt(?:er|ation)\b"

_AVOID_AFTER = r"contre.?indiqu\w+|\bproscri\w+|\ba eviter\b|\ba ne (?:jamais|pas|plus) \w+|\bne (?:jamais|pas|plus) (?:le |la |les |l')?re\w+|\binterdit\w*|\bci\b(?: absolue| formelle)?|\bne pas reprendre\b|\bpas d'indication\b|\bnon reintroduit\w*|\bne doi\w+ (?:plus|pas|jamais)"
_STOP_AFTER = r"\b(?:a ete |est |sont |ete |etre |finalement |definitivement |donc |puis |immediatement )*(?:arrete|stoppe|suspendu|interrompu|supprime|retire|sevre|cesse|deprescrit)(?:e|s|es)?\b|\barret\b(?! a terme| progressif prevu| prevu| si\b| a discuter| envisage)|\bstop\b|\bsuppression\b(?! de la prise| d'une prise)|\bsuspension\b|\bsevrage\b|\bnon repris\w*|\ben pause\b|\bne prend plus\b|\bfin (?:de traitement|le)\b|\ba cesse\b"
_START_AFTER = r"\b(?:debute|instaure|introduit|initie|ajoute|repris|reintroduit|demarre|mis en route|mis en place|commence|prescrit)(?:e|s|es)?\b|\bdepuis (?:le )?\d|\bdebut le\b|\bintroduction\b|\binstauration\b"
_INCREASE_AFTER = r"\b(?:majore|augmente|double|titre|remonte|reaugmente)(?:e|s|es)?\b|\bporte(?:e|s|es)? a\b|\bmajoration\b|\baugmentation\b"
_DECREASE_AFTER = r"\b(?:diminue|reduit|baisse|minore|descendu|abaisse)(?:e|s|es)?\b|\bdecroissance\b|\bdiminution\b|\breduction\b|\bramene(?:e|s|es)? a\b|\bsuppression (?:de la|d'une) prise\b"
_CONTINUE_AFTER = r"\binchange(?:e|s|es)?\b|\b(?:poursuivi|maintenu|continue|reconduit|renouvele)(?:e|s|es)?\b|\ba poursuivre\b|\bidem\b|\bsans changement\b|\ba continuer\b|\bpoursuite\b|\bune dose inchangee\b"
_CHANGE_AFTER = r"\b(?:remplace|substitue|modifie|adapte|relaye|switche)(?:e|s|es)?\b|\brelais\b|\bpasse(?:r|e|s|es)? (?:a|de)\b|\bremplace\b|\ba adapter\b"

_BEFORE = tuple(
    (action, re.compile(pattern))
    for action, pattern in (
        (Action.AVOID, _AVOID_BEFORE),
        (Action.STOP, _STOP_BEFORE),
        (Action.START, _START_BEFORE),
        (Action.INCREASE, _INCREASE_BEFORE),
        (Action.DECREASE, _DECREASE_BEFORE),
        (Action.CONTINUE, _CONTINUE_BEFORE),
        (Action.CHANGE, _CHANGE_BEFORE),
    )
)
_AFTER = tuple(
    (action, re.compile(pattern))
    for action, pattern in (
        (Action.AVOID, _AVOID_AFTER),
        (Action.STOP, _STOP_AFTER),
        (Action.INCREASE, _INCREASE_AFTER),
        (Action.DECREASE, _DECREASE_AFTER),
        (Action.CONTINUE, _CONTINUE_AFTER),
        (Action.START, _START_AFTER),
        (Action.CHANGE, _CHANGE_AFTER),
    )
)
_LINK = re.compile(r"[^.;:()]*$")
_BREAKS = re.compile(
    r"[;]|\.(?=\s|$)|\bmais\b|\bpuis\b|\bet (?:de |d')?(?=majoration|introduction|arret|mise|relais|diminution|augmentation|poursuite|instauration|reprise)"
)
_COORDINATION = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:,|et|/|\+|ou|ainsi que|,? ?puis)?\s*(?:d[eu]s?\s+|d'|la |le |les |l'|l’|aux? )*(?:\([^)]*\))?\s*$"
)
_RELAY_FROM = re.compile(r"\b(?:relais|remplacement|switch) d(?:e|u|es|') ?(?:l['’]|la |le )?$")
_NEGATED_ACTION = re.compile(
    r"(?:\bpas (?:de |d'|encore )?|\bsans |\bni |\bne pas |\bnon |\bn'a pas ete |\bn'est pas |\bjamais (?:ete )?)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One drug of a sentence: its place there, and whether a dose follows it."""

    start: int
    end: int
    dosed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    action: Action
    start: int
    end: int


def actions(folded: str, mentions: Sequence[Mention]) -> list[Action]:
    """What the sentence does with each of its drugs, in their order. `folded` is the sentence without accents."""
    before = [_before(folded, mentions, i) for i in range(len(mentions))]
    after = [_after(folded, mentions, i) for i in range(len(mentions))]
    found: list[Action] = []
    for i, mention in enumerate(mentions):
        action = _resolve(before[i], after[i])
        if action is Action.NONE:
            action = _shared(folded, mentions, i, before, after)
        if _RELAY_FROM.search(folded[: mention.start]):
            action = Action.STOP
        found.append(action)
    return found


def by_change(before: str, after: str) -> Action:
    """What two doses of one drug say: more, less, or another."""
    try:
        old, new = (float(number.replace(" ", "").replace(",", ".")) for number in (before, after))
    except ValueError:
        return Action.CHANGE
    if new == old:
        return Action.CONTINUE
    return Action.INCREASE if new > old else Action.DECREASE


def _resolve(before: _Cue | None, after: _Cue | None) -> Action:
    cues = [cue for cue in (before, after) if cue is not None]
    for action in (Action.AVOID, Action.STOP):
        if any(cue.action is action for cue in cues):
            return action
    if after is not None:
        return after.action
    return before.action if before is not None else Action.NONE


def _before(folded: str, mentions: Sequence[Mention], i: int) -> _Cue | None:
    """The last cue between the drug before (or the clause's beginning) and this one."""
    left = mentions[i - 1].end if i else 0
    right = mentions[i].start
    for match in _BREAKS.finditer(folded, left, right):
        left = match.end()
    cues = [cue for cue in _cues(_BEFORE, folded, left, right) if right - cue.end <= 40]
    if i and cues:
        # "Arrêt de X, Y diminué de moitié" is after X: what lies closer to X than to Y belongs to X.
        cues = [cue for cue in cues if not _belongs_to_previous(folded, mentions[i - 1].end, cue, right)]
    return max(cues, key=lambda cue: cue.end, default=None)


def _belongs_to_previous(folded: str, previous_end: int, cue: _Cue, right: int) -> bool:
    between = folded[previous_end : cue.start]
    comma_after = "," in folded[cue.end : right]
    return comma_after and "," not in between


def _after(folded: str, mentions: Sequence[Mention], i: int) -> _Cue | None:
    """The first cue after the drug, before the next drug or the clause's end."""
    left = mentions[i].end
    right = mentions[i + 1].start if i + 1 < len(mentions) else len(folded)
    stop = _BREAKS.search(folded, left, right)
    right = stop.start() if stop else right
    cues = [cue for cue in _cues(_AFTER, folded, left, right) if cue.start - left <= 110]
    if i + 1 < len(mentions):
        cues = [cue for cue in cues if not _opens_next(folded, left, cue, right)]
    return min(cues, key=lambda cue: (cue.action not in (Action.AVOID, Action.STOP), cue.start), default=None)


def _opens_next(folded: str, left: int, cue: _Cue, right: int) -> bool:
    """A cue after a comma and right before the next drug is that drug's ("X 10 mg, arrêt de Y")."""
    before, after = folded[left : cue.start], folded[cue.end : right]
    separated = "," in before or re.search(r"\bet\s*(?:d'|un |une |l')?$", before) is not None or ";" in before
    return (
        (separated or (len(after.strip()) < 12 and len(before) > 3))
        and "," not in after
        and not re.match(r"\s*(?:le \d|et\b)", after)
    )


def _cues(table: Sequence[tuple[Action, re.Pattern[str]]], folded: str, left: int, right: int) -> list[_Cue]:
    found = []
    for action, pattern in table:
        for match in pattern.finditer(folded, left, right):
            if (
                match.end() > match.start() and not _NEGATED_ACTION.search(folded[: match.start()])
            ) or action is Action.AVOID:
                found.append(_Cue(action=action, start=match.start(), end=match.end()))
    return found


def _shared(
    folded: str, mentions: Sequence[Mention], i: int, before: Sequence[_Cue | None], after: Sequence[_Cue | None]
) -> Action:
    """An action that a list shares: said after its last drug in the plural, or before its first."""
    j = i
    while j + 1 < len(mentions) and _COORDINATION.fullmatch(folded, mentions[j].end, mentions[j + 1].start):
        j += 1
        cue = after[j]
        if (
            cue is not None
            and before[j] is None
            and re.search(r"s\b", folded[cue.start : cue.end])
            and _close(folded, mentions[j], cue)
        ):
            return cue.action
    return _from_list_head(folded, mentions, i, before)


def _close(folded: str, mention: Mention, cue: _Cue) -> bool:
    return "," not in folded[mention.end : cue.start]


def _from_list_head(folded: str, mentions: Sequence[Mention], i: int, before: Sequence[_Cue | None]) -> Action:
    j = i
    while j > 0:
        between = folded[mentions[j - 1].end : mentions[j].start]
        listed = _in_colon_list(folded, mentions, j - 1)
        if not (_COORDINATION.fullmatch(between) or (listed and not re.search(r"[.;]\s", between))):
            return Action.NONE
        if mentions[i].dosed and not listed and not re.match(r"\s*(?:et|\+|/)", between):
            return Action.NONE
        j -= 1
        cue = before[j]
        if cue is not None:
            joined = folded[mentions[j].end : mentions[i].start]
            enumerated = re.search(r"\bet\b|\+|/", joined) or _closes_with_and(folded, mentions, i) or listed
            return cue.action if enumerated else Action.NONE
    return Action.NONE


def _in_colon_list(folded: str, mentions: Sequence[Mention], j: int) -> bool:
    return (
        re.search(r":\s*[^:]*$", folded[: mentions[j].start]) is not None
        and re.search(r":", folded[: mentions[0].start]) is not None
    )


def _closes_with_and(folded: str, mentions: Sequence[Mention], i: int) -> bool:
    return (
        i + 1 < len(mentions)
        and re.fullmatch(r"\s*,?\s*et (?:d[eu]s?\s|d'|la |le |l')*\s*", folded[mentions[i].end : mentions[i + 1].start])
        is not None
    )

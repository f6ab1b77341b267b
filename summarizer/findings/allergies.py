"""Reads allergies and intolerances: to what, with which reaction, or that there are none.

It knows the words that open them and the headings that list them. It refuses to make an allergy of a drug taken well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.findings.lexicon import Match, Sort

ANY = "allergie"
_OPENING = re.compile(
    r"\ballergi(?:es?|ques?)\b(?! \w+ saison)|\bintoleran(?:ces?|te?s?)\b(?! au glucose| au gluten| glucid\w*| a l'effort| digestive)|\bhypersensibilites?\b|\btoxidermies?\b|\banaphyla\w+\b|\bchocs? (?:anaphylactiques?|allergiques?)\b|"
    r"\breactions? (?:allergiques?|cutanees?|anaphyl\w+|immediates?|urticarienne|retardee?|croisees?|severes?)?\s?(?=a |au |aux |apres |sous |lors |a l')|\b(?:urticaires?|oedemes? de quincke|angio.?oedemes?|eruptions?(?: \w+)?|rash(?: \w+)?|exanthemes?|bronchospasmes?|purpura|prurit|syndromes? de (?:lyell|stevens.johnson)|lyell|stevens.johnson|dress(?: syndrome)?|peag|erytheme(?: \w+)?) (?:\w+ ){0,3}?(?=a (?:la |l')?|au |aux |sous |apres |lors d|induite? par|secondaire)|"
    r"\bne (?:supporte|tolere) pas\b|\bmal (?:tolere|supporte)e?s?\b|\btih\b|\bsensibilisation\b"
)
_LINK = re.compile(
    r"[\s\w'’/()-]{0,28}?(?:\b(?:a|au|aux|sous|apres|par|lors d\w+|contre|envers|suite a|pour|de|des|du|d'|d)\b|:|-|\()?\s*(?:prises? d[e'] ?|injections? d[e'] ?|administrations? d[e'] ?)?(?:la |le |les |l'|des? |d'|du )*(?:type d[e'] ?)?"
)
_NONE = re.compile(
    r"\bpas d(?:e |')\s?(?:\w+ )?allerg\w+(?: \w+){0,2}|\b(?:absence d(?:e |')|aucune?s? |sans |0 |ni )\s?allerg\w+(?: \w+)?|\ballerg\w+(?: (?:connues?|medicamenteuses?|alimentaires?|declarees?|et intolerances?|signalees?))*\s*(?::|=|-)?\s*(?:\w{0,12}\s)?(?:neant|aucune?s?\b|non\b(?! \w)|0\b|ras\b|pas d|non connues?|inconnues?|negatif|nie\b|absente?s?|ø|/\s*$)|\bnon allergique|\bn'(?:est|a) (?:pas|aucune) (?:d')?allergi\w+|\bni allergi\w+|\ballergi\w+ non connu\w*|\bnie toute allergie|\bnka\b|\bnkda\b"
)
_UNKNOWN = re.compile(r"\ballerg\w+\s*:?\s*(?:inconnu|non renseign|a preciser|non document|a renseigner)")
_REACTION = re.compile(
    r"\b(?:choc anaphylactique|anaphylaxie|oedeme de quincke|angio.?oedeme|urticaire(?: \w+)?|eruption(?: \w+)?|rash(?: \w+)?|exantheme(?: \w+)?|toxidermie(?: \w+)?|syndrome de (?:lyell|stevens.johnson)|lyell|dress|prurit|bronchospasme|gene respiratoire|dyspnee|vomissements?|diarrhees?|nausees?|toux|myalgies?|hallucinations?|confusion|hyponatremie|hypotension|malaise|oedeme(?: \w+){0,2}|purpura|cytolyse|hepatite|thrombopenie|agranulocytose|pancreatite|troubles? digestifs?|eczema|rougeurs?|plaques(?: \w+)?|erytheme(?: \w+)?|tachycardie|bradycardie|convulsions?|insuffisance renale|crampes?|rhabdomyolyse|vertiges?|rhinite|conjonctivite|asthme|detresse respiratoire|somnolence|acidose lactique|hemorragie|hypoglycemies?)\b"
)
_OVER = re.compile(
    r"[;](?=\s|$)|\.(?=\s|$)|\btraite\w* par\b|\bpar ailleurs\b|\bsans reaction\b|\bbien toler\w+|\btraitements?\b\s*:|\bhospitalisee?\b|\batcds?\b|\bantecedents?\b|\bremplace\w*\b|\brelais\b"
)
_STRANGER = re.compile(r"(?:la |le |les |l'|au |aux |a |:|\s)*(?P<name>[a-z][a-z'-]{3,}(?: [a-z][a-z'-]{3,})?)")
_TESTED = re.compile(
    r"\b(?:tests?|prick.?tests?|bilan|enquete|consultation|carte|avis|rhinites?|asthmes?|conjonctivites?|eczema|dermatites?|service|centre|terrain|origine|cause)s? (?:d'|en |d |de l'|l')?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergy:
    """An allergy at `start`..`end` of the sentence. `denied`: the sentence says there is none of any sort."""

    start: int
    end: int
    label: str
    code: str | None = None
    reaction: str | None = None
    denied: bool = False
    substance: Match | None = None


def allergies(folded: str, raw: str, matches: Sequence[Match], *, listed: bool) -> list[Allergy]:
    """The allergies of a sentence. `matches` are its drugs, classes and allergens; `listed`: its heading is of allergies."""
    found: list[Allergy] = []
    used: set[int] = set()
    denials = list(_NONE.finditer(folded))
    for denial in denials:
        if not _followed_by_substance(folded, denial, matches):
            found.append(Allergy(start=denial.start(), end=denial.end(), label=ANY, denied=True))
    openings = list(_OPENING.finditer(folded))
    for opening in openings:
        if any(d.start() <= opening.start() < d.end() for d in denials) and not any(
            _followed_by_substance(folded, d, matches) for d in denials if d.start() <= opening.start() < d.end()
        ):
            continue
        if _UNKNOWN.match(folded, opening.start()):
            continue
        if any(opening.end() <= o.start() <= opening.end() + 4 for o in openings):
            # "Allergie : toxidermie sous ..." is one allergy, opened by its reaction.
            continue
        found += _opened(folded, raw, opening, matches, used)
    if listed and not found:
        found += _listed(folded, raw, matches)
    return found


def _followed_by_substance(folded: str, denial: re.Match[str], matches: Sequence[Match]) -> bool:
    return any(
        0 <= m.start - denial.end() < 30 and re.match(r"\s*(?:a|au|aux)\b", folded[denial.end() :]) for m in matches
    )


def _opened(folded: str, raw: str, opening: re.Match[str], matches: Sequence[Match], used: set[int]) -> list[Allergy]:
    over = _OVER.search(folded, opening.end())
    limit = over.start() if over else len(folded)
    found: list[Allergy] = []
    edge = opening.end()
    last_label = None
    for match in matches:
        if not opening.end() <= match.start < limit or match.first in used:
            continue
        between = folded[edge : match.start]
        if not (
            _LINK.fullmatch(between)
            or (found and re.fullmatch(r"[^;.:]{0,45}", between) and re.search(r",|\bet\b|/|\bou\b|\(|:|-", between))
        ):
            break
        used.add(match.first)
        edge = match.end
        if match.entry.label == last_label:
            continue
        last_label = match.entry.label
        found.append(_allergy(folded, raw, opening.start() if not found else match.start, match, limit))
    if (
        not found
        and opening.group().startswith(("allergi", "hypersens", "intoleran"))
        and not _TESTED.search(folded[: opening.start()])
    ):
        stranger = re.match(
            r"\s*(?:connue |vraie |severe |grave |averee )?(?:a|au|aux|:)\s" + _STRANGER.pattern,
            folded[opening.end() : limit],
        )
        if stranger and not re.match(
            r"(?:type|discuter|confirmer|explorer|preciser|penser|rechercher|connu|l'effort|jour|noter|signaler)",
            stranger["name"],
        ):
            end = opening.end() + stranger.end()
            name = raw[opening.end() + stranger.start("name") : end]
            reaction = _REACTION.search(folded, end, limit)
            found.append(
                Allergy(
                    start=opening.start(),
                    end=end,
                    label=" ".join(name.lower().split()),
                    reaction=reaction.group() if reaction else None,
                )
            )
    if not found and re.match(r"anaphyla|chocs? (?:anaphyl|allerg)", opening.group()):
        found.append(Allergy(start=opening.start(), end=opening.end(), label=ANY))
    return found


def _allergy(folded: str, raw: str, start: int, match: Match, limit: int) -> Allergy:
    reaction = _REACTION.search(folded, start, match.start) or _REACTION.search(
        folded, match.end, min(limit, match.end + 60)
    )
    return Allergy(
        start=start,
        end=match.end,
        label=match.entry.label,
        code=match.entry.code,
        reaction=raw[reaction.start() : reaction.end()] if reaction else None,
        substance=match,
    )


def _listed(folded: str, raw: str, matches: Sequence[Match]) -> list[Allergy]:
    """Under "Allergies :", each substance named is one, and "néant" is none."""
    body = folded.partition(":")[2] if re.match(r"[^:]{0,40}allerg[^:]*:", folded) else folded
    if re.match(r"\s*(?:neant|aucune?|non\b|0\b|ras\b|pas d|nie\b|absence|rien|-\s*$)", body) and not matches:
        start = len(folded) - len(body)
        return [Allergy(start=start, end=len(folded), label=ANY, denied=True)]
    return [
        _allergy(folded, raw, match.start, match, len(folded))
        for match in matches
        if match.entry.sort in (Sort.DRUG, Sort.DRUG_CLASS, Sort.ALLERGEN)
        and not re.search(r"\b(?:tolere|remplace par|sous|bien supporte)\w* (?:\w+ )?$", folded[: match.start])
    ]

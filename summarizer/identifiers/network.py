"""What the trained tagger found, read with the words around it. Knows the tagger's habits: its edges, its traps.

A name after "maladie de", "score de" or "drain de" is an eponym; a heading, a unit or an administrative word is nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from summarizer.identifiers.people import NOT_NAMES, trimmed
from summarizer.identifiers.text import Written, compiled, key_of
from summarizer.values import Identifier, Label, Span

#: Below these mean probabilities a finding of the network is not kept. Tuned on the tuning half; see eval/LOG.md.
LEAST = {Label.PERSON: 0.3, Label.CITY: 0.45, Label.HOSPITAL: 0.4, Label.ADDRESS: 0.8}

_EPONYM_BEFORE = compiled(
    r"\b(?:maladies?|syndromes?|signes?|tests?|scores?|echelles?|classifications?|stades?|criteres?|index|indice|formule|equation|corps|cellules?|manoeuvre|epreuve"
    r"|reflexe|loge|canal|ligament|tendon|trompe|angle|polygone|zone|point|triangle|aire|lobe|lame|drain|sonde|redon|bande|attelle|prothese|anneau|valve|clou|plaque|vis|broches?|fils?"
    r"|intervention|operation|technique|methode|procedure|voie|incision|lambeau|anse|coloration|gelose|bacille|virus|tumeur|sarcome|lymphome|nevralgie|neuropathie|paralysie|chorée|choree|fracture"
    r"|hernie|kyste|nodule|oedeme|purpura|phenomene|tetralogie|anomalie|oesophage|ulcere|atrophie|myopathie|dystrophie|thyroidite|anemie|mal|crise|type|grade|loi|decret|type|facies|triade|pansement|pince|spray)"
    r"\s(?:de\s|d'|du\s|des\s)?(?:la\s|l'|type\s|von\s)?$"
)


def from_network(
    written: Written,
    found: Sequence[Identifier],
    name_level: Callable[[str], int],
    is_word: Callable[[str], bool],
) -> Iterator[Identifier]:
    for one in found:
        if one.score < LEAST[one.label]:
            continue
        identifier = _whole_words(written, one)
        if _EPONYM_BEFORE.search(written.before(identifier.span.start, 30)):
            continue
        if identifier.label is Label.PERSON:
            people = _person(written, identifier)
            yield from (person for person in people if _is_likely(written, person, name_level, is_word))
        elif _is_a_place(written, identifier):
            article = _ARTICLE.match(identifier.span.of(written.plain))
            start = identifier.span.start + (article.end() if article else 0)
            yield replace(identifier, span=Span(start, identifier.span.end))


_GLUED_BEFORE = compiled(r"(?<![A-Za-z0-9])[A-Za-z]{0,12}[0158]{1,2}$")
_GLUED_AFTER = compiled(r"^[0158]{1,2}[A-Za-z]{0,12}(?![A-Za-z0-9])")


def _whole_words(written: Written, identifier: Identifier) -> Identifier:
    """The figures that OCR read for letters are other tokens to the network: "8|ERTRAND", "R|0|BIN"."""
    start, end = identifier.span.start, identifier.span.end
    if not (written.plain[start].isalpha() and written.plain[end - 1].isalpha()):
        return identifier
    before = _GLUED_BEFORE.search(written.plain[max(0, start - 14) : start])
    after = _GLUED_AFTER.match(written.plain[end : end + 15])
    start -= len(before.group()) if before else 0
    return replace(identifier, span=Span(start, end + (after.end() if after else 0)))


def _person(written: Written, identifier: Identifier) -> Iterator[Identifier]:
    start = identifier.span.start
    for match in _TOKEN.finditer(written.plain, identifier.span.start, identifier.span.end):
        if match.group().lower() not in NOT_NAMES or match.group().lower() in _PARTICLES:
            start = match.start()
            break
    else:
        return
    span = trimmed(written, Span(start, identifier.span.end))
    if span is None:
        return
    span = _capitalised(written, span)
    surface = span.of(written.plain)
    if "\n" in surface.strip() and identifier.score < 0.9:
        return
    if any(len(token) > 1 for token in _TOKEN.findall(surface)):
        yield replace(identifier, span=span)


def _capitalised(written: Written, span: Span) -> Span:
    """Cut before the first word in small letters, when capitals came before it: "MILIN pneumonia"."""
    capital = False
    for match in _TOKEN.finditer(written.plain, span.start, span.end):
        word = match.group()
        if capital and len(word) >= 4 and word.islower() and written.plain[match.start() - 1] == " ":
            return Span(span.start, match.start() - 1)
        capital = capital or word[0].isupper()
    return span


#: An establishment without a word that says so needs this much.
HEADLESS = 0.6
#: A lone word no list knows as a name, or that is French, needs this much: acronyms, drugs and headings look like names.
LONE = 0.65


def _is_likely(
    written: Written, identifier: Identifier, name_level: Callable[[str], int], is_word: Callable[[str], bool]
) -> bool:
    surface = identifier.span.of(written.plain)
    words = key_of(surface).split()
    if surface.islower():
        # A page in small letters names people too; a word of a sentence does not.
        known = all(name_level(word) >= 2 and not is_word(word) for word in words if len(word) > 2)
        return known and identifier.score >= 0.9
    if len(words) != 1:
        return True
    if surface.isupper() and not name_level(words[0]):
        # "l'AUGMENTIN", "CRP": after an article, or of four letters, capitals that no list knows are nobody.
        elided = written.plain[max(0, identifier.span.start - 2) : identifier.span.start].lower() in ("l'", "d'")
        if elided or len(words[0]) <= 4:
            return False
    if identifier.score >= LONE:
        return True
    return name_level(words[0]) >= 2 and not is_word(words[0])


_TOKEN = compiled(r"[A-Za-z]+")
_PARTICLES = frozenset({"de", "du", "le", "la", "d", "l"})
_GENERIC = compiled(
    r"(?i)^(?:(?:l'|le |la |au |du |notre )?(?:hopital|centre|clinique|laboratoire|pharmacie|ehpad|ssr|maison|cabinet|institut|chu|ch|association|centre hospitalier|centre de sante|centre medical"
    r"|centre de diagnostic|hopital de jour|maison de retraite|maison de sante|la maison|urgences|etablissement|liste[\w ]*|service[\w ]*|finess|rpps|siret|edite|recu|pole|tel|fax))$"
)


# What the name of an establishment holds; without it the network must be sure ("Bichat", "Les Aubiers").
_HEAD = compiled(
    r"(?i)\b(?:h[o0]p\w*|ch[urislp]*|centre|clinique|polyclinique|ehpad|ssr|smr|labo\w*|lbm|bio\w*|scanner\w*|irm|imagerie|radiologie|institut|maison|residence|foyer|pharmacie"
    r"|cabinet|association|fondation|groupe|ambulances?|mutuelle|pavillon|selarl|selas|scm|gie|ssiad|had|reseau|villa|unite|batiment|smur|samu|cmpr?|hu|usld|associes|saint\w*|ste?)\b"
)


_ARTICLE = compiled(r"(?:la|le|les|au|du|aux|a|l')\s?(?=\w)(?<=[\s'])")


def _is_a_place(written: Written, identifier: Identifier) -> bool:
    surface = identifier.span.of(written.plain)
    if _GENERIC.match(surface) or not any(c.isupper() or c.isdigit() for c in surface):
        return False
    if identifier.label is Label.HOSPITAL and identifier.score < HEADLESS and not _HEAD.search(surface):
        return False
    if identifier.label is Label.CITY:
        return surface.lower() not in NOT_NAMES and surface[0].isalpha()
    return True

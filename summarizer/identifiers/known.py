"""What is already known of the patient, found however it is written. Knows one identity at a time, no general rule.

Tolerates case, accents, hyphens, order, OCR confusions and one typo. A name that is also a French word ("Petit",
"Rose", "Blanc") is taken in capitals, with a capital inside a sentence, or beside another known name: "petit
déjeuner" names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from summarizer.identifiers.text import Written, compiled, fold, key_of, matches
from summarizer.values import Identifier, Identity, Label, Span

_WORD = compiled(r"[^\W_]+(?:[|!5][^\W_]+)*")
_OCR = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b"})
_PARTICLES = frozenset(
    """
    de du des d le la les l van von der den ben el al da di
    """.split()  # noqa: SIM905
)

# Family and given names that are French words, in no particular order: more than any list holds, the capital decides.
_ALSO_WORDS = frozenset(
    """
    petit grand gros blanc noir brun roux gris vert rose rouge olive marron lilas violette fleur fleury
    marguerite iris jasmin cerise prune pomme poirier pommier rosier olivier laurier bois forest foret
    lac mer rivière riviere fontaine pont porte maison chateau tour place rue marche marchand boucher
    boulanger berger meunier charpentier fournier tailleur barbier mercier potier tisserand vigneron
    masson maçon macon couturier chevalier roi reine prince duc comte page abbe moine cure pape leveque
    martin merle pinson moineau corbeau loup renard lion ours cheval mouton agneau chat lelievre poisson
    carpe aimable bon bonne bel beau belle joli doux douce vieux jeune fort ferme sage legrand leblanc
    lebrun leroy lenoir long court moreau noel pascal toussaint avril mai juin aout samedi jeudi mardi
    printemps ete automne hiver jour nuit matin midi soir soleil lune etoile neige vent pluie orage
    rocher pierre roche sable argent or fer acier sel sucre poivre pain vin lait miel riz orge avoine
    froment ble fer clef cle clou marteau faucon aigle coq paon perdrix caille cane canard oie pigeon
    colombe colin barre masse grave vidal salle salles sale santé sante charge droit gauche main pied
    tete bras coude genou hanche cote ami voisin cousin neveu gendre frere pere fils parent besse perrin
    constant clement prudence victoire aurore france florence paris lyon nancy albert angers tours
    orange brest lourdes valence vienne rome marie claire blanche gentil lefort bouchet prevost maire
    sergent caporal major general amiral commun carre rond ronde marche chef bernard camille dominique
    juste bruno angele desire franc francois anglais breton picard normand lombard
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KnownNames:
    """Names to find everywhere, as folded words, with the label each gives."""

    words: dict[str, Label]
    found_by: str

    def __repr__(self) -> str:
        return f"KnownNames({len(self.words)} words)"

    @staticmethod
    def of(names: Sequence[str], label: Label, found_by: str) -> KnownNames:
        words = {
            word: label for name in names for word in key_of(name).split() if len(word) >= 2 and word not in _PARTICLES
        }
        return KnownNames(words=words, found_by=found_by)


def known_names(written: Written, known: KnownNames, *, typos: bool = True) -> Iterator[Identifier]:
    """Every writing of the known names; neighbouring words make one span. `typos` allows one and OCR confusions."""
    if not known.words:
        return
    by_ocr = {word.translate(_OCR): word for word in known.words if len(word) >= 4} if typos else {}
    hits: list[tuple[int, int, str, bool]] = []
    for match in matches(_WORD, written.folded):
        word = _known_word(match.group(), written.plain[match.start() : match.end()], known.words, by_ocr, typos)
        if word is not None:
            sure = _surely_a_name(written, match.start(), match.end(), word)
            hits.append((match.start(), match.end(), word, sure))
    yield from _grouped(written, hits, known)


def _known_word(folded: str, plain: str, words: dict[str, Label], by_ocr: dict[str, str], typos: bool) -> str | None:
    if folded in words:
        return folded
    if len(folded) < 4 or not typos:
        return None
    read = by_ocr.get(folded.translate(_OCR))
    if read is not None:
        return read
    # One typo, in a capitalised word of five letters and more: "LEFROT" for "LEFORT".
    if len(folded) >= 5 and plain[0].isupper() and folded not in _ALSO_WORDS:
        for word in words:
            if (
                len(word) >= 5
                and abs(len(word) - len(folded)) <= 1
                and (word[0] == folded[0] or word[-2:] == folded[-2:])
                and DamerauLevenshtein.distance(word, folded, score_cutoff=1) <= 1
                and not (word in _ALSO_WORDS and plain[1:].islower())
                and _same_but_for_a_typo(word, folded)
            ):
                return word
    return None


def _same_but_for_a_typo(word: str, folded: str) -> bool:
    """ "Martin" and "Martine", "Laurent" and "Laurence" are two people; a final letter tells them apart."""
    shorter, longer = sorted((word, folded), key=len)
    return not (longer.startswith(shorter) and len(longer) == len(shorter) + 1)


def _surely_a_name(written: Written, start: int, end: int, word: str) -> bool:
    surface = written.plain[start:end]
    if len(word) <= 3:
        # "Ng" and "Na" are units and ions before they are surnames: two letters want a title, three a capital.
        titled = _TITLE_BEFORE.search(written.before(start, 16)) is not None
        return titled or (len(word) == 3 and surface[:1].isupper() and word not in _ALSO_WORDS)
    if word not in _ALSO_WORDS:
        return True
    if surface.isupper() and len(surface) >= 3:
        # A heading in capitals ("PETIT DEJEUNER") is not a name in capitals.
        after = written.plain[end : end + 2]
        return not (
            after[:1] == " "
            and after[1:].isupper()
            and _next_word(written, end) not in _ALSO_WORDS
            and word in _PHRASES
            and _next_word(written, end) in _PHRASES[word]
        )
    if not surface[:1].isupper():
        return False
    before = written.plain[max(0, start - 3) : start].rstrip(" ")
    if before == "" or before[-1] in ".\n:;!?-*•|/(":
        return _TITLE_BEFORE.search(written.before(start, 16)) is not None
    return True


_PHRASES: dict[str, frozenset[str]] = {
    "petit": frozenset({"dejeuner", "bassin", "trochanter", "doigt", "orteil", "mal", "poids", "repas", "gabarit"}),
    "grand": frozenset({"trochanter", "age", "public", "fessier", "droit", "dorsal", "axe", "doigt"}),
    "gros": frozenset({"intestin", "orteil", "vaisseaux"}),
    "droit": frozenset({"anterieur", "interne", "externe"}),
    "rose": frozenset({"bengale", "pale"}),
}
_TITLE_BEFORE = compiled(
    r"(?:\bm\.|\bmme|\bmr|\bmlle|\bdr|\bpr|docteur|madame|monsieur|patiente?\s?:|nom\s?:|prenom\s?:)\s{0,2}$"
)


def _next_word(written: Written, end: int) -> str:
    match = _WORD.search(written.folded, end, end + 30)
    return match.group() if match else ""


def _grouped(written: Written, hits: Sequence[tuple[int, int, str, bool]], known: KnownNames) -> Iterator[Identifier]:
    groups: list[list[tuple[int, int, str, bool]]] = []
    for hit in hits:
        if groups and _joins(written.plain[groups[-1][-1][1] : hit[0]]):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    for group in groups:
        several = len({word for _, _, word, _ in group}) > 1
        if several or any(sure for *_, sure in group):
            start, end = group[0][0], group[-1][1]
            start = _with_initial(written, start)
            label = known.words[group[0][2]]
            yield Identifier(span=Span(start, end), label=label, score=0.99, found_by=known.found_by)


def _joins(between: str) -> bool:
    return (
        len(between) <= 3 and between.strip(" ,-'\n") == "" and between.count("\n") <= 1
    ) or between.strip().lower() in ("de", "du", "d'", "le", "la")


# "M." before a name is a mister unless another initial follows it.
_INITIAL_BEFORE = compiled(r"(?<![\w.])(?!M\.[ ]?$)[A-Z]\.(?:[ ]?-?[A-Z]\.)?[ ]?$")


def _with_initial(written: Written, start: int) -> int:
    window = written.plain[max(0, start - 8) : start]
    match = _INITIAL_BEFORE.search(window)
    return start - len(window) + match.start() if match else start


# --- everything else that is known ----------------------------------------------------------------------------


def known_numbers(written: Written, identity: Identity) -> Iterator[Identifier]:
    """The NIR, IPP, phones and other identifiers of the patient, in any grouping, with one damaged digit at most."""
    wanted: list[tuple[str, Label]] = []
    if identity.nir:
        wanted.append((_bare(identity.nir), Label.NIR))
        if len(_bare(identity.nir)) == 15:
            wanted.append((_bare(identity.nir)[:13], Label.NIR))
    if identity.ipp:
        wanted.append((_bare(identity.ipp), Label.IPP))
    wanted += [(_bare(phone), Label.PHONE) for phone in identity.phones]
    wanted += [(_bare(other), Label.OTHER) for other in identity.other_ids]
    wanted += [(_bare(zip_code), Label.ZIP) for zip_code in identity.zip_codes]
    positions = [i for i, c in enumerate(written.folded) if c.isalnum()]
    bare = "".join(written.folded[i] for i in positions).translate(_DIGITS)
    for value, label in wanted:
        if len(value) < 5:
            continue
        for start, end in _occurrences(bare, value.translate(_DIGITS), tolerant=len(value) >= 10 and value.isdigit()):
            first, last = positions[start], positions[end - 1]
            # Letters and figures far apart, or inside a longer word, are not one identifier.
            if last - first < 2 * len(value) + 6 and not _glued(written.folded, first, last):
                yield Identifier(span=Span(first, last + 1), label=label, score=0.99, found_by="known-number")


_DIGITS = str.maketrans("oil", "011")


def _occurrences(text: str, value: str, *, tolerant: bool) -> Iterator[tuple[int, int]]:
    start = text.find(value)
    while start >= 0:
        yield start, start + len(value)
        start = text.find(value, start + 1)
    if tolerant:
        half = len(value) // 2
        for piece, offset in ((value[:half], 0), (value[half:], half)):
            at = text.find(piece)
            while at >= 0:
                candidate = text[max(0, at - offset) : max(0, at - offset) + len(value)]
                if (
                    len(candidate) == len(value)
                    and sum(a != b for a, b in zip(candidate, value, strict=True)) == 1
                    and candidate.isdigit()
                ):
                    yield at - offset, at - offset + len(value)
                at = text.find(piece, at + 1)


def _glued(text: str, first: int, last: int) -> bool:
    return (first > 0 and text[first - 1].isalnum()) or (last + 1 < len(text) and text[last + 1].isalnum())


def _bare(value: str) -> str:
    return "".join(c for c in fold(value) if c.isalnum())


def known_strings(written: Written, identity: Identity) -> Iterator[Identifier]:
    """Addresses, towns and e-mail addresses as known, whatever their case, accents and blanks."""
    for values, label in (
        (identity.addresses, Label.ADDRESS),
        (identity.cities, Label.CITY),
        (identity.emails, Label.EMAIL),
    ):
        for value in values:
            words = compiled(r"[^\s,;]+").findall(fold(value))
            if sum(map(len, words)) < 3:
                continue
            pattern = compiled(r"(?<!\w)" + r"[\s,;-]{1,3}".join(_escaped(word) for word in words) + r"(?!\w)")
            for match in matches(pattern, written.folded):
                surface = written.plain[match.start() : match.end()]
                if label is not Label.CITY or surface[0].isupper():
                    yield Identifier(span=Span(*match.span()), label=label, score=0.99, found_by="known-string")


def _escaped(word: str) -> str:
    return "".join(
        f"[{c}]" if c not in "-^]\\[#" and not c.isalnum() else (f"\\{c}" if not c.isalnum() else c) for c in word
    )

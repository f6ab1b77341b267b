"""Names of people, by the words around them: titles, roles, signatures, kinship. Knows French manners, keeps no list
of names: those that nothing announces are for the trained names, those of the patient for the known identity.

Drugs, eponyms, anatomy, scores and units are nobody: none of these rules fires on a capital alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from summarizer.identifiers.text import Written, compiled, matches
from summarizer.values import Identifier, Label, Span

_INITIAL = r"(?:[A-Z][a-z]?\.(?:[ ]?-?[ ]?[A-Z][a-z]?\.)*|[A-Z](?:[.]?-[A-Z])\.?|[A-Z]\.[A-Z](?![A-Za-z.])|[A-Z]{1,2}(?=\s+[A-Z][A-Za-z]))"
_WORD = r"(?:(?:[OD]'|d'|[A-Z]')?(?:[A-Z]|[058](?=[A-Za-z]{2}))(?:[A-Za-z]|(?<=[A-Za-z])[0158](?=[A-Za-z']|\b))+(?:['-][A-Za-z]+)*|[A-Z]'[A-Z][a-z]+)"
_PARTICLE = r"(?:de[ ]la|de[ ]l'|de|du|des|d'|le|la|van|von|der|den|ben|ibn|el|al|da|dos|das|di|del|della|ter|ten|DE[ ]LA|DE|DU|DES|LE|LA|VAN|EL|AL|BEN)"
# "Mme A, Mme B": the second title opens another name.
_NEXT_TITLE = r"(?:Mmes?|MME|Mr|Mlle|Drs?|DR|Prs?|Docteur|Professeur|Monsieur|Madame)(?![A-Za-z'-])"
_NAME = rf"(?:(?:{_PARTICLE}[ ]?)?(?:{_WORD}|{_INITIAL}))(?:,?[ ]{{0,2}}(?!{_NEXT_TITLE})(?:{_PARTICLE}[ ]){{0,2}}(?:{_INITIAL}|{_WORD})){{0,5}}"

_DOCTOR = r"(?:(?i:d[o0]cteurs?|professeure?s?|dres?|drs?|prof|profs)|Prs?|PRS?|Pr)"
_CIVIL = r"(?:(?i:monsieur|madame|mademoiselle|mlle|mmes?|mrnes?|mrs?|messieurs|mesdames|melle|maitre)|MM?|M\.)"
_RANK = r"(?:[ ](?:le|la)[ ](?:(?i:docteur|professeur|dr|pr)\.?))?"
_TITLED = compiled(
    rf"(?<![\w'-])(?P<title>{_CIVIL}\.?{_RANK}|{_DOCTOR})(?:\.[ ]?|[ ]{{1,3}}|\s?:\s?|[ ]?\n[ ]?(?=[A-Z])|(?<=\.))(?P<name>{_NAME})"
)
_TITLED_M = compiled(rf"(?<![\w'./-])M[ ]{{1,2}}(?P<name>[A-Z][A-Za-z'-]{{2,}}(?:[ ]{_NAME})?)")

# Words that may follow a title or start a line with a capital, and are nobody's name.
NOT_NAMES = frozenset(
    """
    dossier dossiers assistants assistantes cliniques juniors prescripteur mention intervention retraite retraitee cible fixe
    docteur dr pr professeur monsieur madame mademoiselle mme mlle mr le la les l de du des et ou en au
    aux un une cher chere chers confrere consoeur patient patiente interne externe chef service hopital
    clinique centre medecin chirurgien infirmier infirmiere ide idec as ash kine kinesitherapeute
    secretaire secretariat tel telephone fax mail email rpps adeli finess nir ipp nda ddn sexe age date
    ne nee nom prenom adresse objet signature signe vu valide janvier fevrier mars avril mai juin
    juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche
    cardiologue cardiologie neurologue neurologie pneumologue pneumologie gastro geriatre geriatrie
    radiologue radiologie urologue urologie nephrologue nephrologie oncologue oncologie rhumatologue
    rhumatologie dermatologue dermatologie psychiatre psychiatrie endocrinologue endocrinologie
    anesthesiste anesthesie reanimateur reanimation urgentiste urgences pediatre pediatrie gynecologue
    gynecologie ophtalmologue ophtalmologie orl biologiste biologie pharmacien pharmacie dentiste
    generaliste traitant consultation cr compte rendu resultat resultats motif antecedents atcd allergie
    allergies traitement traitements examen conclusion histoire bilan cabinet ehpad maison ch
    chu ap hp aphp non oui ras cc copie destinataire destinataires medecine chirurgie unite pole
    responsable coordonnateur directeur directrice ph pu cca mcu ancien assistant assistante praticien
    hospitalier attache agree universitaire je il elle
    nous vous on ce cette ces son sa ses votre vos notre nos qui que dont a est sera ayant dit bonjour
    merci cordialement bien sincerement confraternellement veuillez agreer salutations rdv rendez
    hospitalisation hospitalise hospitalisee sortie entree poids taille ta fc imc temperature pas par
    pour avec sans sur dans depuis apres avant lors chez sous test score grade stade type groupe
    rhesus homme femme masculin feminin situation profession medecins infirmiere infirmieres accueil
    etage batiment ville france who oms ecog xxx xxxx xyz abc abcd
    """.split()  # noqa: SIM905
)
_LINE_JUNK = compiled(r"^[\s,;:.|-]*$")


def titled(written: Written) -> Iterator[Identifier]:
    """Names after a title: "Dr A. Charcot-Leroux", "Mme PETIT Rose", "M.GIRAUD"."""
    for pattern in (_TITLED, _TITLED_M):
        for match in matches(pattern, written.plain):
            span = trimmed(written, Span(*match.span("name")))
            short_title = (match.groupdict().get("title") or "M") in ("M", "MM", "M.")
            if span is not None and not (short_title and "\n" in written.text[match.start() : span.start]):
                found_by = "title-doctor" if _is_doctor(match.groupdict().get("title") or "") else "title"
                yield Identifier(span=span, label=Label.PERSON, score=0.9, found_by=found_by)


def _is_doctor(title: str) -> bool:
    words = title.lower().replace(".", " ").split()
    return bool(words) and words[-1] in {
        "dr",
        "drs",
        "dre",
        "docteur",
        "docteurs",
        "pr",
        "prs",
        "prof",
        "professeur",
        "professeure",
        "professeurs",
    }


def trimmed(written: Written, span: Span) -> Span | None:
    """The span cut at its first word that is no name; None when nothing of a name is left."""
    words = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(written.plain, span.start, span.end)]
    kept: list[tuple[int, int, str]] = []
    for start, end, word in words:
        if (
            word.lower() in NOT_NAMES
            and not (word == "Mai" and kept and _SURNAME_AFTER.match(written.plain[end : span.end]))
            and not (word.lower() == "compte" and kept and not written.folded.startswith(" rendu", end))
            and not (len(word) == 1 and word.isupper())
            and not (len(word) == 2 and word[0].isupper() and written.plain[end : end + 1] == ".")
            and not (kept and word.lower() in _PARTICLES)
            and not (not kept and word.lower() in _PARTICLES)
        ):
            break
        kept.append((start, end, word))
    while kept and kept[-1][2].lower() in _PARTICLES:
        kept.pop()
    if not any(len(word.strip(".'-")) >= 2 and word.lower() not in _PARTICLES for _, _, word in kept):
        return None
    end = kept[-1][1]
    if len(kept[-1][2]) <= 2 and written.plain[end : end + 1] == ".":
        end += 1
    return Span(kept[0][0], end)


# "Thi Mai NGUYEN": a given name of Vietnam, not the month.
_SURNAME_AFTER = compiled(r"^[ ][A-Z]{2}")
_TOKEN = compiled(r"(?:[A-Za-z]|[058](?=[A-Za-z]{2}))(?:[0158](?=[A-Za-z']|\b)|['.-]?[A-Za-z])*")
_PARTICLES = frozenset(
    """
    de du des d le la les l van von der den ben ibn el al da dos das di del della ter ten
    """.split()  # noqa: SIM905
)

# --- roles and signatures -------------------------------------------------------------------------------------

_ROLE_WORD = (
    r"(?:IDEC?|IDEL|IADE|IBODE|ASH?|ASD|AMP|IPA|MK|MKDE|PH|PUPH|PU-PH|MCU-PH|CCA|FFI|DES|(?i:infirmiere?s?|interne|externe|kine(?:sitherapeute)?|ergotherapeute|orthophoniste"
    r"|dieteticien(?:ne)?|psychologue|sage-femme|secretaire|aide-soignante?|assistante?\ssociale|cadre(?:\sde\ssante)?|medecin|biologiste|pharmacien(?:ne)?|psychomotricien(?:ne)?|podologue"
    r"|manipulat(?:eur|rice)|brancardier|ambulancier|auxiliaire\sde\svie))"
)
_CUE = (
    r"(?i:sign(?:e|ature)(?:\selectronique(?:ment)?)?(?:\spar)?|redige(?:e)?\spar|valide(?:e)?\spar|ecrit\spar|dicte(?:e)?\spar|relu\spar|vu\spar|vue\spar|saisi\spar|transmis\s(?:par|a)|adresse(?:e)?\spar|realise(?:e)?\spar|edite\spar|prescrit\spar"
    r"|prescripteur|medecin\s(?:traitant|referent|prescripteur|responsable|adresseur|coordonnateur)|operateur|anesthesiste|aide(?:\soperatoire)?|chirurgien|instrumentiste|correspondant|destinataire|copie(?:\sa)?|cc"
    r"|nom(?:\s(?:de\snaissance|d'usage|usuel|marital|de\sjeune\sfille|de\sfamille|utilise))?|prenoms?(?:\s(?:de\snaissance|utilise))?|nom\s?[,/&et]{1,3}\s?prenoms?|nom\s-\sprenom|patient(?:e)?|identite|resident(?:e)?|assure(?:e)?"
    r"|personne\s(?:de\sconfiance|a\sprevenir|de\scontact)|a\sl'attention\sde|redacteur|auteur|responsable|contact|tuteur|curateur|representant|interlocuteur|biologiste|radiologue|pathologiste|investigateur(?:\sprincipal)?|consultant|infirmiere?|mt|med(?:ecin)?\.?\s?tt?t?\.?|sf|ioa|iao|mao|etudiante?(?:\s\w+)?|stagiaire|frappe|dactylo)"
)
_CUED = compiled(
    rf"(?<![\w-])(?:(?:{_CUE})(?:\(e\))?[ ]?(?:[:=|]|\n)[ ]{{0,4}}\n?|{_ROLE_WORD}[ ]?:[ ]{{1,4}})(?:{_CIVIL}\.?[ ]|{_DOCTOR}\.?[ ])?(?P<name>{_NAME})"
)
_BY = compiled(
    rf"(?i:\b(?:signe|redige|valide|ecrit|dicte|relu|vue?|saisi|adresse|realise|edite|prescrit|opere)e?s?\spar)\s(?P<name>{_NAME})"
)
_ROLE_FIRST = compiled(
    rf"(?<![\w-])(?:{_ROLE_WORD}|[Ii]nfirmiere?|[Ii]nterne|(?i:stomatherapeute|neuropsychologue|diabetologue|biologiste))[ ]?[,:]?[ ](?:de[ ]nuit[ ]|nuit[ ])?"
    r"(?P<name>[A-Z][a-z]+(?:-[A-Z][a-z]+)?[ ][A-Z][A-Z'-]+|[A-Z]\.[ ]?[A-Z][A-Za-z'-]{2,})(?![\w])"
)
_ROLE_AFTER = compiled(rf"[ ]?(?:,|-|–|\(|/)[ ]{{0,2}}{_ROLE_WORD}(?![\w])")
_DEAR = compiled(
    r"(?<!\w)(?:[Mm]on|[Mm]a)?\s?[Cc]heres?\s(?P<name>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?=\s?(?:,|et\s[A-Z]))|(?<!\w)(?:[Mm]on\s)?[Cc]hers?\s(?P<name>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?=\s?(?:,|et\s[A-Z]))"
)
_CLOSING = compiled(
    r"(?i:a(?:m|rn)ities?|amicalement|cordialement|confraternellement|salutations|respectueusement|a\s(?:vous|toi)|remerciements)[^\n]{0,24}\n\s*(?P<name>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)[ ]*(?=\n|$)"
)
_BORN = compiled(
    rf"(?<!\w)(?:[nN]ee?|NEE?)(?:\(e\)|\(E\))?[ ](?:(?:{_PARTICLE})[ ])?(?P<name>(?:[A-Z][A-Za-z]+(?:['-][A-Za-z]+)*)(?:[ ][A-Z][A-Za-z'-]+)?)(?=[\s,.;)]|$)"
)
_INITIALED = compiled(
    r"(?<![\w.'/-])(?P<name>(?:[A-Z]\.[ ]?-?){1,3}[ ]?(?:(?:de|du|DE|DU|le|LE|van|el|EL|ben|BEN)[ ])?(?:[A-Z](?:[A-Z'-]|[l01](?=[A-Zl\b])|l(?!\w)){2,}|[A-Z][a-z]{2,}(?:[-'][A-Z][A-Za-z]+)*))(?![\w])"
)
_INITIALS_ALONE = compiled(r"(?m)^[ ]*(?P<name>[A-Z]\.[ ]?-?[A-Z]\.(?:[ ]?[A-Z]\.)?)[ ]*$")
# Who typed, transcribed, read again: initials that no full name need explain ("frappe A.M.", "Réf. : JPM/CT", "YLG/sq").
_LETTERS = r"(?:[A-Z]{2,4}|(?:[A-Z]\.[ ]?-?){1,3}[A-Z]\.?)"
_TYPED = compiled(
    rf"(?i:\b(?:frappe|tape|dactylo\w*|transcri(?:t|ption)|saisie?|dictee?|relue?|relecture|validee?|signee?|redigee?|prelevee?|notee?|vue?|visa)\s?(?:e?s?\spar|par|:)?\s?:?\s)(?P<name>{_LETTERS})(?![\w'-]|\.\w)(?=[ ]*(?:$|\n|[,;.)/-]|le\s\d|du\s\d|a\s\d|\d\d[/:h]))"
    rf"|(?<!\w)(?i:(?:[nv]os?/?\s?)?ref(?:erences?|s)?\.?\s?:?\s)(?P<name>[A-Z]{{2,4}}\s?/\s?[A-Za-z]{{2,3}})(?!\w)"
    rf"|(?:(?m:^)|[.;][ ])[ ]*(?P<name>[A-Z]{{2,4}}/[a-z]{{2,3}})[ ]*(?m:$)|(?i:\bpatiente?[ ])(?P<name>(?:[A-Z]\.[ ]?){{2,3}})(?![\w])"
    rf"|[.;!?][ ]{{1,3}}(?P<name>[A-Z]\.[ ]?-?[A-Z]\.)[ ]*(?m:$)"
)
_NO_LETTERS = frozenset("ok ras ide ids as ph dr pr chu ch crp ecg irm nfs bu tdm ap up uf cs hdj sau".split())  # noqa: SIM905
# "NOM boulanger  Prénom mathieu": two labels make names of words in small letters.
_LOW = r"[a-z][a-z'-]{1,}(?:[ ](?!pre?nom|nom)[a-z'-]{2,}){0,2}"
_TWO_LABELS = compiled(
    rf"(?i:\bnom\s?[:=]?\s{{0,6}})(?P<a>{_LOW})[ ,;|]{{0,12}}\n?(?i:\bprenoms?\s?[:=]?\s{{0,6}})(?P<b>{_LOW})(?=\s{{2,}}|\n|$|\s?[,;|(/]|\s(?:nee?|ddn|sexe|age|le|ipp)\b)"
    rf"|(?i:\bprenoms?\s?[:=]?\s{{0,6}})(?P<a>{_LOW})[ ,;|]{{0,12}}\n?(?i:\bnom\s?[:=]?\s{{0,6}})(?P<b>{_LOW})(?=\s{{2,}}|\n|$|\s?[,;|(/]|\s(?:nee?|ddn|sexe|age|le|ipp)\b)"
)
_SAID_EMPTY = compiled(r"(?i)\b(?:non|inconnue?|pas|du|de|des|la|le|renseigne\w*|usuel|naissance)\b")
_NOT_INITIALED = compiled(
    r"(?i)^[A-Z]\.\s?(?:coli|aureus|pylori|difficile|pneumoniae|faecalis|albicans|falciparum|jeroveci|epidermidis|influenzae|fumigatus|cloacae|whipple)"
)


def signed(
    written: Written, is_word: Callable[[str], bool], name_level: Callable[[str], int] = lambda folded: 2
) -> Iterator[Identifier]:
    """Names beside a role or a label: "Signé : N. FLEURY", "Nadège FLEURY, IDE", "Médecin traitant : ..."."""
    for pattern, name in (
        (_CUED, "label"),
        (_BY, "by"),
        (_ROLE_FIRST, "role"),
        (_BORN, "born"),
        (_DEAR, "letter"),
        (_CLOSING, "letter"),
    ):
        for match in matches(pattern, written.plain):
            span = trimmed(written, Span(*match.span("name")))
            if span is not None and name == "born" and not _is_accented(written, match.start()):
                continue
            if span is not None and (
                name != "role" or _looks_like_a_name(written.plain[span.start : span.end], is_word)
            ):
                yield Identifier(span=span, label=Label.PERSON, score=0.8, found_by=name)
    for name_span in _names_before(written, _ROLE_AFTER):
        span = trimmed(written, name_span)
        if span is not None and _looks_like_a_name(span.of(written.plain), is_word):
            yield Identifier(span=span, label=Label.PERSON, score=0.8, found_by="role")
    for match in matches(_TYPED, written.plain):
        if match["name"].lower() not in _NO_LETTERS:
            yield Identifier(span=Span(*match.span("name")), label=Label.PERSON, score=0.75, found_by="initials")
    for match in matches(_TWO_LABELS, written.plain):
        for part in ("a", "b"):
            if not _SAID_EMPTY.search(match[part]):
                yield Identifier(span=Span(*match.span(part)), label=Label.PERSON, score=0.85, found_by="label")
    for match in matches(_INITIALS_ALONE, written.plain):
        yield Identifier(span=Span(*match.span("name")), label=Label.PERSON, score=0.6, found_by="initials")
    for match in matches(_INITIALED, written.plain):
        if match["name"].startswith(("M. ", "M.")) and match["name"].count(".") == 1:
            continue  # a mister: the title rule has it
        last = match["name"].split(".")[-1].strip(" -").lower()
        if last in NOT_NAMES or _NOT_INITIALED.match(match["name"]):
            continue
        # "11 g/L. Dénutrition", "au flanc D. Vérifier": a French word after a letter is the next sentence.
        capitals = match["name"].isupper() and _OPENS_A_FIELD.search(written.before(match.start(), 8))
        opens = _OPENS_A_FIELD.search(written.before(match.start(), 8)) is not None
        named = not is_word(last) and (opens or name_level(last) >= 1)
        if named or capitals or _DOCTOR_BEFORE.search(written.before(match.start(), 8)):
            yield Identifier(span=Span(*match.span("name")), label=Label.PERSON, score=0.8, found_by="initial")


_OPENS_A_FIELD = compiled(r"(?:^|\n[ ]*|[,|(/:]\s?|\s{3,}|par\s)$")
_DOCTOR_BEFORE = compiled(r"\b(?:dr|pr)\.?\s$")


def _is_accented(written: Written, start: int) -> bool:
    """ "Née", "né", "NEE" open a birth name; "NE PLUS PRENDRE" and "ne" do not."""
    return written.text[start : start + 3].lower()[:2] == "né" or written.folded[start : start + 3] == "nee"


def _looks_like_a_name(plain: str, is_word: Callable[[str], bool]) -> bool:
    """Before a role, one word is a first name ("Jordan, AS"); a lone word in capitals may be any heading."""
    words = plain.split()
    if len(words) >= 2 or (plain.istitle() and len(plain) >= 3):
        return True
    # First and last name run together: "GinetteLavignac (Interne)", "JCARON (Interne)".
    glued = len(plain) >= 5 and plain.isalpha() and plain[0].isupper() and not plain.istitle()
    return glued and not is_word(plain.lower()) and plain.lower() not in NOT_NAMES


# --- kinship --------------------------------------------------------------------------------------------------

_KIN = (
    r"(?:(?:sa|son|ses|leur|la|le|une?|d'une?|de\ssa|de\sson)\s(?:petite?s?-|arriere-|belle-|beau-|demi-|ex-)?(?:fille|fils|s(?:oe|œ)ur|frere|mere|pere|epouse|epoux|mari|femme|compagnon|compagne|conjointe?|niece|neveu|cousine?|tante|oncle"
    r"|voisine?|amie?|grand-mere|grand-pere|enfants?|petit-fils|petite-fille|tutrice|tuteur|curatrice|curateur|concubine?|aidante?|garde|marraine|parrain|gendre|bru|filles|auxiliaire\sde\svie)(?:\s(?:ainee?|cadette?|unique))?"
    r"(?:\s(?:maternel|paternel)(?:le)?)?(?:\s\(cote\s\w+\))?|(?<=[(,:;]\s?)(?:fille|fils|mari|epouse|epoux|femme|mere|pere|s(?:oe|œ)ur|frere|compagn\w+|conjointe?|niece|neveu)"
    r"|veuve?\sd[e']|mariee?\s(?:a|avec)|divorcee?\sd[e']|epouse\sd[e']|fils\sde|fille\sde|mere\sde)"
)
_RELATIVE = compiled(
    rf"(?i:\b{_KIN})(?:\s|(?<=')|\s?:\s?|,\s|\s\()(?:(?:Mme|M\.|Mr|Mlle|Madame|Monsieur)\s)?(?P<name>{_NAME})"
)
_KIN_AFTER = compiled(
    r"[ ]?(?:,[ ]|\()(?i:(?:sa|son)\s)?(?i:fille|fils|s(?:oe|œ)ur|frere|mere|pere|epouse|epoux|mari|femme|compagnon|compagne|niece|neveu|petite?-fil(?:le|s)|belle-fille|conjointe?|voisine?|tutrice|tuteur|curatrice|curateur|ami|amie)(?=[ ]?(?:[),;:.\n]|$))"
)
_NAME_AT_END = compiled(rf"(?<![\w'-])(?P<name>{_NAME})$")


_TITLE_FIRST = compiled(r"(?:M\.|Mme|Mr|Mlle|Dr|Pr)\.?[ ]?")


def _names_before(written: Written, pattern: Any) -> Iterator[Span]:
    """The name just before each match: anchored on the rare word after it, since names may start anywhere."""
    for match in matches(pattern, written.plain):
        start = max(written.line_start(match.start()), match.start() - 60)
        name = _NAME_AT_END.search(written.plain[start : match.start()])
        if name is not None:
            title = _TITLE_FIRST.match(name["name"])
            yield Span(start + name.start("name") + (title.end() if title else 0), start + name.end("name"))


_KIN_LABEL = compiled(
    rf"(?i:\b(?:maman|papa|mere|pere|conjointe?|epou(?:x|se)|mari|fille|fils|s(?:oe|œ)ur|frere|enfants?|parents|grand-mere|grand-pere|tante|oncle|nourrice|assistante\smaternelle|aidante?|fratrie|tut(?:eur|rice)|curat(?:eur|rice))\s?:\s?)(?:(?:Mme|M\.|Mr|Mlle)\s)?(?P<name>{_NAME})"
    rf"|(?i:\b(?:maman|papa|vit\savec|separee?\sd[e']|mariee?\savec|pere\sde|mere\sde|prenommee?|se\sprenomme|(?:pere|mere|parents?)\sd'une?\spetite?|jum(?:eau|elle)|rupture\savec|confiee?\sa|visite\sde|a\scote\sde|appel\sde)\s?)(?P<name>{_NAME})"
)
_AND = compiled(rf"^[ ](?:et|ou|puis)[ ](?P<name>{_NAME})")


def relatives(written: Written) -> Iterator[Identifier]:
    """Relatives and close ones, where kinship is said: "sa fille Claire VASSEUR", "Mme X (fille)"."""
    after = (Span(*match.span("name")) for match in matches(_RELATIVE, written.plain))
    labelled = (Span(*match.span("name")) for match in matches(_KIN_LABEL, written.plain))
    for names in (after, labelled, _names_before(written, _KIN_AFTER)):
        for name_span in names:
            span = trimmed(written, name_span)
            if span is None:
                continue
            yield Identifier(span=span, label=Label.RELATIVE, score=0.92, found_by="kinship")
            second = _AND.match(written.plain[span.end : span.end + 50])
            other = (
                trimmed(written, Span(span.end + second.start("name"), span.end + second.end("name")))
                if second
                else None
            )
            if other is not None:
                yield Identifier(span=other, label=Label.RELATIVE, score=0.85, found_by="kinship")

"""Addresses, zip codes, towns and establishments, by their shape and the words around them.

Knows street types, the words that open the name of an establishment, and the best-known French hospitals. It keeps
no list of towns: those come from the zip code before them, from a cue ("habite à"), or from the trained names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.identifiers.text import Written, compiled, matches
from summarizer.values import Identifier, Label, Span

# Words of a proper name: capitalised, all capitals, or a particle between two.
_CAP = r"(?:(?:[dlDL]'|[OD]')?(?:[A-Z]|[058](?=[A-Za-z]{3}))(?:[A-Za-z]|(?<=[A-Za-z])[0158](?=[A-Za-z]))*(?:['-][A-Za-z]+)*|[A-Z]\.|St\.|Ste\.)"
_PARTICLE = r"(?:de\sla|de\sl'|de|du|des|d'|l'|la|le|les|lez|sur|sous|en|et|aux?|a|DE|DU|DES|LA|LE|LES|SUR|SOUS|EN|AUX?|L'|D'|st|ste)"

# --- addresses ------------------------------------------------------------------------------------------------

_NUMBER = (
    r"(?:\d{1,4}(?:[ ]?(?:bis|ter|quater|[a-dA-D](?![A-Za-z])))?(?:\s?[-/]\s?\d{1,4})?"
    r"|(?i:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt(?:[-\s]\w+)?|trente(?:[-\s]\w+)?|cent))"
)
_STREET = (
    r"(?i:rue|r\.|avenue|av\.?|ave\.?|[8b]oulevard|boul\.?|bd\.?|bld\.?|blvd\.?|che(?:m|rn)in|che?m?\.|i(?:m|rn)passe|imp\.?|allees?|all\.|r[o0]ute|rte\.?|qua[il1]"
    r"|square|sq\.?|sentier|sente|ruelle|venelle|faubourg|fbg\.?|fg\.?|esplanade|promenade|montee|traverse|rond-point|lotissement|lot\.?|hameau"
    r"|residence|res\.|place|pl\.?|cours|passage|villa|cite|clos|parvis|chaussee|mail|voie|galerie|domaine|parc|lieu[-\s]dit|cote|porte|zone|z\.?a\.?|rpt|jardins?)"
)
_SAFE_STREET = r"(?i:rue|avenue|[8b]oulevard|bd|bld|blvd|i(?:m|rn)passe|che(?:m|rn)in|allee|quai|square|faubourg|r[o0]ute|ruelle|lieu[-\s]dit|lotissement|hameau)"
_NAME = rf"(?:{_PARTICLE}\s?|(?:de|du|des|la)\n|[Gg]\.?al\s|[A-Za-z0-9'-]{{1,25}}(?!\.)|[A-Za-z]{{1,4}}\.)"
_ADDRESS = compiled(
    rf"(?<![\d/,.])(?:{_NUMBER})\s?,?\s?{_STREET}(?=[\s,])[ ]?(?:{_NAME}[ ]?){{1,7}}?(?<!\s(?:de|du|des|la|le|les)\s?)"
    rf"(?=\s{{0,4}}(?:[-–,;:.()|¦\n]|\d{{2}}\s?\d{{3}}\b|2[AB]\s?\d{{3}}\b|$|\s[-]\s|(?<=[a-z])\s{{2}}|\s(?:a|dans|et|au|est|pour|[Tt]el\w*|Tél\w*)\b))"
)
_NO_NUMBER = compiled(
    rf"(?<![\w])(?:(?i:la)\s)?{_SAFE_STREET}\s(?:(?:{_PARTICLE})\s?){{0,2}}(?:{_CAP}|\d{{1,2}}\s{_CAP})(?:[ ](?:(?:{_PARTICLE}\s?){{0,2}}){_CAP}){{0,5}}"
)
_PLACE_ALONE = compiled(
    rf"(?m)^[ ]*(?P<a>(?:Place|PLACE|Esplanade|Cours|COURS|Residence|RESIDENCE)\s(?:(?:{_PARTICLE})\s?){{1,2}}{_CAP}(?:[ -](?:(?:{_PARTICLE})[ -])?{_CAP}){{0,3}})[ ]*$"
)
_BOX = compiled(r"(?<!\w)(?:B\.?P\.?|C\.?S\.?|TSA|CIDEX)\s?(?:n°\s?)?\d{2,6}(?!\w)")
_COMPLEMENT = compiled(
    r"^,?\s{0,2}(?i:appt?\.?|appartement|bat\.?|batiment|esc\.?|escalier|etage|porte|hall|residence)\s?\w{1,6}(?!\w)"
)
_NOT_STREETS = compiled(
    r"^\W*(?:\d+|\w+)\s?,?\s?(?i:voies?|cours|cotes?|passages?|places?|cites?|parcs?|portes?|mail|res|lot|zones?|za|pl|all|fg|imp|av|r)\b\.?\s+"
    r"(?:(?i:de|du|des|la|le|les|d'|l')\s?)*(?:[a-z]|[IVX]+\b)"
)


def addresses(written: Written) -> Iterator[Identifier]:
    taken: list[Span] = []
    for match in matches(_ADDRESS, written.plain):
        start, end = match.span()
        surface = written.plain[start:end].rstrip(" ,;")
        end = start + len(surface)
        if _is_no_address(surface) and not _ZIP_NEXT.match(written.plain[end : end + 12]):
            continue
        more = _COMPLEMENT.match(written.plain[end : end + 30])
        taken.append(Span(start, end + (more.end() if more else 0)))
        yield Identifier(span=taken[-1], label=Label.ADDRESS, score=0.9, found_by="address")
    for pattern, name in ((_NO_NUMBER, "street"), (_PLACE_ALONE, "street"), (_BOX, "postal-box")):
        for match in matches(pattern, written.plain):
            span = Span(*match.span("a" if pattern is _PLACE_ALONE else 0))
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                yield Identifier(span=span, label=Label.ADDRESS, score=0.8, found_by=name)


_ZIP_NEXT = compiled(r"^[\s,;-]{0,4}(?:\d{2}\s?\d{3}|2[AB]\s?\d{3})\b")


def _is_no_address(surface: str) -> bool:
    """ "12 voies veineuses", "3 cours de kiné": an ambiguous street type wants a capital after it."""
    return _NOT_STREETS.match(surface) is not None


# --- zip codes and towns --------------------------------------------------------------------------------------

_ZIP = r"(?:(?:0[1-9]|[1-8]\d|9[0-8])\s?\d{3}|2[ABab]\s?\d{3})"
_TOWN = rf"(?:(?:(?:L[aeE]s?|L[AE]S?|L'|St|Ste|ST|STE)[ -]?)?{_CAP}(?:[ -](?:(?:{_PARTICLE})[ -]?){{0,2}}{_CAP}|[ -](?:{_PARTICLE})[ -]{_CAP}){{0,4}}(?:[ ](?i:cedex)(?:[ ]\d{{1,2}})?|[ ]\d{{1,2}}(?:e|er|eme)?(?![\d\w/]))?)"
_ZIP_TOWN = compiled(
    rf"(?<![\w.,/-])(?:F-|FR-)?(?P<zip>{_ZIP}|(?=(?:[OlI]*\d){{3}})[\dOlI]{{2}}\s?[\dOlI]{{3}})(?:[ ]{{0,3}}[-–,]?[ ]{{1,3}}|[ ]?\n)(?P<town>{_TOWN})"
)
_ZIP_AFTER_TOWN = compiled(rf"(?:[A-Z][A-Za-z]+)[ ]?(?:,|\()[ ]?(?P<zip>{_ZIP})(?=[\s.,;)]|$)(?![ ]?(?:UI|mg|g\b))")
_ZIP_BEFORE_PHONE = compiled(rf"(?<![\w.,/])(?P<zip>{_ZIP})(?=\s?[-,|]\s?(?:\+|\(\d|00|0\d[ .-]?\d{{2}}[ .-]?\d{{2}}))")
_ZIP_CUE = compiled(rf"(?i:\b(?:dans\sle|code\spostal|c\.?p\.?)\s?:?\s?)(?P<zip>{_ZIP})(?![\d\w])")
_ZIP_ALONE = compiled(
    rf"(?<![\w.,/-])(?P<zip>{_ZIP}|(?=(?:[OlI]*\d){{3}})[\dOlI]{{5}})(?![\w]|[.,/]\d|\s?(?:/|mg|g\b|UI|ml|%|G/L|copies))"
)
_STOP_TOWN = compiled(
    r"(?i)\b(?:tel\w*|fax|mail|email|finess|siret|rpps|france|nir|ddn|ipp|nda|secretariat|standard|chef|service|docteur|dr|pr|monsieur|madame|mme|mr|sexe|situation|ne|nee|le(?=\s\d)|UI)\b"
)
_TOWN_CUE = compiled(
    rf"(?i:\b(?:habit(?:e|ant|ait|ent)|vi(?:t|vant|vait)(?:\sseule?)?|resid(?:e|ant|ait)|domicilie\w*|demeurant|install[ee]e?s?|retraite|originaire|pres|proche|muta(?:te|tion)|transfere\w*|rapatrie\w*|maison|parti\w*\svivre|nee?\sle\s[\d/]+)"
    rf"\s(?:seule?\s|maintenant\s|actuellement\s)?(?:a|au|aux|en|de|d')\s?|\bdomiciliee?\s(?=[A-Z]))(?P<town>(?:[Ll][ae]s?\s)?{_CAP}(?:-[A-Za-z']+)*(?:\s(?:sur|sous|les?|lez|en)\s{_CAP})?)"
)
_DAY_NAME = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_MONTH_NAME = r"(?:jan|f[eé]v|mar|avr|mai|juin|juil|ao|sep|oct|nov|d[eé]c)"
_PLACE_AND_DATE = compiled(
    rf"(?m)^[ ]*(?:Fait\s(?:a|le)\s)?(?:A\s)?(?P<town>{_CAP}(?:[\ -](?:(?:{_PARTICLE})[\ -])?{_CAP}){{0,3}})[ ]?,[ ]?"
    rf"(?=(?:le|1e|ie)[ ](?:\w|\d)|(?:{_DAY_NAME}[ ])?[\dlOI]{{1,2}}(?:er)?[ ]{_MONTH_NAME})"
)
_NO_TOWN = {
    "france", "domicile", "paris-vascular", "urgence", "urgences", "reanimation", "ehpad", "ssr", "usld", "hopital",
    "cardiologie", "geriatrie", "neurologie", "medecine", "chirurgie", "imagerie", "consultation", "service", "unite",
    "deambulateur", "examen", "bilan", "compte", "cher", "chere", "madame", "monsieur", "patient", "patiente",
}  # fmt: skip


def zips_and_towns(written: Written, addresses_found: Sequence[Span]) -> Iterator[Identifier]:
    zips: list[Span] = []
    for match in matches(_ZIP_TOWN, written.plain):
        span, town = Span(*match.span("zip")), Span(*match.span("town"))
        stop = _STOP_TOWN.search(match["town"])
        if stop:
            town = Span(town.start, town.start + len(match["town"][: stop.start()].rstrip(" -,")))
        if _follows_a_number(written, span.start) or _UNIT_AFTER.match(written.after(span.end, 8)):
            continue
        zips.append(span)
        yield Identifier(span=span, label=Label.ZIP, score=0.9, found_by="zip-town")
        if len(town) > 1:
            yield Identifier(span=town, label=Label.CITY, score=0.9, found_by="zip-town")
    for match in (
        *matches(_ZIP_CUE, written.plain),
        *matches(_ZIP_AFTER_TOWN, written.plain),
        *matches(_ZIP_BEFORE_PHONE, written.plain),
    ):
        zips.append(Span(*match.span("zip")))
        yield Identifier(span=zips[-1], label=Label.ZIP, score=0.85, found_by="zip-cue")
    for match in matches(_ZIP_ALONE, written.plain):
        span = Span(*match.span("zip"))
        if any(0 <= span.start - other.end <= 40 for other in addresses_found) and not any(
            span.overlaps(z) for z in zips
        ):
            yield Identifier(span=span, label=Label.ZIP, score=0.8, found_by="zip-address")
    for pattern, name in ((_TOWN_CUE, "town-cue"), (_PLACE_AND_DATE, "place-and-date")):
        for match in matches(pattern, written.plain):
            if match["town"].lower() not in _NO_TOWN:
                yield Identifier(span=Span(*match.span("town")), label=Label.CITY, score=0.75, found_by=name)
    for address in addresses_found:
        yield from _town_after(written, address.end)


_AFTER_ADDRESS = compiled(rf"^(?:[ ]?[,;-]?[ ]?(?:a\s)?|\s?\n)(?:{_ZIP}[ ,-]{{1,3}})?(?P<town>{_TOWN})")


def _town_after(written: Written, end: int) -> Iterator[Identifier]:
    match = _AFTER_ADDRESS.match(written.plain[end : end + 60])
    if match is None or "\n" in match.group()[:3]:
        return
    stop = _STOP_TOWN.search(match["town"])
    length = len(match["town"][: stop.start()].rstrip(" -,")) if stop else len(match["town"])
    if length > 2 and match["town"].lower() not in _NO_TOWN:
        start = end + match.start("town")
        yield Identifier(span=Span(start, start + length), label=Label.CITY, score=0.75, found_by="town-after-address")


_UNIT_AFTER = compiled(r"^[\s,-]{0,3}(?:ui|u|iu|axa|g|mg|ml|copies|leuco\w*|plaq\w*|gb)\b")


def _follows_a_number(written: Written, start: int) -> bool:
    before = written.plain[max(0, start - 2) : start]
    return len(before) == 2 and before[0].isdigit() and before[1] == " "


# --- establishments -------------------------------------------------------------------------------------------

_OPENING = (
    r"(?:(?i:h[o0]p[il1]ta[l1]|centre\sh[o0]sp[il1]ta[l1]ier|cabinet\s(?:m|rn)edical|centre\s(?:ophtalmologique|cardiologique|dentaire|radiologique|mutualiste|orthopedique|cardio\w*|pneumologique|oncologique)|groupe\s(?:hospitalier|hospitalo[-\s]universitaire)|centre\shospitalier(?:\s(?:universitaire|regional|general|intercommunal|specialise|departemental|de\sproximite|interdepartemental|prive))*"
    r"|hopital(?:\s(?:prive|local|universitaire|militaire|europeen|d'instruction\sdes\sarmees|intercommunal|nord|sud|est|ouest))*|hopitaux(?:\s(?:universitaires|civils|prives))*"
    r"|polyclinique|clinique(?:\s(?:privee|medicale|chirurgicale|du|de|des|de\sla|saint|sainte|mutualiste))?|hospices\scivils|institut(?:\s(?:hospitalier|curie|de\scancerologie|universitaire|mutualiste|du\scancer))*"
    r"|centre\s(?:de\s(?:sante|soins|reeducation|radiologie|dialyse|lutte|convalescence|cancerologie|readaptation|consultation\w*|long\ssejour)(?:\s(?:dentaires?|mentale?|fonctionnelle))?|medical|d'imagerie(?:\smedicale)?|medico[-\s]\w+|chirurgical|anticancereux|leclerc|de\slutte\scontre\sle\scancer)"
    r"|maison\sde\s(?:sante|retraite|repos|convalescence)(?:\s(?:pluri\w+|medicalisee))*|cabinet(?=\s(?-i:[A-Z][a-z]+\s[A-Z]{2}))|cabinet\s(?:medical|de\s\w+|dentaire|infirmier|d'imagerie)|laboratoires?(?:\s(?:d'analyses?\smedicales?|de\sbiologie(?:\smedicale)?|d'anatomie\w*(?:\set\scytologie\spathologiques?)?|d'anatomopathologie))?"
    r"|labo|biolab|lbm|foyer\sde\svie|pavillon|anatomie\s(?:et\s)?cytologie\spathologiques?|pharmacie|ehpad|residence|foyer(?:\slogement)?|fondation|hop\.?|sanatorium|appartements?\stherapeutiques?|ambulances?|mutuelle|imagerie\smedicale|reseau|s\.?s\.?i\.?a\.?d\.?|h\.?a\.?d\.?)"
    r"|C\.?H\.?(?:R\.?U|U|R|I|S|P|G|D|IC|AM|IV)?\.?|GHU|GHI|GHT|GH|G\.H\.|HIA|HEGP|EHPAD|SSR|SMR|USLD|MSP|CLCC|HAD|SSIAD|CSAPA|CMPP?|CMPR|CRF|HDJ|HU|GIE(?:[ ]IRM|[ ]SCANNER)?|SELAS|SELARL|SCM|SMUR|SAMU|CATTP|CPTS|ESAT|IME|MAS|FAM|CPH|CHIC|GHPSO)"
)
_ESTABLISHMENT = compiled(
    rf"(?<![\w-]){_OPENING}(?:\s(?i:residence|de\sjour))?[ ]?(?P<name>(?:\"|«\s?)?[ ](?:(?:{_PARTICLE})[ ]?){{0,2}}{_CAP}(?:[ -](?:(?:{_PARTICLE})[ -]?){{0,2}}{_CAP}){{0,6}}(?:[ ]?\"|\s?»)?)"
)
_NOT_A_NAME = compiled(
    r"(?i)^\W*(?:de\s|du\s|des\s|d'|la\s|le\s|les\s|l'|en\s|et\s|a\s|au\s)*(?:dr|docteur|pr|professeur|tel|fax|finess|rpps|service|unite|jour|semaine|nuit|medecine|chirurgie|cardiologie|reanimation|geriatrie|neurologie"
    r"|urgences?|examen|bilan|patient\w*|monsieur|madame|mme|m|mr|responsable|directeur|chef|site|date|ville|garde|ref|referent|resultats?|biochimie|bacteriologie|virologie|hematologie|lit|chambre|sexe|scanner|irm|radio\w*|echo\w*|nom|prenom|consultation|biologie|imagerie"
    r"|rhumatologie|pneumologie|ortho\w*|traumato\w*|onco\w*|psychiatrie|pediatrie|maternite|gyneco\w*|long|court|moyen|france|transports?|prevoir|demande|contacte?\w*|hospitali\w+|oui|non|aucun\w*)\b"
)
# The establishments that French letters name without saying "hôpital": AP-HP, HCL, AP-HM, university hospitals.
_FAMOUS = compiled(
    r"(?<![\w-])(?:(?i:la\s)?(?:Pitie[\s-]Salp[e]?triere|PITIE[\s-]SALPETRIERE|Salpetriere|SALPETRIERE)|Bichat(?:[\s-]Claude[\s-]Bernard)?|BICHAT|Cochin|COCHIN|Necker(?:[\s-]Enfants[\s-]Malades)?|NECKER|Lariboisiere|LARIBOISIERE"
    r"|Tenon|TENON|Beaujon|BEAUJON|Avicenne|AVICENNE|Bicetre|BICETRE|Kremlin[\s-]Bicetre|(?:Henri|H\.)[\s-]Mondor|HENRI[\s-]MONDOR|Mondor|Antoine[\s-]Beclere|ANTOINE[\s-]BECLERE|Beclere|Robert[\s-]Debre|ROBERT[\s-]DEBRE|Ambroise[\s-]Pare"
    r"|AMBROISE[\s-]PARE|Raymond[\s-]Poincare|Jean[\s-]Verdier|Louis[\s-]Mourier|Hotel[\s-]Dieu|HOTEL[\s-]DIEU|HEGP|Pompidou|Saint[\s-]Louis|SAINT[\s-]LOUIS|St[\s-]Louis|ST[\s-]LOUIS|Saint[\s-]Antoine|SAINT[\s-]ANTOINE|St[\s-]Antoine"
    r"|Trousseau|TROUSSEAU|Rothschild|Broca|Corentin[\s-]Celton|Paul[\s-]Brousse|Georges[\s-]Clemenceau|Charles[\s-]Foix|Emile[\s-]Roux|Rene[\s-]Muret|Albert[\s-]Chenevier|Joffre[\s-]Dupuytren|Vaugirard[\s-]Gabriel|San[\s-]Salvadour"
    r"|Sainte?[\s-]Anne|SAINTE?[\s-]ANNE|Ste?[\s-]Anne|Gustave[\s-]Roussy|IGR|Foch|FOCH|Saint[\s-]Joseph|Lyon[\s-]Sud|Edouard[\s-]Herriot|Croix[\s-]Rousse|La\sTimone|Timone|Pellegrin|Purpan|Rangueil|Hautepierre|Pontchaillou|Lapeyronie"
    r"|Ste?\sPerine|Sainte[\s-]Perine|Fernand[\s-]Widal|Paul[\s-]Doumer|Saint[\s-]Vincent[\s-]de[\s-]Paul|Georges[\s-]Pompidou|La\sRochefoucauld|Marie[\s-]Lannelongue|Charles[\s-]Nicolle|Gabriel[\s-]Montpied|Roger[\s-]Salengro|Jeanne[\s-]de[\s-]Flandre|Paule[\s-]de[\s-]Viguier|Arnaud[\s-]de[\s-]Villeneuve|Gui[\s-]de[\s-]Chauliac|Caremeau|Lenval|Sainte[\s-]Marguerite|Saint[\s-]Andre|Cote\sde\sNacre|HFME|Femme[\s-]Mere[\s-]Enfant|Maison[\s-]Blanche|Ville[\s-]Evrard|Paul[\s-]Guiraud|Max[\s-]Fourestier|Huriez|Brabois|Bretonneau|Dupuytren|Larrey|Val[\s-]de[\s-]Grace|Percy|Begin|Institut\sCurie|Quinze[\s-]Vingts|Mutualiste\sMontsouris|IMM|Delafontaine|Andre[\s-]Gregoire|Robert[\s-]Ballanger|Haut[\s-]Leveque|Archet|Pasteur\s2)(?:[ ]?[-(]?[ ]?AP-?HP\)?)?(?:[ ]Hospital)?(?![\w-])"
)
# These are also saints, surnames, eponyms (Dupuytren, Trousseau) or common strings: they need a place before them.
_AMBIGUOUS = compiled(
    r"(?i)^(?:dupuytren|trousseau|larrey|foch|pare|begin|percy|broca|saint.*|st.*|mondor|brabois|archet|imm|igr|rothschild|pasteur 2|bretonneau|huriez|pompidou|tenon)$"
)
_PLACE_BEFORE = compiled(
    r"(?:\b(?:hopital|hop\.?|chu|ch|clinique|site|service\w*|urgences|reanimation|rea|usic|sau|smur|hospitalise\w*|suivi\w*|transfere\w*|adresse\w*|opere\w*|pris\sen\scharge|admis\w*|consult\w*|cardiologie|neurologie|oncologie|chirurgie|medecine|neurochirurgie|dermatologie|hematologie|pneumologie|nephrologie|maternite|geriatrie|equipe|vu|vue|avis)\b[^.\n;]{0,30}?\b(?:a|de|du|l'|d'|au)\s?$|\(\s?$|\d{4}\s?[,(]?\s?(?:a\s)?$|hopital\s$)"
)
_NOT_FAMOUS_BEFORE = compiled(
    r"(?:maladie|signe|syndrome|loge|sonde|capsule|aponevrose|tube|rue|avenue|[8b]oulevard|bd|place|dr|docteur|pr|professeur|mme|m\.|mr|monsieur|madame)\s(?:du\s|de\s|d'|l')?(?:la\s)?$"
)


_SAMU = compiled(r"(?<!\w)(?:SAMU|SMUR|CODIS|SDIS|CESU)[ ](?:\d{2,3}|2[AB])(?![\w,.:/]|[ ]?(?:h|min|ans|km)\b)")
# "IPP Kerlan : B-0093371": the establishment that gave the number.
_NUMBERED_BY = compiled(
    r"(?<!\w)(?:IPP|NIP|NDA|IEP)[ ](?P<name>[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*)[ ]?:[ ]?(?=[A-Z]{0,3}-?\d)"
)
# "examen clinique ORL", "chef de clinique": there the word names no place.
_ADJECTIVE = compiled(
    r"(?:examens?|chef\w*\s(?:\w+\s)?de|assistant\w*|reunion|resume|recherche|cas|tableau|bilan|signes?|evolution|essai|surveillance|reponse|plan|histoire|presentation|forme|suspicion|efficacite|psychologie|contexte)\s$"
)


def establishments(written: Written) -> Iterator[Identifier]:
    for match in matches(_ESTABLISHMENT, written.plain):
        name = match["name"]
        if _NOT_A_NAME.match(name) or _ADJECTIVE.search(written.before(match.start(), 24)):
            continue
        start, end = match.start(), match.end()
        stop = _STOP_TOWN.search(name)
        if stop and stop.start() > 1:
            end = match.start("name") + len(name[: stop.start()].rstrip(" -,"))
        yield Identifier(span=Span(start, end), label=Label.HOSPITAL, score=0.85, found_by="establishment")
    for match in matches(_SAMU, written.plain):
        yield Identifier(span=Span(*match.span()), label=Label.HOSPITAL, score=0.8, found_by="establishment")
    for match in matches(_NUMBERED_BY, written.plain):
        yield Identifier(span=Span(*match.span("name")), label=Label.HOSPITAL, score=0.8, found_by="establishment")
    for match in matches(_FAMOUS, written.plain):
        before = written.before(match.start(), 60)
        if _NOT_FAMOUS_BEFORE.search(before):
            continue
        if _AMBIGUOUS.match(match.group()) and not _PLACE_BEFORE.search(before):
            continue
        yield Identifier(span=Span(*match.span()), label=Label.HOSPITAL, score=0.8, found_by="famous-hospital")

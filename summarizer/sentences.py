"""Cuts the text of one document into the smallest units that can be cited, with exact offsets.

It knows the layout of French medical documents: prose with lines broken at the margin, lists, tables whose rows
stand alone, headings on their own line or opening one, letterheads and signatures. It refuses to know medicine:
what a sentence says is for `findings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.values import DocumentId, LineKind, Sentence, Span

_PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]*(?:_\d+)?>")
# Three spaces make a column; two spaces make one when they come twice (once, they are a justified line).
_GAP = re.compile(r"\S(?:[ \t]{3,}|\t[ \t]*)(?=\S)|\S {2}\S.*\S {2}\S")
_BULLET = re.compile(r"\s*(?:[-–—•▪◦●*·]\s+|\(?\d{1,2}[.)°]\s+|[a-z]\)\s+)")
_DASH = re.compile(r"\s*[-–—•▪◦●*·]\s")
#: Dots that lead from a name to its dose end no sentence.
_LEADER = 4
_RULE = re.compile(r"\s*(?:[-_=.*~─—]\s?){4,}$")

# How a drug is taken, on the line under its name.
_POSOLOGY = re.compile(
    r"(?i)\s*(?:(?:\d+(?:[.,/]\d+)?(?:\s?(?:[àa]|-)\s?\d+)?|une?|demi|½)\s?(?:bouff[ée]e|comprim[ée]|cps?\b|cpr|g[ée]l(?:ule)?s?\b|"
    r"goutte|sachet|injection|inj\b|ampoule|amp\b|dose|cuill|application|patch|pulv|suppo|inhal|perf|UI\b|unit[ée])|"
    r"(?:le |au |matin,? )?(?:matin|midi|soir|coucher)\b|si besoin\b|voie (?:orale|sous)|per os\b)"
)
# A line of a prescription: a name in capitals, then its strength.
_DOSED = re.compile(r"\s*[A-ZÀÂÉÈÊËÎÏÔÙÛÇ]{4,}(?: [A-ZÀ-Ý/]+){0,3} ?\d")
# A short opening before a colon is a heading when it is written as one: capitals, or a known section word.
_OPENING = re.compile(r"\s*(?:[-–•*]\s+|\(?\d{1,2}[.)]\s+)?(?P<title>[^\W\d_][^:\n.;!?]{1,60}?)\s*:(?=\s|$)")
_SECTION_WORDS = re.compile(
    r"(?i)\b(?:ant[ée]c[ée]dents?|atcd|allergies?|intol[ée]rances?|traitements?|ttt|tt|motif|histoire|hdm|anamn[èe]se|"
    r"examens?|biologie|bilan|imagerie|conclusion|ccl|synth[èe]se|discussion|conduite|cat|[ée]volution|diagnostics?|"
    r"r[ée]sultats?|indication|technique|mode de vie|famille|familiaux|chirurgicaux|m[ée]dicaux|habitus|"
    r"facteurs? de risque|vaccin\w*|sortie|ordonnance|posologie|suivi|objectifs?|projet|devenir|"
    r"transmissions?|points?|vigilance|surveillance|recommandations?|commentaire|impression|avis)\b"
)
_FORMULA = re.compile(
    r"(?i)^\s*(?:bien\s+)?(?:cordialement|confraternellement|amicalement|sinc[èe]rement|respectueusement|"
    r"ch[èe]re?s?\s+(?:cons\w+|confr[èe]re|coll[èe]gue|ami)|(?:ma?dame|monsieur|docteur|cher|ch[èe]re)\b[^.:]{0,30},\s*$|"
    r"je (?:reste|vous (?:prie|remercie de votre confiance))|avec mes|veuillez|dans cette attente|"
    r"page\s+\d+|copie\b|destinataires?\b|cc\b|[ée]dit[ée] le|imprim[ée] le|valid[ée] (?:par|le)|sign[ée]|dict[ée])"
)
_LETTERHEAD_WORDS = re.compile(
    r"(?i)\b(?:t[ée]l(?:[ée]phone)?|fax|e-?mail|courriel|rpps|adeli|finess|siret|secr[ée]tariat|rdv|rendez-vous|"
    r"docteur|dr|pr|professeur|m(?:me|lle|r)?|madame|monsieur|cedex|am|n[°o]|ipp|nip|nda|ins|nir|s[ée]jour|venue|dossier|"
    r"n[ée]e?|ddn|le|la|à|de|du|des|et|en|au|par|page|service|p[ôo]le|site|standard|portable|pro|www|fr|"
    r"chef|interne|ide|infirmi[èe]re?|praticien|cabinet|m[ée]decin|m[ée]decine|g[ée]n[ée]rale|sexe|f|ans)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(,;'’])(?:dr|drs|pr|m|mm|mme|mlle|me|st|ste|cf|env|ex|art|fig|vol|no|n|p|pp|tél|tel|av|bd|bld|all|"
    r"c\.-à-d|c\.à\.d|i\.e|e\.g|etc|max|min|resp|réf|ref|cp|cps|comp|gél|gel|amp|inj|inhal|buv|sach|susp|sol|gtt|hab|ant|"
    r"post|lat|mat|pat|dte|gche|vs|biol?|hosp|consult|méd|chir|sup|inf|ext|int|cl|vit|sept|oct|nov|déc|janv|févr|fév|avr|juil)$"
)
# "G." and "D." after a lower-case word are sides that end a sentence; other single capitals are initials.
_INITIAL = re.compile(r"(?:^|[\s(])(?:[A-CE-FH-ZÉ]|(?<![a-zé]\s)[DG])$")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip() or bool(_RULE.match(self.text))


def split(document_id: DocumentId, text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, in order, not overlapping; blanks and ruled lines belong to none.

    Each `Sentence.text` equals `text[span.start:span.end]`, without blanks at its ends.
    """
    sentences: list[Sentence] = []
    # A heading on its own line names all that follows; one that opens a paragraph names that paragraph.
    standing: str | None = None
    opened: str | None = None
    header: Span | None = None
    previous_row, end = -1, 0
    for block in _blocks(tuple(_lines(text))):
        first = block[0]
        span = Span(first.start, block[-1].end).stripped(text)
        if not span:
            continue
        kind = _kind(block)
        if text.count("\n", end, span.start) > 1:
            opened = None
        end = span.end
        heading = opened or standing
        if kind is LineKind.ROW:
            if _is_header(first.text):
                header, previous_row = span, first.end
            elif header is not None and not _near(text, previous_row, first.start):
                header = None
            previous_row = first.end
            own = header if header != span else None
            sentences.append(_sentence(document_id, text, span, kind, heading, own))
            continue
        if kind is LineKind.HEADING:
            standing, opened = first.text.strip().strip(":").strip(), None
            sentences.append(_sentence(document_id, text, span, kind, standing, None))
            continue
        if kind is LineKind.MARGIN:
            sentences.append(_sentence(document_id, text, span, kind, None, None))
            continue
        title = _opening_title(first.text)
        # A dashed item names its own subject; the heading of its list stays that of the items after it.
        if title and not _DASH.match(first.text):
            opened = title
        for piece in _pieces(text, span):
            sentences.append(_sentence(document_id, text, piece, kind, title or heading, None))
    return tuple(sentences)


def _sentence(
    document_id: DocumentId, text: str, span: Span, kind: LineKind, heading: str | None, header: Span | None
) -> Sentence:
    return Sentence(document_id=document_id, span=span, kind=kind, text=span.of(text), heading=heading, header=header)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        yield _Line(start, start + len(body), body)
        start += len(raw)


def _blocks(lines: tuple[_Line, ...]) -> Iterator[list[_Line]]:
    """Lines that read as one: a row or heading alone, a paragraph or item with the lines it runs over."""
    margin = _margin_width(lines)
    block: list[_Line] = []
    for line in lines:
        if block and (line.blank or not _continues(block[-1], line, margin)):
            yield block
            block = []
        if not line.blank:
            block.append(line)
    if block:
        yield block


def _margin_width(lines: tuple[_Line, ...]) -> int:
    """Where the page breaks lines: the nine tenths quantile of the longer ones, at least 55 characters."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if len(line.text) >= 55)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 55


def _continues(above: _Line, line: _Line, margin: int) -> bool:
    if _POSOLOGY.match(line.text):
        named = above.text.strip()
        ended = named[-1:] in ":;.!?" and not _ABBREVIATION.search(named.rstrip("."))
        return bool(named) and not ended and not _is_margin(named) and not _POSOLOGY.match(named)
    if _DOSED.match(above.text) and _DOSED.match(line.text):
        return False
    if any(_GAP.search(one.text.strip()) or _stands_alone(one.text) or _is_margin(one.text) for one in (above, line)):
        return False
    if _BULLET.match(line.text) or _opening_title(line.text):
        return False
    if line.text.lstrip()[:1].islower():
        return True
    # A line that ends early was ended by its writer; one that reaches the margin was broken by the page.
    length = len(above.text.rstrip())
    if above.text.rstrip()[-1:] in ".!?;:":
        return length >= 0.85 * margin and margin <= 160
    return length >= 0.7 * margin


def _kind(block: list[_Line]) -> LineKind:
    first = block[0].text
    if len(block) == 1:
        if _is_margin(first):
            return LineKind.MARGIN
        if _stands_alone(first):
            return LineKind.HEADING
        if _GAP.search(first.strip()):
            return LineKind.ROW
    return LineKind.ITEM if _BULLET.match(first) else LineKind.PROSE


def _stands_alone(line: str) -> bool:
    """Whether a line is a heading by itself: `CONCLUSION`, `Antécédents :`, `II. ÉVOLUTION`."""
    body = line.strip()
    if not 3 <= len(body) <= 70 or body[-1] in ".;,!?" or _DASH.match(body):
        return False
    if _GAP.search(body) or _PLACEHOLDER.search(body):
        return False
    if body.endswith(":"):
        return len(body.split()) <= 8
    if _SECTION_WORDS.match(body) and len(body.split()) <= 5 and not any(c.isdigit() or c == ":" for c in body):
        return True
    letters = [c for c in body if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return (
        len(letters) >= 3 and capitals >= 0.9 * len(letters) and not any(c.isdigit() for c in body) and ":" not in body
    )


def _opening_title(line: str) -> str | None:
    """The heading that opens a line before a colon, or None: capitals, a section word, or two words at most."""
    opening = _OPENING.match(line)
    if opening is None:
        return None
    title = opening["title"].strip()
    letters = [c for c in title if c.isalpha()]
    if len(letters) < 2 or len(title.split()) > 7 or _PLACEHOLDER.search(title):
        return None
    if _SECTION_WORDS.search(title) and (len(title.split()) <= 5 or title.isupper()):
        return title
    if any(c.isdigit() for c in title):
        return None
    short = len(title.split()) <= 2 and title[:1].isupper() and len(title) <= 25
    return title if short or all(c.isupper() for c in letters) else None


def _is_margin(line: str) -> bool:
    if _FORMULA.match(line):
        return True
    if not _PLACEHOLDER.search(line):
        return False
    rest = _LETTERHEAD_WORDS.sub(" ", _PLACEHOLDER.sub(" ", line))
    return len(_WORD.findall(rest)) <= 1


def _is_header(row: str) -> bool:
    """Whether a row names columns: few numbers that are not dates, and words or dates that label."""
    cells = [c for c in re.split(r"[ \t]{2,}|\t", row.strip()) if c]
    if len(cells) < 2:
        return False
    dates = sum(
        bool(re.fullmatch(r"(?:le\s+)?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{4}|[JM][+-]?\d+", c)) for c in cells
    )
    named = sum(
        bool(
            re.search(
                r"(?i)r[ée]sultat|unit[ée]|r[ée]f|norme|valeurs?|ant[ée]r|posologie|m[ée]dicament|remarque|dose|"
                r"date|param[èe]tre|analyse|examen|fr[ée]quence|voie|dur[ée]e|intervalle|usuelles|pr[ée]c[ée]dent",
                c,
            )
        )
        for c in cells
    )
    plain_numbers = sum(bool(re.fullmatch(r"[<>]?\s*\d+(?:[.,]\d+)?", c)) for c in cells)
    return plain_numbers == 0 and (named >= 2 or dates >= 2 or (named >= 1 and dates >= 1))


def _near(text: str, above: int, below: int) -> bool:
    """Rows of one table: nothing but blanks and one short title (`BIOCHIMIE`) between them."""
    between = text[above:below].strip()
    return len(between) <= 60 and between.count("\n") <= 1


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in re.finditer(r"[.!?…]+[)»\"]?(?=\s)|;(?=\s)", text[span.start : span.end]):
        cut = span.start + match.end()
        if match.group().count(".") >= _LEADER:
            continue
        if not _in_parenthesis(text, start, cut) and _ends_sentence(text, start, cut, span.end):
            piece = Span(start, cut).stripped(text)
            if piece:
                yield piece
            start = cut
    piece = Span(start, span.end).stripped(text)
    if piece:
        yield piece


def _in_parenthesis(text: str, start: int, cut: int) -> bool:
    inside = text[start:cut]
    return inside.count("(") > inside.count(")") and ")" in text[cut : cut + 200]


def _ends_sentence(text: str, start: int, cut: int, end: int) -> bool:
    before = text[start:cut]
    after = text[cut:end].lstrip()
    if not after or after[0] == ":":
        return False
    if before.endswith(";"):
        return len(before) > 12
    word = before.rstrip(".…")
    if before.endswith(".") and (_ABBREVIATION.search(word) or _INITIAL.search(word)):
        return False
    if re.fullmatch(r"\s*\(?\d{1,2}\.", before):  # a list number
        return False
    return not after[:1].islower()

"""Every frozen value that passes between stages, in pipeline order.

This module knows the shapes; it refuses to know how any of them is made. Raw and pseudonymized text are two
types (`Document`, `PseudonymizedDocument`), and so are draft and verified statements: what must never be
confused cannot be. Values that hold text of a record hide it in their `repr`.

Offsets are half-open and count characters (Unicode code points) of the text they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

DossierId = NewType("DossierId", str)
DocumentId = NewType("DocumentId", str)
ChunkId = NewType("ChunkId", str)
StatementId = NewType("StatementId", str)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end`, half-open, of one text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0: got {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def stripped(self, text: str) -> Span:
        """This span without the blanks of `text` at its ends; empty, at its end or start, when it holds only blanks."""
        start, end = self.start, self.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


# --- ingest ---------------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a document is, in the words of French establishments."""

    CRH = "crh"
    LETTER = "courrier"
    LABORATORY = "biologie"
    IMAGING = "imagerie"
    PRESCRIPTION = "ordonnance"
    CONSULTATION = "consultation"
    EMERGENCY = "urgences"
    OPERATIVE = "operatoire"
    PATHOLOGY = "anapath"
    NURSING = "ide"
    PHYSIOTHERAPY = "kine"
    ADMINISTRATIVE = "admin"
    VSM = "vsm"
    VACCINATION = "vaccination"
    OTHER = "autre"


class Confidentiality(StrEnum):
    """French JDV_J08 codes: who may see a document (masked ones are hidden from most readers)."""

    NORMAL = "N"
    RESTRICTED = "R"
    VERY_RESTRICTED = "V"
    HIDDEN_FROM_PATIENT = "INVISIBLE_PATIENT"
    HIDDEN_FROM_GUARDIANS = "INVISIBLE_REPRESENTANTS_LEGAUX"
    HIDDEN_FROM_PROFESSIONALS = "MASQUE_PS"


#: What a reader without a particular right may see.
ORDINARY = frozenset({Confidentiality.NORMAL, Confidentiality.RESTRICTED})


class TextSource(StrEnum):
    """How the characters of a page were obtained."""

    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: `span` in the document's text; `number` starts at 1."""

    number: int
    span: Span
    source: TextSource = TextSource.TEXT


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Identity:
    """What is known of who the patient is: from dossier.json, a CDA or FHIR header, or the text itself.

    `birth_date` is ISO 8601 (YYYY-MM-DD). `nir` holds 13 or 15 characters without spaces. `others` are known
    identifying strings of other persons found in headers (authors, relatives), as written.
    """

    family_names: tuple[str, ...] = ()
    given_names: tuple[str, ...] = ()
    birth_date: str | None = None
    sex: str | None = None
    ipp: str | None = None
    nir: str | None = None
    addresses: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    zip_codes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __repr__(self) -> str:
        known = sum(1 for name in self.__slots__ if getattr(self, name))
        return f"Identity({known} fields known)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Document:
    """One document as read, with identifying text in it: only `pseudonymize` and the entry points take it.

    `file` is the path relative to the dossier folder; `written_on` is ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD);
    `sha256` is that of the bytes read. `identity` is what this document alone says of its patient.
    """

    id: DocumentId
    file: str
    sha256: str
    kind: Kind
    title: str
    text: str
    pages: tuple[Page, ...]
    written_on: str | None = None
    author: str | None = None
    author_role: str | None = None
    confidentiality: Confidentiality = Confidentiality.NORMAL
    identity: Identity = field(default_factory=Identity)
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Document({self.id}, {self.kind}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UnreadDocument:
    """A file that could not be read: listed, never dropped. `reason` is French, without text of the record."""

    file: str
    reason: str

    def __repr__(self) -> str:
        return f"UnreadDocument({self.reason})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Dossier:
    """The documents of one patient, in order of date then file name."""

    id: DossierId
    identity: Identity
    documents: tuple[Document, ...]
    unread: tuple[UnreadDocument, ...] = ()

    def __repr__(self) -> str:
        return f"Dossier({self.id}, {len(self.documents)} documents, {len(self.unread)} unread)"


# --- pseudonymize ---------------------------------------------------------------------------------------------


class Label(StrEnum):
    """What an identifying span is. The names are those of the `identifiers` command and of gold files."""

    PERSON = "PERSON"
    RELATIVE = "RELATIVE"
    BIRTH_DATE = "BIRTH_DATE"
    NIR = "NIR"
    IPP = "IPP"
    VISIT_ID = "VISIT_ID"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    ADDRESS = "ADDRESS"
    ZIP = "ZIP"
    CITY = "CITY"
    HOSPITAL = "HOSPITAL"
    RPPS = "RPPS"
    ADELI = "ADELI"
    FINESS = "FINESS"
    URL = "URL"
    DATE = "DATE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One identifying span of a raw text, with the recognizer that found it. `score` is in 0..1."""

    span: Span
    label: Label
    score: float
    found_by: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Replacement:
    """`original` in the raw text became `pseudonym` (a placeholder such as <PATIENT>) at `replaced`."""

    original: Span
    replaced: Span
    surface: str
    pseudonym: str

    def __repr__(self) -> str:
        return f"Replacement({self.pseudonym})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PseudonymKey:
    """What puts identities back, for one dossier. It leaves the pipeline at once and goes to the vault.

    `replacements` are sorted by position, per document. `files` gives the file name of each document.
    """

    dossier_id: DossierId
    replacements: dict[DocumentId, tuple[Replacement, ...]]
    files: dict[DocumentId, str]

    def __repr__(self) -> str:
        return f"PseudonymKey({self.dossier_id}, {sum(map(len, self.replacements.values()))} replacements)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PseudonymizedDocument:
    """One document without identities: what every later stage, model, index and log may see.

    It carries no file name (names of files often hold names of patients) and no author. `pages` are spans of the
    pseudonymized text. `foreign` says why the document seems to be another patient's (None when it is not).
    """

    id: DocumentId
    kind: Kind
    text: str
    pages: tuple[Page, ...]
    written_on: str | None
    author_role: str | None
    confidentiality: Confidentiality
    foreign: str | None = None

    def __repr__(self) -> str:
        return f"PseudonymizedDocument({self.id}, {self.kind}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PseudonymizedDossier:
    """The documents that could be pseudonymized safely; `refused` lists those that could not, with the reason."""

    id: DossierId
    documents: tuple[PseudonymizedDocument, ...]
    sex: str | None = None
    refused: tuple[tuple[DocumentId, str], ...] = ()

    def __repr__(self) -> str:
        return f"PseudonymizedDossier({self.id}, {len(self.documents)} documents, {len(self.refused)} refused)"


# --- sentences, findings, chunks, evidence -----------------------------------------------------------------------


class LineKind(StrEnum):
    """The layout role of a sentence: prose, a list item, a table row, a heading, or letterhead and signature."""

    PROSE = "prose"
    ITEM = "item"
    ROW = "row"
    HEADING = "heading"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sentence:
    """The smallest unit that can be cited: a sentence, an item of a list, or one row of a table.

    `heading` is the nearest heading above, as written. `header` is the span of the header row above a table row
    (its columns name the values), when there is one.
    """

    document_id: DocumentId
    span: Span
    kind: LineKind
    text: str
    heading: str | None = None
    header: Span | None = None

    def __repr__(self) -> str:
        return f"Sentence({self.document_id}, {self.span.start}..{self.span.end}, {self.kind})"


class FindingKind(StrEnum):
    DRUG = "drug"
    DISORDER = "disorder"
    ALLERGY = "allergy"
    MEASURE = "measure"
    PROCEDURE = "procedure"
    HABIT = "habit"
    VACCINE = "vaccine"
    DIRECTIVE = "directive"


class Action(StrEnum):
    """What a passage says is done with a drug. NONE when it only names it."""

    START = "start"
    CONTINUE = "continue"
    INCREASE = "increase"
    DECREASE = "decrease"
    CHANGE = "change"
    STOP = "stop"
    AVOID = "avoid"
    NONE = "none"


class Side(StrEnum):
    LEFT = "gauche"
    RIGHT = "droite"
    BOTH = "bilateral"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """One clinical fact of a passage, with its qualifiers.

    `label` is the normalized French name (for a drug, its substance when known); `code` an ATC or other code.
    `sentence` is the span of the sentence that holds it. `date` is ISO 8601, possibly partial, and is the date the
    passage gives for the fact, not the date of the document. `value` is the number as written, `unit` as written
    (a measure's result, a drug's dose). `reference` is the reference range of a measure as written.
    `previous` holds earlier results given in the same row: (ISO date or None, value).
    """

    document_id: DocumentId
    span: Span
    sentence: Span
    kind: FindingKind
    label: str
    text: str
    code: str | None = None
    negated: bool = False
    family: bool = False
    hypothetical: bool = False
    historical: bool = False
    date: str | None = None
    value: str | None = None
    unit: str | None = None
    frequency: str | None = None
    action: Action = Action.NONE
    side: Side | None = None
    reference: str | None = None
    abnormal: str | None = None
    previous: tuple[tuple[str | None, str], ...] = ()

    def __repr__(self) -> str:
        return f"Finding({self.kind}, {self.document_id}, {self.span.start}..{self.span.end})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Chunk:
    """A passage of one pseudonymized document, cut on sections and sentences.

    `text` equals the document's text between `span.start` and `span.end`.
    """

    id: ChunkId
    document_id: DocumentId
    span: Span
    section: str | None
    text: str

    def __repr__(self) -> str:
        return f"Chunk({self.id}, {len(self.text)} characters)"


class SectionKey(StrEnum):
    """Sections of the summary, in the order shown. Their LOINC codes are in `sections.SECTIONS`."""

    PROBLEMS = "pathologies"
    MEDICAL_HISTORY = "antecedents_medicaux"
    SURGICAL_HISTORY = "antecedents_chirurgicaux"
    ALLERGIES = "allergies"
    RISK_FACTORS = "facteurs_risque"
    FAMILY_HISTORY = "antecedents_familiaux"
    TREATMENTS = "traitements"
    RESULTS = "resultats"
    VIGILANCE = "points_vigilance"
    EVENTS = "evenements"
    VACCINATIONS = "vaccinations"


class Severity(StrEnum):
    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return tuple(Severity).index(self)


class Status(StrEnum):
    ACTIVE = "active"
    PAST = "past"
    STOPPED = "stopped"
    SUSPECTED = "suspected"
    EXCLUDED = "excluded"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Passage:
    """A verbatim piece of one pseudonymized document that a statement may rest on."""

    document_id: DocumentId
    span: Span
    text: str
    written_on: str | None
    confidentiality: Confidentiality = Confidentiality.NORMAL

    def __repr__(self) -> str:
        return f"Passage({self.document_id}, {self.span.start}..{self.span.end})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Evidence:
    """What one topic of one section rests on: the passages, best first, and what the rules know of them.

    `topic` is a stable key such as `drug:levothyroxine`. `proposal` is a statement composed by rule from the
    findings (a treatment's last state, a trend of results), or None when the writer must phrase it.
    """

    section: SectionKey
    topic: str
    passages: tuple[Passage, ...]
    severity: Severity
    status: Status
    dates: tuple[str, ...] = ()
    proposal: str | None = None

    def __repr__(self) -> str:
        return f"Evidence({self.section}, {len(self.passages)} passages)"


# --- statements -----------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What a check concluded. `COULD_NOT_CHECK` counts as no other outcome."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    COULD_NOT_CHECK = "could_not_check"


class Shown(StrEnum):
    """Why a statement may be shown: its checks passed, or it is a verbatim quotation of its source."""

    SUPPORTED = "supported"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Check:
    """One check of one statement. `reason` is for a reader, empty when supported."""

    name: str
    outcome: Outcome
    reason: str = ""

    def __repr__(self) -> str:
        return f"Check({self.name}, {self.outcome})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DraftStatement:
    """A sentence nobody has checked, with the evidence it claims to rest on. `by` names who wrote it."""

    text: str
    evidence: Evidence
    by: str

    def __repr__(self) -> str:
        return f"DraftStatement({self.evidence.section}, {len(self.text)} characters, by {self.by})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VerifiedStatement:
    """A sentence that may be shown, with the passages it cites and the checks it passed."""

    text: str
    evidence: Evidence
    shown: Shown
    checks: tuple[Check, ...]

    def __repr__(self) -> str:
        return f"VerifiedStatement({self.evidence.section}, {self.shown}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WithheldStatement:
    """A sentence that is not shown, with the reason a reader can see."""

    text: str
    reason: str
    passages: tuple[Passage, ...]

    def __repr__(self) -> str:
        return f"WithheldStatement({len(self.text)} characters)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contradiction:
    """Two passages of the dossier that disagree. `about` is French, for a reader."""

    about: str
    a: Passage
    b: Passage

    def __repr__(self) -> str:
        return f"Contradiction({self.a.document_id}, {self.b.document_id})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Section:
    """One section. `empty_reason` says why it is empty; None when it is not."""

    key: SectionKey
    statements: tuple[VerifiedStatement, ...]
    empty_reason: str | None = None

    def __repr__(self) -> str:
        return f"Section({self.key}, {len(self.statements)} statements)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """A model that took part: `role` is writer, embedder, judge or identifiers; `sha256` that of its weights."""

    role: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a summary was made. `seconds` per stage."""

    code_version: str
    models: tuple[ModelCard, ...]
    prompt_version: str
    settings: str
    generated_at: str
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Summary:
    """The whole summary, still pseudonymized. It holds only verified statements."""

    dossier_id: DossierId
    kind: str
    sections: tuple[Section, ...]
    contradictions: tuple[Contradiction, ...]
    withheld: tuple[WithheldStatement, ...]
    warnings: tuple[str, ...]
    run: Run

    def __repr__(self) -> str:
        return f"Summary({self.dossier_id}, {sum(len(s.statements) for s in self.sections)} statements)"


# --- reidentify -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Citation:
    """Where a statement comes from, in the raw document: `quote` equals its text between the offsets."""

    file: str
    document_id: DocumentId
    page: int
    span: Span
    quote: str
    written_on: str | None
    kind: Kind
    confidentiality: Confidentiality

    def __repr__(self) -> str:
        return f"Citation({self.document_id}, page {self.page}, {self.span.start}..{self.span.end})"


class Decision(StrEnum):
    """What a professional decided of one statement."""

    VALIDATED = "validated"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The decision of a professional on one statement. `by` is a subject, "rpps:" before an RPPS number; `at` ISO 8601."""

    decision: Decision
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Who signed a summary as reviewed, and when: the human attests, the machine stays the author."""

    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CitedStatement:
    """A shown statement with identities put back. An edited one says what a professional wrote, and has no checks."""

    id: StatementId
    text: str
    shown: Shown
    severity: Severity
    status: Status
    dates: tuple[str, ...]
    checks: tuple[Check, ...]
    citations: tuple[Citation, ...]
    verdict: Verdict | None = None

    def __repr__(self) -> str:
        return f"CitedStatement({self.id}, {self.shown})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CitedSection:
    key: SectionKey
    title: str
    loinc: str | None
    statements: tuple[CitedStatement, ...]
    empty_reason: str | None

    def __repr__(self) -> str:
        return f"CitedSection({self.key}, {len(self.statements)} statements)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CitedContradiction:
    about: str
    a: Citation
    b: Citation

    def __repr__(self) -> str:
        return f"CitedContradiction({self.a!r}, {self.b!r})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CitedWithheld:
    text: str
    reason: str
    citations: tuple[Citation, ...]

    def __repr__(self) -> str:
        return f"CitedWithheld({len(self.citations)} citations)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DocumentEntry:
    """One line of the list of documents: read or not, and why not."""

    file: str
    document_id: DocumentId | None
    read: bool
    kind: Kind | None
    title: str
    written_on: str | None
    author_role: str | None
    confidentiality: Confidentiality
    characters: int
    reason: str | None

    def __repr__(self) -> str:
        return f"DocumentEntry({self.document_id}, read={self.read})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReidentifiedSummary:
    """What a clinician reads, and what every renderer takes. It names the patient: entry points only."""

    dossier_id: DossierId
    kind: str
    identity: Identity
    sections: tuple[CitedSection, ...]
    contradictions: tuple[CitedContradiction, ...]
    withheld: tuple[CitedWithheld, ...]
    documents: tuple[DocumentEntry, ...]
    warnings: tuple[str, ...]
    run: Run
    attestation: Attestation | None = None

    def __repr__(self) -> str:
        return f"ReidentifiedSummary({self.dossier_id}, {len(self.sections)} sections)"

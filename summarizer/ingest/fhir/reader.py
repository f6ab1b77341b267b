"""FHIR R4 files in JSON: documents, collections, single resources, and what is attached to them.

It knows how a file is laid out: a Composition's sections first, else resources under headings, then attachments as
further pages. What each resource says is `fhir_sentences`'s. A malformed resource is named in a warning and left out.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from summarizer.errors import DocumentCorrupt, DocumentEmpty, DocumentTooLarge, UnreadableDocument
from summarizer.ingest import vocabulary
from summarizer.ingest.characters import tidy
from summarizer.ingest.dates import iso_prefix
from summarizer.ingest.fhir.header import author_of, confidentiality_of, identity_of, kind_of
from summarizer.ingest.fhir.parts import Json, Malformed, parse, part, parts, word
from summarizer.ingest.fhir.sentences import HEADINGS, SPEAKERS, Said, say
from summarizer.ingest.fhir.values import any_value, concept, on
from summarizer.ingest.html import html_text
from summarizer.ingest.limits import Deadline, ReadLimits
from summarizer.ingest.reading import PageText, ReadText, as_heading, join_pages
from summarizer.isodate import french
from summarizer.values import Identity, Kind

Embedded = Callable[[bytes, ReadLimits, Deadline], ReadText]

# Paperwork and directories: they say nothing of the patient's health.
_SILENT = vocabulary.words(
    "Patient Practitioner PractitionerRole Organization Location RelatedPerson Person Device Medication Substance Specimen "
    "Claim ClaimResponse ExplanationOfBenefit Coverage Provenance AuditEvent CareTeam Endpoint HealthcareService "
    "OperationOutcome MessageHeader Subscription List Group Questionnaire Binary Composition Bundle DocumentReference "
    "Parameters Schedule Slot StructureDefinition ValueSet CodeSystem"
)
_T = TypeVar("_T")
_OTHERS = "Autres éléments"


def read(data: bytes, limits: ReadLimits, deadline: Deadline, *, read_embedded: Embedded) -> ReadText:
    """Raises DocumentCorrupt, DocumentTooLarge, DocumentEmpty when the file says nothing that can be read."""
    given = parse(data, limits)
    resources = list(_unbundled(given, limits))
    if not resources:
        raise DocumentEmpty()
    file = _File(resources, limits, deadline, read_embedded)
    main = _main(resources)
    text = tidy(file.text(main))
    sheets = [PageText(number=1, text=text)] if text else []
    sheets += file.attachments(first=len(sheets) + 1)
    if not sheets and all(each.get("resourceType") == "Patient" for each in resources):
        sheets = [PageText(number=1, text=tidy(_identity_card(identity_of(resources, main))))]
    if not any(sheet.text.strip() for sheet in sheets):
        raise DocumentEmpty(detail_fr=next(file.all_warnings(), ""))
    joined, pages = join_pages(sheets)
    return replace(
        _described(given, resources, main, file), text=joined, pages=pages, warnings=tuple(file.all_warnings())
    )


def _unbundled(given: Sequence[Json], limits: ReadLimits) -> Iterator[Json]:
    """The resources of all bundles, in order, bundles inside bundles too."""
    waiting = list(reversed(given))
    count = 0
    while waiting:
        resource = waiting.pop()
        if resource.get("resourceType") != "Bundle":
            count += 1
            if count > limits.resources:
                raise DocumentTooLarge()
            yield resource
            continue
        entries = resource.get("entry")
        entries = entries if isinstance(entries, list) else []
        inner = [each.get("resource") for each in entries if isinstance(each, dict)]
        for entry, each in zip(entries, inner, strict=False):
            if isinstance(each, dict):
                # References point to the full address as often as to the id.
                each.setdefault("_fullUrl", entry.get("fullUrl"))
        waiting.extend(reversed([each for each in inner if isinstance(each, dict)]))


def _main(resources: Sequence[Json]) -> Json:
    """What the file is: its Composition, else its only document, else its only clinical resource."""
    for kind in ("Composition", "DocumentReference", "DiagnosticReport"):
        found = [each for each in resources if each.get("resourceType") == kind]
        if found and (kind == "Composition" or (len(found) == 1 and len(resources) <= 10)):
            return found[0]
    speaking = [each for each in resources if each.get("resourceType") not in _SILENT]
    return speaking[0] if len(speaking) == 1 else {}


def _described(given: Sequence[Json], resources: Sequence[Json], main: Json, file: _File) -> ReadText:
    """The header of the file; a part of it that is malformed is left unknown."""

    def known(ask: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return ask()
        except Malformed as error:
            file.warnings.append(f"en-tête FHIR mal formé ({error}) : ignoré")
            return otherwise

    blank = ReadText(text="", pages=())
    nobody: tuple[str | None, str | None] = (None, None)
    author, role = known(lambda: author_of(main, file.resolve), nobody)
    title = known(lambda: word(main, "title") or word(main, "description") or concept(_typed(main)), "")
    return replace(
        blank,
        kind=known(lambda: kind_of(main), None) or Kind.OTHER,
        headed=True,
        title=tidy(title) or None,
        written_on=_written_on(given, resources, main),
        author=author,
        author_role=role,
        confidentiality=confidentiality_of(resources),
        identity=known(lambda: identity_of(resources, main), blank.identity),
    )


def _typed(main: Json) -> Json:
    return part(main, "type") if isinstance(main.get("type"), dict) else part(main, "code")


_DATES = (
    "date", "authored", "authoredOn", "effectiveDateTime", "recordedDate", "occurrenceDateTime", "performedDateTime",
    "dateAsserted", "issued", "created", "onsetDateTime",
)  # fmt: skip
_PERIODS = ("effectivePeriod", "performedPeriod", "period")


def _written_on(given: Sequence[Json], resources: Sequence[Json], main: Json) -> str | None:
    """The date of the document, else the bundle's, else the last date of its resources."""
    if date := _resource_date(main):
        return date
    bundled = [date for each in given if (date := iso_prefix(each.get("timestamp")))]
    return bundled[0] if bundled else max(filter(None, map(_resource_date, resources)), default=None)


def _resource_date(resource: Json) -> str | None:
    values = [resource.get(name) for name in _DATES]
    for name in _PERIODS:
        value = resource.get(name)
        values += [value.get("end"), value.get("start")] if isinstance(value, dict) else []
    return next(filter(None, map(iso_prefix, values)), None)


def _identity_card(identity: Identity) -> str:
    """A file that holds only the patient says who the patient is."""
    lines = (
        ("Nom", " ".join(identity.family_names)),
        ("Prénom", " ".join(identity.given_names)),
        ("Date de naissance", french(identity.birth_date) if identity.birth_date else ""),
        ("Sexe", identity.sex or ""),
        ("INS", identity.nir or ""),
        ("IPP", identity.ipp or ""),
    )
    said = [f"{label} : {value}" for label, value in lines if value]
    return "\n".join([as_heading("Identité du patient"), *said]) if said else ""


# --- text ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _File:
    """The resources of one file while it is read: who points to whom, and what could not be read."""

    resources: Sequence[Json]
    limits: ReadLimits
    deadline: Deadline
    read_embedded: Embedded
    warnings: list[str] = field(default_factory=list)
    _by_address: dict[str, Json] = field(default_factory=dict)
    _malformed: Counter[str] = field(default_factory=Counter)
    _unsaid: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for resource in self.resources:
            kind, number, full = (resource.get(name) for name in ("resourceType", "id", "_fullUrl"))
            for address in (f"{kind}/{number}", f"urn:uuid:{number}", full):
                if isinstance(address, str):
                    self._by_address.setdefault(address, resource)

    def all_warnings(self) -> Iterator[str]:
        yield from dict.fromkeys(self.warnings)
        for kind, count in sorted(self._malformed.items()):
            s = "s" if count > 1 else ""
            yield f"{count} ressource{s} {kind} mal formée{s} : non lue{s}"
        for kind, count in sorted(self._unsaid.items()):
            s = "s" if count > 1 else ""
            yield f"{count} ressource{s} {kind} non reprise{s}"

    def resolve(self, reference: Json) -> Json:
        """The resource a reference points to in this file, a contained one included; {} when it is elsewhere."""
        address = reference.get("reference")
        if not isinstance(address, str):
            return {}
        if address.startswith("#"):
            contained = (
                each for one in self.resources for each in one.get("contained") or [] if isinstance(each, dict)
            )
            return next((each for each in contained if each.get("id") == address[1:]), {})
        return self._by_address.get(address) or self._by_address.get("/".join(address.split("/")[-2:]), {})

    def text(self, main: Json) -> str:
        """The Composition's sections when there is one, then every other resource under its heading."""
        blocks: list[str] = []
        shown: set[int] = set()
        if main.get("resourceType") == "Composition":
            title = main.get("title")
            blocks += [as_heading(title)] if isinstance(title, str) and title.strip() else []
            blocks += self._sections(main, shown)
        blocks += self._groups([each for each in self.resources if id(each) not in shown])
        return "\n\n".join(blocks)

    def _sections(self, holder: Json, shown: set[int], depth: int = 0) -> Iterator[str]:
        """Title, narrative, then what the entries say beyond the narrative."""
        sections = holder.get("section")
        for section in sections if isinstance(sections, list) and depth < 10 else []:
            self.deadline.check()
            if not isinstance(section, dict):
                self._malformed["Composition"] += 1
                continue
            try:
                title = word(section, "title") or concept(section.get("code"))
                narrative = _narrative(section)
                entries = [self.resolve(each) for each in parts(section, "entry")]
                empty = concept(section.get("emptyReason"))
            except Malformed:
                self._malformed["Composition"] += 1
                continue
            known = _tokens(narrative)
            said = [
                each.text for entry in entries if (each := self._said(entry, shown)) and not _tokens(each.text) <= known
            ]
            lines = "\n".join(filter(None, (narrative, *said, empty if not narrative and not said else "")))
            inner = list(self._sections(section, shown, depth + 1))
            if lines or inner:
                yield "\n".join(filter(None, (as_heading(title), lines)))
            yield from inner

    def _said(self, resource: Json, shown: set[int]) -> Said | None:
        if id(resource) in shown or not resource:
            return None
        shown.add(id(resource))
        try:
            return say(resource, self.resolve)
        except Malformed:
            self._malformed[str(resource.get("resourceType"))[:40]] += 1
            return None

    def _groups(self, resources: Sequence[Json]) -> Iterator[str]:
        groups: dict[str, list[Said]] = {}
        for count, resource in enumerate(resources):
            if count % 100 == 0:
                self.deadline.check()
            for said in self._spoken(resource):
                groups.setdefault(said.heading, []).append(said)
        order = {heading: place for place, heading in enumerate((*HEADINGS, _OTHERS))}
        for heading in sorted(groups, key=lambda each: order.get(each, len(order))):
            yield "\n".join(
                [as_heading(heading), *(each.text for each in sorted(groups[heading], key=lambda each: each.date))]
            )

    def _spoken(self, resource: Json) -> Iterator[Said]:
        """What one resource says; a type nobody has taught to speak says its own narrative, or is counted."""
        kind = str(resource.get("resourceType"))[:40]
        try:
            if kind == "QuestionnaireResponse":
                yield from _questionnaire(resource)
                return
            if (said := self._said(resource, set())) is not None:
                yield said
            elif kind not in _SILENT and kind not in SPEAKERS:
                narrative = _narrative(resource)
                if narrative:
                    yield Said(heading=_OTHERS, text=narrative)
                else:
                    self._unsaid[kind] += 1
        except Malformed:
            self._malformed[kind] += 1

    # --- attachments ----------------------------------------------------------------------------------------------

    def attachments(self, *, first: int) -> list[PageText]:
        """The pages of the documents that the file carries, in the order of their dates."""
        sheets: list[PageText] = []
        # Reports repeat the documents they conclude: the same bytes are read once.
        seen: set[str] = set()
        holders = [
            each
            for each in self.resources
            if each.get("resourceType") in ("DocumentReference", "DiagnosticReport", "Binary")
        ]
        for holder in sorted(holders, key=lambda each: _resource_date(each) or ""):
            self.deadline.check()
            try:
                found = list(_attached(holder))
                opening = self._opening(holder) if len(holders) > 1 or first > 1 else ""
            except Malformed:
                self._malformed[str(holder.get("resourceType"))] += 1
                continue
            for attachment in found:
                if (written := attachment.get("data")) and isinstance(written, str):
                    if written in seen:
                        continue
                    seen.add(written)
                sheets += self._pages(attachment, opening, first + len(sheets))
        return sheets

    def _opening(self, holder: Json) -> str:
        name = word(holder, "description") or concept(_typed(holder))
        return " ".join(filter(None, (name, on(_resource_date(holder)))))

    def _pages(self, attachment: Json, opening: str, number: int) -> Iterator[PageText]:
        try:
            data = _decoded(attachment, self.limits)
            if data is None:
                return
            inner = self.read_embedded(data, replace(self.limits, embedded=self.limits.embedded - 1), self.deadline)
        except UnreadableDocument as error:
            self.warnings.append(f"pièce jointe non lue : {error.reason()}")
            return
        self.warnings.extend(f"pièce jointe : {warning}" for warning in inner.warnings)
        for place, page in enumerate(inner.pages):
            text = page.span.of(inner.text).strip("\n")
            heading = f"{as_heading(opening)}\n\n" if place == 0 and opening else ""
            yield PageText(number=number + place, text=heading + text, source=page.source)


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _narrative(holder: Json) -> str:
    """The human text of a resource or section; the one that a tool made to fill the place says nothing."""
    div = word(part(holder, "text"), "div")
    if not div:
        return ""
    try:
        return html_text(div)
    except DocumentCorrupt:
        raise Malformed("text.div") from None


def _questionnaire(resource: Json) -> Iterator[Said]:
    lines = list(_answers(parts(resource, "item"), 0))
    if lines:
        heading = " ".join(filter(None, ("Questionnaire", on(resource.get("authored")))))
        yield Said(heading=heading, text="\n".join(lines), date=iso_prefix(resource.get("authored")) or "")


def _answers(items: Sequence[Json], depth: int) -> Iterator[str]:
    """`question : réponse`, with the titles of the groups that hold answers."""
    if depth > 20:
        raise Malformed("item")
    for item in items:
        text = " ".join(word(item, "text").split()).rstrip(" :")
        answers = parts(item, "answer")
        said = ", ".join(filter(None, (any_value(answer) for answer in answers)))
        nested = [each for answer in answers for each in parts(answer, "item")]
        inner = list(_answers([*parts(item, "item"), *nested], depth + 1))
        if said:
            yield f"{text or 'Réponse'} : {said}"
        elif inner and text:
            yield text
        yield from inner


def _attached(holder: Json) -> Iterator[Json]:
    match holder.get("resourceType"):
        case "DocumentReference":
            if word(holder, "status") != "entered-in-error":
                yield from (part(content, "attachment") for content in parts(holder, "content"))
        case "DiagnosticReport":
            yield from parts(holder, "presentedForm")
        case "Binary":
            yield holder


def _decoded(attachment: Json, limits: ReadLimits) -> bytes | None:
    """The bytes of an attachment; None when it holds none. What is at an address is never fetched."""
    if limits.embedded <= 0:
        raise DocumentTooLarge(detail_fr="documents emboîtés")
    try:
        data = word(attachment, "data")
    except Malformed:
        raise DocumentCorrupt() from None
    if not data:
        if attachment.get("url"):
            raise DocumentEmpty(detail_fr="le contenu est hors du fichier, il n'est pas joint")
        return None
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise DocumentCorrupt(detail_fr="document joint illisible (base64)") from None

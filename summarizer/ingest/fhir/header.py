"""Who a FHIR file is about, who wrote it, what it is and who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.ingest.cda.header import KIND_OF_CODE
from summarizer.ingest.fhir.parts import Json, Malformed, everything, part, parts, word, words
from summarizer.ingest.fhir.sentences import Resolve
from summarizer.ingest.fhir.values import codes, concept, concepts
from summarizer.values import Confidentiality, Identity, Kind

_INS = frozenset(f"urn:oid:1.2.250.1.213.1.4.{last}" for last in (8, 9, 10, 11))
_SOCIAL = "urn:oid:1.2.250.1.213.1.4.13"
_PERSONS = ("Practitioner", "RelatedPerson", "Person")

_KIND_OF_TYPE = {
    "MedicationRequest": Kind.PRESCRIPTION,
    "Immunization": Kind.VACCINATION,
    "Procedure": Kind.OPERATIVE,
}
_KIND_OF_CATEGORY = {
    "LAB": Kind.LABORATORY, "laboratory": Kind.LABORATORY, "RAD": Kind.IMAGING, "IMG": Kind.IMAGING,
    "imaging": Kind.IMAGING, "PAT": Kind.PATHOLOGY, "CP": Kind.PATHOLOGY,
}  # fmt: skip


def identity_of(resources: Sequence[Json], main: Json) -> Identity:
    """The patient the main resource is about (else the only one), and the names of everyone else."""
    patients = [each for each in resources if each.get("resourceType") == "Patient"]
    wanted = _last_part(word(part(main, "subject") or part(main, "patient"), "reference"))
    patient = next((each for each in patients if wanted and each.get("id") == wanted), patients[0] if patients else {})
    others = list(_names_of_others(resources, patient))
    if not patient:
        return Identity(others=tuple(dict.fromkeys(others)))
    names = parts(patient, "name")
    addresses = parts(patient, "address")
    telecoms = [(word(each, "system"), word(each, "value")) for each in parts(patient, "telecom")]
    ins, numbers = _numbers(patient)
    return Identity(
        family_names=_unique(word(name, "family") for name in names),
        given_names=_unique(given for name in names for written in words(name, "given") for given in written.split()),
        birth_date=birth if len(birth := word(patient, "birthDate")[:10]) == 10 else None,
        sex={"female": "F", "male": "M"}.get(word(patient, "gender")),
        ipp=numbers[0] if numbers else None,
        nir=ins,
        addresses=_unique(" ".join(words(address, "line")) for address in addresses),
        cities=_unique(word(address, "city") for address in addresses),
        zip_codes=_unique(word(address, "postalCode") for address in addresses),
        phones=_unique(value for system, value in telecoms if system in ("phone", "sms", "fax")),
        emails=_unique(value for system, value in telecoms if system == "email"),
        other_ids=tuple(numbers[1:]),
        others=tuple(dict.fromkeys(others)),
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _last_part(reference: str) -> str:
    return reference.rsplit("/", 1)[-1].removeprefix("urn:uuid:")


def _numbers(patient: Json) -> tuple[str | None, list[str]]:
    """The national identity, and the other identifiers with the establishment's own (type PI) first."""
    ins: str | None = None
    own: list[str] = []
    rest: list[str] = []
    for identifier in parts(patient, "identifier"):
        value, system = word(identifier, "value"), word(identifier, "system")
        kinds = codes(part(identifier, "type"))
        if not value:
            continue
        if (system in _INS or {"INS-NIR", "INS", "NIR", "INS-NIA"} & set(kinds)) and ins is None and system != _SOCIAL:
            ins = value.replace(" ", "")
        elif {"PI", "MR"} & set(kinds):
            own.append(value)
        else:
            rest.append(value)
    return ins, list(dict.fromkeys([*own, *rest]))


def _names_of_others(resources: Sequence[Json], patient: Json) -> Iterable[str]:
    """Professionals and relatives: their own resources, the patient's contacts, and the displays of references."""
    for resource in resources:
        if resource.get("resourceType") in _PERSONS or (
            resource.get("resourceType") == "Patient" and resource is not patient
        ):
            yield from filter(None, map(human_name, parts(resource, "name")))
    for contact in parts(patient, "contact"):
        yield from filter(None, [human_name(part(contact, "name"))])
    for element in everything(list(resources)):
        reference, display = element.get("reference"), element.get("display")
        if isinstance(reference, str) and isinstance(display, str) and reference.startswith(_PERSONS):
            yield display.strip().removeprefix("Dr. ").removeprefix("Dr ")


def human_name(name: Json) -> str:
    """Given names then family name."""
    said = " ".join([*words(name, "given"), word(name, "family")]).strip()
    return said or word(name, "text")


def author_of(resource: Json, resolve: Resolve) -> tuple[str | None, str | None]:
    """The first author with a name, and their role."""
    references = next(
        (parts(resource, name) for name in ("author", "performer") if isinstance(resource.get(name), list)), []
    )
    single = [
        part(resource, name)
        for name in ("author", "requester", "recorder", "asserter", "source")
        if isinstance(resource.get(name), dict)
    ]
    for reference in (*references, *single):
        # Some performers hold their reference under `actor`.
        reference = part(reference, "actor") or reference
        person = resolve(reference)
        if person.get("resourceType") == "PractitionerRole":
            role = concepts(person, "specialty") or concepts(person, "code")
            inner = part(person, "practitioner")
            name = _name_of(resolve(inner)) or word(inner, "display")
        else:
            role = ", ".join(filter(None, (concept(each.get("code")) for each in parts(person, "qualification"))))
            name = _name_of(person) or word(reference, "display")
        if name or role:
            return name.removeprefix("Dr. ") or None, role or None
    return None, None


def _name_of(resource: Json) -> str:
    if isinstance(resource.get("name"), str):
        return word(resource, "name")
    names = parts(resource, "name") or parts(resource, "deviceName")
    return next(filter(None, (human_name(name) or (name.get("name") or "") for name in names)), "")


def kind_of(resource: Json) -> Kind | None:
    """From the type of the document, the category of the report, or the type of resource."""
    typed = [*codes(part(resource, "type") if isinstance(resource.get("type"), dict) else {}), *codes(_code(resource))]
    for code in typed:
        if code in KIND_OF_CODE:
            return KIND_OF_CODE[code]
    category = resource.get("category")
    for each in category if isinstance(category, list) else []:
        for code in codes(each) if isinstance(each, dict) else []:
            if code in _KIND_OF_CATEGORY:
                return _KIND_OF_CATEGORY[code]
    return _KIND_OF_TYPE.get(str(resource.get("resourceType")))


def _code(resource: Json) -> Json:
    return part(resource, "code") if resource.get("resourceType") == "DiagnosticReport" else {}


def confidentiality_of(resources: Sequence[Json]) -> Confidentiality | None:
    """The strictest label anywhere in the file; None when there is none."""
    found: list[Confidentiality] = []
    known = {each.value: each for each in Confidentiality}
    for resource in resources:
        try:
            labels = [*parts(part(resource, "meta"), "security")]
            labels += [coding for label in parts(resource, "securityLabel") for coding in parts(label, "coding")]
            found += [known[code] for label in labels if (code := word(label, "code")) in known]
            found += [known[each] for each in (resource.get("confidentiality"),) if each in known]
        except Malformed:
            # A label that cannot be read hides the document from most rather than show it to all.
            found.append(Confidentiality.RESTRICTED)
    return max(found, key=tuple(Confidentiality).index, default=None)

"""The header of a CDA R2 document: whose it is, who wrote it, when, what it is, and who may see it.

It knows the French profile (CI-SIS): its identifiers, codes and name qualifiers. It refuses to read the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summarizer.ingest.characters import tidy
from summarizer.ingest.dates import hl7_date
from summarizer.ingest.markup import Element, local
from summarizer.values import Confidentiality, Identity, Kind

NS = "{urn:hl7-org:v3}"

# INS-NIR, its three test roots, INS-NIA. The social-security number (.1.4.13) may be that of a parent: not the INS.
_INS = frozenset(("1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"))
_NATIONAL = (*_INS, "1.2.250.1.213.1.4.2", "1.2.250.1.213.1.4.13")

_KINDS = {
    kind: codes.split()
    for kind, codes in {
        Kind.CRH: "11490-0 18842-5 34105-7 18761-7 34133-9 28655-9 34745-0 47039-3 68608-9 57075-4",
        Kind.LABORATORY: "11502-2 96173-0 101792-0 18725-2 26436-6",
        Kind.IMAGING: "18748-4 55115-0 18726-0 30954-2 42148-7 18782-3",
        Kind.PRESCRIPTION: "57833-6 57832-8 57828-6 29551-9 101881-1 PRESC-KINE PRESC-BIO",
        Kind.CONSULTATION: "11488-4 34749-2 34794-8 78513-9 11506-3 34764-1 34117-2 75496-0 34133-1 96353-8",
        Kind.OPERATIVE: "11504-8 77436-4 34874-8 34137-0 28570-0",
        Kind.PATHOLOGY: "11526-1 60571-5 34122-2 26443-2 60567-5",
        Kind.EMERGENCY: "59258-4 34111-5 28568-4 67796-3",
        Kind.NURSING: "34746-8 34895-3 28651-8 28621-3 74207-2",
        Kind.PHYSIOTHERAPY: "34824-3 28579-1 72233-0",
        Kind.VSM: "SYNTH 60591-5 34133-5",
        Kind.VACCINATION: "87273-9 11369-6 82593-5",
        Kind.ADMINISTRATIVE: "CERT_DECL REMB 51897-7 59284-0 64288-8 74211-4",
        Kind.LETTER: "57133-1 57134-9 51852-2 68682-4 34140-4 83920-9",
    }.items()
}
KIND_OF_CODE = {code: kind for kind, codes in _KINDS.items() for code in codes}

_STRICTER = tuple(Confidentiality)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CdaHeader:
    title: str | None
    kind: Kind | None
    written_on: str | None
    author: str | None
    author_role: str | None
    confidentiality: Confidentiality
    identity: Identity
    warnings: tuple[str, ...] = ()


def read_header(document: Element) -> CdaHeader:
    """What the header says; nothing in it is required."""
    code = document.find(f"{NS}code")
    author = document.find(f"{NS}author/{NS}assignedAuthor")
    confidentiality, warnings = _confidentiality(document)
    return CdaHeader(
        title=_text(document.find(f"{NS}title")) or _display(code),
        kind=KIND_OF_CODE.get(code.get("code", "")) if code is not None else None,
        written_on=_value_date(document.find(f"{NS}effectiveTime")),
        author=_author(author),
        author_role=_role(document.find(f"{NS}author"), author),
        confidentiality=confidentiality,
        identity=_identity(document),
        warnings=warnings,
    )


def _text(element: Element | None) -> str | None:
    if element is None:
        return None
    return re.sub(r"\s+", " ", tidy("".join(element.itertext()))).strip() or None


def _display(code: Element | None) -> str | None:
    return tidy(code.get("displayName", "")).strip() or None if code is not None else None


def _value_date(time: Element | None) -> str | None:
    if time is None:
        return None
    low = time.find(f"{NS}low")
    return hl7_date(time.get("value")) or (hl7_date(low.get("value")) if low is not None else None)


def _confidentiality(document: Element) -> tuple[Confidentiality, tuple[str, ...]]:
    """The strictest code of the header and of the sections; an unknown one restricts, and says so."""
    found = [Confidentiality.NORMAL]
    unknown = False
    for code in document.iter(f"{NS}confidentialityCode"):
        value = code.get("code")
        if value in tuple(Confidentiality):
            found.append(Confidentiality(value))
        elif value not in (None, "U", "L", "M", "B", "D", "I", "ETH", "HIV"):
            unknown = True
    if unknown:
        found.append(Confidentiality.RESTRICTED)
    warnings = ("confidentialité inconnue : document traité comme restreint",) if unknown else ()
    return max(found, key=_STRICTER.index), warnings


# --- persons ------------------------------------------------------------------------------------------------------


def _author(author: Element | None) -> str | None:
    if author is None:
        return None
    name = author.find(f"{NS}assignedPerson/{NS}name")
    return _person(name) if name is not None else _text(author.find(f"{NS}representedOrganization/{NS}name"))


def _role(participation: Element | None, author: Element | None) -> str | None:
    """The speciality, else the function: "Médecin - Cardiologie et maladies vasculaires (SM)" without its code."""
    if author is None or participation is None:
        return None
    device = author.find(f"{NS}assignedAuthoringDevice/{NS}softwareName")
    role = _display(author.find(f"{NS}code")) or _display(participation.find(f"{NS}functionCode")) or _text(device)
    return re.sub(r"\s*\([A-Z]{1,4}\)$", "", role) if role else None


def _person(name: Element) -> str | None:
    """Given names then family names, without civility or title."""
    parts = [_text(part) for tag in ("given", "family") for part in name.findall(f"{NS}{tag}")]
    said = " ".join(dict.fromkeys(part for part in parts if part))
    return said or re.sub(r"^(Dr|Pr|M|Mme|Docteur|Professeur)\.? ", "", _text(name) or "") or None


def _identity(document: Element) -> Identity:
    role = document.find(f"{NS}recordTarget/{NS}patientRole")
    others = _unique(_person(name) for name in document.iter(f"{NS}name") if _is_other(name))
    if role is None:
        return Identity(others=others)
    patient = role.find(f"{NS}patient")
    names = patient.findall(f"{NS}name") if patient is not None else []
    ins, numbers = _numbers(role)
    addresses = [address for address in role.findall(f"{NS}addr") if address.get("nullFlavor") is None]
    telecoms = [telecom.get("value", "") for telecom in role.findall(f"{NS}telecom")]
    birthplace = patient.findall(f"{NS}birthplace//{NS}city") if patient is not None else []
    return Identity(
        family_names=_unique(_text(each) for name in names for each in name.findall(f"{NS}family")),
        given_names=_givens(names),
        birth_date=_full_date(patient.find(f"{NS}birthTime")) if patient is not None else None,
        sex=_sex(patient),
        ipp=numbers[0] if numbers else None,
        nir=ins,
        addresses=_unique(map(_street, addresses)),
        cities=_unique(_text(each) for part in (*addresses, *birthplace) for each in _cities(part)),
        zip_codes=_unique(_text(address.find(f"{NS}postalCode")) for address in addresses),
        phones=_unique(value[4:] for value in telecoms if value.startswith("tel:")),
        emails=_unique(value[7:] for value in telecoms if value.startswith("mailto:")),
        other_ids=tuple(numbers[1:]),
        others=others,
    )


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _is_other(name: Element) -> bool:
    """Whether a name is that of a person who is not the patient (an organization's name stays out)."""
    holder = local(name.getparent())
    return holder.endswith("Person") or holder == "subject"


def _givens(names: Iterable[Element]) -> tuple[str, ...]:
    """Each given name apart: the birth certificate's come in one element."""
    written = (_text(each) for name in names for each in name.findall(f"{NS}given"))
    return _unique(word for given in written if given for word in re.split(r"[ ,]+", given))


def _numbers(role: Element) -> tuple[str | None, list[str]]:
    """The national health identity, and every other identifier of the patient: the establishment's own first."""
    ids = [(each.get("root", ""), each.get("extension", "")) for each in role.findall(f"{NS}id")]
    ins = next((extension for root, extension in ids if root in _INS and extension), None)
    own = [extension for root, extension in ids if root not in _NATIONAL and extension]
    return ins, list(dict.fromkeys([*own, *(e for _, e in ids if e and e != ins)]))


def _full_date(time: Element | None) -> str | None:
    date = _value_date(time)
    return date if date and len(date) == 10 else None


def _sex(patient: Element | None) -> str | None:
    code = patient.find(f"{NS}administrativeGenderCode") if patient is not None else None
    return code.get("code") if code is not None and code.get("code") in ("F", "M") else None


def _street(address: Element) -> str | None:
    """The street on one line, from its parts or its lines."""
    lines = [_text(line) for line in address.findall(f"{NS}streetAddressLine")]
    parts = [
        _text(part)
        for tag in ("houseNumber", "houseNumberNumeric", "streetNameType", "streetName", "additionalLocator", "unitID")
        for part in address.findall(f"{NS}{tag}")
    ]
    return " ".join(part for part in (*parts, *lines) if part) or None


def _cities(part: Element) -> Iterator[Element]:
    if local(part) == "city":
        yield part
    yield from part.findall(f"{NS}city")

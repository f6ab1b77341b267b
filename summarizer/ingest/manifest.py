"""dossier.json: who the patient is and what the documents are, as the sender says it.

It knows the file's shape and checks it at the edge; it refuses to read any document. Its errors name fields, never
their values: a value may be a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from summarizer.errors import InvalidManifest
from summarizer.values import Confidentiality, Identity, Kind

NAME = "dossier.json"
_LARGEST = 5_000_000


def _listed(value: object) -> object:
    if value is None:
        return ()
    return [value] if isinstance(value, str) else value


def _compact(value: object) -> object:
    return re.sub(r"[\s.\-]", "", value) if isinstance(value, str) else value


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _sex(value: object) -> object:
    return {"H": "M", "U": None, "": None}.get(value, value) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
IsoDay = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T.*)?)?)?$")]
Number = Annotated[str, BeforeValidator(_as_text)]
# A damaged number is still the patient's: it is kept to be searched for, not refused.
Nir = Annotated[str, BeforeValidator(_compact), BeforeValidator(_as_text)]


class ManifestPatient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    family_names: Texts = ()
    given_names: Texts = ()
    birth_date: IsoDay | None = None
    sex: Annotated[Literal["F", "M"] | None, BeforeValidator(_sex)] = None
    ipp: Number | None = None
    nir: Nir | None = None
    addresses: Texts = ()
    cities: Texts = ()
    zip_codes: Texts = ()
    phones: Texts = ()
    emails: Texts = ()
    other_ids: Texts = ()
    others: Texts = ()


class ManifestDocument(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    file: Annotated[str, Field(min_length=1, max_length=1000)]
    kind: Kind | None = None
    title: str | None = None
    written_on: IsoDate | None = None
    author: str | None = None
    author_role: str | None = None
    confidentiality: Confidentiality | None = None


class Manifest(BaseModel):
    """The whole file. Unknown keys are tolerated: senders add their own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    patient: ManifestPatient = ManifestPatient()
    documents: tuple[ManifestDocument, ...] = ()

    def __repr__(self) -> str:
        return f"Manifest({len(self.documents)} documents)"

    def identity(self) -> Identity:
        return Identity(**self.patient.model_dump())

    def entry(self, names: Iterable[str]) -> ManifestDocument | None:
        """What is said of the file that goes by one of these names."""
        wanted = {_plain(name) for name in names}
        return next((entry for entry in self.documents if _plain(entry.file) in wanted), None)


def identity_of(said: dict[str, Any]) -> Identity:
    """An identity given as JSON, in the shape of the `patient` of dossier.json. Raises InvalidManifest."""
    try:
        return Identity(**ManifestPatient.model_validate(said).model_dump())
    except ValidationError as error:
        raise InvalidManifest(f"The known identity is not valid: {_corrections(error)}.") from None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).removeprefix("./")


def read_manifest(path: Path) -> Manifest:
    """Raises InvalidManifest, which names each field to correct."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InvalidManifest(f"{NAME} is larger than {_LARGEST} bytes.")
        return Manifest.model_validate_json(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError:
        raise InvalidManifest(f"{NAME} cannot be opened.") from None
    except ValidationError as error:
        raise InvalidManifest(f"{NAME} is not valid: {_corrections(error)}.") from None


def _corrections(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    said = [
        f"{'.'.join(map(str, each['loc'])) or 'the file'}: {_said(each['type'], each['msg'])}" for each in found[:5]
    ]
    more = f" (and {len(found) - 5} more)" if len(found) > 5 else ""
    return "; ".join(said) + more


def _said(kind: str, message: str) -> str:
    """The message of the validator, which holds the rule; that of the JSON parser gives a place only."""
    if kind == "json_invalid":
        place = re.search(r"at line \d+ column \d+", message)
        return "not JSON" + (f" {place.group()}" if place else "")
    return message[0].lower() + message[1:]

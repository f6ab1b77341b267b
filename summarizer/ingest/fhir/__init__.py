"""FHIR R4 files in JSON. `read` is the reader; each file beside it knows one part."""

from summarizer.ingest.fhir.reader import read

__all__ = ["read"]

"""Files to documents: `read_dossier` for a folder, `read_document` for one file, `describe` for what was read.

One module a format (text, pdf, ocr, cda, fhir...), each `read(data, limits, deadline) -> ReadText`. Nothing here needs
the network, the environment or a model.
"""

from summarizer.ingest.describe import describe
from summarizer.ingest.document import read_document
from summarizer.ingest.folder import read_dossier
from summarizer.ingest.limits import ReadLimits

__all__ = ["ReadLimits", "describe", "read_document", "read_dossier"]

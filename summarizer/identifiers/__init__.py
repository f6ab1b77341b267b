"""Finding what identifies people in French medical documents. Presidio is imported only here.

`build_detector` puts the recognizers together; each file beside this one knows one kind of identifier.
"""

from summarizer.identifiers.detector import Detector, build_detector
from summarizer.identifiers.names import NameTagger

__all__ = ["Detector", "NameTagger", "build_detector"]

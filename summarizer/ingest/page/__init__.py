"""Words on a page, printed or recognized, to text in the order a reader follows."""

from summarizer.ingest.page.layout import page_text
from summarizer.ingest.page.placed import WORD_GAP, Rule, Word

__all__ = ["WORD_GAP", "Rule", "Word", "page_text"]

"""Verifies each draft statement against the passages it cites.

Exact checks come first: numbers and units, dates, sides, entities with their qualifiers, cue words, what is left of
the finding, words that are nowhere in the evidence. A judge of meaning, when there is one, joins them; the stricter
wins. A check that could not be made counts as no other outcome, and its statement is not shown as supported.
"""

from summarizer.verify.verify import Claim, combined, verify, verify_claims

__all__ = ["Claim", "combined", "verify", "verify_claims"]

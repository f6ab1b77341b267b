"""What a tagger of names and places must do. Knows no model: the trained one lives in `models/detector`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from summarizer.values import Identifier, ModelCard


class NameTagger(Protocol):
    """Finds persons, towns and establishments that nothing announces, in many texts at once."""

    @property
    def card(self) -> ModelCard: ...

    def tag(self, texts: Sequence[str]) -> tuple[tuple[Identifier, ...], ...]:
        """Spans of each text (PERSON, CITY or HOSPITAL), sorted, none overlapping, with the model's probability."""
        ...

    def name_level(self, folded: str) -> int:
        """How well the lists know a folded word as a surname or a given name: 0 (not at all) to 3 (frequent)."""
        ...

    def is_word(self, folded: str) -> bool:
        """Whether a folded word is a French common word, so that a capital alone does not make it a name."""
        ...

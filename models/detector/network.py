"""The network: embeddings of a token's features, then a few dilated convolutions. It sees about 20 tokens on each side.

Small on purpose: it must read faster than the documents come, on one core, beside the rules.
"""

from __future__ import annotations

import torch
from torch import nn

from models.detector.features import AFFIXES, FEATURES, LEXICON_CODES, SHAPES, SPACES

TAGS = ("O", "B-PER", "I-PER", "B-CITY", "I-CITY", "B-HOSP", "I-HOSP", "B-ADDR", "I-ADDR")
WIDTH = 128
KERNEL = 5
DILATIONS = (1, 2, 4, 1)
#: Padding tokens between two packed texts, so that neither sees the other.
GAP = (KERNEL // 2) * sum(DILATIONS)
_SIZES = (64, 24, 24, 16, 32, 4)


class Block(nn.Module):
    def __init__(self, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.conv = nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=(KERNEL // 2) * dilation, dilation=dilation)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        normed = self.norm(hidden) * mask
        convolved: torch.Tensor = self.conv(normed.transpose(1, 2)).transpose(1, 2)
        result: torch.Tensor = hidden + self.dropout(self.mix(nn.functional.gelu(convolved))) * mask
        return result


class Network(nn.Module):
    def __init__(self, vocabulary_size: int, dropout: float = 0.0) -> None:
        super().__init__()
        counts = (vocabulary_size, AFFIXES, AFFIXES, SHAPES, 1 + LEXICON_CODES, SPACES)
        self.tables = nn.ModuleList(
            nn.Embedding(n, size, padding_idx=0) for n, size in zip(counts, _SIZES, strict=True)
        )
        self.enter = nn.Linear(sum(_SIZES), WIDTH)
        self.blocks = nn.ModuleList(Block(dilation, dropout) for dilation in DILATIONS)
        self.leave = nn.Linear(WIDTH, len(TAGS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Features (texts, tokens, FEATURES) to scores (texts, tokens, TAGS). Rows of zeros are padding."""
        mask = (features[..., 3:4] != 0).to(torch.float32)
        embedded = torch.cat([table(features[..., i]) for i, table in enumerate(self.tables)], dim=-1)
        hidden = nn.functional.gelu(self.enter(self.dropout(embedded))) * mask
        for block in self.blocks:
            hidden = block(hidden, mask)
        scores: torch.Tensor = self.leave(hidden)
        return scores


assert len(_SIZES) == FEATURES

"""The network: the first layers of the e5-small encoder, fed with words and marks; three scores out.

Weights are stored as rows of eight-bit integers with one scale a row, and computed with in the precision asked for.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import BertConfig, BertModel

from models.judge.align import FEATURES, LINKS, RELATIONS, TURNS

OUTCOMES = ("entailment", "neutral", "contradiction")
_SCALE = ".scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the network is built from. `temperature` divides the scores: fitted on pairs held out of training."""

    vocabulary: int
    layers: int
    hidden: int = 384
    heads: int = 12
    feed_forward: int = 1536
    positions: int = 512
    temperature: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Padded pairs: `tokens`, `marks` (relation, turn, link), `mask`, `said` (1 on the tokens of the claim), `features`."""

    tokens: torch.Tensor
    marks: torch.Tensor
    mask: torch.Tensor
    said: torch.Tensor
    features: torch.Tensor


class Network(nn.Module):
    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.feed_forward,
            max_position_embeddings=shape.positions,
            type_vocab_size=2,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
            pad_token_id=1,
        )
        self.shape = shape
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.relations = nn.Embedding(RELATIONS, shape.hidden)
        self.turns = nn.Embedding(TURNS, shape.hidden)
        self.links = nn.Embedding(LINKS, shape.hidden)
        for table in (self.relations, self.turns, self.links):
            nn.init.normal_(table.weight, std=0.02)
        self.enter = nn.Linear(FEATURES, 64)
        self.mix = nn.Linear(3 * shape.hidden + 64, 256)
        self.dropout = nn.Dropout(dropout)
        self.leave = nn.Linear(256, len(OUTCOMES))

    def forward(self, batch: Batch) -> torch.Tensor:
        """Scores of shape (pairs, outcomes), before the temperature."""
        embedded = self.encoder.embeddings.word_embeddings(batch.tokens)
        embedded = embedded + self.relations(batch.marks[..., 0]) + self.turns(batch.marks[..., 1])
        embedded = embedded + self.links(batch.marks[..., 2])
        hidden = self.encoder(
            inputs_embeds=embedded, attention_mask=batch.mask, token_type_ids=batch.said
        ).last_hidden_state
        said = batch.said.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * said).sum(1) / said.sum(1).clamp(min=1)
        worst = (hidden * said + (said - 1) * 1e4).amax(1)
        features = torch.relu(self.enter(batch.features.to(hidden.dtype)))
        mixed = self.mix(self.dropout(torch.cat([hidden[:, 0], mean, worst, features], dim=-1)))
        scores: torch.Tensor = self.leave(self.dropout(torch.nn.functional.gelu(mixed)))
        return scores


def save(network: Network, folder: Path) -> None:
    """`model.safetensors` (matrices in eight bits, a scale a row) and `config.json`."""
    stored: dict[str, torch.Tensor] = {}
    for name, tensor in network.state_dict().items():
        if tensor.dim() == 2:
            scale = tensor.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            stored[name] = torch.round(tensor / scale).to(torch.int8)
            stored[name + _SCALE] = scale.to(torch.float32)
        else:
            stored[name] = tensor.to(torch.float32).contiguous()
    save_file(stored, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(asdict(network.shape), indent=1) + "\n", encoding="utf-8")


def load(folder: Path, dtype: torch.dtype = torch.float32) -> Network:
    """The network of a weights folder, ready to judge."""
    shape = Shape(**json.loads((folder / "config.json").read_text(encoding="utf-8")))
    stored = load_file(folder / "model.safetensors")
    state = {
        name: tensor.to(torch.float32) * stored[name + _SCALE] if name + _SCALE in stored else tensor
        for name, tensor in stored.items()
        if not name.endswith(_SCALE)
    }
    network = Network(shape, dropout=0.0)
    network.load_state_dict(state)
    return network.to(dtype).eval()

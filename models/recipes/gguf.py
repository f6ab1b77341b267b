"""From a GGUF file, whole or cut into parts, to a transformers folder in bfloat16 with its tokenizer.

transformers reads GGUF itself but rebuilds the tokenizer each time, which takes most of a minute; the folder made
here loads in seconds.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig


def build(sources: tuple[Path, ...], into: Path) -> None:
    """Joins the parts in their order, dequantizes once, saves."""
    with tempfile.TemporaryDirectory(dir=into.parent) as temporary:
        joined = Path(temporary) / "model.gguf"
        with joined.open("wb") as target:
            for source in sources:
                with source.open("rb") as part:
                    shutil.copyfileobj(part, target)
        _convert(joined, into)


def _convert(file: Path, into: Path) -> None:
    AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name).save_pretrained(into)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent,
        gguf_file=file.name,
        quantization_config=GgufConfig(dequantize=True),
        dtype=torch.bfloat16,
    )
    model.save_pretrained(into)

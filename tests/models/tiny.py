"""Real models, made here in a moment: a few thousand random weights, a tokenizer trained on a few French sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    PreTrainedTokenizerFast,
)

SENTENCES = (
    "Le patient est traité par furosémide 40 mg par jour.",
    "Pas d'argument pour une embolie pulmonaire.",
    "Allergie à la pénicilline : urticaire en 2012.\n\nSynthèse : allergie.",
    "Source : « Mère décédée d'un cancer du sein. »\nSynthèse :",
)
SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>"]


def tokenizer(*, template: str | None = None, extra: tuple[str, ...] = ()) -> PreTrainedTokenizerFast:
    """A byte-fallback BPE like Gemma's, on SENTENCES."""
    tok = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    tok.normalizer = normalizers.Replace(" ", "▁")
    tok.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tok.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    letters = sorted(set("abcdefghijklmnopqrstuvwxyz\n▁" + "".join(extra)))
    trainer = trainers.BpeTrainer(vocab_size=260, special_tokens=SPECIAL, initial_alphabet=letters, show_progress=False)
    tok.train_from_iterator(SENTENCES, trainer)
    tok.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 2)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tok, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>", unk_token="<unk>"
    )
    fast.chat_template = template
    return fast


def causal_model(vocabulary: int, *, positions: int = 512, window: int = 16) -> Any:
    """Gemma 3 with four layers, one of full attention: the shape of the bundled writer, seeded."""
    torch.manual_seed(7)
    config = Gemma3TextConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=4,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        max_position_embeddings=positions,
        sliding_window=window,
        layer_types=["sliding_attention", "sliding_attention", "sliding_attention", "full_attention"],
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=2,
        tie_word_embeddings=False,
    )
    return Gemma3ForCausalLM(config).eval()


def writer_folder(folder: Path, *, template: str | None = None, positions: int = 512) -> Path:
    tok = tokenizer(template=template)
    tok.save_pretrained(folder)
    causal_model(len(tok), positions=positions).save_pretrained(folder)
    return folder


def _bert(vocabulary: int) -> BertConfig:
    torch.manual_seed(7)
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        pad_token_id=0,
    )


def embedder_folder(folder: Path) -> Path:
    parts = folder.with_name(folder.name + "-parts")
    tok = tokenizer()
    tok.model_max_length = 64
    tok.save_pretrained(parts)
    BertModel(_bert(len(tok))).save_pretrained(parts)
    modules = [Transformer(str(parts)), Pooling(32, pooling_mode="mean"), Normalize()]
    prompts = {"query": "query: ", "passage": "passage: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder), create_model_card=False)
    return folder


def judge_folder(folder: Path, labels: tuple[str, ...], *, temperature: float | None = None) -> Path:
    tok = tokenizer()
    tok.model_max_length = 64
    tok.save_pretrained(folder)
    config = _bert(len(tok))
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: number for number, label in enumerate(labels)}
    config.num_labels = len(labels)
    if temperature is not None:
        config.calibration_temperature = temperature
    model = BertForSequenceClassification(config)
    # Random heads of this size all say one third: a stronger one tells pairs apart.
    model.classifier.weight.data.mul_(40)
    model.save_pretrained(folder)
    return folder

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny import writer_folder

from models.folders import check_local
from models.transformers_writer import TransformersWriter
from summarizer.errors import ModelError

HEAD = "Le patient est traité.\nSource : « Pas d'argument pour une embolie. »\nSynthèse : pas d'embolie.\n"
PROMPTS = tuple(
    f"{HEAD}Source : « {passage} »\nSynthèse :"
    for passage in ("Allergie à la pénicilline.", "Furosémide 40 mg par jour.", "Mère décédée.", "Allergie à la mère.")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return writer_folder(tmp_path_factory.mktemp("models") / "petit")


def load(folder: Path, **settings: Any) -> TransformersWriter:
    return TransformersWriter.from_folder(check_local(folder, "writer"), precision="float32", **settings)


def test_texts_come_in_the_order_of_prompts(folder: Path) -> None:
    writer = load(folder, stop=())
    together = writer.write(PROMPTS, max_new_tokens=12)
    assert together == tuple(writer.write([prompt], max_new_tokens=12)[0] for prompt in PROMPTS)
    assert len(set(together)) > 1


def test_the_size_of_batches_does_not_change_texts(folder: Path) -> None:
    texts = {load(folder, batch_size=size, stop=()).write(PROMPTS, max_new_tokens=12) for size in (1, 3, 32)}
    assert len(texts) == 1


def test_an_earlier_call_does_not_change_a_later_one(folder: Path) -> None:
    fresh = load(folder, stop=()).write(PROMPTS[:1], max_new_tokens=12)
    used = load(folder, stop=())
    used.write(PROMPTS[1:], max_new_tokens=12)
    used.write(["Un autre début.\nSource :"], max_new_tokens=12)
    assert used.write(PROMPTS[:1], max_new_tokens=12) == fresh


def test_a_text_ends_before_its_stop_string(folder: Path) -> None:
    whole = load(folder, stop=()).write(PROMPTS[:1], max_new_tokens=12)[0]
    stop = whole[4:6]
    assert load(folder, stop=(stop,)).write(PROMPTS[:1], max_new_tokens=12)[0] == whole.partition(stop)[0].strip()


def test_no_prompt_no_text(folder: Path) -> None:
    assert load(folder).write([], max_new_tokens=5) == ()


def test_the_card_names_the_weights(folder: Path) -> None:
    card = load(folder).card
    assert (card.role, card.name, len(card.sha256)) == ("writer", "petit", 64)


def test_a_prompt_longer_than_the_model_reads_is_refused_without_its_text(tmp_path: Path) -> None:
    writer = load(writer_folder(tmp_path / "court", positions=40))
    with pytest.raises(ModelError, match="reads 40") as caught:
        writer.write(["Allergie à la pénicilline. " * 20], max_new_tokens=5)
    assert "pénicilline" not in str(caught.value)


def test_an_instruction_tuned_model_gets_its_chat_template(tmp_path: Path) -> None:
    template = "{{ bos_token }}<q>{{ messages[0]['content'] }}</q>"
    chat = load(writer_folder(tmp_path / "chat", template=template), stop=())
    plain = load(writer_folder(tmp_path / "plain"), stop=())
    assert chat.write(["Mère décédée."], max_new_tokens=8) == plain.write(["<q>Mère décédée.</q>"], max_new_tokens=8)


@pytest.mark.models
def test_the_bundled_writer_drafts_french(bundled_writer: TransformersWriter) -> None:
    prompt = (
        "Source : « Le patient a été opéré d'une appendicite à l'âge de 12 ans. »\nSynthèse : Appendicectomie à 12 ans.\n\n"
        "Source : « Traitement par metformine 1000 mg matin et soir. »\nSynthèse : Metformine 1000 mg matin et soir.\n\n"
        "Source : « Allergie à la pénicilline (urticaire géante en 2012). »\nSynthèse :"
    )
    (text,) = bundled_writer.write([prompt], max_new_tokens=32)
    assert "pénicilline" in text
    assert "Source" not in text

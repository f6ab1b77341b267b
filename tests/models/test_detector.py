"""The shipped names detector: what its pieces do, and sentences where nothing announces the name."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from models.detector.features import FEATURES, Lexicon, Reader, tokens
from models.detector.gazetteers import Gazetteers
from models.detector.generate import Generator
from models.detector.network import TAGS, Network
from models.detector.train import build_lexicon, build_vocabulary, started_from, tags_of
from summarizer.errors import ModelMissing
from summarizer.identifiers import build_detector
from summarizer.values import Label

GAZETTEERS = Gazetteers(
    surnames=(("MERCADIER", 500), ("TRUFFIER", 3), ("DE LA TOUR", 20)),
    given=(("ROSE", 9000), ("JEAN-LUC", 60)),
    towns=("Saint-Exemple", "Villeneuve"),
    streets=("Rue Haute", "Chemin des Vignes"),
    words=("table", "rose", "fenêtre"),
    drugs=("LASILIX",),
    diagnoses=("Fracture du radius", "Diabète"),
)


def test_tokens_cover_every_letter_and_digit() -> None:
    text = "Mme D'ORSAY-Petit,\n12 rue Haute : 3,5 µg/mL (n°4)"
    covered = "".join(text[a:b] for a, b in tokens(text))
    assert covered.replace("\n", "") == "".join(text.split())


def test_features_say_the_same_of_the_same_word_and_remember_no_name() -> None:
    reader = Reader({"dr": 2}, build_lexicon(GAZETTEERS))
    rows = reader.read("Dr MERCADIER dr", tokens("Dr MERCADIER dr"))
    assert rows.shape == (3, FEATURES)
    assert rows[0, 0] == rows[2, 0] == 2
    assert rows[1, 0] == 1  # a name is no word of the vocabulary
    assert (rows > 0).all()


def test_the_lexicon_gives_levels_and_no_words() -> None:
    lexicon = build_lexicon(GAZETTEERS)
    assert lexicon.of("mercadier") & 3 == 3
    assert lexicon.of("truffier") & 3 == 1
    assert (lexicon.of("rose") >> 2) & 3 == 3
    assert lexicon.of("inconnu") == 0
    assert isinstance(lexicon, Lexicon)
    assert lexicon.hashes.dtype == np.uint32
    assert (np.diff(lexicon.hashes.astype(np.int64)) > 0).all()


def test_generated_text_is_repeatable_and_its_entities_fit() -> None:
    first, again = (list(Generator(GAZETTEERS, 7).documents(60)) for _ in range(2))
    assert first == again
    for text, entities in first:
        for start, end, label in entities:
            assert label in ("PER", "CITY", "HOSP", "ADDR")
            assert text[start:end].strip() == text[start:end] != ""
        assert all(a[1] <= b[0] for a, b in pairwise(entities))


def test_tags_follow_the_entities() -> None:
    spans = tokens("Dr Rose MERCADIER est là")
    assert [TAGS[tag] for tag in tags_of(spans, [(3, 17, "PER")])] == ["O", "B-PER", "I-PER", "O", "O"]


def test_the_vocabulary_holds_no_name() -> None:
    vocabulary = build_vocabulary(Generator(GAZETTEERS, 7).documents(300))
    assert "dr" in vocabulary
    assert "villeneuve" not in vocabulary


def test_words_peculiar_to_a_corpus_stay_out_of_the_vocabulary() -> None:
    pages = [("Mme Untelle vient de Quelquepart pour bilan", [(4, 11, "PER")])] * 9
    generated = [("Mme Untelle", [(4, 11, "PER")])] * 9
    vocabulary = build_vocabulary(generated, pages, {"bilan", "vient"}.__contains__)
    assert set(vocabulary) == {"mme", "vient", "de", "bilan"}


def test_what_nobody_judged_does_not_count() -> None:
    assert list(tags_of(tokens("le CHU Nord dit"), [(3, 11, "?")])) == [0, -100, -100, 0]


def test_training_goes_on_from_words_that_both_vocabularies_hold(tmp_path: Path) -> None:
    old = Network(4)
    save_file(old.state_dict(), tmp_path / "weights.safetensors")
    (tmp_path / "vocabulary.txt").write_text("dr\nmme\n", "utf-8")
    new = Network(4)
    started_from(new, {"mme": 2, "vient": 3}, tmp_path)
    before, after = (network.tables[0].weight for network in (old, new))
    assert torch.equal(after[2], before[3])  # mme was the second word
    assert torch.equal(after[3], before[1])  # a new word starts as an unknown one


def test_missing_weights_are_said(tmp_path: Path) -> None:
    from models.detector.tagger import NetworkTagger

    with pytest.raises(ModelMissing):
        NetworkTagger(tmp_path)


@pytest.mark.models
class TestShippedWeights:
    @pytest.fixture(scope="class")
    def detect(self):  # type: ignore[no-untyped-def]
        from models.detector.tagger import load_tagger

        detector = build_detector(load_tagger())
        return lambda text: [(i.label, i.span.of(text)) for i in detector.detect([text])[0]]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("MERCADIER Solange", "MERCADIER Solange"),
            ("Solange Mercadier", "Solange Mercadier"),
            ("C. Vauzelle  D. MOUTARDIER", "C. Vauzelle"),
            ("Patient : KOUYATE Mamadou Lamine | M | 12/03/1971", "KOUYATE Mamadou Lamine"),
            ("Avis MOUTARDIER : ok pour sortie.", "MOUTARDIER"),
            ("Nguyen Thi Lan est revue ce jour", "Nguyen Thi Lan"),
            ("Le dossier de Solange MERCADIER est transmis.", "Solange MERCADIER"),
        ],
    )
    def test_a_name_alone(self, detect, text: str, name: str) -> None:  # type: ignore[no-untyped-def]
        assert (Label.PERSON, name) in detect(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Maladie de Parkinson, score de Braden 14, drain de Redon, sonde de Foley, lame de Delbet.",
            "LASILIX 40 mg, Kardégic 75 mg, ELIQUIS 5 mg, Xarelto, Doliprane 1 g, COVERSYL 5 mg, Lantus 12 UI",
            "Rupture du tendon d'Achille, fracture de Pouteau-Colles, canal de Wirsung, polygone de Willis.",
            "Na 138 K 4,2 Cl 101, CRP 12 mg/L, NT-proBNP 860 ng/L, Hb 11,2 g/dL, DFG 52 mL/min",
            "EXAMEN CLINIQUE : Cœur régulier. Poumons clairs. Abdomen souple. Pas d'œdème.",
            "Petit déjeuner pris. Plaie rose. Blanc d'œuf, olive et riz autorisés.",
            "ATCD : HTA, AVC sylvien gauche, BPCO, AOMI, FA. MMSE 22/30, GIR 4.",
            "Staphylococcus aureus, E. coli, Klebsiella pneumoniae, Candida albicans.",
            "CONCLUSION : embolie pulmonaire bilatérale sans signe de cœur droit.",
        ],
    )
    def test_drugs_eponyms_anatomy_scores_and_units_are_nobody(self, detect, text: str) -> None:  # type: ignore[no-untyped-def]
        assert detect(text) == []

    def test_places_that_nothing_announces(self, detect) -> None:  # type: ignore[no-untyped-def]
        found = detect("Transférée de Besançon. Suivie à la clinique des Trois Sources, retour à l'EHPAD Les Aubiers.")
        assert (Label.HOSPITAL, "clinique des Trois Sources") in found
        assert (Label.HOSPITAL, "EHPAD Les Aubiers") in found

    def test_many_texts_are_read_as_each_alone(self, detect) -> None:  # type: ignore[no-untyped-def]
        from models.detector.tagger import load_tagger

        texts = ["MERCADIER Solange", "", "Dr Vauzelle à Besançon", "LASILIX 40 mg"] * 3
        tagger = load_tagger()
        assert tagger.tag(texts) == tuple(tagger.tag([text])[0] for text in texts)

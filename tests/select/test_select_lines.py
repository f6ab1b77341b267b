from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from models.head.network import CoverageHead, load_head
from models.head.train import Example, area, train
from summarizer.ports import FloatArray
from summarizer.select import Reading, select
from summarizer.select.features import describe
from summarizer.select.lines import is_line
from summarizer.select.passages import is_hearsay
from summarizer.sentences import split
from summarizer.values import Evidence, Kind, ModelCard, SectionKey, Severity, Status
from tests.select.reading import document, finder


@dataclass(frozen=True)
class SameForAll:
    """A head that gives every sentence one probability."""

    probability: float

    @property
    def card(self) -> ModelCard:
        return ModelCard(role="coverage", name="same", sha256="0")

    def weigh(self, features: FloatArray) -> FloatArray:
        return np.full(len(features), self.probability, dtype=np.float32)


def reading(*documents: tuple[str, str, Kind]) -> Reading:
    read = {d.id: d for d in (document(f"d{i}", kind, day, text) for i, (day, text, kind) in enumerate(documents))}
    sentences = {i: split(i, d.text) for i, d in read.items()}
    return Reading(documents=read, sentences=sentences, findings=finder().find(tuple(read.values()), sentences))


def added(said: Reading, probability: float = 0.9) -> list[Evidence]:
    topics, _ = select(said, finder(), SameForAll(probability))
    return [topic for topic in topics if is_line(topic)]


def test_a_line_that_no_finding_tells_is_added_as_a_sentence() -> None:
    said = reading(("2024-03-01", "- Grade podologique trois,\n  chaussures sur mesure ;", Kind.LETTER))
    (line,) = added(said)
    assert line.proposal == "Grade podologique trois, chaussures sur mesure."
    assert line.severity is Severity.MAJOR
    assert added(said, 0.3)[0].severity is Severity.MINOR
    assert not added(said, 0.1)


def test_what_a_topic_says_already_is_not_added() -> None:
    assert not added(reading(("2024-03-01", "Embolie pulmonaire bilatérale.", Kind.CRH)))


def test_a_heading_and_a_row_of_values_are_not_lines() -> None:
    table = "BIOLOGIE\nKaliémie          4,1        4,3        mmol/L\n"
    assert not added(reading(("2024-03-01", table, Kind.LABORATORY)))


@pytest.mark.parametrize(
    ("text", "day", "kind", "section", "status"),
    [
        ("Grade podologique trois, chaussures sur mesure.", "2024-03-01", Kind.CRH, SectionKey.EVENTS, Status.PAST),
        ("Chaussures sur mesure prévues au printemps.", "2024-03-01", Kind.LETTER, SectionKey.VIGILANCE, Status.PLANNED),
        # Of an old document, the same words are history.
        ("Chaussures sur mesure prévues au printemps.", "2021-03-01", Kind.LETTER, SectionKey.EVENTS, Status.PAST),
        ("Interligne fémoral aminci, encoche marginale.", "2021-03-01", Kind.IMAGING, SectionKey.RESULTS, Status.PAST),
        ("Pied gonflé tout l'hiver, d'après la patiente.", "2024-03-01", Kind.CRH, None, Status.SUSPECTED),
    ],
)  # fmt: skip
def test_a_line_stands_where_its_document_and_its_findings_place_it(
    text: str, day: str, kind: Kind, section: SectionKey | None, status: Status
) -> None:
    lines = added(reading((day, text, kind), ("2024-03-02", "Bonjour.", Kind.OTHER)))
    line = next(line for line in lines if line.passages[0].document_id == "d0")
    assert section in (None, line.section)
    assert line.status is status


@pytest.mark.parametrize(
    ("text", "hearsay"),
    [
        ("Cancer du poumon en 2019, d'après la patiente.", True),
        ("Selon le fils, plus aucune chute depuis Noël.", True),
        ("Antécédents rapportés : diabète de type 2.", True),
        ("Cancer du poumon opéré en 2019.", False),
        ("Dose adaptée selon la clairance.", False),
    ],
)
def test_hearsay(text: str, hearsay: bool) -> None:
    assert is_hearsay(text) is hearsay


def test_a_diagnosis_only_reported_is_suspected() -> None:
    topics, _ = select(reading(("2024-03-01", "Diabète de type 2 d'après la patiente.", Kind.CRH)), finder())
    assert [t.status for t in topics if t.topic == "disorder:diabète de type 2"] == [Status.SUSPECTED]


def test_the_shipped_head_weighs_a_conclusion_above_a_formula() -> None:
    said = reading(
        (
            "2024-03-01",
            "CONCLUSION : embolie pulmonaire bilatérale, anticoagulation six mois.\n\nBien à vous,",
            Kind.CRH,
        )
    )
    sentences, features = describe(said)
    weights = dict(zip([s.text for s in sentences], load_head().weigh(features), strict=True))
    assert max(weights, key=lambda text: weights[text]).startswith("CONCLUSION")


def test_a_head_learns_what_it_is_shown() -> None:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(400, 8)).astype(np.float32)
    example = Example(name="made", features=features, needed=features[:, 0] > 1)

    head = CoverageHead(train([example]), ModelCard(role="coverage", name="made", sha256="0"))
    assert area(head.weigh(features), example.needed) > 0.95

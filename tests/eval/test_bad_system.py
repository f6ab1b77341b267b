"""A deliberately bad system must score badly on the suite that should see it."""

from __future__ import annotations

from typing import Any

import pytest
from gold_builders import FILE, TEXTS, cited, fact

from eval.bad_system import spoil
from eval.cases import Disagreement, GoldDossier, Quote, Trap
from eval.shown import shown_summary
from eval.suites.summary import read, score

_LINES = (
    ("traitements", "FA sous ELIQUIS 5 mg matin et soir."),
    ("evenements", "Pas d'argument pour une embolie pulmonaire au scanner du 12/03/2024."),
    ("antecedents_familiaux", "Mère décédée d'un cancer du sein à 54 ans."),
    ("traitements", "BISOPROLOL 5 mg, réduit à 2,5 mg le 14/03/2024."),
    ("antecedents_chirurgicaux", "Hernie inguinale gauche opérée en 2011."),
)


#: A second document, so that a citation at random is seldom right by chance.
_DOSSIER = TEXTS | {"02_biologie.txt": "".join(f"Analyte {n} : {n + 3},{n} mmol/L (0,5 - 9,9)\n" for n in range(60))}


def _gold() -> GoldDossier:
    facts = [fact(line, line.rstrip("."), section=section) for section, line in _LINES]
    return GoldDossier(
        name="petit",
        part="test",
        folder=None,  # type: ignore[arg-type]
        pii=(),
        facts=tuple(type(f)(**{**{n: getattr(f, n) for n in f.__slots__}, "id": f"F{i}"}) for i, f in enumerate(facts)),
        traps=(
            Trap(
                id="M01",
                claim="Le patient a une embolie pulmonaire.",
                why="Exclue par le scanner.",
                source=Quote(file=FILE, text="Pas d'argument pour une embolie pulmonaire"),
            ),
        ),
        disagreements=(
            Disagreement(id="C01", about="", a=Quote(file=FILE, text="BISOPROLOL"), b=Quote(file=FILE, text="2,5 mg")),
        ),
        questions=(),
    )


def _good() -> dict[str, Any]:
    """A faithful summary: every line quoted and cited."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for number, (section, line) in enumerate(_LINES):
        citation = cited(line)
        sections.setdefault(section, []).append(
            {
                "id": f"s{number}",
                "text": line,
                "outcome": "quoted",
                "severity": "major",
                "status": "active",
                "dates": [],
                "citations": [
                    {
                        "file": FILE,
                        "start": citation.span.start,
                        "end": citation.span.end,
                        "quote": citation.quote,
                        "written_on": "2024-03-18",
                    }
                ],
            }
        )
    return {
        "sections": [{"key": key, "statements": statements} for key, statements in sections.items()],
        "contradictions": [],
        "withheld": [],
        "documents": [{"file": FILE, "read": True}],
    }


def _figures(values: dict[str, Any]) -> dict[str, float | None]:
    one = read(_gold(), shown_summary(values), _DOSSIER)
    return {figure.key: figure.value for figure in score("test", [one])}


def test_the_good_system_scores_well() -> None:
    good = _figures(_good())
    assert good["test/headline/hallucinated sentences"] == 0.0
    assert good["test/coverage/said"] == 1.0
    assert good["test/citations/recall"] == 1.0
    assert good["test/citations/resolve"] == 1.0
    assert good["test/must not say/violations"] == 0.0


@pytest.mark.parametrize("seed", range(5))
def test_the_bad_system_scores_badly(seed: int) -> None:
    bad = _figures(spoil(_good(), _DOSSIER, seed=seed))
    assert bad["test/headline/hallucinated sentences"] is not None
    assert bad["test/headline/hallucinated sentences"] >= 0.6
    assert bad["test/coverage/said"] is not None
    assert bad["test/coverage/said"] <= 0.2
    assert bad["test/citations/recall"] is not None
    assert bad["test/citations/recall"] <= 0.4


@pytest.mark.parametrize(
    ("vice", "worse"),
    [
        ("drops negations", {"test/unsupported/negation", "test/must not say/violations", "test/coverage/said"}),
        ("swaps numbers", {"test/unsupported/number", "test/coverage/said"}),
        ("cites at random", {"test/citations/recall", "test/citations/precision", "test/coverage/cited"}),
    ],
)
def test_each_vice_alone_is_seen_by_the_figures_that_should_see_it(vice: str, worse: set[str]) -> None:
    good, bad = _figures(_good()), _figures(spoil(_good(), _DOSSIER, vices=[vice]))
    for key in worse:
        fell = bad[key] > good[key] if "unsupported" in key or "must not" in key else bad[key] < good[key]  # type: ignore[operator]
        assert fell, key
    assert bad["test/headline/errors per summary"] > good["test/headline/errors per summary"]  # type: ignore[operator]


def test_a_vice_is_not_blamed_on_another_figure() -> None:
    dropped = _figures(spoil(_good(), _DOSSIER, vices=["drops negations"]))
    assert dropped["test/unsupported/number"] == 0.0
    assert dropped["test/coverage/cited"] == 1.0
    swapped = _figures(spoil(_good(), _DOSSIER, vices=["swaps numbers"]))
    assert swapped["test/unsupported/negation"] == 0.0
    assert swapped["test/must not say/violations"] == 0.0


def test_a_lost_negation_is_a_claim_that_must_not_be_made() -> None:
    values = _good()
    statement = values["sections"][1]["statements"][0]
    statement["text"], statement["outcome"] = "Embolie pulmonaire au scanner du 12/03/2024.", "supported"
    bad = _figures(values)
    assert bad["test/must not say/violations"] == 1.0
    assert bad["test/unsupported/negation"] == pytest.approx(1 / 5)
    assert bad["test/unsupported/number"] == 0.0


def test_swapped_numbers_and_invented_citations_are_seen() -> None:
    values = _good()
    dose = values["sections"][0]["statements"][1]
    dose["text"], dose["outcome"] = "BISOPROLOL 7,5 mg, réduit à 2,5 mg le 14/03/2024.", "supported"
    hernia = values["sections"][3]["statements"][0]
    hernia["citations"][0]["start"] += 3
    figures = _figures(values)
    assert figures["test/unsupported/number"] == pytest.approx(1 / 5)
    assert figures["test/citations/resolve"] == pytest.approx(4 / 5)


def test_a_summary_of_nothing_has_no_score_for_what_it_does_not_say() -> None:
    empty = {"sections": [], "contradictions": [], "withheld": [], "documents": []}
    figures = _figures(empty)
    assert figures["test/headline/hallucinated sentences"] is None
    assert figures["test/coverage/said"] == 0.0

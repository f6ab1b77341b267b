"""Report, baseline, comparison: what an evaluator gets back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval import baseline, compare
from eval.report import groups, said, tables, write_comparison, write_report
from eval.results import Figure, SuiteResult, as_json, average, count, excerpt, share
from summarizer.values import Span

LEAK = "leak/test/a/01.txt/PERSON/4"


def _result(values: dict[str, float], *, leak: str | None = LEAK) -> SuiteResult:
    from eval.results import Failure

    failure = Failure(
        id=leak or "",
        kind="leak",
        case="test/a",
        message="PERSON: 5 letters left",
        severity="critical",
        passages=(excerpt("PERSON", "01.txt", "Mme <b>PETIT</b> & fils", Span(7, 12)),),
    )
    return SuiteResult(
        suite="leaks",
        figures=(share("test/whole entities/direct identifiers", values), count("test/refused documents", 0)),
        failures=(failure,) if leak else (),
        gating=("leak",),
    )


def test_the_page_holds_its_plots_and_opens_every_failure_on_its_passage(tmp_path: Path) -> None:
    write_report([_result({"a": 1.0, "b": 0.0})], {"code": "1"}, tmp_path, verdict=None)
    page = (tmp_path / "report.html").read_text()
    assert "<svg" in page
    assert "50.0%" in page
    assert "[9.5% – 90.5%]" in page
    assert LEAK in page
    assert "<mark>PETIT</mark>" in page
    assert "&lt;b&gt;" in page, "the text of a document is data, never markup"
    assert "http://" not in page
    assert "https://" not in page
    assert json.loads((tmp_path / "report.json").read_text())["suites"][0]["figures"][0]["n"] == 2


def test_parts_stand_side_by_side_and_what_has_no_value_says_so() -> None:
    figures = (
        share("test/coverage/said", {"a": 1.0}),
        share("test/seconds", {"a": 1.0}),
        share("test/coverage/cited", {"a": 1.0}),
        share("tuning/coverage/said", {}),
        count("growth/10 to 100", 1.0),
    )
    first, second = tables(figures)
    assert first.columns == ("test", "tuning")
    assert [(row.heading, row.name) for row in first.rows] == [("coverage", "said"), (None, "cited"), (None, "seconds")]
    assert said(first.rows[0].cells[1]) == "not computed"
    assert first.rows[1].cells[1] is None
    assert second.columns == ("growth",)


def test_a_figure_with_an_anchor_stands_beside_it_at_the_top(tmp_path: Path) -> None:
    figure = replace(
        share("test/headline/omitted facts", {"a": 0.0, "b": 1.0}, better="lower"), anchor="3.45 % (elsewhere)"
    )
    write_report([SuiteResult(suite="summary", figures=(figure,))], {"preset": "default"}, tmp_path, verdict=None)
    top = (tmp_path / "report.html").read_text().split('id="headlines"')[1].split("<h2")[0]
    assert "preset default" in top
    assert "50.0%" in top
    assert "[9.5% – 90.5%]" in top
    assert "3.45 % (elsewhere)" in top


def test_a_headline_about_citations_says_so(tmp_path: Path) -> None:
    figures = [replace(share(f"test/citations/{of}", {"a": 1.0}), anchor="elsewhere") for of in ("recall", "precision")]
    write_report([SuiteResult(suite="summary", figures=tuple(figures))], {}, tmp_path, verdict=None)
    top = (tmp_path / "report.html").read_text().split('id="headlines"')[1].split("<h2")[0]
    assert "citation recall" in top
    assert "citation precision" in top


def test_a_figure_that_could_not_be_computed_says_so() -> None:
    figure = share("x", {})
    assert figure.value is None
    assert said(figure) == "not computed"
    assert average("y", {}).value is None


def test_the_interval_of_zero_is_drawn_from_zero() -> None:
    figure = share("x", {"a": 0.0, "b": 0.0})
    assert said(figure).startswith("0.0% [0.0%")


def test_failures_are_grouped_gravest_first() -> None:
    from eval.results import Failure

    made = [
        Failure(id="1", kind="small", case="", message="", severity="minor"),
        Failure(id="2", kind="grave", case="", message="", severity="critical"),
        Failure(id="3", kind="small", case="", message="", severity="minor"),
    ]
    assert [(group.kind, group.total) for group in groups(made)] == [("grave", 1), ("small", 2)]


@pytest.fixture
def accepted(tmp_path: Path) -> dict:
    file = tmp_path / "baseline.json"
    baseline.accept([_result({"a": 1.0, "b": 1.0, "c": 0.0})], file)
    return baseline.load(file)


def test_the_same_run_holds(accepted: dict) -> None:
    verdict = baseline.hold([_result({"a": 1.0, "b": 1.0, "c": 0.0})], accepted)
    assert not verdict.fell
    assert verdict.mended == verdict.risen == ()


def test_a_lower_figure_falls_and_a_higher_one_shows(accepted: dict) -> None:
    key = "leaks/test/whole entities/direct identifiers"
    assert baseline.hold([_result({"a": 1.0, "b": 0.0, "c": 0.0})], accepted).fallen == (key,)
    better = baseline.hold([_result({"a": 1.0, "b": 1.0, "c": 1.0}, leak=None)], accepted)
    assert better.risen == (key,)
    assert better.mended == (LEAK,)
    assert not better.fell


def test_a_new_failure_falls_even_when_figures_hold(accepted: dict) -> None:
    verdict = baseline.hold([_result({"a": 1.0, "b": 1.0, "c": 0.0}, leak="leak/other")], accepted)
    assert verdict.new_failures == ("leak/other",)
    assert verdict.fell


def test_a_figure_that_can_no_longer_be_computed_falls(accepted: dict) -> None:
    assert baseline.hold([_result({}, leak=None)], accepted).fell


def test_a_figure_that_is_no_longer_given_falls(accepted: dict) -> None:
    without = SuiteResult(suite="leaks", figures=(count("test/refused documents", 0),), gating=("leak",))
    assert baseline.hold([without], accepted).fallen == ("leaks/test/whole entities/direct identifiers",)


def test_the_quick_subset_is_held_to_figures_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    baseline.accept([_result({f"i{n}": 1.0 for n in range(100)})], file)
    baseline.accept([_result({"a": 1.0, "b": 1.0, "c": 0.0, "d": 1.0}, leak="leak/quick")], file, whole=False)
    held = baseline.load(file)
    assert held["known_failures"]["leaks"] == [LEAK], "the quick subset accepts no failure"

    def quick(items: dict[str, float], leak: str | None = None) -> baseline.Verdict:
        return baseline.hold([_result(items, leak=leak)], held, whole=False)

    assert not quick({"a": 1.0, "b": 0.0, "c": 0.0, "d": 1.0}).fell, "one item may change with the processor"
    assert quick({"a": 0.0, "b": 0.0, "c": 0.0, "d": 1.0}).fallen
    assert quick({"a": 1.0, "b": 1.0, "c": 0.0, "d": 1.0}, leak="leak/new").new_failures == ("leak/new",)
    assert quick({"a": 1.0, "b": 1.0, "c": 0.0, "d": 1.0}).mended == ()


def test_accepting_one_suite_keeps_the_others(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    baseline.accept([_result({"a": 1.0})], file)
    baseline.accept(
        [SuiteResult(suite="ingest", figures=(share("test/read", {"a": 1.0}),), gating=("not read",))], file
    )
    held = baseline.load(file)
    assert set(held["figures"]) >= {"leaks/test/whole entities/direct identifiers", "ingest/test/read"}
    assert held["known_failures"] == {"leaks": [LEAK], "ingest": []}


def test_suites_that_did_not_run_are_left_alone(accepted: dict) -> None:
    other = SuiteResult(suite="ingest", figures=(share("test/read", {"a": 1.0}),))
    assert not baseline.hold([other], accepted).fell


def test_a_lower_error_rate_is_not_a_fall(tmp_path: Path) -> None:
    def result(value: float) -> SuiteResult:
        return SuiteResult(suite="summary", figures=(share("wrong", {"a": value, "b": 0.0}, better="lower"),))

    baseline.accept([result(1.0)], tmp_path / "b.json")
    held = baseline.load(tmp_path / "b.json")
    assert not baseline.hold([result(0.0)], held).fell
    baseline.accept([result(0.0)], tmp_path / "b.json")
    assert baseline.hold([result(1.0)], baseline.load(tmp_path / "b.json")).fell


def test_a_broken_baseline_is_said(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("[]")
    with pytest.raises(baseline.BaselineUnreadable):
        baseline.load(tmp_path / "b.json")


def _report(items: dict[str, float], better: str = "higher") -> dict:
    figure = share("x", items)
    figure = Figure(**{**{n: getattr(figure, n) for n in Figure.__slots__}, "better": better})
    return json.loads(json.dumps(as_json([SuiteResult(suite="s", figures=(figure,))], {})))


def test_two_runs_are_paired_item_by_item(tmp_path: Path) -> None:
    a = _report({f"i{n}": 0.0 for n in range(40)})
    b = _report({f"i{n}": float(n < 30) for n in range(40)})
    (difference,) = compare.compare(a, b)
    assert difference.paired is not None
    assert difference.paired.value == pytest.approx(0.75)
    assert difference.verdict == "better"
    write_comparison([difference], ("A", "B"), tmp_path)
    assert "+0.750" in (tmp_path / "compare.html").read_text()


def test_a_difference_within_chance_is_unclear() -> None:
    a = _report({f"i{n}": float(n % 2) for n in range(10)})
    b = _report({f"i{n}": float((n + (n < 3)) % 2) for n in range(10)})
    assert compare.compare(a, b)[0].verdict == "unclear"
    assert compare.compare(a, a)[0].verdict == "same"


def test_an_unreadable_report_is_said(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("{}")
    with pytest.raises(compare.ReportUnreadable):
        compare.load(tmp_path / "r.json")

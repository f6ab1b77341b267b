from __future__ import annotations

import pytest

from eval.metrics.statistics import auroc, balanced_accuracy, bootstrap, kappa, mean, paired_difference, wilson


def test_wilson_gives_the_published_interval() -> None:
    # 8 of 10: 0.4902 to 0.9433 (Newcombe 1998, method 3).
    estimate = wilson(8, 10)
    assert estimate is not None
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (0.4902, 0.9433)


def test_wilson_keeps_doubt_when_nothing_failed() -> None:
    estimate = wilson(0, 20)
    assert estimate is not None
    assert estimate.low == 0.0
    assert 0.15 < estimate.high < 0.17


@pytest.mark.parametrize("measure", [lambda: wilson(0, 0), lambda: mean([]), lambda: kappa([]), lambda: auroc([])])
def test_no_case_is_no_score(measure) -> None:
    assert measure() is None


def test_bootstrap_repeats_itself_and_holds_its_value() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0, 1.0]
    once, again = mean(values), mean(values)
    assert once == again
    assert once is not None
    assert once.low <= once.value <= once.high


def test_bootstrap_leaves_out_draws_that_cannot_be_scored() -> None:
    pairs = [(True, True), (True, True), (False, False)]
    estimate = bootstrap(pairs, balanced_accuracy)
    assert estimate is not None
    assert estimate.value == estimate.low == estimate.high == 1.0


def test_paired_difference_uses_shared_items_only() -> None:
    estimate = paired_difference({"a": 0.0, "b": 1.0, "only": 1.0}, {"a": 1.0, "b": 1.0, "other": 0.0})
    assert estimate is not None
    assert (estimate.value, estimate.n) == (0.5, 2)
    assert paired_difference({"a": 1.0}, {"b": 1.0}) is None


def test_kappa_of_a_known_table() -> None:
    # 20 yes-yes, 15 no-no, 5 and 10 in disagreement: observed 0.7, expected 0.5, kappa 0.4.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([(1, 1), (1, 1)]) is None


def test_auroc_counts_ties_as_half() -> None:
    assert auroc([(0.9, True), (0.1, False)]) == 1.0
    assert auroc([(0.5, True), (0.5, False)]) == 0.5
    assert auroc([(0.2, True), (0.9, False), (0.9, True), (0.1, False)]) == pytest.approx(0.625)


def test_a_checker_that_passes_everything_is_a_coin() -> None:
    assert balanced_accuracy([(True, True), (True, False), (True, False)]) == 0.5
    assert balanced_accuracy([(True, True)]) is None

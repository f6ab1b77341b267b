"""A document cut into runs is still that document, and each passage is where it was cited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from summary_builder import DOCUMENTS

from summarizer.render.passages import in_columns, runs
from summarizer.values import Span

REPORT = DOCUMENTS["04_crh_2022-03-11.pdf"]
LABORATORY = DOCUMENTS["03_biologie_2021-11-08.txt"]
_places = st.integers(0, len(REPORT.text))
_spans = st.tuples(_places, _places).map(sorted).filter(lambda s: s[0] < s[1]).map(lambda s: Span(*s))


@given(st.lists(_spans, max_size=6))
def test_runs_are_the_text_and_passages_are_their_runs(spans: list[Span]) -> None:
    cited = list(enumerate(spans, start=1))
    made = runs(REPORT, cited)
    assert "".join(run.text for run in made) == REPORT.text
    for n, span in cited:
        assert "".join(run.text for run in made if n in run.inside) == span.of(REPORT.text)
        assert sum(n in run.begins for run in made) == 1


def test_pages_begin_where_they_begin() -> None:
    started = [run.page for run in runs(REPORT, []) if run.page]
    assert started == [1, 2]
    assert next(run for run in runs(REPORT, []) if run.page == 2).text.startswith("Évolution favorable")


def test_tables_keep_their_columns_and_letters_do_not_need_to() -> None:
    assert in_columns(LABORATORY.text)
    assert not in_columns(REPORT.text)

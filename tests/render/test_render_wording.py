"""The words around the statements: dates, ages, statuses, and what is never shown."""

from __future__ import annotations

import pytest

from summarizer.render.wording import age, counted, french_date, one_line, reason_words, status_word
from summarizer.values import SectionKey, Status


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2024-03-18", "18/03/2024"),
        ("2024-03", "03/2024"),
        ("2024", "2024"),
        ("2024-03-18T09:30:00+00:00", "18/03/2024"),
        (None, "date inconnue"),
    ],
)
def test_dates_keep_their_precision(iso: str | None, shown: str) -> None:
    assert french_date(iso) == shown


@pytest.mark.parametrize(
    ("born", "at", "shown"),
    [
        ("1948-09-02", "2024-09-01", "75 ans"),
        ("1948-09-02", "2024-09-02", "76 ans"),
        ("2023-12-15", "2024-11-20", "11 mois"),
        ("2022-11-21", "2024-11-20", "23 mois"),
        ("2022-11-20", "2024-11-20", "2 ans"),
        ("1948", "2024-11-20", None),
        ("2025-01-01", "2024-11-20", None),
        (None, "2024-11-20", None),
    ],
)
def test_age_on_the_day_of_the_summary(born: str | None, at: str, shown: str | None) -> None:
    assert age(born, at) == (shown.replace(" ", "\u00a0") if shown else None)


@pytest.mark.parametrize(
    ("status", "section", "word"),
    [
        (Status.ACTIVE, SectionKey.TREATMENTS, None),
        (Status.STOPPED, SectionKey.TREATMENTS, "arrêté"),
        (Status.SUSPECTED, SectionKey.PROBLEMS, "suspecté"),
        (Status.EXCLUDED, SectionKey.MEDICAL_HISTORY, "écarté"),
        (Status.PLANNED, SectionKey.EVENTS, "prévu"),
        (Status.PAST, SectionKey.SURGICAL_HISTORY, None),
        (Status.PAST, SectionKey.PROBLEMS, "passé"),
        (Status.PAST, None, "passé"),
    ],
)
def test_a_statement_that_is_not_current_says_so(status: Status, section: SectionKey | None, word: str | None) -> None:
    assert status_word(status, section) == word


def test_controls_and_changes_of_direction_are_not_shown() -> None:
    assert one_line("a\x1b[31mb\u202ec\x00\n d\uf0b7") == "a\ufffd[31mb\ufffdc\ufffd d\ufffd"


def test_counts_agree() -> None:
    shown = [counted(n, "document lu", "documents lus").replace("\u00a0", " ") for n in (0, 1, 2)]
    assert shown == ["0 document lu", "1 document lu", "2 documents lus"]


def test_reasons_are_shown_without_the_name_of_the_check() -> None:
    assert reason_words("numbers: absent du passage cité : 80 mg") == "absent du passage cité : 80 mg"
    assert reason_words("le sens diffère") == "le sens diffère"

from __future__ import annotations

import pytest

from summarizer.render.tiers import tiers
from summarizer.values import CitedSection, CitedStatement, SectionKey, Severity, Shown, StatementId, Status


def section(*severities: Severity) -> CitedSection:
    statements = tuple(
        CitedStatement(
            id=StatementId(f"s{n}"), text=f"Fait {n}.", shown=Shown.SUPPORTED, severity=severity, status=Status.ACTIVE,
            dates=(), checks=(), citations=(),
        )
        for n, severity in enumerate(severities)
    )  # fmt: skip
    return CitedSection(
        key=SectionKey.EVENTS, title="Chronologie", loinc=None, statements=statements, empty_reason=None
    )


@pytest.mark.parametrize(("minor", "waiting"), [(0, 0), (6, 0), (7, 7)])
def test_many_minor_statements_wait_together_and_none_is_lost(minor: int, waiting: int) -> None:
    all_ = section(Severity.CRITICAL, *[Severity.MINOR] * minor, Severity.MAJOR)
    shown, folded = tiers(all_)
    assert len(folded) == waiting
    assert sorted((*shown, *folded), key=lambda s: s.id) == sorted(all_.statements, key=lambda s: s.id)
    assert shown[0].severity is Severity.CRITICAL

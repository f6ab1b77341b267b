"""What of a section a reader sees at once, and what waits behind a click: minor statements, when they are many."""

from __future__ import annotations

from summarizer.values import CitedSection, CitedStatement, Severity

#: Minor statements of one section that are shown with the others; when there are more, all of them wait.
_MINOR_SHOWN = 6


def tiers(section: CitedSection) -> tuple[tuple[CitedStatement, ...], tuple[CitedStatement, ...]]:
    """The statements shown, and the minor ones that wait; their order is that of the section."""
    minor = tuple(s for s in section.statements if s.severity is Severity.MINOR)
    if len(minor) <= _MINOR_SHOWN:
        return section.statements, ()
    return tuple(s for s in section.statements if s.severity is not Severity.MINOR), minor

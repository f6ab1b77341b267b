"""The cited summary in the terminal: each statement, then the numbers of its sources, listed at the end.

Control characters are never printed: a document must not drive the terminal.
"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from summarizer.render.citations import Numbered, disagreements, first_to_read, number
from summarizer.render.tiers import tiers
from summarizer.render.wording import (
    KINDS,
    LABEL,
    NBSP,
    french_date,
    minor_line,
    one_line,
    others_line,
    patient_line,
    patient_name,
    read_line,
    restriction,
    said,
    status_word,
)
from summarizer.values import Citation, CitedStatement, ReidentifiedSummary, SectionKey, Severity, Shown


def show(summary: ReidentifiedSummary, console: Console | None = None) -> None:
    """Prints the summary on `console`, standard output by default."""
    console = console or Console(highlight=False)
    numbered = number(summary)
    console.print(Text(patient_name(summary.identity), style="bold"))
    console.print(Text(" · ".join((*patient_line(summary), read_line(summary)))))
    console.print(Text(LABEL, style="italic"))
    for warning in summary.warnings:
        console.print(Text(f"⚠ {one_line(warning)}", style="bold yellow"))
    first = first_to_read(summary)
    if first.statements:
        _heading(console, "À lire en premier")
        for statement in first.statements:
            _print_statement(console, statement, None, numbered)
        if first.others:
            _item(console, Text(others_line(first.others), style="dim"), bullet="")
    for story in disagreements(summary):
        _heading(console, f"Contradiction{NBSP}: {one_line(story.about)}")
        for side in story.sides:
            line = Text(f"{french_date(side.written_on)}{NBSP}: «{NBSP}{said(side.quote)}{NBSP}»")
            _item(console, line.append(_marks(numbered, (side,))))
    for section in summary.sections:
        _heading(console, section.title)
        if not section.statements:
            _item(console, Text(section.empty_reason or "", style="dim italic"), bullet="")
        shown, minor = tiers(section)
        for statement in shown:
            _print_statement(console, statement, section.key, numbered)
        if minor:
            _item(console, Text(minor_line(len(minor)), style="dim italic"), bullet="")
    if summary.withheld:
        _heading(console, "Phrases non retenues")
        for withheld in summary.withheld:
            line = Text(f"{one_line(withheld.text)} ({one_line(withheld.reason)})", style="dim")
            _item(console, line.append(_marks(numbered, withheld.citations)))
    _print_sources(console, summary, numbered)


def _print_statement(
    console: Console, statement: CitedStatement, section: SectionKey | None, numbered: Numbered
) -> None:
    quoted = statement.shown is Shown.QUOTED
    text = f"«{NBSP}{said(statement.text)}{NBSP}»" if quoted else said(statement.text)
    critical_one = statement.severity is Severity.CRITICAL
    line = Text(text, style=("bold " if critical_one else "") + ("italic" if quoted else ""))
    status = status_word(statement.status, section)
    for word in filter(None, (status, restriction(statement.citations))):
        line.append(f" ({word})", style="not bold not italic yellow")
    line.append(_marks(numbered, statement.citations))
    _item(console, line, bullet="▲" if critical_one else "•")


def _print_sources(console: Console, summary: ReidentifiedSummary, numbered: Numbered) -> None:
    _heading(console, "Sources")
    for n, citation in enumerate(numbered.citations, start=1):
        where = f"{one_line(citation.file)}, p.{NBSP}{citation.page}, {KINDS[citation.kind]}"
        console.print(Text(f"[{n}] {where}, {french_date(citation.written_on)}", style="dim"))
    for entry in summary.documents:
        if not entry.read:
            console.print(Text(f"Non lu{NBSP}: {one_line(entry.file)} ({entry.reason})", style="yellow"))


def _marks(numbered: Numbered, citations: tuple[Citation, ...]) -> Text:
    return Text("".join(f" [{n}]" for n, _ in numbered.marks(citations)), style="not bold not italic cyan")


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold underline"))


def _item(console: Console, line: Text, bullet: str = "•") -> None:
    console.print(Padding(Text(f"{bullet} " if bullet else "").append(line), (0, 0, 0, 1)))

"""Reads a row of a laboratory table: its result, unit, range, flag, and the earlier results with their dates.

It knows that cells are set apart by blanks and named by the header row above. It refuses to guess a column: a cell it
cannot name is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.findings.dates import dates_in
from summarizer.findings.measures import NUMBER, UNIT
from summarizer.findings.tokens import fold

_CELL = re.compile(r"\S+(?: (?! )\S+)*")
_FLAG = re.compile(r"(?:H{1,3}|B{1,3}|L{1,2}|N|\*+|↑+|↓+|\+|\((?:H|B|L)\))$")
_LEADING_FLAG = re.compile(r"(?P<flag>H{1,2}|B{1,2}|L{1,2}|↑+|↓+|\*+)\s+(?=[<>\d])")
_RANGE = re.compile(
    rf"\(?\[?\s*(?:N\s*:?\s*)?(?:(?:{NUMBER})\s*(?:-|–|à|a)\s*(?:{NUMBER})|[<>≤≥]=?\s*(?:{NUMBER}))\s*(?:{UNIT})?\s*\]?\)?$"
)
_UNIT_AND_RANGE = re.compile(rf"(?P<unit>{UNIT})\s(?P<range>{_RANGE.pattern[:-1]})")
_VALUE = re.compile(
    rf"(?P<value>[<>≤≥]?\s?(?:{NUMBER})(?:\s?/\s?\d+)?)(?:\s*(?P<unit>{UNIT}|10\^\d/L|10[³⁹]/\w+|ratio))?(?:\s+(?P<flag>H{{1,2}}|B{{1,2}}|L{{1,2}}|↑+|↓+|\*+|\((?:H|B|L)\)))?$"
)
_UNIT = re.compile(rf"\(?(?:{UNIT}|10\^\d+/L|ratio|-)\)?$")
_NOTHING = re.compile(r"(?:-|–|—|/|nd|n\.?f\.?|nr|\.)$", re.IGNORECASE)
_WORD = re.compile(
    r"(?:négati\w+|positi\w+|normale?s?|stérile|absence|présence|indétectable|traces?|nég\.?|pos\.?|\++)$",
    re.IGNORECASE,
)
_RESULT = re.compile(r"resultat|valeur|^val\b|result|dosage|mesure\b|ce jour|actuel|jour$|taux")
_REFERENCE = re.compile(r"\bref|norme|normal|usuel|intervalle|^vn|vr\b|valeurs? (?:de )?ref|biologique")
_UNITS = re.compile(r"unite|^u\.?$")
_BEFORE = re.compile(r"anter|anter\.|precedent|prec\b|ancien|historique")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row says of its measure. `start`..`end` is the place of the result in the document."""

    value: str
    unit: str | None
    start: int
    end: int
    date: str | None = None
    reference: str | None = None
    flag: str | None = None
    previous: tuple[tuple[str | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class _Column:
    left: int
    right: int
    role: str
    date: str | None


def read_row(text: str, start: int, end: int, header: tuple[int, int] | None, written_on: str | None) -> Row | None:
    """The row's cells after `start` (the end of the measure's name) up to `end`, named by the header at `header`."""
    cells = _cells(text, start, end)
    columns = _columns(text, header, written_on) if header else []
    unit = reference = flag = None
    values: list[tuple[_Cell, re.Match[str] | str, str | None]] = []
    for cell in cells:
        body = cell.text
        lead = _LEADING_FLAG.match(body)
        if lead:
            flag, body = lead["flag"], body[lead.end() :]
        named = _named(cell, columns)
        if _NOTHING.fullmatch(body):
            values.append((cell, "", named.date if named else None))
        elif _FLAG.fullmatch(body) and not values:
            flag = body
        elif _FLAG.fullmatch(body) and body not in ("N",):
            flag = flag or body
        elif (named and named.role == "reference" and not _UNIT.fullmatch(body)) or _is_range(body, values):
            reference = reference or _bare_range(body)
        elif _UNIT.fullmatch(body):
            unit = unit or body.strip("()")
        elif (both := _UNIT_AND_RANGE.fullmatch(body)) is not None:
            unit, reference = unit or both["unit"], reference or _bare_range(both["range"])
        elif (match := _VALUE.fullmatch(body)) is not None:
            values.append((cell, match, named.date if named else None))
            # "0,62 L" of a laboratory is 0,62 flagged low, not litres.
            low = match["unit"] if match["unit"] in ("L", "N") else None
            unit, flag = unit or (None if low else match["unit"]), flag or match["flag"] or low
        elif _WORD.fullmatch(body):
            values.append((cell, body, named.date if named else None))
    return _row(text, start, values, columns, unit, reference, flag)


def _row(
    text: str,
    start: int,
    values: Sequence[tuple[_Cell, re.Match[str] | str, str | None]],
    columns: Sequence[_Column],
    unit: str | None,
    reference: str | None,
    flag: str | None,
) -> Row | None:
    dated = _dated(values, columns)
    filled = [(cell, content, date) for cell, content, date in dated if content]
    if not filled:
        return None
    latest = _latest(filled, columns)
    cell, content, date = filled[latest]
    value = content if isinstance(content, str) else content["value"]
    offset = 0 if isinstance(content, str) else cell.text.find(value)
    previous = tuple(
        (d, c if isinstance(c, str) else _tidy(c["value"])) for i, (_, c, d) in enumerate(filled) if i != latest
    )
    return Row(
        value=_tidy(value),
        unit=unit or _unit_of_name(text, start),
        start=cell.start + max(0, offset),
        end=cell.start + max(0, offset) + len(value),
        date=date,
        reference=reference,
        flag=flag,
        previous=previous,
    )


def _tidy(value: str) -> str:
    return re.sub(r"\s+", " ", value.strip()).replace("< ", "<").replace("> ", ">")


def _unit_of_name(text: str, start: int) -> str | None:
    """The unit in the brackets that follow the name: "Créatinine (µmol/L)"."""
    match = re.match(rf"[^\S\n]*\(({UNIT})\)", text[start : start + 30])
    return match[1] if match else None


def _bare_range(written: str) -> str:
    return re.sub(r"^N\s*:?\s*", "", written.strip("()[] "))


def _is_range(body: str, values: Sequence[object]) -> bool:
    if not _RANGE.fullmatch(body):
        return False
    return bool(values) or not re.match(r"[<>≤≥]", body)


def _dated(
    values: Sequence[tuple[_Cell, re.Match[str] | str, str | None]], columns: Sequence[_Column]
) -> list[tuple[_Cell, re.Match[str] | str, str | None]]:
    """When there are as many cells as value columns, their order is safer than their position."""
    named = [column for column in columns if column.role in ("value", "before")]
    if named and len(named) == len(values):
        return [(cell, content, column.date) for (cell, content, _), column in zip(values, named, strict=True)]
    return list(values)


def _latest(filled: Sequence[tuple[_Cell, re.Match[str] | str, str | None]], columns: Sequence[_Column]) -> int:
    """The result column when the header names one, else the latest date, else the first cell."""
    roles = [_role(cell, columns) for cell, _, _ in filled]
    results = [i for i, (_, _, date) in enumerate(filled) if roles[i] == "value" and date is None]
    if results and any(column.role == "value" and column.date is None for column in columns):
        return results[0]
    dates = [(date, i) for i, (_, _, date) in enumerate(filled) if date]
    if dates and len(dates) == len(filled):
        return max(dates)[1]
    return 0


def _role(cell: _Cell, columns: Sequence[_Column]) -> str:
    column = _named(cell, columns)
    return column.role if column else "value"


def _cells(text: str, start: int, end: int) -> list[_Cell]:
    line = text.rfind("\n", 0, start) + 1
    found: list[_Cell] = []
    for match in _CELL.finditer(text, start, end):
        if re.fullmatch(rf"\((?:{UNIT})\)", match.group()) and not found:
            continue
        found.append(_Cell(match.start(), match.end(), match.group(), match.start() - line))
    return found


def _columns(text: str, header: tuple[int, int], written_on: str | None) -> list[_Column]:
    line = text.rfind("\n", 0, header[0]) + 1
    found = []
    for match in _CELL.finditer(text, header[0], header[1]):
        name = fold(match.group())
        written = dates_in(f"le {name}", written_on)
        date = written[0].iso if written else None
        if _REFERENCE.search(name) and not date:
            role = "reference"
        elif _UNITS.search(name):
            role = "unit"
        elif _BEFORE.search(name):
            role = "before"
        elif date or _RESULT.search(name):
            role = "value"
        else:
            role = "other"
        found.append(_Column(match.start() - line, match.end() - line, role, date))
    return found


def _named(cell: _Cell, columns: Sequence[_Column]) -> _Column | None:
    """The column whose header stands over the cell, or the nearest one."""
    if not columns:
        return None
    right = cell.column + len(cell.text)
    over = [c for c in columns if c.left < right + 2 and cell.column < c.right + 2 and c.role != "other"]
    if over:
        return max(over, key=lambda c: min(c.right, right) - max(c.left, cell.column))
    near = [c for c in columns if c.role != "other"]
    return min(near, key=lambda c: abs((c.left + c.right) / 2 - (cell.column + right) / 2), default=None)

"""French sentences with the expected findings marked inside them, as a reader would underline them.

`Pas d'argument pour une <f disorder neg>embolie pulmonaire</f>.` The first word after `f` is the kind (drug, disorder,
allergy, measure, procedure); then qualifiers (neg, hyp, fam, hist, stop), `value=`, `unit=`, and `opt` for what may be found or
left (a symptom, an examination named in passing). It refuses to know codes: findings are matched by place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from eval.cases import CasesInvalid, json_lines
from summarizer.values import Span

KINDS = frozenset({"drug", "disorder", "allergy", "measure", "procedure"})
QUALIFIERS = {"neg": "negated", "hyp": "hypothetical", "fam": "family", "hist": "historical", "stop": "stopped"}
_MARK = re.compile(r"<f (?P<words>[^<>]+)>(?P<text>.*?)</f>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expected finding. `qualifiers` are the values of `QUALIFIERS`; `value` has a decimal comma or point.

    An `optional` one counts neither when found nor when missed.
    """

    span: Span
    kind: str
    qualifiers: frozenset[str]
    value: str | None
    unit: str | None
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Marked:
    """A sentence without its marks, and what stands in it. `heading` is the section it comes from, when it matters."""

    id: str
    text: str
    expected: tuple[Expected, ...]
    source: str

    def __repr__(self) -> str:
        return f"Marked({self.id}, {len(self.expected)} expected)"


def marked(file: Path) -> tuple[Marked, ...]:
    """Marked sentences: JSON lines {id, marked, source_dossier}."""
    return tuple(parse(item["id"], item["marked"], item["source_dossier"]) for item in json_lines(file))


def parse(id_: str, text: str, source: str = "") -> Marked:
    """The sentence and its expected findings; raises `CasesInvalid` on an unknown word in a mark."""
    plain, expected, position = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[position : match.start()]
        start = len(plain)
        plain += match["text"]
        expected.append(_expected(id_, match["words"].split(), Span(start, len(plain))))
        position = match.end()
    return Marked(id=id_, text=plain + text[position:], expected=tuple(expected), source=source)


def _expected(id_: str, words: list[str], span: Span) -> Expected:
    kind, *rest = words
    values = dict(word.split("=", 1) for word in rest if "=" in word)
    flags = [word for word in rest if "=" not in word]
    if kind not in KINDS or set(flags) - {*QUALIFIERS, "opt"} or set(values) - {"value", "unit"}:
        raise CasesInvalid(f"Sentence {id_} has an unknown word in a mark.")
    return Expected(
        span=span,
        kind=kind,
        qualifiers=frozenset(QUALIFIERS[flag] for flag in flags if flag in QUALIFIERS),
        value=values.get("value"),
        unit=values.get("unit"),
        optional="opt" in flags,
    )

"""Reads expected findings marked inside a French sentence, and compares them with what the finder finds.

`<disorder neg side=gauche>thrombose</disorder>` expects a disorder over these words, denied, on the left. The flags
`neg`, `hyp` and `family` are expected exactly: absent from the mark, absent from the finding. `past` and every
`name=value` (label, value, unit, action, date, frequency, side, reference, abnormal, previous) only when marked.
Values with blanks are quoted; `<` and `>` in them are written `&lt;` and `&gt;`. `<none>...</none>` expects no finding over these words, `<none kind=drug>` none of that kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from summarizer.findings import Finder
from summarizer.values import Finding

_MARK = re.compile(
    r"<(?P<kind>drug|disorder|allergy|measure|procedure|habit|vaccine|directive|none)(?P<rest>[^>]*)>(?P<text>.*?)</(?P=kind)>",
    re.S,
)
_ATTRIBUTE = re.compile(r"(?P<name>\w+)=(?P<value>\"[^\"]*\"|'[^']*'|\S+)|(?P<flag>\w+)")
_FLAGS = {"neg": "negated", "hyp": "hypothetical", "family": "family"}
_FINDER = Finder()


@dataclass(frozen=True)
class Expected:
    kind: str
    start: int
    end: int
    flags: frozenset[str]
    values: dict[str, str]


def check(marked: str, written_on: str | None = "2024-06-15") -> None:
    """Assert that the finder finds what is marked."""
    text, expected = parse(marked)
    (found,) = _FINDER.find_in([text], written_on)
    for one in expected:
        _compare(text, one, found)


def parse(marked: str) -> tuple[str, list[Expected]]:
    text, expected, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        start = len(text)
        text += match["text"]
        attributes = list(_ATTRIBUTE.finditer(match["rest"]))
        flags = frozenset(a["flag"] for a in attributes if a["flag"])
        values = {a["name"]: unescape(a["value"].strip("\"'")) for a in attributes if a["name"]}
        expected.append(Expected(match["kind"], start, len(text), flags, values))
        position = match.end()
    return text + marked[position:], expected


def _compare(text: str, one: Expected, found: tuple[Finding, ...]) -> None:
    over = [f for f in found if f.span.start < one.end and one.start < f.span.end]
    said = "\n".join(_say(f, text) for f in found)
    if one.kind == "none":
        unwanted = [f for f in over if f.kind == one.values.get("kind", f.kind)]
        assert not unwanted, f"nothing expected over «{text[one.start : one.end]}»; found\n{said}"
        return
    same = [f for f in over if f.kind == one.kind]
    if "label" in one.values:
        same = [f for f in same if f.label == one.values["label"]]
    assert same, f"no {one.kind} over «{text[one.start : one.end]}»; found\n{said}"
    assert any(_agrees(f, one) for f in same), f"{one} but found\n{said}"


def _agrees(finding: Finding, one: Expected) -> bool:
    flags = all(getattr(finding, name) == (flag in one.flags) for flag, name in _FLAGS.items())
    past = "past" not in one.flags or finding.historical
    now = "now" not in one.flags or not finding.historical
    return flags and past and now and all(_value(finding, name) == value for name, value in one.values.items())


def _value(finding: Finding, name: str) -> str:
    if name == "previous":
        return ",".join(f"{date or '?'}:{value}" for date, value in finding.previous)
    value = getattr(finding, name)
    return "none" if value is None else " ".join(str(value).split())


def _say(finding: Finding, text: str) -> str:
    written = text[finding.span.start : finding.span.end]
    flags = [flag for flag, name in (*_FLAGS.items(), ("past", "historical")) if getattr(finding, name)]
    names = ("label", "value", "unit", "action", "date", "frequency", "side", "reference", "abnormal", "previous")
    return f"  {finding.kind} «{written}» {' '.join(flags)} " + " ".join(
        f"{name}={value}" for name in names if (value := _value(finding, name)) not in ("none", "")
    )

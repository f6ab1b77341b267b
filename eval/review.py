"""A blind review: statements with their passages, in random order and without the system's verdict, for clinicians.

The sheet is one HTML file, filled in a browser, that saves its answers as one JSON file. The key (which statement is
which, and what the checker said) is written beside it and is not for reviewers. Reading the answers back gives error
rates, severity, and Cohen's kappa between reviewers and with the checker.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader

from eval.cases import GoldDossier
from eval.metrics.statistics import Estimate, kappa, wilson
from eval.system import System
from summarizer.errors import InputError
from summarizer.output import write_atomically

SHEET, KEY, RESULT = "review.html", "review_key.json", "review.json"
SUPPORT = ("yes", "partly", "no", "contradicted")
SEVERITIES = ("none", "minor", "major", "critical")
_AROUND = 240


class AnswersUnreadable(InputError):
    """The answers of the review cannot be read."""

    next_step = "Give the JSON file saved by the sheet, or a folder of them, and --out with the key of that sheet."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Item:
    """One statement to review. `shown` says whether the system showed it; the sheet does not."""

    id: str
    case: str
    text: str
    shown: bool
    passages: tuple[tuple[str, str, str], ...]

    def __repr__(self) -> str:
        return f"Item({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What the answers come to, over all answers: `wrong` is the share of shown statements that are not fully supported,
    `lost` that of withheld ones that are. Severity and errors are of the wrong ones."""

    reviewers: tuple[str, ...]
    wrong: Estimate | None
    lost: Estimate | None
    severity: Mapping[str, int]
    errors: Mapping[str, int]
    between: Mapping[str, float | None]
    with_checker: Mapping[str, float | None]


def items(golds: Sequence[GoldDossier], system: System, *, seed: int = 0, most: int = 120) -> tuple[Item, ...]:
    """Shown and withheld statements of every dossier that have a passage, drawn and shuffled; at most `most`."""
    found = [item for gold in golds for item in _items(gold, system)]
    draw = random.Random(seed)  # noqa: S311 - repeatable
    draw.shuffle(found)
    return tuple(found[:most])


def _items(gold: GoldDossier, system: System) -> Iterator[Item]:
    values, texts = system.summary(gold).values, system.texts(gold)
    shown = [(s, True) for section in values["sections"] for s in section["statements"]]
    withheld = [(w, False) for w in values["withheld"]]
    cited = [(statement, is_shown) for statement, is_shown in shown + withheld if statement["citations"]]
    for number, (statement, is_shown) in enumerate(cited):
        yield Item(
            id=f"{gold.name}-{number:03d}",
            case=f"{gold.part}/{gold.name}",
            text=statement["text"],
            shown=is_shown,
            passages=tuple(_passage(citation, texts) for citation in statement["citations"]),
        )


def _passage(citation: Mapping[str, Any], texts: Mapping[str, str]) -> tuple[str, str, str]:
    text, start, end = texts[citation["file"]], citation["start"], citation["end"]
    return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]


def export(found: Sequence[Item], out: Path) -> None:
    """Writes the sheet and, apart, its key. Ids on the sheet are places in the shuffled order: they tell nothing."""
    template = Environment(loader=PackageLoader("eval"), autoescape=True).get_template("review.html.j2")
    blind = [{"id": f"q{n:03d}", "text": i.text, "passages": i.passages} for n, i in enumerate(found, start=1)]
    write_atomically(out / SHEET, template.render(items=blind).encode())
    key = {
        f"q{n:03d}": {"statement": item.id, "case": item.case, "shown": item.shown}
        for n, item in enumerate(found, start=1)
    }
    write_atomically(out / KEY, (json.dumps(key, ensure_ascii=False, indent=1) + "\n").encode())


def imported(answers: Path, key: Path) -> Reviewed:
    """What the saved answers (one file, or every .json of a folder) come to; raises `AnswersUnreadable`."""
    files = sorted(answers.glob("*.json")) if answers.is_dir() else [answers]
    try:
        known = json.loads(key.read_text(encoding="utf-8"))
        sheets = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.name not in (KEY, RESULT)]
        return _reviewed([(sheet["reviewer"], _checked(sheet["answers"], known)) for sheet in sheets], known)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AnswersUnreadable(f"The answers cannot be read ({type(error).__name__}).") from error


def _checked(answers: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """The answers given; one left blank is no answer, one of another sheet is refused."""
    given = {item: answer for item, answer in answers.items() if answer.get("support")}
    for item, answer in given.items():
        if item not in known or answer["support"] not in SUPPORT or answer.get("severity", "none") not in SEVERITIES:
            raise ValueError("an answer is not of this sheet")
    return given


def _reviewed(sheets: Sequence[tuple[str, Mapping[str, Mapping[str, str]]]], known: Mapping[str, Any]) -> Reviewed:
    of_shown = [answer for _, answers in sheets for item, answer in answers.items() if known[item]["shown"]]
    of_withheld = [answer for _, answers in sheets for item, answer in answers.items() if not known[item]["shown"]]
    wrong = [answer for answer in of_shown if not _right(answer)]
    return Reviewed(
        reviewers=tuple(name for name, _ in sheets),
        wrong=wilson(len(wrong), len(of_shown)),
        lost=wilson(sum(map(_right, of_withheld)), len(of_withheld)),
        severity=dict(Counter(answer.get("severity") or "none" for answer in wrong)),
        errors=dict(Counter(answer.get("error") or "unnamed" for answer in wrong)),
        between={
            f"{a} and {b}": kappa([(_right(mine[i]), _right(theirs[i])) for i in mine if i in theirs])
            for (a, mine), (b, theirs) in combinations(sheets, 2)
        },
        with_checker={
            name: kappa([(_right(answer), known[item]["shown"]) for item, answer in answers.items()])
            for name, answers in sheets
        },
    )


def _right(answer: Mapping[str, str]) -> bool:
    return answer["support"] == "yes"


def write(reviewed: Reviewed, out: Path) -> None:
    """What the answers come to, as a file."""
    write_atomically(out / RESULT, (json.dumps(asdict(reviewed), ensure_ascii=False, indent=1) + "\n").encode())


def lines(reviewed: Reviewed) -> Iterator[str]:
    """The result, for a terminal."""
    yield f"reviewers: {', '.join(reviewed.reviewers)}"
    if reviewed.wrong is None:
        yield "no shown statement was answered: no error rate"
    else:
        w = reviewed.wrong
        yield f"shown statements not fully supported: {w.value:.1%} [{w.low:.1%}, {w.high:.1%}] of {w.n} answers"
    if reviewed.lost is not None:
        w = reviewed.lost
        yield f"withheld statements fully supported: {w.value:.1%} [{w.low:.1%}, {w.high:.1%}] of {w.n} answers"
    yield "severity: " + (", ".join(f"{k} {v}" for k, v in sorted(reviewed.severity.items())) or "none")
    yield "errors: " + (", ".join(f"{k} {v}" for k, v in sorted(reviewed.errors.items())) or "none")
    for what, values in (("between reviewers", reviewed.between), ("with the checker", reviewed.with_checker)):
        for name, value in values.items():
            yield f"kappa {what}, {name}: {'not defined' if value is None else f'{value:.2f}'}"

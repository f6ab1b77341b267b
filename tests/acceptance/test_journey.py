"""The whole journey of the example dossier by the installed command, as a clinician and as a program receive it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from summarizer.journey import Made, summarize_folder
from summarizer.pipeline import Tools
from summarizer.reidentify import reidentify
from summarizer.settings import preset
from summarizer.values import ORDINARY, ReidentifiedSummary
from summarizer.vault import LocalMasterKey, Vault
from summarizer.watch import Watch

from .conftest import EXAMPLE, Command, Done

FORMATS = ("json", "html", "md", "pdf", "cda.xml", "fhir.json")
MASKED = "01_consultation_2021-03-18.xml"
MISFILED = "10_anapath_2023-10-19.txt"
SCANNED = "08_urgences_2023-09-14.pdf"

# --- what the command writes ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("summary")


@pytest.fixture(scope="module")
def summarized(command: Command, out: Path) -> Done:
    return command("summarize", EXAMPLE, "--out", out, "--preset", "quotes", "--format", "json,html,md,pdf,cda,fhir")


@pytest.fixture(scope="module")
def summary(summarized: Done, out: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def texts(command: Command) -> dict[str, str]:
    """The text of each document as `summarizer read` gives it."""
    files = sorted((EXAMPLE / "documents").iterdir())
    return {Path(read["file"]).name: read.get("text", "") for read in command("read", *files).lines()}


def statements(summary: dict[str, Any]) -> list[dict[str, Any]]:
    return [statement for section in summary["sections"] for statement in section["statements"]]


def citations(node: object) -> Iterator[dict[str, Any]]:
    """Every citation anywhere in the summary: of statements, of contradictions, of what was withheld."""
    if isinstance(node, dict):
        if "quote" in node and "start" in node:
            yield node
        for value in node.values():
            yield from citations(value)
    elif isinstance(node, list):
        for value in node:
            yield from citations(value)


@pytest.mark.models
def test_the_exit_code_says_that_a_document_was_set_aside(summarized: Done, out: Path) -> None:
    assert summarized.code == 1
    assert sorted(file.name for file in out.iterdir()) == sorted(f"summary.{end}" for end in FORMATS)
    assert summarized.stdout == ""


@pytest.mark.models
def test_the_json_follows_its_schema(summary: dict[str, Any]) -> None:
    schema = json.loads(files("summarizer.render").joinpath("summary.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(summary, schema)
    assert {statement["outcome"] for statement in statements(summary)} <= {"supported", "quoted"}
    assert all(statement["citations"] for statement in statements(summary))


@pytest.mark.models
def test_every_citation_is_the_text_of_its_document(summary: dict[str, Any], texts: dict[str, str]) -> None:
    found = list(citations(summary))
    assert len(found) > 50
    assert [c for c in found if texts[c["file"]][c["start"] : c["end"]] != c["quote"]] == []


@pytest.mark.models
def test_nothing_of_another_patient_is_cited(summary: dict[str, Any]) -> None:
    assert MISFILED not in {c["file"] for c in citations(summary)}
    (entry,) = [document for document in summary["documents"] if document["file"] == MISFILED]
    assert entry["read"] is False
    assert "autre patient" in entry["reason"]
    assert any("autre patient" in warning for warning in summary["warnings"])


@pytest.mark.models
def test_every_number_and_date_shown_is_in_what_is_cited(summary: dict[str, Any]) -> None:
    unfounded = [(s["text"], missing) for s in statements(summary) if (missing := unfounded_numbers(s))]
    assert unfounded == []


@pytest.mark.models
@pytest.mark.parametrize("ending", FORMATS)
def test_a_rendering_names_the_patient_and_not_the_other(summarized: Done, out: Path, ending: str) -> None:
    data = (out / f"summary.{ending}").read_bytes()
    if ending not in ("pdf", "json"):
        assert "DESBOIS" in data.decode()
    assert "Adénocarcinome lieberkühnien" not in data.decode("utf-8", "replace")


# --- what a reader is told, with models that need no weights ------------------------------------------------------


@pytest.fixture(scope="module")
def made(tools: Tools) -> Made:
    return summarize_folder(EXAMPLE, preset("quotes"), watch=Watch(), tools=tools)


def shown(summary: ReidentifiedSummary) -> list[tuple[str, str, set[str]]]:
    """Text, section and files cited of each statement."""
    return [(s.text, str(c.key), {i.file for i in s.citations}) for c in summary.sections for s in c.statements]


def test_a_reader_without_the_right_sees_nothing_of_the_masked_document(made: Made) -> None:
    refused = {d.document_id: d.reason or "" for d in made.summary.documents if d.document_id and not d.read}
    ordinary = reidentify(made.result.summary, made.dossier, made.result.key, refused=refused, may_see=ORDINARY)
    assert any(MASKED in cited for _, _, cited in shown(made.summary))
    assert not any(MASKED in cited for _, _, cited in shown(ordinary))
    seen = " ".join(text for text, _, _ in shown(ordinary)).lower()
    assert "dépressif" not in seen
    assert "sertraline" not in seen
    assert len(shown(ordinary)) > len(shown(made.summary)) / 2
    assert all(c.file != MASKED for w in ordinary.withheld for c in w.citations)
    assert all(MASKED not in (c.a.file, c.b.file) for c in ordinary.contradictions)


#: What must not be said of the example, as a pattern that no shown statement may match outside its own exceptions.
FORBIDDEN = [
    ("pas d'allergie", r"(?i)\b(?:aucune allergie|pas d.allergie|allergies? : aucune|sans allergie)", ""),
    ("allergie à l'iode", r"(?i)allergi\w+ .{0,30}\b(?:iod|contraste)", r"(?i)écart|exclu|levé|pas d"),
    ("cancer bronchique", r"(?i)cancer bronchique|carcinome bronchique", r"(?i)écart|pas d|exclu|disparu"),
    ("adénocarcinome", r"(?i)adénocarcinome", ""),
    ("mésothéliome", r"(?i)mésothéliome", r"(?i)père|famil"),
    ("cancer du côlon", r"(?i)cancer (?:du|colique) côlon", r"(?i)frère|famil"),
    ("cordarone", r"(?i)cordarone|amiodarone", r"(?i)arr[êe]t|sous \w*(?: \+ )?amiodarone|induite|ne (?:pas|sera)|due"),
    ("diamicron", r"(?i)diamicron|gliclazide", r"(?i)stop|arr[êe]t"),
    ("lasilix", r"(?i)lasilix|furosémide", r"(?i)stop|arr[êe]t|non repris"),
    ("fevg à 38", r"\b38 %", r"2022|auparavant"),
    ("créatinine à 214", r"\b214\b", r"2023"),
    ("créatinine en µmol", r"11,8 ?(?:µ|u|m)mol", ""),
    ("spiolto en mg", r"(?i)spiolto.{0,30}2,5 ?mg", ""),
    ("zona", r"(?i)zona|shingrix", r"(?i)non fait|préfère attendre|refus|non réalis"),
    ("sertraline", r"(?i)sertraline|zoloft", r"(?i)arr[êe]t"),
    ("tabagisme actif", r"(?i)tabagisme actif|fume actuellement|fumeur actif", ""),
]


@pytest.mark.parametrize(("pattern", "unless"), [(p, u) for _, p, u in FORBIDDEN], ids=[n for n, _, _ in FORBIDDEN])
def test_what_must_not_be_said_is_not_shown(made: Made, pattern: str, unless: str) -> None:
    said = [text for text, _, _ in shown(made.summary) if re.search(pattern, text)]
    assert [text for text in said if not (unless and re.search(unless, text))] == []


def test_the_highest_doses_of_the_past_are_not_told_as_current(made: Made) -> None:
    bisoprolol = [t for t, section, _ in shown(made.summary) if section == "traitements" and "bisoprolol" in t.lower()]
    assert bisoprolol
    assert all(text.index("2,5") < text.find("5 mg (", 0) or "5 mg (" not in text for text in bisoprolol)


#: Named known failures: critical facts that no statement of this dossier rests on yet, and why.
KNOWN_MISSING = {"F40": "the act is not found in « la cure de sa hernie inguinale » : its possessive parts the words"}


def critical_facts() -> list[Any]:
    """Those of the gold, but the one on the misfiled document: a warning tells it."""
    facts = json.loads((EXAMPLE / "gold.json").read_text(encoding="utf-8"))["facts"]
    mine = [f for f in facts if f["severity"] == "critical" and MISFILED not in {s["file"] for s in f["sources"]}]
    return [pytest.param(f, id=f["id"], marks=_known(f["id"])) for f in mine]


def _known(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=KNOWN_MISSING[name])] if name in KNOWN_MISSING else []


@pytest.mark.parametrize("fact", critical_facts())
def test_a_critical_fact_rests_on_one_of_its_sources(made: Made, fact: dict[str, Any]) -> None:
    seen = [c for section in made.summary.sections for s in section.statements for c in s.citations]
    assert any(
        source["file"] == citation.file and _overlap(source["quote"], citation.quote)
        for source in fact["sources"]
        for citation in seen
    )


def test_the_key_in_the_vault_is_that_of_the_dossier(made: Made, home: Path) -> None:
    vault = Vault(home / "vault", LocalMasterKey.from_file(home / "master.key"))
    assert vault.open(made.dossier.id) == made.result.key


# --- the other commands -----------------------------------------------------------------------------------------


@pytest.mark.models
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Quelle est la dose actuelle de bisoprolol ?", "2,5 mg"),
        ("Quel est le groupe sanguin du patient ?", None),
    ],
)
def test_a_question_is_answered_from_the_documents_or_not_at_all(
    command: Command, texts: dict[str, str], asked: str, told: str | None
) -> None:
    done = command("ask", EXAMPLE, asked, "--preset", "quotes")
    assert done.code == 0
    (answer,) = done.lines()
    if told is None:
        assert answer["answer"] == "Non renseigné dans le dossier"
        assert answer["statements"] == []
        return
    assert told in answer["answer"]
    assert all(texts[c["file"]][c["start"] : c["end"]] == c["quote"] for c in citations(answer["statements"]))


def test_documents_are_read_one_object_a_line(command: Command) -> None:
    names = ("02_courrier_2021-11-08.txt", "05_crh_2022-06-10.xml", "13_ordonnance_2024-11-05.pdf")
    done = command("read", *(EXAMPLE / "documents" / name for name in names))
    assert done.code == 0
    fields = {"file", "id", "kind", "title", "written_on", "author", "confidentiality", "text", "pages", "identity"}
    assert [(fields | {"warnings"}) - set(line) for line in done.lines()] == [set(), set(), set()]
    for line in done.lines():
        assert line["pages"][-1]["end"] <= len(line["text"])
        assert {"number", "start", "end", "source"} <= set(line["pages"][0])


def test_identifiers_are_spans_of_the_text_given(command: Command) -> None:
    text = "Mme Odile QUENOUILLE, née le 03/02/1951, tél. 06 39 98 51 07."
    asked = {"id": "a", "text": text, "known": {"family_names": ["QUENOUILLE"], "given_names": ["Odile"]}}
    done = command("identifiers", stdin=json.dumps(asked) + "\n")
    (line,) = done.lines()
    assert done.code == 0
    found = {span["label"]: text[span["start"] : span["end"]] for span in line["spans"]}
    assert "QUENOUILLE" in found["PERSON"]
    assert found["BIRTH_DATE"] == "03/02/1951"
    assert found["PHONE"] == "06 39 98 51 07"
    assert all(0 <= span["score"] <= 1 and span["found_by"] for span in line["spans"])


def test_a_text_that_cannot_be_searched_is_named_and_the_others_are(command: Command) -> None:
    texts = {"a": "Mme Odile QUENOUILLE", "endless": "a" * 30_000, "none": None, "b": "Dr Hubert MARÉCHAL"}
    done = command("identifiers", stdin="".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items()))
    lines = {line["id"]: line for line in done.lines()}
    assert done.code == 1
    assert list(lines) == list(texts)
    assert lines["a"]["spans"]
    assert lines["b"]["spans"]
    assert lines["endless"]["error"] == "RecognizerFailed"
    assert lines["none"]["error"] == "InputError"
    assert command("identifiers", stdin=json.dumps({"id": "none"}) + "\n").code == 2


def test_findings_carry_their_qualifiers(command: Command) -> None:
    text = "Pas d'argument pour une embolie pulmonaire. Bisoprolol 2,5 mg le matin."
    done = command("findings", stdin=json.dumps({"id": "a", "text": text}) + "\n")
    (line,) = done.lines()
    by_kind = {finding["kind"]: finding for finding in line["findings"]}
    assert by_kind["disorder"]["negated"] is True
    assert (by_kind["drug"]["value"], by_kind["drug"]["unit"], by_kind["drug"]["negated"]) == ("2,5", "mg", False)
    assert text[by_kind["drug"]["start"] : by_kind["drug"]["end"]].startswith("Bisoprolol")


def test_claims_are_verified_against_their_evidence(command: Command) -> None:
    evidence = ["Bisoprolol 2,5 mg le matin, ne pas augmenter."]
    claims = {"right": "Bisoprolol 2,5 mg le matin, ne pas augmenter", "wrong": "Bisoprolol 5 mg le matin"}
    asked = "".join(json.dumps({"id": i, "claim": c, "evidence": evidence}) + "\n" for i, c in claims.items())
    done = command("verify", stdin=asked)
    outcomes = {line["id"]: line for line in done.lines()}
    assert outcomes["right"]["outcome"] == "supported"
    assert outcomes["wrong"]["outcome"] != "supported"
    assert [check["name"] for check in outcomes["wrong"]["checks"] if check["outcome"] != "supported"]


def test_pseudonymized_documents_are_written_and_the_key_is_sealed(command: Command, tmp_path: Path) -> None:
    done = command("pseudonymize", EXAMPLE, "--out", tmp_path / "out")
    written = "\n".join(file.read_text("utf-8") for file in sorted((tmp_path / "out").glob("*.txt")))
    assert done.code in (0, 1)
    assert "<PATIENT>" in written
    assert "DESBOIS" not in written


@pytest.mark.models
def test_the_models_are_listed_and_intact(command: Command) -> None:
    listed, verified = command("models", "list"), command("models", "verify")
    assert (listed.code, verified.code) == (0, 0)
    assert "e5-small" in listed.stdout
    assert "gemma-270m" in verified.stdout


# --- a checker of numbers that shares nothing with summarizer.verify ----------------------------------------------

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"(?<![\w,.])\d{1,3}(?: \d{3})+\b")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def unfounded_numbers(statement: dict[str, Any]) -> set[str]:
    """Numbers of the text (those of dates too) that no cited passage holds, nor the day of its document."""
    held = {n for c in statement["citations"] for n in numbers(f"{c['quote']} {c['written_on'] or ''}")}
    return numbers(statement["text"]) - held


def numbers(text: str) -> set[str]:
    lowered = text.lower()
    named = {str(place) for place, month in enumerate(_MONTHS, start=1) if month in lowered}
    plain = {_plain(found) for variant in (text, _GROUPED.sub(_joined, text)) for found in _NUMBER.findall(variant)}
    short_years = {f"20{year}" for year in re.findall(r"\d\d?/\d\d?/(\d\d)\b", text)}
    return plain | named | short_years


def _joined(match: re.Match[str]) -> str:
    return match.group().replace(" ", "")


def _plain(number: str) -> str:
    whole, _, part = number.replace(",", ".").partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


@pytest.mark.parametrize(
    ("text", "quote", "missing"),
    [
        ("Hb 10,6 g/dL (12/03/2021)", "Hb 10.60 le 12 mars 2021", set()),
        ("Hb 10,6 g/dL (12/03/2021)", "Hb 10,6 le 12 mars 2020", {"2021"}),
        ("CPK 1850", "CPK 1 850 UI/L", set()),
        ("bisoprolol 5 mg", "bisoprolol 2,5 mg", {"5"}),
        ("Vitamine B1 500 mg", "Vitamine B1      500 mg", set()),
        ("Vu le 20/09/2021", "vu le 20/09/21", set()),
    ],
)
def test_the_checker_of_numbers_can_tell(text: str, quote: str, missing: set[str]) -> None:
    assert unfounded_numbers({"text": text, "citations": [{"quote": quote, "written_on": None}]}) == missing


def _overlap(a: str, b: str) -> bool:
    """One quotation in the other, whatever its line breaks."""
    one, other = (re.sub(r"\W+", " ", text).strip().lower() for text in (a, b))
    return one in other or other in one

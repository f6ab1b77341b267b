"""No identifier of the example dossier reaches a prompt, a vector, an index, a log, an error, a cache or the vault's bytes.

What is searched for: dossier.json, the headers of the CDA and FHIR documents, and the list a clinician made of what
identifies (`pii` of gold.json). Only the outputs meant for the clinician may hold any of it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from models.detector.tagger import load_tagger
from models.scripted import HashingEmbedder, ScriptedWriter
from summarizer.identifiers import build_detector
from summarizer.index import save_index
from summarizer.journey import Made, pseudonymize_folder, summarize_folder
from summarizer.pipeline import Tools
from summarizer.ports import FloatArray
from summarizer.settings import preset
from summarizer.values import ModelCard
from summarizer.watch import Watch

from .conftest import EXAMPLE, Command

DOCUMENTS = EXAMPLE / "documents"
_HL7 = {"h": "urn:hl7-org:v3"}
#: Shorter strings are found in words by chance.
_SHORTEST = 4

# --- what identifies ----------------------------------------------------------------------------------------------


def known() -> set[str]:
    manifest = json.loads((EXAMPLE / "dossier.json").read_text(encoding="utf-8"))["patient"]
    gold = json.loads((EXAMPLE / "gold.json").read_text(encoding="utf-8"))
    told = {value for field in manifest.values() for value in ([field] if isinstance(field, str) else field)}
    told |= {entry["text"] for entry in gold["pii"]}
    for file in DOCUMENTS.iterdir():
        if file.suffix == ".xml":
            told |= set(cda_header(file.read_bytes()))
        if file.suffix == ".json":
            told |= set(fhir_people(json.loads(file.read_text(encoding="utf-8"))))
    told |= {f"{day}/{month}/{year}" for year, month, day in [manifest["birth_date"].split("-")]}
    compact = {re.sub(r"[\s.]", "", value) for value in told if re.fullmatch(r"[\d\s.]+", value)}
    return {value.strip() for value in told | compact if len(value.strip()) >= _SHORTEST}


def cda_header(data: bytes) -> Iterator[str]:
    """Names, numbers, places and contacts of everybody in the header of a CDA document."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    for part in root:
        if etree.QName(part).localname in ("component", "title"):
            continue
        for name in ("family", "given", "streetAddressLine", "streetName", "postalCode", "city"):
            yield from (e.text for e in part.iterfind(f".//h:{name}", _HL7) if e.text)
        yield from (e.get("value", "").split(":", 1)[-1] for e in part.iterfind(".//h:telecom", _HL7) if e.get("value"))
        yield from (e.get("extension", "") for e in part.iterfind(".//h:id", _HL7))


def fhir_people(node: object, inside: str = "") -> Iterator[str]:
    """Names, identifiers, addresses and contacts of the people and places of a FHIR bundle."""
    if isinstance(node, dict):
        inside = node.get("resourceType", inside)
        for key, value in node.items():
            who = inside in ("Patient", "Practitioner", "RelatedPerson", "Organization")
            if who and key in ("family", "city", "postalCode", "birthDate") and isinstance(value, str):
                yield value
            elif who and key in ("given", "line") and isinstance(value, list):
                yield from (text for text in value if isinstance(text, str))
            elif who and key in ("telecom", "identifier") and isinstance(value, list):
                yield from (str(item.get("value", "")) for item in value)
            else:
                yield from fhir_people(value, inside)
    elif isinstance(node, list):
        for value in node:
            yield from fhir_people(value, inside)


IDENTIFYING = sorted(known())


def leaks(text: str) -> set[str]:
    """The identifying strings in a text, each as a whole word."""
    return {value for value in IDENTIFYING if value in text and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text)}


def test_the_list_holds_what_identifies_and_is_found() -> None:
    assert len(IDENTIFYING) > 100
    assert {"DESBOIS", "Loïc", "8004417206", "159055612108758", "17/05/1959"} <= set(IDENTIFYING)
    assert leaks("Patient : DESBOIS Loïc") >= {"DESBOIS", "Loïc"}
    assert leaks("<PATIENT>, né le <DATE_NAISSANCE>") == set()


# --- what the models are given ------------------------------------------------------------------------------------


class RecordingWriter:
    """Keeps the prompts it was given; writes as the scripted writer."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self._inside = ScriptedWriter()

    @property
    def card(self) -> ModelCard:
        return self._inside.card

    def write(self, prompts: Sequence[str], *, max_new_tokens: int) -> tuple[str, ...]:
        self.given += prompts
        return self._inside.write(prompts, max_new_tokens=max_new_tokens)


class RecordingEmbedder:
    """Keeps the texts it was given; embeds by hashing."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self._inside = HashingEmbedder()

    @property
    def card(self) -> ModelCard:
        return self._inside.card

    @property
    def dimension(self) -> int:
        return self._inside.dimension

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        self.given += texts
        return self._inside.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> FloatArray:
        self.given += texts
        return self._inside.embed_queries(texts)


class Journey:
    """One run of the example with recorders, and every log line it made at the finest level."""

    def __init__(self, tools: Tools) -> None:
        self.writer, self.embedder, self.logged = RecordingWriter(), RecordingEmbedder(), list[str]()
        recording = Tools(
            detector=tools.detector, finder=tools.finder, embedder=self.embedder, writer=self.writer, judge=tools.judge
        )
        listener = _Listener(self.logged)
        root, level = logging.getLogger(), logging.getLogger().level
        root.addHandler(listener)
        root.setLevel(logging.DEBUG)
        try:
            self.made: Made = summarize_folder(
                EXAMPLE, preset("quotes"), watch=Watch(self.logged.append), tools=recording
            )
        finally:
            root.removeHandler(listener)
            root.setLevel(level)


class _Listener(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(f"{record.name} {record.getMessage()} {record.exc_info or ''}")


@pytest.fixture(scope="module")
def journey(tools: Tools) -> Journey:
    """The example with the detector that ships: rules and trained names."""
    return Journey(replace(tools, detector=build_detector(load_tagger())))


@pytest.mark.models
def test_no_prompt_names_anybody(journey: Journey) -> None:
    assert len(journey.writer.given) > 20
    assert leaks("\n".join(journey.writer.given)) == set()


@pytest.mark.models
def test_no_embedded_text_names_anybody(journey: Journey) -> None:
    assert len(journey.embedder.given) > 20
    assert leaks("\n".join(journey.embedder.given)) == set()


@pytest.mark.models
def test_no_log_line_and_no_repr_names_anybody(journey: Journey) -> None:
    made = journey.made
    values = [made, made.summary, made.dossier, made.result, made.result.key, made.result.pseudonymized]
    values += [*made.dossier.documents, *made.result.pseudonymized.documents, *made.result.reading.findings[:50]]
    assert journey.logged
    assert leaks("\n".join([*journey.logged, *map(repr, values)])) == set()


@pytest.mark.models
def test_the_saved_index_names_nobody(journey: Journey, tmp_path: Path) -> None:
    save_index(journey.made.result.index, tmp_path)
    assert bytes_below(tmp_path)
    assert leaks(bytes_below(tmp_path)) == set()


@pytest.mark.models
def test_the_summary_before_identities_come_back_names_nobody(journey: Journey) -> None:
    summary = journey.made.result.summary
    texts = [s.text for section in summary.sections for s in section.statements]
    texts += [p.text for section in summary.sections for s in section.statements for p in s.evidence.passages]
    texts += [w.text + w.reason for w in summary.withheld] + list(summary.warnings)
    texts += [c.about + c.a.text + c.b.text for c in summary.contradictions]
    assert leaks("\n".join(texts)) == set()


# --- what is written on the machine ---------------------------------------------------------------------------------


def bytes_below(folder: Path) -> str:
    """The names and bytes of every file below, as text: what is not text matches nothing."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return "\n".join(f"{file.relative_to(folder)}\n{file.read_bytes().decode('utf-8', 'replace')}" for file in files)


def private_places(folder: Path) -> dict[str, str]:
    """An environment in which everything a process may write goes below one folder."""
    places = {
        name: folder / name.lower() for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    }
    for place in places.values():
        place.mkdir(parents=True)
    from models.folders import default_home

    return {name: str(place) for name, place in places.items()} | {
        "MODEL_DIR": str(default_home()),
        "SUMMARIZER_HOME": str(folder / "summarizer"),
    }


@pytest.mark.models
def test_what_the_command_leaves_on_the_machine_names_nobody(command: Command, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    done = command(
        "summarize", EXAMPLE, "--out", tmp_path / "out", "--preset", "quotes", environment=private_places(elsewhere)
    )
    assert done.code == 1
    assert list((elsewhere / "summarizer" / "vault").iterdir())
    assert leaks(bytes_below(elsewhere)) == set()
    assert leaks(done.stdout) == set()
    assert leaks(done.stderr.replace(str(tmp_path), "")) == set()


@pytest.mark.models
def test_the_vault_holds_one_sealed_file_only_its_owner_reads(journey: Journey, home: Path) -> None:
    sealed = list((home / "vault").iterdir())
    assert sealed
    assert all(file.stat().st_mode & 0o077 == 0 for file in [*sealed, home / "master.key"])
    assert leaks(bytes_below(home)) == set()


@pytest.mark.models
def test_pseudonymized_documents_name_nobody(tmp_path: Path) -> None:
    pseudonymize_folder(EXAMPLE, tmp_path)
    assert len(list(tmp_path.iterdir())) >= 12
    assert leaks(bytes_below(tmp_path)) == set()


def test_an_error_on_a_file_named_after_the_patient_does_not_name_it(command: Command, tmp_path: Path) -> None:
    (tmp_path / "DESBOIS_Loïc_8004417206.pdf").write_bytes(b"%PDF-1.7 DESBOIS")
    done = command("summarize", tmp_path, "--out", tmp_path / "out")
    assert done.code == 2
    assert leaks(done.stderr.replace(str(tmp_path), "")) == set()

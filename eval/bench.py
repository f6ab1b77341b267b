"""Throughput and peak memory of each stage, beside its baseline: `python -m eval.bench` (the target `make bench`).

Each line runs in a process of its own, models loaded before the clock starts, on the same documents: those of one gold
dossier. The baselines are what one would reach for first: Presidio's default French analyzer, one prompt at a time, and
encoding in float32. A stage without an obvious rival has none.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.memory import peak_megabytes
from summarizer.values import Document, Dossier

CASE = Path(__file__).parent / "data" / "dossiers" / "tuning" / "cardiologie"
#: Prompts written and chunks encoded: enough for the rate to settle, few enough for the command to stay short.
_PROMPTS, _SINGLE, _CHUNKS = 32, 8, 64

Work = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measurement: `load` gives the work, which returns how many units it did; `against` names its baseline."""

    stage: str
    unit: str
    load: Callable[[], Work]
    against: str | None = None


def _dossier() -> Dossier:
    from summarizer.ingest import read_dossier

    return read_dossier(CASE)


def _kilobytes(documents: Sequence[Document]) -> float:
    return sum(len(document.text.encode()) for document in documents) / 1024


def _ingest() -> Work:
    return lambda: _kilobytes(_dossier().documents)


def _pseudonymize() -> Work:
    from summarizer.journey import load_detector
    from summarizer.pseudonymize import pseudonymize
    from summarizer.settings import PipelineSettings

    dossier, detector, settings = _dossier(), load_detector(), PipelineSettings()
    detector.detect(["Mme PETIT"])

    def work() -> float:
        pseudonymize(dossier, detector, settings=settings)
        return _kilobytes(dossier.documents)

    return work


def _presidio() -> Work:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "fr", "model_name": "fr_core_news_md"}]
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
    analyzer = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["fr"])
    analyzer.analyze("Mme PETIT", language="fr")
    documents = _dossier().documents

    def work() -> float:
        for document in documents:
            analyzer.analyze(document.text, language="fr")
        return _kilobytes(documents)

    return work


def _find() -> Work:
    from summarizer.findings import Finder

    documents, finder = _dossier().documents, Finder()
    finder.find_in(["HTA"])

    def work() -> float:
        finder.find_in([document.text for document in documents])
        return _kilobytes(documents)

    return work


def _texts() -> list[str]:
    """As many texts of the size of a chunk as asked, cut from the dossier and taken again when it ends."""
    everything = "\n".join(document.text for document in _dossier().documents)
    pieces = [everything[start : start + 700] for start in range(0, len(everything) - 700, 700)]
    return [pieces[number % len(pieces)] for number in range(_CHUNKS)]


def _embed(precision: str) -> Work:
    from models.registry import load_embedder

    embedder, texts = load_embedder("e5-small", precision=precision), _texts()
    embedder.embed_passages(texts[:1])

    def work() -> float:
        return float(len(embedder.embed_passages(texts)))

    return work


def _search() -> Work:
    from models.registry import load_embedder
    from summarizer.chunk import chunk
    from summarizer.index import build_index
    from summarizer.journey import load_detector
    from summarizer.pseudonymize import pseudonymize
    from summarizer.retrieve import retrieve
    from summarizer.sentences import split
    from summarizer.settings import PipelineSettings

    embedder = load_embedder("e5-small")
    pseudonymized, _ = pseudonymize(_dossier(), load_detector(), settings=PipelineSettings())
    chunks = [c for d in pseudonymized.documents for c in chunk(d, split(d.id, d.text), target_characters=700)]
    index = build_index(pseudonymized.id, chunks, embedder)
    queries = [c.text[:60] for c in chunks[:_CHUNKS]]

    def work() -> float:
        return float(len(retrieve(queries, index, embedder, k=6)))

    return work


def _prompts(count: int) -> list[str]:
    from summarizer.prompts import prefix

    found = [line.strip() for document in _dossier().documents for line in document.text.splitlines()]
    lines = [line for line in found if 60 <= len(line) <= 200][:count]
    return [f"{prefix()}Source : « {line} »\nSynthèse :" for line in lines]


def _write() -> Work:
    from models.registry import load_writer

    writer, prompts = load_writer("gemma-270m"), _prompts(_PROMPTS)
    writer.write(prompts[:1], max_new_tokens=1)

    def work() -> float:
        return float(len(writer.write(prompts, max_new_tokens=72)))

    return work


def _write_dossiers(together: bool) -> Work:
    """What the writer is asked of four dossiers, in the calls of a batch, or dossier by dossier."""
    from models.registry import load_embedder, load_writer
    from summarizer.findings import Finder
    from summarizer.ingest import read_dossier
    from summarizer.journey import load_detector
    from summarizer.pipeline import Tools, summarize
    from summarizer.remember import NotingWriter
    from summarizer.settings import PipelineSettings
    from summarizer.watch import Watch

    writer = load_writer("gemma-270m")
    noting = NotingWriter(writer.card)
    tools = Tools(detector=load_detector(), finder=Finder(), embedder=load_embedder("hashing"), writer=noting)
    asked: list[tuple[str, ...]] = []
    for case in sorted(CASE.parent.iterdir())[:4]:
        summarize(read_dossier(case), tools, PipelineSettings(), Watch())
        asked.append(noting.prompts)
    every = tuple(sorted((prompt for prompts in asked for prompt in prompts), key=len))
    calls = [every] if together else asked
    writer.write(every[:2], max_new_tokens=1)

    def work() -> float:
        return float(sum(len(writer.write(prompts, max_new_tokens=72)) for prompts in calls))

    return work


def _write_singly() -> Work:
    """The same model through `generate`, one prompt after the other, nothing shared between them."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from models.folders import default_home

    folder, prompts = default_home() / "gemma-270m", _prompts(_SINGLE)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, dtype=torch.bfloat16).eval()

    def work() -> float:
        for prompt in prompts:
            inputs = tokenizer(prompt, return_tensors="pt")
            with torch.inference_mode():
                model.generate(**inputs, do_sample=False, max_new_tokens=72, stop_strings=["\n\n"], tokenizer=tokenizer)
        return float(len(prompts))

    return work


def _verify() -> Work:
    from summarizer.findings import Finder
    from summarizer.verify import Claim, verify_claims

    texts = [text for text in _texts() if len(text) > 100]
    finder = Finder()
    claims = [Claim(text=text[:120], evidence=((text, None),)) for text in texts]

    def work() -> float:
        return float(len(verify_claims(claims, finder=finder, judge=None, threshold=0.9)))

    return work


def _whole(writer: str) -> Work:
    from dataclasses import replace

    from summarizer.journey import load_tools
    from summarizer.pipeline import summarize
    from summarizer.settings import PipelineSettings
    from summarizer.watch import Watch

    settings = replace(PipelineSettings(), writer=writer)
    tools, dossier = load_tools(settings), _dossier()

    def work() -> float:
        summarize(dossier, tools, settings, Watch())
        return _kilobytes(dossier.documents)

    return work


LINES = {
    "ingest": Line(stage="ingest, text", unit="KB/s", load=_ingest),
    "pseudonymize": Line(stage="pseudonymize", unit="KB/s", load=_pseudonymize, against="presidio"),
    "presidio": Line(stage="  baseline: Presidio's default French analyzer", unit="KB/s", load=_presidio),
    "find": Line(stage="find", unit="KB/s", load=_find),
    "embed": Line(stage="embed", unit="chunks/s", load=lambda: _embed("auto"), against="embed32"),
    "embed32": Line(stage="  baseline: float32", unit="chunks/s", load=lambda: _embed("float32")),
    "search": Line(stage="retrieve", unit="queries/s", load=_search),
    "write": Line(stage="write", unit="prompts/s", load=_write, against="single"),
    "single": Line(stage="  baseline: one prompt at a time", unit="prompts/s", load=_write_singly),
    "together": Line(
        stage="write, four dossiers together", unit="prompts/s", load=lambda: _write_dossiers(True), against="apart"
    ),
    "apart": Line(stage="  baseline: one dossier at a time", unit="prompts/s", load=lambda: _write_dossiers(False)),
    "verify": Line(stage="verify", unit="claims/s", load=_verify),
    "quotes": Line(stage="whole dossier, quoted", unit="KB/s", load=lambda: _whole("none")),
    "whole": Line(stage="whole dossier, written", unit="KB/s", load=lambda: _whole("gemma-270m")),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"Lines to run: {', '.join(LINES)}. All by default.")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        print(json.dumps(_measure(LINES[arguments.alone])))
        return
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} CPU, Python {platform.python_version()}")
    print(f"{'stage':48} {'rate':>18} {'peak MB':>8} {'against':>8}")
    rates: dict[str, float] = {}
    pending: dict[str, str] = {line.against: name for name, line in LINES.items() if line.against}
    for name in arguments.names or LINES:
        found = _apart(name)
        rates[name] = found["rate"]
        owner = pending.get(name)
        ratio = f"x {rates[owner] / found['rate']:.1f}" if owner in rates else ""
        line = LINES[name]
        print(f"{line.stage:48} {found['rate']:>9.2f} {line.unit:9} {found['peak']:>7.0f} {ratio:>8}", flush=True)


def _apart(name: str) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", "eval.bench", "--alone", name], capture_output=True, text=True, check=True, timeout=1800
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(line: Line) -> dict[str, float]:
    work = line.load()
    started = time.perf_counter()
    units = work()
    seconds = time.perf_counter() - started
    return {"rate": units / seconds, "peak": peak_megabytes()}


if __name__ == "__main__":
    main()

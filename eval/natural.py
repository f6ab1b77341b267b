"""Drafts of the bundled writer on sentences of the gold dossiers, for a person to label by hand.

`python -m eval.natural test --count 420 --out drafts.jsonl` picks sentences (gold quotes first, then others, seeded),
shows each alone to the writer, and writes {id, claim, evidence, source_dossier}. The style `product` uses the prompt of
the product, which copies more than it rewrites; `short` asks for a shorter sentence with three examples that teach no
caution, and gets more of the errors a small model makes. It refuses to label: eval/data/README.md says how the labels
were given.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.ingest import read_dossier
from summarizer.journey import load_detector
from summarizer.lexical import plain, words
from summarizer.prompts import draft_of, prompt
from summarizer.pseudonymize import pseudonymize
from summarizer.sentences import split
from summarizer.settings import PipelineSettings
from summarizer.values import Evidence, LineKind, Passage, SectionKey, Severity, Status

DOSSIERS = Path(__file__).parent / "data" / "dossiers"
_READABLE = (LineKind.PROSE, LineKind.ITEM, LineKind.ROW)
#: Characters of a sentence that is worth restating: shorter says nothing, longer is cut by the product first.
_SHORTEST, _LONGEST = 28, 280
_SHORT_EXAMPLES = (
    (
        "L'échographie cardiaque réalisée le 4 juin met en évidence une dysfonction ventriculaire gauche avec une "
        "fraction d'éjection estimée à 42 %.",
        "FEVG 42 % à l'échographie cardiaque du 4 juin.",
    ),
    (
        "Devant la persistance des douleurs, on a décidé d'augmenter le tramadol à 100 mg deux fois par jour.",
        "Tramadol augmenté à 100 mg deux fois par jour.",
    ),
    (
        "Il ne fume plus depuis 2015, après une consommation estimée à 30 paquets-années.",
        "Ancien fumeur (30 paquets-années), sevré en 2015.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """One sentence of one dossier; `wanted` when a gold quote lies in it."""

    dossier: str
    passage: Passage
    wanted: bool

    def __repr__(self) -> str:
        return f"Source({self.dossier}, {self.passage!r})"


def sources(folder: Path) -> Iterator[Source]:
    """Every sentence of a gold dossier that the writer could be shown, pseudonymized as in the product."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    quotes = {plain(source["quote"]) for fact in gold["facts"] for source in fact["sources"]}
    quotes |= {plain(trap["quote"]) for trap in gold["must_not_say"]}
    pseudonymized, _ = pseudonymize(read_dossier(folder), load_detector(), settings=PipelineSettings())
    for document in pseudonymized.documents:
        for sentence in split(document.id, document.text):
            flat = plain(sentence.text)
            if sentence.kind in _READABLE and _SHORTEST <= len(flat) <= _LONGEST and len(words(flat)) >= 4:
                yield Source(
                    dossier=folder.name,
                    passage=Passage(
                        document_id=document.id,
                        span=sentence.span,
                        text=sentence.text,
                        written_on=document.written_on,
                    ),
                    wanted=any(quote in flat or flat in quote for quote in quotes),
                )


def picked(found: Sequence[Source], count: int, *, seed: int = 20250) -> list[Source]:
    """`count` of them: two thirds hold a gold quote where there are enough, the rest drawn from the others."""
    draw = random.Random(seed)  # noqa: S311 - a repeatable draw, not a secret
    wanted = [source for source in found if source.wanted]
    others = [source for source in found if not source.wanted]
    draw.shuffle(wanted)
    draw.shuffle(others)
    first = wanted[: count * 2 // 3]
    return first + others[: count - len(first)]


def evidence_of(source: Source) -> Evidence:
    """The evidence of one topic that rests on this sentence alone."""
    return Evidence(
        section=SectionKey.EVENTS,
        topic="natural",
        passages=(source.passage,),
        severity=Severity.MINOR,
        status=Status.ACTIVE,
    )


def short_prompt(source: Source) -> str:
    """A prompt that shortens, without the product's examples of caution."""
    shown = "".join(f"Source : « {text} »\nSynthèse : {target}\n\n" for text, target in _SHORT_EXAMPLES)
    return f"{shown}Source : « {plain(source.passage.text)} »\nSynthèse :"


def main() -> None:
    from models.registry import load_writer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("tuning", "test"))
    parser.add_argument("--count", type=int, default=420)
    parser.add_argument("--style", choices=("product", "short"), default="product")
    parser.add_argument("--without", type=Path, help="Drafts already made: their sentences are not drawn again.")
    parser.add_argument("--writer", default="gemma-270m")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    folders = sorted(path for path in (DOSSIERS / arguments.part).iterdir() if (path / "gold.json").exists())
    share = -(-arguments.count // len(folders))
    drawn = {json.loads(line)["evidence"][0] for line in arguments.without.open()} if arguments.without else set()
    chosen = [
        source
        for folder in folders
        for source in picked([s for s in sources(folder) if s.passage.text not in drawn], share)
    ]
    writer = load_writer(arguments.writer)
    ask = short_prompt if arguments.style == "short" else lambda source: prompt(evidence_of(source))
    completions = writer.write([ask(source) for source in chosen], max_new_tokens=72)
    with arguments.out.open("w", encoding="utf-8") as out:
        for number, (source, completion) in enumerate(zip(chosen, completions, strict=True), start=1):
            line = {
                "id": f"{arguments.part}-{arguments.style}-{number:03d}",
                "claim": draft_of(completion),
                "evidence": [source.passage.text],
                "source_dossier": source.dossier,
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

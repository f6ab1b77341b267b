"""The `summarizer` command: the entry point that reads the environment, loads models and puts identities back.

Exit codes: 0 done; 1 done, with documents or dossiers that failed (listed); 2 wrong call, or nothing could be done.
Errors go to stderr, one line, with what to do next; `--json` gives them as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import typer
from rich.console import Console

from summarizer.errors import InputError, SummarizerError, UnreadableDocument
from summarizer.settings import PipelineSettings, preset
from summarizer.values import Outcome
from summarizer.watch import Watch

if TYPE_CHECKING:
    from api.settings import ApiSettings
    from summarizer.identifiers import Detector
    from summarizer.values import Identifier, Identity

app = typer.Typer(
    help="French medical dossiers to cited, verified summaries, on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="The models: known, installed, intact.", no_args_is_help=True)
app.add_typer(models_app, name="models")
_console = Console(stderr=True)

_DONE, _PARTLY, _FAILED = 0, 1, 2
_LINES_AT_ONCE = 128


@app.command()
def summarize(
    path: Annotated[Path, typer.Argument(help="A folder of documents, optionally with dossier.json.")],
    out: Annotated[Path, typer.Option(help="Where the summary is written.")],
    kind: Annotated[str, typer.Option(help="What is written: vsm.")] = "vsm",
    formats: Annotated[str, typer.Option("--format", help="json,html,md,pdf,cda,fhir")] = "json,html,md",
    preset_name: Annotated[str, typer.Option("--preset", help="default, quotes or large.")] = "default",
    writer: Annotated[str | None, typer.Option(help="A model of the catalog, a folder, or an address.")] = None,
) -> None:
    """Summarize one dossier into a cited, verified summary."""
    from summarizer.journey import summarize_folder
    from summarizer.render import check, terminal, write_formats

    settings = _settings(preset_name, writer)
    names = [name.strip() for name in formats.split(",") if name.strip()]
    check(out, names)
    with _console.status("…") as status:
        watch = Watch(lambda stage: status.update(f"{_STAGES.get(stage, stage)}…"))
        made = summarize_folder(path, settings, watch=watch, kind=kind)
        written = write_formats(made.summary, made.dossier, out, names)
    if sys.stdout.isatty() or os.environ.get("SUMMARIZER_PRINT"):
        terminal.show(made.summary)
    for file in written:
        typer.echo(str(file), err=True)
    raise typer.Exit(_PARTLY if any(not entry.read for entry in made.summary.documents) else _DONE)


@app.command()
def read(files: Annotated[list[Path], typer.Argument(help="Documents: PDF, text, CDA, FHIR, images.")]) -> None:
    """Print each document as read, one JSON object a line."""
    from summarizer.ingest.describe import describe
    from summarizer.ingest.isolated import IsolatedReader

    failed = 0
    with IsolatedReader() as reader:
        for file in files:
            try:
                _print(describe(reader(file)))
            except UnreadableDocument as problem:
                failed += 1
                _print({"file": str(file), "error": type(problem).__name__, "reason": problem.reason()})
    raise typer.Exit(_DONE if not failed else _PARTLY if failed < len(files) else _FAILED)


@app.command()
def identifiers() -> None:
    """Find identifying spans: JSONL {id, text[, known]} in, JSONL {id, spans} out, or {id, error, reason}."""
    from summarizer.journey import load_detector

    detector = load_detector()
    asked = failed = 0
    for items in _batches():
        for item, found in zip(items, _searched(detector, items), strict=True):
            asked += 1
            if isinstance(found, SummarizerError):
                failed += 1
                _print({"id": item["id"], "error": type(found).__name__, "reason": str(found)})
                continue
            spans = [
                {
                    "start": s.span.start,
                    "end": s.span.end,
                    "label": str(s.label),
                    "score": round(s.score, 3),
                    "found_by": s.found_by,
                }
                for s in found
            ]
            _print({"id": item["id"], "spans": spans})
    raise typer.Exit(_DONE if not failed else _PARTLY if failed < asked else _FAILED)


def _searched(detector: Detector, items: Sequence[dict[str, Any]]) -> list[tuple[Identifier, ...] | SummarizerError]:
    """What was found in each text, in the order given. A text that cannot be searched gives its error."""
    asked = [_asked(item) for item in items]
    sound = [one for one in asked if not isinstance(one, SummarizerError)]
    found = iter(detector.detect_each([text for text, _ in sound], [known for _, known in sound]))
    return [one if isinstance(one, SummarizerError) else next(found) for one in asked]


def _asked(item: dict[str, Any]) -> tuple[str, tuple[Identity, ...]] | SummarizerError:
    from summarizer.ingest.manifest import identity_of

    if not isinstance(item.get("text"), str):
        return InputError("The text is missing.")
    try:
        return item["text"], (identity_of(item["known"]),) if item.get("known") else ()
    except InputError as error:
        return error


@app.command()
def pseudonymize(
    path: Annotated[Path, typer.Argument(help="A folder of documents.")],
    out: Annotated[Path, typer.Option(help="Where pseudonymized documents go; the key goes to the vault.")],
) -> None:
    """Write the documents without identities; the key that puts them back is sealed apart."""
    from summarizer.journey import pseudonymize_folder

    refused = pseudonymize_folder(path, out)
    raise typer.Exit(_PARTLY if refused else _DONE)


@app.command()
def findings() -> None:
    """Find clinical facts: JSONL {id, text} in, JSONL {id, findings} out."""
    from summarizer.findings import Finder, describe

    finder = Finder()
    for item in _lines():
        (found,) = finder.find_in([item["text"]])
        _print({"id": item["id"], "findings": [describe(finding) for finding in found]})


@app.command()
def verify(
    preset_name: Annotated[str, typer.Option("--preset", help="default, quotes or large.")] = "default",
) -> None:
    """Verify claims against evidence: JSONL {id, claim, evidence} in, JSONL {id, outcome, score, checks} out."""
    from summarizer.findings import Finder
    from summarizer.journey import load_judge_of
    from summarizer.verify import Claim, combined, verify_claims

    settings = preset(preset_name)
    finder, judge = Finder(), load_judge_of(settings)
    items = list(_lines())
    claims = [Claim(text=i["claim"], evidence=tuple((text, None) for text in i["evidence"])) for i in items]
    verdicts = verify_claims(claims, finder=finder, judge=judge, threshold=settings.judge_threshold)
    for item, checks in zip(items, verdicts, strict=True):
        passed = sum(check.outcome is Outcome.SUPPORTED for check in checks)
        _print(
            {
                "id": item["id"],
                "outcome": str(combined(checks)),
                "score": round(passed / len(checks), 3) if checks else None,
                "checks": [{"name": c.name, "outcome": str(c.outcome), "reason": c.reason} for c in checks],
            }
        )


@app.command()
def ask(
    path: Annotated[Path, typer.Argument(help="A folder of documents.")],
    question: Annotated[str, typer.Argument(help="A question in French.")],
    preset_name: Annotated[str, typer.Option("--preset", help="default, quotes or large.")] = "default",
    writer: Annotated[str | None, typer.Option(help="A model of the catalog, a folder, or an address.")] = None,
) -> None:
    """Answer a question from the documents, with citations, or say that they do not answer."""
    from summarizer.journey import ask_folder

    _print(ask_folder(path, question, _settings(preset_name, writer)))


@models_app.command("list")
def models_list() -> None:
    """Print the models of the catalog: role, licence, whether installed and prepared."""
    from models.prepare import list_models

    for model in list_models():
        typer.echo(model.line())


@models_app.command("prepare")
def models_prepare(
    names: Annotated[list[str] | None, typer.Argument(help="Models to prepare; all those bundled by default.")] = None,
) -> None:
    """Check the bundled weights by sha256 and turn them, once, into the form that loads fast."""
    from models.prepare import prepare_all

    with _console.status("Vérification et préparation des modèles…"):
        for line in prepare_all(names or ()):
            _console.print(line, highlight=False)


@models_app.command("verify")
def models_verify() -> None:
    """Check every file of every prepared model by sha256; exit 2 when one is missing or altered."""
    from models.prepare import verify_all

    for line in verify_all():
        typer.echo(line)


@app.command("eval")
def evaluate(
    suite: Annotated[str, typer.Argument(help="A suite, or: all, compare, review.")],
    arguments: Annotated[list[str] | None, typer.Argument(help="For compare: two report.json files.")] = None,
    out: Annotated[Path, typer.Option(help="Where report.html and report.json go.")] = Path("out/eval"),
    cases: Annotated[Path | None, typer.Option(help="A folder of gold dossiers or span sets.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Accepted figures; exit 1 when one falls.")] = None,
    quick: Annotated[bool, typer.Option(help="A subset, under three minutes.")] = False,
    import_file: Annotated[
        Path | None, typer.Option("--import", help="review: filled sheets, a file or folder.")
    ] = None,
    preset_name: Annotated[
        str, typer.Option("--preset", help="What is evaluated: default, quotes or large.")
    ] = "default",
    writer: Annotated[str | None, typer.Option(help="Another writer for what is evaluated.")] = None,
    scoring: Annotated[
        str | None, typer.Option("--judge", help="A stronger model that also scores statements.")
    ] = None,
    accept: Annotated[Path | None, typer.Option(help="Write this run as the new baseline.")] = None,
) -> None:
    """Run an evaluation suite and write its report."""
    from eval.command import run

    raise typer.Exit(
        run(
            suite,
            arguments or [],
            out,
            cases,
            baseline,
            quick,
            import_file,
            settings=_settings(preset_name, writer),
            scoring=scoring,
            accept=accept,
        )
    )


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
    database: Annotated[str | None, typer.Option(help="SQLite or PostgreSQL, as SQLAlchemy writes it.")] = None,
    preset_name: Annotated[str | None, typer.Option("--preset", help="default, quotes or large.")] = None,
    writer: Annotated[str | None, typer.Option(help="A model of the catalog, a folder, or an address.")] = None,
    worker: Annotated[bool, typer.Option(help="Start a worker beside the API.")] = True,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="TLS private key (PEM).")] = None,
) -> None:
    """Start the API; without an identity provider, a development one, for this machine only."""
    from api.server import serve as run

    run(_service(database, preset_name, writer), host=host, port=port, worker=worker, tls=(certificate, key))


@app.command()
def batch(
    words: Annotated[
        list[Path] | None, typer.Argument(metavar="ROOT | plan ROOT", help="A folder of dossiers, one a sub-folder.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where summaries and batch.json go.")] = Path("out/batch"),
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the batch that was stopped.")] = False,
    workers: Annotated[int | None, typer.Option(help="Workers on this machine; one a core by default.")] = None,
    database: Annotated[str | None, typer.Option(help="PostgreSQL shared with other machines.")] = None,
    store: Annotated[bool, typer.Option("--store", help="The dossiers of the service, instead of a folder.")] = False,
    only: Annotated[Path | None, typer.Option(help="A file of names or ids, the most urgent first.")] = None,
    appointments: Annotated[Path | None, typer.Option(help="CSV: dossier,at. Those only, earliest first.")] = None,
    changed_since: Annotated[str | None, typer.Option(help="With --store: a date (ISO 8601).")] = None,
    by: Annotated[str | None, typer.Option(help="HH:MM: what has not begun by then is left.")] = None,
    formats: Annotated[str, typer.Option("--format", help="json,html,md,pdf,cda,fhir")] = "json,html,md",
    preset_name: Annotated[str | None, typer.Option("--preset", help="default, quotes or large.")] = None,
    writer: Annotated[str | None, typer.Option(help="A model of the catalog, a folder, or an address.")] = None,
) -> None:
    """Summarize many dossiers, each a sub-folder of ROOT; `batch plan ROOT` says how long it would take."""
    from summarizer.batch_command import Asked, plan, run

    given = list(words or ())
    settings = _service(database, preset_name, writer)
    asked = Asked(
        out=out,
        resume=resume,
        workers=workers,
        database=database,
        store=store,
        only=only,
        appointments=appointments,
        changed_since=changed_since,
        by=by,
        formats=tuple(name.strip() for name in formats.split(",") if name.strip()),
    )
    if given[:1] == [Path("plan")] and len(given) == 2:
        for line in plan(given[1], asked, settings, _console):
            typer.echo(line)
        raise typer.Exit(_DONE)
    if len(given) != (0 if store else 1):
        raise InputError("Give one folder of dossiers (or --store), or: plan FOLDER.")
    raise typer.Exit(run(given[0] if given else None, asked, settings, _console))


@app.command()
def work(
    queues: Annotated[str, typer.Option(help="Kinds of work: cpu, writer.")] = "cpu,writer",
    database: Annotated[str | None, typer.Option(help="SQLite or PostgreSQL, as SQLAlchemy writes it.")] = None,
    preset_name: Annotated[str | None, typer.Option("--preset", help="default, quotes or large.")] = None,
    writer: Annotated[str | None, typer.Option(help="A model of the catalog, a folder, or an address.")] = None,
) -> None:
    """Work for the API and for batches, until stopped."""
    from api.server import work as run

    run(_service(database, preset_name, writer), [name.strip() for name in queues.split(",") if name.strip()])


def main() -> NoReturn:
    """Run the command; every known error is one line on stderr, and exit code 2."""
    as_json = "--json" in sys.argv
    if as_json:
        sys.argv.remove("--json")
    try:
        code = app(standalone_mode=False)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except SummarizerError as error:
        _fail(type(error).__name__, error.line(), as_json)
    except (KeyboardInterrupt, typer.Abort):
        _fail("Interrupted", "Interrupted; nothing was left half-written.", as_json, code=130)
    except OSError as error:
        _fail("OutputError", f"{error.strerror or type(error).__name__}: nothing was left half-written.", as_json)
    except Exception as error:
        usage = getattr(error, "format_message", None)
        message = usage() if usage else f"Unexpected {type(error).__name__}; please report it."
        if usage is None and os.environ.get("SUMMARIZER_DEBUG"):
            raise
        _fail(type(error).__name__, message, as_json)
    sys.exit(code if isinstance(code, int) else _DONE)


def _fail(name: str, line: str, as_json: bool, code: int = _FAILED) -> NoReturn:
    typer.echo(json.dumps({"error": name, "message": line}, ensure_ascii=False) if as_json else line, err=True)
    sys.exit(code)


_STAGES = {
    "ingest": "Lecture des documents",
    "load": "Chargement des modèles",
    "pseudonymize": "Pseudonymisation",
    "find": "Recherche des faits cliniques",
    "index": "Indexation",
    "select": "Choix des passages",
    "write": "Rédaction",
    "verify": "Vérification",
}


def _settings(preset_name: str, writer: str | None) -> PipelineSettings:
    chosen = preset(preset_name)
    return replace(chosen, writer=writer) if writer else chosen


def _service(database: str | None, preset_name: str | None, writer: str | None) -> ApiSettings:
    """The settings of the service: those given, over those of the environment."""
    from api.settings import ApiSettings

    given: dict[str, Any] = {"database_url": database, "preset": preset_name, "writer": writer}
    return ApiSettings(**{name: value for name, value in given.items() if value is not None})


def _lines() -> Iterator[dict[str, Any]]:
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise InputError(f"Line {number} of the input is not JSON.") from error
        if not isinstance(item, dict) or "id" not in item:
            raise InputError(f"Line {number} of the input is not an object with an id.")
        yield item


def _batches() -> Iterator[list[dict[str, Any]]]:
    """The lines of the input, many at once: the trained names are found in one pass over all of them."""
    batch: list[dict[str, Any]] = []
    try:
        for item in _lines():
            batch.append(item)
            if len(batch) == _LINES_AT_ONCE:
                yield batch
                batch = []
    except InputError:
        # What came before the wrong line is answered.
        yield batch
        raise
    yield batch


def _print(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    main()

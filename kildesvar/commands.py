"""The commands of ``kildesvar``."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

import texts
from assistant.ask import Assistant
from assistant.opening import open_assistant
from index.settings import CORPUS, INDEX, default_encoder
from index.storage import build_index
from ingest.corpus import read_corpus, without_expansions
from ingest.errors import KildesvarError, UsageError

from . import __version__
from .batch import read_batch
from .danish import DanishCommand, DanishGroup
from .model_commands import app as model_app
from .output import answer_object, answer_text

app = typer.Typer(cls=DanishGroup, add_completion=False, no_args_is_help=True, help=texts.HELP, rich_markup_mode=None)
app.add_typer(model_app, name="model")

CorpusOption = Annotated[Path, typer.Option("--corpus", help=texts.HELP_CORPUS, show_default=False)]
IndexOption = Annotated[Path, typer.Option("--index", help=texts.HELP_INDEX, show_default=False)]


def main() -> None:
    """Runs the command line; an expected error is one sentence on stderr and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except KildesvarError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kildesvar {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=texts.HELP_VERSION)
    ] = False,
) -> None:
    """Options before the command."""


@app.command(cls=DanishCommand, help=texts.HELP_ASK)
def ask(
    question: Annotated[str | None, typer.Argument(help=texts.HELP_QUESTION, show_default=False)] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help=texts.HELP_BATCH, show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=texts.HELP_JSON)] = False,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = INDEX,
) -> None:
    """Answers one question, or every row of a batch file."""
    if (question is None) == (batch is None):
        raise UsageError(texts.ASK_WHAT)
    rows = read_batch(batch) if batch else []
    assistant = open_assistant(corpus=corpus, index=index)
    if question is None:
        for row in rows:
            _print_object(assistant, row.question, row.history, row.row_id)
    elif as_json:
        _print_object(assistant, question, (), None)
    else:
        documents = len(assistant.retriever.content.documents)
        typer.echo(answer_text(assistant.ask(question), documents=documents))


def _print_object(assistant: Assistant, question: str, history: tuple[str, ...], row_id: str | None) -> None:
    begin = time.perf_counter()
    answer = assistant.ask(question, history)
    elapsed = 1000 * (time.perf_counter() - begin)
    typer.echo(json.dumps(answer_object(assistant, answer, elapsed_ms=elapsed, row_id=row_id), ensure_ascii=False))


@app.command(cls=DanishCommand, help=texts.HELP_INGEST)
def ingest(
    report: Annotated[bool, typer.Option("--report", help=texts.HELP_REPORT)] = False,
    no_expansions: Annotated[bool, typer.Option("--no-expansions", help=texts.HELP_NO_EXPANSIONS)] = False,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = INDEX,
) -> None:
    """Reads the documents and builds the index, or only reports on them."""
    from ingest.report import report_on

    begin = time.perf_counter()
    read = read_corpus(corpus)
    for problem in [*read.failures, *(problem for row in read.documents for problem in row.problems)]:
        typer.echo(problem, err=True)
    if report:
        typer.echo(report_on(read))
        return
    if no_expansions:
        read = without_expansions(read)
    built = build_index(read, index, default_encoder())
    seconds = time.perf_counter() - begin
    typer.echo(texts.index_built(len(read.documents), built.chunks, built.wordings, seconds))


@app.command(cls=DanishCommand, name="eval", help=texts.HELP_EVAL)
def evaluate(
    failures: Annotated[bool, typer.Option("--failures", help=texts.HELP_FAILURES)] = False,
    ablation: Annotated[bool, typer.Option("--ablation", help=texts.HELP_ABLATION)] = False,
    write: Annotated[bool, typer.Option("--write-baseline", help=texts.HELP_WRITE_BASELINE)] = False,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = INDEX,
) -> None:
    """Measures the assistant on the evaluation questions and compares with the committed baseline."""
    from eval import report
    from eval.ablation import ablation as ablation_table
    from eval.cases import load_cases
    from eval.run import run_cases

    assistant = open_assistant(corpus=corpus, index=index)
    if ablation:
        typer.echo(ablation_table(assistant, load_cases()))
        return
    outcomes = run_cases(assistant, load_cases())
    typer.echo(report.table(outcomes))
    if failures:
        typer.echo(report.failures(outcomes))
    if write:
        report.write_baseline(outcomes)
        return
    losses = report.losses(outcomes)
    for loss in losses:
        typer.echo(f"{texts.CLEAR_LOSS} {loss}", err=True)
    if losses:
        raise typer.Exit(code=1)


@app.command(cls=DanishCommand, help=texts.HELP_SERVE)
def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=texts.HELP_PORT)] = 7860,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = INDEX,
) -> None:
    """Starts the page on this machine."""
    from app import serve as serve_page

    serve_page(port, lambda: open_assistant(corpus=corpus, index=index, rebuild=True))

"""The commands of ``kildesvar``."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

import texts
from assistant.ask import Assistant
from assistant.claims import check as check_claims
from assistant.start import open_assistant
from index.settings import CORPUS, default_encoder
from index.storage import build_index
from index.update import update_index
from ingest.corpus import problems_of, read_corpus, without_expansions
from ingest.errors import KildesvarError, UsageError

from . import __version__
from .batch import read_batch
from .check_command import checked_object, checked_text, text_to_check
from .danish import DanishCommand, DanishGroup
from .document_commands import register as register_document_commands
from .find_command import find_command
from .folders import CorpusOption, IndexOption, index_for
from .model_commands import app as model_app
from .output import answer_object, answer_text

app = typer.Typer(cls=DanishGroup, add_completion=False, no_args_is_help=True, help=texts.HELP, rich_markup_mode=None)
app.add_typer(model_app, name="model")

register_document_commands(app)


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


def _open(corpus: Path | None, index: Path | None, *, rebuild: bool = False) -> Assistant:
    def warn(sentence: str) -> None:
        typer.echo(sentence, err=True)

    return open_assistant(corpus=corpus, index=index_for(corpus, index), rebuild=rebuild, warn=warn)


@app.command(cls=DanishCommand, help=texts.HELP_ASK)
def ask(
    question: Annotated[str | None, typer.Argument(help=texts.HELP_QUESTION, show_default=False)] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help=texts.HELP_BATCH, show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=texts.HELP_JSON)] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Answers one question, or every row of a batch file."""
    if (question is None) == (batch is None):
        raise UsageError(texts.ASK_WHAT)
    rows = read_batch(batch) if batch else []
    assistant = _open(corpus, index)
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


app.command(cls=DanishCommand, name="find", help=texts.HELP_FIND)(find_command)


@app.command(cls=DanishCommand, help=texts.HELP_CHECK)
def check(
    text: Annotated[str | None, typer.Argument(help=texts.HELP_CHECK_TEXT, show_default=False)] = None,
    file: Annotated[Path | None, typer.Option("--file", help=texts.HELP_CHECK_FILE, show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=texts.HELP_CHECK_JSON)] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Holds a text against the material, statement by statement."""
    wanted = text_to_check(text, file)
    assistant = _open(corpus, index)
    begin = time.perf_counter()
    checked = check_claims(assistant, wanted)
    elapsed = 1000 * (time.perf_counter() - begin)
    if as_json:
        typer.echo(json.dumps(checked_object(checked, elapsed_ms=elapsed), ensure_ascii=False))
    else:
        typer.echo(checked_text(checked))


@app.command(cls=DanishCommand, help=texts.HELP_INGEST)
def ingest(
    report: Annotated[bool, typer.Option("--report", help=texts.HELP_REPORT)] = False,
    no_expansions: Annotated[bool, typer.Option("--no-expansions", help=texts.HELP_NO_EXPANSIONS)] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Reads the documents and builds the index, or only reports on them."""
    from ingest.report import report_on

    begin = time.perf_counter()
    if no_expansions and index is None:
        raise UsageError(texts.NO_EXPANSIONS_WHERE)
    place = index_for(corpus, index)
    if report or no_expansions:
        read = read_corpus(corpus or CORPUS)
    else:
        updated = update_index(corpus or CORPUS, place, default_encoder(), anew=True)
        read, built = updated.corpus, updated.built
    for problem in problems_of(read):
        typer.echo(problem, err=True)
    if report:
        typer.echo(report_on(read))
        return
    if no_expansions:
        built = build_index(without_expansions(read), place, default_encoder())
    seconds = time.perf_counter() - begin
    typer.echo(texts.index_built(len(read.documents), built.chunks, built.wordings, seconds))


@app.command(cls=DanishCommand, name="eval", help=texts.HELP_EVAL)
def evaluate(
    failures: Annotated[bool, typer.Option("--failures", help=texts.HELP_FAILURES)] = False,
    ablation: Annotated[bool, typer.Option("--ablation", help=texts.HELP_ABLATION)] = False,
    claims: Annotated[bool, typer.Option("--claims", help=texts.HELP_EVAL_CLAIMS)] = False,
    plot: Annotated[Path | None, typer.Option("--plot", help=texts.HELP_PLOT, show_default=False)] = None,
    write: Annotated[bool, typer.Option("--write-baseline", help=texts.HELP_WRITE_BASELINE)] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Measures the assistant on the evaluation questions and compares with the committed baseline."""
    from eval import goals, report
    from eval.ablation import ablation as ablation_table
    from eval.cases import load_cases
    from eval.run import run_cases

    assistant = _open(corpus, index)
    if claims:
        from eval.claims import claims_report

        typer.echo(claims_report(assistant, failures=failures))
        return
    cases = load_cases()
    if not {gold.doc_id for case in cases for gold in case.gold} <= assistant.retriever.content.documents.keys():
        raise UsageError(texts.EVAL_CORPUS)
    if ablation:
        typer.echo(ablation_table(assistant, cases))
        return
    if plot:
        from eval import tradeoff

        tradeoff.plot(tradeoff.tradeoff(assistant, cases), plot)
        typer.echo(texts.written(str(plot)))
        return
    outcomes = run_cases(assistant, cases)
    typer.echo(report.table(outcomes))
    typer.echo(goals.table(outcomes))
    if failures:
        typer.echo(report.failures(outcomes))
    if write:
        report.write_baseline(outcomes)
        report.write_figures(outcomes)
        return
    if not report.BASELINE.is_file():
        raise UsageError(texts.EVAL_NO_BASELINE)
    losses = report.losses(outcomes)
    for loss in losses:
        typer.echo(f"{texts.CLEAR_LOSS} {loss}", err=True)
    if losses:
        raise typer.Exit(code=1)


@app.command(cls=DanishCommand, help=texts.HELP_SERVE)
def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=texts.HELP_PORT)] = 7860,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Starts the page on this machine."""
    from app import serve as serve_page

    serve_page(
        port,
        lambda: _open(corpus, index, rebuild=True),
        corpus=corpus or CORPUS,
        index=index_for(corpus, index),
    )

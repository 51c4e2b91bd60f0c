"""The commands of ``kildesvar``."""

import sys
import time
from dataclasses import replace
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
from page.conversation import MAX_QUESTION

from . import __version__
from .batch import read_batch
from .check_command import checked_object, checked_text, text_to_check
from .danish import DanishCommand, DanishGroup
from .document_commands import register as register_document_commands
from .find_command import find_command
from .folders import CorpusOption, IndexOption, index_for
from .model_commands import app as model_app
from .output import answer_object, answer_text
from .selftest_command import selftest_command
from .serve_command import make_serve_command
from .terminal import say, say_json

app = typer.Typer(cls=DanishGroup, add_completion=False, no_args_is_help=True, help=texts.HELP, rich_markup_mode=None)
app.add_typer(model_app, name="model")

register_document_commands(app)


def main() -> None:
    """Runs the command line; an expected error, or a file that the system keeps, is one sentence and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except KildesvarError as error:
        say(str(error), error=True)
        raise SystemExit(1) from None
    except OSError as error:
        if not error.filename:
            raise
        denied = isinstance(error, PermissionError)
        reason = texts.NO_ACCESS if denied else error.strerror or type(error).__name__
        say(texts.path_unusable(str(error.filename), reason), error=True)
        raise SystemExit(1) from None


def _version(wanted: bool) -> None:
    if wanted:
        say(f"kildesvar {__version__}")
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
        say(sentence, error=True)

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
        say(answer_text(assistant.ask(_read_of(question)), documents=documents))


def _read_of(question: str, row_id: str | None = None) -> str:
    """Returns what is read of a question, and says so, naming a batch's row, where that is not all of it."""
    if len(question) <= MAX_QUESTION:
        return question
    row = "" if row_id is None else f"{row_id}: "
    say(f"{row}{texts.question_cut(MAX_QUESTION)}", error=True)
    return question[:MAX_QUESTION]


def _print_object(assistant: Assistant, question: str, history: tuple[str, ...], row_id: str | None) -> None:
    begin = time.perf_counter()
    answer = assistant.ask(_read_of(question, row_id), history)
    elapsed = 1000 * (time.perf_counter() - begin)
    say_json(answer_object(assistant, replace(answer, question=question), elapsed_ms=elapsed, row_id=row_id))


app.command(cls=DanishCommand, name="find", help=texts.HELP_FIND)(find_command)
app.command(cls=DanishCommand, name="selftest", help=texts.HELP_SELFTEST)(selftest_command)


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
        say_json(checked_object(checked, elapsed_ms=elapsed))
    else:
        say(checked_text(checked))


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
        say(problem, error=True)
    if report:
        say(report_on(read))
        return
    if no_expansions:
        built = build_index(without_expansions(read), place, default_encoder())
    seconds = time.perf_counter() - begin
    say(texts.index_built(len(read.documents), built.chunks, built.wordings, seconds))


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

        say(claims_report(assistant, failures=failures))
        return
    cases = load_cases()
    if not {gold.doc_id for case in cases for gold in case.gold} <= assistant.retriever.content.documents.keys():
        raise UsageError(texts.EVAL_CORPUS)
    if ablation:
        say(ablation_table(assistant, cases))
        return
    if plot:
        from eval import tradeoff

        tradeoff.plot(tradeoff.tradeoff(assistant, cases), plot)
        say(texts.written(str(plot)))
        return
    outcomes = run_cases(assistant, cases)
    say(report.table(outcomes))
    say(goals.table(outcomes))
    if failures:
        say(report.failures(outcomes))
    if write:
        report.write_baseline(outcomes)
        report.write_figures(outcomes)
        return
    if not report.BASELINE.is_file():
        raise UsageError(texts.EVAL_NO_BASELINE)
    losses = report.losses(outcomes)
    for loss in losses:
        say(f"{texts.CLEAR_LOSS} {loss}", error=True)
    if losses:
        raise typer.Exit(code=1)


app.command(cls=DanishCommand, name="serve", help=texts.HELP_SERVE)(
    make_serve_command(lambda corpus, index: _open(corpus, index, rebuild=True))
)

"""``kildesvar model``: fetch a sentence model, take it in use, list what there is."""

import sys
import time
from typing import Annotated

import typer

import texts
from index.model_store import MODELS, Progress, Row, catalogue, fetch, known, overview, use
from index.settings import CORPUS

from .danish import DanishCommand, DanishGroup
from .folders import CorpusOption, IndexOption, index_for
from .terminal import say

app = typer.Typer(cls=DanishGroup, no_args_is_help=True, help=texts.HELP_MODEL, rich_markup_mode=None)


@app.command(cls=DanishCommand, name="fetch", help=texts.HELP_MODEL_FETCH)
def fetch_command(
    name: Annotated[str | None, typer.Argument(help=texts.HELP_MODEL_FETCH_NAME, show_default=False)] = None,
) -> None:
    """Downloads a model, the first of the catalogue when none is named."""
    wanted = name or catalogue()[0].name
    row = known(wanted)
    if row:
        say(texts.model_fetch_begins(row.name, row.megabytes, row.licence), error=True)
    fetched = fetch(wanted, _progress(), models=MODELS)
    say(texts.model_fetched(fetched.name, fetched.megabytes))


@app.command(cls=DanishCommand, name="use", help=texts.HELP_MODEL_USE)
def use_command(
    name: Annotated[str, typer.Argument(help=texts.HELP_MODEL_USE_NAME, show_default=False)],
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Rebuilds the index with a model and remembers the choice."""
    begin = time.perf_counter()
    say(texts.model_use_begins(name), error=True)
    used = use(name, corpus=corpus or CORPUS, index=index_for(corpus, index), models=MODELS)
    seconds = time.perf_counter() - begin
    say(texts.model_used(used.name, used.built.chunks, used.built.wordings, used.dimension, seconds))


@app.command(cls=DanishCommand, name="list", help=texts.HELP_MODEL_LIST)
def list_command() -> None:
    """Prints a table of the models."""
    lines = [texts.MODEL_COLUMNS, *(_cells(row) for row in overview(MODELS))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(texts.MODEL_COLUMNS))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say("  ".join(cells).rstrip())


def _cells(row: Row) -> tuple[str, ...]:
    if row.fetched is None:
        state = texts.MODEL_BUNDLED
    else:
        state = texts.MODEL_FETCHED if row.fetched else texts.MODEL_NOT_FETCHED
    return (
        row.name,
        str(row.megabytes or texts.MODEL_UNKNOWN_VALUE),
        str(row.dimension or texts.MODEL_UNKNOWN_VALUE),
        row.licence or texts.MODEL_UNKNOWN_VALUE,
        f"{state}, {texts.MODEL_IN_USE}" if row.in_use else state,
    )


def _progress() -> Progress:
    """Returns a counter of megabytes on stderr that is redrawn in place; silent where nobody looks."""
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(1, total)
        if percent == shown or not sys.stderr.isatty():
            return
        shown = percent
        line = f"\r{texts.MODEL_FETCHING} {percent} % ({done // 1_000_000}/{total // 1_000_000} MB)"
        typer.echo(line, err=True, nl=percent == 100)

    return show

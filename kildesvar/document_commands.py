"""``kildesvar add``, ``remove``, ``list`` and ``restore``: the documents and the index, changed together."""

import datetime
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import texts
from index.settings import CORPUS, default_encoder
from index.storage import Version, current_version, stale_documents, versions
from index.update import Updated, add_documents, mend, remove_document, restore_version
from ingest.changes import FOLDER
from ingest.document import Source
from ingest.errors import BusyError, UsageError
from ingest.library import Details
from ingest.manifest import read_sources

from .danish import DanishCommand
from .folders import CorpusOption, IndexOption, index_for
from .terminal import say


def add_command(
    files: Annotated[list[Path], typer.Argument(help=texts.HELP_ADD_FILES, show_default=False)],
    title: Annotated[str, typer.Option("--title", help=texts.HELP_TITLE, show_default=False)] = "",
    sender: Annotated[str, typer.Option("--sender", help=texts.HELP_SENDER, show_default=False)] = "",
    year: Annotated[int | None, typer.Option("--year", help=texts.HELP_YEAR, show_default=False)] = None,
    kind: Annotated[str, typer.Option("--kind", help=texts.HELP_KIND, show_default=False)] = "",
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Adds files to the documents; exit code 1 when one of them was not added."""
    if title and len(files) > 1:
        raise UsageError(texts.one_file_only("--title"))
    begin = time.perf_counter()
    title, sender, kind = (" ".join(said.split()) for said in (title, sender, kind))
    details = Details(title, sender, year, kind)
    places = corpus or CORPUS, index_for(corpus, index)
    done = add_documents(files, details, corpus=places[0], index=places[1], encoder=default_encoder())
    for source in done.added:
        say(texts.document_added(source.doc_id, source.title, source.sender, source.year))
    for sentence in (*done.problems, *done.refused):
        say(sentence, error=True)
    if done.updated:
        _tell(done.updated, time.perf_counter() - begin)
    if done.refused:
        raise typer.Exit(code=1)


def remove_command(
    doc_id: Annotated[str, typer.Argument(help=texts.HELP_DOC_ID, show_default=False)],
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Removes a document; its file is kept."""
    begin = time.perf_counter()
    folder = corpus or CORPUS
    source, updated = remove_document(doc_id, corpus=folder, index=index_for(corpus, index), encoder=default_encoder())
    say(texts.document_removed(source.doc_id, source.title, str(folder / FOLDER)))
    _tell(updated, time.perf_counter() - begin)


def list_command(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Prints the documents and the versions that can be restored."""
    folder, place = corpus or CORPUS, index_for(corpus, index)
    try:
        if mend(folder, place, default_encoder()):
            say(texts.CHANGE_FINISHED, error=True)
    except BusyError as error:
        say(str(error), error=True)
    sources = read_sources(folder)
    kept = versions(place)
    behind = set(stale_documents(place, folder)) if current_version(place) else {each.doc_id for each in sources}
    readable = next((version.documents for version in kept if version.in_use), ())
    lines = [texts.DOCUMENT_COLUMNS, *(_cells(source, behind, readable) for source in sources)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    if kept:
        say(f"\n{texts.VERSIONS}")
        for version in kept:
            say(_version_line(version, readable))


def restore_command(
    version: Annotated[str | None, typer.Argument(help=texts.HELP_RESTORE_VERSION, show_default=False)] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Brings back the documents and the index of an earlier version."""
    done = restore_version(version, corpus=corpus or CORPUS, index=index_for(corpus, index), encoder=default_encoder())
    say(texts.restored(done.name, len(done.documents)))


def _tell(updated: Updated, seconds: float) -> None:
    say(texts.index_updated(len(updated.corpus.documents), updated.reused, seconds))


def _cells(source: Source, behind: set[str], readable: tuple[str, ...]) -> tuple[str, ...]:
    if source.doc_id in behind:
        state = texts.DOCUMENT_CHANGED
    else:
        state = texts.DOCUMENT_INDEXED if source.doc_id in readable else texts.DOCUMENT_UNREAD
    year = str(source.year) if source.year else texts.NO_YEAR
    return source.doc_id, source.title, source.sender, year, source.kind, source.file, state


def _version_line(version: Version, present: Sequence[str]) -> str:
    when = datetime.datetime.fromtimestamp(version.used).strftime("%d-%m-%Y %H:%M:%S")
    named = f"{version.name} ({texts.VERSION_IN_USE})" if version.in_use else version.name
    more = [doc_id for doc_id in version.documents if doc_id not in present]
    fewer = [doc_id for doc_id in present if doc_id not in version.documents]
    return texts.version_line(named, when, len(version.documents), more, fewer)


COMMANDS = (
    ("add", texts.HELP_ADD, add_command),
    ("remove", texts.HELP_REMOVE, remove_command),
    ("list", texts.HELP_LIST, list_command),
    ("restore", texts.HELP_RESTORE, restore_command),
)


def register(app: typer.Typer) -> None:
    """Puts the commands into ``app``."""
    for name, text, command in COMMANDS:
        app.command(cls=DanishCommand, name=name, help=text)(command)

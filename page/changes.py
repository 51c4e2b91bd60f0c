"""The documents changed on the page: added, removed and brought back by the same functions as on the command line.

Each change tells what is being done, step by step, and returns what came of it, as HTML.
"""

import contextlib
import logging
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import texts
from assistant.current import CurrentAssistant
from index.encoders import Encoder
from index.storage import versions
from index.update import Addition, add_documents, remove_document, restore_version
from ingest.errors import KildesvarError, UsageError
from ingest.library import Details

from .changes_view import add_form, added, done, failed, remove_form, running, versions_list
from .conversation import typed
from .uploads import Uploads

_log = logging.getLogger(__name__)

MAX_FIELD = 200
"""Characters of a title or a sender."""
_YEARS = range(1000, 3000)
_MOST_REFUSED = 100
_LONGEST_REFUSAL = 500

Told = Callable[[str], object]

ADD, REMOVE, RESTORE = WHAT = ("add-files", "remove-document", "restore-version")
"""What may be done with the documents, as the browser names it."""
_FIRST = {ADD: texts.UPDATING_INDEX, REMOVE: texts.REMOVING, RESTORE: texts.RESTORING}


@dataclass(frozen=True, slots=True)
class Folders:
    """Where documents and index lie.

    Attributes:
        corpus, index: their folders.
        encoder: makes the embedding model that is in use.
    """

    corpus: Path
    index: Path
    encoder: Callable[[], Encoder]


class Changes:
    """Carries out the changes that the secretariat asks for, one after the other."""

    def __init__(self, current: CurrentAssistant, folders: Folders, uploads: Uploads) -> None:
        self._current = current
        self._folders = folders
        self._uploads = uploads
        # A change that has begun is brought to its end, also when the page that asked for it is closed.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="changes")
        self._last: Future[tuple[str, str]] | None = None

    def carry_out(self, what: str, data: object, shown: Callable[[], str]) -> Iterator[tuple[str, str | None]]:
        """Yields (how the change goes on, None), and at last (what came of it, what ``shown`` returns then); HTML.

        Args:
            what: one of ``WHAT``.
            data: what the browser sent: tokens of files and what is said about them, a document or a version.
            shown: returns what is in the material.
        """
        told: queue.SimpleQueue[str] = queue.SimpleQueue()
        yield running(texts.CHANGE_WAITING if self._last and not self._last.done() else _FIRST[what]), None
        future = self._last = self._worker.submit(lambda: (self._result(what, data, told.put), shown()))
        while not future.done():
            with contextlib.suppress(queue.Empty):
                yield running(told.get(timeout=0.1)), None
        yield future.result()

    def forms(self) -> tuple[str, dict[str, str]]:
        """Returns (HTML: how documents are added and versions brought back; doc_id → HTML: how it is removed)."""
        documents = self._current.newest().retriever.content.documents
        titles = {doc_id: document.title for doc_id, document in documents.items()}
        forms = f"{add_form()}{versions_list(versions(self._folders.index), titles)}"
        return forms, {doc_id: remove_form(document.source) for doc_id, document in documents.items()}

    # --- The three changes --------------------------------------------------------------------------------------------

    def _added(self, data: object, told: Told) -> str:
        tokens = typed(data, "tokens").split()
        refused = [line[:_LONGEST_REFUSAL] for line in typed(data, "refused").splitlines()[:_MOST_REFUSED]]
        if not tokens:
            if not refused:
                raise UsageError(texts.ADD_NONE)
            return added(Addition((), tuple(refused), (), None))
        with self._uploads.taken(tokens) as uploads:
            addition = add_documents(
                [upload.path for upload in uploads],
                _details(data, len(uploads)),
                corpus=self._folders.corpus,
                index=self._folders.index,
                encoder=self._folders.encoder(),
                names=[upload.name for upload in uploads],
                told=told,
            )
        return added(Addition(addition.added, (*refused, *addition.refused), addition.problems, addition.updated))

    def _removed(self, doc_id: str) -> str:
        folders = self._folders
        source, _ = remove_document(doc_id, corpus=folders.corpus, index=folders.index, encoder=folders.encoder())
        return done(texts.removed_here(source.title))

    def _restored(self, version: str) -> str:
        folders = self._folders
        restored = restore_version(
            version or "-", corpus=folders.corpus, index=folders.index, encoder=folders.encoder()
        )
        return done(texts.restored_here(len(restored.documents)))

    def _result(self, what: str, data: object, told: Told) -> str:
        try:
            if what == ADD:
                html = self._added(data, told)
            elif what == REMOVE:
                html = self._removed(typed(data, "document"))
            else:
                html = self._restored(typed(data, "version"))
        except KildesvarError as error:
            return failed(str(error))
        except Exception:
            # The last border before the visitor; the change itself is taken back or ended later (index/update.py).
            _log.exception("The documents could not be changed.")
            return failed(texts.CHANGE_FAILED)
        self._current.newest()  # so that what is shown next shows the change
        return html


def _details(data: object, files: int) -> Details:
    """Returns what was said about the files.

    Raises:
        UsageError: the year is none, or a title was given for several files.
    """
    title, sender, year = (" ".join(typed(data, name).split())[:MAX_FIELD] for name in ("title", "sender", "year"))
    if title and files > 1:
        raise UsageError(texts.one_file_only(texts.ADD_TITLE_FIELD))
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4 and int(year) in _YEARS):
        raise UsageError(texts.year_wrong(year))
    return Details(title, sender, int(year) if year else None)

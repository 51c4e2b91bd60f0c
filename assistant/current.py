"""An assistant that follows the index: when a new version is put in use, the next question is answered from it."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from index.encoders import Encoder
from index.retriever import Retriever
from index.settings import INDEX, default_encoder
from index.storage import CURRENT, current_version, load_index
from ingest.errors import KildesvarError

from .answer import Answer
from .ask import Assistant

_log = logging.getLogger(__name__)

_Stamp = tuple[str, int] | None
"""The version in use and when it was put in use; a repaired version has the name that it had when it was damaged."""


class CurrentAssistant:
    """Stands where an ``Assistant`` does and asks the one over the version in use; for any number of threads.

    A question that is being answered keeps the index that it began with. The first one after a swap loads the new
    version; those that come while it loads are answered from the old one, so nobody waits who need not. A version that
    cannot be loaded is told to ``warn`` and left alone until another one, or the same one again, is put in use; the
    old one goes on answering.
    """

    def __init__(
        self,
        opened: Callable[[], Assistant],
        *,
        index: Path = INDEX,
        corpus: Path | None = None,
        encoder: Callable[[], Encoder] = default_encoder,
        warn: Callable[[str], object] = _log.warning,
    ) -> None:
        """Opens the first assistant.

        Args:
            opened: opens an assistant on the version in use, such as ``open_assistant`` with its options.
            index: folder of its index.
            corpus: folder of its documents where they are not the project's own, for the command that an error names.
            encoder: makes the embedding model that is in use when a version is loaded.
            warn: told one Danish sentence when a version cannot be loaded.
        """
        # Asked before it is opened: a swap in between is noticed at the first question.
        self._seen = _stamp(index)
        self._assistant = opened()
        self._index = index
        self._corpus = corpus
        self._encoder = encoder
        self._warn = warn
        self._loading = threading.Lock()

    @property
    def retriever(self) -> Retriever:
        """The documents of the version in use."""
        return self.get().retriever

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Returns the answer to ``question`` after the questions of ``history``, from the version in use."""
        return self.get().ask(question, history)

    def get(self) -> Assistant:
        """Returns the assistant over the version in use; take it once for all that belongs to one question.

        While another thread loads a new version this is the old one.
        """
        if self._is_behind() and self._loading.acquire(blocking=False):
            try:
                self._load()
            finally:
                self._loading.release()
        return self._assistant

    def newest(self) -> Assistant:
        """Returns the assistant over the version in use, and waits for it while another thread loads it.

        For whoever has just changed the documents and wants to see the change.
        """
        if self._is_behind():
            with self._loading:
                self._load()
        return self._assistant

    def _is_behind(self) -> bool:
        stamp = _stamp(self._index)
        return stamp is not None and stamp != self._seen

    def _load(self) -> None:
        stamp = _stamp(self._index)
        if stamp is None or stamp == self._seen:
            return
        try:
            self._assistant = Assistant(load_index(self._index, self._encoder(), corpus=self._corpus))
        except (KildesvarError, OSError) as error:
            self._warn(str(error))
        self._seen = stamp


def _stamp(index: Path) -> _Stamp:
    """Returns what tells one use of a version from the next, None when there is no index."""
    try:
        when = (index / CURRENT).stat().st_mtime_ns
    except OSError:
        return None
    # Read after the time: a swap in between gives a time that is too old, and so one more look.
    version = current_version(index)
    return None if version is None else (version, when)

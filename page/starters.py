"""The starter questions: those that the documents in use answer."""

import itertools
import threading
from collections.abc import Iterable

import texts
from assistant.answer import Status

from .answers import Answers

MOST = 5


class Starters:
    """Finds starter questions, once for each assistant."""

    def __init__(self) -> None:
        self._found: tuple[object, tuple[str, ...]] = (None, ())
        self._looking = threading.Lock()

    def of(self, assistant: Answers) -> tuple[str, ...]:
        """Returns at most ``MOST`` questions that ``assistant`` answers; () when it answers none that are known.

        First those written for the project's own documents, then questions about the documents themselves.
        """
        with self._looking:
            asked, questions = self._found
            if asked is not assistant:
                questions = tuple(itertools.islice(_answered(assistant), MOST))
                self._found = assistant, questions
            return questions


def _answered(assistant: Answers) -> Iterable[str]:
    titles = [document.title for document in assistant.retriever.content.documents.values()]
    for question in (*texts.STARTERS, texts.STARTER_DOCUMENTS, *map(texts.starter_sender, titles)):
        if assistant.ask(question, []).status is Status.ANSWERED:
            yield question

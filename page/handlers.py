"""What happens when a visitor does something: the page's logic without Gradio.

Each method takes what the browser sent and what is kept for this visitor, and returns what the page shows next.
"""

import logging
from typing import NamedTuple, Protocol

import texts
from assistant.answer import Answer
from ingest.document import Document, Source

from . import render
from .conversation import (
    Turn,
    Turns,
    chosen_citation,
    chosen_page,
    clean_question,
    earlier_questions,
    starter,
)
from .source import source, source_gone

_log = logging.getLogger(__name__)


class Library(Protocol):
    """The documents behind an assistant."""

    def document(self, doc_id: str) -> Document:
        """Returns the document ``doc_id``; raises KeyError when there is none."""
        ...


class Answers(Protocol):
    """What the page needs of an assistant."""

    @property
    def retriever(self) -> Library:
        """The documents."""
        ...

    def ask(self, question: str, history: list[str]) -> Answer:
        """Returns the answer to ``question`` after the questions of ``history``."""
        ...


class View(NamedTuple):
    """What the page shows, in the order of the page's components.

    Attributes:
        box: text of the question box.
        turns: the conversation, kept on the server for this visitor.
        conversation, source, notice: HTML.
    """

    box: str
    turns: Turns
    conversation: str
    source: str
    notice: str


class Handlers:
    """Answers a browser's requests with one assistant, for all visitors; keeps nothing about any of them."""

    def __init__(self, assistant: Answers, searched: tuple[Source, ...]) -> None:
        self._assistant = assistant
        self._searched = searched

    def start(self) -> View:
        """Returns the page before the first question."""
        return self._view((), "")

    def ask(self, typed: object, turns: Turns) -> View:
        """Returns the conversation with ``typed`` asked and answered."""
        question, cut = clean_question(typed)
        if not question:
            return self._view(turns, texts.QUESTION_EMPTY)
        try:
            answer = self._assistant.ask(question, earlier_questions(turns))
        except Exception:
            # The last border before the visitor: whatever went wrong, they get a sentence and keep their question.
            _log.exception("The question could not be answered.")
            return self._view(turns, texts.ANSWER_FAILED, box=question)
        number = turns[-1].number + 1 if turns else 1
        return self._view((*turns, Turn(number, answer, cut)), "")

    def ask_starter(self, data: object, turns: Turns) -> View:
        """Returns the conversation with a starter question asked and answered."""
        return self.ask(starter(data), turns)

    def open_source(self, data: object, turns: Turns) -> str:
        """Returns the page of the source that the browser asked for, as HTML."""
        chosen = chosen_citation(turns, data)
        if chosen is None:
            return source_gone()
        turn, citation = chosen
        try:
            document = self._assistant.retriever.document(citation.doc_id)
        except KeyError:
            return source_gone()
        page = chosen_page(data, len(document.page_starts))
        return source(turn.number, citation, document, page=page)

    def _view(self, turns: Turns, notice: str, *, box: str = "") -> View:
        return View(box, turns, render.conversation(turns, self._searched), "", render.notice(notice))

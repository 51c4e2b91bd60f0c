"""What happens when a visitor does something: the page's logic without Gradio.

Each method takes what the browser sent and what is kept for this visitor, and returns what the page shows next.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
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
    chosen_turn,
    clean_question,
    earlier_questions,
    history_of,
    starter,
    typed,
)
from .opened import Opened, of_answer
from .pictures import is_pdf, picture_of
from .reports import Reports
from .source import source, source_gone

_log = logging.getLogger(__name__)


class Contents(Protocol):
    """What was read from the folder of documents."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """All documents, by identifier."""
        ...


class Library(Protocol):
    """The documents behind an assistant."""

    @property
    def content(self) -> Contents:
        """What was read."""
        ...

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

    def __init__(self, assistant: Answers, *, corpus: Path, reports: Path) -> None:
        """Makes the handlers of a page.

        Args:
            assistant: answers the questions.
            corpus: the folder its documents were read from, for pictures of their pages.
            reports: the folder for reports of wrong answers.
        """
        self._assistant = assistant
        self._corpus = corpus
        self._reports = Reports(reports)
        self._searched: tuple[Source, ...] = tuple(document.source for document in self._documents.values())

    @property
    def _documents(self) -> Mapping[str, Document]:
        return self._assistant.retriever.content.documents

    def start(self) -> View:
        """Returns the page before the first question."""
        return self._view((), "")

    def ask(self, question: object, turns: Turns, *, alone: bool = False) -> View:
        """Returns the conversation with ``question`` asked and answered.

        Args:
            question: as the browser sent it.
            turns: the conversation so far.
            alone: whether the question is asked as if nothing had been asked before.
        """
        asked, cut = clean_question(question)
        if not asked:
            return self._view(turns, texts.QUESTION_EMPTY)
        try:
            answer = self._assistant.ask(asked, [] if alone else earlier_questions(turns))
        except Exception:
            # The last border before the visitor: whatever went wrong, they get a sentence and keep their question.
            _log.exception("The question could not be answered.")
            return self._view(turns, texts.ANSWER_FAILED, box=asked)
        number = turns[-1].number + 1 if turns else 1
        return self._view((*turns, Turn(number, answer, cut, alone)), "")

    def ask_again(self, data: object, turns: Turns) -> View:
        """Returns the conversation with the corrected search asked and answered, as a question that stands alone."""
        return self.ask(typed(data, "question"), turns, alone=True)

    def ask_starter(self, data: object, turns: Turns) -> View:
        """Returns the conversation with a starter question asked and answered."""
        return self.ask(starter(data), turns)

    def open_source(self, data: object, turns: Turns) -> str:
        """Returns the page of the source that the browser asked for, as HTML."""
        chosen = chosen_citation(turns, data)
        return self.show(of_answer(chosen[0].number, chosen[1]) if chosen else None, data)

    def show(self, opened: Opened | None, data: object) -> str:
        """Returns the page of a place, or the page of its document that the browser asked for, as HTML."""
        if opened is None:
            return source_gone()
        try:
            document = self._assistant.retriever.document(opened.doc_id)
        except KeyError:
            return source_gone()
        page = opened.page_in(document, chosen_page(data, len(document.page_starts)))
        wanted = is_pdf(document)
        picture = picture_of(document, self._corpus, page, opened.span_in(document)) if wanted else None
        return source(opened, document, page=page, picture=picture)

    def report(self, data: object, turns: Turns) -> str:
        """Saves a report of the answer that the browser means; returns what is said about it, as HTML."""
        turn = chosen_turn(turns, data)
        if turn is None:
            return render.notice(texts.REPORT_GONE)
        remark = typed(data, "remark")
        return render.notice(self._reports.save(turn.answer, history_of(turns, turn), self._documents, remark))

    def _view(self, turns: Turns, notice: str, *, box: str = "") -> View:
        return View(box, turns, render.conversation(turns, self._searched), "", render.notice(notice))

"""What happens when a visitor does something: the page's logic without Gradio.

Each method takes what the browser sent and what is kept for this visitor, and returns what the page shows next.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import texts

from . import render
from .answers import Answers
from .conversation import (
    Turn,
    Turns,
    chosen_citation,
    chosen_page,
    chosen_turn,
    clean_question,
    earlier_questions,
    history_of,
    typed,
)
from .opened import Opened, of_answer
from .pictures import is_pdf, picture_of
from .reports import Reports
from .source import source, source_gone
from .starters import Starters

_log = logging.getLogger(__name__)


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
    """Answers a browser's requests, for all visitors; keeps nothing about any of them."""

    def __init__(self, current: Callable[[], Answers], *, corpus: Path, reports: Path) -> None:
        """Makes the handlers of a page.

        Args:
            current: returns the assistant that answers now; asked once for all that belongs to one request.
            corpus: the folder its documents were read from, for pictures of their pages.
            reports: the folder for reports of wrong answers.
        """
        self._current = current
        self._corpus = corpus
        self._reports = Reports(reports)
        self._starters = Starters()

    def starters(self) -> str:
        """Returns the starter questions that the documents in use answer, as HTML."""
        return render.starters(self._starters.of(self._current()))

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
        assistant = self._current()
        try:
            answer = assistant.ask(asked, [] if alone else earlier_questions(turns))
        except Exception:
            # The last border before the visitor: whatever went wrong, they get a sentence and keep their question.
            _log.exception("The question could not be answered.")
            return self._view(turns, texts.ANSWER_FAILED, box=asked)
        number = turns[-1].number + 1 if turns else 1
        turn = Turn(number, answer, cut, alone, assistant.retriever.content.documents)
        return self._view((*turns, turn), "")

    def ask_again(self, data: object, turns: Turns) -> View:
        """Returns the conversation with the corrected search asked and answered, as a question that stands alone."""
        return self.ask(typed(data, "question"), turns, alone=True)

    def ask_starter(self, data: object, turns: Turns) -> View:
        """Returns the conversation with a starter question asked and answered."""
        return self.ask(typed(data, "question"), turns)

    def open_source(self, data: object, turns: Turns) -> str:
        """Returns the page of the source that the browser asked for, as HTML."""
        chosen = chosen_citation(turns, data)
        if chosen is None:
            return source_gone(texts.SOURCE_GONE)
        turn, citation = chosen
        return self.show(of_answer(turn.number, citation, turn.documents[citation.doc_id]), data)

    def show(self, opened: Opened | None, data: object) -> str:
        """Returns the page of a place, or the page of its document that the browser asked for, as HTML.

        A document that was removed or changed since is not shown: the place would be gone, or another one.
        """
        if opened is None:
            return source_gone(texts.SOURCE_GONE)
        document = opened.document
        now = self._current().retriever.content.documents.get(document.doc_id)
        if now is None or not opened.is_in(now):
            told = texts.source_removed if now is None else texts.source_changed
            return source_gone(told(document.title), opened.opener)
        page = opened.page(chosen_page(data, len(document.page_starts)))
        picture = picture_of(document, self._corpus, page, opened.span) if is_pdf(document) else None
        return source(opened, page=page, picture=picture)

    def report(self, data: object, turns: Turns) -> str:
        """Saves a report of the answer that the browser means; returns what is said about it, as HTML."""
        turn = chosen_turn(turns, data)
        if turn is None:
            return render.notice(texts.REPORT_GONE)
        remark = typed(data, "remark")
        return render.notice(self._reports.save(turn.answer, history_of(turns, turn), turn.documents, remark))

    def _view(self, turns: Turns, notice: str, *, box: str = "") -> View:
        return View(box, turns, render.conversation(turns), "", render.notice(notice))

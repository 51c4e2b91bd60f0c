"""What happens in the secretariat's views: the claim check, all places of a word, the documents, about, exports.

As in ``page.handlers``, every method takes what the browser sent and what is kept for this visitor.
"""

import base64
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape

import texts
from assistant.ask import Assistant
from assistant.claims import Checked, check
from assistant.occurrences import Library, Occurrences, find_all, library_of
from index.model_store import name_in_use
from ingest.document import Document
from ingest.errors import KildesvarError

from . import render
from .about_view import about, read_figures
from .claims_view import claims
from .conversation import Turns, number_in, typed
from .documents_view import documents, facts_of
from .export import file_name, markdown, print_page
from .export_docx import docx
from .forms import FORMATS, MAX_TEXT, MAX_WORD, export_buttons
from .opened import Opened, of_claim, of_word
from .paper import Edition, Paper, claims_paper, conversation_paper
from .places_view import places
from .version import product_version

_log = logging.getLogger(__name__)

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown;charset=utf-8",
    "html": "text/html;charset=utf-8",
}


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What a visitor was given last; compared by identity, because Gradio hashes what it keeps.

    Attributes:
        checked: the statements of the checked text.
        found: the places of the word, None before anything was looked for.
    """

    checked: tuple[Checked, ...] = ()
    found: Occurrences | None = None


class Secretariat:
    """Answers requests of the secretariat's views; keeps nothing about any visitor."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @property
    def _documents(self) -> Mapping[str, Document]:
        return self._assistant.retriever.content.documents

    @cached_property
    def _library(self) -> Library:
        content = self._assistant.retriever.content
        return library_of(content.documents.values(), content.blocks)

    # --- Claim check and places ---------------------------------------------------------------------------------------

    def check(self, data: object, results: Results) -> tuple[Results, str]:
        """Checks the text that the browser sent; returns (what is kept, HTML)."""
        text = typed(data, "text")
        if not any(character.isalnum() for character in text):
            return results, _told(texts.CHECK_EMPTY)
        if len(text) > MAX_TEXT:
            return results, _told(texts.CHECK_TOO_LONG)
        try:
            checked = tuple(check(self._assistant, text))
        except Exception:
            _log.exception("The text could not be checked.")
            return results, _told(texts.CHECK_FAILED)
        return Results(checked, results.found), f"{claims(checked)}{export_buttons('check')}"

    def find(self, data: object, results: Results) -> tuple[Results, str]:
        """Finds all places of the word that the browser sent; returns (what is kept, HTML)."""
        return self._find(typed(data, "query")[:MAX_WORD], results)

    def find_suggested(self, results: Results) -> tuple[Results, str]:
        """Finds all places of what was suggested; returns (what is kept, HTML)."""
        return self._find(results.found.suggestion if results.found else "", results)

    def _find(self, query: str, results: Results) -> tuple[Results, str]:
        try:
            found = find_all(self._library, query)
        except KildesvarError as error:
            return results, _told(str(error))
        except Exception:
            _log.exception("The places could not be found.")
            return results, _told(texts.PLACES_FAILED)
        return Results(results.checked, found), places(found, self._library)

    def opened_claim(self, data: object, results: Results) -> Opened | None:
        """Returns the place of a statement's citation that the browser asked for, None when there is no such one."""
        statement, marker = number_in(data, "statement"), number_in(data, "citation")
        if statement is None or not 1 <= statement <= len(results.checked):
            return None
        citations = results.checked[statement - 1].citations
        return next((of_claim(statement, citation) for citation in citations if citation.marker == marker), None)

    def opened_place(self, data: object, results: Results) -> Opened | None:
        """Returns the place of the word that the browser asked for, None when there is no such one."""
        number = number_in(data, "place")
        if results.found is None or number is None or number >= len(results.found.places):
            return None
        return of_word(number, results.found.places[number])

    # --- Views that only show -----------------------------------------------------------------------------------------

    def documents(self) -> str:
        """Returns what is in the material, as HTML."""
        return documents(facts_of(self._assistant.retriever.content, self._library))

    def about(self) -> str:
        """Returns what is running here, as HTML."""
        return about(product_version(), name_in_use(), tuple(self._documents.values()), read_figures())

    # --- Exports ------------------------------------------------------------------------------------------------------

    def export(self, data: object, turns: Turns, results: Results) -> str:
        """Returns an exported file as an element that page/behaviour.js saves."""
        ending = typed(data, "format")
        if ending not in FORMATS:
            return ""
        edition = Edition(product_version(), date.today(), self._documents)
        try:
            checked = typed(data, "what") == "check"
            paper = claims_paper(results.checked, edition) if checked else conversation_paper(turns, edition)
            content = _file(paper, ending)
        except Exception:
            _log.exception("The export failed.")
            return f'<p class="ks-failed">{texts.EXPORT_FAILED}</p>'
        # The moment makes every export another value; one that stays the same would not be noticed.
        named = {"name": file_name(paper, ending), "type": _MEDIA[ending], "made": time.monotonic_ns()}
        return (
            f'<p class="ks-file" hidden data-file="{escape(json.dumps(named))}">'
            f"{base64.b64encode(content).decode('ascii')}</p>"
        )


def _file(paper: Paper, ending: str) -> bytes:
    if ending == "docx":
        return docx(paper)
    return (markdown(paper) if ending == "md" else print_page(paper)).encode("utf-8")


def _told(sentence: str) -> str:
    return render.notice(sentence)

"""What happens in the views beside the conversation: claim check, all places of a word, documents, about, exports.

As in ``page.handlers``, every method takes what the browser sent and what is kept for this visitor.
"""

import base64
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import texts
from assistant.ask import Assistant
from assistant.claims import Checked, check
from assistant.occurrences import Library, Occurrences, find_all, library_of
from index.model_store import name_in_use
from index.stored import Content
from ingest.document import Document
from ingest.errors import KildesvarError, UsageError
from ingest.plain_text import read_text

from . import render
from .about_view import about, read_figures
from .changes import Changes
from .changes_view import failed
from .claims_view import claims
from .conversation import Turns, number_in, typed
from .documents_view import documents, facts_of
from .escaping import escape
from .export import file_name, markdown, print_page
from .export_docx import docx
from .forms import FORMATS, MAX_TEXT, MAX_WORD, export_buttons, text_read
from .opened import Opened, of_claim, of_word
from .paper import Edition, Paper, claims_paper, conversation_paper
from .places_view import places
from .roles import Role
from .uploads import Uploads
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
        checked_in, found_in: the documents that they were found in, by doc_id; others may be in use by now.
    """

    checked: tuple[Checked, ...] = ()
    found: Occurrences | None = None
    checked_in: Mapping[str, Document] = field(default_factory=dict)
    found_in: Mapping[str, Document] = field(default_factory=dict)


class Tools:
    """Answers requests of these views; keeps nothing about any visitor."""

    def __init__(self, current: Callable[[], Assistant], uploads: Uploads, changes: Changes | None = None) -> None:
        """Makes the tools.

        Args:
            current: returns the assistant that answers now; asked once for all that belongs to one request.
            uploads: the files that were sent.
            changes: changes the documents; None where they are not to be changed.
        """
        self._current = current
        self._uploads = uploads
        self._changes = changes
        self._prepared: tuple[Content, Library] | None = None
        self._preparing = threading.Lock()

    def _library(self, content: Content) -> Library:
        """Returns the documents of ``content`` made ready to be searched; made once for each version."""
        with self._preparing:
            if self._prepared is None or self._prepared[0] is not content:
                self._prepared = content, library_of(content.documents.values(), content.blocks)
            return self._prepared[1]

    # --- Claim check and places ---------------------------------------------------------------------------------------

    def check(self, data: object, results: Results) -> tuple[Results, str]:
        """Checks the text that the browser sent; returns (what is kept, HTML)."""
        text = typed(data, "text")
        if not any(character.isalnum() for character in text):
            return results, _told(texts.CHECK_EMPTY)
        if len(text) > MAX_TEXT:
            return results, _told(texts.CHECK_TOO_LONG)
        assistant = self._current()
        try:
            checked = tuple(check(assistant, text))
        except Exception:
            _log.exception("The text could not be checked.")
            return results, _told(texts.CHECK_FAILED)
        results = replace(results, checked=checked, checked_in=assistant.retriever.content.documents)
        return results, f"{claims(checked)}{export_buttons('check')}"

    def read(self, data: object) -> str:
        """Returns the text of the file whose token the browser sent, as an element that page/behaviour.js reads."""
        try:
            with self._uploads.taken([typed(data, "token")]) as (upload,):
                text = read_text(upload.path, name=upload.name)
            if len(text) > MAX_TEXT:
                raise UsageError(texts.CHECK_TOO_LONG)
        except KildesvarError as error:
            return _told(str(error))
        except Exception:
            _log.exception("The file could not be read.")
            return _told(texts.CHECK_FAILED)
        return text_read(text)

    def find(self, data: object, results: Results) -> tuple[Results, str]:
        """Finds all places of the word that the browser sent; returns (what is kept, HTML)."""
        return self._find(typed(data, "query")[:MAX_WORD], results)

    def find_suggested(self, results: Results) -> tuple[Results, str]:
        """Finds all places of what was suggested; returns (what is kept, HTML)."""
        return self._find(results.found.suggestion if results.found else "", results)

    def _find(self, query: str, results: Results) -> tuple[Results, str]:
        content = self._current().retriever.content
        try:
            library = self._library(content)
            found = find_all(library, query)
        except KildesvarError as error:
            return results, _told(str(error))
        except Exception:
            _log.exception("The places could not be found.")
            return results, _told(texts.PLACES_FAILED)
        return replace(results, found=found, found_in=content.documents), places(found, library)

    def opened_claim(self, data: object, results: Results) -> Opened | None:
        """Returns the place of a statement's citation that the browser asked for, None when there is no such one."""
        statement, marker = number_in(data, "statement"), number_in(data, "citation")
        if statement is None or not 1 <= statement <= len(results.checked):
            return None
        citations = results.checked[statement - 1].citations
        chosen = next((citation for citation in citations if citation.marker == marker), None)
        return of_claim(statement, chosen, results.checked_in[chosen.doc_id]) if chosen else None

    def opened_place(self, data: object, results: Results) -> Opened | None:
        """Returns the place of the word that the browser asked for, None when there is no such one."""
        number = number_in(data, "place")
        if results.found is None or number is None or number >= len(results.found.places):
            return None
        place = results.found.places[number]
        return of_word(number, place, results.found_in[place.doc_id])

    # --- Views that only show -----------------------------------------------------------------------------------------

    def documents(self, role: Role) -> str:
        """Returns what is in the material, as HTML; for the secretariat with the forms that change it."""
        content = self._current().retriever.content
        adding, actions = self._changes.forms() if self._changes and role is Role.SECRETARIAT else ("", {})
        return documents(facts_of(content, self._library(content)), adding=adding, actions=actions)

    def change(self, what: str, data: object, role: Role) -> Iterator[tuple[str, str | None]]:
        """Changes the documents; yields (how it goes on, what is in the material), both HTML, the second None at first.

        Args:
            what: one of ``page.changes.WHAT``.
            data: what the browser sent.
            role: who asks for it.
        """
        if role is not Role.SECRETARIAT or self._changes is None:
            yield failed(texts.SECRETARIAT_ONLY), None
            return
        yield from self._changes.carry_out(what, data, lambda: self.documents(role))

    def about(self) -> str:
        """Returns what is running here, as HTML."""
        documents = tuple(self._current().retriever.content.documents.values())
        return about(product_version(), name_in_use(), documents, read_figures())

    # --- Exports ------------------------------------------------------------------------------------------------------

    def export(self, data: object, turns: Turns, results: Results) -> str:
        """Returns an exported file as an element that page/behaviour.js saves."""
        ending = typed(data, "format")
        if ending not in FORMATS:
            return ""
        edition = Edition(product_version(), date.today())
        try:
            checked = typed(data, "what") == "check"
            paper = (
                claims_paper(results.checked, results.checked_in, edition)
                if checked
                else conversation_paper(turns, edition)
            )
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

"""``kildesvar find``: every place of a word or a phrase, as text for people and as JSON for programs."""

import time
from collections.abc import Sequence
from typing import Annotated, Any

import typer

import texts
from assistant.occurrences import Library, Occurrence, Occurrences, WordCount, find_all, library_of
from assistant.word_forms import Match
from index.settings import CORPUS
from ingest.corpus import Corpus, read_corpus

from .folders import CorpusOption
from .terminal import say, say_json

_NAMED = 20
"""Word forms that are listed by name on one line; the JSON object has all."""


def find_command(
    query: Annotated[str, typer.Argument(help=texts.HELP_FIND_QUERY, show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help=texts.HELP_FIND_JSON)] = False,
    corpus: CorpusOption = None,
) -> None:
    """Prints every place of a word or a phrase; it reads the documents themselves, so no index can be behind them."""
    read = read_corpus(corpus or CORPUS)
    for problem in _unread(read):
        say(problem, error=True)
    library = library_of(
        [row.document for row in read.documents], {row.document.doc_id: row.structure.blocks for row in read.documents}
    )
    begin = time.perf_counter()
    found = find_all(library, query)
    elapsed = 1000 * (time.perf_counter() - begin)
    if as_json:
        say_json(occurrences_object(library, found, elapsed_ms=elapsed))
    else:
        say(occurrences_text(library, found))


def _unread(read: Corpus) -> list[str]:
    """Returns a sentence for all of the documents that could not be searched."""
    return [*read.failures, *(problem for row in read.documents for problem in row.document.problems)]


# --- For people -----------------------------------------------------------------------------------------------------


def occurrences_text(library: Library, found: Occurrences) -> str:
    """Returns ``found`` as it is printed in a terminal."""
    searched = texts.found_searched(
        found.searched.documents, found.searched.pages, found.searched.words, found.searched.unread
    )
    shown = found.named
    if not found.places:
        lines = [texts.found_nothing(shown, searched, found.exact)]
        if found.suggestion:
            lines.append(texts.did_you_mean(found.suggestion))
        return "\n".join([*lines, *_left_out_line(found)])
    head = [texts.found_only_aside(shown)]
    if found.total:
        documents = len({place.doc_id for place in found.contents})
        head = [texts.found_total(shown, found.total, documents, found.searched.documents), *_word_lines(found)]
    head.extend(_left_out_line(found))
    return "\n\n".join(
        ["\n".join(head), *_documents(library, found), *_aside(found), texts.found_all_searched(searched)]
    )


def _word_lines(found: Occurrences) -> list[str]:
    compounds = [row for row in found.words if row.match is Match.COMPOUND]
    forms = [row for row in found.words if row.match is not Match.COMPOUND]
    labelled = ((texts.FIND_FORMS, forms), (texts.FIND_COMPOUNDS, compounds))
    return [texts.found_words(label, _pairs(rows), _NAMED) for label, rows in labelled if rows]


def _left_out_line(found: Occurrences) -> list[str]:
    return [texts.found_words(texts.FIND_LEFT_OUT, _pairs(found.left_out), _NAMED)] if found.left_out else []


def _pairs(rows: Sequence[WordCount]) -> list[tuple[str, int]]:
    return [(row.word, row.count) for row in rows]


def _documents(library: Library, found: Occurrences) -> list[str]:
    """Returns for each document its title and count, and a line for each place."""
    parts = []
    for words in library.documents:
        places = [place for place in found.contents if place.doc_id == words.document.doc_id]
        lines = [f"  {texts.page_name(place.page)}: {_line(place)}" for place in places]
        parts.append("\n".join([texts.found_in_document(words.document.title, len(places)), *lines]))
    return parts if found.total else []


def _aside(found: Occurrences) -> list[str]:
    if not found.aside:
        return []
    lines = [
        f"  {texts.found_aside_where(place.title, place.page, place.set_aside.value)}: {_line(place)}"
        for place in found.aside
        if place.set_aside
    ]
    return ["\n".join([texts.found_aside(len(found.aside)), *lines])]


def _line(place: Occurrence) -> str:
    return f"{place.before}[{place.shown}]{place.after}"


# --- For programs ---------------------------------------------------------------------------------------------------


def occurrences_object(library: Library, found: Occurrences, *, elapsed_ms: float) -> dict[str, Any]:
    """Returns ``found`` as the JSON object that README documents."""
    searched = found.searched
    return {
        "query": found.query,
        "exact": found.exact,
        "total": found.total,
        "set_aside": len(found.aside),
        "searched": {
            "documents": searched.documents,
            "pages": searched.pages,
            "words": searched.words,
            "unread": [{"title": title, "page": page} for title, page in searched.unread],
        },
        "suggestion": found.suggestion or None,
        "words": [{"word": row.word, "match": row.match, "count": row.count} for row in found.words],
        "left_out": [{"word": row.word, "count": row.count} for row in found.left_out],
        "documents": [
            _document_object(words.document.doc_id, words.document.title, found) for words in library.documents
        ],
        "occurrences": [_place_object(place) for place in found.places],
        "elapsed_ms": round(elapsed_ms, 2),
    }


def _document_object(doc_id: str, title: str, found: Occurrences) -> dict[str, Any]:
    pages = [place.page for place in found.contents if place.doc_id == doc_id]
    return {
        "doc_id": doc_id,
        "title": title,
        "count": len(pages),
        "set_aside": sum(1 for place in found.aside if place.doc_id == doc_id),
        "pages": [{"page": page, "count": pages.count(page)} for page in dict.fromkeys(pages)],
    }


def _place_object(place: Occurrence) -> dict[str, Any]:
    return {
        "doc_id": place.doc_id,
        "title": place.title,
        "page": place.page,
        "section": " › ".join(place.section),
        "start": place.start,
        "end": place.end,
        "word": place.word,
        "match": place.match.value,
        "set_aside": place.set_aside.value if place.set_aside else None,
        "quote": place.citation.quote,
        "quote_start": place.citation.start,
        "quote_end": place.citation.end,
    }

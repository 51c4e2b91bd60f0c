"""All places of a word as HTML: how many, in which forms, where in each document, and each with its line."""

from collections.abc import Sequence

import texts
from assistant.occurrences import Library, Occurrence, Occurrences, WordCount
from assistant.word_forms import Match
from ingest.document import Document

from .bars import columns
from .escaping import escape

_MOST_COLUMNS = 100
"""Columns of a picture; a longer document has several pages in one."""
_SHARES = 20
"""Columns of a document without pages."""
_OPEN = 200
"""Places up to which the list of every document is unfolded from the start."""

Numbered = Sequence[tuple[int, Occurrence]]
"""Places with their positions in ``Occurrences.places``, which is what the browser names them by."""


def places(found: Occurrences, library: Library) -> str:
    """Returns all places of a query.

    Args:
        found: the places; ``data-place`` in the page is a position in ``found.places``, from 0.
        library: the documents that were searched, those without a place too.
    """
    numbered = list(enumerate(found.places))
    if not numbered:
        inside = _nothing(found)
    else:
        contents = [(number, place) for number, place in numbered if place.set_aside is None]
        aside = [(number, place) for number, place in numbered if place.set_aside is not None]
        documents = _documents(found, library, contents) if contents else ""
        inside = f"{_total(found, library)}{_words(found)}{documents}{_aside(aside)}{_searched(found)}"
    return f'<section class="ks-places" aria-labelledby="steder-fundet">{inside}</section>'


def place_id(number: int) -> str:
    """Returns the id of the button that opens a place."""
    return f"sted-{number}"


def _total(found: Occurrences, library: Library) -> str:
    sentence = texts.found_only_aside(found.named)
    if found.total:
        documents = len({place.doc_id for place in found.contents})
        sentence = texts.found_total(found.named, found.total, documents, len(library.documents))
    return f'<div role="status"><h2 id="steder-fundet" class="ks-total" tabindex="-1">{escape(sentence)}</h2></div>'


def _nothing(found: Occurrences) -> str:
    searched = _said_searched(found)
    sentence = escape(texts.found_nothing(found.named, searched, found.exact))
    suggestion = (
        f'<p><button type="button" data-event="place-suggestion">{escape(texts.did_you_mean(found.suggestion))}'
        "</button></p>"
        if found.suggestion
        else ""
    )
    said = f'<p id="steder-fundet" class="ks-empty" tabindex="-1" role="status">{sentence}</p>'
    return f"{said}{suggestion}{_left_out(found)}"


def _said_searched(found: Occurrences) -> str:
    searched = found.searched
    return texts.found_searched(searched.documents, searched.pages, searched.words, searched.unread)


def _searched(found: Occurrences) -> str:
    return f'<p class="ks-place">{escape(texts.found_all_searched(_said_searched(found)))}</p>'


# --- Words ----------------------------------------------------------------------------------------------------------


def _words(found: Occurrences) -> str:
    compounds = [row for row in found.words if row.match is Match.COMPOUND]
    forms = [row for row in found.words if row.match is not Match.COMPOUND]
    labelled = ((texts.FIND_FORMS, forms), (texts.FIND_COMPOUNDS, compounds))
    return "".join(_counted(label, rows) for label, rows in labelled if rows) + _left_out(found)


def _left_out(found: Occurrences) -> str:
    return _counted(texts.FIND_LEFT_OUT, found.left_out) if found.left_out else ""


def _counted(label: str, rows: Sequence[WordCount]) -> str:
    items = "".join(f"<li>{escape(row.word)} <b>{texts.amount(row.count)}</b></li>" for row in rows)
    return f'<div class="ks-words"><h3>{escape(label)}</h3><ul>{items}</ul></div>'


# --- Documents ------------------------------------------------------------------------------------------------------


def _documents(found: Occurrences, library: Library, contents: Numbered) -> str:
    documents = [words.document for words in library.documents]
    here = [[row for row in contents if row[1].doc_id == document.doc_id] for document in documents]
    counts = [_column_counts(document, rows) for document, rows in zip(documents, here, strict=True)]
    most = max(max(column) for column in counts)
    unfolded = found.total <= _OPEN
    return "".join(
        _document(number, document, rows, _picture(found, number, document, rows, column, most), unfolded)
        for number, (document, rows, column) in enumerate(zip(documents, here, counts, strict=True))
    )


def _document(number: int, document: Document, rows: Numbered, picture: str, unfolded: bool) -> str:
    heading = escape(texts.found_in_document(document.title, len(rows)))
    if not rows:
        return f'<section class="ks-found"><h3>{heading}</h3></section>'
    return (
        f'<section class="ks-found" aria-labelledby="fundet-{number}"><h3 id="fundet-{number}">{heading}</h3>{picture}'
        f"<details{' open' if unfolded else ''}><summary>{texts.PLACES_SHOW} {escape(texts.places_in(len(rows)))}"
        f"</summary>{_lines(rows)}</details></section>"
    )


def _picture(
    found: Occurrences, number: int, document: Document, rows: Numbered, counts: Sequence[int], most: int
) -> str:
    if not rows:
        return ""
    drawn = columns(
        counts,
        most,
        name=f"billede-{number}",
        title=texts.places_picture(found.named, document.title),
        description=_description(document, rows, counts),
    )
    begins, ends = texts.PLACES_TEXT_BEGINS, texts.PLACES_TEXT_ENDS
    if document.page_labels:
        begins, ends = texts.page_name(document.page_labels[0]), texts.page_name(document.page_labels[-1])
    axis = f'<p class="ks-axis" aria-hidden="true"><span>{escape(begins)}</span><span>{escape(ends)}</span></p>'
    return f'<div class="ks-where">{drawn}{axis}</div>'


def _column_counts(document: Document, rows: Numbered) -> list[int]:
    """Returns how many places each column stands for: by page, else by the place's share of the text."""
    pages = len(document.page_starts)
    number = min(pages, _MOST_COLUMNS) if document.page_labels else _SHARES
    counts = [0] * number
    for _, place in rows:
        if document.page_labels:
            column = document.page_index(place.start) * number // pages
        else:
            column = min(number - 1, place.start * number // max(1, len(document.text)))
        counts[column] += 1
    return counts


def _description(document: Document, rows: Numbered, counts: Sequence[int]) -> str:
    if not document.page_labels:
        shares = [(100 * number // len(counts), count) for number, count in enumerate(counts) if count]
        return texts.places_by_share(shares)
    pages = [document.page_labels[document.page_index(place.start)] for _, place in rows]
    return texts.places_by_page([(page, pages.count(page)) for page in dict.fromkeys(pages)])


# --- Places ---------------------------------------------------------------------------------------------------------


def _lines(rows: Numbered) -> str:
    return f'<ul class="ks-lines">{"".join(_line(number, place) for number, place in rows)}</ul>'


def _line(number: int, place: Occurrence) -> str:
    where = texts.page_name(place.page)
    if place.set_aside:
        where = texts.aside_place(place.page, place.set_aside.value)
    name = texts.show_place(where, place.shown, place.title)
    return (
        f'<li><button type="button" class="ks-open" id="{place_id(number)}" data-event="place-source"'
        f' data-place="{number}" aria-label="{escape(name)}">{escape(where)}</button>'
        f'<span class="ks-found-line">{escape(place.before)}<mark>{escape(place.shown)}</mark>{escape(place.after)}'
        "</span></li>"
    )


def _aside(rows: Numbered) -> str:
    if not rows:
        return ""
    titles = dict.fromkeys(place.title for _, place in rows)
    parts = "".join(
        f"<h4>{escape(title)}</h4>{_lines([row for row in rows if row[1].title == title])}" for title in titles
    )
    return f'<section class="ks-found ks-aside"><h3>{escape(texts.found_aside(len(rows)))}</h3>{parts}</section>'

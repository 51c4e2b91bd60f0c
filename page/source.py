"""The source beside the answer: one page of a document with the quoted place marked."""

from html import escape

import texts
from assistant.citations import Citation
from ingest.document import Document, Span

from .flow import flowing
from .render import citation_id


def source_gone() -> str:
    """Returns what is shown for a citation that this visitor's conversation does not have."""
    return f'<section class="ks-source"><p role="alert">{texts.SOURCE_GONE}</p></section>'


def source(turn: int, citation: Citation, document: Document, *, page: int | None = None) -> str:
    """Returns a page of ``document`` with the place of ``citation`` marked.

    Args:
        turn: number of the turn that the citation belongs to.
        citation: the citation.
        document: its document.
        page: physical page from 0, less than the number of pages; the one where the quote begins when omitted.
    """
    located = 0 <= citation.start < citation.end <= len(document.text)
    if page is None:
        page = document.page_index(citation.start) if located else 0
    shown = document.page_span(page)
    marked = (citation.start, citation.end) if located else (0, 0)
    return (
        f'<section class="ks-source" aria-labelledby="kilde" data-opener="{citation_id(turn, citation.marker)}">'
        f"{_heading(citation, document, shown)}{_pages(turn, citation, document, page)}{_remarks(shown, marked)}"
        f'<div class="ks-page" tabindex="0" role="group" aria-labelledby="kilde">{_text(document, shown, marked)}</div>'
        f'<button type="button" class="ks-back" data-event="close">↑ {texts.BACK_TO_ANSWER}</button></section>'
    )


def _heading(citation: Citation, document: Document, shown: Span) -> str:
    heading = texts.citation_heading(citation.marker, document.page_at(shown[0]))
    path = f'<p class="ks-path">{escape(citation.section)}</p>' if citation.section else ""
    return (
        f'<header><h2 id="kilde" tabindex="-1">{escape(heading)}</h2>'
        f'<button type="button" class="ks-close" data-event="close">{texts.CLOSE_SOURCE}</button>'
        f'<p class="ks-place">{escape(document.source.sender)} · <cite>{escape(document.title)}</cite></p>'
        f"{path}</header>"
    )


def _pages(turn: int, citation: Citation, document: Document, page: int) -> str:
    count = len(document.page_starts)
    if count == 1:
        return ""

    def button(name: str, target: int, element: str) -> str:
        state = "" if 0 <= target < count else " disabled"
        data = f'data-answer="{turn}" data-marker="{citation.marker}" data-page="{target}"'
        return f'<button type="button" id="{element}" data-event="source" {data}{state}>{name}</button>'

    return (
        f'<nav class="ks-pages" aria-label="{texts.PAGE_CHOICE}">'
        f"{button(f'‹ {texts.PREVIOUS_PAGE}', page - 1, 'forrige-side')}"
        f"<span>{texts.page_position(page + 1, count)}</span>"
        f"{button(f'{texts.NEXT_PAGE} ›', page + 1, 'naeste-side')}</nav>"
    )


def _remarks(shown: Span, marked: Span) -> str:
    """Returns what must be said about the mark: that it is missing, elsewhere, or cut by the page."""
    remarks = []
    if marked[0] == marked[1]:
        remarks.append(texts.QUOTE_NOT_LOCATED)
    elif marked[1] <= shown[0] or marked[0] >= shown[1]:
        remarks.append(texts.QUOTE_ELSEWHERE)
    else:
        if marked[0] < shown[0]:
            remarks.append(texts.QUOTE_CONTINUED)
        if marked[1] > shown[1]:
            remarks.append(texts.QUOTE_CONTINUES)
    return "".join(f'<p class="ks-remark">{remark}</p>' for remark in remarks)


def _text(document: Document, shown: Span, marked: Span) -> str:
    if not document.text[shown[0] : shown[1]].strip():
        return f'<p class="ks-remark">{texts.PAGE_WITHOUT_TEXT}</p>'
    return flowing(document.text, shown, marked)

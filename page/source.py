"""The source beside the answer: one page of a document with the opened place marked."""

import texts
from ingest.document import Document, Span

from .escaping import escape
from .flow import flowing
from .opened import Opened
from .pictures import Picture, is_pdf


def source_gone(sentence: str, opener: str = "") -> str:
    """Returns what is shown for a place that cannot be opened.

    Args:
        sentence: why; it may have a document's title in it.
        opener: id of the button that was to open it.
    """
    return (
        f'<section class="ks-source" aria-labelledby="kilde" data-opener="{escape(opener)}">'
        f'<header><h2 id="kilde" tabindex="-1">{texts.SOURCE_GONE_HEADING}</h2>{_close()}</header>'
        f'<p role="alert">{escape(sentence)}</p>{_back()}</section>'
    )


def source(opened: Opened, *, page: int | None = None, picture: Picture | None = None) -> str:
    """Returns a page of the opened place's document with the place marked.

    Args:
        opened: the place.
        page: physical page from 0, less than the number of pages; the one where the place begins when omitted.
        picture: of that page; a PDF without one is told about.
    """
    document, page = opened.document, opened.page(page)
    shown, marked = document.page_span(page), opened.span
    return (
        f'<section class="ks-source" aria-labelledby="kilde" data-opener="{opened.opener}">'
        f"{_heading(opened, document, shown)}{_pages(opened, document, page)}{_remarks(shown, marked)}"
        f"{_body(document, shown, marked, picture)}"
        f"{_back()}</section>"
    )


def _close() -> str:
    return f'<button type="button" class="ks-close" data-event="close">{texts.CLOSE_SOURCE}</button>'


def _back() -> str:
    return f'<button type="button" class="ks-back" data-event="close">↑ {texts.BACK}</button>'


def _heading(opened: Opened, document: Document, shown: Span) -> str:
    heading = texts.source_heading(opened.name, document.page_at(shown[0]))
    path = f'<p class="ks-path">{escape(opened.section)}</p>' if opened.section else ""
    return (
        f'<header><h2 id="kilde" tabindex="-1">{escape(heading)}</h2>'
        f"{_close()}"
        f'<p class="ks-place">{escape(document.source.sender)} · <cite>{escape(document.title)}</cite></p>'
        f"{path}</header>"
    )


def _pages(opened: Opened, document: Document, page: int) -> str:
    count = len(document.page_starts)
    if count == 1:
        return ""
    data = "".join(f' data-{name}="{value}"' for name, value in opened.data.items())

    def button(name: str, target: int, element: str) -> str:
        state = "" if 0 <= target < count else " disabled"
        return (
            f'<button type="button" id="{element}" data-event="{opened.event}"{data} data-page="{target}"{state}>'
            f"{name}</button>"
        )

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
    elif not _meet(shown, marked):
        remarks.append(texts.QUOTE_ELSEWHERE)
    else:
        if marked[0] < shown[0]:
            remarks.append(texts.QUOTE_CONTINUED)
        if marked[1] > shown[1]:
            remarks.append(texts.QUOTE_CONTINUES)
    return "".join(_remark(remark) for remark in remarks)


def _remark(sentence: str) -> str:
    return f'<p class="ks-remark">{sentence}</p>'


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# --- The page ---------------------------------------------------------------------------------------------------------


def _body(document: Document, shown: Span, marked: Span, picture: Picture | None) -> str:
    text = (
        f'<div class="ks-page" tabindex="0" role="group" aria-labelledby="kilde">{_text(document, shown, marked)}</div>'
    )
    if picture is None:
        return f"{_remark(texts.PICTURE_GONE)}{text}" if is_pdf(document) else text
    lost = _meet(shown, marked) and not picture.places
    name = texts.page_picture(document.page_at(shown[0]))
    return (
        f"{_remark(texts.PICTURE_NOT_LOCATED) if lost else ''}"
        f'<div class="ks-both">{text}{_picture(picture, name)}</div>'
    )


def _text(document: Document, shown: Span, marked: Span) -> str:
    if not document.text[shown[0] : shown[1]].strip():
        return _remark(texts.PAGE_WITHOUT_TEXT)
    return flowing(document.text, shown, marked)


def _picture(picture: Picture, name: str) -> str:
    places = "".join(
        f'<span class="ks-spot" style="left:{x:.2%};top:{y:.2%};width:{w:.2%};height:{h:.2%}"></span>'
        for x, y, w, h in picture.places
    )
    described = f"{name}. {texts.PICTURE_MARK}" if picture.places else name
    return (
        f'<figure class="ks-picture">'
        f'<button type="button" data-do="enlarge" aria-pressed="false">{texts.PICTURE_ENLARGE}</button>'
        f'<div class="ks-paper" tabindex="0" role="group" aria-label="{escape(name)}"><img src="{picture.address}"'
        f' width="{picture.size[0]}" height="{picture.size[1]}" alt="{escape(described)}">{places}</div></figure>'
    )

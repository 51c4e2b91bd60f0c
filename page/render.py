"""Turns a conversation into HTML.

Every text that comes from a document or a visitor passes through ``html.escape``; the results are shown by ``gr.HTML``
with its default template only. (A ``{{…}}`` template would run ``${…}`` found in the text, even escaped.)
"""

from collections.abc import Sequence
from html import escape

import texts
from assistant.answer import Answer, Status
from assistant.citations import Citation
from ingest.document import Source

from .conversation import MAX_QUESTION, Turn, Turns

_LOOKS = {
    Status.ANSWERED: ("✓", texts.ANSWER_LABEL),
    Status.RELATED: ("≈", texts.RELATED_LABEL),
    Status.NOT_IN_DOCUMENTS: ("∅", texts.REFUSAL_LABEL),
}
"""Sign and label of each outcome; the style sheet adds shape and colour."""


def header() -> str:
    """Returns the title and the line that says what this is."""
    return f'<header class="ks-header"><h1>{texts.SITE_TITLE}</h1><p>{texts.SITE_LINE}</p></header>'


def conversation(turns: Turns, searched: Sequence[Source]) -> str:
    """Returns the conversation so far; the starter questions when nothing was asked yet.

    Args:
        turns: the questions with their answers.
        searched: the documents that are searched, named in a refusal.
    """
    inside = "".join(_turn(turn, searched) for turn in turns) or _start()
    # A log announces what is added to it, and Gradio only adds to the page what is new.
    return f'<div class="ks-conversation" role="log" aria-label="{texts.CONVERSATION}">{inside}</div>'


def notice(sentence: str = "") -> str:
    """Returns the line under the question box; the element stays when it is empty so that changes are announced."""
    return f'<p class="ks-notice" role="status">{escape(sentence)}</p>'


def citation_id(turn: int, marker: int) -> str:
    """Returns the id of a citation's number on the page."""
    return f"svar-{turn}-citat-{marker}"


def _start() -> str:
    buttons = "".join(
        f'<li><button type="button" data-event="starter" data-number="{number}">{escape(question)}</button></li>'
        for number, question in enumerate(texts.STARTERS)
    )
    return f'<section class="ks-start"><h2>{texts.STARTERS_HEADING}</h2><ul>{buttons}</ul></section>'


def _turn(turn: Turn, searched: Sequence[Source]) -> str:
    answer = turn.answer
    sign, label = _LOOKS[answer.status]
    cut = f'<p class="ks-cut">{escape(texts.question_cut(MAX_QUESTION))}</p>' if turn.cut else ""
    return (
        f'<article class="ks-turn" id="svar-{turn.number}" tabindex="-1" aria-labelledby="spm-{turn.number}">'
        f'<h2 class="ks-question" id="spm-{turn.number}">{escape(answer.question)}</h2>{cut}{_searched(answer)}'
        f'<div class="ks-answer ks-{answer.status.value}">'
        f'<p class="ks-outcome"><span class="ks-sign" aria-hidden="true">{sign}</span> {label}</p>'
        f"{_outcome(turn, searched)}</div></article>"
    )


def _searched(answer: Answer) -> str:
    if answer.searched.strip() == answer.question.strip():
        return ""
    return f'<p class="ks-searched">{texts.SEARCHED_FOR}<q>{escape(answer.searched)}</q></p>'


def _outcome(turn: Turn, searched: Sequence[Source]) -> str:
    if turn.answer.status is Status.NOT_IN_DOCUMENTS:
        return _refusal(searched)
    answer = turn.answer
    quotes = "".join(_citation(turn, citation) for citation in answer.citations)
    opening = f'<p class="ks-opening">{escape(answer.opening)}</p>' if answer.opening else ""
    missing = f'<p class="ks-missing">{escape(texts.not_found(answer.missing))}</p>' if answer.missing else ""
    if answer.status is Status.ANSWERED:
        return f'{opening}<ol class="ks-quotes">{quotes}</ol>{missing}'
    return (
        f'<p class="ks-lead">{escape(texts.RELATED)}</p>{opening}<ol class="ks-quotes">{quotes}</ol>{missing}'
        f'<p class="ks-next">{escape(texts.RELATED_NEXT)}</p>'
    )


def _refusal(searched: Sequence[Source]) -> str:
    documents = "".join(
        f"<li><cite>{escape(source.title)}</cite> · {escape(source.sender)}</li>" for source in searched
    )
    return (
        f'<p class="ks-lead">{escape(texts.NOT_IN_DOCUMENTS)}</p>'
        f"<p>{escape(texts.searched_documents(len(searched)))}</p>"
        f"<details><summary>{texts.DOCUMENTS_SEARCHED}</summary><ul>{documents}</ul></details>"
        f'<p class="ks-next">{escape(texts.WHAT_NEXT)}</p>'
    )


def _quote(quote: str) -> str:
    """Returns the quote with each item of a list on its own line; its text content stays as it is."""
    return escape(quote).replace(" • ", " <br>• ")


def _citation(turn: Turn, citation: Citation) -> str:
    marker = citation.marker
    opens = f'type="button" data-event="source" data-answer="{turn.number}" data-marker="{marker}"'
    place = texts.source_line(citation.sender, citation.title, citation.section, citation.page)
    label = f'<p class="ks-label">{escape(texts.side(citation.label))}</p>' if citation.label else ""
    context = f'<p class="ks-context">{escape(citation.context)}</p>' if citation.context else ""
    return (
        f'<li class="ks-citation">'
        f'<button {opens} class="ks-marker" id="{citation_id(turn.number, marker)}" aria-expanded="false"'
        f' aria-label="{escape(texts.show_citation(marker))}">[{marker}]</button>'
        f'<div class="ks-quoted">{label}{context}<blockquote>{_quote(citation.quote)}</blockquote>'
        f'<p class="ks-place">{escape(place)}</p>'
        f'<button {opens} class="ks-show">{texts.SHOW_SOURCE}</button></div></li>'
    )

"""Turns a conversation into HTML.

Every text that comes from a document or a visitor passes through ``escaping.escape``; the results are shown by
``gr.HTML`` with its default template only. (A ``{{…}}`` template would run ``${…}`` found in the text, even escaped.)
"""

from collections.abc import Sequence

import texts
from assistant.answer import Status
from assistant.citations import Citation
from ingest.document import Source

from .citation_view import Opener, citation_item
from .clipboard import answer_as_text
from .conversation import MAX_QUESTION, Turn, Turns
from .entry import SETTINGS
from .escaping import escape
from .forms import export_conversation
from .outcomes import outcome
from .reports import MAX_REMARK


def header() -> str:
    """Returns the title, the line that says what this is, the choice of views, and the settings of the look."""
    return (
        f'<a class="ks-skip" href="#ks-desk" data-do="skip">{texts.SKIP_TO_CONTENT}</a>'
        f'<header class="ks-header"><div class="ks-name"><h1>{texts.SITE_TITLE}</h1><p>{texts.SITE_LINE}</p></div>'
        f"{_look()}{_views()}</header>"
        '<p class="ks-said" role="status"></p>'
    )


def _views() -> str:
    items = "".join(
        f'<li><a href="#{name}" data-view="{name}"{_current(name)}>{title}</a></li>'
        for name, title in texts.VIEWS.items()
    )
    return f'<nav class="ks-views" aria-label="{texts.VIEWS_LABEL}"><ul>{items}</ul></nav>'


def _current(name: str) -> str:
    return ' aria-current="page"' if name == next(iter(texts.VIEWS)) else ""


def _look() -> str:
    sizes = "".join(
        f'<button type="button" data-do="size" data-size="{number}" aria-pressed="{"false" if number else "true"}">'
        f"{name}</button>"
        for number, name in enumerate(texts.TEXT_SIZES)
    )
    return (
        f'<details class="ks-look"><summary>{texts.LOOK}</summary><div class="ks-panel">'
        f'<div role="group" aria-labelledby="ks-sizes"><p id="ks-sizes">{texts.TEXT_SIZE}</p>{sizes}</div>'
        f'<button type="button" data-do="dark" aria-pressed="false">{texts.DARK}</button>'
        f'<p><a href="{SETTINGS}">{texts.SETTINGS_TITLE}</a></p></div></details>'
    )


def conversation(turns: Turns) -> str:
    """Returns the conversation so far: the questions with their answers."""
    inside = "".join(_turn(turn) for turn in turns)
    export = export_conversation() if turns else ""
    # A log announces what is added to it, and Gradio only adds to the page what is new.
    return f'<div class="ks-conversation" role="log" aria-label="{texts.CONVERSATION}">{inside}</div>{export}'


def notice(sentence: str = "") -> str:
    """Returns the line under the question box; the element stays when it is empty so that changes are announced."""
    return f'<p class="ks-notice" role="status">{escape(sentence)}</p>'


def citation_id(turn: int, marker: int) -> str:
    """Returns the id of a citation's number on the page."""
    return f"svar-{turn}-citat-{marker}"


def starters_awaited() -> str:
    """Returns room for the starter questions, so that nothing moves when they come."""
    return '<div class="ks-room"></div>'


def starters(questions: Sequence[str]) -> str:
    """Returns the starter questions; the style sheet shows them while nothing has been asked."""
    buttons = "".join(
        f'<li><button type="button" data-event="starter" data-question="{escape(question)}" data-echo="question">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return (
        f'<section class="ks-start"><h2>{texts.STARTERS_HEADING}</h2><ul>{buttons}</ul></section>' if questions else ""
    )


def _turn(turn: Turn) -> str:
    answer = turn.answer
    cut = f'<p class="ks-cut">{escape(texts.question_cut(MAX_QUESTION))}</p>' if turn.cut else ""
    return (
        f'<article class="ks-turn" id="svar-{turn.number}" tabindex="-1" aria-labelledby="spm-{turn.number}">'
        f'<h2 class="ks-question" id="spm-{turn.number}">{escape(answer.question)}</h2>{cut}{_searched(turn)}'
        f'<div class="ks-answer ks-{answer.status.value}">'
        f"{outcome(answer.status)}{_found(turn)}</div>{_actions(turn)}</article>"
    )


def _searched(turn: Turn) -> str:
    searched = turn.answer.searched
    if searched.strip() == turn.answer.question.strip():
        return ""
    box = f"soegt-{turn.number}"
    return (
        f'<div class="ks-searched"><p>{texts.SEARCHED_FOR}<q>{escape(searched)}</q></p>'
        f'<details class="ks-fix"><summary>{texts.EDIT_SEARCH}</summary><form data-event="again" data-echo="question">'
        f'<label for="{box}">{texts.EDIT_SEARCH_LABEL}</label>'
        f'<input id="{box}" name="question" value="{escape(searched)}" maxlength="{MAX_QUESTION}" autocomplete="off">'
        f'<button type="submit">{texts.SEARCH_AGAIN}</button></form></details></div>'
    )


def _actions(turn: Turn) -> str:
    box = f"bemaerkning-{turn.number}"
    return (
        f'<div class="ks-actions"><button type="button" data-do="copy">{texts.COPY_ANSWER}</button>'
        f'<textarea class="ks-copy" aria-label="{texts.COPY_TEXT}" readonly hidden>'
        f"{escape(answer_as_text(turn.answer))}</textarea>"
        f'<details class="ks-report"><summary>{texts.REPORT}</summary>'
        f'<form data-event="report" data-answer="{turn.number}"><p>{texts.REPORT_WHAT}</p>'
        f'<label for="{box}">{texts.REPORT_REMARK}</label>'
        f'<textarea id="{box}" name="remark" rows="2" maxlength="{MAX_REMARK}"></textarea>'
        f'<button type="submit">{texts.REPORT_SAVE}</button></form></details></div>'
    )


def _found(turn: Turn) -> str:
    if turn.answer.status is Status.NOT_IN_DOCUMENTS:
        return _refusal([document.source for document in turn.documents.values()])
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


def _citation(turn: Turn, citation: Citation) -> str:
    marker = citation.marker
    data = {"answer": turn.number, "marker": marker}
    opener = Opener(citation_id(turn.number, marker), "source", data, texts.show_citation(marker))
    return citation_item(citation, opener, label=texts.side(citation.label) if citation.label else "")

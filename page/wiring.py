"""Wires the page's logic to Gradio: which component shows what, and which handler answers which action.

Gradio is imported inside the functions: it must be imported after its network switches are set (``app.py``).
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import texts

from . import forms, render
from .changes import WHAT
from .conversation import Turns
from .guard import MAX_UPLOAD, UPLOAD
from .handlers import Handlers, View
from .question_log import QuestionLog, note
from .roles import Role, role_in
from .tools import Results, Tools

if TYPE_CHECKING:
    import gradio as gr

STYLE = Path(__file__).parent / "style.css"
_BEHAVIOUR = Path(__file__).parent / "behaviour.js"
_EVENTS = (
    "starter", "again", "report", "source", "close", "check", "read", "claim-source", "find", "place-source",
    "place-suggestion", "show", "export", *WHAT,
)  # fmt: skip
_ATTACH = f"const events = {json.dumps(_EVENTS)};\nwindow.kildesvar.attach(element, trigger, watch)"
"""Gradio knows an event when its name stands here between quotation marks."""
_NO_STATISTICS = {"GRADIO_ANALYTICS_MAX_EVENTS": "1", "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000"}
"""Gradio keeps the last 10,000 events and sums all of them up after each one, for a view that is off here."""
_HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def head() -> str:
    """Returns a script that names the page's language (Gradio's page says English) and sets up the page's behaviour."""
    words = {
        "title": texts.SITE_TITLE,
        "views": texts.VIEWS,
        "searching": texts.SEARCHING,
        "noConnection": texts.NO_CONNECTION,
        "copied": texts.COPIED,
        "copyFailed": texts.COPY_FAILED,
        "exported": texts.EXPORTED,
        "saying": {"check": texts.CHECKING, "find": texts.SEARCHING},
        "reading": texts.READING_CHECK,
        "sending": texts.SENDING,
        "sendFailed": texts.UPLOAD_BROKEN,
        "tooLarge": texts.upload_too_large("{name}", MAX_UPLOAD),
    }
    limits = {"upload": UPLOAD, "mostBytes": MAX_UPLOAD}
    behaviour = _BEHAVIOUR.read_text(encoding="utf-8")
    return (
        f'<script>document.documentElement.lang = "da"; window.kildesvarTexts = {json.dumps(words)};'
        f" window.kildesvarLimits = {json.dumps(limits)};\n"
        f"{behaviour}</script>"
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The components that change.

    Attributes:
        turns, results: what is kept for a visitor.
        told, logged: whether this visitor's page says that questions are written down, and the line that says it.
        conversation, starters, box, ask, new_topic, notice: the view where one asks.
        check_form, read, checked, find_form, found, changing, documents, about: the other views.
        source, file: the source beside them, and the file that is saved next.
    """

    turns: "gr.State"
    results: "gr.State"
    told: "gr.State"
    logged: "gr.HTML"
    conversation: "gr.HTML"
    starters: "gr.HTML"
    box: "gr.Textbox"
    ask: "gr.Button"
    new_topic: "gr.Button"
    notice: "gr.HTML"
    check_form: "gr.HTML"
    read: "gr.HTML"
    checked: "gr.HTML"
    find_form: "gr.HTML"
    found: "gr.HTML"
    changing: "gr.HTML"
    documents: "gr.HTML"
    about: "gr.HTML"
    source: "gr.HTML"
    file: "gr.HTML"


def build_blocks(handlers: Handlers, tools: Tools, log: QuestionLog) -> "gr.Blocks":
    """Returns the page, whose actions are answered by ``handlers`` and ``tools``; ``log`` may be on or off."""
    import gradio as gr

    os.environ.update(_NO_STATISTICS)
    blocks = gr.Blocks(title=texts.SITE_TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        page = _layout(handlers.start())
        # Asked for each time the page is opened, since the documents may be others by then.
        blocks.load(handlers.starters, None, page.starters, **_HIDDEN)
        blocks.load(partial(note, log, (), told=False), None, [page.told, page.logged], **_HIDDEN)
        _wire_asking(handlers, log, page)
        _wire_tools(blocks, tools, page)
        _wire_documents(tools, page)
        _wire_source(handlers, tools, page)
    # Of what Gradio keeps for each visitor (about 0.1 MB) the least recently used is given up beyond this number.
    blocks.state_session_capacity = 100
    blocks.queue(default_concurrency_limit=2, status_update_rate=10, max_size=200, api_open=False)
    return blocks


def _html(value: str, name: str) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=_ATTACH, apply_default_css=False)


def _layout(first: View) -> _Page:
    """Makes the components: the views in one column, and beside it the source."""
    import gradio as gr

    def view(name: str) -> gr.Column:
        return gr.Column(elem_id=f"ks-view-{name}", elem_classes="ks-view")

    turns, results, told = gr.State(first.turns), gr.State(Results()), gr.State(False)
    _html(render.header(), "ks-top")
    with gr.Row(elem_id="ks-desk"):
        with gr.Column(elem_id="ks-talk"):
            with view("spoerg"):
                logged = _html("", "ks-logged")
                conversation = _html(first.conversation, "ks-conversation")
                starters = _html(render.starters_awaited(), "ks-starters")
                with gr.Column(elem_id="ks-form"):
                    with gr.Row(elem_id="ks-line"):
                        box = gr.Textbox(
                            label=texts.QUESTION_LABEL, placeholder=texts.QUESTION_HINT, max_lines=5, elem_id="ks-box"
                        )
                        ask = gr.Button(texts.ASK, variant="primary", elem_id="ks-ask")
                        new_topic = gr.Button(texts.NEW_TOPIC, elem_id="ks-new")
                    notice = _html(first.notice, "ks-notice")
            with view("tjek"):
                check_form, read = _html(forms.check_form(Role.MEMBER), "ks-tjek-form"), _html("", "ks-read")
                checked = _html("", "ks-checked")
            with view("steder"):
                find_form, found = _html(forms.places_form(), "ks-steder-form"), _html("", "ks-found")
            with view("dokumenter"):
                changing, documents = _html("", "ks-changing"), _html(forms.loading(), "ks-dokumenter")
            with view("om"):
                about = _html(forms.loading(), "ks-om")
        with gr.Column(elem_id="ks-beside"):
            source = _html(first.source, "ks-source")
    file = _html("", "ks-file")
    return _Page(
        turns, results, told, logged, conversation, starters, box, ask, new_topic, notice,
        check_form, read, checked, find_form, found, changing, documents, about, source, file,
    )  # fmt: skip


def _wire_asking(handlers: Handlers, log: QuestionLog, page: _Page) -> None:
    import gradio as gr

    def noted(view: View, kept: Turns, told: bool) -> tuple[Any, ...]:
        return (*view, *note(log, [turn.answer for turn in view.turns[len(kept) :]], told=told))

    def on_ask(question: str, kept: Turns, told: bool) -> tuple[Any, ...]:
        return noted(handlers.ask(question, kept), kept, told)

    def on_starter(kept: Turns, told: bool, event: gr.EventData) -> tuple[Any, ...]:
        return noted(handlers.ask_starter(event._data, kept), kept, told)

    def on_again(kept: Turns, told: bool, event: gr.EventData) -> tuple[Any, ...]:
        return noted(handlers.ask_again(event._data, kept), kept, told)

    def on_report(kept: Turns, event: gr.EventData) -> str:
        return handlers.report(event._data, kept)

    everything: list[Any] = [page.box, page.turns, page.conversation, page.source, page.notice]
    answered, known = [*everything, page.told, page.logged], [page.turns, page.told]
    # The question is shown by the browser itself, before the server has heard of it.
    echo = "(question, ...kept) => { window.kildesvar.echo(question); return [question, ...kept]; }"
    asked = [
        trigger(on_ask, [page.box, *known], answered, js=echo, **_HIDDEN)
        for trigger in (page.box.submit, page.ask.click)
    ]
    asked.append(page.starters.starter(on_starter, known, answered, **_HIDDEN))
    asked.append(page.conversation.again(on_again, known, answered, **_HIDDEN))
    for done in asked:
        done.then(None, js="() => window.kildesvar.settle()", **_HIDDEN)
    page.new_topic.click(handlers.start, None, everything, **_HIDDEN)
    page.conversation.report(on_report, page.turns, page.notice, **_HIDDEN)


def _wire_tools(blocks: "gr.Blocks", tools: Tools, page: _Page) -> None:
    import gradio as gr

    def on_load(request: gr.Request) -> str:
        return forms.check_form(role_in(request.headers))

    # What was opened from an earlier result is closed when there is a new one.
    def on_check(kept: Results, event: gr.EventData) -> tuple[Results, str, str]:
        return *tools.check(event._data, kept), ""

    def on_read(event: gr.EventData) -> str:
        return tools.read(event._data)

    def on_find(kept: Results, event: gr.EventData) -> tuple[Results, str, str]:
        return *tools.find(event._data, kept), ""

    def on_suggested(kept: Results) -> tuple[Results, str, str]:
        return *tools.find_suggested(kept), ""

    def on_export(turns: Turns, kept: Results, event: gr.EventData) -> str:
        return tools.export(event._data, turns, kept)

    blocks.load(on_load, None, page.check_form, **_HIDDEN)
    page.check_form.check(on_check, page.results, [page.results, page.checked, page.source], **_HIDDEN)
    page.check_form.read(on_read, None, page.read, **_HIDDEN)
    places: list[Any] = [page.results, page.found, page.source]
    page.find_form.find(on_find, page.results, places, **_HIDDEN)
    getattr(page.found, "place-suggestion")(on_suggested, page.results, places, **_HIDDEN)
    page.about.show(tools.about, None, page.about, **_HIDDEN)
    for opener in (page.conversation, page.checked):
        opener.export(on_export, [page.turns, page.results], page.file, **_HIDDEN)


def _wire_documents(tools: Tools, page: _Page) -> None:
    import gradio as gr

    def on_show(request: gr.Request) -> str:
        return tools.documents(role_in(request.headers))

    def changing(what: str) -> Callable[..., Iterator[tuple[str, Any]]]:
        def on_change(event: gr.EventData, request: gr.Request) -> Iterator[tuple[str, Any]]:
            for status, documents in tools.change(what, event._data, role_in(request.headers)):
                yield status, gr.skip() if documents is None else documents

        return on_change

    page.documents.show(on_show, None, page.documents, **_HIDDEN)
    for what in WHAT:
        getattr(page.documents, what)(changing(what), None, [page.changing, page.documents], **_HIDDEN)


def _wire_source(handlers: Handlers, tools: Tools, page: _Page) -> None:
    import gradio as gr

    def on_source(turns: Turns, event: gr.EventData) -> str:
        return handlers.open_source(event._data, turns)

    def on_claim(kept: Results, event: gr.EventData) -> str:
        return handlers.show(tools.opened_claim(event._data, kept), event._data)

    def on_place(kept: Results, event: gr.EventData) -> str:
        return handlers.show(tools.opened_place(event._data, kept), event._data)

    for opener in (page.conversation, page.source):
        opener.source(on_source, page.turns, page.source, **_HIDDEN)
    for opener in (page.checked, page.source):
        getattr(opener, "claim-source")(on_claim, page.results, page.source, **_HIDDEN)
    for opener in (page.found, page.source):
        getattr(opener, "place-source")(on_place, page.results, page.source, **_HIDDEN)
    page.source.close(lambda: "", None, page.source, **_HIDDEN)

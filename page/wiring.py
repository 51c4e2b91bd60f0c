"""Wires the page's logic to Gradio: which component shows what, and which handler answers which action.

Gradio is imported inside the functions: it must be imported after its network switches are set (``app.py``).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import texts
from assistant.ask import Assistant

from . import forms, render
from .conversation import Turns
from .handlers import Handlers, View
from .secretariat import Results, Secretariat

if TYPE_CHECKING:
    import gradio as gr

STYLE = Path(__file__).parent / "style.css"
_BEHAVIOUR = Path(__file__).parent / "behaviour.js"
_EVENTS = (
    "starter", "again", "report", "source", "close", "check", "claim-source", "find", "place-source",
    "place-suggestion", "show", "export",
)  # fmt: skip
_ATTACH = f"const events = {json.dumps(_EVENTS)};\nwindow.kildesvar.attach(element, trigger, watch)"
"""Gradio knows an event when its name stands here between quotation marks."""
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
    }
    behaviour = _BEHAVIOUR.read_text(encoding="utf-8")
    return (
        f'<script>document.documentElement.lang = "da"; window.kildesvarTexts = {json.dumps(words)};\n'
        f"{behaviour}</script>"
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The components that change.

    Attributes:
        turns, results: what is kept for a visitor.
        conversation, box, ask, new_topic, notice: the view where one asks.
        check_form, checked, find_form, found, documents, about: the secretariat's views.
        source, file: the source beside them, and the file that is saved next.
    """

    turns: "gr.State"
    results: "gr.State"
    conversation: "gr.HTML"
    box: "gr.Textbox"
    ask: "gr.Button"
    new_topic: "gr.Button"
    notice: "gr.HTML"
    check_form: "gr.HTML"
    checked: "gr.HTML"
    find_form: "gr.HTML"
    found: "gr.HTML"
    documents: "gr.HTML"
    about: "gr.HTML"
    source: "gr.HTML"
    file: "gr.HTML"


def build_blocks(assistant: Assistant, *, corpus: Path, reports: Path) -> "gr.Blocks":
    """Returns the page.

    Args:
        assistant: answers the questions.
        corpus: the folder its documents were read from.
        reports: the folder for reports of wrong answers.
    """
    import gradio as gr

    handlers, secretariat = Handlers(assistant, corpus=corpus, reports=reports), Secretariat(assistant)
    blocks = gr.Blocks(title=texts.SITE_TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        page = _layout(handlers.start())
        _wire_asking(handlers, page)
        _wire_secretariat(secretariat, page)
        _wire_source(handlers, secretariat, page)
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

    turns, results = gr.State(first.turns), gr.State(Results())
    _html(render.header(), "ks-top")
    with gr.Row(elem_id="ks-desk"):
        with gr.Column(elem_id="ks-talk"):
            with view("spoerg"):
                conversation = _html(first.conversation, "ks-conversation")
                with gr.Column(elem_id="ks-form"):
                    with gr.Row(elem_id="ks-line"):
                        box = gr.Textbox(
                            label=texts.QUESTION_LABEL, placeholder=texts.QUESTION_HINT, max_lines=5, elem_id="ks-box"
                        )
                        ask = gr.Button(texts.ASK, variant="primary", elem_id="ks-ask")
                        new_topic = gr.Button(texts.NEW_TOPIC, elem_id="ks-new")
                    notice = _html(first.notice, "ks-notice")
            with view("tjek"):
                check_form, checked = _html(forms.check_form(), "ks-tjek-form"), _html("", "ks-checked")
            with view("steder"):
                find_form, found = _html(forms.places_form(), "ks-steder-form"), _html("", "ks-found")
            with view("dokumenter"):
                documents = _html(forms.loading(), "ks-dokumenter")
            with view("om"):
                about = _html(forms.loading(), "ks-om")
        with gr.Column(elem_id="ks-beside"):
            source = _html(first.source, "ks-source")
    file = _html("", "ks-file")
    return _Page(
        turns, results, conversation, box, ask, new_topic, notice,
        check_form, checked, find_form, found, documents, about, source, file,
    )  # fmt: skip


def _wire_asking(handlers: Handlers, page: _Page) -> None:
    import gradio as gr

    def on_starter(kept: Turns, event: gr.EventData) -> View:
        return handlers.ask_starter(event._data, kept)

    def on_again(kept: Turns, event: gr.EventData) -> View:
        return handlers.ask_again(event._data, kept)

    def on_report(kept: Turns, event: gr.EventData) -> str:
        return handlers.report(event._data, kept)

    everything: list[Any] = [page.box, page.turns, page.conversation, page.source, page.notice]
    # The question is shown by the browser itself, before the server has heard of it.
    echo = "(question, kept) => { window.kildesvar.echo(question); return [question, kept]; }"
    asked = [
        trigger(handlers.ask, [page.box, page.turns], everything, js=echo, **_HIDDEN)
        for trigger in (page.box.submit, page.ask.click)
    ]
    asked.append(page.conversation.starter(on_starter, page.turns, everything, **_HIDDEN))
    asked.append(page.conversation.again(on_again, page.turns, everything, **_HIDDEN))
    for done in asked:
        done.then(None, js="() => window.kildesvar.settle()", **_HIDDEN)
    page.new_topic.click(handlers.start, None, everything, **_HIDDEN)
    page.conversation.report(on_report, page.turns, page.notice, **_HIDDEN)


def _wire_secretariat(secretariat: Secretariat, page: _Page) -> None:
    import gradio as gr

    def on_check(kept: Results, event: gr.EventData) -> tuple[Results, str]:
        return secretariat.check(event._data, kept)

    def on_find(kept: Results, event: gr.EventData) -> tuple[Results, str]:
        return secretariat.find(event._data, kept)

    def on_export(turns: Turns, kept: Results, event: gr.EventData) -> str:
        return secretariat.export(event._data, turns, kept)

    page.check_form.check(on_check, page.results, [page.results, page.checked], **_HIDDEN)
    page.find_form.find(on_find, page.results, [page.results, page.found], **_HIDDEN)
    suggested = getattr(page.found, "place-suggestion")
    suggested(secretariat.find_suggested, page.results, [page.results, page.found], **_HIDDEN)
    page.documents.show(secretariat.documents, None, page.documents, **_HIDDEN)
    page.about.show(secretariat.about, None, page.about, **_HIDDEN)
    for opener in (page.conversation, page.checked):
        opener.export(on_export, [page.turns, page.results], page.file, **_HIDDEN)


def _wire_source(handlers: Handlers, secretariat: Secretariat, page: _Page) -> None:
    import gradio as gr

    def on_source(turns: Turns, event: gr.EventData) -> str:
        return handlers.open_source(event._data, turns)

    def on_claim(kept: Results, event: gr.EventData) -> str:
        return handlers.show(secretariat.opened_claim(event._data, kept), event._data)

    def on_place(kept: Results, event: gr.EventData) -> str:
        return handlers.show(secretariat.opened_place(event._data, kept), event._data)

    for opener in (page.conversation, page.source):
        opener.source(on_source, page.turns, page.source, **_HIDDEN)
    for opener in (page.checked, page.source):
        getattr(opener, "claim-source")(on_claim, page.results, page.source, **_HIDDEN)
    for opener in (page.found, page.source):
        getattr(opener, "place-source")(on_place, page.results, page.source, **_HIDDEN)
    page.source.close(lambda: "", None, page.source, **_HIDDEN)

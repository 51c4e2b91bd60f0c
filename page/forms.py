"""The forms of claim check and places, the text that is read into one of them, and the buttons that save a file."""

import time

import texts
from ingest.readers import SUPPORTED

from .escaping import escape
from .roles import Role

MAX_TEXT = 20_000
"""Characters of a text that is checked."""
MAX_WORD = 200
"""Characters of what is looked for in all places."""

FORMATS = {"docx": texts.EXPORT_DOCX, "md": texts.EXPORT_MARKDOWN, "html": texts.EXPORT_PRINT}
"""Ending of an exported file → the button that makes it."""


def check_form(role: Role) -> str:
    """Returns the form for a text that is to be checked.

    Args:
        role: of the visitor; a member's browser reads plain text itself, and only the secretariat may send files.
    """
    return (
        f'<section class="ks-tool"><h2>{texts.VIEWS["tjek"]}</h2><p>{texts.CHECK_HINT}</p>'
        '<form data-event="check"><label for="tjek-tekst">'
        f"{texts.CHECK_LABEL}</label>"
        f'<textarea id="tjek-tekst" name="text" rows="6" maxlength="{MAX_TEXT}"></textarea>'
        f'<div class="ks-drop">{_file_field(role)}</div>'
        f'<button type="submit" class="ks-main">{texts.CHECK_BUTTON}</button></form></section>'
    )


def _file_field(role: Role) -> str:
    label, accepted, others = texts.CHECK_FILE_LABEL, ",".join(SUPPORTED), ""
    if role is not Role.SECRETARIAT:
        label, accepted, others = texts.CHECK_PLAIN_FILE_LABEL, ".txt,.md", texts.CHECK_PLAIN_FILE_ONLY
    return (
        f'<label class="ks-pick">{label}<input type="file" accept="{accepted}" data-into="tjek-tekst"'
        f' data-others="{escape(others)}"></label>'
    )


def text_read(text: str) -> str:
    """Returns a text that was read from a file, for page/behaviour.js to put into the form; made new by its moment."""
    return f'<p class="ks-text" hidden data-made="{time.monotonic_ns()}">{escape(text)}</p>'


def places_form() -> str:
    """Returns the form for a word whose places are wanted."""
    return (
        f'<section class="ks-tool"><h2>{texts.VIEWS["steder"]}</h2><p>{texts.PLACES_HINT}</p>'
        '<form data-event="find" class="ks-line"><div><label for="steder-ord">'
        f'{texts.PLACES_LABEL}</label><input id="steder-ord" name="query" maxlength="{MAX_WORD}" autocomplete="off">'
        f'</div><button type="submit" class="ks-main">{texts.PLACES_BUTTON}</button></form></section>'
    )


def export_buttons(what: str) -> str:
    """Returns the buttons that save something as a file.

    Args:
        what: "conversation" or "check".
    """
    buttons = "".join(
        f'<button type="button" data-event="export" data-what="{what}" data-format="{ending}">{name}</button>'
        for ending, name in FORMATS.items()
    )
    return (
        f'<div class="ks-export" role="group" aria-label="{texts.EXPORT_GROUP}">{buttons}'
        f'<button type="button" data-do="print">{texts.PRINT}</button></div>'
    )


def export_conversation() -> str:
    """Returns the same buttons for the conversation, folded, since few need them."""
    return (
        f'<details class="ks-saving"><summary>{texts.EXPORT_TALK}</summary>{export_buttons("conversation")}</details>'
    )


def loading() -> str:
    """Returns what stands in a view until its contents are there."""
    return f'<p class="ks-empty">{texts.VIEW_LOADING}</p>'

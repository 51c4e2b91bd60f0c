"""The one way by which the commands print: nothing that a document, a title or a file name holds is obeyed.

A terminal runs escape sequences wherever they stand, also in a quote: they clear the screen, rename the window, write
over other lines. In sentences they are shown as ``�``; in JSON they are written as JSON's own
escapes, which mean the same.
"""

import json
from typing import Any

import typer

from ingest.visible import REPLACED, escaped_json, visible


def say(text: str, *, error: bool = False) -> None:
    """Prints ``text`` and a line end, for people.

    Args:
        text: may hold anything; its line feeds and tabs are kept.
        error: on stderr instead of stdout.
    """
    typer.echo(clean(text), err=error)


def say_json(value: Any) -> None:
    """Prints ``value`` as JSON on one line, for programs."""
    typer.echo(escaped_json(json.dumps(value, ensure_ascii=False)))


def clean(text: str) -> str:
    """Returns ``text`` as a terminal may be given it.

    A carriage return would write over the line, a form feed clear the screen; a document's lines may end in the first,
    its pages in the second.
    """
    return visible(text.replace("\r\n", "\n").replace("\f", "\n").replace("\r", REPLACED))

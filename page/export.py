"""Exports as text: Markdown, and a page to print."""

import re
from collections.abc import Callable, Mapping

from .escaping import escape
from .paper import Kind, Paper, Paragraph

_ACTIVE = re.compile(r"[\\`*_{}\[\]<>|~&$@#]")
_ACTIVE_FIRST = re.compile(r"^(\d*)([+=.):-])")
_STYLE = """
body { margin: 2rem auto; max-width: 44rem; padding: 0 1rem; font: 11pt/1.5 Georgia, serif; color: #111; }
h1 { font-size: 1.6em; } h2 { margin: 1.6em 0 .4em; font-size: 1.2em; break-after: avoid; }
p, blockquote { margin: .4em 0; overflow-wrap: anywhere; }
blockquote { padding-left: .8em; border-left: 3px solid #666; break-after: avoid; }
.label { font-weight: bold; break-after: avoid; } .context, .place, .source, .made { color: #444; font-size: .92em; }
.place { padding-left: .87em; } .made { margin-top: 2em; border-top: 1px solid #666; padding-top: .5em; }
@page { margin: 2cm; }
"""


def file_name(paper: Paper, ending: str) -> str:
    """Returns the name of an export's file: letters, digits, hyphens and one stop, nothing of what was typed.

    Args:
        paper: what is exported.
        ending: "md", "html" or "docx".
    """
    return f"{paper.name}.{ending}"


# --- Markdown -------------------------------------------------------------------------------------------------------


def markdown(paper: Paper) -> str:
    """Returns ``paper`` as Markdown in which no text of a document or a visitor can mean anything but itself."""
    parts = [f"# {plain(paper.title)}"]
    previous: Kind | None = None
    for paragraph in paper.paragraphs:
        text = _MARKDOWN[paragraph.kind](plain(paragraph.text))
        # A quote and its place are one block, and so are the sources.
        if previous and (previous, paragraph.kind) in _TOGETHER:
            parts[-1] += f"{_TOGETHER[previous, paragraph.kind]}{text}"
        else:
            parts.append(text)
        previous = paragraph.kind
    return "\n\n".join([*parts, f"*{plain(paper.made)}*"]) + "\n"


def plain(text: str) -> str:
    """Returns ``text``, one line, as Markdown that shows it letter for letter.

    Every character that could mean something is escaped, also the first ones of ``{{``, ``{%`` and ``${``, so that no
    program that fills in templates finds any; a bare address is no link.
    """
    escaped = _ACTIVE_FIRST.sub(r"\1\\\2", _ACTIVE.sub(r"\\\g<0>", text.strip()))
    return escaped.replace("{%", r"{\%").replace("://", "&#58;//").replace("www.", "www&#46;")


_MARKDOWN: Mapping[Kind, Callable[[str], str]] = {
    Kind.HEADING: "## {}".format,
    Kind.LABEL: "**{}**".format,
    Kind.TEXT: str,
    Kind.CONTEXT: str,
    Kind.QUOTE: "> {}".format,
    Kind.PLACE: "> {}".format,
    Kind.SOURCE: "- {}".format,
}
_TOGETHER: Mapping[tuple[Kind, Kind], str] = {(Kind.QUOTE, Kind.PLACE): "\n>\n", (Kind.SOURCE, Kind.SOURCE): "\n"}


# --- A page to print ------------------------------------------------------------------------------------------------


def print_page(paper: Paper) -> str:
    """Returns ``paper`` as a whole HTML page that loads nothing and runs nothing."""
    inside = "".join(_html(paragraph) for paragraph in paper.paragraphs)
    return (
        '<!DOCTYPE html>\n<html lang="da"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(paper.title)}</title><style>{_STYLE}</style></head><body><main>"
        f'<h1>{escape(paper.title)}</h1>{inside}<p class="made">{escape(paper.made)}</p></main></body></html>\n'
    )


def _html(paragraph: Paragraph) -> str:
    text = escape(paragraph.text)
    if paragraph.kind is Kind.HEADING:
        return f"<h2>{text}</h2>"
    if paragraph.kind is Kind.QUOTE:
        return f"<blockquote>{text}</blockquote>"
    return f'<p class="{paragraph.kind.value}">{text}</p>'

"""A citation as HTML: its number, the quote, where it stands, and what opens the place."""

from collections.abc import Mapping
from dataclasses import dataclass

import texts
from assistant.citations import Citation

from .escaping import escape


@dataclass(frozen=True, slots=True)
class Opener:
    """The two buttons that open a citation's place.

    Attributes:
        element: id of the number, unique on the page.
        event, data: what the browser sends to open the place; digits only.
        name: what a screen reader says for the number.
    """

    element: str
    event: str
    data: Mapping[str, int]
    name: str


def citation_item(citation: Citation, opener: Opener, *, label: str = "") -> str:
    """Returns ``citation`` as an item of a list.

    Args:
        citation: what is quoted.
        opener: what opens its place.
        label: stands over the quote.
    """
    data = "".join(f' data-{name}="{value}"' for name, value in opener.data.items())
    opens = f'type="button" data-event="{opener.event}"{data}'
    place = texts.source_line(citation.sender, citation.title, citation.section, citation.page)
    lead = f'<p class="ks-label">{escape(label)}</p>' if label else ""
    context = f'<p class="ks-context">{escape(citation.context)}</p>' if citation.context else ""
    return (
        f'<li class="ks-citation">'
        f'<button {opens} class="ks-marker" id="{opener.element}" aria-expanded="false"'
        f' aria-label="{escape(opener.name)}">[{citation.marker}]</button>'
        f'<div class="ks-quoted">{lead}{context}<blockquote>{_quote(citation.quote)}</blockquote>'
        f'<p class="ks-place">{escape(place)}</p>'
        f'<button {opens} class="ks-show">{texts.SHOW_SOURCE}</button></div></li>'
    )


def _quote(quote: str) -> str:
    """Returns the quote with each item of a list on its own line; its text content stays as it is."""
    return escape(quote).replace(" • ", " <br>• ")

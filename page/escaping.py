"""The one way by which a document's or a visitor's text gets into HTML."""

import html

from ingest.visible import visible


def escape(text: str) -> str:
    """Returns ``text`` as HTML that shows it and obeys nothing in it.

    Marks that turn the reading direction are shown as ``�``, one for one, so that places in the text stay right and
    nobody reads another order than the document has.
    """
    return html.escape(visible(text))

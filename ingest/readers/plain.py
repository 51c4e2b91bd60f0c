"""Plain text: form feeds between pages, nothing said about structure."""

import re

from ..document import Source
from .decoding import decode_text
from .reading import Reading


def read(data: bytes, source: Source, name: str) -> Reading:
    """Returns the text of ``data`` as it stands, with its pages.

    Args:
        data: UTF-8, or UTF-16 with a byte order mark; a form feed ends a page.
        source: its ``first_page``, where given, is the printed number of the first page; the others count on.
        name: the file's name, for messages.

    Raises:
        DocumentError: ``data`` is neither.
    """
    text = decode_text(data, name)
    # A form feed at the very end closes the last page; no page begins behind it.
    starts = (0, *(feed.end() for feed in re.finditer("\f", text) if feed.end() < len(text)))
    first = source.first_page
    labels = () if first is None else tuple(range(first, first + len(starts)))
    return Reading(text, starts, labels)

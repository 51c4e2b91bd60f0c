"""Plain text: form feeds between pages, nothing said about structure."""

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
    feeds = (offset for offset, character in enumerate(text, start=1) if character == "\f")
    starts = (0, *(offset for offset in feeds if offset < len(text)))
    first = source.first_page
    labels = () if first is None else tuple(range(first, first + len(starts)))
    return Reading(text, starts, labels)

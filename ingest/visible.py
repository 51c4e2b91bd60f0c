"""Text as a screen may be given it: without the characters that a screen obeys instead of showing.

Documents, titles, file names and questions come from anywhere. In a terminal an escape sequence in one of them could
clear the screen, rename the window or write over what stands there; in a browser and a terminal alike a mark for
right-to-left writing could turn "ikke 5 mio." into something else. The stored text keeps them; only what is shown is
changed, one character for one, so that offsets stay right.
"""

import re

REPLACED = "\N{REPLACEMENT CHARACTER}"

_OBEYED = re.compile(
    "["
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f"  # control codes, but not tab, line feed, form feed and carriage return
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides, isolates of direction
    "\u2028\u2029"  # separators of lines and paragraphs
    "\ud800-\udfff"  # halves of pairs, which cannot be encoded
    "]"
)


def visible(text: str) -> str:
    """Returns ``text``, as long as it was, with ``�`` for every character that a screen would obey."""
    return _OBEYED.sub(REPLACED, text)


def escaped_json(text: str) -> str:
    """Returns JSON text that means the same and holds no character that a screen would obey."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

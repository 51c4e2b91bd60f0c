"""What a file is by its first bytes, whatever its name says."""

import re

import texts

from ..errors import DocumentError

_PDF = re.compile(rb"\A[\s\xef\xbb\xbf]{0,1024}%PDF-\d")
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_REACH = 4096
_TEXT = (".txt", ".md")


def check_kind(data: bytes, suffix: str, name: str) -> None:
    """Makes sure that a file does not begin as one of another kind than its extension says.

    Args:
        data: the bytes of the file.
        suffix: its extension, in small letters and with its dot.
        name: its name, for the message.

    Raises:
        DocumentError: it is of another kind.
    """
    found, wanted = _kind_of(data)
    if found and suffix not in wanted:
        raise DocumentError(texts.file_of_other_kind(name, suffix, found, wanted[0] if wanted else ""))


def _kind_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Returns what a file is, "" where its first bytes do not tell, and the extensions that such a file may have."""
    begin = data[:_REACH]
    if _PDF.match(begin):
        return "PDF", (".pdf",)
    if begin.startswith(_ZIP):
        # An entry's name stands in the file as it is; the order of the entries is free.
        return ("Word", (".docx",)) if b"word/" in data else ("ZIP", (".docx",))
    if begin.startswith(_OLE):
        return "Word 97-2003", (".docx",)  # its reader says how to save it anew
    if begin.startswith(_PICTURES):
        return texts.PICTURE, ()
    if _HTML.match(begin):
        return "HTML", (".html", ".htm", ".md")
    return "", ()

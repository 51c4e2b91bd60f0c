"""From bytes to characters, strictly: a byte that does not fit is an error with a place, never a question mark."""

import codecs
import re

import texts

from ..errors import DocumentError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

# Nearly every second byte of European text in UTF-16 is zero; in UTF-8 none is.
_UTF16_ZERO_SHARE = 0.25

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_CHARSET_REACH = 4096

# The WHATWG Encoding Standard reads these labels as Windows-1252, as pages that carry them are.
_READ_AS_WINDOWS = {"iso8859-1", "ascii"}


def decode_utf8(data: bytes, name: str) -> str:
    """Returns the text of ``data``, line ends untouched, starting behind a byte order mark if there is one.

    Args:
        data: the bytes of a file.
        name: the file's name, for the message.

    Raises:
        DocumentError: ``data`` is UTF-16, UTF-32 or otherwise not UTF-8.
    """
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            raise DocumentError(texts.file_in_other_unicode(name, encoding))
    if data.count(0) > _UTF16_ZERO_SHARE * len(data):
        raise DocumentError(texts.file_in_other_unicode(name, "UTF-16"))
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        message = texts.file_not_utf8(name, line=line, position=error.start + 1, value=data[error.start])
        raise DocumentError(message) from error


def decode_text(data: bytes, name: str) -> str:
    """Returns the text of a document: UTF-8, or UTF-16 or UTF-32 where a byte order mark says so.

    Raises:
        DocumentError: ``data`` is none of them.
    """
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                raise DocumentError(texts.file_in_other_unicode(name, encoding)) from error
    return decode_utf8(data, name)


def decode_html(data: bytes, name: str) -> str:
    """Returns the text of a web page, decoded by its byte order mark, else the character set it names, else as UTF-8.

    Raises:
        DocumentError: the character set is unknown, or a byte does not fit it.
    """
    for mark, encoding in _OTHER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding, name).removeprefix("\ufeff")
    named = _CHARSET.search(data[:_CHARSET_REACH])
    if data.startswith(codecs.BOM_UTF8) or named is None:
        return decode_utf8(data, name)
    charset = named[1].decode("ascii", "replace")
    try:
        codec = codecs.lookup(charset).name
    except LookupError as error:
        raise DocumentError(texts.file_charset_unknown(name, charset)) from error
    # A charset that was found by reading ASCII cannot be UTF-16, whatever it says.
    if codec == "utf-8" or codec.startswith(("utf-16", "utf-32")):
        return decode_utf8(data, name)
    return _decode_as(data, "cp1252" if codec in _READ_AS_WINDOWS else codec, name)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        raise DocumentError(texts.file_breaks_charset(name, encoding, line=line, position=error.start + 1)) from error
    except LookupError as error:  # codecs from bytes to bytes, such as "hex"
        raise DocumentError(texts.file_charset_unknown(name, encoding)) from error


def _line_of(data: bytes, position: int) -> int:
    """Returns the number, from 1, of the line that byte ``position`` stands on."""
    return len((data[:position] + b"x").splitlines())

"""Text recognised in the pictures of pages that have no text, where Debian's tesseract with Danish is installed."""

import logging
import shutil
import subprocess
import time
from collections.abc import Mapping
from functools import cache
from io import BytesIO

from pypdf import PageObject

_log = logging.getLogger(__name__)
_LANGUAGE = "dan"
_SECONDS = 40.0
"""All pages together; those that are left over then stay without text and are named."""


def texts_recognised(pages: Mapping[int, PageObject]) -> dict[int, str]:
    """Returns the text of those of ``pages`` in whose pictures some was recognised; none without tesseract."""
    program = _program() if pages else None
    if program is None:
        return {}
    end = time.monotonic() + _SECONDS
    found = {}
    for number, page in pages.items():
        text = "\n".join(_text_in(picture, program, end) for picture in _pictures(page)).strip()
        if text:
            found[number] = text + "\n"
    return found


@cache
def _program() -> str | None:
    """Returns the path of tesseract when it is installed with Danish."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=10)
    return program if _LANGUAGE in listed.stdout.split() else None


def _pictures(page: PageObject) -> list[bytes]:
    """Returns the pictures of a page as PNG; those that cannot be opened are left out."""
    found = []
    try:
        for picture in page.images:
            data = BytesIO()
            if picture.image is not None:
                picture.image.convert("L").save(data, "PNG")
                found.append(data.getvalue())
    except MemoryError:
        raise
    except Exception:  # pypdf and Pillow fail in many ways on odd pictures
        _log.info("A picture could not be opened.")
    return found


def _text_in(picture: bytes, program: str, end: float) -> str:
    left = end - time.monotonic()
    if left <= 0:
        return ""
    command = [program, "stdin", "stdout", "-l", _LANGUAGE]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, check=False, timeout=left)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace").replace("\f", "\n").strip()

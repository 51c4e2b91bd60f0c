"""Text recognised in the pictures of pages that have no text, where Debian's tesseract with Danish is installed.

Pages are drawn by PDFium as a reader sees them: turned, with all their pictures in place, whatever these are packed in.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

_LANGUAGE = "dan"
_SECONDS = 40.0
"""All pages together; those that are left over then stay without text and are named."""

_DOTS_PER_INCH = 200
_MAX_SIDE = 4_000
"""Dots along a page's longer side; a larger page is drawn with fewer dots per inch."""


def texts_recognised(data: bytes, numbers: Iterable[int]) -> dict[int, str]:
    """Returns page → text for those pages where some was recognised; none without tesseract.

    Args:
        data: a PDF that needs no password.
        numbers: the pages, counted from 0, in the order in which they are tried.
    """
    numbers = list(numbers)
    program = _program() if numbers else None
    if program is None:
        return {}
    import pypdfium2

    end = time.monotonic() + _SECONDS
    found = {}
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in numbers:
                picture = _picture(document[number]) if time.monotonic() < end else None
                text = _text_in(picture, program, end) if picture else ""
                if text:
                    found[number] = text + "\n"
    except pypdfium2.PdfiumError:  # what it cannot draw stays without text
        return found
    return found


@cache
def _program() -> str | None:
    """Returns the path of tesseract when it is installed with Danish."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=10)
    return program if _LANGUAGE in listed.stdout.split() else None


def _picture(page: "pypdfium2.PdfPage") -> bytes | None:
    """Returns a page as PNG, None when nothing is on it."""
    scale = min(_DOTS_PER_INCH / 72, _MAX_SIDE / max(1, *page.get_size()))
    drawn = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    darkest, lightest = drawn.getextrema()
    if darkest == lightest:
        return None
    data = BytesIO()
    drawn.save(data, "PNG", dpi=(72 * scale, 72 * scale))
    return data.getvalue()


def _text_in(picture: bytes, program: str, end: float) -> str:
    left = max(0.1, end - time.monotonic())
    command = [program, "stdin", "stdout", "-l", _LANGUAGE]
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, check=False, timeout=left,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # on few cores its threads mostly wait for each other
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace").replace("\f", "\n").strip()

"""Text recognised by the real tesseract in pages drawn as pictures, and what is said without it.

It needs Debian's tesseract-ocr and tesseract-ocr-dan; without them the first test fails rather than skips, since a
recognition that is never run would be as good as none.
"""

import io
import os
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from ingest.document import Document, Source
from ingest.errors import DocumentError
from ingest.readers import recognition
from ingest.sandbox import read_guarded

from .conftest import page_pdf
from .files import put

SOURCE = Source("a", "a.pdf", "En titel", "Kommunen", "notat", first_page=3)
LINES = "Hunde skal være i snor i byens park hele året.\nReglen gælder også for små hunde og for hvalpe."


def pictured(*pages: str, mode: str = "L") -> bytes:
    """Returns a PDF whose pages are pictures of ``pages``, as a scanner makes them."""
    with pypdfium2.PdfDocument(page_pdf(pages)) as document:
        first, *others = [page.render(scale=200 / 72).to_pil().convert(mode) for page in document]
    data = io.BytesIO()
    first.save(data, "PDF", save_all=True, append_images=others, resolution=200)
    return data.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    """Returns a PDF whose pages lie on their side in the file and are turned when they are shown."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.transfer_rotation_to_content()
        page.rotate(degrees)
        page.transfer_rotation_to_content()
        page.rotate(-degrees)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(folder: Path, data: bytes) -> Document:
    return read_guarded(SOURCE, put(folder, "skannet.pdf", data))[0]


def test_tesseract_with_danish_is_here() -> None:
    recognition._program.cache_clear()
    assert recognition._program(), "apt-get install tesseract-ocr tesseract-ocr-dan"


@pytest.mark.parametrize("mode", ["L", "1", "RGB"])
def test_danish_is_read_from_grey_black_and_coloured_pictures(tmp_path: Path, mode: str) -> None:
    document = read(tmp_path, pictured(LINES, mode=mode))
    assert document.text == LINES + "\n"
    (problem,) = document.problems
    assert "Side 3 (PDF-side 1) er tekstgenkendt" in problem and "kan have fejl" in problem


def test_a_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    assert read(tmp_path, turned(pictured(LINES), 90)).text == LINES + "\n"


def test_only_pages_without_text_are_recognised_and_empty_ones_named(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pictured(LINES))))
    writer.append(io.BytesIO(page_pdf(["Denne side har tekst", ""])))
    data = io.BytesIO()
    writer.write(data)
    document = read(tmp_path, data.getvalue())
    assert document.text == f"{LINES}\n\fDenne side har tekst\f"
    recognised, empty = document.problems
    assert "Side 3 (PDF-side 1) er tekstgenkendt" in recognised
    assert "Side 5 (PDF-side 3) har ingen læsbar tekst" in empty


def test_time_that_runs_out_leaves_pages_without_text(monkeypatch: pytest.MonkeyPatch) -> None:
    recognition._program.cache_clear()
    data = pictured(LINES, LINES)
    monkeypatch.setattr(recognition, "_SECONDS", 0.0)
    assert recognition.texts_recognised(data, [0, 1]) == {}


@pytest.mark.skipif(os.name == "nt", reason="the path of programs is set as on POSIX")
def test_without_tesseract_the_pages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError, match="Ingen af de 2 sider i »skannet"):
        read(tmp_path, pictured(LINES, LINES))

"""Files of every format, built where they are needed, and the one way to read them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.document import Document, Source
from ingest.readers import read_document

ReadBytes = Callable[..., Document]
MakePdf = Callable[..., bytes]


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    """Returns a function that writes bytes to a file of the given name and reads it as a document."""

    def read(name: str, data: bytes, *, first_page: int | None = None) -> Document:
        path = tmp_path / name
        path.write_bytes(data)
        source = Source(path.stem, name, "En titel", "Kommunen", "vejledning", first_page=first_page)
        return read_document(source, path)

    return read


@pytest.fixture
def make_pdf() -> MakePdf:
    """Returns ``page_pdf``."""
    return page_pdf


def page_pdf(pages: Sequence[str | None], *, labels: str = "") -> bytes:
    """Returns a PDF in one font.

    Each entry of ``pages`` becomes a page, its lines set below each other; None becomes a drawn box without text.
    ``labels`` is the source of a ``/Nums`` array.
    """
    numbers = [4 + 2 * index for index in range(len(pages))]
    tree = f" /PageLabels << /Nums [{labels}] >>" if labels else ""
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R{tree} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        content = _page_content(page)
        resources = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {number + 1} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return pdf_of(objects)


def _page_content(page: str | None) -> bytes:
    if page is None:
        return b"100 100 200 200 re f"
    shown = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in page.split("\n")]
    lines = " T* ".join(f"({line}) Tj" for line in shown)
    return f"BT /F1 12 Tf 14 TL 72 770 Td {lines} ET".encode("cp1252")


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """Returns a PDF file of ``objects``, the first one its catalogue, with a correct cross-reference table."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + b"trailer\n<< /Size %d /Root 1 0 R >>\n" % size
    return data + b"startxref\n%d\n%%%%EOF\n" % data.index(b"xref\n0 ")

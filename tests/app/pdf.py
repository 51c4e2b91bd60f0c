"""PDF files for tests."""

import io
from ctypes import c_ushort

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def make_pdf(*pages: tuple[str, ...]) -> bytes:
    """Returns a PDF whose pages have these lines, in Helvetica, from the top of an A4 page."""
    document = pdfium.PdfDocument.new()
    font = raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    for lines in pages:
        page = document.new_page(595, 842)
        for number, line in enumerate(lines):
            text = raw.FPDFPageObj_CreateTextObj(document, font, 14.0)
            units = line.encode("utf-16-le") + b"\0\0"
            raw.FPDFText_SetText(text, (c_ushort * (len(units) // 2)).from_buffer_copy(units))
            raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 72, 760 - 20 * number)
            raw.FPDFPage_InsertObject(page, text)
        page.gen_content()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()

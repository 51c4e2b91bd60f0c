"""Exports as a Word file (DOCX). The same paper gives the same bytes."""

import io
import zipfile
from datetime import datetime
from typing import Any

import texts

from .paper import Kind, Paper

_STYLES = {
    Kind.HEADING: "Heading 2",
    Kind.LABEL: "Normal",
    Kind.TEXT: "Normal",
    Kind.CONTEXT: "Normal",
    Kind.QUOTE: "Quote",
    Kind.PLACE: "Normal",
    Kind.SOURCE: "List Bullet",
}
"""Styles of python-docx's own template; Word shows them by its own names for them."""

_INDENT_POINTS = 18
_LANGUAGE = "da-DK"


def docx(paper: Paper) -> bytes:
    """Returns ``paper`` as the bytes of a DOCX file."""
    # Imported here, because only an export needs it.
    from docx import Document

    document = Document()
    _set_language(document)
    _set_properties(document, paper)
    document.add_heading(paper.title, level=1)
    for paragraph in paper.paragraphs:
        _add(document, paragraph.kind, paragraph.text)
    document.add_paragraph().add_run(paper.made).italic = True
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _add(document: Any, kind: Kind, text: str) -> None:
    from docx.shared import Pt

    added = document.add_paragraph(style=_STYLES[kind])
    run = added.add_run(text)
    if kind is Kind.LABEL:
        run.bold = True
    if kind is Kind.CONTEXT:
        run.font.size = Pt(9)
    if kind in (Kind.QUOTE, Kind.PLACE):
        added.paragraph_format.left_indent = Pt(_INDENT_POINTS)
    # A place stays on the page of its quote, a heading on that of its text.
    added.paragraph_format.keep_with_next = kind in (Kind.HEADING, Kind.LABEL, Kind.CONTEXT, Kind.QUOTE)


def _set_language(document: Any) -> None:
    """Sets the language that Word checks the spelling in; the template's is English."""
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def _set_properties(document: Any, paper: Paper) -> None:
    properties = document.core_properties
    made = datetime(paper.day.year, paper.day.month, paper.day.day)
    properties.title, properties.author = paper.title, texts.SITE_TITLE
    properties.comments, properties.language = paper.made, _LANGUAGE
    properties.created = properties.modified = made
    properties.last_modified_by = texts.SITE_TITLE


def _without_times(packed: bytes) -> bytes:
    """Returns the archive with the times at which its parts were packed left out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return written.getvalue()

"""What ingestion found in each document: pages, blocks, what was left out and why, suspicious spacing."""

import re
from collections import Counter

import texts

from .corpus import Corpus, Ingested
from .document import Document
from .normalise import quote_of

_LETTERS_APART = re.compile(r"(?:\b[^\W\d_] ){4,}")
_GLUED = re.compile(r"\b\w*[a-zæøå]{3,}[.,;:][A-ZÆØÅa-zæøå]{3,}|\b[a-zæøå]{4,}[A-ZÆØÅ][a-zæøå]{3,}")
_LOST_DASH = re.compile(r"\b[1-9]\d[1-9]\d år\b")
_SHOWN = 60


def report_on(corpus: Corpus) -> str:
    """Returns the report on every document of ``corpus`` as Danish text."""
    parts = [_document_report(ingested) for ingested in corpus.documents]
    return "\n\n".join([*parts, *corpus.failures])


def _document_report(ingested: Ingested) -> str:
    document, structure = ingested.document, ingested.structure
    blocks = Counter(block.kind.value for block in structure.blocks)
    lines = [
        f"{document.title} ({document.doc_id})",
        texts.report_pages(len(document.page_labels), [str(page) for page in empty_pages(document)]),
        texts.report_chunks(len(ingested.chunks), sum(len(e.wordings) for e in ingested.expansions)),
        texts.report_blocks(sorted(blocks.items())),
    ]
    for noise in structure.noise:
        lines.append(texts.report_noise(noise.reason.value, _short(quote_of(document.text, noise.start, noise.end))))
    for place, found in suspicious_spacing(document):
        lines.append(texts.report_suspicious(place, found))
    lines.extend(f"  {problem}" for problem in ingested.problems)
    return "\n".join(lines)


def empty_pages(document: Document) -> list[int | str]:
    """Returns the printed numbers of the pages without any text."""
    found: list[int | str] = []
    for index in range(len(document.page_starts)):
        start, end = document.page_span(index)
        if document.page_labels and not document.text[start:end].strip():
            found.append(document.page_labels[index])
    return found


def suspicious_spacing(document: Document) -> list[tuple[str, str]]:
    """Returns (place, text) where letters stand apart, words run together or a dash between numbers seems lost."""
    found: list[tuple[int, str]] = []
    for pattern in (_LETTERS_APART, _GLUED, _LOST_DASH):
        for match in pattern.finditer(document.text):
            if "/" not in match.group() and not _in_address(document.text, match.start()):
                found.append((match.start(), match.group()))
    places = []
    for offset, text in sorted(found):
        page = document.page_at(offset)
        places.append((f"{texts.PAGE} {page}" if page is not None else texts.NO_PAGE, text))
    return places


def _in_address(text: str, offset: int) -> bool:
    begin = max(text.rfind(" ", 0, offset), text.rfind("\n", 0, offset)) + 1
    word = text[begin : offset + 60].split(maxsplit=1)[0]
    return "/" in word or "www." in word or "@" in word


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"

"""What is in the material as HTML: each document with what is known of it, and how it was read, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import texts
from assistant.occurrences import Library
from assistant.running_words import RunningWords
from index.stored import Content
from ingest.document import Document
from ingest.normalise import quote_of
from ingest.report import empty_pages, suspicious_spacing

from .escaping import escape

_SHORT_HASH = 12
_EXAMPLES = 3
_EXAMPLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of one kind that is not searched.

    Attributes:
        reason: which kind, a value of ``ingest.blocks.NoiseReason``.
        count: how many lines.
        examples: the first of them, normalised.
    """

    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told about one document.

    Attributes:
        document: the document.
        passages, words, wordings: how many it has.
        problems: Danish sentences on what could not be read.
        left_out: what is not searched.
        spellings: (place, text) of what looks like an error of the file.
    """

    document: Document
    passages: int
    words: int
    wordings: int
    problems: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    spellings: tuple[tuple[str, str], ...]


def facts_of(content: Content, library: Library) -> tuple[Facts, ...]:
    """Returns what is told about each document, in the order of the corpus.

    Args:
        content: what the index stores.
        library: the same documents made ready to be searched for words.
    """
    return tuple(_facts(content, words) for words in library.documents)


def documents(
    facts: Sequence[Facts],
    *,
    failures: Sequence[str] = (),
    adding: str = "",
    actions: Mapping[str, str] | None = None,
) -> str:
    """Returns the list of documents.

    Args:
        facts: what is told about each.
        failures: a Danish sentence for each file that could not be read.
        adding: trusted HTML at the top: how a document is added.
        actions: by doc_id, trusted HTML at the document: how it is removed or replaced.
    """
    items = "".join(
        _document(number, one, (actions or {}).get(one.document.doc_id, "")) for number, one in enumerate(facts)
    )
    total = (
        texts.documents_total(
            len(facts),
            sum(len(one.document.page_labels) for one in facts),
            sum(one.passages for one in facts),
            sum(one.words for one in facts),
        )
        if facts
        else texts.DOCUMENTS_NONE
    )
    return (
        f'<section class="ks-documents" aria-labelledby="dokumenter-liste"><h2 id="dokumenter-liste" tabindex="-1">'
        f'{texts.DOCUMENTS_HEADING}</h2><p class="ks-total">{total}</p>{_failures(failures)}{adding}{items}</section>'
    )


# --- Facts ----------------------------------------------------------------------------------------------------------


def _facts(content: Content, words: RunningWords) -> Facts:
    document = words.document
    doc_id = document.doc_id
    return Facts(
        document,
        sum(chunk.doc_id == doc_id for chunk in content.chunks),
        len(words.readings[0].tokens),
        sum(
            wording.first < wording.end and content.units[wording.first].doc_id == doc_id
            for wording in content.wordings
        ),
        _problems(document),
        _left_out(words),
        tuple(suspicious_spacing(document)),
    )


def _problems(document: Document) -> tuple[str, ...]:
    """Returns what the reader said; a reader of PDF files names the pages without text itself."""
    empty = [str(page) for page in empty_pages(document)]
    if not empty or document.path.suffix.lower() == ".pdf":
        return document.problems
    return (*document.problems, texts.pages_without_text(empty))


def _left_out(words: RunningWords) -> tuple[LeftOut, ...]:
    by_reason: dict[str, list[str]] = {}
    for (start, end), reason in words.noise.items():
        by_reason.setdefault(reason.value, []).append(quote_of(words.document.text, start, end))
    return tuple(
        LeftOut(reason, len(lines), tuple(_short(line) for line in list(dict.fromkeys(lines))[:_EXAMPLES]))
        for reason, lines in by_reason.items()
    )


def _short(text: str) -> str:
    return text if len(text) <= _EXAMPLE_LENGTH else f"{text[: _EXAMPLE_LENGTH - 1]}…"


# --- HTML -----------------------------------------------------------------------------------------------------------


def _failures(failures: Sequence[str]) -> str:
    if not failures:
        return ""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in failures)
    return f'<div class="ks-failures"><p>{texts.DOCUMENTS_FAILED}</p><ul>{items}</ul></div>'


def _document(number: int, one: Facts, actions: str) -> str:
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in _rows(one) if value)
    slot = f'<div class="ks-document-actions">{actions}</div>' if actions else ""
    return (
        f'<article class="ks-document" aria-labelledby="dokument-{number}">'
        f'<h3 id="dokument-{number}">{escape(one.document.title)}</h3><dl class="ks-facts">{rows}</dl>'
        f"{_report(one)}{slot}</article>"
    )


def _rows(one: Facts) -> list[tuple[str, str]]:
    """Returns (name, HTML) of all that is known of a document; "" for what is not."""
    document, source = one.document, one.document.source
    labels = document.page_labels
    ends = (labels[0], labels[-1]) if labels else (None, None)
    return [
        (texts.DOCUMENT_SENDER, escape(source.sender)),
        (texts.DOCUMENT_KIND, escape(source.kind)),
        (texts.DOCUMENT_YEAR, str(source.year) if source.year else texts.NOT_STATED),
        (texts.DOCUMENT_PAGES, escape(texts.document_pages(len(labels), *ends))),
        (texts.DOCUMENT_PASSAGES, texts.amount(one.passages)),
        (texts.DOCUMENT_WORDS, texts.amount(one.words)),
        (texts.DOCUMENT_WORDINGS, texts.amount(one.wordings)),
        (texts.DOCUMENT_FILE, escape(source.file)),
        (texts.DOCUMENT_HASH, short_hash(document.sha256)),
        (texts.DOCUMENT_LICENCE, escape(source.licence)),
        (texts.DOCUMENT_REMARKS, escape(source.remarks)),
        (texts.DOCUMENT_ORIGIN, escape(source.origin)),
    ]


def short_hash(sha256: str) -> str:
    """Returns the beginning of a hash as HTML that has the whole of it as its title."""
    return f'<code class="ks-hash" title="{escape(sha256)}">{escape(sha256[:_SHORT_HASH])}…</code>'


def _report(one: Facts) -> str:
    parts = [*(f"<p>{escape(problem)}</p>" for problem in one.problems)]
    if one.left_out:
        parts.append(
            _listed(texts.DOCUMENT_LEFT_OUT, [texts.left_out(o.reason, o.count, o.examples) for o in one.left_out])
        )
    if one.spellings:
        parts.append(_listed(texts.DOCUMENT_SPELLING, [texts.spelled(*found) for found in one.spellings]))
    if not parts:
        parts.append(f"<p>{texts.DOCUMENT_ALL_READ}</p>")
    if not one.wordings:
        parts.append(f"<p>{texts.DOCUMENTS_UNEXPANDED}</p>")
    return f'<div class="ks-reading"><h4>{texts.DOCUMENT_REPORT}</h4>{"".join(parts)}</div>'


def _listed(lead: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>{escape(lead)}</p><ul>{items}</ul>"

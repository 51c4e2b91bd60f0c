"""An answer as plain text, for the clipboard."""

import texts
from assistant.answer import Answer, Status


def answer_as_text(answer: Answer) -> str:
    """Returns ``answer`` with its question, its quotes and their sources."""
    parts = [f"{texts.COPY_QUESTION} {answer.question}"]
    if answer.searched.strip() != answer.question.strip():
        parts.append(f"{texts.SEARCHED_FOR}{answer.searched}")
    if answer.status is Status.NOT_IN_DOCUMENTS:
        return "\n\n".join([*parts, texts.NOT_IN_DOCUMENTS, texts.COPY_NOTE])
    if answer.status is Status.RELATED:
        parts.append(texts.RELATED)
    if answer.opening:
        parts.append(answer.opening)
    parts += _quotes(answer)
    if answer.missing:
        parts.append(texts.not_found(answer.missing))
    return "\n\n".join([*parts, _sources(answer), texts.COPY_NOTE])


def _quotes(answer: Answer) -> list[str]:
    quotes = []
    for citation in answer.citations:
        label = f"{texts.side(citation.label)}\n" if citation.label else ""
        context = f"({citation.context})\n" if citation.context else ""
        quotes.append(f"{label}{context}[{citation.marker}] »{citation.quote}«")
    return quotes


def _sources(answer: Answer) -> str:
    lines = [f"[{c.marker}] {texts.source_line(c.sender, c.title, c.section, c.page)}" for c in answer.citations]
    return "\n".join([texts.COPY_SOURCES, *lines])

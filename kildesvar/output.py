"""What the command line prints: an answer as text for people and as JSON for programs.

The JSON object is a public contract, version ``CONTRACT``; README documents it and a test holds it.
"""

from typing import Any

import texts
from assistant.answer import Answer, Status
from assistant.ask import Assistant
from assistant.citations import Citation
from index.retriever import Hit
from ingest.normalise import quote_of

CONTRACT = 2
"""Version of the JSON object; raised when a field changes its name or meaning."""


def answer_object(
    assistant: Assistant, answer: Answer, *, elapsed_ms: float, row_id: str | None = None
) -> dict[str, Any]:
    """Returns ``answer`` as the JSON object of the contract."""
    return {
        "id": row_id,
        "question": answer.question,
        "searched": answer.searched,
        "status": answer.status.value,
        "opening": answer.opening,
        "text": answer.text,
        "missing": list(answer.missing),
        "citations": [citation_object(citation) for citation in answer.citations],
        "hits": [_hit_object(assistant, hit) for hit in answer.hits[:10]],
        "elapsed_ms": round(elapsed_ms, 2),
    }


def citation_object(citation: Citation) -> dict[str, Any]:
    """Returns ``citation`` as it stands in the JSON objects."""
    return {
        "marker": citation.marker,
        "label": citation.label,
        "doc_id": citation.doc_id,
        "title": citation.title,
        "page": citation.page,
        "section": citation.section,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "context": citation.context,
    }


def _hit_object(assistant: Assistant, hit: Hit) -> dict[str, Any]:
    document = assistant.retriever.document(hit.chunk.doc_id)
    return {
        "rank": hit.rank,
        "doc_id": hit.chunk.doc_id,
        "page": document.page_at(hit.chunk.start),
        "start": hit.chunk.start,
        "end": hit.chunk.end,
        "section": " › ".join(hit.chunk.section),
        "text": quote_of(document.text, hit.chunk.start, hit.chunk.end),
        "score": round(hit.score, 6),
    }


def answer_text(answer: Answer, *, documents: int) -> str:
    """Returns ``answer`` as it is printed in a terminal.

    Args:
        answer: the answer.
        documents: how many documents were searched.
    """
    lines = []
    if answer.searched != answer.question.strip():
        lines.append(f"{texts.SEARCHED_FOR}{answer.searched}\n")
    if answer.status is Status.NOT_IN_DOCUMENTS:
        return "\n".join([*lines, texts.NOT_IN_DOCUMENTS, f"{texts.searched_documents(documents)} {texts.WHAT_NEXT}"])
    if answer.status is Status.RELATED:
        lines.append(f"{texts.RELATED}\n")
    if answer.opening:
        lines.append(f"{answer.opening}\n")
    label = ""
    for citation in answer.citations:
        if citation.label != label:
            label = citation.label
            lines.append(f"{texts.side(label)}\n")
        if citation.context:
            lines.append(f"    ({citation.context})")
        lines.append(f"[{citation.marker}] »{citation.quote}«")
        lines.append(f"    {texts.source_line(citation.sender, citation.title, citation.section, citation.page)}\n")
    if answer.missing:
        lines.append(texts.not_found(answer.missing))
    return "\n".join(lines).rstrip()

"""Reports of wrong answers: one JSON file each, on this machine only, with all that is needed to ask again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import texts
from assistant.answer import Answer
from ingest.document import Document
from ingest.visible import escaped_json

from .version import product_version

FORMAT = 1
"""Version of the file; raised when a field changes its name or meaning."""

MAX_REPORTS = 200
MAX_REMARK = 1000
MAX_HISTORY = 20


class Reports:
    """A folder of reports.

    Attributes:
        folder: made when the first report is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(
        self, answer: Answer, history: Sequence[str], documents: Mapping[str, Document], remark: object = ""
    ) -> str:
        """Writes a report and returns one sentence that says where it is, or why there is none.

        Args:
            answer: the answer that is said to be wrong.
            history: the earlier questions that it was asked with, oldest first.
            documents: all documents, by identifier.
            remark: the visitor's own words, as the browser sent them.
        """
        written = {
            "format": FORMAT,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": product_version(),
            "remark": remark.strip()[:MAX_REMARK] if isinstance(remark, str) else "",
            "history": list(history)[-MAX_HISTORY:],
            **_answer_object(answer),
            "documents": [
                {"doc_id": document.doc_id, "file": document.path.name, "sha256": document.sha256}
                for document in documents.values()
            ],
        }
        try:
            return self._write(escaped_json(json.dumps(written, ensure_ascii=False, indent=2)) + "\n")
        except OSError as error:
            return texts.report_failed(str(self.folder), error.strerror or type(error).__name__)

    def _write(self, content: str) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in self.folder.glob("rapport-*.json")) >= MAX_REPORTS:
            return texts.report_full(str(self.folder), MAX_REPORTS)
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        file = self.folder / f"rapport-{stamp}.json"
        with file.open("x", encoding="utf-8") as out:
            out.write(content)
        return texts.report_saved(str(file))


def _answer_object(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "searched": answer.searched,
        "status": answer.status.value,
        "opening": answer.opening,
        "missing": list(answer.missing),
        "quotes": [asdict(citation) for citation in answer.citations],
        "hits": [hit.chunk.chunk_id for hit in answer.hits[:10]],
    }

"""The log of questions: off until the secretariat switches it on, then one file on this computer.

It holds no address, no name and nothing that tells two visitors apart; the time is kept to the minute.
"""

import json
import os
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import texts
from assistant.answer import Answer
from ingest.visible import escaped_json

NAME = "questions.jsonl"
MAX_BYTES = 20_000_000
"""Some 60,000 questions; after that nothing is added until the file is moved."""


class QuestionLog:
    """A switch and a file.

    Attributes:
        file: made when the first question is written down.
        on: whether questions are written down.
        failed: why the last question could not be written down, in Danish, "" when it could.
    """

    def __init__(self, file: Path, *, on: bool = False) -> None:
        self.file = file
        self.on = on
        self.failed = ""
        self._lock = threading.Lock()

    def add(self, answer: Answer) -> None:
        """Writes a question down when the log is on; a disk that refuses is remembered in ``failed``, never raised."""
        if not self.on:
            return
        row = {
            "asked": datetime.now().astimezone().isoformat(timespec="minutes"),
            "question": answer.question,
            "searched": answer.searched,
            "status": answer.status.value,
        }
        try:
            with self._lock:
                self.failed = self._write(escaped_json(json.dumps(row, ensure_ascii=False)) + "\n")
        except OSError as error:
            self.failed = error.strerror or type(error).__name__

    def _write(self, line: str) -> str:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "a", encoding="utf-8") as out:
            if os.fstat(descriptor).st_size + len(line) > MAX_BYTES:
                return texts.LOG_FULL
            out.write(line)
        return ""


def note(log: QuestionLog, answers: Sequence[Answer], *, told: bool) -> tuple[bool, str]:
    """Writes answered questions down, and returns (whether the visitor's page now says so, the line that says it).

    What was asked before the page said so is not written down: whoever asked it could not know.

    Args:
        log: may be on or off.
        answers: what this visitor was just answered; none when the page is opened.
        told: whether the visitor's page said, before they asked, that questions are written down.
    """
    if told:
        for answer in answers:
            log.add(answer)
    return log.on, f'<p class="ks-logged" role="status">{texts.LOGGED}</p>' if log.on else ""

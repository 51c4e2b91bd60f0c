"""What the page needs of an assistant, so that a test can read through the one that it makes."""

from collections.abc import Mapping
from typing import Protocol

from assistant.answer import Answer
from ingest.document import Document


class Contents(Protocol):
    """What was read from the folder of documents."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """All documents, by identifier."""
        ...


class Library(Protocol):
    """The documents behind an assistant."""

    @property
    def content(self) -> Contents:
        """What was read."""
        ...


class Answers(Protocol):
    """What the page needs of an assistant."""

    @property
    def retriever(self) -> Library:
        """The documents."""
        ...

    def ask(self, question: str, history: list[str]) -> Answer:
        """Returns the answer to ``question`` after the questions of ``history``."""
        ...

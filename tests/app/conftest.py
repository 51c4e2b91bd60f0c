"""An assistant that a person can read through: three small documents and a table of questions."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

import texts
from assistant.answer import Answer, Status
from assistant.citations import Citation, cite
from ingest.document import Document, Source

PAGE_3 = "Ordliste\n\nAnlægsramme – Den øverste grænse for, hvor meget kommuner-\n\nne må bygge for i et år."
PAGE_4 = "Serviceramme – Den øverste grænse for,\n\nhvor mange penge man må bruge.\n\nBloktilskud – Penge fra staten."
HOSTILE_TEXT = (
    "Før. <script>window.hacked = 1</script> ${window.hacked = 2} {{window.hacked = 3}} @children "
    "![](http://x.invalid/y.png) <img src=x onerror='window.hacked = 4'> `${window.hacked = 5}` &amp; efter."
)
HOSTILE_QUESTION = "<img src=http://x.invalid/z.png onerror=window.hacked=6> ${window.hacked=7} <b>fed</b>?"


def make_document(doc_id: str, *pages: str, sender: str = "Dragør Kommune", first_page: int | None = 3) -> Document:
    """Returns a document whose pages are ``pages``."""
    text = "\f".join(pages)
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 1)
    labels = () if first_page is None else tuple(range(first_page, first_page + len(pages)))
    source = Source(doc_id, f"{doc_id}.txt", f"Om {doc_id}", sender, "notat", first_page=first_page)
    return Document(source, Path(source.file), "0" * 64, text, tuple(starts), labels)


GLOSSARY = make_document("ordliste", PAGE_3, PAGE_4)
WEB = make_document("netside", "Frivillige kan læse højt. Frivillige kan køre ture.", sender="KL", first_page=None)
HOSTILE = make_document("<i>ond</i>", HOSTILE_TEXT, sender="${window.hacked = 8}")


def quote(document: Document, words: str, marker: int = 1, context: str = "", section: str = "Ordliste") -> Citation:
    """Returns the citation of ``words``, which stand in ``document`` with these line breaks."""
    start = document.text.index(words)
    citation = cite(document, start, start + len(words), marker=marker, section=("Del 3", section), context=context)
    assert citation is not None
    return citation


SERVICE = quote(GLOSSARY, PAGE_4[: PAGE_4.index("\n\nBlok")])
BUILDING = quote(GLOSSARY, PAGE_3[PAGE_3.index("Anlæg") :])
READING = quote(WEB, "Frivillige kan læse højt.", context="Det kan man gøre:")
DRIVING = quote(WEB, "Frivillige kan køre ture.", marker=2)
HARM = quote(HOSTILE, HOSTILE_TEXT, context="<script>window.hacked = 9</script>", section="<s>afsnit</s>")


class FakeAssistant:
    """Answers from a table; what is not in it is not in the documents.

    Attributes:
        retriever: has the three documents.
        release: the question "Langsom?" is answered when it is set.
    """

    documents: ClassVar = {document.doc_id: document for document in (GLOSSARY, WEB, HOSTILE)}
    table: dict[str, tuple[Status, tuple[Citation, ...]]] = {  # noqa: RUF012 – a test gives one of its own
        **dict.fromkeys(texts.STARTERS, (Status.ANSWERED, (SERVICE,))),
        "Hvad er servicerammen og anlægsrammen?": (Status.ANSWERED, (BUILDING,)),
        "Hvad kan frivillige?": (Status.RELATED, (READING, DRIVING)),
        HOSTILE_QUESTION: (Status.ANSWERED, (HARM,)),
    }

    def __init__(self) -> None:
        self.retriever = SimpleNamespace(
            document=self.documents.__getitem__, content=SimpleNamespace(documents=self.documents)
        )
        self.release = threading.Event()

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Returns the answer; a question that begins with "Og" goes on from the last one."""
        if question == "Langsom?":
            self.release.wait(10)
        if question == "Fejl?":
            raise RuntimeError("broken on purpose")
        searched = question
        if question.startswith("Og ") and history:
            searched = f"{history[-1].rstrip('?')} {question[0].lower()}{question[1:]}"
        status, citations = self.table.get(searched, (Status.NOT_IN_DOCUMENTS, ()))
        return Answer(question, searched, status, "\n".join(c.quote for c in citations), citations, ())


@pytest.fixture
def assistant() -> Iterator[FakeAssistant]:
    """Returns a fresh fake assistant."""
    fake = FakeAssistant()
    yield fake
    fake.release.set()

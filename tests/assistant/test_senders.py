"""Who is asked for what they say: the documents of a named sender, and the question without the name."""

from dataclasses import replace

import pytest

from assistant.ask import Assistant
from assistant.senders import named_sender, without_sender
from index.retriever import Retriever
from ingest.document import Document


@pytest.fixture
def documents(tiny: Retriever) -> dict[str, Document]:
    """Two documents, of which one is the KL's."""
    senders = dict(zip(tiny.content.documents, ("KL", "Byens museum"), strict=True))
    return {
        doc_id: replace(document, source=replace(document.source, sender=senders[doc_id]))
        for doc_id, document in tiny.content.documents.items()
    }


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Hvad mener KL om hunde?", "Hvad   om hunde?"),
        ("hvad mener kl om hunde", "hvad   om hunde"),
        ("Ifølge KL, hvad er en hund?", " , hvad er en hund?"),
        ("Hvad anbefaler KL?", "Hvad anbefaler KL?"),  # nothing else is asked
        ("Hvad er KL?", "Hvad er KL?"),
        ("Hvad mener Amnesty om hunde?", "Hvad mener Amnesty om hunde?"),
    ],
)
def test_who_speaks_is_not_looked_for(documents: dict[str, Document], question: str, left: str) -> None:
    assert " ".join(without_sender(question, documents).split()) == " ".join(left.split())


def test_a_sender_is_named_in_any_case(documents: dict[str, Document]) -> None:
    (first, _) = documents
    assert named_sender("hvad siger kl om hunde", documents) == {first} == named_sender("KL's hunde", documents)
    assert named_sender("hvad er klokken", documents) == frozenset()


def test_the_named_sender_is_quoted_first(real: Assistant) -> None:
    answer = real.ask("hvad mener KL om forebyggelse")
    assert real.retriever.document(answer.citations[0].doc_id).source.sender == "KL"

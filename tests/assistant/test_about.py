"""Questions about the documents: who sent one, from when it is, how long it is, which there are."""

from pathlib import Path

import pytest

from assistant.about import About, Asked, is_stated, opening_about, read_about
from assistant.answer import Status
from assistant.ask import Assistant
from assistant.citations import is_verbatim
from index.retriever import Retriever

from ..tiny_corpus import retriever_of, write_corpus

BOTH = ("materiale", "netside")
SENDERLESS = """[[source]]
doc_id = "a"
file = "a.txt"
title = "Haver i byen"
sender = "Afsender ikke angivet"
kind = "rapport"
"""


@pytest.mark.parametrize(
    ("text", "asked", "doc_ids"),
    [
        ("Hvem har skrevet rapporten?", Asked.SENDER, ("materiale",)),
        ("hvem er det der har lavet reglerne for hunde", Asked.SENDER, ("netside",)),
        ("Hvem står bag Parkforeningens hjemmeside?", Asked.SENDER, ("netside",)),
        ("Who wrote the report?", Asked.SENDER, BOTH),
        ("Hvornår udkom rapporten?", Asked.YEAR, ("materiale",)),
        ("Hvor gammel er rapporten?", Asked.YEAR, ("materiale",)),
        ("Hvor mange sider er der i rapporten?", Asked.LENGTH, ("materiale",)),
        ("Hvor lang er rapporten?", Asked.LENGTH, ("materiale",)),
        ("Hvilke dokumenter har du?", Asked.LIST, BOTH),
        ("hvor mange kilder er der", Asked.LIST, BOTH),
        ("Which documents do you use?", Asked.LIST, BOTH),
    ],
)
def test_a_question_about_documents_names_them(
    tiny: Retriever, text: str, asked: Asked, doc_ids: tuple[str, ...]
) -> None:
    assert read_about(text, tiny.content.documents) == About(asked, doc_ids)


@pytest.mark.parametrize(
    "text",
    [
        "Hvem har skrevet kapitlet om indbyggere?",
        "Hvem har skrevet reglerne for katte?",
        "Hvem har skrevet?",
        "Hvem har lavet kælkebakken?",
        "Hvornår er der møde i samlingen?",
        "Hvornår blev servicerammen aftalt?",
        "Hvor mange sider er der i ordlisten?",
        "Hvor lang er en hundesnor?",
        "Hvilke dokumenter skal en hundeejer have?",
        "Hvem bestemmer over hunde?",
        "rapporten",
        "",
    ],
)
def test_what_names_more_than_a_document_is_about_its_content(tiny: Retriever, text: str) -> None:
    assert read_about(text, tiny.content.documents) is None


def test_the_answer_opens_with_what_is_known_and_quotes_the_title(tiny: Retriever) -> None:
    answer = Assistant(tiny).ask("Hvem har skrevet reglerne for hunde?")
    assert answer.status is Status.ANSWERED
    assert answer.opening == "Afsender af »Regler for hunde«: Parkforeningen."
    (citation,) = answer.citations
    assert citation.doc_id == "netside"
    assert is_verbatim(citation, tiny.document("netside"))
    assert "hunde" in citation.quote.lower()
    assert answer.text == f"{answer.opening}\n{citation.quote}"
    assert answer.missing == ()


def test_year_length_and_list_come_from_the_manifest(tiny: Retriever) -> None:
    assistant = Assistant(tiny)
    assert assistant.ask("Hvornår udkom rapporten?").opening == "»Materiale til samlingen« er fra 2025."
    assert assistant.ask("Hvor mange sider har rapporten?").opening == (
        "»Materiale til samlingen« har 3 sider: side 5–7."
    )
    assert (
        assistant.ask("Hvor lang er Parkforeningens tekst?").opening == "»Regler for hunde« er en tekst uden sidetal."
    )
    listed = assistant.ask("Hvilke dokumenter har du?")
    assert listed.opening == "»Materiale til samlingen« (Byens Kommune, 2025). »Regler for hunde« (Parkforeningen)."
    assert [citation.doc_id for citation in listed.citations] == list(BOTH)


def test_a_document_without_pages_has_no_length_in_pages(tiny: Retriever) -> None:
    opening = opening_about(About(Asked.LENGTH, BOTH), tiny.content.documents)
    assert opening.endswith("side 5–7. »Regler for hunde« er en tekst uden sidetal.")


def test_what_is_not_known_is_related_and_says_so(tiny: Retriever, tmp_path: Path) -> None:
    answer = Assistant(tiny).ask("Hvornår udkom reglerne for hunde?")
    assert (answer.status, answer.opening) == (
        Status.RELATED,
        "Det er ikke oplyst, hvornår »Regler for hunde« er fra.",
    )
    corpus = write_corpus(tmp_path / "corpus", {"a.txt": "Haver i byen\n\nDer er mange haver."}, manifest=SENDERLESS)
    answer = Assistant(retriever_of(corpus)).ask("Hvem har skrevet rapporten?")
    assert answer.status is Status.RELATED
    assert "ikke angivet" in answer.opening
    assert answer.citations[0].quote == "Haver i byen"


def test_one_document_without_a_sender_makes_the_answer_related(tiny: Retriever) -> None:
    documents = tiny.content.documents
    assert [is_stated(About(Asked.YEAR, BOTH), documents[doc_id]) for doc_id in BOTH] == [True, False]
    assert Assistant(tiny).ask("When was the text published?").status is Status.RELATED


def test_the_real_documents(real: Assistant) -> None:
    sent = real.ask("Hvem er afsender på debatoplægget?")
    assert (sent.status, sent.opening) == (Status.ANSWERED, "Afsender af »Investér før det sker«: KL.")
    unsent = real.ask("hvem har lavet slidesene om velfærdstendenser")
    assert unsent.status is Status.RELATED
    dated = real.ask("Hvornår udkom materialesamlingen?")
    assert dated.opening.endswith("er fra 2025.")
    assert dated.citations[0].quote.endswith("fælles om fremtidens velfærd."), "the place that says the title"
    listed = real.ask("Hvor mange dokumenter er der?")
    assert len(listed.citations) == len(real.retriever.content.documents)
    content = real.ask("Hvem har skrevet afsnittet om demografi?")
    assert content.opening == ""

"""What is in the material: counted as the index counts, and how it was read in plain words."""

from dataclasses import replace

import pytest

import texts
from assistant.ask import Assistant
from assistant.occurrences import library_of
from index.retriever import Retriever
from ingest.document import Source
from ingest.visible import visible
from page.documents_view import Facts, LeftOut, documents, facts_of

from .conftest import GLOSSARY, HOSTILE
from .shown import Shown, assert_harmless

PLAIN = Facts(GLOSSARY, passages=3, words=1234, wordings=5, problems=(), left_out=(), spellings=())


def facts(retriever: Retriever) -> tuple[Facts, ...]:
    content = retriever.content
    return facts_of(content, library_of(content.documents.values(), content.blocks))


def told(shown: Shown) -> dict[str, str]:
    """Returns what stands beside each name, of one document."""
    values = shown.inside("dd.").strip()
    assert values
    pairs: dict[str, str] = {}
    name = ""
    for path, text in shown.parts:
        if "dt." in path:
            name = text
        elif "dd." in path:
            pairs[name] = pairs.get(name, "") + text
    return pairs


def test_counts_are_those_of_the_index(tiny: Retriever) -> None:
    found = facts(tiny)
    content = tiny.content
    assert [one.document.doc_id for one in found] == list(content.documents)
    for one in found:
        doc_id = one.document.doc_id
        assert one.passages == len([chunk for chunk in content.chunks if chunk.doc_id == doc_id]) > 0
    assert sum(one.passages for one in found) == len(content.chunks)
    assert sum(one.wordings for one in found) == len([word for word in content.wordings if word.first < word.end])
    assert found[0].wordings > found[1].wordings > 0
    assert found[1].words == 32


def test_each_document_is_told_with_all_that_is_known(tiny: Retriever) -> None:
    first = facts(tiny)[0]
    shown = Shown(documents([first]))
    assert_harmless(shown)
    assert first.document.title in shown.inside("h3.")
    assert told(shown) == {
        texts.DOCUMENT_SENDER: "Byens Kommune",
        texts.DOCUMENT_KIND: "rapport",
        texts.DOCUMENT_YEAR: "2025",
        texts.DOCUMENT_PAGES: "3 (side 5–7)",
        texts.DOCUMENT_PASSAGES: str(first.passages),
        texts.DOCUMENT_WORDS: str(first.words),
        texts.DOCUMENT_WORDINGS: str(first.wordings),
        texts.DOCUMENT_FILE: "materiale.txt",
        texts.DOCUMENT_HASH: f"{first.document.sha256[:12]}…",
        texts.DOCUMENT_LICENCE: "ukendt",
        texts.DOCUMENT_REMARKS: "prøve",
        texts.DOCUMENT_ORIGIN: "fra sekretariatet",
    }
    assert shown.named("code", title=first.document.sha256)


def test_what_is_not_known_is_said_or_left_out(tiny: Retriever) -> None:
    pairs = told(Shown(documents([facts(tiny)[1]])))
    assert pairs[texts.DOCUMENT_YEAR] == texts.NOT_STATED
    assert pairs[texts.DOCUMENT_PAGES] == texts.NO_PAGE
    assert texts.DOCUMENT_LICENCE not in pairs


def test_the_total_stands_on_top() -> None:
    other = replace(PLAIN, passages=1000, words=6)
    assert "I alt 2 dokumenter, 4 sider, 1.003 afsnit og 1.240 ord." in documents([PLAIN, other])
    assert texts.DOCUMENTS_NONE in documents([])


def test_a_document_without_problems_says_so() -> None:
    assert texts.DOCUMENT_ALL_READ in documents([PLAIN])
    assert texts.DOCUMENTS_UNEXPANDED not in documents([PLAIN])
    assert texts.DOCUMENTS_UNEXPANDED in documents([replace(PLAIN, wordings=0)])


def test_problems_and_what_is_left_out_are_told_in_words() -> None:
    troubled = replace(
        PLAIN,
        problems=("Side 2 har ingen læsbar tekst.",),
        left_out=(LeftOut("page number", 1200, ("3", "4")), LeftOut("advertisement", 1, ("Annonce:",))),
        spellings=(("side 12", "1524 år"),),
    )
    lines = Shown(documents([troubled])).inside("div.ks-reading")
    for sentence in (
        "Side 2 har ingen læsbar tekst.",
        "sidetal, 1.200 steder: »3«, »4« …",
        "annonce, 1 sted: »Annonce:«",
        "»1524 år« (side 12)",
    ):
        assert sentence in lines
    assert texts.DOCUMENT_ALL_READ not in lines


def test_failures_and_tools_have_their_places() -> None:
    html = documents(
        [PLAIN],
        failures=["Filen <x> kan ikke læses."],
        adding="<p>TIL</p>",
        actions={"ordliste": "<p>FRA</p>", "x": "Y"},
    )
    shown = Shown(html)
    assert "Filen <x> kan ikke læses." in shown.inside("div.ks-failures")
    assert "FRA" in shown.inside("div.ks-document-actions") and "Y" not in shown.inside("div.ks-document-actions")
    assert shown.text.index("TIL") < shown.text.index(GLOSSARY.title)
    assert not Shown(documents([PLAIN])).named("div", **{"class": "ks-document-actions"})
    assert texts.DOCUMENTS_FAILED not in documents([PLAIN])


@pytest.mark.parametrize(
    ("title", "sentences"),
    [
        ("Materialesamling", ["Side 45 har ingen læsbar tekst", "sidetal, 3 steder", "»1524 år« (side 12)"]),
        ("Nye aktører", ["kontaktformular, ", "cookiebanner, 2 steder"]),
        ("Velfærdstendenser", [texts.DOCUMENT_ALL_READ]),
    ],
)
def test_the_report_on_the_real_documents(real: Assistant, title: str, sentences: list[str]) -> None:
    (one,) = [one for one in facts(real.retriever) if one.document.title.startswith(title)]
    report = Shown(documents([one])).inside("div.ks-reading")
    assert [sentence for sentence in sentences if sentence not in report] == []


def test_the_real_documents_are_told_without_english(real: Assistant) -> None:
    shown = Shown(documents(facts(real.retriever)))
    assert_harmless(shown)
    assert len(shown.named("article")) == 5
    assert "page number" not in shown.text and "table row" not in shown.text


def test_hostile_text_is_escaped() -> None:
    evil = '"><img src=x onerror=x()> ${x} {{x}} & \u202e'
    source = Source(evil, evil, evil, evil, evil, None, None, evil, evil, evil)
    hostile = Facts(
        replace(HOSTILE, source=source, sha256='"><i>'), 1, 1, 0, (evil,), (LeftOut("navigation", 1, (evil,)),),
        (("side 1", evil),),
    )  # fmt: skip
    shown = Shown(documents([hostile], failures=[evil]))
    assert_harmless(shown)
    assert shown.text.count(visible(evil)) == 11

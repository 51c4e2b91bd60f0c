"""Every place of a word: exact, inflected, in compounds, over line and page ends, and nothing missed."""

import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citations import is_verbatim
from assistant.occurrences import Library, Occurrence, Occurrences, find_all, library_of
from assistant.word_forms import Match, matched
from index.retriever import Retriever
from index.storage import build_index, load_index
from index.terms import STOP_WORDS, lemma_of, tokens
from ingest.corpus import read_corpus
from ingest.document import Document
from ingest.errors import UsageError
from ingest.normalise import quote_of
from ingest.structure import structure_of

from ..ingest.helpers import document_of
from ..tiny_corpus import TopicEncoder, write_corpus


def library(*documents: Document) -> Library:
    return library_of(documents, {document.doc_id: structure_of(document).blocks for document in documents})


def search(text: str, query: str) -> Occurrences:
    return find_all(library(document_of(text)), query)


def words(places: Iterable[Occurrence]) -> list[str]:
    return [place.word for place in places]


def forms(found: Occurrences, match: Match) -> set[str]:
    return {row.word for row in found.words if row.match is match}


@pytest.fixture(scope="module")
def five(real_corpus: Path) -> Library:
    read = read_corpus(real_corpus).documents
    return library_of([row.document for row in read], {row.document.doc_id: row.structure.blocks for row in read})


# --- Inflections and compounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "inflected", "compounds", "others"),
    [
        ("frivillig", "frivillig frivillige frivilligt frivilligheden", "frivilligcentre velfærdsfrivillige", "villig"),
        ("pleje", "pleje plejen plejer", "ældrepleje hjemmeplejen plejehjem", "plet"),
        ("barn", "barn børn børnene barnets", "børnehaver fribørnehave", "barsk børste"),
        ("ret", "ret retten", "retssag valgret rette", "retning"),
        ("god", "god", "godt gode", "begods"),
        ("regn", "regn regnen", "regnvejr", "regnskab beregning regnskabsvæsen"),
        ("samskaber", "samskaber samskaberne samskabernes", "samskaberrolle", "skaber"),
        ("Brønshøjhat", "brønshøjhat brønshøjhatten", "brønshøjhattemager", "brønshøj"),
        ("brønshøjhaten", "", "", "brønshøjhatten"),
        ("offentlighed", "offentlighed offentligheden", "offentlighedsloven", "offentliges"),
        ("bruge", "bruge bruger", "brugere brugerråd", "brud"),
        ("Brøndums", "brøndum brøndums", "brøndumsgården", "brønden"),
        ("velfærdsteknologi", "velfærdsteknologi velfærdsteknologien", "velfærdsteknologiråd", "teknologi velfærd"),
        ("aeldre", "ældre ældres", "ældreråd", "forældre"),
        ("KL", "kl kl's", "", "klar"),
        ("2.500", "2500", "", "12.500 2.5"),
    ],
)
def test_a_word_is_found_in_its_inflections_and_compounds(
    query: str, inflected: str, compounds: str, others: str
) -> None:
    found = search(f"Her står {inflected} og {compounds} og {others} til sidst.", query)
    assert forms(found, Match.FORM) == set(inflected.split())
    assert forms(found, Match.COMPOUND) == set(compounds.split())
    assert {row.word for row in found.left_out} <= set(others.split())


def test_a_word_with_the_same_letters_is_named_and_not_counted() -> None:
    found = search("Retning og ret. Retning igen.", "ret")
    assert [(row.word, row.match, row.count) for row in found.left_out] == [("retning", None, 2)]
    assert found.total == 1


def test_a_function_word_has_forms_but_no_compounds() -> None:
    found = search("Det er et værested, og vi vil være der.", "være")
    assert words(found.places) == ["er", "være"]


def test_typed_and_written_letters_may_differ() -> None:
    assert words(search("Ældreplejen i Aabenraa.", "aeldrepleje").places) == ["ældreplejen"]
    assert words(search("Ældreplejen i Aabenraa.", "Åbenrå").places) == ["aabenraa"]
    assert words(search("Ældreplejen i Aabenraa.", '"aeldreplejen"').places) == ["ældreplejen"]
    assert words(search(unicodedata.normalize("NFD", "Årene går."), "år").places) == ["årene"]


# --- Exact ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "count"),
    [
        ("De frivillige. De frivilliges hus. DE\n\nFRIVILLIGE", '"de frivillige"', 2),
        ("De frivillige", "»de  frivillige«", 1),
        ("De, frivillige", '"de frivillige"', 0),
        ("so-\ncialpolitik og so\u00adcial", '"social"', 1),
        ("en ﬁn ﬂade", '"fin flade"', 1),
        ("I alt 14.450 og 450", '"450"', 1),
        ("80+-årige", '"80+-årige"', 1),
        ("side:5 og en side", '"side"', 2),
        ("Slut. Det er (KL).", '"(KL)."', 1),
        ("Slut. Det er slut.", '". Det"', 1),
        ("en fin flade", '"ﬁn fla­de"', 1),
        ("VEL-\nFÆRD", '"velfærd"', 1),
        ("VEL-\nFÆRD", '"vel"', 1),
        ("Vel-færd", '"velfærd"', 0),
        ("et work-\nlife-forløb", '"work-life"', 1),
        ("en worklife", '"work-life"', 0),
        ("fri\u00ad\nvillig", '"frivillig"', 1),
        ("fri‐\nvillig", '"frivillig"', 1),
        ("KL’s oplæg – nu", '"KL\'s oplæg - nu"', 1),
        ("bl.a. frivillige", '"bl.a. frivillige"', 1),
    ],
)
def test_exact_finds_only_these_word_forms(text: str, query: str, count: int) -> None:
    found = search(text, query)
    assert found.exact and found.total == count
    assert all(place.match is Match.EXACT for place in found.places)


@pytest.fixture(scope="module")
def quoted(five: Library) -> list[str]:
    """The documents' texts as they are quoted, made without any code of the search."""
    return [quote_of(words.document.text, 0, len(words.document.text)) for words in five.documents]


def naive_count(quoted: list[str], phrase: str) -> int:
    pattern = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
    return sum(len(pattern.findall(text)) for text in quoted)


def test_exact_counts_agree_with_a_naive_count(five: Library, quoted: list[str]) -> None:
    letters = sorted(form for form, count in five.vocabulary.items() if count and form.isalpha())
    broken = {"andre", "uddannelses"}
    for word in [*random.Random(1).sample(letters, 400), *broken]:
        found = find_all(five, f'"{word}"')
        assert len(found.places) == naive_count(quoted, word) + (word in broken), word


def test_exact_counts_of_phrases_agree_with_a_naive_count(five: Library, quoted: list[str]) -> None:
    chosen = random.Random(2)
    for text in quoted:
        pairs = re.findall(r"(?<![\w.,:-])[^\W\d_]+ [^\W\d_]+(?![\w'’-])", text)
        for pair in chosen.sample(pairs, 30):
            assert len(find_all(five, f'"{pair}"').places) == naive_count(quoted, pair), pair


def test_a_hyphen_that_a_line_end_left_inside_a_word_hides_nothing(five: Library) -> None:
    assert "andre" not in words(find_all(five, '"an-dre"').places)
    found = find_all(five, "uddannelser")
    assert "uddan-nelses" in words(found.places)


# --- Completeness ---------------------------------------------------------------------------------------------------


def test_every_token_with_the_same_lemma_is_found(five: Library, quoted: list[str]) -> None:
    counts = Counter(token for text in quoted for token in tokens(text))
    by_lemma: dict[str, set[str]] = {}
    for token in counts:
        by_lemma.setdefault(lemma_of(token), set()).add(token)
    for token in random.Random(3).sample(sorted(counts), 150):
        found = Counter(words(find_all(five, token).places))
        for same in by_lemma[lemma_of(token)]:
            assert found[same] == counts[same], (token, same)


def test_every_token_that_holds_the_letters_is_counted_or_named(five: Library, quoted: list[str]) -> None:
    counts = Counter(token for text in quoted for token in tokens(text))
    chosen = sorted(token for token in counts if len(token) > 3 and token.isalpha() and token not in STOP_WORDS)
    for token in random.Random(4).sample(chosen, 100):
        found = find_all(five, token)
        told = {place.word for place in found.places} | {row.word for row in found.left_out}
        assert {other for other in counts if token in other} <= told, token


WORDS = st.sampled_from(
    "frivillig frivillige frivilligcenter og de ret retning vel-\nfærd ældre- 80+ 2025 KL’s".split(" ")
)
GAPS = st.sampled_from([" ", "\n", "\n\n", "\f", ". ", ", ", "\n15\n\f", "- ", "-", "\u00ad\n"])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=15), WORDS, st.booleans())
def test_in_any_text_places_exist_are_quoted_and_do_not_overlap(
    parts: list[tuple[str, str]], query: str, exact: bool
) -> None:
    text = "".join(word + gap for word, gap in parts)
    document = document_of(*text.split("\f"), first_page=14)
    found = find_all(library(document), f'"{query}"' if exact else query)
    for place in found.places:
        assert 0 <= place.start < place.end <= len(text)
        assert place.page == document.page_at(place.start)
        assert is_verbatim(place.citation, document)
        assert place.citation.start <= place.start < place.citation.end
    ranges = sorted((place.start, place.end) for place in found.places)
    assert all(one[1] <= other[0] for one, other in pairwise(ranges))
    assert sum(row.count for row in found.words) == found.total


def test_headings_tables_and_noise_are_searched(tiny: Retriever) -> None:
    content = tiny.content
    small = library_of(content.documents.values(), content.blocks)
    assert [place.citation.quote for place in find_all(small, "ordliste").places] == ["Ordliste"]
    assert [place.citation.quote for place in find_all(small, "14.569").places] == ["2024 14.569"]
    place = find_all(small, "anonym").places[0]
    assert (place.doc_id, place.page, place.section[-1]) == ("materiale", 6, "Dine rettigheder i samlingen")
    assert place.citation.quote.startswith("• at være anonym i offentligheden")


def test_what_is_set_aside_is_marked_and_counted_apart(five: Library) -> None:
    found = find_all(five, "cookie")
    assert found.total == 0 and found.words == () and len(found.aside) == len(found.places) > 1
    assert {place.set_aside for place in found.places} == {"cookie banner"}
    assert {place.set_aside for place in find_all(five, '"Annonce"').places} == {"advertisement"}


def test_an_index_and_the_documents_give_the_same(tmp_path: Path, five: Library, real_corpus: Path) -> None:
    corpus = write_corpus(
        tmp_path / "corpus", {"side.md": "# Om hunde\n\nHunde i *snor*.\n\n| år | hunde |\n|---|---|\n| 1 | 2 |\n"}
    )
    encoder = TopicEncoder()
    read = read_corpus(corpus)
    build_index(read, tmp_path / "index", encoder)
    content = load_index(tmp_path / "index", encoder).content
    stored = library_of(content.documents.values(), content.blocks)
    fresh = library_of([row.document for row in read.documents], {"side": read.documents[0].structure.blocks})
    for query in ("hund", "år", '"2"'):
        assert find_all(stored, query) == find_all(fresh, query)
    assert find_all(stored, "hund").total == 3


# --- Phrases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("en social investering, sociale investeringer", "sociale investering",
         ["social investering", "sociale investeringer"]),
        ("de frivillige. Frivillige i huset", "frivillige i hus", ["frivillige i huset"]),
        ("frivillige på huset", "frivillige i huset", []),
        ("De er frivillige. Huset er stort", "frivillige hus", []),
        ("frivillige,\nhuset", "frivillige hus", []),
        ("frivillige i so-\ncialpolitikken", "frivillig i socialpolitik", ["frivillige i socialpolitikken"]),
        ("hjemmeplejen og hjemme-pleje og hjemme pleje", "hjemme pleje",
         ["hjemmeplejen", "hjemme-pleje", "hjemme pleje"]),
        ("en email og en e-mail", "e-mail", ["email", "e-mail"]),
        ("sundheds- og ældreområdet", "sundhedsområde", ["sundheds- og ældreområdet"]),
        ("børne-, unge- og ældreområdet", "børneområdet", ["børne-, unge- og ældreområdet"]),
        ("VEL-\nFÆRD", "velfærd", ["vel-færd"]),
        ("gode forhold", "god forhold", ["gode forhold"]),
    ],
)  # fmt: skip
def test_phrases(text: str, query: str, found: list[str]) -> None:
    assert words(search(text, query).places) == found


PAGES = ("Forord\n\nVi har mange frivil-\n15", "lige i huset. Og vi har gode\n16", "venner i byen. Slut\n17")


@pytest.mark.parametrize(("query", "page", "shown"), [
    ("frivillig", 15, "frivillige"),
    ("gode venner", 16, "gode venner"),
    ('"gode venner i byen"', 16, "gode venner i byen"),
    ('"mange frivillige"', 15, "mange frivillige"),
])  # fmt: skip
def test_page_numbers_and_page_ends_break_nothing(query: str, page: int, shown: str) -> None:
    found = find_all(library(document_of(*PAGES, first_page=15)), query)
    assert [(place.page, place.shown, place.set_aside) for place in found.places] == [(page, shown, None)]


def test_noise_between_two_texts_is_found_as_well() -> None:
    found = find_all(library(document_of(*PAGES, first_page=15)), "16")
    assert [(place.page, place.set_aside) for place in found.places] == [(16, "page number")]


# --- What is told ---------------------------------------------------------------------------------------------------


def test_a_place_has_its_surroundings() -> None:
    (place,) = search("Ord " * 30 + "her er hunden nu " + "og " * 40, "hund").places
    assert place.shown == "hunden"
    assert place.before.startswith("…") and place.before.endswith("her er ") and len(place.before) <= 61
    assert place.after.startswith(" nu og") and place.after.endswith("…") and len(place.after) <= 61


def test_what_was_searched_is_told(five: Library) -> None:
    told = find_all(five, "kryptovaluta").searched
    assert (told.documents, told.pages) == (5, 70) and told.words > 19_000
    assert [page for _, page in told.unread] == [45]


def test_a_misspelt_word_gets_a_suggestion_and_is_not_replaced(five: Library) -> None:
    found = find_all(five, "frivilig")
    assert (found.places, found.suggestion) == ((), "frivillig")
    assert find_all(five, "sociale invsteringer").suggestion == "sociale investeringer"
    assert find_all(five, "kryptovaluta").suggestion == find_all(five, "hund").suggestion == ""
    assert find_all(five, "frivillig").suggestion == ""


@pytest.mark.parametrize("query", ["", "  ", '""', "–", '"…"', "?!"])
def test_a_query_without_a_word_is_refused(query: str) -> None:
    with pytest.raises(UsageError):
        search("Noget tekst.", query)


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_query_is_answered_or_refused(query: str) -> None:
    try:
        found = search("Noget tekst om de frivillige i 2025.", query)
    except UsageError:
        return
    assert found.total >= 0


def test_lone_surrogates_are_read_as_something_else() -> None:
    assert search("Noget tekst.", "tekst \ud800").total in (0, 1)


def test_a_search_takes_milliseconds(five: Library) -> None:
    queries = ["frivillig", '"de frivillige"', "sociale investeringer", "ret", "kommune"]
    for query in queries:
        find_all(five, query)
    begin = time.perf_counter()
    for query in queries:
        find_all(five, query)
    assert (time.perf_counter() - begin) / len(queries) < 0.5, "far above 0.1 s on an idle machine"


def test_stop_words_alone_are_forms_only() -> None:
    assert all(match is Match.FORM for match in matched("og", {"og", "ogre"}, compounds=False).counted.values())
    assert "og" in STOP_WORDS

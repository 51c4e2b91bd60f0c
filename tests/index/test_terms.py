"""Danish terms: numbers, spellings, compounds, lemmas, stop words and letter pieces."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import (
    STOP_WORDS,
    compound_parts,
    content_words,
    is_known,
    lemma_of,
    pieces,
    terms,
    tokens,
    with_danish_letters,
)


@pytest.mark.parametrize(
    "number", ["14.450", "1,5", "80+", "12:30", "2035", "10.000.000", "0,25", "1.234,56", "7", "67+"]
)
def test_a_number_stays_whole(number: str) -> None:
    assert tokens(f"Der er {number} af dem") == ["der", "er", number, "af", "dem"]
    assert terms(f"{number} borgere")[0] == number
    assert is_known(number)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Prisen er 14.450.", ["prisen", "er", "14.450"]),
        ("0,25% og 2024-2035", ["0,25", "og", "2024", "2035"]),
        ("(80+-årige)", ["80+", "årige"]),
        ("1. januar, 2. februar", ["1", "januar", "2", "februar"]),
        ("km2 og §5", ["km", "2", "og", "5"]),
    ],
)
def test_punctuation_around_numbers_is_dropped(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_words_are_lower_case_and_keep_their_order() -> None:
    assert tokens("Borgerne i DRAGØR siger: »Nej!«") == ["borgerne", "i", "dragør", "siger", "nej"]
    assert tokens("Lars’ hus, d'accord") == ["lars", "hus", "d'accord"]
    assert tokens("") == tokens(" \n\f – … 🙂 ") == []


@pytest.mark.parametrize("word", ["ældreplejen", "øre", "på", "café", "ÅBEN"])
def test_composed_and_decomposed_letters_are_the_same(word: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)
    assert tokens(composed) == tokens(decomposed) == [composed.lower()]
    assert terms(composed) == terms(decomposed)
    assert pieces(composed) == pieces(decomposed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aeldre", "ældre"),
        ("boern", "børn"),
        ("aar", "år"),
        ("paedagog", "pædagog"),
        ("oekonomi", "økonomi"),
        ("aeldrepleje", "ældrepleje"),
        ("AELDREPLEJENS", "ældreplejens"),
    ],
)
def test_ae_oe_aa_are_read_as_danish_letters(typed: str, meant: str) -> None:
    assert terms(typed) == terms(meant)
    assert pieces(typed) == pieces(meant)
    assert is_known(typed.lower())


@pytest.mark.parametrize("name", ["michael", "israel", "samuel", "aarhus"])
def test_a_name_keeps_its_letters(name: str) -> None:
    assert lemma_of(name) == name


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("kommunernes", "kommune"),
        ("børnene", "barn"),
        ("skolerne", "skole"),
        ("udgifterne", "udgift"),
        ("betaler", "betale"),
        ("2035", "2035"),
    ],
)
def test_inflected_words_become_lemmas(word: str, lemma: str) -> None:
    assert lemma_of(word) == lemma
    assert content_words(f"{word}?") == [lemma]


@pytest.mark.parametrize(
    ("lemma", "parts"),
    [
        ("velfærdsservice", ("velfærd", "service")),
        ("serviceramme", ("service", "ramme")),
        ("kommune", ()),
        ("14.450", ()),
        ("", ()),
    ],
)
def test_compounds_come_apart(lemma: str, parts: tuple[str, ...]) -> None:
    assert compound_parts(lemma) == parts


def test_the_parts_of_a_compound_follow_it() -> None:
    assert terms("servicerammer i kommunerne") == ["serviceramme", "service", "ramme", "kommune"]
    shared = set(terms("ældrepleje")) & set(terms("pleje af ældre"))
    assert lemma_of("pleje") in shared and lemma_of("ældre") in shared


@pytest.mark.parametrize("text", ["Hvad er det for noget?", "hvor mange er der", "What is it?", "Og hvorfor ikke?"])
def test_stop_words_say_nothing(text: str) -> None:
    assert content_words(text) == []
    assert terms(text) == []
    assert pieces(text) == []


def test_stop_words_are_lower_case_words() -> None:
    assert len(STOP_WORDS) > 100
    assert all(tokens(word) == [word] for word in STOP_WORDS)


def test_repeated_words_stay_repeated() -> None:
    assert content_words("skole og skoler og skolen") == ["skole"] * 3


def test_pieces_have_four_and_five_letters_and_mark_the_borders() -> None:
    assert pieces("en skole") == ["_sko", "skol", "kole", "ole_", "_skol", "skole", "kole_"]
    assert pieces("14.450 og 80+") == []
    assert len(set(pieces("kommunen")) & set(pieces("komunen"))) >= 3, "a misspelling shares no pieces"


@given(st.text(max_size=80))
def test_any_text_gives_terms(text: str) -> None:
    found = terms(text)
    assert all(term and term == term.lower() for term in found)
    assert set(content_words(text)) <= set(found)
    assert terms(text) == found


def test_swedish_letters_of_longer_words_are_read_as_danish_ones() -> None:
    assert with_danish_letters("äldreomsorg") == "ældreomsorg"
    assert lemma_of("hjälpmidler") == lemma_of("hjælpmidler")
    assert with_danish_letters("är") == "är", "short Swedish words keep theirs"

"""Questions as the search fields see them: misspellings are read as known terms, known words are left alone."""

import pytest

from index.query import read_query
from index.terms import pieces, terms

VOCABULARY = sorted(
    "anbefaling borgersamling indbygger kommune lodtrækning serviceramme skole velfærd ældrepleje".split()
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("servicerame", "serviceramme"),
        ("koomune", "kommune"),
        ("borgersamlinnng", "borgersamling"),
        ("ældrplje", "ældrepleje"),
        ("anbefalign", "anbefaling"),
        ("vellfærdd", "velfærd"),
    ],
)
def test_a_misspelt_word_is_read_as_the_nearest_term(typed: str, meant: str) -> None:
    query = read_query(f"hvad er {typed}?", VOCABULARY, {})
    assert query.corrected == ((typed, meant),)
    assert query.read_as == f"hvad er {meant}?"
    assert set(terms(typed)) < set(query.terms), "the word as typed is searched too"
    assert set(terms(meant)) <= set(query.terms)


@pytest.mark.parametrize(
    "text",
    [
        "skoler og kommuner",
        "Hvad er servicerammen?",
        "banan",
        "kommunal",
        "velfærdsservice",
        "14.450 eller 80+",
        "skoel",
        "xyzzyplugh",
        "",
        "🙂",
    ],
)
def test_known_short_and_far_words_are_left_alone(text: str) -> None:
    query = read_query(text, VOCABULARY, {})
    assert query.corrected == ()
    assert query.terms == tuple(terms(text))
    assert query.read_as == text


def test_text_and_pieces_are_those_of_the_question() -> None:
    text = "Hvem betaler for koomunen?"
    query = read_query(text, VOCABULARY, {})
    assert query.text == text
    assert query.pieces == tuple(pieces(text))


def test_a_misspelling_is_corrected_once() -> None:
    query = read_query("servicerame, servicerame og koomune", VOCABULARY, {})
    assert query.corrected == (("servicerame", "serviceramme"), ("koomune", "kommune"))
    assert query.terms.count("servicerame") == 2


def test_without_a_vocabulary_nothing_is_corrected() -> None:
    assert read_query("servicerame", [], {}).corrected == ()


def test_the_lexicon_puts_official_words_beside_everyday_ones() -> None:
    lexicon = {
        "bedstemor": ("gammel", "pensionist"),
        "kommune": ("rådhus",),
        "hund": ("dyr",),
        "pensionist": ("gammel",),
    }
    query = read_query("bedstemor i kommunen og en pensionist", VOCABULARY, lexicon)
    assert query.related == ("gammel", "rådhus"), "sorted, once each, and none that the question has itself"
    assert query.terms == tuple(terms("bedstemor i kommunen og en pensionist"))
    assert read_query("koomune", VOCABULARY, lexicon).related == ("rådhus",), "a misspelt word counts as corrected"
    assert read_query("skole", VOCABULARY, lexicon).related == ()

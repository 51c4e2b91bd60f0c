"""Who does something, and whether it is somebody else."""

import pytest

from assistant.actors import are_same, changed_places, is_actor, is_anybody, swapped


def same(word: str, other: str) -> float:
    return float(word == other)


@pytest.mark.parametrize("word", ["kommune", "sekretariat", "økonomiudvalg", "pårørende", "medlem"])
def test_people_and_bodies_are_actors(word: str) -> None:
    assert is_actor(word)


@pytest.mark.parametrize("word", ["udgift", "figur", "plejehjem", "2025", ""])
def test_things_are_none(word: str) -> None:
    assert not is_actor(word)


def test_citizens_are_anybody_and_members_are_not() -> None:
    assert is_anybody("borger") and not is_anybody("medlem") and not is_anybody("hus")


@pytest.mark.parametrize(
    ("word", "other", "wanted"),
    [
        ("udvalg", "udvalg", True),
        ("udvalg", "økonomiudvalg", True),
        ("økonomiudvalg", "erhvervsudvalg", False),
        ("kommune", "byråd", True),
        ("region", "kommune", False),
    ],
)
def test_the_same_actor_may_have_several_words(word: str, other: str, wanted: bool) -> None:
    assert are_same(word, other, same) is wanted


def test_an_actor_is_swapped_when_the_sentence_has_another_one_instead() -> None:
    assert swapped(["sekretariat", "skrive"], ["medlem", "skrive"], same) == ("sekretariat",)
    assert swapped(["sekretariat", "skrive"], ["skrive"], same) == ()
    assert swapped(["sekretariat"], ["sekretariat", "medlem"], same) == ()


@pytest.mark.parametrize(
    ("stated", "source", "wanted"),
    [
        ("Kommunen hjælper borgerne.", "Borgerne hjælper kommunen.", True),
        ("Kommunen hjælper borgerne.", "Kommunen hjælper ofte borgerne.", False),
        ("Borgerne bliver hjulpet af kommunen.", "Kommunen hjælper borgerne.", False),
        ("Regeringen og regionen betaler.", "Regionen og regeringen betaler.", False),
        ("Kommunen hjælper.", "Borgerne hjælper kommunen.", False),
    ],
)
def test_actors_that_change_places_are_told(stated: str, source: str, wanted: bool) -> None:
    assert changed_places(stated, source, same) is wanted

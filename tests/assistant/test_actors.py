"""Who does something, and whether it is somebody else."""

import pytest

from assistant.actors import are_same, is_actor, is_anybody, swapped


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

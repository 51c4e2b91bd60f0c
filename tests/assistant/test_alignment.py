"""Two sentences side by side."""

from assistant.alignment import align, own_words


def test_a_word_in_the_place_of_another_is_told() -> None:
    side = align("Sekretariatet skal sikre en god proces.", "Kommunen skal sikre en god proces.")
    assert side.is_close
    assert side.replaced == ((("sekretariatet",), ("kommunen",)),)


def test_inflection_is_no_difference() -> None:
    side = align("Kommunerne betaler for løsningen.", "Kommunen betalte for løsninger.")
    assert (side.share, side.replaced) == (1.0, ())


def test_numbers_stand_beside_each_other_with_or_without_hedges() -> None:
    side = align("Der er ca. 36 medlemmer fra 15 byer.", "Der er 38 medlemmer fra godt 14 byer.")
    assert [(one.text, other.text) for one, other in side.numbers] == [("36", "38"), ("15", "14")]


def test_a_year_is_not_laid_beside_an_amount() -> None:
    side = align("Kommunen havde 14.450 indbyggere i 2025.", "Kommunen havde i 2025 en god del indbyggere.")
    assert all(one.kind is other.kind for one, other in side.numbers)


def test_sentences_with_little_in_common_are_not_compared() -> None:
    side = align("Der er 36 medlemmer i borgersamlingen.", "Enggården er kommunens omsorgscenter for 36 ældre.")
    assert not side.is_close and not side.replaced and not side.numbers


def test_no_words_are_close_to_nothing() -> None:
    assert not align("", "Kommunen har 36 medlemmer.").is_close


def test_words_that_no_passage_has_are_pointed_at() -> None:
    stated = "Alle kommuner skal hjælpe 1.200 unge i 2025."
    found = own_words(stated, ["Kommunen hjælper unge.", "Tal fra byen"])
    assert [stated[start:end] for start, end in found] == ["Alle", "skal"]
    assert own_words("Kommunernes hjælp.", ["kommunen", "hjælpen"]) == ()

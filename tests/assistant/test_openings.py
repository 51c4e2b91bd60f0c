"""What an answer opens with: yes or no only where the quote settles it, the page for a question about a place."""

import pytest

import texts
from assistant.answer import Status
from assistant.citations import Citation
from assistant.openings import opening_of, settles
from assistant.questions import read_question
from ingest.document import Page


def citation(quote: str, *, title: str = "Byens regler", page: Page | None = 4) -> Citation:
    return Citation(1, "d", title, "Byen", page, "", 0, 9, quote)


@pytest.mark.parametrize(
    ("question", "quote", "settled"),
    [
        ("Er det gratis at parkere om søndagen?", "Det er gratis at parkere om søndagen.", True),
        ("Er det gratis at parkere om søndagen?", "Det er ikke gratis at parkere om søndagen.", False),
        ("Er det gratis at parkere om søndagen?", "Velkommen. Derfor er det gratis at parkere om søndagen.", True),
        ("Er gebyret 200 kroner?", "Gebyret er 200 kroner.", True),
        ("Er skolen lukket i 2024?", "Skolen blev lukket i 2024.", True),
        ("Er kommunen tvunget til at spare?", "Ingen kommune er tvunget til at spare.", False),
        ("Er udgiften over gennemsnittet?", "Udgiften ligger over gennemsnittet.", True),
        ("Får alle skoler frugt?", "Alle skoler får frugt.", True),
        ("Kan nogle skoler lukke?", "Nogle skoler kan lukke.", True),
        ("Har kommunen en svømmehal?", "Kommunen har en stor svømmehal ved havnen.", True),
        ("Betaler staten for ældrepleje?", "Staten betaler for ældreplejen.", True),
    ],
)
def test_a_sentence_that_says_all_of_the_question_settles_it(question: str, quote: str, settled: bool) -> None:
    assert settles(read_question(question), quote) is settled
    wanted = texts.YES if settled else texts.NO
    assert opening_of(read_question(question), Status.ANSWERED, [citation(quote)]) == wanted


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        # Reservations
        ("Er det gratis at parkere om søndagen?", "Det er gratis at parkere, men om søndagen kun med skive."),
        ("Er det gratis at parkere om søndagen?", "Hvis man bor i byen, er det gratis at parkere om søndagen."),
        ("Er det gratis at parkere om søndagen?", "Det er måske gratis at parkere om søndagen."),
        ("Er det gratis at parkere om søndagen?", "Det er sjældent gratis at parkere om søndagen."),
        ("Skal kommunen lukke skolen?", "Kommunen overvejer at lukke skolen."),
        ("Har kommunen lukket skolen?", "Kommunen vil lukke skolen."),
        ("Er skatten steget i byen?", "Det er forkert, at skatten er steget i byen."),
        ("Får pensionister rabat på bussen?", "Pensionister mistede rabat på bussen."),
        ("Er byen den mindste kommune?", "Byen er landets 7. mindste kommune."),
        ("Er byen den mindste kommune?", "Byen er den næstmindste kommune."),
        ("Er byen den dyreste kommune?", "Byen er blandt de dyreste kommuner."),
        # Another scope
        ("Får alle skoler frugt?", "Tre skoler får frugt."),
        ("Er udgiften over gennemsnittet?", "Udgiften er under gennemsnittet."),
        # Numbers and years that differ
        ("Er gebyret 200 kroner?", "Gebyret er 300 kroner."),
        ("Er gebyret 200 kroner?", "Gebyret er 1.200 kroner."),
        ("Har rådet 15 pladser?", "Rådet har 15,5 pladser."),
        ("Er medlemmerne valgt for fire år?", "Medlemmerne er valgt for to år."),
        ("Er skolen lukket i 2024?", "Skolen er lukket i 2025."),
        # Who does what to whom
        ("Betaler kommunen staten for hjælpen?", "Staten betaler kommunen for hjælpen."),
        ("Betaler staten for ældrepleje?", "Kommunen betaler for ældrepleje, og staten betaler for sygehuse."),
        ("Er skatten højere i Greve end i Køge?", "Skatten er højere i Køge end i Greve."),
        # Only part of it, over several sentences, or only asked
        ("Er det gratis at parkere om søndagen?", "Det er gratis at parkere. Om søndagen er der fri adgang."),
        ("Er det gratis at parkere om søndagen?", "Er det gratis at parkere om søndagen?"),
        ("Er mængden af elever vokset?", "Mængden af elever er faldet."),
        ("Er den gratis?", "Den er gratis."),
    ],
)
def test_anything_less_takes_a_reader(question: str, quote: str) -> None:
    assert settles(read_question(question), quote) is None
    assert opening_of(read_question(question), Status.ANSWERED, [citation(quote)]) == texts.SEE_SOURCE


@pytest.mark.parametrize(
    "question",
    [
        "Er det ikke gratis at parkere om søndagen?",
        "Er det aldrig gratis at parkere om søndagen?",
        "Er der ingen gratis pladser at parkere på om søndagen?",
    ],
)
def test_a_negated_question_is_never_settled(question: str) -> None:
    for quote in ("Det er gratis at parkere om søndagen.", "Det er ikke gratis at parkere om søndagen."):
        assert settles(read_question(question), quote) is None


def test_only_the_first_quote_settles() -> None:
    question, yes = read_question("Er det gratis at parkere om søndagen?"), "Det er gratis at parkere om søndagen."
    quotes = [citation("Velkommen til byen."), citation(yes)]
    assert opening_of(question, Status.ANSWERED, quotes) == texts.SEE_SOURCE
    assert opening_of(question, Status.ANSWERED, quotes[::-1]) == texts.YES


def test_only_an_answered_question_is_opened() -> None:
    quote = citation("Det er gratis at parkere om søndagen.")
    for text in ("Er det gratis at parkere om søndagen?", "På hvilken side står der noget om parkering?"):
        assert opening_of(read_question(text), Status.ANSWERED, [quote])
        assert opening_of(read_question(text), Status.RELATED, [quote]) == ""


@pytest.mark.parametrize("text", ["Hvad koster det at parkere?", "Hvem må parkere?", "parkering"])
def test_other_questions_begin_with_the_quote(text: str) -> None:
    assert opening_of(read_question(text), Status.ANSWERED, [citation("Det er gratis at parkere.")]) == ""


def test_a_question_for_a_place_names_each_page_once() -> None:
    question = read_question("På hvilken side står der noget om parkering?")
    quotes = [citation("a"), citation("b"), citation("c", page="iv"), citation("d", title="Hjemmeside", page=None)]
    assert opening_of(question, Status.ANSWERED, quotes) == (
        "Det står her: side 4 i »Byens regler«; side iv i »Byens regler«; »Hjemmeside« (uden sidetal)."
    )

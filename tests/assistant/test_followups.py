"""Follow-up questions are made stand-alone from the questions before."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.followups import continued, depends, stand_alone

PEOPLE = "Hvor mange indbyggere var der i Dragør i 2021?"
FRAME = "Hvad er servicerammen?"


@pytest.mark.parametrize(
    ("question", "joined"),
    [
        ("og året efter?", "Hvor mange indbyggere var der i Dragør i 2022?"),
        ("Hvad med året før?", "Hvor mange indbyggere var der i Dragør i 2020?"),
        ("året før?", "Hvor mange indbyggere var der i Dragør i 2020?"),
        ("året efter?", "Hvor mange indbyggere var der i Dragør i 2022?"),
        ("og i 2025?", "Hvor mange indbyggere var der i Dragør i 2025?"),
        ("hvad med 2030", "Hvor mange indbyggere var der i Dragør i 2030?"),
    ],
)
def test_a_year_takes_the_place_of_the_year(question: str, joined: str) -> None:
    assert stand_alone(question, [PEOPLE]) == joined


def test_the_year_steps_on_along_a_conversation() -> None:
    asked = [PEOPLE]
    for year in (2022, 2023, 2024):
        assert stand_alone("og året efter?", asked) == f"Hvor mange indbyggere var der i Dragør i {year}?"
        asked.append("og året efter?")


@pytest.mark.parametrize(
    "question",
    [
        "hvorfor det?",
        "Hvorfor?",
        "hvem bestemmer den?",
        "og hvem bestemmer den?",
        "hvad med anlæg?",
        "Hvad er dens størrelse?",
        "Gælder det samme for regioner?",
        "who decides that?",
        "må de bruge pengene på hvad som helst?",
        "skal de betale selv?",
        "har de noget der ligner for ældre?",
        "hvilken løsning var der dengang?",
    ],
)
def test_an_ellipsis_or_a_pronoun_brings_the_question_before(question: str) -> None:
    joined = stand_alone(question, [FRAME])
    assert depends(question)
    assert joined.startswith("Hvad er servicerammen")
    assert joined.lower().endswith(question.lower().removeprefix("og "))
    assert stand_alone(question, [PEOPLE, FRAME]) == joined, "the nearest question counts"


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange ældre over 80 år kommer der i Dragør?",
        "Hvad er sociale investeringer?",
        "Er det rigtigt at skatten stiger?",
        "Er det rigtigt, at skatten stiger?",
        "Passer det, at udgifterne stiger?",
        "Hvad koster det at gå i børnehave?",
        "Hvilke politiske udvalg er der i kommunen?",
        "Hvem er borgmester?",
        "kan de ældre få hjælp?",
        "hvad kan de unge få?",
        "hvad laver de kommunale ledere?",
        "får de 36 deltagere penge?",
        "hvor meget bruger de kommuner der har flest?",
        "og hvor mange penge bruger kommunen på ældre, skoler og daginstitutioner hvert år?",
    ],
)
def test_a_stand_alone_question_is_left_alone(question: str) -> None:
    assert not depends(question)
    assert stand_alone(question, [FRAME]) == question
    assert stand_alone(f"  {question}\n", [FRAME]) == question


@pytest.mark.parametrize("question", ["og året efter?", "hvorfor det?", "Hvem er borgmester?", "", "🙂"])
def test_a_first_question_is_searched_as_typed(question: str) -> None:
    assert stand_alone(question, []) == question
    assert stand_alone(question, [""]) == question


def test_an_empty_question_stays_empty() -> None:
    assert stand_alone("  ", [FRAME]) == ""


@pytest.mark.parametrize("thanks", ["tak", "Tak!", "mange tak", "nej", "nej tak", "undskyld", "hej", "🙂", "???"])
def test_politeness_does_not_ask_the_last_question_again(thanks: str) -> None:
    assert FRAME.rstrip("?") not in stand_alone(thanks, [FRAME])


def test_a_chain_keeps_its_subject() -> None:
    joined = stand_alone("hvorfor det?", [PEOPLE, FRAME, "hvem bestemmer den?"])
    assert joined.startswith("Hvad er servicerammen")
    assert "hvem bestemmer den" in joined
    assert "Dragør" not in joined


def test_a_new_subject_ends_a_chain() -> None:
    asked = [PEOPLE, "og året efter?", FRAME]
    assert stand_alone("hvem bestemmer den?", asked) == stand_alone("hvem bestemmer den?", [FRAME])


@pytest.mark.parametrize(
    ("question", "joined"),
    [
        ("nej, jeg mente i 2022", "Hvor mange indbyggere var der i Dragør i 2022?"),
        ("Undskyld, 2023", "Hvor mange indbyggere var der i Dragør i 2023?"),
        ("nej, elever", "Hvor mange indbyggere var der i Dragør i 2021 – elever"),
        ("jeg mener elever", "Hvor mange indbyggere var der i Dragør i 2021 – elever"),
        ("sorry, elever", "Hvor mange indbyggere var der i Dragør i 2021 – elever"),
    ],
)
def test_a_correction_stands_without_its_no(question: str, joined: str) -> None:
    assert stand_alone(question, [PEOPLE]) == joined


@pytest.mark.parametrize("question", ["Hvad er ulemperne?", "hvad er formålet", "prisen?", "What are the advantages?"])
def test_a_relational_noun_alone_means_the_thing_before(question: str) -> None:
    assert depends(question)
    assert stand_alone(question, [FRAME]) == f"Hvad er servicerammen – {question}"


@pytest.mark.parametrize(
    "question",
    ["Hvad er ulemperne ved skolelukning?", "Hvad er formålet med bloktilskud?", "hvad koster prisen på leje"],
)
def test_a_relational_noun_of_something_stands_alone(question: str) -> None:
    assert not depends(question)


@pytest.mark.parametrize("question", ["hvad mener de?", "hvad får de i løn", "Hvem er de?", "ved du om de bor her"])
def test_de_after_a_verb_is_a_pronoun(question: str) -> None:
    assert depends(question)


@pytest.mark.parametrize(
    "question",
    ["hvad får de ældre?", "hvor kommer de unge fra?", "Hvad laver de frivillige?", "hvad er de største byer?"],
)
def test_de_before_an_adjective_or_a_noun_is_an_article(question: str) -> None:
    assert not depends(question)


@pytest.mark.parametrize(
    "question", ["Hvor mange pædagoger?", "hvilke skoler", "hvor stor grunden?", "hvor ofte møder?"]
)
def test_a_bare_how_many_takes_the_rest_from_the_question_before(question: str) -> None:
    assert depends(question) is (len(question.split()) == 3 or question == "hvilke skoler")
    assert stand_alone(question, [PEOPLE]).endswith(question)


@pytest.mark.parametrize("question", ["Hvor mange pædagoger arbejder i Dragør?", "hvilke skoler ligger ved havnen"])
def test_a_whole_how_many_stands_alone(question: str) -> None:
    assert not depends(question)


def test_answers_have_no_way_in() -> None:
    assert list(inspect.signature(stand_alone).parameters) == ["question", "history"]


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_conversation_gives_a_question(question: str, history: list[str]) -> None:
    found = stand_alone(question, history)
    assert found == stand_alone(question, history)
    assert found == question.strip() or depends(question.strip())


@pytest.mark.parametrize(
    ("question", "joined"),
    [
        ("ok tak men hvem bestemmer den?", "Hvad er servicerammen – hvem bestemmer den?"),
        ("tak! hvor kan jeg læse om den?", "Hvad er servicerammen – hvor kan jeg læse om den?"),
        ("nej undskyld, den forrige udgave, 2.0", "Hvad er servicerammen – den forrige udgave, 2.0"),
    ],
)
def test_thanks_and_excuses_are_left_out(question: str, joined: str) -> None:
    assert stand_alone(question, [FRAME]) == joined


@pytest.mark.parametrize("opening", ["ok ", "øh ", "Tak! ", "nå. ", "Okay, ", "ok fedt. "])
def test_what_is_said_before_a_follow_up_is_left_out(opening: str) -> None:
    assert stand_alone(f"{opening}hvem bestemmer den?", [FRAME]) == stand_alone("hvem bestemmer den?", [FRAME])


@pytest.mark.parametrize("courtesy", ["hej", "Tak!", "tak for hjælpen", "tusind tak", "farvel"])
def test_greetings_and_thanks_ask_nothing(courtesy: str) -> None:
    assert not depends(courtesy)
    assert continued(courtesy, [FRAME]) == ""


def test_a_short_question_may_ask_on() -> None:
    assert continued("hvem skal være med?", [FRAME]) == f"{FRAME.rstrip('?')} – hvem skal være med?"
    assert continued("hvor mange plejehjem bygger kommunen ved stranden?", [FRAME]) == ""
    assert continued("", [FRAME]) == continued("hvem?", [""]) == ""

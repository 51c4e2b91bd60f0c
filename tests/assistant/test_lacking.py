"""What a question asks for and the quotes do not have."""

import pytest

import texts
from assistant.lacking import answer_type_missing, names_missing, phrases_for
from assistant.questions import read_question


@pytest.mark.parametrize(
    ("text", "without", "holding", "phrase"),
    [
        ("Hvad er kontorets mailadresse?", "Skriv til kontoret.", "Skriv til post@byen.dk.", texts.MISSING_MAIL),
        ("Hvad er e-mailen til formanden?", "Ring 12 34 56 78.", "formand@byen.dk", texts.MISSING_MAIL),
        ("Hvilket telefonnummer har kontoret?", "Kontoret åbnede i 2019.", "Ring 12 34 56 78.", texts.MISSING_PHONE),
        ("Hvad koster en haveplads?", "Der er 14 pladser.", "En plads koster 450 kr.", texts.MISSING_PRICE),
        ("Hvad koster en haveplads?", "Der er pladser.", "Pladserne er gratis.", texts.MISSING_PRICE),
        ("Hvad får formanden i løn?", "Formanden er valgt i 2023.", "Lønnen er 1,2 mio. om året.", texts.MISSING_PRICE),
        ("Hvor mange træer er der?", "Der står træer.", "Der står syv træer.", texts.MISSING_NUMBER),
        ("Hvornår åbner baden?", "Baden er populær.", "Baden åbner i maj.", texts.MISSING_DATE),
        ("Hvem fældede træet?", "det blev gjort med en sav.", "det gjorde Bente Skov.", texts.MISSING_NAME),
        ("Hvem beslutter det?", "det er afgjort.", "det gør kommunalbestyrelsen.", texts.MISSING_NAME),
    ],
)
def test_the_kind_of_answer_that_is_missing_is_named(text: str, without: str, holding: str, phrase: str) -> None:
    question = read_question(text)
    assert answer_type_missing(question, without) == phrase
    assert answer_type_missing(question, holding) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Hvorfor stiger prisen på haver?",
        "Hvordan betaler man?",
        "Hvad er en haveplads?",
        "Er der haver?",
        "Hvilke haver er der?",
        "haver",
    ],
)
def test_other_questions_lack_nothing(text: str) -> None:
    assert answer_type_missing(read_question(text), "Havelivet er skønt.") == ""


def test_years_and_places_are_named_as_typed_and_in_words() -> None:
    question = read_question("Hvor mange træer var der i hvidovre i 2011 og i Greve i 2012?")
    assert names_missing(question.text, "I 2012 stod der 40 træer i Greve.") == ("2011", "hvidovre")
    assert names_missing(question.text, "2011, 2012, Hvidovre og Greve") == ()
    assert phrases_for(("2011", "hvidovre")) == ("i 2011", "for Hvidovre")
    assert phrases_for(()) == ()

"""What a question asks for: kind, term, years, numbers, names, parts."""

import pytest

from assistant.municipalities import places_in
from assistant.questions import (
    JOINT,
    MAX_PARTS,
    Kind,
    follow_up_of,
    kind_of,
    parts_of,
    read_question,
    sides_of,
    topic_of,
)

KINDS = {
    Kind.DEFINITION: [
        "Hvad er servicerammen?",
        "hvad betyder repræsentativ",
        "Og hvad er så en velfærdsmodel?",
        "Forklar begrebet bloktilskud",
        "Hvad vil det sige at være repræsentativ?",
        "What is the service limit?",
        "Vad är servicerammen?",
        "Hva er servicerammen?",
        "Was ist die Serviceramme?",
        "Hvordan forklarer de ordet serviceramme?",
    ],
    Kind.NUMBER: [
        "Hvor mange ældre er der?",
        "hvor meget koster skolen",
        "Hvad koster en børnehaveplads?",
        "Hvor stor en del er over 80?",
        "How many people live in Dragør?",
        "Hur många äldre finns det?",
        "Hvor mye koster skolen?",
        "Wie viele Einwohner hat Dragør?",
        "antal børn i skolerne",
        "Hvad er antallet af ansatte?",
        "Hvad er procentdelen af ældre?",
    ],
    Kind.WHEN: [
        "Hvornår blev analysen lavet?",
        "hvilket år kom den",
        "Hvor længe varer et møde?",
        "When was it made?",
        "När kom rapporten?",
        "Når ble rapporten laget?",
        "Wann kommt der Bericht?",
    ],
    Kind.WHO: ["Hvem er borgmester?", "Who decides?", "Vem bestämmer?", "Hvem bestemmer?", "Wer entscheidet?"],
    Kind.LIST: [
        "Hvilke udvalg er der?",
        "Nævn tre eksempler",
        "Hvad er de ni pres?",
        "Hvad er aftalt i mandatet? alle punkter",
        "hvad er der brug for i kommunen",
        "Which committees are there?",
        "Vilka utskott finns?",
        "Welche Ausschüsse gibt es?",
    ],
    Kind.WHY: [
        "Hvorfor stiger udgifterne?",
        "Hvad skyldes stigningen?",
        "Hvad er årsagen til det?",
        "Why do costs rise?",
        "Varför stiger kostnaderna?",
        "Warum steigen die Kosten?",
    ],
    Kind.HOW: [
        "Hvordan træffes beslutninger?",
        "På hvilken måde kan man hjælpe?",
        "How are decisions made?",
        "Hur fattas beslut?",
        "Wie wird entschieden?",
    ],
    Kind.COMPARE: [
        "Hvad er forskellen på drift og anlæg?",
        "What is the difference between operation and construction?",
        "Vad är skillnaden?",
        "Was ist der Unterschied?",
    ],
    Kind.YESNO: [
        "Er det rigtigt, at skatten stiger?",
        "Kan man blive anonym?",
        "må jeg tage hunden med",
        "Er antallet af børn steget?",
        "Is it true?",
    ],
    Kind.PLACE: [
        "På hvilken side står der noget om servicerammen?",
        "Hvor kan jeg læse om dilemmaer?",
        "hvor står det om frivillige",
        "Which page is the budget on?",
    ],
    Kind.OTHER: ["servicerammen", "ældre i dragør", "", "🙂"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_kind_of(kind: Kind, text: str) -> None:
    assert kind_of(text) is kind
    assert kind_of(text.upper()) is kind
    assert read_question(text).kind is kind


def test_every_kind_is_tried() -> None:
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Hvad er servicerammen?", "servicerammen"),
        ("hvad er en velfærdsmodel for noget", "velfærdsmodel"),
        ("Hvad betyder ordet »repræsentativ«?", "»repræsentativ«"),
        ("Hvad betyder 'bloktilskud' egentlig?", "bloktilskud"),
        ("Hvad er det nidobbelte forventningspres, og hvem har fundet på det?", "nidobbelte forventningspres"),
        ("Forklar begrebet bloktilskud", "bloktilskud"),
        ("Hvordan forklarer de ordet »bloktilskud«?", "bloktilskud"),
        ("Hvad går servicerammen ud på?", "servicerammen"),
        ("What is the service limit?", "service limit"),
        ("Was ist eigentlich Bloktilskud?", "Bloktilskud"),
        ("Hvor mange ældre er der?", ""),
        ("", ""),
    ],
)
def test_term(text: str, term: str) -> None:
    assert read_question(text).term.strip("»«") == term.strip("»«")


def test_years_and_numbers_are_told_apart() -> None:
    read = read_question("Hvor mange af de 14.450 fra 2025 er 80+ i 2035, og i 2025 var det 1,5 procent?")
    assert read.years == ("2025", "2035")
    assert read.numbers == ("14.450", "80", "1,5")
    assert read_question("hvor mange var der i 1875 og 2199").years == ("2199",), "years count from 1900"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hvem er Ulf Hjelmar?", ("ulf", "hjelmar")),
        ("Hvor mange bor i Dragør?", ("dragør",)),
        ("Hvad er servicerammen?", ()),
        ("Kommunen skal spare. Hvorfor?", ()),
        ("VIVE har regnet på det", ("vive",)),
    ],
)
def test_names(text: str, names: tuple[str, ...]) -> None:
    assert read_question(text).names == names


def test_words_are_lemmas_without_repetition() -> None:
    assert read_question("Skolerne og skolen i kommunerne").words == ("skole", "kommune")


# --- Several questions in one ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hvad er servicerammen, og hvem bestemmer den?", ["Hvad er servicerammen", "hvem bestemmer den?"]),
        ("hvem er borgmester og hvor mange sidder i udvalget", ["hvem er borgmester", "hvor mange sidder i udvalget"]),
        ("What is a budget and who decides?", ["What is a budget", "who decides?"]),
        ("Hvad er drift? Hvad er anlæg? Hvad er skat?", ["Hvad er drift", "Hvad er anlæg", "Hvad er skat?"]),
    ],
)
def test_joined_questions_come_apart(text: str, parts: list[str]) -> None:
    assert [part.strip(" ?") for part in parts_of(text)] == [part.strip(" ?") for part in parts]


@pytest.mark.parametrize(
    "text",
    [
        "Hvad er servicerammen?",
        "Hvor mange børn og ældre er der?",
        "Jeg er ny her. Hvad er servicerammen?",
        "Min mor er 82 og bor alene, og jeg undrer mig: hvem hjælper hende?",
        "Hvad er drift? Hvad er anlæg? Hvad er skat? Hvad er gæld?",
        "",
    ],
)
def test_one_question_or_too_many_stay_whole(text: str) -> None:
    assert parts_of(text) == [text]
    assert MAX_PARTS == 3


# --- Sides, topics, follow-ups --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Hvad er forskellen på drift og anlæg?", ("drift", "anlæg")),
        ("hvad er forskellen mellem en skole og en børnehave", ("en skole", "en børnehave")),
        ("Hvilke forskelle er der på byen og landet?", ("byen", "landet")),
        ("What is the difference between a park and a garden?", ("a park", "a garden")),
        ("forskel på køb kontra leje", ("køb", "leje")),
    ],
)
def test_a_comparison_has_two_sides(text: str, sides: tuple[str, str]) -> None:
    assert sides_of(text) == sides


@pytest.mark.parametrize("text", ["Hvad er drift og anlæg?", "Hvad er forskellen?", "forskellen i pris", ""])
def test_other_questions_have_no_sides(text: str) -> None:
    assert sides_of(text) == ()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Hvor kan jeg læse om dilemmaer?", "dilemmaer"),
        ("hvor står det om frivillige", "frivillige"),
        ("Hvilken side handler ordlisten på?", "ordlisten"),
        ("hvor står der noget om hunde henne?", "hunde"),
        ("På hvilken side?", "På hvilken side?"),
        ("Hvor er skolen?", "Hvor er skolen?"),
        ("Hvad er servicerammen?", "Hvad er servicerammen?"),
    ],
)
def test_the_topic_of_a_question_for_a_place_is_what_it_wants_to_find(text: str, topic: str) -> None:
    assert topic_of(text).rstrip("?") == topic.rstrip("?")


def test_a_follow_up_keeps_its_own_kind() -> None:
    first = "Hvad er servicerammen"
    for follow_up, kind in (
        ("hvor mange penge er det?", Kind.NUMBER),
        ("hvem bestemmer den?", Kind.WHO),
        ("hvorfor?", Kind.WHY),
        ("skolen", Kind.DEFINITION),
    ):
        joined = f"{first}{JOINT}{follow_up}"
        assert follow_up_of(joined) == follow_up
        assert kind_of(joined) is kind
        if kind is not Kind.DEFINITION:
            assert kind_of(f"Hvilke er der{JOINT}{joined}") is kind, "the last one decides"
    assert follow_up_of("Hvad er servicerammen?") == ""
    assert kind_of(f"Hvor mange bor her{JOINT}hvem bestemmer det?") is Kind.WHO


@pytest.mark.parametrize(
    "text",
    ["Hvad hedder kommunerne?", "Hvad er de fire pres?", "hvad kaldes de vigtigste opgaver", "Hvad er de 9 mål?"],
)
def test_asking_what_several_are_called_asks_for_a_list(text: str) -> None:
    assert kind_of(text) is Kind.LIST


def test_words_that_only_ask_are_left_out() -> None:
    assert read_question("Hvad betyder begrebet bloktilskud, kan du forklare det?").words == ("bloktilskud",)


# --- Places ---------------------------------------------------------------------------------------------------------


def test_places_are_found_as_typed_without_genitive_and_repetition() -> None:
    assert places_in("Er Dragørs skat højere end Tårnbys? Tårnby er stor.") == ("Dragør", "Tårnby")
    assert places_in("i københavn, Faaborg-Midtfyn og Sverige") == ("københavn", "Faaborg-Midtfyn", "Sverige")
    assert places_in("servicerammen for kommunerne") == ()


@pytest.mark.parametrize("text", ["Hvem vedligeholder vejen?", "er vejen til havnen asfalteret", "en skive brød"])
def test_ordinary_words_are_no_places(text: str) -> None:
    assert places_in(text) == ()

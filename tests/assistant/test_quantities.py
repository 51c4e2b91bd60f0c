"""Numbers in Danish text: what is read, and which of two agree."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agreement import Agreement, compare, derives
from assistant.quantities import (
    Hedge,
    Kind,
    Quantity,
    danish,
    hedge_length,
    number_of,
    quantities_of,
    word_number,
    years_of,
)


def the(text: str) -> Quantity:
    """Returns the one quantity of ``text``."""
    (found,) = quantities_of(text)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("14.450 indbyggere", Kind.COUNT, "14450"),
        ("14450 indbyggere", Kind.COUNT, "14450"),
        ("14 450 indbyggere", Kind.COUNT, "14450"),
        ("1,2 mia. kr.", Kind.MONEY, "1200000000"),
        ("1.200 mio. kr.", Kind.MONEY, "1200000000"),
        ("323,6 milliarder kroner på service", Kind.MONEY, "323600000000"),
        ("en halv million kroner", Kind.MONEY, "500000"),
        ("halvanden million", Kind.COUNT, "1500000"),
        ("to og en halv million kr.", Kind.MONEY, "2500000"),
        ("fireogtyve borgere", Kind.COUNT, "24"),
        ("tre udvalg", Kind.COUNT, "3"),
        ("31,2 pct.", Kind.PERCENT, "31.2"),
        ("31 %", Kind.PERCENT, "31"),
        ("4 procentpoint", Kind.POINTS, "4"),
        ("10 år", Kind.DURATION, "120"),
        ("24 måneder", Kind.DURATION, "24"),
        ("18,4 kvadratkilometer", Kind.MEASURE, "18.4"),
        ("faldt med -3.201", Kind.COUNT, "-3201"),
        ("halvdelen af borgerne", Kind.SHARE, "0.5"),
        ("hver fjerde", Kind.SHARE, "0.25"),
        ("tre ud af fire", Kind.SHARE, "0.75"),
        ("i 2022", Kind.YEAR, "2022"),
        ("pr. 1. januar 2025", Kind.DATE, "101"),
        ("landets 7. mindste kommune", Kind.ORDINAL, "7"),
        ("se side 12", Kind.REFERENCE, "12"),
        ("17-24 år", Kind.AGE, "17"),
        ("80+-årige", Kind.AGE, "80"),
        ("borgere over 80 år", Kind.AGE, "80"),
    ],
)
def test_a_quantity_is_read_with_its_kind(text: str, kind: Kind, value: str) -> None:
    assert (the(text).kind, the(text).value) == (kind, Decimal(value))


def test_a_text_without_quantities_has_none() -> None:
    assert quantities_of("En kommune er en myndighed, og det er én af dem.") == ()
    assert quantities_of("") == ()


def test_each_number_of_a_sentence_is_its_own() -> None:
    found = quantities_of("Antallet er steget fra 2.129 personer i 2000 til 24.743 personer i 2009.")
    assert [(quantity.kind, quantity.text) for quantity in found] == [
        (Kind.COUNT, "2.129"),
        (Kind.YEAR, "2000"),
        (Kind.COUNT, "24.743"),
        (Kind.YEAR, "2009"),
    ]
    assert found[0].units == {"person"}


def test_what_is_counted_stops_before_the_next_number() -> None:
    found = quantities_of("fire politiske udvalg med hver 7 medlemmer")
    assert [set(quantity.units) for quantity in found] == [{"udvalg"}, {"medlem"}]


def test_the_number_of_a_list_item_is_no_quantity() -> None:
    assert quantities_of("4. Inklusion: Der tages hensyn til alle.") == ()
    assert [quantity.value for quantity in quantities_of("4. Der er 9 pres.")] == [Decimal(9)]


def test_a_bare_number_shares_the_unit_behind_the_next() -> None:
    first, second = quantities_of("mellem 25 og 50 pct.")
    assert (first.kind, first.value, second.value) == (Kind.PERCENT, Decimal(25), Decimal(50))


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("ca. 14.500 borgere", Hedge.ABOUT),
        ("omkring 14.500 borgere", Hedge.ABOUT),
        ("knap 50.000 unge", Hedge.NEARLY),
        ("næsten 30.000 hænder", Hedge.NEARLY),
        ("godt 4.000 kr.", Hedge.GOOD),
        ("over 800 borgersamlinger", Hedge.MORE),
        ("under 20.000 indbyggere", Hedge.LESS),
        ("op til tre milliarder kroner", Hedge.LESS),
        ("skal leve op til 11 principper", Hedge.NONE),
        ("14.450 borgere", Hedge.NONE),
    ],
)
def test_words_before_a_number_loosen_it(text: str, hedge: Hedge) -> None:
    assert the(text).hedge is hedge


@pytest.mark.parametrize(
    ("stated", "source", "agreement"),
    [
        ("1,2 mia. kr.", "1.200 mio. kr.", Agreement.EQUAL),
        ("1.200.000.000 kr.", "1,2 mia. kr.", Agreement.EQUAL),
        ("31 %", "31,2 pct.", Agreement.EQUAL),
        ("32 %", "31,2 pct.", Agreement.OTHER),
        ("31,2 %", "31 pct.", Agreement.OPEN),
        ("31,2 %", "33 pct.", Agreement.OTHER),
        ("31 %", "31 procentpoint", Agreement.NONE),
        ("14450 mennesker", "14.450 indbyggere", Agreement.EQUAL),
        ("14.451 mennesker", "14.450 indbyggere", Agreement.OTHER),
        ("15 medlemmer", "17 medlemmer", Agreement.OTHER),
        ("15 medlemmer", "17 udvalg", Agreement.NONE),
        ("4 medlemmer", "4 udvalg", Agreement.NONE),
        ("ca. 14.500 borgere", "14.450 borgere", Agreement.EQUAL),
        ("ca. 15.500 borgere", "14.450 borgere", Agreement.OTHER),
        ("knap 50.000 unge", "49.000 unge", Agreement.EQUAL),
        ("knap 50.000 unge", "50.400 unge", Agreement.OTHER),
        ("godt 50.000 unge", "50.400 unge", Agreement.EQUAL),
        ("godt 50.000 unge", "49.900 unge", Agreement.OTHER),
        ("over 14.000 borgere", "14.450 borgere", Agreement.EQUAL),
        ("over 10.000 borgere", "14.450 borgere", Agreement.OPEN),
        ("over 15.000 borgere", "14.450 borgere", Agreement.OTHER),
        ("under 15.000 borgere", "14.450 borgere", Agreement.EQUAL),
        ("over 50.000 unge", "knap 50.000 unge", Agreement.OPEN),
        ("50.000 unge", "knap 50.000 unge", Agreement.EQUAL),
        ("to år", "24 måneder", Agreement.EQUAL),
        ("85 år", "85,0", Agreement.EQUAL),
        ("85 år", "81,2", Agreement.OTHER),
        ("85 år", "14.450", Agreement.NONE),
        ("halvdelen", "50 pct.", Agreement.OPEN),
        ("halvdelen", "91 pct.", Agreement.NONE),
        ("tre ud af fire", "75 pct.", Agreement.EQUAL),
        ("en tredjedel", "hver tredje", Agreement.EQUAL),
        ("en tredjedel", "hver fjerde", Agreement.OTHER),
        ("i 2022", "i 2021", Agreement.OTHER),
        ("i 2022", "2.022 borgere", Agreement.NONE),
        ("den 3. april 2025", "den 3. april", Agreement.EQUAL),
        ("den 3. april 2025", "den 3. april 2024", Agreement.OTHER),
        ("17-24 år", "17-24-årige", Agreement.EQUAL),
        ("17-24 år", "25-64 år", Agreement.NONE),
        ("over 80 år", "80+ år", Agreement.EQUAL),
        ("80 år og derover", "80+-årige", Agreement.EQUAL),
        ("side 12", "side 14", Agreement.NONE),
        ("landets 5. mindste kommune", "landets 7. mindste kommune", Agreement.OTHER),
    ],
)
def test_agreement(stated: str, source: str, agreement: Agreement) -> None:
    assert compare(the(stated), the(source)) is agreement


def test_years_are_those_of_dates_too() -> None:
    assert years_of("Fra 2018 til 2024, vedtaget 3. april 2025, for 2.019 borgere") == {2018, 2024, 2025}


@pytest.mark.parametrize("word", ["fireogtyve", "treogtredive", "niogfirs", "hundrede", "tohundrede", "tusind", "nul"])
def test_number_words(word: str) -> None:
    expected = {"fireogtyve": 24, "treogtredive": 33, "niogfirs": 89, "hundrede": 100, "tohundrede": 200,
                "tusind": 1000, "nul": 0}  # fmt: skip
    assert word_number(word) == expected[word]


@pytest.mark.parametrize("word", ["og", "kommune", "toog", "ogtyve", ""])
def test_other_words_are_no_numbers(word: str) -> None:
    assert word_number(word) is None


@pytest.mark.parametrize("written", ["", "abc", "1.45", "12 34", "1,2,3", "--1"])
def test_what_is_no_number_is_refused(written: str) -> None:
    if written == "1.45":
        assert number_of(written) == Decimal("1.45")
        return
    with pytest.raises(ValueError, match="no number"):
        number_of(written)


NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@given(NUMBERS)
def test_a_number_survives_writing_and_reading(number: Decimal) -> None:
    assert number_of(danish(number)) == number


@given(st.integers(0, 10**12))
def test_a_whole_number_survives_in_a_sentence(number: int) -> None:
    found = the(f"Der er {danish(Decimal(number))} borgere.")
    assert (found.kind, found.value) == (Kind.COUNT, Decimal(number))
    assert found.units == {"borger"}


@given(st.decimals(min_value=1, max_value=999, places=1))
def test_an_amount_is_the_same_in_other_scales(number: Decimal) -> None:
    milliards = the(f"{danish(number)} mia. kr.")
    millions = the(f"{danish(number * 1000)} mio. kr.")
    crowns = the(f"{danish((number * 10**9).quantize(Decimal(1)))} kr.")
    assert compare(milliards, millions) is compare(milliards, crowns) is Agreement.EQUAL
    assert compare(crowns, milliards) is Agreement.EQUAL


@given(st.integers(100, 10**6), st.integers(100, 10**6))
def test_two_counts_of_one_thing_agree_when_equal_only(one: int, other: int) -> None:
    stated, source = the(f"{danish(Decimal(one))} borgere"), the(f"{danish(Decimal(other))} borgere")
    assert (compare(stated, source) is Agreement.EQUAL) is (one == other)


@given(st.text(alphabet="0123456789.,+-–% abkrmiopctåårog/()", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    found = quantities_of(text)
    assert all(text[quantity.start : quantity.end] == quantity.text for quantity in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("stated", "source", "wanted"),
    [
        ("8 procentpoint", "fra 3 % i 2004 til 11 % i 2012", "11 %"),
        ("7 procentpoint", "fra 3 % i 2004 til 11 % i 2012", None),
        ("8 procent", "fra 3 % i 2004 til 11 % i 2012", None),
        ("ni år", "fra 2015 til 2024", "2024"),
        ("ti år", "fra 2015 til 2024", None),
        ("ni måneder", "fra 2015 til 2024", None),
        ("tredoblet", "fra ca. 60 i 2015 til over 170 i 2023", "170"),
        ("næsten tredoblet", "fra ca. 60 i 2015 til over 170 i 2023", "170"),
        ("mere end tredoblet", "fra ca. 60 i 2015 til over 170 i 2023", None),
        ("fordoblet", "fra ca. 60 i 2015 til over 170 i 2023", None),
        ("fordoblet", "fra godt 4.000 kr. til ca. 8.500 kr.", "8.500 kr."),
        ("fordoblet", "4.000 kr. til 8.500 borgere", None),
    ],
)
def test_what_follows_from_two_numbers(stated: str, source: str, wanted: str | None) -> None:
    found = derives(the(stated), quantities_of(source))
    assert (found.text if found else None) == wanted


def test_the_rest_of_a_hundred_is_left_open() -> None:
    assert compare(the("95 pct."), the("5 pct.")) is Agreement.OPEN
    assert compare(the("95 pct."), the("6 pct.")) is Agreement.OTHER


def test_a_rank_is_a_rank_and_a_decade_is_no_year() -> None:
    assert the("nummer 62 blandt kommunerne").units == frozenset(("placering",))
    assert years_of("op igennem 2010’erne og frem mod 2040") == frozenset((2040,))


@pytest.mark.parametrize(("text", "length"), [("ca. 36", 4), ("godt 4.000 kr.", 5), ("de 36", 0), ("36", 0)])
def test_hedge_words_are_measured(text: str, length: int) -> None:
    (quantity,) = quantities_of(text)
    assert hedge_length(text, quantity.start) == length

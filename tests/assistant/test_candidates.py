"""Which units may answer: the definition, numbers, years, and ranges that people asked about."""

from pathlib import Path

import pytest

from assistant.candidates import Candidate, defines, form_bonus, has_number, rank_candidates, states
from assistant.passages import passages_for
from assistant.questions import read_question
from index.entries import Fit
from index.retriever import Retriever
from ingest.blocks import Block, BlockKind

from ..tiny_corpus import retriever_of, unit_with, write_corpus, write_expansions

PARAGRAPH = Block(BlockKind.PARAGRAPH, 0, 10)


def candidates_for(retriever: Retriever, text: str, k: int = 12) -> list[Candidate]:
    return rank_candidates(retriever, retriever.search(text), read_question(text), k=k)


@pytest.mark.parametrize("text", ["Hvad er servicerammen?", "hvor mange indbyggere", "rettigheder i samlingen"])
def test_candidates_are_ordered_and_distinct(tiny: Retriever, text: str) -> None:
    found = candidates_for(tiny, text)
    assert len(found) > 3
    order = [(-candidate.score, candidate.first, candidate.end) for candidate in found]
    assert order == sorted(order)
    assert len({(candidate.first, candidate.end) for candidate in found}) == len(found)
    assert all(0 <= candidate.first < candidate.end <= len(tiny.content.units) for candidate in found)
    assert candidates_for(tiny, text, k=2) == found[:2]


def test_candidates_come_from_the_chunks_that_were_hit(tiny: Retriever) -> None:
    text = "må vovsen løbe frit"
    hit = {row.chunk.chunk_id for row in tiny.search(text).hits}
    assert {tiny.chunk_of(candidate.first).chunk_id for candidate in candidates_for(tiny, text)} <= hit
    assert candidates_for(tiny, "xyzzy") == []


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Hvad er servicerammen?", "Serviceramme –"),
        ("hvad er en velfærdsmodel for noget", "Velfærdsmodel –"),
        ("Hvad er en liberal velfærdsmodel?", "2. Liberal"),
        ("What is the serviceramme?", "Serviceramme –"),
    ],
)
def test_a_definition_comes_from_the_glossary_first(tiny: Retriever, text: str, entry: str) -> None:
    assert candidates_for(tiny, text)[0].first == unit_with(tiny, entry)


def test_the_entry_gets_a_bonus_that_no_other_sign_outweighs(tiny: Retriever) -> None:
    question = read_question("Hvad er servicerammen?")
    entry = tiny.block_of(unit_with(tiny, "Serviceramme –"))
    text = "Serviceramme – Den øverste grænse."
    bonus = form_bonus(question, entry, text)
    others = [form_bonus(question, PARAGRAPH, text), form_bonus(question, entry, "Velfærdsmodel – Modeller.")]
    assert bonus > 0.3 > max(others)


@pytest.mark.parametrize(
    ("term", "entry", "fits"),
    [
        ("servicerammen", "Serviceramme – Den øverste grænse", True),
        ("velfærdsmodel", "Serviceramme – Den øverste grænse", False),
        ("liberal velfærdsmodel", "2. Liberal velfærdsmodel, hvor kun de svageste", True),
        ("velfærdsmodel", "2. Liberal velfærdsmodel, hvor kun de svageste", False),
        ("ramme", "Serviceramme – Den øverste grænse", False),
        ("service", "Serviceramme – Den øverste grænse", False),
        ("", "Serviceramme – Den øverste grænse", False),
        ("servicerammen", "", False),
    ],
)
def test_defines(term: str, entry: str, fits: bool) -> None:
    assert defines(term, entry) is fits


def test_a_number_speaks_for_an_answer_to_how_many() -> None:
    question = read_question("Hvor mange indbyggere er der?")
    figure, word, none = (
        form_bonus(question, PARAGRAPH, text) for text in ("Der er 14.450.", "Der er fire.", "Der er adskillige.")
    )
    assert figure > word > 0 > none
    assert form_bonus(read_question("servicerammen"), PARAGRAPH, "Der er 14.450.") == 0


@pytest.mark.parametrize(
    ("text", "good", "poor"),
    [
        ("Hvornår kommer den?", "Den kommer i marts 2025.", "Den kommer snart."),
        ("Hvem bestemmer?", "Det gør borgmesteren og Økonomiudvalget.", "det er ikke afgjort."),
        ("Hvorfor stiger den?", "Det skyldes, at flere bliver gamle.", "Den stiger."),
        ("Hvad er pleje?", "Pleje betyder, at nogen hjælper.", "Pleje og omsorg 52.484"),
    ],
)
def test_the_form_speaks_for_an_answer(text: str, good: str, poor: str) -> None:
    question = read_question(text)
    assert form_bonus(question, PARAGRAPH, good) > 0 > form_bonus(question, PARAGRAPH, poor)


def test_a_heading_is_no_answer() -> None:
    heading = Block(BlockKind.HEADING, 0, 10)
    assert form_bonus(read_question("Hvor mange er der?"), heading, "Der er 14.450") < 0


def test_the_row_of_the_year_comes_first(tiny: Retriever) -> None:
    for year, other in (("2024", "2025"), ("2025", "2024")):
        found = [candidate.first for candidate in candidates_for(tiny, f"Befolkningstal i {year}?")]
        right, wrong = (unit_with(tiny, f"{number} 14") for number in (year, other))
        assert found[0] == right
        assert wrong not in found or found.index(wrong) > found.index(right)


def test_a_range_that_people_asked_about_is_a_candidate(tiny: Retriever) -> None:
    wording = next(row for row in tiny.content.wordings if row.text == "alt det jeg har lov til")
    assert candidates_for(tiny, wording.text)[0].first == wording.first
    assert candidates_for(tiny, wording.text)[0].end == wording.end > wording.first + 1


def test_a_range_that_only_comes_near_is_none(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_expansions(
        corpus, "materiale", {"of": "• at deltage", "to": "arbejde.\n\nBefolkning", "near": ["er der løn for det"]}
    )
    retriever = retriever_of(corpus)
    (near,) = retriever.content.wordings
    assert near.fit is Fit.NEAR
    assert near.end - near.first > 1
    found = candidates_for(retriever, near.text)
    assert found
    assert [candidate for candidate in found if candidate.end - candidate.first > 1] == []


def test_a_place_asks_for_the_heading() -> None:
    place, heading = read_question("Hvor kan jeg læse om hunde?"), Block(BlockKind.HEADING, 0, 10)
    assert form_bonus(place, heading, "Hunde i parken") > 0 == form_bonus(place, PARAGRAPH, "Hunde i parken")


@pytest.mark.parametrize("text", ["Hvem har sagt det?", "hvem skrev under på brevet", "Who said that?"])
def test_who_said_it_asks_for_a_quotation_or_a_signature(text: str) -> None:
    question = read_question(text)
    plain = form_bonus(question, PARAGRAPH, "det blev sagt.")
    for kind in (BlockKind.QUOTE, BlockKind.ATTRIBUTION):
        assert form_bonus(question, Block(kind, 0, 10), "det blev sagt.") > max(0, plain)
        assert form_bonus(read_question("Hvem bor her?"), Block(kind, 0, 10), "det blev sagt.") <= 0


SERIES = """# Byens planer

Byen har skrevet en plan for de næste mange år, og den handler om alt det, der vokser.

## Tendens 1: Flere træer

Der bliver plantet mange nye træer langs gaderne i de næste år.

## Tendens 2: Flere cykler

Der kommer brede stier til alle, der cykler på arbejde hver dag.

## Tendens 3: Færre biler

Bilerne skal holde uden for byen, så der bliver plads til andre.
"""
TRENDS = ["Tendens 1: Flere træer", "Tendens 2: Flere cykler", "Tendens 3: Færre biler"]


def test_numbered_headings_are_a_list_with_one_score(tmp_path: Path) -> None:
    retriever = retriever_of(write_corpus(tmp_path / "corpus", {"a.md": SERIES}))
    best = candidates_for(retriever, "Hvilke tendenser er der?", k=3)
    assert [retriever.unit_text(candidate.first) for candidate in best] == TRENDS
    assert len({candidate.score for candidate in best}) == 1
    shown = passages_for(retriever, read_question("Hvilke tendenser er der?"), best)
    document = retriever.document("a")
    assert [document.text[passage.start : passage.end] for passage in shown] == TRENDS
    other = candidates_for(retriever, "Hvornår er der tendenser?", k=3)
    assert len({candidate.score for candidate in other}) > 1, "only a list is answered by a series"


def test_two_headings_are_no_series(tmp_path: Path) -> None:
    text = SERIES[: SERIES.index("## Tendens 3")]
    retriever = retriever_of(write_corpus(tmp_path / "corpus", {"a.md": text}))
    found = [
        retriever.unit_text(candidate.first) for candidate in candidates_for(retriever, "Hvilke tendenser er der?")
    ]
    assert [text for text in found if found.count(text) > 1] == [], "no heading counts a second time, as of a series"


def test_a_long_range_is_offered_to_a_list_only(tmp_path: Path) -> None:
    filler = " ".join(
        f"Byen har en fin park nummer {number}, og den er åben for alle hele året." for number in range(9)
    )
    corpus = write_corpus(tmp_path / "corpus", {"a.txt": f"Parker i byen\n\nHer er de. {filler} Det var dem."})
    write_expansions(corpus, "a", {"of": "Her er de.", "to": "Det var dem.", "questions": ["alle de grønne steder"]})
    retriever = retriever_of(corpus)
    ranges = {
        text: [candidate for candidate in candidates_for(retriever, text) if candidate.end - candidate.first > 1]
        for text in ("hvilke er alle de grønne steder", "hvornår er alle de grønne steder")
    }
    assert [bool(found) for found in ranges.values()] == [True, False]


@pytest.mark.parametrize(
    ("term", "text", "says"),
    [
        ("rehabilitering", "Rehabilitering er en målrettet arbejdsproces.", True),
        ("kommunalbestyrelse", "Kommunalbestyrelsen er den øverste kommunale myndighed.", True),
        ("sociale investeringer", "Sociale investeringer går ud på at hjælpe i tide.", True),
        ("rehabilitering", "Rehabilitering og pleje er en del af opgaven.", False),
        ("rehabilitering", "Målet med rehabilitering er at hjælpe.", False),
        ("rehabilitering", "Rehabilitering koster penge.", False),
        ("", "Rehabilitering er en proces.", False),
    ],
)
def test_a_sentence_that_begins_with_the_term_says_what_it_is(term: str, text: str, says: bool) -> None:
    assert states(term, text) is says
    question = read_question(f"Hvad er {term}?")
    assert (form_bonus(question, PARAGRAPH, text) > 0.1) is says


def test_who_wrote_a_part_is_who_signed_it() -> None:
    signed = Block(BlockKind.ATTRIBUTION, 0, 10, section=("Forord",))
    elsewhere = Block(BlockKind.ATTRIBUTION, 0, 10, section=("Metoder der virker",))
    question = read_question("Hvem har skrevet forordet?")
    bonuses = [form_bonus(question, block, "Erik Nielsen") for block in (signed, elsewhere, PARAGRAPH)]
    assert bonuses == sorted(bonuses, reverse=True)
    assert bonuses[0] > bonuses[1] > bonuses[2]


@pytest.mark.parametrize(
    ("question", "row", "named"),
    [
        ("hvad har byen placering 17 på?", "Pleje pr. 80+-årig 161.152 17 177.496", True),
        ("På hvilke områder er byen nummer 2?", "Anbringelser 1.620 2 7.739", True),
        ("På hvilke to områder er byen nr. 2?", "Dagtilbud 85.968 61 83.332", False),
        ("hvilken post er på 3.047?", "Faste ejendomme; 3.047; 7%", True),
        ("hvilken post er på 11 procent?", "Redningsberedskab; 4.864; 11%", True),
        ("hvad er de 2 største poster?", "Anbringelser 1.620 2 7.739", False),
        ("hvilken post er på 3.04?", "Faste ejendomme; 3.047; 7%", False),
    ],
)
def test_a_row_with_the_number_that_is_asked_for(question: str, row: str, named: bool) -> None:
    assert has_number(read_question(question), row) is named

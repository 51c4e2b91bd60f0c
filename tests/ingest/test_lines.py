"""Lines and layout: where lines stand, how far apart, how wide their column is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lines import PAGE_TOP, Layout, lines_of
from ingest.structure import structure_of

from .helpers import document_of, double_spaced, read

RUNNING_TEXT = (
    "Kommunen står for rigtig mange tilbud til borgerne, men det er ikke dem ",
    "alle, som samlingen skal forholde sig til. Det gælder de hårde opgaver, ",
    "som for eksempel forsyning. ",
    "Så når vi her taler om velfærd, handler det om de bløde tilbud, som er ",
    "til børn, unge og ældre. ",
    "Opgave og spørgsmål",
    "Vi har brug for hjælp til at prioritere velfærden i de kommende år, for ",
    "der er ikke råd til alt. ",
)


def layout_of(*pages: str) -> Layout:
    return Layout.of(lines_of(document_of(*pages)))


def test_lines_know_their_place_and_what_surrounds_them() -> None:
    document = document_of("  Overskrift \n\n\n• punkt\n", "Side to")
    lines = lines_of(document)
    assert [document.text[line.start : line.end] for line in lines] == ["Overskrift", "• punkt", "Side to"]
    assert [line.text for line in lines] == ["Overskrift", "• punkt", "Side to"]
    assert [(line.indent, line.trailing) for line in lines] == [(2, 1), (0, 0), (0, 0)]
    assert [line.blank_before for line in lines] == [PAGE_TOP, 2, PAGE_TOP]
    assert [line.page for line in lines] == [0, 0, 1]


@settings(database=None)
@given(st.text(alphabet=" a\t\r\n\u00a0"))
def test_lines_hold_every_character(text: str) -> None:
    document = document_of(text)
    position = 0
    for line in lines_of(document):
        assert not text[position : line.start].strip()
        assert text[line.start : line.end] == line.text == line.text.strip() != ""
        position = line.end
    assert not text[position:].strip()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_line_ends_of_other_systems_change_nothing(end: str, gap: str) -> None:
    text = gap.join(RUNNING_TEXT)
    assert len(structure_of(document_of(text)).blocks) > 1
    assert read(document_of(text.replace("\n", end))) == read(document_of(text))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Slut.", True),
        ("Slut?", True),
        ("Følgende:", True),
        ("”Ja.”", True),
        ("(Se her.)", True),
        ("det ”armslængdeprincip”", True),
        ("Slut", False),
        ("Slut,", False),
        ("årene 2025-", False),
    ],
)
def test_sentence_ends(text: str, ends: bool) -> None:
    (line,) = lines_of(document_of(text))
    assert line.ends_sentence is ends


@pytest.mark.parametrize(
    ("text", "upper", "lower"),
    [
        ("Ældre", True, False),
        ("”Ældre", True, False),
        ("80 år", True, False),
        ("ældre", False, True),
        ("• ", False, False),
    ],
)
def test_first_letter(text: str, upper: bool, lower: bool) -> None:
    (line,) = lines_of(document_of(text))
    assert (line.starts_upper, line.starts_lower) == (upper, lower)


class TestLayout:
    """What is measured on the lines of a document."""

    def test_blank_lines_between_lines_of_running_text_are_no_borders(self) -> None:
        layout = layout_of(double_spaced(*RUNNING_TEXT[:4]) + "\n\n\n" + double_spaced(*RUNNING_TEXT[4:]))
        assert layout.double_spaced
        borders = [number for number in range(len(layout.lines)) if layout.is_border(number)]
        assert borders == [0, 4]

    def test_blank_lines_between_whole_paragraphs_are_borders(self) -> None:
        layout = layout_of(double_spaced(*["Et helt afsnit står på en linje."] * 8))
        assert not layout.double_spaced
        assert all(layout.is_border(number) for number in range(8))

    def test_few_lines_tell_nothing(self) -> None:
        assert not layout_of(double_spaced("Kommunen står for", "rigtig mange", "tilbud.")).double_spaced

    def test_a_line_right_below_another_is_tight_only_in_double_spaced_text(self) -> None:
        tight = double_spaced(*RUNNING_TEXT[:6]) + "\n" + double_spaced(*RUNNING_TEXT[6:])
        assert layout_of(tight).is_tight(6)
        assert not layout_of(tight).is_tight(5)
        assert not layout_of("\n".join(RUNNING_TEXT)).is_tight(6)

    def test_a_line_with_room_for_the_next_word_was_ended_on_purpose(self) -> None:
        layout = layout_of(double_spaced(*RUNNING_TEXT))
        assert [layout.ended_early(number) for number in range(8)] == [False] * 2 + [True, False] + [True] * 2 + [
            False,
            True,
        ]

    def test_a_line_without_its_space_was_ended_by_hand(self) -> None:
        layout = layout_of(double_spaced(*RUNNING_TEXT))
        assert layout.keeps_spaces
        assert [number for number in range(8) if layout.ended_hard(number)] == [5]

    def test_trimmed_lines_tell_nothing_about_breaks(self) -> None:
        layout = layout_of(double_spaced(*(line.strip() for line in RUNNING_TEXT)))
        assert layout.double_spaced
        assert not layout.keeps_spaces
        assert not any(layout.ended_hard(number) for number in range(8))

    def test_width_is_that_of_the_column(self) -> None:
        narrow = ["Forældre er nøglen", "til børns læring.", "De skal støttes", "i det."] * 5
        layout = layout_of("\n".join([*RUNNING_TEXT, *narrow]))
        assert layout.width(0) == max(len(line.strip()) for line in RUNNING_TEXT)
        assert layout.width(len(layout.lines) - 1) == 18

    def test_a_wide_column_is_as_wide_as_its_page(self) -> None:
        lines = [*["x" * 90] * 30, *["x" * 70] * 20]
        assert layout_of("\n".join(lines)).width(len(lines) - 1) == 90

    def test_the_last_line_of_a_page_was_ended_early_when_it_is_short(self) -> None:
        full, short = "x" * 80, "x" * 50
        layout = layout_of(f"{full}\n{full}", f"{full}\n{short}", full)
        assert [layout.ended_early(number) for number in range(5)] == [False, False, False, True, True]

    def test_one_long_address_does_not_widen_a_page(self) -> None:
        lines = [*RUNNING_TEXT * 8, "https://www.kommunen.dk/" + "a" * 200]
        assert layout_of("\n".join(lines)).width(0) < 80

"""Tables and figures that reached us as lines: captions, headers, rows, columns, legends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, BlockKind
from ingest.document import Document
from ingest.structure import structure_of
from ingest.tables import column_names, header_of, row_cells, row_of

from .helpers import document_of, double_spaced, of_kind, read, words

CAPTION, HEADER, ROW, LEGEND = BlockKind.CAPTION, BlockKind.HEADER, BlockKind.ROW, BlockKind.LEGEND
FILL = (
    "Kommunen står for rigtig mange tilbud til borgerne, men det er ikke dem ",
    "alle, som samlingen skal forholde sig til. Det gælder de hårde opgaver, ",
    "og det, som kommunen ellers tager sig af i løbet af et helt langt år. ",
)


def rows_of(document: Document) -> list[tuple[str, dict[str, str]]]:
    """Returns the label of each row and its cells by the name of their column."""
    blocks = structure_of(document).blocks
    rows = [row_of(document, block, header_of(blocks, block)) for block in blocks if block.kind is ROW]
    return [(row.label, dict(zip(row.columns, row.cells, strict=True))) for row in rows]


class TestRowCells:
    """The numbers that close a line."""

    @pytest.mark.parametrize(
        ("line", "cells"),
        [
            ("2019 14.270", ("2019", "14.270")),
            ("0-5 år 935 885 871 -64 -6,8 %", ("935", "885", "871", "-64", "-6,8 %")),
            ("80+ år 1.174  +31,2 %", ("1.174", "+31,2 %")),
            ("Kommuneskat 24,8 25,07", ("24,8", "25,07")),
            ("Pleje og omsorg pr. 67+-årig 52.484 61", ("52.484", "61")),
            ("85.968 61", ("85.968", "61")),
            ("Havnen −3.201", ("−3.201",)),
            ("Tallene er fra 2024", ("2024",)),
            ("Aldersgruppe 2025 2030 2035", ()),
            ("Kommuneskat", ()),
            ("landets 7. mindste", ()),
            ("", ()),
        ],
    )
    def test_cells(self, line: str, cells: tuple[str, ...]) -> None:
        assert row_cells(line) == cells

    @settings(database=None)
    @given(st.text(alphabet="0123456789.,%+- aÆ"))
    def test_cells_close_the_line_in_order(self, line: str) -> None:
        position = 0
        for cell in row_cells(line):
            position = line.index(cell, position) + len(cell)
            assert any(character.isdigit() for character in cell)


class TestColumnNames:
    """The names that a header line gives its columns."""

    @pytest.mark.parametrize(
        ("header", "count", "names"),
        [
            ("År Indbyggerantal 1. januar", 1, ("Indbyggerantal 1. januar",)),
            ("Dragør Kommune Lands- gennemsnit", 2, ("Dragør Kommune", "Lands- gennemsnit")),
            (
                "(kr.) Dragør Kommune Placering ift. øvrige kommuner Median",
                3,
                ("Dragør Kommune", "Placering ift. øvrige kommuner", "Median"),
            ),
            (
                "Aldersgruppe 2025 2030 2025-2035 (personer) 2025-2035 (ændring i procent)",
                4,
                ("2025", "2030", "2025-2035 (personer)", "2025-2035 (ændring i procent)"),
            ),
            ("2024 2025", 2, ("2024", "2025")),
            ("En Lang Række Ord", 9, ("",) * 9),
            ("", 2, ("", "")),
            ("", 0, ()),
        ],
    )
    def test_names(self, header: str, count: int, names: tuple[str, ...]) -> None:
        assert column_names(header, count) == names

    @settings(database=None)
    @given(st.text(alphabet="Aa 2024(.)-"), st.integers(0, 6))
    def test_there_is_a_name_for_every_cell(self, header: str, count: int) -> None:
        assert len(column_names(header, count)) == count


class TestTables:
    """Captions, headers and rows."""

    def test_a_table_is_caption_header_and_rows(self) -> None:
        text = (
            "Tabel 3: Befolkningstal\nÅr Indbyggerantal 1. januar\n2024 14.569\n2025 14.450\n\nTallet falder hvert år."
        )
        document = document_of(text)
        assert read(document) == [
            (CAPTION, "Tabel 3: Befolkningstal"),
            (HEADER, "År Indbyggerantal 1. januar"),
            (ROW, "2024 14.569"),
            (ROW, "2025 14.450"),
            (BlockKind.PARAGRAPH, "Tallet falder hvert år."),
        ]
        for row in of_kind(document, ROW):
            assert words(document, row.lead) == "Tabel 3: Befolkningstal"
            assert words(document, row.header) == "År Indbyggerantal 1. januar"
        assert rows_of(document) == [
            ("2024", {"Indbyggerantal 1. januar": "14.569"}),
            ("2025", {"Indbyggerantal 1. januar": "14.450"}),
        ]

    def test_caption_and_header_over_lines(self) -> None:
        text = (
            double_spaced(*FILL * 3)
            + "\n\n\n\nTabel 1: Udgifter (udvalgte\ntal)\n\n(kr.) Dragør Kommune Placering ift.\nøvrige\nkommuner\n\n"
            + double_spaced("Folkeskolen 89.055 3", "Sundhed pr.", "indbygger 1.876 62")
        )
        document = document_of(text)
        assert [found for found in read(document) if found[0] is not BlockKind.PARAGRAPH] == [
            (CAPTION, "Tabel 1: Udgifter (udvalgte tal)"),
            (HEADER, "(kr.) Dragør Kommune Placering ift. øvrige kommuner"),
            (ROW, "Folkeskolen 89.055 3"),
            (ROW, "Sundhed pr. indbygger 1.876 62"),
        ]
        assert rows_of(document)[1] == (
            "Sundhed pr. indbygger",
            {"Dragør Kommune": "1.876", "Placering ift. øvrige kommuner": "62"},
        )

    def test_the_first_row_may_have_its_label_above(self) -> None:
        document = document_of("Tabel 1: Udgifter\nDragør Median\nFolkeskolen\n89.055 105.545\nSundhed 1.876 1.829\n")
        assert rows_of(document)[0] == ("Folkeskolen", {"Dragør": "89.055", "Median": "105.545"})

    def test_a_label_over_lines_between_rows(self) -> None:
        document = document_of("Tabel 2: Skat\nDragør Landet\nSkat 24,8 25,07\nEjendomsskat for\nerhverv\n5,5 7,6\n")
        assert rows_of(document) == [
            ("Skat", {"Dragør": "24,8", "Landet": "25,07"}),
            ("Ejendomsskat for erhverv", {"Dragør": "5,5", "Landet": "7,6"}),
        ]

    def test_cells_have_places(self) -> None:
        document = document_of("Tabel 2: Skat\nDragør Landet\nSkat 24,8  25,07\n")
        blocks = structure_of(document).blocks
        row = row_of(document, blocks[-1], header_of(blocks, blocks[-1]))
        assert [document.text[start:end] for start, end in row.spans] == list(row.cells) == ["24,8", "25,07"]

    def test_a_table_over_a_page_keeps_caption_and_header(self) -> None:
        document = document_of(
            "Tabel 2: Skat\nDragør Landet\nSkat 24,8 25,07\n", "Afgift 5,5 7,6\nSe også næste side her."
        )
        assert [kind for kind, _ in read(document)] == [CAPTION, HEADER, ROW, ROW, BlockKind.PARAGRAPH]
        assert rows_of(document)[1] == ("Afgift", {"Dragør": "5,5", "Landet": "7,6"})

    @pytest.mark.parametrize("top", ["Afgift 5,5 7,6 8,1", "Der er ikke flere rækker i den tabel.", "Nyt afsnit 7"])
    def test_a_page_that_begins_otherwise_goes_on_with_nothing(self, top: str) -> None:
        document = document_of("Tabel 2: Skat\nDragør Landet\nSkat 24,8 25,07\n", f"{top}\nog så videre.")
        assert len(of_kind(document, ROW)) == 1

    def test_a_note_ends_a_table(self) -> None:
        document = document_of("Tabel 2: Skat\nDragør Landet\nSkat 24,8 25,07\nKilde: KL, 2024\nAfgift 1 2\n")
        assert len(of_kind(document, ROW)) == 1

    def test_running_text_ends_a_table(self) -> None:
        prose = "Kommunen står for rigtig mange tilbud til borgerne, men det er ikke dem alle, den får penge for."
        document = document_of(f"Tabel 2: Skat\nDragør Landet\nSkat 24,8 25,07\n{prose}\n")
        assert read(document)[-1] == (BlockKind.PARAGRAPH, prose)

    def test_a_caption_alone(self) -> None:
        document = document_of("Tabel 2: Skat\n\nDer er ingen tal her.")
        assert [kind for kind, _ in read(document)] == [CAPTION, BlockKind.PARAGRAPH]

    def test_without_header_columns_have_no_names(self) -> None:
        document = document_of("Tabel 2: Skat\nSkat 24,8 25,07\n")
        (row,) = of_kind(document, ROW)
        found = row_of(document, row, header_of(structure_of(document).blocks, row))
        assert (row.header, found.columns, found.cells) == (None, ("", ""), ("24,8", "25,07"))

    def test_a_line_without_numbers_is_all_label(self) -> None:
        document = document_of("Kun ord")
        found = row_of(document, Block(ROW, 0, 7), None)
        assert (found.label, found.columns, found.cells, found.spans) == ("Kun ord", (), (), ())


class TestFigures:
    """Captions and lettering of charts."""

    def test_caption_over_tight_lines_while_a_parenthesis_is_open(self) -> None:
        text = double_spaced(*FILL, *FILL, "Figur 1: Udgifter (Indeks,") + "\n2018=100)\n\n" + double_spaced(*FILL)
        assert (CAPTION, "Figur 1: Udgifter (Indeks, 2018=100)") in read(document_of(text))

    @pytest.mark.parametrize(
        "caption", ["Figur 4. Budget 2025", "Figure 4: Budget", "Diagram 2: Budget", "Kort 1: Støj"]
    )
    def test_captions(self, caption: str) -> None:
        assert read(document_of(f"{caption}\n\nHer er ingen tekst."))[0] == (CAPTION, caption)

    def test_a_sentence_about_a_figure_is_no_caption(self) -> None:
        assert read(document_of("Figur 4 viser budgettet for 2025."))[0][0] is BlockKind.PARAGRAPH

    def test_legend_entries_belong_to_the_caption_above(self) -> None:
        text = "Figur 7. Budget\n\nDet er dyrt.\n\nMiljø; 2.521; 5%\n\nKollektiv trafik og\nveje;\n9.786; 21%\n"
        document = document_of(text + "\nHavnen; -3.201; -7%\n")
        legends = of_kind(document, LEGEND)
        assert [words(document, block.span) for block in legends] == [
            "Miljø; 2.521; 5%",
            "Kollektiv trafik og veje; 9.786; 21%",
            "Havnen; -3.201; -7%",
        ]
        assert {words(document, block.lead) for block in legends} == {"Figur 7. Budget"}

    def test_a_caption_of_another_page_is_not_theirs(self) -> None:
        document = document_of("Figur 7. Budget\n\nUdvalget har ansvaret.", "Miljø; 2.521; 5%\n")
        assert [block.lead for block in of_kind(document, LEGEND)] == [None]

    def test_a_sentence_with_semicolons_is_no_legend(self) -> None:
        assert not of_kind(document_of("Det er dyrt; det koster 14; vi betaler 5."), LEGEND)

    def test_loose_labels_at_the_foot_of_a_page_with_a_figure(self) -> None:
        text = double_spaced("Figur 5. Budget 2025", *FILL * 3) + "\n\n\n\nKlima-, By- og\nSocial-, Sundheds- og"
        document = document_of(text, "Næste side.")
        (legend,) = of_kind(document, LEGEND)
        assert words(document, legend.span) == "Klima-, By- og Social-, Sundheds- og"
        assert words(document, legend.lead) == "Figur 5. Budget 2025"

"""Chunks and units: what is ranked, what can be quoted."""

import time

from ingest.blocks import Block, BlockKind, Structure
from ingest.chunks import MAX_CHARACTERS, Chunk, chunks_of
from ingest.document import Document
from ingest.structure import structure_of
from ingest.units import units_of

from .helpers import assert_hold_everything_once, document_of, words

BODY = "Kommunen hjælper alle, der har brug for det."


def chunks(*pages: str) -> tuple[Document, list[Chunk]]:
    document = document_of(*pages, first_page=1)
    structure = structure_of(document)
    found = chunks_of(document, structure)
    assert_hold_everything_once(document, structure, found)
    return document, found


def chunk_texts(*pages: str) -> list[str | None]:
    document, found = chunks(*pages)
    return [words(document, (chunk.start, chunk.end)) for chunk in found]


def contexts(*pages: str) -> list[list[str | None]]:
    document, found = chunks(*pages)
    return [[words(document, span) for span in chunk.context] for chunk in found]


class TestChunks:
    """Where chunks begin and end, and what they are read with."""

    def test_short_neighbours_of_one_section_share_a_chunk(self) -> None:
        assert chunk_texts(f"Hjælp\n\n{BODY}\n\n{BODY}") == [f"Hjælp {BODY} {BODY}"]

    def test_a_heading_begins_a_chunk(self) -> None:
        assert chunk_texts(f"Hjælp\n\n{BODY}\n\nPriser\n\n{BODY}") == [f"Hjælp {BODY}", f"Priser {BODY}"]

    def test_a_page_ends_a_chunk(self) -> None:
        assert chunk_texts(BODY, BODY) == [BODY, BODY]

    def test_noise_ends_a_chunk(self) -> None:
        document, found = chunks(f"{BODY}\n\nAnnonce\n\n{BODY}")
        assert [words(document, (chunk.start, chunk.end)) for chunk in found] == [BODY, BODY]

    def test_paragraphs_that_are_too_long_together_part(self) -> None:
        paragraph = " ".join([BODY] * 9)
        assert chunk_texts(f"{paragraph}\n\n{paragraph}") == [paragraph, paragraph]

    def test_a_long_paragraph_is_cut_between_sentences(self) -> None:
        texts = chunk_texts(" ".join([BODY] * 50))
        assert len(texts) > 2
        assert all(text and text.startswith("Kommunen") and text.endswith("det.") for text in texts)
        assert all(len(text or "") <= MAX_CHARACTERS for text in texts)

    def test_a_long_word_is_cut_anywhere(self) -> None:
        texts = chunk_texts("x" * 3000)
        assert "".join(text or "" for text in texts) == "x" * 3000
        assert all(len(text or "") <= MAX_CHARACTERS for text in texts)

    def test_a_list_stays_with_its_lead_in(self) -> None:
        before = " ".join([BODY] * 14)
        items = "\n".join(f"• Punkt nummer {word}" for word in ("et", "to", "tre", "fire", "fem", "seks", "syv"))
        texts = chunk_texts(f"{before} Vi har brug for:\n{items}\n")
        assert texts == [before, "Vi har brug for: " + items.replace("\n", " ")]

    def test_a_long_list_is_read_with_its_lead_in(self) -> None:
        items = "\n".join(f"• {BODY}" for _ in range(40))
        document, found = chunks(f"Vi har brug for:\n{items}\n")
        assert len(found) > 2
        assert found[0].context == ()
        assert {words(document, span) for chunk in found[1:] for span in chunk.context} == {"Vi har brug for:"}

    def test_an_endless_lead_in_is_cut(self) -> None:
        texts = chunk_texts("Først. Så " + "har vi også brug for alt det " * 40 + "her:\n• Ro\n• Orden\n")
        assert all(len(text or "") <= 760 for text in texts)
        assert (texts[-1] or "").endswith("her: • Ro • Orden")

    def test_a_table_stays_together_and_apart(self) -> None:
        table = "Tabel 2: Skat\nDragør Landet\nSkat 24,8 25,07\nAfgift 5,5 7,6"
        assert chunk_texts(f"{BODY}\n\n{table}\n\n{BODY}") == [BODY, table.replace("\n", " "), BODY]

    def test_rows_on_the_next_page_are_read_with_caption_and_header(self) -> None:
        pages = ("Tabel 2: Skat\nDragør Landet\nSkat 24,8 25,07\n", "Afgift 5,5 7,6\n")
        assert contexts(*pages) == [[], ["Tabel 2: Skat", "Dragør Landet"]]

    def test_a_glossary_entry_with_its_parts_is_one_chunk_however_long(self) -> None:
        parts = "\n".join(f"{number}. Pres – {BODY * 3}" for number in range(1, 10))
        document, found = chunks(f"Ordliste\n\nSkat – Penge.\n\nPres – Det dobbelte pres.\n{parts}\n\nTold – Penge.")
        texts = [words(document, (chunk.start, chunk.end)) or "" for chunk in found]
        assert [text[:6] for text in texts] == ["Ordlis", "Skat –", "Pres –", "Told –"]
        assert len(texts[2]) > MAX_CHARACTERS
        assert texts[2].count("Pres –") == 10

    def test_a_quotation_stays_with_its_speaker(self) -> None:
        quotation = "Alle vil gerne give noget.\nIda Bo, borgmester"
        assert chunk_texts(f"{BODY}\n\n{quotation}\n\n{BODY}") == [BODY, quotation.replace("\n", " "), BODY]

    def test_legends_are_read_with_their_caption(self) -> None:
        page = f"Figur 7. Budget\n\n{BODY}\n\nMiljø; 2.521; 5%\n\nHavnen; -3.201; -7%\n"
        assert contexts(page)[-1] == ["Figur 7. Budget"]

    def test_kind_is_that_of_most_blocks(self) -> None:
        _, found = chunks(
            f"Hjælp\n\nVi har brug for:\n• Ro\n• Orden\n• Hvile\n\n{BODY}\n\nTabel 1: A\nB C\nD 1 2\nE 3 4\n"
        )
        assert [chunk.kind for chunk in found] == [BlockKind.ITEM, BlockKind.ROW]

    def test_identity_is_document_and_place(self) -> None:
        _, found = chunks(f"Hjælp\n\n{BODY}", BODY)
        assert [chunk.chunk_id for chunk in found] == [f"prøve@{chunk.start}" for chunk in found]
        assert [chunk.section for chunk in found] == [("Hjælp",), ("Hjælp",)]

    def test_nothing_gives_nothing(self) -> None:
        assert chunks("", " \n")[1] == []

    def test_four_times_as_many_blocks_take_about_four_times_as_long(self) -> None:
        def seconds(rows: int) -> float:
            document = document_of("a\n\n" * rows)
            blocks = tuple(Block(BlockKind.ROW, 3 * row, 3 * row + 1, ()) for row in range(rows))
            begin = time.process_time()
            assert chunks_of(document, Structure(blocks, ()))
            return time.process_time() - begin

        assert seconds(40_000) < 7 * max(seconds(10_000) for _ in range(2))


class TestUnits:
    """The smallest spans that can be quoted."""

    def units(self, text: str) -> list[str | None]:
        document = document_of(text)
        return [words(document, (unit.start, unit.end)) for unit in units_of(document, structure_of(document))]

    def test_paragraphs_and_items_by_sentence(self) -> None:
        assert self.units(f"Hjælp\n\n{BODY} Det er ca. Halvdelen, der får den.\n\n• Ro. Og orden.\n• Hvile\n") == [
            "Hjælp",
            BODY,
            "Det er ca. Halvdelen, der får den.",
            "• Ro.",
            "Og orden.",
            "• Hvile",
        ]

    def test_rows_captions_and_headings_whole(self) -> None:
        text = "Hvad koster det? Se her\n\nTabel 2: Skat. Alle tal\nDragør Landet\nSkat 24,8 25,07"
        assert self.units(text) == [
            "Hvad koster det? Se her",
            "Tabel 2: Skat. Alle tal",
            "Dragør Landet",
            "Skat 24,8 25,07",
        ]

    def test_units_know_their_block(self) -> None:
        document = document_of(f"Hjælp\n\n{BODY} {BODY}")
        assert [unit.block for unit in units_of(document, structure_of(document))] == [0, 1, 1]

"""What holds for any text: nothing is lost, nothing counted twice, every place exists."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.blocks import BlockKind
from ingest.chunks import chunks_of
from ingest.normalise import quote_of
from ingest.structure import structure_of
from ingest.units import units_of

from .helpers import assert_hold_everything_once, document_of

LINES = """
Ordliste
Serviceramme – Den øverste grænse
1. Økonomipres – Staten betaler.
2. Markedspres – Andre betaler
7. mindste kommune i landet.
• Et punkt
• Et punkt, som er så langt, at det fylder hele linjen og går videre på den næste
–	Et punkt bag en tabulator
Tabel 1: Udgifter (i
Tabel 2: Indbyggere
År Indbyggere 2024 2025
2024 14.450
Sundhed pr. indbygger 1.876 62 1.829
85.968 61
Figur 4. Budget, 1.000 kr.
Renovation; 3.000; 6%
Faste ejendomme;
Kilde: Danmarks Statistik.
https://www.kl.dk/oekonomi-og-
Der er brug for:
Stig Langvad, formand for
DH
Bo Berg
Administrerende direktør
”Vi vil være med.”
Venlig hilsen
Del 2 – Bidrag
Hvad er velfærd?
Velfærd er det, vi gør sammen. Den er so-
cialpolitik, sundheds- og
ældrepleje m.v. Der er ca. 14 mio. kr. til det, som kommunen skal nå i løbet af et helt år
og som fortsætter her
Vi bruger cookies
Læs mere om cookies
Indtast venligst et validt navn
Annonce
15
""".strip().splitlines()
PIECES = [*LINES, *(f"{line} " for line in LINES[:8]), "x" * 900, "Ord " * 300, *"a.-–•\t|0", "\u00ad", "ﬁ", " "]
BREAKS = ["\n", "\n\n", "\n \n", "\n\n\n", "\r\n", "\f", " "]
texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)), max_size=40).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@settings(database=None, deadline=None, max_examples=250)
@given(st.one_of(texts, st.text(max_size=60)))
@example("")
@example("\f\f")
@example("• a\n• b")
def test_any_text_is_held_once_at_places_that_exist(text: str) -> None:
    document = document_of(*text.split("\f"), first_page=1)
    structure = structure_of(document)
    chunks = chunks_of(document, structure)
    assert_hold_everything_once(document, structure, chunks)

    position = 0
    for block in structure.blocks:
        assert position <= block.start < block.end
        position = block.end
        assert document.page_index(block.start) == document.page_index(block.end - 1)
        for span in (block.lead, block.header, block.speaker, *block.cells):
            assert span is None or 0 <= span[0] < span[1] <= len(text)

    for chunk in chunks:
        assert document.page_index(chunk.start) == document.page_index(chunk.end - 1)
        inside = [block.kind for block in structure.blocks if block.start < chunk.end and chunk.start < block.end]
        long = {BlockKind.GLOSSARY, BlockKind.PART, BlockKind.ROW} & set(inside)
        assert long or len(quote_of(text, chunk.start, chunk.end)) <= 760

    units = units_of(document, structure)
    assert {unit.block for unit in units} == set(range(len(structure.blocks)))
    for before, unit in zip([None, *units], units, strict=False):
        block = structure.blocks[unit.block]
        assert block.start <= unit.start < unit.end <= block.end
        assert before is None or before.end <= unit.start

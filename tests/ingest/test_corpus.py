"""What ingestion makes of the five documents."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.blocks import Block, BlockKind, NoiseReason
from ingest.corpus import Corpus, Ingested, read_corpus
from ingest.document import Span
from ingest.normalise import normalise, quote_of
from ingest.report import empty_pages, report_on
from ingest.tables import Row, header_of, row_of

from .helpers import assert_hold_everything_once, words

FOLDER = Path(__file__).parents[2] / "corpus"
DRAGOER = "dragoer-borgersamling-materialesamling"
KL = "kl-invester-foer-det-sker"
TENDENCIES = "velfaerdstendenser"
ALLIANCES = "fremtidens-velfaerdsalliancer"
ACTORS = "nye-aktoerer-paa-velfaerdsbanen"
SHA256 = {
    DRAGOER: "3c55b78ae198ce4ed7e8ae6b87129b3d9c59dc95fbf802a0e97dbd5ed54daa15",
    KL: "35f1b6c32e41a0fb7bdf6ae7827b7fcf19c5904c2ff6431121c90dc3674a877c",
    TENDENCIES: "d238932ede788388b155fc6e6eafd54cef010ea2fbf37120bb20d4cfb990943c",
    ALLIANCES: "813f4bfb7558d33b8d0ccdf84d4cef81542d68937af237cb1d842380f4dda4f4",
    ACTORS: "51a2b52d8fd54c33a118cb15628c2806d780f437a93be8bcd83433daa86a8343",
}
LONGEST_CHUNK = 760


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(FOLDER)


@pytest.fixture(params=list(SHA256))
def any_document(corpus: Corpus, request: pytest.FixtureRequest) -> Ingested:
    return named(corpus, request.param)


@pytest.fixture
def dragoer(corpus: Corpus) -> Ingested:
    return named(corpus, DRAGOER)


@pytest.fixture
def kl(corpus: Corpus) -> Ingested:
    return named(corpus, KL)


def named(corpus: Corpus, doc_id: str) -> Ingested:
    (found,) = (ingested for ingested in corpus.documents if ingested.document.doc_id == doc_id)
    return found


def blocks(ingested: Ingested, *kinds: BlockKind, page: int | None = None) -> list[Block]:
    """Returns the blocks of ``kinds``, those of one printed page if it is given."""
    at = ingested.document.page_at
    return [b for b in ingested.structure.blocks if b.kind in kinds and (page is None or at(b.start) == page)]


def texts(ingested: Ingested, *kinds: BlockKind, page: int | None = None) -> list[str]:
    return [quote_of(ingested.document.text, *block.span) for block in blocks(ingested, *kinds, page=page)]


def say(ingested: Ingested, span: Span | None) -> str | None:
    return words(ingested.document, span)


class TestEveryDocument:
    """What holds for each of the five."""

    def test_it_is_unedited(self, any_document: Ingested) -> None:
        document = any_document.document
        data = (FOLDER / document.source.file).read_bytes()
        assert hashlib.sha256(data).hexdigest() == document.sha256 == SHA256[document.doc_id]
        assert document.text.encode() == data

    def test_chunks_and_noise_hold_every_character_once(self, any_document: Ingested) -> None:
        assert len(any_document.chunks) > 5
        assert_hold_everything_once(any_document.document, any_document.structure, any_document.chunks)

    def test_blocks_and_noise_hold_every_character_once(self, any_document: Ingested) -> None:
        structure, text = any_document.structure, any_document.document.text
        position = 0
        for start, end in sorted(
            [block.span for block in structure.blocks] + [(n.start, n.end) for n in structure.noise]
        ):
            assert position <= start < end
            assert not text[position:start].strip()
            assert text[start:end] == text[start:end].strip()
            position = end
        assert not text[position:].strip()

    def test_nothing_crosses_a_page(self, any_document: Ingested) -> None:
        page = any_document.document.page_index
        spans = [(block.start, block.end) for block in any_document.structure.blocks]
        spans += [(noise.start, noise.end) for noise in any_document.structure.noise]
        spans += [(chunk.start, chunk.end) for chunk in any_document.chunks]
        assert all(page(start) == page(end - 1) for start, end in spans)

    def test_chunks_are_short(self, any_document: Ingested) -> None:
        for chunk in any_document.chunks:
            length = len(quote_of(any_document.document.text, chunk.start, chunk.end))
            assert length <= LONGEST_CHUNK or chunk.kind in (BlockKind.GLOSSARY, BlockKind.PART), chunk

    def test_chunks_have_identities_of_their_own(self, any_document: Ingested) -> None:
        assert len({chunk.chunk_id for chunk in any_document.chunks}) == len(any_document.chunks)

    def test_units_are_inside_their_block_and_hold_it(self, any_document: Ingested) -> None:
        text, units = any_document.document.text, any_document.units
        assert {unit.block for unit in units} == set(range(len(any_document.structure.blocks)))
        for number, block in enumerate(any_document.structure.blocks):
            position = block.start
            for unit in (unit for unit in units if unit.block == number):
                assert block.start <= position <= unit.start < unit.end <= block.end
                assert not text[position : unit.start].strip()
                position = unit.end
            assert not text[position : block.end].strip()

    def test_what_blocks_point_at_exists(self, any_document: Ingested) -> None:
        spans = {block.span for block in any_document.structure.blocks}
        for block in any_document.structure.blocks:
            for pointed in (block.header, block.speaker):
                assert pointed is None or pointed in spans
            if block.lead:
                assert block.lead[0] < block.lead[1] <= block.start
                assert any(start <= block.lead[0] and block.lead[1] <= end for start, end in spans)

    def test_every_quote_maps_back_to_its_place(self, any_document: Ingested) -> None:
        for unit in any_document.units:
            found = normalise(any_document.document.text, unit.start, unit.end)
            assert found.source_span(0, len(found.text)) == (unit.start, unit.end)

    def test_no_quote_keeps_a_broken_word(self, any_document: Ingested) -> None:
        for unit in any_document.units:
            quote = quote_of(any_document.document.text, unit.start, unit.end)
            assert not re.search(
                r"[a-zæøå]{3}- (?!og\b|eller\b|samt\b|fakta\b|strategier\b|til\b)[a-zæøå]{3}", quote
            ), quote


def test_nothing_fails_and_nothing_has_problems(corpus: Corpus) -> None:
    assert corpus.failures == ()
    assert [ingested.document.doc_id for ingested in corpus.documents] == list(SHA256)
    assert all(ingested.problems == () for ingested in corpus.documents)
    assert all(ingested.expansions for ingested in corpus.documents)
    assert corpus.unanswered


class TestPages:
    """Printed pages, as the documents themselves give them away."""

    @pytest.mark.parametrize(
        ("doc_id", "first", "last"),
        [(DRAGOER, 3, 51), (KL, 2, 15), (TENDENCIES, 1, 7), (ALLIANCES, None, None), (ACTORS, None, None)],
    )
    def test_first_and_last(self, corpus: Corpus, doc_id: str, first: int | None, last: int | None) -> None:
        document = named(corpus, doc_id).document
        assert (document.page_at(0), document.page_at(len(document.text) - 1)) == (first, last)
        assert len(document.page_labels) == (0 if first is None or last is None else last - first + 1)

    def test_numbers_at_the_top_agree(self, corpus: Corpus) -> None:
        found = [
            (ingested.document.doc_id, ingested.document.page_at(noise.start), say(ingested, (noise.start, noise.end)))
            for ingested in corpus.documents
            for noise in ingested.structure.noise
            if noise.reason is NoiseReason.PAGE_NUMBER
        ]
        assert found == [(DRAGOER, 15, "15"), (DRAGOER, 21, "21"), (DRAGOER, 46, "46"), (KL, 10, "10")]

    @pytest.mark.parametrize(
        ("heading", "page"),
        [
            ("OECD’s principper for", 9),
            ("Mød borgersamlingens ekspertrådgiver", 10),
            ("Befolkningsprognose", 30),
            ("Ordliste", 49),
        ],
    )
    def test_references_of_the_text_agree(self, dragoer: Ingested, heading: str, page: int) -> None:
        assert any(text.startswith(heading) for text in texts(dragoer, BlockKind.HEADING, page=page))

    def test_page_without_text(self, corpus: Corpus) -> None:
        found = {ingested.document.doc_id: empty_pages(ingested.document) for ingested in corpus.documents}
        assert found == {DRAGOER: [45], KL: [], TENDENCIES: [], ALLIANCES: [], ACTORS: []}


class TestNoise:
    """What the web pages carry besides their text."""

    def test_reasons(self, corpus: Corpus) -> None:
        found = {
            doc_id: [noise.reason for noise in named(corpus, doc_id).structure.noise]
            for doc_id in (ALLIANCES, ACTORS, TENDENCIES)
        }
        assert found == {
            ALLIANCES: [NoiseReason.NAVIGATION, *[NoiseReason.ADVERTISEMENT] * 3],
            ACTORS: [NoiseReason.COOKIES] * 2 + [NoiseReason.CONTACT_FORM] * 7,
            TENDENCIES: [],
        }

    @pytest.mark.parametrize("word", ["cookie", "Indtast venligst", "Annonce", "teknisk fejl"])
    def test_it_is_in_no_chunk(self, corpus: Corpus, word: str) -> None:
        assert sum(ingested.document.text.count(word) for ingested in corpus.documents)
        for ingested in corpus.documents:
            for chunk in ingested.chunks:
                assert word not in ingested.document.text[chunk.start : chunk.end]

    def test_the_contact_person_stays(self, corpus: Corpus) -> None:
        assert any("tlf. 72 20 28 86" in text for text in texts(named(corpus, ACTORS), BlockKind.PARAGRAPH))


class TestGlossary:
    """The Ordliste, pp. 49–50."""

    def test_entries(self, dragoer: Ingested) -> None:
        def terms(page: int) -> list[str]:
            return [text.split(" – ")[0] for text in texts(dragoer, BlockKind.GLOSSARY, page=page)]

        assert terms(49) == ["Anlægsramme", "Bloktilskud", "Finansieringsmodel", "Forventningspres"]
        assert terms(50) == [
            *("Omfordeling", "Repræsentativ", "Serviceramme", "Socioøkonomisk sammenlignelige"),
            *("Velfærdsmodel", "Økonomiaftale"),
        ]
        assert all(block.section[-1] == "Ordliste" for block in blocks(dragoer, BlockKind.GLOSSARY))

    def test_numbered_parts(self, dragoer: Ingested) -> None:
        parts: dict[str, list[str]] = {}
        for part in blocks(dragoer, BlockKind.PART):
            term = (say(dragoer, part.lead) or "").split(" – ")[0]
            parts.setdefault(term, []).append(re.split(r" –|,", say(dragoer, part.span) or "")[0])
        assert parts == {
            "Forventningspres": [
                *("1. Økonomipres", "2. Forventningspres", "3. Demografipres", "4. Sygdomspres", "5. Teknologipres"),
                *("6. Etikpres", "7. Polariseringspres", "8. Markedspres", "9. Personalepres"),
            ],
            "Velfærdsmodel": [
                *("1. Universel velfærdsmodel", "2. Liberal velfærdsmodel", "3. Korporative velfærdsmodel"),
                "4. Hybrid velfærdsmodel",
            ],
        }

    def test_an_entry_is_one_chunk(self, dragoer: Ingested) -> None:
        document = dragoer.document
        entries = [chunk for chunk in dragoer.chunks if chunk.kind in (BlockKind.GLOSSARY, BlockKind.PART)]
        assert len(entries) == 10
        (pressures,) = (c for c in entries if document.text.startswith("Forventningspres", c.start))
        assert quote_of(document.text, pressures.start, pressures.end).endswith("lige adgang til velfærdsydelser.")

    def test_the_definition_of_servicerammen(self, dragoer: Ingested) -> None:
        (entry,) = (text for text in texts(dragoer, BlockKind.GLOSSARY) if text.startswith("Serviceramme – "))
        assert entry.startswith(
            "Serviceramme – Den øverste grænse for, hvor mange penge alle kommuner tilsammen må bruge"
        )
        assert entry.endswith("besluttet, at den vejledende serviceramme skal overholdes.")


class TestTables:
    """Tabel 1–4, pp. 28–31."""

    def rows(self, dragoer: Ingested, table: str) -> Iterator[tuple[Block, Row]]:
        for block in blocks(dragoer, BlockKind.ROW):
            if (say(dragoer, block.lead) or "").startswith(table):
                yield block, row_of(dragoer.document, block, header_of(dragoer.structure.blocks, block))

    def values(self, dragoer: Ingested, table: str) -> dict[str, dict[str, str]]:
        return {row.label: dict(zip(row.columns, row.cells, strict=True)) for _, row in self.rows(dragoer, table)}

    def test_tabel_1_goes_on_over_the_page(self, dragoer: Ingested) -> None:
        rows = list(self.rows(dragoer, "Tabel 1:"))
        assert [dragoer.document.page_at(block.start) for block, _ in rows] == [28] * 6 + [29] * 2
        for block, row in rows:
            assert (
                say(dragoer, block.lead)
                == "Tabel 1: Gennemsnitlig årlige udgifter (udvalgte nøgletal fra Regnskab 2023)"
            )
            assert say(dragoer, block.header) == "(kr.) Dragør Kommune Placering ift. øvrige kommuner Median"
            assert row.columns == ("Dragør Kommune", "Placering ift. øvrige kommuner", "Median")
        values = self.values(dragoer, "Tabel 1:")
        assert values["Folkeskolen pr. elev inkl. specialundervisning"]["Dragør Kommune"] == "89.055"
        assert values["Det specialiserede voksenområde pr. 18-66-årig"]["Median"] == "12.494"
        assert values["Overførselsudgifter pr. 18-66-årig"]["Placering ift. øvrige kommuner"] == "7"

    def test_tabel_2(self, dragoer: Ingested) -> None:
        values = self.values(dragoer, "Tabel 2:")
        assert values["Kommuneskat"] == {"Dragør Kommune": "24,8", "Landsgennemsnit": "25,07"}
        assert values["Ejendomsskat for almindelige ejendomme (Grundskyldspromille)"]["Dragør Kommune"] == "8,1"
        assert len(values) == 4

    def test_tabel_3(self, dragoer: Ingested) -> None:
        inhabitants = ["14.270", "14.494", "14.569", "14.640", "14.609", "14.569", "14.450"]
        assert self.values(dragoer, "Tabel 3:") == {
            str(year): {"Indbyggerantal 1. januar": count}
            for year, count in zip(range(2019, 2026), inhabitants, strict=True)
        }

    def test_tabel_4(self, dragoer: Ingested) -> None:
        values = self.values(dragoer, "Tabel 4:")
        assert list(values) == ["0-5 år", "6-16 år", "17-24 år", "25-64 år", "65-79 år", "80+ år", "Total"]
        assert values["80+ år"] == {
            "2025": "1.174",
            "2030": "1.448",
            "2035": "1.540",
            "2025-2035 (personer)": "366",
            "2025-2035 (ændring i procent)": "+31,2 %",
        }

    def test_cells_have_places(self, dragoer: Ingested) -> None:
        rows = [row for table in "1234" for _, row in self.rows(dragoer, f"Tabel {table}:")]
        assert len(rows) == 26
        for row in rows:
            assert tuple(say(dragoer, span) for span in row.spans) == row.cells

    def test_rows_share_a_chunk_with_caption_and_header(self, dragoer: Ingested) -> None:
        document = dragoer.document
        for table in ("Tabel 3:", "Tabel 4:"):
            start = document.text.index(f"{table} Befolkning")
            (chunk,) = (chunk for chunk in dragoer.chunks if chunk.start == start)
            assert all(block.end <= chunk.end for block, _ in self.rows(dragoer, table))
        (continued,) = (chunk for chunk in dragoer.chunks if document.text.startswith("Sundhed pr.", chunk.start))
        assert [(say(dragoer, span) or "")[:8] for span in continued.context] == ["Tabel 1:", "(kr.) Dr"]


class TestFigures:
    """Captions and the loose lettering of charts."""

    def test_every_caption(self, dragoer: Ingested) -> None:
        found = [re.split(r"[:.]", text)[0] for text in texts(dragoer, BlockKind.CAPTION)]
        figures = [f"Figur {number}" for number in range(1, 11)]
        assert [caption for caption in found if caption.startswith("Figur")] == figures
        assert [caption for caption in found if caption.startswith("Tabel")] == [
            "Tabel 1",
            "Tabel 2",
            "Tabel 3",
            "Tabel 4",
        ]

    @pytest.mark.parametrize(
        ("page", "caption", "entries"),
        [
            (
                35,
                "Figur 6. Budget under Økonomiudvalget",
                ["Administration i øvrigt; 32.651; 26%", "Valg m.m.; 1.242; 1%"],
            ),
            (
                36,
                "Figur 7. Budget under Klima-",
                ["Kollektiv trafik og vejvedligeholdelse; 9.786; 21%", "Havnen; -3.201; -7%"],
            ),
        ],
    )
    def test_legends_belong_to_their_caption(
        self, dragoer: Ingested, page: int, caption: str, entries: list[str]
    ) -> None:
        legends = blocks(dragoer, BlockKind.LEGEND, page=page)
        assert len(legends) >= 5
        assert all((say(dragoer, legend.lead) or "").startswith(caption) for legend in legends)
        assert set(entries) <= {say(dragoer, legend.span) for legend in legends}


class TestLists:
    """Items, lead-ins, and lists that count on."""

    @pytest.mark.parametrize(
        ("page", "counts", "lead"),
        [
            (3, ["1.", "2."], "I den forbindelse stiller vi to spørgsmål:"),
            (9, [f"{number}." for number in range(1, 12)], "Principperne er:"),
            (23, ["1.", "2.", "3."], "Den skelner mellem tre niveauer:"),
            (
                39,
                ["6.", "7.", "8.", "9."],
                "Konkret varetager Tårnby Kommune opgaverne for Dragør Kommune på følgende fire områder:",
            ),
        ],
    )
    def test_numbered(self, dragoer: Ingested, page: int, counts: list[str], lead: str) -> None:
        items = blocks(dragoer, BlockKind.ITEM, page=page)
        assert [(say(dragoer, item.span) or "").split()[0] for item in items] == counts
        assert {say(dragoer, item.lead) for item in items} == {lead}

    def test_a_list_that_counts_on_from_4(self, dragoer: Ingested) -> None:
        items = blocks(dragoer, BlockKind.ITEM, page=33)
        assert [(say(dragoer, item.span) or "")[:14] for item in items] == ["4. beslutninge", "5. beslutninge"]
        assert all((say(dragoer, item.lead) or "").endswith("to typer beslutninger, enten") for item in items)

    def test_an_ordinal_is_no_item(self, dragoer: Ingested) -> None:
        items = texts(dragoer, BlockKind.ITEM)
        (area,) = (item for item in items if "7. mindste kommune" in item)
        assert area.startswith("• Areal:")
        assert not any(item.startswith("7. mindste") for item in items)

    def test_bullets(self, dragoer: Ingested) -> None:
        assert len(blocks(dragoer, BlockKind.ITEM, page=7)) == 8
        rights = blocks(dragoer, BlockKind.ITEM, page=8)
        assert len(rights) == 12
        assert {say(dragoer, item.lead) for item in rights} == {"Dine rettigheder som medlem af borgersamling er:"}
        assert texts(dragoer, BlockKind.ITEM, page=32) == [
            "• Klima-, By- og Erhvervsudvalget",
            "• Social-, Sundheds og Arbejdsmarkedsudvalget",
            "• Børne-, Fritids og Kulturudvalget",
            "• Økonomiudvalget",
        ]

    def test_items_behind_tabs(self, kl: Ingested) -> None:
        assert len(blocks(kl, BlockKind.ITEM, page=2)) == 4
        assert texts(kl, BlockKind.ITEM, page=8)[:2] == ["Større tilfredshed i parforholdet.", "Færre skilsmisser."]

    def test_a_list_over_the_page_keeps_its_lead_in(self, kl: Ingested) -> None:
        items = blocks(kl, BlockKind.ITEM, page=13) + blocks(kl, BlockKind.ITEM, page=14)
        assert {say(kl, item.lead) for item in items} == {"Derfor:"}


class TestText:
    """Headings, quotations and sentences that go on elsewhere."""

    @pytest.mark.parametrize(
        ("doc_id", "words", "section"),
        [
            (
                DRAGOER,
                "Servicerammen gælder for kommunesektoren",
                ("Del 2 – Ekspertrådgiverens bidrag", "Sanktionsmekanismer"),
            ),
            (
                DRAGOER,
                "Dragør Kommunalbestyrelse består af 15",
                ("Del 3 – Materiale fra Dragør Kommune", "Kommunalbestyrelsen"),
            ),
            (TENDENCIES, "AI er på kraftigt indtog", ("Tendens 2: Digitalisering", "Den virtuelle velfærdskage")),
            (ALLIANCES, "En af vejene er at nytænke", ("Fremtidens velfærdsalliancer", "Velfærd skabes i fællesskab")),
            (KL, "I 2007 udgjorde de 65+-årige", ("Flere ældre",)),
        ],
    )
    def test_section(self, corpus: Corpus, doc_id: str, words: str, section: tuple[str, ...]) -> None:
        found = named(corpus, doc_id)
        (paragraph,) = (
            block for block in blocks(found, BlockKind.PARAGRAPH) if (say(found, block.span) or "").startswith(words)
        )
        assert paragraph.section == section

    def test_quotations_with_their_speakers(self, kl: Ingested) -> None:
        found = {kl.document.page_at(block.start): say(kl, block.speaker) for block in blocks(kl, BlockKind.QUOTE)}
        assert found == {
            4: "Lisbeth Jensen, formand for Udviklingshæmmedes Landsforbund (ULF)",
            5: "Susanne Olsen, landsformand i Dansk Handicap Forbund",
            7: "Søren Skjødt, formand for Danske Døgninstitutioner",
            8: "Vibe Klarup Voetmann, formand for Frivilligrådet",
            9: "Knud Kristensen, formand for SIND",
            10: "Per Larsen, formand for Børnerådet",
            11: "Stig Langvad, formand for DH",
            12: "Mette Bertelsen, konsulent i Dansk Socialrådgiverforening",
            13: "Kirsten Plambech, afdelingsleder i DH",
        }
        (langvad,) = texts(kl, BlockKind.QUOTE, page=11)
        assert langvad == "Jeg har ikke noget imod kassetænkning – så længe det er til gavn for borgeren."

    def test_signatures(self, kl: Ingested) -> None:
        assert texts(kl, BlockKind.ATTRIBUTION, page=2) == [
            "Erik Nielsen Formand",
            "Kristian Wendelboe Administrerende direktør",
        ]

    def test_sentences_that_go_on_over_the_page(self, dragoer: Ingested) -> None:
        found = {
            dragoer.document.page_at(b.start): say(dragoer, b.span) or ""
            for b in dragoer.structure.blocks
            if b.continues
        }
        assert sorted(found, key=str) == [13, 15, 16, 19, 21, 22, 23, 41]
        assert found[13].startswith("løsningsforsøg til trods")
        assert found[15].startswith("borgere forventer.")

    def test_after_a_box_the_column_goes_on_under_its_own_heading(self, kl: Ingested) -> None:
        carried = [block for block in kl.structure.blocks if block.continues]
        assert [kl.document.page_at(block.start) for block in carried] == [4, 4, 5, 5, 6, 7, 9, 11]
        after = {page: blocks(kl, BlockKind.ITEM, page=page)[0].section[-1] for page in (7, 11)}
        assert after == {7: "Forskellige mennesker – forskellige løsninger", 11: "Metoder der virker"}


def test_report(corpus: Corpus) -> None:
    report = report_on(corpus)
    assert "  49 sider; uden tekst: side 45" in report
    assert "mistænkelig skrivemåde, side 12: 1524 år" in report
    assert report.count("udeladt (annonce)") == 3
    assert report.count("udeladt (sidetal)") == 4
    assert "10 opslag i ordliste, 13 punkter i ordliste" in report

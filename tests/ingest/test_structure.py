"""Headings, paragraphs, lists, glossaries and quotations of small made-up texts."""

import pytest

from ingest.blocks import BlockKind
from ingest.structure import structure_of

from .helpers import document_of, double_spaced, of_kind, read, words

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM
BELOW = "Kommunen hjælper alle, der har brug for det."
# Enough running text, one blank line between each two lines, for a document to count as double-spaced.
FILL = (
    "Kommunen står for rigtig mange tilbud til borgerne, men det er ikke dem ",
    "alle, som samlingen skal forholde sig til. Det gælder de hårde opgaver ",
    "og det, som kommunen ellers tager sig af i løbet af et helt langt år. ",
)


def sheet(*lines: str) -> str:
    """Returns a double-spaced page: running text, then ``lines``."""
    return double_spaced(*FILL * 3) + "\n\n\n\n" + double_spaced(*lines)


def tail(*lines: str) -> list[tuple[BlockKind, str]]:
    """Returns what was read from ``lines`` below running text in a double-spaced page."""
    fill = len(read(document_of(sheet())))
    return read(document_of(sheet(*lines)))[fill:]


def sections(*pages: str) -> list[tuple[str, ...]]:
    """Returns the section of each block."""
    return [block.section for block in structure_of(document_of(*pages)).blocks]


class TestHeadings:
    """Which lines are headings, and what stands under them."""

    @pytest.mark.parametrize(
        "heading",
        [
            "Afgrænsning",
            "Hvad er velfærd?",
            "Organisering – format & roller",
            "Demografisk udvikling: Vi bliver flere ældre",
            "3 gode råd",
        ],
    )
    def test_heading(self, heading: str) -> None:
        document = document_of(f"{heading}\n\n{BELOW}")
        assert read(document) == [(HEADING, heading), (PARAGRAPH, BELOW)]
        assert sections(document.text) == [(heading,), (heading,)]

    @pytest.mark.parametrize(
        "line",
        [
            "Afgrænsning.",
            "Vi har brug for jeres hjælp og",
            "som fortsætter",
            "Se www.kommunen.dk",
            "Indbyggere 14.450 14.569",
            "Venlig hilsen på vegne af alle",
            "Kommunen står for mange tilbud " * 5,
        ],
    )
    def test_no_heading(self, line: str) -> None:
        assert HEADING not in dict(read(document_of(f"{line}\n\n{BELOW}")))

    def test_the_last_line_of_a_page_heads_nothing(self) -> None:
        assert read(document_of(f"{BELOW}\n\nMine noter", BELOW))[1] == (PARAGRAPH, "Mine noter")

    def test_a_line_above_an_open_sentence_or_a_quotation_is_no_heading(self) -> None:
        assert HEADING not in dict(read(document_of("Kommunen\nhjælper alle, der beder om det.")))
        assert HEADING not in dict(read(document_of("Han sagde det\n\n”Ja tak til mere.”")))

    def test_statements_with_labels_are_no_headings(self) -> None:
        text = "Offentlighed: Alle kan bidrage\n\nObservatører: Ingen må påvirke\n\n" + BELOW
        assert [kind for kind, _ in read(document_of(text))] == [PARAGRAPH] * 3

    def test_path(self) -> None:
        first = f"Del 1 – Introduktion\n\nVelkommen\n\n{BELOW}\n\nAnsvar\n\n{BELOW}\n\nRoller\n\n{BELOW}"
        second = f"Del 2 – Bidrag\n\n{BELOW}"
        assert sections(first, second) == [
            ("Del 1 – Introduktion",),
            *[("Del 1 – Introduktion", "Velkommen")] * 2,
            *[("Del 1 – Introduktion", "Velkommen", "Ansvar")] * 2,
            *[("Del 1 – Introduktion", "Velkommen", "Roller")] * 2,
            *[("Del 2 – Bidrag",)] * 2,
        ]

    def test_a_heading_at_the_top_of_a_wide_page_stands_above_those_further_down(self) -> None:
        wide = "Kommunen står for rigtig mange tilbud til borgerne, og de er"
        pages = [f"Del 1\n\n{wide} nye.", f"Roller\n\n{wide} gode.\n\nOpgaver\n\n{wide} få.", f"Mandat\n\n{wide} dyre."]
        assert sections(*pages)[2:] == [
            *[("Del 1", "Roller")] * 2,
            *[("Del 1", "Roller", "Opgaver")] * 2,
            *[("Del 1", "Mandat")] * 2,
        ]

    def test_the_same_heading_again_takes_its_own_place(self) -> None:
        found = sections(f"Kontakt\n\nOs\n\nKontakt\n\n{BELOW}")
        assert found[-1].count("Kontakt") == 1

    def test_heading_over_two_lines(self) -> None:
        lines = ["Den danske velfærdsmodel – kort fortalt fra et ", "kommunalt perspektiv ", BELOW]
        found = tail(*lines)
        assert found == [
            (HEADING, "Den danske velfærdsmodel – kort fortalt fra et kommunalt perspektiv"),
            (PARAGRAPH, BELOW),
        ]

    def test_heading_in_a_narrow_column_after_a_line_ended_by_hand(self) -> None:
        column = [
            "Forældre er nøglen til børns ",
            "læring og udvikling. De har ",
            "ansvaret for at støtte dem i ",
            "hverdagen, og kommunen kan ",
            "hjælpe. ",
            "Netværk og civilsamfund",
            "Fremtidens kommune får en ny ",
            "rolle, som den skal vokse i, ",
            "fordi der er brug for det. ",
        ]
        kinds = [kind for kind, _ in read(document_of(double_spaced(*column)))]
        assert kinds == [PARAGRAPH, HEADING, PARAGRAPH]

    def test_a_question_over_three_lines_is_no_heading(self) -> None:
        lines = double_spaced(*FILL * 3) + "\n\n\n\nHvordan skal vi\nforandre velfærden\ni kommunen?\n\n\n\n" + BELOW
        assert HEADING not in dict(read(document_of(lines)))
        assert HEADING in dict(read(document_of(lines.replace("velfærden\ni", "velfærden i"))))

    def test_the_last_word_of_a_long_heading_may_stand_alone(self) -> None:
        lines = ("Hvad er de primære udfordringer på det specialiserede socialområde i ", "Danmark ")
        found = read(document_of(f"{sheet(*lines)}\n\n\n\n{BELOW}"))
        assert found[-2:] == [(HEADING, "".join(lines).strip()), (PARAGRAPH, BELOW)]

    def test_lettering_of_a_box_below_a_heading_is_one_paragraph(self) -> None:
        lettering = ["Version 3", "Borgeren er aktiv", "Version 2", "Borgeren er bruger"]
        text = "\n".join(["Velfærd 3.0", *lettering]) + f"\n\n{BELOW}"
        assert read(document_of(text)) == [
            (HEADING, "Velfærd 3.0"),
            (PARAGRAPH, " ".join(lettering)),
            (PARAGRAPH, BELOW),
        ]


class TestParagraphs:
    """Where paragraphs begin and end, and which carry on an earlier one."""

    def test_lines_are_joined_to_the_next_border(self) -> None:
        text = "Kommunen hjælper alle,\nder har brug for det.\n\nDen gør det hver dag,\nogså i weekenden."
        assert read(document_of(text)) == [
            (PARAGRAPH, "Kommunen hjælper alle, der har brug for det."),
            (PARAGRAPH, "Den gør det hver dag, også i weekenden."),
        ]

    def test_double_spaced_lines_are_joined_to_the_line_that_was_ended_early(self) -> None:
        more = ("Den næste tanke begynder her og går videre på den linje, som kommer nu, ", "men ikke længere. ")
        found = tail(*FILL[:2], "og resten. ", *more)
        assert [words[:18] for _, words in found] == ["Kommunen står for ", "Den næste tanke be"]

    def test_broken_words_are_joined(self) -> None:
        assert read(document_of("Den er en so-\ncialpolitik for alle."))[0][1] == "Den er en socialpolitik for alle."

    def test_abbreviation_at_a_line_end_does_not_end_it(self) -> None:
        line = "Udgifterne til renovation, havne og veje er vokset meget, og de er nu ca."
        assert len(read(document_of(f"{line}\nen fjerdedel af det hele i kommunen."))) == 1

    def test_an_address_on_its_own_line_is_a_link(self) -> None:
        found = read(document_of(f"{BELOW}\nhttps://www.kl.dk/tal\nwww.kommunen.dk\n{BELOW}"))
        assert [kind for kind, _ in found] == [PARAGRAPH, BlockKind.LINK, BlockKind.LINK, PARAGRAPH]

    def test_a_sentence_that_goes_on_over_the_page_is_marked(self) -> None:
        first = f"Årsag\n\n{BELOW} Det er vigtigt, at mange"
        document = document_of(first, f"borgere bliver hørt.\n\nResultat\n\n{BELOW}")
        paragraphs = of_kind(document, PARAGRAPH)
        assert [block.continues for block in paragraphs] == [False, True, False]
        assert paragraphs[1].section == ("Årsag",)

    def test_it_stands_under_the_heading_of_what_it_carries_on(self) -> None:
        box = "Faktaboks\n\nDer er 98 kommuner i landet."
        document = document_of(
            f"Årsag\n\n{BELOW} {BELOW} {BELOW} Det er vigtigt, at mange\n\n{box}", f"borgere bliver hørt.\n\n{BELOW}"
        )
        carried, after = structure_of(document).blocks[-2:]
        assert (carried.continues, carried.section) == (True, ("Årsag",))
        assert (after.continues, after.section) == (False, ("Årsag",)), "and so does what follows"

    def test_it_carries_on_nothing_of_two_pages_before(self) -> None:
        pages = (f"{BELOW} {BELOW} {BELOW} Det er vigtigt, at mange", "Hele sider.", "borgere bliver hørt.")
        assert not any(block.continues for block in structure_of(document_of(*pages)).blocks)
        assert any(block.continues for block in structure_of(document_of(pages[0], pages[2])).blocks)

    def test_a_small_letter_below_a_whole_sentence_carries_nothing_on(self) -> None:
        document = document_of(BELOW, "e-mail er fint.")
        assert not any(block.continues for block in structure_of(document).blocks)

    def test_no_block_reaches_over_noise(self) -> None:
        document = document_of("Afløb\nIndtast venligst et validt navn\nRenovation; 3.000; 6%\n")
        assert [text for _, text in read(document)] == ["Afløb", "Renovation; 3.000; 6%"]
        assert [(n.start, n.end) for n in structure_of(document).noise] == [(6, 37)]


class TestLists:
    """Items, where they end, and what announces them."""

    @pytest.mark.parametrize("bullet", ["•", "–", "-", "*", "‣", "▪"])
    def test_bullets(self, bullet: str) -> None:
        document = document_of(f"Vi har brug for:\n{bullet} Ro\n{bullet} Orden\n\n{BELOW}")
        assert read(document)[1:] == [(ITEM, f"{bullet} Ro"), (ITEM, f"{bullet} Orden"), (PARAGRAPH, BELOW)]
        assert {words(document, item.lead) for item in of_kind(document, ITEM)} == {"Vi har brug for:"}

    @pytest.mark.parametrize("marks", [("1.", "2."), ("1)", "2)"), ("a)", "b)"), ("9.", "10.")])
    def test_counted(self, marks: tuple[str, str]) -> None:
        found = read(document_of(f"Principperne er:\n{marks[0]} Ro\n{marks[1]} Orden\n"))
        assert found[1:] == [(ITEM, f"{marks[0]} Ro"), (ITEM, f"{marks[1]} Orden")]

    def test_a_tab_before_a_capital_begins_an_item(self) -> None:
        document = document_of("Derfor:\n\tKommunen skal hjælpe.\n\tStaten skal betale.\n")
        assert [kind for kind, _ in read(document)] == [PARAGRAPH, ITEM, ITEM]

    def test_a_list_may_count_on_from_another(self) -> None:
        found = tail(
            FILL[0],
            "alle, og udvalget træffer to slags beslutninger, enten ",
            "4. dem, det har ansvaret for, eller ",
            "5. de nye. ",
        )
        assert [kind for kind, _ in found] == [PARAGRAPH, ITEM, ITEM]

    def test_an_ordinal_at_the_start_of_a_line_is_no_item(self) -> None:
        found = tail("Kommunen er målt på antallet af borgere, der bor i den, landets ", "7. mindste kommune. ")
        assert found == [
            (PARAGRAPH, "Kommunen er målt på antallet af borgere, der bor i den, landets 7. mindste kommune.")
        ]

    def test_a_dash_between_the_parts_of_a_double_spaced_sentence_is_no_item(self) -> None:
        found = tail("Kommunen leverer det meste af den velfærd, som borgerne har ret til i dag ", "– fx skoler. ")
        assert [kind for kind, _ in found] == [PARAGRAPH]

    def test_the_lead_in_is_the_last_sentence(self) -> None:
        document = document_of("Vi er mange. Vi har brug for følgende:\n• Ro\n• Orden\n")
        assert {words(document, item.lead) for item in of_kind(document, ITEM)} == {"Vi har brug for følgende:"}

    def test_a_heading_announces_a_list(self) -> None:
        document = document_of("Kort opsummeret\n\n• Ro.\n• Orden.\n")
        assert [words(document, item.lead) for item in of_kind(document, ITEM)] == ["Kort opsummeret"] * 2

    def test_a_whole_sentence_announces_nothing(self) -> None:
        document = document_of(f"{BELOW}\n\n• Ro.\n• Orden.\n")
        assert [item.lead for item in of_kind(document, ITEM)] == [None, None]

    def test_a_list_goes_on_over_the_page(self) -> None:
        document = document_of("Vi har brug for:\n• Ro.\n", "• Orden.\n")
        assert [words(document, item.lead) for item in of_kind(document, ITEM)] == ["Vi har brug for:"] * 2

    def test_a_list_without_a_list_before_it_at_the_top_of_a_page_has_no_lead_in(self) -> None:
        document = document_of("Vi har brug for:", "• Orden.\n")
        assert [item.lead for item in of_kind(document, ITEM)] == [None]

    def test_nothing_announces_a_list_that_opens_the_document(self) -> None:
        assert [item.lead for item in of_kind(document_of("• Ro\n• Orden\n"), ITEM)] == [None, None]

    def test_an_item_goes_on_over_indented_lines(self) -> None:
        found = read(document_of("Vi kan:\n• Spørge.\n  Også om natten.\n• Svare\n"))
        assert found[1:] == [(ITEM, "• Spørge. Også om natten."), (ITEM, "• Svare")]

    def test_an_indented_line_belongs_to_the_item_whatever_it_says(self) -> None:
        found = read(document_of("Vi kan gøre dette her:\n• Svare.\n  Også hver nat.\n"))
        assert found[1:] == [(ITEM, "• Svare. Også hver nat.")]

    def test_an_item_ends_at_a_border(self) -> None:
        assert read(document_of(f"Vi kan:\n• Spørge\n\n{BELOW}"))[2] == (PARAGRAPH, BELOW)

    def test_an_item_goes_on_over_full_lines_and_ends_at_a_short_one(self) -> None:
        item = (
            "• Kommunen støtter op omkring arbejdet og det, som der kommer ud af det, ",
            "uanset hvad der ellers sker. Den forpligter sig til ikke at gribe ind i ",
            "arbejdet. ",
        )
        after = "Derefter går der lang tid, og alle venter på, hvad der så vil ske i år. "
        found = tail("Aftalen er: ", *item, "• Den behandler det. ", after)
        assert [kind for kind, _ in found] == [PARAGRAPH, ITEM, ITEM, PARAGRAPH]
        assert found[1][1].endswith("i arbejdet.")

    def test_an_address_below_an_item_belongs_to_it(self) -> None:
        found = tail("Læs mere: ", "• Tal fra kommunen: ", "https://www.kommunen.dk/tal", "• Resten ")
        assert found[1:] == [(ITEM, "• Tal fra kommunen: https://www.kommunen.dk/tal"), (ITEM, "• Resten")]

    def test_items_that_end_open_end_where_a_small_letter_would_carry_them_on(self) -> None:
        found = tail(
            "Udvalget fører tilsyn med: ",
            "• Museer ",
            "• Teatre ",
            "og i øvrigt med alt andet, der hører ind under det. ",
        )
        assert found[1:3] == [(ITEM, "• Museer"), (ITEM, "• Teatre")]


class TestGlossary:
    """``Term – definition`` under a heading that says so."""

    TEXT = (
        "Ordliste\n\nAnlægsramme – Den øverste grænse for,\nhvor meget der må bygges.\n\n"
        "Pres – Det dobbelte pres\nEt begreb, der bruges om flere ting.\n"
        "1. Tidspres – Der er for lidt tid.\n2. Pladspres – Der er for lidt plads,\nogså ude.\n\n"
        "Skat – Penge til fællesskabet."
    )

    def test_entries_and_parts(self) -> None:
        document = document_of(self.TEXT)
        assert read(document)[1:] == [
            (BlockKind.GLOSSARY, "Anlægsramme – Den øverste grænse for, hvor meget der må bygges."),
            (BlockKind.GLOSSARY, "Pres – Det dobbelte pres Et begreb, der bruges om flere ting."),
            (BlockKind.PART, "1. Tidspres – Der er for lidt tid."),
            (BlockKind.PART, "2. Pladspres – Der er for lidt plads, også ude."),
            (BlockKind.GLOSSARY, "Skat – Penge til fællesskabet."),
        ]
        leads = [words(document, part.lead) for part in of_kind(document, BlockKind.PART)]
        assert leads == ["Pres – Det dobbelte pres Et begreb, der bruges om flere ting."] * 2

    @pytest.mark.parametrize("heading", ["Ordliste", "ORDFORKLARINGER", "Begreber", "Ordforklaring"])
    def test_headings_of_glossaries(self, heading: str) -> None:
        assert of_kind(document_of(f"{heading}\n\nSkat – Penge til fællesskabet."), BlockKind.GLOSSARY)

    def test_elsewhere_a_dash_makes_no_entry(self) -> None:
        assert not of_kind(document_of(f"Indledning\n\n{BELOW}\n\nSkat – Penge til fællesskabet."), BlockKind.GLOSSARY)

    def test_it_goes_on_over_the_page(self) -> None:
        document = document_of("Ordliste\n\nSkat – Penge til alle.", "Told – Penge fra varer.")
        assert len(of_kind(document, BlockKind.GLOSSARY)) == 2

    def test_the_next_heading_ends_it(self) -> None:
        document = document_of(f"Ordliste\n\nSkat – Penge til alle.\n\nKontakt\n\n{BELOW}\n\nTold – Penge fra varer.")
        assert [kind for kind, _ in read(document)] == [HEADING, BlockKind.GLOSSARY, HEADING, PARAGRAPH, PARAGRAPH]


class TestQuotations:
    """Quotations and who said them; signatures."""

    @pytest.mark.parametrize(
        "speaker",
        [
            "Lisbeth Jensen, formand for Udviklingshæmmedes Landsforbund (ULF)",
            "Kirsten Plambech, afdelingsleder i DH",
            "Vibe Klarup Voetmann, formand for Frivilligrådet",
            "Ida Bo, borgmester",
        ],
    )
    def test_quotation_with_its_speaker(self, speaker: str) -> None:
        text = f"{BELOW}\n\nVi skal turde se ud over et livsforløb.\nAlle vil gerne give noget.\n{speaker}\n\n{BELOW}"
        document = document_of(text)
        (quotation,) = of_kind(document, BlockKind.QUOTE)
        assert words(document, quotation.span) == "Vi skal turde se ud over et livsforløb. Alle vil gerne give noget."
        assert words(document, quotation.speaker) == speaker
        assert [words(document, block.span) for block in of_kind(document, BlockKind.ATTRIBUTION)] == [speaker]

    def test_an_attribution_over_lines(self) -> None:
        text = f"{BELOW}\n\nAlle vil gerne give noget.\nSøren Skjødt, formand for\nDanske Døgninstitutioner\n\n{BELOW}"
        document = document_of(text)
        (quotation,) = of_kind(document, BlockKind.QUOTE)
        assert words(document, quotation.speaker) == "Søren Skjødt, formand for Danske Døgninstitutioner"

    def test_a_name_in_a_sentence_says_nothing(self) -> None:
        text = "Det mener Lisbeth Jensen, formand for ULF. Andre mener noget andet."
        assert read(document_of(text)) == [(PARAGRAPH, text)]

    def test_signature(self) -> None:
        found = read(
            document_of(f"{BELOW}\n\nGod læselyst!\n\nErik Nielsen\nFormand\n\nIda Bo\nAdministrerende direktør")
        )
        assert found[2:] == [
            (BlockKind.ATTRIBUTION, "Erik Nielsen Formand"),
            (BlockKind.ATTRIBUTION, "Ida Bo Administrerende direktør"),
        ]

    def test_the_close_of_a_letter_is_no_quotation(self) -> None:
        document = document_of(f"{BELOW}\n\nVenlig hilsen på vegne af alle\nKenneth Gøtterup, borgmester")
        assert not of_kind(document, BlockKind.QUOTE)

    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_a_name_below_the_close_of_a_letter_signs_it(self, gap: str) -> None:
        document = document_of(f"{BELOW}\n\nVenlig hilsen!{gap}Kenneth Gøtterup, borgmester")
        assert not of_kind(document, BlockKind.QUOTE)
        assert of_kind(document, BlockKind.ATTRIBUTION)

    def test_text_that_only_follows_a_list_is_no_quotation(self) -> None:
        document = document_of("Vi har:\n• Ro.\n• Orden.\nAlle vil gerne give noget.\nIda Bo, borgmester\n")
        assert [kind for kind, _ in read(document)][3:] == [PARAGRAPH, BlockKind.ATTRIBUTION]

    def test_a_list_above_a_name_is_no_quotation(self) -> None:
        document = document_of("Vi har:\n• Ro.\n• Orden.\nIda Bo, borgmester\n")
        assert [kind for kind, _ in read(document)] == [PARAGRAPH, ITEM, ITEM, BlockKind.ATTRIBUTION]

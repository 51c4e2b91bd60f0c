"""What is on a page and is not what the document says."""

import pytest

from ingest.blocks import NoiseReason
from ingest.document import Document
from ingest.structure import structure_of

from .helpers import document_of, read, words

BODY = "Kommunen hjælper alle, der har brug for det."


def noise(document: Document) -> list[tuple[NoiseReason, str | None]]:
    """Returns the reason and the words of each stretch of noise."""
    return [(found.reason, words(document, (found.start, found.end))) for found in structure_of(document).noise]


class TestPageNumbers:
    """Numbers that stand alone at the edge of a page."""

    def test_printed_number_at_the_top_or_the_foot(self) -> None:
        document = document_of(f"15\n\n{BODY}", f"{BODY}\n\n– 16 –", first_page=15)
        assert noise(document) == [(NoiseReason.PAGE_NUMBER, "15"), (NoiseReason.PAGE_NUMBER, "– 16 –")]
        assert [text for _, text in read(document)] == [BODY, BODY]

    def test_position_in_the_file(self) -> None:
        assert noise(document_of(BODY, f"2\n{BODY}", first_page=15)) == [(NoiseReason.PAGE_NUMBER, "2")]

    def test_any_other_number_is_text(self) -> None:
        assert noise(document_of(f"80\n\n{BODY}", f"{BODY}\n16\n{BODY}", first_page=15)) == []

    def test_without_pages_there_are_no_page_numbers(self) -> None:
        assert noise(document_of(f"1\n\n{BODY}")) == []


class TestRunningText:
    """Lines that open or close several pages."""

    def test_the_same_line_digits_aside(self) -> None:
        pages = [
            f"Dragør Kommune, side {number}\n\n{word}. {BODY}" for number, word in ((3, "Ja"), (4, "Nej"), (5, "Nu"))
        ]
        found = noise(document_of(*pages))
        assert found == [(NoiseReason.RUNNING_TEXT, f"Dragør Kommune, side {number}") for number in (3, 4, 5)]

    def test_two_pages_may_begin_alike(self) -> None:
        assert noise(document_of(*[f"Derfor gælder:\n\n{number}. {BODY}" for number in "ab"])) == []

    def test_short_lines_may_repeat(self) -> None:
        assert noise(document_of(*[f"Ro.\n\n{number}. {BODY}" for number in "abcd"])) == []

    def test_in_the_middle_of_a_page_lines_may_repeat(self) -> None:
        assert noise(document_of(*[f"{number}!\n\nDerfor gælder:\n\n{number * 5}" for number in "abcd"])) == []


class TestWebFurniture:
    """Cookie banners, contact forms, advertisements and navigation of web pages saved as text."""

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("Skriv til mig", NoiseReason.CONTACT_FORM),
            ("Indtast venligst et validt navn", NoiseReason.CONTACT_FORM),
            ("Indtast din e-mailadresse *", NoiseReason.CONTACT_FORM),
            ("Eller dit telefonnummer", NoiseReason.CONTACT_FORM),
            ("Send besked", NoiseReason.CONTACT_FORM),
            ("Tak for din henvendelse!", NoiseReason.CONTACT_FORM),
            ("På grund af en teknisk fejl kan din henvendelse ikke sendes.", NoiseReason.CONTACT_FORM),
            ("Annonce", NoiseReason.ADVERTISEMENT),
            ("ANNONCER:", NoiseReason.ADVERTISEMENT),
        ],
    )
    def test_one_line(self, line: str, reason: NoiseReason) -> None:
        document = document_of(f"{BODY}\n\n{line}\n\n{BODY}")
        assert noise(document) == [(reason, line)]
        assert [text for _, text in read(document)] == [BODY, BODY]

    @pytest.mark.parametrize(
        "line",
        [
            "Skriv til mig, hvis du vil vide mere om sagen.",
            "En annonce i avisen gav flere frivillige.",
            "Vi beklager fejlen.",
        ],
    )
    def test_a_sentence_of_the_text_stays(self, line: str) -> None:
        assert noise(document_of(f"{BODY}\n\n{line}\n\n{BODY}")) == []

    def test_cookie_banner(self) -> None:
        banner = "Må vi gemme en cookie?\nVi bruger cookies til statistik."
        document = document_of(f"{banner}\n\nVelfærd\n\n{BODY}")
        assert [reason for reason, _ in noise(document)] == [NoiseReason.COOKIES] * 2
        assert [text for _, text in read(document)] == ["Velfærd", BODY]

    def test_an_article_may_speak_of_cookies(self) -> None:
        assert noise(document_of(f"Siderne bruger cookies.\n\n{BODY}\n\n{BODY}\n\nEn cookie er en lille fil.")) == []

    def test_navigation_only_at_the_top(self) -> None:
        assert noise(document_of(f"Indhold\n\n{BODY}\n\nIndhold\n\n{BODY}")) == [(NoiseReason.NAVIGATION, "Indhold")]

    def test_a_document_with_pages_has_none(self) -> None:
        assert noise(document_of(f"{BODY}\n\nAnnonce\n\n{BODY}", BODY, first_page=1)) == []

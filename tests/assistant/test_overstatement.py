"""What a statement says beyond its source."""

import pytest

from assistant.overstatement import absent_limits, overstates


def overlap(one: str, other: str) -> float:
    words = {word.strip(".,").lower() for word in one.split()}
    return len(words & {word.strip(".,").lower() for word in other.split()}) / max(1, len(words))


@pytest.mark.parametrize(
    ("stated", "source", "wanted"),
    [
        ("Pengene skal altid betales tilbage.", "Pengene betales tilbage, hvis det virker.", ["altid"]),
        ("Pengene skal altid betales tilbage.", "Alle penge betales tilbage.", []),
        ("Samtlige plejehjem er med.", "20 plejehjem er med.", ["Samtlige"]),
        ("Kun én kommune er med.", "Én kommune er med.", ["Kun"]),
        ("Der er i alt tyve plejehjem.", "Der er tyve plejehjem i byen.", ["i alt"]),
        ("Der spares, fordi der er krise.", "Der spares, og der er krise.", ["fordi"]),
        ("Der spares, fordi der er krise.", "Der spares på grund af krisen.", []),
        ("Man får hjælp, medmindre man er rask.", "Man får hjælp.", ["medmindre"]),
        ("Dragør har et højere niveau end Tårnby.", "Dragør følger niveauet i Tårnby.", ["højere"]),
        ("Dragør har et højere niveau end Tårnby.", "Niveauet er højere i Dragør.", []),
    ],
)
def test_what_holds_without_exception_must_be_said_so(stated: str, source: str, wanted: list[str]) -> None:
    assert absent_limits(stated, source) == wanted


@pytest.mark.parametrize(
    ("stated", "source", "wanted"),
    [
        ("Alle byer deltager.", "Nogle byer deltager.", True),
        ("Nogle byer deltager.", "Alle byer deltager.", False),
        ("Byen er forpligtet til at hjælpe.", "Byen kan hjælpe.", True),
        ("Byen skal hjælpe, når det kan lade sig gøre.", "Byen skal hjælpe, når det kan lade sig gøre.", False),
        ("Det vil lykkes.", "Det kan lykkes.", True),
        ("Byen var den første med en robot.", "Byen var en af de første med en robot.", True),
        ("Kravet er blevet ophævet.", "Kravet bør ophæves.", True),
        ("Kravet er blevet ophævet.", "Kravet er nu ophævet.", False),
        ("Kravet bør ophæves.", "Kravet bør ophæves.", False),
        ("Indsatsen har styrket børnene.", "Formålet er at styrke børnene.", True),
        ("Byerne flytter opgaver.", "Nogle grupper mener, at byerne flytter opgaver.", True),
        ("Ifølge nogle flytter byerne opgaver.", "Nogle grupper mener, at byerne flytter opgaver.", False),
    ],
)
def test_more_than_the_source_says_is_told(stated: str, source: str, wanted: bool) -> None:
    assert overstates(stated, source, overlap) is wanted

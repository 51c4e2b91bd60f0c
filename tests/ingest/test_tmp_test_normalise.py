"""The one normalisation between a source span and the quote that a reader sees."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.normalise import normalise, quote_of

PARTS = [
    *("so-", "cial", "sundheds-", "og ", "C-", "hold", "18-66-", "årig", "housing-", "first-princippet", "a/b-", "Æ"),
    *("\n", "\r\n", " ", "-", "ﬁ", "\u00ad"),
]
texts = st.one_of(st.lists(st.sampled_from(PARTS)).map("".join), st.text())


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("so-\n\ncialpolitikken", "socialpolitikken"),
        ("kommu- \n \nnale løsninger", "kommunale løsninger"),
        ("so-\r\ncial", "social"),
        ("so-\rcial", "social"),
        ("sundheds-\nog ældreområdet", "sundheds- og ældreområdet"),
        ("børne-\neller ungeområdet", "børne- eller ungeområdet"),
        ("pr. 18-66-\nårig", "pr. 18-66-årig"),
        ("et C-\nhold", "et C-hold"),
        ("housing-\nfirst-princippet", "housing-first-princippet"),
        ("Social-\nSundheds", "Social-Sundheds"),
        ("https://www.kl.dk/oekonomi-og-\nadministration", "https://www.kl.dk/oekonomi-og-administration"),
        ("ﬁnansiering og eﬀekt", "finansiering og effekt"),
        ("vel\u00adfærd \ufeffog\u200b ro", "velfærd og ro"),
        ("to\n\n  linjer\tog\u00a0mere ", "to linjer og mere"),
        ("  først", "først"),
        ("1524 år, 14.450 – ’ja’", "1524 år, 14.450 – ’ja’"),
        ("", ""),
    ],
)
def test_quote(source: str, quote: str) -> None:
    assert quote_of(source, 0, len(source)) == quote


def test_a_part_of_the_source() -> None:
    source = "Før. En so-\ncial indsats. Efter."
    found = normalise(source, 5, 25)
    assert found.text == "En social indsats."
    assert source[slice(*found.source_span(3, 9))] == "so-\ncial"
    assert found.position(5) == 0
    assert found.text[found.position(source.index("indsats")) :] == "indsats."
    assert found.end == 25


@settings(database=None, max_examples=4000, deadline=None)
@given(texts, st.data())
@example("a-\nb", None)
def test_every_character_maps_back(source: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(source))) if data else 0
    end = data.draw(st.integers(start, len(source))) if data else len(source)
    found = normalise(source, start, end)
    assert len(found.offsets) == len(found.text)
    assert list(found.offsets) == sorted(found.offsets)
    assert all(start <= offset < end for offset in found.offsets)
    assert found.text == found.text.strip()
    assert "  " not in found.text
    for character, offset in zip(found.text, found.offsets, strict=True):
        behind = source[offset]
        assert character == behind or (character == " " and behind.isspace()) or behind in "ﬀﬁﬂﬃﬄﬅﬆ"


@settings(database=None, max_examples=4000, deadline=None)
@given(texts)
def test_nothing_but_hyphens_space_and_invisible_characters_is_lost(source: str) -> None:
    kept = [character for character in quote_of(source, 0, len(source)) if character not in "- "]
    for ligature, letters in {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}.items():
        source = source.replace(ligature, letters)
    assert kept == [c for c in source if not c.isspace() and c not in "-\u00ad\u200b\ufeff"]


@settings(database=None, max_examples=4000, deadline=None)
@given(texts)
def test_a_quote_is_already_normal(source: str) -> None:
    quote = quote_of(source, 0, len(source))
    assert quote_of(quote, 0, len(quote)) == quote


@settings(database=None, max_examples=4000, deadline=None)
@given(texts, st.data())
def test_a_span_found_in_the_quote_quotes_the_same_words(source: str, data: st.DataObject) -> None:
    found = normalise(source)
    if not found.text:
        return
    first = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(first + 1, len(found.text)))
    start, stop = found.source_span(first, end)
    assert 0 <= start < stop <= len(source)
    again = quote_of(source, start, stop)
    assert found.text[first:end].strip() in again

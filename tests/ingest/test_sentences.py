"""Where Danish sentences end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.normalise import normalise
from ingest.sentences import sentence_spans, source_sentences

PARTS = ["Vi ", "er ", "ca. ", "14. ", "Næste ", "1. januar ", "m.v. ", "!", "?”", ". ", "… ", "• ", ": ", "\n", "A. "]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Der er ca. 50.000 unge i alderen 15-24 år.",
        "Det sker bl.a. Også i byerne ved f.eks. Enggården.",
        "Sygdomme, jf. Bilag 2, ses hos 7 pct. af de unge.",
        "Det koster 14,5 mio. Kroner og 3 mia. kr. om året.",
        "Befolkningen pr. 1. januar 2025 er 14.450.",
        "Det er landets 3. mindste og 12. største kommune.",
        "Ulf Hjelmar, Ph.d. ved VIVE, og H. C. Andersen.",
        "Opgaver som renovation m.v. samt havnen.",
        "Se https://www.kl.dk/tal.html og figur 2.1 her.",
        "Tallet er 25,07 eller 1.540 i 2035.",
        "Hvem er det… der bestemmer?",
        "1. Økonomipres – Staten betaler.",
        "12. Næste punkt i listen.",
    ],
)
def test_one_sentence(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi bliver flere. Vi bliver ældre.", ["Vi bliver flere.", "Vi bliver ældre."]),
        ("Kan vi det? Ja! Det kan vi", ["Kan vi det?", "Ja!", "Det kan vi"]),
        ("Han sagde: ”Det går.” Så gik han.", ["Han sagde: ”Det går.”", "Så gik han."]),
        ("Til børn, unge m.v. Derudover til ældre.", ["Til børn, unge m.v.", "Derudover til ældre."]),
        ("Det er 7 pct. Antallet stiger.", ["Det er 7 pct.", "Antallet stiger."]),
        ("Vi er 8 af de 14. Næste år flere.", ["Vi er 8 af de 14.", "Næste år flere."]),
        ("Det var i 2024. Nu er det 2025.", ["Det var i 2024.", "Nu er det 2025."]),
        ("Vi har: • Ro. • Orden.", ["Vi har:", "• Ro.", "• Orden."]),
        ("Slut (se side 9). Næste.", ["Slut (se side 9).", "Næste."]),
        ("", []),
        ("  ", []),
    ],
)
def test_several_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_in_the_source_line_ends_do_not_matter() -> None:
    source = "Den er so-\n\ncialpolitik m.\n\nv. Den\n\nbliver."
    spans = source_sentences(normalise(source))
    assert source[slice(*spans[0])].startswith("Den er so-\n\ncial")
    assert spans[-1][1] == len(source)


@settings(database=None)
@given(st.one_of(st.lists(st.sampled_from(PARTS)).map("".join), st.text()))
def test_sentences_are_in_order_and_hold_everything(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()

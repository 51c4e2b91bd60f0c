"""Holding statements against the five documents and the small corpus."""

import re
from decimal import Decimal

import pytest

from assistant.ask import Assistant
from assistant.citations import is_verbatim
from assistant.claims import Checked, Verdict, check
from assistant.quantities import Kind, danish, number_of, quantities_of
from assistant.statements import Skip
from index.retriever import Retriever

VERBATIM, SUPPORTED = Verdict.VERBATIM, Verdict.SUPPORTED
OTHER_NUMBER, NOT_FOUND = Verdict.OTHER_NUMBER, Verdict.NOT_FOUND


def the(assistant: Assistant, text: str) -> Checked:
    """Returns the one statement of ``text`` as checked."""
    (checked,) = check(assistant, text)
    return checked


@pytest.mark.parametrize(
    "text",
    [
        "Kommunalbestyrelsen er ikke forpligtet til politisk at følge eller vedtage alle anbefalinger.",
        "kommunalbestyrelsen er ikke forpligtet til\npolitisk at følge eller vedtage alle anbefalinger",
        "»Velfærd skabes i fællesskab.«",
        "41 procent af borgerne valgte i 2022 et privat alternativ til kommunens hjemmehjælp.",
    ],
)
def test_word_for_word(real: Assistant, text: str) -> None:
    checked = the(real, text)
    assert checked.verdict is VERBATIM
    letters = re.sub(r"\W", "", text).lower()
    assert letters in re.sub(r"\W", "", checked.citations[0].quote).lower()


@pytest.mark.parametrize(
    "text",
    [
        "Kommunalbestyrelsen er forpligtet til politisk at følge eller vedtage alle anbefalinger.",
        "4.450 indbyggere, hvilket udgør ca. 0,25% af Danmarks befolkning.",
        "forpligtet til politisk at følge eller vedtage alle anbefalinger",
    ],
)
def test_nearly_word_for_word_is_not_word_for_word(real: Assistant, text: str) -> None:
    assert the(real, text).verdict is not VERBATIM


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Dragør havde 14.640 indbyggere i 2022.", "2022 14.640"),
        ("Serviceudgifterne er på 799.000.000 kr.", "799,0 mio. kr."),
        ("Gruppen af borgere over 80 år vokser med 31 pct. frem mod 2035.", "+31,2 %"),
        ("Der sidder femten medlemmer i kommunalbestyrelsen i Dragør.", "15 medlemmer"),
        ("Enggården er Dragør Kommunes omsorgscenter.", "Enggården er kommunens omsorgscenter"),
        ("Kvinder i Dragør lever i gennemsnit til de er 85 år.", "85,0 for kvinder"),
        ("De elektroniske lagner i København bruges på tyve plejehjem.", "20 mellemstore og store plejehjem"),
        ("Budgettet til miljø under Klima-, By- og Erhvervsudvalget er 2,5 mio. kr. i 2025.", "Miljø; 2.521"),
        (
            "Kommunalbestyrelsen skal ikke nødvendigvis vedtage alle borgersamlingens anbefalinger.",
            "er ikke forpligtet",
        ),
    ],
)
def test_the_same_in_other_words(real: Assistant, text: str, quoted: str) -> None:
    checked = the(real, text)
    assert checked.verdict is SUPPORTED
    assert any(quoted in citation.quote for citation in checked.citations)
    assert checked.differences == ()


@pytest.mark.parametrize(
    ("text", "stated", "source"),
    [
        ("Dragør havde 14.900 indbyggere i 2022.", "14.900", "14.640"),
        ("Pr. 1. januar 2020 boede der 14.569 personer i Dragør Kommune.", "14.569", "14.494"),
        ("Kommunalbestyrelsen i Dragør har 17 medlemmer.", "17", "15"),
        ("Middellevetiden for mænd i Dragør Kommune er 85,0 år.", "85,0 år", "81,2"),
        ("Folkeskolen koster 105.545 kr. pr. elev i Dragør.", "105.545 kr.", "89.055"),
        ("De 17-24-årige bliver 924 i 2030.", "924", "953"),
        ("Serviceudgifterne i Dragør udgør 850 mio. kr. i 2025.", "850 mio. kr.", "799,0 mio. kr."),
        ("Barnets Lov trådte i kraft i 2022.", "2022", "2024"),
    ],
)
def test_another_number_is_reported_with_the_source_s(real: Assistant, text: str, stated: str, source: str) -> None:
    checked = the(real, text)
    assert checked.verdict is OTHER_NUMBER
    assert [(found.stated, found.source) for found in checked.differences] == [(stated, source)]
    assert source in checked.citations[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "Dragør havde 15.100 indbyggere i 2012.",
        "Kommunalbestyrelsen er forpligtet til at vedtage alle borgersamlingens anbefalinger.",
        "Observatørerne må gerne blande sig i processen.",
        "Middellevetiden i Aalborg er 81,2 år for mænd.",
        "Gøteborg har indført elektroniske lagner på 20 plejehjem.",
        "Mette Frederiksen mener, at kommunerne skal have flere penge.",
        "Dragør Kommune er en del af Region Sjælland.",
        "Dragør Kommune har tre biblioteker.",
        "Medlemmerne af borgersamlingen får 500 kr. pr. møde.",
        "Befolkningstallet i Dragør er steget siden 2022.",
        "Fødselsbalancen i Dragør Kommune var positiv i alle årene frem til 2021.",
        "Antallet af personer i medicinsk behandling for depression er steget med 480 pct. siden 2000.",
        "xyzzy plugh kvuxr",
    ],
)
def test_what_the_material_does_not_say_is_not_found(real: Assistant, text: str) -> None:
    checked = the(real, text)
    assert (checked.verdict, checked.citations, checked.differences) == (NOT_FOUND, (), ())


SENTENCES = [
    "Kommunalbestyrelsen i Dragør Kommune består af 15 medlemmer.",
    "41 procent af borgerne valgte i 2022 et privat alternativ til kommunens hjemmehjælp.",
    "Borgerne bor til gengæld forholdsvis tæt med 785 borgere pr. km2.",
    "I 2009 var der 59 kommuner, hvor over halvdelen af borgerne var i arbejde.",
    "I 2007 udgjorde de 65+-årige 15 pct. af den danske befolkning.",
    "På uddannelsesforløbet deltog 40 frivillige ældre og 15 professionelle fra fire deltagende kommuner.",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_with_its_number_changed_has_another_number(real: Assistant, text: str) -> None:
    assert the(real, text).verdict is VERBATIM
    amount = next(q for q in quantities_of(text) if q.kind in (Kind.COUNT, Kind.PERCENT))
    digits = re.match(r"[\d.,]*\d", amount.text)
    assert digits
    wrong = danish((number_of(digits.group()) * Decimal("1.6")).quantize(Decimal(1)))
    changed = text[: amount.start] + wrong + text[amount.start + digits.end() :]
    checked = the(real, changed)
    assert checked.verdict is OTHER_NUMBER
    assert digits.group() in checked.differences[0].source


@pytest.mark.parametrize(
    "text",
    [
        "Kommunalbestyrelsen i Dragør Kommune består ikke af 15 medlemmer.",
        "Velfærdsalliancer er ikke en ny arbejdsform i kommunerne og et nyt samspil i samfundet som helhed.",
        "Enggården er ikke kommunens omsorgscenter.",
        "Du har ikke ret til at deltage i diskussionen og udformningen af anbefalinger.",
        "Kommunalbestyrelsen er forpligtet til politisk at følge eller vedtage alle anbefalinger.",
    ],
)
def test_the_opposite_is_never_supported(real: Assistant, text: str) -> None:
    assert the(real, text).verdict is NOT_FOUND


def test_another_place_is_never_supported(real: Assistant) -> None:
    assert the(real, "Tårnby Kommune er beliggende i Region Hovedstaden, som består af i alt 29 kommuner.").verdict is (
        NOT_FOUND
    )


def test_every_citation_is_verbatim_and_numbered(real: Assistant) -> None:
    text = " ".join(SENTENCES) + " Enggården er Dragør Kommunes omsorgscenter. Dragør havde 14.900 indbyggere i 2022."
    checked = check(real, text)
    assert len(checked) == len(SENTENCES) + 2
    for one in checked:
        assert one.citations
        assert [citation.marker for citation in one.citations] == list(range(1, len(one.citations) + 1))
        assert all(is_verbatim(c, real.retriever.document(c.doc_id)) for c in one.citations)


def test_a_row_is_cited_with_its_columns(real: Assistant) -> None:
    (citation,) = the(real, "Dragør havde 14.640 indbyggere i 2022.").citations[:1]
    assert "Tabel 3" in citation.context and "14.640" in citation.context


def test_a_draft_is_taken_apart(real: Assistant) -> None:
    draft = "# Udkast om Dragør\n\nKære alle\n\n- Enggården er kommunens omsorgscenter\n- Er det dyrt?\n\n" \
        "Der er ca. 15 medlemmer i kommunalbestyrelsen. Se evt. side 32. Velfærd skabes i\nfællesskab."  # fmt: skip
    checked = check(real, draft)
    assert [(one.statement.text, one.skip) for one in checked] == [
        ("Udkast om Dragør", Skip.HEADING),
        ("Kære alle", Skip.NO_CONTENT),
        ("Enggården er kommunens omsorgscenter", None),
        ("Er det dyrt?", Skip.QUESTION),
        ("Der er ca. 15 medlemmer i kommunalbestyrelsen.", None),
        ("Se evt. side 32.", Skip.NO_CONTENT),
        ("Velfærd skabes i fællesskab.", None),
    ]
    assert all((one.verdict is None) == (one.skip is not None) for one in checked)
    assert draft[checked[2].statement.start : checked[2].statement.end] == "Enggården er kommunens omsorgscenter"


@pytest.mark.parametrize("text", ["", " \n\n ", "🙂", "\ud83d", "...", "-\n-\n", "#"])
def test_odd_texts_make_no_fuss(real: Assistant, text: str) -> None:
    assert all(one.verdict in (None, NOT_FOUND) for one in check(real, text))


def test_equal_text_gives_equal_verdicts(real: Assistant) -> None:
    text = " ".join(SENTENCES)
    assert check(real, text) == check(real, text)


# --- The small corpus -----------------------------------------------------------------------------------------------


def test_the_small_corpus_is_checked_alike(tiny: Retriever) -> None:
    assistant = Assistant(tiny)
    verdicts = {
        "Kommunen har 14.450 indbyggere, og de fleste af dem bor i den gamle by nede ved havnen.": VERBATIM,
        "Kommunen havde 14.569 indbyggere i 2024.": SUPPORTED,
        "Kommunen havde 14.500 indbyggere i 2024.": OTHER_NUMBER,
        "Kommunen havde 14.569 indbyggere i 2019.": NOT_FOUND,
        "Hunde skal ikke være i snor i byens park hele året rundt.": NOT_FOUND,
        "Månen er lavet af grøn ost.": NOT_FOUND,
    }
    assert {text: the(assistant, text).verdict for text in verdicts} == verdicts


def test_a_wording_is_never_evidence(tiny: Retriever) -> None:
    """ "folketal for to år siden" is written for the row of 2024; it says nothing that a reader could check."""
    assert the(Assistant(tiny), "Der kommer mange bedstemødre til kommunen.").verdict is not VERBATIM
    checked = the(Assistant(tiny), "Vovsen må løbe frit.")
    assert checked.verdict is NOT_FOUND

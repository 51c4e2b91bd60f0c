"""The claim check as HTML: word, sign and shape beside the colour, both numbers, and the way to each source."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import texts
from assistant.ask import Assistant
from assistant.claims import Checked, Difference, Verdict, check
from assistant.statements import Skip, Statement
from page.claims_view import SIGNS, claim_citation_id, claims

from .conftest import BUILDING, HARM, HOSTILE_TEXT, READING, SERVICE
from .shown import Shown, assert_harmless
from .test_render import _contrast

STYLE = Path(__file__).parents[2] / "page" / "style.css"


def said(text: str, skip: Skip | None = None) -> Statement:
    return Statement(text, 0, len(text), skip)


VERBATIM = Checked(said("Der er en øverste grænse."), Verdict.VERBATIM, (SERVICE,))
SUPPORTED = Checked(said("Man kan læse højt."), Verdict.SUPPORTED, (READING, replace(BUILDING, marker=2)))
OTHER = Checked(
    said("Der er 15.000 borgere i 2024."), Verdict.OTHER_NUMBER, (SERVICE,),
    (Difference("15.000", "14.450"), Difference("2024", "2025")),
)  # fmt: skip
MISSING = Checked(said("Månen er en ost."), Verdict.NOT_FOUND)
HEADING = Checked(said("Indledning", Skip.HEADING), None)
QUESTION = Checked(said("Er det sandt?", Skip.QUESTION), None)
ALL = (VERBATIM, SUPPORTED, OTHER, MISSING, HEADING, QUESTION)


def test_each_verdict_has_its_own_word_sign_and_class() -> None:
    for one in (VERBATIM, SUPPORTED, OTHER, MISSING):
        assert one.verdict is not None
        shown = Shown(claims([one]))
        statement = shown.inside("div.ks-claimed")  # not the legend
        here = {verdict: (texts.VERDICTS[verdict] in statement, SIGNS[verdict] in statement) for verdict in Verdict}
        assert here == {verdict: (verdict is one.verdict,) * 2 for verdict in Verdict}
        assert shown.named("li", **{"class": f"ks-claim ks-claim-{one.verdict.value}"})
    assert len(set(SIGNS.values())) == len(Verdict)


def test_the_legend_names_and_counts_every_verdict() -> None:
    legend = Shown(claims([*ALL, MISSING]).split("</ul>")[0].split("<ul", 1)[1].join(("<ul", "</ul>")))
    counts = dict(zip(legend.every("ks-verdict-word"), legend.every("ks-count"), strict=True))
    assert counts == {
        texts.VERDICTS["verbatim"]: "1", texts.VERDICTS["supported"]: "1", texts.VERDICTS["other_number"]: "1",
        texts.VERDICTS["not_found"]: "2", texts.CLAIM_SKIPPED: "2",
    }  # fmt: skip
    for meaning in (*texts.VERDICT_MEANINGS.values(), texts.SKIPPED_MEANING):
        assert meaning in legend.text
    assert texts.CLAIM_SKIPPED not in Shown(claims([MISSING])).text


def test_the_counts_stand_on_top() -> None:
    text = Shown(claims(ALL)).text
    assert text.index(texts.claims_checked(4, 2)) < text.index(VERBATIM.statement.text)
    assert texts.claims_checked(4, 2) == "4 sætninger er tjekket, 2 er ikke."
    assert texts.CHECK_NOTE in text


def test_both_numbers_of_each_difference_stand_side_by_side() -> None:
    shown = Shown(claims([OTHER]))
    assert shown.every("td.") == ["15.000", "14.450", "2024", "2025"]
    assert shown.every("th.") == [texts.CLAIM_STATED, texts.CLAIM_SOURCE]
    assert not Shown(claims([SUPPORTED])).named("table")


def test_words_that_no_quote_has_are_dotted_and_named() -> None:
    one = replace(SUPPORTED, statement=said("Alle <b>kan</b> læse."), own_words=((0, 4), (16, 20)))
    shown = Shown(claims([one]))
    assert one.words_of_its_own == ("Alle", "læse") == tuple(shown.every("span.ks-own-word"))
    assert texts.check_own_words(one.words_of_its_own) in shown.inside("div.ks-claimed")
    assert "Alle <b>kan</b> læse." in shown.text
    assert not Shown(claims([SUPPORTED])).every("p.ks-own-words")


def test_each_passage_has_its_place_and_opens_its_source() -> None:
    shown = Shown(claims(ALL))
    for statement, one in enumerate(ALL, start=1):
        for citation in one.citations:
            assert citation.quote in shown.inside("blockquote.")
            data = {"data_event": "claim-source", "data_statement": str(statement)}
            buttons = shown.named("button", **data, data_citation=str(citation.marker))
            assert len(buttons) == 2 and all(button["type"] == "button" for button in buttons)
            assert buttons[0]["id"] == claim_citation_id(statement, citation.marker)
    assert "Dragør Kommune · Om ordliste · Del 3 › Ordliste · side 4" in shown.inside("p.ks-place")
    assert READING.context in shown.inside("p.ks-context")
    assert len(shown.named("button")) == 2 * sum(len(one.citations) for one in ALL)


def test_what_was_not_found_says_that_it_may_still_be_right() -> None:
    assert texts.CLAIM_NO_PASSAGE in Shown(claims([MISSING])).text
    assert texts.CLAIM_NO_PASSAGE not in Shown(claims([VERBATIM, HEADING])).text


def test_what_was_skipped_says_why() -> None:
    shown = Shown(claims([HEADING, QUESTION]))
    for one, reason in ((HEADING, "heading"), (QUESTION, "question")):
        assert one.statement.text in shown.text
        assert texts.SKIPPED[reason] in shown.inside("div.ks-claimed")
    assert texts.CLAIMS_NOTHING_CHECKED in shown.text
    assert texts.CLAIMS_NOTHING_CHECKED not in Shown(claims(ALL)).text


def test_an_empty_check_says_what_to_do() -> None:
    shown = Shown(claims([]))
    assert shown.text == texts.CLAIMS_NOTHING
    assert shown.named("p", role="status")


def test_hostile_text_is_escaped() -> None:
    hostile = replace(
        OTHER, statement=said(HOSTILE_TEXT), citations=(HARM,), differences=(Difference("<i>1", '"><i>2'),)
    )
    shown = Shown(claims([hostile, replace(HEADING, statement=said("<script>x()</script>", Skip.HEADING))]))
    assert_harmless(shown, HOSTILE_TEXT, HARM.context, HARM.section, HARM.sender, '"><i>2', "<script>x()</script>")


def test_a_real_text_with_a_wrong_number(real: Assistant) -> None:
    checked = check(
        real, "Tal fra Dragør\n\nDragør Kommune har 19.450 indbyggere. Månen er lavet af grøn ost fra Samsø."
    )
    shown = Shown(claims(checked))
    assert_harmless(shown)
    assert [one.verdict for one in checked] == [None, Verdict.OTHER_NUMBER, Verdict.NOT_FOUND]
    assert shown.every("td.")[0].startswith("19.450") and "14.450" in shown.every("td.")[1]


@pytest.mark.parametrize("theme", [":root", ".dark"])
def test_the_colours_of_the_verdicts_reach_aa(theme: str) -> None:
    sheet = STYLE.read_text(encoding="utf-8")
    colours = dict(re.findall(r"--ks-([\w-]+): #([0-9a-f]{6})", _block(sheet, theme)))
    names = [name for name in colours if name.startswith("claim-") and not name.endswith("-tint")]
    assert len(names) == 4
    for name in names:
        for ink, paper in ((name, f"{name}-tint"), (name, "paper"), ("ink", f"{name}-tint")):
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)


def _block(sheet: str, theme: str) -> str:
    return sheet[sheet.index(f"{theme} {{") :].split("}")[0]


def test_every_verdict_has_a_border_of_its_own_shape_or_colour() -> None:
    sheet = STYLE.read_text(encoding="utf-8")
    looks = set()
    for name in [*(verdict.value for verdict in Verdict), "skipped"]:
        looks.add(_block(sheet, f"\n.ks-claim-{name}").split("{")[1])
    assert len(looks) == 5

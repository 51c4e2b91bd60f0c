"""All places of a word as HTML: every one of them, counted, drawn, and each a click from its page."""

from collections import Counter
from dataclasses import replace

import pytest

import texts
from assistant.ask import Assistant
from assistant.occurrences import Library, find_all, library_of
from ingest.document import Document
from ingest.structure import structure_of
from page.places_view import place_id, places

from .conftest import HOSTILE_TEXT, make_document
from .shown import Shown, assert_harmless

PAPER = make_document(
    "papir",
    "Frivillige hjælper. En frivillig læser højt.",
    "Her står intet om det.",
    "Frivilligcentret er åbent. Frivillige er glade.",
    first_page=7,
)
WEB = make_document("net", f"En frivillig kom. {'Ord. ' * 200}Flere frivillige.", first_page=None)
SILENT = make_document("stille", "Her står noget andet.")


def library(*documents: Document) -> Library:
    return library_of(documents, {document.doc_id: structure_of(document).blocks for document in documents})


THREE = library(PAPER, WEB, SILENT)


def test_every_place_is_one_line_with_a_button() -> None:
    found = find_all(THREE, "frivillig")
    shown = Shown(places(found, THREE))
    assert found.total == 6
    assert_harmless(shown)
    buttons = shown.named("button", data_event="place-source")
    assert [button["data-place"] for button in buttons] == [str(number) for number in range(6)]
    assert [button["id"] for button in buttons] == [place_id(number) for number in range(6)]
    assert shown.every("mark.") == [place.shown for place in found.places]
    lines = "".join(f"{place.before}{place.shown}{place.after}" for place in found.places)
    assert shown.inside("span.ks-found-line") == lines
    for button, place in zip(buttons, found.places, strict=True):
        visible = texts.page_name(place.page)
        assert visible in shown.every("button.ks-open")
        assert button["aria-label"].startswith(visible) and place.shown in button["aria-label"]


def test_total_forms_and_documents_are_counted() -> None:
    found = find_all(THREE, "frivillig")
    shown = Shown(places(found, THREE))
    assert texts.found_total("frivillig", 6, 2, 3) in shown.text
    words = shown.inside("div.ks-words")
    for row in found.words:
        assert f"{row.word} {row.count}" in words
    assert texts.FIND_FORMS in words and texts.FIND_COMPOUNDS in words and "frivilligcentret 1" in words
    for document, count in ((PAPER, 4), (WEB, 2), (SILENT, 0)):
        assert texts.found_in_document(document.title, count) in shown.text
    assert "ingen steder" in texts.found_in_document(SILENT.title, 0)


def test_the_picture_has_a_column_per_page_and_says_the_same_in_words() -> None:
    html = places(find_all(THREE, "frivillig"), THREE)
    paper, web = (Shown(f"<svg{part.split('</svg>')[0]}</svg>") for part in html.split("<svg")[1:])
    columns = [rect for rect in paper.named("rect") if rect["x"] != "0"]
    assert [int(rect["x"]) // 10 for rect in columns] == [0, 2]  # of the pages 7, 8 and 9
    assert columns[0]["height"] == columns[1]["height"]
    assert paper.named("svg", role="img")[0]["viewbox"] == "0 0 30 40"
    assert paper.inside("title.") == texts.places_picture("frivillig", PAPER.title)
    assert paper.inside("desc.") == "Antal steder: side 7: 2, side 9: 2."
    assert [int(rect["x"]) // 10 for rect in web.named("rect") if rect["x"] != "0"] == [0, 19]
    assert web.inside("desc.") == "Antal steder: 0 % inde i teksten: 1, 95 % inde i teksten: 1."
    assert html.count("<svg") == 2  # nothing is drawn where nothing stands
    assert 'fill="currentColor"' in html and "#" not in html.split("<svg")[1].split("</svg>")[0]


def test_the_highest_column_is_that_of_most_places_and_none_is_invisible() -> None:
    many = library(make_document("x", "ord. " * 40, "ord.", "andet"), make_document("y", "ord ord"))
    html = places(find_all(many, '"ord"'), many)
    heights = [float(r["height"]) for r in Shown(html).named("rect") if r["height"] != "1"]
    assert max(heights) == heights[0] == 40 and min(heights) > 5
    assert heights[1] < heights[2] < heights[0]


def test_a_long_document_has_several_pages_in_a_column() -> None:
    long = library(make_document("lang", *(["intet"] * 249 + ["ordet her"]), first_page=1))
    shown = Shown(places(find_all(long, '"ordet"'), long))
    (column,) = [rect for rect in shown.named("rect") if rect["height"] != "1"]
    assert shown.named("svg")[0]["viewbox"] == "0 0 1000 40" and column["x"] == "991"
    assert "side 250: 1" in shown.inside("desc.")


@pytest.mark.parametrize(("query", "exact"), [("robot", False), ('"robot"', True)])
def test_nothing_found_is_said_as_on_the_command_line(query: str, exact: bool) -> None:
    found = find_all(THREE, query)
    shown = Shown(places(found, THREE))
    searched = texts.found_searched(3, 4, found.searched.words, ())
    assert texts.found_nothing("robot", searched, exact) in shown.text
    assert not shown.named("svg") and not shown.named("button", data_event="place-source")


def test_a_suggestion_is_a_button() -> None:
    found = find_all(THREE, "frivilllige")
    shown = Shown(places(found, THREE))
    assert found.suggestion == "frivillige"
    assert shown.named("button", data_event="place-suggestion", type="button")
    assert shown.every("button.") == [texts.did_you_mean("frivillige")]
    assert not Shown(places(find_all(THREE, "xqzw"), THREE)).named("button")


def test_what_is_not_counted_is_named() -> None:
    both = library(make_document("ret", "Deres ret. En ny retning. Begge har ret."))
    shown = Shown(places(find_all(both, "ret"), both))
    assert texts.FIND_LEFT_OUT in shown.text and "retning 1" in shown.inside("div.ks-words")


def test_places_outside_the_contents_stand_apart_with_the_reason(real: Assistant) -> None:
    content = real.retriever.content
    five = library_of(content.documents.values(), content.blocks)
    found = find_all(five, '"cookies"')
    assert found.aside and not found.total
    shown = Shown(places(found, five))
    assert texts.found_only_aside("cookies") in shown.text and "cookiebanner" in shown.inside(
        "section.ks-found ks-aside"
    )
    assert len(shown.named("button", data_event="place-source")) == len(found.places)


def test_a_real_word_is_shown_at_all_its_places(real: Assistant) -> None:
    content = real.retriever.content
    five = library_of(content.documents.values(), content.blocks)
    found = find_all(five, "frivillig")
    html = places(found, five)
    shown = Shown(html)
    assert_harmless(shown)
    assert found.total > 30
    numbers = [int(button["data-place"]) for button in shown.named("button", data_event="place-source")]
    assert Counter(numbers) == Counter(range(len(found.places)))
    assert "<details open>" in html
    assert "<details open>" not in places(find_all(five, "og"), five)


def test_hostile_text_is_escaped() -> None:
    hostile = library(make_document("<i>ond</i>", HOSTILE_TEXT), make_document('"><i>', "hacked"))
    shown = Shown(places(find_all(hostile, "hacked"), hostile))
    assert_harmless(shown, "<script>", "${", "{{", "Om <i>ond</i>", 'Om "><i>')
    query = '<img src=x onerror="x()"> ${x} hacked'
    assert_harmless(Shown(places(find_all(hostile, query), hostile)), "<img src=x", "${x}")
    found = find_all(hostile, "hacked")
    marked = tuple(replace(place, shown="<i>x</i>", before="<s>", after='"><b>') for place in found.places)
    assert_harmless(Shown(places(replace(found, places=marked), hostile)), '<s><i>x</i>"><b>')

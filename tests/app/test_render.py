"""The page without a browser: rendering, handlers, the door, and the texts and colours."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import app
import texts
from assistant.answer import Status
from assistant.citations import Citation
from ingest.document import Document, Source, Span
from ingest.errors import UsageError
from ingest.readers import read_document
from page import render
from page.clipboard import answer_as_text
from page.conversation import MAX_QUESTION, Turn, chosen_citation, chosen_page, clean_question
from page.flow import flowing
from page.handlers import Handlers
from page.opened import Opened, of_answer
from page.pictures import Picture, picture_of
from page.reports import MAX_REPORTS
from page.source import source

from .conftest import (
    BUILDING,
    GLOSSARY,
    HOSTILE,
    HOSTILE_QUESTION,
    HOSTILE_TEXT,
    PAGE_3,
    PAGE_4,
    READING,
    SERVICE,
    FakeAssistant,
    make_document,
)
from .pdf import make_pdf

ROOT = Path(__file__).parents[2]


class _Reader(HTMLParser):
    """Collects elements and text; ``marked`` is the text inside ``<mark>``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = self.marked = ""
        self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_mark |= tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._in_mark &= tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._in_mark else ""

    def classes(self) -> set[str]:
        return {name for _, attributes in self.tags for name in (attributes.get("class") or "").split()}


def _handlers(assistant: FakeAssistant, folder: Path = Path("does not exist")) -> Handlers:
    return Handlers(lambda: assistant, corpus=folder, reports=folder / "reports")


def _opened(citation: Citation = SERVICE, document: Document = GLOSSARY) -> Opened:
    return of_answer(1, citation, document)


# --- Answers ---------------------------------------------------------------------------------------------------------


def test_start_offers_the_starter_questions(assistant: FakeAssistant) -> None:
    shown = _Reader(_handlers(assistant).starters())
    buttons = [attributes for tag, attributes in shown.tags if tag == "button"]
    assert [button["data-question"] for button in buttons] == list(texts.STARTERS)
    assert all(question in shown.text for question in texts.STARTERS)
    assert 4 <= len(texts.STARTERS) <= 6


def test_only_questions_that_are_answered_are_offered(assistant: FakeAssistant) -> None:
    assistant.table = {"Hvad er servicerammen?": (Status.ANSWERED, (SERVICE,))}
    assistant.table[texts.starter_sender("Om netside")] = (Status.ANSWERED, (READING,))
    assistant.table[texts.STARTERS[1]] = (Status.RELATED, (READING,))
    shown = _Reader(_handlers(assistant).starters())
    offered = [fields["data-question"] for tag, fields in shown.tags if tag == "button"]
    assert offered == ["Hvad er servicerammen?", texts.starter_sender("Om netside")]
    assistant.table = {}
    assert _handlers(assistant).starters() == ""


def test_starter_questions_follow_the_assistant(assistant: FakeAssistant) -> None:
    now = [assistant]
    handlers = Handlers(lambda: now[-1], corpus=Path(), reports=Path())
    before = handlers.starters()
    other = FakeAssistant()
    other.table = {texts.STARTERS[1]: (Status.ANSWERED, (SERVICE,))}
    now.append(other)
    assert before != handlers.starters() and texts.STARTERS[0] not in handlers.starters()


def test_an_answer_shows_each_quote_with_its_place(assistant: FakeAssistant) -> None:
    shown = _Reader(_handlers(assistant).ask("Hvad er servicerammen?", ()).conversation)
    assert SERVICE.quote in shown.text
    assert "[1]" in shown.text
    assert "Dragør Kommune · Om ordliste · Del 3 › Ordliste · side 4" in shown.text
    assert texts.RELATED not in shown.text
    assert texts.SEARCHED_FOR not in shown.text


def test_a_related_answer_says_so_and_shows_context_apart_from_the_quote(assistant: FakeAssistant) -> None:
    html = _handlers(assistant).ask("Hvad kan frivillige?", ()).conversation
    shown = _Reader(html)
    assert shown.text.index(texts.RELATED) < shown.text.index("Frivillige kan læse højt.")
    assert '<p class="ks-context">Det kan man gøre:</p><blockquote>Frivillige kan læse højt.</blockquote>' in html
    assert texts.NO_PAGE in shown.text


def test_the_items_of_a_quoted_list_stand_on_their_own_lines() -> None:
    listed = replace(SERVICE, quote="Der er: • et <b> • to")
    turn = Turn(1, replace(FakeAssistant().ask("Hvad er servicerammen?"), citations=(listed,)))
    html = render.conversation((turn,))
    assert "<blockquote>Der er: <br>• et &lt;b&gt; <br>• to</blockquote>" in html
    assert listed.quote in _Reader(html).text


def test_a_refusal_says_what_was_searched_and_what_to_do(assistant: FakeAssistant) -> None:
    shown = _Reader(_handlers(assistant).ask("Hvad er vejret?", ()).conversation)
    for sentence in (texts.NOT_IN_DOCUMENTS, texts.searched_documents(3), "Om netside · KL", texts.WHAT_NEXT):
        assert sentence in shown.text
    assert "blockquote" not in {tag for tag, _ in shown.tags}


def test_the_three_outcomes_differ_in_words_sign_and_shape(assistant: FakeAssistant) -> None:
    questions = ("Hvad er servicerammen?", "Hvad kan frivillige?", "Hvad er vejret?")
    pages = [_Reader(_handlers(assistant).ask(question, ()).conversation) for question in questions]
    labels = (texts.ANSWER_LABEL, texts.RELATED_LABEL, texts.REFUSAL_LABEL)
    for own, page in enumerate(pages):
        assert [label in page.text for label in labels] == [number == own for number in range(3)]
        assert [sign in page.text for sign in "✓≈∅"] == [number == own for number in range(3)]
    assert len({frozenset(page.classes()) for page in pages}) == 3


def test_a_follow_up_shows_what_was_searched_and_ids_carry_the_answer(assistant: FakeAssistant) -> None:
    handlers = _handlers(assistant)
    first = handlers.ask("Hvad er servicerammen?", ())
    second = handlers.ask("Og anlægsrammen?", first.turns)
    shown = _Reader(second.conversation)
    assert "Jeg søgte på: Hvad er servicerammen og anlægsrammen?" in shown.text
    ids = [attributes["id"] for _, attributes in shown.tags if attributes.get("id")]
    assert "svar-1-citat-1" in ids
    assert "svar-2-citat-1" in ids
    assert len(ids) == len(set(ids))


def test_the_search_of_a_follow_up_can_be_corrected_and_then_stands_alone(assistant: FakeAssistant) -> None:
    handlers = _handlers(assistant)
    first = handlers.ask("Hvad er servicerammen?", ())
    second = handlers.ask("Og anlægsrammen?", first.turns)
    box = next(fields for tag, fields in _Reader(second.conversation).tags if tag == "input")
    assert (box["name"], box["value"]) == ("question", "Hvad er servicerammen og anlægsrammen?")
    third = handlers.ask_again({"question": "Og hvad kan frivillige?"}, second.turns)
    assert third.turns[-1].answer.searched == "Og hvad kan frivillige?"
    fourth = handlers.ask("Og til sidst?", third.turns)
    assert fourth.turns[-1].answer.searched == "Og hvad kan frivillige og til sidst?"


def test_opening_label_and_what_is_missing_are_shown_apart_from_the_quotes(assistant: FakeAssistant) -> None:
    answer = assistant.ask("Hvad er servicerammen?")
    labelled = replace(answer.citations[0], label="hvad er <b>")
    turn = Turn(1, replace(answer, citations=(labelled,), opening="Side <4>.", missing=("prisen",)))
    html = render.conversation((turn,))
    assert '<p class="ks-opening">Side &lt;4&gt;.</p>' in html
    assert '<p class="ks-label">Hvad er &lt;b&gt;:</p>' in html
    assert f'<p class="ks-missing">{texts.not_found(("prisen",))}</p>' in html


def test_the_views_are_links_and_the_first_is_current() -> None:
    links = [fields for tag, fields in _Reader(render.header()).tags if tag == "a"]
    views = [link for link in links if "data-view" in link]
    assert [link["href"] for link in views] == [f"#{name}" for name in texts.VIEWS]
    assert [link.get("aria-current") for link in views] == ["page", None, None, None, None]


# --- Copies and reports ----------------------------------------------------------------------------------------------


def test_the_copied_text_has_question_quotes_and_sources(assistant: FakeAssistant) -> None:
    text = answer_as_text(assistant.ask("Hvad kan frivillige?"))
    assert text.splitlines()[0] == "Spørgsmål: Hvad kan frivillige?"
    assert texts.RELATED in text
    assert "(Det kan man gøre:)\n[1] »Frivillige kan læse højt.«" in text
    assert "[2] KL · Om netside · Del 3 › Ordliste · uden sidetal" in text
    assert texts.NOT_IN_DOCUMENTS in answer_as_text(assistant.ask("Hvad er vejret?"))


def test_a_report_has_what_is_needed_to_ask_again(assistant: FakeAssistant, tmp_path: Path) -> None:
    handlers = _handlers(assistant, tmp_path)
    turns = handlers.ask("Og anlægsrammen?", handlers.ask("Hvad er servicerammen?", ()).turns).turns
    said = handlers.report({"answer": "2", "remark": "  Det er forkert.  "}, turns)
    (file,) = (tmp_path / "reports").iterdir()
    assert str(file) in said
    report = json.loads(file.read_text(encoding="utf-8"))
    assert (report["question"], report["history"]) == ("Og anlægsrammen?", ["Hvad er servicerammen?"])
    assert report["searched"] == "Hvad er servicerammen og anlægsrammen?"
    assert (report["status"], report["remark"]) == ("answered", "Det er forkert.")
    assert report["quotes"][0]["quote"] == BUILDING.quote
    assert (report["quotes"][0]["start"], report["quotes"][0]["end"]) == (BUILDING.start, BUILDING.end)
    assert report["documents"][0] == {"doc_id": "ordliste", "file": "ordliste.txt", "sha256": "0" * 64}
    assert report["version"] and report["created"]


def test_reports_are_bounded_and_failures_are_told(assistant: FakeAssistant, tmp_path: Path) -> None:
    handlers = _handlers(assistant, tmp_path)
    turns = handlers.ask("Hvad er servicerammen?", ()).turns
    assert texts.REPORT_GONE in handlers.report({"answer": "7"}, turns)
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(MAX_REPORTS):
        (folder / f"rapport-{number}.json").touch()
    assert escape(texts.report_full(str(folder), MAX_REPORTS)) in handlers.report({"answer": "1"}, turns)
    assert len(list(folder.iterdir())) == MAX_REPORTS
    (tmp_path / "file").touch()
    blocked = _handlers(assistant, tmp_path / "file")
    assert "kan ikke gemmes" in blocked.report({"answer": "1", "remark": "x" * 9999}, turns)


# --- Questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "  \n", None, 7, ["Hvad?"]])
def test_an_empty_question_gets_a_friendly_line(assistant: FakeAssistant, typed: object) -> None:
    view = _handlers(assistant).ask(typed, ())
    assert view.turns == ()
    assert texts.QUESTION_EMPTY in view.notice


def test_a_long_question_is_cut_with_one_sentence(assistant: FakeAssistant) -> None:
    view = _handlers(assistant).ask("ord " * 1250, ())
    assert len(view.turns[0].answer.question) <= MAX_QUESTION
    assert view.conversation.count("kun de første 2.000 tegn er læst") == 1
    assert clean_question("x" * MAX_QUESTION) == ("x" * MAX_QUESTION, False)


def test_a_failure_keeps_the_question_and_says_so(assistant: FakeAssistant, caplog: pytest.LogCaptureFixture) -> None:
    view = _handlers(assistant).ask("Fejl?", ())
    assert (view.box, view.turns) == ("Fejl?", ())
    assert texts.ANSWER_FAILED in view.notice
    assert "broken on purpose" in caplog.text
    assert "broken" not in "".join(view[2:])


def test_hostile_text_is_escaped_wherever_it_appears(assistant: FakeAssistant) -> None:
    handlers = _handlers(assistant)
    view = handlers.ask(HOSTILE_QUESTION, ())
    page = handlers.open_source({"answer": "1", "marker": "1"}, view.turns)
    for html in (view.conversation, page):
        shown = _Reader(html)
        assert not {tag for tag, _ in shown.tags} & {"script", "img", "b", "i", "s"}
        assert HOSTILE_TEXT in shown.text
        assert not any(name.startswith("on") for _, attributes in shown.tags for name in attributes)


# --- What the browser may ask for ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [None, "1", {}, {"answer": "1"}, {"answer": "2", "marker": "1"}, {"answer": 1, "marker": 1},
     {"answer": "-1", "marker": "1"}, {"answer": "1", "marker": "¹"}, {"answer": "1", "marker": "9" * 5000}],
)  # fmt: skip
def test_a_citation_that_was_not_given_is_not_opened(assistant: FakeAssistant, data: object) -> None:
    handlers = _handlers(assistant)
    turns = handlers.ask("Hvad er servicerammen?", ()).turns
    assert chosen_citation(turns, data) is None
    assert texts.SOURCE_GONE in handlers.open_source(data, turns)


def test_pages_outside_their_range_are_ignored(assistant: FakeAssistant) -> None:
    assert chosen_page({"page": "1"}, 2) == 1
    assert [chosen_page({"page": page}, 2) for page in ("2", "-1", "", "x", 1)] == [None] * 5
    for data in ({"question": ["x"]}, {"number": "1"}, None):
        assert texts.QUESTION_EMPTY in _handlers(assistant).ask_starter(data, ()).notice


# --- The source ------------------------------------------------------------------------------------------------------


def test_the_marked_text_is_exactly_the_source_span() -> None:
    shown = _Reader(source(_opened()))
    assert shown.marked == GLOSSARY.text[SERVICE.start : SERVICE.end]
    assert PAGE_4 in shown.text
    assert "Anlægsramme" not in shown.text
    assert texts.source_heading(texts.citation_in_source(1), 4) in shown.text
    assert "Del 3 › Ordliste" in shown.text


def test_the_pages_before_and_after_can_be_opened_and_say_that_the_quote_is_elsewhere() -> None:
    html = source(_opened(), page=0)
    shown = _Reader(html)
    assert shown.marked == ""
    assert PAGE_3 in shown.text
    assert texts.QUOTE_ELSEWHERE in shown.text
    buttons = {attributes.get("id"): attributes for tag, attributes in shown.tags if tag == "button"}
    assert "disabled" in buttons["forrige-side"]
    assert buttons["naeste-side"]["data-page"] == "1"


def test_a_quote_over_a_page_break_is_marked_on_both_pages() -> None:
    document = make_document("to sider", "Et citat, der", "går videre her.")
    both = Citation(1, document.doc_id, document.title, "", 3, "", 3, len(document.text), "…")
    first, second = (_Reader(source(_opened(both, document), page=page)) for page in (0, 1))
    assert (first.marked, second.marked) == ("citat, der", "går videre her.")
    assert texts.QUOTE_CONTINUES in first.text
    assert texts.QUOTE_CONTINUED in second.text


def test_what_cannot_be_located_is_not_marked_and_says_so() -> None:
    lost = Citation(1, "ordliste", "", "", None, "", 9_000, 9_010, "…")
    shown = _Reader(source(_opened(lost)))
    assert shown.marked == ""
    assert texts.QUOTE_NOT_LOCATED in shown.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda documents: documents.pop("ordliste"), texts.source_removed),
        (lambda documents: documents.update(ordliste=replace(GLOSSARY, sha256="1" * 64)), texts.source_changed),
        (
            lambda documents: documents.update(ordliste=replace(GLOSSARY, text="x" + GLOSSARY.text)),
            texts.source_changed,
        ),
    ],
)
def test_the_source_of_an_older_answer_is_not_shown_when_its_document_is_another(
    assistant: FakeAssistant, change: Any, said: Any
) -> None:
    handlers = _handlers(assistant)
    turns = handlers.ask("Hvad er servicerammen?", ()).turns
    now = dict(FakeAssistant.documents)
    change(now)
    assistant.retriever = SimpleNamespace(content=SimpleNamespace(documents=now))
    shown = _Reader(handlers.open_source({"answer": "1", "marker": "1"}, turns))
    assert said("Om ordliste") in shown.text
    assert shown.marked == "" and "penge" not in shown.text
    assert {"button", "h2"} <= {tag for tag, _ in shown.tags}


def test_new_metadata_are_no_change_of_the_source(assistant: FakeAssistant) -> None:
    handlers = _handlers(assistant)
    turns = handlers.ask("Hvad er servicerammen?", ()).turns
    renamed = replace(GLOSSARY, source=replace(GLOSSARY.source, title="Ny titel"))
    assistant.retriever = SimpleNamespace(content=SimpleNamespace(documents={"ordliste": renamed}))
    assert _Reader(handlers.open_source({"answer": "1", "marker": "1"}, turns)).marked


def test_a_refusal_names_the_documents_that_were_searched_then(assistant: FakeAssistant) -> None:
    handlers = _handlers(assistant)
    turns = handlers.ask("Hvad er vejret?", ()).turns
    assistant.retriever = SimpleNamespace(content=SimpleNamespace(documents={"ordliste": GLOSSARY}))
    shown = _Reader(handlers.ask("Hvad er klokken?", turns).conversation).text
    assert texts.searched_documents(3) in shown and texts.searched_documents(1) in shown


def test_an_empty_page_says_so() -> None:
    document = make_document("tom", "Tekst.", " \n ", "Mere.")
    assert texts.PAGE_WITHOUT_TEXT in source(_opened(BUILDING, document), page=1)


# --- Pictures of pages -----------------------------------------------------------------------------------------------

LINES = ("Forord til alle.", "Servicerammen er den kommu-", "nale grænse for penge.", "Servicerammen er ny.")


def _pdf_in(folder: Path, *pages: tuple[str, ...]) -> Document:
    data = make_pdf(*pages)
    (folder / "plan.pdf").write_bytes(data)
    return read_document(Source("plan", "plan.pdf", "Plan", "Byen", "plan"), folder / "plan.pdf")


def test_the_picture_of_a_pdf_page_has_a_box_on_each_line_of_the_quote(tmp_path: Path) -> None:
    document = _pdf_in(tmp_path, ("Forside",), LINES)
    start = document.text.index("Servicerammen er den")
    end = document.text.index("penge.") + len("penge.")
    picture = picture_of(document, tmp_path, 1, (start, end))
    assert picture is not None
    assert picture.address.startswith("data:image/webp;base64,")
    assert len(picture.places) == 2
    (x, y, width, height), below = picture.places
    assert 0 < x < 0.5 and 0 < y < 0.5 and 0.1 < width < 0.8 and 0 < height < 0.05
    assert below[1] > y
    assert _places(document, tmp_path, 0, (start, end)) == ()


def test_words_that_stand_twice_are_framed_where_they_are_quoted(tmp_path: Path) -> None:
    document = _pdf_in(tmp_path, LINES)
    first, second = (match.span() for match in re.finditer("Servicerammen er", document.text))
    upper, lower = (_places(document, tmp_path, 0, span) for span in (first, second))
    assert len(upper) == len(lower) == 1
    assert upper[0][1] < lower[0][1]


def test_what_is_not_on_the_picture_is_not_framed_and_says_so(tmp_path: Path) -> None:
    document = replace(_pdf_in(tmp_path, LINES), text="Noget helt andet end det, filen selv siger.")
    picture = picture_of(document, tmp_path, 0, (0, 10))
    assert picture is not None and picture.places == ()
    opened = Opened("svar-1-citat-1", "source", {"answer": 1}, "Citat 1 i kilden", document, "", 0, 10)
    assert texts.PICTURE_NOT_LOCATED in source(opened, picture=picture)


def test_a_file_that_was_changed_is_not_shown_as_a_picture(tmp_path: Path) -> None:
    document = _pdf_in(tmp_path, LINES)
    (tmp_path / "plan.pdf").write_bytes(make_pdf(("En anden",)))
    assert picture_of(document, tmp_path, 0, (0, 10)) is None
    assert picture_of(document, tmp_path / "elsewhere", 0, (0, 10)) is None
    opened = Opened("svar-1-citat-1", "source", {"answer": 1}, "Citat 1 i kilden", document, "", 0, 10)
    assert texts.PICTURE_GONE in source(opened)


def test_the_picture_stands_beside_the_text_with_its_places() -> None:
    picture = Picture("data:image/webp;base64,AA==", (10, 20), ((0.1, 0.2, 0.3, 0.04),))
    html = source(_opened(document=replace(GLOSSARY, path=Path("ordliste.pdf"))), picture=picture)
    assert '<span class="ks-spot" style="left:10.00%;top:20.00%;width:30.00%;height:4.00%"></span>' in html
    assert f'alt="{texts.page_picture(4)}. {texts.PICTURE_MARK}"' in html


def _places(document: Document, folder: Path, page: int, span: Span) -> tuple[tuple[float, ...], ...]:
    picture = picture_of(document, folder, page, span)
    assert picture is not None
    return picture.places


@pytest.mark.parametrize("text", [PAGE_3, PAGE_4, HOSTILE_TEXT, "", "\n\n", "a\n\n\n\nb", "• et\n• to\r\n• tre"])
def test_flowing_text_keeps_every_character_of_the_page(text: str) -> None:
    whole = (0, len(text))
    for start in range(0, len(text), 7):
        for end in range(start + 1, len(text) + 1, 11):
            shown = _Reader(flowing(text, whole, (start, end)))
            # An HTML parser reads "\r\n" as it stands; only the mark's outer white space is left out.
            assert shown.text == text
            assert shown.marked == text[start:end].strip()


def test_a_word_broken_at_a_line_end_is_shown_whole() -> None:
    text = "En god kompen-\nsation og sundheds-\nog ældreområdet"
    html = flowing(text, (0, len(text)), (0, 0))
    assert 'kompen<span class="ks-fold">-\n</span>sation' in html
    assert "sundheds-\nog" in html


def test_flowing_text_joins_full_lines_and_breaks_after_short_ones() -> None:
    full = "Denne linje er skrevet helt ud til kanten af papirets side"
    text = f"Overskrift\n\n{full}\n\n{full} og\n\nslutter her.\n\n{full}\n\n{full}"
    html = flowing(text, (0, len(text)), (0, 0))
    assert html.startswith("Overskrift\n\n<br>")
    assert html.count("<br>") == 1
    assert 'slutter her.\n\n<span class="ks-gap"></span>' in html
    assert f"{full}\n\n{full} og" in html


# --- Serving ---------------------------------------------------------------------------------------------------------


def test_importing_the_app_does_not_import_gradio() -> None:
    code = "import sys, app; sys.exit(sum(name in sys.modules for name in ('gradio', 'fastapi', 'uvicorn')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_port_in_use_is_one_danish_sentence() -> None:
    with app.listen(0) as taken:
        port = taken.getsockname()[1]
        assert taken.getsockname()[0] == "127.0.0.1"
        with pytest.raises(UsageError, match=f"^Port {port} er optaget"):
            app.serve(port, lambda: pytest.fail("the assistant is not opened for nothing"))


def test_an_answer_names_no_document_when_there_is_none() -> None:
    assert texts.searched_documents(0) in render.conversation((_refused(),))


def _refused() -> Turn:
    return Turn(1, FakeAssistant().ask("Hvad er vejret?"))


def test_titles_of_searched_documents_are_escaped() -> None:
    bold = replace(HOSTILE, source=replace(HOSTILE.source, title="<b>x</b>", sender="<i>y</i>"))
    for document in (bold, HOSTILE):
        html = render.conversation((replace(_refused(), documents={"x": document}),))
        assert document.title not in html and escape(document.title) in html


# --- Colours ---------------------------------------------------------------------------------------------------------

_PAIRS = [
    ("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("accent", "paper"), ("accent", "card"),
    ("accent-ink", "accent"), ("related", "card"), ("mark-ink", "mark"), ("alarm", "card"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [":root", ".dark"])
def test_contrast_reaches_aa(theme: str) -> None:
    sheet = (ROOT / "page" / "style.css").read_text(encoding="utf-8")
    block = sheet[sheet.index(f"{theme} {{") :].split("}")[0]
    colours = dict(re.findall(r"--ks-([\w-]+): #([0-9a-f]{6})", block))
    for ink, paper in _PAIRS:
        assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    for paper in ("paper", "card"):  # borders of controls
        assert _contrast(colours["edge"], colours[paper]) >= 3


def _contrast(one: str, other: str) -> float:
    """Returns the contrast ratio of two colours (WCAG 2.2, 1–21)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

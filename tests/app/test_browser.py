"""The page in real Chromium: asking, seeing the source, and that nothing runs, leaks or leaves the machine.

A missing browser fails these tests; it does not skip them.
"""

import http.client
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect

import app
import texts
from assistant.ask import Assistant
from eval.browser import chromium, violations
from page.conversation import MAX_QUESTION
from page.entry import wall_page
from page.forms import FORMATS

from ..tiny_corpus import PAGE_7, WEB, retriever_of
from .conftest import GLOSSARY, HOSTILE_QUESTION, HOSTILE_TEXT, PAGE_3, SERVICE, FakeAssistant
from .pdf import make_pdf

# Gradio's queue sums up its own times in a way that pandas has deprecated; as an error it would stop the queue.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

ROOT = Path(__file__).parents[2]
SERVICE_QUESTION = "Hvad er servicerammen?"


PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FITS = "document.documentElement.scrollWidth <= window.innerWidth && window.innerWidth === 390"


@contextmanager
def _served(assistant: object, folder: Path = ROOT / "does not exist", **more: Any) -> Iterator[str]:
    """Serves the page for ``assistant``, whose documents lie in ``folder``; yields its address."""
    listener = app.listen(0)
    built = app.build_app(cast(Assistant, assistant), corpus=folder, reports=folder / "reports", **more)
    server = app.make_server(built)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeAssistant]:
    assistant = FakeAssistant()
    yield assistant
    assistant.release.set()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def address(fake: FakeAssistant, folder: Path) -> Iterator[str]:
    with _served(fake, folder) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Visitor:
    """A browser of its own on the page; what goes wrong in it is collected in ``trouble``."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context = browser.new_context(locale="da-DK", **{"viewport": {"width": 1280, "height": 900}, **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.trouble: list[str] = []
        self.broken_off: list[str] = []
        self.requests: list[str] = []
        self.visits = 0
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("console", self._console)
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.page.goto(address)
        self.page.wait_for_selector(".ks-start")  # the questions come after the page, so it is ready then

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        self.visits += request.is_navigation_request()

    def _console(self, message: ConsoleMessage) -> None:
        # A page that is left stops reading what it has just asked for, and may say so before the next one is asked for;
        # while it is open this would be a defect.
        is_left = "BodyStreamBuffer was aborted" in message.text or "rrored out" in message.text
        if message.type == "error":
            (self.broken_off if is_left else self.trouble).append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def ask(self, question: str) -> None:
        """Types a question, sends it with Enter and waits for the answer."""
        before = self.page.locator(".ks-outcome").count()
        self.page.get_by_label(texts.QUESTION_LABEL).fill(question)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".ks-outcome")).to_have_count(before + 1)

    def view(self, name: str) -> None:
        """Opens one of the page's views."""
        self.page.get_by_role("link", name=texts.VIEWS[name], exact=True).click()


@contextmanager
def _visit(browser: Browser, address: str, **options: Any) -> Iterator[Visitor]:
    visitor = Visitor(browser, address, **options)
    try:
        yield visitor
        assert visitor.trouble == []
        assert visitor.visits > 1 or visitor.broken_off == []
        assert {urlsplit(url).netloc for url in visitor.requests} == {urlsplit(address).netloc}
    finally:
        visitor.context.close()


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    with _visit(browser, address) as visiting:
        yield visiting


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_the_start_is_danish_and_all_of_it_is_ours(visitor: Visitor) -> None:
    page = visitor.page
    assert page.title() == texts.SITE_TITLE
    assert page.evaluate("document.documentElement.lang") == "da"
    lines = {line for line in page.inner_text("body").splitlines() if line.strip()}
    frame = {texts.SITE_TITLE, texts.SITE_LINE, texts.STARTERS_HEADING, texts.QUESTION_LABEL, texts.ASK}
    assert lines == {*frame, texts.SKIP_TO_CONTENT, texts.LOOK, *texts.VIEWS.values(), *texts.STARTERS}
    named = page.evaluate(
        "[...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap(e =>"
        " ['aria-label', 'title', 'placeholder'].map(name => e.getAttribute(name)).filter(Boolean))"
    )
    assert set(named) == {texts.CONVERSATION, texts.QUESTION_HINT, texts.VIEWS_LABEL}
    assert page.locator("h1").count() == 1
    expect(page.get_by_role("status")).to_have_count(2)  # Gradio's own speaks English and is switched off


def test_one_view_is_shown_and_its_name_stands_in_the_address(visitor: Visitor) -> None:
    page = visitor.page
    visitor.view("tjek")
    expect(page.get_by_label(texts.CHECK_LABEL)).to_be_visible()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_hidden()
    assert page.url.endswith("#tjek")
    assert page.title() == f"{texts.VIEWS['tjek']} – {texts.SITE_TITLE}"
    expect(page.locator("[aria-current=page]")).to_have_text(texts.VIEWS["tjek"])
    page.go_back()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_visible()
    page.goto(f"{page.url.split('#')[0]}#steder")
    page.reload()
    expect(page.get_by_label(texts.PLACES_LABEL)).to_be_visible()
    page.goto(f"{page.url.split('#')[0]}#noget-andet")
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_visible()


def test_a_question_is_answered_with_its_quote(visitor: Visitor) -> None:
    visitor.ask(SERVICE_QUESTION)
    expect(visitor.page.locator("blockquote")).to_have_text(SERVICE.quote)
    expect(visitor.page.locator("blockquote")).to_be_in_viewport()
    expect(visitor.page.locator(".ks-quoted .ks-place")).to_contain_text("Dragør Kommune · Om ordliste")
    expect(visitor.page.get_by_label(texts.QUESTION_LABEL)).to_have_value("")


def test_the_question_appears_before_the_answer(visitor: Visitor, fake: FakeAssistant) -> None:
    fake.release.clear()
    visitor.page.get_by_label(texts.QUESTION_LABEL).fill("Langsom?")
    visitor.page.get_by_role("button", name=texts.ASK, exact=True).click()
    expect(visitor.page.locator(".ks-question")).to_have_text("Langsom?")
    expect(visitor.page.locator(".ks-turn")).to_contain_text(texts.SEARCHING)
    assert visitor.page.locator(".ks-outcome").count() == 0
    assert "processing" not in visitor.page.inner_text("body")
    fake.release.set()
    expect(visitor.page.locator(".ks-outcome")).to_have_count(1)
    expect(visitor.page.locator(".ks-pending")).to_have_count(0)


def test_a_starter_question_is_asked_by_its_button(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name=SERVICE_QUESTION).click()
    expect(visitor.page.locator("blockquote")).to_have_text(SERVICE.quote)
    expect(visitor.page.locator(".ks-start")).to_be_hidden()


def test_a_follow_up_shows_what_was_searched(visitor: Visitor) -> None:
    visitor.ask(SERVICE_QUESTION)
    visitor.ask("Og anlægsrammen?")
    expect(visitor.page.locator(".ks-searched")).to_contain_text("Hvad er servicerammen og anlægsrammen?")
    expect(visitor.page.locator("#svar-2 blockquote")).to_contain_text("Anlægsramme")
    assert visitor.page.locator(".ks-turn").count() == 2


def test_what_was_searched_can_be_corrected(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask(SERVICE_QUESTION)
    visitor.ask("Og anlægsrammen?")
    page.get_by_text(texts.EDIT_SEARCH, exact=True).click()
    box = page.get_by_label(texts.EDIT_SEARCH_LABEL)
    expect(box).to_have_value("Hvad er servicerammen og anlægsrammen?")
    box.fill("Hvad kan frivillige?")
    box.press("Enter")
    expect(page.locator("#svar-3 .ks-question")).to_have_text("Hvad kan frivillige?")
    expect(page.locator("#svar-3 blockquote").first).to_have_text("Frivillige kan læse højt.")
    expect(page.locator(".ks-pending")).to_have_count(0)
    visitor.ask("Og andet?")
    expect(page.locator("#svar-4 .ks-searched q")).to_have_text("Hvad kan frivillige og andet?")


def test_an_answer_is_copied_with_its_sources(visitor: Visitor) -> None:
    page = visitor.page
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.ask(SERVICE_QUESTION)
    page.get_by_role("button", name=texts.COPY_ANSWER).click()
    expect(page.locator(".ks-said")).to_have_text(texts.COPIED)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert SERVICE_QUESTION in copied
    assert f"[1] »{SERVICE.quote}«" in copied
    assert "Dragør Kommune · Om ordliste · Del 3 › Ordliste · side 4" in copied


def test_a_browser_that_does_not_copy_gets_the_text_selected(visitor: Visitor) -> None:
    page = visitor.page
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    visitor.ask(SERVICE_QUESTION)
    page.get_by_role("button", name=texts.COPY_ANSWER).click()
    expect(page.locator(".ks-said")).to_have_text(texts.COPY_FAILED)
    expect(page.get_by_label(texts.COPY_TEXT)).to_be_focused()
    assert SERVICE.quote in page.evaluate("getSelection().toString()")


def test_a_wrong_answer_is_reported_to_a_file_here(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    visitor.ask(SERVICE_QUESTION)
    page.get_by_text(texts.REPORT, exact=True).click()
    page.get_by_label(texts.REPORT_REMARK).fill("Forkert år ${window.hacked=12}")
    page.get_by_role("button", name=texts.REPORT_SAVE).click()
    expect(page.locator("#ks-form .ks-notice")).to_contain_text(str(folder / "reports"))
    (file,) = (folder / "reports").iterdir()
    assert json.loads(file.read_text(encoding="utf-8"))["remark"] == "Forkert år ${window.hacked=12}"


def test_on_a_phone_what_is_said_about_a_report_is_seen(browser: Browser, address: str) -> None:
    with _visit(browser, address, **PHONE) as visitor:
        page = visitor.page
        visitor.ask(SERVICE_QUESTION)
        page.get_by_text(texts.REPORT, exact=True).tap()
        page.get_by_role("button", name=texts.REPORT_SAVE).tap()
        expect(page.locator("#ks-notice .ks-notice")).not_to_be_empty()
        expect(page.locator("#ks-notice .ks-notice")).to_be_in_viewport(ratio=1)
        assert page.evaluate(FITS)


def test_what_is_unfolded_is_not_hidden_by_the_question_box(visitor: Visitor) -> None:
    page = visitor.page
    for _ in range(3):
        visitor.ask(SERVICE_QUESTION)
    page.get_by_text(texts.REPORT, exact=True).last.click()
    expect(page.get_by_role("button", name=texts.REPORT_SAVE).last).to_be_in_viewport()
    top_of_the_box = "document.querySelector('#ks-form').getBoundingClientRect().top"
    opened = "document.querySelector('.ks-report[open]').getBoundingClientRect().bottom"
    page.wait_for_function(f"{opened} <= {top_of_the_box}")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_conversation_is_saved_as_a_file(visitor: Visitor, ending: str) -> None:
    page = visitor.page
    visitor.ask(SERVICE_QUESTION)
    page.get_by_text(texts.EXPORT_TALK, exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=FORMATS[ending]).click()
    assert download.value.suggested_filename.endswith(f".{ending}")
    content = Path(download.value.path()).read_bytes()
    expect(page.locator(".ks-said")).to_have_text(texts.EXPORTED)
    assert content.startswith(b"PK") if ending == "docx" else "Serviceramme" in content.decode()


def test_on_paper_there_are_question_answer_and_sources(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask(SERVICE_QUESTION)
    page.click("#svar-1-citat-1")
    page.wait_for_selector("mark")
    page.emulate_media(media="print", color_scheme="dark")
    for shown in (".ks-question", "blockquote", ".ks-quoted .ks-place"):
        expect(page.locator(shown)).to_be_visible()
    expect(page.locator(":is(button, summary, textarea, input, nav, .ks-source):visible")).to_have_text(["[1]"])
    expect(page.locator(".ks-question")).to_have_css("color", "rgb(0, 0, 0)")


def test_text_size_and_colours_are_chosen_and_kept(visitor: Visitor) -> None:
    page = visitor.page
    small = float(page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))
    page.get_by_text(texts.LOOK, exact=True).click()
    page.get_by_role("button", name=texts.TEXT_SIZES[2]).click()
    page.get_by_role("button", name=texts.DARK).click()
    for _ in range(2):
        large = float(page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))
        assert large > 1.3 * small
        expect(page.locator("body")).to_have_class(re.compile("dark"))
        page.reload()
        page.wait_for_selector(".ks-start")
    page.get_by_text(texts.LOOK, exact=True).click()
    expect(page.get_by_role("button", name=texts.DARK)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=texts.DARK)).to_be_hidden()


def test_a_refusal_says_what_to_do_next(visitor: Visitor) -> None:
    visitor.ask("Hvad er vejret?")
    for sentence in (texts.NOT_IN_DOCUMENTS, texts.searched_documents(3), texts.WHAT_NEXT):
        expect(visitor.page.locator(".ks-answer").get_by_text(sentence)).to_be_visible()
    assert visitor.page.locator("blockquote").count() == 0


def test_a_new_topic_forgets_the_conversation(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("button", name=texts.NEW_TOPIC)).to_be_hidden()  # there is nothing to forget yet
    visitor.ask(SERVICE_QUESTION)
    visitor.page.click("#svar-1-citat-1")
    visitor.page.wait_for_selector(".ks-page")
    visitor.page.get_by_role("button", name=texts.NEW_TOPIC).click()
    expect(visitor.page.locator(".ks-start")).to_be_visible()
    expect(visitor.page.locator(".ks-turn, .ks-page")).to_have_count(0)
    expect(visitor.page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
    visitor.ask("Og anlægsrammen?")
    assert visitor.page.locator(".ks-searched").count() == 0
    expect(visitor.page.locator(".ks-lead")).to_have_text(texts.NOT_IN_DOCUMENTS)


def test_empty_and_overlong_questions_get_one_danish_sentence(visitor: Visitor) -> None:
    box = visitor.page.get_by_label(texts.QUESTION_LABEL)
    box.fill("   ")
    box.press("Enter")
    expect(visitor.page.locator(".ks-notice")).to_have_text(texts.QUESTION_EMPTY)
    visitor.ask("æ" * 5000)
    expect(visitor.page.locator(".ks-cut")).to_have_text(texts.question_cut(MAX_QUESTION))
    expect(visitor.page.locator(".ks-question")).to_have_text("æ" * MAX_QUESTION)
    expect(visitor.page.locator(".ks-notice")).to_have_text("")


def test_a_failure_is_told_in_danish_and_keeps_the_question(visitor: Visitor) -> None:
    visitor.page.get_by_label(texts.QUESTION_LABEL).fill("Fejl?")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".ks-notice")).to_have_text(texts.ANSWER_FAILED)
    expect(visitor.page.get_by_label(texts.QUESTION_LABEL)).to_have_value("Fejl?")
    expect(visitor.page.locator(".ks-pending")).to_have_count(0)


# --- The source ------------------------------------------------------------------------------------------------------


def test_a_click_on_the_number_marks_exactly_the_quoted_span(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask(SERVICE_QUESTION)
    page.click("#svar-1-citat-1")
    expect(page.locator(".ks-page mark")).to_be_in_viewport()
    assert page.locator(".ks-page mark").evaluate("e => e.textContent") == GLOSSARY.text[SERVICE.start : SERVICE.end]
    expect(page.locator(".ks-source h2")).to_have_text(texts.source_heading(texts.citation_in_source(1), 4))
    expect(page.locator(".ks-path")).to_have_text("Del 3 › Ordliste")
    answer, source = page.locator("#svar-1").bounding_box(), page.locator(".ks-page").bounding_box()
    assert answer
    assert source
    assert source["x"] >= answer["x"] + answer["width"]  # beside it
    page.get_by_role("button", name=texts.PREVIOUS_PAGE).click()
    expect(page.locator(".ks-remark")).to_have_text(texts.QUOTE_ELSEWHERE)
    assert page.locator(".ks-page").evaluate("e => e.textContent") == PAGE_3
    page.get_by_role("button", name=texts.NEXT_PAGE).click()
    expect(page.locator(".ks-page mark")).to_be_visible()
    page.get_by_role("button", name=texts.CLOSE_SOURCE).click()
    expect(page.locator(".ks-source section")).to_have_count(0)


def test_the_second_answers_number_opens_its_own_source(visitor: Visitor) -> None:
    visitor.ask("Hvad kan frivillige?")
    visitor.ask(SERVICE_QUESTION)
    visitor.page.click("#svar-1-citat-2")
    expect(visitor.page.locator("mark")).to_have_text("Frivillige kan køre ture.")
    expect(visitor.page.locator("#svar-1-citat-2")).to_have_attribute("aria-expanded", "true")
    visitor.page.click("#svar-2-citat-1")
    expect(visitor.page.locator("mark")).to_contain_text("Serviceramme")
    expect(visitor.page.locator(".ks-marker[aria-expanded=true]")).to_have_id("svar-2-citat-1")


def test_the_keyboard_is_enough(visitor: Visitor) -> None:
    page, keyboard = visitor.page, visitor.page.keyboard
    keyboard.press("Tab")
    expect(page.get_by_text(texts.SKIP_TO_CONTENT)).to_be_focused()
    for _ in range(1 + len(texts.VIEWS) + len(texts.STARTERS) + 1):
        keyboard.press("Tab")
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
    keyboard.type(SERVICE_QUESTION)
    keyboard.press("Enter")
    expect(page.locator("blockquote")).to_be_visible()
    for _ in ("save", "report", "copy", "show", "number"):
        keyboard.press("Shift+Tab")
    expect(page.locator("#svar-1-citat-1")).to_be_focused()
    assert page.locator("#svar-1-citat-1:focus-visible").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    keyboard.press("Enter")
    expect(page.locator(".ks-source h2")).to_be_focused()
    keyboard.press("Tab")
    expect(page.get_by_role("button", name=texts.CLOSE_SOURCE)).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.locator(".ks-page")).to_contain_text("Anlægsramme")
    keyboard.press("Escape")
    expect(page.locator("#svar-1-citat-1")).to_be_focused()


def test_a_view_is_reached_and_left_by_keyboard(visitor: Visitor) -> None:
    page, keyboard = visitor.page, visitor.page.keyboard
    for _ in range(4):
        keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_label(texts.CHECK_LABEL)).to_be_visible()
    page.locator(".ks-skip").focus()
    keyboard.press("Enter")
    expect(page.get_by_label(texts.CHECK_LABEL)).to_be_focused()


def test_on_a_phone_nothing_scrolls_sideways_and_there_is_a_way_back(browser: Browser, address: str) -> None:
    with _visit(browser, address, **PHONE, color_scheme="dark") as visitor:
        page, fits = visitor.page, FITS
        assert page.evaluate(fits)
        visitor.ask("Hvad kan frivillige?")
        visitor.ask("x" * 900)
        visitor.ask(HOSTILE_QUESTION)
        assert page.evaluate(fits)
        page.tap("#svar-1-citat-1")
        expect(page.locator(".ks-source h2")).to_be_in_viewport()
        expect(page.locator("mark")).to_be_in_viewport()
        assert page.evaluate(fits)
        page.get_by_role("button", name=texts.BACK).tap()
        expect(page.locator("#svar-1-citat-1")).to_be_in_viewport()
        expect(page.locator("#svar-1-citat-1")).to_be_focused()
        assert page.evaluate("document.body.classList.contains('dark')")


# --- Strangers -------------------------------------------------------------------------------------------------------


def test_hostile_text_is_shown_literally_and_nothing_runs(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask(HOSTILE_QUESTION)
    expect(page.locator(".ks-question")).to_have_text(HOSTILE_QUESTION)
    expect(page.locator("blockquote")).to_have_text(HOSTILE_TEXT)
    page.click("#svar-1-citat-1")
    expect(page.locator("mark")).to_have_text(HOSTILE_TEXT)
    visitor.ask("Og <script>window.hacked=10</script> ${window.hacked=11}?")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#ks-desk :is(script, img, iframe, b, i, s)").count() == 0


def test_two_visitors_do_not_see_each_other(browser: Browser, address: str) -> None:
    with _visit(browser, address) as one, _visit(browser, address) as other:
        one.ask(SERVICE_QUESTION)
        other.ask("Og anlægsrammen?")
        expect(other.page.locator(".ks-question")).to_have_text("Og anlægsrammen?")
        assert other.page.locator(".ks-searched, blockquote").count() == 0
        other.page.reload()
        expect(other.page.locator(".ks-start")).to_be_visible()
        expect(one.page.locator("blockquote")).to_have_text(SERVICE.quote)


def test_the_server_sends_a_policy_and_closes_what_the_page_does_not_need(address: str) -> None:
    def request(method: str, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    assert "default-src 'self'" in (request("GET", "/").getheader("content-security-policy") or "")
    assert request("GET", "/", Host="evil.example").status == 403
    assert request("GET", "/gradio_api/file=http://x.invalid/").status == 404
    assert request("GET", "/gradio_api/file%3Dhttp://x.invalid/").status == 404
    assert request("GET", "//gradio_api/file=http://x.invalid/").status == 404
    assert request("GET", "/assets/../gradio_api/info").status == 404
    assert request("POST", "/gradio_api/upload", b"x").status == 404
    assert request("GET", "/gradio_api/info").status == 404


# --- The server's own life -------------------------------------------------------------------------------------------


def test_a_server_that_is_gone_is_told_in_danish(browser: Browser) -> None:
    with _served(FakeAssistant()) as served:
        gone = Visitor(browser, served)
        gone.ask(SERVICE_QUESTION)
    gone.page.get_by_label(texts.QUESTION_LABEL).fill("Hvad er vejret?")
    gone.page.keyboard.press("Enter")
    expect(gone.page.get_by_role("alert")).to_have_text(texts.NO_CONNECTION, timeout=20_000)
    assert not re.search("Error|onnection|Loading", gone.page.inner_text("body"))
    expect(gone.page.locator(".ks-pending")).to_have_count(0)
    gone.context.close()


def test_serve_prints_its_address_and_stops_on_interrupt() -> None:
    code = "import app; from tests.app.conftest import FakeAssistant; app.serve(0, FakeAssistant)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        assert process.stdout
        line = process.stdout.readline().decode()
        found = re.fullmatch(r"Kildesvar kører på http://127\.0\.0\.1:(\d+) – stop med Ctrl\+C\.\n", line)
        assert found, line
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (out, err) == (b"", b"")


# --- Made-up documents in the whole product --------------------------------------------------------------------------

HARM = (
    "Servicerammen er <script>window.hacked = 20</script> ${window.hacked = 21} {{window.hacked = 22}} @children "
    "![](http://x.invalid/a.png) <img src=http://x.invalid/b.png onerror=window.hacked=23> grænsen for penge."
)
HARM_TITLE = "<script>window.hacked = 24</script> ${window.hacked = 25}"


def _made_up(folder: Path, files: dict[str, bytes]) -> Assistant:
    """Returns an assistant over ``files``, the first of which has a hostile title."""
    folder.mkdir()
    rows = []
    for number, (name, data) in enumerate(files.items()):
        (folder / name).write_bytes(data)
        title = HARM_TITLE if number == 0 else name
        rows.append(
            f"[[source]]\ndoc_id = 'd{number}'\nfile = '{name}'\ntitle = '{title}'\nsender = '{title}'\nkind = 'x'"
        )
    (folder / "sources.toml").write_text("\n".join(rows), encoding="utf-8")
    return Assistant(retriever_of(folder))


def test_a_hostile_document_runs_and_loads_nothing_in_any_view(browser: Browser, tmp_path: Path) -> None:
    text = f"{HARM}\n\n{WEB}\n\n{PAGE_7}"
    assistant = _made_up(tmp_path / "corpus", {"ond.txt": text.encode(), "andet.txt": WEB.encode()})
    with _served(assistant, tmp_path / "corpus") as served, _visit(browser, served) as visitor:
        page = visitor.page
        visitor.ask("Hvad er servicerammen?")
        visitor.view("steder")
        page.get_by_label(texts.PLACES_LABEL).fill("servicerammen")
        page.keyboard.press("Enter")
        page.click("#sted-0")
        expect(page.locator(".ks-page")).to_contain_text("${window.hacked = 21}")
        visitor.view("tjek")
        page.get_by_label(texts.CHECK_LABEL).fill(
            f"{HARM}\n\n${{window.hacked = 26}} <img src=x onerror=window.hacked=27>"
        )
        page.get_by_role("button", name=texts.CHECK_BUTTON).click()
        expect(page.locator(".ks-claim").first).to_contain_text("${window.hacked = 21}")
        for view in ("dokumenter", "om"):
            visitor.view(view)
            expect(page.locator(f"#ks-{view}")).to_contain_text(HARM_TITLE)
        assert page.evaluate("window.hacked") is None
        assert page.locator("#ks-desk :is(script, img, iframe)").count() == 0


def test_a_pdf_is_shown_as_a_picture_with_the_quote_framed(browser: Browser, tmp_path: Path) -> None:
    lines = (
        "Ordliste",
        "Serviceramme - Den øverste grænse for, hvor mange penge",
        "kommunerne må bruge på service i et år.",
    )
    assistant = _made_up(tmp_path / "corpus", {"plan.pdf": make_pdf(("Forside til planen for byen.",), lines)})
    with _served(assistant, tmp_path / "corpus") as served, _visit(browser, served) as visitor:
        page = visitor.page
        visitor.view("steder")
        page.get_by_label(texts.PLACES_LABEL).fill("serviceramme")
        page.keyboard.press("Enter")
        page.click("#sted-0")
        expect(page.locator(".ks-page mark")).to_have_text("Serviceramme")
        image = page.locator(".ks-paper img")
        expect(image).to_be_visible()
        picture, text = image.bounding_box(), page.locator(".ks-page").bounding_box()
        spot = page.locator(".ks-spot").bounding_box()
        assert picture and text and spot
        assert picture["x"] >= text["x"] + text["width"]  # beside it
        assert picture["y"] < spot["y"] < picture["y"] + picture["height"] / 4
        page.get_by_role("button", name=texts.PICTURE_ENLARGE).click()
        enlarged = image.bounding_box()
        assert enlarged and enlarged["width"] > 1.5 * picture["width"]


# --- The real documents ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_address(real: Assistant, real_corpus: Path) -> Iterator[str]:
    with _served(real, real_corpus) as served:
        yield served


def test_the_glossary_answers_and_its_page_is_marked(browser: Browser, real: Assistant, real_address: str) -> None:
    with _visit(browser, real_address) as visitor:
        visitor.ask("hvad er servicerammen?")
        expect(visitor.page.locator("blockquote").first).to_contain_text("Serviceramme – Den øverste grænse for")
        visitor.page.click("#svar-1-citat-1")
        expect(visitor.page.locator(".ks-source h2")).to_have_text(
            texts.source_heading(texts.citation_in_source(1), 50)
        )
        citation = real.ask("hvad er servicerammen?").citations[0]
        source = real.retriever.document(citation.doc_id).text[citation.start : citation.end]
        assert visitor.page.locator("mark").evaluate("e => e.textContent") == source


def test_a_wrong_number_is_found_and_its_passage_opened(browser: Browser, real_address: str) -> None:
    with _visit(browser, real_address) as visitor:
        page = visitor.page
        visitor.view("tjek")
        page.get_by_label(texts.CHECK_LABEL).fill("Dragør Kommune havde 15.450 indbyggere 1. januar 2025.")
        page.get_by_role("button", name=texts.CHECK_BUTTON).click()
        expect(page.locator(".ks-numbers tbody td").first).to_have_text("15.450")
        expect(page.locator(".ks-numbers tbody td").nth(1)).to_have_text("14.450")
        page.click("#udsagn-1-citat-1")
        expect(page.locator(".ks-source mark")).to_contain_text("14.450")
        page.get_by_role("button", name=texts.NEXT_PAGE).click()
        expect(page.locator(".ks-remark")).to_have_text(texts.QUOTE_ELSEWHERE)
        page.keyboard.press("Escape")
        expect(page.locator("#udsagn-1-citat-1")).to_be_focused()


def test_a_text_to_check_can_be_read_from_a_file(browser: Browser, real_address: str, tmp_path: Path) -> None:
    file = tmp_path / "tekst.txt"
    file.write_bytes("Kommunen har en ældreplan.".encode("cp1252"))
    with _visit(browser, real_address) as visitor:
        visitor.view("tjek")
        visitor.page.set_input_files("[data-into]", file)
        expect(visitor.page.get_by_label(texts.CHECK_LABEL)).to_have_value("Kommunen har en ældreplan.")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_claim_check_is_saved_as_a_file(browser: Browser, real_address: str, ending: str) -> None:
    with _visit(browser, real_address) as visitor:
        page = visitor.page
        visitor.view("tjek")
        page.get_by_label(texts.CHECK_LABEL).fill("Dragør Kommune havde 15.450 indbyggere 1. januar 2025.")
        page.get_by_role("button", name=texts.CHECK_BUTTON).click()
        with page.expect_download() as download:
            page.locator("#ks-checked").get_by_role("button", name=FORMATS[ending]).click()
        content = Path(download.value.path()).read_bytes()
        if ending == "docx":
            from docx import Document

            content = "\n".join(row.text for row in Document(io.BytesIO(content)).paragraphs).encode()
        assert "15.450" in content.decode() and "14.450" in content.decode()


def test_all_places_of_a_word_open_in_the_source(browser: Browser, real_address: str) -> None:
    with _visit(browser, real_address) as visitor:
        page = visitor.page
        visitor.view("steder")
        page.get_by_label(texts.PLACES_LABEL).fill("servicerammen")
        page.keyboard.press("Enter")
        expect(page.locator(".ks-found").first).to_be_visible()
        expect(page.locator(".ks-said")).to_have_text("")
        page.locator(".ks-open").nth(1).click()
        expect(page.locator(".ks-source mark")).to_contain_text("erviceramme")
        expect(page.locator(".ks-source h2")).to_be_focused()
        page.get_by_label(texts.PLACES_LABEL).fill("")
        page.keyboard.press("Enter")
        expect(page.locator("#ks-found")).to_have_text(texts.FIND_WHAT)
        expect(page.locator(".ks-source")).to_have_count(0)  # it showed a place of the word before


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080), (390, 844)])
def test_the_projector_shows_code_and_address_without_scrolling(browser: Browser, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_content(wall_page("http://192.168.100.200:7860", "408213"))
    for shown in ("http://192.168.100.200:7860", "408 213"):
        expect(page.get_by_text(shown, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator("svg.qr")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
    page.close()


LOOKS = {
    "desktop": {},
    "desktop dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "phone dark": {**PHONE, "color_scheme": "dark"},
}


def test_the_look_panel_fits_a_phone_and_axe_finds_nothing(browser: Browser, real_address: str) -> None:
    with _visit(browser, real_address, **PHONE) as visitor:
        page = visitor.page
        page.get_by_text(texts.LOOK, exact=True).tap()
        page.get_by_role("button", name=texts.TEXT_SIZES[2]).tap()
        panel = page.locator(".ks-panel").bounding_box()
        assert panel and panel["x"] >= 0 and panel["x"] + panel["width"] <= 390
        assert violations(page) == [] and page.evaluate(FITS)
        page.keyboard.press("Escape")
        name, settings = page.locator("h1").bounding_box(), page.locator(".ks-look").bounding_box()
        assert name and settings
        assert name["x"] + name["width"] <= settings["x"] or name["y"] + name["height"] <= settings["y"]
        visitor.ask("hvad er servicerammen?")
        assert violations(page) == [] and page.evaluate(FITS)
        page.tap("#svar-1-citat-1")
        for button in page.locator(".ks-source button").all():
            expect(button).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Browser, real_address: str, look: str) -> None:
    with _visit(browser, real_address, **LOOKS[look]) as visitor:
        page = visitor.page
        assert violations(page) == []
        visitor.ask("hvad er servicerammen?")
        visitor.ask("Hvem vandt kommunalvalget i Odense?")
        page.click("#svar-1-citat-1")
        page.wait_for_selector(".ks-source mark")
        assert violations(page) == []


@pytest.mark.parametrize("look", ["desktop dark", "phone"])
def test_axe_finds_nothing_in_the_other_views(browser: Browser, real_address: str, look: str) -> None:
    with _visit(browser, real_address, **LOOKS[look]) as visitor:
        page = visitor.page
        visitor.view("tjek")
        page.get_by_label(texts.CHECK_LABEL).fill(
            "Der bor 15.450 mennesker i Dragør Kommune i 2025. Kommunen har et slot."
        )
        page.get_by_role("button", name=texts.CHECK_BUTTON).click()
        page.wait_for_selector(".ks-claim")
        found = [violations(page)]
        visitor.view("steder")
        page.get_by_label(texts.PLACES_LABEL).fill("frivillig")
        page.keyboard.press("Enter")
        page.wait_for_selector(".ks-found")
        found.append(violations(page))
        for view in ("dokumenter", "om"):
            visitor.view(view)
            page.wait_for_selector(f"#ks-{view} h2")
            found.append(violations(page))
            assert look == "desktop dark" or page.evaluate(FITS)
        assert found == [[], [], [], []]


@pytest.mark.parametrize("question", texts.STARTERS)
def test_the_documents_answer_every_starter_question(real: Assistant, question: str) -> None:
    assert real.ask(question).status.value == "answered"

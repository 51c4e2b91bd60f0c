"""The page in real Chromium: asking, seeing the source, and that nothing runs, leaks or leaves the machine.

A missing browser fails these tests; it does not skip them.
"""

import http.client
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
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

import app
import texts
from assistant.ask import Assistant
from assistant.opening import open_assistant

from .conftest import GLOSSARY, HOSTILE_QUESTION, HOSTILE_TEXT, PAGE_3, SERVICE, FakeAssistant

# Gradio's queue sums up its own times in a way that pandas has deprecated; as an error it would stop the queue.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
ROOT = Path(__file__).parents[2]
SERVICE_QUESTION = "Hvad er servicerammen?"


@contextmanager
def _served(assistant: object) -> Iterator[str]:
    """Serves the page for ``assistant``; yields its address."""
    listener = app.listen(0)
    server = app.make_server(app.build_app(cast(Assistant, assistant)))
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
def address(fake: FakeAssistant) -> Iterator[str]:
    with _served(fake) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield chromium
        chromium.close()


class Visitor:
    """A browser of its own on the page; what goes wrong in it is collected in ``trouble``."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context = browser.new_context(locale="da-DK", **{"viewport": {"width": 1280, "height": 900}, **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.trouble: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("console", lambda message: self.trouble.append(message.text) if message.type == "error" else None)
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)
        self.page.wait_for_selector(".ks-start")

    def _dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def ask(self, question: str) -> None:
        """Types a question, sends it with Enter and waits for the answer."""
        before = self.page.locator(".ks-outcome").count()
        self.page.get_by_label(texts.QUESTION_LABEL).fill(question)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".ks-outcome")).to_have_count(before + 1)


@contextmanager
def _visit(browser: Browser, address: str, **options: Any) -> Iterator[Visitor]:
    visitor = Visitor(browser, address, **options)
    try:
        yield visitor
        assert visitor.trouble == []
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
    assert lines == {*frame, texts.NEW_TOPIC, *texts.STARTERS}
    named = page.evaluate(
        "[...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap(e =>"
        " ['aria-label', 'title', 'placeholder'].map(name => e.getAttribute(name)).filter(Boolean))"
    )
    assert set(named) == {texts.CONVERSATION, texts.QUESTION_HINT}
    assert page.locator("h1").count() == 1
    expect(page.get_by_role("status")).to_have_count(1)  # Gradio's own speaks English and is switched off


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
    expect(visitor.page.locator(".ks-start")).to_have_count(0)


def test_a_follow_up_shows_what_was_searched(visitor: Visitor) -> None:
    visitor.ask(SERVICE_QUESTION)
    visitor.ask("Og anlægsrammen?")
    expect(visitor.page.locator(".ks-searched")).to_contain_text("Hvad er servicerammen og anlægsrammen?")
    expect(visitor.page.locator("#svar-2 blockquote")).to_contain_text("Anlægsramme")
    assert visitor.page.locator(".ks-turn").count() == 2


def test_a_refusal_says_what_to_do_next(visitor: Visitor) -> None:
    visitor.ask("Hvad er vejret?")
    for sentence in (texts.NOT_IN_DOCUMENTS, texts.searched_documents(3), texts.WHAT_NEXT):
        expect(visitor.page.get_by_text(sentence)).to_be_visible()
    assert visitor.page.locator("blockquote").count() == 0


def test_a_new_topic_forgets_the_conversation(visitor: Visitor) -> None:
    visitor.ask(SERVICE_QUESTION)
    visitor.page.click("#svar-1-citat-1")
    visitor.page.wait_for_selector(".ks-page")
    visitor.page.get_by_role("button", name=texts.NEW_TOPIC).click()
    expect(visitor.page.locator(".ks-start")).to_be_visible()
    expect(visitor.page.locator(".ks-turn, .ks-page")).to_have_count(0)
    visitor.ask("Og anlægsrammen?")
    assert visitor.page.locator(".ks-searched").count() == 0
    expect(visitor.page.get_by_text(texts.NOT_IN_DOCUMENTS)).to_be_visible()


def test_empty_and_overlong_questions_get_one_danish_sentence(visitor: Visitor) -> None:
    box = visitor.page.get_by_label(texts.QUESTION_LABEL)
    box.fill("   ")
    box.press("Enter")
    expect(visitor.page.locator(".ks-notice")).to_have_text(texts.QUESTION_EMPTY)
    visitor.ask("æ" * 5000)
    expect(visitor.page.locator(".ks-cut")).to_have_text(texts.question_cut(1000))
    expect(visitor.page.locator(".ks-question")).to_have_text("æ" * 1000)
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
    expect(page.locator(".ks-source h2")).to_have_text(texts.citation_heading(1, 4))
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
    for _ in range(len(texts.STARTERS) + 1):
        keyboard.press("Tab")
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
    keyboard.type(SERVICE_QUESTION)
    keyboard.press("Enter")
    expect(page.locator("blockquote")).to_be_visible()
    keyboard.press("Shift+Tab")
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


def test_on_a_phone_nothing_scrolls_sideways_and_there_is_a_way_back(browser: Browser, address: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with _visit(browser, address, **phone, color_scheme="dark") as visitor:
        page = visitor.page
        fits = "document.documentElement.scrollWidth <= window.innerWidth && window.innerWidth === 390"
        assert page.evaluate(fits)
        visitor.ask("Hvad kan frivillige?")
        visitor.ask("x" * 900)
        visitor.ask(HOSTILE_QUESTION)
        assert page.evaluate(fits)
        page.tap("#svar-1-citat-1")
        expect(page.locator(".ks-source h2")).to_be_in_viewport()
        expect(page.locator("mark")).to_be_in_viewport()
        assert page.evaluate(fits)
        page.get_by_role("button", name=texts.BACK_TO_ANSWER).tap()
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


# --- The real documents ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return open_assistant(index=tmp_path_factory.mktemp("index"), rebuild=True)


def test_the_glossary_answers_and_its_page_is_marked(browser: Browser, real: Assistant) -> None:
    with _served(real) as served, _visit(browser, served) as visitor:
        visitor.ask("hvad er servicerammen?")
        expect(visitor.page.locator("blockquote").first).to_contain_text("Serviceramme – Den øverste grænse for")
        visitor.page.click("#svar-1-citat-1")
        expect(visitor.page.locator(".ks-source h2")).to_have_text(texts.citation_heading(1, 50))
        citation = real.ask("hvad er servicerammen?").citations[0]
        source = real.retriever.document(citation.doc_id).text[citation.start : citation.end]
        assert visitor.page.locator("mark").evaluate("e => e.textContent") == source


@pytest.mark.parametrize("question", texts.STARTERS)
def test_the_documents_answer_every_starter_question(real: Assistant, question: str) -> None:
    assert real.ask(question).status.value == "answered"

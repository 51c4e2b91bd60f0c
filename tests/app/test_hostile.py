"""Hostile documents, titles, file names and questions in every place of the page, in real Chromium and in exports.

What the commands print is in ``tests/kildesvar/test_terminal.py``, the entry page in ``tests/app/test_door.py``.
"""

import io
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect

import app
import texts
from assistant.ask import Assistant
from eval.browser import chromium
from page.entry import SETTINGS
from page.escaping import escape
from page.lobby import Lobby
from page.question_log import QuestionLog
from page.room import Room

from ..tiny_corpus import PAGE_7, WEB, retriever_of, write_corpus

pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

ANSI = "\x1b[31m\x07\x9b2J"
TURNED = "\u202e000.01\u202c \u2066ikke\u2069"
MARKUP = (
    "<script>window.hacked=1</script> <img src=x onerror=window.hacked=2> <a href='javascript:window.hacked=3'>her</a> "
    "[her](javascript:window.hacked=4) ![](http://x.invalid/a.png) **fed** `${window.hacked=5}` {{window.hacked=6}} "
    "<svg onload=window.hacked=7> </textarea></p></div></style></title><base href=http://x.invalid/> &lt;b&gt;"
)
HARM = f"{MARKUP} {ANSI} {TURNED}"
SEEN = HARM.translate({ord(character): "�" for character in "\x1b\x07\x9b\u202e\u202c\u2066\u2069"})
"""What a reader is shown of it: everything, with a sign for each character that a screen would obey."""

CODE = "408213"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The material: a hostile document with a hostile name, title and sender, and a harmless one."""
    name = json.dumps(f"Titel {HARM}")
    rows = "".join(
        f"[[source]]\ndoc_id = {doc_id}\nfile = {file}\ntitle = {name}\nsender = {name}\nkind = {name}\n"
        for doc_id, file in (('"d0"', json.dumps("<img src=x onerror=window.hacked=8>.txt")), ('"d1"', '"b.txt"'))
    )
    text = f"Servicerammen er {HARM} grænsen for penge.\n\n{WEB}\n\n{PAGE_7}"
    files = {"<img src=x onerror=window.hacked=8>.txt": text, "b.txt": WEB}
    return write_corpus(tmp_path_factory.mktemp("hostile") / "corpus", files, manifest=rows)


@contextmanager
def served(folder: Path, *, room: Room | None = None) -> Iterator[str]:
    """Serves the page over the hostile material; yields its address."""
    listener = app.listen(0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    lobby = Lobby(QuestionLog(folder.parent / "log" / "q.jsonl"), room, f"{address}/")
    assistant = Assistant(retriever_of(folder))
    built = app.build_app(assistant, corpus=folder, reports=folder.parent / "reports", lobby=lobby)
    server = app.make_server(built)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


def assert_unharmed(page: Page, trouble: list[str]) -> None:
    """Asserts that nothing ran, nothing was loaded from elsewhere, and nothing in the page could still run."""
    assert page.evaluate("window.hacked") is None
    assert trouble == []
    harmful = "script, iframe, object, embed, base, svg[onload], img[onerror], a[href^='javascript']"
    assert page.locator(f"#ks-desk :is({harmful})").count() == 0
    turning = page.evaluate("document.body.innerHTML.match(/[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/g)")
    assert turning is None
    assert (
        page.evaluate("[...document.body.innerText].filter(c => /[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f]/.test(c))")
        == []
    )


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """Opens the page; yields it and what goes wrong in it."""
    context = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page, trouble = context.new_page(), list[str]()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))

    def dismissed(dialog: Dialog) -> None:
        trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            trouble.append(request.url)

    page.on("dialog", dismissed)
    page.on("request", asked)
    try:
        page.goto(address)
        page.wait_for_selector("#ks-desk")
        yield page, trouble
    finally:
        context.close()


def test_every_view_shows_hostile_text_and_obeys_none_of_it(browser: Browser, folder: Path) -> None:
    with served(folder) as address, visit(browser, address) as (page, trouble):
        question = f"Hvad er servicerammen? {HARM}"
        page.get_by_label(texts.QUESTION_LABEL).fill(question)
        page.keyboard.press("Enter")
        asked = page.locator("article:not(.ks-pending) .ks-question")
        expect(asked).to_contain_text("<script>window.hacked=1</script>")
        expect(asked).to_contain_text("�[31m")
        page.get_by_label(texts.QUESTION_LABEL).fill("Hvad er servicerammen?")
        page.keyboard.press("Enter")
        expect(page.locator(".ks-outcome")).to_have_count(2)
        expect(page.locator("#ks-conversation")).to_contain_text("window.hacked=3")
        assert_unharmed(page, trouble)

        page.get_by_role("link", name=texts.VIEWS["steder"], exact=True).click()
        page.get_by_label(texts.PLACES_LABEL).fill("servicerammen")
        page.keyboard.press("Enter")
        page.click("#sted-0")
        shown = page.locator(".ks-page")
        expect(shown).to_contain_text(MARKUP)
        assert " ".join(SEEN.split()) in " ".join((shown.text_content() or "").split())
        expect(page.locator(".ks-source cite")).to_have_text(f"Titel {SEEN}")
        assert_unharmed(page, trouble)
        page.get_by_label(texts.PLACES_LABEL).fill(f'"{HARM[:150]}"')
        page.keyboard.press("Enter")
        page.wait_for_timeout(1000)
        assert_unharmed(page, trouble)

        page.get_by_role("link", name=texts.VIEWS["tjek"], exact=True).click()
        page.get_by_label(texts.CHECK_LABEL).fill(f"Servicerammen er {HARM} grænsen for penge.\n\nHunde {HARM}.")
        page.get_by_role("button", name=texts.CHECK_BUTTON).click()
        expect(page.locator("#ks-checked")).to_contain_text("window.hacked=3")
        assert_unharmed(page, trouble)

        for view in ("dokumenter", "om"):
            page.get_by_role("link", name=texts.VIEWS[view], exact=True).click()
            expect(page.locator(f"#ks-{view}")).to_contain_text(f"Titel {SEEN}"[:60])
            assert_unharmed(page, trouble)
        expect(page.locator("#ks-dokumenter")).to_contain_text("<img src=x onerror=window.hacked=8>.txt")


def test_exports_and_reports_hold_hostile_text_as_text(browser: Browser, folder: Path) -> None:
    from docx import Document

    with served(folder) as address, visit(browser, address) as (page, trouble):
        page.get_by_label(texts.QUESTION_LABEL).fill(f"Hvad er servicerammen? {HARM}")
        page.keyboard.press("Enter")
        expect(page.locator(".ks-outcome")).to_have_count(1)
        page.get_by_text(texts.EXPORT_TALK).click()
        files = {}
        for name in (texts.EXPORT_DOCX, texts.EXPORT_MARKDOWN, texts.EXPORT_PRINT):
            with page.expect_download() as got:
                page.get_by_role("button", name=name, exact=True).click()
            files[name] = got.value.path().read_bytes()
        words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(files[texts.EXPORT_DOCX])).paragraphs)
        assert "<script>window.hacked=1</script>" in words
        assert not re.search("[\x1b\x07\x9b\u202e\u2066]", words)
        markdown = files[texts.EXPORT_MARKDOWN].decode()
        assert not re.search("[\x1b\x07\x9b\u202e\u2066]", markdown)
        assert not re.search(r"(?<!\\)<(script|img|svg|base)", markdown)
        assert not re.search(r"(?<!\\)!?\[[^\]\\]*\]\((javascript|http)", markdown)
        printed = browser.new_page()
        printed.on("request", lambda asked: trouble.append(asked.url))
        printed.set_content(files[texts.EXPORT_PRINT].decode())
        assert printed.evaluate("window.hacked") is None
        assert printed.locator("script, img, svg, base, a").count() == 0
        printed.close()

        page.get_by_text(texts.REPORT, exact=True).click()
        page.get_by_label(texts.REPORT_REMARK).fill(HARM)
        page.get_by_role("button", name=texts.REPORT_SAVE).click()
        expect(page.locator("#ks-notice")).to_contain_text("rapport-")
        report = next((folder.parent / "reports").glob("rapport-*.json")).read_text(encoding="utf-8")
        assert "<script>" in json.loads(report)["question"]
        assert not re.search("[\x1b\x07\x9b\u202e\u2066]", report)
        assert_unharmed(page, trouble)


def test_the_entry_page_and_the_settings_in_a_browser(browser: Browser, folder: Path) -> None:
    with served(folder, room=Room(CODE, "en lang adgangskode")) as address:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.goto(address)
        page.get_by_label(texts.ROOM_CODE).fill(HARM[:12])
        page.get_by_role("button", name=texts.ROOM_ENTER).first.click()
        expect(page.get_by_role("alert")).to_have_text(texts.ROOM_CODE_WRONG)
        assert asked == [f"{address}/"] * 2
        page.get_by_text(texts.SECRETARIAT).click()
        page.get_by_label(texts.ROOM_PASSWORD).fill("en lang adgangskode")
        page.get_by_role("button", name=texts.ROOM_ENTER).last.click()
        page.wait_for_url(address + SETTINGS)
        page.get_by_role("button", name=texts.LOG_SWITCH_ON).click()
        expect(page.get_by_role("button", name=texts.LOG_SWITCH_OFF)).to_be_visible()
        page.get_by_role("link", name=texts.WALL_SHOW).click()
        expect(page.locator("svg.qr")).to_be_visible()
        expect(page.get_by_text("408 213")).to_be_visible()
        assert all(url.startswith(address) for url in asked)
        context.close()


def test_a_member_comes_in_asks_and_is_told_of_the_log(browser: Browser, folder: Path) -> None:
    with served(folder, room=Room(CODE, "en lang adgangskode")) as address:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="da-DK")
        page = context.new_page()
        page.goto(address)
        page.get_by_label(texts.ROOM_CODE).fill(CODE)
        page.keyboard.press("Enter")
        page.wait_for_selector("#ks-desk")
        page.get_by_label(texts.QUESTION_LABEL).fill("Hvad er servicerammen?")
        page.keyboard.press("Enter")
        expect(page.locator(".ks-outcome")).to_have_count(1)
        assert page.evaluate("document.cookie") == ""
        assert page.get_by_text(texts.LOGGED).count() == 0
        context.close()


def test_the_entry_page_has_no_violation(browser: Browser, folder: Path) -> None:
    from eval.browser import violations

    with served(folder, room=Room(CODE, "en lang adgangskode")) as address:
        for scheme in ("light", "dark"):
            # axe-core is a script, which the page's policy forbids; only this test lets it in.
            context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 390, "height": 844})
            page = context.new_page()
            page.goto(address)
            page.get_by_text(texts.SECRETARIAT).click()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= 390")
            page.get_by_label(texts.ROOM_PASSWORD).fill("en lang adgangskode")
            page.get_by_role("button", name=texts.ROOM_ENTER).last.click()
            page.wait_for_url(address + SETTINGS)
            assert violations(page) == []
            page.get_by_role("link", name=texts.WALL_SHOW).click()
            assert violations(page) == []
            context.close()


def test_escaping_keeps_places_and_shows_what_would_be_obeyed() -> None:
    assert escape("<b>\u202e&\"'") == "&lt;b&gt;�&amp;&quot;&#x27;"

"""Documents added, asked about, removed and brought back in real Chromium, always on copies of documents and index.

A missing browser fails these tests; it does not skip them.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Page, expect

import texts
from assistant.current import CurrentAssistant
from assistant.start import open_assistant
from eval.browser import chromium, violations
from page.guard import UPLOAD
from page.lobby import Lobby
from page.question_log import QuestionLog
from page.roles import Role

from .pdf import make_pdf
from .test_browser import FITS, PHONE, ROOT, Visitor, _served, _visit

pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

PLAN = make_pdf(
    ("Plan for klitterne ved Dragør Strand",),
    ("Ordliste", "Klitfond – En pulje penge, som kommunen bruger på at passe", "klitterne ved stranden i et år."),
)
QUESTION = "Hvad er en klitfond?"
SLOW = 30_000
"""Milliseconds that a change may take while other programs run."""


@dataclass(frozen=True, slots=True)
class Site:
    """A page over copies of the documents and their index."""

    address: str
    corpus: Path
    index: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@contextmanager
def _site(folder: Path, corpus: Path, index: Path, **more: Any) -> Iterator[Site]:
    copied = folder / "corpus", folder / "var" / "index"
    shutil.copytree(corpus, copied[0], ignore=shutil.ignore_patterns(".kildesvar"))
    shutil.copytree(index, copied[1])
    current = CurrentAssistant(lambda: open_assistant(corpus=copied[0], index=copied[1]), index=copied[1])
    with _served(current, copied[0], index=copied[1], **more) as address:
        yield Site(address, *copied)


@pytest.fixture
def site(tmp_path: Path, real_corpus: Path, real_index: Path) -> Iterator[Site]:
    with _site(tmp_path, real_corpus, real_index) as made:
        yield made


def _documents(visitor: Visitor) -> Page:
    visitor.view("dokumenter")
    expect(visitor.page.locator("article.ks-document").first).to_be_visible()
    return visitor.page


def _add(visitor: Visitor, *files: dict[str, Any], **said: str) -> None:
    page = _documents(visitor)
    page.set_input_files("#ny-filer", cast(Any, list(files)))
    for label, value in said.items():
        page.get_by_label(getattr(texts, label)).fill(value)
    page.get_by_role("button", name=texts.ADD_BUTTON).click()
    expect(page.locator("#ks-changing .ks-notice")).to_be_visible(timeout=SLOW)


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def _remove(visitor: Visitor, title: str) -> None:
    page = _documents(visitor)
    document = page.get_by_role("article", name=title)
    document.get_by_text(texts.REMOVE, exact=True).click()
    expect(document.get_by_text(texts.remove_sure(title))).to_be_visible()
    document.get_by_role("button", name=texts.REMOVE_YES).click()
    expect(page.locator("#ks-changing .ks-notice")).to_have_text(texts.removed_here(title), timeout=SLOW)
    expect(document).to_have_count(0)


# --- The whole way --------------------------------------------------------------------------------------------------


def test_a_pdf_is_added_asked_about_cited_with_its_picture_and_removed(browser: Browser, site: Site) -> None:
    title = "Plan for klitterne"
    with _visit(browser, site.address) as visitor:
        page = visitor.page
        visitor.ask(QUESTION)
        assert "Klitfond –" not in page.locator("#svar-1").inner_text()
        _add(visitor, _file("Klitplan 2026.pdf", PLAN), ADD_TITLE=title, ADD_SENDER="Strandvagten", ADD_YEAR="2026")
        expect(page.locator("#ks-changing")).to_contain_text(texts.added_here(title, "Strandvagten", 2026))
        expect(page.get_by_role("article", name=title)).to_contain_text("2 (side 1–2)")
        visitor.view("spoerg")
        visitor.ask(QUESTION)
        expect(page.locator("#svar-2 blockquote").first).to_contain_text("En pulje penge, som kommunen bruger på")
        expect(page.locator("#svar-2 .ks-quoted .ks-place").first).to_contain_text(f"Strandvagten · {title}")
        page.click("#svar-2-citat-1")
        expect(page.locator(".ks-source mark")).to_contain_text("Klitfond")
        expect(page.locator(".ks-source h2")).to_have_text(texts.source_heading(texts.citation_in_source(1), 2))
        expect(page.locator(".ks-paper img")).to_be_visible()
        expect(page.locator(".ks-spot")).to_have_count(2)  # the two printed lines
        _remove(visitor, title)
        visitor.view("spoerg")
        page.click("#svar-2-citat-1")
        expect(page.locator(".ks-source [role=alert]")).to_have_text(texts.source_removed(title))
        expect(page.locator(".ks-source mark, .ks-source img")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.locator("#svar-2-citat-1")).to_be_focused()
        visitor.ask(QUESTION)
        assert "Klitfond –" not in page.locator("#svar-3").inner_text()
    assert not list(site.corpus.glob("klitplan*"))


def test_good_files_are_added_and_each_bad_one_is_named(browser: Browser, site: Site) -> None:
    evil = "<img src=x onerror=window.hacked=1> ${window.hacked=2}.md"
    with _visit(browser, site.address) as visitor:
        page = visitor.page
        _add(
            visitor,
            _file("hunde.md", b"# Hunde\n\nHunde skal holdes i snor p\xc3\xa5 havnen.\n"),
            _file("tom.txt", b""),
            _file("l\u00f8gn.docx", b"no archive"),
            _file("regneark.xlsx", b"PK"),
            _file(evil, b"# <script>window.hacked=3</script>\n\nKatte m\xc3\xa5 g\xc3\xa5 frit p\xc3\xa5 havnen.\n"),
        )
        result = page.locator("#ks-changing")
        for sentence in (texts.file_empty("tom.txt"), texts.file_damaged("løgn.docx", "Word"), "regneark.xlsx"):
            expect(result).to_contain_text(sentence)
        expect(page.locator("article.ks-document")).to_have_count(7)
        expect(page.locator("#ks-dokumenter")).to_contain_text("<script>window.hacked=3</script>")
        assert page.evaluate("window.hacked") is None
        assert page.locator("#ks-desk :is(script, img, iframe)").count() == 0
        # The refused file is the only thing that the browser's console may mention.
        visitor.trouble = [line for line in visitor.trouble if "415" not in line]


def test_an_earlier_version_is_brought_back(browser: Browser, site: Site) -> None:
    title = "Nye aktører på velfærdsbanen"
    with _visit(browser, site.address) as visitor:
        page = visitor.page
        _remove(visitor, title)
        page.get_by_text(texts.VERSIONS_HEADING, exact=True).click()
        version = page.locator(".ks-versions > li", has_text=texts.version_more([title]))
        version.get_by_text(texts.RESTORE, exact=True).click()
        version.get_by_role("button", name=texts.CANCEL).click()
        expect(version.get_by_role("button", name=texts.RESTORE_YES)).to_be_hidden()
        page.keyboard.press("Enter")  # the focus is on what was folded
        version.get_by_role("button", name=texts.RESTORE_YES).click()
        expect(page.locator("#ks-changing .ks-notice")).to_have_text(texts.restored_here(5), timeout=SLOW)
        expect(page.get_by_role("article", name=title)).to_be_visible()


def test_another_process_changes_the_documents_and_the_page_follows(browser: Browser, site: Site) -> None:
    question = "Hvad er sociale investeringer?"
    title = "Investér før det sker"
    with _visit(browser, site.address) as visitor:
        page = visitor.page
        visitor.ask(question)
        cited = page.locator("#svar-1 .ks-citation", has_text=title).first.locator(".ks-marker")
        cited.click()
        expect(page.locator(".ks-source mark")).to_be_visible()
        folders = ["--corpus", str(site.corpus), "--index", str(site.index)]
        command = [sys.executable, "-m", "kildesvar", "remove", "kl-invester-foer-det-sker", *folders]
        subprocess.run(command, cwd=ROOT, check=True, timeout=120, capture_output=True, env={**os.environ})
        cited.click()
        expect(page.locator(".ks-source [role=alert]")).to_have_text(texts.source_removed(title))
        visitor.ask("Hvem vandt kommunalvalget i Odense?")
        expect(page.locator("#svar-2")).to_contain_text(texts.searched_documents(4))
        page.reload()
        expect(page.locator(".ks-start")).to_be_visible()
        visitor.view("om")
        expect(page.locator("#ks-om .ks-about")).not_to_contain_text(title)
        visitor.view("dokumenter")
        expect(page.locator("article.ks-document")).to_have_count(4)


def test_others_are_answered_while_documents_are_added(browser: Browser, site: Site) -> None:
    with _visit(browser, site.address) as secretary, _visit(browser, site.address) as member:
        page = _documents(secretary)
        page.set_input_files("#ny-filer", cast(Any, [_file("Klitplan.pdf", PLAN)]))
        page.get_by_role("button", name=texts.ADD_BUTTON).click()
        expect(page.locator("#ks-changing progress")).to_be_visible()
        expect(page.get_by_role("button", name=texts.ADD_BUTTON)).to_be_disabled()
        member.ask("hvad er servicerammen?")
        expect(member.page.locator("blockquote").first).to_contain_text("Serviceramme –")
        expect(page.locator("#ks-changing .ks-notice")).to_have_text(texts.ADD_DONE, timeout=SLOW)
        member.ask(QUESTION)
        expect(member.page.locator("#svar-2 blockquote").first).to_contain_text("En pulje penge")
        expect(member.page.locator("#ks-changing .ks-notice")).to_have_count(0)


# --- How it is used -------------------------------------------------------------------------------------------------


def test_the_keyboard_is_enough_to_remove_and_to_change_ones_mind(browser: Browser, site: Site) -> None:
    with _visit(browser, site.address) as visitor:
        page, keyboard = _documents(visitor), visitor.page.keyboard
        page.locator(".ks-skip").focus()
        keyboard.press("Enter")
        expect(page.locator("#dokumenter-liste")).to_be_focused()
        keyboard.press("Tab")
        expect(page.locator("#ny-filer")).to_be_focused()
        for _ in ("title", "sender", "year", "add"):
            keyboard.press("Tab")
        keyboard.press("Enter")
        expect(page.locator("#ks-changing .ks-notice")).to_have_text(texts.ADD_NONE)
        summary = page.get_by_role("article", name="Velfærdstendenser").locator("summary")
        summary.focus()
        keyboard.press("Enter")
        keyboard.press("Tab")
        expect(page.get_by_role("article", name="Velfærdstendenser").get_by_text(texts.REMOVE_YES)).to_be_focused()
        keyboard.press("Escape")
        expect(summary).to_be_focused()
        expect(page.locator(".ks-sure[open]")).to_have_count(0)


def test_files_can_be_dropped_and_several_get_no_common_title(browser: Browser, site: Site) -> None:
    drop = """names => {
        const transfer = new DataTransfer();
        for (const name of names) transfer.items.add(new File(["tekst"], name));
        const place = document.querySelector(".ks-adding .ks-drop");
        for (const type of ["dragenter", "dragover", "drop"]) {
            place.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }
    }"""
    with _visit(browser, site.address) as visitor:
        page = _documents(visitor)
        page.evaluate(drop, ["en.txt", "<b>to</b>.md"])
        expect(page.locator(".ks-chosen li")).to_have_text(["en.txt", "<b>to</b>.md"])
        expect(page.get_by_label(texts.ADD_TITLE)).to_be_disabled()
        page.evaluate(drop, ["en.txt"])
        expect(page.locator(".ks-chosen li")).to_have_text(["en.txt"])
        expect(page.get_by_label(texts.ADD_TITLE)).to_be_enabled()


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, PHONE, {**PHONE, "color_scheme": "dark"}])
def test_axe_finds_nothing_in_the_forms_and_they_fit(browser: Browser, site: Site, look: dict[str, Any]) -> None:
    with _visit(browser, site.address, **look) as visitor:
        page = _documents(visitor)
        page.set_input_files("#ny-filer", cast(Any, [_file("Klitplan.pdf", PLAN), _file("x" * 120 + ".txt", b"x")]))
        for folded in page.locator(".ks-adding > summary, .ks-sure > summary").all():
            if folded.is_visible():
                folded.click()
        assert violations(page) == []
        page.get_by_role("button", name=texts.ADD_BUTTON).click()
        expect(page.locator("#ks-changing .ks-notice")).to_be_visible(timeout=SLOW)
        assert violations(page) == []
        assert "is_mobile" not in look or page.evaluate(FITS)


def test_a_text_to_check_is_read_from_word_and_pdf_files(browser: Browser, site: Site) -> None:
    import io

    import docx

    draft, written = docx.Document(), io.BytesIO()
    draft.add_heading("Udkast", 1)
    draft.add_paragraph("Dragør Kommune havde 15.450 indbyggere 1. januar 2025.")
    draft.save(written)
    with _visit(browser, site.address) as visitor:
        page = visitor.page
        visitor.view("tjek")
        box = page.get_by_label(texts.CHECK_LABEL)
        page.set_input_files("[data-into]", cast(Any, _file("udkast.docx", written.getvalue())))
        expect(box).to_have_value("# Udkast\n\nDragør Kommune havde 15.450 indbyggere 1. januar 2025.", timeout=SLOW)
        expect(box).to_be_focused()
        page.get_by_role("button", name=texts.CHECK_BUTTON).click()
        expect(page.locator(".ks-numbers tbody td").first).to_have_text("15.450")
        page.set_input_files("[data-into]", cast(Any, _file("plan.pdf", PLAN)))
        expect(box).to_have_value(contains("Klitfond – En pulje penge"), timeout=SLOW)
        page.set_input_files("[data-into]", cast(Any, _file("løgn.pdf", b"no PDF")))
        expect(page.locator("#ks-read .ks-notice")).to_have_text(texts.file_damaged("løgn.pdf", "PDF"), timeout=SLOW)


def contains(words: str) -> Any:
    """Returns a pattern for a text with ``words`` in it."""
    import re

    return re.compile(re.escape(words))


# --- Members --------------------------------------------------------------------------------------------------------


def test_a_member_sees_no_forms_and_cannot_send_files(
    browser: Browser, tmp_path: Path, real_corpus: Path, real_index: Path
) -> None:
    class Members(Lobby):
        """Lets everybody in as a member."""

        def role(self, scope: Any) -> Role | None:
            return Role.MEMBER

    lobby = Members(QuestionLog(tmp_path / "log.jsonl"))
    with _site(tmp_path, real_corpus, real_index, lobby=lobby) as site, _visit(browser, site.address) as visitor:
        page = _documents(visitor)
        expect(page.locator("article.ks-document")).to_have_count(5)
        expect(page.locator("#ks-view-dokumenter :is(form, input, summary)")).to_have_count(0)
        visitor.view("tjek")
        chooser = page.locator("#ks-view-tjek input[type=file]")
        expect(chooser).to_have_attribute("accept", ".txt,.md")
        chooser.set_input_files(cast(Any, _file("udkast.docx", b"PK")))
        expect(page.locator(".ks-said")).to_have_text(texts.CHECK_PLAIN_FILE_ONLY)
        chooser.set_input_files(cast(Any, _file("udkast.txt", "Æbler koster penge.".encode())))
        expect(page.get_by_label(texts.CHECK_LABEL)).to_have_value("Æbler koster penge.")
        assert not any(UPLOAD in url for url in visitor.requests)
        headers = {"x-kildesvar-role": "secretariat"}
        request = urllib.request.Request(f"{site.address}{UPLOAD}?name=a.txt", b"x", headers, method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused, contextlib.closing(urllib.request.urlopen(request)):
            pytest.fail("a member has sent a file")
        assert refused.value.code in (403, 404)
        refused.value.close()

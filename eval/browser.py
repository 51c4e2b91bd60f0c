"""The page in a browser, for screenshots, figures and tests: Chromium, a question, and axe-core.

Playwright belongs to the test tools (``pip install --editable ".[test]"``); Chromium is Debian's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import texts

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

_AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Starts Chromium; a missing one is an error."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Browser, address: str, **options: Any) -> Page:
    """Returns the page in a browser context of its own, ready for a question.

    Args:
        browser: a running one.
        address: of the page.
        options: of the context: viewport, color_scheme, is_mobile …
    """
    return opened_in(browser.new_context(locale="da-DK", **options), address)


def opened_in(context: BrowserContext, address: str) -> Page:
    """Returns the page in ``context``, ready for a question."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".ks-start")
    return page


def ask(page: Page, question: str) -> None:
    """Types a question, sends it with Enter and waits for the answer."""
    before = page.locator("#ks-conversation .ks-outcome").count()
    page.get_by_label(texts.QUESTION_LABEL, exact=True).fill(question)
    page.keyboard.press("Enter")
    page.locator("#ks-conversation .ks-outcome").nth(before).wait_for()


def violations(page: Page) -> list[str]:
    """Returns "impact rule: first element" for each rule of axe-core that the page breaks."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(done => done.violations.map("
        "one => `${one.impact} ${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`))",
        list(_AXE_RULES),
    )
    return [str(line) for line in found]

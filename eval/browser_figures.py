"""``python -m eval.browser_figures``: how fast the page is in a browser, what axe-core finds, and who it talks to."""

import statistics
import sys
import time
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

import texts

from .browser import ask, chromium, opened, opened_in, violations
from .cases import load_cases
from .screenshots import DESKTOP, PHONE, QUESTION
from .server import serving

QUESTIONS = 60
_LOOKS: dict[str, dict[str, Any]] = {
    "desktop, light": DESKTOP,
    "desktop, dark": {**DESKTOP, "color_scheme": "dark"},
    "phone, light": PHONE,
    "phone, dark": {**PHONE, "color_scheme": "dark"},
}
_PAINTED = """
(question) => new Promise(done => {
  const box = document.querySelector("#ks-box textarea, #ks-box input");
  const before = document.querySelectorAll("#ks-conversation .ks-outcome").length;
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set;
  set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => {
    const begin = performance.now();
    const look = () => {
      if (document.querySelectorAll("#ks-conversation .ks-outcome").length === before) requestAnimationFrame(look);
      else requestAnimationFrame(() => done(performance.now() - begin));
    };
    document.querySelector("#ks-ask").click();
    look();
  });
})
"""


def painted(page: Page, questions: list[str]) -> list[float]:
    """Returns, for each question, the milliseconds from the click to the frame after the answer is on the page.

    Each is asked in a conversation of its own.
    """
    taken = []
    for question in questions:
        taken.append(float(page.evaluate(_PAINTED, question)))
        page.get_by_role("button", name=texts.NEW_TOPIC).click()
        page.wait_for_selector(".ks-start")
    return taken


def broken_rules(browser: Browser, address: str) -> dict[str, list[str]]:
    """Returns state of the page → what axe-core finds there."""
    found = {}
    for look, options in _LOOKS.items():
        page = opened(browser, address, **options)
        found[f"start, {look}"] = violations(page)
        ask(page, QUESTION)
        page.click("#svar-1-citat-1")
        page.wait_for_selector("mark")
        found[f"answer and source, {look}"] = violations(page)
        page.context.close()
    return found


def main() -> None:
    """Prints the figures."""
    questions = [case.question for case in load_cases() if not case.history][:QUESTIONS]
    requests: list[str] = []
    with serving() as served, chromium() as browser:
        begin = time.perf_counter()
        context = browser.new_context(locale="da-DK", **DESKTOP)
        context.on("request", lambda request: requests.append(request.url))
        page = opened_in(context, served.address)
        usable = time.perf_counter() - begin
        taken = painted(page, questions)
        found = broken_rules(browser, served.address)
        elsewhere = {url for url in requests if urlsplit(url).netloc != urlsplit(served.address).netloc}
    middle, late = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    lines = [
        f"start to page answering:        {served.seconds:.1f} s",
        f"page opened to usable:          {usable:.1f} s",
        f"question to painted answer:     p50 {middle:.0f} ms, p95 {late:.0f} ms (n={len(taken)})",
        f"requests to other origins:      {len(elsewhere)} of {len(requests)}",
        *(f"axe, {state}: {'; '.join(rules) or 'nothing'}" for state, rules in found.items()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

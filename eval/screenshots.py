"""``python -m eval.screenshots [FOLDER]``: pictures of each view, desktop and phone, light and one dark.

Two of them go into README: ``python -m eval.screenshots --readme`` writes those to docs/.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

import texts

from .browser import ask, chromium, opened
from .server import ROOT, serving

FOLDER = ROOT / "var" / "screenshots"
DOCS = ROOT / "docs"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
README = {"desktop-kilde": "screenshot-desktop", "phone-svar": "screenshot-phone"}
"""Picture → its name in docs/."""

QUESTION = "hvad er servicerammen?"
_RELATED = "Hvad koster en plads på plejehjem?"
_REFUSED = "Hvem vandt kommunalvalget i Odense?"
_CLAIMS = (
    "Der bor 14.450 mennesker i Dragør Kommune i 2025. Servicerammen er en øverste grænse for, hvor mange penge "
    "kommunerne må bruge. Kommunen har 25 svømmehaller."
)
_WORD = "frivillig"


def _start(page: Page) -> None:
    page.wait_for_timeout(100)


def _answer(page: Page) -> None:
    ask(page, QUESTION)


def _source(page: Page) -> None:
    ask(page, QUESTION)
    page.click("#svar-1-citat-1")
    page.wait_for_selector("mark")


def _outcomes(page: Page) -> None:
    ask(page, _RELATED)
    ask(page, "Og hvad med hjemmepleje?")


def _refusal(page: Page) -> None:
    ask(page, _REFUSED)


def _look(page: Page) -> None:
    page.click(".ks-look summary")


def _check(page: Page) -> None:
    _view(page, "tjek")
    page.fill("#tjek-tekst", _CLAIMS)
    page.get_by_role("button", name=texts.CHECK_BUTTON).click()
    page.wait_for_selector(".ks-claim")


def _places(page: Page) -> None:
    _view(page, "steder")
    page.fill("#steder-ord", _WORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".ks-found")


def _place_source(page: Page) -> None:
    _places(page)
    page.click("#sted-0")
    page.wait_for_selector(".ks-source mark")


def _documents(page: Page) -> None:
    _view(page, "dokumenter")
    page.wait_for_selector(".ks-document")


def _forms(page: Page) -> None:
    _documents(page)
    page.locator(".ks-adding > summary").click()
    page.locator(".ks-document .ks-sure > summary").first.click()
    page.locator(".ks-document").first.get_by_text(texts.REMOVE_YES).scroll_into_view_if_needed()


def _about(page: Page) -> None:
    _view(page, "om")
    page.wait_for_selector(".ks-about")


def _view(page: Page, name: str) -> None:
    page.locator(f".ks-views a[data-view={name}]").click()


_STEPS: dict[str, Callable[[Page], None]] = {
    "start": _start,
    "svar": _answer,
    "kilde": _source,
    "opfoelgning": _outcomes,
    "afvisning": _refusal,
    "udseende": _look,
    "tjek": _check,
    "steder": _places,
    "sted-kilde": _place_source,
    "dokumenter": _documents,
    "dokumenter-fjern": _forms,
    "om": _about,
}


def take(browser: Browser, address: str, folder: Path) -> None:
    """Writes all pictures to ``folder`` as PNG files."""
    folder.mkdir(parents=True, exist_ok=True)
    for device, options in (("desktop", DESKTOP), ("phone", PHONE)):
        for name, step in _STEPS.items():
            _take(browser, address, step, folder / f"{device}-{name}.png", **options)
        for name in ("kilde", "tjek"):
            _take(browser, address, _STEPS[name], folder / f"{device}-{name}-dark.png", color_scheme="dark", **options)


def _take(browser: Browser, address: str, step: Callable[[Page], None], file: Path, **options: Any) -> None:
    page = opened(browser, address, **options)
    step(page)
    page.wait_for_timeout(300)  # scrolling and focus
    page.screenshot(path=file)
    page.context.close()


def _shrink(picture: Path, to: Path) -> None:
    """Writes ``picture`` with 64 colours, which is enough for text and a fraction of the size."""
    with Image.open(picture) as opened_picture:
        opened_picture.convert("RGB").quantize(64).save(to, optimize=True)


def main(arguments: list[str]) -> None:
    """Takes the pictures."""
    readme = "--readme" in arguments
    folder = next((Path(argument) for argument in arguments if not argument.startswith("--")), FOLDER)
    with serving() as served, chromium() as browser:
        take(browser, served.address, folder)
    if readme:
        DOCS.mkdir(exist_ok=True)
        for picture, name in README.items():
            _shrink(folder / f"{picture}.png", DOCS / f"{name}.png")
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a file of a page names: what a browser fetches because of it, and addresses that are only mentioned."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_ADDRESS = re.compile(
    r"(?:https?|wss?)://[^\s\"'`<>()\\{}|^]+|(?<=[\"'`])//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s\"'`<>()\\]*"
)
_CSS = re.compile(r"url\(\s*([\"']?)(.*?)\1\s*\)|@import\s+([\"'])(.*?)\3", re.IGNORECASE | re.DOTALL)
_IMPORT = re.compile(r"\b(?:from|import|importScripts)\s*\(?\s*([\"'`])((?:\.{0,2}/|https?:)[^\"'`\s${}]+)\1")
_NEEDED = re.compile(r"\bm\.f=\[([^\]]*)\]")
"""The build tool's (Vite's) list of the files that the parts of a program need."""
_LITERAL = re.compile(r"([\"'`])(.*?)\1")

_ATTRIBUTES = ("src", "poster", "data", "background", "xlink:href")
_ONLY_LINKS = frozenset({"canonical", "alternate", "author", "license", "help", "next", "prev", "search"})
_HREF_LOADS = frozenset({"link", "use", "image"})


@dataclass(slots=True)
class Named:
    """What one file names.

    Attributes:
        fetched: addresses, as written, that a browser fetches when it shows the page or runs its program.
        mentioned: absolute addresses that are text to it: links, namespaces, calls that a program may or may not make.
    """

    fetched: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)


def named_in(kind: str, text: str) -> Named:
    """Returns what a file of the media type ``kind`` names; nothing for pictures and fonts."""
    readers = (("html", _html), ("css", _css), ("javascript", _script), ("json", _json))
    named = next((reader(text) for part, reader in readers if part in kind), Named())
    named.fetched = {each for each in named.fetched if each and not each.startswith(("data:", "#", "blob:", "about:"))}
    named.mentioned -= named.fetched
    return named


def _html(text: str) -> Named:
    from bs4 import BeautifulSoup

    named = Named()
    for tag in BeautifulSoup(text, "html.parser").find_all(True):
        for name, values in tag.attrs.items():
            value = " ".join(values) if isinstance(values, list) else str(values)
            if name in _ATTRIBUTES or (name == "href" and _is_fetched(tag)):
                named.fetched.add(value.strip())
            elif name == "srcset":
                named.fetched.update(each.split()[0] for each in value.split(",") if each.strip())
            elif name == "style":
                named.fetched |= _css(value).fetched
            else:
                named.mentioned.update(_ADDRESS.findall(value))
        if tag.name in ("script", "style") and tag.string:
            inner = _css(tag.string) if tag.name == "style" else _script(tag.string)
            named.fetched |= inner.fetched
            named.mentioned |= inner.mentioned
    return named


def _is_fetched(tag: Any) -> bool:
    return tag.name in _HREF_LOADS and not _ONLY_LINKS & {str(rel).lower() for rel in tag.get("rel") or ()}


def _css(text: str) -> Named:
    return Named({found[1] or found[3] for found in _CSS.findall(text)}, set(_ADDRESS.findall(text)))


def _script(text: str) -> Named:
    needed = {found[1] for listed in _NEEDED.findall(text) for found in _LITERAL.findall(listed)}
    return Named({found[1] for found in _IMPORT.findall(text)} | needed, set(_ADDRESS.findall(text)))


def _json(text: str) -> Named:
    """Reads the page's configuration: style sheets and scripts stand in it under their own names."""
    fetched: set[str] = set()
    mentioned: set[str] = set()
    for key, value in _strings(json.loads(text), ""):
        if key in ("stylesheets", "icons", "src", "js_url", "favicon_path"):
            fetched.add(value)
        mentioned.update(_ADDRESS.findall(value))
    return Named(fetched, mentioned)


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yields (name, text) for each text in a JSON value; a list's texts have its name."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, key)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(each, str(name))

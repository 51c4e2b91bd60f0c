"""What a reader, a mouse and a screen reader get of a piece of HTML."""

from html.parser import HTMLParser

_VOID = {"br", "img", "input", "meta", "rect", "link"}


class Shown(HTMLParser):
    """Collects elements and text; fails on an element that is not closed in its place.

    Attributes:
        tags: (name, attributes) of each element, in order.
        text: all text.
        parts: (path of element names and classes from the outermost, text) of each piece of text.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.parts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag not in _VOID:
            self._open.append((tag, f"{tag}.{attributes.get('class', '')}"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1][0] == tag, (tag, self._open)
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        self.parts.append((" ".join(path for _, path in self._open), data))

    def named(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Returns the attributes of the elements ``tag`` that have these; "_" in a name stands for "-"."""
        pairs = {name.replace("_", "-"): value for name, value in wanted.items()}
        return [found for name, found in self.tags if name == tag and pairs.items() <= found.items()]

    def inside(self, path: str) -> str:
        """Returns the text inside the elements whose ``tag.class`` contains ``path``."""
        return "".join(text for where, text in self.parts if path in where)

    def every(self, path: str) -> list[str]:
        """Returns each piece of text whose innermost element's ``tag.class`` contains ``path``."""
        return [text for where, text in self.parts if path in where.split(" <")[-1]]

    def ids(self) -> list[str]:
        """Returns all ids."""
        return [found["id"] for _, found in self.tags if "id" in found]


HARMFUL = {"script", "img", "iframe", "object", "embed", "form", "style", "link", "base", "i", "s", "plaintext"}


def assert_harmless(shown: Shown, *texts: str) -> None:
    """Asserts that nothing in ``shown`` can run or load, that its ids are unique, and that it says all ``texts``."""
    assert not {tag for tag, _ in shown.tags} & HARMFUL
    for tag, attributes in shown.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "href")], (tag, attributes)
    assert len(shown.ids()) == len(set(shown.ids()))
    references = " ".join(attributes.get("aria-labelledby", "") for _, attributes in shown.tags).split()
    assert set(references) <= set(shown.ids())
    for text in texts:
        assert text in shown.text, text

"""About the product as HTML: how to read an answer, what it cannot do, how good it is, and what exactly runs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import texts
from ingest.document import Document

from .bars import bar
from .documents_view import short_hash
from .escaping import escape
from .outcomes import LOOKS, outcome

FIGURES = Path(__file__).parent / "figures.json"
"""The measured figures, which ``kildesvar eval --write-baseline`` writes."""

_CHOSEN = (
    "hit@5, all",
    "a citation on the right place",
    "answers right, all",
    "natural, right",
    "near misses not answered",
    "other topics refused",
    "quotes verbatim",
)
"""What is shown from the start; the rest can be unfolded."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure.

    Attributes:
        name: what is measured, as ``eval.goals`` names it.
        value: the figure; None when nothing was measured.
        goal: what it should reach.
        count: on how many questions it was measured.
        at_most: whether a smaller figure is better.
    """

    name: str
    value: float | None
    goal: float
    count: int
    at_most: bool

    @property
    def met(self) -> bool:
        """Whether the figure reaches its goal."""
        return self.value is not None and (self.value <= self.goal if self.at_most else self.value >= self.goal)

    @property
    def share(self) -> bool:
        """Whether it is a share, 0–1."""
        return self.goal <= 1


def read_figures(file: Path = FIGURES) -> tuple[Figure, ...]:
    """Returns the figures in ``file``, () when there is none."""
    try:
        rows: list[dict[str, Any]] = json.loads(file.read_bytes())
    except FileNotFoundError:
        return ()
    return tuple(Figure(row["name"], row["value"], row["goal"], row["n"], row["at_most"]) for row in rows)


def about(version: str, model: str, documents: Sequence[Document], figures: Sequence[Figure]) -> str:
    """Returns the whole view.

    Args:
        version: of the product.
        model: the sentence model in use: its name, or the path of its folder, of which only the end is shown.
        documents: the material.
        figures: as measured; may be empty.
    """
    return (
        f'<section class="ks-about" aria-labelledby="om-kildesvar"><h2 id="om-kildesvar" tabindex="-1">'
        f"{texts.ABOUT_HEADING}</h2>"
        f"{_reading()}{_limits()}{_figures(figures)}{_offline()}{_product(version, model, documents)}</section>"
    )


def _part(heading: str, inside: str) -> str:
    return f"<section><h3>{escape(heading)}</h3>{inside}</section>"


def _reading() -> str:
    rows = "".join(
        f'<li class="ks-answer ks-{status.value}">{outcome(status)}'
        f"<p>{escape(texts.OUTCOME_MEANINGS[status.value])}</p></li>"
        for status in LOOKS
    )
    return _part(texts.ABOUT_READING, f'<p>{escape(texts.ABOUT_QUOTES)}</p><ul class="ks-outcomes">{rows}</ul>')


def _limits() -> str:
    return _part(texts.ABOUT_LIMITS, f"<ul>{''.join(f'<li>{escape(limit)}</li>' for limit in texts.LIMITS)}</ul>")


def _offline() -> str:
    return _part(texts.ABOUT_OFFLINE, f"<p>{escape(texts.OFFLINE)}</p>")


def _product(version: str, model: str, documents: Sequence[Document]) -> str:
    hashes = "".join(f"<li>{escape(document.title)}: {short_hash(document.sha256)}</li>" for document in documents)
    return _part(
        texts.ABOUT_PRODUCT,
        f'<dl class="ks-facts"><div><dt>{texts.ABOUT_VERSION}</dt><dd>{escape(version)}</dd></div>'
        f"<div><dt>{texts.ABOUT_MODEL}</dt><dd>{escape(PurePath(model).name)}</dd></div></dl>"
        f"<p>{texts.ABOUT_MODEL_NOTE}</p><h4>{texts.ABOUT_DOCUMENTS}</h4><ul>{hashes}</ul>",
    )


# --- Figures --------------------------------------------------------------------------------------------------------


def _figures(figures: Sequence[Figure]) -> str:
    if not figures:
        return _part(texts.ABOUT_FIGURES, f'<p class="ks-empty">{texts.ABOUT_NO_FIGURES}</p>')
    numbered = list(enumerate(figures))
    chosen = [row for row in numbered if row[1].name in _CHOSEN]
    others = [row for row in numbered if row[1].name not in _CHOSEN]
    more = f"<details><summary>{texts.ABOUT_MORE_FIGURES}</summary>{_table(others)}</details>" if others else ""
    return _part(texts.ABOUT_FIGURES, f"<p>{escape(texts.ABOUT_FIGURES_NOTE)}</p>{_table(chosen)}{more}")


def _table(numbered: Sequence[tuple[int, Figure]]) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in texts.FIGURE_COLUMNS)
    rows = "".join(_row(number, figure) for number, figure in numbered)
    return f'<table class="ks-figures"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(number: int, figure: Figure) -> str:
    name = texts.FIGURE_NAMES.get(figure.name, figure.name)
    value = texts.figure(figure.value, share=figure.share)
    goal = texts.figure_goal(figure.goal, share=figure.share, at_most=figure.at_most)
    met = texts.FIGURE_MET if figure.met else texts.FIGURE_MISSED
    picture = ""
    if figure.share and figure.value is not None:
        description = f"{value}, {goal}"
        picture = bar(figure.value, figure.goal, name=f"maal-{number}", title=name, description=description)
    return (
        f'<tr><th scope="row">{escape(name)}{picture}</th><td>{value}</td><td>{goal} ({met})</td>'
        f"<td>{texts.amount(figure.count)}</td></tr>"
    )

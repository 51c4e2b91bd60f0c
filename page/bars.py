"""Small pictures made by hand as inline SVG: in the colour of the text around them, named and described in words."""

from collections.abc import Sequence

from .escaping import escape

_COLUMN = 10
_HEIGHT = 40
_LOWEST = 5
"""Height of a column that stands for anything at all, so that it can be seen."""


def columns(counts: Sequence[int], most: int, *, name: str, title: str, description: str) -> str:
    """Returns a picture with one column per number, side by side over a base line.

    Args:
        counts: the numbers, at least 0 each.
        most: the number that a column of full height stands for; at least as large as every one of ``counts``.
        name: beginning of the ids inside the picture, unique on the page.
        title: what the picture is.
        description: what it shows, in words.
    """
    width = _COLUMN * len(counts)
    drawn = "".join(_column(number, count, most) for number, count in enumerate(counts) if count)
    return (
        f'<svg class="ks-columns" role="img" aria-labelledby="{name}-navn {name}-ord" viewBox="0 0 {width} {_HEIGHT}"'
        f' preserveAspectRatio="none"><title id="{name}-navn">{escape(title)}</title>'
        f'<desc id="{name}-ord">{escape(description)}</desc><g fill="currentColor">{drawn}'
        f'<rect x="0" y="{_HEIGHT - 1}" width="{width}" height="1"/></g></svg>'
    )


def _column(number: int, count: int, most: int) -> str:
    height = _LOWEST + (_HEIGHT - _LOWEST) * count / most
    top = _HEIGHT - height
    return f'<rect x="{number * _COLUMN + 1}" y="{top:.1f}" width="{_COLUMN - 2}" height="{height:.1f}"/>'


def bar(share: float, goal: float, *, name: str, title: str, description: str) -> str:
    """Returns a picture of a share, 0–1, as a bar with a line across it at the goal.

    Args:
        share: how long the bar is, 0–1.
        goal: where the line is, 0–1.
        name: beginning of the ids inside the picture, unique on the page.
        title: what the picture is.
        description: what it shows, in words.
    """
    return (
        f'<svg class="ks-bar" role="img" aria-labelledby="{name}-navn {name}-ord" viewBox="0 0 100 10"'
        f' preserveAspectRatio="none"><title id="{name}-navn">{escape(title)}</title>'
        f'<desc id="{name}-ord">{escape(description)}</desc><g fill="currentColor">'
        f'<rect x="0" y="2" width="100" height="6" opacity="0.15"/>'
        f'<rect x="0" y="2" width="{100 * share:.1f}" height="6" opacity="0.7"/>'
        f'<rect x="{min(99.0, 100 * goal):.1f}" y="0" width="1" height="10"/></g></svg>'
    )

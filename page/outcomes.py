"""The sign and the label of each outcome, wherever an answer is shown, explained or exported."""

from collections.abc import Mapping
from typing import NamedTuple

import texts
from assistant.answer import Status


class Look(NamedTuple):
    """How an outcome is told: by its sign and its label; the style sheet adds shape and colour."""

    sign: str
    label: str


LOOKS: Mapping[Status, Look] = {
    Status.ANSWERED: Look("✓", texts.ANSWER_LABEL),
    Status.RELATED: Look("≈", texts.RELATED_LABEL),
    Status.NOT_IN_DOCUMENTS: Look("∅", texts.REFUSAL_LABEL),
}


def outcome(status: Status) -> str:
    """Returns the line that names an outcome, as HTML."""
    sign, label = LOOKS[status]
    return f'<p class="ks-outcome"><span class="ks-sign" aria-hidden="true">{sign}</span> {label}</p>'

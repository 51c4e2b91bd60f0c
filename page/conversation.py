"""What a visitor has asked so far, and the requests a browser may make about it.

Everything here treats what comes from the browser as a stranger's input: it is checked before it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import texts
from assistant.answer import Answer
from assistant.citations import Citation

MAX_QUESTION = 1000
"""Characters of a question that are read."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """One question with its answer.

    Compared by identity, because Gradio hashes what it keeps for a visitor and an answer's hits hold dictionaries.

    Attributes:
        number: from 1, unique in the conversation; part of every id that the page gives to a citation.
        answer: the answer.
        cut: whether the question was longer than ``MAX_QUESTION``.
    """

    number: int
    answer: Answer
    cut: bool = False


Turns = tuple[Turn, ...]
"""A conversation, oldest turn first."""


def clean_question(typed: object) -> tuple[str, bool]:
    """Returns (the question without outer white space, at most ``MAX_QUESTION`` long; whether it was cut)."""
    question = typed.strip() if isinstance(typed, str) else ""
    return question[:MAX_QUESTION].rstrip(), len(question) > MAX_QUESTION


def earlier_questions(turns: Turns) -> list[str]:
    """Returns the questions of ``turns``, oldest first."""
    return [turn.answer.question for turn in turns]


def starter(data: object) -> str:
    """Returns the starter question that the browser chose, "" when there is no such one."""
    number = _number(data, "number")
    return texts.STARTERS[number] if number is not None and 0 <= number < len(texts.STARTERS) else ""


def chosen_citation(turns: Turns, data: object) -> tuple[Turn, Citation] | None:
    """Returns the citation that the browser asked for, None when this visitor was not given such a one."""
    number, marker = _number(data, "answer"), _number(data, "marker")
    for turn in turns:
        for citation in turn.answer.citations:
            if turn.number == number and citation.marker == marker:
                return turn, citation
    return None


def chosen_page(data: object, count: int) -> int | None:
    """Returns the physical page 0 ≤ page < ``count`` that the browser asked for, None when it asked for none."""
    page = _number(data, "page")
    return page if page is not None and 0 <= page < count else None


def _number(data: object, name: str) -> int | None:
    """Returns the whole number ``data[name]``; the browser sends it as decimal digits."""
    value = data.get(name) if isinstance(data, Mapping) else None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 9:
        return int(value)
    return None

"""What a visitor has asked so far, and the requests a browser may make about it.

Everything here treats what comes from the browser as a stranger's input: it is checked before it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.answer import Answer
from assistant.citations import Citation
from ingest.document import Document

MAX_QUESTION = 2000
"""Characters of a question that are read."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """One question with its answer.

    Compared by identity, because Gradio hashes what it keeps for a visitor and an answer's hits hold dictionaries.

    Attributes:
        number: from 1, unique in the conversation; part of every id that the page gives to a citation.
        answer: the answer.
        cut: whether the question was longer than ``MAX_QUESTION``.
        alone: whether the question was asked without the earlier ones; later ones go on from it.
        documents: the material that was searched, by doc_id; another one may be in use by now.
    """

    number: int
    answer: Answer
    cut: bool = False
    alone: bool = False
    documents: Mapping[str, Document] = field(default_factory=dict)


Turns = tuple[Turn, ...]
"""A conversation, oldest turn first."""


def clean_question(typed: object) -> tuple[str, bool]:
    """Returns (the question without outer white space, at most ``MAX_QUESTION`` long; whether it was cut)."""
    question = typed.strip() if isinstance(typed, str) else ""
    return question[:MAX_QUESTION].rstrip(), len(question) > MAX_QUESTION


def earlier_questions(turns: Turns) -> list[str]:
    """Returns the questions that a next one may refer to, oldest first: those since the last that stood alone."""
    first = max((place for place, turn in enumerate(turns) if turn.alone), default=0)
    return [turn.answer.question for turn in turns[first:]]


def history_of(turns: Turns, turn: Turn) -> list[str]:
    """Returns the questions that ``turn``, one of ``turns``, was asked with."""
    return [] if turn.alone else earlier_questions(turns[: turns.index(turn)])


def typed(data: object, name: str) -> str:
    """Returns the text ``data[name]`` that the browser sent, "" when there is none."""
    value = data.get(name) if isinstance(data, Mapping) else None
    return value if isinstance(value, str) else ""


def chosen_turn(turns: Turns, data: object) -> Turn | None:
    """Returns the turn that the browser means, None when this visitor has no such one."""
    number = number_in(data, "answer")
    return next((turn for turn in turns if turn.number == number), None)


def chosen_citation(turns: Turns, data: object) -> tuple[Turn, Citation] | None:
    """Returns the citation that the browser asked for, None when this visitor was not given such a one."""
    turn, marker = chosen_turn(turns, data), number_in(data, "marker")
    if turn is None:
        return None
    return next(((turn, citation) for citation in turn.answer.citations if citation.marker == marker), None)


def chosen_page(data: object, count: int) -> int | None:
    """Returns the physical page 0 ≤ page < ``count`` that the browser asked for, None when it asked for none."""
    page = number_in(data, "page")
    return page if page is not None and 0 <= page < count else None


def number_in(data: object, name: str) -> int | None:
    """Returns the whole number ``data[name]``; the browser sends it as decimal digits."""
    value = data.get(name) if isinstance(data, Mapping) else None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 9:
        return int(value)
    return None

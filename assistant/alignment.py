"""A statement laid beside a sentence of the source, word for word: where it is nearly the same, and what is not.

A statement that repeats a sentence but for one word claims that word: "staten skal sikre …" is not what "kommunen skal
sikre …" says, however alike the two sentences are as wholes. So where most of a statement's words stand in the
sentence in the same order, what stands in each other's place must mean the same. Whatever the verdict, the words that
no passage has are pointed out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from index.terms import STOP_WORDS, compound_parts, lemma_of
from ingest.document import Span

from .quantities import Kind, Quantity, hedge_length, quantities_of

CLOSE = 0.6
"""Share of a statement's words that a sentence has in the same order, from which on the two are compared by place."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DECIDING = frozenset(
    """
    ikke aldrig ingen intet alle altid kun hele skal kan bør må vil får før efter siden indtil hvis fordi mere mindre
    """.split()
)
"""Small words on which it depends what a sentence says."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two sentences side by side.

    Attributes:
        share: of the statement's words and numbers that the other has in the same order, 0–1; numbers always match.
        replaced: (words of the statement, words of the other) that stand in each other's place, in lower case.
        numbers: (quantity of the statement, quantity of the other) that stand in each other's place.
    """

    share: float
    replaced: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    numbers: tuple[tuple[Quantity, Quantity], ...]

    @property
    def is_close(self) -> bool:
        """Whether the two are nearly the same, word for word."""
        return self.share >= CLOSE


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    word: str
    quantity: Quantity | None


def align(stated: str, source: str) -> Alignment:
    """Returns ``stated`` laid beside ``source``, both one line of text; empty when they share too few words."""
    mine, theirs = _tokens(stated), _tokens(source)
    shared = Counter(token.key for token in mine) & Counter(token.key for token in theirs)
    if shared.total() < CLOSE * len(mine):
        return Alignment(0.0, (), ())
    matcher = SequenceMatcher(None, [t.key for t in mine], [t.key for t in theirs], autojunk=False)
    matched = 0
    replaced: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    numbers: list[tuple[Quantity, Quantity]] = []
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        if what == "equal":
            matched += i_end - i
            numbers += [
                (one.quantity, other.quantity)
                for one, other in zip(mine[i:i_end], theirs[j:j_end], strict=True)
                if one.quantity and other.quantity
            ]
        elif what == "replace":
            replaced.append((_words(mine[i:i_end]), _words(theirs[j:j_end])))
    return Alignment(matched / len(mine) if mine else 0.0, tuple(replaced), tuple(numbers))


def own_words(stated: str, sources: Iterable[str]) -> tuple[Span, ...]:
    """Returns where the words of ``stated`` stand that none of ``sources`` has, in any form: half-open, in order.

    Small words count when it depends on them what is said ("ikke", "alle", "skal"); numbers never do.

    Args:
        stated: a statement.
        sources: passages with what they are read with.
    """
    there = {key for source in sources for key in _keys(source)}
    numbers = [(quantity.start, quantity.end) for quantity in quantities_of(stated)]
    return tuple(
        match.span()
        for match in _WORD.finditer(stated)
        if not any(start <= match.start() < end for start, end in numbers)
        and _tells(match.group().lower())
        and not there & _keys(match.group())
    )


def _tells(word: str) -> bool:
    return word in _DECIDING if word in STOP_WORDS else True


def _keys(text: str) -> set[str]:
    """Returns the words of ``text`` with their lemmas and the parts of compounds, in lower case."""
    words = {match.group().lower() for match in _WORD.finditer(text)}
    lemmas = {lemma_of(word) for word in words}
    return words | lemmas | {part for lemma in lemmas for part in compound_parts(lemma)}


@lru_cache(maxsize=4_000)
def _tokens(text: str) -> tuple[_Token, ...]:
    quantities = [q for q in quantities_of(text) if q.kind is not Kind.REFERENCE]
    tokens = [(q.start, _Token(f"#{'year' if q.kind is Kind.YEAR else ''}", "", q)) for q in quantities]
    taken = [(q.start - hedge_length(text, q.start), q.end) for q in quantities]
    for match in _WORD.finditer(text):
        if not any(low <= match.start() < high for low, high in taken):
            word = match.group().lower()
            tokens.append((match.start(), _Token(word if word in STOP_WORDS else lemma_of(word), word, None)))
    return tuple(token for _, token in sorted(tokens, key=lambda pair: pair[0]))


def _words(tokens: Sequence[_Token]) -> tuple[str, ...]:
    return tuple(token.word for token in tokens if token.word)

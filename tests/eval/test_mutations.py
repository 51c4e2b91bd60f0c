"""Sentences with one thing changed: what is changed, and that the claim check does not vouch for them."""

from collections import Counter

import pytest

from assistant.ask import Assistant
from eval.mutations import Mutation, mutation_table, mutations, wrongly_supported

EACH = 12


@pytest.fixture(scope="module")
def changed(real: Assistant) -> list[Mutation]:
    return mutations(real, per_kind=EACH)


def test_each_kind_is_drawn_and_changes_little(changed: list[Mutation]) -> None:
    assert Counter(one.kind for one in changed) == dict.fromkeys(
        ("number", "negation", "name", "actor", "opposite"), EACH
    )
    for one in changed:
        same = set(one.source.lower().split()) & set(one.text.lower().split())
        assert one.text != one.source and len(same) >= len(set(one.source.lower().split())) - 4


def test_the_draw_is_the_same_every_time(real: Assistant, changed: list[Mutation]) -> None:
    assert mutations(real, per_kind=EACH) == changed


def test_hardly_any_is_called_supported(real: Assistant, changed: list[Mutation]) -> None:
    wrong = Counter(one.kind for one in wrongly_supported(real, changed))
    assert wrong["negation"] == wrong["name"] == 0
    assert wrong.total() <= 4


def test_an_unchanged_sentence_would_be_counted(real: Assistant, changed: list[Mutation]) -> None:
    as_it_stands = [Mutation(one.kind, one.source, one.source) for one in changed[:5]]
    assert wrongly_supported(real, as_it_stands) == as_it_stands


def test_the_table_counts_each_kind(real: Assistant) -> None:
    rows = [line.split() for line in mutation_table(real).splitlines()[1:]]
    assert [row[0] for row in rows] == ["number", "negation", "name", "actor", "opposite"]
    assert all(row[2:] == ["of", "40"] for row in rows)

"""The lexicon is large, tidy and in the form that training reads."""

from collections import Counter

from index.lexicon import Entry, read_lexicon, related_words

ENTRIES = read_lexicon()


def words() -> list[str]:
    return [word for entry in ENTRIES for word in (*entry.everyday, *entry.official)]


def test_it_has_many_entries_and_none_is_empty() -> None:
    assert len(ENTRIES) >= 1500
    assert [entry for entry in ENTRIES if not entry.everyday or not entry.official] == []
    assert [word for word in words() if not word.strip()] == []


def test_words_are_lower_case_and_trimmed() -> None:
    assert [word for word in words() if word != " ".join(word.lower().split())] == []


def test_no_word_stands_twice_in_a_list() -> None:
    lists = [found for entry in ENTRIES for found in (entry.everyday, entry.official)]
    assert [found for found in lists if len(set(found)) < len(found)] == []


def test_no_entry_stands_twice() -> None:
    counts = Counter((frozenset(entry.everyday), frozenset(entry.official)) for entry in ENTRIES)
    assert [entry for entry, count in counts.items() if count > 1] == []


def test_related_words_share_an_entry() -> None:
    entries = [Entry(("mormor", "gamle folk"), ("pensionisten", "ældre")), Entry(("pensionist",), ("folkepensionist",))]
    found = related_words(entries)
    assert found["mormor"] == ("gammel", "pensionist"), "lemmas; a term of two content words is left out"
    assert found["pensionist"] == ("folkepensionist", "gammel", "mormor")
    assert list(found) == sorted(found)
    assert all(word not in others and list(others) == sorted(set(others)) for word, others in found.items())


def test_many_everyday_words_lead_to_an_official_one() -> None:
    found = related_words(ENTRIES)
    assert len(found) > 2000
    assert "kommunalbestyrelse" in found["byråd"]

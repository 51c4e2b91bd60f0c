"""A damaged index, as a person at the command line meets it: the file is named, and the named command repairs it."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.storage import CURRENT, MANIFEST, current_version

from ..command_line import Result, Run
from ..tiny_corpus import expanded_corpus

QUESTION = "Må hunde løbe uden snor?"


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flipped(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


HARMS: tuple[Callable[[Path], None], ...] = (truncated, flipped, Path.unlink)
REPAIRED = {
    ("manifest.json", 0), ("manifest.json", 2), ("texts/0.txt", 1), ("dense.faiss", 0), ("library.json", 2),
    ("terms/data.csc.index.npy", 1),
}  # fmt: skip
"""Files, each with the harm after which the whole way is gone: the command that was named, then the same question."""

Ask = Callable[[], Result]


@pytest.fixture
def index(tmp_path: Path, run: Run) -> Path:
    """The index of a small corpus, built by the command."""
    (tmp_path / "byens materiale").mkdir()
    corpus = expanded_corpus(tmp_path / "byens materiale" / "corpus")
    assert run("ingest", "--corpus", corpus, "--index", tmp_path / "byens index").code == 0
    return tmp_path / "byens index"


@pytest.fixture
def ask(tmp_path: Path, run: Run, index: Path) -> Ask:
    """Asks the command line a question that the small corpus answers."""
    return lambda: run("ask", QUESTION, "--corpus", tmp_path / "byens materiale" / "corpus", "--index", index)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_damaged_file_is_named_and_the_named_command_repairs_it(index: Path, ask: Ask, run: Run) -> None:
    answered = ask()
    assert answered.code == 0 and "Hunde skal være i snor" in answered.out
    whole, place = contents(index), index / str(current_version(index))
    names = sorted(contents(place))
    assert len(names) > 30 and {"manifest.json", "dense.faiss", "texts/0.txt", "library.json"} <= set(names)
    assert {name for name, _ in REPAIRED} <= set(names)
    for name in names:
        for turn, harm in enumerate(HARMS):
            harm(place / name)
            sentence = ask().sentence
            assert name in sentence, (name, harm)
            named = re.search(r"»kildesvar (ingest [^«]+)«", sentence)
            assert named is not None, sentence
            if (name, turn) in REPAIRED:
                assert run(*shlex.split(named[1])).code == 0
                assert contents(index) == whole, (name, harm)
                assert ask().out == answered.out
            else:
                (place / name).write_bytes(whole[f"{place.name}/{name}"])
    assert ask().out == answered.out


@pytest.mark.parametrize("harm", HARMS)
def test_a_lost_pointer_is_found_again_by_asking(index: Path, ask: Ask, harm: Callable[[Path], None]) -> None:
    answered, whole = ask(), contents(index)
    harm(index / CURRENT)
    assert ask().out == answered.out
    assert contents(index) == whole


def test_damage_in_a_version_that_is_not_in_use_stops_nobody_and_it_is_not_offered(
    index: Path, ask: Ask, run: Run, tmp_path: Path
) -> None:
    first = str(current_version(index))
    (tmp_path / "strand.txt").write_text("Strand\n\nHeste må gå på stranden om vinteren.\n", encoding="utf-8")
    places = ("--corpus", tmp_path / "byens materiale" / "corpus", "--index", index)
    assert run("add", tmp_path / "strand.txt", *places).code == 0
    flipped(index / first / "chunks.json")
    assert ask().code == 0
    assert first not in run("list", *places).out
    assert "findes ikke" in run("restore", first, *places).sentence


def test_damage_is_found_before_anything_is_answered(index: Path, ask: Ask) -> None:
    place = index / str(current_version(index))
    shutil.rmtree(place / "texts")
    assert ask().out == ""
    (place / MANIFEST).unlink()
    assert ask().out == ""


# --- A change that was broken off, and then lost on the disk ----------------------------------------------------------

DIGEST = "0" * 64
NOTES = {
    "empty": b"", "cut": b'{"netside.txt": nu', "other": b"[]", "binary": b"\xff\xfe\x00", "outside": b'{"../x": null}',
    "no digest": b'{"netside.txt": "abc"}', "number": b'{"netside.txt": 7}', "deep": b"[" * 100_000,
    "lost": json.dumps({"netside.txt": DIGEST}).encode(),
}  # fmt: skip
"""Contents of the note of a decided change; the last one is sound, and the file that it needs is gone."""


@pytest.mark.parametrize("note", NOTES)
def test_a_damaged_note_of_a_change_is_named_and_what_is_named_helps(
    index: Path, ask: Ask, run: Run, tmp_path: Path, note: str
) -> None:
    answered, corpus = ask(), tmp_path / "byens materiale" / "corpus"
    places = ("--corpus", corpus, "--index", index)
    before = {path.name: path.read_bytes() for path in corpus.iterdir() if path.is_file()}
    file = corpus / ".kildesvar" / "change.json"
    file.write_bytes(NOTES[note])
    new = tmp_path / "strand.txt"
    new.write_text("Strand\n\nHeste må gå på stranden om vinteren.\n", encoding="utf-8")
    for done in (ask(), run("list", *places), run("add", new, *places), run("ingest", *places)):
        assert str(file) in done.sentence and "»kildesvar ingest«" in done.sentence
    assert {path.name: path.read_bytes() for path in corpus.iterdir() if path.is_file()} == before
    file.unlink()
    assert run("ingest", *places).code == 0 and ask().out == answered.out
    assert run("add", new, *places).code == 0

"""Bad input of every kind: one clear sentence each, the rest of the batch goes on, and nothing stored is lost.

``pytest tests/ingest/test_bad_input.py -s`` prints how many kinds were tried and how many gave a clear sentence.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.storage import load_index
from index.update import Addition, add_documents, update_index
from ingest.corpus import Corpus, read_corpus
from ingest.errors import KildesvarError
from ingest.library import Details, shown_name
from ingest.manifest import read_sources

from ..offline.conftest import INSIDE
from ..tiny_corpus import TopicEncoder, write_corpus
from .bad_files import BAD, DEVICES, TEXT, Bad
from .files import put

KINDS = [bad for bad in BAD if os.name != "nt" or not bad.is_posix]
_ENGLISH = re.compile(r"Traceback|Error|Exception|\b(?:the|file|not|is not|with|cannot)\b")


def is_clear(sentence: str, name: str) -> bool:
    """Tells whether a sentence names the file, says in Danish what was found and needed, and what to do."""
    one = sentence.endswith(".") and "\n" not in sentence and ". " not in re.sub(r"\bnr\. |\bfx\. ", "", sentence)
    seen = all(character.isprintable() for character in sentence)
    said = sentence.replace(f"»{name}«", "")
    return one and seen and said != sentence and ";" in said and not _ENGLISH.search(said)


def added(folder: Path, *files: Path, names: tuple[str, ...] = ()) -> Addition:
    """Adds files to the documents in ``folder``."""
    corpus, index = folder / "corpus", folder / "index"
    return add_documents(list(files), Details(), corpus=corpus, index=index, encoder=TopicEncoder(), names=names)


def stored(corpus: Path) -> list[object]:
    """Returns the entries and the contents of the two documents that were there first."""
    return [(source, (corpus / source.file).read_bytes()) for source in read_sources(corpus)[:2]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small set of documents."""
    folder = tmp_path_factory.mktemp("bad")
    write_corpus(folder / "corpus")
    return folder


@pytest.fixture(scope="module")
def before(folder: Path) -> list[object]:
    """What was stored before the batch."""
    return stored(folder / "corpus")


@pytest.fixture(scope="module")
def done(folder: Path, before: list[object]) -> Addition:
    """What came of all bad inputs in one batch, a good file before, between and behind them."""
    (folder / "in").mkdir()
    files = [bad.make(folder / "in", bad.name) for bad in KINDS]
    good = [put(folder / "good", f"god {n}.txt", f"{TEXT}god {n}") for n in range(3)]
    middle = len(files) // 2
    return added(folder, good[0], *files[:middle], good[1], *files[middle:], *map(Path, DEVICES), good[2])


@pytest.fixture(scope="module")
def read(done: Addition, folder: Path) -> Corpus:
    """The documents after the batch."""
    return read_corpus(folder / "corpus")


class TestOneBatch:
    """All of them in one batch."""

    @pytest.mark.parametrize("bad", KINDS, ids=lambda bad: shown_name(bad.name))
    def test_each_is_told(self, done: Addition, bad: Bad) -> None:
        name = shown_name(bad.name)
        refused = [sentence for sentence in done.refused if f"»{name}«" in sentence]
        entered = [source for source in done.added if f"»{name}«" in source.origin]
        remarks = [sentence for sentence in done.problems if any(f"»{one.title}«" in sentence for one in entered)]
        assert (len(entered), len(refused)) == ((1, 0) if bad.is_added else (0, 1)), (refused, remarks)
        told = remarks if bad.is_added else refused
        assert bool(told) == (bad.words is not None), told
        assert all(is_clear(sentence, name if refused else entered[0].title) for sentence in told), told
        assert bad.words is None or any(bad.words in sentence for sentence in told), told

    def test_devices_are_refused_without_reading_them(self, done: Addition) -> None:
        for device, words in DEVICES.items():
            (sentence,) = (each for each in done.refused if f"»{Path(device).name}«" in each)
            assert words in sentence and is_clear(sentence, Path(device).name)

    def test_the_rest_goes_on_and_nothing_stored_is_lost(
        self, done: Addition, folder: Path, before: list[object], read: Corpus
    ) -> None:
        assert stored(folder / "corpus") == before
        good = {source.doc_id for source in done.added} & {"god-0", "god-1", "god-2"}
        assert len(good) == 3
        expected = {"materiale", "netside", *(source.doc_id for source in done.added)}
        assert not read.failures and {row.document.doc_id for row in read.documents} == expected
        found = load_index(folder / "index", TopicEncoder()).content.documents
        assert set(found) == expected
        assert not list((folder / "corpus" / ".kildesvar").glob(".*-*")), "copies are left"
        assert not [path for path in (folder / "corpus").rglob("*") if "hemmelig" in path.name]

    def test_what_was_read_is_the_text_and_nothing_else(self, read: Corpus) -> None:
        texts = {row.document.source.origin: row.document.text for row in read.documents}
        by_name = {name.split("»")[1].split("«")[0]: text for name, text in texts.items() if "»" in name}
        assert by_name["script.html"] == "God dag"
        assert by_name["nysgerrig.docx"] == "Teksten", "an entity may not fetch a file"
        assert by_name["makroer.docx"] == "Teksten\n\ner her"
        assert by_name["aes-256 åben.pdf"].startswith("Der må bades")
        assert by_name["utf16.txt"] == TEXT + "16"
        assert by_name["2000 sider.pdf"].count("\f") == 1_999

    def test_count(self, done: Addition) -> None:
        must = [bad for bad in KINDS if bad.words]
        told = [*done.refused, *done.problems]
        clear = sum(
            any(is_clear(each, shown_name(bad.name)) or is_clear(each, Path(bad.name).stem) for each in told)
            for bad in must
        )
        good = len(KINDS) - len(must)
        sys.stdout.write(
            f"\nbad inputs tried: {len(KINDS) + len(DEVICES)}; to be refused or remarked on: {len(must)}, "
            f"with one clear sentence: {clear}; odd but good, added without a word: {good}\n"
        )
        assert clear == len(must) > 40


class TestPlaces:
    """Bad places: names that lead out, files that are there already, a disk that is full or cannot be written."""

    def test_names_that_lead_out_stay_inside(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "a" / "corpus")
        names = ("../../ud.txt", "..\\..\\ud.txt", "/etc/passwd.txt", "C:\\ud.txt", "a/../../../ud.txt", "....//ud.txt")
        files = [put(tmp_path / "up", f"{number}.txt", f"{TEXT}{number}") for number in range(len(names))]
        before = set(tmp_path.rglob("*"))
        done = added(tmp_path / "a", *files, names=names)
        assert [source.doc_id for source in done.added] == ["ud", "ud-2", "passwd", "ud-3", "ud-4", "ud-5"]
        new = {path for path in set(tmp_path.rglob("*")) - before if tmp_path / "a" / "index" not in path.parents}
        assert new and all(path == tmp_path / "a" / "index" or corpus in path.parents for path in new), new

    def test_the_same_content_twice_and_two_files_of_one_name(self, tmp_path: Path) -> None:
        write_corpus(tmp_path / "corpus")
        one, two = put(tmp_path / "1", "notat.txt", TEXT), put(tmp_path / "2", "notat.txt", TEXT + "mere")
        done = added(tmp_path, one, two, put(tmp_path / "3", "kopi.txt", TEXT))
        assert [source.doc_id for source in done.added] == ["notat", "notat-2"]
        (sentence,) = done.refused
        assert is_clear(sentence, "kopi.txt") and "allerede som notat" in sentence

    @pytest.mark.parametrize(("way", "reason"), [("full", "disken er fuld"), ("read-only", "må ikke skrives")])
    def test_a_disk_that_takes_nothing_changes_nothing(self, tmp_path: Path, way: str, reason: str) -> None:
        with mounted(tmp_path / "disk") as disk:
            corpus = write_corpus(disk / "corpus")
            update_index(corpus, disk / "index", TopicEncoder())
            before = stored(corpus)
            file = put(tmp_path, "stor.txt", "Der må bades her. " * (30_000 if way == "full" else 1))
            if way == "read-only":
                subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            with pytest.raises(KildesvarError, match=reason) as error:
                added(disk, file)
            assert str(error.value).endswith(".") and ";" in str(error.value)
            assert stored(corpus) == before and len(read_sources(corpus)) == 2
            assert set(load_index(disk / "index", TopicEncoder()).content.documents) == {"materiale", "netside"}
            subprocess.run(["mount", "-o", "remount,rw,size=5m", str(disk)], check=True)
            assert len(added(disk, file).added) == 1


@contextmanager
def mounted(disk: Path) -> Iterator[Path]:
    """Yields a disk of 600 kB; where the user may not mount one the test is skipped, but never in CI.

    ``.ci/offline`` lets everybody mount; elsewhere the calls that fail in test_library.py stand for it.
    """
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        assert INSIDE not in os.environ, "a disk can be mounted here, but was not"
        pytest.skip("mounting needs rights that this user lacks; `make offline` has them")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


class TestIngest:
    """The same files lying in the folder of documents."""

    def test_each_bad_file_is_one_sentence_and_the_rest_is_read(self, tmp_path: Path) -> None:
        corpus = write_corpus(tmp_path / "corpus")
        makers = [bad for bad in KINDS if Path(bad.name).suffix in (".txt", ".md", ".html", ".docx")]
        makers = [bad for bad in makers if bad.words != "findes ikke" and not bad.name.startswith("bombe")]
        for bad in makers:
            bad.make(corpus, bad.name)
        updated = update_index(corpus, tmp_path / "index", TopicEncoder())
        names = {row.document.path.name for row in updated.corpus.documents}
        assert {"materiale.txt", "netside.txt"} <= names
        assert {bad.name for bad in makers if bad.is_added} <= names
        for bad in makers:
            if bad.words and not bad.is_added and (corpus / bad.name).is_file() and bad.name.isprintable():
                (sentence,) = (each for each in updated.problems if f"»{bad.name}«" in each)
                assert is_clear(sentence, bad.name), sentence

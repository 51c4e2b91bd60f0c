"""Two real processes that change documents and index at once: one waits or says so, and the index is never mixed."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.settings import default_encoder
from index.storage import build_index, current_version, load_index
from ingest.changes import is_unfinished
from ingest.corpus import read_corpus
from ingest.disk import alone
from ingest.manifest import read_sources

from ..command_line import Run
from ..tiny_corpus import WEB, expanded_corpus

ROOT = Path(__file__).resolve().parents[2]
STARTED = 20.0
SCRIPT = (
    "import sys; from index import update\n"
    "for function in (update.add_documents, update.remove_document, update.update_index):\n"
    "    function.__kwdefaults__['wait'] = float(sys.argv[1])\n"
    "print('ready', flush=True); sys.argv[1:] = sys.argv[2:]\n"
    "from kildesvar.commands import main; main()\n"
)
"""The command line, told how long to wait for another process, which says when it begins."""


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A small corpus, its index, and two files to be added."""
    expanded_corpus(tmp_path / "corpus")
    assert run("ingest", "--corpus", tmp_path / "corpus", "--index", tmp_path / "index").code == 0
    for name in ("heste", "katte"):
        text = f"{name.title()} i parken\n\n{name.title()} må gå frit omkring i byens park om vinteren.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def started(folder: Path, arguments: Sequence[str], wait: float = 60.0) -> "subprocess.Popen[str]":
    """Starts ``kildesvar`` and returns when it is about to do its work."""
    named = [str(folder / each) if each.endswith(".txt") else each for each in arguments]
    places = ("--corpus", str(folder / "corpus"), "--index", str(folder / "index"))
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(wait), *named, *places],
        cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def documents_in(index: Path) -> list[str]:
    return sorted(load_index(index, default_encoder()).content.documents)


def assert_of_one_piece(folder: Path) -> None:
    """Makes sure that the index is the one built from nothing of the documents as they lie there."""
    corpus, index = folder / "corpus", folder / "index"
    assert documents_in(index) == sorted(source.doc_id for source in read_sources(corpus))
    fresh = build_index(read_corpus(corpus), folder / "fresh", default_encoder())
    assert current_version(index) == fresh.version
    assert not is_unfinished(corpus)
    assert [path.name for path in index.glob(".*") if path.name != ".lock"] == []


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        (("add", "heste.txt"), ("add", "katte.txt"), ["heste", "katte", "materiale", "netside"]),
        (("ingest",), ("add", "katte.txt"), ["katte", "materiale", "netside"]),
        (("remove", "netside"), ("add", "heste.txt"), ["heste", "materiale"]),
    ],
)
def test_one_waits_for_the_other(folder: Path, run: Run, one: list[str], other: list[str], left: list[str]) -> None:
    # Something for "ingest" to do.
    (folder / "corpus" / "netside.txt").write_text(WEB.replace("Kælkebakken", "Cykelbanen"), encoding="utf-8")
    lock = folder / "corpus" / ".kildesvar" / "lock"
    with alone(lock):  # until both are at the door
        processes = [started(folder, one), started(folder, other)]
        time.sleep(1.5)
        assert [process.poll() for process in processes] == [None, None], "a command did not wait for its turn"
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, (out, err)
    assert documents_in(folder / "index") == left
    assert_of_one_piece(folder)
    assert run("ask", "Må man køre på banen?", "--corpus", folder / "corpus", "--index", folder / "index").code == 0


def test_a_question_does_not_wait_for_a_change(folder: Path, run: Run) -> None:
    with alone(folder / "corpus" / ".kildesvar" / "lock"), alone(folder / "index" / ".lock"):
        begin = time.monotonic()
        done = run("ask", "Må hunde løbe uden snor?", "--corpus", folder / "corpus", "--index", folder / "index")
        assert done.code == 0 and "Hunde skal være i snor" in done.out
        assert time.monotonic() - begin < STARTED


@pytest.mark.parametrize(
    ("arguments", "lock"),
    [
        (("add", "heste.txt"), ("corpus", ".kildesvar", "lock")),
        (("remove", "netside"), ("index", ".lock")),
        (("ingest",), ("corpus", ".kildesvar", "lock")),
        (("ingest",), ("index", ".lock")),
    ],
)
def test_one_that_has_waited_too_long_says_so(folder: Path, arguments: list[str], lock: tuple[str, ...]) -> None:
    before = current_version(folder / "index")
    with alone(folder.joinpath(*lock)):
        process = started(folder, arguments, wait=0.2)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err.startswith("En anden Kildesvar") and err.count("\n") == 1
    assert current_version(folder / "index") == before
    assert_of_one_piece(folder)

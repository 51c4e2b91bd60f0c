"""Files and folders that the user may not open: one sentence each, also where the tests are run by root."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from ..command_line import Result
from ..ingest.files import put
from ..tiny_corpus import write_corpus

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import contextlib, io, json, sys
from kildesvar.commands import main
for command in json.loads(sys.argv[1]):
    sys.argv[1:] = command
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")


def run_all(*commands: Sequence[str | Path]) -> list[Result]:
    """Returns what each command of ``kildesvar`` says to a user with no more rights than files grant.

    Root gives up the two capabilities by which file modes mean nothing to it; ``setpriv`` is Debian's util-linux.
    """
    lesser = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    asked = json.dumps([[str(part) for part in command] for command in commands])
    done = subprocess.run(
        [*lesser, sys.executable, "-c", SCRIPT, asked],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return [Result(*json.loads(line)) for line in done.stdout.splitlines()]


@contextmanager
def locked(path: Path, mode: int = 0) -> Iterator[Path]:
    """Takes the rights to ``path`` away for a while."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield path
    finally:
        path.chmod(before)


def test_folders_that_may_not_be_opened_are_named(tmp_path: Path) -> None:
    room = tmp_path / "lukket"
    corpus, good, index = write_corpus(room / "corpus"), write_corpus(tmp_path / "god"), tmp_path / "index"
    file = put(room, "bade.txt", "Der må bades fra broen hele sommeren.")
    places, inside = ("--corpus", corpus, "--index", index), ("--corpus", good, "--index", room / "index")
    commands = [
        *((*command, *places) for command in (["ask", "hunde"], ["ingest"], ["list"], ["add", file], ["restore"])),
        ("find", "hunde", "--corpus", corpus),
        ("ask", "hunde", *inside),
        ("list", *inside),
        ("check", "--file", file, "--corpus", good, "--index", index),
        ("ask", "--batch", file, "--corpus", good, "--index", index),
    ]
    with locked(room):
        for result in run_all(*commands):
            assert str(room) in result.sentence
    with locked(corpus, 0o111):  # its files may be opened by whoever knows their names
        for result in run_all(("ask", "hunde", *places), ("find", "hunde", "--corpus", corpus)):
            assert str(corpus) in result.sentence and "har ikke adgang" in result.sentence


def test_a_file_that_may_not_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"god.txt": "Hunde skal være i snor.", "plan.pdf": "%PDF-1.7"})
    closed = put(tmp_path / "lukket", "brev.txt", "Et brev om havnen.")
    wrong = put(tmp_path / "lukket", "brev.odt", "Et brev om havnen.")
    good = put(tmp_path, "bro.txt", "Der må bades fra broen hele sommeren.")
    with locked(corpus / "plan.pdf"), locked(closed.parent):
        added, found = run_all(
            ("add", closed, good, wrong, "--corpus", corpus, "--index", tmp_path / "index"),
            ("find", "hunde", "--corpus", corpus),
        )
    assert added.code == 1 and "Lagt ind: bro" in added.out
    assert found.code == 0 and "»hunde« står 1 sted" in found.out
    told = [*added.err.splitlines(), *found.err.splitlines()]
    for name, line in zip(("brev.txt", "brev.odt", "plan.pdf"), told, strict=True):
        assert name in line and "må ikke læses" in line and "læserettighed" in line


def test_a_folder_that_may_only_be_read_answers_and_takes_nothing(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    file = put(tmp_path, "bro.txt", "Der må bades fra broen hele sommeren.")
    places = ("--corpus", corpus, "--index", tmp_path / "index")
    with locked(corpus, 0o555):
        asked, added = run_all(("ask", "Må hunde løbe uden snor?", *places), ("add", file, *places))
    assert asked.code == 0 and "Hunde skal være i snor" in asked.out
    assert str(corpus) in added.sentence and "må ikke skrives" in added.sentence

"""Kills a builder at each of its steps and prints what an index is like afterwards, one JSON row per step.

    python crash_driver.py OLD_CORPUS NEW_CORPUS FOLDER

Each attempt begins with a copy of the index of OLD_CORPUS, forks a builder of NEW_CORPUS that dies with ``os._exit``
before its n-th write, rename, deletion or flush, and then loads the index, asks it, and now and then builds once more.
Some steps in the middle are left out, for time.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from index.storage import LOCK, build_index, current_version, load_index
from ingest.corpus import Corpus, read_corpus
from tests.hashing_encoder import HashingEncoder
from tests.index.dying import die_before


def dying(corpus: Corpus, folder: Path, at: int, told: int) -> None:
    """Builds and dies before step ``at``; steps count from 1.

    What is written to the pipe ``told`` is that step's name, or the number of steps when the build came to its end.
    """
    done = die_before(at, told)
    build_index(corpus, folder, HashingEncoder(64))
    os.write(told, str(done()).encode())
    os._exit(0)


def attempt(corpus: Corpus, index: Path, at: int) -> tuple[int, str]:
    """Returns the exit code of a builder that dies before step ``at``, and what it told (see ``dying``)."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        dying(corpus, index, at, writer)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(writer)
    step = os.read(reader, 100).decode()
    os.close(reader)
    return code, step


def chosen(steps: int) -> list[int]:
    """Returns the steps to die at: the first three, every ninth, the last twelve (the swap), and one past the end."""
    return sorted({*range(1, 4), *range(5, steps, 9), *range(max(1, steps - 11), steps + 2)})


def main(old: Path, new: Path, folder: Path) -> None:
    """Prints one row per attempt; the last one is a build that was not killed."""
    encoder = HashingEncoder(64)
    corpora = read_corpus(old), read_corpus(new)
    versions = [build_index(corpus, folder / name, encoder).version for corpus, name in zip(corpora, "ab", strict=True)]
    shutil.copytree(folder / "a", folder / "count")
    steps = int(attempt(corpora[1], folder / "count", 0)[1])
    for at in chosen(steps):
        index = folder / str(at)
        shutil.copytree(folder / "a", index)
        code, step = attempt(corpora[1], index, at)
        current = current_version(index)
        hits = load_index(index, encoder).search("hunde i snor").hits
        after = build_index(corpora[1], index, encoder).version if at % 3 == 0 or at > steps else None
        row = {
            "at": at,
            "step": step,
            "code": code,
            "version": ["old", "new"][versions.index(current)] if current in versions else current,
            "hit": hits[0].chunk.doc_id if hits else None,
            "built_again": after is not None,
            "repaired": after == versions[1] == current_version(index),
            "left": sorted(path.name for path in index.iterdir() if path.name.startswith(".") and path.name != LOCK),
        }
        print(json.dumps(row))  # noqa: T201
        shutil.rmtree(index)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))

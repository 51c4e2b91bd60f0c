"""Kills a process that adds or removes a document and prints what it left, one JSON row per kill.

    python documents_driver.py steps|all-steps|moments FOLDER

``steps`` forks a process that dies with ``os._exit`` before its n-th write, rename, deletion or flush: each where the
documents change, and some of the many where the index is written; ``all-steps`` takes every one. ``moments`` starts one
that is killed after a random time. Each begins with copies of one corpus and its index, and
afterwards the documents and the index are looked at, mended by asking, and changed once more.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from assistant.start import open_assistant
from index.update import add_documents, remove_document
from ingest.changes import is_unfinished
from ingest.library import Details
from ingest.manifest import read_sources
from tests.hashing_encoder import HashingEncoder
from tests.index.dying import die_before
from tests.tiny_corpus import write_corpus

MOMENTS = 54
ENCODER = HashingEncoder(64)
NEW = "Katte i parken\n\nKatte må gå frit omkring i byens park, når de har halsbånd på.\n"


def change(what: str, folder: Path) -> None:
    """Adds the new document, or removes an old one."""
    places: dict[str, Any] = {"corpus": folder / "corpus", "index": folder / "index", "encoder": ENCODER}
    if what == "add":
        done = add_documents([folder / "Katte i parken.txt"], Details(), **places)
        assert done.updated, done.refused
    else:
        remove_document("netside", **places)


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Returns the process number of a fork that does ``work``, and the pipe that it tells on."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(writer)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writer)
    return child, reader


def ended(child: int, reader: int) -> tuple[int, str]:
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = os.read(reader, 100).decode()
    os.close(reader)
    return code, told


def looked_at(what: str, folder: Path, before: dict[str, bytes], *, change_again: bool) -> dict[str, Any]:
    """Returns what the killed process left, as it is found by the next question and the next change."""
    corpus, index = folder / "corpus", folder / "index"
    was_unfinished = is_unfinished(corpus)
    said: list[str] = []
    retriever = open_assistant(corpus=corpus, index=index, encoder=ENCODER, warn=said.append).retriever
    indexed = sorted(retriever.content.documents)
    listed = sorted(source.doc_id for source in read_sources(corpus))
    files = {path.read_bytes() for path in corpus.rglob("*") if path.is_file()}
    hit = retriever.search("hunde i snor").hits[0].chunk.doc_id
    state = "old" if indexed == ["materiale", "netside"] else "new"
    if state == "old" and change_again:
        change(what, folder)
    left = [path.name for place in (corpus / ".kildesvar", index) for path in place.glob(".*") if path.name != ".lock"]
    return {
        "unfinished": was_unfinished,
        "said": said,
        "state": state,
        "indexed": indexed,
        "listed": listed,
        "hit": hit,
        "lost": sorted(name for name, data in before.items() if name != "sources.toml" and data not in files),
        "after": sorted(source.doc_id for source in read_sources(corpus)) if change_again else None,
        "still_unfinished": is_unfinished(corpus),
        "left": left,
    }


def attempt(
    what: str, start: Path, folder: Path, kill: Callable[[], tuple[int, str]], *, change_again: bool
) -> dict[str, Any]:
    shutil.copytree(start, folder)
    before = {path.name: path.read_bytes() for path in (folder / "corpus").iterdir() if path.is_file()}
    code, step = kill()
    row = {"what": what, "code": code, "step": step, **looked_at(what, folder, before, change_again=change_again)}
    shutil.rmtree(folder)
    return row


def stepwise(what: str, place: Path, at: int) -> tuple[int, str]:
    """Returns how a process ended that dies before step ``at``, and that step's name or the number of steps."""

    def work(told: int) -> None:
        done = die_before(at, told)
        change(what, place)
        os.write(told, str(done()).encode())

    return ended(*forked(work))


def momentary(what: str, place: Path, seconds: float | None) -> tuple[int, str]:
    """Returns how a process ended that is killed after ``seconds``."""
    child, reader = forked(lambda told: change(what, place))
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return ended(child, reader)


def main(how: str, folder: Path) -> None:
    """Prints one row per kill."""
    start = folder / "start"
    write_corpus(start / "corpus")
    (start / "Katte i parken.txt").write_text(NEW, encoding="utf-8")
    open_assistant(corpus=start / "corpus", index=start / "index", encoder=ENCODER)
    generator = random.Random(6)
    for what in ("add", "remove"):
        place = folder / what
        shutil.copytree(start, place)
        begin = time.perf_counter()
        steps = int(stepwise(what, place, 0)[1]) if how != "moments" else momentary(what, place, None)[0]
        took = time.perf_counter() - begin
        shutil.rmtree(place)
        if how == "moments":
            kills = [partial(momentary, what, place, generator.uniform(0, took)) for _ in range(MOMENTS // 2)]
        else:
            few = {*range(1, 20), *range(20, steps, 24), *range(steps - 6, steps + 1)}
            chosen = sorted(few) if how == "steps" else range(1, steps + 1)
            kills = [partial(stepwise, what, place, at) for at in chosen]
        for number, kill in enumerate(kills):
            row = attempt(what, start, place, kill, change_again=number % 3 == 0)
            print(json.dumps(row), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

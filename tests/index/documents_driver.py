"""Kills processes that change the documents and the index, and looks at what each left.

    python -m tests.index.documents_driver moments|steps|all-steps FOLDER [NUMBER]

Four changes are made: a document added, one removed, an earlier version restored, one changed by hand and read anew.
``moments`` kills processes after random times until NUMBER have died of it; some are done before. ``all-steps`` forks
one that dies at its n-th write, rename, removal or flush, for every n (see dying.py); ``steps`` does so for the first
change, and for the others leaves out most of those where the index is written beside the one in use: the same work in
each.

Afterwards the index is loaded, a question asked as ``kildesvar ask`` does, the files compared, and the change made
again. One JSON row per kill goes to stdout, and to stderr how many there were and what was wrong.
"""

import itertools
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tqdm import tqdm

import index.build
from assistant.start import open_assistant
from index.storage import current_version, load_index
from index.update import add_documents, remove_document, restore_version, update_index
from ingest.changes import FOLDER, is_unfinished
from ingest.errors import IndexMismatch
from ingest.library import Details
from tests.hashing_encoder import HashingEncoder
from tests.index.dying import DIED, die_before
from tests.tiny_corpus import WEB, write_corpus

MOMENTS = 64
ROUNDS = 16
"""So often those are tried again that were done before they were killed."""
SEED = 6
ENCODER = HashingEncoder(64)
QUESTION = "hunde i snor"
NEW = "Katte i parken\n\nKatte må gå frit omkring i byens park, når de har halsbånd på.\n"
CHANGED = WEB.replace("Kælkebakken", "Cykelbanen")
CHANGES = ("add", "remove", "restore", "ingest")

Files = Mapping[str, bytes]


def places(folder: Path) -> dict[str, Any]:
    """Returns where the documents and the index of a scene lie."""
    return {"corpus": folder / "corpus", "index": folder / "index", "encoder": ENCODER}


def prepare(what: str, folder: Path) -> None:
    """Writes the documents and the index that a change begins with."""
    write_corpus(folder / "corpus")
    (folder / "Katte i parken.txt").write_text(NEW, encoding="utf-8")
    update_index(**places(folder))
    if what == "restore":
        change("add", folder)
    elif what == "ingest":
        (folder / "corpus" / "netside.txt").write_text(CHANGED, encoding="utf-8")


def change(what: str, folder: Path) -> None:
    """Makes the change."""
    if what == "add":
        done = add_documents([folder / "Katte i parken.txt"], Details(), **places(folder))
        assert done.updated, done.refused
    elif what == "remove":
        remove_document("netside", **places(folder))
    elif what == "restore":
        restore_version(None, **places(folder))
    else:
        update_index(**places(folder), anew=True)


def files_of(folder: Path) -> Files:
    """Returns the documents and their manifest, by name."""
    return {path.name: path.read_bytes() for path in (folder / "corpus").iterdir() if path.is_file()}


@dataclass(frozen=True, slots=True)
class Scene:
    """A change, and what there is before and after it.

    Attributes:
        what: the change.
        start: the folder it begins with.
        versions, files: the index version and the files, old and new.
        steps: what it does to the disk, one by one.
        seconds: how long it takes.
    """

    what: str
    start: Path
    versions: tuple[str | None, str | None]
    files: tuple[Files, Files]
    steps: tuple[str, ...]
    seconds: float

    def kept_in(self, folder: Path) -> str:
        """Tells which documents lie in ``folder``."""
        now = files_of(folder)
        return "+".join(name for name, files in zip(("old", "new"), self.files, strict=True) if now == files) or "mixed"

    def version_in(self, folder: Path) -> str:
        """Tells which index is in use in ``folder``."""
        version = current_version(folder / "index")
        return dict(zip(self.versions, ("old", "new"), strict=True)).get(version, f"unknown {version}")


def scene_of(what: str, folder: Path) -> Scene:
    """Prepares a change, makes it once without a kill and returns what that was like."""
    start, tried = folder / what, folder / f"{what}-tried"
    prepare(what, start)
    took: list[float] = []
    steps: list[str] = []
    for counted in (True, False, False):  # counting takes time of its own
        shutil.copytree(start, tried)
        begin = time.perf_counter()
        code, told = stepwise(what, tried, 0) if counted else momentary(what, tried, None)
        took.append(time.perf_counter() - begin)
        assert code == 0, (what, code)
        steps = told.splitlines() if counted else steps
        after = current_version(tried / "index"), files_of(tried)
        shutil.rmtree(tried)
    before = current_version(start / "index"), files_of(start)
    assert before[0] != after[0]
    return Scene(what, start, (before[0], after[0]), (before[1], after[1]), tuple(steps), min(took[1:]))


# --- Killing ---------------------------------------------------------------------------------------------------------


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
    """Returns how a process ended (minus the signal that killed it) and what it told."""
    with os.fdopen(reader, encoding="utf-8") as pipe:
        told = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def stepwise(what: str, place: Path, at: int) -> tuple[int, str]:
    """Returns how a process ended that dies at step ``at``, and that step's name; for 0 all steps, one per line."""

    def work(told: int) -> None:
        steps = die_before(at, told)
        change(what, place)
        os.write(told, "\n".join(steps).encode())

    return ended(*forked(work))


def momentary(what: str, place: Path, seconds: float | None) -> tuple[int, str]:
    """Returns how a process ended that is killed after ``seconds``; nothing is told."""
    child, reader = forked(lambda told: change(what, place))
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return ended(child, reader)


# --- Looking ---------------------------------------------------------------------------------------------------------


def looked_at(scene: Scene, folder: Path) -> dict[str, Any]:
    """Returns what a killed process left, as it is found by a reader, the next question and the next change."""
    row: dict[str, Any] = {"unfinished": is_unfinished(folder / "corpus"), "version": scene.version_in(folder)}
    loaded = load_index(folder / "index", ENCODER)
    row["read"] = bool(loaded.search(QUESTION).hits)
    said: list[str] = []
    try:
        assistant = open_assistant(**places(folder), warn=said.append)
        row["asked"] = bool(assistant.retriever.search(QUESTION).hits)
    except IndexMismatch as error:
        row["asked"] = str(error)
    row |= {"said": said, "asked_version": scene.version_in(folder), "kept": scene.kept_in(folder)}
    everything = {path.read_bytes() for path in (folder / "corpus").rglob("*") if path.is_file()}
    before = scene.files[0].items()
    row["lost"] = sorted(name for name, data in before if name != "sources.toml" and data not in everything)
    if row["asked_version"] == "old":
        change(scene.what, folder)
    row["again"] = [scene.version_in(folder), scene.kept_in(folder)]
    left = [path.name for place in (folder / "corpus" / FOLDER, folder / "index") for path in place.glob(".*")]
    row["left"] = [name for name in left if name != ".lock"] + ["unfinished"] * is_unfinished(folder / "corpus")
    return row


def faults_in(scene: Scene, row: Mapping[str, Any]) -> list[str]:
    """Returns what is not as it must be after a kill."""
    old, new = ("old+new", "old+new") if scene.what == "ingest" else ("old", "new")
    version = row["asked_version"]
    is_stale = scene.what == "ingest" and version == "old" and "netside" in str(row["asked"])
    expected = {
        "index in use": row["version"] in ("old", "new"),
        "index read": row["read"] is True,
        "question answered": row["asked"] is True or is_stale,
        "index and documents of one state": (version, row["kept"]) in (("old", old), ("new", new)),
        "an index stays new": (row["version"], version) != ("new", "old"),
        "an unfinished change is ended and told": len(row["said"]) == row["unfinished"] and (
            not row["unfinished"] or version == "new"
        ),
        "nothing lost": row["lost"] == [],
        "the change can be made": row["again"] == ["new", new],
        "nothing left behind": row["left"] == [] or row["asked_version"] == "new" == row["version"],
    }  # fmt: skip
    return [name for name, is_so in expected.items() if not is_so]


def attempt(job: tuple[Scene, Path, int, float | None]) -> dict[str, Any]:
    """Returns the row of one kill: at a step, or after a number of seconds.

    Args:
        job: the scene, a folder that is not there yet, the step or 0, the seconds or None.
    """
    scene, folder, at, seconds = job
    shutil.copytree(scene.start, folder)
    code, step = stepwise(scene.what, folder, at) if at else momentary(scene.what, folder, seconds)
    row: dict[str, Any] = {"what": scene.what, "at": at or round(seconds or 0, 4), "code": code, "step": step}
    try:
        row |= looked_at(scene, folder)
        row["wrong"] = faults_in(scene, row)
    except Exception as error:
        row |= {"wrong": [f"{type(error).__name__}: {error}"], "lost": []}
    shutil.rmtree(folder)
    return row


def chosen_steps(scene: Scene, *, every: bool) -> list[int]:
    """Returns the steps to die at: all, or where it counts and a few of the many in which an index is written."""
    beside = [number for number, step in enumerate(scene.steps, start=1) if "/.building-" in step]
    left_out = set() if every else {number for place, number in enumerate(beside) if place % 12}
    return [number for number in range(1, len(scene.steps) + 1) if number not in left_out]


def summary(rows: list[dict[str, Any]]) -> str:
    """Returns the figures: kills, what was wrong, what was lost."""
    killed = [row for row in rows if row["code"] in (DIED, -signal.SIGKILL)]
    torn, between = sum("+torn" in row["step"] for row in rows), sum(bool(row.get("unfinished")) for row in rows)
    wrong, lost = sum(bool(row["wrong"]) for row in rows), sum(bool(row["lost"]) for row in rows)
    told = f"{len(killed)} killed ({torn} while a file was written, {between} with a change under way)"
    return f"{len(rows)} tried, {told}: {wrong} wrong, {lost} lost something"


def missed(scenes: Sequence[Scene], rows: Sequence[Mapping[str, Any]], number: int) -> list[Scene]:
    """Returns the scenes of the kills that are left to make of ``number``, the same share for each scene."""
    killed = [row["what"] for row in rows if row["code"] == -signal.SIGKILL]
    return [scene for scene in scenes for _ in range(number // len(scenes) - killed.count(scene.what))]


def tried(jobs: Sequence[tuple[Scene, Path, int, float | None]]) -> list[dict[str, Any]]:
    """Makes the attempts, several at a time; prints and returns their rows."""
    if not jobs:
        return []
    rows = []
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as workers:
        for row in workers.imap(attempt, jobs):
            print(json.dumps(row), flush=True)  # noqa: T201
            rows.append(row)
    return rows


def main(how: str, folder: Path, number: int = MOMENTS) -> None:
    """Prints a row per kill and the figures; ends with exit code 1 when something was wrong."""
    # BM25's progress bars share a lock among all forks, which a killed one would never give back, and start a thread.
    tqdm.set_lock(threading.RLock())
    tqdm.monitor_interval = 0
    # Reading the lexicon takes half of a change and no part in what is tested.
    index.build.read_lexicon = cache(index.build.read_lexicon)  # type: ignore[attr-defined]
    related = index.build.related_words(index.build.read_lexicon())  # type: ignore[attr-defined]
    index.build.related_words = lambda entries: related  # type: ignore[attr-defined]
    scenes = [scene_of(what, folder) for what in CHANGES]
    names = (folder / str(attempted) for attempted in itertools.count())
    rows: list[dict[str, Any]] = []
    if how == "moments":
        chance = random.Random(SEED)
        for _ in range(ROUNDS):
            left = missed(scenes, rows, number)
            rows += tried([(scene, next(names), 0, chance.uniform(0, scene.seconds)) for scene in left])
    else:
        every = {scene.what: how == "all-steps" or scene.what == "add" for scene in scenes}
        steps = [(scene, at) for scene in scenes for at in chosen_steps(scene, every=every[scene.what])]
        rows = tried([(scene, next(names), at, None) for scene, at in steps])
    sys.stderr.write(f"{how}: {summary(rows)}\n")
    if any(row["wrong"] for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:4]))

"""Documents and index change together: reuse, versions, two at once, and nothing lost whenever a process dies."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.current import CurrentAssistant
from assistant.start import open_assistant
from index import storage, update
from index.storage import LOCK, build_index, current_version, load_index, versions
from index.update import add_documents, mend, remove_document, restore_version, update_index
from index.vector_cache import FILE, CachedEncoder
from ingest.changes import changing, is_unfinished
from ingest.corpus import read_corpus
from ingest.disk import alone
from ingest.errors import BusyError, CorpusError, IndexMismatch
from ingest.library import Details
from ingest.manifest import read_sources
from ingest.sandbox import read_guarded

from ..tiny_corpus import WEB, TopicEncoder, expanded_corpus
from .documents_driver import CHANGES, Scene, faults_in
from .dying import DIED

ROOT = Path(__file__).resolve().parents[2]
NEW = "Hunde på stranden\n\nHunde må løbe uden snor på stranden om vinteren.\n"


class CountingEncoder(TopicEncoder):
    """Counts the texts that it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def encode_passages(self, passages: Any) -> Any:
        self.count += len(passages)
        return super().encode_passages(passages)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Any]:
    corpus, encoder = expanded_corpus(tmp_path / "corpus"), TopicEncoder()
    update_index(corpus, tmp_path / "index", encoder)
    (tmp_path / "strand.txt").write_text(NEW, encoding="utf-8")
    return {"corpus": corpus, "index": tmp_path / "index", "encoder": encoder}


def state_of(places: dict[str, Any]) -> tuple[dict[str, bytes], str | None]:
    files = {path.name: path.read_bytes() for path in places["corpus"].iterdir() if path.is_file()}
    return files, current_version(places["index"])


def documents_of(places: dict[str, Any]) -> list[str]:
    return list(load_index(places["index"], places["encoder"]).content.documents)


# --- Reuse ----------------------------------------------------------------------------------------------------------


def test_only_what_is_new_is_read_and_embedded(
    places: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    ordinary = read_guarded

    def counted(source: Any, path: Path) -> Any:
        read.append(source.doc_id)
        return ordinary(source, path)

    monkeypatch.setattr("ingest.corpus.read_guarded", counted)
    encoder = CountingEncoder()
    done = add_documents([tmp_path / "strand.txt"], Details(), **{**places, "encoder": encoder})
    assert done.updated is not None and done.updated.reused == 2 and read == []
    assert 0 < encoder.count < 8 and encoder.count == done.updated.encoded
    (places["corpus"] / "netside.txt").write_text(WEB + "\nNyt afsnit om heste.\n", encoding="utf-8")
    assert update_index(**places).reused == 2 and read == ["netside"]
    assert update_index(**places, anew=True).reused == 0 and len(read) == 4


def test_an_index_with_reuse_is_the_one_built_from_nothing(places: dict[str, Any], tmp_path: Path) -> None:
    add_documents([tmp_path / "strand.txt"], Details(year=2024), **places)
    remove_document("materiale", **places)
    built = build_index(read_corpus(places["corpus"]), tmp_path / "fresh", places["encoder"])
    assert built.version == current_version(places["index"])


def test_changed_metadata_are_seen(places: dict[str, Any]) -> None:
    manifest = places["corpus"] / "sources.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("Regler for hunde", "Nye regler"), encoding="utf-8")
    update_index(**places)
    assert load_index(places["index"], places["encoder"]).document("netside").title == "Nye regler"


def test_nothing_of_another_program_is_reused(places: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_program", lambda: "another")
    assert update_index(**places).reused == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", None])
def test_a_damaged_vector_cache_is_no_cache(places: dict[str, Any], content: bytes | None) -> None:
    file = places["index"] / FILE
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data) if content is None else content)
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, places["index"])
    np.testing.assert_array_equal(
        cached.encode_passages(["hunde", "penge"]), TopicEncoder().encode_passages(["hunde", "penge"])
    )
    assert encoder.count == 2


# --- Versions -------------------------------------------------------------------------------------------------------


def test_a_version_is_restored_with_its_documents(places: dict[str, Any], tmp_path: Path) -> None:
    first = state_of(places)
    add_documents([tmp_path / "strand.txt"], Details(), **places)
    remove_document("netside", **places)
    last = state_of(places)
    assert documents_of(places) == ["materiale", "strand"] and len(versions(places["index"])) == 3
    restore_version(str(first[1])[:8], **places)
    assert state_of(places) == first
    restore_version(None, **places)
    assert state_of(places) == last
    assert open_assistant(corpus=places["corpus"], index=places["index"], encoder=places["encoder"])


def test_a_version_is_rebuilt_where_wordings_have_changed(places: dict[str, Any]) -> None:
    remove_document("netside", **places)
    (places["corpus"] / "unanswered.jsonl").write_text('{"question": "noget nyt"}\n', encoding="utf-8")
    restore_version(None, **places)
    content = load_index(places["index"], places["encoder"]).content
    assert list(content.documents) == ["materiale", "netside"]
    assert "noget nyt" in {wording.text for wording in content.wordings}


def test_what_cannot_be_restored_is_one_sentence(places: dict[str, Any]) -> None:
    with pytest.raises(IndexMismatch, match="ingen tidligere udgave"):
        restore_version(None, **places)
    with pytest.raises(IndexMismatch, match="findes ikke"):
        restore_version("abc", **places)
    remove_document("netside", **places)
    before = state_of(places)
    for path in (places["corpus"] / ".kildesvar" / "kept").glob("*.txt"):
        path.unlink()
    with pytest.raises(CorpusError, match=r"netside\.txt"):
        restore_version(None, **places)
    assert state_of(places) == before


# --- When something goes wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["add", "remove"])
def test_an_index_that_cannot_be_written_leaves_the_documents(
    places: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    before = state_of(places)
    make: Callable[[], object] = partial(add_documents, [tmp_path / "strand.txt"], Details(), **places)
    if what == "remove":
        make = partial(remove_document, "netside", **places)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "_save_fields", full)
        with pytest.raises(IndexMismatch, match="disken er fuld"):
            make()
    assert state_of(places) == before and not is_unfinished(places["corpus"])


def test_a_question_during_a_change_is_answered_from_the_old_index(places: dict[str, Any]) -> None:
    class Killed(BaseException):
        """Stands for a kill."""

    def killed(*_: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "_update", killed)
        with pytest.raises(Killed):
            remove_document("netside", **places)
    opened = {name: places[name] for name in ("corpus", "index", "encoder")}
    with changing_elsewhere(places["corpus"]):
        assert len(open_assistant(**opened).retriever.content.documents) == 2
        with pytest.raises(BusyError):
            mend(**places)
    said: list[str] = []
    assert len(open_assistant(**opened, warn=said.append).retriever.content.documents) == 1
    assert len(said) == 1 and "gjort færdig" in said[0]


def changing_elsewhere(corpus: Path) -> Any:
    """Holds the lock as another process would; one lock object never waits for itself."""
    return alone(corpus / ".kildesvar" / "lock")


def test_two_at_once_wait_or_say_so(places: dict[str, Any], tmp_path: Path) -> None:
    with alone(places["index"] / LOCK), pytest.raises(BusyError, match="En anden Kildesvar"):
        update_index(**places, wait=0.1)
    with changing(places["corpus"]), pytest.raises(BusyError):
        add_documents([tmp_path / "strand.txt"], Details(), **places, wait=0.1)
    files = []
    for number in range(6):
        files.append(tmp_path / f"nr{number}.txt")
        files[-1].write_text(f"Hund nummer {number}\n\nHund nummer {number} må løbe i parken.\n", encoding="utf-8")
    errors: list[BaseException] = []

    def adding(file: Path) -> None:
        try:
            add_documents([file], Details(), **places)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=adding, args=[file]) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(documents_of(places)) == sorted(source.doc_id for source in read_sources(places["corpus"]))
    assert len(documents_of(places)) == 8


# --- A running page -------------------------------------------------------------------------------------------------


def test_the_next_question_sees_the_new_index(places: dict[str, Any], tmp_path: Path) -> None:
    opened = {name: places[name] for name in ("corpus", "index", "encoder")}
    current = CurrentAssistant(lambda: open_assistant(**opened), index=places["index"], encoder=TopicEncoder)
    old = current.get()
    assert current.get() is old
    add_documents([tmp_path / "strand.txt"], Details(), **places)
    assert "strand" in current.retriever.content.documents and current.get() is not old
    assert "strand" not in old.retriever.content.documents and old.ask("må hunde løbe uden snor").searched


def test_a_version_that_cannot_be_loaded_leaves_the_old_one_answering(places: dict[str, Any]) -> None:
    opened = {name: places[name] for name in ("corpus", "index", "encoder")}
    said: list[str] = []
    current = CurrentAssistant(
        lambda: open_assistant(**opened),
        index=places["index"], corpus=places["corpus"], encoder=TopicEncoder, warn=said.append,
    )  # fmt: skip
    old = current.get()
    remove_document("netside", **places)
    (places["index"] / str(current_version(places["index"])) / "chunks.json").write_bytes(b"[]")
    assert [current.get() is old for _ in range(3)] == [True] * 3
    assert len(said) == 1 and "chunks.json" in said[0]
    assert f"kildesvar ingest --corpus {places['corpus']} --index {places['index']}" in said[0]


# --- Nothing is lost ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the process is forked")
@pytest.mark.parametrize(("how", "fewest"), [("steps", 250), ("moments", 50)])
def test_a_kill_leaves_the_old_or_the_new_documents_and_their_index(how: str, fewest: int, tmp_path: Path) -> None:
    """What is looked at after each kill stands in ``documents_driver.faults_in``; figures: ``make faults``."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.index.documents_driver", how, str(tmp_path)],
        cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, [row for row in rows if row["wrong"]] or done.stderr
    killed = [row for row in rows if row["code"] in (DIED, -signal.SIGKILL)]
    assert len(killed) >= fewest
    assert all(row["wrong"] == [] and row["lost"] == [] for row in rows)
    assert {row["asked_version"] for row in killed} == {"old", "new"}
    for what in CHANGES:
        ours = [row for row in killed if row["what"] == what]
        assert len(ours) >= 8
        # Which random moments fall behind the swap depends on what else the machine does.
        assert how == "moments" or {row["asked_version"] for row in ours} == {"old", "new"}
        order = [row["version"] for row in ours]
        assert how == "moments" or order == sorted(order, reverse=True), "an index that is in use stays in use"
    assert any(row["unfinished"] for row in killed)
    if how == "steps":
        assert len(killed) == len(rows)
        steps = {row["step"] for row in rows}
        assert {"open", "os.rename", "os.remove", "os.mkdir", "os.utime", "os.fsync"} <= steps
        assert {"open+torn", "os.fsync+torn", "faiss.write_index+torn"} <= steps


GOOD = {
    "unfinished": False, "version": "old", "read": True, "asked": True, "said": [], "asked_version": "old",
    "kept": "old", "lost": [], "again": ["new", "new"], "left": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        ({}, None),
        ({"version": "new", "asked_version": "new", "kept": "new"}, None),
        ({"unfinished": True, "said": ["…"], "asked_version": "new", "kept": "new"}, None),
        ({"version": "unknown None"}, "index in use"),
        ({"read": False}, "index read"),
        ({"asked": "Dokumenterne er ændret …"}, "question answered"),
        ({"kept": "new"}, "index and documents of one state"),
        ({"kept": "mixed"}, "index and documents of one state"),
        ({"version": "new"}, "an index stays new"),
        ({"unfinished": True}, "an unfinished change is ended and told"),
        ({"lost": ["netside.txt"]}, "nothing lost"),
        ({"again": ["old", "new"]}, "the change can be made"),
        ({"left": [".building-7"]}, "nothing left behind"),
    ],
)
def test_a_fault_would_be_seen(seen: dict[str, Any], fault: str | None) -> None:
    scene = Scene("remove", Path(), ("a", "b"), ({}, {}), (), 0.0)
    found = faults_in(scene, GOOD | seen)
    assert found == [] if fault is None else fault in found

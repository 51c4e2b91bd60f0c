"""The assistant follows the index: swaps made by this process, by another one, and versions that cannot be loaded."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.current import CurrentAssistant
from assistant.start import open_assistant
from index.storage import current_version
from index.update import add_documents, remove_document, restore_version, update_index
from ingest.library import Details

from ..tiny_corpus import TopicEncoder, expanded_corpus

ROOT = Path(__file__).resolve().parents[2]
REMOVE = (
    "import sys, pathlib\n"
    "from index.update import remove_document\n"
    "from tests.tiny_corpus import TopicEncoder\n"
    "corpus, index = map(pathlib.Path, sys.argv[1:])\n"
    "remove_document('netside', corpus=corpus, index=index, encoder=TopicEncoder())\n"
)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Any]:
    corpus, encoder = expanded_corpus(tmp_path / "corpus"), TopicEncoder()
    update_index(corpus, tmp_path / "index", encoder)
    (tmp_path / "strand.txt").write_text("Hunde på stranden\n\nHunde må løbe uden snor på stranden.\n", "utf-8")
    return {"corpus": corpus, "index": tmp_path / "index", "encoder": encoder}


def _current(places: dict[str, Any], said: list[str] | None = None) -> CurrentAssistant:
    told: Any = [].append if said is None else said.append
    return CurrentAssistant(lambda: open_assistant(**places), index=places["index"], encoder=TopicEncoder, warn=told)


def _documents(current: CurrentAssistant) -> set[str]:
    return set(current.retriever.content.documents)


def test_the_next_question_is_answered_from_what_another_process_made(places: dict[str, Any]) -> None:
    current = _current(places)
    old = current.get()
    question = "Skal hunde være i snor i byens park?"
    assert {citation.doc_id for citation in current.ask(question).citations} == {"netside"}
    subprocess.run([sys.executable, "-c", REMOVE, places["corpus"], places["index"]], cwd=ROOT, check=True, timeout=60)
    assert "netside" not in {citation.doc_id for citation in current.ask(question).citations}
    assert _documents(current) == {"materiale"}
    assert {citation.doc_id for citation in old.ask(question).citations} == {"netside"}


def test_what_was_added_and_restored_is_seen(places: dict[str, Any], tmp_path: Path) -> None:
    current = _current(places)
    add_documents([tmp_path / "strand.txt"], Details(), **places)
    assert _documents(current) == {"materiale", "netside", "strand"}
    restore_version(None, **places)
    assert _documents(current) == {"materiale", "netside"}


def test_while_one_loads_the_others_are_answered_from_the_old_one(places: dict[str, Any], tmp_path: Path) -> None:
    loading, go_on = threading.Event(), threading.Event()

    def slow() -> TopicEncoder:
        loading.set()
        assert go_on.wait(20)
        return TopicEncoder()

    current = CurrentAssistant(lambda: open_assistant(**places), index=places["index"], encoder=slow)
    old = current.get()
    add_documents([tmp_path / "strand.txt"], Details(), **places)
    first = threading.Thread(target=current.get)
    first.start()
    assert loading.wait(20)
    assert current.get() is old
    waited: list[Any] = []
    waiting = threading.Thread(target=lambda: waited.append(current.newest()))
    waiting.start()
    go_on.set()
    for thread in (first, waiting):
        thread.join(20)
    assert waited == [current.get()] and waited[0] is not old
    assert "strand" in waited[0].retriever.content.documents


def test_a_damaged_version_is_told_once_and_taken_when_it_is_repaired(places: dict[str, Any]) -> None:
    said: list[str] = []
    current = _current(places, said)
    old = current.get()
    remove_document("netside", **places)
    version = str(current_version(places["index"]))
    damaged = places["index"] / version / "chunks.json"
    damaged.write_bytes(b"[]")
    assert [current.get() is old for _ in range(3)] == [True] * 3
    assert len(said) == 1 and "chunks.json" in said[0]
    update_index(**places, anew=True)
    assert current_version(places["index"]) == version and damaged.read_bytes() != b"[]"
    assert current.get() is not old and _documents(current) == {"materiale"}

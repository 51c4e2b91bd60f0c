"""The index on disk: what goes in comes out, damage is named, and a crash leaves the old index usable."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.storage import CURRENT, LOCK, MANIFEST, Built, build_index, current_version, load_index, stale_documents
from index.stored import Content
from ingest.corpus import read_corpus
from ingest.document import Document
from ingest.errors import IndexMismatch

from ..tiny_corpus import MANIFEST as SOURCES
from ..tiny_corpus import WEB, TopicEncoder, expanded_corpus, retriever_of, write_corpus

ROOT = Path(__file__).resolve().parents[2]
REPAIR = "kildesvar ingest"
QUESTION = "må hunde løbe uden snor"


def build(corpus: Path, index: Path, fingerprint: str = "topics-1") -> Built:
    return build_index(read_corpus(corpus), index, TopicEncoder(fingerprint))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def versions_of(index: Path) -> set[str]:
    return {path.name for path in index.iterdir() if path.is_dir()}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return expanded_corpus(tmp_path_factory.mktemp("storage") / "corpus")


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that nobody changes."""
    folder = tmp_path_factory.mktemp("storage") / "index"
    build(corpus, folder)
    return folder


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    """A copy of the index, to be changed."""
    shutil.copytree(built, tmp_path / "index")
    return tmp_path / "index"


def place_of(index: Path) -> Path:
    version = current_version(index)
    assert version is not None
    return index / version


# --- There and back -------------------------------------------------------------------------------------------------


def test_every_field_comes_back(corpus: Path, built: Path) -> None:
    before, after = retriever_of(corpus).content, load_index(built, TopicEncoder()).content
    assert list(after.documents) == list(before.documents) == ["materiale", "netside"]
    for doc_id, document in before.documents.items():
        # A path is kept as a name, and a file's own marks have done their work when the blocks were made.
        assert after.documents[doc_id] == replace(document, path=Path(document.path.name), marks=())
    assert {name for name in Document.__dataclass_fields__} == {
        "source", "path", "sha256", "text", "page_starts", "page_labels", "marks", "problems",
    }  # fmt: skip
    compared = [name for name in Content.__dataclass_fields__ if name != "documents"]
    assert {"blocks", "chunks", "units", "unit_chunks", "wordings"} <= set(compared)
    for name in compared:
        assert getattr(after, name) == getattr(before, name), name
        assert getattr(before, name), name


def test_line_ends_and_odd_characters_of_a_document_come_back(tmp_path: Path) -> None:
    text = "Første linje er her.\r\nAnden\u00a0linje \u2028 er ﬁn.\r\n\fTredje side 🙂 a\u0301."
    corpus = write_corpus(tmp_path / "corpus", {"a.txt": text})
    before = read_corpus(corpus).documents[0].document.text
    build(corpus, tmp_path / "index")
    assert load_index(tmp_path / "index", TopicEncoder()).document("a").text == before
    assert "🙂" in before and "\f" in before


@pytest.mark.parametrize("question", [QUESTION, "folketal for to år siden", "serviceramme", "alt det jeg har lov til"])
def test_a_loaded_index_answers_as_the_built_one(corpus: Path, built: Path, question: str) -> None:
    before, after = retriever_of(corpus).search(question), load_index(built, TopicEncoder()).search(question)
    assert after.hits and after.hits == before.hits
    np.testing.assert_array_equal(after.wordings, before.wordings)
    for name, scores in before.units.items():
        np.testing.assert_array_equal(after.units[name], scores)


def test_an_index_without_wordings_comes_back(tmp_path: Path) -> None:
    build(write_corpus(tmp_path / "corpus"), tmp_path / "index")
    loaded = load_index(tmp_path / "index", TopicEncoder())
    assert loaded.content.wordings == ()
    assert loaded.search(QUESTION).hits[0].chunk.doc_id == "netside"


def test_what_was_built_is_told(corpus: Path, tmp_path: Path) -> None:
    told = build(corpus, tmp_path / "index")
    content = load_index(tmp_path / "index", TopicEncoder()).content
    assert (told.chunks, told.wordings) == (len(content.chunks), len(content.wordings)) == (8, 6)
    assert told.version == current_version(tmp_path / "index")
    assert told.changed


# --- The same again -------------------------------------------------------------------------------------------------


def test_building_twice_gives_the_same_bytes_and_name(corpus: Path, built: Path, tmp_path: Path) -> None:
    build(corpus, tmp_path / "again")
    assert files_of(built) == files_of(tmp_path / "again")
    assert len(files_of(built)) > 30


def test_another_process_with_another_hash_seed_gives_the_same_bytes(corpus: Path, built: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.tiny_corpus import TopicEncoder;"
        "from index.storage import build_index; from ingest.corpus import read_corpus;"
        "build_index(read_corpus(Path(sys.argv[1])), Path(sys.argv[2]), TopicEncoder())"
    )
    environment = {"PYTHONHASHSEED": "4711", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(corpus), str(tmp_path / "again")]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path, timeout=60)
    assert files_of(built) == files_of(tmp_path / "again")


def test_where_the_corpus_lies_does_not_matter(built: Path, tmp_path: Path) -> None:
    build(expanded_corpus(tmp_path / "elsewhere" / "corpus"), tmp_path / "again")
    assert files_of(built) == files_of(tmp_path / "again")


def test_an_unchanged_build_changes_nothing(corpus: Path, index: Path) -> None:
    before = files_of(index)
    told = build(corpus, index)
    assert not told.changed
    assert files_of(index) == before
    assert build(corpus, index, "topics-2").changed


def test_a_build_repairs_a_damaged_index(corpus: Path, index: Path) -> None:
    before = files_of(index)
    (place_of(index) / "chunks.json").write_bytes(b"[]")
    build(corpus, index)
    assert files_of(index) == before


def test_three_versions_are_kept_beside_the_one_in_use(tmp_path: Path) -> None:
    index, names = tmp_path / "index", []
    for number in range(6):
        corpus = write_corpus(tmp_path / str(number), {"a.txt": f"Hund nummer {number} er i snor."})
        names.append(build(corpus, index).version)
        assert versions_of(index) == set(names[-4:])
        assert current_version(index) == names[-1]
    assert len(set(names)) == 6
    assert "nummer 5" in load_index(index, TopicEncoder()).unit_text(0)


# --- Damage ---------------------------------------------------------------------------------------------------------

FILES = [
    "blocks.json", "chunks.json", "dense.faiss", "dense_units.faiss", "dense_wordings.faiss", "documents.json",
    "units.json", "wordings.json", "texts/0.txt", "texts/1.txt", "bag/size.json", "bag/vocab.index.json",
    "pieces/data.csc.index.npy", "terms/indices.csc.index.npy", "terms/params.index.json", "units/indptr.csc.index.npy",
    "wordings/vocab.index.json",
]  # fmt: skip


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


@pytest.mark.parametrize("harm", [truncate, empty, flip, Path.unlink])
def test_every_damaged_file_is_named(index: Path, harm: Callable[[Path], None]) -> None:
    names = sorted(files_of(place_of(index)))
    assert set(FILES) <= set(names)
    for name in names:
        file = place_of(index) / name
        data = file.read_bytes()
        harm(file)
        with pytest.raises(IndexMismatch) as error:
            load_index(index, TopicEncoder())
        assert name in str(error.value) or name == MANIFEST
        assert REPAIR in str(error.value)
        file.write_bytes(data)
    assert load_index(index, TopicEncoder()).search(QUESTION).hits


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}", b'{"files": []}', b'{"files": {}, "settings": 7, "documents": {}}'],
)
def test_a_manifest_of_something_else_is_damaged(index: Path, content: bytes) -> None:
    (place_of(index) / MANIFEST).write_bytes(content)
    with pytest.raises(IndexMismatch, match=REPAIR):
        load_index(index, TopicEncoder())


@pytest.mark.parametrize("name", ["files", "settings", "documents"])
def test_a_manifest_that_lacks_something_is_damaged(index: Path, corpus: Path, name: str) -> None:
    file = place_of(index) / MANIFEST
    manifest = json.loads(file.read_bytes())
    manifest[name] = {}
    file.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(IndexMismatch, match=REPAIR):
        load_index(index, TopicEncoder())


def test_any_flipped_byte_of_the_manifest_is_noticed(index: Path) -> None:
    file = place_of(index) / MANIFEST
    data = file.read_bytes()
    for position in range(0, len(data), 23):
        file.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        with pytest.raises(IndexMismatch, match=REPAIR):
            load_index(index, TopicEncoder())
    file.write_bytes(data)
    assert load_index(index, TopicEncoder()).search(QUESTION).hits


@pytest.mark.parametrize("content", ["", "\n", "0123456789abcdef", "..", ".", "æ", "/etc"])
def test_a_pointer_to_nothing_is_no_index(index: Path, content: str) -> None:
    (index / CURRENT).write_text(content, encoding="utf-8")
    with pytest.raises(IndexMismatch, match=REPAIR):
        load_index(index, TopicEncoder())


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    assert current_version(tmp_path / "none") is None
    with pytest.raises(IndexMismatch, match=REPAIR) as error:
        load_index(tmp_path / "none", TopicEncoder())
    assert str(tmp_path / "none") in str(error.value)


def test_another_encoder_is_named(index: Path) -> None:
    with pytest.raises(IndexMismatch, match="sprogmodellen") as error:
        load_index(index, TopicEncoder("topics-2"))
    assert REPAIR in str(error.value)


@pytest.mark.parametrize(("setting", "named"), [("format", "format"), ("max_characters", "længden af afsnit")])
def test_other_settings_are_named(corpus: Path, tmp_path: Path, setting: str, named: str) -> None:
    """An index of another version of the program, sealed as that version would have."""
    index = tmp_path / "index"
    build(corpus, index)
    manifest = json.loads((place_of(index) / MANIFEST).read_bytes())
    manifest["settings"][setting] = -1
    reseal(index, manifest)
    with pytest.raises(IndexMismatch, match=named) as error:
        load_index(index, TopicEncoder())
    assert REPAIR in str(error.value)


def reseal(index: Path, manifest: dict[str, Any]) -> None:
    """Writes another manifest and names the version after it, as a build does."""
    from hashlib import sha256

    from index.stored import dump

    data = dump(manifest)
    (place_of(index) / MANIFEST).write_bytes(data)
    place_of(index).rename(index / sha256(data).hexdigest()[:16])
    (index / CURRENT).write_text(sha256(data).hexdigest()[:16] + "\n", encoding="ascii")


def test_nothing_is_pickled(built: Path) -> None:
    names = set(files_of(place_of(built)))
    assert {Path(name).suffix for name in names} == {".json", ".npy", ".faiss", ".txt"}
    for name in names:
        file = place_of(built) / name
        if name.endswith(".npy"):
            assert np.load(file, allow_pickle=False).dtype != object
        elif name.endswith(".json"):
            json.loads(file.read_bytes())
    assert set(path.name for path in built.iterdir()) == {CURRENT, LOCK, current_version(built)}


def test_the_manifest_says_what_the_index_was_built_from(corpus: Path, built: Path) -> None:
    manifest = json.loads((place_of(built) / MANIFEST).read_bytes())
    documents = read_corpus(corpus).documents
    beside = {"sources.toml", "unanswered.jsonl", "lexicon_da.toml"}
    beside |= {f"expansions/{path.name}" for path in (corpus / "expansions").iterdir()}
    assert set(manifest["documents"]) == {row.document.doc_id for row in documents} | beside
    assert {row.document.sha256 for row in documents} <= set(manifest["documents"].values())
    assert manifest["settings"]["encoder"] == "topics-1"
    assert set(manifest["files"]) == set(files_of(place_of(built))) - {MANIFEST}


# --- Stale documents ------------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Path]:
    """A corpus to be changed, and its index."""
    corpus = write_corpus(tmp_path / "corpus")
    build(corpus, tmp_path / "index")
    return corpus, tmp_path / "index"


def test_unchanged_documents_are_not_stale(own: tuple[Path, Path]) -> None:
    corpus, index = own
    assert stale_documents(index, corpus) == []
    assert stale_documents(index.parent / "none", corpus) == []


def test_changed_added_and_removed_documents_are_stale(own: tuple[Path, Path]) -> None:
    corpus, index = own
    (corpus / "netside.txt").write_bytes(WEB.replace("snor", "line").encode())
    assert stale_documents(index, corpus) == ["netside"]
    (corpus / "ny.txt").write_text("Et nyt dokument er kommet til.", encoding="utf-8")
    assert stale_documents(index, corpus) == ["netside", "ny"]
    (corpus / "sources.toml").write_text(SOURCES.split("[[source]]")[2].join(["[[source]]", ""]), encoding="utf-8")
    (corpus / "materiale.txt").unlink()
    assert stale_documents(index, corpus) == ["materiale", "netside", "ny", "sources.toml"]
    build(corpus, index)
    assert stale_documents(index, corpus) == []


def test_a_changed_title_and_new_wordings_make_the_index_stale(own: tuple[Path, Path]) -> None:
    corpus, index = own
    sources, wordings = corpus / "sources.toml", corpus / "expansions" / "materiale.jsonl"
    sources.write_text(sources.read_text(encoding="utf-8") + "\n# ny\n", encoding="utf-8")
    wordings.parent.mkdir(exist_ok=True)
    wordings.write_bytes((wordings.read_bytes() if wordings.exists() else b"") + b"\n")
    assert stale_documents(index, corpus) == ["expansions/materiale.jsonl", "sources.toml"]


def test_a_document_that_cannot_be_read_does_not_make_the_index_stale_for_ever(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"god.txt": "Hunde skal være i snor.", "tom.txt": ""})
    read = read_corpus(corpus)
    assert len(read.documents) == len(read.failures) == 1
    build(corpus, tmp_path / "index")
    assert stale_documents(tmp_path / "index", corpus) == []


# --- Writing --------------------------------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_named(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("i vejen")
    for folder in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(IndexMismatch, match="kan ikke skrives") as error:
            build(corpus, folder)
        assert str(folder) in str(error.value)
        assert "--index" in str(error.value)
    assert (tmp_path / "file").read_text() == "i vejen"


def test_a_full_disk_leaves_the_old_index(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = files_of(index)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(IndexMismatch, match="kan ikke skrives"):
            build(corpus, index, "topics-2")
    unfinished = {name for name in files_of(index) if name.startswith(".")} - {LOCK}
    assert {name: data for name, data in files_of(index).items() if name not in unfinished} == before
    assert load_index(index, TopicEncoder()).search(QUESTION).hits

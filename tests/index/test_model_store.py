"""Fetching, choosing and using models, against a hub on this machine that answers as huggingface.co does."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import numpy as np
import pytest
from typer.testing import CliRunner

import texts
from assistant.start import open_assistant
from index import model_store
from index.encoders import Encoder
from index.model_store import (
    BUNDLED_NAME,
    CURRENT,
    MODELS,
    catalogue,
    encoder_in_use,
    fetch,
    installed,
    name_in_use,
    use,
)
from index.sentence_encoder import RECORD, ModelError, SentenceTransformerEncoder, read_json
from index.storage import current_version, load_index
from ingest.errors import CorpusError, IndexMismatch, KildesvarError
from kildesvar import model_commands

from ..hashing_encoder import HashingEncoder
from .tiny_models import E5_PROMPTS, HIDDEN, change_a_weight, save_bert, save_static, save_xlm_r

COMMIT = "0123456789" * 4
REPOSITORY = "ejer/tiny-e5"
NAME = "ejer--tiny-e5"
TEXT = """Ordliste

Servicerammen – Det beløb, som kommunerne tilsammen må bruge på service til borgerne i et år.

Kommunen har 14.450 indbyggere, og flere af dem bliver ældre.
"""


class Hub(ThreadingHTTPServer):
    """Serves one repository from a folder.

    Attributes:
        asked: the requests, in order.
        cut: name of a file of which only the first half arrives, and then the connection is closed.
        falsified: name of a file that arrives with another last byte.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.asked: list[str] = []
        self.headers_seen: list[str] = []
        self.cut = self.falsified = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(send=False)

    def do_GET(self) -> None:
        self._answer(send=True)

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _answer(self, *, send: bool) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(f"{self.command} {path}")
        self.server.headers_seen.append(str(self.headers))
        if path.startswith(f"/api/models/{REPOSITORY}/revision/"):
            known = path.rpartition("/")[2] in ("main", COMMIT)
            self._json(self._info()) if known else self._refuse("RevisionNotFound")
        elif path.startswith(f"/api/models/{REPOSITORY}/tree/"):
            self._json(
                [{"type": "file", "oid": "0", "path": row["rfilename"], "size": row["size"]} for row in self._files()]
            )
        elif path == f"/api/models/{REPOSITORY}":
            self._json(self._info())
        elif path.startswith(f"/{REPOSITORY}/resolve/{COMMIT}/"):
            self._file(path.removeprefix(f"/{REPOSITORY}/resolve/{COMMIT}/"), send=send)
        else:
            self._refuse("RepoNotFound")

    def _info(self) -> dict[str, object]:
        return {"id": REPOSITORY, "sha": COMMIT, "siblings": self._files(), "private": False, "tags": []}

    def _files(self) -> list[dict[str, object]]:
        folder, rows = self.server.folder, []
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name, data = path.relative_to(folder).as_posix(), path.read_bytes()
            row: dict[str, object] = {"rfilename": name, "size": len(data)}
            if name.endswith(".safetensors"):
                row["lfs"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "pointerSize": 1}
            rows.append(row)
        return rows

    def _file(self, name: str, *, send: bool) -> None:
        data = (self.server.folder / name).read_bytes()
        if name == self.server.falsified:
            data = data[:-1] + bytes([data[-1] ^ 1])
        begin = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        self.send_response(206 if begin else 200)
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Accept-Ranges", "bytes")
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        if send and name == self.server.cut:
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
        elif send:
            self.wfile.write(data[begin:])

    def _json(self, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _refuse(self, code: str) -> None:
        self.send_response(404)
        self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub with one E5 that also holds files nobody should fetch."""
    folder = save_xlm_r(tmp_path / "hub", prompts=E5_PROMPTS)
    (folder / "onnx").mkdir()
    for name in ("pytorch_model.bin", "README.md", ".gitattributes", "onnx/config.json", "onnx/model.onnx"):
        (folder / name).write_text("not wanted")
    with Hub(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of models that does not exist yet."""
    return tmp_path / "var" / "models"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with one short document."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "materiale.txt").write_text(TEXT, encoding="utf-8")
    return folder


UseIt = Callable[[str], model_store.Used]


@pytest.fixture
def take(tmp_path: Path, corpus: Path, models: Path) -> UseIt:
    """Takes a model in use in the test's own folders, with a small encoder as the bundled one."""
    return lambda name: use(name, corpus=corpus, index=tmp_path / "index", models=models, bundled=HashingEncoder)


def chosen(models: Path) -> Encoder:
    """Returns the encoder in use in the test's own folders."""
    return encoder_in_use(models, bundled=HashingEncoder)


# --- Fetching ---------------------------------------------------------------------------------------------------------


def test_a_model_is_fetched_once_whole_and_pinned(hub: Hub, models: Path) -> None:
    told: list[tuple[int, int]] = []
    found = fetch(REPOSITORY, lambda done, total: told.append((done, total)), models=models, endpoint=hub.address)

    names = {path.relative_to(found.folder).as_posix() for path in found.folder.rglob("*") if path.is_file()}
    assert {"model.safetensors", "config.json", "tokenizer.json", "modules.json", "1_Pooling/config.json"} <= names
    assert not {name for name in names if name.startswith((".", "onnx")) or name.endswith((".bin", ".md"))}
    assert (found.folder.name, found.repo, found.revision) == (NAME, REPOSITORY, COMMIT)

    record = read_json(found.folder / RECORD)
    total = sum(record["files"].values())
    assert set(record["files"]) == names - {RECORD}
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert [path.name for path in models.iterdir()] == [NAME]

    before = len(hub.asked)
    assert fetch(REPOSITORY, models=models, endpoint=hub.address) == found
    assert len(hub.asked) == before, "a model that is here was asked for again"


def test_nothing_about_the_person_is_sent(hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert hub.headers_seen
    assert not [seen for seen in hub.headers_seen if "hf_secret" in seen or "authorization" in seen.lower()]


def test_a_fetched_model_gives_the_vectors_of_the_one_on_the_hub(hub: Hub, models: Path) -> None:
    found = fetch(REPOSITORY, models=models, endpoint=hub.address)
    ours, theirs = SentenceTransformerEncoder(found.folder), SentenceTransformerEncoder(hub.folder)
    np.testing.assert_array_equal(ours.encode_query("ældre"), theirs.encode_query("ældre"))
    assert installed(models) == [found]


def test_without_network_nothing_is_left(models: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(ModelError) as raised:
        fetch("multilingual-e5-small", models=models, endpoint=address)
    assert str(raised.value) == texts.model_hub_silent("multilingual-e5-small")
    assert installed(models) == []


def test_an_offline_setting_is_no_network(hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError) as raised:
        fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert str(raised.value) == texts.model_hub_silent(NAME)
    assert hub.asked == []


def test_names_that_lead_nowhere(hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match=r"ingen sprogmodel med navnet e5; vælg multilingual-e5-small, "):
        fetch("e5", models=models, endpoint=hub.address)
    assert hub.asked == [], "a name that cannot be a repository was sent to the hub"

    with pytest.raises(ModelError) as raised:
        fetch("ejer/findes-ikke", models=models, endpoint=hub.address)
    assert str(raised.value) == texts.model_repository_unknown("ejer/findes-ikke")

    row = model_store.CatalogueModel("tiny", REPOSITORY, 1, HIDDEN, "MIT", revision="f" * 40)
    monkeypatch.setattr(model_store, "catalogue", lambda: (row,))
    with pytest.raises(ModelError) as raised:
        fetch("tiny", models=models, endpoint=hub.address)
    assert str(raised.value) == texts.model_revision_unknown(REPOSITORY, "f" * 40)
    assert installed(models) == []


def test_a_repository_without_safe_weights_is_refused_before_the_download(hub: Hub, models: Path) -> None:
    (hub.folder / "model.safetensors").unlink()
    with pytest.raises(ModelError) as raised:
        fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert str(raised.value) == texts.model_repository_invalid(REPOSITORY, texts.MODEL_WITHOUT_WEIGHTS)
    assert not [asked for asked in hub.asked if "/resolve/" in asked]


def test_half_a_download_never_counts_and_is_taken_up_again(
    hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # huggingface_hub waits seconds between its attempts; the attempts are what is tested here.
    monkeypatch.setattr("huggingface_hub.file_download.time", SimpleNamespace(sleep=lambda _: None, time=lambda: 0.0))
    hub.cut = "model.safetensors"
    with pytest.raises(ModelError) as raised:
        fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert str(raised.value) == texts.model_hub_silent(NAME)
    assert installed(models) == []
    with pytest.raises(ModelError) as raised:
        use(REPOSITORY, corpus=models, index=models, models=models)
    assert str(raised.value) == texts.model_not_fetched(REPOSITORY)

    hub.cut, before = "", len(hub.asked)
    assert fetch(REPOSITORY, models=models, endpoint=hub.address).name == NAME
    again = [
        asked.rpartition("/")[2] for asked in hub.asked[before:] if asked.startswith(f"GET /{REPOSITORY}/resolve/")
    ]
    assert "model.safetensors" in again
    assert len(again) < len(read_json(models / NAME / RECORD)["files"]), "every file was fetched again"


def test_a_download_with_other_content_is_refused(hub: Hub, models: Path) -> None:
    hub.falsified = "model.safetensors"
    with pytest.raises(ModelError) as raised:
        fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert str(raised.value) == texts.model_incomplete(NAME, "model.safetensors")
    assert installed(models) == []

    hub.falsified = ""
    found = fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert (found.folder / "model.safetensors").read_bytes() == (hub.folder / "model.safetensors").read_bytes()


@pytest.mark.parametrize("harm", ["missing", "short"])
def test_a_fetched_model_that_lost_a_file_is_named_and_fetched_again(hub: Hub, models: Path, harm: str) -> None:
    folder = fetch(REPOSITORY, models=models, endpoint=hub.address).folder
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    weights.unlink() if harm == "missing" else weights.write_bytes(whole[:-1])

    assert installed(models) == []
    with pytest.raises(ModelError) as raised:
        use(NAME, corpus=models, index=models, models=models)
    assert str(raised.value) == texts.model_incomplete(NAME, "model.safetensors")
    fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert weights.read_bytes() == whole


def test_a_disk_without_room_is_told_before_the_download(
    hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=0, used=0, free=1000))
    with pytest.raises(ModelError, match=r"Sprogmodellen fylder 1 MB, men .* har kun 1 MB ledig plads"):
        fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert not [asked for asked in hub.asked if "/resolve/" in asked]


def test_a_folder_that_cannot_be_written_is_named(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match=r"^Der kan ikke skrives i .*file/models \("):
        fetch(REPOSITORY, models=tmp_path / "file" / "models", endpoint=hub.address)


def test_a_disk_that_fills_up_on_the_way_is_told(hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("huggingface_hub.snapshot_download", full)
    with pytest.raises(ModelError) as raised:
        fetch(REPOSITORY, models=models, endpoint=hub.address)
    assert str(raised.value) == texts.model_folder_not_writable(str(models), texts.MODEL_DISK_FULL)


# --- Using ------------------------------------------------------------------------------------------------------------


def test_a_model_in_use_answers_and_another_dimension_is_no_obstacle(
    tmp_path: Path, take: UseIt, models: Path, corpus: Path
) -> None:
    index = tmp_path / "index"
    take(BUNDLED_NAME)
    first = current_version(index)
    assert isinstance(chosen(models), HashingEncoder)

    save_xlm_r(models / "tiny-e5", prompts=E5_PROMPTS)
    used = take("tiny-e5")
    assert (used.name, used.dimension, used.built.changed) == ("tiny-e5", HIDDEN, True)
    assert current_version(index) != first

    encoder = chosen(models)
    assert isinstance(encoder, SentenceTransformerEncoder)
    answer = open_assistant(corpus=corpus, index=index, encoder=encoder).ask("Hvad er servicerammen?")
    assert "Det beløb, som kommunerne tilsammen må bruge" in answer.text

    assert take(BUNDLED_NAME).name == name_in_use(models) == BUNDLED_NAME
    assert current_version(index) == first


def test_a_folder_elsewhere_can_be_used(tmp_path: Path, take: UseIt, models: Path) -> None:
    folder = save_static(tmp_path / "andetsteds")
    assert take(str(folder)).name == name_in_use(models) == str(folder)
    assert chosen(models).dimension == 8


def test_an_index_of_another_model_names_the_command_that_repairs_it(tmp_path: Path, take: UseIt, models: Path) -> None:
    save_bert(models / "first")
    save_bert(models / "second", hidden=2 * HIDDEN)
    take("first")
    (models / CURRENT).write_text("second\n")
    with pytest.raises(IndexMismatch, match=r"sprogmodellen er ændret\); kør »kildesvar ingest --index .*«"):
        load_index(tmp_path / "index", chosen(models))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("e5", r"^Der er ingen sprogmodel med navnet e5; vælg "),
        (
            "multilingual-e5-base",
            r"multilingual-e5-base er ikke hentet; kør »kildesvar model fetch multilingual-e5-base«",
        ),
        ("ejer/model", r"ejer/model er ikke hentet; kør »kildesvar model fetch ejer/model«"),
        ("tom", r"/tom er ikke en sprogmodel, for der mangler config\.json eller modules\.json"),
        ("skadet", r"^Sprogmodellen i .*/skadet kan ikke indlæses \("),
        ("..", r"er ikke en sprogmodel"),
    ],
)
def test_a_model_that_cannot_be_used_changes_nothing(
    tmp_path: Path, take: UseIt, models: Path, name: str, sentence: str
) -> None:
    save_bert(models / "før")
    (models / "tom").mkdir()
    (save_bert(models / "skadet") / "model.safetensors").write_bytes(b"broken")
    take("før")
    before = _contents(tmp_path / "index"), name_in_use(models)

    with pytest.raises(ModelError, match=sentence):
        take(name)

    assert (_contents(tmp_path / "index"), name_in_use(models)) == before
    assert not list(models.glob(f".{CURRENT}*"))


def test_a_failure_while_building_changes_nothing(
    tmp_path: Path, take: UseIt, models: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_bert(models / "før")
    save_xlm_r(models / "efter")
    take("før")
    before = _contents(tmp_path / "index"), name_in_use(models)

    with monkeypatch.context() as patch:
        patch.setattr("index.storage._save_fields", _no_space)
        with pytest.raises(IndexMismatch, match="disken er fuld"):
            take("efter")
    corpus.rename(tmp_path / "væk")
    with pytest.raises(CorpusError):
        take("efter")

    assert (_contents(tmp_path / "index"), name_in_use(models)) == before
    assert not list(models.glob(f".{CURRENT}*"))


def test_a_choice_that_cannot_be_written_leaves_the_index_alone(
    tmp_path: Path, take: UseIt, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_bert(models / "før")
    save_xlm_r(models / "efter")
    take("før")
    before = _contents(tmp_path / "index"), name_in_use(models)
    monkeypatch.setattr(model_store, "_write_through", _no_space)
    with pytest.raises(ModelError) as raised:
        take("efter")
    assert str(raised.value) == texts.model_folder_not_writable(str(models), texts.MODEL_DISK_FULL)
    assert (_contents(tmp_path / "index"), name_in_use(models)) == before


def test_a_chosen_model_that_is_gone_is_named(take: UseIt, models: Path) -> None:
    take(str(save_bert(models / "model")))
    shutil.rmtree(models / "model")
    with pytest.raises(ModelError, match=r"findes ikke længere; .*»kildesvar model use kildesvar-static«"):
        chosen(models)


def test_a_changed_weight_makes_the_index_stale(tmp_path: Path, take: UseIt, models: Path) -> None:
    save_bert(models / "model")
    take("model")
    change_a_weight(models / "model")
    with pytest.raises(IndexMismatch, match="sprogmodellen er ændret"):
        load_index(tmp_path / "index", chosen(models))


def test_without_a_choice_the_bundled_encoder_is_used(models: Path) -> None:
    assert isinstance(chosen(models), HashingEncoder)
    models.mkdir(parents=True)
    (models / CURRENT).write_bytes(b"\xff\xfe")
    assert isinstance(chosen(models), HashingEncoder)


# --- Catalogue and commands -------------------------------------------------------------------------------------------


def test_catalogue_is_well_formed() -> None:
    assert catalogue()[0].repo == "intfloat/multilingual-e5-small"
    assert len({row.name for row in catalogue()}) == len(catalogue()) >= 4
    for row in catalogue():
        assert row.name == row.repo.rpartition("/")[2]
        assert row.revision is None or re.fullmatch(r"[0-9a-f]{40}", row.revision)
        assert row.megabytes > 100
        assert row.dimension in (384, 768, 1024)
        assert row.licence in ("MIT", "Apache-2.0")
    assert MODELS.parts[-2:] == ("var", "models") or "KILDESVAR_MODELS" in os.environ


def test_commands_fetch_use_and_list(
    tmp_path: Path, hub: Hub, models: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_commands, "MODELS", models)
    monkeypatch.setattr(model_commands, "fetch", partial(fetch, endpoint=hub.address))
    row = model_store.CatalogueModel("tiny-e5", REPOSITORY, 1, HIDDEN, "MIT")
    for module in (model_store, model_commands):
        monkeypatch.setattr(module, "catalogue", lambda: (row,))

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(model_commands.app, list(arguments), catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout

    assert re.search(r"^tiny-e5 +1 +16 +MIT +ikke hentet$", run("list"), re.MULTILINE)
    assert run("fetch") == texts.model_fetched("tiny-e5", 1) + "\n"
    assert re.search(r"^tiny-e5 +1 +16 +MIT +hentet$", run("list"), re.MULTILINE)
    used = run("use", "tiny-e5", "--corpus", str(corpus), "--index", str(tmp_path / "index"))
    assert used.startswith("tiny-e5 er nu i brug: ")
    listed = run("list")
    assert re.search(r"^tiny-e5 .* hentet, i brug$", listed, re.MULTILINE)
    assert re.search(r"^kildesvar-static .* følger med$", listed, re.MULTILINE)

    with pytest.raises(KildesvarError, match="ingen sprogmodel med navnet nix"):
        CliRunner().invoke(model_commands.app, ["use", "nix"], catch_exceptions=False)


def test_listing_and_finding_the_encoder_need_no_heavy_library(models: Path) -> None:
    save_bert(models / "model")
    (models / CURRENT).write_text("model\n")
    code = (
        "import sys; from index.model_store import encoder_in_use, overview; overview(); encoder_in_use().fingerprint\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'huggingface_hub'} & set(sys.modules)))"
    )
    root = Path(model_store.__file__).resolve().parent.parent
    environment = os.environ | {"KILDESVAR_MODELS": str(models)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _no_space(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")

"""The encoder for any sentence-transformers model that lies on this machine."""

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import texts
from ingest.errors import KildesvarError

from .dense import Vectors
from .offline import go_offline

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

RECORD = "kildesvar.json"
"""What ``kildesvar model fetch`` wrote down in a model's folder: repository, commit and size of each file."""

HASHES = "kildesvar-hashes.json"
"""Content hashes of a model's files beside them, so that gigabytes are not read at every start."""

_SCHEME = "sentence-1"
_HASHED = frozenset({".safetensors", ".json", ".txt", ".model"})
_E5 = re.compile(r"(?:^|[-_.])e5(?:$|[-_.])", re.IGNORECASE)
_PASSAGE_PROMPTS = ("document", "passage", "corpus")


class ModelError(KildesvarError):
    """A sentence model cannot be fetched, found or used."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before a text, ``""`` for nothing."""

    query: str
    passage: str


class SentenceTransformerEncoder:
    """A sentence-transformers model read from local files on the CPU; never asks the hub for anything.

    Pooling is what the model's ``modules.json`` says, the mean of the tokens for a folder without one. Importing the
    library takes seconds, so it is imported when the first text is encoded.

    Attributes:
        folder: where the model lies.
        prompts: what is put before questions and passages.
    """

    def __init__(self, folder_or_id: str | Path, *, revision: str = "main", batch_size: int = 32) -> None:
        """Finds the model and its prompts, without loading it.

        Args:
            folder_or_id: folder of a model, or the id of one that lies in the cache of huggingface_hub.
            revision: branch or commit in that cache.
            batch_size: texts per batch.

        Raises:
            ModelError: there is no model there, or one of its files is missing.
        """
        self.folder = _local_folder(folder_or_id, revision)
        check_model(self.folder)
        self.prompts = prompts_of(self.folder, str(folder_or_id))
        self._batch_size = batch_size

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the weights, the settings and the tokenizer by name and content, and of the prompts."""
        parts = {"files": file_hashes(self.folder), "prompts": [self.prompts.query, self.prompts.passage]}
        return f"{_SCHEME}-{hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]}"

    @cached_property
    def dimension(self) -> int:
        """Length of the vectors; loads the model."""
        return int(self._model.get_embedding_dimension() or len(self.encode_query("mål")))

    def encode_passages(self, passages: Sequence[str]) -> Vectors:
        """Returns one unit vector per passage, shape ``(len(passages), dimension)``."""
        if not passages:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # The prompt is passed on every call: sentence-transformers 6 has an empty prompt named "document" by default
        # and prefers it to a "passage" prompt in the model's own settings.
        vectors = self._model.encode_document(
            list(passages),
            prompt=self.prompts.passage,
            batch_size=self._batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def encode_query(self, query: str) -> Vectors:
        """Returns the unit vector of ``query``, shape ``(dimension,)``."""
        vectors = self._model.encode_query(
            [query], prompt=self.prompts.query, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors[0], dtype=np.float32)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        go_offline()
        from sentence_transformers import SentenceTransformer

        try:
            with _quiet_transformers():
                model = SentenceTransformer(
                    str(self.folder),
                    device="cpu",
                    local_files_only=True,
                    trust_remote_code=False,
                    # A pickle runs code when it is opened; half precision is slow and coarse on a CPU.
                    model_kwargs={"use_safetensors": True, "dtype": "float32"},
                )
        except Exception as error:
            # The libraries below raise anything, plain Exception from Rust included, for files they do not understand.
            raise ModelError(texts.model_unreadable(str(self.folder), _first_line(error))) from error
        return model.float()


def check_model(folder: Path) -> None:
    """Makes sure that ``folder`` holds a whole model.

    Raises:
        ModelError: settings or weights are missing, or a fetched file is missing or has another size.
    """
    if not folder.is_dir():
        raise ModelError(texts.model_folder_invalid(str(folder), texts.MODEL_WITHOUT_SETTINGS))
    sizes = read_json(folder / RECORD).get("files", {})
    for name, size in sorted(sizes.items()):
        file = folder / name
        if not file.is_file() or file.stat().st_size != size:
            raise ModelError(texts.model_incomplete(folder.name, name))
    if missing := missing_part(path.relative_to(folder).as_posix() for path in model_files(folder)):
        raise ModelError(texts.model_folder_invalid(str(folder), missing))
    for index in folder.rglob("*.safetensors.index.json"):
        for shard in sorted(set(read_json(index).get("weight_map", {}).values())):
            if not (index.parent / shard).is_file():
                raise ModelError(texts.model_folder_invalid(str(folder), shard))


def missing_part(names: Iterable[str]) -> str:
    """Returns what a model with the files ``names``, paths within its folder, lacks, in Danish, or ""."""
    found = set(names)
    if not found & {"config.json", "modules.json"}:
        return texts.MODEL_WITHOUT_SETTINGS
    if not any(name.endswith(".safetensors") for name in found):
        return texts.MODEL_WITHOUT_WEIGHTS
    return ""


def prompts_of(folder: Path, name: str = "") -> Prompts:
    """Returns the prompts of the model in ``folder``.

    The first of these that says anything: "query" and "document", "passage" or "corpus" in the model's
    ``config_sentence_transformers.json``; E5's ``query: `` and ``passage: `` where the model is an E5 (Wang et al.,
    arXiv:2402.05672), because the E5 repositories tell them only in their README; none. A model is an E5 when "e5"
    stands as a word in its name — the name given, the folder's, the repository's it was fetched from, or
    ``_name_or_path`` in its ``config.json`` — and "instruct" does not: those models take a written instruction.
    """
    own = read_json(folder / "config_sentence_transformers.json").get("prompts") or {}
    query = own.get("query") or ""
    passage = next((own[key] for key in _PASSAGE_PROMPTS if own.get(key)), "")
    if query or passage:
        return Prompts(query, passage)
    told = (read_json(folder / RECORD).get("repo"), read_json(folder / "config.json").get("_name_or_path"))
    names = [re.split(r"[/\\]", str(each).rstrip("/\\"))[-1] for each in (name, folder.name, *told) if each]
    if any(_E5.search(each) for each in names) and not any("instruct" in each.lower() for each in names):
        return Prompts("query: ", "passage: ")
    return Prompts("", "")


def model_files(folder: Path) -> list[Path]:
    """Returns the files that decide what the vectors are, sorted: weights, settings, tokenizer."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in _HASHED
        and path.name not in (RECORD, HASHES)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def file_hashes(folder: Path) -> dict[str, list[int | str]]:
    """Returns name → [size, sha256] of the model's files; a file of unchanged size and time is not read again."""
    known = read_json(folder / HASHES)
    now: dict[str, list[int | str]] = {}
    for path in model_files(folder):
        name, stat = path.relative_to(folder).as_posix(), path.stat()
        before = known.get(name)
        if not isinstance(before, list) or before[:2] != [stat.st_size, stat.st_mtime_ns]:
            with path.open("rb") as file:
                before = [stat.st_size, stat.st_mtime_ns, hashlib.file_digest(file, "sha256").hexdigest()]
        now[name] = before
    if now != known:
        _remember(folder / HASHES, now)
    return {name: [values[0], values[2]] for name, values in now.items()}


def read_json(file: Path) -> dict[str, Any]:
    """Returns the object in ``file``, or {} when there is none."""
    try:
        value = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _remember(file: Path, hashes: dict[str, list[int | str]]) -> None:
    beside = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        beside.write_text(json.dumps(hashes, indent=1, sort_keys=True), encoding="utf-8")
        os.replace(beside, file)
    except OSError:
        # A model in a folder that cannot be written is hashed at every start instead.
        return


def _local_folder(folder_or_id: str | Path, revision: str) -> Path:
    folder = Path(folder_or_id).expanduser()
    if folder.is_dir() or isinstance(folder_or_id, Path) or folder_or_id.count("/") != 1:
        return folder.resolve()
    go_offline()
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for name in ("modules.json", "config.json"):
        try:
            found = try_to_load_from_cache(folder_or_id, name, revision=revision)
        except HFValidationError:
            break
        if isinstance(found, str):
            # Not resolved: the files of the cache are links to blobs that lie elsewhere under other names.
            return Path(found).parent
    raise ModelError(texts.model_not_fetched(folder_or_id))


@contextmanager
def _quiet_transformers() -> Iterator[None]:
    """Keeps transformers' progress bars and load reports from the user's terminal."""
    from transformers.utils import logging as reports

    level, bars = reports.get_verbosity(), reports.is_progress_bar_enabled()
    reports.set_verbosity(logging.ERROR)
    reports.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        reports.set_verbosity(level)
        if bars:
            reports.enable_progress_bar()  # type: ignore[no-untyped-call]


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__

"""Sentence models in the project: fetched once from huggingface.co, chosen by name, then used without any network.

    var/models/<name>/           one fetched model with its record, kildesvar.json
    var/models/.fetching-<name>  a download under way, or one that was cut off; never counts as fetched
    var/models/CURRENT           name of the model in use, or path of a folder elsewhere; none: the bundled model

A model of the catalogue is pinned to a commit in ``models.toml``. Without a pin the newest commit is fetched, and the
commit that was resolved is in the record: the same folder is the same model for ever.
"""

import errno
import hashlib
import logging
import os
import re
import shutil
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import texts

from .encoders import Encoder
from .sentence_encoder import RECORD, ModelError, SentenceTransformerEncoder, check_model, missing_part, read_json
from .static_encoder import BUNDLED, StaticEncoder, bundled_encoder
from .storage import Built
from .stored import dump
from .update import update_index

MODELS = Path(os.environ.get("KILDESVAR_MODELS", Path(__file__).resolve().parent.parent / "var" / "models"))
CURRENT = "CURRENT"
BUNDLED_NAME = "kildesvar-static"

WANTED = ("*.safetensors", "*.json", "*.txt", "*.model")
"""Weights, settings and tokenizer; nothing that runs code when it is opened."""

UNWANTED = ("onnx/*", "openvino/*", "coreml/*", "*.onnx*", ".*")

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_MEGABYTE = 1_000_000
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

Progress = Callable[[int, int], None]
"""Called with the bytes fetched so far and the bytes in all, from several threads but never at once."""


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A model that is known by name.

    Attributes:
        name: name of its folder.
        repo: repository on huggingface.co.
        megabytes: size of the download.
        dimension: length of a vector.
        licence: SPDX name of its licence.
        revision: pinned commit; None for the newest.
    """

    name: str
    repo: str
    megabytes: int
    dimension: int
    licence: str
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class Installed:
    """A whole model in the project's folder of models.

    Attributes:
        name: name of its folder.
        folder: where it lies.
        repo: repository it was fetched from, "" when it was put there by hand.
        revision: commit of that repository, or "".
        megabytes: size on disk.
    """

    name: str
    folder: Path
    repo: str
    revision: str
    megabytes: int


@dataclass(frozen=True, slots=True)
class Used:
    """What taking a model in use gave.

    Attributes:
        name: the choice as stored.
        dimension: length of its vectors.
        built: the index that was built with it.
    """

    name: str
    dimension: int
    built: Built


@dataclass(frozen=True, slots=True)
class Row:
    """One model in the overview.

    Attributes:
        name: name or path.
        megabytes: size of the download or on disk; None when unknown.
        dimension: length of a vector; None when it is not known without loading the model.
        licence: SPDX name, "" when unknown.
        fetched: whether it lies here whole; None for the bundled one, which always does.
        in_use: whether it is the chosen one.
    """

    name: str
    megabytes: int | None
    dimension: int | None
    licence: str
    fetched: bool | None
    in_use: bool


@cache
def catalogue() -> tuple[CatalogueModel, ...]:
    """Returns the models known by name, the default first."""
    table = tomllib.loads((Path(__file__).parent / "models.toml").read_text(encoding="utf-8"))
    return tuple(CatalogueModel(**row) for row in table["model"])


def known(name: str) -> CatalogueModel | None:
    """Returns the model of the catalogue with this name or repository, whatever the case of its letters."""
    wanted = name.casefold()
    return next((row for row in catalogue() if wanted in (row.name.casefold(), row.repo.casefold())), None)


def installed(models: Path = MODELS) -> list[Installed]:
    """Returns the whole models in ``models``, by name; half a download is none."""
    found = []
    for folder in sorted(models.iterdir()) if models.is_dir() else []:
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        try:
            check_model(folder)
        except ModelError:
            continue
        record = read_json(folder / RECORD)
        megabytes = _megabytes(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))
        found.append(
            Installed(folder.name, folder, str(record.get("repo", "")), str(record.get("revision", "")), megabytes)
        )
    return found


def fetch(
    name: str, progress: Progress | None = None, *, models: Path = MODELS, endpoint: str | None = None
) -> Installed:
    """Downloads a model unless it is there already, and returns it.

    It is downloaded beside, compared with the sizes and hashes that the hub tells, and renamed into place. Files that
    arrived whole before a download was cut off are kept beside and not fetched again by the next call.

    Args:
        name: name in the catalogue, or ``owner/model`` on the hub.
        progress: told how far the download is.
        models: folder of models.
        endpoint: address of the hub; that of huggingface_hub when omitted.

    Raises:
        ModelError: the name is unknown to us or the hub, the hub does not answer, the repository holds no model, or
            the folder cannot be written.
    """
    row, repo = known(name), name
    if row:
        repo = row.repo
    elif not _REPOSITORY.fullmatch(name):
        raise ModelError(texts.model_unknown(name, _names()))
    place = models / _folder_name(name)
    there = {model.name: model for model in installed(models)}
    if place.name not in there:
        with _explained(place.name, repo, row.revision if row else None, models):
            models.mkdir(parents=True, exist_ok=True)
            _download(repo, row.revision if row else None, place, progress or _silent, endpoint)
        there = {model.name: model for model in installed(models)}
    if place.name not in there:
        check_model(place)
    return there[place.name]


def use(
    name: str,
    *,
    corpus: Path,
    index: Path,
    models: Path = MODELS,
    bundled: Callable[[], Encoder] = StaticEncoder,
) -> Used:
    """Re-embeds the documents with a model, swaps the index, and remembers the choice.

    Until the new index is complete nothing changes. The choice is written last: should the machine stop between the
    two, loading says that the index fits another model and names the command that rebuilds it.

    Args:
        name: name in the catalogue, of a fetched folder, path of a model folder, or ``kildesvar-static``.
        corpus: folder of documents.
        index: folder of the index.
        models: folder of models.
        bundled: makes the encoder that needs no download.

    Raises:
        ModelError: there is no such model, it cannot be loaded, or the choice cannot be written.
        CorpusError: the documents cannot be read.
        IndexMismatch: the index cannot be written.
    """
    choice = _choice_of(name, models)
    encoder = _encoder_for(choice, models, bundled)
    _try_out(encoder, choice)
    pending = models / f".{CURRENT}-{os.getpid()}"
    try:
        with _writing(models):
            models.mkdir(parents=True, exist_ok=True)
            _write_through(pending, choice)
        built = update_index(corpus, index, encoder, anew=True).built
        with _writing(models):
            os.replace(pending, models / CURRENT)
    finally:
        pending.unlink(missing_ok=True)
    return Used(choice, encoder.dimension, built)


def name_in_use(models: Path = MODELS) -> str:
    """Returns the name of the model that was chosen, or the path of its folder."""
    try:
        return (models / CURRENT).read_text(encoding="utf-8").strip() or BUNDLED_NAME
    except (OSError, UnicodeDecodeError):
        return BUNDLED_NAME


def encoder_in_use(models: Path = MODELS, *, bundled: Callable[[], Encoder] = bundled_encoder) -> Encoder:
    """Returns the encoder that was chosen, or the bundled one; touches no network.

    Raises:
        ModelError: the chosen model is gone or not whole.
    """
    return _encoder_for(name_in_use(models), models, bundled)


def overview(models: Path = MODELS) -> list[Row]:
    """Returns every model that can be named: the bundled one, the catalogue, others that were fetched, the chosen."""
    here = {model.name: model for model in installed(models)}
    current = name_in_use(models)
    rows = [Row(BUNDLED_NAME, bundled_megabytes(), None, "", None, current == BUNDLED_NAME)]
    for row in catalogue():
        fetched, in_use = row.name in here, row.name == current
        rows.append(Row(row.name, row.megabytes, row.dimension, row.licence, fetched, in_use))
    others = [model for model in here.values() if not known(model.name)]
    rows += [Row(model.name, model.megabytes, None, "", True, model.name == current) for model in others]
    if not any(row.in_use for row in rows):
        rows.append(Row(current, None, None, "", (models / current).is_dir(), True))
    return rows


def bundled_megabytes() -> int | None:
    """Returns the size of the bundled model, or None where there is none."""
    return _megabytes(sum(path.stat().st_size for path in BUNDLED.iterdir())) if BUNDLED.is_dir() else None


def _encoder_for(choice: str, models: Path, bundled: Callable[[], Encoder]) -> Encoder:
    if choice == BUNDLED_NAME:
        return bundled()
    folder = models / choice
    if not folder.is_dir():
        raise ModelError(texts.model_gone(choice))
    return SentenceTransformerEncoder(folder)


def _choice_of(name: str, models: Path) -> str:
    """Returns what is stored for ``name``: the name of a folder in ``models``, or an absolute path."""
    row = known(name)
    fetched = _folder_name(name)
    if name == BUNDLED_NAME:
        return BUNDLED_NAME
    if (row or _REPOSITORY.fullmatch(name) or Path(name).name == name) and (models / fetched).is_dir():
        return fetched
    if not row and Path(name).expanduser().is_dir():
        return str(Path(name).expanduser().resolve())
    if row or _REPOSITORY.fullmatch(name):
        raise ModelError(texts.model_not_fetched(row.name if row else name))
    raise ModelError(texts.model_unknown(name, _names()))


def _folder_name(name: str) -> str:
    row = known(name)
    return row.name if row else name.replace("/", "--")


def _names() -> list[str]:
    return [row.name for row in catalogue()] + [BUNDLED_NAME]


def _try_out(encoder: Encoder, choice: str) -> None:
    """Encodes one text, so that a model that loads but does not work is refused before anything is built."""
    vector = encoder.encode_query("Hvad er servicerammen?")
    if vector.shape != (encoder.dimension,) or not np.isfinite(vector).all():
        raise ModelError(texts.model_unreadable(choice, f"{vector.shape} ≠ ({encoder.dimension},)"))


def _download(repo: str, revision: str | None, place: Path, progress: Progress, endpoint: str | None) -> None:
    from huggingface_hub import HfApi, snapshot_download

    # token=False: nothing about the person at the keyboard is sent along, even where a login is stored.
    info = HfApi(endpoint=endpoint, token=False).model_info(repo, revision=revision, files_metadata=True)
    wanted = {file.rfilename: file for file in info.siblings or [] if _is_wanted(file.rfilename)}
    sizes = {name: int(file.size or 0) for name, file in wanted.items()}
    if missing := missing_part(sizes):
        raise ModelError(texts.model_repository_invalid(repo, missing))
    beside = place.with_name(f".fetching-{place.name}")
    total, free = sum(sizes.values()), shutil.disk_usage(place.parent).free
    if free < total - _downloaded(beside):
        raise ModelError(texts.model_no_room(str(place.parent), _megabytes(total), _megabytes(free)))
    snapshot_download(
        repo,
        revision=info.sha,
        local_dir=beside,
        # Its notes on branches go there too, so that nothing is written outside the project.
        cache_dir=beside / ".cache",
        allow_patterns=list(sizes),
        token=False,
        endpoint=endpoint,
        tqdm_class=_bar_for(progress, total),
    )
    for name, file in wanted.items():
        _check_arrived(beside / name, sizes[name], file.lfs.sha256 if file.lfs else None, place.name)
    (beside / RECORD).write_bytes(dump({"repo": repo, "revision": info.sha, "files": sizes}))
    shutil.rmtree(beside / ".cache", ignore_errors=True)
    if place.exists():
        # Not whole, or it would not be fetched again.
        shutil.rmtree(place)
    os.replace(beside, place)


def _is_wanted(name: str) -> bool:
    return any(fnmatchcase(name, each) for each in WANTED) and not any(fnmatchcase(name, each) for each in UNWANTED)


def _check_arrived(file: Path, size: int, sha256: str | None, model: str) -> None:
    """Makes sure that a file is the one the hub told of; one that is not is removed, so that it is fetched again."""
    if file.is_file() and file.stat().st_size == size:
        if sha256 is None:
            return
        with file.open("rb") as handle:
            if hashlib.file_digest(handle, "sha256").hexdigest() == sha256:
                return
    file.unlink(missing_ok=True)
    raise ModelError(texts.model_incomplete(model, file.name))


def _bar_for(progress: Progress, total: int) -> type:
    """Returns a stand-in for tqdm that tells ``progress`` of bytes.

    snapshot_download makes three bars of the class it is given; the one that counts bytes on disk is the second of
    the two with unit "B", and the only one whose ``total`` it sets.
    """
    from tqdm import tqdm

    lock = threading.Lock()

    class Bar(tqdm):  # type: ignore[misc]
        """Draws nothing."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._counts = kwargs.get("unit") == "B" and str(kwargs.get("desc", "")).startswith("Reconstructing")
            self._done = 0
            super().__init__(*args, **(kwargs | {"disable": True}))

        def update(self, n: float | None = 1) -> None:
            if self._counts:
                with lock:
                    self._done = min(total, self._done + int(n or 0))
                    progress(self._done, total)

    return Bar


@contextmanager
def _explained(name: str, repo: str, revision: str | None, models: Path) -> Iterator[None]:
    """Turns what huggingface_hub raises into one Danish sentence."""
    from httpx2 import HTTPError
    from huggingface_hub.errors import (
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
        XetDownloadError,
    )
    from huggingface_hub.utils import logging as reports

    # Each of its attempts is a warning in English; the person gets one sentence when all have failed.
    level = reports.get_verbosity()
    reports.set_verbosity(logging.ERROR)
    try:
        yield
    except RevisionNotFoundError as error:
        raise ModelError(texts.model_revision_unknown(repo, revision or "main")) from error
    except RepositoryNotFoundError as error:
        raise ModelError(texts.model_repository_unknown(repo)) from error
    except (HTTPError, LocalEntryNotFoundError, XetDownloadError, ConnectionError, TimeoutError) as error:
        raise ModelError(texts.model_hub_silent(name)) from error
    except OSError as error:
        raise ModelError(_not_written(models, error)) from error
    except (RuntimeError, ValueError) as error:
        raise ModelError(texts.model_fetch_failed(name, str(error).partition("\n")[0][:160])) from error
    finally:
        reports.set_verbosity(level)


@contextmanager
def _writing(models: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelError(_not_written(models, error)) from error


def _not_written(models: Path, error: OSError) -> str:
    reason = texts.MODEL_DISK_FULL if error.errno in _FULL else error.strerror or str(error)
    return texts.model_folder_not_writable(str(models), reason)


def _write_through(file: Path, line: str) -> None:
    with file.open("w", encoding="utf-8") as handle:
        handle.write(line + "\n")
        handle.flush()
        os.fsync(handle.fileno())


def _downloaded(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0


def _megabytes(count: int) -> int:
    return max(1, round(count / _MEGABYTE))


def _silent(_done: int, _total: int) -> None:
    """Tells nobody."""

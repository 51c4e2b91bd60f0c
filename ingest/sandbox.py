"""Reads a file that nobody vouches for in a process of its own, with limits on time and memory and without the network.

    python -m ingest.sandbox     reads one file: a JSON object on stdin, another one on stdout

Text needs no more than decoding and is read here; every format with a parser is read there.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import texts

from .document import Document, Mark, MarkKind, Source
from .errors import DocumentError
from .readers import SUPPORTED, Stated, read_file

_ROOT = Path(__file__).resolve().parent.parent
_PLAIN = ".txt"
_MEMORY = "memory"
_ERROR = "error"


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        seconds: of time.
        megabytes: of memory, also for programs that it starts; not enforced on Windows and macOS.
    """

    seconds: float = 60.0
    megabytes: int = 1024


LIMITS = Limits()


def read_guarded(source: Source, path: Path, *, name: str = "", limits: Limits = LIMITS) -> tuple[Document, Stated]:
    """Returns what ``read_file`` does; a file that takes too much is refused.

    Args:
        source: its metadata.
        path: the file.
        name: what messages call the file; its own name when empty.
        limits: what reading it may cost.

    Raises:
        DocumentError: the file cannot be read, or not within the limits.
    """
    if path.suffix.lower() == _PLAIN or path.suffix.lower() not in SUPPORTED or not os.path.isfile(path):
        return read_file(source, path, name=name)
    name = name or path.name
    asked = {"source": asdict(source), "path": str(path.absolute()), "name": name, "megabytes": limits.megabytes}
    answer = _asked_of_child(json.dumps(asked).encode(), name, limits)
    if _ERROR in answer:
        raise DocumentError(texts.file_too_heavy(name) if answer[_ERROR] == _MEMORY else answer[_ERROR])
    return _document(answer["document"], source, path), Stated(**answer["stated"])


def _asked_of_child(request: bytes, name: str, limits: Limits) -> dict[str, Any]:
    # The path is named for runs from a checkout; the rest of the environment says nothing that a reader needs.
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX") if key in os.environ}
    child = subprocess.Popen(
        [sys.executable, "-m", "ingest.sandbox"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT,
        env={**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )  # fmt: skip
    try:
        out, _ = child.communicate(request, timeout=limits.seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(texts.file_too_slow(name, limits.seconds)) from error
    finally:
        _end(child)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError as error:  # it died: a crash in a library, or no memory left to say so
        raise DocumentError(texts.file_too_heavy(name)) from error
    return answer


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Makes sure that neither the child nor a program that it started is left."""
    if child.poll() is None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        child.kill()
    child.communicate()


def _document(row: dict[str, Any], source: Source, path: Path) -> Document:
    marks = tuple(
        Mark(start, end, MarkKind(kind), level, tuple((cell[0], cell[1]) for cell in cells))
        for start, end, kind, level, cells in row["marks"]
    )
    starts, labels, problems = (tuple(row[name]) for name in ("page_starts", "page_labels", "problems"))
    return Document(source, path, row["sha256"], row["text"], starts, labels, marks, problems)


# --- In the child ---------------------------------------------------------------------------------------------------


def main() -> None:
    """Answers the request on stdin."""
    asked = json.loads(sys.stdin.buffer.read())
    answer: dict[str, Any]
    try:
        _limit(asked["megabytes"])
        document, stated = read_file(Source(**asked["source"]), Path(asked["path"]), name=asked["name"])
        answer = {"document": _row(document), "stated": asdict(stated)}
        out = json.dumps(answer)
    except DocumentError as error:
        out = json.dumps({_ERROR: str(error)})
    except (MemoryError, RecursionError):
        out = json.dumps({_ERROR: _MEMORY})
    sys.stdout.write(out)


def _row(document: Document) -> dict[str, Any]:
    return {
        "sha256": document.sha256,
        "text": document.text,
        "page_starts": document.page_starts,
        "page_labels": document.page_labels,
        "marks": [[mark.start, mark.end, mark.kind.value, mark.level, mark.cells] for mark in document.marks],
        "problems": document.problems,
    }


def _limit(megabytes: int) -> None:
    """Limits the memory of this process and shuts the network to Python code; what it reads is not trusted."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith("socket."):
        raise PermissionError(event)


if __name__ == "__main__":
    main()

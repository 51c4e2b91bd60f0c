"""``python -m eval.fuzz``: random and broken input for the readers and for what is made of a text.

    python -m eval.fuzz [--cases 20000] [--seed 1]

A case is a text made of what documents are made of, random bytes, or a small real file (``eval/seeds``) with parts
changed, doubled or cut out; in a Word file also inside its parts. A file may be refused with one sentence. Everything
else must be read within ten seconds, with every place inside the document and every quote a stretch of its source.
"""

import argparse
import io
import itertools
import random
import re
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import strategies as st

from ingest.chunks import chunks_of
from ingest.document import Document, Source
from ingest.errors import DocumentError
from ingest.normalise import normalise, quote_of
from ingest.readers import read_file
from ingest.sentences import sentence_spans
from ingest.structure import structure_of
from ingest.units import units_of

SEEDS = Path(__file__).parent / "seeds"
CASES = 20_000
LIMIT = 10.0
"""Seconds that one case may take."""

_LINES = (SEEDS / "notat.txt").read_text(encoding="utf-8").splitlines()
_TEXT = (
    *_LINES, *"a.-–•\t|0:»«”;%()", "1. ", "2024 ", "Tabel 1: ", "Kilde: ", "\u00ad", "ﬁ", "\u202e", "🙂", "x" * 900,
    "Ord " * 300, "Vi bruger cookies", "Annonce", "Venlig hilsen", "bl.a. ", "https://www.kl.dk/a-", "\ufeff", "\x00",
)  # fmt: skip
_GAPS = ("\n", "\n\n", "\n \n", "\n\n\n", "\r\n", "\r", "\f", " ", "", "\u2028", "\x85", "\v")
_BYTES = (
    b"<", b">", b"<<", b">>", b"[", b"]", b"(", b")", b"/", b"%", b"endstream", b"endobj", b"stream\r\n", b"0 R", b"-1",
    b"99999999999", b"/Kids", b"/Length", b"/Filter /FlateDecode", b"/Type /Page", b"null", b"BT", b"Tj", b"<w:p>",
    b"</w:p>", b"<w:tbl>", b"<w:tr>", b"<w:tc>", b"<table>", b"<td rowspan=99999>", b"<td colspan=99999>", b"</table>",
    b"<pre>", b"<li>", b"&#0;", b"&#xD800;", b"&amp", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"|", b"\n|-|-|\n", b"# ",
    b"> ", b"- ", b"```", b"---\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xf0\x9f\x99\x82", b"\xc3", b"\n\n", b"\f",
    b"w:val=\"999999999\"", b"charset=utf-7", b"charset=hex",
)  # fmt: skip


class Hang(BaseException):
    """A case took longer than ``LIMIT``."""


@dataclass(slots=True)
class Result:
    """What came of the cases.

    Attributes:
        cases: how many were run.
        refused: how many files were refused with a sentence.
        crashes, hangs, misplaced: the smallest case found for each kind of failure of each target, as text.
    """

    cases: int = 0
    refused: int = 0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)


# --- What must be true ----------------------------------------------------------------------------------------------


def check(document: Document) -> None:
    """Takes ``document`` apart and makes sure of its places and quotes.

    Raises:
        AssertionError: a place lies outside, two overlap, text is lost, or a quote is not in the source.
    """
    text = document.text
    text.encode()  # a lone surrogate could not be stored
    _in_order(document.page_starts, len(text))
    assert document.page_starts[0] == 0
    assert len(document.page_labels) in (0, len(document.page_starts))
    _disjoint([(mark.start, mark.end) for mark in document.marks], text, holds_all=bool(document.marks))
    structure = structure_of(document)
    chunks, units = chunks_of(document, structure), units_of(document, structure)
    _disjoint([block.span for block in structure.blocks], text)
    for block in structure.blocks:
        for span in (block.lead, block.header, block.speaker, block.content, *block.cells):
            assert span is None or 0 <= span[0] <= span[1] <= len(text), (block, span)
    noise = [(stretch.start, stretch.end) for stretch in structure.noise]
    _disjoint(sorted([*noise, *((chunk.start, chunk.end) for chunk in chunks)]), text, holds_all=True)
    for chunk in chunks:
        assert document.page_index(chunk.start) == document.page_index(chunk.end - 1), chunk
        assert all(0 <= start < end <= len(text) for start, end in chunk.context), chunk
        _verbatim(text, chunk.start, chunk.end)
    _disjoint([(unit.start, unit.end) for unit in units], text)
    for unit in units:
        block = structure.blocks[unit.block]
        assert block.start <= unit.start < unit.end <= block.end, unit
        _verbatim(text, unit.start, unit.end)


_CHANGED = re.compile(r"[\s\u00ad\u200b\ufeff-]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def _verbatim(text: str, start: int, end: int) -> None:
    """Compares a quote with its source but for what ``ingest.normalise`` may change: space, hyphens, ligatures."""
    found = normalise(text, start, end)
    assert found.text == quote_of(text, start, end) == found.text.strip()
    assert _CHANGED.sub("", found.text) == _CHANGED.sub("", text[start:end].translate(_LIGATURES))
    assert len(found.offsets) == len(found.text)
    assert all(start <= offset < end for offset in found.offsets)
    assert all(left <= right for left, right in itertools.pairwise(found.offsets))
    spans = sentence_spans(found.text)
    _disjoint(spans, found.text, holds_all=True)
    assert all(start <= left < right <= end for left, right in (found.source_span(*span) for span in spans))


def _in_order(starts: Sequence[int], length: int) -> None:
    assert all(left < right for left, right in itertools.pairwise(starts)), starts
    assert all(0 <= start <= length for start in starts), starts


def _disjoint(spans: Sequence[tuple[int, int]], text: str, *, holds_all: bool = False) -> None:
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text), (position, start, end, len(text))
        assert not holds_all or not text[position:start].strip(), ("left out", position, start)
        position = end
    assert not holds_all or not text[position:].strip(), ("left out", position)


# --- Cases ----------------------------------------------------------------------------------------------------------

_texts = st.one_of(
    st.lists(st.tuples(st.sampled_from(_TEXT), st.sampled_from(_GAPS)), max_size=40).map(
        lambda parts: "".join(piece + gap for piece, gap in parts)
    ),
    st.text(max_size=200),
    # The same thing very often: what looks through a text again for each of its parts shows here.
    st.tuples(st.sampled_from(_TEXT), st.sampled_from(_GAPS), st.integers(100, 2_000)).map(
        lambda row: (row[0][:40] + row[1]) * row[2]
    ),
)
_changes = st.lists(
    st.tuples(
        st.sampled_from(("flip", "cut", "double", "put", "many", "end")),
        st.floats(0, 1), st.integers(0, 300), st.sampled_from(_BYTES) | st.binary(max_size=8),
    ),
    max_size=8,
)  # fmt: skip


def _mutated(data: bytes, changes: Sequence[tuple[str, float, int, bytes]]) -> bytes:
    for what, share, size, new in changes:
        at = int(share * len(data))
        if what == "flip" and at < len(data):
            data = data[:at] + bytes([data[at] ^ (1 + size % 255)]) + data[at + 1 :]
        elif what == "cut":
            data = data[:at] + data[at + size :]
        elif what == "double":
            data = data[: at + size] + data[at:]
        elif what == "put":
            data = data[:at] + new + data[at:]
        elif what == "many":
            data = data[:at] + new * size + data[at:]
        elif what == "end" and size < 30:
            data = data[:at]
    return data


def _mutated_word(data: bytes, part: int, changes: Sequence[tuple[str, float, int, bytes]]) -> bytes:
    """Returns the Word file with one of its parts changed and packed again, so that its checksum is right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        names = sorted(before.namelist(), key=lambda name: (name != "word/document.xml", name))
        for number, name in enumerate(names):
            content = before.read(name)
            after.writestr(name, _mutated(content, changes) if number == part % len(names) else content)
    return out.getvalue()


def _files(suffix: str) -> st.SearchStrategy[bytes]:
    seeds = st.sampled_from([path.read_bytes() for path in sorted(SEEDS.glob(f"*{suffix}"))])
    mutated = st.builds(_mutated, seeds, _changes)
    random_bytes = st.binary(max_size=600)
    if suffix == ".docx":
        inside = st.builds(_mutated_word, seeds, st.sampled_from((0, 0, 0, 1, 2, 3, 4, 5, 6)), _changes)
        return st.one_of(inside, mutated, random_bytes)
    if suffix == ".pdf":
        return st.one_of(mutated, mutated, random_bytes.map(lambda data: b"%PDF-1.7\n" + data))
    return st.one_of(mutated, mutated, random_bytes, _texts.map(lambda text: text.encode("utf-8", "replace")))


TARGETS: dict[str, int] = {"text": 8, ".txt": 2, ".md": 4, ".html": 4, ".pdf": 1, ".docx": 1}
"""What is tried, and its share of the cases: a PDF takes fifty times as long as a text."""


# --- Running --------------------------------------------------------------------------------------------------------


def run(cases: int, seed: int, *, told: Callable[[str], object] = lambda line: None) -> Result:
    """Runs about ``cases`` cases, the same ones for the same ``seed``, and returns what came of them."""
    result = Result()
    whole = sum(TARGETS.values())
    with tempfile.TemporaryDirectory() as folder:
        for number, (target, share) in enumerate(TARGETS.items()):
            begin, before = time.perf_counter(), result.cases
            wanted = max(1, cases * share // whole)
            runs = itertools.count(seed * 1_000 + number, 97)
            # A target ends at its first failure, which is then made small; some strategies run out of new cases early.
            while result.cases - before < wanted and _run_target(target, wanted, next(runs), Path(folder), result):
                pass
            done, seconds = result.cases - before, time.perf_counter() - begin
            told(f"{target:<6} {done:>7} cases {seconds:>7.1f} s")
    return result


def _run_target(target: str, cases: int, seed: int, folder: Path, result: Result) -> bool:
    """Runs one target and returns whether nothing failed."""
    failed: list[str] = []

    def case(value: Any) -> None:
        if not failed:
            result.cases += 1  # what is run to make a failure small is not counted
        try:
            with _within(LIMIT):
                if target == "text":
                    check(_document(value))
                else:
                    _read(folder / f"fil{target}", value, result)
        except Hang as error:
            failed.append("hang")
            raise TimeoutError("hang") from error
        except BaseException:
            failed.append("")
            raise

    strategy = _texts if target == "text" else _files(target)
    checked = hypothesis.settings(
        max_examples=cases, database=None, deadline=None, print_blob=False,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
    )(hypothesis.seed(seed)(hypothesis.given(strategy)(case)))  # fmt: skip
    try:
        checked()
    except Exception as error:
        # A case on the border of the limit may be fast the second time, which hypothesis then reports in its own way.
        found = result.hangs if "hang" in failed else result.crashes
        (result.misplaced if isinstance(error, AssertionError) else found).append(_told(target, error))
    return not failed


def _told(target: str, error: BaseException) -> str:
    notes = " ".join(getattr(error, "__notes__", ()))
    return f"{target}: {type(error).__name__}: {str(error)[:300]} {notes[:1_000]}"


def _document(text: str) -> Document:
    text = text.encode("utf-8", "replace").decode()
    feeds = [offset for offset, character in enumerate(text, start=1) if character == "\f" and offset < len(text)]
    starts = (0, *feeds)
    source = Source("fil", "fil.txt", "En titel", "Kommunen", "notat", first_page=1)
    return Document(source, Path("fil.txt"), "0" * 64, text, starts, tuple(range(1, len(starts) + 1)))


def _read(path: Path, data: bytes, result: Result) -> None:
    path.write_bytes(data)
    source = Source("fil", path.name, "En titel", "Kommunen", "notat", first_page=1)
    try:
        document, _ = read_file(source, path)
    except DocumentError as error:
        sentence = str(error)
        assert sentence.endswith(".") and "\n" not in sentence and ";" in sentence, sentence
        result.refused += 1
        return
    except (MemoryError, RecursionError):  # ingest.sandbox makes the sentence of them
        result.refused += 1
        return
    check(document)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raises ``Hang`` after so many seconds; where the system has no such timer, nothing ends a case."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures; exit code 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m eval.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    chosen = parser.parse_args(arguments)
    result = run(chosen.cases, chosen.seed, told=_say)
    failures = [*result.crashes, *result.hangs, *result.misplaced]
    _say(
        f"seed {chosen.seed}: {result.cases} cases, {result.refused} files refused with a sentence; "
        f"crashes {len(result.crashes)}, hangs over {LIMIT:.0f} s {len(result.hangs)}, "
        f"wrong places or quotes {len(result.misplaced)}"
    )
    for failure in failures:
        _say(failure)
    if failures:
        raise SystemExit(1)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

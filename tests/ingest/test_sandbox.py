"""Reading in a process of its own: the same result as here, and an end to whatever takes too much."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.document import Source
from ingest.errors import DocumentError
from ingest.readers import Stated, read_document, read_file
from ingest.sandbox import LIMITS, Limits, read_guarded

from .conftest import MakePdf
from .files import bloated_word, bomb_pdf, nested_pdf, put, word, word_with_macros

SOURCE = Source("a", "a.docx", "En titel", "Kommunen", "notat", first_page=3)
WEB = '<html><head><title>Åbent hus</title><meta name="author" content="Byen"></head><body><h1>Åbent</h1><p>Kom ind'


def refusal(path: Path, *, limits: Limits = LIMITS, name: str = "") -> str:
    with pytest.raises(DocumentError) as error:
        read_guarded(SOURCE, path, limits=limits, name=name)
    sentence = str(error.value)
    assert f"»{name or path.name}«" in sentence and sentence.endswith(".") and ";" in sentence
    return sentence


def test_every_format_reads_as_it_does_here(tmp_path: Path, make_pdf: MakePdf) -> None:
    files = {
        "a.txt": "Linje et\r\n\fSide to 🙂".encode(),
        "a.md": b"# Overskrift\n\n| A | B |\n|-|-|\n| 1 | 2 |\n",
        "a.html": WEB.encode(),
        "a.pdf": make_pdf(["Side et\nmere", None, "Side tre"], labels="0 << /S /r >> 2 << /S /D >>"),
        "a.docx": word("Første", "• punkt", title="Plan", author="Byrådet"),
    }
    for name, data in files.items():
        path = put(tmp_path, name, data)
        assert read_guarded(SOURCE, path) == read_file(SOURCE, path), name
    assert read_file(SOURCE, tmp_path / "a.pdf")[0].problems
    assert read_file(SOURCE, tmp_path / "a.docx")[1] == Stated("Plan", "Byrådet")
    assert read_file(SOURCE, tmp_path / "a.html")[1] == Stated("Åbent hus", "Byen")


def test_a_refusal_comes_over_with_the_name_that_was_given(tmp_path: Path) -> None:
    path = put(tmp_path, "skjult-kopi.pdf", b"%PDF-1.7\nnonsense")
    assert "beskadiget" in refusal(path, name="Årsberetning.pdf")


def test_a_relative_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.docx", word("Her"))
    monkeypatch.chdir(tmp_path)
    assert read_guarded(SOURCE, Path("a.docx"))[0].text == "Her"


def test_time_runs_out_and_nothing_is_left_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.docx", word("Her"))
    begin = time.perf_counter()
    assert "ikke læst færdig" in refusal(path, limits=Limits(seconds=0.05))
    assert time.perf_counter() - begin < 5
    begun: list[subprocess.Popen[bytes]] = []
    ordinary = subprocess.Popen

    def slow(command: list[str], **named: object) -> "subprocess.Popen[bytes]":
        script = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
        begun.append(ordinary([sys.executable, "-c", script], **named))  # type: ignore[call-overload]
        return begun[-1]

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", slow)
        refusal(path, limits=Limits(seconds=1))
    assert begun[0].returncode is not None
    # What was killed may wait for its parent to look at it.
    assert {line.split()[-1][0] for line in processes() if line.split()[0] == str(begun[0].pid)} <= {"Z"}


def processes() -> list[str]:
    """Returns a line for each process: its session and its state."""
    if not Path("/bin/ps").exists():
        return []
    return subprocess.run(["ps", "-eo", "sid=,stat="], capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_memory_runs_out(tmp_path: Path) -> None:
    path = put(tmp_path, "stor.docx", bloated_word(200))
    assert path.stat().st_size < 1_000_000
    assert "hukommelse" in refusal(path, limits=Limits(megabytes=400)) or "beskadiget" in refusal(path)


def test_a_decompression_bomb_is_named_as_too_heavy(tmp_path: Path) -> None:
    path = put(tmp_path, "bombe.pdf", bomb_pdf())
    assert path.stat().st_size < 1_000_000
    assert "hukommelse" in refusal(path)


def test_deep_nesting_ends_in_a_sentence(tmp_path: Path) -> None:
    begin = time.perf_counter()
    refusal(put(tmp_path, "dyb.pdf", nested_pdf()))
    deep = "<div>" * 20_000 + "tekst" + "</div>" * 20_000
    path = put(tmp_path, "dyb.html", f"<body>{deep}")
    with contextlib.suppress(DocumentError):
        assert "tekst" in read_guarded(SOURCE, path)[0].text
    assert time.perf_counter() - begin < 30


def test_a_reader_that_crashes_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.docx", word("Her"))
    ordinary = subprocess.Popen

    def crashing(command: list[str], **named: object) -> "subprocess.Popen[bytes]":
        return ordinary([sys.executable, "-c", "import os; os.abort()"], **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", crashing)
    refusal(path)


def test_the_reader_cannot_reach_the_network() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        reach = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
        for limit, code in (("", 0), ("from ingest.sandbox import _limit; _limit(1024); ", 1)):
            done = subprocess.run(
                [sys.executable, "-c", limit + reach],
                cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False, timeout=30,
            )  # fmt: skip
            assert done.returncode == code, done.stderr
    assert "PermissionError" in done.stderr


# --- What is in the files -------------------------------------------------------------------------------------------


def test_macros_and_outside_content_are_named_and_not_read(tmp_path: Path) -> None:
    document = read_document(SOURCE, put(tmp_path, "a.docx", word_with_macros("Teksten", "er her")))
    assert document.text == "Teksten\n\ner her"
    macros, outside = document.problems
    assert "makroer" in macros and "ikke hentet" in outside and "(1)" in outside


def test_links_to_click_on_are_nothing_to_name(tmp_path: Path) -> None:
    from .files import repacked

    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    row = f'<Relationship Id="rIdL" Type="{link}" Target="https://example.dk" TargetMode="External"/>'
    data = repacked(word("Se"), {"word/_rels/document.xml.rels": ("</Relationships>", row + "</Relationships>")})
    assert read_document(SOURCE, put(tmp_path, "a.docx", data)).problems == ()


def test_scripts_are_never_text(tmp_path: Path) -> None:
    page = "<body onload='ond()'><script>ond()</script><p>God dag</p><style>p{}</style><template>ond</template>"
    assert read_document(SOURCE, put(tmp_path, "a.html", page)).text == "God dag"


@pytest.mark.parametrize(
    ("name", "begin", "found", "do"),
    [
        ("a.txt", b"%PDF-1.4\n...", "PDF-fil", "endelsen .pdf"),
        ("a.docx", b"%PDF-1.4\n...", "PDF-fil", "endelsen .pdf"),
        ("a.txt", b"<!DOCTYPE html><html><p>Hej", "HTML-fil", "endelsen .html"),
        ("a.pdf", b"<html>404", "HTML-fil", "endelsen .html"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1gammel", "Word 97-2003-fil", "endelsen .docx"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n...", "billed-fil", "PDF med tekst"),
    ],
)
def test_a_wrong_extension_is_named(tmp_path: Path, name: str, begin: bytes, found: str, do: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_document(SOURCE, put(tmp_path, name, begin))
    assert found in str(error.value) and do in str(error.value) and f"»{name}«" in str(error.value)


def test_a_word_file_named_pdf_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="er en Word-fil"):
        read_document(SOURCE, put(tmp_path, "a.pdf", word("Hej")))


def test_limits_on_size_pages_and_text_are_told(
    tmp_path: Path, make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import readers
    from ingest.readers import pdf

    for owner, name, limit, file, data, words in (
        (readers, "MAX_BYTES", 100, "a.txt", b"ord " * 50, "fylder"),
        (readers, "MAX_CHARACTERS", 1_000, "a.txt", b"ord " * 500, "2.000 tegn"),
        (pdf, "MAX_PAGES", 2, "a.pdf", make_pdf(["a"] * 3), "3 sider"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, limit)
            with pytest.raises(DocumentError, match=words):
                read_document(SOURCE, put(tmp_path, file, data))
        read_document(SOURCE, tmp_path / file)


# --- Recognised text ------------------------------------------------------------------------------------------------


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    """A PDF of one page with a picture and one with text."""
    from io import BytesIO

    from PIL import Image
    from pypdf import PdfWriter

    pictures, both = BytesIO(), BytesIO()
    picture = Image.new("RGB", (60, 60), "white")
    picture.putpixel((30, 30), (0, 0, 0))
    picture.save(pictures, "PDF")
    writer = PdfWriter(clone_from=BytesIO(pictures.getvalue()))
    writer.add_blank_page(100, 100)
    writer.write(both)
    return put(tmp_path, "skannet.pdf", both.getvalue())


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.parametrize(("languages", "is_read"), [("dan", True), ("eng", False)])
def test_a_picture_is_recognised_where_tesseract_with_danish_is(
    scanned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: str, is_read: bool
) -> None:
    script = (
        '#!/bin/sh\nif [ "$1" = --list-langs ]; then echo List; echo '
        + languages
        + "; exit; fi\ncat >/dev/null\n"
        + "printf 'Genkendt tekst om hunde i snor.\\n\\f'\n"
    )
    program = put(tmp_path / "bin", "tesseract", script)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    if not is_read:
        assert "Ingen af de 2 sider" in refusal(scanned)
        return
    document, _ = read_guarded(SOURCE, scanned)
    assert document.text.startswith("Genkendt tekst om hunde i snor.\n")
    assert any("3 (PDF-side 1) er tekstgenkendt" in problem for problem in document.problems)
    assert any("4 (PDF-side 2) har ingen læsbar tekst" in problem for problem in document.problems)

"""Every kind of bad input that people have, with what must become of it."""

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfWriter

from .conftest import page_pdf, pdf_of
from .files import bloated_word, bomb_pdf, nested_pdf, put, repacked, word, word_with_macros

TEXT = "Badning ved stranden\n\nDet er tilladt at bade fra den lange bro ved stranden hele sommeren.\n"
DATA = Path(__file__).parent / "data"
"""PDFs that pypdf wrote with a library for AES that the product does not need; the password is "hemmelig"."""


@dataclass(frozen=True, slots=True)
class Bad:
    """One bad input.

    Attributes:
        name: the file's name.
        make: makes it in a folder and returns its path.
        words: what the one sentence about it must say; None where the file is good and must be added without a word.
        is_added: whether it is added all the same.
        is_posix: whether it can only be made on POSIX systems.
    """

    name: str
    make: Callable[[Path, str], Path]
    words: str | None
    is_added: bool = False
    is_posix: bool = False


def holding(data: bytes | str | Callable[[], bytes]) -> Callable[[Path, str], Path]:
    """Returns a maker of files that hold ``data``."""
    return lambda folder, name: put(folder, name, data() if callable(data) else data)


def encrypted(user: str, algorithm: str) -> bytes:
    """Returns a PDF with a password; pypdf does RC4 by itself."""
    writer, data = PdfWriter(clone_from=io.BytesIO(page_pdf(["Der må bades"]))), io.BytesIO()
    writer.encrypt(user, "ejer", algorithm=algorithm)
    writer.write(data)
    return data.getvalue()


def circle_pdf() -> bytes:
    """Returns a PDF whose page tree holds itself."""
    tree = b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", tree])


def odd_word(body: str, head: str = "") -> bytes:
    """Returns a Word file with ``body`` behind its paragraph and ``head`` before its XML."""
    data = repacked(word("Teksten"), {"word/document.xml": ("<w:sectPr", f"{body}<w:sectPr")})
    return repacked(data, {"word/document.xml": ("<w:document", f"{head}<w:document")}) if head else data


def laughs() -> bytes:
    """Returns a Word file with the "billion laughs" of XML: ten entities, each ten times the one before."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE w [<!ENTITY l0 "ha">{entities}]>'
    return odd_word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", head)


def peeking() -> bytes:
    """Returns a Word file whose XML asks for a file of this machine."""
    head = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{Path(__file__).as_uri()}">]>'
    return odd_word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head)


def archive(*names: str) -> bytes:
    """Returns a ZIP with files of those names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return data.getvalue()


def a_link(folder: Path, name: str) -> Path:
    """Makes a symbolic link to a file elsewhere."""
    (folder / name).symlink_to(put(folder.parent / "hemmeligt", "hemmelig.txt", TEXT))
    return folder / name


def a_circle(folder: Path, name: str) -> Path:
    """Makes a symbolic link to itself."""
    (folder / name).symlink_to(folder / name)
    return folder / name


def a_folder(folder: Path, name: str) -> Path:
    """Makes a folder."""
    (folder / name).mkdir()
    return folder / name


def a_pipe(folder: Path, name: str) -> Path:
    """Makes a pipe that nobody writes to: who opens it as a file waits for ever."""
    os.mkfifo(folder / name)
    return folder / name


def missing(folder: Path, name: str) -> Path:
    """Makes nothing."""
    return folder / name


BAD = (
    # Nothing in it
    Bad("tom.txt", holding(b""), "ingen tekst"),
    Bad("kun mellemrum.md", holding(b" \r\n\t\n"), "ingen tekst"),
    Bad("tom.pdf", holding(b""), "ingen tekst"),
    Bad("tom.docx", holding(word()), "ingen tekst"),
    # Names and contents that do not fit
    Bad("forkert.odt", holding(TEXT), "endelsen ».odt«"),
    Bad("uden endelse", holding(TEXT), "ingen endelse"),
    Bad("pdf.txt", holding(lambda: page_pdf(["Hej"])), "er en PDF-fil"),
    Bad("word.pdf", holding(lambda: word("Hej")), "er en Word-fil"),
    Bad("billede.pdf", holding(b"\x89PNG\r\n\x1a\n" + bytes(50)), "er en billed-fil"),
    Bad("side.pdf", holding(b"<!DOCTYPE html><html><p>404"), "er en HTML-fil"),
    Bad("gammel.docx", holding(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)), "gamle .doc-format"),
    Bad("arkiv.txt", holding(archive("a.txt")), "er en ZIP-fil"),
    Bad("regneark.docx", holding(archive("xl/workbook.xml")), "beskadiget"),
    Bad("program.txt", holding(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 4), "UTF-8"),
    Bad("tekst.docx", holding(TEXT), "beskadiget"),
    # Characters
    Bad("latin1.txt", holding("blåbær".encode("latin-1")), "ikke gyldig UTF-8"),
    Bad("latin1.md", holding("# blåbær".encode("latin-1")), "ikke gyldig UTF-8"),
    Bad("latin1.html", holding("<p>blåbær".encode("latin-1")), "ikke gyldig UTF-8"),
    Bad("utf16.txt", holding(("\ufeff" + TEXT + "16").encode("utf-16-be")), None, is_added=True),
    Bad("utf16 uden mærke.txt", holding(TEXT.encode("utf-16-le")), "er gemt som UTF-16"),
    Bad("utf16 uden mærke.md", holding(TEXT.encode("utf-16-be")), "er gemt som UTF-16"),
    Bad("halv utf16.txt", holding(TEXT.encode("utf-16")[:-1]), "er gemt som UTF-16"),
    Bad("styretegn.txt", holding(TEXT + "\x00\x1b[31m\u202e\ufffe\x07"), None, is_added=True),
    # PDF
    Bad("rc4-40 låst.pdf", holding(lambda: encrypted("hemmelig", "RC4-40")), "adgangskode"),
    Bad("rc4-128 låst.pdf", holding(lambda: encrypted("hemmelig", "RC4-128")), "adgangskode"),
    Bad("rc4-128 åben.pdf", holding(lambda: encrypted("", "RC4-128")), None, is_added=True),
    Bad("aes-128 låst.pdf", holding(lambda: (DATA / "aes-128-real-password.pdf").read_bytes()), "adgangskode"),
    Bad("aes-256 låst.pdf", holding(lambda: (DATA / "aes-256-real-password.pdf").read_bytes()), "adgangskode"),
    Bad("aes-128 åben.pdf", holding(lambda: (DATA / "aes-128-empty-password.pdf").read_bytes()), None, is_added=True),
    Bad("aes-256 åben.pdf", holding(lambda: (DATA / "aes-256-empty-password.pdf").read_bytes()), None, is_added=True),
    Bad("kun billeder.pdf", holding(lambda: page_pdf([None, None])), "Ingen af de 2 sider"),
    Bad("et billede.pdf", holding(lambda: page_pdf(["Side et", None, "tre"])), "Side 2 har ingen", is_added=True),
    Bad("halv.pdf", holding(lambda: page_pdf(["Side " * 50])[:200]), "beskadiget"),
    Bad("vrøvl.pdf", holding(b"%PDF-1.7\n" + bytes(range(256)) * 20), "beskadiget"),
    Bad("uden sider.pdf", holding(lambda: page_pdf([])), "beskadiget"),
    Bad("i ring.pdf", holding(circle_pdf), "i ring.pdf"),
    Bad("dyb.pdf", holding(nested_pdf), "dyb.pdf"),
    Bad("bombe.pdf", holding(bomb_pdf), "hukommelse"),
    Bad("2000 sider.pdf", holding(lambda: page_pdf([f"Side {n}" for n in range(2_000)])), None, is_added=True),
    Bad("3001 sider.pdf", holding(lambda: page_pdf(["x"] * 3_001)), "3.001 sider"),
    # Word
    Bad("makroer.docx", holding(lambda: word_with_macros("Teksten", "er her")), "makroer", is_added=True),
    Bad("halv.docx", holding(lambda: word("Hej")[:2_000]), "beskadiget"),
    Bad("bombe.docx", holding(lambda: bloated_word(600)), "bombe.docx"),
    Bad("latter.docx", holding(laughs), "latter.docx"),
    Bad("nysgerrig.docx", holding(peeking), None, is_added=True),
    Bad("dyb.docx", holding(lambda: odd_word("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000)), "dyb.docx"),
    # Web pages
    Bad("script.html", holding("<body onload='x()'><script>x()</script><p>God dag"), None, is_added=True),
    Bad("kun script.html", holding("<script>x()</script>"), "ingen tekst"),
    Bad("dyb.html", holding("<div>" * 5_000 + "dybt"), "dyb.html"),
    Bad("ukendt tegnsæt.html", holding(b"<meta charset=klingon>bl\xe5"), "tegnsættet »klingon«"),
    # Names
    Bad("med mellemrum.txt", holding(TEXT + "1"), None, is_added=True),
    Bad("🙂🏖️.txt", holding(TEXT + "2"), None, is_added=True),
    Bad("x" * 251 + ".txt", holding(TEXT + "3"), None, is_added=True),
    Bad("-rf.txt", holding(TEXT + "4"), None, is_added=True),
    Bad("»\x1b[31m\u202e\n«.txt", holding(b""), "ingen tekst", is_posix=True),
    Bad("\udcff\udcfe.txt", holding(b""), "ingen tekst", is_posix=True),
    # What is no file
    Bad("findes ikke.txt", missing, "findes ikke"),
    Bad("mappe.txt", a_folder, "er en mappe"),
    Bad("genvej.txt", a_link, "genvej", is_posix=True),
    Bad("ring.txt", a_circle, "genvej", is_posix=True),
    Bad("rør.txt", a_pipe, "almindelig fil", is_posix=True),
)  # fmt: skip
"""Files that are bad by themselves."""

DEVICES: Mapping[str, str] = {"/dev/zero": "ingen endelse", "/dev/null": "ingen endelse"}
"""Devices, which have no extension, and what is said of them."""

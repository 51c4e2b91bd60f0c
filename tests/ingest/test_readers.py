"""Readers: the text, pages and marks of every format, and one Danish sentence for every file that cannot be read."""

import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from ingest.blocks import Block, BlockKind
from ingest.chunks import chunks_of
from ingest.document import Document, MarkKind, Source
from ingest.errors import DocumentError
from ingest.readers import SUPPORTED, markdown, read_document
from ingest.structure import structure_of
from ingest.tables import header_of, row_of
from ingest.units import units_of

from .conftest import MakePdf, ReadBytes
from .helpers import assert_hold_everything_once

SOURCE = Source("prøve", "prøve.md", "En titel", "Kommunen", "vejledning")

MARKDOWN_PARTS = [*"#->|`=*+~:.1a\\æ \t\f\v\r\n\u2028", "\n\n", "    ", "<!--", "---\n", "|-|-|\n"]

MARKDOWN = """---
title: Hjælp
tags:
  - ældre
---
# Hjælp til ældre #

Kommunen tilbyder:

- Rengøring
  hver uge

  Mere om det
  - Gulv
  - Støv

  Til slut
1. - Indkøb

Priser
------

> Vi hjælper alle
doven linje
>
> - også dig

Priser i kroner:

| Ydelse | Timer \\| uge |
|:-------|------:|
| Bad    | 2     |
|        |       |
Pleje | | for meget

***

```
kode | kode
```

<!-- skjult -->

<div>Åbent hele året</div>

[a]: https://example.dk "titel"

##

Slut [a].
"""

HTML = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Kommunens side</title><style>p {}</style></head>
<body class="has-cookie-banner">
<div id="cookie-box"><h1>Vi bruger cookies</h1><button>Ja tak</button></div>
<header>Logo <nav><ul><li>Menu<li>Borger</ul></nav></header>
<form id="aspnetForm"><main><article>
<header><h1>Hjælp til <b>ældre</b></h1></header>
Løs   tekst<!-- skjult --> her
<p>Vi tilbyder<br>  hver uge:</p>
<ul><li>Rengøring<ul><li>Gulv</ul> og mere<li><p>Et</p><p>To</p></ul>
<h3>Priser</h3>
<blockquote><p>Vi hjælper</p><p>alle</p></blockquote>
<pre>a  b
  c</pre>
<table><caption>Tabel 1: Priser</caption>
<thead><tr><th>Ydelse<th>Pris<th>Enhed</thead>
<tr><td rowspan=2>Bad <button>i</button><td>10<td>kr.
<tr><td colspan=2>gratis<p>altid</p>
<tr><th colspan=3>Andet</th>
<tr><td><td><td>
</table>
<table><tr><td>Navn<td>Timer<tr><td>Bo<td>3</table>
<table><tr><td><p>Boks et</p><p>Boks to</p></table>
<script>alert(1)</script><noscript>Slå til</noscript><template>skabelon</template><svg><title>ikon</title></svg>
</article></main></form>
<div class="newsletter-signup">Få nyt</div><section role="dialog">Dialog</section>
<footer>Kontakt <p>os</p></footer>
</body></html>"""


def marked(document: Document, kind: MarkKind) -> list[str]:
    """Returns the texts of the marks of one kind."""
    return [document.text[mark.start : mark.end] for mark in document.marks if mark.kind is kind]


def blocks_of(document: Document, kind: BlockKind) -> list[tuple[str, Block]]:
    """Returns the blocks of one kind with their texts."""
    blocks = structure_of(document).blocks
    return [(document.text[block.start : block.end], block) for block in blocks if block.kind is kind]


def cells_of(document: Document, text: str) -> list[str]:
    """Returns the cells of the row or header that reads ``text``."""
    (mark,) = (mark for mark in document.marks if document.text[mark.start : mark.end] == text)
    return [document.text[start:end] for start, end in mark.cells]


def assert_marks_hold_the_text(document: Document) -> None:
    """Asserts that every non-space character is inside exactly one mark, and that cells lie inside theirs."""
    position = 0
    for mark in document.marks:
        assert position <= mark.start < mark.end, mark
        assert not document.text[position : mark.start].strip(), mark
        assert all(mark.start <= start <= end <= mark.end for start, end in mark.cells), mark
        assert all(left[1] <= right[0] for left, right in zip(mark.cells, mark.cells[1:], strict=False)), mark
        position = mark.end
    assert not document.text[position:].strip()


def assert_danish(error: pytest.ExceptionInfo[DocumentError], name: str, *parts: str) -> None:
    """Asserts one sentence that names the file and holds every one of ``parts``."""
    message = str(error.value)
    assert f"»{name}«" in message
    assert message[0].isupper() or message.startswith("»")
    assert message.endswith(".") and "\n" not in message and ". " not in message.replace("nr. ", "")
    assert ";" in message, "the remedy stands behind a semicolon"
    for part in parts:
        assert part in message


class TestReadDocument:
    """What holds for every format."""

    def test_carries_source_path_and_hash_of_the_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "a.TXT"
        path.write_bytes(b"\xef\xbb\xbfGod dag")
        document = read_document(SOURCE, path)
        assert (document.source, document.path, document.problems) == (SOURCE, path, ())
        assert document.sha256 == hashlib.sha256(b"\xef\xbb\xbfGod dag").hexdigest()

    def test_reads_text_without_loading_any_library(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("God dag", encoding="utf-8")
        code = (
            "import sys; from pathlib import Path; from ingest.document import Source\n"
            "from ingest.readers import read_document\n"
            "read_document(Source('a', 'a.txt', 't', 's', 'k'), Path(sys.argv[1]))\n"
            "sys.exit(bool({'pypdf', 'docx', 'bs4', 'lxml', 'markdown_it'} & sys.modules.keys()))"
        )
        root = Path(__file__).parents[2]
        assert subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False).returncode == 0

    @pytest.mark.parametrize("suffix", SUPPORTED)
    @pytest.mark.parametrize("data", [b"", b" \r\n\t\n"])
    def test_empty_file(self, read_bytes: ReadBytes, suffix: str, data: bytes) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes(f"tom{suffix}", data)
        assert_danish(error, f"tom{suffix}", "ingen tekst", "fulde udgave")

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.txt", b"\xef\xbb\xbf"),
            ("a.txt", b"\f \f\n"),
            ("a.md", b"---\ntitle: kun dette\n---\n"),
            ("a.html", b"<title>Indl\xc3\xa6ser</title><body><script>x</script></body>"),
            ("a.html", b"<nav>Menu</nav>"),
        ],
    )
    def test_nothing_to_quote(self, read_bytes: ReadBytes, name: str, data: bytes) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes(name, data)
        assert_danish(error, name, "ingen tekst", "læg den fulde udgave")

    @pytest.mark.parametrize(
        ("name", "found"), [("a.odt", "endelsen ».odt«"), ("uden", "ingen endelse"), ("a.doc", "endelsen ».doc«")]
    )
    def test_unknown_extension_names_the_known_ones(self, read_bytes: ReadBytes, name: str, found: str) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes(name, b"tekst")
        assert_danish(error, name, found, ".txt, .md, .html, .htm, .pdf og .docx", "gem dokumentet")

    def test_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentError) as error:
            read_document(SOURCE, tmp_path / "væk.txt")
        assert_danish(error, "væk.txt", str(tmp_path), "læg den i mappen")

    def test_folder(self, tmp_path: Path) -> None:
        (tmp_path / "mappe.txt").mkdir()
        with pytest.raises(DocumentError) as error:
            read_document(SOURCE, tmp_path / "mappe.txt")
        assert_danish(error, "mappe.txt", "er en mappe", "skriv navnet på en enkelt fil")

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such loops")
    def test_other_failure_of_the_system(self, tmp_path: Path) -> None:
        path = tmp_path / "ring.txt"
        path.symlink_to(path)
        with pytest.raises(DocumentError) as error:
            read_document(SOURCE, path)
        assert_danish(error, "ring.txt", "kunne ikke læses fra disken", "prøv igen")


class TestPlain:
    """Plain text."""

    def test_text_stands_as_it_is(self, read_bytes: ReadBytes) -> None:
        document = read_bytes("a.txt", b"\xef\xbb\xbfs\xc3\xb8\r\n\tto \n")
        assert document.text == "sø\r\n\tto \n"
        assert (document.page_starts, document.page_labels, document.marks) == ((0,), (), ())
        assert document.page_at(1) is None

    def test_form_feeds_part_pages(self, read_bytes: ReadBytes) -> None:
        document = read_bytes("a.txt", b"en\n\fto\f\ffire", first_page=7)
        assert document.page_starts == (0, 4, 7, 8)
        assert document.page_labels == (7, 8, 9, 10)
        assert [document.text[slice(*document.page_span(page))] for page in range(4)] == ["en\n", "to", "", "fire"]
        assert [document.page_at(document.text.index(word)) for word in ("en", "to", "fire")] == [7, 8, 10]

    def test_pages_without_first_page_have_no_labels(self, read_bytes: ReadBytes) -> None:
        document = read_bytes("a.txt", b"en\fto")
        assert (document.page_starts, document.page_labels) == ((0, 3), ())

    def test_no_page_begins_behind_a_last_form_feed(self, read_bytes: ReadBytes) -> None:
        assert read_bytes("a.txt", b"en\fto\f", first_page=1).page_labels == (1, 2)

    @pytest.mark.parametrize(
        ("data", "place"),
        [
            (b"en\r\nto\nbl\xe5b\xe6r", "byte nr. 10 (0xE5) på linje 3"),
            (b"\xef\xbb\xbfen\rto \xff", "byte nr. 10 (0xFF) på linje 2"),
            (b"\xe6", "byte nr. 1 (0xE6) på linje 1"),
            (b"afkortet \xc3", "byte nr. 10 (0xC3) på linje 1"),
        ],
    )
    def test_names_the_first_bad_byte(self, read_bytes: ReadBytes, data: bytes, place: str) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes("gammel.txt", data)
        assert_danish(error, "gammel.txt", place, "gem den med tegnsættet UTF-8")

    @pytest.mark.parametrize(("encoding", "mark"), [("utf-16-le", "utf-16"), ("utf-16-be", ""), ("utf-32-be", "")])
    @pytest.mark.parametrize("name", ["bred.txt", "bred.md"])
    def test_reads_utf16_and_utf32_with_a_byte_order_mark(
        self, read_bytes: ReadBytes, name: str, encoding: str, mark: str
    ) -> None:
        data = "Ældre får hjælp 🙂".encode(mark) if mark else "\ufeffÆldre får hjælp 🙂".encode(encoding)
        assert read_bytes(name, data).text == "Ældre får hjælp 🙂"

    @pytest.mark.parametrize("name", ["bred.txt", "bred.md"])
    def test_names_utf16_cut_off_in_a_character(self, read_bytes: ReadBytes, name: str) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes(name, "Almindelig".encode("utf-16")[:-1])
        assert_danish(error, name, "er gemt som UTF-16,", "gem den med tegnsættet UTF-8")

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("name", ["bred.txt", "bred.md"])
    def test_names_utf16(self, read_bytes: ReadBytes, name: str, encoding: str) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes(name, "Almindelig tekst".encode(encoding))
        assert_danish(error, name, f"er gemt som {encoding[:6].upper()},", "gem den med tegnsættet UTF-8")


class TestMarkdown:
    """Markdown."""

    @pytest.fixture(params=["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
    def document(self, request: pytest.FixtureRequest, read_bytes: ReadBytes) -> Document:
        self.newline: str = request.param
        document = read_bytes("a.md", MARKDOWN.replace("\n", self.newline).encode())
        assert document.text == MARKDOWN.replace("\n", self.newline), "the text is the file"
        return document

    def texts(self, document: Document, kind: MarkKind) -> list[str]:
        return [text.replace(self.newline, "\n") for text in marked(document, kind)]

    def test_marks_hold_the_text(self, document: Document) -> None:
        assert_marks_hold_the_text(document)
        assert (document.page_starts, document.page_labels) == ((0,), ())

    def test_headings_know_their_title(self, document: Document) -> None:
        headings = [mark for mark in document.marks if mark.kind is MarkKind.HEADING]
        assert self.texts(document, MarkKind.HEADING) == ["# Hjælp til ældre #", "Priser\n------"]
        assert [document.text[slice(*mark.cells[0])] for mark in headings] == ["Hjælp til ældre", "Priser"]
        assert [mark.level for mark in headings] == [1, 2]
        structure = structure_of(document)
        titles = [block.content for block in structure.blocks if block.kind is BlockKind.HEADING]
        assert [document.text[slice(*title)] for title in titles] == ["Hjælp til ældre", "Priser"]
        assert {(unit.start, unit.end) for unit in units_of(document, structure)} >= set(titles)
        (_, quote), *_ = blocks_of(document, BlockKind.QUOTE)
        assert quote.section == ("Hjælp til ældre", "Priser")

    def test_items_are_leaves_under_one_lead(self, document: Document) -> None:
        items = ["- Rengøring\n  hver uge\n\n  Mere om det", "- Gulv", "- Støv", "Til slut", "1. - Indkøb"]
        assert self.texts(document, MarkKind.ITEM) == items
        for _, block in blocks_of(document, BlockKind.ITEM):
            assert block.lead and document.text[slice(*block.lead)] == "Kommunen tilbyder:"

    def test_tables(self, document: Document) -> None:
        header = f"| Ydelse | Timer \\| uge |{self.newline}|:-------|------:|"
        rows = ["| Bad    | 2     |", "Pleje | | for meget"]
        assert marked(document, MarkKind.HEADER) == [header]
        assert marked(document, MarkKind.ROW) == rows
        assert cells_of(document, header) == ["Ydelse", "Timer \\| uge"]
        assert cells_of(document, rows[0]) == ["Bad", "2"]
        assert cells_of(document, rows[1]) == ["Pleje", "", "for meget"]
        for _, row in blocks_of(document, BlockKind.ROW):
            assert row.header and document.text[slice(*row.header)] == "Ydelse | Timer \\| uge"
            assert row.lead and document.text[slice(*row.lead)] == "Priser i kroner:"

    def test_columns_have_the_names_of_their_header(self, document: Document) -> None:
        blocks = structure_of(document).blocks
        rows = [row_of(document, row, header_of(blocks, row)) for row in blocks if row.kind is BlockKind.ROW]
        assert [(row.label, row.columns, row.cells) for row in rows] == [
            ("Bad", ("Timer \\| uge",), ("2",)),
            ("Pleje", ("Timer \\| uge", ""), ("", "for meget")),
        ]

    def test_a_chunk_holds_a_heading_or_header_with_what_follows(self, document: Document) -> None:
        structure = structure_of(document)
        chunks = chunks_of(document, structure)
        assert_hold_everything_once(document, structure, chunks)
        texts = [document.text[chunk.start : chunk.end].replace(self.newline, "\n") for chunk in chunks]
        assert texts[0].startswith("# Hjælp til ældre #\n\nKommunen tilbyder:")
        assert "Priser\n------\n\n> Vi hjælper alle" in texts[1]
        assert "| Ydelse | Timer \\| uge |\n|:-------|------:|\n| Bad    | 2     |" in texts

    def test_nested_headings_stand_in_one_chunk(self, read_bytes: ReadBytes) -> None:
        document = read_bytes(
            "a.md", b"# Et #\n\n## To ##\n\n- a\n- b\n\nTre\n===\n\n| A | B |\n|---|---|\n| c | 1 |\n"
        )
        structure = structure_of(document)
        chunks = chunks_of(document, structure)
        assert_hold_everything_once(document, structure, chunks)
        assert [document.text[chunk.start : chunk.end] for chunk in chunks] == [
            "# Et #\n\n## To ##\n\n- a\n- b",
            "Tre\n===\n\n| A | B |\n|---|---|\n| c | 1 |",
        ]
        assert [chunk.section for chunk in chunks] == [("Et", "To"), ("Tre",)]

    def test_other_blocks(self, document: Document) -> None:
        assert self.texts(document, MarkKind.QUOTE) == ["> Vi hjælper alle\ndoven linje\n>\n> - også dig"]
        assert self.texts(document, MarkKind.PARAGRAPH) == [
            "Kommunen tilbyder:",
            "Priser i kroner:",
            "```\nkode | kode\n```",
            "<div>Åbent hele året</div>",
            "Slut [a].",
        ]

    def test_markup_alone_is_noise(self, document: Document) -> None:
        assert self.texts(document, MarkKind.NOISE) == [
            "---\ntitle: Hjælp\ntags:\n  - ældre\n---",
            "|        |       |",
            "***",
            "<!-- skjult -->",
            '[a]: https://example.dk "titel"\n\n##',
        ]

    @pytest.mark.parametrize(
        "text", ["---\n\nIndledning\n\n---\n", "---\nIndledning uden nøgle\n---\n", "---\nNB: uden slutning\n"]
    )
    def test_rules_are_not_front_matter(self, read_bytes: ReadBytes, text: str) -> None:
        document = read_bytes("a.md", text.encode())
        assert any(mark.kind is not MarkKind.NOISE for mark in document.marks)
        assert_marks_hold_the_text(document)

    @settings(database=None)
    @given(st.lists(st.sampled_from(MARKDOWN_PARTS)))
    @example(list("- - - a\n  - b\n c"))
    @example(list("> - | a |\n> - |---|"))
    def test_marks_hold_any_text(self, parts: list[str]) -> None:
        text = "".join(parts)
        reading = markdown.read(text.encode(), SOURCE, "a.md")
        document = Document(SOURCE, Path("a.md"), "", reading.text, reading.page_starts, marks=reading.marks)
        assert document.text == text
        assert_marks_hold_the_text(document)
        structure = structure_of(document)
        assert_hold_everything_once(document, structure, chunks_of(document, structure))


class TestHtml:
    """HTML."""

    @pytest.fixture
    def document(self, read_bytes: ReadBytes) -> Document:
        return read_bytes("a.html", HTML.encode())

    def test_marks_hold_the_text(self, document: Document) -> None:
        assert_marks_hold_the_text(document)
        assert (document.page_starts, document.page_labels, document.problems) == ((0,), (), ())

    def test_text_is_what_a_reader_sees(self, document: Document) -> None:
        assert document.text == "\n\n".join(
            [
                "Vi bruger cookies\n\nJa tak\n\nLogo\n\nMenu\n\nBorger",
                "Hjælp til ældre\n\nLøs tekst her\n\nVi tilbyder\nhver uge:",
                "Rengøring\n\nGulv\n\nog mere\n\nEt\n\nTo",
                "Priser\n\nVi hjælper\n\nalle\n\na  b\n  c\n\nTabel 1: Priser",
                "Ydelse | Pris | Enhed\n\nBad | 10 | kr.\n\nBad | gratis altid | \n\nAndet |  | ",
                "Navn | Timer\n\nBo | 3\n\nBoks et\n\nBoks to",
                "Få nyt\n\nDialog\n\nKontakt\n\nos",
            ]
        )

    def test_noise_is_kept_apart(self, document: Document) -> None:
        assert marked(document, MarkKind.NOISE) == [
            "Vi bruger cookies\n\nJa tak",
            "Logo\n\nMenu\n\nBorger",
            "Få nyt",
            "Dialog",
            "Kontakt\n\nos",
        ]

    def test_structure(self, document: Document) -> None:
        assert [(text, block.section) for text, block in blocks_of(document, BlockKind.HEADING)] == [
            ("Hjælp til ældre", ("Hjælp til ældre",)),
            ("Priser", ("Hjælp til ældre", "Priser")),
        ]
        items = blocks_of(document, BlockKind.ITEM)
        assert [text for text, _ in items] == ["Rengøring", "Gulv", "og mere", "Et\n\nTo"]
        for _, item in items:
            assert item.lead and document.text[slice(*item.lead)] == "Vi tilbyder\nhver uge:"
        assert [text for text, _ in blocks_of(document, BlockKind.QUOTE)] == ["Vi hjælper\n\nalle"]

    def test_tables(self, document: Document) -> None:
        assert marked(document, MarkKind.HEADER) == ["Ydelse | Pris | Enhed", "Navn | Timer"]
        assert cells_of(document, "Bad | gratis altid | ") == ["Bad", "gratis altid", ""]
        rows = blocks_of(document, BlockKind.ROW)
        assert [text for text, _ in rows] == ["Bad | 10 | kr.", "Bad | gratis altid | ", "Andet |  | ", "Bo | 3"]
        for text, row in rows:
            lead = row.lead and document.text[slice(*row.lead)]
            header = row.header and document.text[slice(*row.header)]
            first_table = text != "Bo | 3"
            assert lead == ("Tabel 1: Priser" if first_table else None), "a table has only a caption of its own"
            assert header == ("Ydelse | Pris | Enhed" if first_table else "Navn | Timer")

    def test_page_without_headings_is_headed_by_its_title(self, read_bytes: ReadBytes) -> None:
        document = read_bytes("a.htm", b"<title> Om\n os </title><p>Vi er her.</p>")
        assert document.text == "Om os\n\nVi er her."
        assert [(mark.kind, mark.level) for mark in document.marks] == [(MarkKind.HEADING, 1), (MarkKind.PARAGRAPH, 0)]

    @pytest.mark.parametrize(
        ("page", "kept"),
        [
            ("<div class='hero-banner'><h1>Om os</h1></div>", True),
            ("<div class='hero-banner'><h2>Spar 10 %</h2></div>", False),
            ("<div role='navigation'>Menu</div>", False),
            ("<div role='Presentation'>Tekst</div>", True),
            ("<form><label>Navn</label></form>", False),
            ("<aside>Se også</aside>", False),
            ("<span id='CookieNote'>Vi måler</span>", False),
            ("<section><header>Overskrift</header></section>", True),
        ],
    )
    def test_what_counts_as_noise(self, read_bytes: ReadBytes, page: str, kept: bool) -> None:
        document = read_bytes("a.html", f"<p>Tekst.</p>{page}".encode())
        assert len(marked(document, MarkKind.NOISE)) == (0 if kept else 1)
        assert_marks_hold_the_text(document)

    @pytest.mark.parametrize(
        ("page", "encoding"),
        [
            ("<p>Blåbær – ja</p>", "utf-8"),
            ("<p>Blåbær – ja</p>", "utf-8-sig"),
            ("<p>Blåbær – ja</p>", "utf-16"),
            ("<meta charset=utf-8><p>Blåbær – ja</p>", "utf-8"),
            ("<meta charset='ISO-8859-1'><p>Blåbær – ja</p>", "cp1252"),
            ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>Blåbær – ja</p>', "cp1252"),
            ('<?xml version="1.0" encoding="windows-1252"?><html><p>Blåbær – ja</p></html>', "cp1252"),
        ],
    )
    def test_encoding(self, read_bytes: ReadBytes, page: str, encoding: str) -> None:
        assert read_bytes("a.html", page.encode(encoding)).text == "Blåbær – ja"

    @pytest.mark.parametrize(
        ("data", "parts"),
        [
            (b"<p>\nbl\xe5", ("byte nr. 7 (0xE5) på linje 2", "UTF-8")),
            (b"<meta charset=cp1252>\n\x81", ("tegnsættet cp1252", "byte nr. 23 på linje 2", "gem siden igen")),
            (b"<meta charset=klingon>bl\xe5", ("tegnsættet »klingon«", "gem siden igen som UTF-8")),
        ],
    )
    def test_wrong_encoding(self, read_bytes: ReadBytes, data: bytes, parts: tuple[str, ...]) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes("side.html", data)
        assert_danish(error, "side.html", *parts)

    def test_deep_nesting_is_read_or_refused(self, read_bytes: ReadBytes) -> None:
        data = b"<div>" * 5000 + b"dybt" + b"</div>" * 5000
        outcome = ""
        try:
            outcome = read_bytes("dyb.html", data).text
        except DocumentError as error:
            outcome = str(error)
        assert outcome == "dybt" or "»dyb.html«" in outcome


class TestPdf:
    """PDF."""

    def test_pages_are_joined_by_form_feeds(self, read_bytes: ReadBytes, make_pdf: MakePdf) -> None:
        document = read_bytes("a.pdf", make_pdf(["Første side\nblåbær (grød)", "Anden side"]))
        assert document.text == "Første side\nblåbær (grød)\fAnden side"
        assert document.page_starts == (0, document.text.index("Anden"))
        assert (document.page_labels, document.marks, document.problems) == ((1, 2), (), ())

    def test_first_page_counts_on(self, read_bytes: ReadBytes, make_pdf: MakePdf) -> None:
        document = read_bytes("a.pdf", make_pdf(["en", "to"]), first_page=7)
        assert document.page_labels == (7, 8)
        assert document.page_at(document.text.index("to")) == 8

    def test_labels_of_the_file_come_first(self, read_bytes: ReadBytes, make_pdf: MakePdf) -> None:
        labels = "0 << /S /r >> 2 << /S /D /St 5 >> 4 << /S /D /P (A-) >> 5 << >>"
        document = read_bytes("a.pdf", make_pdf(list("abcdef"), labels=labels), first_page=100)
        assert document.page_labels == ("i", "ii", 5, 6, "A-1", 6)

    def test_names_pages_without_text(self, read_bytes: ReadBytes, make_pdf: MakePdf) -> None:
        document = read_bytes("a.pdf", make_pdf([None, "to", None, "fire"], labels="0 << /S /r >> 2 << /S /D /St 3 >>"))
        assert document.text == "\fto\f\ffire"
        assert document.page_starts == (0, 1, 4, 5)
        assert document.problems == (
            "Siderne i (PDF-side 1) og 3 har ingen læsbar tekst og kan ikke citeres; teksten skal genkendes (OCR).",
        )

    def test_only_pictures(self, read_bytes: ReadBytes, make_pdf: MakePdf) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes("scan.pdf", make_pdf([None, None]))
        assert_danish(error, "scan.pdf", "Ingen af de 2 sider", "OCR")

    def test_empty_password_is_tried(self, read_bytes: ReadBytes, make_pdf: MakePdf) -> None:
        assert read_bytes("a.pdf", _encrypted(make_pdf(["Åben"]), user="", owner="ejer")).text == "Åben"

    def test_encrypted(self, read_bytes: ReadBytes, make_pdf: MakePdf) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes("låst.pdf", _encrypted(make_pdf(["Lukket"]), user="hemmelig", owner="ejer"))
        assert_danish(error, "låst.pdf", "adgangskode", "gem en kopi")

    @pytest.mark.parametrize("cut", ["text", "header only", "half", "no pages"])
    def test_damaged(self, read_bytes: ReadBytes, make_pdf: MakePdf, cut: str) -> None:
        whole = make_pdf(["Side " * 50])
        damaged = {
            "text": b"Dette er ikke en PDF.",
            "header only": b"%PDF-1.7\n",
            "half": whole[: whole.index(b"/Type /Page ")],
            "no pages": make_pdf([]),
        }
        with pytest.raises(DocumentError) as error:
            read_bytes("hel.pdf", damaged[cut])
        assert_danish(error, "hel.pdf", "beskadiget", "PDF", "hent eller gem dokumentet på ny")

    def test_repairs_are_silent(
        self,
        read_bytes: ReadBytes,
        make_pdf: MakePdf,
        capfd: pytest.CaptureFixture[str],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        broken = make_pdf(["Kan reddes"]).replace(b"startxref\n", b"startxref\n9")
        with caplog.at_level(logging.DEBUG):
            assert read_bytes("a.pdf", broken).text == "Kan reddes"
        assert (caplog.records, capfd.readouterr()) == ([], ("", ""))
        assert logging.getLogger("pypdf").propagate, "the logger is left as it was found"


def _encrypted(pdf: bytes, *, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt(user, owner, algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


class TestWord:
    """Word."""

    def read(self, read_bytes: ReadBytes, fill: Callable[[Any], None]) -> Document:
        word = docx.Document()
        fill(word)
        stream = BytesIO()
        word.save(stream)
        document = read_bytes("a.docx", stream.getvalue())
        assert_marks_hold_the_text(document)
        assert (document.page_starts, document.page_labels) == ((0,), ())
        return document

    def test_styles_state_the_structure(self, read_bytes: ReadBytes) -> None:
        def fill(word: Any) -> None:
            danish = word.styles.add_style("Overskrift 2", WD_STYLE_TYPE.PARAGRAPH)
            own = word.styles.add_style("Kommunens rubrik", WD_STYLE_TYPE.PARAGRAPH)
            own.base_style = word.styles["Heading 3"]
            contents = word.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
            word.add_heading("Vejledning", 0)
            word.add_paragraph("Hjælp\t3", contents)
            word.add_heading("Hjælp til ældre", 1)
            word.add_paragraph("Kommunen\ntilbyder:")
            word.add_paragraph("Rengøring", "List Bullet")
            word.add_paragraph("Indkøb", "List Number 2")
            word.add_paragraph("•\tTøjvask")
            word.add_paragraph("  ")
            word.add_paragraph("Praktisk", danish)
            word.add_paragraph("Vi hjælper alle.", "Quote")
            word.add_paragraph("Priser", own)
            word.add_paragraph("Slut.")

        document = self.read(read_bytes, fill)
        first = ["Vejledning", "Hjælp\t3", "Hjælp til ældre", "Kommunen\ntilbyder:", "Rengøring", "Indkøb"]
        last = ["•\tTøjvask", "Praktisk", "Vi hjælper alle.", "Priser", "Slut."]
        assert document.text == "\n\n".join([*first, *last])
        assert marked(document, MarkKind.NOISE) == ["Hjælp\t3"]
        items = blocks_of(document, BlockKind.ITEM)
        assert [text for text, _ in items] == ["Rengøring", "Indkøb", "•\tTøjvask"]
        for _, item in items:
            assert item.lead and document.text[slice(*item.lead)] == "Kommunen\ntilbyder:"
            assert item.section == ("Hjælp til ældre",)
        assert [text for text, _ in blocks_of(document, BlockKind.QUOTE)] == ["Vi hjælper alle."]
        assert blocks_of(document, BlockKind.PARAGRAPH)[-1][1].section == ("Hjælp til ældre", "Praktisk", "Priser")

    def test_settings_of_a_paragraph_state_the_structure(self, read_bytes: ReadBytes) -> None:
        def fill(word: Any) -> None:
            for text, setting in [
                ("Kapitel", '<w:outlineLvl w:val="1"/>'),
                ("Punkt", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'),
                ("Taget ud", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ]:
                xml = f"<w:p {nsdecls('w')}><w:pPr>{setting}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
                word.element.body.insert(-1, parse_xml(xml))

        document = self.read(read_bytes, fill)
        assert [(mark.kind, mark.level) for mark in document.marks] == [
            (MarkKind.HEADING, 2),
            (MarkKind.ITEM, 0),
            (MarkKind.PARAGRAPH, 0),
        ]

    def test_tables(self, read_bytes: ReadBytes) -> None:
        def fill(word: Any) -> None:
            word.add_paragraph("Tabel 1: Priser i kr.", "Caption")
            table = _table(word, ["Ydelse", "Pris", "Enhed"], ["Bad", "10", "kr."], ["", "gratis", ""], ["", "", ""])
            table.cell(1, 0).merge(table.cell(2, 0))
            table.cell(2, 1).merge(table.cell(2, 2))
            word.add_paragraph("Efter tabellen.")
            _table(word, ["2023", "2024"], ["1", "2"])

        document = self.read(read_bytes, fill)
        assert [(mark.kind, document.text[mark.start : mark.end]) for mark in document.marks] == [
            (MarkKind.CAPTION, "Tabel 1: Priser i kr."),
            (MarkKind.HEADER, "Ydelse | Pris | Enhed"),
            (MarkKind.ROW, "Bad | 10 | kr."),
            (MarkKind.ROW, "Bad | gratis | "),
            (MarkKind.PARAGRAPH, "Efter tabellen."),
            (MarkKind.ROW, "2023 | 2024"),
            (MarkKind.ROW, "1 | 2"),
        ]
        assert cells_of(document, "Bad | gratis | ") == ["Bad", "gratis", ""]
        rows = [block for _, block in blocks_of(document, BlockKind.ROW)]
        for row in rows[:2]:
            assert row.lead and document.text[slice(*row.lead)] == "Tabel 1: Priser i kr."
            assert row.header and document.text[slice(*row.header)] == "Ydelse | Pris | Enhed"
        assert [(row.lead, row.header) for row in rows[2:]] == [(None, None), (None, None)]

    def test_stated_header_may_hold_digits(self, read_bytes: ReadBytes) -> None:
        def fill(word: Any) -> None:
            row = _table(word, ["2023", "2024"], ["1", "2"]).rows[0]
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

        document = self.read(read_bytes, fill)
        assert marked(document, MarkKind.HEADER) == ["2023 | 2024"]
        assert marked(document, MarkKind.ROW) == ["1 | 2"]

    def test_table_as_a_frame_gives_its_content(self, read_bytes: ReadBytes) -> None:
        def fill(word: Any) -> None:
            cell = word.add_table(1, 1).cell(0, 0)
            cell.paragraphs[0].text = "Faktaboks"
            cell.add_paragraph("Et punkt", "List Bullet")
            outer = word.add_table(1, 2)
            outer.cell(0, 0).text = "Til venstre"
            _table(outer.cell(0, 1), ["Navn", "Timer"], ["Bo", "3"])

        document = self.read(read_bytes, fill)
        assert [(mark.kind, document.text[mark.start : mark.end]) for mark in document.marks] == [
            (MarkKind.PARAGRAPH, "Faktaboks"),
            (MarkKind.ITEM, "Et punkt"),
            (MarkKind.PARAGRAPH, "Til venstre"),
            (MarkKind.HEADER, "Navn | Timer"),
            (MarkKind.ROW, "Bo | 3"),
        ]

    def test_tracked_changes_notes_and_wrapped_text(self, read_bytes: ReadBytes) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>Boks</w:t></w:r></w:p></w:txbxContent>"
        compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        xml = f"""<w:sdt {nsdecls("w")} {compatible}><w:sdtContent><w:p>
            <w:pPr><w:rPr><w:ins w:id="1"/></w:rPr></w:pPr>
            <w:r><w:t xml:space="preserve">Prisen er </w:t></w:r>
            <w:del w:id="2"><w:r><w:delText>10</w:delText></w:r><w:r><w:t>11</w:t></w:r></w:del>
            <w:ins w:id="3"><w:r><w:t>20</w:t></w:r></w:ins>
            <w:hyperlink><w:r><w:t xml:space="preserve"> kr</w:t><w:noBreakHyphen/><w:t>oner</w:t></w:r></w:hyperlink>
            <w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>
            <w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>
            </mc:AlternateContent></w:r><w:r><w:t>.</w:t></w:r>
            </w:p></w:sdtContent></w:sdt>"""

        def fill(word: Any) -> None:
            word.add_paragraph("Før.")
            word.element.body.insert(1, parse_xml(xml))
            word.add_paragraph("Efter.")

        document = self.read(read_bytes, fill)
        assert document.text == "Før.\n\nPrisen er 20 kr-oner.\n\nBoks\n\nEfter."
        assert document.problems == (
            "2 fod- og slutnoter er ikke læst ind og kan ikke citeres; "
            "skriv det vigtige ind i selve teksten, hvis det skal med.",
        )

    def test_document_without_text(self, read_bytes: ReadBytes) -> None:
        with pytest.raises(DocumentError) as error:
            self.read(read_bytes, lambda word: None)
        assert_danish(error, "a.docx", "ingen tekst", "læg den fulde udgave")

    @pytest.mark.parametrize("cut", ["text", "half", "other package"])
    def test_damaged(self, read_bytes: ReadBytes, cut: str) -> None:
        stream = BytesIO()
        docx.Document().save(stream)
        whole = stream.getvalue()
        other = whole.replace(b"word/document.xml", b"word/dokument.xml")
        with pytest.raises(DocumentError) as error:
            read_bytes(
                "brev.docx", {"text": b"ikke Word", "half": whole[: len(whole) // 2], "other package": other}[cut]
            )
        assert_danish(error, "brev.docx", "beskadiget", "Word", "hent eller gem dokumentet på ny")

    def test_encrypted_or_old_format(self, read_bytes: ReadBytes) -> None:
        with pytest.raises(DocumentError) as error:
            read_bytes("låst.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
        assert_danish(error, "låst.docx", "adgangskode", "gem det som .docx")


def _table(container: Any, *rows: list[str]) -> Any:
    table = container.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table

"""The manifest and the folder of documents: what is read, and one Danish sentence for everything that is wrong."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import texts
from ingest.corpus import read_corpus, without_expansions
from ingest.errors import CorpusError, DocumentError, KildesvarError
from ingest.manifest import read_sources

ENTRY = '[[source]]\ndoc_id = "a"\nfile = "a.txt"\ntitle = "En titel"\n'


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Kommunen hjælper alle.", encoding="utf-8")
    return tmp_path


def write(corpus: Path, manifest: str) -> Path:
    (corpus / "sources.toml").write_text(manifest, encoding="utf-8")
    return corpus


def assert_one_sentence(message: str, parts: Sequence[str]) -> None:
    assert message[0].isupper() or message.startswith("sources.toml")
    assert message.endswith(".") and "\n" not in message
    assert ";" in message, "the remedy stands behind a semicolon"
    for part in parts:
        assert part in message


class TestManifest:
    """What users are told about each document."""

    def test_every_field(self, corpus: Path) -> None:
        more = (
            'sender = "KL"\nkind = "oplæg"\nyear = 2013\nfirst_page = 2\norigin = "o"\nremarks = "r"\nlicence = "l"\n'
        )
        (source,) = read_sources(write(corpus, ENTRY + more))
        assert (source.doc_id, source.file, source.title, source.sender, source.kind) == (
            "a",
            "a.txt",
            "En titel",
            "KL",
            "oplæg",
        )
        assert (source.year, source.first_page, source.origin, source.remarks, source.licence) == (
            2013,
            2,
            "o",
            "r",
            "l",
        )

    def test_defaults(self, corpus: Path) -> None:
        (source,) = read_sources(write(corpus, ENTRY))
        assert (source.sender, source.kind) == (texts.SENDER_UNKNOWN, "dokument")
        assert (source.year, source.first_page, source.origin) == (None, None, "")

    def test_files_that_it_does_not_list_come_last_by_name(self, corpus: Path) -> None:
        for name in ("c.md", "b.TXT", "README.md", "noter.odt", ".hemmelig"):
            (corpus / name).write_text("Tekst.")
        (corpus / "mappe.txt").mkdir()
        sources = read_sources(write(corpus, ENTRY))
        assert [(source.doc_id, source.title) for source in sources] == [("a", "En titel"), ("b", "b"), ("c", "c")]
        assert sources[1].sender == texts.SENDER_UNKNOWN

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_as_notepad_saves_it(self, corpus: Path, mark: bytes) -> None:
        (corpus / "sources.toml").write_bytes(mark + ENTRY.replace("\n", "\r\n").encode())
        assert [source.title for source in read_sources(corpus)] == ["En titel"]

    def test_a_folder_without_manifest(self, corpus: Path) -> None:
        assert [source.doc_id for source in read_sources(corpus)] == ["a"]

    @pytest.mark.parametrize(
        ("manifest", "parts"),
        [
            ("[[source]", ["sources.toml kan ikke læses", "[[source]]-blok"]),
            ("", ["sources.toml kan ikke læses ([[source]])"]),
            ("source = 3", ["sources.toml kan ikke læses ([[source]])"]),
            ("source = [3]", ["sources.toml kan ikke læses ([[source]] 1)"]),
            (ENTRY.replace("doc_id", "id"), ["Dokument nr. 1", "mangler feltet doc_id"]),
            (ENTRY + ENTRY.replace('title = "En titel"', ""), ["Dokument nr. 2", "mangler feltet title"]),
            (ENTRY.replace('"En titel"', '""'), ["mangler feltet title"]),
            (ENTRY + 'forfatter = "Bo"\n', ["Feltet forfatter for dokument nr. 1", "ukendt eller af forkert type"]),
            (ENTRY + 'year = "2013"\n', ["Feltet year"]),
            (ENTRY + "first_page = true\n", ["Feltet first_page"]),
            (ENTRY + "remarks = 3\n", ["Feltet remarks"]),
            (ENTRY.replace('"a.txt"', '"../a.txt"'), ["Feltet file"]),
            (ENTRY + ENTRY, ["To dokumenter hedder a", "doc_id"]),
            (ENTRY.replace("a.txt", "b.txt"), ["nævner filen b.txt", "læg filen i mappen"]),
        ],
    )
    def test_mistakes(self, corpus: Path, manifest: str, parts: list[str]) -> None:
        with pytest.raises(CorpusError) as error:
            read_sources(write(corpus, manifest))
        assert_one_sentence(str(error.value), parts)

    def test_not_utf8(self, corpus: Path) -> None:
        (corpus / "sources.toml").write_bytes(ENTRY.encode() + b'remarks = "bl\xe5b\xe6r"\n')
        with pytest.raises(CorpusError) as error:
            read_sources(corpus)
        assert_one_sentence(str(error.value), ["»sources.toml« er ikke gyldig UTF-8", "byte nr. 72", "linje 5"])

    def test_unlisted_files_of_one_name_are_told_apart(self, corpus: Path) -> None:
        for name in ("a.md", "b.html", "b.md"):
            (corpus / name).write_text("Tekst.")
        found = [(source.doc_id, source.file) for source in read_sources(write(corpus, ENTRY))]
        assert found == [("a", "a.txt"), ("a-md", "a.md"), ("b", "b.html"), ("b-md", "b.md")]

    def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError) as error:
            read_sources(tmp_path / "væk")
        assert_one_sentence(str(error.value), [str(tmp_path / "væk"), "--corpus"])

    def test_empty_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError) as error:
            read_sources(tmp_path)
        assert_one_sentence(str(error.value), ["ingen dokumenter", ".txt, .md, .html, .htm, .pdf, .docx"])


class TestCorpus:
    """Documents read one by one, so that a bad one does not stop the rest."""

    def test_a_document_that_cannot_be_read_is_reported(self, corpus: Path) -> None:
        (corpus / "b.txt").write_bytes(b"bl\xe5b\xe6r")
        read = read_corpus(corpus)
        assert [ingested.document.doc_id for ingested in read.documents] == ["a"]
        (failure,) = read.failures
        assert "»b.txt«" in failure

    def test_none_that_can_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_bytes(b"bl\xe5b\xe6r")
        (tmp_path / "c.txt").write_bytes(b"")
        with pytest.raises(CorpusError) as error:
            read_corpus(tmp_path)
        assert "»b.txt«" in str(error.value) and "»c.txt«" in str(error.value)

    def test_a_document_brings_its_parts(self, corpus: Path) -> None:
        (ingested,) = read_corpus(corpus).documents
        assert len(ingested.structure.blocks) == len(ingested.chunks) == len(ingested.units) == 1
        assert (ingested.expansions, ingested.problems) == ((), ())

    def test_errors_are_one_tree(self) -> None:
        assert issubclass(DocumentError, CorpusError) and issubclass(CorpusError, KildesvarError)


def test_without_expansions(corpus: Path) -> None:
    (corpus / "unanswered.jsonl").write_text('{"question": "Hvad koster en ko?"}\n', encoding="utf-8")
    read = read_corpus(corpus)
    assert read.unanswered == ("Hvad koster en ko?",)
    bare = without_expansions(read)
    assert bare.unanswered == ()
    assert all(ingested.expansions == () for ingested in bare.documents)
    assert [ingested.chunks for ingested in bare.documents] == [ingested.chunks for ingested in read.documents]

"""The set of documents on disk: what is added, removed and brought back, and what is refused in one sentence."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest import changes, disk, library
from ingest.changes import FOLDER, changing, commit, finish, is_half_done, is_unfinished, kept_file
from ingest.corpus import read_corpus
from ingest.errors import BusyError, CorpusError, DocumentError
from ingest.library import Details, doc_id_for, read_candidate, shown_name
from ingest.manifest import ids_in, read_sources, with_sources, without_source

from ..tiny_corpus import write_corpus
from .conftest import MakePdf
from .files import put, word

TEXT = "Badning ved stranden\n\nDet er tilladt at bade fra den lange bro ved stranden hele sommeren.\n"
COMMENTED = """# øverst
[[source]]
doc_id = "a"   # om a
file = "a.txt"
title = 'A'
# om den næste

[[source]]
doc_id = "b"
file = "b.txt"
title = "B"
remarks = \"\"\"
[[source]]
\"\"\"

# nederst
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def state_of(corpus: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in corpus.iterdir() if path.is_file()}


def add(corpus: Path, *files: Path, details: Details | None = None) -> library.Added:
    candidates = [read_candidate(file, corpus) for file in files]
    with changing(corpus):
        return library.add(corpus, candidates, details or Details())


def refusal(corpus: Path, file: Path, *, name: str = "") -> str:
    before = state_of(corpus)
    with pytest.raises(DocumentError) as error:
        read_candidate(file, corpus, name=name)
    assert state_of(corpus) == before
    sentence = str(error.value)
    assert ";" in sentence and sentence.endswith(".") and "\n" not in sentence
    return sentence


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_what_is_said_comes_before_what_the_file_says(corpus: Path, tmp_path: Path) -> None:
    file = put(tmp_path, "Plan.docx", word("Indhold i planen.", title="Filens titel", author="Filens afsender"))
    (found,) = add(corpus, file, details=Details("Min titel", "", 2024, "plan")).documents
    source = found.document.source
    assert (source.doc_id, source.file, source.title) == ("plan", "plan.docx", "Min titel")
    assert (source.sender, source.year, source.kind) == ("Filens afsender", 2024, "plan")
    assert "Plan.docx" in source.origin
    assert read_sources(corpus)[-1] == source
    assert (corpus / "plan.docx").read_bytes() == file.read_bytes()
    assert read_corpus(corpus).documents[-1].document == found.document


@pytest.mark.parametrize(
    ("name", "data", "title", "sender"),
    [
        ("a.txt", TEXT, "Badning ved stranden", "Afsender ikke angivet"),
        ("a.md", "# Om *badning*\n\nDer må bades.", "Om *badning*", "Afsender ikke angivet"),
        ("Et notat.txt", "der må bades her.\n", "Et notat", "Afsender ikke angivet"),
        ("a.html", "<title>Siden</title><meta name=author content=Byen><p>Der må bades", "Siden", "Byen"),
        ("a.docx", word("x", title="Microsoft Word - notat.docx", author="python-docx"), "a", "Afsender ikke angivet"),
    ],
)
def test_title_and_sender_are_read_from_the_file(
    corpus: Path, tmp_path: Path, name: str, data: bytes | str, title: str, sender: str
) -> None:
    (found,) = add(corpus, put(tmp_path, name, data)).documents
    assert (found.document.title, found.document.source.sender) == (title, sender)


def test_a_pdf_says_its_title(corpus: Path, tmp_path: Path, make_pdf: MakePdf) -> None:
    from io import BytesIO

    from pypdf import PdfWriter

    writer, data = PdfWriter(clone_from=BytesIO(make_pdf(["Der må bades."]))), BytesIO()
    writer.add_metadata({"/Title": "Badning\u202e 2024", "/Author": "Kystbyen"})
    writer.write(data)
    (found,) = add(corpus, put(tmp_path, "a.pdf", data.getvalue())).documents
    assert (found.document.title, found.document.source.sender) == ("Badning 2024", "Kystbyen")


@pytest.mark.parametrize(
    ("name", "doc_id"),
    [
        ("Ærø & Ålborg – 2024.pdf", "aeroe-aalborg-2024"),
        ("🙂.txt", "dokument"),
        ("CON.txt", "dokument-con"),
        ("README.md", "dokument-readme"),
        ("../../etc/passwd.txt", "passwd"),
        ("..\\..\\evil.txt", "evil"),
        ("e\u0301te\u0301.txt", "ete"),
        ("a" * 251 + ".txt", "a" * 60),
        (".txt", "txt"),
    ],
)
def test_any_name_gives_a_plain_identifier(name: str, doc_id: str) -> None:
    assert doc_id_for(shown_name(name), ()) == doc_id


def test_names_are_shown_without_what_cannot_be_seen() -> None:
    assert shown_name("a\x1b[31m\u202eb\n.txt") == "a[31mb.txt"
    assert shown_name("\udcff.txt") == "?.txt"
    assert len(shown_name("å" * 127 + ".txt")) == 80 and shown_name("å" * 127 + ".txt").endswith("….txt")


def test_odd_names_are_added(corpus: Path, tmp_path: Path) -> None:
    names = ["med mellemrum og 🙂.txt", "x" * 251 + ".txt", "-rf.txt", "læs;mig'\".txt"]
    files = [put(tmp_path / "ind", name, f"{TEXT}{number}") for number, name in enumerate(names)]
    added = add(corpus, *files)
    assert len(added.documents) == 4 and not added.refused
    assert all(Path(source.file).name == source.file and source.file.isascii() for source in read_sources(corpus))
    assert not read_corpus(corpus).failures


def test_two_files_of_one_name_and_the_same_content_twice(corpus: Path, tmp_path: Path) -> None:
    one, two, same = put(tmp_path / "1", "notat.txt", TEXT), put(tmp_path / "2", "Notat.TXT", TEXT + "2"), TEXT
    added = add(corpus, one, two, put(tmp_path / "3", "andet.txt", same))
    assert [row.document.doc_id for row in added.documents] == ["notat", "notat-2"]
    (refused,) = added.refused
    assert "»andet.txt« er der allerede som notat (»Badning ved stranden«)" in refused
    again = add(corpus, put(tmp_path, "materiale.txt", (corpus / "materiale.txt").read_bytes()))
    assert again.documents == () and "materiale" in again.refused[0]


def test_an_identifier_never_meets_the_wordings_of_another_document(corpus: Path, tmp_path: Path) -> None:
    put(corpus / "expansions", "notat.jsonl", '{"sha256": "%s"}\n' % ("0" * 64))
    (found,) = add(corpus, put(tmp_path, "notat.txt", TEXT)).documents
    assert found.document.doc_id == "notat-2"


def test_into_an_empty_folder_and_one_without_manifest(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    add(tmp_path / "tom", put(tmp_path, "notat.txt", TEXT))
    assert [source.doc_id for source in read_sources(tmp_path / "tom")] == ["notat"]
    loose = write_corpus(tmp_path / "løs", {"gammel.txt": "Gammel tekst."})
    add(loose, put(tmp_path, "notat.txt", TEXT))
    assert [source.doc_id for source in read_sources(loose)] == ["notat", "gammel"]
    with changing(loose):
        library.remove(loose, "notat")
    assert [source.doc_id for source in read_sources(loose)] == ["gammel"]


# --- What is refused ------------------------------------------------------------------------------------------------


def test_what_is_no_readable_file_is_one_sentence(corpus: Path, tmp_path: Path) -> None:
    assert "findes ikke" in refusal(corpus, tmp_path / "væk.txt")
    assert "er en mappe" in refusal(corpus, tmp_path)
    assert "ingen tekst" in refusal(corpus, put(tmp_path, "tom.txt", ""))
    assert "endelsen ».exe«" in refusal(corpus, put(tmp_path, "a.exe", "MZ"))
    assert "ikke gyldig UTF-8" in refusal(corpus, put(tmp_path, "b.txt", b"bl\xe5b\xe6r"))
    assert "»rigtigt navn.txt«" in refusal(corpus, tmp_path / "tom.txt", name="C:\\x\\rigtigt navn.txt")


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are POSIX")
def test_links_and_pipes_are_refused(corpus: Path, tmp_path: Path) -> None:
    secret = put(tmp_path / "andet", "hemmelig.txt", TEXT)
    (tmp_path / "link.txt").symlink_to(secret)
    assert "genvej" in refusal(corpus, tmp_path / "link.txt")
    os.mkfifo(tmp_path / "rør.txt")
    assert "almindelig fil" in refusal(corpus, tmp_path / "rør.txt")
    (corpus / "ud.txt").symlink_to(secret)
    (corpus / "ind.txt").symlink_to(corpus / "netside.txt")
    read = read_corpus(corpus)
    assert [sentence for sentence in read.failures if "ud.txt" in sentence and "ud af mappen" in sentence]
    assert "ind" in {row.document.doc_id for row in read.documents}


def test_a_file_that_changes_while_it_is_read_is_refused(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(tmp_path, "notat.txt", TEXT)
    ordinary = os.fdopen

    def writing_meanwhile(handle: int, *arguments: Any, **named: Any) -> object:
        file.write_text(TEXT.upper(), encoding="utf-8")
        return ordinary(handle, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", writing_meanwhile)
        assert "ændret, mens den blev læst" in refusal(corpus, file)
    read_candidate(file, corpus)


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_full_or_read_only_disk_changes_nothing(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    candidate = read_candidate(put(tmp_path, "notat.txt", TEXT), corpus)
    before = state_of(corpus)
    for number, words in ((28, "disken er fuld"), (30, "må ikke skrives")):

        def failing(*_: object, number: int = number) -> None:
            raise OSError(number, "English")

        with monkeypatch.context() as patch:
            patch.setattr(os, step, failing)
            with pytest.raises(CorpusError, match=words), changing(corpus):
                library.add(corpus, [candidate], Details())
        assert state_of(corpus) == before and not is_unfinished(corpus)
    with changing(corpus):
        assert library.add(corpus, [candidate], Details()).documents


# --- Removing and bringing back -------------------------------------------------------------------------------------


def test_a_removed_file_is_kept(corpus: Path) -> None:
    data = (corpus / "netside.txt").read_bytes()
    with changing(corpus):
        source, undo = library.remove(corpus, "netside")
    assert source.title == "Regler for hunde" and not (corpus / "netside.txt").exists()
    assert [each.doc_id for each in read_sources(corpus)] == ["materiale"]
    kept = kept_file(corpus, str(undo["netside.txt"]))
    assert kept is not None and kept.read_bytes() == data
    with changing(corpus):
        commit(corpus, undo)
    assert [each.doc_id for each in read_sources(corpus)] == ["materiale", "netside"]
    assert (corpus / "netside.txt").read_bytes() == data


def test_what_cannot_be_removed_is_one_sentence(corpus: Path) -> None:
    with changing(corpus), pytest.raises(CorpusError, match="materiale, netside"):
        library.remove(corpus, "findes-ikke")
    with changing(corpus):
        library.remove(corpus, "netside")
        with pytest.raises(CorpusError, match="eneste dokument"):
            library.remove(corpus, "materiale")


def test_a_changed_kept_file_is_not_brought_back(corpus: Path) -> None:
    with changing(corpus):
        _, undo = library.remove(corpus, "netside")
        digest = str(undo["netside.txt"])
        kept = kept_file(corpus, digest)
        assert kept is not None
        kept.write_bytes(b"noget andet")
        assert kept_file(corpus, digest) is None
        with pytest.raises(CorpusError, match="findes ikke længere"):
            commit(corpus, undo)


# --- The manifest ---------------------------------------------------------------------------------------------------


def test_adding_to_a_manifest_changes_nothing_else(corpus: Path) -> None:
    source = read_sources(corpus)[0]
    for manifest in (COMMENTED, COMMENTED.replace("\n", "\r\n"), COMMENTED.rstrip(), ""):
        edited = with_sources(manifest, [source])
        assert edited.startswith(manifest.rstrip("\n"))
        assert tomllib.loads(edited.replace("\r\n", "\n"))["source"][-1]["title"] == source.title


@pytest.mark.parametrize(("doc_id", "left"), [("a", "b"), ("b", "a")])
def test_removing_from_a_manifest_keeps_comments_and_other_entries(doc_id: str, left: str) -> None:
    edited = without_source(COMMENTED, doc_id)
    assert ids_in(edited) == [left]
    assert [edited.count(comment) for comment in ("# øverst", "# om den næste", "# nederst")] == [1, 1, 1]
    assert tomllib.loads(edited)["source"] == [
        entry for entry in tomllib.loads(COMMENTED)["source"] if entry["doc_id"] == left
    ]


def test_a_manifest_of_another_form_is_left_alone(corpus: Path) -> None:
    inline = 'source = [{doc_id = "a", file = "a.txt", title = "A"}]\n'
    with pytest.raises(CorpusError):
        with_sources(inline, read_sources(corpus))
    with pytest.raises(CorpusError):
        without_source(inline, "a")


# --- Changes --------------------------------------------------------------------------------------------------------


def test_a_decided_change_is_ended_by_whoever_comes_next(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """Stands for a kill."""

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(changes, "_bring", killed)
        with pytest.raises(Killed), changing(corpus):
            library.remove(corpus, "netside")
    assert is_half_done(corpus) and (corpus / "netside.txt").is_file()
    assert [row.document.doc_id for row in read_corpus(corpus).documents] == ["materiale"]
    assert not is_half_done(corpus) and is_unfinished(corpus)
    finish(corpus)


def test_one_at_a_time(corpus: Path) -> None:
    with changing(corpus), pytest.raises(BusyError, match="En anden Kildesvar"), changing(corpus, wait=0.1):
        pass
    with changing(corpus, wait=0.1):
        pass


def test_unfinished_files_of_the_dead_are_removed(corpus: Path) -> None:
    mine, dead = f".writing-0-{os.getpid()}", ".writing-0-999999999"
    for name in (mine, dead):
        put(corpus / FOLDER, name, "halvt")
    if os.name != "nt":
        assert not disk.is_running(999999999)
        with changing(corpus):
            assert not (corpus / FOLDER / dead).exists()

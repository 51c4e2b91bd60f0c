"""Documents changed on the page: the forms, who may use them, and what came of it, without a browser."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import texts
from assistant.current import CurrentAssistant
from assistant.start import open_assistant
from index.storage import Version, current_version
from index.update import update_index
from ingest.manifest import read_sources
from page.changes import ADD, REMOVE, RESTORE, Changes, Folders
from page.changes_view import remove_form, versions_list
from page.roles import Role
from page.tools import Results, Tools
from page.uploads import Upload, Uploads

from ..tiny_corpus import TopicEncoder, expanded_corpus
from .conftest import HOSTILE
from .shown import Shown, assert_harmless

BEACH = "# Hunde på stranden\n\nHunde må løbe uden snor på stranden om vinteren.\n".encode()


class Desk:
    """The secretariat's view over a small corpus, and the tokens of files as a browser would get them."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.index = expanded_corpus(folder / "corpus"), folder / "index"
        update_index(self.corpus, self.index, TopicEncoder())
        self.uploads = Uploads()
        self.current = CurrentAssistant(
            lambda: open_assistant(corpus=self.corpus, index=self.index, encoder=TopicEncoder()),
            index=self.index,
            encoder=TopicEncoder,
        )
        changes = Changes(self.current, Folders(self.corpus, self.index, TopicEncoder), self.uploads)
        self.tools = Tools(self.current.get, self.uploads, changes)

    def sent(self, name: str, data: bytes) -> str:
        """Returns the token of a file that was received."""
        path = self.uploads._folder / f"{len(self.uploads._waiting)}{Path(name).suffix}"
        path.write_bytes(data)
        token = hashlib.sha256(name.encode()).hexdigest()
        self.uploads._waiting[token] = Upload(path, name, len(data), 1e12)
        return token

    def changed(self, what: str, role: Role = Role.SECRETARIAT, **data: str) -> tuple[list[str], str, Shown]:
        """Returns (what was told on the way, what came of it, what is in the material afterwards)."""
        *steps, (result, documents) = self.tools.change(what, data, role)
        assert all(shown is None for _, shown in steps)
        return [Shown(step).text for step, _ in steps], Shown(result).text, Shown(documents or "")

    @property
    def titles(self) -> list[str]:
        return [source.title for source in read_sources(self.corpus)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_files_are_added_step_by_step_and_the_bad_ones_named(desk: Desk) -> None:
    tokens = [desk.sent("strand.md", BEACH), desk.sent("tom.txt", b""), desk.sent("løgn.docx", b"no archive")]
    steps, result, documents = desk.changed(ADD, tokens=" ".join(tokens), refused="Filen »x.exe« …")
    assert steps[1:] == [
        *(texts.reading_file(name, number, 3) for number, name in enumerate(("strand.md", "tom.txt", "løgn.docx"), 1)),
        texts.UPDATING_INDEX,
    ]
    assert texts.ADD_DONE in result
    assert texts.added_here("Hunde på stranden", texts.SENDER_UNKNOWN, None) in result
    for sentence in ("Filen »x.exe« …", texts.file_empty("tom.txt"), texts.file_damaged("løgn.docx", "Word")):
        assert sentence in result
    assert "Hunde på stranden" in documents.inside("h3.")
    assert "strand" in desk.current.get().retriever.content.documents
    assert not list(desk.uploads._folder.iterdir())


def test_what_is_said_about_a_file_goes_before_what_it_says(desk: Desk) -> None:
    said: dict[str, Any] = {"title": "  Strandens\n regler ", "sender": "Byen", "year": "2024"}
    _, result, documents = desk.changed(ADD, tokens=desk.sent("strand.md", BEACH), **said)
    assert texts.added_here("Strandens regler", "Byen", 2024) in result
    assert "Strandens regler" in documents.text and "Byen" in documents.text and "2024" in documents.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"year": "24"}, texts.year_wrong("24")),
        ({"year": "½024"}, texts.year_wrong("½024")),
        ({"year": "0024"}, texts.year_wrong("0024")),
        ({"title": "En titel", "twice": "1"}, texts.one_file_only(texts.ADD_TITLE_FIELD)),
        ({"tokens": "gættet"}, texts.UPLOAD_GONE),
        ({"tokens": ""}, texts.ADD_NONE),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence_and_changes_nothing(
    desk: Desk, said: dict[str, Any], sentence: str
) -> None:
    before = current_version(desk.index), desk.titles
    tokens = desk.sent("strand.md", BEACH)
    if said.pop("twice", ""):
        tokens = f"{tokens} {desk.sent('to.md', BEACH + b'mere')}"
    _, result, _ = desk.changed(ADD, **{"tokens": tokens, **said})
    assert result == sentence
    assert (current_version(desk.index), desk.titles) == before


def test_a_batch_that_was_refused_whole_says_why(desk: Desk) -> None:
    _, result, _ = desk.changed(ADD, tokens="", refused="Den ene.\nDen anden.")
    assert texts.ADD_NOTHING in result and "Den ene." in result and "Den anden." in result


def test_a_disk_that_fails_is_told_and_all_is_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("page.changes.add_documents", broken)
    _, result, documents = desk.changed(ADD, tokens=desk.sent("strand.md", BEACH))
    assert result == texts.CHANGE_FAILED and "Regler for hunde" in documents.text


# --- Removing and bringing back -------------------------------------------------------------------------------------


def test_a_document_is_removed_and_brought_back(desk: Desk) -> None:
    question = "Skal hunde være i snor i byens park?"
    kept = desk.tools.find({"query": "snor"}, Results())[0]
    steps, result, documents = desk.changed(REMOVE, document="netside")
    assert (steps[0], result) == (texts.REMOVING, texts.removed_here("Regler for hunde"))
    assert desk.titles == ["Materiale til samlingen"]
    assert texts.version_more(["Regler for hunde"]) in documents.text
    assert "netside" not in {citation.doc_id for citation in desk.current.ask(question).citations}
    place = desk.tools.opened_place({"place": "0"}, kept)
    assert place is not None and place.document.doc_id == "netside"  # as it was when it was found
    (button,) = documents.named("form", data_event=RESTORE)
    _, result, documents = desk.changed(RESTORE, version=button["data-version"])
    assert result == texts.restored_here(2) and "Regler for hunde" in documents.inside("h3.")
    assert {citation.doc_id for citation in desk.current.ask(question).citations} == {"netside"}


@pytest.mark.parametrize("version", ["", "findes-ikke", "../.."])
def test_a_version_that_is_not_there_is_told(desk: Desk, version: str) -> None:
    assert "findes ikke" in desk.changed(RESTORE, version=version)[1]
    assert len(desk.titles) == 2


def test_the_last_document_stays_and_an_unknown_one_is_told(desk: Desk) -> None:
    assert desk.changed(REMOVE, document="findes-ikke")[1].startswith("Der er intet dokument")
    desk.changed(REMOVE, document="netside")
    assert desk.changed(REMOVE, document="materiale")[1] == texts.document_only("materiale")
    assert desk.titles == ["Materiale til samlingen"]


# --- Who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [ADD, REMOVE, RESTORE])
def test_a_member_changes_nothing_and_sees_no_forms(desk: Desk, what: str) -> None:
    before = current_version(desk.index)
    data = {"tokens": desk.sent("strand.md", BEACH), "document": "netside", "version": str(before)}
    assert desk.changed(what, Role.MEMBER, **data)[1] == texts.SECRETARIAT_ONLY
    assert current_version(desk.index) == before and len(desk.titles) == 2
    assert not Shown(desk.tools.documents(Role.MEMBER)).named("form")
    assert len(Shown(desk.tools.documents(Role.SECRETARIAT)).named("form")) == 3


def test_where_documents_cannot_be_changed_nobody_can(desk: Desk) -> None:
    fixed = Tools(desk.current.get, desk.uploads)
    assert [shown for _, shown in fixed.change(REMOVE, {"document": "netside"}, Role.SECRETARIAT)] == [None]
    assert len(desk.titles) == 2 and not Shown(fixed.documents(Role.SECRETARIAT)).named("form")


# --- Views follow the version ---------------------------------------------------------------------------------------


def test_places_claims_and_views_follow_the_version(desk: Desk) -> None:
    tools, results = desk.tools, Results()
    results, _ = tools.find({"query": "snor"}, results)
    assert results.found and results.found.total == 1
    results, _ = tools.check({"text": "Hunde skal være i snor i byens park hele året rundt."}, results)
    assert tools.opened_claim({"statement": "1", "citation": "1"}, results)
    assert "Regler for hunde" in tools.about()
    desk.changed(REMOVE, document="netside")
    later, _ = tools.find({"query": "snor"}, results)
    assert later.found and later.found.total == 0
    later, _ = tools.check({"text": "Hunde skal være i snor i byens park hele året rundt."}, later)
    assert later.checked[0].citations == ()
    assert "Regler for hunde" not in tools.about()
    assert "Regler for hunde" not in Shown(tools.documents(Role.MEMBER)).text


def test_a_file_for_the_claim_check_is_read_and_deleted(desk: Desk) -> None:
    page = b"<html><head><title>x</title></head><body><h1>Udkast</h1><p>Der er \xc3\xa9n hund.</p></body></html>"
    shown = Shown(desk.tools.read({"token": desk.sent("udkast.html", page)}))
    assert shown.inside("p.ks-text") == "# Udkast\n\nDer er én hund."
    broken = desk.tools.read({"token": desk.sent("løgn.pdf", b"no PDF")})
    assert Shown(broken).text.startswith("Filen »løgn.pdf«") and "ks-text" not in broken
    long = desk.tools.read({"token": desk.sent("lang.md", b"ord " * 6000)})
    assert Shown(long).text == texts.CHECK_TOO_LONG
    assert Shown(desk.tools.read({"token": "gættet"})).text == texts.UPLOAD_GONE
    assert not list(desk.uploads._folder.iterdir())


# --- Forms ----------------------------------------------------------------------------------------------------------


def test_versions_are_told_by_what_differs() -> None:
    manifest = '[[source]]\ndoc_id = "a"\ntitle = "Alfa"\n[[source]]\ndoc_id = "b"\ntitle = "Beta"\n'
    when = datetime(2026, 3, 9, 14, 5).timestamp()

    def version(name: str, *documents: str, in_use: bool = False) -> Version:
        return Version(name, when, in_use, {}, manifest, documents)

    kept = [version("v3", "a", "c", in_use=True), version("v2", "a", "b"), version("v1", "a", "c")]
    shown = Shown(versions_list(kept, {"a": "Alfa", "c": "Gamma"}))
    assert [form["data-version"] for form in shown.named("form")] == ["v2", "v1"]
    for sentence in (
        texts.version_of("09-03-2026 14:05", 2), texts.version_more(["Beta"]), texts.version_fewer(["Gamma"]),
        texts.VERSION_SAME,
    ):  # fmt: skip
        assert sentence in shown.text
    assert texts.VERSIONS_NONE in versions_list(kept[:1], {})


def test_hostile_titles_and_names_are_escaped() -> None:
    evil = '"><img src=x onerror=x()> ${x} {{x}}'
    kept = [Version(evil, 0.0, False, {}, f"[[source]]\ndoc_id = 'a'\ntitle = '''{evil}'''", ("a", evil))]
    html = f"{versions_list(kept, {'z': evil})}{remove_form(HOSTILE.source)}"
    shown = Shown(html.replace("<form", "<div").replace("</form", "</div"))
    assert_harmless(shown)
    assert shown.text.count(evil) >= 2 and HOSTILE.title in shown.text

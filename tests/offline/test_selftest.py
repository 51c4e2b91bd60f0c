"""``kildesvar selftest`` passes on a sound machine, and fails, naming it, for each thing that it is there to find."""

import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse

import app
import texts
from assistant.answer import Answer, Status
from assistant.ask import Assistant
from index.retriever import Retriever
from index.settings import default_encoder
from kildesvar.selftest import known_questions, stands_there

from ..command_line import Run
from ..tiny_corpus import MATERIAL, expanded_corpus, retriever_of, write_corpus

ROOT = Path(__file__).resolve().parents[2]
POLICY = "default-src 'self'"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    folder = tmp_path_factory.mktemp("selftest")
    corpus = expanded_corpus(folder / "corpus")
    return ("--corpus", str(corpus), "--index", str(folder / "var" / "index"))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Returns a function that puts a small page in the place of the real one."""

    def put(
        html: str = "<p>Kildesvar</p>", *, policy: str = POLICY, on_start: Callable[[], object] | None = None
    ) -> None:
        small = FastAPI()

        @small.get("/")
        def start() -> HTMLResponse:
            return HTMLResponse(html, headers={"content-security-policy": policy})

        @small.get("/config")
        def config() -> JSONResponse:
            return JSONResponse({"text": "https://said.example/"})

        def build(*_: object, **__: object) -> Any:
            if on_start:
                on_start()
            return small

        monkeypatch.setattr(app, "build_app", build)

    return put


# --- The whole of it -------------------------------------------------------------------------------------------------


def test_the_product_passes(real_corpus: Path, real_index: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kildesvar", "selftest", "--corpus", str(real_corpus), "--index", str(real_index)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=180,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    lines = done.stdout.splitlines()
    assert lines[-1] == texts.selftest_done(10, 0)
    assert sum(line.startswith("OK ") for line in lines) == 10
    assert any(f"{texts.selftest_attempts(0)} {texts.selftest_programs([])}" in line for line in lines)
    files = next(int(line.split()[-3]) for line in lines if "alle filer" in line)
    assert files > 500, "Gradio's own files were not all walked"


def test_a_sound_small_page_passes(places: tuple[str, ...], page: Callable[..., None], run: Run) -> None:
    page()
    done = run("selftest", *places)
    assert done.code == 0, done.out
    assert "FEJL" not in done.out and "said.example" in done.out


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "https://cdn.example/x.js"),
        ('<link rel="stylesheet" href="//fonts.example/a.css">', "http://fonts.example/a.css"),
        ("<style>@import url(https://fonts.example/b.css)</style>", "https://fonts.example/b.css"),
        ('<script>import("https://cdn.example/y.js")</script>', "https://cdn.example/y.js"),
        ('<img src="/missing.png">', "/missing.png (404)"),
    ],
)
def test_a_page_that_names_what_is_not_here_fails(
    html: str, named: str, places: tuple[str, ...], page: Callable[..., None], run: Run
) -> None:
    page(html)
    done = run("selftest", *places)
    assert done.code == 1 and named in done.out
    assert [line for line in done.out.splitlines() if line.startswith("FEJL")] == [
        f"FEJL  {texts.selftest_files(2, 1)}"
    ]


def test_a_page_that_only_links_elsewhere_passes(places: tuple[str, ...], page: Callable[..., None], run: Run) -> None:
    page('<a href="https://link.example/">link</a>')
    done = run("selftest", *places)
    assert done.code == 0 and "link.example" in done.out


def test_a_page_that_lets_the_browser_out_fails(places: tuple[str, ...], page: Callable[..., None], run: Run) -> None:
    page(policy="default-src 'self' https:")
    done = run("selftest", *places)
    assert done.code == 1 and f"FEJL  {texts.selftest_policy(False)}" in done.out


@pytest.mark.parametrize("swallowed", [True, False])
def test_an_attempt_to_leave_the_machine_fails(
    swallowed: bool, places: tuple[str, ...], page: Callable[..., None], run: Run
) -> None:
    def call_home() -> None:
        with socket.socket() as attempt:
            if swallowed:
                try:
                    attempt.connect(("192.0.2.1", 443))
                except OSError:
                    return
            else:
                assert attempt.connect_ex(("127.0.0.1", 1)) != 0  # this machine may be asked

    page(on_start=call_home)
    done = run("selftest", *places)
    assert done.code == int(swallowed)
    assert texts.selftest_attempts(int(swallowed)) in done.out
    assert ("connect 192.0.2.1:443" in done.out) is swallowed


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda answer: replace(answer, citations=()), "0 af "),
        (lambda answer: _with(answer, start=0, end=1), "0 af "),
        (lambda answer: _with(answer, quote="Noget andet."), "står ikke ordret"),
        (lambda answer: _with(answer, page=99), "står ikke ordret"),
        (lambda answer: replace(answer, status=Status.ANSWERED, text="Ja."), "blev besvaret, selv om"),
    ],
)
def test_a_wrong_answer_fails(
    spoilt: Callable[[Answer], Answer],
    said: str,
    places: tuple[str, ...],
    page: Callable[..., None],
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask = Assistant.ask
    monkeypatch.setattr(Assistant, "ask", lambda self, question, history=(): spoilt(ask(self, question, history)))
    page()
    done = run("selftest", *places)
    assert done.code == 1
    assert any(line.startswith("FEJL") and said in line for line in done.out.splitlines()), done.out


def _with(answer: Answer, **changed: Any) -> Answer:
    return replace(answer, citations=tuple(replace(citation, **changed) for citation in answer.citations))


def test_a_damaged_index_is_one_sentence(places: tuple[str, ...], page: Callable[..., None], run: Run) -> None:
    page()
    assert run("selftest", *places).code == 0
    index = Path(places[-1])
    file = index / (index / "CURRENT").read_text().strip() / "chunks.json"
    data = file.read_bytes()
    file.write_bytes(data[:-1])
    done = run("selftest", *places)
    file.write_bytes(data)
    assert done.code == 1 and "chunks.json" in done.err and "kildesvar ingest" in done.err


# --- Its questions ---------------------------------------------------------------------------------------------------


def test_the_questions_come_from_the_documents(tiny: Retriever) -> None:
    known = known_questions(tiny)
    assert 3 <= len(known) <= 6 and known == known_questions(tiny)
    assert {each.doc_id for each in known} == {"materiale", "netside"}
    for each in known:
        assert " ".join(tiny.document(each.doc_id).text[each.start : each.end].split()) == each.question


def test_a_glossary_gives_the_first_question(real: Assistant) -> None:
    first = known_questions(real.retriever)[0]
    assert first.question.startswith("Hvad er ")
    term = first.question.removeprefix("Hvad er ").rstrip("?")
    assert real.retriever.document(first.doc_id).text[first.start : first.end].casefold().startswith(term)


def test_documents_without_a_glossary_or_pages_will_do(tmp_path: Path) -> None:
    other = (
        "Heste på stranden\n\nHeste må gå på stranden om vinteren, når der ikke er badegæster. Om sommeren må de ikke."
    )
    corpus = write_corpus(tmp_path / "corpus", {"heste.txt": other, "del.txt": MATERIAL.split("\f")[0]})
    retriever = retriever_of(corpus, default_encoder())
    known = known_questions(retriever)
    assert {each.doc_id for each in known[:3]} == {"heste", "del"}
    for each in known[:3]:
        citations = Assistant(retriever).ask(each.question).citations
        assert any(row.doc_id == each.doc_id and row.start < each.end and each.start < row.end for row in citations)
        assert all(stands_there(retriever.document(row.doc_id), row) for row in citations)


def test_documents_without_sentences_have_no_questions(tmp_path: Path) -> None:
    assert known_questions(retriever_of(write_corpus(tmp_path / "corpus", {"a.txt": "Hunde\n\nKatte"}))) == []


def test_the_nonsense_is_in_no_document(real: Assistant) -> None:
    everything = " ".join(row.text for row in real.retriever.content.documents.values()).casefold()
    words = [word.strip("?").casefold() for word in texts.SELFTEST_NONSENSE.split() if len(word) > 6]
    assert len(words) >= 3
    assert [word for word in words if word in everything and word != "hvordan"] == []

"""What several folders of tests share: the small corpus, one index of the real one per session, the command line."""

import sys
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.start import open_assistant
from index.retriever import Retriever
from index.settings import default_encoder
from index.storage import build_index
from ingest.corpus import read_corpus
from kildesvar.commands import main

from .command_line import Result, Run
from .tiny_corpus import expanded_corpus, retriever_of

REAL_CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """A retriever over the small corpus with its wordings."""
    return retriever_of(expanded_corpus(tmp_path_factory.mktemp("tiny") / "corpus"))


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    """The folder with the five documents."""
    return REAL_CORPUS


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the five documents, built once."""
    folder = tmp_path_factory.mktemp("real") / "index"
    build_index(read_corpus(REAL_CORPUS), folder, default_encoder())
    return folder


@pytest.fixture(scope="session")
def real(real_index: Path) -> Assistant:
    """The assistant over the five documents."""
    return open_assistant(corpus=REAL_CORPUS, index=real_index)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Returns a function that runs ``kildesvar`` with arguments, in this process."""

    def call(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["kildesvar", *map(str, arguments)])
        capfd.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        out, err = capfd.readouterr()
        assert isinstance(code, int)
        return Result(code, out, err)

    return call

"""The command line as a person meets it: arguments in; exit code, stdout and stderr out."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kildesvar.commands import main

from ..tiny_corpus import expanded_corpus


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on stderr of an expected error, which printed nothing else and no traceback."""
        assert self.code == 1, self
        assert self.out == "", self
        assert self.err.endswith(".\n") and self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.strip()


Run = Callable[..., Result]


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


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small corpus and the folder of its index, which the first question builds."""
    folder = tmp_path_factory.mktemp("kildesvar")
    return expanded_corpus(folder / "corpus"), folder / "index"


@pytest.fixture
def options(places: tuple[Path, Path]) -> list[str]:
    """``--corpus`` and ``--index`` for the small corpus."""
    return ["--corpus", str(places[0]), "--index", str(places[1])]

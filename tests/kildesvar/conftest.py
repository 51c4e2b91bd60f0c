"""A small corpus for the command line."""

from pathlib import Path

import pytest

from ..tiny_corpus import expanded_corpus


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small corpus and the folder of its index, which the first question builds."""
    folder = tmp_path_factory.mktemp("kildesvar")
    return expanded_corpus(folder / "corpus"), folder / "index"


@pytest.fixture
def options(places: tuple[Path, Path]) -> list[str]:
    """``--corpus`` and ``--index`` for the small corpus."""
    return ["--corpus", str(places[0]), "--index", str(places[1])]

"""Where a command finds the documents and the index."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

import texts
from index.settings import CORPUS, INDEX

# Whether a folder can be read is left to whoever reads it, and says so in Danish.
CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help=texts.HELP_CORPUS, show_default=False, readable=False)
]
IndexOption = Annotated[Path | None, typer.Option("--index", help=texts.HELP_INDEX, show_default=False, readable=False)]


def index_for(corpus: Path | None, index: Path | None) -> Path:
    """Returns the index folder: the one named, else the project's own, else one per folder of other documents."""
    if index is not None or corpus is None or corpus.resolve() == CORPUS.resolve():
        return index or INDEX
    digest = hashlib.sha256(str(corpus.resolve()).encode("utf-8")).hexdigest()[:8]
    return INDEX.parent / f"{INDEX.name}-{digest}"

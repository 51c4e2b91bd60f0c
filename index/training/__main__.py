"""``python -m index.training [FOLDER]``: trains the bundled model from the corpus, its expansions and the lexicon."""

import shutil
import sys
from pathlib import Path

import typer

from index.lexicon import read_lexicon
from index.settings import CORPUS
from index.static_encoder import BUNDLED
from ingest.corpus import read_corpus

from .pairs import training_pairs
from .train import Settings, save, train


def main(folder: Path) -> None:
    """Trains and writes the model into ``folder``; its model card is kept."""
    settings = Settings()
    pairs = training_pairs(read_corpus(CORPUS), read_lexicon(), seed=settings.seed)
    typer.echo(f"{len(pairs)} pairs")
    model = train(pairs, settings, progress=typer.echo)
    card = (folder / "README.md").read_bytes() if (folder / "README.md").is_file() else None
    shutil.rmtree(folder, ignore_errors=True)
    save(model, folder)
    if card:
        (folder / "README.md").write_bytes(card)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLED)

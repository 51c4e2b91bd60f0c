"""Where things lie by default, and which encoder is used."""

import os
from pathlib import Path

from .encoders import Encoder

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("KILDESVAR_CORPUS", PROJECT / "corpus"))
INDEX = Path(os.environ.get("KILDESVAR_INDEX", PROJECT / "var" / "index"))


def default_encoder() -> Encoder:
    """Returns the encoder that was chosen with ``kildesvar model use``, or the bundled one."""
    from .model_store import encoder_in_use

    return encoder_in_use()

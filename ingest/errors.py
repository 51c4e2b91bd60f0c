"""The errors that Kildesvar raises on purpose, each carrying one Danish sentence for the person at the keyboard.

    KildesvarError
    ├── CorpusError         the folder of documents or its manifest
    │   └── DocumentError   one document: unreadable, empty, encrypted, damaged …
    ├── IndexMismatch       an index on disk that does not fit the documents, the settings or this version
    ├── BusyError           another process is changing the documents or the index
    ├── ModelError          a sentence model that cannot be fetched, found or used (index/sentence_encoder.py)
    └── UsageError          an option or a batch row that cannot be understood

The message says what was found, what was needed and what to do; it is what the user sees, without a traceback.
"""


class KildesvarError(Exception):
    """Base of every expected failure; ``str(error)`` is one Danish sentence for the user."""


class CorpusError(KildesvarError):
    """The corpus folder or its ``sources.toml`` cannot be used."""


class DocumentError(CorpusError):
    """One document cannot be read; the others are not affected."""


class IndexMismatch(KildesvarError):
    """The stored index is missing, damaged, or was built from something else."""


class BusyError(KildesvarError):
    """Another process is changing the documents or the index and has not finished."""


class UsageError(KildesvarError):
    """A command or a batch row was given in a form that cannot be used."""

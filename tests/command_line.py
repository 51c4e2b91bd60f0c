"""The command line as a person meets it: arguments in; exit code, stdout and stderr out."""

from collections.abc import Callable
from dataclasses import dataclass


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

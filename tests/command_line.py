"""The command line as a person meets it: arguments in; exit code, stdout and stderr out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


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


def assert_contract(value: Mapping[str, Any], contract: Mapping[str, Any]) -> None:
    """Asserts that ``value`` has exactly the keys of ``contract``, in its order, with values of its types.

    Args:
        value: a JSON object.
        contract: key → its type, or a tuple of types.
    """
    assert list(value) == list(contract)
    for key, types in contract.items():
        assert isinstance(value[key], types), (key, value[key])
        assert isinstance(value[key], bool) == (types is bool), key

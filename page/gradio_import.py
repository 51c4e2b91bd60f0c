"""Imports Gradio without what it makes for programmers each time: stubs for editors, and docstrings from templates.

That is half of the time that the import takes. The stubs are also written into the installed package, where another
process may be reading them; the page needs neither. A version of Gradio that makes them elsewhere is imported as it is.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


def _without_stubs(module: ModuleType) -> None:
    if hasattr(module, "create_or_modify_pyi"):
        vars(module)["create_or_modify_pyi"] = lambda *_: None


def _without_docstrings(module: ModuleType) -> None:
    if hasattr(getattr(module, "EventListener", None), "set_doc"):
        module.EventListener.set_doc = lambda *_, **__: None


_AFTER: Mapping[str, Callable[[ModuleType], None]] = {
    "gradio.component_meta": _without_stubs,
    "gradio.events": _without_docstrings,
}
"""Module → what is done to it once it is loaded and before another one uses it."""


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in _AFTER else None
        if spec is None or spec.loader is None:
            return None
        ordinary = spec.loader.exec_module

        def load(module: ModuleType) -> None:
            ordinary(module)
            _AFTER[name](module)

        spec.loader.exec_module = load  # type: ignore[method-assign]
        return spec


@contextmanager
def lean() -> Iterator[None]:
    """Makes the first import of Gradio inside the block a lean one; later ones are not changed by it."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)

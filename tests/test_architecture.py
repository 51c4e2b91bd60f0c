"""How the code is cut: who imports whom, what a question loads, and where the Danish stands."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("ingest", "index", "assistant")
FRONT = ("page", "app", "kildesvar")
PROJECT = {*STAGES, *FRONT, "eval", "texts", "tests"}
ALLOWED: dict[str, set[str]] = {
    "texts": set(),
    "ingest": {"texts"},
    "index": {"texts", "ingest"},
    "assistant": {"texts", "ingest", "index"},
    "eval": {"texts", "ingest", "index", "assistant"},
    "page": {"texts", "ingest", "index", "assistant"},
    "app": {"texts", "ingest", "index", "assistant", "page"},
    "kildesvar": {"texts", "ingest", "index", "assistant", "page", "app", "eval"},
}
"""What each part may import besides itself; a stage only those to its left."""

HEAVY = {"torch", "sentence_transformers", "transformers", "gradio", "sklearn", "ir_measures", "pypdf", "docx", "bs4"}
"""Libraries that cost a second or more, or that a question does not need."""

SAYING = {"print", "echo", "secho", "Option", "Argument", "exit"}
"""Calls whose strings users see."""

LOADED_BY_ASK = ("ingest", "index", "assistant", "kildesvar", "texts")
NOT_LOADED_BY_ASK = {"index/training", "ingest/readers"}
"""Parts of those folders that ``kildesvar ask`` loads only to build an index, or never."""


def sources() -> list[Path]:
    """Returns the product's modules."""
    folders = [ROOT / name for name in (*STAGES, "page", "kildesvar", "eval")]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return [*files, ROOT / "app.py", ROOT / "texts.py"]


SOURCES = sources()
NAMES = {path: path.relative_to(ROOT).as_posix() for path in SOURCES}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def part_of(path: Path) -> str:
    """Returns the top name that ``path`` is imported by."""
    return NAMES[path].split("/")[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Yields (statement, absolute module name) for every import in ``tree``, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node, node.module


def at_import_time(tree: ast.AST) -> Iterator[str]:
    """Yields the module names that importing ``tree`` imports: functions and ``if TYPE_CHECKING`` left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
        yield from at_import_time(node)


def test_the_product_was_found() -> None:
    assert len(SOURCES) > 50
    assert {part_of(path) for path in SOURCES} == set(ALLOWED)


def test_a_part_imports_only_what_it_may() -> None:
    crossing = []
    for path, tree in TREES.items():
        part = part_of(path)
        for node, module in imports(tree):
            top = module.split(".")[0]
            if top in PROJECT and top != part and top not in ALLOWED[part]:
                crossing.append(f"{NAMES[path]}:{node.lineno} imports {module}")
    assert crossing == []


def test_relative_imports_stay_inside_their_part() -> None:
    leaving = []
    for path, tree in TREES.items():
        depth = len(path.relative_to(ROOT).parts) - 1
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level > depth:
                leaving.append(f"{NAMES[path]}:{node.lineno}")
    assert leaving == []


def test_only_the_eval_command_imports_eval_and_nothing_imports_tests() -> None:
    found = []
    for path, tree in TREES.items():
        if part_of(path) == "eval":
            continue
        commands = ast.walk(tree) if NAMES[path] == "kildesvar/commands.py" else ()
        evaluate = [node for node in commands if isinstance(node, ast.FunctionDef) and node.name == "evaluate"]
        inside = {id(node) for command in evaluate for node in ast.walk(command)}
        for node, module in imports(tree):
            if module.split(".")[0] == "tests" or (module.split(".")[0] == "eval" and id(node) not in inside):
                found.append(f"{NAMES[path]}:{node.lineno} imports {module}")
    assert found == []


def test_nothing_imports_the_training() -> None:
    found = [
        f"{NAMES[path]}:{node.lineno}"
        for path, tree in TREES.items()
        if not NAMES[path].startswith("index/training/")
        for node, module in imports(tree)
        if module.startswith("index.training")
    ]
    assert found == []


def test_only_the_command_line_and_the_page_print() -> None:
    found = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                found.append(f"{NAMES[path]}:{node.lineno}")
    assert [place for place in found if not place.startswith(("kildesvar/", "app.py"))] == []


# --- What a question loads ------------------------------------------------------------------------------------------


def test_heavy_libraries_are_imported_inside_functions() -> None:
    found: list[str] = []
    for path, tree in TREES.items():
        name = NAMES[path]
        if part_of(path) not in LOADED_BY_ASK or any(name.startswith(f"{other}/") for other in NOT_LOADED_BY_ASK):
            continue
        found.extend(f"{name} imports {module}" for module in at_import_time(tree) if module.split(".")[0] in HEAVY)
    assert found == []


def test_a_question_loads_no_heavy_library(real_index: Path, real_corpus: Path) -> None:
    script = (
        "import sys, json\n"
        "from kildesvar.commands import main\n"
        "sys.argv = ['kildesvar', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code, ended.code\n"
        f"print(json.dumps(sorted(sys.modules.keys() & {HEAVY!r})), file=sys.stderr)\n"
    )
    places = ["--corpus", str(real_corpus), "--index", str(real_index)]
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", "hvad er servicerammen?", "--json", *places],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout)["status"] == "answered"
    assert json.loads(done.stderr.splitlines()[-1]) == []


@pytest.mark.parametrize("module", ["texts", "ingest.corpus", "app", "kildesvar.commands", "assistant.ask"])
def test_importing_a_module_loads_no_heavy_library(module: str) -> None:
    script = f"import sys, {module}; print(sorted(sys.modules.keys() & {HEAVY - {'pypdf', 'docx', 'bs4'}!r}))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


# --- Words ----------------------------------------------------------------------------------------------------------


def test_every_public_thing_has_a_docstring() -> None:
    missing = []
    for path, tree in TREES.items():
        if not ast.get_docstring(tree):
            missing.append(NAMES[path])
        missing.extend(f"{NAMES[path]}: {name}" for name in undocumented(tree))
    assert missing == []


def undocumented(tree: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Yields the public classes, functions and methods without a docstring; a protocol's ``...`` needs none."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        stub = isinstance(node.body[-1], ast.Expr) and getattr(node.body[-1].value, "value", None) is ...
        if not ast.get_docstring(node) and not stub:
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in undocumented(node))


def test_danish_for_users_stands_in_texts() -> None:
    """No string with Danish letters is raised, printed or echoed outside ``texts.py``."""
    found: list[str] = []
    for path, tree in TREES.items():
        if NAMES[path] == "texts.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _name(node.func) in SAYING):
                found.extend(
                    f"{NAMES[path]}:{constant.lineno} {constant.value!r}"
                    for constant in ast.walk(node)
                    if isinstance(constant, ast.Constant)
                    and isinstance(constant.value, str)
                    and set(constant.value.lower()) & set("æøå")
                )
    assert found == []


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_texts_imports_nothing_of_the_project_and_every_text_is_used() -> None:
    path = ROOT / "texts.py"
    assert {module.split(".")[0] for _, module in imports(TREES[path])} & PROJECT == set()
    names = {
        target.id
        for node in TREES[path].body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    } | {node.name for node in TREES[path].body if isinstance(node, ast.FunctionDef)}
    used = {
        node.attr
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "texts"
    } | {node.id for node in ast.walk(TREES[path]) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert len(names) > 80
    assert sorted(name for name in names - used if not name.startswith("_")) == []

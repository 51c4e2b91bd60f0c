"""Nothing that a document, a title or a file name holds reaches the terminal as something that it obeys."""

import ast
import json
from pathlib import Path

import pytest

from ingest.visible import escaped_json, visible
from kildesvar.terminal import clean

from ..command_line import Run
from ..tiny_corpus import write_corpus

ROOT = Path(__file__).parents[2]

ANSI = "\x1b[2J\x1b]0;overtaget\x07\x1b[31m\x9b1A\x08\x00"
TURNED = "\u202e000.01\u202c \u2066ikke\u2069 \u200f5"
MARKUP = "<script>alert(1)</script> <img src=x onerror=alert(2)> [her](javascript:alert(3)) **fed** `kode`"
HARM = f"{ANSI} {TURNED} {MARKUP}"

_CODES = (
    *range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
)  # fmt: skip
OBEYED = {chr(code) for code in _CODES} - {"\n", "\t"}


@pytest.fixture
def hostile(tmp_path: Path) -> list[str | Path]:
    """Returns the options that name a folder of documents whose text, titles and senders are hostile."""
    text = f"Servicerammen {HARM} er grænsen for penge.\r\n\r\nEn vovse skal være i snor i byen.\f{HARM}\n"
    name = json.dumps(f"Om {HARM}")  # TOML writes these escapes as JSON does
    rows = f'[[source]]\ndoc_id = "d0"\nfile = "ond.txt"\ntitle = {name}\nsender = {name}\nkind = {name}\n'
    corpus = write_corpus(tmp_path / "corpus", {"ond.txt": text}, manifest=rows)
    return ["--corpus", corpus, "--index", tmp_path / "index"]


def assert_obeys_nothing(printed: str) -> None:
    """Asserts that there is something and that a terminal would show all of it."""
    assert len(printed) > 20
    assert sorted({hex(ord(character)) for character in set(printed) & OBEYED}) == []


@pytest.mark.parametrize(
    "command",
    [
        ["ask", f"Hvad er servicerammen {HARM}?".replace("\0", "")],
        ["find", "servicerammen"],
        ["find", f'"ramme {ANSI}"'.replace("\0", "")],
        ["check", f"Servicerammen er grænsen for penge. {TURNED} {ANSI}".replace("\0", "")],
        ["list"],
        ["ingest", "--report"],
        ["ask", "Hvad er servicerammen?", "--json"],
        ["find", "servicerammen", "--json"],
        ["check", "Servicerammen er grænsen for penge.", "--json"],
    ],
    ids=lambda command: " ".join(command)[:20].encode("ascii", "replace").decode(),
)
def test_commands_print_hostile_documents_harmlessly(run: Run, hostile: list[str | Path], command: list[str]) -> None:
    places = hostile if command[0] != "find" else hostile[:2]
    result = run(*command, *places)
    assert result.code == 0, result
    assert_obeys_nothing(result.out)
    assert not set(result.err) & OBEYED
    if command[0] in ("list", "ask") and "--json" not in command:
        assert "�[31m" in result.out


def test_json_says_the_same_as_the_document(run: Run, hostile: list[str | Path]) -> None:
    found = json.loads(run("find", "servicerammen", "--json", *hostile[:2]).out)
    assert found["occurrences"][0]["title"] == f"Om {HARM}"
    assert "\u202e" in found["occurrences"][0]["quote"]


def test_adding_a_file_with_a_hostile_name_and_title(run: Run, hostile: list[str | Path], tmp_path: Path) -> None:
    file = tmp_path / "\x1b[31mrød\u202etxt.md"
    file.write_text(f"# {TURNED} {ANSI[1:]}overskrift\n\nKatte må gå løse.\n", encoding="utf-8")
    missing = tmp_path / "\x1b[2Jvæk\u202e.txt"
    result = run("add", file, missing, *hostile)
    assert not set(result.out + result.err) & OBEYED
    assert "væk" in result.err
    listed = run("list", *hostile).out
    assert_obeys_nothing(listed)


def test_what_is_shown_is_as_long_as_what_is_stored() -> None:
    assert visible("a\x1bb\u202ec\td\ne") == "a�b�c\td\ne"
    for text in (HARM, "Æbleskiver – »ét« citat, 5 €", "👍🏽 \u00ad\u200b"):
        assert len(visible(text)) == len(text)
    assert visible("Æbleskiver – »ét« citat, 5 €") == "Æbleskiver – »ét« citat, 5 €"
    assert clean("a\r\nb\rc\fd") == "a\nb�c\nd"


def test_json_is_escaped_without_loss() -> None:
    value = {"a": HARM + "".join(sorted(OBEYED - {chr(code) for code in range(0xD800, 0xE000)}))}
    written = escaped_json(json.dumps(value, ensure_ascii=False))
    assert not set(written) & OBEYED
    assert json.loads(written) == value


def test_commands_print_only_through_the_terminal_module() -> None:
    """The progress of a download redraws its own line; there is nothing of a document in it."""
    found = []
    for path in sorted((ROOT / "kildesvar").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("typer.echo", "typer.secho", "print"):
                found.append(f"{path.name}: {ast.unparse(node)[:15]}")
    assert found == [
        "model_commands.py: typer.echo(line",
        "terminal.py: typer.echo(clea",
        "terminal.py: typer.echo(esca",
    ]

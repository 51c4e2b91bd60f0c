"""The other commands and their help."""

import re
from pathlib import Path

import pytest

import texts
from kildesvar import __version__

from ..command_line import Run
from ..tiny_corpus import write_corpus, write_expansions

COMMANDS = ["ask", "find", "check", "add", "remove", "list", "restore", "ingest", "eval", "serve", "selftest", "model"]


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.code, result.out, result.err) == (0, f"kildesvar {__version__}\n", "")
    pyproject = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{__version__}"' in pyproject


def words(text: str) -> str:
    return " ".join(text.split())


def test_help_names_every_command_in_danish(run: Run) -> None:
    result = run("--help")
    assert result.code == 0
    assert texts.HELP in words(result.out)
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", result.out, re.MULTILINE), command


@pytest.mark.parametrize(
    ("command", "helps"),
    [
        ("ask", [texts.HELP_ASK, texts.HELP_QUESTION, texts.HELP_BATCH, texts.HELP_JSON, texts.HELP_INDEX]),
        ("find", [texts.HELP_FIND, texts.HELP_FIND_QUERY, texts.HELP_FIND_JSON, texts.HELP_CORPUS]),
        ("ingest", [texts.HELP_INGEST, texts.HELP_REPORT, texts.HELP_CORPUS, texts.HELP_INDEX]),
        ("eval", [texts.HELP_EVAL, texts.HELP_FAILURES, texts.HELP_WRITE_BASELINE]),
        ("serve", [texts.HELP_SERVE, texts.HELP_PORT]),
        ("model", [texts.HELP_MODEL, texts.HELP_MODEL_FETCH.split(".")[0][:40]]),
    ],
)
def test_help_of_a_command_is_danish(run: Run, command: str, helps: list[str]) -> None:
    result = run(command, "--help")
    assert result.code == 0
    for text in helps:
        assert words(text) in words(result.out)
    options = re.findall(r"^  (--[\w-]+)", result.out, re.MULTILINE)
    described = re.findall(r"^  (--[\w-]+)[^\n]*?\s{2,}[A-ZÆØÅ]", result.out, re.MULTILINE)
    assert [option for option in options if option not in described] == [], "an option without help"


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["model", "--help"]])
def test_help_has_no_english_sentence(run: Run, arguments: list[str]) -> None:
    assert "Show this message" not in run(*arguments).out


@pytest.mark.parametrize(
    "arguments", [["findesikke"], ["ask", "--findesikke"], ["serve", "--port", "0"], ["serve", "--port", "hund"]]
)
def test_a_mistyped_command_has_no_traceback(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert "Traceback" not in result.err and result.err


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    result = run()
    assert texts.HELP in words(result.out + result.err)


# --- ingest ---------------------------------------------------------------------------------------------------------


def test_ingest_says_what_it_built(run: Run, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    write_expansions(
        corpus, "netside", {"of": "Hunde skal være i snor", "questions": ["må vovsen løbe frit", "et til"]}
    )
    result = run("ingest", "--corpus", corpus, "--index", index)
    assert (result.code, result.err) == (0, "")
    assert re.fullmatch(
        r"2 dokumenter er læst og delt i 8 afsnit med 2 omskrivninger på \d+,\d sekunder\.\n", result.out
    ), result.out
    assert (index / "CURRENT").is_file()


def test_ingest_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    states = []
    for _ in range(2):
        assert run("ingest", "--corpus", corpus, "--index", index).code == 0
        states.append({path: path.read_bytes() for path in index.rglob("*") if path.is_file()})
    assert states[0] == states[1]


def test_what_could_not_be_read_is_told_and_the_rest_is_built(run: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"god.txt": "Hunde skal være i snor.", "tom.txt": ""})
    result = run("ingest", "--corpus", corpus, "--index", tmp_path / "index")
    assert result.code == 0
    assert "tom.txt" in result.err and result.err.count("\n") == 1
    assert result.out.startswith("1 dokument")


def test_expansions_of_another_edition_are_told(run: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    write_expansions(corpus, "netside", {"of": "Hunde skal være i snor", "questions": ["må vovsen løbe frit"]})
    (corpus / "netside.txt").write_bytes((corpus / "netside.txt").read_bytes() + b"\nNyt.\n")
    result = run("ingest", "--corpus", corpus, "--index", tmp_path / "index")
    told = texts.in_document("Regler for hunde", texts.expansions_stale("netside.jsonl"))
    assert (result.code, result.err) == (0, f"{told}\n")
    assert "med 0 omskrivninger" in result.out


def test_the_report_builds_nothing(run: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    result = run("ingest", "--report", "--corpus", corpus, "--index", tmp_path / "index")
    assert (result.code, result.err) == (0, "")
    assert not (tmp_path / "index").exists()
    assert "Materiale til samlingen (materiale)" in result.out and "Regler for hunde (netside)" in result.out
    assert "3 sider" in result.out and "uden sider" in result.out
    assert "2 tabelrækker" in result.out and "3 listepunkter" in result.out and "2 punkter i ordliste" in result.out


def test_the_report_on_the_real_corpus_names_every_document(run: Run, real_corpus: Path, tmp_path: Path) -> None:
    result = run("ingest", "--report", "--corpus", real_corpus, "--index", tmp_path / "index")
    assert (result.code, result.err) == (0, "")
    for file in real_corpus.glob("*.txt"):
        assert f"({file.stem})" in result.out
    assert "udeladt (" in result.out
    assert not (tmp_path / "index").exists()


def test_ingest_into_a_file_or_from_nowhere_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("en fil")
    corpus = write_corpus(tmp_path / "corpus")
    assert "kan ikke skrives" in run("ingest", "--corpus", corpus, "--index", tmp_path / "fil").sentence
    assert "findes ikke" in run("ingest", "--corpus", tmp_path / "ingen", "--index", tmp_path / "index").sentence

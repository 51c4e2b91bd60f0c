"""``kildesvar ask``: text for people, the JSON contract, batches, and errors in one Danish sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import texts
from assistant.answer import Answer, Status
from assistant.citations import Citation
from kildesvar.output import CONTRACT, answer_text
from page.conversation import MAX_QUESTION

from ..command_line import Run, assert_contract
from ..tiny_corpus import WEB, write_corpus

ROOT = Path(__file__).resolve().parents[2]
REPAIR = "kildesvar ingest"
QUESTION = "hvor mange indbyggere har kommunen"

OBJECT = {
    "id": (str, type(None)),
    "question": str,
    "searched": str,
    "status": str,
    "opening": str,
    "text": str,
    "missing": list,
    "citations": list,
    "hits": list,
    "elapsed_ms": (int, float),
}
CITATION = {
    "marker": int,
    "label": str,
    "doc_id": str,
    "title": str,
    "page": (int, str, type(None)),
    "section": str,
    "start": int,
    "end": int,
    "quote": str,
    "context": str,
}
HIT = {
    "rank": int,
    "doc_id": str,
    "page": (int, str, type(None)),
    "start": int,
    "end": int,
    "section": str,
    "text": str,
    "score": float,
}
STATUSES = ["answered", "related", "not_in_documents"]


def check_object(value: dict[str, Any]) -> None:
    assert_contract(value, OBJECT)
    assert value["status"] in STATUSES
    assert value["elapsed_ms"] >= 0
    for number, citation in enumerate(value["citations"], start=1):
        assert_contract(citation, CITATION)
        assert citation["marker"] == number
        assert citation["start"] < citation["end"]
    assert len(value["hits"]) <= 10
    for number, hit in enumerate(value["hits"], start=1):
        assert_contract(hit, HIT)
        assert hit["rank"] == number
        assert 0 <= hit["score"] <= 1
        assert hit["text"] == " ".join(hit["text"].split()) != ""
    assert bool(value["citations"]) == bool(value["text"]) == (value["status"] != "not_in_documents")
    quotes = [citation["quote"] for citation in value["citations"]]
    assert value["text"] == "\n".join([value["opening"], *quotes] if value["opening"] else quotes)
    assert all(isinstance(missing, str) and missing for missing in value["missing"])


def without_time(line: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(line)
    return {key: found for key, found in value.items() if key != "elapsed_ms"}


# --- For people -----------------------------------------------------------------------------------------------------


def test_an_answer_is_printed_with_numbered_sources(run: Run, real_corpus: Path, real_index: Path) -> None:
    result = run("ask", "hvad er servicerammen?", "--corpus", real_corpus, "--index", real_index)
    assert (result.code, result.err) == (0, "")
    first, second, *_ = result.out.splitlines()
    assert first.startswith("[1] »Serviceramme – Den øverste grænse for") and first.endswith("skal overholdes.«")
    assert second.startswith("    ") and "Ordliste" in second and second.endswith("side 50")


def test_a_refusal_says_what_was_searched(run: Run, options: list[str]) -> None:
    result = run("ask", "hvad koster en billet til månen", *options)
    assert result.code == 0
    assert result.out.startswith(texts.NOT_IN_DOCUMENTS)
    assert "2 dokumenter" in result.out
    assert "»" not in result.out and "[1]" not in result.out


def test_related_material_is_announced_as_such(run: Run, real_corpus: Path, real_index: Path) -> None:
    places = ["--corpus", real_corpus, "--index", real_index]
    objects = [json.loads(run("ask", q, "--json", *places).out) for q in RELATED]
    related = [value["question"] for value in objects if value["status"] == "related"]
    assert related, "none of the questions is of the middle kind any more"
    out = run("ask", related[0], *places).out
    assert out.startswith(texts.RELATED) and "[1] »" in out


RELATED = [
    "Hvad er kommuneskatten i Tårnby?",
    "Hvad er Ulf Hjelmars e-mailadresse?",
    "Hvor mange indbyggere havde Dragør i 1985?",
    "hvor mange ældre bor der i Gentofte",
]


def test_the_context_of_a_row_is_printed_before_it(run: Run, real_corpus: Path, real_index: Path) -> None:
    out = run("ask", "Hvor meget koster folkeskolen pr. elev?", "--corpus", real_corpus, "--index", real_index).out
    lines = out.splitlines()
    (row,) = [number for number, line in enumerate(lines) if "»Folkeskolen pr. elev" in line]
    assert lines[row - 1].strip().startswith("(Tabel 1:")


def citation_of(marker: int, quote: str, *, label: str = "", context: str = "") -> Citation:
    return Citation(marker, "d", "Titel", "Byen", 3, "Afsnit", 0, 9, quote, context, label)


def printed(status: Status, *citations: Citation, opening: str = "", missing: tuple[str, ...] = ()) -> list[str]:
    answer = Answer("spørgsmål?", "spørgsmål?", status, "tekst", citations, (), opening, missing)
    return [line for line in answer_text(answer, documents=2).splitlines() if line]


def test_the_opening_comes_before_the_quotes_and_what_is_missing_last() -> None:
    lines = printed(Status.ANSWERED, citation_of(1, "Et"), opening="Ja.", missing=("for Greve", "i 2031"))
    assert lines[:2] == ["Ja.", "[1] »Et«"]
    assert lines[-1] == texts.not_found(("for Greve", "i 2031"))
    assert "for Greve" in lines[-1] and "i 2031" in lines[-1]


def test_each_part_is_headed_once() -> None:
    lines = printed(
        Status.ANSWERED,
        citation_of(1, "Et", label="hvad er drift?"),
        citation_of(2, "To", label="hvad er drift?"),
        citation_of(3, "Tre", label="hvad er anlæg?", context="Tabel 1"),
    )
    assert [line for line in lines if not line.startswith("    By")] == [
        "Hvad er drift:", "[1] »Et«", "[2] »To«", "Hvad er anlæg:", "    (Tabel 1)", "[3] »Tre«",
    ]  # fmt: skip


def test_related_is_said_before_anything_else() -> None:
    lines = printed(Status.RELATED, citation_of(1, "Et"), opening="Åbning.", missing=("prisen",))
    assert lines[:3] == [texts.RELATED, "Åbning.", "[1] »Et«"]
    assert lines[-1] == texts.not_found(("prisen",))


# --- For programs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [QUESTION, "hvad koster en billet til månen", "må hunde løbe uden snor"])
def test_json_is_one_object_of_the_contract(run: Run, options: list[str], question: str) -> None:
    result = run("ask", question, "--json", *options)
    assert (result.code, result.err) == (0, "")
    assert result.out.count("\n") == 1
    value = json.loads(result.out)
    check_object(value)
    assert value["id"] is None
    assert value["question"] == value["searched"] == question


def test_json_of_the_real_material(run: Run, real_corpus: Path, real_index: Path) -> None:
    result = run("ask", "hvad er servicerammen?", "--json", "--corpus", real_corpus, "--index", real_index)
    value = json.loads(result.out)
    check_object(value)
    assert value["status"] == "answered"
    assert len(value["hits"]) == 10
    assert value["citations"][0]["page"] == 50
    assert "ø" in result.out, "letters are written as they are"


def test_json_has_opening_labels_context_and_what_is_missing(run: Run, real_corpus: Path, real_index: Path) -> None:
    def asked(question: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(
            run("ask", question, "--json", "--corpus", real_corpus, "--index", real_index).out
        )
        check_object(value)
        return value

    about = asked("Hvor lang er materialesamlingen?")
    assert about["opening"].endswith("sider: side 3–51.") and about["text"].startswith(about["opening"])
    sides = asked("Hvad er forskellen på bloktilskud og anlægsramme?")
    assert [citation["label"] for citation in sides["citations"]] == ["bloktilskud", "anlægsramme"]
    lacking = asked("Hvor mange ældre er der i Hvidovre?")
    assert (lacking["status"], lacking["missing"][:1]) == ("related", ["for Hvidovre"])
    row = asked("Hvilket år var der flest indbyggere i Dragør?")
    assert "Tabel 3" in row["citations"][0]["context"]


def test_a_place_without_pages_has_none(run: Run, options: list[str]) -> None:
    hits = json.loads(run("ask", "må hunde løbe uden snor", "--json", *options).out)["hits"]
    pages = {hit["doc_id"]: hit["page"] for hit in hits}
    assert pages["netside"] is None
    assert {hit["page"] for hit in json.loads(run("ask", QUESTION, "--json", *options).out)["hits"]} & {5, 6, 7}


def test_the_same_question_gives_the_same_object(run: Run, options: list[str]) -> None:
    one, two = (run("ask", QUESTION, "--json", *options).out for _ in range(2))
    assert without_time(one) == without_time(two)


def test_the_contract_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("### The JSON object") :].split("\n## ")[0]
    for key in {*OBJECT, *CITATION, *HIT, *STATUSES, "history"}:
        assert f"`{key}`" in section or f'"{key}"' in section, key
    assert f"contract version {CONTRACT}" in section
    assert CONTRACT == 2, "raised: describe the new version here and in the README"


# --- Batches --------------------------------------------------------------------------------------------------------


def write_batch(folder: Path, *rows: object, encoding: str = "utf-8", between: str = "\n") -> Path:
    file = folder / "spørgsmål.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_bytes(between.join([*lines, ""]).encode(encoding))
    return file


def objects(out: str) -> list[dict[str, Any]]:
    assert out.endswith("\n")
    return [json.loads(line) for line in out.removesuffix("\n").split("\n")]


def test_a_batch_is_answered_in_order(run: Run, options: list[str], tmp_path: Path) -> None:
    rows = [{"id": f"q{n}", "question": q} for n, q in enumerate([QUESTION, "", "må hunde løbe", QUESTION, "🙂"])]
    result = run("ask", "--batch", write_batch(tmp_path, *rows), *options)
    assert (result.code, result.err) == (0, "")
    found = objects(result.out)
    for value in found:
        check_object(value)
    assert [(value["id"], value["question"]) for value in found] == [(row["id"], row["question"]) for row in rows]
    assert {k: v for k, v in found[0].items() if k not in ("id", "elapsed_ms")} == {
        k: v for k, v in found[3].items() if k not in ("id", "elapsed_ms")
    }
    alone = without_time(run("ask", QUESTION, "--json", *options).out)
    assert {**{k: v for k, v in found[0].items() if k != "elapsed_ms"}, "id": None} == alone


def test_history_makes_a_question_stand_alone(run: Run, options: list[str], tmp_path: Path) -> None:
    first = "Hvad var befolkningstallet i 2024?"
    rows: list[dict[str, object]] = [
        {"id": "a", "question": "og året efter?", "history": [first]},
        {"id": "b", "question": "og året efter?", "history": []},
        {"id": "c", "question": "og året efter?", "history": None},
        {"id": "d", "question": "og året efter?", "history": [first, "og året efter?"]},
    ]
    found = objects(run("ask", "--batch", write_batch(tmp_path, *rows), *options).out)
    assert [value["searched"] for value in found] == [
        "Hvad var befolkningstallet i 2025?",
        "og året efter?",
        "og året efter?",
        "Hvad var befolkningstallet i 2026?",
    ]
    assert {value["question"] for value in found} == {"og året efter?"}


@pytest.mark.parametrize(
    ("encoding", "between"), [("utf-8-sig", "\n"), ("utf-8", "\r\n"), ("utf-8", "\n\n  \n"), ("utf-8-sig", "\r\n\r\n")]
)
def test_marks_line_ends_and_empty_lines_do_not_matter(
    run: Run, options: list[str], tmp_path: Path, encoding: str, between: str
) -> None:
    rows = [{"id": "1", "question": "ældre"}, {"id": "2", "question": QUESTION}]
    result = run("ask", "--batch", write_batch(tmp_path, *rows, encoding=encoding, between=between), *options)
    assert result.code == 0
    assert [(value["id"], value["question"]) for value in objects(result.out)] == [("1", "ældre"), ("2", QUESTION)]


@pytest.mark.parametrize("separator", ["\u2028", "\u0085", "\\n", "\\u2029"])
def test_a_line_separator_inside_a_question_does_not_end_the_row(
    run: Run, options: list[str], tmp_path: Path, separator: str
) -> None:
    """JSON allows U+2028 and U+0085 inside strings; only a line feed ends a row of JSON lines."""
    row = f'{{"id": "1", "question": "ældre{separator}og hunde"}}'
    result = run("ask", "--batch", write_batch(tmp_path, row), *options)
    assert (result.code, result.err) == (0, "")
    (value,) = objects(result.out)
    assert value["question"] == json.loads(row)["question"]


def test_an_empty_batch_gives_nothing(run: Run, options: list[str], tmp_path: Path) -> None:
    result = run("ask", "--batch", write_batch(tmp_path, "", "   "), *options)
    assert (result.code, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize(
    "row",
    [
        "hvad er servicerammen?",
        "{",
        "[]",
        "null",
        '"tekst"',
        "7",
        '{"question": "uden id"}',
        '{"id": "uden spørgsmål"}',
        '{"id": "1", "question": 7}',
        '{"id": "1", "question": null}',
        '{"id": ["1"], "question": "ældre"}',
        '{"id": "1", "question": "ældre", "history": "tekst"}',
        '{"id": "1", "question": "ældre", "history": [7]}',
        '{"id": "1", "question": "ældre"} {"id": "2", "question": "ældre"}',
        '{"id": ' + "1" * 5000 + ', "question": "ældre"}',
        "[" * 100_000,
    ],
    ids=lambda row: row[:40],
)
def test_a_bad_row_is_named_and_nothing_is_answered(run: Run, options: list[str], tmp_path: Path, row: str) -> None:
    file = write_batch(tmp_path, {"id": "god", "question": QUESTION}, "", row)
    sentence = run("ask", "--batch", file, *options).sentence
    assert sentence.startswith("Linje 3 i spørgsmål.jsonl")


def test_a_batch_that_is_no_text_or_not_there_is_named(run: Run, options: list[str], tmp_path: Path) -> None:
    for file in (tmp_path / "ingen.jsonl", tmp_path):
        assert str(file) in run("ask", "--batch", file, *options).sentence
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"id": "1", "question": "ældre"}'.encode("latin-1"))
    assert str(latin) in run("ask", "--batch", latin, *options).sentence


# --- What can go wrong ----------------------------------------------------------------------------------------------


def test_a_question_or_a_batch_and_not_both(run: Run, options: list[str], tmp_path: Path) -> None:
    file = write_batch(tmp_path, {"id": "1", "question": QUESTION})
    assert run("ask", *options).sentence == run("ask", QUESTION, "--batch", file, *options).sentence == texts.ASK_WHAT


@pytest.mark.parametrize(
    "question", ["a", "?", "", " ", "🙂", "🙂 hvor mange indbyggere", "ældre " * 833, "x" * 5000, "'\"\\<b>&amp;\n\t"]
)
def test_odd_questions_are_answered_without_fuss(run: Run, options: list[str], question: str) -> None:
    result = run("ask", question, "--json", *options)
    told = texts.question_cut(MAX_QUESTION) + "\n" if len(question) > MAX_QUESTION else ""
    assert (result.code, result.err) == (0, told)
    value = json.loads(result.out)
    check_object(value)
    assert value["question"] == question and len(value["searched"]) <= MAX_QUESTION
    assert run("ask", question, *options).code == 0


def test_a_question_that_is_too_long_is_told_by_its_row(run: Run, options: list[str], tmp_path: Path) -> None:
    file = write_batch(tmp_path, {"id": "kort", "question": QUESTION}, {"id": "lang", "question": "x " * MAX_QUESTION})
    result = run("ask", "--batch", file, *options)
    assert (result.code, result.err) == (0, f"lang: {texts.question_cut(MAX_QUESTION)}\n")
    assert [value["id"] for value in objects(result.out)] == ["kort", "lang"]


def test_half_an_emoji_does_not_break_a_batch(run: Run, options: list[str], tmp_path: Path) -> None:
    half = '{"id": "1", "question": "hvor mange indbyggere \\ud83d"}'
    file = write_batch(tmp_path, half, {"id": "2", "question": "hej"})
    result = run("ask", "--batch", file, *options)
    assert "Traceback" not in result.err
    assert (result.code, [value["id"] for value in objects(result.out)]) == (0, ["1", "2"])


def test_a_missing_index_is_built(run: Run, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    result = run("ask", QUESTION, "--json", "--corpus", corpus, "--index", index)
    assert result.code == 0
    check_object(json.loads(result.out))
    assert (index / "CURRENT").is_file()


def test_changed_documents_are_named_with_the_repair(run: Run, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    places = ["--corpus", corpus, "--index", index]
    assert run("ask", QUESTION, *places).code == 0
    (corpus / "netside.txt").write_bytes(WEB.replace("snor", "line").encode())
    sentence = run("ask", QUESTION, *places).sentence
    assert REPAIR in sentence and "netside" in sentence
    assert run("ingest", *places).code == 0
    assert run("ask", QUESTION, *places).code == 0


def test_a_damaged_index_is_named_with_the_repair(run: Run, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    places = ["--corpus", corpus, "--index", index]
    assert run("ask", QUESTION, *places).code == 0
    version = (index / "CURRENT").read_text().strip()
    (index / version / "units.json").write_bytes(b"{}")
    sentence = run("ask", QUESTION, *places).sentence
    assert REPAIR in sentence and "units.json" in sentence
    assert run("ingest", *places).code == 0
    assert run("ask", QUESTION, *places).code == 0


def test_folders_that_cannot_be_used_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "fil").write_text("en fil")
    corpus = write_corpus(tmp_path / "corpus")
    for name in ("ingen", "tom"):
        sentence = run("ask", QUESTION, "--corpus", tmp_path / name, "--index", tmp_path / "x").sentence
        assert str(tmp_path / name) in sentence
    assert "--index" in run("ask", QUESTION, "--corpus", corpus, "--index", tmp_path / "fil").sentence


def test_a_manifest_with_a_fault_is_named(run: Run, tmp_path: Path) -> None:
    for number, manifest in enumerate(("[[source]]\ndoc_id = ", "x = 1", '[[source]]\ndoc_id = "a"\nfile = "b.txt"\n')):
        corpus = write_corpus(tmp_path / str(number), {"a.txt": "Hunde i snor."}, manifest=manifest)
        assert "sources.toml" in run("ask", QUESTION, "--corpus", corpus, "--index", tmp_path / "index").sentence


# --- As a program ---------------------------------------------------------------------------------------------------


def test_the_program_writes_utf8_on_stdout_only(options: list[str], tmp_path: Path) -> None:
    file = write_batch(tmp_path, {"id": "æ", "question": "ældre 🙂"}, {"id": "2", "question": QUESTION})
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "kildesvar", "ask", "--batch", str(file), *options],
        cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert [value["id"] for value in objects(done.stdout.decode("utf-8").replace("\r\n", "\n"))] == ["æ", "2"]


def test_an_error_has_no_traceback(tmp_path: Path) -> None:
    places = ["--corpus", str(tmp_path / "ingen"), "--index", str(tmp_path)]
    command = [sys.executable, "-m", "kildesvar", "ask", "hvad", *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
    lines = done.stderr.decode("utf-8").splitlines()
    assert len(lines) == 1 and "findes ikke" in lines[0]

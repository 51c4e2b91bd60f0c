"""``kildesvar add``, ``remove``, ``list`` and ``restore`` as a person meets them."""

from pathlib import Path

import pytest

from ..command_line import Run
from ..ingest.files import put, word
from ..tiny_corpus import write_corpus

TEXT = "Badning ved stranden\n\nDet er tilladt at bade fra den lange bro ved stranden hele sommeren.\n"


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    return ["--corpus", str(write_corpus(tmp_path / "corpus")), "--index", str(tmp_path / "index")]


def test_a_batch_goes_on_past_what_cannot_be_added(run: Run, options: list[str], tmp_path: Path) -> None:
    good, plan = put(tmp_path, "Bade regler.txt", TEXT), put(tmp_path, "plan.docx", word("En plan for havnen."))
    bad = [put(tmp_path, "tom.txt", ""), tmp_path / "væk.pdf", put(tmp_path, "falsk.txt", b"%PDF-1.7 x")]
    result = run("add", good, *bad, plan, "--sender", "Kystbyen", "--year", "2024", "--kind", "regler", *options)
    assert result.code == 1
    assert "Lagt ind: bade-regler – »Badning ved stranden« (Kystbyen, 2024).\n" in result.out
    assert "Lagt ind: plan – »plan« (Kystbyen, 2024).\n" in result.out
    assert "har nu 4 dokumenter" in result.out
    lines = result.err.splitlines()
    assert [name in line for name, line in zip(("tom.txt", "væk.pdf", "falsk.txt"), lines, strict=True)] == [True] * 3
    found = run("ask", "hvor må man bade?", "--json", *options)
    assert found.code == 0 and '"bade-regler"' in found.out


def test_an_unknown_sender_is_said(run: Run, options: list[str], tmp_path: Path) -> None:
    result = run("add", put(tmp_path, "a.txt", TEXT), *options)
    assert result.code == 0 and "(Afsender ikke angivet, årstal ikke angivet)" in result.out
    again = run("add", put(tmp_path, "b.txt", TEXT), *options)
    assert "er der allerede som a" in again.sentence


def test_one_title_is_for_one_file(run: Run, options: list[str], tmp_path: Path) -> None:
    files = [put(tmp_path, name, TEXT + name) for name in ("a.txt", "b.txt")]
    assert "--title gælder ét dokument" in run("add", *files, "--title", "T", *options).sentence


def test_list_remove_and_restore(run: Run, options: list[str], tmp_path: Path) -> None:
    assert "ændret eller ny" in run("list", *options).out
    run("ingest", *options)
    listed = run("list", *options)
    assert listed.code == 0 and listed.out.count("i søgeindekset\n") == 2 and "Byens Kommune" in listed.out
    removed = run("remove", "netside", *options)
    assert removed.code == 0 and "Fjernet: netside – »Regler for hunde«" in removed.out
    after = run("list", *options).out
    assert after.count("i søgeindekset\n") == 1 and "med netside" in after and "(i brug)" in after
    assert "vælg et af disse: materiale" in run("remove", "netside", *options).sentence
    assert run("restore", *options).out.startswith("Hentet frem: udgaven ")
    assert run("list", *options).out.count("i søgeindekset\n") == 2
    assert "findes ikke" in run("restore", "0000", *options).sentence


def test_no_folder_is_one_sentence(run: Run, tmp_path: Path) -> None:
    nowhere = ["--corpus", str(tmp_path / "ingen"), "--index", str(tmp_path / "index")]
    file = put(tmp_path, "a.txt", TEXT)
    for arguments in (["add", file], ["remove", "a"], ["list"], ["restore"]):
        assert "findes ikke" in run(*arguments, *nowhere).sentence

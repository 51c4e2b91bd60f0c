"""The report: what was read, what was left out and why, what looks wrong."""

from pathlib import Path

import pytest

from ingest.blocks import BlockKind, NoiseReason
from ingest.corpus import read_corpus
from ingest.report import empty_pages, report_on, suspicious_spacing

from .helpers import document_of


def test_every_kind_and_reason_has_a_danish_name() -> None:
    import texts

    for kind in BlockKind:
        assert texts.report_blocks([(kind.value, 2)]).strip().startswith("2 ")
    for reason in NoiseReason:
        assert texts.report_noise(reason.value, "x").strip().startswith("udeladt (")


def test_empty_pages() -> None:
    assert empty_pages(document_of("Tekst", " \n", "Mere", "", first_page=3)) == [4, 6]
    assert empty_pages(document_of("Tekst", "")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("unge i alderen 1524 år", ["1524 år"]),
        ("et v e l f æ r d s samfund", ["v e l f æ r d s "]),
        ("Vi er mange.Kommunen hjælper", ["mange.Kommunen"]),
        ("det er voresVelfærd nu", ["voresVelfærd"]),
        ("se https://www.kommunen.dk/Om.Os/alle.html og skriv til anne.marie@kommunen.dk", []),
        ("i alderen 15-24 år, 80+ år og 1.524 år", []),
        ("OECD’s principper, bl.a. f.eks. og m.v. i KL", []),
    ],
)
def test_suspicious_spacing(text: str, found: list[str]) -> None:
    assert [words for _, words in suspicious_spacing(document_of(text))] == found


def test_suspicious_places_are_named_in_order() -> None:
    document = document_of("Der er 1524 år.", "mange.Kommunen og 1524 år", first_page=12)
    assert suspicious_spacing(document) == [
        ("side 12", "1524 år"),
        ("side 13", "mange.Kommunen"),
        ("side 13", "1524 år"),
    ]
    assert suspicious_spacing(document_of("1524 år")) == [("uden sidetal", "1524 år")]


def test_report(tmp_path: Path) -> None:
    body = "Kommunen hjælper alle, der har brug for det."
    (tmp_path / "a.txt").write_text(f"Hjælp\n\n{body}\n\nDe er 1524 år.\f\f16\n\n{body}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{body}\n\nAnnonce {'!' * 3}\n\nAnnonce\n", encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"bl\xe5b\xe6r")
    (tmp_path / "expansions").mkdir()
    (tmp_path / "expansions" / "a.jsonl").write_text("{}\n", encoding="utf-8")
    (tmp_path / "sources.toml").write_text(
        '[[source]]\ndoc_id = "a"\nfile = "a.txt"\ntitle = "Om hjælp"\nfirst_page = 14\n', encoding="utf-8"
    )
    parts = report_on(read_corpus(tmp_path)).split("\n\n")
    assert parts[0].splitlines() == [
        "Om hjælp (a)",
        "  3 sider; uden tekst: side 15",
        "  2 afsnit, 0 omskrivninger",
        "  1 overskrifter, 3 brødtekst",
        "  udeladt (sidetal): 16",
        "  mistænkelig skrivemåde, side 14: 1524 år",
        "  Omskrivningerne i a.jsonl hører til en anden udgave af dokumentet og bruges ikke; skriv dem på ny.",
    ]
    assert "  uden sider" in parts[1]
    assert "  udeladt (annonce): Annonce" in parts[1]
    assert parts[2].startswith("Filen »c.txt« er ikke gyldig UTF-8")


def test_long_noise_is_cut_short(tmp_path: Path) -> None:
    line = "På grund af en teknisk fejl kan din henvendelse " + "desværre " * 20 + "ikke sendes."
    (tmp_path / "a.txt").write_text(f"Kommunen hjælper.\n\n{line}\n", encoding="utf-8")
    (shown,) = [row for row in report_on(read_corpus(tmp_path)).splitlines() if "kontaktformular" in row]
    assert shown.endswith("…") and len(shown) < 100

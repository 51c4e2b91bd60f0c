"""A corpus small enough to read: one document with pages, one without, and an encoder that knows five topics."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.build import content_of, fields_of
from index.encoders import Encoder
from index.retriever import Retriever
from index.terms import tokens
from ingest.corpus import read_corpus

PAGE_5 = """Del 1 – Introduktion

Forord

Kommunen har 14.450 indbyggere, og de fleste af dem bor i den gamle by nede ved havnen. Kommunen
får flere ældre for hvert eneste år, der går, og de bliver samtidig ved med at leve længere. Det
betyder, at udgifterne stiger.

Dine rettigheder i samlingen

Som medlem af samlingen har du en række rettigheder, som er gode at kende på forhånd. Du har ret til:

• at deltage i alle de møder, som bliver holdt i forbindelse med samlingens arbejde.

• at stille alle de spørgsmål til eksperterne, som du måtte have om emnet og om selve afsen-
deren.
"""

PAGE_6 = """• at være anonym i offentligheden, når der bliver skrevet eller talt om samlingens arbejde.

Befolkning

Tabel 1: Befolkningstal i kommunen

År Indbyggere

2024 14.569

2025 14.450
"""

PAGE_7 = """Ordliste

Serviceramme – Den øverste grænse for, hvor mange penge kommunerne tilsammen må bruge på service i
et år. Rammen bliver aftalt hver sommer.

Velfærdsmodel – Modeller for, hvordan et samfunds velfærd skal fordeles mellem dem, der bor der.

1. Universel velfærdsmodel, hvor alle borgere har ret til den samme hjælp.

2. Liberal velfærdsmodel, hvor kun de svageste borgere får nogen hjælp.
"""

MATERIAL = "\f".join((PAGE_5, PAGE_6, PAGE_7))

WEB = """Hunde i parken

Hunde skal være i snor i byens park hele året rundt. Reglen gælder også for små hunde og for hvalpe.

Kælkebakken er åben for alle, når der ligger sne.
"""

MANIFEST = """[[source]]
doc_id = "materiale"
file = "materiale.txt"
title = "Materiale til samlingen"
sender = "Byens Kommune"
kind = "rapport"
year = 2025
first_page = 5
origin = "fra sekretariatet"
remarks = "prøve"
licence = "ukendt"

[[source]]
doc_id = "netside"
file = "netside.txt"
title = "Regler for hunde"
sender = "Parkforeningen"
kind = "netside"
"""

TOPICS: Mapping[str, int] = {
    word: axis
    for axis, words in enumerate(
        (
            "ældre gamle bedstemor pensionister plejehjem",
            "penge serviceramme udgifterne budget grænse",
            "hunde hund hvalpe vovse snor",
            "indbyggere befolkningstal indbyggertal folketal",
            "anonym hemmelig møder eksperterne rettigheder",
        )
    )
    for word in words.split()
}
"""Word → the axis of the topic it belongs to."""


class TopicEncoder:
    """Vectors that count the words of five topics; a text about none of them is the zero vector."""

    dimension = 5

    def __init__(self, fingerprint: str = "topics-1") -> None:
        self.fingerprint = fingerprint

    def encode_passages(self, passages: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(passages), self.dimension), dtype=np.float32)
        for row, passage in enumerate(passages):
            for word in tokens(passage):
                if word in TOPICS:
                    vectors[row, TOPICS[word]] += 1
        return vectors

    def encode_query(self, query: str) -> NDArray[np.float32]:
        return np.asarray(self.encode_passages([query])[0], dtype=np.float32)


def write_corpus(folder: Path, files: Mapping[str, str] | None = None, *, manifest: str | None = None) -> Path:
    """Writes text files, by default the two documents above with their manifest, into the new folder ``folder``."""
    folder.mkdir(parents=True)
    if files is None:
        files, manifest = {"materiale.txt": MATERIAL, "netside.txt": WEB}, manifest or MANIFEST
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    if manifest is not None:
        (folder / "sources.toml").write_bytes(manifest.encode("utf-8"))
    return folder


def write_expansions(corpus: Path, doc_id: str, *rows: Mapping[str, Any]) -> None:
    """Writes wordings for stretches of a document; each row names its stretch by ``of``, which stands once in the text.

    ``to`` names the last words of a longer stretch.
    """
    import hashlib

    data = (corpus / f"{doc_id}.txt").read_bytes()
    text = data.decode("utf-8")
    lines = [json.dumps({"sha256": hashlib.sha256(data).hexdigest()})]
    for row in rows:
        assert text.count(row["of"]) == 1, row["of"]
        start = text.index(row["of"])
        last = row.get("to", row["of"])
        end = text.index(last, start) + len(last)
        begins = " ".join(text[start:end].split())[:30]
        named = {name: value for name, value in row.items() if name not in ("of", "to")}
        lines.append(json.dumps({"start": start, "end": end, "begins": begins, "author": 1} | named))
    (corpus / "expansions").mkdir(exist_ok=True)
    (corpus / "expansions" / f"{doc_id}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_unanswered(corpus: Path, *questions: str) -> None:
    """Writes questions that no document comes close to."""
    rows = [json.dumps({"question": question}, ensure_ascii=False) for question in questions]
    (corpus / "unanswered.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


def expanded_corpus(folder: Path) -> Path:
    """Writes the two documents with a few wordings: answered, near and unanswered ones."""
    write_corpus(folder)
    write_expansions(
        folder,
        "materiale",
        {"of": "Kommunen\nfår flere ældre", "to": "leve længere.", "questions": ["kommer der mange bedstemødre til"]},
        {"of": "2024 14.569", "questions": ["folketal for to år siden"], "near": ["hvor mange flytter ud af byen"]},
        {"of": "• at deltage", "to": "samlingens arbejde.\n\nBefolkning", "questions": ["alt det jeg har lov til"]},
    )
    write_expansions(folder, "netside", {"of": "Hunde skal være i snor", "questions": ["må vovsen løbe frit"]})
    write_unanswered(folder, "hvad koster en billet til månen")
    return folder


def retriever_of(corpus: Path, encoder: Encoder | None = None) -> Retriever:
    """Returns a retriever over the folder ``corpus``, built in memory."""
    encoder = encoder or TopicEncoder()
    content = content_of(read_corpus(corpus))
    return Retriever(content, fields_of(content, encoder), encoder)


def unit_with(retriever: Retriever, words: str) -> int:
    """Returns the number of the one unit that holds ``words``."""
    found = [number for number in range(len(retriever.content.units)) if words in retriever.unit_text(number)]
    assert len(found) == 1, (words, found)
    return found[0]


def chunk_with(retriever: Retriever, words: str) -> str:
    """Returns the id of the chunk that holds the one unit with ``words``."""
    return retriever.chunk_of(unit_with(retriever, words)).chunk_id

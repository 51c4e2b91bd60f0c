"""Sentences of the material with one thing changed, which the claim check must then not call supported.

    number     one number is another one: of the same block where it has one of that kind, else a third larger
    negation   "ikke" is put behind the sentence's first auxiliary verb, or taken out
    name       a place, person or organisation is another one of the same kind
    actor      who does it ("kommunen", "medlemmerne") is somebody else in the same form
    opposite   a word is its opposite ("stiger", "falder")

Nobody writes these by hand, so there are enough of them to count rare errors. The rules were developed with them in
view, so they show that a kind of error is held down, not how often it comes in a stranger's text. What is right of them
is only that VERBATIM and SUPPORTED are wrong.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.ask import Assistant
from assistant.claims import Verdict, check
from assistant.quantities import Kind, danish, number_of, quantities_of
from ingest.blocks import BlockKind

PER_KIND = 40
_SEED = 2026
_LONGEST = 260
_AUXILIARY = re.compile(
    r"\b(?:er|var|har|havde|skal|kan|vil|må|bliver|blev|bør|kommer|får|giver|bruger|betyder|kræver|stiger|falder|viser"
    r"|findes)\b"
)
_NEGATION = re.compile(r"\s(?:ikke|aldrig)(?=\s)(?! (?:alene|kun|bare|blot|mindst|desto|nødvendigvis))")
_GROUPS = {
    "name": (
        "Dragør Tårnby Odense Varde Kerteminde Skanderborg Randers Herning Bornholm København".split(),
        ["Ulf Hjelmar", "Erik Rasmussen", "Kenneth Gøtterup", "Susanne Olsen", "Knud Kristensen", "Erik Nielsen"],
        ["OECD", "VIVE", "We Do Democracy", "KL", "SIND", "Egmont Fonden", "Teknologisk Institut"],
    ),
    "actor": (
        "kommunen sekretariatet kommunalbestyrelsen staten regeringen økonomiudvalget borgmesteren ekspertrådgiveren "
        "borgersamlingen folketinget".split(),
        "kommunerne medlemmerne borgerne politikerne forældrene medarbejderne observatørerne regionerne "
        "virksomhederne".split(),
        "kommuner borgere medarbejdere forældre fonde regioner pårørende pensionister frivillige".split(),
    ),
    "opposite": (
        ["stiger", "falder"],
        ["steget", "faldet"],
        ["stigning", "nedgang"],
        ["flere", "færre"],
        ["højere", "lavere"],
        ["større", "mindre"],
        ["største", "mindste"],
        ["bedre", "dårligere"],
        ["dyrere", "billigere"],
        ["åben", "lukket"],
        ["åbne", "lukkede"],
        ["positiv", "negativ"],
        ["private", "offentlige"],
        ["før", "efter"],
        ["mænd", "kvinder"],
        ["ældre", "unge"],
        ["lettere", "sværere"],
        ["offentlig", "hemmelig"],
        ["styrker", "svækker"],
        ["altid", "sjældent"],
        ["mest", "mindst"],
    ),
}


@dataclass(frozen=True, slots=True)
class Mutation:
    """A sentence of the material with one thing changed.

    Attributes:
        kind: what was changed; a key of the table above.
        source: the sentence.
        text: the sentence with the change.
    """

    kind: str
    source: str
    text: str


def mutations(assistant: Assistant, *, per_kind: int = PER_KIND) -> list[Mutation]:
    """Returns at most ``per_kind`` mutations of each kind, drawn with a fixed seed, kind by kind."""
    chance = random.Random(_SEED)
    sentences = list(_sentences(assistant))
    found: list[Mutation] = []
    for kind, change in _CHANGES.items():
        made = [
            Mutation(kind, sentence, text)
            for sentence, block in sentences
            if (text := change(chance, sentence, block)) and text != sentence
        ]
        found += chance.sample(made, min(per_kind, len(made)))
    return found


def wrongly_supported(assistant: Assistant, changed: list[Mutation]) -> list[Mutation]:
    """Returns those of ``changed`` that the check calls VERBATIM or SUPPORTED."""
    return [
        one
        for one in changed
        if any(said.verdict in (Verdict.VERBATIM, Verdict.SUPPORTED) for said in check(assistant, one.text))
    ]


def mutation_table(assistant: Assistant) -> str:
    """Returns for each kind how many mutations were drawn and how many were called VERBATIM or SUPPORTED, as text."""
    changed = mutations(assistant)
    wrong = wrongly_supported(assistant, changed)
    lines = ["sentences of the material with one thing changed: how many are called verbatim or supported"]
    for kind in _CHANGES:
        drawn, missed = (sum(one.kind == kind for one in some) for some in (changed, wrong))
        lines.append(f"  {kind:<14}{missed:>3} of {drawn}")
    return "\n".join(lines)


def _sentences(assistant: Assistant) -> Iterator[tuple[str, str]]:
    """Yields the whole sentences of running text with the text of their block."""
    content = assistant.retriever.content
    for number, unit in enumerate(content.units):
        block = assistant.retriever.block_of(number)
        text = assistant.retriever.unit_text(number)
        whole = text[:1].isupper() and text.rstrip().endswith(".") and len(text) <= _LONGEST
        if whole and block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and len(text.split()) > 4:
            document = assistant.retriever.document(unit.doc_id)
            yield text, " ".join(document.text[block.start : block.end].split())


def _number(chance: random.Random, sentence: str, block: str) -> str | None:
    measured = [q for q in quantities_of(sentence) if q.text[0].isdigit() and q.kind not in (Kind.REFERENCE, Kind.DATE)]
    measured = [q for q in measured if q.kind is not Kind.AGE]
    if not measured:
        return None
    one = chance.choice(measured)
    written = re.match(r"[\d.,]*\d", one.text)
    if written is None:
        return None
    others = {
        match.group()
        for q in quantities_of(block)
        if q.kind is one.kind and q.number != one.number and (match := re.match(r"[\d.,]*\d", q.text))
    }
    if others:
        new = chance.choice(sorted(others))
    elif one.kind is Kind.YEAR:
        new = str(int(one.value) - 1)
    else:
        new = danish((number_of(written.group()) * 4 / 3 + 1).quantize(Decimal(1)))
    start = one.start + written.start()
    return sentence[:start] + new + sentence[start + len(written.group()) :]


def _negation(chance: random.Random, sentence: str, block: str) -> str | None:
    found = _NEGATION.search(sentence)
    if found:
        return sentence[: found.start()] + sentence[found.end() :]
    verb = _AUXILIARY.search(sentence)
    if verb is None or re.search(r"\b(?:ingen|intet|uden|hverken|næppe|ikke)\b", sentence):
        return None
    return f"{sentence[: verb.end()]} ikke{sentence[verb.end() :]}"


def _swap(kind: str) -> Callable[[random.Random, str, str], str | None]:
    def change(chance: random.Random, sentence: str, block: str) -> str | None:
        for group in _GROUPS[kind]:
            there = [
                (word, match)
                for word in group
                for match in [
                    re.search(rf"(?<![\w-]){word}(?![\w-])", sentence, 0 if kind == "name" else re.IGNORECASE)
                ]
                if match
            ]
            others = [word for word in group if word.lower() not in sentence.lower()]
            if there and others:
                _, match = chance.choice(there)
                new = chance.choice(others)
                new = new[0].upper() + new[1:] if match.group()[0].isupper() else new
                return sentence[: match.start()] + new + sentence[match.end() :]
        return None

    return change


_CHANGES: dict[str, Callable[[random.Random, str, str], str | None]] = {
    "number": _number,
    "negation": _negation,
    "name": _swap("name"),
    "actor": _swap("actor"),
    "opposite": _swap("opposite"),
}

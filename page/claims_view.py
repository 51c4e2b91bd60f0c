"""A claim check as HTML: each statement with its verdict, the numbers that differ, and the passages behind it.

A verdict is told by its word, its sign and the shape of its border; colour only repeats it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import texts
from assistant.citations import Citation
from assistant.claims import Checked, Difference, Verdict

from .citation_view import Opener, citation_item
from .escaping import escape

SIGNS: Mapping[Verdict, str] = {
    Verdict.VERBATIM: "=",
    Verdict.SUPPORTED: "✓",
    Verdict.OTHER_NUMBER: "≠",
    Verdict.NOT_FOUND: "?",
}
"""Sign of each verdict; none of them is an answer's."""

SKIPPED_SIGN = "–"
_SKIPPED = "skipped"


def claims(checked: Sequence[Checked]) -> str:
    """Returns the claim check of a text: counts and legend, then its statements in order.

    Args:
        checked: the statements; ``data-statement`` in the page counts them from 1.
    """
    if not checked:
        return f'<section class="ks-claims"><p class="ks-empty" role="status">{texts.CLAIMS_NOTHING}</p></section>'
    skipped = sum(one.verdict is None for one in checked)
    advice = f'<p class="ks-empty">{texts.CLAIMS_NOTHING_CHECKED}</p>' if skipped == len(checked) else ""
    statements = "".join(_statement(number, one) for number, one in enumerate(checked, start=1))
    return (
        f'<section class="ks-claims" aria-labelledby="tjek-resultat"><h2 id="tjek-resultat" tabindex="-1">'
        f"{texts.CLAIMS_HEADING}</h2>"
        f'<p class="ks-total" role="status">{texts.claims_checked(len(checked) - skipped, skipped)}</p>{advice}'
        f"{_legend(checked)}"
        f'<ol class="ks-statements">{statements}</ol><p class="ks-next">{escape(texts.CHECK_NOTE)}</p></section>'
    )


def claim_citation_id(statement: int, marker: int) -> str:
    """Returns the id of a citation's number on the page."""
    return f"udsagn-{statement}-citat-{marker}"


def label_of(one: Checked) -> str:
    """Returns the verdict in words, or why there is none."""
    return texts.VERDICTS[one.verdict] if one.verdict else texts.SKIPPED[one.skip or ""]


def sign_of(one: Checked) -> str:
    """Returns the verdict's sign."""
    return SIGNS[one.verdict] if one.verdict else SKIPPED_SIGN


def _legend(checked: Sequence[Checked]) -> str:
    """Returns what each sign and colour means, with how many statements have it."""
    counts = Counter(one.verdict for one in checked)
    rows = [(verdict.value, SIGNS[verdict], texts.VERDICTS[verdict], counts[verdict]) for verdict in Verdict]
    meanings: dict[str, str] = texts.VERDICT_MEANINGS | {_SKIPPED: texts.SKIPPED_MEANING}
    if counts[None]:
        rows.append((_SKIPPED, SKIPPED_SIGN, texts.CLAIM_SKIPPED, counts[None]))
    items = "".join(
        f'<li class="ks-claim-{name}"><span class="ks-count">{count}</span>{_verdict(sign, label)}'
        f'<span class="ks-meaning">{escape(meanings[name])}</span></li>'
        for name, sign, label, count in rows
    )
    return f'<ul class="ks-legend" aria-label="{texts.CLAIMS_LEGEND}">{items}</ul>'


def _statement(number: int, one: Checked) -> str:
    name = one.verdict.value if one.verdict else _SKIPPED
    return (
        f'<li class="ks-claim ks-claim-{name}" id="udsagn-{number}"><div class="ks-claimed">'
        f'<p class="ks-claim-text"><span class="ks-claim-number">{number}.</span> {_marked(one)}</p>'
        f"<p>{_verdict(sign_of(one), label_of(one))}</p>{_numbers(one.differences)}{_own_words(one)}</div>"
        f"{_passages(number, one)}</li>"
    )


def _marked(one: Checked) -> str:
    """Returns the statement, the words dotted that no passage has."""
    text, at, parts = one.statement.text, 0, []
    for start, end in one.own_words:
        parts += [escape(text[at:start]), f'<span class="ks-own-word">{escape(text[start:end])}</span>']
        at = end
    return "".join([*parts, escape(text[at:])])


def _own_words(one: Checked) -> str:
    if not one.own_words:
        return ""
    return f'<p class="ks-own-words">{escape(texts.check_own_words(one.words_of_its_own))}</p>'


def _verdict(sign: str, label: str) -> str:
    return (
        f'<span class="ks-verdict"><span class="ks-sign" aria-hidden="true">{sign}</span> '
        f'<span class="ks-verdict-word">{escape(label)}</span></span>'
    )


def _numbers(differences: Sequence[Difference]) -> str:
    """Returns each number of the statement beside the one in the source."""
    if not differences:
        return ""
    rows = "".join(f"<tr><td>{escape(found.stated)}</td><td>{escape(found.source)}</td></tr>" for found in differences)
    return (
        f'<table class="ks-numbers"><caption>{texts.CLAIM_NUMBERS}</caption><thead><tr>'
        f'<th scope="col">{texts.CLAIM_STATED}</th><th scope="col">{texts.CLAIM_SOURCE}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _passages(number: int, one: Checked) -> str:
    if one.citations:
        quotes = "".join(_citation(number, citation) for citation in one.citations)
        return f'<ol class="ks-quotes ks-passages" aria-label="{texts.CLAIM_PASSAGE}">{quotes}</ol>'
    if one.verdict is Verdict.NOT_FOUND:
        return f'<p class="ks-passages ks-no-passage">{texts.CLAIM_NO_PASSAGE}</p>'
    return ""


def _citation(number: int, citation: Citation) -> str:
    marker = citation.marker
    data = {"statement": number, "citation": marker}
    name = texts.show_claim_citation(number, marker)
    return citation_item(citation, Opener(claim_citation_id(number, marker), "claim-source", data, name))

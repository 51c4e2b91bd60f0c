"""The forms that change the documents, what is being done, and what came of it, as HTML."""

import time
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime

import texts
from index.storage import Version
from index.update import Addition
from ingest.document import Source
from ingest.readers import SUPPORTED

from .escaping import escape

ACCEPTED = ",".join(SUPPORTED)


# --- Forms ----------------------------------------------------------------------------------------------------------


def add_form() -> str:
    """Returns the form by which documents are added; page/behaviour.js sends its files first."""
    fields = "".join(
        f'<div><label for="ny-{name}">{label}</label><input id="ny-{name}" name="{name}" maxlength="{most}"{more}'
        ' autocomplete="off"></div>'
        for name, label, most, more in (
            ("title", texts.ADD_TITLE, 200, ""),
            ("sender", texts.ADD_SENDER, 200, ""),
            ("year", texts.ADD_YEAR, 4, ' inputmode="numeric"'),
        )
    )
    return (
        f'<section class="ks-adding" aria-labelledby="tilfoej"><h3 id="tilfoej">{texts.ADD_HEADING}</h3>'
        '<form data-event="add-files" data-sends="ny-filer"><div class="ks-drop">'
        f'<p id="ny-hjaelp">{texts.ADD_HINT}</p>'
        f'<label class="ks-pick">{texts.ADD_FILES}<input type="file" id="ny-filer" multiple accept="{ACCEPTED}"'
        ' aria-describedby="ny-hjaelp"></label><ul class="ks-chosen" aria-live="polite"></ul></div>'
        f'<p>{texts.ADD_DETAILS}</p><div class="ks-fields">{fields}</div>'
        f'<button type="submit" class="ks-main">{texts.ADD_BUTTON}</button></form></section>'
    )


def remove_form(source: Source) -> str:
    """Returns the form that asks whether a document is to be removed, folded."""
    return _sure(
        texts.REMOVE,
        f'<form data-event="remove-document" data-document="{escape(source.doc_id)}">'
        f"<p>{escape(texts.remove_sure(source.title))}</p>{_choice(texts.REMOVE_YES)}</form>",
    )


def versions_list(kept: Sequence[Version], present: Mapping[str, str]) -> str:
    """Returns the earlier versions, each with a form that asks whether it is to be brought back.

    Args:
        kept: the versions that are kept.
        present: doc_id → title of the documents in use.
    """
    items = "".join(_version(version, present) for version in kept if not version.in_use)
    inside = f'<ul class="ks-versions">{items}</ul>' if items else f"<p>{texts.VERSIONS_NONE}</p>"
    return (
        f'<details class="ks-adding"><summary>{texts.VERSIONS_HEADING}</summary>'
        f"<p>{texts.VERSIONS_HINT}</p>{inside}</details>"
    )


def _version(version: Version, present: Mapping[str, str]) -> str:
    when = datetime.fromtimestamp(version.used).strftime("%d-%m-%Y %H:%M")
    titles = titles_of(version)
    more = [titles.get(doc_id, doc_id) for doc_id in version.documents if doc_id not in present]
    fewer = [title for doc_id, title in present.items() if doc_id not in version.documents]
    differs = [*([texts.version_more(more)] if more else []), *([texts.version_fewer(fewer)] if fewer else [])]
    form = _sure(
        texts.RESTORE,
        f'<form data-event="restore-version" data-version="{escape(version.name)}"><p>{texts.RESTORE_SURE}</p>'
        f"{_choice(texts.RESTORE_YES)}</form>",
    )
    return (
        f"<li><p><strong>{escape(texts.version_of(when, len(version.documents)))}</strong> "
        f"{escape(' '.join(differs) or texts.VERSION_SAME)}</p>{form}</li>"
    )


def titles_of(version: Version) -> dict[str, str]:
    """Returns doc_id → title of a version's documents, as far as its manifest says."""
    try:
        entries = tomllib.loads(version.sources or "").get("source", [])
    except tomllib.TOMLDecodeError:
        return {}
    return {entry["doc_id"]: entry["title"] for entry in entries if {"doc_id", "title"} <= entry.keys()}


def _sure(name: str, form: str) -> str:
    return f'<details class="ks-sure"><summary>{name}</summary>{form}</details>'


def _choice(yes: str) -> str:
    return (
        f'<div class="ks-choice"><button type="submit">{yes}</button>'
        f'<button type="button" data-do="fold">{texts.CANCEL}</button></div>'
    )


# --- What is being done, and what came of it ------------------------------------------------------------------------


def running(sentence: str) -> str:
    """Returns what is being done."""
    return _status(
        f'<p class="ks-running">{escape(sentence)}</p><progress aria-label="{texts.CHANGE_RUNNING}"></progress>'
    )


def done(sentence: str) -> str:
    """Returns that a change was made."""
    return _status(f'<p class="ks-notice">{escape(sentence)}</p>')


def failed(sentence: str) -> str:
    """Returns why a change was not made."""
    return _status(f'<p class="ks-notice ks-alert">{escape(sentence)}</p>')


def added(addition: Addition) -> str:
    """Returns what was added, what was refused, and what could not be read in what was added."""
    rows = [texts.added_here(source.title, source.sender, source.year) for source in addition.added]
    lines = "".join(f"<p>{escape(row)}</p>" for row in rows)
    said = texts.ADD_DONE if addition.added else texts.ADD_NOTHING
    return _status(
        f'<p class="ks-notice">{said}</p>{lines}{_listed(texts.ADD_REFUSED, addition.refused, "ks-failures")}'
        f"{_listed(texts.ADD_PROBLEMS, addition.problems, 'ks-failures')}"
    )


def _listed(lead: str, sentences: Sequence[str], name: str) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<div class="{name}"><p>{lead}</p><ul>{items}</ul></div>'


def _status(inside: str) -> str:
    """Returns the line that tells how a change goes on; the moment makes each another value, so that it is shown."""
    return f'<div class="ks-status" role="status" data-made="{time.monotonic_ns()}">{inside}</div>'

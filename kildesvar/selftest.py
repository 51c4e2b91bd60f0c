"""The checks of ``kildesvar selftest``: the material answers, and the page needs nothing but this machine."""

import http.client
import re
import socket
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import texts
from assistant.answer import Status
from assistant.ask import Assistant
from assistant.citations import Citation
from index.retriever import Retriever
from ingest.blocks import BlockKind
from ingest.document import Document
from ingest.normalise import quote_of

from .loopback import Watch, only_loopback
from .references import named_in

QUESTIONS = 3
_SPARE = 3
"""How many questions more may be tried: the rule that abstains is strict, and on a few pages it refuses some."""
_SENTENCE_WORDS = range(8, 26)
_TERMS = 5
"""A glossary has at least so many terms; fewer may be lines that only look like one."""
_UNROUTABLE = ("192.0.2.1", 443)
"""An address that is set aside for documentation (RFC 5737): nobody has it."""
_NOBODY = "kildesvar.invalid"
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")
_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        passed: whether it is as it should be; None for what is only told.
        said: what was found, in Danish.
        more: lines that name each thing that is not.
    """

    passed: bool | None
    said: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A question whose answer stands at a known place of the documents.

    Attributes:
        question: the question.
        doc_id: the document.
        start, end: half-open range of its text.
    """

    question: str
    doc_id: str
    start: int
    end: int


def checks(opened: Callable[[], Assistant], corpus: Path, reports: Path) -> Iterator[Check]:
    """Yields the checks as they are made, the last one being what was tried across the machine's border.

    Args:
        opened: opens the assistant.
        corpus: the folder of its documents.
        reports: the folder for reports of wrong answers; nothing is written there.
    """
    yield _barred()
    with only_loopback() as watch:
        assistant = opened()
        content = assistant.retriever.content
        yield Check(True, texts.selftest_loaded(len(content.documents), len(content.chunks)))
        yield from _questions(assistant)
        yield _refused(assistant)
        yield from _page(assistant, corpus, reports)
        yield _stayed(watch)


def known_questions(retriever: Retriever) -> list[Known]:
    """Returns ``QUESTIONS`` questions and some to spare, made from the documents, so that any documents will do.

    First the definition of the glossary term that is least spoken of elsewhere, where there is a glossary; then full
    sentences that stand once, asked in their own words, of each document in turn the one that says most.
    """
    definitions = _definitions(retriever)
    chosen = definitions[:1] if len(definitions) >= _TERMS else []
    return [*chosen, *_sentences(retriever)][: QUESTIONS + _SPARE]


def _definitions(retriever: Retriever) -> list[Known]:
    found = []
    everything = _everything(retriever)
    for doc_id, blocks in retriever.content.blocks.items():
        for block in blocks:
            text = quote_of(retriever.document(doc_id).text, block.start, block.end)
            term, dash, _ = text.partition(" – ")
            if block.kind is BlockKind.GLOSSARY and dash:
                known = Known(texts.what_is(term[:1].lower() + term[1:]), doc_id, block.start, block.end)
                found.append((everything.count(term.casefold()), term, known))
    return [known for _, _, known in sorted(found, key=lambda row: row[:2])]


def _sentences(retriever: Retriever) -> list[Known]:
    everything = _everything(retriever)
    by_document: dict[str, list[tuple[int, Known]]] = {}
    for unit in retriever.content.units:
        text = quote_of(retriever.document(unit.doc_id).text, unit.start, unit.end)
        is_whole = text[:1].isupper() and text.endswith(".") and len(text.split()) in _SENTENCE_WORDS
        is_prose = retriever.content.blocks[unit.doc_id][unit.block].kind is BlockKind.PARAGRAPH
        if is_whole and is_prose and everything.count(text.casefold()) == 1:
            words = len(set(text.casefold().split()))
            by_document.setdefault(unit.doc_id, []).append((-words, Known(text, unit.doc_id, unit.start, unit.end)))
    sorted_rows = [sorted(rows, key=lambda row: (row[0], row[1].start)) for rows in by_document.values()]
    return [row[1] for turn in zip_longest(*sorted_rows) for row in turn if row]


def _everything(retriever: Retriever) -> str:
    texts_of = (quote_of(document.text, 0, len(document.text)) for document in retriever.content.documents.values())
    return "\n".join(texts_of).casefold()


def _barred() -> Check:
    """Tries to leave the machine in the two ways there are, in a watch of its own: neither may succeed."""

    def connect() -> None:
        with socket.socket() as attempt:
            attempt.settimeout(1)
            attempt.connect(_UNROUTABLE)

    with only_loopback() as watch:
        for way in (connect, lambda: socket.getaddrinfo(_NOBODY, 443)):
            try:
                way()
            except OSError:
                continue
    return Check(len(watch.refused) == 2, texts.selftest_barred(len(watch.refused), 2))


def _questions(assistant: Assistant) -> Iterator[Check]:
    """Asks until ``QUESTIONS`` are answered; one that is refused is told, a quote that does not stand there fails."""
    known = known_questions(assistant.retriever)
    answered = 0
    for each in known:
        check = _asked(assistant, each)
        answered += check.passed is True
        yield check
        if answered == QUESTIONS:
            return
    yield Check(bool(known) and answered == min(QUESTIONS, len(known)), texts.selftest_too_few(answered, len(known)))


def _asked(assistant: Assistant, known: Known) -> Check:
    answer = assistant.ask(known.question)
    for citation in answer.citations:
        if citation.doc_id == known.doc_id and citation.start < known.end and known.start < citation.end:
            if stands_there(assistant.retriever.document(known.doc_id), citation):
                return Check(True, texts.selftest_answered(known.question, citation.quote, citation.page))
            return Check(False, texts.selftest_not_verbatim(known.question, citation.quote, citation.page))
    return Check(None, texts.selftest_not_answered(known.question))


def stands_there(document: Document, citation: Citation) -> bool:
    """Tells whether the quote stands word for word in ``document``, and begins on the page that is named."""
    page = bisect_right(document.page_starts, citation.start) - 1
    ends = (*document.page_starts[1:], len(document.text))
    label = document.page_labels[page] if document.page_labels and page >= 0 else None
    starts_on_page = page < 0 or document.page_starts[page] <= citation.start < ends[page]
    is_verbatim = quote_of(document.text, citation.start, citation.end) == citation.quote
    return is_verbatim and starts_on_page and label == citation.page and bool(citation.quote)


def _refused(assistant: Assistant) -> Check:
    answer = assistant.ask(texts.SELFTEST_NONSENSE)
    is_refused = answer.status is Status.NOT_IN_DOCUMENTS and not answer.text and not answer.citations
    return Check(is_refused, texts.selftest_nonsense(is_refused))


def _stayed(watch: Watch) -> Check:
    started = texts.selftest_programs(watch.programs)
    attempts = tuple(sorted(set(watch.refused)))
    return Check(not attempts, f"{texts.selftest_attempts(len(watch.refused))} {started}", attempts)


# --- The page --------------------------------------------------------------------------------------------------------


def _page(assistant: Assistant, corpus: Path, reports: Path) -> Iterator[Check]:
    with _served(assistant, corpus, reports) as address:
        status, headers, _ = _fetched(address, "/")
        yield Check(status == 200, texts.selftest_page(status))
        policy = headers.get("content-security-policy", "")
        yield Check(keeps_to_itself(policy), texts.selftest_policy(keeps_to_itself(policy)))
        walk = walked(address)
    troubles = (*(f"{texts.SELFTEST_ELSEWHERE} {each}" for each in walk.elsewhere), *walk.missing)
    yield Check(not troubles, texts.selftest_files(walk.files, len(troubles)), troubles)
    yield Check(None, texts.selftest_mentioned(walk.mentioned))


@contextmanager
def _served(assistant: Assistant, corpus: Path, reports: Path) -> Iterator[str]:
    """Serves the page on a free port of this machine and yields its address."""
    import app

    listener = app.listen(0)
    server = app.make_server(app.build_app(assistant, corpus=corpus, reports=reports))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://{app.HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_TIMEOUT)
        listener.close()


@dataclass(frozen=True, slots=True)
class Walk:
    """What a page and all that it names came to.

    Attributes:
        files: how many files were fetched from the page's own address.
        elsewhere: what would be fetched from another address, and what names it.
        missing: what is named and not there.
        mentioned: hosts of addresses that stand in the files and are not fetched by showing the page.
    """

    files: int
    elsewhere: tuple[str, ...]
    missing: tuple[str, ...]
    mentioned: tuple[str, ...]


def walked(address: str) -> Walk:
    """Fetches the page at ``address``, its configuration, what they name, what that names, and so on."""
    waiting, seen = [f"{address}/", f"{address}/config"], set[str]()
    elsewhere, missing, mentioned = set[str](), set[str](), set[str]()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        parts = urlsplit(url)
        status, headers, body = _fetched(address, parts.path + (f"?{parts.query}" if parts.query else ""))
        if status != 200:
            missing.add(f"{parts.path} ({status})")
            continue
        named = named_in(headers.get("content-type", ""), body.decode("utf-8", "replace"))
        mentioned |= {host for each in named.mentioned if (host := urlsplit(each).hostname)}
        for name in named.fetched:
            target = urljoin(url, name).partition("#")[0]
            if urlsplit(target).netloc == urlsplit(address).netloc:
                waiting.append(target)
            else:
                elsewhere.add(f"{target} ({parts.path})")
    others = sorted(host for host in mentioned - {urlsplit(address).hostname} if _HOST.fullmatch(host))
    return Walk(len(seen), tuple(sorted(elsewhere)), tuple(sorted(missing)), tuple(others))


def keeps_to_itself(policy: str) -> bool:
    """Tells whether a Content-Security-Policy keeps a browser from fetching anything from another address."""
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.split()}
    allowed = {source for sources in rules.values() for source in sources}
    inside = ("'", "data:", "blob:")
    return rules.get("default-src") in (["'self'"], ["'none'"]) and all(each.startswith(inside) for each in allowed)


def _fetched(address: str, path: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()

"""Exports: every quote with its place and fingerprint, in every format, whatever the texts hold.

A missing LibreOffice fails these tests; it does not skip them.
"""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import texts
from assistant.answer import Answer, Status
from assistant.ask import Assistant
from assistant.citations import Citation
from assistant.claims import Checked, Difference, Verdict, check
from assistant.statements import Skip, Statement
from page.conversation import MAX_QUESTION, Turn
from page.export import file_name, markdown, plain, print_page
from page.export_docx import docx
from page.paper import Edition, Kind, Paper, Paragraph, claims_paper, conversation_paper, fit

from .conftest import BUILDING, DRIVING, GLOSSARY, HARM, HOSTILE, HOSTILE_TEXT, READING, SERVICE, WEB
from .shown import Shown, assert_harmless

DAY = date(2026, 3, 9)
DOCUMENTS = {document.doc_id: document for document in (GLOSSARY, WEB, HOSTILE)}
EDITION = Edition("1.2.3", DAY)
NASTY = (
    "<script>x()</script> ${x} {{x}} & \"'`« » 😀 \u202eomvendt\u202c \u200f\x00\x0b\x1f\x7f\ufffe\ud800 "
    "# * _fed_ [a](http://x.invalid) ![b](http://x.invalid/y.png) | ~~c~~ <!-- d --> http://x.invalid 1. \\"
)


def turn(number: int, question: str, status: Status, *citations: Citation, **more: Any) -> Turn:
    searched = more.pop("searched", question)
    return Turn(number, Answer(question, searched, status, "", citations, (), **more), documents=DOCUMENTS)


TURNS = (
    turn(1, "Hvad er servicerammen?", Status.ANSWERED, SERVICE, replace(BUILDING, marker=2), opening="Ja."),
    turn(2, "Og frivillige?", Status.RELATED, READING, DRIVING, searched="Hvad kan frivillige?", missing=("i 2050",)),
    turn(3, "Hvad er vejret?", Status.NOT_IN_DOCUMENTS),
)
CHECKED = (
    Checked(Statement("Indledning", 0, 9, Skip.HEADING), None),
    Checked(Statement("Der er en grænse.", 0, 9), Verdict.SUPPORTED, (SERVICE,)),
    Checked(Statement("1. Der er 15.000.", 0, 9), Verdict.OTHER_NUMBER, (BUILDING,), (Difference("15.000", "14.450"),)),
    Checked(Statement("Månen er en ost.", 0, 9), Verdict.NOT_FOUND),
)
CONVERSATION, CHECK = conversation_paper(TURNS, EDITION), claims_paper(CHECKED, DOCUMENTS, EDITION)


def place_of(citation: Citation) -> str:
    return texts.source_line(citation.sender, citation.title, citation.section, citation.page)


def lines_of(packed: bytes) -> list[str]:
    """Returns the paragraphs of a DOCX file as python-docx reads them."""
    from docx import Document

    return [paragraph.text for paragraph in Document(io.BytesIO(packed)).paragraphs]


def html_of(text: str) -> Shown:
    """Returns Markdown as a reader sees it, tables and HTML in it too."""
    return Shown(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))


# --- What is exported -----------------------------------------------------------------------------------------------


def test_a_conversation_holds_questions_openings_quotes_and_places() -> None:
    found = [(paragraph.kind.value, paragraph.text) for paragraph in CONVERSATION.paragraphs]
    assert found == [
        ("heading", "Hvad er servicerammen?"),
        ("label", texts.ANSWER_LABEL),
        ("text", "Ja."),
        ("quote", f"[1] »{SERVICE.quote}«"),
        ("place", place_of(SERVICE)),
        ("quote", f"[2] »{BUILDING.quote}«"),
        ("place", place_of(BUILDING)),
        ("heading", "Og frivillige?"),
        ("text", "Jeg søgte på: Hvad kan frivillige?"),
        ("label", texts.RELATED_LABEL),
        ("text", texts.RELATED),
        ("context", "(Det kan man gøre:)"),
        ("quote", f"[1] »{READING.quote}«"),
        ("place", place_of(READING)),
        ("quote", f"[2] »{DRIVING.quote}«"),
        ("place", place_of(DRIVING)),
        ("text", texts.not_found(["i 2050"])),
        ("heading", "Hvad er vejret?"),
        ("label", texts.REFUSAL_LABEL),
        ("text", texts.NOT_IN_DOCUMENTS),
        ("text", texts.searched_documents(3)),
        ("heading", texts.EXPORT_SOURCES),
        ("source", f"Om ordliste (Dragør Kommune). SHA-256: {'0' * 64}"),
        ("source", f"Om netside (KL). SHA-256: {'0' * 64}"),
    ]
    assert place_of(SERVICE) == "Dragør Kommune · Om ordliste · Del 3 › Ordliste · side 4"
    assert CONVERSATION.made == "Lavet med Kildesvar 1.2.3 den 9. marts 2026. Citaterne er ordrette."


def test_a_claim_check_holds_verdicts_numbers_quotes_and_reasons() -> None:
    found = [(paragraph.kind.value, paragraph.text) for paragraph in CHECK.paragraphs]
    assert found == [
        ("text", "3 sætninger er tjekket, 1 er ikke."),
        ("text", texts.CHECK_NOTE),
        ("heading", "1. Indledning"),
        ("label", f"– {texts.SKIPPED['heading']}"),
        ("heading", "2. Der er en grænse."),
        ("label", f"✓ {texts.VERDICTS['supported']}"),
        ("quote", f"[1] »{SERVICE.quote}«"),
        ("place", place_of(SERVICE)),
        ("heading", "3. 1. Der er 15.000."),
        ("label", f"≠ {texts.VERDICTS['other_number']}"),
        ("text", texts.check_difference("15.000", "14.450")),
        ("quote", f"[1] »{BUILDING.quote}«"),
        ("place", place_of(BUILDING)),
        ("heading", "4. Månen er en ost."),
        ("label", f"? {texts.VERDICTS['not_found']}"),
        ("heading", texts.EXPORT_SOURCES),
        ("source", f"Om ordliste (Dragør Kommune). SHA-256: {'0' * 64}"),
    ]


def test_parts_of_a_question_and_a_cut_question_are_named() -> None:
    answer = replace(
        TURNS[0].answer, citations=(replace(SERVICE, label="hvad er en ramme"), replace(BUILDING, marker=2))
    )
    lines = [paragraph.text for paragraph in conversation_paper((Turn(1, answer, cut=True),), EDITION).paragraphs]
    assert lines[1] == texts.question_cut(MAX_QUESTION)
    assert lines[lines.index("Hvad er en ramme:") + 1].startswith("[1]")


def test_nothing_to_export_is_said() -> None:
    assert conversation_paper((), EDITION).paragraphs == (Paragraph(Kind.TEXT, texts.EXPORT_NO_QUESTIONS),)
    assert claims_paper((), {}, EDITION).paragraphs[0].text == texts.CLAIMS_NOTHING


def test_a_document_that_is_gone_is_still_named() -> None:
    paper = conversation_paper((replace(TURNS[0], documents={}),), EDITION)
    assert paper.paragraphs[-1].text == f"Om ordliste (Dragør Kommune). SHA-256: {texts.EXPORT_HASH_UNKNOWN}"
    assert "Kildesvar den 9." in conversation_paper((), replace(EDITION, version="")).made


def test_answers_of_two_versions_name_the_fingerprints_of_their_own_time() -> None:
    later = {GLOSSARY.doc_id: replace(GLOSSARY, sha256="1" * 64)}
    paper = conversation_paper((TURNS[0], replace(TURNS[0], number=2, documents=later)), EDITION)
    rows = [paragraph.text for paragraph in paper.paragraphs if paragraph.kind is Kind.SOURCE]
    assert [row[-64:] for row in rows] == ["0" * 64, "1" * 64]
    refused = conversation_paper((TURNS[2], replace(TURNS[2], number=4, documents=later)), EDITION)
    assert {texts.searched_documents(count) for count in (3, 1)} <= {row.text for row in refused.paragraphs}


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_file_names_hold_nothing_that_was_typed(ending: str) -> None:
    names = {file_name(conversation_paper((turn(1, question, Status.NOT_IN_DOCUMENTS),), EDITION), ending)
             for question in ("../../etc/passwd", "a\x00b:*?", "CON")}  # fmt: skip
    assert names == {f"kildesvar-samtale-2026-03-09.{ending}"}
    assert file_name(CHECK, ending) == f"kildesvar-tjek-2026-03-09.{ending}"


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_becomes_one_line_that_xml_can_hold(text: str) -> None:
    made = fit(text)
    assert ElementTree.fromstring(f"<a>{made.replace('&', '').replace('<', '')}</a>".encode()) is not None
    assert len(made.splitlines()) <= 1
    assert fit(made) == made
    assert "".join(c for c in text if c.isalnum()) == "".join(c for c in made if c.isalnum())


# --- Markdown and print ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", [CONVERSATION, CHECK], ids=["conversation", "check"])
def test_markdown_shows_every_paragraph_as_it_is(paper: Paper) -> None:
    shown = html_of(markdown(paper))
    for paragraph in paper.paragraphs:
        assert paragraph.text in shown.text
        if paragraph.kind is Kind.QUOTE:
            assert paragraph.text in shown.inside("blockquote.")
        if paragraph.kind is Kind.HEADING:
            assert paragraph.text in shown.inside("h2.")
        if paragraph.kind is Kind.SOURCE:
            assert paragraph.text in shown.inside("li.")
    assert paper.title in shown.inside("h1.") and paper.made in shown.inside("em.")
    assert len(shown.named("blockquote")) == sum(p.kind is Kind.QUOTE for p in paper.paragraphs)


@pytest.mark.parametrize("paper", [CONVERSATION, CHECK], ids=["conversation", "check"])
def test_the_printed_page_shows_every_paragraph_and_loads_nothing(paper: Paper) -> None:
    page = print_page(paper)
    shown = Shown(page)
    for paragraph in paper.paragraphs:
        assert paragraph.text in shown.text
    assert [text for text in shown.every("blockquote.")] == [p.text for p in paper.paragraphs if p.kind is Kind.QUOTE]
    assert paper.title in shown.inside("h1.") and paper.made in shown.text
    assert page.startswith("<!DOCTYPE html>") and 'lang="da"' in page and "default-src 'none'" in page
    assert not shown.named("script") and not shown.named("link") and "url(" not in page and "@import" not in page


@pytest.mark.parametrize(
    "text",
    ["# a", "a #", "#", "1. a", "1) a", "- a", "+ a", "* a", "> a", "---", "***", "===", "a | b", "~~~", "```", "a\\",
     "\\", "<b>a</b>", "<!-- a", "![a](b)", "[a]: b", "[^1]: a", "&amp;", "`a`", "**a**", "a_b_c", "http://x.invalid/a_b",
     ": a", "www.x.invalid", "a@x.invalid", "$a$", "<http://x.invalid>", "    a", "| a | b |", "{{a}}", "{%a%}",
     HOSTILE_TEXT],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["{}", "## {}", "> {}", "- {}", "**{}**"])
def test_plain_markdown_means_only_itself(text: str, frame: str) -> None:
    shown = html_of(frame.format(plain(text)))
    assert shown.text.strip() == text.strip()
    assert {tag for tag, _ in shown.tags} <= {"p", "h2", "blockquote", "ul", "li", "strong"}
    assert len(shown.tags) <= 2


def test_templates_and_addresses_are_found_by_no_program() -> None:
    made = plain("{{x}} ${x} {%x%} {#x#} @children http://x.invalid www.x.invalid")
    assert [sign for sign in ("{{", "}}", "${", "{%", "%}", "{#", " @", "://", "www.") if sign in made] == []


# --- Hostile texts --------------------------------------------------------------------------------------------------


def nasty_papers() -> list[Paper]:
    bad = replace(HARM, quote=NASTY, context=NASTY, label=NASTY, title=NASTY, sender=NASTY, section=NASTY)
    answer = Answer(NASTY, f"{NASTY}?", Status.RELATED, NASTY, (bad,), (), NASTY, (NASTY,))
    checked = Checked(Statement(NASTY, 0, 9), Verdict.OTHER_NUMBER, (bad,), (Difference(NASTY, NASTY),))
    source = replace(HOSTILE.source, title=NASTY, sender=NASTY)
    documents = {HARM.doc_id: replace(HOSTILE, source=source)}
    turns = (Turn(1, answer, documents=documents),)
    return [conversation_paper(turns, EDITION), claims_paper((checked,), documents, EDITION)]


@pytest.mark.parametrize("paper", nasty_papers(), ids=["conversation", "check"])
def test_hostile_text_is_escaped_in_every_format(paper: Paper) -> None:
    clean = fit(NASTY)
    assert "\x00" not in clean and "\ud800" not in clean and "😀" in clean and "\u202e" not in clean
    printed = Shown(f"<main>{print_page(paper).split('<main>')[1].split('</main>')[0]}</main>")
    for shown in (html_of(markdown(paper)), printed):
        assert_harmless(shown, f"[{HARM.marker}] »{clean}«")
        assert not {tag for tag, _ in shown.tags} & {"a", "b", "code", "table"}
    assert f"[{HARM.marker}] »{clean}«" in lines_of(docx(paper))
    with zipfile.ZipFile(io.BytesIO(docx(paper))) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))


# --- DOCX -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", [CONVERSATION, CHECK], ids=["conversation", "check"])
def test_a_docx_opens_again_and_holds_every_paragraph(paper: Paper) -> None:
    lines = lines_of(docx(paper))
    assert lines == [paper.title, *(paragraph.text for paragraph in paper.paragraphs), paper.made]


def test_a_docx_says_what_it_is_in_danish() -> None:
    from docx import Document

    document = Document(io.BytesIO(docx(CONVERSATION)))
    properties = document.core_properties
    assert (properties.title, properties.author) == (texts.EXPORT_CONVERSATION, texts.SITE_TITLE)
    assert properties.created is not None and properties.created.date() == DAY
    assert properties.language == "da-DK"
    styles = document.styles.element.xml
    assert 'w:lang w:val="da-DK"' in styles and 'w:val="en-US"' not in styles
    names = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "Quote", "List Bullet"} <= names


def test_the_same_paper_gives_the_same_bytes() -> None:
    again = conversation_paper(TURNS, Edition("1.2.3", DAY))
    assert docx(again) == docx(CONVERSATION)
    assert (markdown(again), print_page(again)) == (markdown(CONVERSATION), print_page(CONVERSATION))
    later = conversation_paper(TURNS, replace(EDITION, day=date(2026, 3, 10)))
    assert docx(later) != docx(CONVERSATION)
    with zipfile.ZipFile(io.BytesIO(docx(CONVERSATION))) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- LibreOffice ----------------------------------------------------------------------------------------------------


def pdf_text(papers: Sequence[Paper], folder: Path) -> list[str]:
    """Returns the text of each paper as LibreOffice prints it from its DOCX file."""
    from pypdf import PdfReader

    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: apt-get install libreoffice-writer-nogui"
    names = [f"{number}.docx" for number in range(len(papers))]
    for name, paper in zip(names, papers, strict=True):
        (folder / name).write_bytes(docx(paper))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    found = []
    for name in names:
        reader = PdfReader((folder / name).with_suffix(".pdf"))
        found.append("\n".join(page.extract_text() for page in reader.pages))
    return found


def letters(text: str) -> str:
    """Returns the letters and digits of ``text``, which is what line ends of a printed page leave alone."""
    return re.sub(r"[\W_]", "", text)


def test_libreoffice_opens_the_files_and_prints_every_quote_and_place(tmp_path: Path, real: Assistant) -> None:
    questions = ("Hvad er servicerammen?", "Hvor mange ældre over 80 år kommer der i Dragør?", "Hvem vandt i Odense?")
    documents = real.retriever.content.documents
    turns = tuple(
        Turn(number, real.ask(question), documents=documents) for number, question in enumerate(questions, start=1)
    )
    checked = check(
        real, "Dragør Kommune har 19.450 indbyggere. Velfærd skabes i fællesskab. Månen er en ost fra Samsø."
    )
    papers = [conversation_paper(turns, EDITION), claims_paper(checked, documents, EDITION), *nasty_papers()]
    assert sum(paragraph.kind is Kind.QUOTE for paper in papers[:2] for paragraph in paper.paragraphs) >= 4
    printed = pdf_text(papers, tmp_path)
    for paper, text in list(zip(papers, printed, strict=True))[:2]:
        for paragraph in paper.paragraphs:
            assert letters(paragraph.text) in letters(text), paragraph
        assert letters(paper.made) in letters(text)
    for text in printed[2:]:
        assert "script" in text and letters("1.2.3 den 9. marts 2026") in letters(text)

"""From lines to blocks: headings, paragraphs, lists, tables, figures, glossary entries, quotations.

The parser walks over the lines once. At each line it asks the readers below, the most specific first, whether something
of theirs begins here; the first that says yes takes its lines. Whatever nobody takes is a paragraph.
"""

import re
from dataclasses import replace

from . import tables
from .blocks import Block, BlockKind, Noise, Structure
from .document import Document, Span
from .lines import PAGE_TOP, WIDE_COLUMN, Layout, Line, lines_of
from .marks import structure_from_marks
from .noise import noise_of
from .normalise import quote_of

_ITEM = re.compile(r"(?:[•‣◦▪●–*-]|\d{1,2}[.)]|[a-zæøå]\))\s+\S")
_COUNT = re.compile(r"(\d{1,2})[.)]\s+\S")
_COUNT_REACH = 8
_ITEM_REACH = 10
_URL = re.compile(r"(?:https?://|www\.)\S+")
_PART_HEADING = re.compile(r"(Del|Kapitel|Afsnit|Tendens|Bilag|Trin|Part|Chapter)\s+(\d+|[IVX]+)\b", re.IGNORECASE)
_GLOSSARY_HEADING = re.compile(
    r"(ordliste|ordforklaring(er)?|begreber|begrebsliste|glossary|definitioner)\W*", re.IGNORECASE
)
_GLOSSARY_ENTRY = re.compile(r"[A-ZÆØÅ][^.–:;]{1,60}\s+[–-]\s+[A-ZÆØÅ\"”“]")
_GLOSSARY_PART = re.compile(r"\d{1,2}\.\s+\S")
_LABELLED = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ-]+(?: [\wæøåÆØÅ-]+){0,2}: \S")
_OPEN_ENDING = re.compile(
    r"([.,;:!–-]|\b(som|og|eller|at|der|den|det|de|en|et|i|på|af|til|for|fra|med|om|ved|alt|er|har|vi|kan|skal|hvor|hvis|når))$"
)
_OPENING_QUOTES = "’'\"”“»"
_ABBREVIATION = re.compile(
    r"\b(bl\.a|m\.fl|mv|m\.v|m\.m|mm|osv|pct|ca|fx|f\.eks|jf|nr|kr|mio|mia|inkl|ekskl|evt|pga|ift|ifm|pr|stk|dvs)\.$"
)
_LETTER_CLOSE = re.compile(r"(med )?(venlig|kærlig|bedste) hilsen", re.IGNORECASE)

_NAME = r"[A-ZÆØÅ][\wéüö.-]+(?: [A-ZÆØÅ][\wéüö.-]+){1,3}"
_ROLE = (
    r"(?:\w*formand|forkvinde|\w*direktør|\w*borgmester|\w*konsulent|\w*leder|\w*chef|\w*minister|professor|\w*rektor"
    r"|\w*rådgiver|\w*forsker|\w*sekretær|\w*talsmand|\w*ordfører|\w*medlem)"
)
_ATTRIBUTION = re.compile(rf"{_NAME},\s*{_ROLE}\b[^.!?]*")
_OPEN_ROLE = re.compile(r"(,|\b(for|i|af|ved|hos))$")
_SIGNATURE = re.compile(rf"{_NAME}")
_ROLE_LINE = re.compile(rf"(?:\w+ende )?{_ROLE}", re.IGNORECASE)

_HEADING_LINES = 3
_HEADING_WORDS = 20
_NARROW_HEADING_WORDS = 8
_QUOTE_LINES = 14
_LOOSE_RUN = 4
"""This many heading-like lines in a row are the lettering of a figure or a box, not headings."""


def structure_of(document: Document) -> Structure:
    """Returns the blocks and the noise of ``document``; together they hold every non-space character exactly once."""
    if document.marks:
        return structure_from_marks(document)
    lines = lines_of(document)
    noise = noise_of(document, lines)
    blocks = _Parser(document, _content(lines, noise)).parse()
    return Structure(tuple(blocks), tuple(noise[number] for number in sorted(noise)))


class _Parser:
    """Walks over the content lines of one document; ``self.at`` is the number of the next line to read."""

    def __init__(self, document: Document, lines: list[Line]) -> None:
        self.document = document
        self.lines = lines
        self.layout = Layout.of(self.lines)
        self.at = 0
        self.blocks: list[Block] = []
        self.path: list[tuple[int, str]] = []
        self.in_glossary = False
        self.table_width: int | None = None

    def parse(self) -> list[Block]:
        readers = (
            self._link,
            self._continued_table,
            self._table,
            self._figure,
            self._legend,
            self._attribution,
            self._glossary,
            self._item,
            self._heading,
        )
        while self.at < len(self.lines):
            if not any(reader() for reader in readers):
                self._paragraph()
        return self.blocks

    # --- small helpers -------------------------------------------------------------------------------------------

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.path)

    def _text(self, first: int, end: int) -> str:
        return quote_of(self.document.text, self.lines[first].start, self.lines[end - 1].end)

    def _add(
        self, kind: BlockKind, first: int, end: int, *, lead: Span | None = None, header: Span | None = None
    ) -> Block:
        """Adds the lines ``[first, end)`` as one block and moves on behind them."""
        block = Block(kind, self.lines[first].start, self.lines[end - 1].end, self.section, lead, header)
        self.blocks.append(block)
        self.at = end
        return block

    def _same_page(self, first: int, number: int) -> bool:
        return number < len(self.lines) and self.lines[number].page == self.lines[first].page

    def _page_end(self, first: int) -> int:
        end = first
        while self._same_page(first, end):
            end += 1
        return end

    def _is_closed(self, number: int) -> bool:
        """Whether nothing is left open above line ``number``, so that something new may begin there."""
        if number == 0 or self.layout.is_border(number):
            return True
        above = self.lines[number - 1]
        if above.ends_sentence or (self.blocks and self.blocks[-1].end == above.end and self._last_is_closed()):
            return True
        return above.page != self.lines[number].page and self.lines[number].starts_upper

    def _last_is_closed(self) -> bool:
        return self.blocks[-1].kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTE)

    # --- readers: each returns whether it took the lines that begin at self.at ------------------------------------

    def _link(self) -> bool:
        if not _URL.fullmatch(self.lines[self.at].text):
            return False
        self._add(BlockKind.LINK, self.at, self.at + 1)
        return True

    def _table(self) -> bool:
        if not tables.TABLE_CAPTION.match(self.lines[self.at].text):
            return False
        caption_end = self._caption_end(self.at)
        rows = tables.read_rows(self.lines, caption_end, self._page_end(self.at))
        caption = self._add(BlockKind.CAPTION, self.at, caption_end)
        if rows:
            header = self._add_header(rows)
            self._add_rows(rows, caption.span, header)
        return True

    def _caption_end(self, first: int) -> int:
        """A caption goes on over tight lines only while a parenthesis of it is open."""
        end = first + 1
        text = self.lines[first].text
        while self._same_page(first, end) and self.layout.is_tight(end) and text.count("(") > text.count(")"):
            text += self.lines[end].text
            end += 1
        return end

    def _add_header(self, rows: tables.Rows) -> Span | None:
        first, end = rows.header
        return self._add(BlockKind.HEADER, first, end).span if end > first else None

    def _add_rows(self, rows: tables.Rows, caption: Span, header: Span | None) -> None:
        for first, end in rows.rows:
            self._add(BlockKind.ROW, first, end, lead=caption, header=header)
        self.table_width = rows.width
        self.at = rows.end

    def _continued_table(self) -> bool:
        """Rows at the top of a page that go on with the table that closed the page before."""
        line = self.lines[self.at]
        last = self.blocks[-1] if self.blocks else None
        if line.blank_before != PAGE_TOP or last is None or last.kind is not BlockKind.ROW or last.lead is None:
            return False
        rows = tables.read_rows(self.lines, self.at, self._page_end(self.at), width=self.table_width)
        if rows is None or rows.rows[0][0] != self.at:
            return False
        self._add_rows(rows, last.lead, last.header)
        return True

    def _figure(self) -> bool:
        if not tables.FIGURE_CAPTION.match(self.lines[self.at].text):
            return False
        self._add(BlockKind.CAPTION, self.at, self._caption_end(self.at))
        return True

    def _legend(self) -> bool:
        """Lettering of a chart: ``label; amount; share`` lines, or loose labels that close a page."""
        end = tables.read_legend(self.lines, self.at, self._page_end(self.at)) or self._loose_labels()
        if end is None:
            return False
        self._add(BlockKind.LEGEND, self.at, end, lead=self._page_caption())
        return True

    def _loose_labels(self) -> int | None:
        """Tight short lines without a sentence at the foot of a page that has a figure."""
        end = self._page_end(self.at)
        page = self.lines[self.at : end]
        if not self.layout.double_spaced or len(page) < 2 or self._page_caption() is None:
            return None
        tight = all(self.layout.is_tight(number) for number in range(self.at + 1, end))
        loose = all(len(line.text) < 40 and not line.ends_sentence for line in page)
        return end if tight and loose else None

    def _page_caption(self) -> Span | None:
        """Returns the nearest figure caption above on this page."""
        page = self.lines[self.at].page
        for block in reversed(self.blocks):
            if self.document.page_index(block.start) != page:
                return None
            if block.kind is BlockKind.CAPTION and tables.FIGURE_CAPTION.match(self.document.text, block.start):
                return block.span
        return None

    def _attribution(self) -> bool:
        """``Name, role`` below a quotation, or ``Name`` over ``Role`` below a letter."""
        end = self._attribution_end()
        if end is None:
            return False
        first = self.at
        self._take_quotation_above()
        self._add(BlockKind.ATTRIBUTION, first, end)
        attribution = self.blocks[-1].span
        if len(self.blocks) > 1 and self.blocks[-2].kind is BlockKind.QUOTE:
            self.blocks[-2] = replace(self.blocks[-2], speaker=attribution)
        return True

    def _attribution_end(self) -> int | None:
        if not self._is_closed(self.at):
            return None
        for end in range(self.at + 1, min(self.at + 3, self._page_end(self.at)) + 1):
            text = self._text(self.at, end)
            goes_on = self._same_page(self.at, end) and (
                self.layout.is_tight(end) or _OPEN_ROLE.search(text) is not None
            )
            if _ATTRIBUTION.fullmatch(text) and not goes_on:
                return end
        below = self.at + 1
        if (
            self._same_page(self.at, below)
            and _SIGNATURE.fullmatch(self.lines[self.at].text)
            and _ROLE_LINE.fullmatch(self.lines[below].text)
        ):
            return below + 1
        return None

    def _take_quotation_above(self) -> None:
        """Turns the paragraphs between the last border and the attribution into one quotation."""
        first = self.at
        while first > 0 and self.at - first < _QUOTE_LINES and self._same_page(self.at, first - 1):
            first -= 1
            if self.layout.is_border(first) or self._inside_other(first):
                break
        begin = self.lines[first].start
        taken = [block for block in self.blocks if block.start >= begin]
        if not taken or taken[0].start != begin or any(block.kind is not BlockKind.PARAGRAPH for block in taken):
            return
        if _LETTER_CLOSE.match(self.document.text, taken[-1].start):
            return
        del self.blocks[-len(taken) :]
        self.blocks.append(Block(BlockKind.QUOTE, begin, taken[-1].end, taken[0].section))

    def _inside_other(self, number: int) -> bool:
        """Whether line ``number`` was read as something that a quotation cannot hold."""
        start = self.lines[number].start
        return any(
            block.start <= start < block.end and block.kind is not BlockKind.PARAGRAPH for block in self.blocks[-6:]
        )

    def _glossary(self) -> bool:
        text = self.lines[self.at].text
        if not self.in_glossary:
            return False
        if _GLOSSARY_ENTRY.match(text) and self._is_closed(self.at):
            self._add(BlockKind.GLOSSARY, self.at, self._entry_end(self.at))
            return True
        head = self._open_entry()
        if head and _GLOSSARY_PART.match(text):
            self._add(BlockKind.PART, self.at, self._entry_end(self.at), lead=head)
            return True
        return False

    def _open_entry(self) -> Span | None:
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind not in (BlockKind.GLOSSARY, BlockKind.PART):
            return None
        return last.lead or last.span

    def _entry_end(self, first: int) -> int:
        """An entry goes on to the next entry, the next numbered part or the end of its page."""
        end = first + 1
        while self._same_page(first, end):
            text = self.lines[end].text
            if _GLOSSARY_PART.match(text) or (_GLOSSARY_ENTRY.match(text) and self.lines[end - 1].ends_sentence):
                break
            end += 1
        return end

    def _item(self) -> bool:
        if not self._is_item(self.at):
            return False
        first = self.at
        lead = self._lead_in()
        end = first + 1
        while self._same_page(first, end) and not self._is_item(end) and self._item_goes_on(end):
            end += 1
        self._add(BlockKind.ITEM, first, end, lead=lead)
        return True

    def _is_item(self, number: int) -> bool:
        line = self.lines[number]
        if line.text.startswith(("–", "-")) and not line.indent and self.layout.double_spaced:
            return False
        before = self.document.text[line.start - line.indent : line.start]
        if "\t" in before and line.starts_upper:
            return True
        if line.text[:1].isdigit():
            return self._counts_on(number)
        return bool(_ITEM.match(line.text))

    def _counts_on(self, number: int) -> bool:
        """Whether a line that begins with ``7.`` is a list item and not the end of a sentence ("landets / 7. mindste")."""
        found = _COUNT.match(self.lines[number].text)
        if not found:
            return False
        if self._is_closed(number) or self.lines[number - 1].text.endswith(":"):
            return True
        counts = {int(found[1]) - 1, int(found[1]) + 1}
        around = self.lines[max(0, number - _COUNT_REACH) : number + _COUNT_REACH]
        return any(int(other[1]) in counts for line in around if (other := _COUNT.match(line.text)))

    def _item_goes_on(self, number: int) -> bool:
        """Whether line ``number`` carries on the list item above it."""
        above, line = self.lines[number - 1], self.lines[number]
        if line.indent > 1 and not self.layout.double_spaced:
            return True
        if self.layout.is_border(number):
            return False
        if above.ends_sentence and line.starts_upper:
            return not self.layout.ended_early(number - 1) and self._more_items(number)
        if self._ended_on_purpose(number - 1) and not above.text.endswith((",", "-")):
            return bool(_URL.match(line.text)) or (line.starts_lower and not self._sisters_end_open())
        return True

    def _ended_on_purpose(self, number: int) -> bool:
        """In a narrow column typed breaks tell more than the room left on the line, where they can be told."""
        if self.layout.keeps_spaces and self.layout.width(number) < WIDE_COLUMN:
            return self.layout.ended_hard(number)
        return self.layout.ended_early(number)

    def _sisters_end_open(self) -> bool:
        """Whether the list item above ended without punctuation, so that this one may as well."""
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is not BlockKind.ITEM:
            return False
        return self.document.text[last.end - 1].isalnum()

    def _more_items(self, number: int) -> bool:
        """Whether the list goes on below, so that a full line between two items belongs to the upper one."""
        end = min(self._page_end(number), number + _ITEM_REACH)
        return any(self._is_item(below) for below in range(number + 1, end))

    def _lead_in(self) -> Span | None:
        """Returns what announces the list, shared by all of its items: the open sentence or the heading above it.

        A list that begins right at a page's top goes on with the list before it.
        """
        last = self.blocks[-1] if self.blocks else None
        if last is None:
            return None
        if last.kind is BlockKind.ITEM:
            return last.lead
        if self.lines[self.at].blank_before == PAGE_TOP:
            return self._list_before()
        if last.kind is BlockKind.PARAGRAPH and not self.document.text[: last.end].endswith("."):
            return self._last_sentence(last)
        return last.span if last.kind is BlockKind.HEADING else None

    def _list_before(self) -> Span | None:
        page = self.lines[self.at].page
        for block in reversed(self.blocks):
            if page - self.document.page_index(block.start) > 1:
                return None
            if block.kind is BlockKind.ITEM:
                return block.lead
        return None

    def _last_sentence(self, block: Block) -> Span:
        text = self.document.text[block.start : block.end]
        starts = [m.end() for m in re.finditer(r"[.!?]\s+(?=[A-ZÆØÅ])", text)]
        return block.start + (starts[-1] if starts else 0), block.end

    def _heading(self) -> bool:
        end = self._heading_end(self.at)
        if end is None:
            return False
        run = self._heading_run(end)
        level = self._level(self.at)
        text = self._text(self.at, end)
        self.path = [(depth, title) for depth, title in self.path if depth < level and title != text] + [(level, text)]
        self.in_glossary = bool(_GLOSSARY_HEADING.fullmatch(text))
        self._add(BlockKind.HEADING, self.at, end)
        if run > end:
            self._add(BlockKind.PARAGRAPH, end, run)
        return True

    def _heading_run(self, end: int) -> int:
        """Returns the end of the loose lettering below a heading, or ``end`` when there is none."""
        run, count = end, 0
        while self._same_page(end - 1, run) and self._is_lettering(run):
            run, count = run + 1, count + 1
        return run if count >= _LOOSE_RUN else end

    def _is_lettering(self, number: int) -> bool:
        """Whether line ``number`` looks like one more line of lettering: short, capitalised, no sentence."""
        line = self.lines[number]
        if self.layout.is_border(number):
            return False
        begins = line.starts_upper or self.lines[number - 1].text.endswith("-")
        return begins and not line.ends_sentence and len(line.text.split()) <= 4 and not self._is_item(number)

    def _heading_end(self, first: int) -> int | None:
        """Returns the number after the last line of the heading that begins at ``first``, or None."""
        if not self._same_page(first, first + 1) or not self._may_begin_heading(first):
            return None
        end = first + 1
        while end - first < _HEADING_LINES and self._same_page(first, end) and self._heading_goes_on(end):
            end += 1
        return end if self._same_page(first, end) and self._reads_as_heading(first, end) else None

    def _reads_as_heading(self, first: int, end: int) -> bool:
        """Whether the lines ``[first, end)``, with something capitalised below them, are worded and set like a heading."""
        text = self._text(first, end)
        wide = self.layout.width(first) >= WIDE_COLUMN
        if len(text.split()) > (_HEADING_WORDS if wide else _NARROW_HEADING_WORDS) or _OPEN_ENDING.search(text):
            return False
        if text.endswith("?") and end - first > 2:
            return False
        if not self.lines[end].starts_upper or self.lines[end].text[0] in _OPENING_QUOTES:
            return False
        set_apart = self.layout.is_border(first) and self.layout.is_border(end)
        return not wide or set_apart or all(self.layout.ended_early(number) for number in range(first, end))

    def _may_begin_heading(self, first: int) -> bool:
        line = self.lines[first]
        if not line.starts_upper or self._is_item(first) or len(tables.row_cells(line.text)) > 1:
            return False
        if _LETTER_CLOSE.match(line.text) or _URL.search(line.text) or self._is_labelled_series(first):
            return False
        if line.ends_sentence and not line.text.endswith("?"):
            return False
        return self._is_closed(first) or self._is_typed_apart(first)

    def _is_typed_apart(self, first: int) -> bool:
        """Whether typed line breaks set one to three lines apart even though the sentence above is still open."""
        if self.lines[first - 1].text.endswith("-"):
            return False
        for number in range(first, min(first + _HEADING_LINES, self._page_end(first))):
            if not self.layout.ended_hard(number):
                return False
            if self.lines[number].trailing == 0:
                return True
        return False

    def _heading_goes_on(self, number: int) -> bool:
        above, line = self.lines[number - 1], self.lines[number]
        if self.layout.is_tight(number):
            return not self._is_item(number)
        if self.layout.is_border(number) or above.ends_sentence:
            return False
        lone_word = " " not in line.text and line.starts_upper and len(above.text) > 45
        return line.starts_lower or line.text.startswith("–") or (lone_word and not line.ends_sentence)

    def _is_labelled_series(self, first: int) -> bool:
        """Whether the line is one of several statements ``Label: text`` and so no heading."""
        if not _LABELLED.match(self.lines[first].text) or _PART_HEADING.match(self.lines[first].text):
            return False
        return any(
            _LABELLED.match(self.lines[number].text)
            for number in (first + 1, first - 1)
            if 0 <= number < len(self.lines) and self.lines[number].page == self.lines[first].page
        )

    def _level(self, first: int) -> int:
        """Numbered parts are level 1, headings at a wide page's top 2, one right below a heading one deeper, others 3."""
        if _PART_HEADING.match(self.lines[first].text):
            return 1
        if self.lines[first].blank_before == PAGE_TOP and self.layout.width(first) >= WIDE_COLUMN:
            return 2
        if self.blocks and self.blocks[-1].kind is BlockKind.HEADING and self.path:
            return min(self.path[-1][0] + 1, 5)
        return 3

    def _paragraph(self) -> None:
        first = self.at
        end = first + 1
        while self._same_page(first, end) and not self._paragraph_ends(end):
            end += 1
        self._add(BlockKind.PARAGRAPH, first, end)
        if self.lines[first].starts_lower:
            self._carry_on()

    def _paragraph_ends(self, number: int) -> bool:
        """Whether something new begins at line ``number``."""
        line, above = self.lines[number], self.lines[number - 1]
        if self.layout.is_border(number) or _URL.fullmatch(line.text) or self._is_item(number):
            return True
        if (
            tables.TABLE_CAPTION.match(line.text)
            or tables.FIGURE_CAPTION.match(line.text)
            or tables.NOTE.match(line.text)
        ):
            return True
        if _LABELLED.match(line.text) and (above.ends_sentence or self.layout.ended_early(number - 1)):
            return True
        if above.ends_sentence and line.starts_lower:
            return not _ABBREVIATION.search(above.text) or len(above.text) < 0.4 * self.layout.width(number - 1)
        if not above.ends_sentence and not self._is_typed_apart(number):
            return False
        saved, self.at = self.at, number
        begins = self._heading_end(number) is not None or self._attribution_end() is not None
        self.at = saved
        return begins or (above.ends_sentence and line.starts_upper and self.layout.ended_early(number - 1))

    def _carry_on(self) -> None:
        """Marks the last block as carrying on an open sentence above, under whose headings it then stands."""
        block = self.blocks[-1]
        page = self.document.page_index(block.start)
        for earlier in reversed(self.blocks[:-1]):
            if page - self.document.page_index(earlier.start) > 1:
                return
            if earlier.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
                continue
            if not re.search(r"[.!?:\"”][\"”’)]*$", self.document.text[earlier.start : earlier.end]):
                self.blocks[-1] = replace(block, section=earlier.section, continues=True)
                return


def _content(lines: list[Line], noise: dict[int, Noise]) -> list[Line]:
    """Returns the lines that are not noise; noise leaves a gap as wide as a border behind."""
    content: list[Line] = []
    for number, line in enumerate(lines):
        if number in noise:
            continue
        if not content or content[-1].page != line.page:
            line = replace(line, blank_before=PAGE_TOP)
        elif number - 1 in noise:
            line = replace(line, blank_before=max(2, line.blank_before))
        content.append(line)
    return content

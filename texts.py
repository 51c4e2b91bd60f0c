"""Every Danish text that users see, in one place: names for fixed texts, functions for texts with something in them.

A leaf: it imports nothing of the project, so every stage may use it.
"""

from collections.abc import Iterable, Sequence

# --- Answers ---------------------------------------------------------------------------------------------------------

NOT_IN_DOCUMENTS = "Det står ikke i materialet."
RELATED = "Materialet svarer ikke direkte på det, men siger:"
SEARCHED_FOR = "Jeg søgte på: "
WHAT_NEXT = "Prøv med andre ord, eller spørg om noget, materialet handler om."
PAGE = "side"
NO_PAGE = "uden sidetal"


YES = "Ja."
NO = "Nej."
SEE_SOURCE = "Se kilden:"
MISSING_MAIL = "mailadressen"
MISSING_PHONE = "telefonnummeret"
MISSING_PRICE = "prisen eller beløbet"
MISSING_NUMBER = "tallet"
MISSING_DATE = "tidspunktet"
MISSING_NAME = "navnet"


def missing_year(year: str) -> str:
    """Names a year that the quotes do not have."""
    return f"i {year}"


def missing_place(place: str) -> str:
    """Names a place that the quotes do not have."""
    return f"for {place[:1].upper()}{place[1:]}"


def not_found(missing: Sequence[str]) -> str:
    """Says what a question asks for and the quotes do not have."""
    return f"Det fandt jeg ikke: {', '.join(missing)}."


def side(text: str) -> str:
    """Stands over the quotes for one part of a question."""
    return f"{text[:1].upper()}{text[1:].strip(' ?.,')}:"


def part(text: str) -> str:
    """Names a part of a question that was not answered."""
    return f"»{text.strip(' ?.,')}«"


def part_near(text: str) -> str:
    """Labels the quote that comes nearest to a part of a question that nothing answers."""
    return f"{text.strip(' ?.,')} – det nærmeste i materialet"


def what_is(thing: str) -> str:
    """Asks for the definition of one of two compared things."""
    return f"Hvad er {thing}?"


def stands_on(places: Sequence[tuple[str, int | str | None]]) -> str:
    """Names the places of the quotes, for a question about where something stands.

    Args:
        places: (title of the document, printed page or None) of each quote.
    """
    names = [f"{PAGE} {page} i »{title}«" if page is not None else f"»{title}« ({NO_PAGE})" for title, page in places]
    return f"Det står her: {'; '.join(dict.fromkeys(names))}."


def sent_by(title: str, sender: str) -> str:
    """Says who sent a document."""
    return f"Afsender af »{title}«: {sender}."


def from_year(title: str, year: int | None) -> str:
    """Says from when a document is."""
    return f"»{title}« er fra {year}." if year else f"Det er ikke oplyst, hvornår »{title}« er fra."


def length_of(title: str, count: int, pages: tuple[int | str | None, int | str | None]) -> str:
    """Says how long a document is.

    Args:
        title: of the document.
        count: of its pages, 1 for a web page.
        pages: printed numbers of the first and the last page; None without numbers.
    """
    if pages[0] is None:
        return f"»{title}« er en tekst {NO_PAGE}."
    return f"»{title}« har {count} sider: {PAGE} {pages[0]}–{pages[1]}."


def listed(title: str, sender: str, year: int | None) -> str:
    """Names a document with sender and year."""
    return f"»{title}« ({', '.join(str(part) for part in (sender, year) if part)})."


def written(file: str) -> str:
    """Says where a file was written."""
    return f"Skrevet: {file}"


def searched_documents(count: int) -> str:
    """Says how much was searched, for a refusal."""
    return f"Jeg har søgt i {f'alle {count} dokumenter' if count > 1 else 'det ene dokument'} i materialet."


# --- Documents -------------------------------------------------------------------------------------------------------

SENDER_UNKNOWN = "Afsender ikke angivet"


def corpus_missing(folder: str) -> str:
    """The corpus folder does not exist."""
    return f"Mappen med dokumenter, {folder}, findes ikke; angiv en mappe, der findes, med --corpus."


def corpus_empty(folder: str, supported: Iterable[str]) -> str:
    """The corpus folder holds nothing readable."""
    return f"Mappen {folder} har ingen dokumenter; læg mindst én fil i den af typen {', '.join(supported)}."


def source_file_missing(file: str, manifest: str) -> str:
    """The manifest names a file that is not there."""
    return f"{manifest} nævner filen {file}, som ikke findes; læg filen i mappen, eller fjern den fra {manifest}."


def manifest_invalid(manifest: str, detail: str) -> str:
    """The manifest is not valid TOML or holds no source."""
    return f"{manifest} kan ikke læses ({detail}); ret filen, så hvert dokument har en [[source]]-blok."


def manifest_field_missing(number: int, field: str) -> str:
    """A source lacks a required field."""
    return f"Dokument nr. {number} i sources.toml mangler feltet {field}; skriv det ind."


def manifest_field_wrong(number: int, field: str) -> str:
    """A source has an unknown field or a value of the wrong type."""
    return (
        f"Feltet {field} for dokument nr. {number} i sources.toml er ukendt eller af forkert type; ret eller fjern det."
    )


def doc_id_twice(doc_id: str) -> str:
    """Two sources have the same identifier."""
    return f"To dokumenter hedder {doc_id}; giv hvert dokument sit eget doc_id i sources.toml."


def expansions_stale(file: str) -> str:
    """An expansion file was written for another version of its document."""
    return f"Omskrivningerne i {file} hører til en anden udgave af dokumentet og bruges ikke; skriv dem på ny."


def expansion_misplaced(file: str, line: int) -> str:
    """A row of an expansion file does not fit the document."""
    return f"Linje {line} i {file} passer ikke på dokumentets tekst og bruges ikke; ret start, end og begins."


DISK_FULL = "disken er fuld"
NO_WRITE_ACCESS = "der må ikke skrives i den"


def busy(seconds: float) -> str:
    """Another process is changing the documents or the index."""
    waited = f" og blev ikke færdig på {seconds:.0f} sekunder" if seconds >= 1 else ""
    return (
        f"En anden Kildesvar er ved at ændre dokumenterne eller søgeindekset{waited}, men kun én kan det ad gangen; "
        "vent, til den er færdig, og prøv igen."
    )


def corpus_not_writable(folder: str, reason: str) -> str:
    """The folder of documents cannot be written."""
    return (
        f"Mappen med dokumenter, {folder}, kan ikke ændres ({reason}), og dokumenterne er, som de var; "
        "gør plads, eller giv adgang til at skrive i mappen, og prøv igen."
    )


def kept_file_missing(name: str, folder: str) -> str:
    """A file that is to come back is not among the kept ones."""
    return (
        f"Filen »{name}«, som skal lægges tilbage, findes ikke længere i {folder}; "
        "læg den ind igen med »kildesvar add«."
    )


NO_ACCESS = "den bruger, der kører Kildesvar, har ikke adgang"


def path_unusable(path: str, reason: str) -> str:
    """The system keeps a file or a folder from the user, or its disk fails."""
    return f"{path} kan ikke bruges ({reason}), men skal kunne åbnes; giv adgang, eller vælg en anden, og prøv igen."


def change_damaged(file: str) -> str:
    """What was decided about the documents before a process was killed cannot be read."""
    return (
        f"Noten om en afbrudt ændring af dokumenterne, {file}, er beskadiget, men skal kunne læses; "
        "slet den, og kør »kildesvar ingest«, så bruges dokumenterne, som de ligger i mappen."
    )


def change_incomplete(name: str, file: str) -> str:
    """A change that was broken off needs a file that is gone; ``file`` says what was decided."""
    return (
        f"En afbrudt ændring af dokumenterne mangler filen »{name}«; læg en kopi af den i mappen med dokumenterne, "
        f"eller slet {file}, og kør »kildesvar ingest«."
    )


def file_not_found(name: str, folder: str) -> str:
    """A file that is to be added does not exist."""
    return f"Filen »{name}« findes ikke i {folder}, men skal kunne åbnes; ret navnet eller mappen, og prøv igen."


def file_is_link(name: str) -> str:
    """A file that is to be added is a symbolic link."""
    return f"»{name}« er en genvej (symbolsk link), men der skal bruges en rigtig fil; angiv den fil, den peger på."


def file_leads_out(name: str) -> str:
    """A file of the corpus is a symbolic link to somewhere else."""
    return (
        f"Filen »{name}« er en genvej (symbolsk link) ud af mappen med dokumenter, men alt, der citeres, skal ligge i "
        "mappen; læg en kopi af selve filen der."
    )


def file_not_regular(name: str) -> str:
    """What is to be added is a device, a pipe or the like."""
    return f"»{name}« er ikke en almindelig fil, men der skal bruges en fil med et dokument; angiv en fil."


def file_changing(name: str) -> str:
    """A file was written to while it was copied."""
    return (
        f"Filen »{name}« blev ændret, mens den blev læst, men den skal være færdig og uændret; "
        "vent, til den er gemt eller hentet færdig, og prøv igen."
    )


def document_there(name: str, doc_id: str, title: str) -> str:
    """A file has the same bytes as a document that is there."""
    return (
        f"Filen »{name}« er der allerede som {doc_id} (»{title}«), og det samme dokument kan kun være der én gang; "
        f"fjern {doc_id} først, hvis det skal lægges ind på ny."
    )


def document_unknown(doc_id: str, known: Iterable[str]) -> str:
    """No document has that identifier."""
    return f"Der er intet dokument, der hedder {doc_id}; vælg et af disse: {', '.join(known)}."


def document_only(doc_id: str) -> str:
    """The last document cannot be removed."""
    return f"{doc_id} er det eneste dokument, og der skal være mindst ét; læg et andet ind, før det fjernes."


def one_file_only(option: str) -> str:
    """A title was given for several files."""
    return f"{option} gælder ét dokument, men der er angivet flere filer; læg dem ind én ad gangen."


def added_from(name: str, date: str) -> str:
    """Where an added document came from, for the manifest."""
    return f"Lagt ind {date} fra filen »{name}«."


def document_added(doc_id: str, title: str, sender: str, year: int | None) -> str:
    """Says that a document was added and what users will be told about it."""
    told = f"{sender}, {year}" if year else f"{sender}, årstal ikke angivet"
    return f"Lagt ind: {doc_id} – »{title}« ({told})."


def in_document(title: str, sentence: str) -> str:
    """Says which document a remark is about."""
    return f"Om »{title}«: {sentence}"


def document_removed(doc_id: str, title: str, kept: str) -> str:
    """Says that a document was removed and where its file is."""
    return f"Fjernet: {doc_id} – »{title}«. Filen er gemt i {kept} og kan hentes frem med »kildesvar restore«."


def index_updated(documents: int, reused: int, seconds: float) -> str:
    """Says that the index was updated."""
    return (
        f"Søgeindekset har nu {_documents(documents)} ({reused} uændrede er genbrugt); "
        f"det tog {f'{seconds:.1f}'.replace('.', ',')} sekunder."
    )


UPDATING_INDEX = "Gør dokumenterne klar til at blive søgt i …"


def reading_file(name: str, number: int, count: int) -> str:
    """Says which of ``count`` files is being read; ``number`` counts from 1."""
    return f"Læser »{name}« ({number} af {count}) …" if count > 1 else f"Læser »{name}« …"


CHANGE_FINISHED = "En ændring af dokumenterne, der var blevet afbrudt, er nu gjort færdig."
DOCUMENT_COLUMNS = ("Dokument", "Titel", "Afsender", "År", "Type", "Fil", "Status")
DOCUMENT_INDEXED = "i søgeindekset"
DOCUMENT_CHANGED = "ændret eller ny; kør »kildesvar ingest«"
DOCUMENT_UNREAD = "kunne ikke læses"
NO_YEAR = "ikke angivet"
VERSIONS = "Udgaver, der kan hentes frem med »kildesvar restore UDGAVE«:"
VERSION_IN_USE = "i brug"
VERSION_NONE = "Der er ingen tidligere udgave at hente frem; ved hver ændring gemmes den forrige udgave, dog højst tre."
HELP_ADD = "Læg dokumenter ind: tekst (UTF-8), Markdown, HTML, PDF eller Word (docx)."
HELP_ADD_FILES = "Filerne, der skal lægges ind."
HELP_TITLE = "Titel, som brugerne ser; ellers den, filen selv angiver, dens første overskrift eller filnavnet."
HELP_SENDER = "Afsender, som brugerne ser; ellers den, filen selv angiver."
HELP_YEAR = "Årstal for udgivelsen."
HELP_KIND = "Type, fx rapport, webside eller referat."
HELP_REMOVE = "Fjern et dokument; filen gemmes, så det kan hentes frem igen."
HELP_DOC_ID = "Dokumentets navn, som »kildesvar list« viser det."
HELP_LIST = "Vis dokumenterne og de udgaver, der kan hentes frem."
HELP_RESTORE = "Hent dokumenter og søgeindeks frem, som de var i en tidligere udgave."
HELP_RESTORE_VERSION = "Udgaven, som »kildesvar list« viser den; ellers den, der var i brug lige før."


def version_line(version: str, when: str, documents: int, more: Sequence[str], fewer: Sequence[str]) -> str:
    """Names a version that can be restored and what it has more and fewer than the one in use."""
    compared = [f"med {_listed(more, 'og')}"] if more else []
    compared += [f"uden {_listed(fewer, 'og')}"] if fewer else []
    return f"  {version:<26}  {when}  {_documents(documents)}{', ' if compared else ''}{' og '.join(compared)}"


def version_unknown(version: str, known: Iterable[str]) -> str:
    """There is no such version."""
    return f"Udgaven {version} findes ikke; vælg en af disse: {', '.join(known)}."


def version_incomplete(version: str, files: Iterable[str]) -> str:
    """A version cannot be restored since files of it are gone."""
    return (
        f"Udgaven {version} kan ikke hentes frem, for disse filer findes ikke længere: {', '.join(files)}; "
        "læg dem i mappen igen, eller vælg en anden udgave."
    )


def restored(version: str, documents: int) -> str:
    """Says what was restored."""
    return f"Hentet frem: udgaven {version} med {_documents(documents)}. Den, der var i brug før, er gemt."


def _documents(count: int) -> str:
    return f"{count} dokument{'' if count == 1 else 'er'}"


_BLOCK_NAMES = {
    "heading": "overskrifter",
    "paragraph": "brødtekst",
    "list item": "listepunkter",
    "caption": "tabel- og figurtitler",
    "table header": "tabelhoveder",
    "table row": "tabelrækker",
    "figure legend": "figurtekster",
    "glossary entry": "opslag i ordliste",
    "glossary part": "punkter i ordliste",
    "quotation": "citater",
    "attribution": "navne under citater",
    "link": "links",
}
_NOISE_NAMES = {
    "page number": "sidetal",
    "running text": "gentaget sidehoved eller -fod",
    "cookie banner": "cookiebanner",
    "contact form": "kontaktformular",
    "advertisement": "annonce",
    "navigation": "navigation",
}


def report_pages(pages: int, empty: Iterable[str]) -> str:
    """Says how many pages a document has and which hold no text."""
    without = ", ".join(empty)
    count = f"  {pages} sider" if pages else "  uden sider"
    return f"{count}; uden tekst: {PAGE} {without}" if without else count


def report_chunks(chunks: int, wordings: int) -> str:
    """Says how many chunks and wordings a document has."""
    return f"  {chunks} afsnit, {wordings} omskrivninger"


def report_blocks(counts: Iterable[tuple[str, int]]) -> str:
    """Says how many blocks of each kind a document has."""
    return "  " + ", ".join(f"{count} {_BLOCK_NAMES[kind]}" for kind, count in counts)


def report_noise(reason: str, text: str) -> str:
    """Names a stretch that is left unindexed."""
    return f"  udeladt ({_NOISE_NAMES[reason]}): {text}"


def report_suspicious(place: str, text: str) -> str:
    """Names a place where the spacing looks wrong; it is quoted as it stands."""
    return f"  mistænkelig skrivemåde, {place}: {text}"


# --- Files that cannot be read ---------------------------------------------------------------------------------------


def file_missing(name: str, folder: str) -> str:
    """A file that the manifest names is not in ``folder``."""
    return (
        f"Filen »{name}« findes ikke i mappen »{folder}«, men skal ligge der for at kunne læses; "
        "læg den i mappen, eller ret filnavnet i sources.toml."
    )


def file_badly_named(name: str) -> str:
    """A file's name is no text; ``name`` is what of it can be shown."""
    return (
        f"Filen »{name}« har et navn, der ikke er skrevet i UTF-8, men navnet skal kunne læses og gemmes; "
        "giv filen et andet navn, og prøv igen."
    )


def file_is_folder(name: str) -> str:
    """A folder stands where a file was needed."""
    return f"»{name}« er en mappe, men der skal stå en fil; skriv navnet på en enkelt fil i sources.toml."


def file_not_permitted(name: str) -> str:
    """The user may not read a file."""
    return (
        f"Filen »{name}« må ikke læses af den bruger, der kører Kildesvar, men der skal være læseadgang; "
        "giv brugeren læserettighed til filen, og prøv igen."
    )


def file_unreadable(name: str, reason: str) -> str:
    """Any other failure of the disk or the system, ``reason`` being the system's words."""
    return (
        f"Filen »{name}« kunne ikke læses fra disken ({reason}), men skal kunne åbnes; "
        "kontrollér, at den ikke er i brug eller ligger på et drev, der er koblet fra, og prøv igen."
    )


def file_kind_unknown(name: str, suffix: str, supported: Sequence[str]) -> str:
    """No reader takes a file's extension; ``suffix`` may be empty."""
    found = f"har endelsen »{suffix}«" if suffix else "har ingen endelse"
    return (
        f"Filen »{name}« {found}, men Kildesvar læser kun {_listed(supported, 'og')}; "
        "gem dokumentet i et af de formater, og læg den fil ind i stedet."
    )


def file_empty(name: str) -> str:
    """A file has not a single word to quote."""
    return (
        f"Filen »{name}« indeholder ingen tekst, men der skal være noget at citere; "
        "læg den fulde udgave af dokumentet ind, eller lad dokumentet udgå."
    )


def file_not_utf8(name: str, *, line: int, position: int, value: int) -> str:
    """A text is not UTF-8; ``line`` and ``position`` of the first bad byte count from 1."""
    return (
        f"Filen »{name}« er ikke gyldig UTF-8: byte nr. {position} (0x{value:02X}) på linje {line} kan ikke læses, "
        "men teksten skal være i UTF-8; åbn filen i et tekstprogram, og gem den med tegnsættet UTF-8."
    )


def file_in_other_unicode(name: str, encoding: str) -> str:
    """A text is in UTF-16 or UTF-32."""
    return (
        f"Filen »{name}« er gemt som {encoding}, men teksten skal være i UTF-8; "
        "åbn filen i et tekstprogram, og gem den med tegnsættet UTF-8."
    )


def file_breaks_charset(name: str, charset: str, *, line: int, position: int) -> str:
    """A web page breaks the character set that it names itself; both places count from 1."""
    return (
        f"Filen »{name}« siger selv, at den er i tegnsættet {charset}, men byte nr. {position} på linje {line} passer "
        "ikke med det, og tegnene skal kunne læses; gem siden igen som UTF-8, eller ret tegnsættet i dens <meta>."
    )


def file_charset_unknown(name: str, charset: str) -> str:
    """A web page names a character set that nobody knows."""
    return (
        f"Filen »{name}« angiver tegnsættet »{charset}«, som ikke kendes, men tegnene skal kunne læses; "
        "gem siden igen som UTF-8."
    )


def file_damaged(name: str, kind: str) -> str:
    """A file is not, or no longer, what its extension says (``kind``: "PDF", "Word" …)."""
    return (
        f"Filen »{name}« er beskadiget eller er ikke en {kind}-fil, men den skal kunne åbnes som {kind}; "
        "hent eller gem dokumentet på ny, og læg den nye udgave ind."
    )


def pdf_locked(name: str) -> str:
    """The empty password does not open a PDF."""
    return (
        f"Filen »{name}« er krypteret eller beskyttet med adgangskode, men teksten skal kunne læses frit; "
        "gem en kopi af PDF-filen uden beskyttelse, og læg den ind i stedet."
    )


def word_locked(name: str) -> str:
    """A Word file is encrypted, or a .doc of old that was renamed."""
    return (
        f"Filen »{name}« er beskyttet med adgangskode eller er i det gamle .doc-format, men der skal bruges en åben "
        ".docx-fil; åbn dokumentet i Word, og gem det som .docx uden adgangskode."
    )


def pdf_without_text(name: str, pages: int) -> str:
    """All pages of a PDF are pictures."""
    found = "Den ene side" if pages == 1 else f"Ingen af de {pages} sider"
    has = "har ingen tekst" if pages == 1 else "har tekst"
    return (
        f"{found} i »{name}« {has}, kun billeder, men der skal være tekst at citere; "
        "kør tekstgenkendelse (OCR) på PDF-filen, og læg resultatet ind i stedet."
    )


PICTURE = "billed"
WORD_MACROS = "Dokumentet har makroer; de er ikke læst og køres aldrig."


def file_of_other_kind(name: str, suffix: str, found: str, wanted: str) -> str:
    """A file's first bytes say that it is ``found``, whatever its extension; ``wanted`` may be empty."""
    do = (
        f"giv den endelsen {wanted}, hvis det er den rigtige fil"
        if wanted
        else "gem dokumentet som PDF med tekst i, og læg den fil ind i stedet"
    )
    return (
        f"Filen »{name}« har endelsen »{suffix}«, men er en {found}-fil, og indhold og endelse skal passe sammen; {do}."
    )


def file_too_large(name: str, size: int, most: int) -> str:
    """A file has more bytes than are read."""
    return (
        f"Filen »{name}« fylder {size // 1_000_000} MB, men der læses højst {most // 1_000_000} MB; "
        "del dokumentet op, eller gem det uden store billeder."
    )


def file_too_long(name: str, characters: int, most: int) -> str:
    """A document has more text than is indexed."""
    return (
        f"Filen »{name}« har {_thousands(characters)} tegn, men der læses højst {_thousands(most)} tegn i ét dokument; "
        "del dokumentet op i flere filer."
    )


def pdf_too_many_pages(name: str, pages: int, most: int) -> str:
    """A PDF has more pages than are read."""
    return (
        f"Filen »{name}« har {_thousands(pages)} sider, men der læses højst {_thousands(most)} sider i ét dokument; "
        "del dokumentet op i flere filer."
    )


def file_too_slow(name: str, seconds: float) -> str:
    """Reading a file took longer than it may."""
    return (
        f"Filen »{name}« blev ikke læst færdig på {seconds:.0f} sekunder, som er det, en fil højst må tage; "
        "gem dokumentet på ny fra det program, det er lavet i, eller del det op."
    )


def file_too_heavy(name: str) -> str:
    """Reading a file takes more memory than it may, or brings its reader down."""
    return (
        f"Filen »{name}« kræver mere hukommelse, end en fil må bruge, eller er lavet, så den ikke kan læses; "
        "gem dokumentet på ny fra det program, det er lavet i, eller del det op."
    )


def word_outside(count: int) -> str:
    """A Word file points to content that lies elsewhere."""
    return f"Dokumentet henviser til indhold uden for filen ({count}); det er ikke hentet og kan ikke citeres."


def pages_recognised(pages: Sequence[str]) -> str:
    """Names pages whose text was recognised in pictures; at least one."""
    found = "Side" if len(pages) == 1 else "Siderne"
    return f"{found} {_listed(pages, 'og')} er tekstgenkendt fra billeder og kan have fejl; se efter i dokumentet selv."


def pages_without_text(pages: Sequence[str]) -> str:
    """Names single pages without text; ``pages`` are their names, at least one."""
    found = "Side" if len(pages) == 1 else "Siderne"
    return f"{found} {_listed(pages, 'og')} har ingen læsbar tekst og kan ikke citeres; teksten skal genkendes (OCR)."


def pdf_page_name(label: str, position: int) -> str:
    """What a PDF page is called: its label, and where it differs its ``position`` (from 1) in the file."""
    return label if label == str(position) else f"{label} (PDF-side {position})"


def notes_left_out(count: int) -> str:
    """Says how many footnotes and endnotes (``count`` ≥ 1) are not in the text."""
    notes = "1 fod- eller slutnote" if count == 1 else f"{count} fod- og slutnoter"
    return f"{notes} er ikke læst ind og kan ikke citeres; skriv det vigtige ind i selve teksten, hvis det skal med."


def _listed(items: Sequence[str], conjunction: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


# --- Index -----------------------------------------------------------------------------------------------------------


def _repair(options: str) -> str:
    return f"kør »kildesvar ingest{options}« for at bygge det igen"


_SETTING_NAMES = {
    "format": "indeksets format",
    "max_characters": "længden af afsnit",
    "encoder": "sprogmodellen",
}


def index_missing(folder: str, options: str) -> str:
    """There is no index; ``options`` are those that the repair command needs."""
    return f"Der er intet søgeindeks i {folder}; {_repair(options)}."


def index_damaged(file: str, options: str) -> str:
    """A file of the index is missing or was changed."""
    return f"Søgeindeksets fil {file} mangler eller er ændret; {_repair(options)}."


def index_differs(settings: Iterable[str], options: str) -> str:
    """The index was built with other settings."""
    names = ", ".join(_SETTING_NAMES.get(name, name) for name in settings)
    return f"Søgeindekset passer ikke til programmet ({names} er ændret); {_repair(options)}."


def index_stale(files: Iterable[str], options: str) -> str:
    """Documents were changed, added or removed since the index was built."""
    return f"Dokumenterne er ændret, siden søgeindekset blev bygget ({', '.join(files)}); {_repair(options)}."


def index_not_writable(folder: str, reason: str) -> str:
    """The index folder cannot be written."""
    return f"Søgeindekset kan ikke skrives i {folder} ({reason}); vælg en mappe, der kan skrives i, med --index."


# --- Command line ----------------------------------------------------------------------------------------------------

HELP = "Kildesvar svarer på spørgsmål med ordrette citater fra et fast sæt dokumenter, uden internet."
HELP_ASK = "Svar på et spørgsmål, eller på alle spørgsmål i en fil."
HELP_QUESTION = "Spørgsmålet, i anførselstegn."
HELP_BATCH = 'JSONL-fil med rækker {"id", "question", "history"}; ét JSON-objekt skrives pr. række.'
HELP_JSON = "Skriv svaret som ét JSON-objekt."
HELP_INGEST = "Læs dokumenterne, og byg søgeindekset."
HELP_REPORT = "Byg intet; vis, hvad der er læst, udeladt og mistænkeligt i hvert dokument."
HELP_NO_EXPANSIONS = "Byg indekset uden omskrivninger, som for dokumenter, ingen har omskrevet."
HELP_EVAL = "Mål kvaliteten på evalueringsspørgsmålene, og sammenlign med den gemte måling."
HELP_FAILURES = "Vis de spørgsmål i øvehalvdelen, der gik galt."
HELP_ABLATION = "Vis, hvad hver del af søgningen giver på prøvehalvdelen."
HELP_PLOT = "Tegner begge fejl ved at svare eller lade være over grænsen for at svare, som billede (PNG eller SVG)."
HELP_WRITE_BASELINE = "Gem målingen som den, der sammenlignes med."
HELP_SERVE = "Start siden: for denne maskine alene, eller med --room for alle på rummets netværk."
HELP_PORT = "Port."
HELP_CORPUS = "Mappe med dokumenter."
HELP_INDEX = "Mappe med søgeindekset."
HELP_HELP = "Vis denne hjælp."
HELP_VERSION = "Vis versionen."

NO_EXPANSIONS_WHERE = "Angiv med --index, hvor et indeks uden omskrivninger skal ligge; det må ikke afløse det rigtige."
EVAL_CORPUS = (
    "Evalueringsspørgsmålene hører til et andet materiale; kør »kildesvar eval« på projektets egne dokumenter."
)
EVAL_NO_BASELINE = "Der er ingen gemt måling; kør »kildesvar eval --write-baseline« først."
ASK_WHAT = "Skriv enten et spørgsmål eller --batch med en fil, ikke begge dele og ikke ingen af dem."
CLEAR_LOSS = "Klart dårligere end den gemte måling:"


def batch_unreadable(file: str) -> str:
    """The batch file cannot be read."""
    return f"Filen {file} kan ikke læses som UTF-8-tekst; angiv en JSONL-fil, der findes."


def batch_row_invalid(file: str, line: int) -> str:
    """A line of the batch file is not a row."""
    return f'Linje {line} i {file} er ikke en række af formen {{"id": …, "question": …}}; ret linjen.'


def index_built(documents: int, chunks: int, wordings: int, seconds: float) -> str:
    """Says what was built."""
    return (
        f"{documents} dokumenter er læst og delt i {chunks} afsnit med {wordings} omskrivninger "
        f"på {f'{seconds:.1f}'.replace('.', ',')} sekunder."
    )


def source_line(sender: str, title: str, section: str, page: int | str | None) -> str:
    """Names the place of a quote: sender, document, section, page."""
    place = f"{PAGE} {page}" if page is not None else NO_PAGE
    return " · ".join(part for part in (sender, title, section, place) if part)


# --- All places of a word --------------------------------------------------------------------------------------------

HELP_FIND = "Find alle steder, hvor et ord eller nogle ord efter hinanden står."
HELP_FIND_QUERY = "Ordet, i alle bøjninger og sammensætninger; i dobbelte anførselstegn kun ordret."
HELP_FIND_JSON = "Skriv alle steder som ét JSON-objekt."
FIND_WHAT = "Skriv mindst ét ord eller tal, der skal findes."
FIND_FORMS = "Former"
FIND_COMPOUNDS = "Sammensætninger og andre ord, der indeholder det"
FIND_LEFT_OUT = "Ikke talt med, fordi bogstaverne står inde i et andet ord"


def found_total(query: str, total: int, documents: int, of: int) -> str:
    """Says how often something stands in the documents and in how many of them."""
    return f"»{query}« står {_places(total)} i {documents} af {of} dokumenter."


def found_nothing(query: str, searched: str, exact: bool) -> str:
    """Says that something stands nowhere, what was searched, and in which shapes it was looked for."""
    shapes = (
        "men kun efter de ord, som de er skrevet; uden anførselstegn findes også bøjninger og sammensætninger."
        if exact
        else "og bøjninger og sammensætninger er søgt med."
    )
    return f"»{query}« står ingen steder i materialet: Hele teksten i {searched} er gennemsøgt, {shapes}"


def found_searched(documents: int, pages: int, words: int, unread: Sequence[tuple[str, int | str]]) -> str:
    """Says how much was searched and which pages (title, page) have no text to search."""
    counted = [f"{documents} dokument{'er' if documents > 1 else ''}"]
    if pages:
        counted.append(f"{_thousands(pages)} side{'r' if pages > 1 else ''}")
    found = _listed([*counted, f"{_thousands(words)} ord"], "og")
    without = _listed([f"{PAGE} {page} i »{title}«" for title, page in unread], "og")
    return f"{found} (uden tekst: {without})" if without else found


def found_all_searched(searched: str) -> str:
    """Says that everything was searched."""
    return f"Gennemsøgt: hele teksten i {searched}."


def found_words(label: str, counts: Sequence[tuple[str, int]], most: int) -> str:
    """Lists word forms with their counts, ``most`` of them by name."""
    named = [f"{word} {count}" for word, count in counts[:most]]
    rest = len(counts) - most
    return f"{label}: {', '.join(named)}{f' og {rest} andre ord' if rest > 0 else ''}"


def found_in_document(title: str, count: int) -> str:
    """Heads the places of one document."""
    return f"{title}: {_places(count)}"


def found_aside(count: int) -> str:
    """Heads the places outside the contents."""
    return f"Uden for indholdet (sidehoveder, annoncer, formularer o.l.): {_places(count)}, der ikke er talt med."


def found_only_aside(query: str) -> str:
    """Says that something stands only outside the contents."""
    return f"»{query}« står ingen steder i materialets indhold."


def found_aside_where(title: str, page: int | str | None, reason: str) -> str:
    """Names a place outside the contents."""
    return f"{title}, {f'{PAGE} {page}' if page is not None else NO_PAGE}, {_NOISE_NAMES[reason]}"


def did_you_mean(suggestion: str) -> str:
    """Suggests another spelling."""
    return f"Mente du »{suggestion}«?"


def _places(count: int) -> str:
    return "ingen steder" if count == 0 else "1 sted" if count == 1 else f"{_thousands(count)} steder"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# --- Claim check -----------------------------------------------------------------------------------------------------

HELP_CHECK = "Hold en tekst op mod materialet, sætning for sætning."
HELP_CHECK_TEXT = "Teksten, i anførselstegn."
HELP_CHECK_FILE = "Fil med teksten: .txt, .md, .html, .docx eller .pdf."
HELP_CHECK_JSON = "Skriv resultatet som ét JSON-objekt."
HELP_EVAL_CLAIMS = "Mål kun faktatjekket: ønsket dom mod given dom."
CHECK_WHAT = "Skriv enten en tekst eller --file med en fil, ikke begge dele og ikke ingen af dem."
CHECK_EMPTY = "Der er ingen tekst at tjekke; skriv mindst én sætning."
CHECK_NOTE = (
    "»Ikke fundet« betyder kun, at materialet ikke siger det. Sammenlign altid selv sætningen med det citat, der vises."
)
VERDICTS = {
    "verbatim": "Ordret i kilden",
    "supported": "Støttet",
    "other_number": "Andet tal i kilden",
    "not_found": "Ikke fundet",
}
SKIPPED = {
    "heading": "Ikke tjekket: overskrift",
    "question": "Ikke tjekket: spørgsmål",
    "no_content": "Ikke tjekket: siger ikke noget, der kan slås op",
}


def check_difference(stated: str, source: str) -> str:
    """Names a number of a statement and the one in the source."""
    return f"Sætningen siger {stated}; kilden siger {source}."


def check_own_words(words: Sequence[str]) -> str:
    """Names the words of a statement that the quotes do not have."""
    return f"Ord, som citatet ikke har: {', '.join(words)}. Læs selv, om det siger det samme."


def check_counts(counts: Iterable[tuple[str, int]], skipped: int) -> str:
    """Says how many statements have each verdict (label, count) and how many were not checked."""
    parts = [f"{label.lower()} {count}" for label, count in counts if count]
    if skipped:
        parts.append(f"ikke tjekket {skipped}")
    return f"I alt: {', '.join(parts)}."


def check_file_missing(file: str) -> str:
    """The file to check is not there, is a folder or cannot be read."""
    return f"Filen {file} kan ikke læses; angiv en tekstfil, der findes."


def check_file_not_utf8(file: str) -> str:
    """The file to check is not UTF-8."""
    return f"Filen {file} er ikke i tegnsættet UTF-8; gem den som UTF-8, og prøv igen."


def check_file_unreadable(file: str) -> str:
    """A document to check is damaged, locked, empty or of another kind."""
    return f"Filen {file} kan ikke læses som tekst; gem den som .txt eller .md, og prøv igen."


# --- Page ------------------------------------------------------------------------------------------------------------

SITE_TITLE = "Kildesvar"
SITE_LINE = "Stil et spørgsmål om velfærdsmaterialet. Svaret er ordrette citater, og hvert citat kan ses i sin kilde."
STARTERS_HEADING = "Prøv for eksempel at spørge:"
STARTERS = (
    "Hvad er servicerammen?",
    "Hvorfor kommer der flere ældre?",
    "Hvor mange ældre over 80 år kommer der i Dragør?",
    "Hvad er sociale investeringer?",
    "Hvilke politiske udvalg er der i Dragør Kommune?",
)
STARTER_DOCUMENTS = "Hvilke dokumenter er der i materialet?"
QUESTION_LABEL = "Dit spørgsmål"
QUESTION_HINT = "Skriv dit spørgsmål her"
ASK = "Spørg"
NEW_TOPIC = "Nyt emne"
CONVERSATION = "Samtale"
SEARCHING = "Søger i materialet …"
ANSWER_LABEL = "Svar fra materialet"
RELATED_LABEL = "Ikke et direkte svar"
REFUSAL_LABEL = "Intet svar i materialet"
RELATED_NEXT = "Åbn stedet i kilden for at læse videre, eller spørg mere præcist."
DOCUMENTS_SEARCHED = "Se dokumenterne"
QUESTION_EMPTY = "Skriv et spørgsmål i feltet først."
SHOW_SOURCE = "Vis stedet i kilden"
CLOSE_SOURCE = "Luk kilden"
BACK = "Tilbage"
PREVIOUS_PAGE = "Forrige side"
NEXT_PAGE = "Næste side"
PAGE_CHOICE = "Bladr i dokumentet"
PAGE_WITHOUT_TEXT = "Siden har ingen tekst."
QUOTE_ELSEWHERE = "Stedet er ikke på denne side."
QUOTE_CONTINUES = "Stedet fortsætter på næste side."
QUOTE_CONTINUED = "Stedet begynder på forrige side."
QUOTE_NOT_LOCATED = "Stedet kan ikke findes i teksten, så intet er fremhævet."
SOURCE_GONE_HEADING = "Kilden kan ikke vises"
SOURCE_GONE = "Kilden kan ikke vises, for den hører til noget, du har spurgt om tidligere. Spørg igen."
ANSWER_FAILED = "Der skete en fejl, så spørgsmålet blev ikke besvaret. Prøv igen."
NO_CONNECTION = (
    "Siden kan ikke få fat i Kildesvar. Genindlæs siden; hjælper det ikke, så se efter, om programmet kører."
)
ADDRESS_REFUSED = "Denne adresse findes ikke i Kildesvar."
VIEWS_LABEL = "Visninger"
VIEWS = {
    "spoerg": "Spørg",
    "tjek": "Tjek en påstand",
    "steder": "Alle steder",
    "dokumenter": "Dokumenter",
    "om": "Om",
}
"""The page's views: part of the address → name."""
SKIP_TO_CONTENT = "Gå til indholdet"
LOOK = "Indstillinger"
TEXT_SIZE = "Tekststørrelse"
TEXT_SIZES = ("Almindelig", "Stor", "Størst")
DARK = "Mørk baggrund"
PRINT = "Udskriv"
EDIT_SEARCH = "Ret søgningen"
EDIT_SEARCH_LABEL = "Spørgsmål, der søges på"
SEARCH_AGAIN = "Søg igen"
COPY_ANSWER = "Kopiér svar med kilder"
COPIED = "Svaret er kopieret med kilder."
COPY_FAILED = "Browseren ville ikke kopiere. Teksten er markeret; kopiér den selv, fx med Ctrl+C."
COPY_TEXT = "Svar med kilder"
COPY_QUESTION = "Spørgsmål:"
COPY_SOURCES = "Kilder:"
COPY_NOTE = "Fundet med Kildesvar. Citaterne er ordrette."
REPORT = "Rapportér et forkert svar"
REPORT_REMARK = "Hvad er forkert? (må gerne stå tomt)"
REPORT_WHAT = (
    "Der gemmes én fil med spørgsmål, svar og din bemærkning på den computer, som Kildesvar kører på. "
    "Intet sendes ud på internettet."
)
REPORT_SAVE = "Gem rapporten"
EXPORT_GROUP = "Gem eller udskriv"
EXPORT_TALK = "Gem eller udskriv samtalen"
EXPORT_DOCX = "Gem som Word"
EXPORT_MARKDOWN = "Gem som tekst (Markdown)"
EXPORT_PRINT = "Gem som side til udskrift"
EXPORTED = "Filen er lagt i mappen med hentede filer."
EXPORT_FAILED = "Filen kunne ikke laves. Prøv igen."
CHECK_HINT = (
    "Indsæt en tekst, eller vælg en fil. Hver sætning holdes op mod materialet, og du ser, hvad materialet siger."
)
CHECK_LABEL = "Tekst, der skal tjekkes"
CHECK_FILE_LABEL = "Hent teksten fra en fil (.txt, .md, .html, .docx eller .pdf)"
CHECK_PLAIN_FILE_LABEL = "Hent teksten fra en fil (.txt eller .md)"
CHECK_PLAIN_FILE_ONLY = (
    "Her kan kun .txt- og .md-filer læses; kopiér teksten fra dokumentet, og sæt den ind i feltet. Sekretariatet kan "
    "også læse Word- og PDF-filer."
)
CHECK_BUTTON = "Tjek teksten"
CHECKING = "Holder teksten op mod materialet …"
CHECK_TOO_LONG = "Teksten er for lang; tjek højst 20.000 tegn ad gangen."
CHECK_FAILED = "Der skete en fejl, så teksten blev ikke tjekket. Prøv igen."
PLACES_HINT = (
    "Find alle steder, hvor et ord står, i alle bøjninger og sammensætninger. "
    "Sæt anførselstegn om for kun at finde ordret."
)
PLACES_LABEL = "Ord, der skal findes"
PLACES_BUTTON = "Find alle steder"
PLACES_FAILED = "Der skete en fejl, så der blev ikke ledt. Prøv igen."
VIEW_LOADING = "Henter …"
REPORT_GONE = "Svaret hører til en tidligere samtale og kan ikke rapporteres. Stil spørgsmålet igen."
PICTURE_ENLARGE = "Forstør billedet"
PICTURE_MARK = "Stedet for citatet er indrammet."
PICTURE_NOT_LOCATED = "Citatet kan ikke findes på billedet; se stedet i teksten."
PICTURE_GONE = "Siden kan ikke vises som billede, for PDF-filen er flyttet eller ændret."


def question_cut(limit: int) -> str:
    """The question was longer than what is read."""
    number = f"{limit:,}".replace(",", ".")
    return f"Spørgsmålet var for langt; kun de første {number} tegn er læst."


def starter_sender(title: str) -> str:
    """A starter question about a document."""
    return f"Hvem har skrevet »{title}«?"


def source_removed(title: str) -> str:
    """The document of an earlier answer is no longer in the material."""
    return f"»{title}« er taget ud af materialet, siden du spurgte. Spørg igen for at se, hvad materialet siger nu."


def source_changed(title: str) -> str:
    """The document of an earlier answer has been changed since."""
    return (
        f"»{title}« er ændret, siden du spurgte, så stedet kan være flyttet eller borte, og intet er fremhævet. "
        "Spørg igen for at se, hvad materialet siger nu."
    )


def show_citation(marker: int) -> str:
    """Name of the button that opens the place of a citation."""
    return f"Citat {marker}: {SHOW_SOURCE[0].lower()}{SHOW_SOURCE[1:]}"


def page_name(page: int | str | None) -> str:
    """A printed page as users read it."""
    return NO_PAGE if page is None else f"{PAGE} {page}"


def citation_in_source(marker: int) -> str:
    """What is opened beside an answer."""
    return f"Citat {marker} i kilden"


def word_in_source(word: str) -> str:
    """What is opened beside the places of a word."""
    return f"»{word}« i kilden"


def source_heading(name: str, page: int | str | None) -> str:
    """Heading of the source beside an answer."""
    return f"{name}, {page_name(page)}"


def page_picture(page: int | str | None) -> str:
    """Describes the picture of a page."""
    return f"Billede af {page_name(page)}"


def report_saved(file: str) -> str:
    """A report of a wrong answer was written."""
    return f"Rapporten er gemt i {file}. Intet er sendt."


def report_full(folder: str, most: int) -> str:
    """There are already as many reports as are kept."""
    return f"Der er allerede {most} rapporter i {folder}; flyt dem, og prøv igen."


def report_failed(folder: str, reason: str) -> str:
    """The report cannot be written."""
    return f"Rapporten kan ikke gemmes i {folder} ({reason}); giv adgang til at skrive i mappen."


def page_position(number: int, count: int) -> str:
    """Which of a document's pages is shown."""
    return f"{number}. side af {count}"


def serving(address: str) -> str:
    """The page is up."""
    return f"Kildesvar kører på {address} – stop med Ctrl+C."


def port_taken(port: int) -> str:
    """The port is used by another program."""
    return f"Port {port} er optaget af et andet program; vælg en anden med --port."


# --- Room ------------------------------------------------------------------------------------------------------------

HELP_ROOM = "Lad alle på rummets netværk bruge siden: med en kode til deltagerne og en adgangskode til sekretariatet."
HELP_ROOM_CODE = "Rumkode på seks cifre; ellers vælges en tilfældig."
HELP_ROOM_ADDRESS = "Denne maskines adresse på rummets netværk, når den er på flere netværk."
HELP_ROOM_PASSWORD = "Vælg selv sekretariatets adgangskode; ellers laves en."
HELP_LOG = "Skriv spørgsmål ned i en fil på denne maskine; alle, der spørger, får det at vide."
ROOM_CODE_INVALID = "Rumkoden skal være seks cifre, fx 408213; udelad --code for at få en tilfældig."
ROOM_NO_NETWORK = (
    "Denne maskine er ikke på noget netværk, som andre kan nå den gennem; forbind den til rummets netværk, "
    "og prøv igen, eller udelad --room."
)
ROOM_ONLY = "--code, --address og --choose-password hører til --room; tilføj --room, eller udelad dem."
ROOM_TITLE = "Gå ind i Kildesvar"
ROOM_WHAT = "Her kan du spørge materialet. Skriv først koden, der står på tavlen."
ROOM_CODE = "Rumkode"
ROOM_CODE_HINT = "Seks cifre."
ROOM_ENTER = "Gå ind"
ROOM_PASSWORD = "Adgangskode"
ROOM_CODE_WRONG = "Koden passer ikke. Se efter på tavlen, og skriv de seks cifre igen."
ROOM_PASSWORD_WRONG = "Adgangskoden passer ikke. Skriv den igen."
SECRETARIAT = "For sekretariatet"
SETTINGS_TITLE = "Sekretariatets indstillinger"
SETTINGS_LOCKED = "Indstillingerne og ændring af dokumenter kræver sekretariatets adgangskode."
SETTINGS_BACK = "Til Kildesvar"
SETTINGS_LEAVE = "Log mig ud"
WALL_TITLE = "Sådan kommer du ind i Kildesvar"
WALL_QR = "QR-kode med adressen"
WALL_ADDRESS = "Peg telefonens kamera på koden, eller skriv adressen i en browser:"
WALL_SHOW = "Vis adresse og kode på tavlen"
ROOM_HEADING = "Rummet"
ROOM_NEW_CODE = "Ny rumkode (de, der er inde, bliver inde)"
ROOM_END_ALL = "Log alle ud, også mig"
ROOM_PASSWORD_ASK = "Vælg en adgangskode til sekretariatet"
ROOM_PASSWORD_REPEAT = "Skriv den igen"
LOGGED = "Spørgsmål bliver skrevet ned på sekretariatets computer, uden navn og uden at det kan ses, hvem der spurgte."
LOG_HEADING = "Log over spørgsmål"
LOG_IS_OFF = "Slukket: ingen spørgsmål gemmes."
LOG_WHAT = (
    "Når loggen er tændt, skrives hvert spørgsmål ned med dag og minut, men uden navn og adresse. Alle, der spørger, "
    "kan se på siden, at det sker, og først derefter skrives deres spørgsmål ned."
)
LOG_SWITCH_ON = "Tænd loggen"
LOG_SWITCH_OFF = "Sluk loggen"
LOG_FULL = "filen er fuld; flyt den"


def room_code_guessed(code: str) -> str:
    """The code is one that people try first."""
    return f"Rumkoden {code} er en af dem, der gættes først; vælg en anden, eller udelad --code for at få en tilfældig."


def room_password_short(least: int) -> str:
    """The secretariat's own password is too short."""
    return f"Sekretariatets adgangskode skal have mindst {least} tegn; vælg en længere, eller lad Kildesvar lave en."


def room_address_unknown(address: str, known: Sequence[str]) -> str:
    """The computer has no such address."""
    return f"Denne maskine har ikke adressen {address}; vælg {_listed(known, 'eller')} med --address."


def room_wait(seconds: int) -> str:
    """There were too many wrong attempts."""
    return f"Der er skrevet forkert for mange gange. Vent {seconds} sekunder, og prøv så igen."


def room_counts(visitors: int, codes: int, passwords: int) -> str:
    """How many are in, and how often the code and the password were mistyped."""
    inside = "1 er inde" if visitors == 1 else f"{visitors} er inde"
    return f"{inside}. Forkerte forsøg siden start: {codes} på rumkoden, {passwords} på adgangskoden."


def log_is_on(file: str) -> str:
    """The log of questions is on."""
    return f"Tændt: spørgsmål skrives i {file}."


def log_failed(reason: str) -> str:
    """A question could not be written down."""
    return f"Det seneste spørgsmål kunne ikke skrives ned ({reason})."


def serving_room(address: str, code: str, password: str | None) -> str:
    """The page is up for a room; ``password`` when it was made here and nobody knows it yet."""
    lines = [
        f"Kildesvar kører for alle på netværket på {address} – stop med Ctrl+C.",
        f"Rumkode til deltagerne: {code}",
    ]
    if password is not None:
        lines.append(f"Sekretariatets adgangskode (gem den; den vises kun her): {password}")
    lines.append(f"Til tavlen: åbn {address}, log ind som sekretariat, og vælg »{WALL_SHOW}«.")
    return "\n".join(lines)


def other_addresses(addresses: Sequence[str]) -> str:
    """The computer is on more than one network."""
    return f"Maskinen er også på {_listed(addresses, 'og')}; vælg med --address, hvilken rummet skal bruge."


def log_announced(file: str) -> str:
    """The log is on from the start."""
    return f"Spørgsmål skrives i {file}, og alle, der spørger, får det at vide."


# --- Secretariat: claim check ----------------------------------------------------------------------------------------

CLAIMS_HEADING = "Resultatet af tjekket"
CLAIMS_LEGEND = "Hvad farver og tegn betyder"
CLAIMS_NOTHING = "Der er ingen sætninger at tjekke. Skriv eller indsæt en tekst med hele sætninger, og tjek den igen."
CLAIMS_NOTHING_CHECKED = "Intet af teksten kunne tjekkes. Skriv hele sætninger, der siger noget bestemt, og prøv igen."
CLAIM_NUMBERS = "Tal, der er forskellige"
CLAIM_STATED = "Sætningen siger"
CLAIM_SOURCE = "Kilden siger"
CLAIM_PASSAGE = "Det siger materialet"
CLAIM_NO_PASSAGE = "Jeg fandt intet sted i materialet, der siger det. Det kan være rigtigt alligevel."
CLAIM_SKIPPED = "Ikke tjekket"
VERDICT_MEANINGS = {
    "verbatim": "Sætningen står ord for ord i materialet.",
    "supported": "Et sted siger efter alt at dømme det samme med andre ord, og alle tal passer. Se efter, om hvem,"
    " hvornår og hvorfor også passer.",
    "other_number": "Materialet siger det samme, men med et andet tal.",
    "not_found": "Materialet siger det ikke. Det er ikke det samme som, at det er forkert.",
}
SKIPPED_MEANING = "Overskrifter, spørgsmål og linjer uden noget, der kan slås op."


def claims_checked(checked: int, skipped: int) -> str:
    """Says how many statements were checked and how many were not."""
    done = "1 sætning er tjekket" if checked == 1 else f"{checked} sætninger er tjekket"
    return f"{done}, {skipped} er ikke." if skipped else f"{done}."


def show_claim_citation(statement: int, marker: int) -> str:
    """Name of the button that opens the place of a statement's citation."""
    return f"Sætning {statement}, citat {marker}: {SHOW_SOURCE[0].lower()}{SHOW_SOURCE[1:]}"


# --- Secretariat: all places -----------------------------------------------------------------------------------------

PLACES_SHOW = "Vis"


def places_in(count: int) -> str:
    """Says how many places there are."""
    return _places(count)


def places_picture(query: str, title: str) -> str:
    """Names the picture of where in a document something stands."""
    return f"Hvor »{query}« står i »{title}«"


def places_by_page(counts: Sequence[tuple[int | str, int]]) -> str:
    """Says in words what the picture of a document with pages shows: (page, how many) of each page that has any."""
    return f"Antal steder: {', '.join(f'{PAGE} {page}: {count}' for page, count in counts)}."


def places_by_share(counts: Sequence[tuple[int, int]]) -> str:
    """Says in words what the picture of a document without pages shows: (percent of the text, how many)."""
    return f"Antal steder: {', '.join(f'{percent} % inde i teksten: {count}' for percent, count in counts)}."


PLACES_TEXT_BEGINS = "begyndelsen"
PLACES_TEXT_ENDS = "slutningen"


def show_place(where: str, shown: str, title: str) -> str:
    """Name of the button that opens a place; it begins with what stands on the button."""
    return f"{where}: vis »{shown}« i »{title}«"


def aside_place(page: int | str | None, reason: str) -> str:
    """Names a place outside the contents: its page and what it stands in."""
    return f"{page_name(page)}, {_NOISE_NAMES[reason]}"


# --- Secretariat: documents ------------------------------------------------------------------------------------------

DOCUMENTS_HEADING = "Dokumenterne i materialet"
DOCUMENTS_NONE = "Der er ingen dokumenter i materialet endnu."
DOCUMENTS_FAILED = "Disse filer kunne ikke læses og er ikke med:"
DOCUMENTS_UNEXPANDED = (
    "Ingen har skrevet omskrivninger til dokumentet. Spørg derfor helst med de ord, dokumentet selv bruger."
)
DOCUMENT_SENDER = "Afsender"
DOCUMENT_KIND = "Type"
DOCUMENT_YEAR = "År"
DOCUMENT_PAGES = "Sider"
DOCUMENT_PASSAGES = "Afsnit, der kan søges i"
DOCUMENT_WORDS = "Ord"
DOCUMENT_WORDINGS = "Omskrivninger til søgningen"
DOCUMENT_HASH = "Filens fingeraftryk (SHA-256)"
DOCUMENT_FILE = "Fil"
DOCUMENT_LICENCE = "Rettigheder"
DOCUMENT_REMARKS = "Bemærkninger"
DOCUMENT_ORIGIN = "Hvor det kommer fra"
DOCUMENT_REPORT = "Sådan er det læst"
DOCUMENT_ALL_READ = "Alt i dokumentet er læst og kan findes."
DOCUMENT_LEFT_OUT = "Ikke søgt i, fordi det ikke er indhold:"
DOCUMENT_SPELLING = "Skrivemåder, der ser ud som fejl i filen. De citeres, som de står:"
NOT_STATED = "ikke oplyst"


def documents_total(documents: int, pages: int, passages: int, words: int) -> str:
    """Says how much material there is."""
    counted = [
        f"{documents} dokument{'er' if documents != 1 else ''}",
        *([f"{_thousands(pages)} side{'r' if pages != 1 else ''}"] if pages else []),
        f"{_thousands(passages)} afsnit",
        f"{_thousands(words)} ord",
    ]
    return f"I alt {_listed(counted, 'og')}."


def document_pages(count: int, first: int | str | None, last: int | str | None) -> str:
    """Says how many pages a document has and what is printed on the first and the last."""
    if first is None:
        return NO_PAGE
    return f"{_thousands(count)} ({PAGE} {first}–{last})" if count > 1 else f"1 ({PAGE} {first})"


def amount(number: int) -> str:
    """A whole number as Danish writes it."""
    return _thousands(number)


def left_out(reason: str, count: int, examples: Sequence[str]) -> str:
    """Names one kind of text that is not searched, how often it stands, and some of it."""
    shown = ", ".join(f"»{example}«" for example in examples)
    rest = " …" if count > len(examples) else ""
    return f"{_NOISE_NAMES[reason]}, {_places(count)}: {shown}{rest}"


def spelled(place: str, text: str) -> str:
    """Names a place where the spelling looks wrong."""
    return f"»{text}« ({place})"


# --- Secretariat: documents changed on the page ----------------------------------------------------------------------

SECRETARIAT_ONLY = "Det kan kun sekretariatet. Log ind som sekretariat, og prøv igen."
ADD_HEADING = "Læg dokumenter ind"
ADD_HINT = "Vælg filer, eller træk dem hertil: .txt, .md, .html, .pdf eller .docx, højst 50 MB hver."
ADD_FILES = "Vælg filer"
ADD_DETAILS = "Det, du ikke skriver her, læses i filen selv. En titel kan kun gives til én fil ad gangen."
ADD_TITLE = "Titel (må stå tom)"
ADD_SENDER = "Afsender (må stå tom)"
ADD_YEAR = "Årstal (må stå tomt)"
ADD_BUTTON = "Læg ind i materialet"
ADD_NONE = "Vælg mindst én fil først."
ADD_TITLE_FIELD = "Titlen"
ADD_DONE = "Dokumenterne er lagt ind, og Kildesvar svarer nu også fra dem."
ADD_NOTHING = "Intet blev lagt ind, og dokumenterne er, som de var."
ADD_REFUSED = "Disse filer blev ikke lagt ind:"
ADD_PROBLEMS = "Vær opmærksom på dette i de nye dokumenter:"
REMOVE = "Fjern dokumentet"
REMOVE_YES = "Ja, fjern det"
REMOVING = "Fjerner dokumentet …"
CANCEL = "Fortryd"
VERSIONS_HEADING = "Tidligere udgaver"
VERSIONS_HINT = "Ud over den udgave, der er i brug, gemmes de tre seneste."
VERSIONS_NONE = "Der er ingen tidligere udgave at hente frem endnu."
RESTORE = "Hent udgaven frem"
RESTORE_SURE = "Dokumenterne bliver, som de var dengang. Den udgave, der er i brug nu, gemmes og kan hentes frem igen."
RESTORE_YES = "Ja, hent den frem"
RESTORING = "Henter udgaven frem …"
CHANGE_WAITING = "Venter, til en anden ændring er færdig …"
CHANGE_FAILED = "Der skete en fejl, og dokumenterne er, som de var. Prøv igen."
CHANGE_RUNNING = "Dokumenterne ændres"
SENDING = "Sender filer …"
UPLOAD_GONE = "En af filerne er ikke længere på vej, for der gik for lang tid; vælg filerne igen."
UPLOAD_BROKEN = "Filen nåede ikke helt frem; vælg den igen."
UPLOAD_FULL = "Der er ikke plads til flere filer på vej; vent et øjeblik, og send færre ad gangen."
READING_CHECK = "Læser filen …"


def upload_too_large(name: str, most: int) -> str:
    """A file has more bytes than the page takes."""
    return (
        f"Filen »{name}« er for stor; siden tager højst {most // (1024 * 1024)} MB ad gangen. Del dokumentet op, "
        "eller læg det ind med »kildesvar add«."
    )


def upload_failed(name: str, reason: str) -> str:
    """A file that was sent cannot be kept."""
    return f"Filen »{name}« kunne ikke gemmes ({reason}); gør plads, og prøv igen."


def year_wrong(typed: str) -> str:
    """What was typed is not a year."""
    return f"»{typed}« er ikke et årstal; skriv fire cifre, fx 2025, eller lad feltet stå tomt."


def added_here(title: str, sender: str, year: int | None) -> str:
    """Says that a document was added and what users will be told about it."""
    return f"Lagt ind: »{title}« ({sender}, {year if year else 'årstal ikke angivet'})."


def remove_sure(title: str) -> str:
    """Asks whether a document is to be removed."""
    return (
        f"Skal »{title}« fjernes? Så svares der ikke længere fra det. Filen gemmes, og dokumentet kan hentes frem igen."
    )


def removed_here(title: str) -> str:
    """Says that a document was removed."""
    return f"Fjernet: »{title}«. Det kan hentes frem igen under »{VERSIONS_HEADING}«."


def restored_here(documents: int) -> str:
    """Says that an earlier version is in use."""
    return f"Udgaven med {_documents(documents)} er hentet frem. Den, der var i brug før, er gemt."


def version_of(when: str, documents: int) -> str:
    """Names an earlier version by when it was used last."""
    return f"Udgave fra {when}, {_documents(documents)}"


def version_more(titles: Sequence[str]) -> str:
    """Names the documents that an earlier version has and the one in use has not."""
    return f"Med {_listed([f'»{title}«' for title in titles], 'og')}."


def version_fewer(titles: Sequence[str]) -> str:
    """Names the documents that the version in use has and an earlier one has not."""
    return f"Uden {_listed([f'»{title}«' for title in titles], 'og')}."


VERSION_SAME = "De samme dokumenter som nu."


# --- Secretariat: about ----------------------------------------------------------------------------------------------

ABOUT_HEADING = "Om Kildesvar"
ABOUT_READING = "Sådan læses et svar"
ABOUT_QUOTES = (
    "Hvert svar består af citater. Kildesvar finder dem og skriver ikke selv noget, og hvert citat er sammenlignet "
    "bogstav for bogstav med sin kilde, før det vises."
)
OUTCOME_MEANINGS = {
    "answered": "Citaterne svarer på spørgsmålet. Læs dem, og åbn kilden, hvis sammenhængen betyder noget.",
    "related": "Materialet svarer ikke på det, men siger noget i nærheden. Læs det ikke som et svar.",
    "not_in_documents": "Kildesvar fandt intet i materialet. Det kan stå med andre ord; prøv at spørge anderledes.",
}
ABOUT_LIMITS = "Det kan Kildesvar ikke"
LIMITS = (
    "Svare på noget, der ikke står i dokumenterne. Det ved intet om verden uden for dem.",
    "Se, hvad der er på billeder, figurer og kort. Kun tekst kan findes.",
    "Vurdere, om det, der står i et dokument, er rigtigt eller stadig gælder.",
    "Regne, sammenfatte eller drage slutninger på tværs af dokumenter.",
    "Altid opdage, at en påstand har byttet om på hvem, hvornår eller hvorfor. Læs citatet, også når den er støttet.",
    "Finde alt hver gang. Tallene nedenfor viser, hvor ofte det lykkes.",
)
ABOUT_OFFLINE = "Uden internet"
OFFLINE = (
    "Kildesvar kører på én computer. Spørgsmål, svar og dokumenter sendes ikke videre fra den, og siden henter intet "
    "fra internettet. Internettet kan være slukket, og alt virker som før."
)
ABOUT_PRODUCT = "Denne udgave"
ABOUT_VERSION = "Version"
ABOUT_MODEL = "Sprogmodel til søgningen"
ABOUT_MODEL_NOTE = "Modellen bruges kun til at finde steder, der ligner spørgsmålet. Den skriver ikke noget."
ABOUT_DOCUMENTS = "Dokumenternes fingeraftryk (SHA-256)"
ABOUT_FIGURES = "Så godt svarer Kildesvar"
ABOUT_FIGURES_NOTE = (
    "Målt på spørgsmål, som Kildesvar ikke er indstillet efter. Resultaterne er set undervejs, så regn med lidt mindre "
    "for nye spørgsmål. Bjælken er det målte, den lodrette streg er målet."
)
ABOUT_NO_FIGURES = "Der er ingen målinger i denne udgave; »kildesvar eval --write-baseline« måler og gemmer dem."
ABOUT_MORE_FIGURES = "Se alle målinger"
FIGURE_COLUMNS = ("Hvad er målt", "Målt", "Mål", "Antal")
FIGURE_MET = "nået"
FIGURE_MISSED = "ikke nået"
FIGURE_NAMES = {
    "hit@1, all": "Det rigtige afsnit findes som nr. 1",
    "hit@5, all": "Det rigtige afsnit findes blandt de fem første",
    "hit@1, shares words": "Nr. 1, når spørgsmålet bruger dokumentets ord",
    "hit@5, shares words": "Blandt de fem første, når spørgsmålet bruger dokumentets ord",
    "hit@1, shares none": "Nr. 1, når spørgsmålet bruger helt andre ord",
    "hit@5, shares none": "Blandt de fem første, når spørgsmålet bruger helt andre ord",
    "hit@5, English": "Blandt de fem første, når der spørges på engelsk",
    "hit@1, natural, answered": "Nr. 1 for frit formulerede spørgsmål",
    "hit@5, natural, answered": "Blandt de fem første for frit formulerede spørgsmål",
    "answers right, all": "Svaret er rigtigt og har alt, der blev spurgt om",
    "answers right, shares words": "Rigtigt svar, når spørgsmålet bruger dokumentets ord",
    "answers right, shares none": "Rigtigt svar, når spørgsmålet bruger helt andre ord",
    "answers right, table": "Rigtigt svar fra en tabel",
    "answers right, list": "Rigtigt svar fra en liste",
    "answers right, definition": "Rigtigt svar på, hvad et ord betyder",
    "a citation on the right place": "Mindst ét citat fra det rigtige sted",
    "quotes verbatim": "Citater, der er ordrette",
    "near misses not answered": "Spørgsmål tæt på materialet, men uden svar i det, besvares ikke",
    "other topics refused": "Spørgsmål om noget helt andet afvises",
    "answerable, not answered": "Kan besvares, men blev det ikke",
    "answerable, refused": "Kan besvares, men blev afvist",
    "natural, right": "Rigtigt svar på frit formulerede spørgsmål",
    "natural, partly: place shown": "Kun delvist i materialet: stedet vises",
    "natural, not answered by any": "Frit formulerede spørgsmål uden svar i materialet besvares ikke",
    "follow-up turns right": "Opfølgende spørgsmål, der besvares rigtigt",
    "follow-ups past it, not answered": "Opfølgende spørgsmål uden for materialet, der ikke besvares",
    "median words of an answer": "Ord i et svar (det midterste)",
}


def figure(value: float | None, *, share: bool) -> str:
    """A measured figure as people read it; ``share`` for those from 0 to 1."""
    if value is None:
        return "–"
    return f"{100 * value:.0f}\u00a0%" if share else f"{value:.0f}"


def figure_goal(goal: float, *, share: bool, at_most: bool) -> str:
    """The goal of a figure."""
    return f"{'højst' if at_most else 'mindst'} {figure(goal, share=share)}"


# --- Export ----------------------------------------------------------------------------------------------------------

EXPORT_CONVERSATION = "Spørgsmål og svar fra Kildesvar"
EXPORT_CHECK = "Tjek af en tekst med Kildesvar"
EXPORT_CONVERSATION_FILE = "kildesvar-samtale"
EXPORT_CHECK_FILE = "kildesvar-tjek"
EXPORT_SOURCES = "Kilder"
EXPORT_NO_QUESTIONS = "Der er ikke stillet noget spørgsmål endnu."
EXPORT_HASH_UNKNOWN = "dokumentet er ikke længere i materialet"
_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


def exported(version: str, year: int, month: int, day: int) -> str:
    """Says which version made an export, and when."""
    program = f"{SITE_TITLE} {version}".strip()
    return f"Lavet med {program} den {day}. {_MONTHS[month - 1]} {year}. Citaterne er ordrette."


def export_source(title: str, sender: str, year: int | None, sha256: str) -> str:
    """Names a document that an export quotes, with the fingerprint of its file."""
    known = ", ".join(str(part) for part in (sender, year) if part)
    return f"{title} ({known}). SHA-256: {sha256}"


# --- Models ----------------------------------------------------------------------------------------------------------

HELP_MODEL = "Hent og vælg den sprogmodel, som søgningen bruger."
HELP_MODEL_FETCH = "Hent en sprogmodel fra huggingface.co én gang; derefter bruges den uden internet."
HELP_MODEL_FETCH_NAME = "Et navn fra »kildesvar model list« eller ejer/model på huggingface.co."
HELP_MODEL_USE = "Byg søgeindekset om med en sprogmodel, og brug den fra nu af."
HELP_MODEL_USE_NAME = "En hentet sprogmodel, en mappe med en model eller kildesvar-static, som følger med."
HELP_MODEL_LIST = "Vis sprogmodellerne: størrelse, licens, om de er hentet, og hvilken der bruges."

MODEL_COLUMNS = ("Sprogmodel", "MB", "Tal pr. tekst", "Licens", "Status")
MODEL_BUNDLED = "følger med"
MODEL_FETCHED = "hentet"
MODEL_NOT_FETCHED = "ikke hentet"
MODEL_IN_USE = "i brug"
MODEL_FETCHING = "Henter"
MODEL_UNKNOWN_VALUE = "?"
MODEL_DISK_FULL = "disken er fuld"
MODEL_WITHOUT_SETTINGS = "config.json eller modules.json"
MODEL_WITHOUT_WEIGHTS = "vægte i safetensors-format"


def model_fetch_begins(name: str, megabytes: int, licence: str) -> str:
    """Says what is about to be downloaded."""
    return f"Henter {name} fra huggingface.co ({megabytes} MB, licens: {licence})."


def model_fetched(name: str, megabytes: int) -> str:
    """Says what was downloaded and what comes next."""
    return f"{name} er hentet ({megabytes} MB); tag den i brug med »kildesvar model use {name}«."


def model_used(name: str, chunks: int, wordings: int, dimension: int, seconds: float) -> str:
    """Says that the index was re-embedded with another model."""
    return (
        f"{name} er nu i brug: {chunks} afsnit og {wordings} omskrivninger er lagt i søgeindekset "
        f"med {dimension} tal pr. tekst på {f'{seconds:.1f}'.replace('.', ',')} sekunder."
    )


def model_unknown(name: str, known: Iterable[str]) -> str:
    """There is no model of that name."""
    return (
        f"Der er ingen sprogmodel med navnet {name}; vælg {', '.join(known)}, en mappe med en model "
        "eller et navn af formen ejer/model."
    )


def model_not_fetched(name: str) -> str:
    """A known model has not been downloaded."""
    return f"Sprogmodellen {name} er ikke hentet; kør »kildesvar model fetch {name}« med internetforbindelse."


def model_gone(name: str) -> str:
    """The model that was chosen is no longer there."""
    return (
        f"Sprogmodellen {name}, som søgeindekset er bygget med, findes ikke længere; hent den igen med "
        "»kildesvar model fetch«, eller vælg den, der følger med, med »kildesvar model use kildesvar-static«."
    )


def model_repository_unknown(repo: str) -> str:
    """The hub has no such public repository."""
    return f"huggingface.co har ingen åben sprogmodel {repo}; ret navnet, eller vælg en fra »kildesvar model list«."


def model_revision_unknown(repo: str, revision: str) -> str:
    """The hub no longer has the pinned revision."""
    return (
        f"huggingface.co har ikke længere udgaven {revision} af {repo}; ret eller fjern revision for modellen "
        "i index/models.toml, eller vælg en anden model."
    )


def model_hub_silent(name: str) -> str:
    """No network, or the hub did not answer to the end."""
    return (
        f"Sprogmodellen {name} blev ikke hentet, fordi huggingface.co ikke svarede; kør »kildesvar model fetch {name}« "
        "igen med internetforbindelse, Kildesvar svarer imens som før."
    )


def model_fetch_failed(name: str, detail: str) -> str:
    """The download failed for another reason than the network."""
    return f"Sprogmodellen {name} blev ikke hentet ({detail}); kør »kildesvar model fetch {name}« igen."


def model_incomplete(name: str, file: str) -> str:
    """A fetched model lacks a file, or has one of another size."""
    return f"Sprogmodellen {name} er ikke hel ({file} mangler eller er afkortet); kør »kildesvar model fetch {name}«."


def model_folder_invalid(folder: str, missing: str) -> str:
    """A folder is not a model."""
    return f"{folder} er ikke en sprogmodel, for der mangler {missing}; angiv en mappe med en hel model."


def model_repository_invalid(repo: str, missing: str) -> str:
    """A repository on the hub is not a model that can be used."""
    return f"{repo} kan ikke bruges som sprogmodel, for der mangler {missing}; vælg en fra »kildesvar model list«."


def model_unreadable(folder: str, detail: str) -> str:
    """A model's files are there, but it cannot be loaded."""
    return f"Sprogmodellen i {folder} kan ikke indlæses ({detail}); hent den igen, eller vælg en anden."


def model_folder_not_writable(folder: str, reason: str) -> str:
    """The folder of models cannot be written."""
    return f"Der kan ikke skrives i {folder} ({reason}); gør plads, eller giv adgang til at skrive i mappen."


def model_no_room(folder: str, needed: int, free: int) -> str:
    """The disk has less room than the model needs, both in megabytes."""
    return f"Sprogmodellen fylder {needed} MB, men {folder} har kun {free} MB ledig plads; gør plads, og prøv igen."


def model_use_begins(name: str) -> str:
    """Says that the documents are being re-embedded."""
    return f"Bygger søgeindekset om med {name}; det kan tage flere minutter, og det gamle indeks bruges imens."


# --- The self-test ---------------------------------------------------------------------------------------------------

HELP_SELFTEST = "Afprøv, at alt virker på denne maskine, og at intet forlader den."
SELFTEST_MARKS = {True: "OK   ", False: "FEJL ", None: "     "}
SELFTEST_NONSENSE = "Hvordan plorfer man en snavlebrix i krumtusk?"
SELFTEST_ELSEWHERE = "Hentes andre steder fra:"


def selftest_barred(stopped: int, tried: int) -> str:
    """Says whether the process is kept on this machine."""
    return f"Alle netforbindelser ud af maskinen er spærret i selvtesten: {stopped} af {tried} prøver blev standset."


def selftest_loaded(documents: int, chunks: int) -> str:
    """Says what the index holds."""
    return f"Indekset er læst og uskadt: {documents} dokumenter, {chunks} afsnit."


def selftest_answered(question: str, quote: str, page: int | str | None) -> str:
    """Says that a question was answered from the place where its answer stands."""
    place = f"{PAGE} {page}" if page is not None else NO_PAGE
    return f"»{_short(question)}« blev besvaret med det rette sted, ordret: »{_short(quote)}« ({place})."


def selftest_not_verbatim(question: str, quote: str, page: int | str | None) -> str:
    """Says that a quote does not stand where it is said to."""
    place = f"{PAGE} {page}" if page is not None else NO_PAGE
    return f"»{_short(question)}«: citatet »{_short(quote)}« står ikke ordret på det angivne sted ({place})."


def selftest_not_answered(question: str) -> str:
    """Says that a question was not answered from the place where its answer stands."""
    return f"»{_short(question)}« blev ikke besvaret fra det sted, hvor svaret står."


def selftest_too_few(answered: int, tried: int) -> str:
    """Says how many questions were answered when they were fewer than wanted."""
    if not tried:
        return "Materialet har ingen hele sætninger, som et prøvespørgsmål kan dannes af."
    return f"{answered} af {tried} prøvespørgsmål, som materialet giver, blev besvaret fra det rette sted."


def selftest_nonsense(refused: bool) -> str:
    """Says whether a question about nothing was refused."""
    ending = "blev afvist, som det skal." if refused else "blev besvaret, selv om materialet intet har om det."
    return f"Vrøvlespørgsmålet »{SELFTEST_NONSENSE}« {ending}"


def selftest_page(status: int) -> str:
    """Says whether the page was served."""
    return "Siden starter og svarer." if status == 200 else f"Siden svarer med fejl {status}."


def selftest_policy(kept: bool) -> str:
    """Says whether the page forbids the browser to fetch anything from elsewhere."""
    return f"Siden {'forbyder' if kept else 'forbyder ikke'} browseren at hente noget andre steder fra."


def selftest_files(files: int, troubles: int) -> str:
    """Says whether all that the page names lies on this machine."""
    if troubles:
        return f"{troubles} af de filer, som siden nævner, ligger ikke på denne maskine:"
    return f"Siden, dens opsætning og alle filer, som de nævner, ligger på denne maskine: {files} i alt."


def selftest_mentioned(hosts: Sequence[str]) -> str:
    """Says that the page's files hold addresses that are not fetched."""
    if not hosts:
        return "Filerne nævner ingen andre adresser."
    return (
        f"Filerne nævner {len(hosts)} andre steder, fx {', '.join(hosts[:3])}: links, navne og kode til andre sider, "
        "som siden her ikke henter noget fra."
    )


def selftest_programs(programs: Sequence[str]) -> str:
    """Says which other programs were started, which the self-test does not see into."""
    named = f" ({', '.join(sorted(set(programs)))})" if programs else ""
    return f"Andre programmer startet: {len(programs)}{named}."


def selftest_attempts(count: int) -> str:
    """Says how often something tried to leave the machine."""
    return f"Forsøg på forbindelse ud af maskinen: {count}."


def selftest_done(total: int, failed: int) -> str:
    """Sums the self-test up."""
    if failed:
        return f"Selvtesten er ikke bestået: {failed} af {total} punkter fejlede."
    return f"Selvtesten er bestået: {total} af {total} punkter."


def _short(text: str, most: int = 90) -> str:
    """Cuts a long text for a line of the self-test."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"

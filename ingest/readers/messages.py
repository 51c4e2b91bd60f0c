"""The Danish sentences of the readers: what was found, what was needed, what to do."""

from collections.abc import Sequence


def missing(name: str, folder: str) -> str:
    """Returns the message for a file that does not exist in ``folder``."""
    return (
        f"Filen »{name}« findes ikke i mappen »{folder}«, men skal ligge der for at kunne læses; "
        "læg den i mappen, eller ret filnavnet i sources.toml."
    )


def is_folder(name: str) -> str:
    """Returns the message for a folder where a file was needed."""
    return f"»{name}« er en mappe, men der skal stå en fil; skriv navnet på en enkelt fil i sources.toml."


def no_permission(name: str) -> str:
    """Returns the message for a file that the user may not read."""
    return (
        f"Filen »{name}« må ikke læses af den bruger, der kører Kildesvar, men der skal være læseadgang; "
        "giv brugeren læserettighed til filen, og prøv igen."
    )


def unreadable(name: str, reason: str) -> str:
    """Returns the message for any other failure of the disk or the system, ``reason`` being the system's words."""
    return (
        f"Filen »{name}« kunne ikke læses fra disken ({reason}), men skal kunne åbnes; "
        "kontrollér, at den ikke er i brug eller ligger på et drev, der er koblet fra, og prøv igen."
    )


def unknown_kind(name: str, suffix: str, supported: Sequence[str]) -> str:
    """Returns the message for a file extension that no reader takes; ``suffix`` may be empty."""
    found = f"har endelsen »{suffix}«" if suffix else "har ingen endelse"
    return (
        f"Filen »{name}« {found}, men Kildesvar læser kun {_listed(supported, 'og')}; "
        "gem dokumentet i et af de formater, og ret filnavnet i sources.toml."
    )


def empty(name: str) -> str:
    """Returns the message for a file without a single word to quote."""
    return (
        f"Filen »{name}« indeholder ingen tekst, men der skal være noget at citere; "
        "læg den fulde udgave af dokumentet ind, eller fjern det fra sources.toml."
    )


def not_utf8(name: str, *, line: int, position: int, value: int) -> str:
    """Returns the message for text that is not UTF-8; ``line`` and ``position`` of the first bad byte count from 1."""
    return (
        f"Filen »{name}« er ikke gyldig UTF-8: byte nr. {position} (0x{value:02X}) på linje {line} kan ikke læses, "
        "men teksten skal være i UTF-8; åbn filen i et tekstprogram, og gem den med tegnsættet UTF-8."
    )


def wrong_unicode(name: str, encoding: str) -> str:
    """Returns the message for text in UTF-16 or UTF-32."""
    return (
        f"Filen »{name}« er gemt som {encoding}, men teksten skal være i UTF-8; "
        "åbn filen i et tekstprogram, og gem den med tegnsættet UTF-8."
    )


def wrong_charset(name: str, charset: str, *, line: int, position: int) -> str:
    """Returns the message for a web page that breaks the character set it names itself; both places count from 1."""
    return (
        f"Filen »{name}« siger selv, at den er i tegnsættet {charset}, men byte nr. {position} på linje {line} passer "
        "ikke med det, og tegnene skal kunne læses; gem siden igen som UTF-8, eller ret tegnsættet i dens <meta>."
    )


def unknown_charset(name: str, charset: str) -> str:
    """Returns the message for a web page that names a character set nobody knows."""
    return (
        f"Filen »{name}« angiver tegnsættet »{charset}«, som ikke kendes, men tegnene skal kunne læses; "
        "gem siden igen som UTF-8."
    )


def damaged(name: str, kind: str) -> str:
    """Returns the message for a file that is not, or no longer, what its extension says (``kind``: "PDF", "Word" …)."""
    return (
        f"Filen »{name}« er beskadiget eller er ikke en {kind}-fil, men den skal kunne åbnes som {kind}; "
        "hent eller gem dokumentet på ny, og læg den nye udgave ind."
    )


def locked_pdf(name: str) -> str:
    """Returns the message for a PDF that the empty password does not open."""
    return (
        f"Filen »{name}« er krypteret eller beskyttet med adgangskode, men teksten skal kunne læses frit; "
        "gem en kopi af PDF-filen uden beskyttelse, og læg den ind i stedet."
    )


def locked_word(name: str) -> str:
    """Returns the message for an encrypted Word file or a .doc of old that was renamed."""
    return (
        f"Filen »{name}« er beskyttet med adgangskode eller er i det gamle .doc-format, men der skal bruges en åben "
        ".docx-fil; åbn dokumentet i Word, og gem det som .docx uden adgangskode."
    )


def pdf_without_text(name: str, pages: int) -> str:
    """Returns the message for a PDF whose pages are pictures."""
    found = "Den ene side" if pages == 1 else f"Ingen af de {pages} sider"
    has = "har ingen tekst" if pages == 1 else "har tekst"
    return (
        f"{found} i »{name}« {has}, kun billeder, men der skal være tekst at citere; "
        "kør tekstgenkendelse (OCR) på PDF-filen, og læg resultatet ind i stedet."
    )


def pages_without_text(pages: Sequence[str]) -> str:
    """Returns the remark on single pages without text, each named as in ``pages`` (not empty)."""
    found = "Side" if len(pages) == 1 else "Siderne"
    return f"{found} {_listed(pages, 'og')} har ingen læsbar tekst og kan ikke citeres; kør OCR, hvis den skal med."


def page_name(label: str, position: int) -> str:
    """Returns what a PDF page is called: its label, and where it differs its ``position`` (from 1) in the file."""
    return label if label == str(position) else f"{label} (PDF-side {position})"


def notes_left_out(count: int) -> str:
    """Returns the remark on the footnotes and endnotes (``count`` ≥ 1) that are not in the text."""
    notes = "1 fod- eller slutnote" if count == 1 else f"{count} fod- og slutnoter"
    return f"{notes} er ikke læst ind og kan ikke citeres; skriv det vigtige ind i selve teksten, hvis det skal med."


def _listed(items: Sequence[str], conjunction: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"

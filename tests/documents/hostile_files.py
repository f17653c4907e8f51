"""Files other than PDF that a checker must refuse, and files that are two types at once."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

from tests.papers import a_pdf, a_picture

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PAGE = b"<html><script>alert(document.domain)</script></html>"


def zipped(name: str = "a.txt", content: bytes = b"x", *, times: int = 1) -> bytes:
    """Return an archive; packed again and again it is a bomb inside bombs."""
    for _ in range(times):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        content = out.getvalue()
    return content


def office(kind: str) -> bytes:
    """Return what a file of an office program begins like."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{kind}/vbaProject.bin", b"x")
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png_of(wide: int, high: int, bits: int = 8, colour: int = 2) -> bytes:
    """Return a small PNG that says it is this large."""
    whole = a_picture("PNG")
    head = struct.pack(">IIBBBBB", wide, high, bits, colour, 0, 0, 0)
    return whole[:8] + chunk(b"IHDR", head) + whole[33:]


def png_bomb() -> bytes:
    """Return a PNG that really unpacks to 7,900 by 7,500 points of four colours."""
    wide, high = 7_900, 7_500
    row = b"\0" + bytes(4 * wide)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(high)) + packer.flush()
    head = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def png_text_bomb() -> bytes:
    whole = a_picture("PNG")
    bomb = b"a\0\0" + zlib.compress(bytes(90 * 1024 * 1024), 9)
    return whole[:33] + chunk(b"zTXt", bomb) + whole[33:]


def png_saying(text: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", text)
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def jpeg_bomb() -> bytes:
    """Return a small JPEG that says it is 65,500 by 65,500."""
    whole = bytearray(a_picture("JPEG", (64, 64)))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", 65_500, 65_500)
    return bytes(whole)


def jpeg_saying(text: bytes) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG", comment=text)
    return out.getvalue()


def with_place_and_camera(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    """Return a picture as a telephone makes it: camera, place, thumbnail, turned by a quarter."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Hang may anh", "Doi 1", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 15.0, 0.0), 3: "E", 4: (105.0, 58.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", size, (10, 20, 30)).save(out, kind, exif=exif, dpi=(300, 300))
    return out.getvalue()


def gif_and_archive() -> bytes:
    return a_picture("GIF") + zipped("META-INF/MANIFEST.MF")


def pdf_in_the_comment_of_an_archive() -> bytes:
    """Return a PDF at its beginning that unpacks as an archive from its end."""
    return b"%PDF-1.4\n%" + zipped() + a_pdf()[9:]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
EXECUTABLES = {
    "windows.exe": b"MZ\x90\0" + b"x" * 200,
    "linux": b"\x7fELF\x02\x01\x01" + b"x" * 200,
    "java.class": b"\xca\xfe\xba\xbe\0\0\0\x34" + b"x" * 200,
    "lệnh.sh": b"#!/bin/sh\nrm -rf /\n",
    "lệnh.bat": b"@echo off\r\ndel *.*\r\n",
    "lối tắt.lnk": b"L\0\0\0\x01\x14\x02\0" + b"x" * 200,
}

"""Which files may come in. The type is decided by reading the file, never by its name."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from motcua.kernel.errors import DomainError

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
# What may be attached; scripts, programs, office files and archives are not among it.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
)
ACCEPTED = (PDF, JPEG, PNG)
EXTENSIONS = {PDF: ("pdf",), JPEG: ("jpg", "jpeg"), PNG: ("png",)}
SPOKEN = {PDF: "PDF", JPEG: "JPG", PNG: "PNG"}
OFFICE = frozenset(
    "doc docx docm dot dotx xls xlsx xlsm ppt pptx pptm odt ods odp rtf".split()  # noqa: SIM905
)
ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"\x60\xea",
)
HEAD = 16  # bytes that tell the type
LONGEST_NAME = 120
LONGEST_NAME_BYTES = 240  # file systems take 255
NAMELESS = "tep"
# Names that Windows keeps for devices, whatever comes after the point.
DEVICES = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(10)]
)


class FileEmpty(DomainError):
    """Nothing arrived."""

    message = "Tệp “{name}” không có nội dung. Xin chọn lại tệp."


class FileTooLarge(DomainError):
    """More bytes than the limit."""

    message = "Tệp “{name}” lớn quá {most} MB. Xin chọn tệp nhỏ hơn hoặc chụp lại với cỡ nhỏ hơn."


class FileTypeForbidden(DomainError):
    """None of the types that may be attached here."""

    message = "Chỉ nhận tệp {kinds}. Tệp “{name}” không thuộc các loại này."


class FileIsOffice(DomainError):
    """A file of an office program, which may carry programs and looks different elsewhere."""

    message = "Chỉ nhận tệp {kinds}. Xin lưu tệp “{name}” thành PDF rồi gửi lại."


class FileIsArchive(DomainError):
    """A packed file; what is inside is sent one by one."""

    message = "Không nhận tệp nén như “{name}”. Xin gửi riêng từng tệp {kinds} ở bên trong."


class FileDisguised(DomainError):
    """The name says one type, the content another."""

    message = "Nội dung của tệp “{name}” không đúng với phần đuôi của tên tệp. Xin kiểm tra lại."


class FileMixed(DomainError):
    """A file that can also be read as a file of another type."""

    message = "Tệp “{name}” lẫn nội dung của loại tệp khác nên không được nhận. Xin xuất lại tệp."


class FileBroken(DomainError):
    """The reader of that type cannot open it."""

    message = "Không mở được tệp “{name}”. Tệp có thể đã hỏng; xin xuất hoặc chụp lại."


class FileHasScripts(DomainError):
    """A PDF that carries programs."""

    message = "Tệp “{name}” có chứa mã lệnh nên không được nhận. Xin in lại thành PDF thường."


class FileHasAttachments(DomainError):
    """A PDF that carries other files, films or sounds."""

    message = "Tệp “{name}” có tệp khác đính bên trong. Xin in lại thành PDF thường."


class FileReachesOut(DomainError):
    """A PDF that sends to, or opens, something outside of itself."""

    message = "Tệp “{name}” tự mở hoặc gửi đi nơi khác. Xin in lại thành PDF thường."


class FileProtected(DomainError):
    """A PDF that asks for a password."""

    message = "Tệp “{name}” đặt mật khẩu. Xin bỏ mật khẩu rồi gửi lại."


class PagesTooMany(DomainError):
    """More pages than are read."""

    message = "Tệp “{name}” có quá {most} trang. Xin tách thành nhiều tệp."


class PageTooLarge(DomainError):
    """A page larger than any paper."""

    message = "Tệp “{name}” có trang lớn hơn khổ giấy in được. Xin xuất lại với khổ A0 trở xuống."


class PictureTooLarge(DomainError):
    """More pixels than are unpacked."""

    message = "Ảnh “{name}” quá lớn (hơn {most} triệu điểm ảnh). Xin chụp lại với cỡ nhỏ hơn."


class FileTooDemanding(DomainError):
    """A file that takes more time or memory to open than any paper does."""

    message = "Tệp “{name}” cần quá nhiều bộ nhớ để mở nên không được nhận. Xin xuất lại tệp."


class FileInfected(DomainError):
    """The scanner found a virus."""

    message = "Tệp “{name}” có vi-rút nên không được nhận. Xin kiểm tra máy của ông/bà."


class ScannerAway(DomainError):
    """Nothing may come in unscanned, and the scanner does not answer."""

    message = "Hiện chưa quét được vi-rút nên chưa nhận được tệp. Xin thử lại sau ít phút."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever asks for a file wants of it: its types, and whether a picture stays as it was.

    The file as it was sent is kept beside the one that is shown, sealed, only where the law wants
    evidence of it; everywhere else what a camera writes into pictures is not kept at all.
    """

    types: tuple[str, ...] = ACCEPTED
    keeps_original: bool = False


ANY = Wanted()


# What reading in a process of its own may answer with.
REFUSALS: dict[str, type[DomainError]] = {
    one.__name__: one
    for one in (
        FileMixed,
        FileBroken,
        FileHasScripts,
        FileHasAttachments,
        FileReachesOut,
        FileProtected,
        PagesTooMany,
        PageTooLarge,
        PictureTooLarge,
        FileTooDemanding,
    )
}


def spoken(types: Collection[str]) -> str:
    """Say types as people do: “PDF, JPG hoặc PNG”."""
    *before, last = [SPOKEN[one] for one in ACCEPTED if one in types]
    return f"{', '.join(before)} hoặc {last}" if before else last


def media_type_of(name: str, head: bytes, allowed: Collection[str] = ACCEPTED) -> str:
    """Return the type by the first bytes, or refuse a forbidden or disguised file."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            if extension and extension not in EXTENSIONS[media_type]:
                raise FileDisguised(name=name)
            if media_type not in allowed:
                raise FileTypeForbidden(name=name, kinds=spoken(allowed))
            return media_type
    known = {one for many in EXTENSIONS.values() for one in many}
    if extension in known:
        raise FileDisguised(name=name)
    raise _forbidden(extension, head)(name=name, kinds=spoken(allowed))


def _forbidden(extension: str, head: bytes) -> type[DomainError]:
    if extension in OFFICE:
        return FileIsOffice
    return FileIsArchive if head.startswith(ARCHIVES) else FileTypeForbidden


def safe_name(name: str) -> str:
    """Return a file name without folders or control characters, of bounded length.

    What it is called on disk never follows from it; it is shown, and offered when downloading.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        return _bounded(_no_device(kept), "")
    return _bounded(_no_device(stem.rstrip(". ")), f".{extension[:10].rstrip()}")


def _no_device(stem: str) -> str:
    first = stem.split(".", 1)[0].strip().lower()
    return f"{NAMELESS}-{stem}" if first in DEVICES else stem.lstrip("-~ ")


def _bounded(stem: str, ending: str) -> str:
    stem = stem[: LONGEST_NAME - len(ending)]
    while len((stem + ending).encode("utf-8", "replace")) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem or NAMELESS}{ending}"

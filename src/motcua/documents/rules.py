"""Which files may come in. The type is decided by reading the file, never by its name."""

from motcua.kernel.errors import DomainError

# What a citizen may attach; scripts, programs and archives are not among it.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
}
MAX_PAGES = 500
MAX_PIXELS = 60_000_000
LONGEST_NAME = 120


class FileEmpty(DomainError):
    """Nothing arrived."""

    message = "Tệp “{name}” không có nội dung. Xin chọn lại tệp."


class FileTooLarge(DomainError):
    """More bytes than the limit."""

    message = "Tệp “{name}” lớn quá {most} MB. Xin chọn tệp nhỏ hơn hoặc chụp lại với cỡ nhỏ hơn."


class FileTypeForbidden(DomainError):
    """Neither PDF, JPEG nor PNG."""

    message = "Chỉ nhận tệp PDF, JPG hoặc PNG. Tệp “{name}” không thuộc các loại này."


class FileDisguised(DomainError):
    """The name says one type, the content another."""

    message = "Nội dung của tệp “{name}” không đúng với phần đuôi của tên tệp. Xin kiểm tra lại."


class FileBroken(DomainError):
    """The reader of that type cannot open it."""

    message = "Không mở được tệp “{name}”. Tệp có thể đã hỏng; xin xuất hoặc chụp lại."


class FileHasScripts(DomainError):
    """A PDF that carries programs."""

    message = "Tệp “{name}” có chứa mã lệnh nên không được nhận. Xin in lại thành PDF thường."


class FileProtected(DomainError):
    """A PDF that asks for a password."""

    message = "Tệp “{name}” đặt mật khẩu. Xin bỏ mật khẩu rồi gửi lại."


def media_type_of(name: str, head: bytes) -> str:
    """Return the type by the first bytes, or refuse a forbidden or disguised file."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            if extension and extension not in EXTENSIONS[media_type]:
                raise FileDisguised(name=name)
            return media_type
    known = {one for many in EXTENSIONS.values() for one in many}
    raise FileDisguised(name=name) if extension in known else FileTypeForbidden(name=name)


def safe_name(name: str) -> str:
    """Return a file name without folders or control characters, of bounded length."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        return kept[:LONGEST_NAME] or "tep"
    return f"{stem[: LONGEST_NAME - len(extension) - 1] or 'tep'}.{extension[:10]}"

"""Pictures: opened under limits, turned upright, drawn anew without what cameras write there."""

import io
import struct
import warnings
import zlib
from contextlib import suppress

from PIL import Image, ImageCms

from motcua.documents.rules import JPEG, FileBroken, PictureTooLarge

MAX_PIXELS = 60_000_000
# Bytes that a picture may take once unpacked; a larger photograph is read at half its width, which
# still is more than the 200 dots an inch that scans need (Thông tư 01/2023/TT-VPCP art. 8).
MAX_UNPACKED = 120_000_000
HALVE_FROM = 25_000_000
BYTES_A_PIXEL = {"1": 1, "L": 1, "P": 1, "LA": 4, "I;16": 2}
MOST_BYTES_A_PIXEL = 4  # Pillow keeps three colours in four bytes
FORMATS = {JPEG: "JPEG"}
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
QUALITY = 92
LEAST_DPI, MOST_DPI = 10, 4800
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    struct.error,
    zlib.error,
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def clean_picture(name: str, media_type: str, content: bytes) -> bytes:
    """Return a picture of the same type, upright, with nothing in it but what is seen.

    Where it was taken, with which device, comments and hidden thumbnails are gone; colours are
    turned into sRGB, so that no profile is needed.
    """
    kind = FORMATS.get(media_type, "PNG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                _require_size(name, picture, media_type)
                picture.load()
                return _drawn_anew(picture, kind)
    except BOMBS as error:
        raise _too_many(name) from error
    except UNREADABLE as error:
        raise FileBroken(name=name) from error


def _too_many(name: str) -> PictureTooLarge:
    return PictureTooLarge(name=name, most=MAX_PIXELS // 1_000_000)


def _require_size(name: str, picture: Image.Image, media_type: str) -> None:
    pixels = picture.width * picture.height
    if pixels > MAX_PIXELS:
        raise _too_many(name)
    each = BYTES_A_PIXEL.get(picture.mode, MOST_BYTES_A_PIXEL)
    if media_type == JPEG and each == MOST_BYTES_A_PIXEL and pixels > HALVE_FROM:
        picture.draft(None, (picture.width // 2, picture.height // 2))
        pixels = picture.width * picture.height
    if pixels * each > MAX_UNPACKED:
        raise PictureTooLarge(name=name, most=MAX_UNPACKED // MOST_BYTES_A_PIXEL // 1_000_000)


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    turn = UPRIGHT.get(picture.getexif().get(ORIENTATION, 1))
    dpi = _dpi(picture.info.get("dpi"))
    drawn = _in_srgb(_without_transparency_table(picture))
    drawn = drawn.transpose(turn) if turn is not None else drawn
    untouched = drawn is picture and getattr(picture, "format", "") == kind == "JPEG"
    drawn.info = {}  # writers take comments and profiles from here
    out = io.BytesIO()
    given = {"dpi": dpi} if dpi else {}
    if kind == "JPEG":
        drawn.save(out, kind, quality="keep" if untouched else QUALITY, **given)
    else:
        drawn.save(out, kind, compress_level=4, **given)
    return out.getvalue()


def _dpi(told: object) -> tuple[float, float] | None:
    if not isinstance(told, tuple) or len(told) != 2:
        return None
    across, down = float(told[0]), float(told[1])
    if not all(LEAST_DPI <= one <= MOST_DPI for one in (across, down)):
        return None
    return across, down


def _without_transparency_table(picture: Image.Image) -> Image.Image:
    """Return a picture in a mode that needs nothing beside its pixels."""
    if picture.mode == "CMYK":
        return picture.convert("RGB")
    if "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    with suppress(ImageCms.PyCMSError, *UNREADABLE):  # a profile that cannot be read is left out
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" not in ImageCms.getProfileName(source):
            ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), inPlace=True)
    return picture
